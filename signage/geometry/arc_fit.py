"""Bézier outlines to lines and arcs within a tolerance: corners stay corners, lines stay lines, circles become circles.

Each smooth run of curves is cut into as few pieces as the tolerance allows, each of them one arc or a biarc: two arcs
that share a tangent where they meet and have the curve's own tangents at their ends, so that no kink can be seen or
felt. With the number of pieces fixed, the tolerance is then lowered as far as it goes, which spreads the error evenly.

Source: Bolton, "Biarc curves", Computer-Aided Design 7 (1975); the variant with equal tangent lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan, atan2, cos, hypot, pi, sin, sqrt, tan

import numpy as np

from signage.geometry.arc_samples import Floats, SampledRun, sampled
from signage.geometry.arcs import ArcRing, ArcVertex
from signage.geometry.basic import Point
from signage.geometry.path import Path

_CORNER_RAD = 0.05  # a joint that turns by more (3°) is a corner of the design, not an accident of its drawing
_KINK_RAD = 0.012  # one arc may replace a biarc when its ends' tangents are off by less (0.7°)
_SHARE = 0.85  # of the tolerance for fitting; the rest is for what lies between samples and for dropped crumbs
_CRUMB = 0.1  # segments shorter than this share of the tolerance are dropped
_WIDEST_RAD = 2.4  # no single arc of a biarc turns further
_AREA_SHARE = 2.5e-4  # small letters are fitted more closely until their area is as true as this
_FINER = (1.0, 0.5, 0.25, 0.125, 0.06, 0.03, 0.015)
_ROUNDS = 3  # halvings of the tolerance while errors are spread


def fit_arcs(path: Path, tolerance: float = 0.05) -> tuple[ArcRing, ...]:
    """Return each contour of a path as lines and arcs; open contours are closed by a line.

    Args:
        path: Any outline; its contours keep their direction.
        tolerance: How far the result may stray from the curves, in the path's unit; less is used where the area would
            change by more than 1/4000 otherwise.

    Returns:
        One ring for each contour that is larger than the tolerance.

    Raises:
        ValueError: The tolerance is not a positive number.
    """
    if not (tolerance > 0 and np.isfinite(tolerance)):
        raise ValueError(f"no tolerance: {tolerance}")
    meant = path.signed_area()
    for finer in _FINER:
        found = tuple(filter(None, (_ring(c, tolerance * finer) for c in _contours(path, tolerance * finer))))
        if abs(sum(ring.signed_area for ring in found) - meant) <= _AREA_SHARE * abs(meant):
            break
    return found


# --- contours ---------------------------------------------------------------------------------------------------------


_Segment = tuple[Point, ...]  # the control points of a line (two) or a curve


def _contours(path: Path, tolerance: float) -> list[list[_Segment]]:
    """Return each contour as its segments; crumbs are left out."""
    contours: list[list[_Segment]] = []
    pen = start = Point(0.0, 0.0)
    current: list[_Segment] = []
    for verb, ends in path.segments():
        if verb == "M":
            contours.append(_closed(current, start))
            current, pen, start = [], ends[0], ends[0]
        elif verb != "Z":
            current.append((pen, *ends))
            pen = ends[-1]
    contours.append(_closed(current, start))
    cleaned = ([_straightened(s, tolerance) for s in contour if _reach(s) > 1e-9] for contour in contours)
    return [contour for contour in cleaned if contour]


def _closed(segments: list[_Segment], start: Point) -> list[_Segment]:
    if segments and segments[-1][-1] != start:
        return [*segments, (segments[-1][-1], start)]
    return segments


def _reach(segment: _Segment) -> float:
    return sum(abs(q[0] - p[0]) + abs(q[1] - p[1]) for p, q in pairwise(segment))


def _straightened(segment: _Segment, tolerance: float) -> _Segment:
    """Return a curve that cannot be told from its chord as a line."""
    if len(segment) == 2:
        return segment
    start, end = segment[0], segment[-1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if length == 0:
        return segment
    for x, y in segment[1:-1]:
        ax, ay = x - start[0], y - start[1]
        if abs(ax * dy - ay * dx) / length > tolerance / 50 or not 0 <= (ax * dx + ay * dy) / length <= length:
            return segment
    return start, end


def _ring(contour: list[_Segment], tolerance: float) -> ArcRing | None:
    if all(len(segment) > 2 for segment in contour):
        circle = _circle(contour, tolerance * _SHARE)
        if circle is not None:
            return circle
    vertices: list[ArcVertex] = []
    for run in _runs(contour):
        if len(run[0]) == 2:
            vertices.append(ArcVertex(*run[0][0]))
        else:
            vertices.extend(_fitted(sampled(run, tolerance), tolerance * _SHARE))
    kept = without_crumbs(vertices, tolerance * _CRUMB)
    ring = ArcRing(tuple(kept)) if len(kept) >= 2 else None
    return ring if ring is not None and abs(ring.signed_area) > tolerance * tolerance else None


def _runs(contour: list[_Segment]) -> list[list[_Segment]]:
    """Return the contour cut at lines and corners: each line alone, curves together as long as they are smooth.

    A contour that is smooth all round where it begins is begun at its first corner or line instead.
    """
    count = len(contour)
    breaks = [i for i in range(count) if _is_break(contour[i - 1], contour[i])]
    first = breaks[0] if breaks else 0
    turned = contour[first:] + contour[:first]
    runs: list[list[_Segment]] = []
    for index, segment in enumerate(turned):
        if index and not _is_break(turned[index - 1], segment):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _is_break(before: _Segment, after: _Segment) -> bool:
    if len(before) == 2 or len(after) == 2:
        return True
    (ax, ay), (bx, by) = _tangent(before[::-1]), _tangent(after)
    return abs(atan2(-ax * by + ay * bx, -ax * bx - ay * by)) > _CORNER_RAD


def _tangent(points: _Segment) -> tuple[float, float]:
    """Return the unit direction in which a curve leaves its first control point."""
    for point in points[1:]:
        dx, dy = point[0] - points[0][0], point[1] - points[0][1]
        length = hypot(dx, dy)
        if length > 1e-9:
            return dx / length, dy / length
    return 1.0, 0.0


# --- fitting ----------------------------------------------------------------------------------------------------------

_Piece = tuple[int, int]


def _fitted(run: SampledRun, tolerance: float) -> list[ArcVertex]:
    """Return the arcs of a run, without its end point."""
    pieces = _cut(run, tolerance) or []
    low, high = 0.0, tolerance
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        finer = _cut(run, middle, at_most=len(pieces))
        if finer is None:
            low = middle
        else:
            pieces, high = finer, middle
    vertices: list[ArcVertex] = []
    for piece in pieces:
        vertices.extend(_single(run, piece, tolerance) or _biarc(run, piece) or [_chord(run, piece)])
    return vertices


def _cut(run: SampledRun, tolerance: float, at_most: int | None = None) -> list[_Piece] | None:
    """Return a run in pieces, each as long as the tolerance allows; None when there would be more than `at_most`."""
    pieces: list[_Piece] = []
    start, stride = 0, 16
    while start < run.last:
        if at_most is not None and len(pieces) == at_most:
            return None
        end = _furthest(run, start, stride, tolerance)
        pieces.append((start, end))
        stride = max(4, end - start)
        start = end
    return pieces


def _furthest(run: SampledRun, start: int, stride: int, tolerance: float) -> int:
    good, reach = start + 1, stride
    bad = run.last + 1
    while True:
        tried = min(start + reach, run.last)
        if _fits(run, (start, tried), tolerance):
            good = tried
            if tried == run.last:
                return good
            reach *= 2
        else:
            bad = tried
            break
        if good + 1 >= bad:
            return good
    while bad - good > 1:
        middle = (good + bad) // 2
        if _fits(run, (start, middle), tolerance):
            good = middle
        else:
            bad = middle
    return good


def _fits(run: SampledRun, piece: _Piece, tolerance: float) -> bool:
    if piece[1] - piece[0] <= 1:
        return True
    arcs = _biarc(run, piece)
    return arcs is not None and _error(run, piece, arcs) <= tolerance


def _biarc(run: SampledRun, piece: _Piece) -> list[ArcVertex] | None:
    """Return the two arcs from one sample to another with the curve's tangents, or None when they turn too far."""
    (px, py, ux, uy), (qx, qy, wx, wy) = run.starts[piece[0]], run.ends[piece[1]]
    vx, vy = qx - px, qy - py
    chord2 = vx * vx + vy * vy
    if chord2 == 0:
        return None
    along = vx * (ux + wx) + vy * (uy + wy)
    spread = 2 * (1 - (ux * wx + uy * wy))
    if spread > 1e-9:
        tangent = (sqrt(along * along + spread * chord2) - along) / spread
    elif along > 0:
        tangent = chord2 / (2 * along)
    else:
        return None
    mx, my = (px + qx + tangent * (ux - wx)) / 2, (py + qy + tangent * (uy - wy)) / 2
    first = _turn(ux, uy, mx - px, my - py)
    second = _turn(qx - mx, qy - my, wx, wy)
    if max(abs(first), abs(second)) > _WIDEST_RAD / 2:
        return None
    return [ArcVertex(px, py, _bulge(first)), ArcVertex(mx, my, _bulge(second))]


