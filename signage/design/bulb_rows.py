"""Where exposed bulbs (外露灯珠) sit in a letter: in rows along its strokes, evenly spaced, never outside of them.

A thin stroke has one row on its centre line, with a bulb where lines meet or turn and the others evenly between. A wide
stroke has more: rows that follow its outline, and one in the middle when their number is odd. No bulb comes nearer to
the outline than its margin, no two nearer to each other than their gap; of two that would, the later one is left out.
What is then further than a pitch from every bulb and has room gets one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, hypot

import numpy as np
from numpy.typing import NDArray

from signage.design.bulb_sizes import Bulb
from signage.geometry import Affine, Path, Point, Rect, Region
from signage.geometry.boundary import Boundary, Floats
from signage.geometry.centre_lines import CentreLine, CentreLines, centre_lines, corners_on, lengths_along, points_at

_STEP = 1 / 16  # of the pitch, along a line, where places are tried; half of it at the ends of strokes
_CAP = 0.6  # towards a stroke's square end the room shrinks as fast as one goes; above this share it is the end
_EVEN = 0.62  # of the pitch: nearer bulbs look like a fault
_SPARSER = 0.4  # of the pitch: what a length may have more than whole pitches before it takes a further bulb
_GAP = 1.0  # of the pitch: a place further from every bulb gets one
_REACH = 1.2  # of the pitch: a place further from every bulb is dark
_ROOMY = 0.5  # of the centre lines at least has room, else no place is looked for
_LIT = 0.92  # of the centre lines at least is not dark, else the bulb is too large for the letter
_PLACES = 6  # of a mm: the same letter elsewhere on the sign is the same letter
_NUDGE = 0.25  # of the bulb: a place that lacks less room is moved
_TURNS = np.arange(16) * np.pi / 8
# places around one, nearest first, in diameters of the bulb
_AROUND = np.concatenate(
    [np.column_stack([np.cos(_TURNS), np.sin(_TURNS)]) * share for share in (0.04, 0.08, 0.15, _NUDGE)]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBulbs:
    """The bulbs of a letter.

    Attributes:
        middles: In the letter's own space.
        is_enough: They show all of its strokes.
    """

    middles: tuple[Point, ...]
    is_enough: bool


def place_bulbs(outline: Path, bulb: Bulb, rows: int) -> PlacedBulbs:
    """Return the bulbs of one size in a letter.

    Args:
        outline: The letter, mm.
        bulb: Its size and the room that it takes.
        rows: Of a usual stroke of the line (`usual_rows`); a stroke with less room takes as many as it has room for.
    """
    shape, corner = _moved(outline)
    found = _at_origin(shape, bulb, rows)
    middles = tuple(Point(point.x + corner.x, point.y + corner.y) for point in found.middles)
    return PlacedBulbs(middles=middles, is_enough=found.is_enough)


def usual_rows(outlines: Sequence[Path], bulb: Bulb) -> int:
    """Return the rows that the usual stroke of a line's letters takes: all of its strokes look alike then."""
    lines = [line for outline in outlines for line in centre_lines(_moved(outline)[0]).lines if line.length > 0]
    if not lines:
        return 1
    halves = np.array([line.half for line in lines])
    order = np.argsort(halves)
    share = np.cumsum(np.array([line.length for line in lines])[order])
    usual = halves[order][np.searchsorted(share, share[-1] / 2)]
    return max(1, ceil(2 * float(usual) / (bulb.row_share * bulb.pitch_mm) - 1e-9))


def _moved(outline: Path) -> tuple[Path, Point]:
    """Return a letter with its corner at the origin, and that corner: the same letter is then the same value."""
    box = outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)
    moved = outline.transformed(Affine.shift(-box.x0, -box.y0))
    return Path(moved.verbs, tuple(round(value, _PLACES) for value in moved.coords)), Point(box.x0, box.y0)


@lru_cache(maxsize=512)  # a sign repeats letters, and a name is drawn again and again while it is chosen
def _at_origin(outline: Path, bulb: Bulb, usual: int) -> PlacedBulbs:
    drawn = centre_lines(outline)
    placer = _Placer(Boundary.of(outline), bulb)
    middles = _Middles.of(drawn, placer)
    if not _may_fit(middles, bulb):
        return PlacedBulbs(middles=(), is_enough=False)
    rows = [min(usual, _rows_of(line, bulb)) for line in drawn.lines]
    for row in _rows(outline, drawn, rows, placer):
        placer.take_all(row)
    _fill(placer, middles)
    found = tuple(Point(x, y) for x, y in placer.taken)
    return PlacedBulbs(middles=found, is_enough=_shows_all(placer, middles, outline))


