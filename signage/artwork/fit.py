"""Traced loops as few lines and curves: corners kept, straight runs straight, the rest cubics within a tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from signage.artwork.level import Loop, loop_area
from signage.geometry import Path, PathBuilder

TOLERANCE_PX = 0.3
"""How far the fitted outline may stray from the traced line, pixels."""

STEP_PX = 0.5
"""Spacing of the points by which a loop is judged; closer on small loops: counters of letters keep their shape."""

TOLERANCE_SHARE = 1 / 2500
"""The same as a share of a large picture's longer side, 0.2 mm on a logo of 500 mm; the wider of both holds."""

HARD_TOLERANCE_PX = 0.65
"""The same where the picture has no smoothed edges: there the line itself is a stair of one pixel."""

_LEAST_STEPS = 72
_SHORT, _LONG = 8, 18  # arms that feel for a corner, steps
_CORNER_DEG = 22.0
_SHARE = 0.68  # of the turn along the long arms that the short ones must show: on an arc they show four ninths
_ROUNDED = 4  # steps beside a corner that the pixels have rounded off
_BESIDE = 12  # steps
_THIN_PX = 6.0
_WINDOW = 14  # half the length over which straightness is felt, steps
_STRAIGHT_PX = 0.16  # bulge of a window, its points averaged over a few pixels
_LINE_PX = 0.09  # mean distance (RMS) of a run from its line, no point farther than the tolerance
_LEAST_RUN = 0.045  # of the loop's diagonal: a shorter piece of a large circle would pass for straight
_REACHES = (96, 48, 24, 12, 6)  # how far to look for a direction, steps; the farthest that a parabola fits
_SMOOTH_PX = 0.14  # mean distance (RMS) of the points from that parabola; no single one thrice as far
_MOST_LEAP_PX = 3.0

_Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece between two joints: its inner points, ends, and the directions in which it leaves and arrives."""

    points: _Points
    is_line: bool
    leaving: _Points | None
    arriving: _Points | None


def fitted(loop: Loop, tolerance: float = TOLERANCE_PX, step: float = STEP_PX) -> Path:
    """Return a closed path that follows a loop within a tolerance.

    Args:
        loop: Closed points, at least three.
        tolerance: Largest distance of the loop's points from the path, in the loop's unit (pixels).
        step: Spacing at which the loop is looked at; corners and straight sides are felt for over some steps.

    Source: cubics after Schneider, "An algorithm for automatically fitting digitized curves", Graphics Gems (1990).
    """
    points = _resampled(loop, step)
    grain = tolerance / TOLERANCE_PX
    joints, corners = _joints(points, grain)
    out = PathBuilder()
    for index, stretch in enumerate(_stretches(points, joints, corners, grain)):
        if index == 0:
            out.add("M", _pair(stretch.points[0]))
        if stretch.is_line:
            out.add("L", _pair(stretch.points[-1]))
            continue
        leaving = _way(stretch.points, 0) if stretch.leaving is None else stretch.leaving
        arriving = _way(stretch.points, len(stretch.points) - 1) if stretch.arriving is None else stretch.arriving
        for piece in _cubics(stretch.points, leaving, arriving, tolerance, 0):
            out.add("C", *(_pair(point) for point in piece))
    return out.add("Z").build()


def _pair(point: _Points) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _unit(vector: _Points) -> _Points:
    size = float(np.hypot(*vector))
    return vector / size if size else np.array([1.0, 0.0])


def _resampled(loop: Loop, step: float) -> _Points:
    closed = np.vstack([loop, loop[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(_LEAST_STEPS, round(float(along[-1]) / step))
    at = np.arange(count) * along[-1] / count
    return np.stack([np.interp(at, along, closed[:, 0]), np.interp(at, along, closed[:, 1])], axis=1)


def _turn(points: _Points, arm: int) -> _Points:
    """Return by how much the loop turns at each point, degrees, seen along arms of some steps."""
    before, after = points - np.roll(points, arm, axis=0), np.roll(points, -arm, axis=0) - points
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn: _Points = np.abs(np.degrees(np.arctan2(cross, np.sum(before * after, axis=1))))
    return turn


def _joints(points: _Points, grain: float) -> tuple[list[int], set[int]]:
    """Return where the loop is to be broken, and which of those places are corners; `grain` is 1 on smooth edges."""
    count = len(points)
    long = min(_LONG, count // 8)
    short = max(3, long * _SHORT // _LONG)
    near, wide = _turn(points, short), _turn(points, long)
    is_corner = (wide >= _CORNER_DEG) & (near >= _SHARE * wide)
    corners: set[int] = set()
    for index in np.argsort(-near, kind="stable"):
        if is_corner[index] and all(_gap(index, other, count) > short for other in corners):
            corners.add(int(index))
    joints = set(corners)
    beside = 0 if _is_thin(points) else _BESIDE
    for run in _straight_runs(points, corners, grain):
        ends = (end % count for end in run)  # a run that ends beside a corner ends at it
        joints |= {end for end in ends if all(_gap(end, corner, count) > beside for corner in corners)}
    if not joints:
        joints = {index * count // 4 for index in range(4)}
    elif len(joints) == 1:
        only = next(iter(joints))
        joints |= {(only + count // 3) % count, (only + 2 * count // 3) % count}
    return sorted(joints), corners


def _is_thin(points: _Points) -> bool:
    """Return whether a loop is a stroke so thin that the two corners of its end are seen as one."""
    return 2 * abs(loop_area(points)) < _THIN_PX * _spacing(points) * len(points)


def _spacing(points: _Points) -> float:
    return max(1e-6, float(np.median(np.hypot(*(points - np.roll(points, 1, axis=0)).T))))


def _gap(one: int, two: int, count: int) -> int:
    apart = abs(int(one) - int(two))
    return min(apart, count - apart)


def _straight_runs(points: _Points, corners: set[int], grain: float) -> list[tuple[int, int]]:
    """Return runs away from corners that are straight, as first and last index; the last may exceed the count."""
    count = len(points)
    if count < 4 * _WINDOW:
        return []
    even = np.mean([np.roll(points, step, axis=0) for step in range(-4, 5)], axis=0)
    before, after = np.roll(even, _WINDOW, axis=0), np.roll(even, -_WINDOW, axis=0)
    chord = after - before
    size = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-9)
    bulge = np.zeros(count)
    for step in range(-_WINDOW + 2, _WINDOW - 1, 2):
        off = np.roll(even, -step, axis=0) - before
        bulge = np.maximum(bulge, np.abs(chord[:, 0] * off[:, 1] - chord[:, 1] * off[:, 0]) / size)
    flat = bulge < _STRAIGHT_PX * grain**0.5
    if flat.all():
        return []
    first = int(np.flatnonzero(~flat)[0])
    order = np.roll(flat, -first)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], order, [False]]).astype(int)))
    least = grain * max(2 * _WINDOW, _LEAST_RUN / _spacing(points) * float(np.hypot(*np.ptp(points, axis=0))))
    runs = []
    for start, end in zip(edges[0::2], edges[1::2] - 1, strict=True):
        if end - start < _WINDOW // 2:
            continue
        a, b = first + int(start) - _WINDOW + 3, first + int(end) + _WINDOW - 3
        a, b = _clear_of(a, b, corners, count)
        inner = np.take(points, range(a, b + 1), axis=0, mode="wrap")
        if b - a >= least and _is_line(inner, grain):
            runs.append((a, b))
    return runs


def _clear_of(a: int, b: int, corners: set[int], count: int) -> tuple[int, int]:
    """Draw a run back to the corners inside it."""
    middle = (a + b) // 2
    for corner in corners:
        for at in (corner - count, corner, corner + count, corner + 2 * count):
            if a < at <= middle:
                a = at
            elif middle < at < b:
                b = at
    return a, b


def _is_line(points: _Points, grain: float) -> bool:
    if len(points) < 3:
        return len(points) == 2
    middle, way = _line_through(points)
    off = points - middle
    apart = np.abs(way[0] * off[:, 1] - way[1] * off[:, 0])
    return bool(np.sqrt(np.mean(apart**2)) < _LINE_PX * grain**0.5 and apart.max() < TOLERANCE_PX * grain)


def _stretches(points: _Points, joints: list[int], corners: set[int], grain: float) -> list[_Stretch]:
    count = len(points)
    raw = []
    for index, start in enumerate(joints):
        end = joints[(index + 1) % len(joints)]
        raw.append((start, end if end > start else end + count))
    inner = [_inner(points, a, b, corners, count) for a, b in raw]
    lines = [_is_line(part, grain) for part in inner]
    places = [
        _placed(points[raw[i][0]], inner[i - 1], inner[i], (lines[i - 1], lines[i]), raw[i][0] in corners)
        for i in range(len(raw))
    ]
    made = []
    for i, part in enumerate(inner):
        whole = np.vstack([places[i][None], part, places[(i + 1) % len(places)][None]])
        made.append(
            _Stretch(
                whole,
                lines[i],
                _tangent(points, raw[i][0], corners, lines[i - 1], inner[i - 1]),
                _tangent(points, raw[i][1] % count, corners, lines[(i + 1) % len(raw)], inner[(i + 1) % len(raw)]),
            )
        )
    return made


def _inner(points: _Points, a: int, b: int, corners: set[int], count: int) -> _Points:
    """Return the points between two joints without those that a corner has rounded off."""
    first = a + (_ROUNDED if a % count in corners else 1)
    last = b - (_ROUNDED if b % count in corners else 1)
    if last <= first:
        first = last = (a + b) // 2
    return np.take(points, range(first, last + 1), axis=0, mode="wrap")


def _placed(seen: _Points, before: _Points, after: _Points, are_lines: tuple[bool, bool], is_corner: bool) -> _Points:
    """Return where a joint really lies: a corner is where both sides meet when carried on, not where pixels cut it."""
    if not is_corner:
        if are_lines[1] and len(after) > 2:
            return _onto(seen, *_line_through(after))
        if are_lines[0] and len(before) > 2:
            return _onto(seen, *_line_through(before))
        return seen
    one = _line_through(before if are_lines[0] else before[-8:])
    two = _line_through(after if are_lines[1] else after[:8])
    cross = one[1][0] * two[1][1] - one[1][1] * two[1][0]
    if abs(cross) < 0.2:
        return seen
    off = two[0] - one[0]
    meeting: _Points = one[0] + one[1] * (off[0] * two[1][1] - off[1] * two[1][0]) / cross
    return meeting if np.hypot(*(meeting - seen)) <= _MOST_LEAP_PX else seen


def _line_through(points: _Points) -> tuple[_Points, _Points]:
    """Return the middle and direction of the line that fits points best (total least squares)."""
    middle = points.mean(axis=0)
    if len(points) < 2:
        return middle, np.array([1.0, 0.0])
    _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
    way: _Points = axes[0]
    return middle, way if float(way @ (points[-1] - points[0])) >= 0 else -way


def _onto(point: _Points, middle: _Points, way: _Points) -> _Points:
    return middle + way * float(way @ (point - middle))


def _tangent(points: _Points, at: int, corners: set[int], beside_line: bool, beside: _Points) -> _Points | None:
    """Return the direction of travel at a smooth joint, None at a corner."""
    if at in corners:
        return None
    if beside_line and len(beside) > 2:
        return _line_through(beside)[1]
    reach = min(_REACHES[0], len(points) // 4)
    return _way(np.take(points, range(at - reach, at + reach + 1), axis=0, mode="wrap"), reach)


def _way(points: _Points, at: int) -> _Points:
    """Return the direction of travel at one of the points: that of the parabola through as many neighbours as it fits.

    A direction told from few pixels is a degree off, and a long curve that sets out a degree wrong misses its middle.
    """
    for reach in _REACHES:
        first, last = max(0, at - reach), min(len(points) - 1, at + reach)
        near = points[first : last + 1]
        if last - first < 4:
            break
        basis, solving = _parabola(first - at, last - at)
        curve = solving @ near
        off = near - basis @ curve
        apart = np.hypot(off[:, 0], off[:, 1])
        is_good = float(np.sqrt(np.mean(apart**2))) < _SMOOTH_PX and float(apart.max()) < 3 * _SMOOTH_PX
        if is_good or reach == _REACHES[-1]:
            return _unit(curve[1])
    return _unit(points[min(at + 3, len(points) - 1)] - points[max(at - 3, 0)])


@lru_cache(maxsize=4096)
def _parabola(first: int, last: int) -> tuple[_Points, _Points]:
    """Return 1, t, t² at whole steps and the matrix that gives the coefficients of the best fit to values there."""
    basis = np.vander(np.arange(first, last + 1, dtype=np.float64) / max(1, last - first), 3, increasing=True)
    solving: _Points = np.linalg.pinv(basis).astype(np.float64)
    return basis, solving


def _cubics(points: _Points, leaving: _Points, arriving: _Points, tolerance: float, depth: int) -> list[_Points]:
    """Return cubics (three points each) through a stretch, split where one strays too far."""
    if len(points) < 3:
        third = float(np.hypot(*(points[-1] - points[0]))) / 3
        return [np.stack([points[0] + leaving * third, points[-1] - arriving * third, points[-1]])]
    at = _by_length(points)
    best: _Points | None = None
    worst = len(points) // 2
    for _ in range(8):
        curve = _least_squares(points, at, leaving, arriving)
        off = np.hypot(*(_bezier(curve, at) - points).T)
        worst = int(off.argmax())
        if off[worst] <= tolerance:
            best = curve
            break
        if off[worst] > 24 * tolerance:
            break
        at = _reparametrised(curve, points, at)
    if best is not None or depth > 24 or len(points) < 8:
        return [(best if best is not None else curve)[1:]]
    split = min(max(worst, 3), len(points) - 4)
    way = _way(points, split)
    return [
        *_cubics(points[: split + 1], leaving, way, tolerance, depth + 1),
        *_cubics(points[split:], way, arriving, tolerance, depth + 1),
    ]


def _by_length(points: _Points) -> _Points:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    return along / max(float(along[-1]), 1e-12)


def _bezier(curve: _Points, at: _Points) -> _Points:
    t, s = at[:, None], 1 - at[:, None]
    value: _Points = s**3 * curve[0] + 3 * s**2 * t * curve[1] + 3 * s * t**2 * curve[2] + t**3 * curve[3]
    return value


def _least_squares(points: _Points, at: _Points, leaving: _Points, arriving: _Points) -> _Points:
    first, last = points[0], points[-1]
    t, s = at, 1 - at
    b1, b2 = 3 * s**2 * t, 3 * s * t**2
    left, right = b1[:, None] * leaving, -b2[:, None] * arriving
    rest = points - np.outer(s**3 + b1, first) - np.outer(t**3 + b2, last)
    c00, c01, c11 = float(np.sum(left * left)), float(np.sum(left * right)), float(np.sum(right * right))
    x0, x1 = float(np.sum(left * rest)), float(np.sum(right * rest))
    det = c00 * c11 - c01 * c01
    chord = float(np.hypot(*(last - first)))
    a = b = chord / 3
    if abs(det) > 1e-12:
        found = ((x0 * c11 - x1 * c01) / det, (c00 * x1 - c01 * x0) / det)
        if all(1e-3 * chord < value < 4 * max(chord, 1e-9) for value in found):
            a, b = found
    return np.stack([first, first + leaving * a, last - arriving * b, last])


def _reparametrised(curve: _Points, points: _Points, at: _Points) -> _Points:
    """Move each point's parameter towards the nearest place on the curve: one Newton step."""
    one, two = 3 * np.diff(curve, axis=0), 6 * np.diff(curve, n=2, axis=0)
    t, s = at[:, None], 1 - at[:, None]
    speed = s**2 * one[0] + 2 * s * t * one[1] + t**2 * one[2]
    bend = s * two[0] + t * two[1]
    off = _bezier(curve, at) - points
    slope = np.sum(speed * speed, axis=1) + np.sum(off * bend, axis=1)
    step = np.sum(off * speed, axis=1) / np.where(np.abs(slope) < 1e-9, 1.0, slope)
    moved = np.clip(at - step, 0.0, 1.0)
    moved[0], moved[-1] = 0.0, 1.0
    return np.maximum.accumulate(moved)
