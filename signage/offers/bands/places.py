"""The free wall of a unit: the largest boxes that touch no opening, canopy or column."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from signage.frontage import Column, Frontage, SignBand
from signage.geometry import Rect

_MANY = 24  # more edges than that: a curtain wall, where only whole widths are looked at
_KEPT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What a band must stay off, with the wall to be left free around it."""

    id: str
    rect: Rect


def obstacles_of(face: Frontage, x0: float, x1: float, gap: float) -> tuple[list[Obstacle], list[Column]]:
    """Return what stands in a band's way between two places, and the pilasters that it might pass in front of."""
    found = [Obstacle(id=o.id, rect=o.rect.grown(gap)) for o in face.openings]
    found += [Obstacle(id=c.id, rect=c.rect.grown(gap)) for c in face.canopies]
    found += [Obstacle(id=c.id, rect=c.rect.grown(gap)) for c in face.columns if c.is_colonnade]
    pilasters = [c for c in face.columns if not c.is_colonnade and c.projection_mm > 0]
    return (
        [o for o in found if o.rect.x0 < x1 and x0 < o.rect.x1],
        [c for c in pilasters if c.rect.x0 < x1 and x0 < c.rect.x1],
    )


def bands_near(bands: Sequence[SignBand], gap: float) -> list[Obstacle]:
    """Return bands of other storeys as what stands in a band's way, with the wall left free over and under them."""
    return [Obstacle(id=b.id, rect=Rect(b.rect.x0, b.rect.y0 - gap, b.rect.x1, b.rect.y1 + gap)) for b in bands]


def free_places(frame: Rect, obstacles: Sequence[Obstacle], least_width: float, least_height: float) -> list[Rect]:
    """Return the largest boxes inside a frame that overlap no obstacle, widest first; none smaller than the least."""
    near = [o.rect for o in obstacles if o.rect.overlaps(frame)]
    xs = {frame.x0, frame.x1}
    if 2 * len(near) <= _MANY:
        xs |= {x for r in near for x in (r.x0, r.x1) if frame.x0 < x < frame.x1}
    found: list[Rect] = []
    for x0, x1 in itertools.combinations(sorted(xs), 2):
        if x1 - x0 >= least_width:
            found += _between(x0, x1, frame, near, least_height)
    whole = [r for r in found if not any(o is not r and _holds(o, r) for o in found)]
    unique = {(r.x0, r.y0, r.x1, r.y1): r for r in whole}
    return sorted(unique.values(), key=lambda r: (-r.width, -r.y0))[:_KEPT]


def _between(x0: float, x1: float, frame: Rect, near: Sequence[Rect], least: float) -> list[Rect]:
    taken = sorted((r.y0, r.y1) for r in near if r.x0 < x1 and x0 < r.x1)
    found, low = [], frame.y0
    for start, end in [*taken, (frame.y1, frame.y1)]:
        top = min(start, frame.y1)
        if top - low >= least:
            found.append(Rect(x0, low, x1, top))
        low = max(low, end)
    return found


def _holds(outer: Rect, inner: Rect) -> bool:
    return outer != inner and (
        outer.x0 <= inner.x0 and outer.y0 <= inner.y0 and outer.x1 >= inner.x1 and outer.y1 >= inner.y1
    )
