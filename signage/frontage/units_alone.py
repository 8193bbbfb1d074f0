"""A plan of nothing but a table of units: what the table and its owner do not say stays unsurveyed.

A property manager knows which shop is where long before anybody draws the façade. Such a plan places signs and tells
what each rule still lacks; it never lets a sign pass by what nobody looked for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from signage.errors import Location, PlanError
from signage.frontage.model import Bay, Frontage, FrontagePlan, Storey, Unsurveyed
from signage.frontage.plan_file import is_id
from signage.frontage.units_csv import UnitRow, UnitTable
from signage.frontage.units_onto import faces_with
from signage.geometry import Point
from signage.locale import text

# For pictures alone: no rule measures a storey that nobody surveyed.
_GROUND_STOREY_MM, _STOREY_MM, _LEAST_STOREY_MM = 4500.0, 3600.0, 2500.0
_PLAIN = "#B9B0A2"

CAN_BE_NONE = (Unsurveyed.RESCUE, Unsurveyed.COLUMNS, Unsurveyed.CANOPIES, Unsurveyed.ARCADES, Unsurveyed.EXISTING)
"""Parts that a face may be said to have none of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """What a table of units does not say of its building.

    Attributes:
        face_name: Name of the only face where the table names none.
        storey: Storey of the rows that name none; None: every row names its own.
        width_mm: Width of the only face; None: to the end of its last unit.
        levels_mm: Floor levels from the lowest storey of the table upwards and the last one's top; empty: not surveyed.
        pavement: The pavement line, or one point where it is level; empty: not surveyed.
        none: What the faces are said to have none of.
        wall_colour: Main colour of the wall; None: not surveyed.
    """

    id: str
    name: str
    address: str
    city: str
    revision: str
    valid_from: date
    face_name: str | None = None
    storey: int | None = None
    width_mm: float | None = None
    levels_mm: tuple[float, ...] = ()
    pavement: tuple[Point, ...] = ()
    none: frozenset[Unsurveyed] = frozenset()
    wall_colour: str | None = None


def plan_of_units(table: UnitTable, building: Building, *, file: str = "") -> FrontagePlan:
    """Return a plan of a table's units and bands, everything else of it unsurveyed that the building does not say.

    Args:
        table: What was read; it has a face for each that its rows name.
        building: What is known beside it.
        file: Name of the table's file, for errors.

    Raises:
        PlanError: A unit lies outside its face, or its storey has no stated level.
    """
    names = list(dict.fromkeys(row.face for row in table.rows if row.face)) or [""]
    shapes = [_face(name, number, table, building, file) for number, name in enumerate(names, start=1)]
    bare = FrontagePlan(
        schema_version=1,
        id=building.id,
        building=building.name,
        address=building.address,
        city=building.city,
        revision=building.revision,
        valid_from=building.valid_from,
        valid_to=None,
        faces=tuple(shapes),
    )
    return replace(bare, faces=faces_with(bare, table, storey=building.storey, file=file))


def _face(name: str, number: int, table: UnitTable, building: Building, file: str) -> Frontage:
    """Return a face without its units: as wide as they reach, its storeys as stated or as a picture needs them."""
    rows = [row for row in table.rows if (row.face or "") == name] or list(table.rows)
    width = building.width_mm or max(row.x1 for row in rows)
    ends = sorted({x for row in rows for x in (row.x0, row.x1) if 0.0 <= x <= width} | {0.0, width})
    return Frontage(
        id=name if is_id(name) else f"F{number}",
        name=name or building.face_name or text("units.face_name"),
        width_mm=width,
        pavement=_pavement(building, width),
        storeys=_storeys(rows, building, file),
        bays=tuple(Bay(id=f"{n}-{n + 1}", x0_mm=a, x1_mm=b) for n, (a, b) in enumerate(itertools.pairwise(ends), 1)),
        units=(),
        bands=(),
        openings=(),
        wall_colour=building.wall_colour or _PLAIN,
        unsurveyed=tuple(part for part in sorted(Unsurveyed) if not _is_known(part, building)),
    )


def _pavement(building: Building, width: float) -> tuple[Point, ...]:
    line = building.pavement or (Point(0.0, 0.0),)
    return (Point(0.0, line[0].y), Point(width, line[0].y)) if len(line) == 1 else line


def _is_known(part: Unsurveyed, building: Building) -> bool:
    stated = {
        Unsurveyed.PAVEMENT: building.pavement,
        Unsurveyed.STOREYS: building.levels_mm,
        Unsurveyed.WALL_COLOUR: building.wall_colour,
    }
    return part in building.none or bool(stated.get(part))


def _storeys(rows: Sequence[UnitRow], building: Building, file: str) -> tuple[Storey, ...]:
    wanted = {number: row for row in rows if (number := _storey_of(row, building)) is not None}
    if not building.levels_mm:
        return _assumed(rows, building, range(min(1, *wanted, 1), max(1, *wanted, 1) + 1))
    # As people count them: the storey under the first is -1.
    numbers = [n for n in range(min(1, *wanted, 1), 201) if n != 0 or 0 in wanted]
    spans = itertools.pairwise(building.levels_mm)
    stated = tuple(Storey(number=n, floor_mm=a, top_mm=b) for n, (a, b) in zip(numbers, spans, strict=False))
    for number, row in wanted.items():
        if number not in {storey.number for storey in stated}:
            known = ", ".join(str(storey.number) for storey in stated)
            at = Location(file=file or None, line=row.line)
            raise PlanError("units.no_level", at=at, unit=row.unit, storey=number, known=known)
    return stated


def _storey_of(row: UnitRow, building: Building) -> int | None:
    return row.storey if row.storey is not None else building.storey


def _assumed(rows: Sequence[UnitRow], building: Building, numbers: Sequence[int]) -> tuple[Storey, ...]:
    made = [Storey(number=n, floor_mm=n * _STOREY_MM, top_mm=(n + 1) * _STOREY_MM) for n in numbers if n < 0]
    floor = 0.0
    for number in (n for n in numbers if n > 0):
        top = _assumed_top(rows, number, floor, building)
        made.append(Storey(number=number, floor_mm=floor, top_mm=top))
        floor = top
    return tuple(made)


def _assumed_top(rows: Sequence[UnitRow], number: int, floor: float, building: Building) -> float:
    """Return a top for pictures: over the storey's own bands, under those of the next storey where it can be."""

    def bands(storey: int) -> list[UnitRow]:
        return [row for row in rows if _storey_of(row, building) == storey]

    own = max((row.top for row in bands(number) if row.top is not None), default=0.0)
    next_up = min((row.bottom for row in bands(number + 1) if row.bottom is not None), default=math.inf)
    high = max(floor + (_GROUND_STOREY_MM if number == 1 else _STOREY_MM), own)
    return max(min(high, next_up), own, floor + _LEAST_STOREY_MM)
