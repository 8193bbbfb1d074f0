"""Is the plan sane? Finds everything that is wrong with a plan at once, each problem with its place.

Limits of this module are sanity, never law: whether a band may lie where it lies is for the rule books.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from signage.errors import Param
from signage.frontage.model import Frontage, FrontagePlan, Storey, Unit, Unsurveyed
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.frontage.unsurveyed import parts_in_words
from signage.frontage.validate_parts import arcade_box, part_problems
from signage.frontage.validate_sense import corner_problems, sense_problems
from signage.frontage.validate_tiling import tiling_problems
from signage.frontage.validate_whole import baseline_problems, whole_problems
from signage.geometry import Point, Rect, polyline_y_at
from signage.units import length_ticks

# A storey lower than a person or higher than a hall: the declared unit is hardly the one that was drawn in.
_STOREY_LEAST_MM = 1800.0
_STOREY_MOST_MM = 30_000.0


def validate(plan: FrontagePlan) -> tuple[PlanProblem, ...]:
    """Return all that is wrong with a plan, errors first, then in the order of faces and parts.

    Lengths are compared on 0.01 mm. A location's field names the part
    as `units:S1-03`; readers replace it by the field of their file.
    """
    found = [*_head(plan), *_ids(plan)]
    for face in plan.faces:
        found += [*_pavement(face), *_storeys(face), *_bays(face), *_units(face), *part_problems(face)]
        found += [*sense_problems(face), *tiling_problems(face), *whole_problems(face)]
        found += _unsurveyed(face)
    found += [*corner_problems(plan), *baseline_problems(plan)]
    return tuple(sorted(found, key=lambda problem: not problem.is_error))


def _head(plan: FrontagePlan) -> Iterator[PlanProblem]:
    if plan.valid_to is not None and plan.valid_to <= plan.valid_from:
        dates: dict[str, Param] = {"start": str(plan.valid_from), "end": str(plan.valid_to)}
        yield PlanProblem(code="plan.dates_crossed", params=dates)


def _ids(plan: FrontagePlan) -> Iterator[PlanProblem]:
    seen: set[str] = set()
    for face in plan.faces:
        for part, name, place in _named(face):
            if name in seen:
                yield problem_at("id_twice", face, part, place, id=name)
            seen.add(name)
        for bay, count in Counter(bay.id for bay in face.bays).items():
            if count > 1:
                yield problem_at("id_twice", face, f"bays:{bay}", None, id=bay)


def _named(face: Frontage) -> Iterator[tuple[str, str, Rect | None]]:
    yield "", face.id, None
    for unit in face.units:
        yield f"units:{unit.id}", unit.id, unit_rect(face, unit)
    for band in face.bands:
        yield f"bands:{band.id}", band.id, band.rect
    for opening in face.openings:
        yield f"openings:{opening.id}", opening.id, opening.rect
    for column in face.columns:
        yield f"columns:{column.id}", column.id, column.rect
    for canopy in face.canopies:
        yield f"canopies:{canopy.id}", canopy.id, canopy.rect
    for arcade in face.arcades:
        yield f"arcades:{arcade.id}", arcade.id, arcade_box(face, arcade)
    for sign in face.existing:
        yield f"existing:{sign.id}", sign.id, sign.rect


def unit_rect(face: Frontage, unit: Unit) -> Rect | None:
    """Return a unit's box on the face from floor to top of its storey, or None when that is no box."""
    storey = face.storey(unit.storey)
    if storey is None or not (unit.x0_mm <= unit.x1_mm and storey.floor_mm <= storey.top_mm):
        return None
    return Rect(unit.x0_mm, storey.floor_mm, unit.x1_mm, storey.top_mm)


def _pavement(face: Frontage) -> Iterator[PlanProblem]:
    line = face.pavement
    if any(q.x < p.x for p, q in itertools.pairwise(line)):
        yield problem_at("pavement_backwards", face, "", line)
        return
    if polyline_y_at(line, 0.0) is None or polyline_y_at(line, face.width_mm) is None:
        reach: dict[str, str | int | float] = {"from_mm": f"{line[0].x:g}", "to_mm": f"{line[-1].x:g}"}
        yield problem_at("pavement_short", face, "", line, Severity.ERROR, width_mm=f"{face.width_mm:g}", **reach)


