"""Figures that enclose things: convex hulls, the smallest rectangle at any angle, the smallest eight-sided figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf, pi

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from signage.geometry.basic import Point, Rect
from signage.geometry.flatten import flat_contours
from signage.geometry.path import Path

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A closed figure that encloses something.

    Attributes:
        corners: Its corners counter-clockwise; of a circle, points on it for drawing.
        area: Its exact area in square units of the space.
    """

    corners: tuple[Point, ...]
    area: float


def upright_figure(rect: Rect) -> Figure:
    """Return an upright rectangle as a figure."""
    return Figure(corners=rect.corners, area=rect.area)


@lru_cache(maxsize=4096)
def hull_points(path: Path, tolerance: float = 0.01) -> tuple[Point, ...]:
    """Return the corners of an outline's convex hull, counter-clockwise; empty when the outline is.

    Args:
        path: Contours in any space; its curves are cut into chords first.
        tolerance: How far a chord may stray from its curve, in the path's unit.
    """
    points, _ = flat_contours(path, tolerance)
    return convex_hull([Point(x, y) for x, y in points.tolist()])


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the corners of the convex hull, counter-clockwise, without points on its sides."""
    listed = sorted(set(points))
    if len(listed) < 3:
        return tuple(listed)
    below, above = _chain(listed), _chain(listed[::-1])
    return (*below[:-1], *above[:-1])


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for p in points:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], p) <= 0:
            chain.pop()
        chain.append(p)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def hull_figure(hull: Sequence[Point]) -> Figure:
    """Return a convex hull as a figure."""
    around = (*hull, hull[0]) if hull else ()
    twice = sum(p.x * q.y - q.x * p.y for p, q in pairwise(around))
    return Figure(corners=tuple(hull), area=abs(twice) / 2)


def turned_rectangle(hull: Sequence[Point]) -> Figure:
    """Return the smallest rectangle at any angle around a convex hull.

    One of its sides lies along a side of the hull (Freeman and Shapira 1975), so each of them is tried; of equal ones
    the first counts. A single point gives its own box, without area.
    """
    points: Numbers = np.array(hull, dtype=np.float64).reshape(-1, 2)
    sides = np.roll(points, -1, axis=0) - points
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    if not (lengths > 0).any():
        return upright_figure(Rect.around(hull))
    along = sides[lengths > 0] / lengths[lengths > 0, np.newaxis]
    across = np.column_stack((-along[:, 1], along[:, 0]))
    u, v = points @ along.T, points @ across.T
    low_u, high_u, low_v, high_v = u.min(0), u.max(0), v.min(0), v.max(0)
    areas = (high_u - low_u) * (high_v - low_v)
    best = int(np.argmin(areas))
    ends = [(low_u, low_v), (high_u, low_v), (high_u, high_v), (low_u, high_v)]
    corners = [a[best] * along[best] + b[best] * across[best] for a, b in ends]
    return Figure(corners=tuple(Point(float(x), float(y)) for x, y in corners), area=float(areas[best]))


def circle_around(hull: Sequence[Point], sides: int = 72) -> Figure:
    """Return the smallest circle around a convex hull, drawn with so many sides; its area is the circle's own."""
    ring = Polygon(hull) if len(hull) > 2 else shapely.MultiPoint(hull)
    radius = float(shapely.minimum_bounding_radius(ring))
    middle = shapely.minimum_bounding_circle(ring).centroid
    turns = np.linspace(0.0, 2 * pi, sides, endpoint=False)
    corners = tuple(
        Point(middle.x + radius * float(c), middle.y + radius * float(s))
        for c, s in zip(np.cos(turns), np.sin(turns), strict=True)
    )
    return Figure(corners=corners, area=pi * radius * radius)


@lru_cache(maxsize=1024)
def with_at_most_sides(hull: tuple[Point, ...], most: int) -> Figure:
    """Return a convex figure of at most so many straight sides around a convex hull; one with no more stays as it is.

    Sides go one by one, each time the one whose neighbours, drawn out until they meet, add least area. It is a small
    figure, not proven to be the smallest.

    Args:
        hull: Corners of a convex hull, counter-clockwise.
        most: At least 3.
    """
    ring = list(hull)
    costs = [_cost(ring, i)[0] for i in range(len(ring))]
    while len(ring) > most:
        at = min(range(len(ring)), key=costs.__getitem__)
        _, meet = _cost(ring, at)
        if meet is None:
            return upright_figure(Rect.around(hull))
        after = (at + 1) % len(ring)
        ring[at] = meet
        del ring[after], costs[after]
        here = at - 1 if after < at else at
        for near in (here - 2, here - 1, here, here + 1):
            costs[near % len(ring)] = _cost(ring, near % len(ring))[0]
    return hull_figure(ring)


def _cost(ring: Sequence[Point], at: int) -> tuple[float, Point | None]:
    """Return what it adds to leave out the side from corner `at`, and where its neighbours meet; never, if nowhere."""
    count = len(ring)
    a, b, c, d = (ring[(at + step) % count] for step in (-1, 0, 1, 2))
    ux, uy, vx, vy = b.x - a.x, b.y - a.y, c.x - d.x, c.y - d.y
    turn = ux * vy - uy * vx
    if turn >= -1e-12:  # they run apart, or side by side
        return inf, None
    way = ((c.x - b.x) * vy - (c.y - b.y) * vx) / turn
    meet = Point(b.x + way * ux, b.y + way * uy)
    return abs(_turn(b, meet, c)) / 2, meet


