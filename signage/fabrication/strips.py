"""Outlines of what is folded from strips: frames with mitred lips, sides of bodies, panels with returns on their edges.

Folds are drawn by their outer sizes: what a bend takes or gives depends on the tool, and the workshop's program knows
that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, hypot

from signage.fabrication.cut_shapes import CutShape, Fold
from signage.geometry import Affine, Path, PathBuilder, Point, Rect
from signage.typography.metrics import perimeter_of

_SAME_MM = 1e-6


def strips(
    length_mm: float, width_mm: float, longest_mm: float, *, widths_mm: Sequence[float] = ()
) -> tuple[CutShape, ...]:
    """Return equal strips, laid over each other at the origin, that are together as long as asked.

    Args:
        length_mm: Of all of them.
        width_mm: Of each.
        longest_mm: That a sheet gives.
        widths_mm: Of the fields that folds along the strip part, from its foot up; none where it is not folded so.
    """
    if length_mm <= 0 or width_mm <= 0:
        return ()
    count = max(1, ceil(length_mm / longest_mm - 1e-9))
    long, folds, y = length_mm / count, list[Fold](), 0.0
    for low, high in pairwise(widths_mm):
        y += low
        folds.append(Fold(start=Point(0.0, y), end=Point(long, y), height_mm=high))
    return (CutShape(outline=Path.rect(Rect(0.0, 0.0, long, width_mm)), folds=tuple(folds)),) * count


def mitred_frame(outer: Rect, inner: Rect, depth_mm: float, *, faces: int, longest_mm: float) -> tuple[CutShape, ...]:
    """Return the strips of a frame, a side each: the side's depth, and a lip with mitred ends on each face.

    Args:
        outer: Of the frame, seen from the front.
        inner: Its opening.
        depth_mm: Of the sides; 0 for a flat moulding.
        faces: 1, or 2 for a frame with a lip on either side.
        longest_mm: That a sheet gives; longer sides are joined from equal pieces.
    """
    left, right = inner.x0 - outer.x0, outer.x1 - inner.x1
    low, high = inner.y0 - outer.y0, outer.y1 - inner.y1
    sides = (
        (outer.width, high, left, right),
        (outer.height, right, high, low),
        (outer.width, low, right, left),
        (outer.height, left, low, high),
    )
    found: list[CutShape] = []
    for length, lip, start, end in sides:
        count = max(1, ceil(length / longest_mm - 1e-9))
        at = [length * index / count for index in range(count + 1)]
        for x0, x1 in pairwise(at):
            top = _lip(x0, x1, length, lip, start, end)
            upper = [Point(x, depth_mm + y) for x, y in top]
            lower = [Point(x, -y) for x, y in top] if faces > 1 else [Point(x0, 0.0), Point(x1, 0.0)]
            levels = [depth_mm, 0.0][:faces] if depth_mm > 0 else []
            folds = tuple(Fold(start=Point(x0, y), end=Point(x1, y), height_mm=lip) for y in levels)
            found.append(CutShape(outline=Path.polygon(_distinct([*lower, *reversed(upper)])), folds=folds))
    return tuple(found)


def _lip(x0: float, x1: float, length: float, lip: float, start: float, end: float) -> list[tuple[float, float]]:
    """Return the free edge of a lip between two places, from left to right: it rises and falls at the mitres."""

    def height(x: float) -> float:
        rise = lip * x / start if start > 0 else lip
        fall = lip * (length - x) / end if end > 0 else lip
        return max(0.0, min(lip, rise, fall))

    places = [x0, *(x for x in (start, length - end) if x0 < x < x1), x1]
    return [(x, height(x)) for x in places]


def _distinct(points: list[Point]) -> list[Point]:
    return [p for i, p in enumerate(points) if hypot(p.x - points[i - 1].x, p.y - points[i - 1].y) > _SAME_MM]


def with_flaps(rim: Path, fold_mm: float) -> tuple[CutShape, tuple[float, ...]]:
    """Return a rim with a return on each straight edge, and the lengths of its round runs in between, which have none.

    Flaps stand square on their edges: at a corner between two of them the square is open, as a fold needs it. An edge
    beside a corner that turns inwards has no flap; its length is among those of the rest, to be made from a strip.

    Args:
        rim: One closed contour.
        fold_mm: Depth of the returns.
    """
    rim = rim if rim.signed_area() > 0 else rim.reversed()
    edges = _edges(rim)
    build = PathBuilder().add("M", edges[0][0])
    bare, folds = list[float | None](), list[Fold]()  # lengths of the edges without a flap
    for index, (start, verb, points) in enumerate(edges):
        end = points[-1]
        if verb != "L" or fold_mm <= 0 or _turns_inwards(edges, index):
            build.add(verb, *points)
            bare.append(perimeter_of(Path("M" + verb, tuple(v for p in (start, *points) for v in p))))
            continue
        length = hypot(end.x - start.x, end.y - start.y)
        out = Affine.shift((end.y - start.y) / length * fold_mm, -(end.x - start.x) / length * fold_mm)
        build.add("L", out.apply(start)).add("L", out.apply(end)).add("L", end)
        bare.append(None)
        folds.append(Fold(start=start, end=end, height_mm=fold_mm))
    return CutShape(outline=build.add("Z").build(), folds=tuple(folds)), _runs(bare)


_Edge = tuple[Point, str, tuple[Point, ...]]


def _runs(bare: list[float | None]) -> tuple[float, ...]:
    """Return the lengths of what follows each other round the rim, joined; the last may go on in the first."""
    found, is_open = list[float](), False
    for length in bare:
        if length is None:
            is_open = False
        elif is_open:
            found[-1] += length
        else:
            found.append(length)
            is_open = True
    if len(found) > 1 and bare[0] is not None and bare[-1] is not None:
        found[0] += found.pop()
    return tuple(found)


def _turns_inwards(edges: list[_Edge], index: int) -> bool:
    """Whether a straight edge meets another at a corner that turns inwards: flaps would lie over each other there."""
    before, own, after = edges[index - 1], edges[index], edges[(index + 1) % len(edges)]
    pairs = [pair for pair in ((before, own), (own, after)) if pair[0][1] == pair[1][1] == "L"]
    return any(_cross(*pair) < -_SAME_MM for pair in pairs)


def _cross(one: _Edge, other: _Edge) -> float:
    (a, _, to_a), (b, _, to_b) = one, other
    ax, ay, bx, by = to_a[-1].x - a.x, to_a[-1].y - a.y, to_b[-1].x - b.x, to_b[-1].y - b.y
    return (ax * by - ay * bx) / (hypot(ax, ay) * hypot(bx, by))


def _edges(rim: Path) -> list[_Edge]:
    """Return the edges of a closed contour, each with where it starts; the closing line too where it has a length."""
    found: list[_Edge] = []
    first = pen = Point(rim.coords[0], rim.coords[1])
    for verb, points in rim.segments():
        if verb in "LQC" and points:
            end = points[-1]
            if verb != "L" or hypot(end.x - pen.x, end.y - pen.y) > _SAME_MM:
                found.append((pen, verb, points))
            pen = end
    if hypot(first.x - pen.x, first.y - pen.y) > _SAME_MM:
        found.append((pen, "L", (first,)))
    return found