class _Placer:
    """Takes the places that have room."""

    def __init__(self, boundary: Boundary, bulb: Bulb) -> None:
        self.boundary, self.bulb = boundary, bulb
        self.taken: list[tuple[float, float]] = []

    def room(self, at: Floats) -> Floats:
        """Return for each place how far the outline is beyond what a bulb needs; negative: no room."""
        return self.boundary.distances(at) - self.bulb.edge_mm

    @property
    def apart_mm(self) -> float:
        """Nearer to each other no two bulbs are."""
        return max(self.bulb.apart_mm, _EVEN * self.bulb.pitch_mm)

    def take_all(self, wanted: Floats) -> None:
        """Take those of the wanted places, in their order, that have room and keep apart from all before."""
        for place, room in zip(wanted, self.room(wanted).tolist(), strict=True):
            if room < -_NUDGE * self.bulb.size_mm:
                continue
            moved = place if room >= 0 else self._nudged(place)
            if moved is None:
                continue
            x, y = float(moved[0]), float(moved[1])
            if all(hypot(x - a, y - b) >= self.apart_mm for a, b in self.taken):
                self.taken.append((x, y))

    def _nudged(self, place: Floats) -> Floats | None:
        """Return the nearest place with room where a line lies a little beside a stroke's middle, None without one."""
        tried = place + _AROUND * self.bulb.size_mm
        fit = np.flatnonzero(self.room(tried) >= 0)
        return tried[fit[0]] if len(fit) else None

    def away(self, at: Floats) -> Floats:
        """Return for each place how far the nearest bulb is."""
        if not self.taken:
            return np.full(len(at), np.inf)
        taken = np.array(self.taken)
        found: Floats = np.hypot(at[:, :1] - taken[:, 0], at[:, 1:] - taken[:, 1]).min(axis=1)
        return found


# --- how many rows


def _rows_of(line: CentreLine, bulb: Bulb) -> int:
    """Return the most rows that a stroke has room for."""
    free = 2 * line.half - bulb.least_stroke_mm
    return max(1, floor(free / bulb.apart_mm + 1e-9) + 1)


# --- rows


def _rows(outline: Path, drawn: CentreLines, rows: Sequence[int], placer: _Placer) -> Iterable[Floats]:
    """Yield the wanted places, the rows that are seen first: along outlines, then where lines meet, then between."""
    for count in sorted({count for count in rows if count > 1}, reverse=True):
        yield from _outline_rows(outline, drawn, rows, count, placer.bulb)
    middle = [line for line, count in zip(drawn.lines, rows, strict=True) if count % 2]
    met = {end for line in middle for end in line.ends if end is not None}
    met -= {
        end for line, count in zip(drawn.lines, rows, strict=True) if count > 1 for end in line.ends if end is not None
    }
    if met:
        yield drawn.nodes[sorted(met)]
    for line in sorted(middle, key=lambda one: -one.length):
        yield _along(line, placer)


def _along(line: CentreLine, placer: _Placer) -> Floats:
    """Return the wanted places on a centre line: evenly from its first place with room to its last."""
    pitch, apart = placer.bulb.pitch_mm, placer.apart_mm
    if len(line.points) < 2:
        return line.points
    length = line.length
    if line.is_closed:
        count = max(3, _meshes(length, pitch))
        return points_at(_from_top(line.points), [length * index / count for index in range(count)])
    low, high = _first(line, placer, 0), _first(line, placer, 1)
    if low is None or high is None:
        return line.points[:0]
    low, high = low, length - high
    if high - low < apart:
        places = [(low + high) / 2] if line.ends == (None, None) else [low, high]
        return points_at(line.points, places)
    count = max(1, min(_meshes(high - low, pitch), floor((high - low) / apart)))
    return points_at(line.points, [low + (high - low) * index / count for index in range(count + 1)])


def _meshes(length: float, pitch: float) -> int:
    """Return how many distances between bulbs a length is divided into: rather a little denser than sparser."""
    return max(1, ceil(length / pitch - _SPARSER))


def _from_top(ring: Floats) -> Floats:
    """Return a ring from its highest point on, so that the two halves of a round letter look alike."""
    start = int(np.argmax(ring[:-1, 1]))
    return np.vstack([ring[start:-1], ring[:start], ring[start : start + 1]])


def _first(line: CentreLine, placer: _Placer, end: int) -> float | None:
    """Return how far from an end the first bulb goes: as far out as at the sides; None where none has room."""
    if line.ends[end] is not None:
        return 0.0
    points = line.points if end == 0 else line.points[::-1]
    step = _STEP / 2 * placer.bulb.pitch_mm
    at = np.arange(0.0, min(line.length, 6 * line.half + placer.bulb.pitch_mm), step)
    room = placer.room(points_at(points, at))
    ahead = max(1, round(line.half / 4 / step))
    if len(room) <= ahead:
        return float(at[int(np.argmax(room))]) if len(room) and room.max() >= 0 else None
    is_end = (room[ahead:] - room[:-ahead]) > _CAP * ahead * step
    free = np.flatnonzero((room[:-ahead] >= 0) & ~is_end)
    return float(at[free[0]]) if len(free) else None


