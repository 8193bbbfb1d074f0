"""What the layout has to know of scripts: which letters join, which stand upright in a column, which marks turn.

Python carries no script property, so the few facts needed are stated here as code point ranges of Unicode 15.
"""

from __future__ import annotations

import unicodedata

# Scripts whose shapes depend on their neighbours or whose marks stack: each is shaped by itself, in HarfBuzz's own
# shaper for it. The key of a range is its first code point; ranges of one script share a name.
_COMPLEX: tuple[tuple[int, int, str], ...] = (
    (0x0600, 0x06FF, "arabic"),
    (0x0700, 0x074F, "syriac"),
    (0x0750, 0x077F, "arabic"),
    (0x07C0, 0x07FF, "nko"),
    (0x0860, 0x086F, "syriac"),
    (0x0870, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0A00, 0x0A7F, "gurmukhi"),
    (0x0A80, 0x0AFF, "gujarati"),
    (0x0B00, 0x0B7F, "oriya"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x0C00, 0x0C7F, "telugu"),
    (0x0C80, 0x0CFF, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"),
    (0x0D80, 0x0DFF, "sinhala"),
    (0x0E00, 0x0E7F, "thai"),
    (0x0E80, 0x0EFF, "lao"),
    (0x0F00, 0x0FFF, "tibetan"),
    (0x1000, 0x109F, "myanmar"),
    (0x1780, 0x17FF, "khmer"),
    (0x1800, 0x18AF, "mongolian"),
    (0x1950, 0x197F, "tai-le"),
    (0x1980, 0x19DF, "new-tai-lue"),
    (0x1A20, 0x1AAF, "tai-tham"),
    (0xA840, 0xA87F, "phags-pa"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFE, "arabic"),
    (0x11660, 0x1167F, "mongolian"),
)
_JOINING = {"arabic", "syriac", "nko", "mongolian", "phags-pa", "devanagari", "bengali", "gurmukhi"}
# Zero-width joiner and non-joiner change shapes in these; Persian, Uyghur and the scripts of India need them.
_JOINER_SCRIPTS = _JOINING | {"gujarati", "oriya", "tamil", "telugu", "kannada", "malayalam", "sinhala", "tibetan"}

# Marks that lie along the line and so turn with it (Vo = R or Tr in UAX #50), where the font has no vertical form.
TURNED_MARKS = frozenset("ー—–―…‥～〜〰|（）［］｛｝〔〕〈〉《》「」『』【】〖〗｢｣()[]{}<>-~／/＿_：；:;→←＝=")
# Marks that stand in the upper right of their cell instead, where the font has no vertical form.
RAISED_MARKS = frozenset("、。，．")

_PAIRS = "（）［］｛｝〔〕〈〉《》「」『』【】〖〗｢｣()[]{}<>“”‘’→←"
MIRRORED = {a: b for x, y in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) for a, b in ((x, y), (y, x))}
"""The partner of a paired mark: what stands in its place when characters run from right to left."""

NON_JOINER, JOINER = "\u200c", "\u200d"
NARROW_BLANK = "\u202f"  # binds a Mongolian suffix to its word: a blank, but no end of the word
_VOWEL_SEPARATOR = "\u180e"


def is_cjk(character: str) -> bool:
    """Return whether a character fills an ideographic em box: Han, kana, Hangul or bopomofo."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x2FDF
        or 0x3005 <= code <= 0x3007
        or 0x3040 <= code <= 0x31FF
        or 0x3400 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7A3
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x323AF
    )


def complex_script(character: str) -> str | None:
    """Return the name of the script when its letters must be shaped together, else None."""
    code = ord(character)
    if code < 0x600 or 0x1E00 <= code < 0xA840 or 0xAC00 <= code < 0xFB50:  # nearly every character of a Chinese name
        return None
    return next((name for first, last, name in _COMPLEX if first <= code <= last), None)


def is_joining(text: str) -> bool:
    """Return whether a text has letters that are written joined to their neighbours (连写)."""
    return any(complex_script(character) in _JOINING for character in text)


def is_mongolian(character: str) -> bool:
    """Return whether a character is Mongolian: columns from top to bottom, columns from left to right."""
    return complex_script(character) == "mongolian"


def is_alphabetic(character: str) -> bool:
    """Return whether a character is a letter, mark or digit outside the ideographic em box."""
    return unicodedata.category(character)[0] in "LMN" and not is_cjk(character) and not is_wide(character)


def has_baseline(character: str) -> bool:
    """Return whether a character is a letter or digit that stands on the baseline (Latin, Greek, Cyrillic …)."""
    return unicodedata.category(character) in {"Lu", "Ll", "Lt", "Nd"} and not is_wide(character)


def is_wide(character: str) -> bool:
    """Return whether a character fills an em box: CJK, its punctuation, and full-width forms."""
    return unicodedata.east_asian_width(character) in "WF"


def is_shaping_mark(character: str) -> bool:
    """Return whether a character draws nothing and only picks the form of a joined letter beside it."""
    return character in (NON_JOINER, JOINER) or "\u180b" <= character <= "\u180f"


def is_shaping_mark_in_place(text: str, place: int) -> bool:
    """Return whether a shaping mark stands where its script uses it.

    A joiner or non-joiner needs a letter of one joining script on both sides. A Mongolian variation selector needs a
    Mongolian letter before it, the vowel separator one before and one after it.

    Args:
        text: The text.
        place: Index of the mark in it.
    """
    mark = text[place]
    before = complex_script(text[place - 1]) if place else None
    after = complex_script(text[place + 1]) if place + 1 < len(text) else None
    if mark in (NON_JOINER, JOINER):
        # A joiner may also follow a variation selector, which is Mongolian itself.
        return before is not None and before == after and before in _JOINER_SCRIPTS
    return before == "mongolian" and (mark != _VOWEL_SEPARATOR or after == "mongolian")
