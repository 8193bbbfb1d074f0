"""Areas bounded by lines and arcs: which ring is whose hole, and whether any of them cross or touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import pi

from shapely.geometry import Polygon

from signage.geometry.arcs import ArcRing

STEP_RAD = pi / 60  # of the chords that arcs are looked at as
FINE = 0.02  # share of the tolerance that these chords may stray


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One closed area: its outer ring (counter-clockwise) and its holes (clockwise)."""

    outer: ArcRing
    holes: tuple[ArcRing, ...] = ()

    @property
    def rings(self) -> tuple[ArcRing, ...]:
        """Holes first, as they are cut, then the outer ring."""
        return (*self.holes, self.outer)

    @property
    def signed_area(self) -> float:
        """Its exact area."""
        return sum(ring.signed_area for ring in self.rings)

    def moved(self, dx: float, dy: float) -> Area:
        """Return it shifted."""
        return Area(outer=self.outer.moved(dx, dy), holes=tuple(hole.moved(dx, dy) for hole in self.holes))


def nested(rings: Iterable[ArcRing], tolerance: float = 0.05) -> tuple[Area, ...] | None:
    """Return rings as areas by what lies inside what: outermost, hole, island and so on, each turned as it must run.

    Args:
        rings: In any order and direction.
        tolerance: Arcs are looked at as chords that stray by a fiftieth of it.

    Returns:
        The areas from left to right, or None when a ring crosses itself or another one.
    """
    flat = [(ring, Polygon(ring.flattened(tolerance * FINE))) for ring in rings]
    if not all(polygon.is_valid and polygon.area > 0 for _, polygon in flat):
        return None
    flat.sort(key=lambda pair: -pair[1].area)
    parents: list[int | None] = []
    depths: list[int] = []
    for index, (_, polygon) in enumerate(flat):
        inside = [at for at in range(index) if flat[at][1].covers(polygon)]
        crossed = any(polygon.intersects(flat[at][1]) for at in range(index) if at not in inside)
        touched = any(polygon.exterior.intersects(flat[at][1].exterior) for at in inside)
        if crossed or touched:
            return None
        parents.append(inside[-1] if inside else None)
        depths.append(len(inside))
    turned = [_directed(ring, is_ccw=depth % 2 == 0) for (ring, _), depth in zip(flat, depths, strict=True)]
    areas = []
    for index, depth in enumerate(depths):
        if depth % 2 == 0:
            holes = tuple(turned[at] for at, parent in enumerate(parents) if parent == index)
            areas.append(Area(outer=turned[index], holes=holes))
    return tuple(sorted(areas, key=lambda area: (area.outer.bounds.x0, area.outer.bounds.y0)))


def overlapping(one: Area, other: Area, tolerance: float = 0.05) -> bool:
    """Return whether two areas share more than a line."""
    if not one.outer.bounds.overlaps(other.outer.bounds):
        return False
    common = polygon_of(one, tolerance).intersection(polygon_of(other, tolerance))
    return bool(common.area > tolerance * tolerance)


def _directed(ring: ArcRing, *, is_ccw: bool) -> ArcRing:
    return ring if ring.is_ccw == is_ccw else ring.turned()


def polygon_of(area: Area, tolerance: float) -> Polygon:
    """Return an area with its arcs as fine chords."""
    return Polygon(
        area.outer.flattened(tolerance * FINE, STEP_RAD),
        [hole.flattened(tolerance * FINE, STEP_RAD) for hole in area.holes],
    )
