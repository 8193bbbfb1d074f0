"""Bodies with depth in an elevation: their sides as shaded quads, their lit edges as thin lines.

A body is seen slightly from below and from the left, in a fixed oblique view: its front stays where it measures true,
and its back is moved by `depth × VIEW`. So every drawing keeps its dimensions, and every body of one depth looks
alike.

Which edges are seen, and in which shade, depends on a body's shape alone, never on its size or place. So it is worked
out once for a shape, on a grid of 2⁻²⁰ of its size, and kept: the same letter in another name costs a scaling.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Path, Point
from signage.geometry.flatten import Indices, Points, flat_points

VIEW = Point(0.13, -0.40)  # how far a point 1 mm further back is drawn from its front
SUN = Point(-0.6, 0.8)  # direction to the light in the plane of the wall
BUCKETS = 12  # shades by the direction of the edge; more are not seen, and each costs a path
# Cosines between an edge's normal and the light, above which it is lit; letters use the first alone.
_LIT_FROM = (0.35, 0.0, 0.18, 0.52, 0.70, 0.86)
LIT_LEVELS = len(_LIT_FROM)
# Sides begin a little under their front, and each goes on a little way around the corner under the next one: two
# areas that only meet let what is behind them shine through as a hairline.
_TUCKED, _TUCKED_MOST_MM = 0.3, 12.0  # share of the depth, and most of it
_AROUND, _AROUND_LEAST = 3.0, 0.005  # tolerances of the flattening, and share of the body's size
_GRID = 1 << 20
_SHAPES_MOST = 1200  # about 15 kB each


def back_offset(depth_mm: float) -> Point:
    """Return where the back of a body is drawn, relative to its front."""
    return Point(VIEW.x * depth_mm, VIEW.y * depth_mm)


def returns(outline: Path, depth_mm: float, tolerance: float = 0.4) -> list[tuple[float, Path]]:
    """Return the visible sides (围边) of a body as (shade, path) pairs, darkest first.

    Args:
        outline: Its front; outer contours counter-clockwise, holes clockwise.
        depth_mm: From its front to its back.
        tolerance: How far a chord may stray from a curve, to a hundredth of itself.

    Returns:
        At most `BUCKETS` pairs; the shade is 0 (turned away from the light) to 1 (facing it). Nothing for no depth.
    """
    if depth_mm <= 0 or outline.is_empty:
        return []
    shape, size, low = _shape_of(outline, tolerance)
    placed = shape.sides * size + low
    placed[shape.is_back] += back_offset(depth_mm)
    placed[~shape.is_back] -= back_offset(min(_TUCKED * depth_mm, _TUCKED_MOST_MM))
    flat = placed.ravel().tolist()
    return [(shade, Path(verbs, tuple(flat[2 * first : 2 * last]))) for shade, verbs, first, last in shape.shades]


def lit_edges(outline: Path, tolerance: float = 0.4, level: int = 0) -> Path:
    """Return the edges that face the light, as open lines: the highlight of a bevel.

    Args:
        outline: Of the body.
        tolerance: See `returns`.
        level: Which of the `LIT_LEVELS` bounds an edge has to pass; 0 is the usual one, laid over each other they fade.
    """
    if outline.is_empty:
        return Path("", ())
    shape, size, low = _shape_of(outline, tolerance)
    points, verbs = shape.lit[level]
    return Path(verbs, tuple((points * size + low).ravel().tolist()))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is seen of a body's sides, for a body whose larger side is 1 and whose lower left corner is (0, 0).

    Attributes:
        sides: Points of all strips, front edges and back edges.
        is_back: Which of them lie on the back.
        shades: Shade, verbs, and first and last point of each bucket's strips, darkest first.
        lit: Points and verbs of the lit edges, for each level.
    """

    sides: Points
    is_back: NDArray[np.bool_]
    shades: tuple[tuple[float, str, int, int], ...]
    lit: tuple[tuple[Points, str], ...]


_shapes: OrderedDict[tuple[str, bytes, float], _Shape] = OrderedDict()
_shapes_lock = threading.Lock()


class _Last(threading.local):
    """What a thread asked for last: a body's sides and its lit edges are asked for one after the other."""

    outline: Path | None = None
    tolerance = 0.0
    found: tuple[_Shape, float, Points]


_last = _Last()


def _shape_of(outline: Path, tolerance: float) -> tuple[_Shape, float, Points]:
    """Return a body's shape, its size and its lower left corner."""
    if _last.outline is not outline or _last.tolerance != tolerance:
        _last.found = _looked_up(outline, tolerance)
        _last.outline, _last.tolerance = outline, tolerance
    return _last.found


def _looked_up(outline: Path, tolerance: float) -> tuple[_Shape, float, Points]:
    points: Points = np.array(outline.coords, dtype=np.float64).reshape(-1, 2)
    low = points.min(axis=0)
    size = float((points.max(axis=0) - low).max()) or 1.0
    on_grid = np.rint((points - low) * (_GRID / size)).astype(np.int32)
    # Two digits of the tolerance are enough, and let bodies of almost one size share a shape.
    key = (outline.verbs, on_grid.tobytes(), float(f"{tolerance / size:.1e}"))
    with _shapes_lock:
        shape = _shapes.get(key)
        if shape is not None:
            _shapes.move_to_end(key)
    if shape is None:
        shape = _made(on_grid.astype(np.float64) / _GRID, outline.verbs, key[2])
        with _shapes_lock:
            _shapes[key] = shape
            if len(_shapes) > _SHAPES_MOST:
                _shapes.popitem(last=False)
    return shape, size, low


