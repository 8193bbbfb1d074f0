"""The mapping: a small TOML file that says what a drawing's layers mean, and what the drawing does not show."""

from __future__ import annotations

import inspect
import re
import tomllib
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signage.errors import Location, PlanError

OPENING_ROLES = ("door", "window", "shopfront", "rescue", "openings")
BOX_ROLES = ("units", "bands", "columns", "canopies", "arcades", "existing")
ROLES = ("bays", "slabs", *OPENING_ROLES, *BOX_ROLES, "parapet", "pavement", "labels")
CAN_BE_ABSENT = ("openings", "rescue", "columns", "canopies", "arcades", "existing")
MM_PER = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "ft": 304.8}

Number = Annotated[float, Field(allow_inf_nan=False)]
Patterns = Annotated[tuple[str, ...], Field(max_length=50)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Table):
    """Where the face's left end and its ±0.000 are on the sheet.

    Attributes:
        x: Left end, drawing units; left out: the first axis, else the face's leftmost line.
        y: Level ±0.000, drawing units.
        text: Or a level mark's text, such as `±0.000`: the nearest level line beside it.
        layer: Or the lowest level line on this layer; left out: the lowest slab line, else the pavement's left end.
        level_mm: Level of that line over ±0.000.
    """

    x: Number | None = None
    y: Number | None = None
    text: str | None = None
    layer: str | None = None
    level_mm: Number = 0.0


class FaceMapping(_Table):
    """What one of several faces on a sheet has for itself; all else is as the mapping says.

    Attributes:
        title: Title text of the face on the sheet.
        window: Or its box on the sheet, in drawing units: x0, y0, x1, y1.
        origin: Where the face's left end and its ±0.000 are.
        floors_mm: Floor levels bottom to top and the last storey's top, where no slab lines are drawn.
        bays_mm: Axes from the left end, where none are drawn.
        prefix: What the ids begin with that the import gives; left out: nothing on the first face, `ID-` on the others.
        face: Fields of the face, as in the JSON form, in mm; over those that all faces share.
    """

    title: str | None = None
    window: tuple[Number, Number, Number, Number] | None = None
    origin: Origin = Origin()
    floors_mm: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    bays_mm: Annotated[tuple[Number, ...], Field(max_length=1000)] = ()
    prefix: Annotated[str, Field(max_length=20)] | None = None
    face: dict[str, Any] = {}