def eight_sided(boxes: Sequence[Rect]) -> Figure:
    """Return the smallest figure of at most eight upright and level sides around boxes.

    Such a figure has at most two inward corners. It is either one straight side with three steps over it (from below,
    from above, from the left or from the right), which holds the U, the T and the stairs; or the box of all with two
    opposite corners cut out. An arm may be as thin as a line. In the smallest one every step lies at a side of a box.

    Args:
        boxes: Upright boxes, at least one; the figure holds each of them whole.
    """
    best = upright_figure(Rect.joined(boxes))
    flat: Numbers = np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes])
    for turned in (False, True):
        for flipped in (False, True):
            placed = _placed(flat, turned, flipped)
            for figure in (_three_steps(placed), *(() if turned else (_two_corners(placed),))):
                if figure.area < best.area:
                    best = Figure(corners=_unplaced(figure.corners, turned, flipped), area=figure.area)
    return best


def _placed(flat: Numbers, turned: bool, flipped: bool) -> Numbers:
    """Exchange the axes, then mirror upside down."""
    placed = flat[:, [1, 0, 3, 2]] if turned else flat
    return np.column_stack((placed[:, 0], -placed[:, 3], placed[:, 2], -placed[:, 1])) if flipped else placed


def _unplaced(corners: tuple[Point, ...], turned: bool, flipped: bool) -> tuple[Point, ...]:
    back = [Point(p.x, -p.y) if flipped else p for p in corners]
    back = [Point(p.y, p.x) for p in back] if turned else back
    return tuple(reversed(back)) if turned != flipped else tuple(back)


def _three_steps(boxes: Numbers) -> Figure:
    """A level foot and three heights over it, the steps at any two box sides."""
    foot = float(boxes[:, 1].min())
    edges = np.unique(boxes[:, [0, 2]])
    covers = (boxes[:, 0, np.newaxis] < edges[1:]) & (boxes[:, 2, np.newaxis] > edges[:-1])
    tops = np.where(covers, boxes[:, 3, np.newaxis], foot).max(0) - foot
    count = len(tops)
    left = np.concatenate(([0.0], np.maximum.accumulate(tops)))  # height over the first i strips
    right = np.concatenate((np.maximum.accumulate(tops[::-1])[::-1], [0.0]))
    middle = np.zeros((count + 1, count + 1))
    for i in range(count):
        middle[i, i + 1 :] = np.maximum.accumulate(tops[i:])
    x = edges - edges[0]
    areas = (left * x)[:, np.newaxis] + middle * (x - x[:, np.newaxis]) + (right * (x[-1] - x))
    areas[np.tril_indices(count + 1, -1)] = np.inf
    i, j = (int(n) for n in np.unravel_index(int(np.argmin(areas)), areas.shape))
    steps = [(edges[0], edges[i], left[i]), (edges[i], edges[j], middle[i, j]), (edges[j], edges[-1], right[j])]
    skyline = [(a, b, foot + h) for a, b, h in steps if b > a]
    ring = [(edges[0], foot), (edges[-1], foot)]
    for a, b, top in reversed(skyline):
        ring += [(b, top), (a, top)]
    return Figure(corners=_without_needless(ring), area=float(areas[i, j]))


def _two_corners(boxes: Numbers) -> Figure:
    """The box of all without its lower left and its upper right corner."""
    x0, y0, x1, y1 = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    a = np.unique(boxes[:, [0, 2]])
    p = np.array([boxes[boxes[:, 0] < at, 1].min() if at > x0 else y1 for at in a])  # free left of a and below p
    q = np.array([boxes[boxes[:, 2] > at, 3].max() if at < x1 else y0 for at in a])  # free right of b and above q
    p, q = np.minimum(p, y1), np.maximum(q, y0)
    whole = (x1 - x0) * (y1 - y0)
    best = Figure(corners=(), area=float("inf"))
    left, right = a[:, np.newaxis], a[np.newaxis, :]
    low, high = np.broadcast_to(p[:, np.newaxis], (len(a),) * 2), np.broadcast_to(q[np.newaxis, :], (len(a),) * 2)
    crosses = (left > right) & (low > high)  # the two cuts would meet: one of them must give way
    for lower, upper in ((np.where(crosses, high, low), high), (low, np.where(crosses, low, high))):
        areas = whole - (left - x0) * (lower - y0) - (x1 - right) * (y1 - upper)
        i, j = (int(n) for n in np.unravel_index(int(np.argmin(areas)), areas.shape))
        if areas[i, j] < best.area:
            b, c, d, e = a[i], lower[i, j], a[j], upper[i, j]
            ring = [(b, y0), (x1, y0), (x1, e), (d, e), (d, y1), (x0, y1), (x0, c), (b, c)]
            best = Figure(corners=_without_needless(ring), area=float(areas[i, j]))
    return best


def _without_needless(ring: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    """Return a ring's corners without repeated ones and without those on a straight side."""
    points = [Point(float(x), float(y)) for x, y in ring]
    points = [p for i, p in enumerate(points) if p != points[i - 1]]
    return tuple(p for i, p in enumerate(points) if _turn(points[i - 1], p, points[(i + 1) % len(points)]) != 0)
