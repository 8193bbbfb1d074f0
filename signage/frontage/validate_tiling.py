"""Do the units make up the front? Stretches that belong to nobody, storeys half let, faces without units.

All are warnings: stairs, passages and portals belong to no unit, and only somebody who knows the building can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from signage.frontage.model import Bay, Frontage, OpeningKind, Unit, Unsurveyed
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.geometry import Point, Rect
from signage.units import length_ticks

_W = Severity.WARNING
_WALL_MM = 600.0  # a stretch no wider is a wall or a pier
_STAIR_MM = 3600.0  # one whole bay no wider is a stair or a passage


def tiling_problems(face: Frontage) -> Iterator[PlanProblem]:
    """Yield what of a face belongs to no unit, and ground-floor units without a door where others have one."""
    if not face.units:
        yield problem_at("face_without_units", face, "", None, _W, name=face.name)
        return
    ground = _ground(face)
    for number in sorted({unit.storey for unit in face.units} | {ground}):
        row = [u for u in face.units if u.storey == number and u.x0_mm < u.x1_mm]
        storey = face.storey(number)
        if storey is None or len(row) < sum(u.storey == number for u in face.units):
            continue  # told as an error already; what is free cannot be said
        levels = (storey.floor_mm, storey.top_mm)
        yield from _front(face, row, levels) if number == ground else _bays(face, row, number, levels)
    yield from _doors(face, ground)


def _ground(face: Frontage) -> int:
    """Return the storey at the pavement: the first, or where there is no such storey the lowest."""
    numbers = [storey.number for storey in face.storeys]
    return 1 if 1 in numbers else min(numbers)


def _free(face: Frontage, row: Sequence[Unit]) -> list[tuple[float, float]]:
    """Return the stretches of a face that no unit of a storey takes up."""
    found, reach = [], 0.0
    for unit in sorted(row, key=lambda u: u.x0_mm):
        if length_ticks(unit.x0_mm) > length_ticks(reach):
            found.append((reach, unit.x0_mm))
        reach = max(reach, unit.x1_mm)
    if length_ticks(face.width_mm) > length_ticks(reach):
        found.append((reach, face.width_mm))
    return found


def _front(face: Frontage, row: Sequence[Unit], levels: tuple[float, float]) -> Iterator[PlanProblem]:
    edges = {length_ticks(x) for bay in face.bays for x in (bay.x0_mm, bay.x1_mm)}
    for x0, x1 in _free(face, row):
        width = x1 - x0
        is_whole = {length_ticks(x0), length_ticks(x1)} <= edges
        is_inside = any(u.x1_mm <= x0 + 0.005 for u in row) and any(u.x0_mm >= x1 - 0.005 for u in row)
        if width <= _WALL_MM or (is_whole and width <= _STAIR_MM):
            continue
        if is_inside and not is_whole:
            continue  # told with its neighbours' names, however narrow it is
        place = _strip(x0, x1, levels)
        figures = {"x0_mm": f"{x0:g}", "x1_mm": f"{x1:g}", "by_mm": f"{width:g}"}
        yield problem_at("front_without_unit", face, "", place, _W, **figures)


def _bays(face: Frontage, row: Sequence[Unit], number: int, levels: tuple[float, float]) -> Iterator[PlanProblem]:
    free = [bay for bay in face.bays if not any(u.x0_mm < bay.x1_mm and bay.x0_mm < u.x1_mm for u in row)]
    for group in _adjoining(free):
        x0, x1 = group[0].x0_mm, group[-1].x1_mm
        if x1 - x0 > _STAIR_MM:
            told = {"bays": ", ".join(bay.id for bay in group), "x0_mm": f"{x0:g}", "x1_mm": f"{x1:g}"}
            place = _strip(x0, x1, levels)
            yield problem_at("storey_bays_free", face, f"storeys:{number}", place, _W, storey=number, **told)


def _adjoining(bays: Sequence[Bay]) -> list[list[Bay]]:
    groups: list[list[Bay]] = [[bay] for bay in bays[:1]]
    for left, right in pairwise(bays):
        if length_ticks(right.x0_mm) == length_ticks(left.x1_mm):
            groups[-1].append(right)
        else:
            groups.append([right])
    return groups


def _doors(face: Frontage, ground: int) -> Iterator[PlanProblem]:
    if Unsurveyed.OPENINGS in face.unsurveyed:
        return
    doors = [o for o in face.openings if o.kind is OpeningKind.DOOR and o.storey == ground]
    row = [unit for unit in face.units if unit.storey == ground and unit.entrances != 0]
    without = [
        unit
        for unit in row
        if not any(d.unit == unit.id or (d.unit is None and unit.x0_mm <= d.rect.centre.x <= unit.x1_mm) for d in doors)
    ]
    if len(without) == len(row):
        return  # a plan that shows no doors at all
    storey = face.storey(ground)
    for unit in without:
        ends = (unit.x0_mm, unit.x1_mm)
        place = None if storey is None else _strip(*ends, (storey.floor_mm, storey.top_mm))
        yield problem_at("unit_without_door", face, f"units:{unit.id}", place, _W, id=unit.id)


def _strip(x0: float, x1: float, levels: tuple[float, float]) -> Rect:
    return Rect.around([Point(x0, levels[0]), Point(x1, levels[1])])