class Mapping(_Table):
    """What a drawing means.

    Attributes:
        unit: Unit of the drawing when the header has none or a wrong one.
        scale: What the drawing is reduced by: 100 when it is drawn 1:100 on its sheet.
        title: Title text of the face on the sheet.
        window: Or its box on the sheet, in drawing units: x0, y0, x1, y1.
        encoding: Codepage of texts when the header's is wrong, such as `gb18030`.
        snap_mm: How far apart ends may lie and still be meant to meet.
        opening_mm: Least side, greatest width and greatest height of a rectangle on the role `openings`.
        origin: Where the face's left end and its ±0.000 are.
        absent: Roles of which the building has none, such as `canopies`. What has neither a layer nor a word here is
            unsurveyed, and rules that need it do not pass.
        layers: Role to layer name patterns (`*` and `?`), upper and lower case alike; a layer may have several roles.
        attributes: Block attribute tag to field of the part, such as 编号 → `id`.
        floors_mm: Floor levels bottom to top and the last storey's top, where no slab lines are drawn.
        bays_mm: Axes from the left end, where none are drawn.
        prefix: What the ids begin with that the import gives to parts without one, such as `N-`.
        faces: The faces of a sheet that shows several, each with what it has for itself.
        plan: Head of the plan file, as in the JSON form: id, building, address, city, revision, valid_from.
        face: Fields of the face, as in the JSON form, in mm: id, name, zone, road and so on; they win over the drawing.
        defaults: Fields of every part of one sort, such as `[defaults.canopies] projection = 1200`.
        parts: Fields of single parts by id, such as `[parts.S1-01] tenant = "…"`.
    """

    unit: Literal["mm", "cm", "m", "in", "ft"] | None = None
    scale: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)] = 1.0
    title: str | None = None
    window: tuple[Number, Number, Number, Number] | None = None
    encoding: str | None = None
    snap_mm: Annotated[float, Field(gt=0, le=100)] = 5.0
    opening_mm: tuple[Number, Number, Number] = (400.0, 6000.0, 3600.0)
    origin: Origin = Origin()
    absent: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    layers: dict[str, Patterns] = {}
    attributes: dict[str, str] = {}
    floors_mm: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    bays_mm: Annotated[tuple[Number, ...], Field(max_length=1000)] = ()
    prefix: Annotated[str, Field(max_length=20)] = ""
    faces: Annotated[tuple[FaceMapping, ...], Field(max_length=20)] = ()
    plan: dict[str, Any] = {}
    face: dict[str, Any] = {}
    defaults: dict[str, dict[str, Any]] = {}
    parts: dict[str, dict[str, Any]] = {}

    def each(self) -> tuple[Mapping, ...]:
        """Return a mapping for every face that is to be read: itself when it names none."""
        return tuple(self._of(face, index) for index, face in enumerate(self.faces)) or (self,)

    def _of(self, own: FaceMapping, index: int) -> Mapping:
        face = {**self.face, **own.face}
        prefix = own.prefix if own.prefix is not None else f"{face.get('id', index + 1)}-" if index else self.prefix
        said = {name: getattr(own, name) for name in own.model_fields_set if name not in ("face", "prefix")}
        return self.model_copy(update={**said, "prefix": prefix, "face": face, "faces": ()})

    def only(self, face: str) -> Mapping:
        """Return the mapping of the one face with an id, with its prefix.

        Raises:
            PlanError: The mapping has several faces and none of this id.
        """
        found = [one for one in self.each() if one.face.get("id") == face]
        if not found:
            known = ", ".join(str(one.face.get("id", "—")) for one in self.each())
            raise PlanError("reading.face_unknown", face=face, known=known)
        return found[0]

    def told(self, options: dict[str, Any]) -> Mapping:
        """Return the mapping with title, window, unit or the face's id of the moment in the place of its own.

        Of a mapping with several faces, the id picks the one to read.

        Raises:
            PlanError: As `only`.
        """
        own = dict(options)
        face = own.pop("face", None)
        if face and self.faces:
            return self.only(face).told(own)
        if self.faces and (own.get("title") or own.get("window")):
            raise PlanError("reading.which_face", known=", ".join(str(m.face.get("id", "—")) for m in self.each()))
        changes = own | ({"face": {**self.face, "id": face}} if face else {})
        return type(self).model_validate(self.model_dump() | changes) if changes else self

    def with_layers_as_roles(self) -> Mapping:
        """Return the mapping where every role without layers of its own has the layer of its name."""
        return self.model_copy(update={"layers": {**{role: (role,) for role in ROLES}, **self.layers}})

    def is_unmapped(self, role: str) -> bool:
        """Return whether a role has the layer of its own name alone, which need not be in the drawing."""
        return self.layers.get(role) == (role,)

    def has_role(self, layer: str, role: str) -> bool:
        """Return whether a layer plays a role."""
        return any(fnmatchcase(layer.casefold(), p.casefold()) for p in self.layers.get(role, ()))

    def roles_of(self, layer: str) -> tuple[str, ...]:
        """Return every role that a layer plays."""
        return tuple(role for role in ROLES if self.has_role(layer, role))


def read_mapping(content: str, *, file: str = "") -> Mapping:
    """Return the mapping in a TOML text.

    Raises:
        PlanError: It is no TOML, or a key or value is not of the form.
    """
    try:
        raw = tomllib.loads(content)
        mapping = Mapping.model_validate(_with_dates_as_text(raw))
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        raise PlanError("reading.map_no_toml", at=Location(file=file), why=str(exc)[:200]) from exc
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        key = ".".join(str(step) for step in first["loc"])
        raise PlanError("reading.map_bad_value", at=Location(file=file, field=key), key=key, why=first["msg"]) from exc
    unknown = [role for role in mapping.layers if role not in ROLES]
    for role in mapping.absent:
        at = Location(file=file, field="absent")
        if role not in CAN_BE_ABSENT:
            raise PlanError("reading.map_absent_unknown", at=at, role=role, known=", ".join(CAN_BE_ABSENT))
        if role in mapping.layers:
            raise PlanError("reading.map_absent_mapped", at=at, role=role, layers=", ".join(mapping.layers[role]))
    if unknown:
        raise PlanError(
            "reading.map_role_unknown", at=Location(file=file, field="layers"), role=unknown[0], known=", ".join(ROLES)
        )
    return mapping


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of mappings, every key with what it says."""
    schema = Mapping.model_json_schema(mode="validation")
    _describe(schema, Mapping)
    for part in (Origin, FaceMapping):
        _describe(schema["$defs"][part.__name__], part)
    # a map of roles is open in the model, so that a wrong one is refused with the list of those there are
    layers = schema["properties"]["layers"]
    schema["properties"]["layers"] = {
        "type": "object",
        "description": layers["description"],
        "properties": dict.fromkeys(ROLES, layers["additionalProperties"]),
        "additionalProperties": False,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Mapping 图层映射"}


def _describe(schema: dict[str, Any], table: type[BaseModel]) -> None:
    """Put the lines of a class's `Attributes` into its schema, which then describes every key."""
    head, _, listed = inspect.cleandoc(table.__doc__ or "").partition("Attributes:")
    schema["description"] = head.strip()
    for name, said in re.findall(r"^ {4}(\w+): (.+)$", listed, re.MULTILINE):
        schema["properties"][name]["description"] = said.strip()


def _with_dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_dates_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
