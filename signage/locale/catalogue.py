"""Load the message catalogues and look words up in them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from signage.errors import Location, Param, SignageError


class Lang(StrEnum):
    """A language that the product speaks."""

    ZH = "zh"
    EN = "en"


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


def text(code: str, lang: Lang = Lang.ZH, **params: Param) -> str:
    """Return the words for a code with its placeholders filled.

    Raises:
        KeyError: The code is in no catalogue, or a parameter is missing; both are faults of the caller's code.
    """
    return _catalogue()[code][lang.value].format(**params)


def describe(error: SignageError, lang: Lang = Lang.ZH) -> Description:
    """Return an error as a reader is told of it."""
    entry = _catalogue().get(error.code)
    if entry is None:  # a code without words must still say something true
        return Description(message=str(error), hint="", location=error.at)
    hint = entry.get(f"hint_{lang.value}", "")
    return Description(
        message=entry[lang.value].format(**error.params), hint=hint.format(**error.params), location=error.at
    )