def _made(points: Points, verbs: str, tolerance: float) -> _Shape:
    flat, begins = flat_points(points, verbs, tolerance)
    after = np.arange(1, len(flat) + 1)
    after[np.append(begins[1:], len(flat)) - 1] = begins
    ends = flat[after]
    along = ends - flat
    length = np.hypot(along[:, 0], along[:, 1])
    kept = np.flatnonzero(length > 1e-9)
    starts, ends, along, length = flat[kept], ends[kept], along[kept], length[kept]
    contour = np.searchsorted(begins, kept, side="right")
    # The outward normal of a counter-clockwise edge is (dy, -dx); holes run the other way and need no case.
    bucket = ((np.arctan2(-along[:, 0], along[:, 1]) + pi) / (2 * pi) * BUCKETS).astype(np.intp) % BUCKETS
    bucket[along[:, 1] * VIEW.x - along[:, 0] * VIEW.y <= 0] = -1
    facing = (along[:, 1] * SUN.x - along[:, 0] * SUN.y) / np.maximum(length, 1e-300)
    sides, is_back, shades = _strips(starts, ends, bucket, contour, max(_AROUND * tolerance, _AROUND_LEAST))
    lit = tuple(_lit(facing > least, starts, ends, contour) for least in _LIT_FROM)
    return _Shape(sides, is_back, shades, lit)


def _lit(is_lit: NDArray[np.bool_], starts: Points, ends: Points, contour: Indices) -> tuple[Points, str]:
    first, last, _ = _runs(np.where(is_lit, 0, -1), contour)
    return _chains(starts, ends, first, last), "".join("M" + "L" * int(count) for count in last - first + 1)


def _runs(code: Indices, contour: Indices) -> tuple[Indices, Indices, Indices]:
    """Return first and last edge and the code of each run of edges that follow each other with one code from 0."""
    if not len(code):
        return code, code, code
    changes = np.flatnonzero((np.diff(code) != 0) | (np.diff(contour) != 0)) + 1
    first = np.concatenate([[0], changes])
    last = np.append(changes, len(code)) - 1
    seen = code[first] >= 0
    return first[seen], last[seen], code[first][seen]


def _chains(starts: Points, ends: Points, first: Indices, last: Indices) -> Points:
    """Return the points of runs of edges: the first edge's start, then the end of every edge."""
    counts = last - first + 2
    begins = np.cumsum(counts) - counts
    number = np.arange(int(counts.sum())) - np.repeat(begins, counts)
    points: Points = np.asarray(ends[np.maximum(np.repeat(first, counts) + number - 1, 0)], dtype=np.float64)
    points[begins] = starts[first]
    return points


def _lapped(
    lines: list[Points], first: Indices, last: Indices, starts: Points, ends: Points, bucket: Indices, contour: Indices,
    around: float,
) -> list[Points]:  # fmt: skip
    """Return the runs, each gone on for a short way along the seen edge before it and the one after it."""
    begins = np.searchsorted(contour, contour, side="left")
    finals = np.searchsorted(contour, contour, side="right") - 1
    found = []
    for line, one, other in zip(lines, first, last, strict=True):
        before = finals[one] if one == begins[one] else one - 1
        after = begins[other] if other == finals[other] else other + 1
        parts = [line]
        if bucket[before] >= 0:
            parts.insert(0, _short_of(ends[before], starts[before], around)[None])
        if bucket[after] >= 0:
            parts.append(_short_of(starts[after], ends[after], around)[None])
        found.append(np.concatenate(parts))
    return found


def _short_of(here: Points, there: Points, most: float) -> Points:
    """Return the point on the way from here to there that is at most so far away."""
    way = there - here
    length = float(np.hypot(way[0], way[1]))
    return here + way * min(1.0, most / length)


def _strips(
    starts: Points, ends: Points, bucket: Indices, contour: Indices, around: float
) -> tuple[Points, NDArray[np.bool_], tuple[tuple[float, str, int, int], ...]]:
    """Return the quads between front and back edges, as points, flags of the back, and the shades' parts."""
    first, last, code = _runs(bucket, contour)
    strips: list[tuple[float, str, list[Points], list[int]]] = []
    for value in np.unique(code):
        mine = code == value
        lines = np.split(_chains(starts, ends, first[mine], last[mine]), np.cumsum(last[mine] - first[mine] + 2)[:-1])
        lines = _lapped(lines, first[mine], last[mine], starts, ends, bucket, contour, around)
        verbs = "".join("M" + "L" * (2 * len(line) - 1) + "Z" for line in lines)
        strips.append((_shade(int(value)), verbs, [p for line in lines for p in (line, line[::-1])],
                       [n for line in lines for n in (len(line), len(line))]))  # fmt: skip
    strips.sort(key=lambda strip: (strip[0], strip[1]))
    parts = [part for strip in strips for part in strip[2]]
    if not parts:
        return np.empty((0, 2)), np.empty(0, dtype=np.bool_), ()
    counts = [count for strip in strips for count in strip[3]]
    is_back = np.repeat(np.arange(len(counts)) % 2 == 1, counts)
    shades, at = [], 0
    for shade, verbs, _, lengths in strips:
        shades.append((shade, verbs, at, at + sum(lengths)))
        at += sum(lengths)
    return np.concatenate(parts), is_back, tuple(shades)


def _shade(bucket: int) -> float:
    normal = (bucket + 0.5) / BUCKETS * 2 * pi - pi
    return (1 + cos(normal) * SUN.x + sin(normal) * SUN.y) / 2
