"""Areas with holes, over shapely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from signage.geometry.basic import Affine, Point, Rect
from signage.geometry.path import Path


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A plane area, possibly in several parts with holes; may be empty."""

    shape: MultiPolygon

    @classmethod
    def empty(cls) -> Region:
        """Return the empty region."""
        return cls(MultiPolygon())

    @classmethod
    def rect(cls, rect: Rect) -> Region:
        """Return a rectangle as a region."""
        return cls(MultiPolygon([box(rect.x0, rect.y0, rect.x1, rect.y1)]))

    @classmethod
    def polygon(cls, points: Sequence[Point | tuple[float, float]]) -> Region:
        """Return the region inside a ring of points.

        Raises:
            ValueError: The ring crosses or touches itself, or has no area.
        """
        shape = Polygon([(p[0], p[1]) for p in points]) if len(points) >= 3 else Polygon()
        if shape.is_empty or not shape.is_valid or shape.area == 0:
            raise ValueError(f"not a simple polygon: {shapely.is_valid_reason(shape)}")
        return cls(MultiPolygon([shape]))

    @classmethod
    def of_path(cls, path: Path, tolerance: float = 0.05) -> Region:
        """Return the area of a path whose contours do not overlap (holes run against their outer contour).

        A hole belongs to the smallest outer ring that holds one of its own vertices, never a representative point.
        """
        rings = [Polygon(c) for c in path.flattened(tolerance) if len(c) >= 3]
        rings = [ring for ring in rings if ring.area > 0]
        if not rings:
            return cls.empty()
        outer_sign = max(rings, key=lambda ring: ring.area).exterior.is_ccw
        outers = sorted((r for r in rings if r.exterior.is_ccw == outer_sign), key=lambda ring: ring.area)
        holes: dict[int, list[Polygon]] = {index: [] for index in range(len(outers))}
        for hole in (r for r in rings if r.exterior.is_ccw != outer_sign):
            corner = shapely.Point(hole.exterior.coords[0])
            for index, outer in enumerate(outers):
                if outer.area > hole.area and outer.intersects(corner):
                    holes[index].append(hole)
                    break
        parts = [
            Polygon(outer.exterior.coords, [h.exterior.coords for h in holes[index]])
            for index, outer in enumerate(outers)
        ]
        return cls(_polygons(unary_union([shapely.make_valid(part) for part in parts])))

    @classmethod
    def union(cls, regions: Iterable[Region]) -> Region:
        """Return the union of several regions."""
        return cls(_polygons(unary_union([region.shape for region in regions])))

    @property
    def area(self) -> float:
        """Area in square units of the space."""
        return float(self.shape.area)

    @property
    def perimeter(self) -> float:
        """Length of all boundaries, holes included."""
        return float(self.shape.length)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return bool(self.shape.is_empty)

    @property
    def bounds(self) -> Rect | None:
        """The smallest rectangle around it, or None when empty."""
        return None if self.is_empty else Rect(*self.shape.bounds)

    def intersection(self, other: Region) -> Region:
        """Return the common part; shared edges alone are no area."""
        return Region(_polygons(self.shape.intersection(other.shape)))

    def difference(self, other: Region) -> Region:
        """Return what is left when `other` is taken away."""
        return Region(_polygons(self.shape.difference(other.shape)))

    def covers(self, other: Region) -> bool:
        """Return whether no part of `other` lies outside."""
        return bool(self.shape.covers(other.shape))

    def holds(self, points: Sequence[Point]) -> tuple[bool, ...]:
        """Return for each point whether it lies inside or on the boundary."""
        if not points or self.is_empty:
            return (False,) * len(points)
        shapely.prepare(self.shape)
        found = shapely.intersects_xy(self.shape, [p[0] for p in points], [p[1] for p in points])
        return tuple(bool(inside) for inside in found)

    def cells(self, pitch: float) -> tuple[Point, ...]:
        """Return the middles that it holds of a grid's square cells, row by row; one of the corners is the origin."""
        box = self.bounds
        if box is None:
            return ()
        columns = np.arange(box.x0 // pitch, box.x1 // pitch + 1)
        rows = np.arange(box.y0 // pitch, box.y1 // pitch + 1)
        x, y = (found.ravel() for found in np.meshgrid((columns + 0.5) * pitch, (rows + 0.5) * pitch))
        shapely.prepare(self.shape)
        inside = shapely.intersects_xy(self.shape, x, y)
        return tuple(map(Point, x[inside].tolist(), y[inside].tolist()))

    def distance(self, other: Region) -> float:
        """Return the smallest gap; 0 when they touch or overlap."""
        return float(self.shape.distance(other.shape))

    def grown(self, by: float, *, mitred: bool = False) -> Region:
        """Return the region offset outwards (inwards when negative), with round or mitred corners."""
        style = "mitre" if mitred else "round"
        return Region(_polygons(self.shape.buffer(by, join_style=style, quad_segs=16, mitre_limit=4.0)))

    def convex_hull(self) -> Region:
        """Return the convex hull."""
        return Region(_polygons(self.shape.convex_hull))

    def transformed(self, by: Affine) -> Region:
        """Return the image under an affine map."""
        return Region(_polygons(affinity.affine_transform(self.shape, (by.a, by.c, by.b, by.d, by.e, by.f))))

    def rings(self) -> tuple[tuple[tuple[Point, ...], tuple[tuple[Point, ...], ...]], ...]:
        """Return each part as its outer ring (counter-clockwise) and its holes (clockwise)."""
        parts = []
        for part in self.shape.geoms:
            turned = shapely.geometry.polygon.orient(part)
            outer = tuple(Point(x, y) for x, y in turned.exterior.coords[:-1])
            holes = tuple(tuple(Point(x, y) for x, y in ring.coords[:-1]) for ring in turned.interiors)
            parts.append((outer, holes))
        return tuple(parts)

    def parts(self) -> tuple[Region, ...]:
        """Return each connected part with its holes."""
        return tuple(Region(MultiPolygon([part])) for part in self.shape.geoms)

    def to_path(self) -> Path:
        """Return the boundary as straight-sided contours."""
        return Path.joined([Path.polygon(ring) for outer, holes in self.rings() for ring in (outer, *holes)])


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    if isinstance(shape, MultiPolygon):
        return shape
    if isinstance(shape, Polygon):
        return MultiPolygon() if shape.is_empty else MultiPolygon([shape])
    parts = [g for g in getattr(shape, "geoms", ()) if isinstance(g, Polygon | MultiPolygon)]
    return _polygons(unary_union(parts)) if parts else MultiPolygon()
