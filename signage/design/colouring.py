"""Which colour and material a part takes: what the spec says, then what it implies, then the kind's."""

from __future__ import annotations

from signage.design.kind_files import material_of
from signage.design.kinds import SignKind
from signage.design.spec import Colour, SignSpec


def base_material(spec: SignSpec, kind: SignKind) -> str:
    """Return the material of what the letters are fixed to."""
    return spec.panel_material or kind.base.material or kind.letters.material


def base_colour(spec: SignSpec, kind: SignKind) -> Colour:
    """Return the colour of what the letters are fixed to."""
    return part_colour(spec.colours.panel, spec.panel_material, kind.base.colour)


def letter_colour(spec: SignSpec, kind: SignKind) -> Colour:
    """Return the colour of the name's letter faces."""
    return part_colour(spec.colours.letter, spec.letter_material, kind.letters.colour)


def part_colour(stated: Colour | None, material: str | None, usual: Colour) -> Colour:
    """Return a stated colour, else the colour of a stated material, else the kind's."""
    return stated or (material_of(material).default_colour if material else usual)


def darker(colour: Colour) -> Colour:
    """Return a colour as its returns look where nothing else is said: two thirds of its value."""
    channels = (int(colour[place : place + 2], 16) * 2 // 3 for place in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)
