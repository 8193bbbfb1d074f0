"""Text at the door: normalise it, refuse what no sign can show, tell its direction.

Characters that draw nothing (controls, format marks, surrogates, private use, unassigned) are refused with their code
and place instead of being dropped: a name on a permit must be the name on the wall. The few format marks that joined
scripts spell with (zero-width joiner and non-joiner, Mongolian variation selectors and vowel separator) are taken
between letters of those scripts and nowhere else.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Literal

from signage.errors import InputError, Location
from signage.typography.refused_signs import emoji_in, piled_letter
from signage.typography.scripts import is_cjk, is_shaping_mark, is_shaping_mark_in_place

Direction = Literal["ltr", "rtl"]


class Setting(StrEnum):
    """How a line is set on the sign (排列方式)."""

    HORIZONTAL = "horizontal"  # 横排: the text's own direction
    RIGHT_TO_LEFT = "right_to_left"  # 右起横排, as on a traditional plaque (匾额): characters from right to left
    VERTICAL = "vertical"  # 竖排: characters from top to bottom


MAX_NAME = 40
"""Longest name in characters, counted after normalisation."""

_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LEFT_TO_RIGHT = {"L", "EN", "AN"}  # digits run left to right inside right-to-left text, so they count as mixed there
_RIGHT_TO_LEFT = {"R", "AL"}


def code_of(character: str) -> str:
    """Return the code point as readers know it, such as `U+76D0`."""
    return f"U+{ord(character):04X}"


def clean_text(text: str, *, at: Location | None = None) -> str:
    """Return text in NFC without outer blanks, ready to be shaped.

    Args:
        text: What somebody typed.
        at: Where it came from, for the error.

    Raises:
        InputError: It holds a character that no typeface can show, or nothing but blanks.
    """
    cleaned = unicodedata.normalize("NFC", text).strip(" \u3000")
    for place, character in enumerate(cleaned, start=1):
        if _is_refused(cleaned, place - 1, character):
            _refuse_emoji(cleaned, at)  # which the character may be a part of
            raise InputError("typography.refused_character", at=at, code=code_of(character), place=place)
    if not cleaned.strip():
        raise InputError("typography.empty_text", at=at)
    return cleaned


def _refuse_emoji(text: str, at: Location | None) -> None:
    found = emoji_in(text)
    if found:
        named = tuple(f"{one} {code_of(one[0])}" for one in found)
        raise InputError("typography.emoji", at=at, emoji=named)


def _refuse_piles(text: str, at: Location | None) -> None:
    found = piled_letter(text)
    if found is not None:
        place, letter, count, most = found
        raise InputError("typography.piled_marks", at=at, place=place, letter=letter, count=count, most=most)


def _is_refused(text: str, place: int, character: str) -> bool:
    if character < "\u0600":  # nearly every character; keeps the look-up of scripts off the common path
        return unicodedata.category(character) in _REFUSED
    if is_shaping_mark(character):
        return not is_shaping_mark_in_place(text, place)
    return unicodedata.category(character) in _REFUSED


def clean_name(text: str, *, longest: int = MAX_NAME, at: Location | None = None) -> str:
    """Return a name as `clean_text` does, of one direction and at most `longest` characters.

    Raises:
        InputError: As `clean_text`; or it is too long, holds an emoji or a letter under more marks than any script
            writes, or mixes writing directions.
    """
    # The raw text may be megabytes; NFC at most triples a string, so what is far too long is refused unread.
    if len(text) > 10 * longest:
        raise InputError("typography.too_long", at=at, count=len(text), longest=longest)
    cleaned = clean_text(text, at=at)
    if len(cleaned) > longest:
        raise InputError("typography.too_long", at=at, count=len(cleaned), longest=longest)
    _refuse_emoji(cleaned, at)
    _refuse_piles(cleaned, at)
    direction_of(cleaned, at=at)
    return cleaned


def direction_of(text: str, *, at: Location | None = None) -> Direction:
    """Return the one direction that a run of text has; text without letters runs left to right.

    Raises:
        InputError: It mixes left-to-right and right-to-left characters.
    """
    kinds = {unicodedata.bidirectional(character) for character in text}
    if not kinds & _RIGHT_TO_LEFT:
        return "ltr"
    if kinds & _LEFT_TO_RIGHT:
        raise InputError("typography.mixed_direction", at=at, text=text)
    return "rtl"


def is_blank(character: str) -> bool:
    """Return whether a character is a space of some width."""
    return unicodedata.category(character) == "Zs"


def sets_height(character: str) -> bool:
    """Return whether a character is one by which letter height (字高) is told: CJK, a capital or a digit.

    Small letters, brackets and marks are shorter or taller by design and would make the figure accidental.
    """
    return is_cjk(character) or unicodedata.category(character) in {"Lu", "Lt", "Nd"}
