"""Colours as people name them: `红`, `藏青色`, `dark grey`, or `#RRGGBB`; the names lie in `colour_names.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from signage.typography import is_cjk

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_FIRST = 8  # names that a complaint lists
_NEAR = 3  # of these, how many for being like what was written


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColour:
    """A colour with its names; the first of each language is the one to show.

    Attributes:
        value: `#RRGGBB`, upper case.
        zh: Chinese names.
        en: English names.
    """

    value: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("colour_names.toml").read_text("utf-8"))


@cache
def named_colours() -> tuple[NamedColour, ...]:
    """Return all colours that have a name."""
    rows = _table()["colours"]
    return tuple(NamedColour(value=row["hex"], zh=tuple(row["zh"]), en=tuple(row["en"])) for row in rows)


@cache
def colours_by_name() -> Mapping[str, str]:
    """Return the value of every name as `plain_name` writes it."""
    names = {plain_name(name): one.value for one in named_colours() for name in (*one.zh, *one.en)}
    return MappingProxyType(names)


def plain_name(words: str) -> str:
    """Return a colour's name without what makes no difference: width, case, blanks, hyphens, a last 色."""
    plain = re.sub(r"[\s\-_]+", "", unicodedata.normalize("NFKC", words).casefold()).replace("gray", "grey")
    return plain.removesuffix("色") if len(plain) > 1 else plain


def colour_of(words: str) -> str | None:
    """Return `#RRGGBB`, upper case, for a value or a name; None for what is neither."""
    plain = unicodedata.normalize("NFKC", words).strip()
    return plain.upper() if _HEX.fullmatch(plain) else colours_by_name().get(plain_name(words))


def some_names(words: str) -> tuple[str, ...]:
    """Return some names that there are, for whoever wrote one that there is not: those like it first."""
    wanted, names = plain_name(words), colours_by_name()
    near: list[str] = []
    if wanted and is_cjk(wanted[-1]):  # of Chinese names the last character says most: 孔雀紫 is some purple
        near += [name for name in names if name[-1] == wanted[-1]]
    near += difflib.get_close_matches(wanted, names, n=_NEAR, cutoff=0.6)
    values = list(dict.fromkeys(names[name] for name in near))[:_NEAR]
    values += [names[plain_name(name)] for name in _table()["common"]]
    shown = {one.value: f"{one.zh[0]} {one.en[0]}" for one in named_colours()}
    return tuple(shown[value] for value in dict.fromkeys(values))[:_FIRST]
