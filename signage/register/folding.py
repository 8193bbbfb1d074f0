"""Text as it is searched: width, case, 繁/简 and blanks folded, and cut into the terms that the database indexes.

Every character is folded by itself, so that what is folded alone and what is folded inside a longer text agree; a
search therefore finds exactly what a plain LIKE over the folded text finds, from one character on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

SEPARATOR = "\n"  # between the fields of one entry; no query holds it
MOST_TERMS = 8
MOST_LENGTH = 60

_LOOSE_BLANK = re.compile(r"(?<![0-9a-z]) | (?![0-9a-z])")
_ZEROS = re.compile(r"(?<=\))0+(?=[1-9][0-9]*号)")  # in front of a serial, as an earlier edition wrote it
_BRACKETS = str.maketrans("[]{}<>〔〕【】〈〉《》「」『』", "()()()()()()()()()")
_DOTS = str.maketrans("•・‧∙", "····")


@lru_cache(maxsize=8192)
def fold(value: str) -> str:
    """Return a text as it is compared: NFKC, lower case, simplified, one kind of bracket; invisible characters gone."""
    normal = unicodedata.normalize("NFKC", value).casefold()
    normal = unicodedata.normalize("NFKC", normal).translate(_BRACKETS).translate(_DOTS)
    kept = []
    for c in normal:
        kind = unicodedata.category(c)[0]
        if kind == "Z" or c in "\t\r\n\v\f":
            kept.append(" ")
        elif kind != "C":
            kept.append(_simplified(c))
    return " ".join("".join(kept).split())


def terms_of(query: str) -> tuple[str, ...]:
    """Return the words of a query, folded: an entry is found when each of them occurs in it as it stands."""
    return tuple(dict.fromkeys(fold(query[:MOST_LENGTH]).split()))[:MOST_TERMS]


def haystack(*fields: str) -> str:
    """Return the fields of an entry as one folded text to look in, its blanks closed up.

    A number that is written with zeros in front stands there a second time without: 〔2026〕1号 finds 〔2026〕0001号.
    """
    folded = tuple(closed_up(fold(field)) for field in fields)
    return SEPARATOR.join((*folded, *without_zeros(folded)))


def without_zeros(folded: Iterable[str]) -> tuple[str, ...]:
    """Return those folded fields that hold a number with zeros in front, without the zeros."""
    return tuple(short for field in folded if (short := _ZEROS.sub("", field)) != field)


def closed_up(folded: str) -> str:
    """Return a folded text without the blanks that a reader may leave out: all but those of words and numbers in a row.

    So 晶湾路5 is found in 晶湾路 5 号, while the words of High Street stay two.
    """
    return _LOOSE_BLANK.sub("", folded)


def grams_of_text(folded: str) -> frozenset[str]:
    """Return what an entry is indexed by, within a field: every character, pair of neighbours and three digits running.

    A pair of digits occurs in one number of twenty, so that a permit's number would be found among tens of thousands;
    three digits are in one of a few hundred.
    """
    found: set[str] = set()
    for field in folded.split(SEPARATOR):
        for word in field.split(" "):
            found.update(_gram(c) for c in word)
            found.update(_gram(word[i : i + 2]) for i in range(len(word) - 1))
            found.update(_gram(three) for three in _threes(word))
    return frozenset(found)


def grams_of_term(term: str) -> tuple[str, ...]:
    """Return the grams that an entry must have for a term to occur in it; never none."""
    if len(term) == 1:
        return (_gram(term),)
    threes = _threes(term)
    covered = {three[i : i + 2] for three in threes for i in (0, 1)}  # by more telling grams
    pairs = [pair for a, b in pairwise(term) if (pair := a + b) not in covered]
    return tuple(dict.fromkeys(_gram(part) for part in (*threes, *pairs)))


def _threes(word: str) -> list[str]:
    found = (word[i : i + 3] for i in range(len(word) - 2))
    return [three for three in found if three.isascii() and three.isdigit()]


def like_pattern(term: str) -> str:
    r"""Return the LIKE pattern, with `\` as its escape, that finds a term anywhere."""
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def tag(kind: str, value: str) -> str:
    """Return the index word of a filter, such as a plan or a street; it can never equal a gram."""
    return f"{kind}" + "".join(f"{ord(c):x}z" for c in fold(value))


def _gram(characters: str) -> str:
    # Letters and digits only, so that no database's tokenizer has an opinion.
    return "x" + "".join(f"{ord(c):05x}" for c in characters)


@lru_cache(maxsize=65536)
def _simplified(c: str) -> str:
    return c if c.isascii() else str(_converter().convert(c))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
