"""From TOML text to a checked value: what is common to items and groups, and how a fault is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from signage.errors import InputError, Location, SignageError
from signage.locale import Lang, all_codes, text

_Shape = TypeVar("_Shape", bound=BaseModel)
_Value = TypeVar("_Value")

_LINE = re.compile(r"\(at line (\d+)")
_TWICE = re.compile(r"overwrite|declare|twice|mutate", re.IGNORECASE)


def parse(
    content: str,
    *,
    file: str,
    shape: type[_Shape],
    build: Callable[[_Shape], _Value],
    faults: Callable[[_Value], Iterable[InputError]],
) -> _Value:
    """Return the value that a file holds.

    Args:
        content: TOML text.
        file: Its name, for the location of a fault; the value's code must be its stem unless it is empty.
        shape: Keys and types of the file.
        build: Makes the value of it.
        faults: What the parts contradict each other in.

    Raises:
        InputError: The first fault.
    """
    raw = _toml(content, file)
    name = _named(raw, file)
    try:
        value = build(shape.model_validate(raw))
    except ValidationError as exc:
        raise _told(exc, file, name) from exc
    stem = PurePath(file).stem
    if file and name != stem:
        raise InputError("items.file_name", at=Location(file=file, field="code"), item=name, stem=stem)
    for fault in faults(value):
        raise located(fault, file)
    return value


def located(fault: InputError, file: str) -> SignageError:
    """Return a fault with the file that it lies in."""
    return fault.located(Location(file=file or None))


def _toml(content: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as exc:
        found = _LINE.search(str(exc))
        line = int(found[1]) if found else None
        at = Location(file=file or None, line=line)
        stem = PurePath(file).stem
        if line is not None and _TWICE.search(str(exc)):
            key = content.splitlines()[line - 1].partition("=")[0].strip(" []")
            raise InputError("items.key_twice", at=at, item=stem, key=key) from exc
        raise InputError("items.not_toml", at=at, item=stem, why=str(exc)) from exc


def _named(raw: dict[str, Any], file: str) -> str:
    code = raw.get("code")
    return code if isinstance(code, str) and code else PurePath(file).stem


def _told(exc: ValidationError, file: str, name: str) -> InputError:
    """Name the first fault; a key that does not exist goes first, since a missing one is often its right spelling."""
    first: Any = min(exc.errors(), key=lambda error: error["type"] != "extra_forbidden")
    path = _path(first["loc"])
    at = Location(file=file or None, field=path)
    if first["type"] == "extra_forbidden":
        return InputError("items.unknown_key", at=at, item=name, key=path)
    if first["type"] == "missing":
        return InputError("items.missing_key", at=at, item=name, key=path)
    zh, en = (_why(first, lang) for lang in (Lang.ZH, Lang.EN))
    return InputError("items.wrong_value", at=at, item=name, key=path, why=zh, why_en=en)


def _why(error: Any, lang: Lang) -> str:
    """Return what is wrong with a value; the checker's own words where we have none."""
    code = f"items.why_{error['type']}"
    if code not in all_codes():
        return str(error["msg"])
    given = error.get("input")
    context = {key: str(value) for key, value in (error.get("ctx") or {}).items()}
    return text(code, lang, **{"given": str(given)[:60], **context})


def _path(parts: tuple[str | int, ...]) -> str:
    """Return a field's path: `papers[2].formats[0]`."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
