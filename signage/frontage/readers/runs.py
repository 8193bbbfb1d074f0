"""Level and upright lines: pieces in one line joined, and the rectangles whose four sides are drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from signage.frontage.readers.drawing import Segment
from signage.geometry import Rect

_MAX_SIDES = 3_000


def rectangles_in(segments: Sequence[Segment], snap: float, least: float, most: tuple[float, float]) -> list[Rect]:
    """Return the rectangles whose four sides are drawn, in a tangle of lines where all touches all.

    Args:
        segments: Straight pieces, mm; only upright and level ones count.
        snap: How far a side may miss a corner.
        least: Least width and height.
        most: Greatest width and height.
    """
    ups = _runs([(s.x, s.y, e.x, e.y) for s, e in segments if abs(s.x - e.x) <= snap / 2], snap)
    levels = _runs([(s.y, s.x, e.y, e.x) for s, e in segments if abs(s.y - e.y) <= snap / 2], snap)
    ups = [u for u in ups if u[2] - u[1] >= least][:_MAX_SIDES]
    found = []
    for index, (x0, a0, b0) in enumerate(ups):
        for x1, a1, b1 in ups[index + 1 :]:
            if x1 - x0 > most[0]:
                break
            if x1 - x0 < least or abs(a0 - a1) > snap or abs(b0 - b1) > snap or b0 - a0 > most[1]:
                continue
            if _drawn(levels, a0, x0, x1, snap) and _drawn(levels, b0, x0, x1, snap):
                found.append(Rect(x0, min(a0, a1), x1, max(b0, b1)))
    kept: list[Rect] = []
    for rect in sorted(found, key=lambda r: -r.area):
        if not any(other.grown(snap).contains(rect) or other.overlaps(rect) for other in kept):
            kept.append(rect)
    return sorted(kept, key=lambda r: (r.y0, r.x0))


def standing_in(
    segments: Sequence[Segment], floors: Sequence[float], snap: float, least: float, most: tuple[float, float]
) -> list[Rect]:
    """Return the rectangles of two uprights that end on a floor and a line over them from one to the other.

    Args:
        segments: Straight pieces, mm.
        floors: Levels that something may stand on.
        snap: How far an end may miss a corner or a floor.
        least: Least width and height.
        most: Greatest width and height.
    """
    ups = _runs([(s.x, s.y, e.x, e.y) for s, e in segments if abs(s.x - e.x) <= snap / 2], snap)
    heads = _runs([(s.y, s.x, e.y, e.x) for s, e in segments if abs(s.y - e.y) <= snap / 2], snap)

    def feet(x: float, top: float) -> set[float]:
        near = ups[bisect_left(ups, (x - snap,)) : bisect_right(ups, (x + snap, inf))]
        return {y for _, low, high in near if abs(high - top) <= snap for y in floors if abs(low - y) <= snap}

    found = []
    for top, x0, x1 in heads:
        for foot in feet(x0, top) & feet(x1, top) if least <= x1 - x0 <= most[0] else ():
            if least <= top - foot <= most[1]:
                found.append(Rect(x0, foot, x1, top))
    return sorted(found, key=lambda r: (r.y0, r.x0))


def _drawn(levels: list[tuple[float, float, float]], at: float, start: float, end: float, snap: float) -> bool:
    near = levels[bisect_left(levels, (at - snap,)) : bisect_right(levels, (at + snap, inf))]
    return any(a <= start + snap and b >= end - snap for _, a, b in near)


def _runs(lines: list[tuple[float, float, float, float]], snap: float) -> list[tuple[float, float, float]]:
    """Return collinear pieces joined: (where, from, to), in order of where."""
    parts = sorted((round(w / snap) * snap if snap else w, min(a, b), max(a, b), w) for w, a, _, b in lines)
    runs: list[tuple[float, float, float, float]] = []
    for key, low, high, where in parts:
        if runs and runs[-1][3] == key and low <= runs[-1][2] + snap:
            runs[-1] = (runs[-1][0], runs[-1][1], max(high, runs[-1][2]), key)
        else:
            runs.append((where, low, high, key))
    return sorted((w, a, b) for w, a, b, _ in runs)


def runs_of(segments: Sequence[Segment], snap: float, *, is_level: bool) -> list[tuple[float, float, float]]:
    """Return level (or upright) lines with pieces in one line joined: (y, x from, x to) or (x, y from, y to)."""
    if is_level:
        return _runs([(s.y, s.x, e.y, e.x) for s, e in segments if abs(s.y - e.y) <= snap / 2 < abs(s.x - e.x)], snap)
    return _runs([(s.x, s.y, e.x, e.y) for s, e in segments if abs(s.x - e.x) <= snap / 2 < abs(s.y - e.y)], snap)