def _single(run: SampledRun, piece: _Piece, tolerance: float) -> list[ArcVertex] | None:
    """Return one arc for a whole piece where it does as well as two, or None."""
    p, q = run.points[piece[0]], run.points[piece[1]]
    chord = q - p
    length = float(np.hypot(*chord))
    if length == 0:
        return None
    inner = run.points[piece[0] + 1 : piece[1]] - p
    if not len(inner):
        return None
    along = inner @ chord / length
    rise = (inner[:, 0] * chord[1] - inner[:, 1] * chord[0]) / length  # positive to the right of the chord
    middle = int(np.argmin(np.abs(along - length / 2)))
    a, h = float(along[middle]), float(rise[middle])
    if abs(h) < 1e-12:
        return None
    # The circle through both ends and the most central sample: its centre lies this far to the sample's side.
    centre = (a * a - a * length + h * h) / (2 * abs(h))
    bulge = (centre + hypot(centre, length / 2)) / (length / 2) * (1 if h > 0 else -1)
    if abs(bulge) > 1:
        return None
    lean = 2 * np.arctan(bulge)
    ux, uy = run.leaving[piece[0]]
    wx, wy = run.arriving[piece[1]]
    start = _turn(ux, uy, chord[0], chord[1])
    end = _turn(chord[0], chord[1], wx, wy)
    if max(abs(start - lean), abs(end - lean)) > _KINK_RAD:
        return None
    arc = [ArcVertex(float(p[0]), float(p[1]), float(bulge))]
    return arc if _error(run, piece, arc) <= tolerance else None


