"""What one revision of a plan changes against the one before it, unit by unit, in the words of whoever has to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain

from signage.frontage.model import Frontage, FrontagePlan, SignBand, Unit
from signage.geometry import Rect
from signage.locale import Sentence, said

_SAME_MM = 0.005
# Parts of a face that are compared as a whole; units and bands are told one by one.
_PARTS = (
    "storeys", "openings", "columns", "canopies", "arcades", "existing", "pavement", "road", "zone", "parapet_mm",
    "roof", "wall_colour", "is_special_street", "is_heritage", "is_unified_design", "facts", "unsurveyed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One difference.

    Attributes:
        face: Name of the face; empty for what concerns the whole plan.
        unit: The unit that it concerns, empty for none.
        what: The difference in words.
    """

    face: str = ""
    unit: str = ""
    what: Sentence


def plan_changes(old: FrontagePlan, new: FrontagePlan) -> tuple[PlanChange, ...]:
    """Return the differences between two revisions of one plan, its head first, then face by face.

    Args:
        old: The revision before.
        new: The revision after; units are compared by their id, which is stable across revisions.
    """
    return tuple(chain(_head(old, new), _faces(old, new)))


def _head(old: FrontagePlan, new: FrontagePlan) -> Iterator[PlanChange]:
    for name in ("building", "address", "city"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield PlanChange(what=said(f"plans.change_{name}", before=before, after=after))


def _faces(old: FrontagePlan, new: FrontagePlan) -> Iterator[PlanChange]:
    before, after = {face.id: face for face in old.faces}, {face.id: face for face in new.faces}
    homes = {unit.id: face.name for face in old.faces for unit in face.units}
    for face_id in [*after, *(one for one in before if one not in after)]:
        was, now = before.get(face_id), after.get(face_id)
        if was is None and now is not None:
            yield PlanChange(face=now.name, what=said("plans.change_face_new", units=len(now.units)))
        elif now is None and was is not None:
            yield PlanChange(face=was.name, what=said("plans.change_face_gone", units=len(was.units)))
        if now is not None:
            yield from _units(was, now, homes)
        if was is not None and now is not None:
            yield from _rest(was, now)
    gone = set(homes) - {unit.id for unit in new.units}
    for unit_id in sorted(gone):
        yield PlanChange(face=homes[unit_id], unit=unit_id, what=said("plans.change_unit_gone"))


def _units(was: Frontage | None, now: Frontage, homes: dict[str, str]) -> Iterator[PlanChange]:
    known = {} if was is None else {unit.id: unit for unit in was.units}
    for unit in now.units:
        old = known.get(unit.id)
        if old is not None and was is not None:
            for what in chain(_unit(old, unit), _band(was.band_of(unit.id), now.band_of(unit.id))):
                yield PlanChange(face=now.name, unit=unit.id, what=what)
        elif unit.id in homes:
            what = said("plans.change_unit_moved_face", before=homes[unit.id])
            yield PlanChange(face=now.name, unit=unit.id, what=what)
        elif was is not None:  # of a new face they are counted
            yield PlanChange(face=now.name, unit=unit.id, what=said("plans.change_unit_new"))


def _unit(old: Unit, new: Unit) -> Iterator[Sentence]:
    if _differs(old.x0_mm, new.x0_mm) or _differs(old.x1_mm, new.x1_mm):
        before, after = f"{old.x0_mm:g}–{old.x1_mm:g}", f"{new.x0_mm:g}–{new.x1_mm:g}"
        yield said("plans.change_unit_span", before=before, after=after)
    for name in ("storey", "entrances", "tenant", "door_number"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield said(f"plans.change_unit_{name}", before=_told(was), after=_told(now))


def _band(old: SignBand | None, new: SignBand | None) -> Iterator[Sentence]:
    if old is None and new is None:
        return
    if old is None or new is None:
        yield said("plans.change_band_new" if old is None else "plans.change_band_gone", box=_box((new or old).rect))  # type: ignore[union-attr]
        return
    if any(_differs(a, b) for a, b in zip(_sides(old.rect), _sides(new.rect), strict=True)):
        yield said("plans.change_band_box", before=_box(old.rect), after=_box(new.rect))
    if set(old.kinds) != set(new.kinds):
        yield said("plans.change_band_kinds", before=_listed(old.kinds), after=_listed(new.kinds))
    if {one.upper() for one in old.palette} != {one.upper() for one in new.palette}:
        yield said("plans.change_band_palette", before=_listed(old.palette), after=_listed(new.palette))
    if old.letter_height_mm != new.letter_height_mm:
        yield said("plans.change_band_letters", before=_span(old), after=_span(new))
    if old.datum_mm != new.datum_mm:
        yield said("plans.change_band_datum", before=_told(old.datum_mm), after=_told(new.datum_mm))


def _rest(was: Frontage, now: Frontage) -> Iterator[PlanChange]:
    if was.name != now.name:
        yield PlanChange(face=now.name, what=said("plans.change_face_name", before=was.name, after=now.name))
    if _differs(was.width_mm, now.width_mm):
        before, after = f"{was.width_mm:g}", f"{now.width_mm:g}"
        yield PlanChange(face=now.name, what=said("plans.change_face_width", before=before, after=after))
    there = {field.name for field in fields(Frontage)}
    for part in _PARTS:
        if part in there and getattr(was, part) != getattr(now, part):
            yield PlanChange(face=now.name, what=said(f"plans.change_part_{part}"))


def _differs(one: float, other: float) -> bool:
    return abs(one - other) > _SAME_MM


def _sides(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x0, rect.x1, rect.y0, rect.y1


def _box(rect: Rect) -> str:
    return f"x {rect.x0:g}–{rect.x1:g}, y {rect.y0:g}–{rect.y1:g}"


def _span(band: SignBand) -> str:
    return "—" if band.letter_height_mm is None else "{:g}–{:g}".format(*band.letter_height_mm)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(sorted(values)) or "—"


def _told(value: object) -> str:
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
