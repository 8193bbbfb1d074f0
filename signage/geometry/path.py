"""Outlines made of lines and Bézier curves, kept exact until a caller asks for a polygon."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from signage.geometry.basic import Affine, Point, Rect

_ARITY = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}


@dataclass(frozen=True, slots=True)
class Path:
    """Contours as verbs and points: M move, L line, Q quadratic, C cubic, Z close.

    Filled by the non-zero rule. Outer contours run counter-clockwise (y up) and holes clockwise wherever this package
    makes them.

    Attributes:
        verbs: One letter a segment.
        coords: x, y of each segment's points, flat, in the order of `verbs`.
    """

    verbs: str
    coords: tuple[float, ...]
    # The exact box once computed: measures, marks and drawings of one sign all ask for it.
    _box: Rect | None = field(default=None, init=False, repr=False, compare=False)
    _area: float | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        wanted = 2 * _points_of(self.verbs)
        if wanted != len(self.coords):
            raise ValueError(f"{len(self.coords)} numbers for verbs that need {wanted}")

    @classmethod
    def measured(cls, verbs: str, coords: tuple[float, ...], *, box: Rect, area: float) -> Path:
        """Return an outline whose exact box and signed area are known, such as a glyph's at another size."""
        path = cls(verbs, coords)
        object.__setattr__(path, "_box", box)
        object.__setattr__(path, "_area", area)
        return path

    @classmethod
    def rect(cls, rect: Rect) -> Path:
        """Return a rectangle's outline."""
        return cls.polygon(rect.corners)

    @classmethod
    def polygon(cls, points: Sequence[Point | tuple[float, float]]) -> Path:
        """Return a closed outline through the points."""
        return cls("M" + "L" * (len(points) - 1) + "Z", tuple(float(v) for p in points for v in p))

    @classmethod
    def line(cls, points: Sequence[Point | tuple[float, float]]) -> Path:
        """Return an open line through the points."""
        return cls("M" + "L" * (len(points) - 1), tuple(float(v) for p in points for v in p))

    @classmethod
    def joined(cls, paths: Sequence[Path]) -> Path:
        """Return the contours of all paths as one path."""
        return cls("".join(p.verbs for p in paths), tuple(v for p in paths for v in p.coords))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.verbs

    @property
    def as_rect(self) -> Rect | None:
        """The upright rectangle that it is, or None when it is anything else."""
        if self.verbs != "MLLLZ":
            return None
        x0, y0, x1, y1, x2, y2, x3, y3 = self.coords
        is_first_level = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
        is_first_upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
        return Rect(min(x0, x2), min(y0, y2), max(x0, x2), max(y0, y2)) if is_first_level or is_first_upright else None

    def segments(self) -> Iterator[tuple[str, tuple[Point, ...]]]:
        """Yield each segment's verb and its points (without the pen's position)."""
        at = 0
        for verb in self.verbs:
            count = _ARITY[verb]
            flat = self.coords[at : at + 2 * count]
            yield verb, tuple(Point(flat[i], flat[i + 1]) for i in range(0, 2 * count, 2))
            at += 2 * count

    def transformed(self, by: Affine) -> Path:
        """Return the image under an affine map."""
        if not self.coords:
            return self
        points: NDArray[np.float64] = np.asarray(self.coords, dtype=np.float64).reshape(-1, 2)
        matrix = np.array([[by.a, by.b], [by.c, by.d]])
        moved = points @ matrix + np.array([by.e, by.f])
        return Path(self.verbs, tuple(moved.ravel().tolist()))

    def reversed(self) -> Path:
        """Return the same contours run the other way: outer ones become holes of whatever lies around them.

        Every contour must be closed; it then begins where it began.
        """
        builder = PathBuilder()
        for contour in self._contours():
            start = contour[0][1][-1]
            pens = [ends[-1] for _, ends in contour]
            builder.add("M", start)
            if pens[-1] != start:
                builder.add("L", pens[-1])
            for index in range(len(contour) - 1, 0, -1):
                verb, ends = contour[index]
                builder.add(verb, *reversed((pens[index - 1], *ends[:-1])))
            builder.add("Z")
        return builder.build()

    def _contours(self) -> list[list[tuple[str, tuple[Point, ...]]]]:
        """Return each contour's segments, the move first and the closing edge left out."""
        found: list[list[tuple[str, tuple[Point, ...]]]] = []
        for verb, ends in self.segments():
            if verb == "M":
                found.append([])
            if verb != "Z":
                found[-1].append((verb, ends))
        return found

    def control_bounds(self) -> Rect | None:
        """Return the box of all control points (never smaller than the outline's), or None when empty."""
        if not self.coords:
            return None
        xs, ys = self.coords[0::2], self.coords[1::2]
        return Rect(min(xs), min(ys), max(xs), max(ys))

    def bounds(self) -> Rect | None:
        """Return the exact box of the outline, extrema of curves included, or None when empty."""
        if self._box is None and self.coords:
            object.__setattr__(self, "_box", self._exact_box())
        return self._box

    def _exact_box(self) -> Rect:
        # Written out flat: a check asks for the box of every letter, and most of the time would go into small tuples.
        coords, at = self.coords, 0
        xs: list[float] = []
        ys: list[float] = []
        x = y = 0.0
        for verb in self.verbs:
            if verb == "Q":
                qx, qy, end_x, end_y = coords[at : at + 4]
                if not (x <= qx <= end_x or end_x <= qx <= x) or not (y <= qy <= end_y or end_y <= qy <= y):
                    for point in _quadratic_extrema(Point(x, y), Point(qx, qy), Point(end_x, end_y)):
                        xs.append(point.x)
                        ys.append(point.y)
                x, y = end_x, end_y
                at += 4
            elif verb == "C":
                bx, by, cx, cy, end_x, end_y = coords[at : at + 6]
                low_x, high_x, low_y, high_y = min(x, end_x), max(x, end_x), min(y, end_y), max(y, end_y)
                inside = low_x <= bx <= high_x and low_x <= cx <= high_x
                if not (inside and low_y <= by <= high_y and low_y <= cy <= high_y):
                    for point in _cubic_extrema(Point(x, y), Point(bx, by), Point(cx, cy), Point(end_x, end_y)):
                        xs.append(point.x)
                        ys.append(point.y)
                x, y = end_x, end_y
                at += 6
            elif verb == "Z":
                continue
            else:
                x, y = coords[at], coords[at + 1]
                at += 2
            xs.append(x)
            ys.append(y)
        return Rect(min(xs), min(ys), max(xs), max(ys))

    def flattened(self, tolerance: float = 0.05) -> list[list[Point]]:
        """Return the contours as point lists that stray from the curve by at most `tolerance`."""
        contours: list[list[Point]] = []
        for verb, ends in self.segments():
            if verb == "M":
                contours.append([ends[0]])
            elif verb == "L":
                contours[-1].append(ends[0])
            elif verb == "Z":
                continue
            else:
                contours[-1].extend(_curve_points(contours[-1][-1], ends, tolerance))
        return contours

    def signed_area(self) -> float:
        """Return the exact signed area by Green's theorem; counter-clockwise contours count positive."""
        if self._area is None:
            object.__setattr__(self, "_area", self._exact_area())
        return self._area or 0.0

    def _exact_area(self) -> float:
        # Written out flat like the box: it is most of the first check of a new layout.
        coords, at = self.coords, 0
        total = px = py = sx = sy = 0.0  # the pen, and where the contour started
        for verb in self.verbs:
            if verb == "Q":
                qx, qy, x, y = coords[at : at + 4]
                total += (px * qy - qx * py) / 3 + (qx * y - x * qy) / 3 + (px * y - x * py) / 6
                at += 4
            elif verb == "C":
                bx, by, cx, cy, x, y = coords[at : at + 6]
                near = 6 * (px * by - bx * py) + 3 * (px * cy - cx * py) + (px * y - x * py)
                total += (near + 3 * (bx * cy - cx * by) + 3 * (bx * y - x * by) + 6 * (cx * y - x * cy)) / 20
                at += 6
            elif verb == "M":
                total += (px * sy - sx * py) / 2
                x, y = sx, sy = coords[at], coords[at + 1]
                at += 2
            else:
                if verb == "Z":
                    x, y = sx, sy
                else:
                    x, y = coords[at], coords[at + 1]
                    at += 2
                total += (px * y - x * py) / 2
            px, py = x, y
        return total + (px * sy - sx * py) / 2