def _storeys(face: Frontage) -> Iterator[PlanProblem]:
    for storey in face.storeys:
        part, height = f"storeys:{storey.number}", storey.top_mm - storey.floor_mm
        box = _storey_box(face, storey)
        if not _STOREY_LEAST_MM <= height <= _STOREY_MOST_MM:
            yield problem_at(
                "storey_height_odd", face, part, box, storey=storey.number, height_mm=f"{height:g}",
                least_mm=f"{_STOREY_LEAST_MM:g}", most_mm=f"{_STOREY_MOST_MM:g}",
            )  # fmt: skip
        if storey.sill_mm is not None and not storey.floor_mm <= storey.sill_mm <= storey.top_mm:
            yield problem_at("sill_outside", face, part, box, storey=storey.number, sill_mm=f"{storey.sill_mm:g}")
    for lower, upper in itertools.pairwise(face.storeys):
        if upper.number <= lower.number or length_ticks(upper.floor_mm) < length_ticks(lower.top_mm):
            yield problem_at(
                "storeys_out_of_order", face, f"storeys:{upper.number}", _storey_box(face, upper),
                lower=lower.number, upper=upper.number, top_mm=f"{lower.top_mm:g}", floor_mm=f"{upper.floor_mm:g}",
            )  # fmt: skip
    floor = max(storey.floor_mm for storey in face.storeys)
    if face.parapet_mm is not None and face.parapet_mm <= floor:
        yield problem_at("parapet_low", face, "", None, parapet_mm=f"{face.parapet_mm:g}", floor_mm=f"{floor:g}")
    for storey in face.storeys:
        kinds = {o.kind.value for o in face.openings if o.storey == storey.number}
        is_open = Unsurveyed.RESCUE in face.unsurveyed or Unsurveyed.OPENINGS in face.unsurveyed
        if storey.number >= 3 and "rescue" not in kinds and not is_open:
            yield problem_at(
                "rescue_missing", face, f"storeys:{storey.number}", _storey_box(face, storey), Severity.WARNING,
                storey=storey.number,
            )  # fmt: skip


def _unsurveyed(face: Frontage) -> Iterator[PlanProblem]:
    if face.unsurveyed:
        yield problem_at("face_unsurveyed", face, "", None, Severity.WARNING, name=face.name, **parts_in_words(face))


def _storey_box(face: Frontage, storey: Storey) -> Rect | None:
    return Rect.around([Point(0.0, storey.floor_mm), Point(face.width_mm, storey.top_mm)])


def _bays(face: Frontage) -> Iterator[PlanProblem]:
    for bay in face.bays:
        place = (Point(bay.x0_mm, 0.0), Point(bay.x1_mm, 0.0))
        if bay.x0_mm >= bay.x1_mm:
            yield problem_at("bay_inside_out", face, f"bays:{bay.id}", place, id=bay.id)
        if length_ticks(bay.x1_mm) > length_ticks(face.width_mm):
            yield problem_at(
                "bay_outside_face", face, f"bays:{bay.id}", place,
                id=bay.id, x1_mm=f"{bay.x1_mm:g}", width_mm=f"{face.width_mm:g}",
            )  # fmt: skip
    for left, right in itertools.pairwise(face.bays):
        gap = length_ticks(right.x0_mm) - length_ticks(left.x1_mm)
        place = (Point(left.x1_mm, 0.0), Point(right.x0_mm, 0.0))
        if gap < 0:
            yield problem_at(
                "bays_overlap", face, f"bays:{right.id}", place, left=left.id, right=right.id, by_mm=f"{-gap / 100:g}"
            )
        elif gap > 0:
            yield problem_at(
                "bays_apart", face, f"bays:{right.id}", place, Severity.WARNING,
                left=left.id, right=right.id, by_mm=f"{gap / 100:g}",
            )  # fmt: skip


