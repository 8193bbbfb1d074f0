"""What rules, offers and drawings ask of a face: heights, spans, the ground below, the shops beside."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signage.frontage.model import ExistingSign, Frontage, SignBand, Unit
from signage.frontage.placed import PlacedSign
from signage.geometry import Point, Rect, polyline_y_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The next unit on one side on the same storey, and the signs that it has or is to have.

    Attributes:
        unit: The neighbour.
        side: -1 to the left, 1 to the right.
        gap_mm: Wall between the two units; 0 when they share a party wall.
        existing: Its approved signs.
        proposed: Signs proposed for it in the same application.
    """

    unit: Unit
    side: int
    gap_mm: float
    existing: tuple[ExistingSign, ...] = ()
    proposed: tuple[PlacedSign, ...] = ()


def shopfront_height(face: Frontage, unit: Unit) -> float | None:
    """Return the total height (mm) of a unit's shopfront (店面总高度), or None when its storey is not in the plan.

    It is taken from the finished floor to the top of the slab above: the whole wall that belongs to the shop, glass
    and lintel. Steps below the floor do not count.

    Source: our reading of DB3301/T 89-2023 4.3.1.2, which does not define it.
    """
    storey = face.storey(unit.storey)
    return None if storey is None else storey.top_mm - storey.floor_mm


def unit_span(face: Frontage, unit_ids: Iterable[str]) -> tuple[float, float] | None:
    """Return left and right end (mm) of the frontage that units share, or None.

    Args:
        face: The face.
        unit_ids: The leased units, in any order.

    Returns:
        None when one of them is not on the face, none is named, or they are not side by side on one storey.
    """
    wanted = set(unit_ids)
    units = sorted((u for u in face.units if u.id in wanted), key=lambda u: u.x0_mm)
    if not units or len(units) != len(wanted) or len({u.storey for u in units}) != 1:
        return None
    row = sorted((u for u in face.units if u.storey == units[0].storey), key=lambda u: u.x0_mm)
    first = row.index(units[0])
    if row[first : first + len(units)] != units:
        return None
    return units[0].x0_mm, max(u.x1_mm for u in units)


def pavement_under(face: Frontage, x0_mm: float, x1_mm: float) -> tuple[Point, ...] | None:
    """Return the pavement line under a span, cut at its ends, or None where the pavement does not reach."""
    low, high = min(x0_mm, x1_mm), max(x0_mm, x1_mm)
    ends = (polyline_y_at(face.pavement, low), polyline_y_at(face.pavement, high))
    if ends[0] is None or ends[1] is None:
        return None
    inner = [p for p in face.pavement if low < p.x < high]
    return (Point(low, ends[0]), *inner, Point(high, ends[1]))


def lowest_clearance(face: Frontage, rect: Rect) -> tuple[float, Point] | None:
    """Return the least height (mm) of a box's lower edge over the pavement, and the pavement point below it.

    Returns:
        None where the pavement does not reach under the whole box. Negative when the edge lies below the ground.
    """
    line = pavement_under(face, rect.x0, rect.x1)
    if line is None:
        return None
    highest = max(line, key=lambda p: p.y)
    return rect.y0 - highest.y, highest


def neighbours(face: Frontage, unit: Unit, proposed: Sequence[PlacedSign] = ()) -> tuple[Neighbour, ...]:
    """Return the next units left and right on the same storey, left first; none at the ends of the face.

    Args:
        face: The face.
        unit: The unit whose neighbours are asked for.
        proposed: Signs that are proposed beside it; those of neighbours are handed back with them.
    """
    row = sorted((u for u in face.units if u.storey == unit.storey), key=lambda u: u.x0_mm)
    at = next((index for index, other in enumerate(row) if other.id == unit.id), None)
    if at is None:
        return ()
    found = []
    for side, index in ((-1, at - 1), (1, at + 1)):
        if 0 <= index < len(row):
            other = row[index]
            gap = unit.x0_mm - other.x1_mm if side < 0 else other.x0_mm - unit.x1_mm
            found.append(
                Neighbour(
                    unit=other,
                    side=side,
                    gap_mm=max(0.0, gap),
                    existing=signs_of(face, other),
                    proposed=tuple(s for s in proposed if s.face_id == face.id and s.unit_id == other.id),
                )
            )
    return tuple(found)


def signs_of(face: Frontage, unit: Unit) -> tuple[ExistingSign, ...]:
    """Return the approved signs that hang on a unit: its own, and those of its tenant that reach over it."""
    return tuple(
        s
        for s in face.signs
        if s.unit == unit.id
        or (unit.tenant is not None and _tenant_of(face, s) == unit.tenant and _reaches(face, s, unit))
    )


def _tenant_of(face: Frontage, sign: ExistingSign) -> str | None:
    return next((u.tenant for u in face.units if u.id == sign.unit), None)


def _reaches(face: Frontage, sign: ExistingSign, unit: Unit) -> bool:
    owner = next((u for u in face.units if u.id == sign.unit), None)
    same_storey = owner is not None and owner.storey == unit.storey
    return same_storey and sign.rect.x0 < unit.x1_mm and unit.x0_mm < sign.rect.x1


def clear_spacing(face: Frontage, rect: Rect) -> tuple[float, float] | None:
    """Return the colonnade's clear opening (柱间净距) that a box's middle lies in, as its ends in mm, or None."""
    columns = sorted((c.rect for c in face.columns if c.is_colonnade), key=lambda r: r.x0)
    middle = rect.centre.x
    for left, right in itertools.pairwise(columns):
        if left.x1 <= middle <= right.x0:
            return left.x1, right.x0
    return None


def in_colonnade(face: Frontage, unit: Unit) -> bool:
    """Return whether a unit lies behind a colonnade (骑楼): a colonnade column stands on or at the ends of its span."""
    return any(c.is_colonnade and c.rect.x0 <= unit.x1_mm and unit.x0_mm <= c.rect.x1 for c in face.columns)


def band_part(band: SignBand, unit: Unit) -> Rect | None:
    """Return the part of a band that lies on one unit, or None."""
    x0, x1 = max(band.rect.x0, unit.x0_mm), min(band.rect.x1, unit.x1_mm)
    return Rect(x0, band.rect.y0, x1, band.rect.y1) if x0 < x1 else None
