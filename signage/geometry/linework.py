"""Closed shapes in loose lines: ends that nearly meet are joined, T-junctions cut, the faces between lines found."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from signage.geometry.basic import Point

Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linework:
    """What closes in a set of lines.

    Attributes:
        rings: Outlines of the closed shapes: faces that touch are one shape, frames inside a shape belong to it.
        loose: Lines that are part of no closed shape, clipped to what is loose.
        bridged: How many gaps no wider than the tolerance were closed.
        inner: How many rings inside others were left out as their frames.
        grounded: How many shapes were open along a ground line alone and were closed with it.
    """

    rings: tuple[Ring, ...] = ()
    loose: tuple[tuple[Point, Point], ...] = ()
    bridged: int = 0
    inner: int = 0
    grounded: int = 0


def closed_shapes(
    segments: Sequence[tuple[Point, Point]],
    snap: float,
    marks: Sequence[Point] = (),
    grounds: Sequence[tuple[Point, Point]] = (),
    widest: float = math.inf,
) -> Linework:
    """Return the closed shapes in unconnected lines.

    Args:
        segments: Straight pieces in any order and direction.
        snap: Tolerance: ends no further apart meet; an end no further from a line meets it.
        marks: Points of labels: a shape that holds several keeps the faces that hold one apart.
        grounds: Lines that something may stand on: what ends on one within the tolerance, and is open there alone, is
            closed along it.
        widest: How far apart the feet of such a shape may stand.
    """
    lines = [line for line in segments if line[0] != line[1]]
    if not lines:
        return Linework()
    joined, bridged = _joined(lines, snap)
    polygons, loose = _polygonized(joined, snap)
    closing: list[list[tuple[Point, Point]]] = []
    if loose and grounds:
        tried = _along_grounds(joined, grounds, snap, widest)
        closing = _that_close(tried, _polygonized([*joined, *itertools.chain(*tried)], snap)[0])
        if closing:
            polygons, loose = _polygonized([*joined, *itertools.chain(*closing)], snap)
    rings, inner = _outer(_shapes(polygons, marks))
    return Linework(
        rings=tuple(_ring(polygon, snap) for polygon in rings),
        loose=tuple((Point(*line.coords[0]), Point(*line.coords[-1])) for line in loose),
        bridged=bridged,
        inner=inner,
        grounded=len(closing),
    )


def _polygonized(lines: Sequence[tuple[Point, Point]], snap: float) -> tuple[list[Polygon], list[LineString]]:
    """Return the faces between lines, and the lines that bound none."""
    faces, cuts, dangles, _ = shapely.polygonize_full([unary_union([LineString(line) for line in lines])])
    polygons = [face for face in faces.geoms if face.area > snap * snap]
    return polygons, [geom for part in (cuts, dangles) for geom in part.geoms]


def _that_close(tried: list[list[tuple[Point, Point]]], faces: Sequence[Polygon]) -> list[list[tuple[Point, Point]]]:
    """Return the lists of pieces that all bound a face."""
    if not tried or not faces:
        return []
    numbers = [number for number, pieces in enumerate(tried) for _ in pieces]
    middles = [LineString(piece).centroid for pieces in tried for piece in pieces]
    bounding = set(shapely.STRtree(faces).query(middles, predicate="dwithin", distance=1e-6)[0].tolist())
    open_ones = {number for index, number in enumerate(numbers) if index not in bounding}
    return [pieces for number, pieces in enumerate(tried) if number not in open_ones]


def _along_grounds(
    lines: list[tuple[Point, Point]], grounds: Sequence[tuple[Point, Point]], snap: float, widest: float
) -> list[list[tuple[Point, Point]]]:
    """Return, for every tangle of lines with two feet or more on a ground line, the pieces from foot to foot."""
    ends = Counter(point for line in lines for point in line)
    free = [point for point, count in ends.items() if count == 1]
    below = shapely.STRtree([LineString(ground) for ground in grounds])

    def stands(points: Sequence[Point]) -> set[int]:
        return (
            set(below.query(shapely.points(points), predicate="dwithin", distance=snap)[0].tolist())
            if points
            else set()
        )

    feet: dict[Point, list[Point]] = {}
    whole = _connected(lines)
    for index in sorted(stands(free)):
        feet.setdefault(whole[free[index]], []).append(free[index])
    found = []
    for own in feet.values():
        row = sorted(own)
        if len(row) < 2 or row[-1].x - row[0].x > widest:
            continue
        pieces = [(a, b) for a, b in itertools.pairwise(row) if b.x - a.x > snap]
        middles = [Point((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in pieces]
        if pieces and len(stands(middles)) == len(pieces):
            found.append(pieces)
    return found


def _connected(lines: Sequence[tuple[Point, Point]]) -> dict[Point, Point]:
    """Return for every end the one that stands for all that hangs together with it."""
    head: dict[Point, Point] = {}

    def top(point: Point) -> Point:
        while head.setdefault(point, point) != point:
            head[point] = head[head[point]]
            point = head[point]
        return point

    for start, stop in lines:
        head[top(start)] = top(stop)
    return {point: top(point) for point in list(head)}


def _joined(lines: list[tuple[Point, Point]], snap: float) -> tuple[list[tuple[Point, Point]], int]:
    """Move ends that nearly meet onto each other, and ends that nearly meet a line onto it."""
    ends = np.array([point for line in lines for point in line], dtype=float)
    tree = shapely.STRtree(shapely.points(ends))
    one, other = tree.query(shapely.points(ends), predicate="dwithin", distance=snap)
    # Every end moves to the first end near it, in file order: the same file gives the same shapes.
    target = np.arange(len(ends))
    np.minimum.at(target, one, other)
    target = target[target]
    moved = ends[target]
    bridged = int(np.any(moved != ends, axis=1).sum())
    pieces = moved.reshape(-1, 2, 2)
    geoms = shapely.linestrings(pieces)
    line_tree = shapely.STRtree(geoms)
    points = shapely.points(moved)
    at, near = line_tree.query(points, predicate="dwithin", distance=snap)
    splits: dict[int, list[int]] = {}
    for end, line in zip(at.tolist(), near.tolist(), strict=True):
        if line != end // 2 and not (moved[end] == pieces[line]).all(axis=1).any():
            splits.setdefault(line, []).append(end)
    result: list[tuple[Point, Point]] = []
    for index, piece in enumerate(pieces):
        start, stop = piece
        inside = sorted(
            {tuple(moved[e]) for e in splits.get(index, ())}, key=lambda p: float(np.dot(p - start, stop - start))
        )
        chain = [Point(*start.tolist()), *(Point(*map(float, p)) for p in inside), Point(*stop.tolist())]
        bridged += sum(1 for p in inside if geoms[index].distance(shapely.Point(p)) > 0)
        result += [(p, q) for p, q in itertools.pairwise(chain) if p != q]
    return result, bridged


def _shapes(faces: list[Polygon], marks: Sequence[Point]) -> list[Polygon]:
    if not faces:
        return []
    united = unary_union(faces)
    shapes = list(getattr(united, "geoms", [united]))
    spots = [shapely.Point(mark) for mark in marks]
    result = []
    for shape in shapes:
        held = [spot for spot in spots if shape.contains(spot)]
        parts = [face for face in faces if any(face.contains(s) for s in held)] if len(held) > 1 else []
        result += parts if len(parts) > 1 else [Polygon(shape.exterior)]
    return result


def _outer(shapes: list[Polygon]) -> tuple[list[Polygon], int]:
    kept: list[Polygon] = []
    for shape in sorted(shapes, key=lambda s: -s.area):
        if not any(other.contains(shape) for other in kept):
            kept.append(shape)
    return kept, len(shapes) - len(kept)


def _ring(polygon: Polygon, snap: float) -> Ring:
    plain = polygon.simplify(min(snap, 1.0) / 100, preserve_topology=True).normalize()
    return tuple(Point(float(x), float(y)) for x, y in plain.exterior.coords[:-1])
