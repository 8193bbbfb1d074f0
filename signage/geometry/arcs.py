"""Closed outlines made of straight lines and circular arcs, as machines cut them and DXF polylines hold them.

A vertex carries the bulge of the segment that leaves it: the tangent of a quarter of the arc's sweep, positive when the
arc runs counter-clockwise, 0 for a line. Areas and lengths are exact, by the formulae of circle segments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import acos, atan, ceil, cos, hypot, pi, sin
from typing import NamedTuple

from signage.geometry.basic import Point, Rect


class ArcVertex(NamedTuple):
    """A corner of an outline and the bulge of the segment that leaves it."""

    x: float
    y: float
    bulge: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcSegment:
    """One line or arc of an outline.

    Attributes:
        start, end: Its ends.
        bulge: Tangent of a quarter of its sweep; 0 for a line.
    """

    start: Point
    end: Point
    bulge: float

    @property
    def chord(self) -> float:
        """Distance between its ends."""
        return hypot(self.end.x - self.start.x, self.end.y - self.start.y)

    @property
    def sweep(self) -> float:
        """Angle it turns through in radians, counter-clockwise positive; 0 for a line."""
        return 4 * atan(self.bulge)

    @property
    def radius(self) -> float:
        """Radius of an arc; infinite for a line."""
        b = abs(self.bulge)
        return self.chord * (1 + b * b) / (4 * b) if b else float("inf")

    @property
    def centre(self) -> Point:
        """Centre of an arc.

        Raises:
            ZeroDivisionError: It is a line.
        """
        k = (1 - self.bulge**2) / (4 * self.bulge)
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        return Point((self.start.x + self.end.x) / 2 - dy * k, (self.start.y + self.end.y) / 2 + dx * k)

    @property
    def length(self) -> float:
        """Length along it."""
        return self.radius * abs(self.sweep) if self.bulge else self.chord

    @property
    def middle(self) -> Point:
        """Its halfway point."""
        rise = self.bulge / 2  # sagitta over chord; a positive bulge lies to the right of the chord
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        return Point((self.start.x + self.end.x) / 2 + dy * rise, (self.start.y + self.end.y) / 2 - dx * rise)

    @property
    def area(self) -> float:
        """Signed area between its chord and itself; positive when it bulges outwards of a counter-clockwise ring."""
        if not self.bulge:
            return 0.0
        sweep = self.sweep
        if abs(sweep) < 1e-3:  # the difference below would lose its digits: first terms of its series instead
            return self.chord**2 * self.bulge / 3 * (1 + self.bulge**2 * 2 / 5)
        return self.radius**2 * (sweep - sin(sweep)) / 2

    def points(self, tolerance: float, step_rad: float = pi / 4) -> list[Point]:
        """Return points after its start up to its end whose chords stray and turn by at most so much."""
        if not self.bulge:
            return [self.end]
        radius, sweep = self.radius, self.sweep
        widest = min(step_rad, 2 * acos(max(-1.0, 1 - tolerance / radius)) if tolerance < radius else step_rad)
        count = max(1, ceil(abs(sweep) / widest)) if widest > 0 else 1
        if count == 1:
            return [self.end]
        centre = self.centre
        ax, ay = self.start.x - centre.x, self.start.y - centre.y
        turned = []
        for index in range(1, count):
            c, s = cos(sweep * index / count), sin(sweep * index / count)
            turned.append(Point(centre.x + ax * c - ay * s, centre.y + ax * s + ay * c))
        return [*turned, self.end]

    def extremes(self) -> list[Point]:
        """Return its ends and the points where an arc reaches furthest along an axis."""
        found = [self.start, self.end]
        if self.bulge:
            centre, radius = self.centre, self.radius
            for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
                point = Point(centre.x + dx * radius, centre.y + dy * radius)
                if _is_beyond_chord(self, point):
                    found.append(point)
        return found


def _is_beyond_chord(segment: ArcSegment, point: Point) -> bool:
    """Return whether a point of the whole circle belongs to the arc: it lies on the arc's side of the chord."""
    side = (segment.end.x - segment.start.x) * (point.y - segment.start.y) - (segment.end.y - segment.start.y) * (
        point.x - segment.start.x
    )
    return side * segment.bulge < 0


@dataclass(frozen=True, slots=True)
class ArcRing:
    """A closed outline; the segment of the last vertex leads back to the first."""

    vertices: tuple[ArcVertex, ...]

    @classmethod
    def circle(cls, centre: Point, radius: float, *, is_ccw: bool = True) -> ArcRing:
        """Return a circle as two half circles."""
        bulge = 1.0 if is_ccw else -1.0
        return cls(
            (ArcVertex(centre.x + radius, centre.y, bulge), ArcVertex(centre.x - radius, centre.y, bulge)),
        )

    def segments(self) -> Iterator[ArcSegment]:
        """Yield its lines and arcs in order."""
        count = len(self.vertices)
        for index, vertex in enumerate(self.vertices):
            after = self.vertices[(index + 1) % count]
            yield ArcSegment(start=Point(vertex.x, vertex.y), end=Point(after.x, after.y), bulge=vertex.bulge)

    @property
    def as_circle(self) -> tuple[Point, float] | None:
        """Centre and radius of a circle of two half circles, None for any other outline."""
        if len(self.vertices) != 2 or any(abs(vertex.bulge) != 1.0 for vertex in self.vertices):
            return None
        one, other = self.vertices
        return Point((one.x + other.x) / 2, (one.y + other.y) / 2), hypot(one.x - other.x, one.y - other.y) / 2

    @property
    def signed_area(self) -> float:
        """Its exact area, negative when it runs clockwise."""
        # Taken about its first vertex, so that a small letter far from the origin keeps its digits.
        origin = self.vertices[0]
        total = 0.0
        for s in self.segments():
            ax, ay, bx, by = s.start.x - origin.x, s.start.y - origin.y, s.end.x - origin.x, s.end.y - origin.y
            total += (ax * by - bx * ay) / 2 + s.area
        return total

    @property
    def is_ccw(self) -> bool:
        """Whether it runs counter-clockwise."""
        return self.signed_area > 0

    @property
    def length(self) -> float:
        """Its exact length."""
        return sum(segment.length for segment in self.segments())

    @property
    def bounds(self) -> Rect:
        """Its exact box."""
        return Rect.around([point for segment in self.segments() for point in segment.extremes()])

    def turned(self) -> ArcRing:
        """Return the same outline run the other way."""
        return ArcRing(tuple(ArcVertex(s.end.x, s.end.y, -s.bulge) for s in reversed(list(self.segments()))))

    def moved(self, dx: float, dy: float) -> ArcRing:
        """Return it shifted."""
        return ArcRing(tuple(ArcVertex(v.x + dx, v.y + dy, v.bulge) for v in self.vertices))

    def flattened(self, tolerance: float = 0.05, step_rad: float = pi / 4) -> list[Point]:
        """Return its points, with chords that stray from arcs by at most `tolerance` and turn by at most `step_rad`."""
        return [point for segment in self.segments() for point in segment.points(tolerance, step_rad)]
