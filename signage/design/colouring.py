"""Which colour and material a part takes: what the spec says, then what it implies, then the kind's."""

from __future__ import annotations

from functools import lru_cache

from signage.design.depths import construction_of
from signage.design.kind_files import material_of
from signage.design.kinds import SignKind
from signage.design.spec import Colour, LetterConstruction, SignSpec

COLOUR_LAMPS = 2.5  # how much stronger the lamps behind a deep colour may be than those behind white
_THROUGH_FACE = frozenset({LetterConstruction.FACE_LIT, LetterConstruction.FACE_AND_HALO})
_PALE, _DEEP = "#F7F5EF", "#2B2B2B"  # what letters take where the kind's colour cannot be read on the panel
_READABLE = 3.0  # least contrast of the kind's own letter colour on a stated panel colour
_DARK = 0.05  # share of light; a face that passes less looks unlit


def base_material(spec: SignSpec, kind: SignKind) -> str:
    """Return the material of what the letters are fixed to."""
    return spec.panel_material or kind.base.material or kind.letters.material


def base_colour(spec: SignSpec, kind: SignKind) -> Colour:
    """Return the colour of what the letters are fixed to."""
    return part_colour(spec.colours.panel, spec.panel_material, kind.base.colour)


def letter_colour(spec: SignSpec, kind: SignKind) -> Colour:
    """Return the colour of the name's letter faces: the stated one, the material's, the kind's, or one that reads.

    Where a panel colour is stated and nothing of the letters', and the kind's colour has a contrast under 3:1 on that
    panel, faces that are lit through take the first of the kind's colours for such panels that can be read; other
    letters are near white or near black, whichever contrasts more.
    """
    if takes_other_colour(spec, kind):
        panel = base_colour(spec, kind)
        lit = kind.letters.lit_on_pale if construction_of(spec, kind) in _THROUGH_FACE else []
        readable = [colour for colour in lit if contrast(colour, panel) >= _READABLE]
        return readable[0] if readable else max((_PALE, _DEEP), key=lambda colour: contrast(colour, panel))
    return part_colour(spec.colours.letter, spec.letter_material, usual_letter_colour(spec, kind))


def takes_other_colour(spec: SignSpec, kind: SignKind) -> bool:
    """Return whether the kind's letter colour gives way because it cannot be read on the stated panel colour."""
    panel = spec.colours.panel
    if panel is None or not kind.has_panel or spec.colours.letter or spec.letter_material:
        return False
    return contrast(usual_letter_colour(spec, kind), panel) < _READABLE


@lru_cache(maxsize=4096)
def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two sRGB colours, 1 to 21.

    Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
    """
    high, low = sorted((light_through(one), light_through(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def usual_letter_colour(spec: SignSpec, kind: SignKind) -> Colour:
    """Return the colour of the kind's letter faces; one that is lit through and an open channel have their own."""
    construction, letters = construction_of(spec, kind), kind.letters
    if construction is LetterConstruction.OPEN_FACE:
        return letters.open_colour or letters.colour
    return (letters.lit_colour if construction in _THROUGH_FACE else None) or letters.colour


def letter_material(spec: SignSpec, kind: SignKind) -> str:
    """Return the material of the letter faces; a face that is lit through must let light through."""
    is_through = construction_of(spec, kind) in _THROUGH_FACE
    return spec.letter_material or (kind.letters.lit_material if is_through else None) or kind.letters.material


def is_too_dark(spec: SignSpec, kind: SignKind) -> bool:
    """Return whether lit letter faces cannot give the stated luminance, or hardly any light when none is stated.

    Lamps make good only so much of what a colour holds back (`COLOUR_LAMPS`); beyond it the drawn light is less.
    """
    if construction_of(spec, kind) not in _THROUGH_FACE:
        return False
    shares = [light_through(colour) for colour in (letter_colour(spec, kind), spec.colours.second) if colour]
    least = 1 / COLOUR_LAMPS if spec.lighting.luminance_cd_m2 is not None else _DARK
    return min(shares) < least


def light_through(colour: Colour) -> float:
    """Return the share of light that a face of this colour passes, 0-1 (Rec. 709, linear light)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def part_colour(stated: Colour | None, material: str | None, usual: Colour) -> Colour:
    """Return a stated colour, else the colour of a stated material, else the kind's."""
    return stated or (material_of(material).default_colour if material else usual)


def darker(colour: Colour) -> Colour:
    """Return a colour as its returns look where nothing else is said: two thirds of its value."""
    channels = (int(colour[place : place + 2], 16) * 2 // 3 for place in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)