@lru_cache(maxsize=2048)  # a letter's sides come with the same verbs wherever it stands
def _points_of(verbs: str) -> int:
    """Return how many points verbs take; counted in C, since every path is checked when it is made."""
    curves = verbs.count("Q") + 2 * verbs.count("C")
    simple = verbs.count("M") + verbs.count("L") + verbs.count("Q") + verbs.count("C")
    if simple + verbs.count("Z") != len(verbs):
        raise KeyError(verbs)
    return simple + curves


class PathBuilder:
    """Collects segments and gives a `Path`."""

    def __init__(self) -> None:
        self._verbs: list[str] = []
        self._coords: list[float] = []

    def add(self, verb: str, *points: Point | tuple[float, float]) -> PathBuilder:
        """Append one segment and return self."""
        self._verbs.append(verb)
        for point in points:
            self._coords.extend((float(point[0]), float(point[1])))
        return self

    def build(self) -> Path:
        """Return what was collected."""
        return Path("".join(self._verbs), tuple(self._coords))


def _curve_points(pen: Point, ends: tuple[Point, ...], tolerance: float) -> list[Point]:
    # The second difference bounds how far the chord strays: n = sqrt(k·d / tolerance), k = 1/4 and 3/4.
    if len(ends) == 2:
        q, r = ends
        bend = abs(complex(pen.x - 2 * q.x + r.x, pen.y - 2 * q.y + r.y)) / 4
    else:
        b, c, d = ends
        one = abs(complex(pen.x - 2 * b.x + c.x, pen.y - 2 * b.y + c.y))
        two = abs(complex(b.x - 2 * c.x + d.x, b.y - 2 * c.y + d.y))
        bend = 3 * max(one, two) / 4
    count = max(1, ceil(sqrt(bend / tolerance)))
    return [_curve_at(pen, ends, step / count) for step in range(1, count)] + [ends[-1]]


