"""Load the message catalogues and look words up in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from signage.errors import Location, Param, SignageError


class Lang(StrEnum):
    """A language that the product speaks."""

    ZH = "zh"
    EN = "en"


_SPOKEN: ContextVar[Lang] = ContextVar("spoken", default=Lang.ZH)


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Let drawings and documents that are made inside speak a language; names and texts of the sign stay.

    Words stand in hundreds of places of a drawing, so that the language is kept beside the thread that draws it and
    not handed from function to function. Outside it is Chinese.
    """
    token = _SPOKEN.set(lang)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> Lang:
    """Return the language that drawings and documents are made in."""
    return _SPOKEN.get()


_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_NAMES: ContextVar[Mapping[str, str]] = ContextVar("names", default=_NO_NAMES)


@contextmanager
def naming(names: Mapping[str, str]) -> Iterator[None]:
    """Let errors that are described inside name things in English that the data files name in both languages.

    Args:
        names: English by Chinese, such as an office's; errors carry the names that cases keep, in Chinese.
    """
    token = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(token)


def either(zh: str, en: str) -> str:
    """Return the one of a thing's two names that the drawing or document speaks."""
    return zh if spoken() is Lang.ZH else en


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a reader is told of an error: what is wrong, where, and what to do next."""

    message: str
    hint: str
    location: Location | None

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location and str(self.location) else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for file in sorted(files("signage.locale").iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        area = file.name.removesuffix(".toml")
        for key, entry in tomllib.loads(file.read_text("utf-8")).items():
            entries[f"{area}.{key}"] = entry
    return entries


def all_codes() -> frozenset[str]:
    """Return every code in the catalogues: `<file name>.<key>`."""
    return frozenset(_catalogue())


def text(code: str, lang: Lang | None = None, **params: Param) -> str:
    """Return the words for a code with its placeholders filled, in the language of `speaking` unless one is given.

    Raises:
        KeyError: The code is in no catalogue, or a parameter is missing; both are faults of the caller's code.
    """
    chosen = lang or spoken()
    return _filled(_catalogue()[code][chosen.value], chosen, params)


def describe(error: SignageError, lang: Lang = Lang.ZH) -> Description:
    """Return an error as a reader is told of it; see `naming` for the names in it."""
    entry = _catalogue().get(error.code)
    if entry is None:  # a code without words must still say something true
        return Description(message=str(error), hint="", location=error.at)
    names = _NAMES.get()
    hint = _filled(entry.get(f"hint_{lang.value}", ""), lang, error.params, names)
    return Description(message=_filled(entry[lang.value], lang, error.params, names), hint=hint, location=error.at)


def _filled(words: str, lang: Lang, params: Mapping[str, Param], names: Mapping[str, str] = _NO_NAMES) -> str:
    """Return words with their placeholders filled; several values of one are listed as the language lists things."""
    return words.format(**{key: _in(value, lang, names) for key, value in params.items()})


def _in(value: Param, lang: Lang, names: Mapping[str, str]) -> Param:
    """Return a parameter as a sentence in this language takes it; one that knows its own words says them."""
    if isinstance(value, tuple | list):
        return ("、" if lang is Lang.ZH else ", ").join(str(_in(part, lang, names)) for part in value)
    say = getattr(value, "say", None)
    if say is not None:
        return str(say(lang, names))
    return names.get(value, value) if lang is Lang.EN and isinstance(value, str) else value
