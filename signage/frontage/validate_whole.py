"""Checks of how the parts of a building fit together: storeys, openings in them, the road, baselines at corners.

All are warnings: the plan can be drawn and judged, and somebody should look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from math import hypot

from signage.frontage.model import Frontage, FrontagePlan, Storey, Unsurveyed
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.frontage.street import CORNER_MM
from signage.geometry import Point, Rect, polyline_y_at, polyline_y_max
from signage.units import length_ticks

_W = Severity.WARNING
_STEEP = 0.2  # of a pavement: beyond, a level was mistyped or it is a stair
_STEP_MM = 300.0  # a kerb or two treads may be drawn upright
_MEET_MM = 10.0
_PAVEMENT_STEP_MM = 100.0  # between two faces at their corner: beyond, it is a kerb that somebody should have drawn


def whole_problems(face: Frontage) -> Iterator[PlanProblem]:
    """Yield what does not fit together on one face."""
    yield from _slope(face)
    yield from _storeys(face)
    yield from _openings(face)
    yield from _road(face)
    for sign in face.existing:
        if sign.rect.x0 < 0 or sign.rect.x1 > face.width_mm or sign.rect.y1 > face.height_mm:
            yield problem_at("existing_outside_face", face, f"existing:{sign.id}", sign.rect, _W, id=sign.id)


def _slope(face: Frontage) -> Iterator[PlanProblem]:
    for p, q in itertools.pairwise(face.pavement):
        rise = abs(q.y - p.y)
        if rise > _STEP_MM and rise > _STEEP * (q.x - p.x) and q.x >= p.x:
            run = {"x0_mm": f"{p.x:g}", "x1_mm": f"{q.x:g}", "rise_mm": f"{rise:g}"}
            yield problem_at("pavement_steep", face, "", (p, q), _W, **run)


def _storeys(face: Frontage) -> Iterator[PlanProblem]:
    for lower, upper in itertools.pairwise(face.storeys):
        names = {"lower": lower.number, "upper": upper.number}
        part = f"storeys:{upper.number}"
        gap = length_ticks(upper.floor_mm) - length_ticks(lower.top_mm)
        if gap > 0:
            place = _strip(face, lower.top_mm, upper.floor_mm)
            yield problem_at("storeys_apart", face, part, place, _W, by_mm=f"{gap / 100:g}", **names)
        above = 1 if lower.number == -1 else lower.number + 1  # there is no storey 0 in many buildings
        if upper.number > above and not (lower.number < 0 and upper.number == lower.number + 1):
            yield problem_at("storey_skipped", face, part, _storey_box(face, upper), _W, **names)
    top = max(face.storeys, key=lambda s: s.top_mm)
    roof = face.parapet_mm
    if roof is not None and top.floor_mm < roof and length_ticks(roof) < length_ticks(top.top_mm):
        place = _strip(face, roof, top.top_mm)
        levels = {"parapet_mm": f"{roof:g}", "top_mm": f"{top.top_mm:g}"}
        yield problem_at("parapet_under_top", face, "", place, _W, storey=top.number, **levels)


def _strip(face: Frontage, low: float, high: float) -> Rect:
    return Rect(0.0, low, face.width_mm, high)


def _storey_box(face: Frontage, storey: Storey) -> Rect:
    return Rect.around([Point(0.0, storey.floor_mm), Point(face.width_mm, storey.top_mm)])


def _openings(face: Frontage) -> Iterator[PlanProblem]:
    lowest = min(s.number for s in face.storeys)
    for opening in face.openings:
        storey, rect = face.storey(opening.storey), opening.rect
        if storey is None:
            continue
        ground = polyline_y_max(face.pavement, rect.x0, rect.x1)
        floor = storey.floor_mm
        if storey.number in (1, lowest) and ground is not None:
            floor = min(floor, *(p.y for p in face.pavement))  # doors may stand on the pavement, below the floor
        under = length_ticks(floor) - length_ticks(rect.y0)
        over = length_ticks(rect.y1) - length_ticks(storey.top_mm)
        if max(under, over) > 0:
            by = f"{max(under, over) / 100:g}"
            yield problem_at(
                "opening_outside_storey", face, f"openings:{opening.id}", opening.outline, _W,
                id=opening.id, storey=storey.number, by_mm=by,
            )  # fmt: skip


def _road(face: Frontage) -> Iterator[PlanProblem]:
    road = face.road
    if road is None or road.cycle_lane_mm is None:
        return
    if road.kerb_mm is None or length_ticks(road.cycle_lane_mm) <= length_ticks(road.kerb_mm):
        kerb = "-" if road.kerb_mm is None else f"{road.kerb_mm:g}"
        yield problem_at("road_order", face, "road", None, _W, kerb_mm=kerb, cycle_mm=f"{road.cycle_lane_mm:g}")


def baseline_problems(plan: FrontagePlan) -> Iterator[PlanProblem]:
    """Yield baselines of another length than their face, and corners at which faces or their pavements do not meet."""
    drawn = [face for face in plan.faces if len(face.baseline) >= 2]
    for face in drawn:
        length = sum(hypot(q.x - p.x, q.y - p.y) for p, q in itertools.pairwise(face.baseline))
        if abs(length - face.width_mm) > _MEET_MM:
            figures = {"length_mm": f"{length:.0f}", "width_mm": f"{face.width_mm:g}"}
            yield problem_at("baseline_length", face, "", None, _W, id=face.id, **figures)
    for one, other in itertools.combinations(drawn, 2):
        ends = [(a, b) for a in (one.baseline[0], one.baseline[-1]) for b in (other.baseline[0], other.baseline[-1])]
        gap = min(hypot(a.x - b.x, a.y - b.y) for a, b in ends)
        if _MEET_MM < gap < CORNER_MM:
            names = {"one": one.id, "other": other.id}
            yield problem_at("baselines_apart", other, "", None, _W, by_mm=f"{gap:.0f}", **names)
        yield from _pavements(one, other)


def _pavements(one: Frontage, other: Frontage) -> Iterator[PlanProblem]:
    """Yield the corner of two faces at which one pavement has two levels."""
    if Unsurveyed.PAVEMENT in one.unsurveyed or Unsurveyed.PAVEMENT in other.unsurveyed:
        return
    for (a, x), (b, y) in itertools.product(_ends(one), _ends(other)):
        levels = polyline_y_at(one.pavement, x), polyline_y_at(other.pavement, y)
        if hypot(a.x - b.x, a.y - b.y) > _MEET_MM or levels[0] is None or levels[1] is None:
            continue
        if abs(levels[0] - levels[1]) > _PAVEMENT_STEP_MM:
            place = (Point(y, levels[0]), Point(y, levels[1]))
            figures = {"one_mm": f"{levels[0]:g}", "other_mm": f"{levels[1]:g}"}
            yield problem_at("corner_pavement", other, "", place, _W, one=one.id, other=other.id, **figures)


def _ends(face: Frontage) -> tuple[tuple[Point, float], tuple[Point, float]]:
    return (face.baseline[0], 0.0), (face.baseline[-1], face.width_mm)
