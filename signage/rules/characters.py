"""Characters of Chinese signs: scripts, the 8,105 general standard characters, traditional and variant forms."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def table_text(name: str) -> str:
    """Return a data file of `signage/rules/texts` as text."""
    return files("signage.rules").joinpath("texts", name).read_text("utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML data file of `signage/rules/texts`."""
    return tomllib.loads(table_text(name))


@cache
def standard_characters() -> frozenset[str]:
    """Return the 8,105 characters of the Table of General Standard Chinese Characters (通用规范汉字表, 2013)."""
    lines = table_text("general_standard_characters.txt").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def is_han(character: str) -> bool:
    """Return whether a character is a Chinese ideograph."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x2FD5  # radicals, which look like the characters that they are
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x323AF
        or character == "〇"
    )


def is_foreign(character: str) -> bool:
    """Return whether a character is a letter of another script."""
    return unicodedata.category(character).startswith("L") and not is_han(character)


@cache
def _simplifier() -> _Converter:
    import opencc  # loaded where used: its dictionaries take a moment

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Return a text in simplified characters."""
    return _simplifier().convert(text)


@cache
def _japanese() -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC("jp2t")
    return converter


KINDS = {
    "traditional": ("繁体或异体字", "traditional or variant form"),
    "japanese": ("日本汉字", "Japanese form"),
    "compatibility": ("兼容字形或部首", "compatibility form or radical"),
    "outside": ("表外字", "outside the table"),
}


@lru_cache(maxsize=4096)
def standard_form(character: str) -> tuple[str, str]:
    """Return the standard form of a character outside the table and why it is none, or `("", "outside")`.

    Traditional and variant forms by opencc's `t2s`, Japanese ones by `jp2t` before it, compatibility ideographs and
    radicals by NFKC; a form counts when it is in the table.
    """
    folded_form = unicodedata.normalize("NFKC", character)
    for kind, plain in (
        ("traditional", simplified(character)),
        ("japanese", simplified(_japanese().convert(character))),
        ("compatibility", simplified(folded_form)),
    ):
        if plain != character and all(c in standard_characters() for c in plain):
            return plain, kind
    plain = simplified(character)
    return (plain, "traditional") if plain != character else ("", "outside")


def kind_of_form(character: str) -> str:
    """Return why a character is not a standard one, a key of `KINDS`."""
    return standard_form(character)[1]


@lru_cache(maxsize=4096)
def nonstandard(text: str) -> tuple[tuple[str, str], ...]:
    """Return each Han character outside the 8,105 with its standard form, empty when none is known.

    A character of the table is never named, though the converter would change 22 of them (乾 徵 於 …).
    """
    found: dict[str, str] = {}
    for character in text:  # as it is set: NFC would swap compatibility forms for the characters they look like
        if is_han(character) and character != "〇" and character not in standard_characters():
            found[character] = standard_form(character)[0]
    return tuple(found.items())


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text for comparison: width and case folded, simplified, without spaces and punctuation."""
    plain = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN")
