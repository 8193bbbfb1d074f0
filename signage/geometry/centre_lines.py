"""The centre lines of a letter's strokes as a sign maker draws them: straight through crossings, sharp at corners.

Middle lines by thinning (`skeleton`) bend where strokes meet and cut corners, by up to an eighth of a stroke's width.
Here a line is taken where it is sure, further from a meeting than the circle that fits there, and carried on straight
to where the lines meet. Lines end at a meeting, at a corner, or freely, there no further than one half width outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from signage.geometry.boundary import Boundary, Floats
from signage.geometry.path import Path
from signage.geometry.skeleton import Stroke, strokes_of

_CORNER_DEG = 48.0  # a line that turns by more within its stroke's width has a corner
_LOOKED_AT = 1.5  # half widths of a line that tell where it is going
_SHORT = 1.2  # half widths: meetings nearer to each other are one
_FLAT = 0.1  # lines that meet are one straight line when less than this share of them leads across
_NEAR = 1 / 40  # of the letter: ends nearer than this are one meeting

Ends = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class CentreLine:
    """One line, from one end to the other.

    Attributes:
        points: N×2; a dot has one point.
        half: Usual half width of its stroke.
        ends: Index of the meeting or corner at its start and at its end, None where it ends freely.
        is_closed: A ring without corners or meetings.
    """

    points: Floats
    half: float
    ends: Ends
    is_closed: bool = False

    @property
    def length(self) -> float:
        """Its length."""
        return float(lengths_along(self.points)[-1])


@dataclass(frozen=True, slots=True, eq=False)
class CentreLines:
    """All lines of a letter, and where they meet or turn (N×2)."""

    lines: tuple[CentreLine, ...]
    nodes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """Where a line is going at one of its ends: through a point, in a direction."""

    point: Floats
    towards: Floats


def lengths_along(points: Floats) -> Floats:
    """Return for each point of a line how far along it lies."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


def points_at(points: Floats, at: Floats | Sequence[float]) -> Floats:
    """Return the points at lengths along a line."""
    along = lengths_along(points)
    return np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])


@lru_cache(maxsize=64)
def centre_lines(path: Path) -> CentreLines:
    """Return the centre lines of an outline; none when it is empty."""
    box, strokes = path.bounds(), strokes_of(path)
    if box is None or not strokes:
        return CentreLines((), np.empty((0, 2)))
    ends, raw = _meetings(strokes, _NEAR * max(box.width, box.height))
    reach = [max(_reach_at(strokes[s], e) for s, e in some) for some in raw]
    nodes = [_meeting_point(strokes, some, reach[index]) for index, some in enumerate(raw)]
    lines: list[CentreLine] = []
    boundary = Boundary.of(path)
    for stroke, pair in zip(strokes, ends, strict=True):
        if len(stroke.points) > 1 and not _is_within(stroke, pair, reach):
            half = float(np.median(boundary.distances(stroke.points[::3])))  # the grid's is up to a cell off
            line = _ends_straight(_straightened(stroke, pair, nodes, reach), stroke.has_free_ends, half)
            lines += _cut_at_corners(line, pair, half, nodes)
        elif stroke.has_free_ends == (True, True):
            lines.append(CentreLine(stroke.points[:1], float(stroke.radius[0]), (None, None)))
    return CentreLines(tuple(lines), np.array(nodes).reshape(-1, 2))


def _reach_at(stroke: Stroke, end: int) -> float:
    return float(stroke.radius[-end])  # 0 is the first, 1 the last


def _is_within(stroke: Stroke, ends: Ends, reach: list[float]) -> bool:
    """Whether a stroke is nothing but the inside of one meeting."""
    start, end = ends
    return start is not None and start == end and stroke.length <= 2 * _SHORT * reach[start]


# --- where strokes meet


