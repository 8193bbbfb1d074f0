"""Bodies with depth in an elevation: their sides as shaded quads, their lit edges as thin lines.

A body is seen slightly from below and from the left, in a fixed oblique view: its front stays where it measures true,
and its back is moved by `depth × VIEW`. So every drawing keeps its dimensions, and every body of one depth looks
alike.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin

from signage.geometry import Path, PathBuilder, Point

VIEW = Point(0.10, -0.30)  # how far a point 1 mm further back is drawn from its front
SUN = Point(-0.6, 0.8)  # direction to the light in the plane of the wall
BUCKETS = 12  # shades by the direction of the edge; more are not seen, and each costs a path


def back_offset(depth_mm: float) -> Point:
    """Return where the back of a body is drawn, relative to its front."""
    return Point(VIEW.x * depth_mm, VIEW.y * depth_mm)


def returns(outline: Path, depth_mm: float, tolerance: float = 0.4) -> list[tuple[float, Path]]:
    """Return the visible sides (围边) of a body as (shade, path) pairs, darkest first.

    Args:
        outline: Its front; outer contours counter-clockwise, holes clockwise.
        depth_mm: From its front to its back.
        tolerance: How far a chord may stray from a curve.

    Returns:
        At most `BUCKETS` pairs; the shade is 0 (turned away from the light) to 1 (facing it). Nothing for no depth.
    """
    if depth_mm <= 0 or outline.is_empty:
        return []
    back = back_offset(depth_mm)
    strips: dict[int, PathBuilder] = {}
    for contour in outline.flattened(tolerance):
        for bucket, run in _runs(contour, back):
            builder = strips.setdefault(bucket, PathBuilder())
            _add_strip(builder, run, back)
    shaded = [(_shade(bucket), strips[bucket].build()) for bucket in strips]
    return sorted(shaded, key=lambda pair: (pair[0], pair[1].verbs))


def lit_edges(outline: Path, tolerance: float = 0.4) -> Path:
    """Return the edges that face the light, as open lines: the highlight of a bevel."""
    builder = PathBuilder()
    for contour in outline.flattened(tolerance):
        open_run = False
        for start, end in _edges(contour):
            if _facing(start, end, SUN) > 0.35:
                if not open_run:
                    builder.add("M", start)
                builder.add("L", end)
                open_run = True
            else:
                open_run = False
    return builder.build()


def _edges(contour: list[Point]) -> list[tuple[Point, Point]]:
    ring = contour if contour[0] != contour[-1] else contour[:-1]
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [(p, q) for p, q in pairs if hypot(q.x - p.x, q.y - p.y) > 1e-6]


def _facing(start: Point, end: Point, towards: Point) -> float:
    # The outward normal of a counter-clockwise edge is (dy, -dx); holes run the other way and need no case.
    dx, dy = end.x - start.x, end.y - start.y
    return (dy * towards.x - dx * towards.y) / hypot(dx, dy)


def _runs(contour: list[Point], back: Point) -> list[tuple[int, list[Point]]]:
    runs: list[tuple[int, list[Point]]] = []
    last = -1
    for start, end in _edges(contour):
        bucket = _bucket(start, end) if _facing(start, end, back) > 0 else -1
        if bucket < 0:
            last = -1
            continue
        if bucket == last:
            runs[-1][1].append(end)
        else:
            runs.append((bucket, [start, end]))
        last = bucket
    return runs


def _bucket(start: Point, end: Point) -> int:
    normal = atan2(-(end.x - start.x), end.y - start.y)
    return int((normal + pi) / (2 * pi) * BUCKETS) % BUCKETS


def _shade(bucket: int) -> float:
    normal = (bucket + 0.5) / BUCKETS * 2 * pi - pi
    return (1 + cos(normal) * SUN.x + sin(normal) * SUN.y) / 2


def _add_strip(builder: PathBuilder, run: list[Point], back: Point) -> None:
    builder.add("M", run[0])
    for point in run[1:]:
        builder.add("L", point)
    for point in reversed(run):
        builder.add("L", Point(point.x + back.x, point.y + back.y))
    builder.add("Z")
