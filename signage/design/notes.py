"""What a layout decided by itself, or did as it was told although it reads badly, in words."""

from __future__ import annotations

from math import ceil, floor

from signage.artwork import is_photograph
from signage.design.colouring import contrast, is_too_dark, letter_colour, takes_other_colour
from signage.design.kind_files import kind_of
from signage.design.kinds import BasePart, SignKind
from signage.design.line_fit import frame_width
from signage.design.sign_layout import Piece, SignLayout
from signage.design.spec import LetterConstruction, SignSpec
from signage.errors import Param
from signage.locale import Lang, text
from signage.typography import DEFAULT_TYPEFACE

_WHOLE_MM, _EPS = 0.5, 1e-6  # nearer than that a display is as large as its modules
_POOR = 2.0  # contrast of stated colours under which the designer is told


def colour_notes(spec: SignSpec, kind: SignKind) -> tuple[str, ...]:
    """Return codes of what is to be said of the colours."""
    panel, letter = spec.colours.panel, spec.colours.letter
    if panel is None:
        return ()
    if kind.base.part is BasePart.NONE:
        return ("design.note_no_panel",)
    if takes_other_colour(spec, kind):
        shines = letter_colour(spec, kind) in kind.letters.lit_on_pale
        return ("design.note_letters_shine" if shines else "design.note_letters_readable",)
    if kind.has_panel and letter is not None and contrast(panel, letter) < _POOR:
        return ("design.note_poor_contrast",)
    return ()


def dark_face_notes(spec: SignSpec, kind: SignKind) -> tuple[str, ...]:
    """Return the code that says that lit faces are too dark to shine, with what this kind could have instead."""
    if not is_too_dark(spec, kind):
        return ()
    has_halo = LetterConstruction.HALO_LIT in kind.constructions
    return ("design.note_dark_face_or_halo" if has_halo else "design.note_dark_face",)


def logo_notes(spec: SignSpec) -> tuple[str, ...]:
    """Return the code that says that a logo is a photograph and will be printed as one."""
    is_odd = spec.logo is not None and is_photograph(spec.logo.artwork)
    return ("design.note_logo_photograph",) if is_odd else ()


def smaller_bulbs(pieces: tuple[Piece, ...], kind: SignKind) -> tuple[Piece, ...]:
    """Return the letters whose exposed bulbs are smaller than the kind's usual ones: their strokes are too thin."""
    usual = kind.letters.lamp_mm
    return tuple(p for p in pieces if p.construction is LetterConstruction.OPEN_FACE and 0 < p.lamp_mm < usual)


def whole_sizes(spec: SignSpec, kind: SignKind) -> tuple[tuple[int, int, int, int], ...]:
    """Return the nearest sizes of a display that whole modules and its frame make, the smaller one first.

    Each is its width and height in mm and how many modules lie side by side and above each other. Empty for anything
    but a display, and for one that is such a size.
    """
    module = (kind.base.module_width_mm, kind.base.module_height_mm)
    if not all(module):
        return ()
    frame = 2 * frame_width(spec, kind)
    rooms = [(size - frame) / one for size, one in zip((spec.width_mm, spec.height_mm), module, strict=True)]
    if all(abs(room - round(room)) * one <= _WHOLE_MM and room > 0.5 for room, one in zip(rooms, module, strict=True)):
        return ()
    frame = 2 * kind.base.min_frame_width_mm
    low, high = ([max(1, way(room + off)) for room in rooms] for way, off in ((floor, _EPS), (ceil, -_EPS)))
    counts = dict.fromkeys([(low[0], low[1]), (high[0], high[1])])
    return tuple((round(n * module[0] + frame), round(m * module[1] + frame), n, m) for n, m in counts)


def notes_told(layout: SignLayout, lang: Lang | None = None) -> tuple[tuple[str, str], ...]:
    """Return a layout's notes as their codes and sentences, with the colours and the figure that some of them name.

    Args:
        layout: The laid-out sign.
        lang: The reader's language; None takes the one that the drawing speaks.
    """
    letters, panel = layout.letters, layout.panel
    values: dict[str, Param] = {"letter": "", "panel": "", "contrast": ""}
    if letters and panel is not None:
        letter, ground = letters[0].face_colour, panel.face_colour
        values |= {"letter": letter, "panel": ground, "contrast": f"{contrast(letter, ground):.1f}"}
    kind = kind_of(layout.spec.kind)
    values["usual"] = f"{kind.letters.lamp_mm:g}"
    values["bulbs"] = _bulb_words(layout, kind)
    sizes = whole_sizes(layout.spec, kind)
    values["module"] = f"{kind.base.module_width_mm:g}×{kind.base.module_height_mm:g}"
    values["size"] = f"{layout.spec.width_mm:g}×{layout.spec.height_mm:g}"
    values["sizes"] = tuple(f"{wide}×{high} mm ({n}×{m})" for wide, high, n, m in sizes)
    return tuple((code, text(code, lang, **values)) for code in layout.notes)


def note_words(layout: SignLayout, lang: Lang | None = None) -> tuple[str, ...]:
    """Return a layout's notes as sentences, as `notes_told` has them."""
    return tuple(words for _, words in notes_told(layout, lang))


def typeface_words(layout: SignLayout, lang: Lang | None = None) -> str | None:
    """Return which typeface a kind took that has one of its own; None for all other signs.

    Args:
        layout: The laid-out sign.
        lang: The reader's language; None takes the one that the drawing speaks.
    """
    kind = kind_of(layout.spec.kind)
    if kind.letters.typeface == DEFAULT_TYPEFACE or not kind.has_own_style(layout.spec.style):
        return None
    return text(
        "design.kinds_typeface",
        lang,
        kind_zh=kind.title_zh,
        kind_en=kind.title_en,
        family=layout.font.family,
        typeface=layout.font.name,
        weight=layout.font_weight,
    )


def _bulb_words(layout: SignLayout, kind: SignKind) -> tuple[str, ...]:
    """Return each line whose bulbs are smaller than usual with their size."""
    sizes = {letter.line: letter.lamp_mm for letter in smaller_bulbs(layout.pieces, kind) if letter.line is not None}
    return tuple(f"“{layout.lines[line].text}” φ{size:g}" for line, size in sizes.items())
