"""Checks of what is drawn on the face: bands, openings, columns, canopies, arcades and the signs that are there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from signage.frontage.model import Arcade, ExistingSign, Frontage, Opening, SignBand, Unsurveyed
from signage.frontage.problems import PlanProblem, Severity, problem_at
from signage.geometry import Rect, Region, polyline_y_max
from signage.units import length_ticks

_OVER_FLOOR_MM = 300.0  # a fascia may cover the slab's edge and the foot of the wall above


def part_problems(face: Frontage) -> Iterator[PlanProblem]:
    """Yield what is wrong with bands, openings, columns, canopies, arcades and existing signs of a face."""
    frame = _frame(face)
    shapes: dict[str, Region] = {}
    for opening in face.openings:
        yield from _opening(face, opening, frame, shapes)
    for band in face.bands:
        yield from _band(face, band, frame, shapes)
    yield from _crowding(face, shapes)
    for column in face.columns:
        if not _inside(column.rect, frame):
            yield problem_at("column_outside_face", face, f"columns:{column.id}", column.rect, id=column.id)
    for canopy in face.canopies:
        if not _inside(canopy.rect, frame):
            yield problem_at("canopy_outside_face", face, f"canopies:{canopy.id}", canopy.rect, id=canopy.id)
    for arcade in face.arcades:
        yield from _arcade(face, arcade)
    for sign in face.existing:
        yield from _existing(face, sign)


def arcade_box(face: Frontage, arcade: Arcade) -> Rect | None:
    """Return the room under an arcade's ceiling down to the highest pavement below it; None when there is none."""
    ground = polyline_y_max(face.pavement, arcade.x0_mm, arcade.x1_mm) or 0.0
    if arcade.x0_mm >= arcade.x1_mm or ground >= arcade.ceiling_mm:
        return None
    return Rect(arcade.x0_mm, ground, arcade.x1_mm, arcade.ceiling_mm)


def _arcade(face: Frontage, arcade: Arcade) -> Iterator[PlanProblem]:
    room, frame = arcade_box(face, arcade), _frame(face)
    if room is None:
        level = f"{arcade.ceiling_mm:g}"
        yield problem_at("arcade_too_low", face, f"arcades:{arcade.id}", None, id=arcade.id, ceiling_mm=level)
    elif length_ticks(room.x1) > length_ticks(frame.x1) or length_ticks(room.y1) > length_ticks(frame.y1):
        yield problem_at("arcade_outside_face", face, f"arcades:{arcade.id}", room, id=arcade.id)


def _frame(face: Frontage) -> Rect:
    low = min(0.0, *(p.y for p in face.pavement), *(s.floor_mm for s in face.storeys))
    return Rect(0.0, low, face.width_mm, max(face.height_mm, low, *(s.top_mm for s in face.storeys)))


def _inside(rect: Rect, frame: Rect) -> bool:
    inner = [length_ticks(v) for v in (rect.x0, rect.y0, rect.x1, rect.y1)]
    outer = [length_ticks(v) for v in (frame.x0, frame.y0, frame.x1, frame.y1)]
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _units_of(face: Frontage, ids: Sequence[str]) -> list[Rect]:
    found = []
    for unit in face.units:
        storey = face.storey(unit.storey)
        if unit.id in ids and storey and unit.x0_mm < unit.x1_mm and storey.floor_mm < storey.top_mm:
            found.append(Rect(unit.x0_mm, storey.floor_mm, unit.x1_mm, storey.top_mm))
    return found


def _opening(face: Frontage, opening: Opening, frame: Rect, shapes: dict[str, Region]) -> Iterator[PlanProblem]:
    part, place = f"openings:{opening.id}", opening.outline
    try:
        shapes[opening.id] = opening.region
    except ValueError:
        yield problem_at("outline_crossing", face, part, place, id=opening.id)
    if not _inside(opening.rect, frame):
        yield problem_at("opening_outside_face", face, part, place, id=opening.id)
    if face.storey(opening.storey) is None:
        yield problem_at("opening_storey_unknown", face, part, place, id=opening.id, storey=opening.storey)
    if opening.unit is None:
        return
    if opening.unit not in {unit.id for unit in face.units}:
        yield problem_at("opening_unit_unknown", face, part, place, id=opening.id, unit=opening.unit)
        return
    spans = _units_of(face, (opening.unit,))
    if spans and not (spans[0].x0 <= opening.rect.x0 and opening.rect.x1 <= spans[0].x1):
        yield problem_at("opening_outside_unit", face, part, place, Severity.WARNING, id=opening.id, unit=opening.unit)


