"""What looks like text and is none: emoji (coloured pictures), and marks piled on a letter until it is one no more.

Python carries no emoji property, so the ranges of Unicode 15 whose characters are shown as pictures are stated here.
Symbols that are text unless a picture is asked for (☎ ★ ☺) are pictures only with the selector that asks for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MOST_MARKS = 2  # on one letter: Vietnamese and what else is written needs no more (ế has two)
MOST_STACKED = 5  # in scripts that stack: a Tibetan or Myanmar syllable may have so many

_PICTURE = (
    "[\U0001f004\U0001f0cf\U0001f18e\U0001f300-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7f0\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]"
)
_SYMBOL = (
    "[\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f191-\U0001f19a\U0001f201-\U0001f251]"
)
_SHOWN = "\ufe0f"  # asks for the picture
_TONE = "[\U0001f3fb-\U0001f3ff]"
_TAGS = "[\U000e0020-\U000e007f]"
_ONE = f"(?:{_PICTURE}{_SHOWN}?|{_SYMBOL}{_SHOWN}){_TONE}?{_TAGS}*"
_EMOJI = re.compile(
    "[0-9#*]\ufe0f?\u20e3"  # a keycap
    "|[\U0001f1e6-\U0001f1ff]{1,2}"  # a flag, or half of one
    f"|{_ONE}(?:\u200d(?:{_ONE}|{_SYMBOL}|[\u2640\u2642\u2695]))*"  # a sequence: a family, a trade
)
_PILED = (("\u0300", "\u036f"), ("\u1ab0", "\u1aff"), ("\u1dc0", "\u1dff"), ("\u20d0", "\u20ff"), ("\ufe20", "\ufe2f"))


def emoji_in(text: str) -> tuple[str, ...]:
    """Return the emoji of a text in their order, each once and each sequence whole."""
    if all(character < "\u2000" or "\u3400" <= character <= "\u9fff" for character in text):  # nearly every name
        return ()
    return tuple(dict.fromkeys(found[0] for found in _EMOJI.finditer(text)))


def piled_letter(text: str) -> tuple[int, str, int, int] | None:
    """Return the first letter under too many marks: its place from 1, itself, how many marks, how many may be.

    Args:
        text: In NFC, so that a letter that exists with its marks counts as written.
    """
    for place, letter, marks in _marked(text):
        own = len(unicodedata.normalize("NFD", letter)) - 1
        most = MOST_MARKS if all(_is_accent(mark) for mark in marks) else MOST_STACKED
        if own + len(marks) > most:
            return place, letter, own + len(marks), most
    return None


def _marked(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each letter with marks after it: its place from 1, itself, its marks."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Me"):
            end += 1
        if end - start > 1:
            yield start + 1, text[start], text[start + 1 : end]
        start = end


def _is_accent(mark: str) -> bool:
    return any(low <= mark <= high for low, high in _PILED)
