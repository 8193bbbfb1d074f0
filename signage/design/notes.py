"""What a layout decided by itself, or did as it was told although it reads badly, in words."""

from __future__ import annotations

from signage.artwork import is_photograph
from signage.design.colouring import contrast, is_too_dark, letter_colour, takes_other_colour
from signage.design.kind_files import kind_of
from signage.design.kinds import BasePart, SignKind
from signage.design.sign_layout import SignLayout
from signage.design.spec import LetterConstruction, SignSpec
from signage.locale import Lang, text
from signage.typography import DEFAULT_TYPEFACE

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


def note_words(layout: SignLayout, lang: Lang | None = None) -> tuple[str, ...]:
    """Return a layout's notes as sentences, with the colours and the figure that some of them name.

    Args:
        layout: The laid-out sign.
        lang: The reader's language; None takes the one that the drawing speaks.
    """
    letters, panel = layout.letters, layout.panel
    values = {"letter": "", "panel": "", "contrast": ""}
    if letters and panel is not None:
        letter, ground = letters[0].face_colour, panel.face_colour
        values = {"letter": letter, "panel": ground, "contrast": f"{contrast(letter, ground):.1f}"}
    return tuple(text(code, lang, **values) for code in layout.notes)


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