def _chord(run: SampledRun, piece: _Piece) -> ArcVertex:
    return ArcVertex(float(run.points[piece[0], 0]), float(run.points[piece[0], 1]))


def _error(run: SampledRun, piece: _Piece, arcs: Sequence[ArcVertex]) -> float:
    """Return how far the samples between the ends of a piece lie from its arcs."""
    x, y = run.columns[:, piece[0] + 1 : piece[1]]
    end = ArcVertex(*run.columns[:, piece[1]].tolist())
    if len(arcs) == 1:
        return _stray(x, y, arcs[0], end)
    start, joint = arcs
    # The joint's tangent is the first arc's chord turned on by half of its sweep.
    dx, dy, turn = joint.x - start.x, joint.y - start.y, 2 * atan(start.bulge)
    c, s = cos(turn), sin(turn)
    is_first = (x - joint.x) * (dx * c - dy * s) + (y - joint.y) * (dx * s + dy * c) < 0
    first, second = _circle_of(start, joint), _circle_of(joint, end)
    if first is None or second is None:
        rest = ~is_first
        return max(_stray(x[is_first], y[is_first], start, joint), _stray(x[rest], y[rest], joint, end))
    off = np.hypot(x - np.where(is_first, first[0], second[0]), y - np.where(is_first, first[1], second[1]))
    return float(np.abs(off - np.where(is_first, first[2], second[2])).max())


