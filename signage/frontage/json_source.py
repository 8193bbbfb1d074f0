"""Plan files as bytes: what they must be before anything is read from them, and which line a field stands on."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any, NoReturn

from signage.errors import Location, PlanError

MAX_BYTES = 20 * 1024 * 1024

_DRAWINGS = (
    ("DXF", re.compile(rb"AutoCAD Binary DXF|(?:999\s*\r?\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION")),
    ("DWG", re.compile(rb"AC10\d\d|AC1\.\d|AC2\.\d|MC0\.0")),
    ("SVG", re.compile(rb"<(?:\?xml|!--|!DOCTYPE\s+svg|(?:[\w.-]{1,40}:)?svg[\s>/])", re.IGNORECASE)),
)

FieldPath = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = json.JSONDecoder()
_SCALAR = re.compile(r"[^\s,\]}]+")


def decode(content: bytes, *, file: str = "") -> tuple[str, Any]:
    """Return the text of a JSON file and its parsed value, strictly.

    Args:
        content: The file's bytes; UTF-8, with or without a byte order mark.
        file: Its name, for messages.

    Raises:
        PlanError: It is too big, not UTF-8, not whole JSON, names a key twice, or holds NaN or Infinity.
    """
    if len(content) > MAX_BYTES:
        raise PlanError(
            "plan.file_too_big",
            at=Location(file=file),
            size_mb=round(len(content) / 1048576, 1),
            max_mb=MAX_BYTES // 1048576,
        )
    _refuse_drawing(content, file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise PlanError("plan.not_utf8", at=Location(file=file, line=line), position=exc.start) from exc
    if not text.strip():
        raise PlanError("plan.file_empty", at=Location(file=file))
    return text, _parse(text, file)


def _refuse_drawing(content: bytes, file: str) -> None:
    """Send an architect's drawing to the command that reads it, instead of calling it bad JSON."""
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((kind for kind, pattern in _DRAWINGS if pattern.match(head)), None)
    if kind is not None:
        raise PlanError("plan.is_drawing", at=Location(file=file), kind=kind, file=file or "FILE")


def _parse(text: str, file: str) -> Any:
    def not_finite(word: str) -> NoReturn:
        line = next((n for n, row in enumerate(text.splitlines(), 1) if word in row), None)
        raise PlanError("plan.not_finite", at=Location(file=file, line=line), value=word)

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            path, line = _first_duplicate(text)
            raise PlanError("plan.duplicate_key", at=Location(file=file, line=line, field=path), key=path)
        return found

    try:
        return json.loads(text, parse_constant=not_finite, object_pairs_hook=pairs)
    except json.JSONDecodeError as exc:
        code = "plan.json_truncated" if exc.pos >= len(text.rstrip()) else "plan.json_syntax"
        raise PlanError(code, at=Location(file=file, line=exc.lineno), line=exc.lineno, column=exc.colno) from exc
    except (RecursionError, ValueError) as exc:
        # nested thousands deep, or a number of thousands of digits: nothing that a plan could mean
        raise PlanError("plan.json_unreasonable", at=Location(file=file)) from exc


def field_name(path: FieldPath) -> str:
    """Return a path as people write it, such as `faces[0].units[3].x1`."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def lines_of(text: str, paths: set[FieldPath]) -> dict[FieldPath, int]:
    """Return the 1-based line of each field, or of its nearest parent that is there.

    Args:
        text: Valid JSON.
        paths: Keys and indices from the top.
    """
    places = _Positions(text).walk().places
    lines = {}
    for path in paths:
        wanted = path
        while wanted and wanted not in places:
            wanted = wanted[:-1]
        lines[path] = text.count("\n", 0, places.get(wanted, 0)) + 1
    return lines


def _first_duplicate(text: str) -> tuple[str, int | None]:
    positions = _Positions(text)
    with suppress(IndexError, ValueError):  # the JSON may break off further down; the duplicate was still seen
        positions.walk()
    if not positions.duplicates:
        return "", None
    path, offset = positions.duplicates[0]
    return field_name(path), text.count("\n", 0, offset) + 1


class _Positions:
    """Offsets of all fields of a JSON text, found by one walk over it."""

    def __init__(self, text: str) -> None:
        self.places: dict[FieldPath, int] = {}
        self.duplicates: list[tuple[FieldPath, int]] = []
        self._text = text

    def walk(self) -> _Positions:
        self._value((), self._skip(0))
        return self

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _value(self, path: FieldPath, at: int) -> int:
        self.places.setdefault(path, at)
        first = self._text[at]
        if first == "{":
            return self._object(path, at + 1)
        if first == "[":
            return self._array(path, at + 1)
        if first == '"':
            return _STRING.raw_decode(self._text, at)[1]
        found = _SCALAR.match(self._text, at)
        if not found:
            raise ValueError("no value here")
        return found.end()

    def _object(self, path: FieldPath, at: int) -> int:
        at = self._skip(at)
        while self._text[at] != "}":
            start = at
            key, at = _STRING.raw_decode(self._text, at)
            inner = (*path, key)
            if inner in self.places:
                self.duplicates.append((inner, start))
            else:
                self.places[inner] = start
            at = self._value(inner, self._skip(self._skip(at) + 1))
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return at + 1

    def _array(self, path: FieldPath, at: int) -> int:
        at, index = self._skip(at), 0
        while self._text[at] != "]":
            at = self._skip(self._value((*path, index), at))
            if self._text[at] == ",":
                at = self._skip(at + 1)
            index += 1
        return at + 1
