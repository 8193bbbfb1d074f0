"""Points, rectangles and affine maps."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import NamedTuple

from signage.quick_init import quick


class Point(NamedTuple):
    """A point; x to the right, y up."""

    x: float
    y: float


@quick
@dataclass(frozen=True, slots=True)
class Rect:
    """An axis-parallel rectangle with x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (self.x0 <= self.x1 and self.y0 <= self.y1):
            raise ValueError(f"not a rectangle: {self.x0}, {self.y0}, {self.x1}, {self.y1}")

    @classmethod
    def sized(cls, x: float, y: float, width: float, height: float) -> Rect:
        """Return the rectangle with this lower left corner and size."""
        return cls(x, y, x + width, y + height)

    @classmethod
    def around(cls, points: Iterable[Point | tuple[float, float]]) -> Rect:
        """Return the smallest rectangle that holds the points; at least one is needed."""
        listed = list(points)
        xs, ys = [p[0] for p in listed], [p[1] for p in listed]
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def joined(cls, rects: Iterable[Rect]) -> Rect:
        """Return the smallest rectangle that holds all the others; at least one is needed."""
        listed = list(rects)
        return cls(
            min(r.x0 for r in listed), min(r.y0 for r in listed), max(r.x1 for r in listed), max(r.y1 for r in listed)
        )

    @property
    def width(self) -> float:
        """Extent in x."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Extent in y."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """Middle of the rectangle."""
        return Point((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2)

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Corners counter-clockwise from the lower left."""
        return (Point(self.x0, self.y0), Point(self.x1, self.y0), Point(self.x1, self.y1), Point(self.x0, self.y1))

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle shifted."""
        return Rect(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, by: float, by_y: float | None = None) -> Rect:
        """Return the rectangle with every side moved outwards (inwards when negative, at most to its middle)."""
        dx = max(by, -self.width / 2)
        dy = max(by if by_y is None else by_y, -self.height / 2)
        return Rect(self.x0 - dx, self.y0 - dy, self.x1 + dx, self.y1 + dy)

    def intersection(self, other: Rect) -> Rect | None:
        """Return the common part, or None when they share no area and no edge."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return Rect(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None

    def overlaps(self, other: Rect) -> bool:
        """Return whether they share area; touching edges do not count."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def contains(self, other: Rect) -> bool:
        """Return whether `other` lies inside, edges included."""
        return self.x0 <= other.x0 and self.y0 <= other.y0 and other.x1 <= self.x1 and other.y1 <= self.y1


@dataclass(frozen=True, slots=True)
class Affine:
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f (the order of SVG's `matrix`)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def shift(cls, dx: float, dy: float) -> Affine:
        """Return a translation."""
        return cls(e=dx, f=dy)

    @classmethod
    def scale(cls, sx: float, sy: float | None = None) -> Affine:
        """Return a scaling about the origin."""
        return cls(a=sx, d=sx if sy is None else sy)

    @classmethod
    def turn(cls, angle_deg: float) -> Affine:
        """Return a counter-clockwise rotation about the origin."""
        c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
        return cls(c, s, -s, c)

    def then(self, later: Affine) -> Affine:
        """Return the map that applies this one first and `later` after it."""
        return Affine(
            later.a * self.a + later.c * self.b,
            later.b * self.a + later.d * self.b,
            later.a * self.c + later.c * self.d,
            later.b * self.c + later.d * self.d,
            later.a * self.e + later.c * self.f + later.e,
            later.b * self.e + later.d * self.f + later.f,
        )

    def inverse(self) -> Affine:
        """Return the inverse map.

        Raises:
            ValueError: The map flattens the plane.
        """
        det = self.a * self.d - self.b * self.c
        if det == 0:
            raise ValueError("this map has no inverse")
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def apply(self, point: Point | tuple[float, float]) -> Point:
        """Return the image of a point."""
        x, y = point
        return Point(self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)


def polyline_y_at(line: Sequence[Point], x: float) -> float | None:
    """Return the height of a left-to-right polyline at `x`, or None where it does not reach."""
    for start, end in itertools.pairwise(line):
        if start.x <= x <= end.x:
            if end.x == start.x:
                return max(start.y, end.y)
            return start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x)
    return None


def polyline_y_max(line: Sequence[Point], x0: float, x1: float) -> float | None:
    """Return the greatest height of a left-to-right polyline over [x0, x1], or None where it does not reach."""
    ends = (polyline_y_at(line, x0), polyline_y_at(line, x1))
    if ends[0] is None or ends[1] is None:
        return None
    return max(ends[0], ends[1], *(p.y for p in line if x0 <= p.x <= x1))
