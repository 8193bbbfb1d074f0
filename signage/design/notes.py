"""What a layout decided by itself, or did as it was told although it reads badly, in words."""

from __future__ import annotations

from signage.design.colouring import contrast, takes_other_colour
from signage.design.kind_files import kind_of
from signage.design.kinds import BasePart, SignKind
from signage.design.sign_layout import Piece, SignLayout
from signage.design.spec import LetterConstruction, SignSpec
from signage.errors import Param
from signage.locale import Lang, text

_POOR = 2.0  # contrast of stated colours under which the designer is told


def colour_notes(spec: SignSpec, kind: SignKind) -> tuple[str, ...]:
    """Return codes of what is to be said of the colours."""
    panel, letter = spec.colours.panel, spec.colours.letter
    if panel is None:
        return ()
    if kind.base.part is BasePart.NONE:
        return ("design.note_no_panel",)
    if takes_other_colour(spec, kind):
        return ("design.note_letters_readable",)
    if kind.has_panel and letter is not None and contrast(panel, letter) < _POOR:
        return ("design.note_poor_contrast",)
    return ()


def smaller_bulbs(pieces: tuple[Piece, ...], kind: SignKind) -> tuple[Piece, ...]:
    """Return the letters whose exposed bulbs are smaller than the kind's usual ones: their strokes are too thin."""
    usual = kind.letters.lamp_mm
    return tuple(p for p in pieces if p.construction is LetterConstruction.OPEN_FACE and 0 < p.lamp_mm < usual)


def note_words(layout: SignLayout, lang: Lang | None = None) -> tuple[str, ...]:
    """Return a layout's notes as sentences, with the colours and the figure that some of them name.

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
    return tuple(text(code, lang, **values) for code in layout.notes)


def _bulb_words(layout: SignLayout, kind: SignKind) -> tuple[str, ...]:
    """Return each line whose bulbs are smaller than usual with their size."""
    sizes = {letter.line: letter.lamp_mm for letter in smaller_bulbs(layout.pieces, kind) if letter.line is not None}
    return tuple(f"“{layout.lines[line].text}” φ{size:g}" for line, size in sizes.items())
