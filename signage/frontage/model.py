"""The building face (沿街立面) at one revision, as frozen values.

Elevation space: millimetres, x right seen from the street, y up, z out of the wall; origin at the face's left end on
the building's ±0.000 (finished ground floor). The pavement is a polyline in the same space.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from signage.design import Colour, SignSpec, kind_of
from signage.digest import LEFT_OUT_WHEN_EMPTY, digest_of
from signage.errors import NotFound, SpecError
from signage.geometry import Point, Rect, Region

PlaceFact = str | bool | float


class OpeningKind(StrEnum):
    """What an opening in the wall is."""

    DOOR = "door"
    WINDOW = "window"
    SHOPFRONT = "shopfront"  # 店面玻璃
    RESCUE = "rescue"  # 消防救援窗


class Roof(StrEnum):
    """The sort of roof over the face."""

    FLAT = "flat"
    SLOPING = "sloping"  # 坡屋顶


class LightingZone(StrEnum):
    """Environmental zone for lighting, CJJ/T 149-2021 6.0.2."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"


class Unsurveyed(StrEnum):
    """What nobody may have looked for on a face; the values are the names of its fields, `rescue` apart."""

    OPENINGS = "openings"
    RESCUE = "rescue"  # which of the openings are for fire rescue
    COLUMNS = "columns"
    CANOPIES = "canopies"
    ARCADES = "arcades"
    EXISTING = "existing"
    PAVEMENT = "pavement"
    STOREYS = "storeys"  # their levels; how many there are is known
    WALL_COLOUR = "wall_colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storey:
    """A storey: floor level, top of the slab above it, and the sill of its windows if it has any."""

    number: int
    floor_mm: float
    top_mm: float
    slab_mm: float = 0.0  # thickness of the slab above; its mid-line is at top_mm - slab_mm / 2
    sill_mm: float | None = None  # sill level over ±0.000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bay:
    """A bay (开间) between two structural lines."""

    id: str
    x0_mm: float
    x1_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A shop unit (铺位): ordered bays on one storey.

    Attributes:
        tenant: Who leases it, as shown; one tenant may hold several units.
        entrances: Number of main entrances, None when nobody has said.
    """

    id: str
    storey: int
    bays: tuple[str, ...]
    x0_mm: float
    x1_mm: float
    entrances: int | None = None
    tenant: str | None = None
    door_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignBand:
    """A planned sign band (招牌带): the place kept for signs of the named units."""

    id: str
    units: tuple[str, ...]
    rect: Rect
    kinds: tuple[str, ...] = ()  # empty: any kind
    palette: tuple[Colour, ...] = ()  # empty: any colour
    letter_height_mm: tuple[float, float] | None = None
    datum_mm: float | None = None  # planned bottom edge of signs, over ±0.000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A door, window, shop window or fire-rescue opening."""

    id: str
    kind: OpeningKind
    storey: int
    outline: tuple[Point, ...]
    unit: str | None = None
    # The box once computed: every check of a street asks for every opening's.
    _rect: list[Rect] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def rect(self) -> Rect:
        """Its bounding box."""
        if not self._rect:
            self._rect.append(Rect.around(self.outline))
        return self._rect[0]

    @property
    def region(self) -> Region:
        """Its area."""
        return Region.polygon(self.outline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column or pilaster seen in the elevation; `is_colonnade` when people walk behind it (骑楼)."""

    id: str
    rect: Rect
    projection_mm: float = 0.0
    is_colonnade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Canopy:
    """A canopy (雨篷) seen in the elevation."""

    id: str
    rect: Rect
    projection_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcade:
    """A part of the face under which people walk (骑楼、挑檐); hanging signs hang from its ceiling.

    Attributes:
        ceiling_mm: Level of the ceiling's underside over ±0.000.
        depth_mm: From the shop's wall to the outer wall or edge, None when nobody has said.
    """

    id: str
    x0_mm: float
    x1_mm: float
    ceiling_mm: float
    depth_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingSign:
    """A sign already approved on the face, as much of it as the register holds.

    Attributes:
        spec: The whole sign where it was permitted here, so that it is drawn as it was designed; None of a plan's own.
    """

    id: str
    unit: str
    name: str
    kind: str
    rect: Rect
    depth_mm: float
    panel_colour: Colour = "#3A3F47"
    letter_colour: Colour = "#F5F1E6"
    letter_height_mm: float | None = None
    permit_number: str | None = None
    spec: SignSpec | None = field(default=None, compare=False)

    @property
    def is_temporary(self) -> bool:
        """Whether it stands for an event, beside the shop's own sign; a kind that only a register knows stays."""
        try:
            return kind_of(self.kind).is_temporary
        except SpecError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadway:
    """What lies in front of the face; distances from the wall outwards in mm.

    Attributes:
        width_mm: Width of the road, green belts included (DB3301/T 89 Table 5).
        kerb_mm: Distance of the kerb line from the wall.
        cycle_lane_mm: Outer edge of the cycle lane, None when there is none.
        footway_mm: Width of the footway (人行道), None when nobody has said; strips and steps beside it do not count.
    """

    name: str
    width_mm: float | None = None
    kerb_mm: float | None = None
    cycle_lane_mm: float | None = None
    footway_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontage:
    """One face of a building.

    Attributes:
        pavement: Left to right, elevation space; reaches under the whole face.
        baseline: The wall's foot on the ground plan (mm, plan space), for corner buildings; may be empty.
        parapet_mm: Level of the parapet's top or, under a sloping roof, of the eaves.
        roof: Sort of roof, None when nobody has said.
        wall: Material of the wall: `stone`, `brick`, `plaster` or `curtain`.
        wall_colour: Main colour of the building.
        zone: Lighting zone, None when nobody has said.
        is_special_street: A special street (特色街区) by the city's own list.
        is_heritage: A heritage or historic street; None when nobody has said.
        is_unified_design: Its signs follow one approved design (exempt from the neighbours' line).
        existing: Signs that the revision of the plan records; what hangs there today are the `signs`.
        standing: Signs that were permitted since (`standing.with_standing`). Neither they nor what was `taken_down` for
            them is part of the revision: its digest stays that of its file.
        facts: What else is known of the place and rules may ask for, by name, such as a planning district; sorted.
        unsurveyed: What nobody has looked for, sorted. An empty list of canopies says that there are none, unless
            `canopies` stands here; levels, a pavement or a colour that stand here are only for pictures. No rule
            measures any of it (`unsurveyed.guarded`).
    """

    id: str
    name: str
    width_mm: float
    pavement: tuple[Point, ...]
    storeys: tuple[Storey, ...]
    bays: tuple[Bay, ...]
    units: tuple[Unit, ...]
    bands: tuple[SignBand, ...]
    openings: tuple[Opening, ...]
    columns: tuple[Column, ...] = ()
    canopies: tuple[Canopy, ...] = ()
    arcades: tuple[Arcade, ...] = ()
    existing: tuple[ExistingSign, ...] = ()
    baseline: tuple[Point, ...] = ()
    parapet_mm: float | None = None
    roof: Roof | None = None
    wall: str = "stone"
    wall_colour: Colour = "#B9B0A2"
    road: Roadway | None = None
    zone: LightingZone | None = None
    is_special_street: bool = False
    is_heritage: bool | None = None
    is_unified_design: bool = False
    facts: tuple[tuple[str, PlaceFact], ...] = ()
    unsurveyed: tuple[Unsurveyed, ...] = field(default=(), metadata=LEFT_OUT_WHEN_EMPTY)
    standing: tuple[ExistingSign, ...] = field(default=(), compare=False)
    taken_down: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def signs(self) -> tuple[ExistingSign, ...]:
        """The approved signs that hang there: the plan's that were not taken down, then those permitted since."""
        if not self.standing and not self.taken_down:
            return self.existing
        return (*(one for one in self.existing if one.id not in self.taken_down), *self.standing)

    @property
    def height_mm(self) -> float:
        """Level of the face's top: the parapet, or the highest storey's top."""
        return self.parapet_mm if self.parapet_mm is not None else max(s.top_mm for s in self.storeys)

    @property
    def outline(self) -> Rect:
        """Box of the face from its lowest pavement point to its top."""
        return Rect(0.0, min(0.0, *(p.y for p in self.pavement)), self.width_mm, self.height_mm)

    def storey(self, number: int) -> Storey | None:
        """Return a storey by number, or None."""
        return next((s for s in self.storeys if s.number == number), None)

    def arcade_over(self, x0_mm: float, x1_mm: float) -> Arcade | None:
        """Return the arcade over most of a stretch of the face, None where there is none; of equals the lower one."""
        over = [a for a in self.arcades if a.x0_mm < x1_mm and x0_mm < a.x1_mm]
        return min(over, key=lambda a: (max(a.x0_mm, x0_mm) - min(a.x1_mm, x1_mm), a.ceiling_mm), default=None)

    def band_of(self, unit_id: str) -> SignBand | None:
        """Return the band kept for a unit, or None."""
        return next((b for b in self.bands if unit_id in b.units), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontagePlan:
    """A building's frontage plan at one revision; a new revision is a new value, never an edit.

    Attributes:
        standing_digest: Digest of what was permitted on it since; empty where that is nothing, or was not looked up.
    """

    schema_version: int
    id: str
    building: str
    address: str
    city: str
    revision: str
    valid_from: date
    valid_to: date | None
    faces: tuple[Frontage, ...]
    standing_digest: str = field(default="", compare=False)
    # The digest once computed: a plan of a whole street takes milliseconds to walk, and every check asks for it.
    _digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of all faces."""
        return tuple(unit for face in self.faces for unit in face.units)

    def in_force(self, on: date) -> bool:
        """Return whether this revision is in force on a date."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def find_unit(self, unit_id: str) -> tuple[Frontage, Unit]:
        """Return a unit and the face it is on.

        Raises:
            NotFound: No unit by that id.
        """
        for face in self.faces:
            for unit in face.units:
                if unit.id == unit_id:
                    return face, unit
        known = ", ".join(unit.id for face in self.faces for unit in face.units)
        raise NotFound("frontage.unit_not_found", unit=unit_id, plan=self.id, known=known)

    @property
    def digest(self) -> str:
        """Digest of the plan."""
        if not self._digest:
            self._digest.append(digest_of(self, "signage.plan/2"))
        return self._digest[0]
