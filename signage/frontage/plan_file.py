"""The form of a plan file: natural JSON in one declared unit, and how it becomes the model.

Lengths are converted to millimetres here, at the door; nothing behind it knows another unit. The first line of
every class's docstring and every description go into the published schema.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from signage.frontage import model
from signage.geometry import Point, Rect
from signage.units import MM, Quantity, Unit

UNITS = (Unit.MM, Unit.CM, Unit.M)

# No street front is longer than 5 km or rises and falls by more than 1 km: beyond, the unit is wrong or a digit is.
MAX_SIZE_MM = 5_000_000.0
MAX_LEVEL_MM = 1_000_000.0

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


def _in_mm(value: float, info: ValidationInfo, low: float, high: float) -> float:
    unit: Unit = (info.context or {}).get("unit", MM)
    length = Quantity(value, unit).to(MM).value
    if not low <= length <= high:
        shown = {"value": f"{value:g}", "unit": unit.value, "low_mm": f"{low:g}", "high_mm": f"{high:g}"}
        raise PydanticCustomError("length_out_of_range", "a length out of range", shown)
    return length


def _size(value: float, info: ValidationInfo) -> float:
    return _in_mm(value, info, 0.0, MAX_SIZE_MM)


def _level(value: float, info: ValidationInfo) -> float:
    return _in_mm(value, info, -MAX_LEVEL_MM, MAX_LEVEL_MM)


def _positive(value: float, info: ValidationInfo) -> float:
    return _in_mm(value, info, 1.0, MAX_SIZE_MM)


def _far(value: float, info: ValidationInfo) -> float:
    return _in_mm(value, info, -MAX_SIZE_MM, MAX_SIZE_MM)


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        raise PydanticCustomError("not_a_colour", "not a colour", {"value": value})
    return value.upper()


def is_id(value: str) -> bool:
    """Return whether a text can be the id of a plan or of a part of one."""
    return _ID.fullmatch(value) is not None


def _identifier(value: str) -> str:
    if not is_id(value):
        raise PydanticCustomError("not_an_id", "not an id", {"value": value})
    return value


def _words(value: str) -> str:
    if not value.strip() or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise PydanticCustomError("not_words", "empty, or holds control characters", {"value": value})
    return value


Finite = Annotated[float, Field(allow_inf_nan=False)]
Size = Annotated[Finite, AfterValidator(_size)]
Positive = Annotated[Finite, AfterValidator(_positive)]
Level = Annotated[Finite, AfterValidator(_level)]
Far = Annotated[Finite, AfterValidator(_far)]
Hue = Annotated[str, AfterValidator(_colour), Field(json_schema_extra={"pattern": "^#[0-9A-Fa-f]{6}$"})]
Id = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": f"^{_ID.pattern}$"})]
Words = Annotated[str, Field(max_length=200), AfterValidator(_words)]
UnsurveyedName = Literal[
    "openings", "rescue", "columns", "canopies", "arcades", "existing", "pavement", "storeys", "wall_colour"
]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Spot = tuple[Far, Level]
Line = Annotated[tuple[Spot, ...], Field(min_length=2, max_length=2000)]


class Part(BaseModel):
    """A part of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Box(Part):
    """A part with a rectangle on the face."""

    x0: Size = Field(description="Left edge, from the face's left end.")
    x1: Size = Field(description="Right edge.")
    bottom: Level = Field(description="Lower edge over ±0.000.")
    top: Level = Field(description="Upper edge over ±0.000.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.x0 >= self.x1 or self.bottom >= self.top:
            raise PydanticCustomError("box_inside_out", "an edge is on the wrong side", {})
        return self

    @property
    def rect(self) -> Rect:
        """The rectangle, mm."""
        return Rect(self.x0, self.bottom, self.x1, self.top)


class StoreyPart(Part):
    """A storey (楼层)."""

    number: int = Field(ge=-9, le=200, description="1 is the ground floor.")
    floor: Level = Field(description="Finished floor level over ±0.000.")
    top: Level = Field(description="Top of the slab above it, over ±0.000.")
    slab: Size = Field(default=0.0, description="Thickness of the slab above it.")
    sill: Level | None = Field(default=None, description="Sill level of its windows (窗台) over ±0.000.")


class BayPart(Part):
    """A bay (开间) between two structural axes."""

    id: Id = Field(description="Such as `1-2`, the axes on its sides.")
    x0: Size = Field(description="Left axis, from the face's left end.")
    x1: Size = Field(description="Right axis.")


class UnitPart(Part):
    """A shop unit (铺位): ordered bays on one storey."""

    id: Id = Field(description="Unique in the plan, stable across revisions, such as `S1-03`.")
    storey: int = Field(description="Number of its storey.")
    bays: tuple[Id, ...] = Field(min_length=1, max_length=100, description="Its bays from left to right.")
    x0: Size | None = Field(default=None, description="Left party wall; left out: the first bay's axis.")
    x1: Size | None = Field(default=None, description="Right party wall; left out: the last bay's axis.")
    entrances: int | None = Field(
        default=None, ge=0, le=50, description="Number of main entrances (主出入口); left out: nobody has said."
    )
    tenant: Words | None = Field(default=None, description="Who leases it, as shown.")
    door_number: Words | None = Field(default=None, description="Door number (门牌号).")


class BandPart(Box):
    """A planned sign band (招牌带): the place kept for the signs of the named units."""

    id: Id
    units: tuple[Id, ...] = Field(min_length=1, max_length=100, description="Units that it is kept for.")
    kinds: tuple[Id, ...] = Field(default=(), description="Sign kinds allowed in it; empty: any.")
    palette: tuple[Hue, ...] = Field(default=(), description="Colours allowed in it; empty: any.")
    letter_height: tuple[Positive, Positive] | None = Field(default=None, description="Least and greatest 字高.")
    datum: Level | None = Field(default=None, description="Planned bottom edge of the signs, over ±0.000.")


class OpeningPart(Part):
    """A door, window, shop window or fire-rescue opening (消防救援窗)."""

    id: Id
    kind: Literal["door", "window", "shopfront", "rescue"]
    storey: int = Field(description="Number of its storey.")
    outline: tuple[Spot, ...] = Field(
        min_length=3, max_length=2000, description="Closed ring of [x, y]: the last point repeats the first."
    )
    unit: Id | None = Field(default=None, description="The unit that it belongs to.")


class ColumnPart(Box):
    """A column or pilaster (柱、壁柱)."""

    id: Id
    projection: Size = Field(default=0.0, description="How far it stands out of the wall.")
    is_colonnade: bool = Field(default=False, description="People walk behind it (骑楼).")


class CanopyPart(Box):
    """A canopy (雨篷)."""

    id: Id
    projection: Size = Field(description="How far it stands out of the wall.")


class ArcadePart(Part):
    """A part of the face under which people walk (骑楼、挑檐)."""

    id: Id
    x0: Size = Field(description="Left end, from the face's left end.")
    x1: Size = Field(description="Right end.")
    ceiling: Level = Field(description="Underside of its ceiling over ±0.000: hanging signs hang from it.")
    depth: Size | None = Field(default=None, description="From the shop's wall to its outer wall or edge.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.x0 >= self.x1:
            raise PydanticCustomError("box_inside_out", "an edge is on the wrong side", {})
        return self


class SignPart(Box):
    """A sign already approved on the face."""

    id: Id
    unit: Id = Field(description="The unit that it belongs to.")
    name: Words = Field(description="What it reads.")
    kind: Id = Field(description="Its sign kind.")
    depth: Size = Field(description="From the wall to its foremost surface.")
    panel_colour: Hue = "#3A3F47"
    letter_colour: Hue = "#F5F1E6"
    letter_height: Positive | None = None
    permit_number: Words | None = None


class RoadPart(Part):
    """The road in front; distances from the wall outwards."""

    name: Words
    width: Size | None = Field(default=None, description="Width with green belts.")
    kerb: Size | None = Field(default=None, description="Distance of the kerb line from the wall.")
    cycle_lane: Size | None = Field(default=None, description="Outer edge of the cycle lane; left out: none.")
    footway: Size | None = Field(default=None, description="Width of the footway (人行道宽度).")


class FacePart(Part):
    """One face of the building, in its own elevation space: x right, y up, origin at its left end on ±0.000."""

    id: Id
    name: Words
    width: Positive
    pavement: Line | None = Field(
        default=None,
        description="Pavement (人行道标高) as [x, y], left to right, under the whole face; needed unless `unsurveyed`.",
    )
    storeys: tuple[StoreyPart, ...] = Field(min_length=1, max_length=200, description="Bottom to top.")
    bays: tuple[BayPart, ...] = Field(min_length=1, max_length=1000, description="Left to right.")
    units: tuple[UnitPart, ...] = Field(max_length=2000)
    bands: tuple[BandPart, ...] = Field(default=(), max_length=2000)
    openings: tuple[OpeningPart, ...] = Field(default=(), max_length=20000)
    columns: tuple[ColumnPart, ...] = Field(default=(), max_length=5000)
    canopies: tuple[CanopyPart, ...] = Field(default=(), max_length=2000)
    arcades: tuple[ArcadePart, ...] = Field(default=(), max_length=2000)
    existing: tuple[SignPart, ...] = Field(default=(), max_length=5000, description="Signs already approved.")
    baseline: tuple[tuple[Far, Far], ...] = Field(
        default=(), max_length=2000, description="The wall's foot on the ground plan, left to right."
    )
    parapet: Level | None = Field(default=None, description="Top of the parapet (女儿墙) or level of the eaves.")
    roof: Literal["flat", "sloping"] | None = Field(default=None, description="Roof; left out: nobody has said.")
    wall: Literal["stone", "brick", "plaster", "curtain"] = "stone"
    wall_colour: Hue = "#B9B0A2"
    road: RoadPart | None = None
    zone: Literal["E0", "E1", "E2", "E3", "E4"] | None = Field(
        default=None, description="Lighting zone, CJJ/T 149-2021 6.0.2; left out: nobody has said."
    )
    is_special_street: bool = False
    is_heritage: bool | None = None
    is_unified_design: bool = False
    facts: dict[FactName, bool | Finite | Words] = Field(
        default={}, max_length=200, description="What else is known of the place, by name, for rules that ask for it."
    )
    unsurveyed: tuple[UnsurveyedName, ...] = Field(
        default=(),
        max_length=20,
        description="What nobody has looked for (未测绘): rules that need it are UNMEASURED. What is neither given nor "
        "named here is not there; `storeys`: their levels are assumed; a wall colour left out counts as named.",
    )

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        for part in self.unsurveyed:
            given = any(o.kind == "rescue" for o in self.openings) if part == "rescue" else self._gives(part)
            if given:
                raise PydanticCustomError("surveyed_after_all", "given and said to be unsurveyed", {"part": part})
        if self.pavement is None and "pavement" not in self.unsurveyed:
            raise PydanticCustomError("no_pavement", "no pavement", {})
        return self

    def _gives(self, part: str) -> bool:
        return part in self.model_fields_set and part != "storeys" and bool(getattr(self, part))


class PlanFile(Part):
    """A frontage plan (沿街立面图): one building at one revision, every length in the declared unit."""

    schema_version: Literal[1] = Field(description="Version of this form.")
    unit: Literal["mm", "cm", "m"] = Field(description="Unit of every length in the file; never assumed.")
    id: Id = Field(description="Id of the plan, the same in every revision.")
    building: Words
    address: Words
    city: Words
    revision: Words
    valid_from: date = Field(description="First day on which the revision is in force.")
    valid_to: date | None = Field(default=None, description="First day on which it no longer is; left out: open.")
    faces: tuple[FacePart, ...] = Field(min_length=1, max_length=50)


def to_model(file: PlanFile) -> model.FrontagePlan:
    """Return the frozen plan of a file whose lengths are already millimetres."""
    return model.FrontagePlan(
        schema_version=file.schema_version,
        id=file.id,
        building=file.building,
        address=file.address,
        city=file.city,
        revision=file.revision,
        valid_from=file.valid_from,
        valid_to=file.valid_to,
        faces=tuple(_face(face) for face in file.faces),
    )


def _points(spots: tuple[tuple[float, float], ...]) -> tuple[Point, ...]:
    return tuple(Point(x, y) for x, y in spots)


def _face(face: FacePart) -> model.Frontage:
    ends = {bay.id: (bay.x0, bay.x1) for bay in face.bays}
    return model.Frontage(
        id=face.id,
        name=face.name,
        width_mm=face.width,
        # Without one the line is at ±0.000 for pictures; no rule measures it.
        pavement=_points(face.pavement or ((0.0, 0.0), (face.width, 0.0))),
        storeys=tuple(
            model.Storey(number=s.number, floor_mm=s.floor, top_mm=s.top, slab_mm=s.slab, sill_mm=s.sill)
            for s in face.storeys
        ),
        bays=tuple(model.Bay(id=b.id, x0_mm=b.x0, x1_mm=b.x1) for b in face.bays),
        units=tuple(_unit(u, ends) for u in face.units),
        bands=tuple(_band(b) for b in face.bands),
        openings=tuple(_opening(o) for o in face.openings),
        columns=tuple(
            model.Column(id=c.id, rect=c.rect, projection_mm=c.projection, is_colonnade=c.is_colonnade)
            for c in face.columns
        ),
        canopies=tuple(model.Canopy(id=c.id, rect=c.rect, projection_mm=c.projection) for c in face.canopies),
        arcades=tuple(
            model.Arcade(id=a.id, x0_mm=a.x0, x1_mm=a.x1, ceiling_mm=a.ceiling, depth_mm=a.depth) for a in face.arcades
        ),
        existing=tuple(_sign(s) for s in face.existing),
        baseline=_points(face.baseline),
        parapet_mm=face.parapet,
        roof=None if face.roof is None else model.Roof(face.roof),
        wall=face.wall,
        wall_colour=face.wall_colour,
        road=None if face.road is None else _road(face.road),
        zone=None if face.zone is None else model.LightingZone(face.zone),
        is_special_street=face.is_special_street,
        is_heritage=face.is_heritage,
        is_unified_design=face.is_unified_design,
        facts=tuple(sorted(face.facts.items())),
        unsurveyed=_unsurveyed(face),
    )


def _unsurveyed(face: FacePart) -> tuple[model.Unsurveyed, ...]:
    named = {*face.unsurveyed} | ({"wall_colour"} if "wall_colour" not in face.model_fields_set else set())
    return tuple(part for part in sorted(model.Unsurveyed) if part.value in named)


def _road(road: RoadPart) -> model.Roadway:
    return model.Roadway(
        name=road.name,
        width_mm=road.width,
        kerb_mm=road.kerb,
        cycle_lane_mm=road.cycle_lane,
        footway_mm=road.footway,
    )


def _unit(unit: UnitPart, ends: dict[str, tuple[float, float]]) -> model.Unit:
    # A bay that is not there leaves the span at zero; validation names the bay, and the rest can still be checked.
    spans = [ends[bay] for bay in unit.bays if bay in ends]
    left = unit.x0 if unit.x0 is not None else min((x0 for x0, _ in spans), default=0.0)
    right = unit.x1 if unit.x1 is not None else max((x1 for _, x1 in spans), default=left)
    return model.Unit(
        id=unit.id,
        storey=unit.storey,
        bays=unit.bays,
        x0_mm=left,
        x1_mm=right,
        entrances=unit.entrances,
        tenant=unit.tenant,
        door_number=unit.door_number,
    )


def _band(band: BandPart) -> model.SignBand:
    return model.SignBand(
        id=band.id,
        units=band.units,
        rect=band.rect,
        kinds=band.kinds,
        palette=band.palette,
        letter_height_mm=band.letter_height,
        datum_mm=band.datum,
    )


def _opening(opening: OpeningPart) -> model.Opening:
    ring = _points(opening.outline)
    return model.Opening(
        id=opening.id,
        kind=model.OpeningKind(opening.kind),
        storey=opening.storey,
        outline=ring[:-1] if ring[0] == ring[-1] else ring,
        unit=opening.unit,
    )


def _sign(sign: SignPart) -> model.ExistingSign:
    return model.ExistingSign(
        id=sign.id,
        unit=sign.unit,
        name=sign.name,
        kind=sign.kind,
        rect=sign.rect,
        depth_mm=sign.depth,
        panel_colour=sign.panel_colour,
        letter_colour=sign.letter_colour,
        letter_height_mm=sign.letter_height,
        permit_number=sign.permit_number,
    )