def _meetings(strokes: tuple[Stroke, ...], near: float) -> tuple[list[Ends], list[list[tuple[int, int]]]]:
    """Return each stroke's meetings, and for each meeting the ends (stroke, 0 or 1) that come together there."""
    places: list[Floats] = []
    joined: list[list[tuple[int, int]]] = []
    for index, stroke in enumerate(strokes):
        for end in (0, 1):
            if stroke.has_free_ends[end] or len(stroke.points) < 2:
                continue
            at = stroke.points[-end]
            known = next((i for i, place in enumerate(places) if np.hypot(*(place - at)) <= near), None)
            if known is None:
                places.append(at)
                joined.append([(index, end)])
            else:
                joined[known].append((index, end))
    # a ring meets itself; that is no meeting
    joined = [some for some in joined if not all(strokes[s].is_closed and s == some[0][0] for s, _ in some)]
    joined = _without_halves(strokes, joined)
    named = {pair: index for index, some in enumerate(joined) for pair in some}
    return [(named.get((s, 0)), named.get((s, 1))) for s in range(len(strokes))], joined


def _without_halves(strokes: tuple[Stroke, ...], joined: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Join meetings that a short stroke connects: thick strokes that cross look like two that branch off."""
    for index, stroke in enumerate(strokes):
        start = next((some for some in joined if (index, 0) in some), None)
        end = next((some for some in joined if (index, 1) in some), None)
        if start is None or end is None or start is end:
            continue
        if stroke.length <= _SHORT * max(_reach_at(stroke, 0), _reach_at(stroke, 1)):
            joined = [some for some in joined if some is not start and some is not end] + [[*start, *end]]
    return joined


def _way_out(points: Floats, reach: float, end: int) -> _Way | None:
    """Return where a line is going at one of its ends, told from beyond the reach of what it meets there."""
    line = points if end == 0 else points[::-1]
    length = float(lengths_along(line)[-1])
    far = min((1 + _LOOKED_AT) * reach, 0.75 * length)
    if far < 1.25 * reach:
        return None
    first, last = points_at(line, [reach, far])
    step = first - last
    size = float(np.hypot(*step))
    return _Way(first, step / size) if size > 0 else None


def _meeting_point(strokes: tuple[Stroke, ...], some: list[tuple[int, int]], reach: float) -> Floats:
    """Return where the lines that come together really meet; where thinning has it if that cannot be told."""
    raw: Floats = np.mean([strokes[s].points[-e] for s, e in some], axis=0)
    ways = [way for s, e in some if (way := _way_out(strokes[s].points, reach, e)) is not None]
    return _crossing(ways, raw, reach)


def _crossing(ways: list[_Way], raw: Floats, reach: float) -> Floats:
    """Return the place nearest to all lines; one that would be further than the reach from the raw one is not taken."""
    if len(ways) < 2:
        return raw
    across = [np.eye(2) - np.outer(way.towards, way.towards) for way in ways]
    whole = np.sum(across, axis=0)
    values, axes = np.linalg.eigh(whole)
    wanted = np.sum([a @ way.point for a, way in zip(across, ways, strict=True)], axis=0)
    if values[0] < _FLAT * len(ways):  # one straight line: only across it is the place told
        middle = np.mean([way.point for way in ways], axis=0)
        found = middle + axes[:, 0] * float((raw - middle) @ axes[:, 0])
    else:
        found = np.linalg.solve(whole, wanted)
    return found if float(np.hypot(*(found - raw))) <= reach else raw


def _straightened(stroke: Stroke, ends: Ends, nodes: list[Floats], reach: list[float]) -> Floats:
    """Return a stroke's line carried on straight to the meetings at its ends."""
    places = [None if at is None else nodes[at] for at in ends]
    return _carried_on(stroke.points, places, [0.0 if at is None else reach[at] for at in ends])


def _carried_on(points: Floats, places: Sequence[Floats | None], trims: Sequence[float]) -> Floats:
    """Return a line without its first and last stretch, carried on straight to given places."""
    along = lengths_along(points)
    length = float(along[-1])
    low, high = min(trims[0], length / 2), max(length - trims[1], length / 2)
    parts = [points[(along >= low) & (along <= high)]]
    if places[0] is not None:
        parts.insert(0, places[0][None])
    if places[1] is not None:
        parts.append(places[1][None])
    return np.vstack(parts)


def _ends_straight(points: Floats, is_free: tuple[bool, bool], half: float) -> Floats:
    """Return a line whose free ends run straight out to the end of the stroke; thinning turns them into a corner."""
    for end in (0, 1):
        way = _way_out(points, half, end) if is_free[end] else None
        if way is not None:
            trims = [half if at == end else 0.0 for at in (0, 1)]
            out = way.point + way.towards * 2 * half
            points = _carried_on(points, [out if at == end else None for at in (0, 1)], trims)
    return points


# --- corners


def _cut_at_corners(points: Floats, ends: Ends, half: float, nodes: list[Floats]) -> list[CentreLine]:
    """Return a line cut where it turns sharply, each corner drawn out to a point; corners are added to the nodes."""
    is_ring = ends == (None, None) and float(np.hypot(*(points[0] - points[-1]))) < 1e-9 and len(points) > 3
    along = lengths_along(points)
    length = float(along[-1])
    corners = _corners(points, half, is_ring=is_ring)
    if not corners:
        return [CentreLine(points, half, ends, is_closed=is_ring)] if length > 0 else []
    if is_ring:  # begin and end at a corner
        twice = np.vstack([points, points[1:]])
        points = points_at(twice, np.linspace(corners[0], corners[0] + length, len(points)))
        marks = [*(corner - corners[0] for corner in corners), length]
    else:
        marks = [0.0, *corners, length]
    parts = [_part(points, low, high) for low, high in pairwise(marks)]
    reach, first = 1.2 * half, len(nodes)
    turns = list(pairwise([parts[-1], *parts] if is_ring else parts))
    nodes += [_corner_point(before, after, reach) for before, after in turns]
    new = list(range(first, len(nodes)))
    named: list[int | None] = [*new, first] if is_ring else [ends[0], *new, ends[1]]
    found = []
    for part, (start, end) in zip(parts, pairwise(named), strict=True):
        trims = [0.0 if at is None or at < first else reach for at in (start, end)]
        line = _carried_on(part, [None if at is None else nodes[at] for at in (start, end)], trims)
        found.append(CentreLine(line, half, (start, end)))
    return found


def _part(points: Floats, low: float, high: float) -> Floats:
    """Return the stretch of a line between two lengths along it."""
    along = lengths_along(points)
    inner = points[(along > low + 1e-9) & (along < high - 1e-9)]
    ends = points_at(points, [low, high])
    return np.vstack([ends[:1], inner, ends[1:]])


def _corner_point(before: Floats, after: Floats, reach: float) -> Floats:
    ways = [way for line, end in ((before, 1), (after, 0)) if (way := _way_out(line, reach, end)) is not None]
    return _crossing(ways, after[0], 1.3 * reach)


def _corners(points: Floats, half: float, *, is_ring: bool) -> list[float]:
    """Return how far along a line its corners lie: within its stroke's width it turns sharply."""
    reach = 1.6 * half
    is_short = float(lengths_along(points)[-1]) < 3 * reach
    return [] if is_short else corners_on(points, reach, 1.5 * reach, half / 4, is_ring=is_ring)


def corners_on(points: Floats, reach: float, apart: float, step: float, *, is_ring: bool) -> list[float]:
    """Return how far along a line its corners lie.

    Args:
        points: The line, N×2; a ring ends where it begins.
        reach: Within this, to both sides, a corner turns by more than `_CORNER_DEG`.
        apart: Least distance between two, along the line; of two that are nearer the sharper one counts.
        step: Distance of the places where it is looked.
        is_ring: The line is closed.
    """
    length = float(lengths_along(points)[-1])
    at = np.arange(0.0, length, step) if is_ring else np.arange(reach, length - reach, step)
    if not len(at):
        return []
    line = np.vstack([points[:-1], points[:-1], points]) if is_ring else points
    shift = length if is_ring else 0.0
    before, here, after = (points_at(line, at + shift + by) for by in (-reach, 0.0, reach))
    turn = _turns(here - before, after - here)
    found: list[float] = []
    for index in np.argsort(-turn, kind="stable"):
        if turn[index] < _CORNER_DEG:
            break
        place = float(at[index])
        gaps = [abs(place - other) for other in found]
        gaps = [min(gap, length - gap) for gap in gaps] if is_ring else gaps
        if all(gap > apart for gap in gaps):
            found.append(place)
    return sorted(found)


def _turns(one: Floats, other: Floats) -> Floats:
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    turned: Floats = np.abs(np.degrees(np.arctan2(cross, (one * other).sum(axis=1))))
    return turned
