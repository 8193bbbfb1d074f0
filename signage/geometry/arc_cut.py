"""From any outline to areas of lines and arcs that a machine can cut: none crosses or touches itself or another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce

import shapely
from shapely.geometry import Polygon, box

from signage.geometry.arc_areas import FINE, STEP_RAD, Area, nested
from signage.geometry.arc_fit import fit_arcs
from signage.geometry.arc_offset import with_arcs
from signage.geometry.arcs import ArcRing
from signage.geometry.basic import Point
from signage.geometry.path import Path
from signage.geometry.union import united

_NECK = 0.4  # half the width, in tolerances, of what joins two corners that meet in a point
_SAME_AREA = 1e-3
_FINER = (1.0, 0.25, 0.0625)  # shares of the tolerance that are tried when outlines come too close


def areas_of(path: Path, tolerance: float = 0.05) -> tuple[Area, ...]:
    """Return what a path fills, bounded by lines and arcs.

    Contours that come closer to each other than the tolerance are followed more closely. Where corners meet in a mere
    point, as in very bold faces, a neck narrower than the tolerance joins them: half of the letter would fall off.

    Args:
        path: Contours of any direction; those that cross are united first.
        tolerance: How far the result may stray from the curves, in the path's unit.

    Returns:
        The areas from left to right, empty when the path fills nothing.

    Raises:
        ValueError: The outline is so broken that no areas can be found.
    """
    found = _areas(path, tolerance)
    if found is None:
        joined = united([path])
        found = _areas(joined, tolerance) if joined is not None else None
    if found is None:
        raise ValueError("this outline crosses itself and cannot be united")
    return found


def _areas(path: Path, tolerance: float) -> tuple[Area, ...] | None:
    meetings: int | None = None
    area = abs(path.signed_area())
    for finer in _FINER:
        rings = fit_arcs(path, tolerance * finer)
        found = nested(rings, tolerance)
        if found is not None:
            return found
        if meetings is None:
            meetings = len(_meetings(path.flattened(tolerance * FINE)))
        points = _meetings([ring.flattened(tolerance * FINE, STEP_RAD) for ring in rings])
        # More meetings than the design has would be crossings that the fit has made.
        if 0 < len(points) <= meetings:
            found = _necked(rings, points, tolerance)
            # Contours that overlap instead of touching would leave each other out.
            if found is not None and abs(sum(a.signed_area for a in found) - area) <= _SAME_AREA * area:
                return found
    return None


def _meetings(contours: Iterable[Sequence[Point]]) -> list[tuple[float, float]]:
    """Return the points where closed contours meet themselves or each other."""
    lines = [shapely.LinearRing(contour) for contour in contours if len(contour) > 2]
    merged = shapely.line_merge(shapely.node(shapely.MultiLineString([line.coords for line in lines])))
    ends: Counter[tuple[float, float]] = Counter()
    for line in shapely.get_parts(merged):
        ends.update((line.coords[0], line.coords[-1]))
    return sorted(point for point, count in ends.items() if count > 2)


def _necked(
    rings: Sequence[ArcRing], points: Sequence[tuple[float, float]], tolerance: float
) -> tuple[Area, ...] | None:
    polygons = [shapely.make_valid(Polygon(ring.flattened(tolerance * FINE, STEP_RAD))) for ring in rings]
    shape = reduce(shapely.symmetric_difference, polygons)
    half = tolerance * _NECK / 2**0.5
    necks = [box(x - half, y - half, x + half, y + half) for x, y in points]
    whole = shapely.union_all([shape, *necks])
    return with_arcs(whole, [s for ring in rings for s in ring.segments()], 0.0, tolerance)