def _outline_rows(outline: Path, drawn: CentreLines, rows: Sequence[int], count: int, bulb: Bulb) -> Iterable[Floats]:
    """Yield the rows that follow the outline of the strokes with so many rows, from outside inwards."""
    region = Region.of_path(outline, 0.1)
    mine = [line for line, own in zip(drawn.lines, rows, strict=True) if own == count]
    half = float(np.median([line.half for line in mine]))
    step = 2 * _STEP * bulb.pitch_mm
    spots = [_finely(line.points, step) for line in drawn.lines]
    near = np.concatenate(spots)
    is_mine = np.concatenate([np.full(len(s), own == count) for s, own in zip(spots, rows, strict=True)])
    for index in range(count // 2):
        inset = region.grown(-(2 * index + 1) * half / count, mitred=True)
        for outer, holes in inset.rings():
            for ring in (outer, *holes):
                line = _finely(np.array([*ring, ring[0]]), step)
                for run in _runs(line, near, is_mine):
                    yield _spaced(run, bulb.pitch_mm)


def _runs(line: Floats, near: Floats, is_mine: NDArray[np.bool_]) -> list[Floats]:
    """Return the stretches of a closed row that belong to certain centre lines."""
    kept = is_mine[np.hypot(line[:, :1] - near[:, 0], line[:, 1:] - near[:, 1]).argmin(axis=1)]
    if kept.all():
        return [line]
    first = int(np.argmin(kept))  # begin where it is another's
    order = [*range(first, len(line) - 1), *range(first + 1)]
    found, run = [], list[int]()
    for at in order:
        if kept[at]:
            run.append(at)
        elif run:
            found.append(line[run])
            run = []
    return [run for run in found if len(run) > 1]


def _finely(line: Floats, step: float) -> Floats:
    """Return a line with points no further apart than a step; its own stay."""
    parts = []
    for start, end in pairwise(line):
        count = max(1, ceil(hypot(*(end - start)) / step))
        parts.append(start + (end - start) * (np.arange(count) / count)[:, None])
    return np.vstack([*parts, line[-1:]])


def _spaced(run: Floats, pitch: float) -> Floats:
    """Return places on a row: at its ends and corners, and evenly between."""
    along = lengths_along(run)
    length = float(along[-1])
    is_ring = bool(np.hypot(*(run[0] - run[-1])) < 1e-6)
    if length < pitch / 2:
        return points_at(run, [length / 2])
    corners = corners_on(run, pitch / 4, pitch / 2, _STEP * pitch, is_ring=is_ring)
    if is_ring and not corners:
        count = max(3, _meshes(length, pitch))
        return points_at(_from_top(run), [length * index / count for index in range(count)])
    marks = [*corners, corners[0] + length] if is_ring else [0.0, *corners, length]
    found = list(corners) if is_ring else list(marks)
    for low, high in pairwise(marks):
        count = _meshes(high - low, pitch)
        found += [low + (high - low) * index / count for index in range(1, count)]
    return points_at(run, [at % length if is_ring else at for at in found])


# --- what is left


@dataclass(frozen=True, slots=True, eq=False)
class _Middles:
    """Places all along the centre lines, and how far each lies inside the outline (negative: outside)."""

    at: Floats
    inside: Floats

    @classmethod
    def of(cls, drawn: CentreLines, placer: _Placer) -> _Middles:
        lines = [_finely(line.points, _STEP * placer.bulb.pitch_mm) for line in drawn.lines]
        at = np.concatenate([np.empty((0, 2)), *lines])
        return cls(at, placer.boundary.distances(at))


def _may_fit(middles: _Middles, bulb: Bulb) -> bool:
    return len(middles.at) > 0 and float((middles.inside >= bulb.edge_mm).mean()) >= _ROOMY


def _fill(placer: _Placer, middles: _Middles) -> None:
    """Take places on centre lines that are far from every bulb, the furthest first."""
    tried = middles.at[middles.inside >= placer.bulb.edge_mm]
    while len(tried):
        away = placer.away(tried)
        best = int(np.argmax(away))
        if away[best] < _GAP * placer.bulb.pitch_mm:
            return
        placer.take_all(tried[best : best + 1])


def _shows_all(placer: _Placer, middles: _Middles, outline: Path) -> bool:
    """Whether the bulbs show every part of a letter and nearly all of its strokes."""
    if not placer.taken:
        return False
    lit = placer.away(middles.at[middles.inside > 0]) <= _REACH * placer.bulb.pitch_mm
    if float(lit.mean()) < _LIT:
        return False
    taken = [Point(x, y) for x, y in placer.taken]
    shape = Region.of_path(outline, 0.5)
    return all(any(part.holds(taken)) for part in shape.parts())
