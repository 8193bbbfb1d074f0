"""Put units and bands of a spreadsheet onto a face: new faces, the old ones stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signage.errors import Location, PlanError
from signage.frontage.model import Frontage, FrontagePlan, SignBand, Unit
from signage.frontage.problems import PlanProblem
from signage.frontage.units_csv import UnitRow, UnitTable
from signage.geometry import Rect


def faces_with(
    plan: FrontagePlan, table: UnitTable, *, face: str | None = None, storey: int | None = None, file: str = ""
) -> tuple[Frontage, ...]:
    """Return a plan's faces with the units and bands of a table in place of those on the same storeys.

    What the table does not say of a unit that is there already (tenant, entrances, door number) is kept. Rows without
    band levels leave their unit without a band. A band that several rows state alike is one band for their units.

    Args:
        plan: The plan; it is not changed.
        table: What was read.
        face: Id or name of the face for rows that name none; may be left out when the plan has one.
        storey: The storey for rows that name none and whose unit is not in the plan.
        file: Name of the table's file, for errors.

    Raises:
        PlanError: A row's face or storey is not in the plan, or cannot be told.
    """
    known = {f.name: f.id for f in plan.faces} | {f.id: f.id for f in plan.faces}
    rows: dict[str, list[UnitRow]] = {}
    for row in table.rows:
        name = row.face or face or (plan.faces[0].id if len(plan.faces) == 1 else "")
        if name not in known:
            code = "units.no_such_face" if name else "units.face_missing"
            there = ", ".join(f"{f.id}（{f.name}）" for f in plan.faces)
            raise PlanError(code, at=Location(file=file or None, line=row.line), face=name, known=there)
        rows.setdefault(known[name], []).append(row)
    return tuple(_replaced(f, rows[f.id], storey, file) if f.id in rows else f for f in plan.faces)


def at_line_of(problem: PlanProblem, plan: FrontagePlan, table: UnitTable, *, file: str = "") -> PlanProblem:
    """Return a problem of a plan that a table went into, with the table's line where its unit or band stands there.

    Args:
        problem: What validation found; its location names the part, such as `bands:B1`.
        plan: The new plan.
        table: What was read.
        file: Name of the table's file.
    """
    part, _, name = (problem.at.field or "" if problem.at else "").partition(":")
    units: tuple[str, ...] = (name,) if part == "units" else ()
    if part == "bands":
        units = next((b.units for f in plan.faces if f.id == problem.face for b in f.bands if b.id == name), ())
    line = next((row.line for unit in units for row in table.rows if row.unit == unit), None)
    if line is None:
        return problem
    return replace(problem, at=Location(file=file or None, line=line, field=name))


def _replaced(face: Frontage, rows: Sequence[UnitRow], storey: int | None, file: str) -> Frontage:
    old = {unit.id: unit for unit in face.units}
    units = [_unit(face, row, old.get(row.unit), storey, file) for row in rows]
    storeys = {unit.storey for unit in units}
    gone = {unit.id for unit in face.units if unit.storey in storeys} | {unit.id for unit in units}
    kept = [band for band in face.bands if not gone & set(band.units)]
    ordered = sorted([*(u for u in face.units if u.id not in gone), *units], key=lambda u: (u.storey, u.x0_mm))
    return replace(face, units=tuple(ordered), bands=(*kept, *_bands(face, rows)))


def _unit(face: Frontage, row: UnitRow, old: Unit | None, storey: int | None, file: str) -> Unit:
    number = row.storey if row.storey is not None else old.storey if old is not None else storey
    at = Location(file=file or None, line=row.line)
    if number is None:
        raise PlanError("units.storey_missing", at=at, unit=row.unit)
    if face.storey(number) is None:
        known = ", ".join(str(s.number) for s in face.storeys)
        raise PlanError("units.no_such_storey", at=at, unit=row.unit, storey=number, known=known)
    over = [bay.id for bay in face.bays if bay.x0_mm < row.x1 - 0.005 and row.x0 + 0.005 < bay.x1_mm]
    if not over or row.x0 < 0 or row.x1 > face.width_mm + 0.005:
        span = {"x0_mm": f"{row.x0:g}", "x1_mm": f"{row.x1:g}", "width_mm": f"{face.width_mm:g}"}
        raise PlanError("units.off_the_face", at=at, unit=row.unit, **span)
    return Unit(
        id=row.unit,
        storey=number,
        bays=tuple(over),
        x0_mm=row.x0,
        x1_mm=row.x1,
        entrances=row.entrances if row.entrances is not None else old.entrances if old is not None else None,
        tenant=row.tenant or (old.tenant if old is not None else None),
        door_number=row.door_number or (old.door_number if old is not None else None),
    )


def _bands(face: Frontage, rows: Sequence[UnitRow]) -> tuple[SignBand, ...]:
    made: dict[tuple[float, ...], SignBand] = {}
    for row in rows:
        if row.bottom is None or row.top is None:
            continue
        x0, x1 = (row.left, row.right) if row.left is not None and row.right is not None else (row.x0, row.x1)
        key = (x0, row.bottom, x1, row.top)
        if key in made:
            made[key] = replace(made[key], units=(*made[key].units, row.unit))
            continue
        old = face.band_of(row.unit)
        made[key] = SignBand(
            id=old.id if old is not None and old.id not in {b.id for b in made.values()} else f"B-{row.unit}"[:64],
            units=(row.unit,),
            rect=Rect(x0, row.bottom, x1, row.top),
            kinds=row.kinds or (old.kinds if old is not None else ()),
            palette=row.palette or (old.palette if old is not None else ()),
            letter_height_mm=row.letters,
            datum_mm=row.datum,
        )
    return tuple(made.values())
