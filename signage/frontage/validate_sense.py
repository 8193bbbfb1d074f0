"""What no building is like: doors in the ground, bands in the pavement, letters higher than their band, odd signs.

Figures here are sanity, never law.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence

from signage.design import Form, kind_of, load_kinds
from signage.errors import Param, SpecError
from signage.frontage.model import ExistingSign, Frontage, FrontagePlan, Opening, OpeningKind, SignBand, Unsurveyed
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.frontage.street import faces_along
from signage.geometry import Point, Region, polyline_y_at, polyline_y_max
from signage.units import length_ticks

_W = Severity.WARNING
_HEAD_MM = 1800.0  # a door of which less is left above the pavement is none
_DEPTH_MM = 3000.0  # no sign on a wall stands out further: the unit was mistaken
_SLIP_MM = 80.0  # a lower step between neighbours is hardly meant
_STEP_MM = 300.0  # neither is one up to this, where nothing forces it
_CORNER_MM = 2000.0  # wall from band to band round a corner over which a step is still seen
_SAID = 4


def sense_problems(face: Frontage) -> Iterator[PlanProblem]:
    """Yield what of a face's levels, bands and signs can hardly be meant."""
    if Unsurveyed.PAVEMENT not in face.unsurveyed:
        yield from _in_the_ground(face)
    for band in face.bands:
        yield from _kinds(face, band)
        most = None if band.letter_height_mm is None else max(band.letter_height_mm)
        if most is not None and length_ticks(most) > length_ticks(band.rect.height):
            figures = {"most_mm": f"{most:g}", "height_mm": f"{band.rect.height:g}"}
            yield problem_at("band_letters_high", face, f"bands:{band.id}", band.rect, _W, id=band.id, **figures)
    yield from _steps(face)
    for sign in face.existing:
        yield from _sign(face, sign)


def _in_the_ground(face: Frontage) -> Iterator[PlanProblem]:
    buried, half = [], []
    for opening in face.openings:
        is_front = opening.kind in (OpeningKind.DOOR, OpeningKind.SHOPFRONT) and opening.storey >= 1
        ground = polyline_y_max(face.pavement, opening.rect.x0, opening.rect.x1)
        if not is_front or ground is None:
            continue
        if length_ticks(ground) >= length_ticks(opening.rect.y1):
            buried.append(opening)
        elif opening.kind is OpeningKind.DOOR and opening.rect.y0 < ground > opening.rect.y1 - _HEAD_MM:
            half.append(opening)
    for code, found, severity in (
        ("pavement_over_doors", buried, Severity.ERROR), ("pavement_in_doors", half, _W)
    ):  # fmt: skip
        if found:
            yield problem_at(code, face, "", _ground_under(face, found), severity, **_listed(found))
    for band in face.bands:
        rect = band.rect
        ground = polyline_y_max(face.pavement, rect.x0, rect.x1)
        if ground is not None and length_ticks(rect.y0) < length_ticks(ground):
            levels: dict[str, Param] = {"bottom_mm": f"{rect.y0:g}", "ground_mm": f"{ground:.0f}"}
            yield problem_at("band_in_pavement", face, f"bands:{band.id}", rect, Severity.ERROR, id=band.id, **levels)


def _listed(openings: Sequence[Opening]) -> dict[str, Param]:
    ids = ", ".join(o.id for o in openings[:_SAID]) + (" …" if len(openings) > _SAID else "")
    return {"ids": ids, "count": len(openings), "head_mm": f"{_HEAD_MM:g}"}


def _ground_under(face: Frontage, openings: Sequence[Opening]) -> tuple[Point, ...]:
    """Return the pavement's line under openings, from the first to the last."""
    x0, x1 = min(o.rect.x0 for o in openings), max(o.rect.x1 for o in openings)
    ends = [Point(x, polyline_y_at(face.pavement, x) or 0.0) for x in (x0, x1)]
    return (ends[0], *(p for p in face.pavement if x0 < p.x < x1), ends[1])


def _kinds(face: Frontage, band: SignBand) -> Iterator[PlanProblem]:
    for kind in band.kinds:
        try:
            kind_of(kind)
        except SpecError as error:
            if error.code != "spec.unknown_kind":
                continue  # its file is faulty, which whoever uses the kind is told
            known = [one.id for one in load_kinds()]
            near = difflib.get_close_matches(kind, known, n=3, cutoff=0.6)
            told = {"id": band.id, "kind": kind, "known": ", ".join(near or known)}
            yield problem_at("band_kind_unknown", face, f"bands:{band.id}", band.rect, _W, **told)


