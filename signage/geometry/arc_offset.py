"""Outlines of lines and arcs moved outwards by a fixed distance (kerf), with mitred corners; arcs stay arcs.

The moved outline itself comes from shapely, which knows what to do when a gap closes or a corner vanishes. Its many
small chords are then put back together: those that lie on a circle about the centre of an original arc become one arc.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, hypot, pi, tan

import shapely
from shapely.geometry import Polygon

from signage.geometry.arc_fit import without_crumbs
from signage.geometry.arcs import ArcRing, ArcSegment, ArcVertex
from signage.geometry.basic import Point

_STEP_RAD = pi / 60  # of the chords that arcs are moved as
_FINE = 0.02  # share of the tolerance that these chords may stray
_MITRE_LIMIT = 4.0  # sharper corners are cut off at this many times the distance, as cutters' programs do
_WIDEST_RAD = 1.5 * pi  # longer arcs are halved


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
    flat = [(ring, Polygon(ring.flattened(tolerance * _FINE))) for ring in rings]
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
    common = _polygon(one, tolerance).intersection(_polygon(other, tolerance))
    return bool(common.area > tolerance * tolerance)


def offset(areas: Sequence[Area], by: float, tolerance: float = 0.05) -> tuple[Area, ...] | None:
    """Return areas with their edges moved outwards (inwards when negative), joined where they then overlap.

    Args:
        areas: What is to remain after cutting.
        by: Half the width of the cut.
        tolerance: How far the result may stray from the exact offset.

    Returns:
        The moved areas, empty when nothing is left, or None when the result crosses itself.
    """
    sources = [segment for area in areas for ring in area.rings for segment in ring.segments()]
    shape = shapely.union_all([_polygon(area, tolerance) for area in areas])
    moved = shape.buffer(by, join_style="mitre", mitre_limit=_MITRE_LIMIT)
    if moved.is_empty:
        return ()
    finder = _Finder(sources, by, tolerance)
    rings = [
        finder.ring([Point(x, y) for x, y in ring.coords[:-1]])
        for part in shapely.get_parts(moved)
        for ring in (part.exterior, *part.interiors)
    ]
    return nested([ring for ring in rings if ring is not None], tolerance)


def _directed(ring: ArcRing, *, is_ccw: bool) -> ArcRing:
    return ring if ring.is_ccw == is_ccw else ring.turned()


def _polygon(area: Area, tolerance: float) -> Polygon:
    return Polygon(
        area.outer.flattened(tolerance * _FINE, _STEP_RAD),
        [hole.flattened(tolerance * _FINE, _STEP_RAD) for hole in area.holes],
    )


class _Finder:
    """Knows which original arc a chord of the moved outline stems from."""

    def __init__(self, sources: Sequence[ArcSegment], by: float, tolerance: float) -> None:
        self._arcs: list[ArcSegment | None] = []
        chords = []
        for source in sources:
            points = [source.start, *source.points(tolerance * _FINE, _STEP_RAD)]
            for pair in zip(points[:-1], points[1:], strict=True):
                chords.append(shapely.LineString(pair))
                self._arcs.append(source if source.bulge else None)
        self._tree = shapely.STRtree(chords)
        self._by, self._least = abs(by), tolerance / 10
        # A mitred chord's corner stands off its circle by this share of the distance.
        self._slack = tolerance * 0.1 + abs(by) * _STEP_RAD**2 / 2

    def ring(self, points: Sequence[Point]) -> ArcRing | None:
        """Return a ring of chords with its arcs found again; None when it is nothing but a crumb."""
        ends = [*points[1:], points[0]]
        middles = shapely.points([((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in zip(points, ends, strict=True)])
        nearest = self._tree.nearest(middles)
        marks = [
            self._arc_of(a, b, self._arcs[int(at)]) for a, b, at in zip(points, ends, nearest.tolist(), strict=True)
        ]
        kept = without_crumbs(self._joined(list(points), marks), self._least)
        return ArcRing(tuple(kept)) if len(kept) >= 2 and ArcRing(tuple(kept)).signed_area else None

    def _arc_of(self, a: Point, b: Point, arc: ArcSegment | None) -> Point | None:
        """Return the centre of the circle that a chord belongs to, or None when it is a line."""
        if arc is None:
            return None
        centre = arc.centre
        for radius in (arc.radius + self._by, arc.radius - self._by):
            off = (abs(hypot(p.x - centre.x, p.y - centre.y) - radius) for p in (a, b))
            if radius > 0 and max(off) <= self._slack:
                return centre
        return None

    def _joined(self, points: list[Point], marks: list[Point | None]) -> list[ArcVertex]:
        """Return the vertices when chords about one centre are put together."""
        count = len(points)
        first = next((i for i in range(count) if marks[i] is None or marks[i] != marks[i - 1]), None)
        if first is None:
            centre = marks[0] or Point(0.0, 0.0)
            radius = sum(hypot(p.x - centre.x, p.y - centre.y) for p in points) / count
            turn = _turn(centre, points[0], points[1])
            return list(ArcRing.circle(centre, radius, is_ccw=turn > 0).vertices)
        order = [(first + i) % count for i in range(count)]
        vertices: list[ArcVertex] = []
        at = 0
        while at < count:
            start, centre_or_none = points[order[at]], marks[order[at]]
            if centre_or_none is None:
                vertices.append(ArcVertex(start.x, start.y))
                at += 1
                continue
            sweep, stop = 0.0, at
            while stop < count and marks[order[stop]] == centre_or_none and abs(sweep) < _WIDEST_RAD:
                sweep += _turn(centre_or_none, points[order[stop]], points[(order[stop] + 1) % count])
                stop += 1
            vertices.append(ArcVertex(start.x, start.y, tan(sweep / 4)))
            at = stop
        return vertices


def _turn(centre: Point, a: Point, b: Point) -> float:
    ax, ay, bx, by = a.x - centre.x, a.y - centre.y, b.x - centre.x, b.y - centre.y
    return atan2(ax * by - ay * bx, ax * bx + ay * by)
