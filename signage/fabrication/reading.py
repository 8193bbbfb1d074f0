"""Read the workshop's tables strictly: unknown keys, wrong types, doubled ids are errors with file and field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from signage.errors import InputError, Location
from signage.resources import bundled

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
_MOST_BYTES = 512 * 1024

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Positive = Annotated[float, Field(gt=0, le=1e6)]
Amount = Annotated[float, Field(ge=0, le=1e6)]
Share = Annotated[float, Field(ge=0, lt=1)]

_T = TypeVar("_T")
_Table = TypeVar("_Table", bound="Table")
_Model = TypeVar("_Model", bound=BaseModel)
Many = Annotated[tuple[_T, ...], Field(strict=False)]  # an array of TOML is a list, our values are tuples


class Named(BaseModel):
    """A row with its name in both languages."""

    model_config = STRICT

    name_zh: Name
    name_en: Name


class Table(BaseModel):
    """A whole table, one file of `templates/fabrication/`."""

    model_config = STRICT
    file: ClassVar[str]

    schema_version: Literal[1]

    @classmethod
    def load(cls: type[_Table], path: Path | None = None) -> _Table:
        """Return the table; the bundled one, read once, when no file is named.

        Raises:
            InputError: The table is wrong; the error names file and field.
        """
        return _bundled_table(cls) if path is None else read_table(path, cls)


@cache
def _bundled_table(model: type[_Table]) -> _Table:
    return read_table(bundled("templates", "fabrication", model.file), model)


def read_table(path: Path, model: type[_Model]) -> _Model:
    """Return a TOML table checked against its model.

    Raises:
        InputError: It cannot be read, is no TOML, or breaks the model; the error names the file and the field.
    """
    file = path.name
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise InputError(
                "fabrication.table_too_large", at=Location(file=file), bytes=len(content), most=_MOST_BYTES
            )
        values: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as exc:
        raise InputError("fabrication.table_unreadable", at=Location(file=file), reason=exc.strerror or "?") from exc
    except (ValueError, RecursionError) as exc:  # UnicodeDecodeError and TOMLDecodeError are ValueErrors
        found = re.search(r"line (\d+)", str(exc))
        at = Location(file=file, line=int(found[1]) if found else None)
        raise InputError("fabrication.table_no_toml", at=at, reason=_short(str(exc))) from exc
    try:
        return model.model_validate(values)
    except ValidationError as exc:
        first = min(exc.errors(), key=lambda error: error["type"] != "extra_forbidden")
        at = Location(file=file, field=field_path(first["loc"]))
        raise InputError("fabrication.table_wrong", at=at, reason=_short(first["msg"])) from exc


def field_path(parts: Iterable[int | str]) -> str:
    """Return a field's place as a reader writes it, such as `price[3].fen`."""
    shown = ""
    for part in parts:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}" if shown else part
    return shown


def refuse_doubles(values: Iterable[_T], key: Callable[[_T], str], what: str) -> None:
    """Refuse a table with two rows of one id.

    Raises:
        ValueError: Names the id; a model's validator turns it into the error of its file.
    """
    seen: set[str] = set()
    for value in values:
        if key(value) in seen:
            raise ValueError(f"{what}: {key(value)!r} twice")
        seen.add(key(value))


def _short(words: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in words)
    return clean if len(clean) <= 160 else clean[:157] + "…"
