"""Domain values as plain JSON and back: exact, typed, and strict.

The types of the dataclasses' own fields drive both ways. Reading refuses an unknown key, a missing one without a
default, a wrong type and a number that is not finite, and names the place. A field that was added later with a
default may be missing in an old snapshot; nothing else may. Floats keep every digit (shortest form that reads back).
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from signage import jcs
from signage.errors import ToolError

T = TypeVar("T")
# Where a part stands: the place of the whole and the step from there; made into words only when something is wrong.
_Place = tuple[Any, str] | str
_Decoder = Callable[[Any, _Place], Any]
_PLAIN = (str, bool, int, float)


def to_json(value: object, form: str) -> str:
    """Return a value as canonical JSON text (RFC 8785) under the name and version of its form.

    Raises:
        TypeError: It holds something that the codec does not know.
        ValueError: It holds a number that is not finite.
    """
    return jcs.dumps({"form": form, "value": encode(value)}).decode()


def from_json(kind: type[T], content: str, form: str) -> T:
    """Return the value that `to_json` wrote.

    Values are frozen, so the same text gives the same value again while it is among the last ones read.

    Raises:
        ToolError: The text is not what `to_json` writes for this type and form; the parameters say where.
    """
    key: Any = kind  # a class is hashable, which its type does not say
    read = _read_small if len(content) <= _SMALL_CHARS else _read_large
    value: T = read(key, content, form)
    return value


def _read(kind: Any, content: str, form: str) -> Any:
    try:
        raw = json.loads(content, parse_constant=_no_constant)
    except ValueError as exc:
        raise _wrong("$", str(exc)) from exc
    if not isinstance(raw, dict) or set(raw) != {"form", "value"} or raw["form"] != form:
        raise _wrong("$", f"form {form} expected")
    return decode(kind, raw["value"])


_SMALL_CHARS = 4000  # of a permit as the public sees it and its like; a case with several signs has a hundred thousand
_read_small = lru_cache(maxsize=4096)(_read)
_read_large = lru_cache(maxsize=48)(_read)


def encode(value: object) -> Any:
    """Return a value as plain JSON types.

    Raises:
        TypeError: A type that the codec does not know.
        ValueError: A number that is not finite.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value!r} has no JSON form")
        return value
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value) if field.init}
    if isinstance(value, tuple | list):
        return [encode(part) for part in value]
    if isinstance(value, Mapping):
        return {_key(key): encode(part) for key, part in value.items()}
    raise TypeError(f"no stored form for {type(value).__name__}")


def decode(kind: Any, raw: Any, at: _Place = "$") -> Any:
    """Return the value of a type from plain JSON types.

    Raises:
        ToolError: Something does not fit the type; the parameters say where.
    """
    return _decoder(kind)(raw, at)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a stored mapping needs text keys, not {type(key).__name__}")
    return key


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _wrong(at: _Place, why: str) -> ToolError:
    steps: list[str] = []
    while not isinstance(at, str):
        at, step = at
        steps.append(step)
    return ToolError("storage.record_unreadable", place="".join([at, *reversed(steps)]), why=why)


@cache
def _decoder(kind: Any) -> _Decoder:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _of_union(get_args(kind))
    if origin is tuple:
        return _of_tuple(get_args(kind))
    if origin in (dict, Mapping):
        return _of_mapping(get_args(kind)[1])
    if isinstance(kind, type):
        if issubclass(kind, Enum):
            return _of_enum(kind)
        if dataclasses.is_dataclass(kind):
            return _of_dataclass(kind)
        if issubclass(kind, tuple) and hasattr(kind, "_fields"):
            return _of_named_tuple(kind)
        if kind in _SIMPLE:
            return _SIMPLE[kind]
    raise TypeError(f"no stored form for {kind!r}")


def _of_type(kind: type) -> _Decoder:
    def read(raw: Any, at: _Place) -> Any:
        if type(raw) is not kind:
            raise _wrong(at, f"{kind.__name__} expected")
        return raw

    return read


def _float(raw: Any, at: _Place) -> float:
    # Canonical JSON writes 6000.0 as 6000.
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
        raise _wrong(at, "number expected")
    return float(raw)


def _instant(raw: Any, at: _Place) -> datetime:
    try:
        value = datetime.fromisoformat(raw)
    except (TypeError, ValueError) as exc:
        raise _wrong(at, "instant expected") from exc
    if value.tzinfo is None:
        raise _wrong(at, "instant without a time zone")
    return value