def _steps(face: Frontage) -> Iterator[PlanProblem]:
    """Yield neighbouring bands whose bottoms nearly agree: a designer steps clearly, for a reason, or not at all."""
    for row in _rows(face).values():
        for left, right in itertools.pairwise(sorted(row, key=lambda b: b.rect.x0)):
            step = abs(length_ticks(_datum(left)) - length_ticks(_datum(right)))
            code = "band_step_small" if step < length_ticks(_SLIP_MM) else "band_step_uneven"
            if not 0 < step <= length_ticks(_STEP_MM) or (code == "band_step_uneven" and _is_forced(face, left, right)):
                continue
            yield problem_at(
                code, face, f"bands:{right.id}", right.rect, _W,
                left=left.id, right=right.id, left_mm=f"{_datum(left):g}", right_mm=f"{_datum(right):g}",
                by_mm=f"{step / 100:g}",
            )  # fmt: skip


def _rows(face: Frontage) -> dict[int, list[SignBand]]:
    """Return the bands of a face by the storey of their units."""
    storeys = {unit.id: unit.storey for unit in face.units}
    rows: dict[int, list[SignBand]] = {}
    for band in face.bands:
        number = next((storeys[unit] for unit in band.units if unit in storeys), None)
        if number is not None:
            rows.setdefault(number, []).append(band)
    return rows


def corner_problems(plan: FrontagePlan) -> Iterator[PlanProblem]:
    """Yield bands that meet at a corner of two faces on levels that nearly agree."""
    for left, right in (pair for row in faces_along(plan) for pair in itertools.pairwise(row)):
        rows = _rows(left), _rows(right)
        for number in sorted(set(rows[0]) & set(rows[1])):
            one = max(rows[0][number], key=lambda b: b.rect.x1)
            other = min(rows[1][number], key=lambda b: b.rect.x0)
            apart = left.width_mm - one.rect.x1 + other.rect.x0
            step = abs(length_ticks(_datum(one)) - length_ticks(_datum(other)))
            if apart <= _CORNER_MM and 0 < step <= length_ticks(_STEP_MM) and not _is_forced(left, one, other, right):
                yield problem_at(
                    "band_step_corner", right, f"bands:{other.id}", other.rect, _W,
                    left=one.id, right=other.id, left_mm=f"{_datum(one):g}", right_mm=f"{_datum(other):g}",
                    by_mm=f"{step / 100:g}", name=left.name,
                )  # fmt: skip


def _datum(band: SignBand) -> float:
    return band.rect.y0 if band.datum_mm is None else band.datum_mm


def _is_forced(face: Frontage, left: SignBand, right: SignBand, beyond: Frontage | None = None) -> bool:
    """Whether the pavement rises as the bands do, or each would cover an opening on the other's level.

    The right band is on the face `beyond` the corner, if one is given.
    """
    step, faces = _datum(right) - _datum(left), (face, beyond or face)
    pairs = tuple(zip(faces, (left, right), strict=True))
    grounds = [polyline_y_at(own.pavement, band.rect.centre.x) for own, band in pairs]
    if grounds[0] is not None and grounds[1] is not None and abs(step - (grounds[1] - grounds[0])) <= abs(step) / 2:
        return True
    moved = (left.rect.moved(0.0, step), right.rect.moved(0.0, -step))
    return all(any(o.rect.overlaps(rect) for o in own.openings) for own, rect in zip(faces, moved, strict=True))


def _sign(face: Frontage, sign: ExistingSign) -> Iterator[PlanProblem]:
    part = f"existing:{sign.id}"
    if sign.depth_mm > _DEPTH_MM:
        depth = {"depth_mm": f"{sign.depth_mm:g}", "most_mm": f"{_DEPTH_MM:g}"}
        yield problem_at("existing_deep", face, part, sign.rect, _W, id=sign.id, **depth)
    if not _is_flat(sign):
        return  # hung before the wall, it covers nothing there
    for opening in face.openings:
        if opening.kind not in (OpeningKind.DOOR, OpeningKind.RESCUE) or not sign.rect.overlaps(opening.rect):
            continue
        try:
            common = Region.rect(sign.rect).intersection(opening.region)
        except ValueError:
            continue  # its outline crosses itself, which is told
        if common.area >= 1.0:
            area = f"{common.area / 1e6:.2f}"
            yield problem_at(
                "existing_over_door", face, part, common.bounds, _W, id=sign.id, opening=opening.id, area_m2=area
            )


def _is_flat(sign: ExistingSign) -> bool:
    try:
        return kind_of(sign.kind).form is Form.PARALLEL
    except SpecError:
        return True  # a kind that only a register knows: most signs lie flat on the wall
