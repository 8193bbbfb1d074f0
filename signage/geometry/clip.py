"""Outlines and lines cut off at a rectangle."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, Polygon

from signage.geometry.basic import Point, Rect


def clipped_ring(points: Sequence[Point], to: Rect) -> list[list[Point]]:
    """Return the rings around what a closed ring has inside a rectangle; nothing when they share no area."""
    if len(points) < 3 or not _touches(points, to):
        return []
    shape = shapely.make_valid(Polygon(points))
    inside = shapely.intersection(shape, shapely.box(to.x0, to.y0, to.x1, to.y1))
    rings = []
    for part in shapely.get_parts(inside):
        if isinstance(part, Polygon) and part.area > 0:
            rings += [part.exterior, *part.interiors]
    return [[Point(x, y) for x, y in ring.coords[:-1]] for ring in rings]


def clipped_line(points: Sequence[Point], to: Rect) -> list[list[Point]]:
    """Return the parts of an open line inside a rectangle, in order; nothing when it passes by."""
    if len(points) < 2 or not _touches(points, to):
        return []
    inside = shapely.intersection(LineString(points), shapely.box(to.x0, to.y0, to.x1, to.y1))
    merged = shapely.line_merge(inside) if inside.geom_type == "MultiLineString" else inside
    parts = (part for part in shapely.get_parts(merged) if isinstance(part, LineString) and part.length > 0)
    return [[Point(x, y) for x, y in part.coords] for part in parts]


def _touches(points: Sequence[Point], to: Rect) -> bool:
    return Rect.around(points).intersection(to) is not None