def _stray(x: Floats, y: Floats, start: ArcVertex, end: ArcVertex) -> float:
    if not len(x):
        return 0.0
    circle = _circle_of(start, end)
    if circle is not None:
        cx, cy, radius = circle
        return float(np.abs(np.hypot(x - cx, y - cy) - radius).max())
    dx, dy = end.x - start.x, end.y - start.y
    length = hypot(dx, dy)
    if length == 0:
        return float(np.hypot(x - start.x, y - start.y).max())
    return float(np.abs((x - start.x) * dy - (y - start.y) * dx).max()) / length


def _circle_of(start: ArcVertex, end: ArcVertex) -> tuple[float, float, float] | None:
    """Return centre and radius of the arc from one vertex to the next, or None for a line."""
    dx, dy = end.x - start.x, end.y - start.y
    if abs(start.bulge) < 1e-7 or (dx == 0 and dy == 0):
        return None
    k = (1 - start.bulge**2) / (4 * start.bulge)
    cx, cy = (start.x + end.x) / 2 - dy * k, (start.y + end.y) / 2 + dx * k
    return cx, cy, hypot(start.x - cx, start.y - cy)


def _turn(ax: float, ay: float, bx: float, by: float) -> float:
    """Return the angle from one direction to another, radians, counter-clockwise positive."""
    return atan2(ax * by - ay * bx, ax * bx + ay * by)


def _bulge(half_sweep: float) -> float:
    return tan(half_sweep / 2)


# --- circles and crumbs -----------------------------------------------------------------------------------------------


def _circle(contour: list[_Segment], tolerance: float) -> ArcRing | None:
    """Return the circle that a smooth contour draws, or None when it draws something else."""
    if any(_is_break(contour[i - 1], contour[i]) for i in range(len(contour))):
        return None
    run = sampled(contour, tolerance)
    points = run.points[:-1]
    origin = points.mean(axis=0)
    x, y = (points - origin).T
    # Kåsa's fit: x² + y² = 2·a·x + 2·b·y + c is linear in the circle's parameters.
    system = np.column_stack([2 * x, 2 * y, np.ones_like(x)])
    (a, b, c), *_ = np.linalg.lstsq(system, x * x + y * y, rcond=None)
    radius = float(np.sqrt(max(0.0, c + a * a + b * b)))
    off = np.abs(np.hypot(x - a, y - b) - radius)
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    # A polygon of 0.9 circle's area cannot be an arc run to and fro.
    if radius <= tolerance or off.max() > tolerance or abs(area) < 0.9 * pi * radius * radius:
        return None
    return ArcRing.circle(Point(float(origin[0] + a), float(origin[1] + b)), radius, is_ccw=area > 0)


def without_crumbs(vertices: Sequence[ArcVertex], least: float) -> list[ArcVertex]:
    """Return a ring's vertices without segments shorter than `least` and without corners on a straight line."""
    kept: list[ArcVertex] = []
    for vertex in vertices:
        if kept and hypot(vertex.x - kept[-1].x, vertex.y - kept[-1].y) < least:
            kept[-1] = ArcVertex(kept[-1].x, kept[-1].y, vertex.bulge)
        else:
            kept.append(vertex)
    while len(kept) > 1 and hypot(kept[0].x - kept[-1].x, kept[0].y - kept[-1].y) < least:
        kept.pop()
    flat = [ArcVertex(v.x, v.y, 0.0 if abs(v.bulge) < 1e-7 else v.bulge) for v in kept]
    return [v for i, v in enumerate(flat) if not _is_on_line(flat[i - 1], v, flat[(i + 1) % len(flat)], least)]


def _is_on_line(before: ArcVertex, vertex: ArcVertex, after: ArcVertex, least: float) -> bool:
    if before.bulge or vertex.bulge:
        return False
    ax, ay, bx, by = vertex.x - before.x, vertex.y - before.y, after.x - vertex.x, after.y - vertex.y
    length = hypot(ax + bx, ay + by)
    return length > 0 and abs(ax * by - ay * bx) / length < least / 10 and ax * bx + ay * by > 0
