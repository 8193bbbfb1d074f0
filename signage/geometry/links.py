"""How two areas face each other: their parts, where they come nearest, and what of an area a line crosses."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, MultiPolygon

from signage.geometry.basic import Point
from signage.geometry.region import Region

Span = tuple[float, float]


def parts_of(region: Region) -> tuple[Region, ...]:
    """Return each connected part of an area as an area of its own, the largest first."""
    parts = sorted(region.shape.geoms, key=lambda part: (-part.area, part.bounds))
    return tuple(Region(MultiPolygon([part])) for part in parts)


def distances(regions: Sequence[Region], to: Region) -> tuple[float, ...]:
    """Return how far each of several areas is from another; 0 where they touch or overlap."""
    return tuple(map(float, shapely.distance([region.shape for region in regions], to.shape))) if regions else ()


def nearest(one: Region, other: Region) -> tuple[Point, Point]:
    """Return the point of each of two areas that is nearest to the other; the same one where they touch.

    Raises:
        ValueError: One of them is empty.
    """
    if one.is_empty or other.is_empty:
        raise ValueError("an empty area has no nearest point")
    (ax, ay), (bx, by) = shapely.shortest_line(one.shape, other.shape).coords
    return Point(ax, ay), Point(bx, by)


def crossed(region: Region, at: Point, way: Point, reach: float) -> tuple[Span, ...]:
    """Return what of an area a line through a point crosses, as distances along the line from that point, in order.

    Args:
        region: The area.
        at: A point of the line.
        way: The line's direction, of length 1.
        reach: How far the line goes on either side.
    """
    ends = [(at.x + way.x * by, at.y + way.y * by) for by in (-reach, reach)]
    found = []
    for part in shapely.get_parts(shapely.intersection(region.shape, LineString(ends))):
        if isinstance(part, LineString) and part.length > 0:
            along = [(x - at.x) * way.x + (y - at.y) * way.y for x, y in part.coords]
            found.append((min(along), max(along)))
    return tuple(sorted(found))
