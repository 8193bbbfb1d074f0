"""What a layout decided by itself, or did as it was told although it reads badly, in words."""

from __future__ import annotations

from signage.design.colouring import contrast, takes_other_colour
from signage.design.kinds import BasePart, SignKind
from signage.design.sign_layout import SignLayout
from signage.design.spec import SignSpec
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


def notes_told(layout: SignLayout, lang: Lang | None = None) -> tuple[tuple[str, str], ...]:
    """Return a layout's notes as their codes and sentences, with the colours and the figure that some of them name.

    Args:
        layout: The laid-out sign.
        lang: The reader's language; None takes the one that the drawing speaks.
    """
    letters, panel = layout.letters, layout.panel
    values = {"letter": "", "panel": "", "contrast": ""}
    if letters and panel is not None:
        letter, ground = letters[0].face_colour, panel.face_colour
        values = {"letter": letter, "panel": ground, "contrast": f"{contrast(letter, ground):.1f}"}
    return tuple((code, text(code, lang, **values)) for code in layout.notes)


def note_words(layout: SignLayout, lang: Lang | None = None) -> tuple[str, ...]:
    """Return a layout's notes as sentences, as `notes_told` has them."""
    return tuple(words for _, words in notes_told(layout, lang))
