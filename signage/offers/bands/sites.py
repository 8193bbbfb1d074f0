"""The places to be planned: a unit each, or adjoining units that share a band or a tenant."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from signage.frontage import Frontage, SignBand, Unit
from signage.geometry import Rect, polyline_y_max
from signage.offers.bands.model import BandWish
from signage.offers.bands.probes import wall_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A unit, or adjoining units that share a band, before a band is found.

    Attributes:
        frame: The wall that belongs to it: from party wall to party wall less the gaps, from the ground or the floor
            to the top of its storey or the parapet; None when there is none.
        sill_mm: How far up the wall goes between its windows and those above, where that is over the frame's top.
        kinds: Sign kinds to be tried, flat on the wall.
        other_kinds: Kinds that the plan allows beside them and that are kept as they are.
        old: Its band in the revision before.
    """

    face: Frontage
    storey: int
    units: tuple[str, ...]
    span: tuple[float, float]
    frame: Rect | None
    sill_mm: float | None
    kinds: tuple[str, ...]
    other_kinds: tuple[str, ...]
    palette: tuple[str, ...]
    old: SignBand | None


def sites_of(face: Frontage, wish: BandWish) -> tuple[Site, ...]:
    """Return the sites of a face by storey and from left to right; none when the wish leaves the face out."""
    if wish.faces and face.id not in wish.faces:
        return ()
    units = sorted(face.units, key=lambda u: (u.storey, u.x0_mm))
    wanted = [u for u in units if not wish.storeys or u.storey in wish.storeys]
    return tuple(_site(face, group, wish) for group in _groups(face, wanted))


def _groups(face: Frontage, units: Sequence[Unit]) -> list[list[Unit]]:
    """Units of one storey side by side that share a band now, or a tenant where the plan has no bands for them."""
    groups: list[list[Unit]] = []
    for unit in units:
        last = groups[-1][-1] if groups else None
        if last is not None and last.storey == unit.storey and _belong(face, last, unit):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _belong(face: Frontage, left: Unit, right: Unit) -> bool:
    one, other = face.band_of(left.id), face.band_of(right.id)
    if one is not None or other is not None:
        return one is other
    return left.tenant is not None and left.tenant == right.tenant and abs(right.x0_mm - left.x1_mm) <= 1


def _site(face: Frontage, group: Sequence[Unit], wish: BandWish) -> Site:
    units, span = tuple(u.id for u in group), (group[0].x0_mm, max(u.x1_mm for u in group))
    old = face.band_of(units[0])
    named = (old.kinds if old else ()) or wish.kinds
    flat = wall_kinds(named)
    frame = _frame(face, group[0].storey, span, wish)
    return Site(
        face=face,
        storey=group[0].storey,
        units=units,
        span=span,
        frame=frame,
        sill_mm=None if frame is None else _sill(face, group[0].storey, frame, wish.opening_gap_mm),
        kinds=flat,
        other_kinds=tuple(kind for kind in named if kind not in flat),
        palette=(old.palette if old else ()) or wish.palette,
        old=old,
    )


def _frame(face: Frontage, number: int, span: tuple[float, float], wish: BandWish) -> Rect | None:
    storey = face.storey(number)
    if storey is None:
        return None
    gap = min(wish.end_gap_mm, max((span[1] - span[0] - wish.least_width_mm) / 2, 0.0))
    ground = polyline_y_max(face.pavement, *span)
    low = storey.floor_mm if ground is None else max(storey.floor_mm, ground)
    top = storey.top_mm if face.parapet_mm is None else min(storey.top_mm, face.parapet_mm)
    x0, x1 = max(span[0], 0.0) + gap, min(span[1], face.width_mm) - gap
    return Rect(x0, low, x1, top) if x0 < x1 and low < top else None


def _sill(face: Frontage, number: int, frame: Rect, gap: float) -> float | None:
    """Return where the wall over an upper storey ends at the windows above; None where that is not over its top."""
    upper = face.storey(number + 1)
    if upper is None or number <= 1:  # a ground floor's sign is on its lintel; the wall above belongs to those upstairs
        return None
    above = [o.rect.y0 - gap for o in face.openings if o.storey == upper.number]
    if upper.sill_mm is not None:
        above.append(upper.sill_mm)
    sill = min(above, default=frame.y1)
    sill = sill if face.parapet_mm is None else min(sill, face.parapet_mm)
    return sill if sill > frame.y1 else None


def band_id(site: Site, taken: set[str]) -> str:
    """Return the id of a site's band: the old band's, else one after its first unit that nothing has yet."""
    if site.old is not None:
        return site.old.id
    stem = f"B-{site.units[0]}"[:60]
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken)