def _curve_at(pen: Point, ends: tuple[Point, ...], t: float) -> Point:
    if len(ends) == 2:  # nearly all curves of typefaces; the steps are those below
        (px, py), (qx, qy), (rx, ry) = pen, *ends
        ax, ay = px + (qx - px) * t, py + (qy - py) * t
        return Point(ax + (qx + (rx - qx) * t - ax) * t, ay + (qy + (ry - qy) * t - ay) * t)
    level = [pen, *ends]
    while len(level) > 1:
        level = [Point(p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t) for p, q in itertools.pairwise(level)]
    return level[0]


def _quadratic_extrema(p: Point, q: Point, r: Point) -> list[Point]:
    found = []
    for axis in (0, 1):
        bottom = p[axis] - 2 * q[axis] + r[axis]
        if bottom:
            t = (p[axis] - q[axis]) / bottom
            if 0 < t < 1:
                found.append(_curve_at(p, (q, r), t))
    return found


def _cubic_extrema(p: Point, b: Point, c: Point, d: Point) -> list[Point]:
    found = []
    for axis in (0, 1):
        k2 = -p[axis] + 3 * b[axis] - 3 * c[axis] + d[axis]
        k1 = 2 * (p[axis] - 2 * b[axis] + c[axis])
        k0 = b[axis] - p[axis]
        for root in np.roots([k2, k1, k0]) if k2 or k1 else []:
            if abs(root.imag) < 1e-12 and 0 < root.real < 1:
                found.append(_curve_at(p, (b, c, d), float(root.real)))
    return found