def _day(raw: Any, at: _Place) -> date:
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError) as exc:
        raise _wrong(at, "date expected") from exc


def _bytes(raw: Any, at: _Place) -> bytes:
    try:
        return base64.b64decode(raw, validate=True)
    except (TypeError, ValueError) as exc:
        raise _wrong(at, "base64 expected") from exc


_SIMPLE: dict[type, _Decoder] = {
    str: _of_type(str),
    bool: _of_type(bool),
    int: _of_type(int),
    NoneType: _of_type(NoneType),
    float: _float,
    datetime: _instant,
    date: _day,
    bytes: _bytes,
}


def _of_enum(kind: type[Enum]) -> _Decoder:
    def read(raw: Any, at: _Place) -> Enum:
        try:
            return kind(raw)
        except ValueError as exc:
            raise _wrong(at, f"{raw!r} is no {kind.__name__}") from exc

    return read


def _of_dataclass(kind: Any) -> _Decoder:
    hints = get_type_hints(kind)
    readers: dict[str, tuple[_Decoder, str]] = {}  # filled at the first reading: a type may hold its own kind
    fields = {field.name: field for field in dataclasses.fields(kind) if field.init}
    needed = {
        name
        for name, field in fields.items()
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    def read(raw: Any, at: _Place) -> Any:
        if not isinstance(raw, dict):
            raise _wrong(at, f"{kind.__name__} expected")
        if not (raw.keys() <= fields.keys() and needed <= raw.keys()):
            unknown, missing = set(raw) - set(fields), needed - set(raw)
            raise _wrong(at, f"unknown {sorted(unknown)}, missing {sorted(missing)}")
        if not readers:
            readers.update({name: (_decoder(hints[name]), f".{name}") for name in fields})
        values = {}
        try:
            for name, part in raw.items():
                reader, step = readers[name]
                values[name] = reader(part, (at, step))
            return kind(**values)
        except ValueError as exc:
            raise _wrong(at, str(exc)) from exc

    return read


def _of_named_tuple(kind: Any) -> _Decoder:
    hints = get_type_hints(kind)

    def read(raw: Any, at: _Place) -> Any:
        if not isinstance(raw, list) or len(raw) != len(kind._fields):
            raise _wrong(at, f"{kind.__name__} expected")
        return kind(
            *(decode(hints[name], part, (at, f".{name}")) for name, part in zip(kind._fields, raw, strict=True))
        )

    return read


def _of_tuple(parts: tuple[Any, ...]) -> _Decoder:
    is_open = len(parts) == 2 and parts[1] is Ellipsis

    def read(raw: Any, at: _Place) -> tuple[Any, ...]:
        if not isinstance(raw, list) or not (is_open or len(raw) == len(parts)):
            raise _wrong(at, "list expected")
        if is_open:
            reader = _decoder(parts[0])
            return tuple([reader(part, (at, f"[{index}]")) for index, part in enumerate(raw)])
        return tuple(
            decode(kind, part, (at, f"[{index}]")) for index, (kind, part) in enumerate(zip(parts, raw, strict=True))
        )

    return read


def _of_mapping(kind: Any) -> _Decoder:
    def read(raw: Any, at: _Place) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise _wrong(at, "mapping expected")
        return {key: decode(kind, part, (at, f".{key}")) for key, part in raw.items()}

    return read


def _shape(kind: Any) -> type:
    """Return the JSON type that a union's member is written as; two members of one shape could not be told apart."""
    origin = get_origin(kind)
    if origin is tuple or (isinstance(kind, type) and issubclass(kind, tuple)):
        return list
    if origin in (dict, Mapping) or dataclasses.is_dataclass(kind):
        return dict
    if isinstance(kind, type) and (issubclass(kind, Enum) or kind in (date, datetime, bytes)):
        return str
    return float if kind is int else kind


def _of_union(kinds: tuple[Any, ...]) -> _Decoder:
    by_shape = {_shape(kind): kind for kind in kinds}
    if len(by_shape) != len(kinds):
        raise TypeError(f"the members of {kinds} could not be told apart when read back")

    def read(raw: Any, at: _Place) -> Any:
        shape = float if type(raw) is int else type(raw)
        if shape not in by_shape:
            raise _wrong(at, f"one of {[kind.__name__ for kind in by_shape]} expected")
        return decode(by_shape[shape], raw, at)

    return read