def _units(face: Frontage) -> Iterator[PlanProblem]:
    for unit in face.units:
        part, place = f"units:{unit.id}", unit_rect(face, unit)
        if face.storey(unit.storey) is None:
            yield problem_at("unit_storey_unknown", face, part, None, id=unit.id, storey=unit.storey)
        if unit.x0_mm >= unit.x1_mm:
            if set(unit.bays) <= {bay.id for bay in face.bays}:  # else its bays are at fault, and told
                yield problem_at("unit_inside_out", face, part, place, id=unit.id)
        elif length_ticks(unit.x1_mm) > length_ticks(face.width_mm) or unit.x0_mm < 0:
            yield problem_at(
                "unit_outside_face", face, part, place,
                id=unit.id, x0_mm=f"{unit.x0_mm:g}", x1_mm=f"{unit.x1_mm:g}", width_mm=f"{face.width_mm:g}",
            )  # fmt: skip
        yield from _unit_bays(face, unit)
    yield from _unit_neighbours(face)


def _unit_bays(face: Frontage, unit: Unit) -> Iterator[PlanProblem]:
    part, place = f"units:{unit.id}", unit_rect(face, unit)
    order = {bay.id: index for index, bay in enumerate(face.bays)}
    unknown = [bay for bay in unit.bays if bay not in order]
    for bay in unknown:
        yield problem_at("unit_bay_unknown", face, part, place, id=unit.id, bay=bay, known=", ".join(order))
    if unknown or unit.x0_mm >= unit.x1_mm:
        return
    numbers = [order[bay] for bay in unit.bays]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield problem_at("unit_bays_apart", face, part, place, id=unit.id, bays=", ".join(unit.bays))
        return
    first, last = face.bays[numbers[0]], face.bays[numbers[-1]]
    leaves = length_ticks(unit.x0_mm) < length_ticks(first.x0_mm) or length_ticks(unit.x1_mm) > length_ticks(last.x1_mm)
    misses = unit.x0_mm >= first.x1_mm or unit.x1_mm <= last.x0_mm
    if leaves or misses:
        yield problem_at(
            "unit_not_its_bays", face, part, place,
            id=unit.id, x0_mm=f"{unit.x0_mm:g}", x1_mm=f"{unit.x1_mm:g}", bays=", ".join(unit.bays),
            bay_x0_mm=f"{first.x0_mm:g}", bay_x1_mm=f"{last.x1_mm:g}",
        )  # fmt: skip


def _unit_neighbours(face: Frontage) -> Iterator[PlanProblem]:
    edges = {length_ticks(x) for bay in face.bays for x in (bay.x0_mm, bay.x1_mm)}
    storeys = sorted({unit.storey for unit in face.units})
    for number in storeys:
        row = sorted((u for u in face.units if u.storey == number), key=lambda u: (u.x0_mm, u.x1_mm))
        storey = face.storey(number)
        levels = (storey.floor_mm, storey.top_mm) if storey else (0.0, 0.0)
        reach = row[0]
        for unit in row[1:]:
            gap = length_ticks(unit.x0_mm) - length_ticks(reach.x1_mm)
            ends = (unit.x0_mm, min(unit.x1_mm, reach.x1_mm)) if gap < 0 else (reach.x1_mm, unit.x0_mm)
            place = Rect.around([Point(ends[0], levels[0]), Point(ends[1], levels[1])])
            params: dict[str, str | int | float] = {"left": reach.id, "right": unit.id}
            params |= {"x0_mm": f"{place.x0:g}", "x1_mm": f"{place.x1:g}", "by_mm": f"{place.width:g}"}
            if gap < 0:
                yield problem_at("units_overlap", face, f"units:{unit.id}", place, Severity.ERROR, **params)
            elif gap > 0 and not {length_ticks(x) for x in ends} <= edges:
                # A whole bay without a shop is a stair or a passage; a strip of a bay is a slip of the pen.
                yield problem_at("units_do_not_tile", face, f"units:{unit.id}", place, Severity.WARNING, **params)
            reach = max(reach, unit, key=lambda u: u.x1_mm)