def _band(face: Frontage, band: SignBand, frame: Rect, shapes: dict[str, Region]) -> Iterator[PlanProblem]:
    part, rect = f"bands:{band.id}", band.rect
    known = {unit.id for unit in face.units}
    for unit in band.units:
        if unit not in known:
            yield problem_at(
                "band_unit_unknown", face, part, rect, id=band.id, unit=unit, known=", ".join(sorted(known))
            )
    if not _inside(rect, frame):
        yield problem_at("band_outside_face", face, part, rect, id=band.id)
    spans = _units_of(face, band.units)
    if spans:
        left, right = min(s.x0 for s in spans), max(s.x1 for s in spans)
        if length_ticks(rect.x0) < length_ticks(left) or length_ticks(rect.x1) > length_ticks(right):
            yield problem_at(
                "band_outside_units", face, part, rect,
                id=band.id, units=", ".join(band.units), x0_mm=f"{left:g}", x1_mm=f"{right:g}",
            )  # fmt: skip
    if band.datum_mm is not None and not rect.y0 <= band.datum_mm < rect.y1:
        yield problem_at(
            "band_datum_outside", face, part, rect,
            id=band.id, datum_mm=f"{band.datum_mm:g}", bottom_mm=f"{rect.y0:g}", top_mm=f"{rect.y1:g}",
        )  # fmt: skip
    within = (rect.y0 + _OVER_FLOOR_MM, rect.y1 - _OVER_FLOOR_MM)
    levels = () if Unsurveyed.STOREYS in face.unsurveyed else face.storeys
    for floor in [s.floor_mm for s in levels if within[0] < s.floor_mm < within[1]]:
        yield problem_at(
            "band_over_floor", face, part, rect, Severity.WARNING,
            id=band.id, floor_mm=f"{floor:g}", bottom_mm=f"{rect.y0:g}", top_mm=f"{rect.y1:g}",
        )  # fmt: skip
    if band.letter_height_mm is not None and band.letter_height_mm[0] > band.letter_height_mm[1]:
        least, most = band.letter_height_mm
        yield problem_at(
            "band_letters_crossed", face, part, rect, id=band.id, least_mm=f"{least:g}", most_mm=f"{most:g}"
        )
    area = Region.rect(rect)
    for opening in face.openings:
        shape = shapes.get(opening.id)
        if shape is not None and rect.overlaps(opening.rect):
            common = area.intersection(shape)
            if common.area >= 1.0:
                yield problem_at(
                    "band_over_opening", face, part, common.bounds,
                    id=band.id, opening=opening.id, area_m2=f"{common.area / 1e6:.2f}",
                )  # fmt: skip


def _crowding(face: Frontage, shapes: dict[str, Region]) -> Iterator[PlanProblem]:
    for one, other in itertools.combinations(face.bands, 2):
        if one.rect.overlaps(other.rect):
            common = one.rect.intersection(other.rect)
            yield problem_at("bands_overlap", face, f"bands:{other.id}", common, one=one.id, other=other.id)
    owner: dict[str, str] = {}
    for band in face.bands:
        for unit in band.units:
            if owner.setdefault(unit, band.id) != band.id:
                yield problem_at(
                    "unit_in_two_bands", face, f"bands:{band.id}", band.rect,
                    unit=unit, one=owner[unit], other=band.id,
                )  # fmt: skip
    ordered = sorted((o for o in face.openings if o.id in shapes), key=lambda o: o.rect.x0)
    for index, opening in enumerate(ordered):
        for other_opening in ordered[index + 1 :]:
            if other_opening.rect.x0 >= opening.rect.x1:
                break
            if not opening.rect.overlaps(other_opening.rect):
                continue
            common_area = shapes[opening.id].intersection(shapes[other_opening.id])
            if common_area.area >= 1.0:
                yield problem_at(
                    "openings_overlap", face, f"openings:{other_opening.id}", common_area.bounds, Severity.WARNING,
                    one=opening.id, other=other_opening.id,
                )  # fmt: skip
    for sign, other_sign in itertools.combinations(face.existing, 2):
        if sign.rect.overlaps(other_sign.rect):
            common = sign.rect.intersection(other_sign.rect)
            yield problem_at(
                "existing_overlap", face, f"existing:{other_sign.id}", common, Severity.WARNING,
                one=sign.id, other=other_sign.id,
            )  # fmt: skip


def _existing(face: Frontage, sign: ExistingSign) -> Iterator[PlanProblem]:
    part = f"existing:{sign.id}"
    spans = _units_of(face, (sign.unit,))
    if sign.unit not in {unit.id for unit in face.units}:
        yield problem_at("existing_unit_unknown", face, part, sign.rect, id=sign.id, unit=sign.unit)
        return
    band = face.band_of(sign.unit)
    if band is not None:
        spans = [*spans, *_units_of(face, band.units)]
        if not _inside(sign.rect, band.rect):
            yield problem_at("existing_outside_band", face, part, sign.rect, Severity.WARNING, id=sign.id, band=band.id)
    if spans and not (min(s.x0 for s in spans) <= sign.rect.x0 and sign.rect.x1 <= max(s.x1 for s in spans)):
        yield problem_at("existing_outside_unit", face, part, sign.rect, Severity.WARNING, id=sign.id, unit=sign.unit)
