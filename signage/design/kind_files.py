"""Reads sign kinds and materials from `templates/signs/`, strictly: a mistake is told with file, line and field."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from signage.design.kinds import STRICT, Material, SignKind
from signage.errors import Location, SpecError
from signage.resources import bundled


class _MaterialFile(BaseModel):
    model_config = STRICT

    schema_version: Literal[1]
    material: list[Material]


BULBS_FILE = "bulbs.toml"
_NO_KINDS = ("materials.toml", BULBS_FILE)  # what stands beside the kinds
_ID = re.compile(r"[a-z][a-z0-9-]{1,40}")
_Model = TypeVar("_Model", bound=BaseModel)

# The common ones first, then by form; a kind that is not named comes last, by its id.
_ORDER = (
    "panel-letters",
    "wall-letters",
    "rail-letters",
    "light-box",
    "soft-film-box",
    "cut-out-panel",
    "plaque",
    "projecting",
    "projecting-round",
    "hanging",
    "canopy-letters",
    "window-letters",
    "led-ticker",
    "freestanding",
    "freestanding-board",
    "rooftop-letters",
    "event-banner",
    "event-arch",
    "event-balloon",
)


@cache
def load_kinds() -> tuple[SignKind, ...]:
    """Return all sign kinds, the common ones first.

    Raises:
        SpecError: A file of `templates/signs/` is wrong; the error names file and field.
    """
    return tuple(sorted((_kind(path) for path in _kind_files()), key=lambda kind: _rank(kind.id)))


def read_kind(path: Path) -> SignKind:
    """Return the sign kind of one file.

    Raises:
        SpecError: It is no TOML, breaks the model, names an unknown material, or its id is not the file's name.
    """
    kind = read_table(path, SignKind)
    known = {material.id for material in load_materials()}
    if kind.id != path.stem:
        raise SpecError("design.kind_file_wrong", at=Location(file=path.name, field="id"), reason=f"{kind.id!r}")
    for field, wanted in (
        ("base.material", kind.base.material),
        ("base.frame_material", kind.base.frame_material),
        ("base.backdrop_material", kind.base.backdrop_material),
        ("mount.material", kind.mount.material if kind.mount else None),
        ("mount.weight_material", kind.mount.weight_material if kind.mount else None),
        ("letters.material", kind.letters.material),
        ("letters.lit_material", kind.letters.lit_material),
    ):
        if wanted is not None and wanted not in known:
            at = Location(file=path.name, line=_line_of(path, wanted), field=field)
            raise SpecError("design.unknown_material", at=at, material=wanted, known=tuple(sorted(known)))
    return kind


def _line_of(path: Path, value: str) -> int | None:
    """Return the line of a file that sets something to this value, or None."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if f'"{value}"' in line.partition("#")[0]:
            return number
    return None


@cache
def load_materials() -> tuple[Material, ...]:
    """Return all materials in the order of their file.

    Raises:
        SpecError: `materials.toml` is wrong.
    """
    path = bundled("templates", "signs", "materials.toml")
    found = tuple(read_table(path, _MaterialFile).material)
    ids = [material.id for material in found]
    for material_id in ids:
        if ids.count(material_id) > 1:
            raise SpecError("design.kind_file_wrong", at=Location(file=path.name), reason=f"2 × {material_id!r}")
    return found


@cache
def kind_of(kind_id: str) -> SignKind:
    """Return a sign kind by id.

    Raises:
        SpecError: No such kind; the error lists the known ones.
    """
    # Only the file that is asked for is read: a faulty one of another kind is no reason to stop.
    path = bundled("templates", "signs") / f"{kind_id}.toml"
    if not _ID.fullmatch(kind_id) or path.name in _NO_KINDS or not path.is_file():
        known = tuple(f"{kind.id} {kind.title_zh}" for kind in load_kinds())
        raise SpecError("spec.unknown_kind", kind=kind_id, known=known)
    return _kind(path)


def kind_named(words: str) -> SignKind:
    """Return a sign kind by its id or by its title, Chinese or English, exact but for blanks around it.

    Raises:
        SpecError: No kind is called so; the error lists the ids with their Chinese titles.
    """
    wanted = words.strip()
    if _ID.fullmatch(wanted):  # an id needs no other kind's file
        return kind_of(wanted)
    return next((kind for kind in load_kinds() if wanted in (kind.title_zh, kind.title_en)), None) or kind_of(wanted)


def _kind_files() -> list[Path]:
    return [path for path in bundled("templates", "signs").glob("*.toml") if path.name not in _NO_KINDS]


def _rank(kind_id: str) -> tuple[int, str]:
    return (_ORDER.index(kind_id) if kind_id in _ORDER else len(_ORDER), kind_id)


@cache
def _kind(path: Path) -> SignKind:
    return read_kind(path)


def material_of(material_id: str) -> Material:
    """Return a material by id.

    Raises:
        SpecError: No such material; the error lists the known ones.
    """
    for material in load_materials():
        if material.id == material_id:
            return material
    known = tuple(material.id for material in load_materials())
    raise SpecError("spec.unknown_material", material=material_id, known=known)


def read_table(path: Path, model: type[_Model]) -> _Model:
    """Return the content of a file of `templates/signs/`.

    Raises:
        SpecError: It is no TOML or breaks the model; the error names file and field.
    """
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return model.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SpecError("design.kind_file_wrong", at=Location(file=path.name), reason=str(exc)) from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        at = Location(file=path.name, field=field)
        raise SpecError("design.kind_file_wrong", at=at, reason=first["msg"]) from exc
