"""Outlines of lines and arcs moved outwards by a fixed distance (kerf), with mitred corners; arcs stay arcs.

The moved outline itself comes from shapely, which knows what to do when a gap closes or a corner vanishes. Its many
small chords are then put back together: those that lie on a circle about the centre of an original arc become one arc.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import atan2, hypot, pi, tan

import shapely
from shapely.geometry.base import BaseGeometry

from signage.geometry.arc_areas import FINE, STEP_RAD, Area, nested, polygon_of
from signage.geometry.arc_fit import without_crumbs
from signage.geometry.arcs import ArcRing, ArcSegment, ArcVertex
from signage.geometry.basic import Point

_MITRE_LIMIT = 4.0  # sharper corners are cut off at this many times the distance, as cutters' programs do
_WIDEST_RAD = 1.5 * pi  # longer arcs are halved


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
    shape = shapely.union_all([polygon_of(area, tolerance) for area in areas])
    moved = shape.buffer(by, join_style="mitre", mitre_limit=_MITRE_LIMIT)
    if moved.is_empty:
        return ()
    return with_arcs(moved, sources, by, tolerance)


def with_arcs(
    shape: BaseGeometry, sources: Sequence[ArcSegment], by: float, tolerance: float
) -> tuple[Area, ...] | None:
    """Return a shape of chords as areas with the arcs that the chords stem from.

    Args:
        shape: Polygons whose edges run at a distance `by` from the sources.
        sources: Lines and arcs of the original outlines.
        by: How far the shape's edges lie from them; its sign does not matter.
        tolerance: As in `offset`.

    Returns:
        The areas, or None when rings cross or touch even as plain chords.
    """
    finder = _Finder(sources, by, tolerance)
    outlines = [
        [Point(x, y) for x, y in ring.coords[:-1]]
        for part in shapely.get_parts(shape)
        for ring in (part.exterior, *part.interiors)
    ]
    found = nested(filter(None, (finder.ring(points) for points in outlines)), tolerance)
    if found is not None:
        return found
    plain = (ArcRing(tuple(ArcVertex(p.x, p.y) for p in points)) for points in outlines)
    return nested(plain, tolerance)


class _Finder:
    """Knows which original arc a chord of the moved outline stems from."""

    def __init__(self, sources: Sequence[ArcSegment], by: float, tolerance: float) -> None:
        self._arcs: list[tuple[Point, float] | None] = []  # centre and radius for each chord of an arc
        chords: list[tuple[Point, Point]] = []
        for source in sources:
            points = [source.start, *source.points(tolerance * FINE, STEP_RAD)]
            chords.extend(itertools.pairwise(points))
            circle = (source.centre, source.radius) if source.bulge else None
            self._arcs.extend([circle] * (len(points) - 1))
        self._tree = shapely.STRtree(shapely.linestrings(chords))
        self._by, self._least = abs(by), tolerance / 10
        # A mitred chord's corner stands off its circle by this share of the distance.
        self._slack = tolerance * 0.1 + abs(by) * STEP_RAD**2 / 2

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

    def _arc_of(self, a: Point, b: Point, arc: tuple[Point, float] | None) -> Point | None:
        """Return the centre of the circle that a chord belongs to, or None when it is a line."""
        if arc is None:
            return None
        centre, original = arc
        for radius in (original + self._by, original - self._by):
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
