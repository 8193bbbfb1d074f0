"""Where light sources sit: along the strokes of a letter, on a grid in a box. Real places, counted afterwards.

In a letter the modules follow the middle line of every stroke, no further apart than the pitch; a stroke wider than
`row_share` pitches takes more rows side by side. No module's middle comes closer to the outline than its edge
distance, no side of it closer to a return than `wall_mm`, no two modules closer to each other than `clear_mm`: where
strokes cross or turn a corner, the one that comes later finds another place or stays out. Places that are still further
than `_GAP` pitches from every module are filled.
In a box a grid with the pitch as its greatest mesh covers the area that is left when the edge distance is taken off.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot

import numpy as np
from numpy.typing import NDArray

from signage.fabrication.light_sources import Module
from signage.geometry import Affine, Path, Point, Rect, Region
from signage.geometry.boundary import Boundary, Floats
from signage.geometry.centre_lines import CentreLine, centre_lines, lengths_along, points_at

_GAP = 0.9  # of the pitch: a usable place further from every module than this gets one
_SEARCH = 0.25  # of the pitch: mesh on which such places are looked for
_NEAR = 0.55  # of the pitch: nearer than this a second module adds no even light
_END_STEPS = 16  # within one pitch of a stroke's end
_MOVED = 5  # of these steps: as far a module without room moves along its stroke
_WALL_MM = 2.0  # from a module to the returns at least; a strip that is nearly as wide as its room gets what is left
_FLAT_MM = 0.1
_PLACES = 6  # of a mm: the same letter elsewhere on the sign is the same letter
_CLEAR_MM = (1.0, 5.0)  # between two modules: what the product's own least pitch leaves, within these


@dataclass(frozen=True, slots=True)
class Spot:
    """A module's middle and the direction of its long side, sign space; the angle in degrees."""

    x: float
    y: float
    angle_deg: float


def clear_mm(module: Module) -> float:
    """Return the least distance between two modules: room for their wire; strips follow each other closely."""
    return min(_CLEAR_MM[1], max(_CLEAR_MM[0], module.pitch_min_mm - module.length_mm))


def wall_mm(module: Module) -> float:
    """Return the least distance from a module to the returns."""
    return min(_WALL_MM, module.edge_mm - module.width_mm / 2)


def place_along_strokes(outline: Path, module: Module, pitch_mm: float, row_share: float) -> tuple[Spot, ...]:
    """Return the modules in a letter, in the order of placing; none where no stroke has room.

    Args:
        outline: The letter, sign space.
        module: What is placed.
        pitch_mm: Greatest distance along a row.
        row_share: A stroke wider than this share of the pitch takes more rows.
    """
    shape, corner = _moved(outline)
    return tuple(
        Spot(spot.x + corner.x, spot.y + corner.y, spot.angle_deg)
        for spot in _at_origin(shape, module, pitch_mm, row_share)
    )


def _moved(outline: Path) -> tuple[Path, Point]:
    """Return a letter with its corner at the origin, and that corner: the same letter is then the same value."""
    box = outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)
    moved = outline.transformed(Affine.shift(-box.x0, -box.y0))
    return Path(moved.verbs, tuple(round(value, _PLACES) for value in moved.coords)), Point(box.x0, box.y0)


@lru_cache(maxsize=512)  # a sign repeats letters, and a name is drawn again and again while it is chosen
def _at_origin(outline: Path, module: Module, pitch_mm: float, row_share: float) -> tuple[Spot, ...]:
    placer = _Placer(outline, module, pitch_mm)
    lines = [_Line(line, placer) for line in centre_lines(outline).lines]
    for line in sorted(lines, key=lambda one: -one.length):
        placer.try_all(_stations(line, placer, pitch_mm, row_share))
    _fill(placer, outline, lines, module, pitch_mm)
    return tuple(placer.spots)


@lru_cache(maxsize=256)
def dark_share(outline: Path, spots: tuple[Spot, ...], reach_mm: float) -> float:
    """Return the share of a letter's centre lines that no module lights; 1 for a letter with a part without any.

    Args:
        outline: The letter, sign space.
        spots: Its modules.
        reach_mm: Further than this from every module of its own part a place is dark: light does not pass returns.
    """
    shape, corner = _moved(outline)
    lines = [line.points for line in centre_lines(shape).lines]
    if not spots or not lines:
        return 1.0
    points = np.concatenate([_finely(line, reach_mm / 4) for line in lines])
    lamps = np.array([(spot.x - corner.x, spot.y - corner.y) for spot in spots])
    lit = 0
    for part in Region.of_path(shape, _FLAT_MM).parts():
        boundary = Boundary.of(part.to_path())
        mine, own = points[boundary.distances(points) > 0], lamps[boundary.distances(lamps) > 0]
        if not len(own):
            return 1.0
        lit += int((np.hypot(mine[:, :1] - own[:, 0], mine[:, 1:] - own[:, 1]).min(axis=1) <= reach_mm).sum())
    return 1.0 - lit / max(1, int((Boundary.of(shape).distances(points) > 0).sum()))


def _finely(line: Floats, step: float) -> Floats:
    length = float(lengths_along(line)[-1])
    return points_at(line, np.linspace(0.0, length, max(2, ceil(length / step) + 1)))


def place_on_grid(outline: Path, module: Module, pitch_mm: float) -> tuple[Spot, ...]:
    """Return the modules in a box's outline, row by row from below."""
    box = outline.bounds()
    if box is None or min(box.width, box.height) < 2 * module.edge_mm:
        return ()
    inner = box.grown(-module.edge_mm)
    xs, ys = _even(inner.x0, inner.x1, pitch_mm), _even(inner.y0, inner.y1, pitch_mm)
    at = np.array([(x, y) for y in ys for x in xs])
    inside = Boundary.of(outline).distances(at) >= module.edge_mm - 1e-6
    return tuple(Spot(float(x), float(y), 0.0) for x, y in at[inside])


def _even(low: float, high: float, pitch: float) -> list[float]:
    meshes = max(1, ceil((high - low) / pitch - 1e-9))
    if high - low < pitch / 2:
        return [(low + high) / 2]
    return [low + (high - low) * index / meshes for index in range(meshes + 1)]


class _Placer:
    """Takes the places that have room."""

    def __init__(self, outline: Path, module: Module, pitch: float) -> None:
        self.boundary, self.module = Boundary.of(outline), module
        self.spots: list[Spot] = []
        self._apart, self._gap = _NEAR * pitch, _GAP * pitch
        # the taken places by cell: whatever is asked of a place concerns its own cell and the eight around it
        self._clear, self._wall = clear_mm(module), max(0.0, wall_mm(module))
        self._touch = hypot(module.length_mm + self._clear, module.width_mm + self._clear)
        self._mesh = max(self._touch, _GAP * pitch)
        self._cells: dict[tuple[int, int], list[Spot]] = {}

    def try_all(self, wanted: list[Spot]) -> None:
        """Take those of the wanted places that keep the edge, stay inside and are free."""
        for spot, is_fit in zip(wanted, self.fits(wanted), strict=True):
            if is_fit:
                self.take(spot)

    def fits(self, wanted: list[Spot]) -> NDArray[np.bool_]:
        """Return which places keep the edge and lie inside whole: no edge of the outline enters them."""
        if not wanted:
            return np.zeros(0, dtype=bool)
        middles = np.array([(spot.x, spot.y) for spot in wanted])
        away = self.boundary.distances(middles)
        fit: NDArray[np.bool_] = away >= self.module.edge_mm
        half = (self.module.length_mm / 2 + self._wall, self.module.width_mm / 2 + self._wall)
        near = np.flatnonzero(fit & (away < hypot(*half)))  # further from the outline nothing can enter
        if len(near):
            angles = np.array([wanted[index].angle_deg for index in near])
            fit[near] = ~self.boundary.enters(middles[near], angles, half)
        return fit

    def free(self, wanted: list[Spot]) -> NDArray[np.bool_]:
        """Return which places fit and keep clear of every module that is there already."""
        found = self.fits(wanted)
        for index in np.flatnonzero(found):
            found[index] = self.is_clear(wanted[index])
        return found

    def take(self, spot: Spot) -> None:
        """Take a place unless another module is on it or too near."""
        if self.is_clear(spot):
            self.spots.append(spot)
            self._cells.setdefault(self._cell(spot), []).append(spot)

    def is_clear(self, spot: Spot) -> bool:
        """Return whether a place keeps clear of every module that is there already."""
        return all(self.are_clear(spot, other) for other in self._near(spot))

    def are_clear(self, spot: Spot, other: Spot) -> bool:
        """Return whether two modules keep apart; further apart than a module's diagonal they cannot touch."""
        apart = hypot(other.x - spot.x, other.y - spot.y)
        if apart < self._apart:
            return False
        return apart > self._touch or not overlaps(spot, other, self.module, self._clear)

    def is_covered(self, spot: Spot) -> bool:
        """Return whether a module is within reach of a place."""
        reach = self._gap
        return any(hypot(other.x - spot.x, other.y - spot.y) <= reach for other in self._near(spot))

    def are_covered(self, places: Floats) -> NDArray[np.bool_]:
        """Return for each place (N×2) whether a module is within reach of it."""
        if not self.spots:
            return np.zeros(len(places), dtype=bool)
        taken = np.array([(spot.x, spot.y) for spot in self.spots])
        apart = np.hypot(places[:, :1] - taken[:, 0], places[:, 1:] - taken[:, 1])
        covered: NDArray[np.bool_] = apart.min(axis=1) <= self._gap
        return covered

    def _near(self, spot: Spot) -> list[Spot]:
        row, column = self._cell(spot)
        around = ((row + dr, column + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1))
        return [other for cell in around for other in self._cells.get(cell, ())]

    def _cell(self, spot: Spot) -> tuple[int, int]:
        return int(spot.y // self._mesh), int(spot.x // self._mesh)


def _corners(spot: Spot, module: Module, more_mm: float = 0.0) -> Floats:
    turn = np.radians(spot.angle_deg)
    along = np.array([np.cos(turn), np.sin(turn)]) * (module.length_mm + more_mm) / 2
    across = np.array([-np.sin(turn), np.cos(turn)]) * (module.width_mm + more_mm) / 2
    middle = np.array([spot.x, spot.y])
    return np.array([middle + a * along + b * across for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def corners_of(spot: Spot, module: Module) -> tuple[Point, ...]:
    """Return the four corners of a placed module, counter-clockwise."""
    return tuple(Point(float(x), float(y)) for x, y in _corners(spot, module))


def overlaps(one: Spot, other: Spot, module: Module, clear_mm: float = 0.0) -> bool:
    """Return whether two modules come closer than a clearance, by separating axes."""
    a, b = _corners(one, module, clear_mm), _corners(other, module, clear_mm)
    for spot in (one, other):
        turn = np.radians(spot.angle_deg)
        for axis in (np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])):
            p, q = a @ axis, b @ axis
            if p.max() <= q.min() + 1e-9 or q.max() <= p.min() + 1e-9:
                return False
    return True


def _stations(line: _Line, placer: _Placer, pitch: float, row_share: float) -> list[Spot]:
    """Return the wanted places along one line: evenly between its first and last place with room."""
    first, last = _ends(line, placer, pitch)
    each = placer.module.length_mm + clear_mm(placer.module)
    room = int((last - first) / each + 1e-9)  # meshes that leave gaps
    if not room:
        places = [(first + last) / 2]
    else:
        meshes = max(3 if line.is_closed else 1, min(ceil((last - first) / pitch - 1e-9), room))
        places = _even_places(line, (first, last), meshes, placer, pitch)
    found: list[Spot] = []
    for place, spot in zip(places, line.spots_at(places), strict=True):
        width = line.width_at(place)
        found.extend(_row_across(spot, width, max(1, ceil(width / (row_share * pitch) - 1e-9))))
    return found


def _even_places(line: _Line, ends: tuple[float, float], meshes: int, placer: _Placer, pitch: float) -> list[float]:
    """Return places that divide a line evenly, in fewer meshes where its bends leave no room for so many modules."""
    first, last = ends
    best: list[float] = []
    most = 0
    for count in range(meshes, max(1, meshes // 2) - 1, -1):
        places = [first + (last - first) * k / count for k in range(count if line.is_closed else count + 1)]
        places = _settled(line, places, placer, pitch)
        spots = line.spots_at(places)
        pairs = zip(spots, [*spots[1:], spots[0]] if line.is_closed else spots[1:], strict=False)
        kept = int(placer.free(spots).sum()) - sum(not placer.are_clear(one, other) for one, other in pairs)
        if kept > most or not best:
            best, most = places, kept
        if kept == len(places):
            return places
    return best


class _Line:
    """A stroke's centre line by the length along it."""

    def __init__(self, line: CentreLine, placer: _Placer) -> None:
        self.points, self.is_closed, self._usual = line.points, line.is_closed, line.half
        self._reach = placer.module.length_mm / 2
        self._inside = np.maximum(placer.boundary.distances(line.points), 0.0)
        self.along = lengths_along(line.points)

    @property
    def length(self) -> float:
        return float(self.along[-1])

    def spots_at(self, places: list[float]) -> list[Spot]:
        """Return modules on the line, turned along it."""
        at = np.array(places)
        low, high = np.maximum(0.0, at - self._reach), np.minimum(self.length, at + self._reach)
        x, y = self._points_at(at)
        (x0, y0), (x1, y1) = self._points_at(low), self._points_at(high)
        turn = np.arctan2(y1 - y0, x1 - x0)
        # in a bend half way to the chord: its ends come as near to the outer side as its middle to the inner one
        across = ((y0 + y1) / 2 - y) * np.cos(turn) - ((x0 + x1) / 2 - x) * np.sin(turn)
        x, y = x - across / 2 * np.sin(turn), y + across / 2 * np.cos(turn)
        turns = np.degrees(turn)
        return [Spot(*spot) for spot in zip(x.tolist(), y.tolist(), turns.tolist(), strict=True)]

    def _points_at(self, at: Floats) -> tuple[Floats, Floats]:
        return np.interp(at, self.along, self.points[:, 0]), np.interp(at, self.along, self.points[:, 1])

    def width_at(self, place: float) -> float:
        """Return the stroke's width; where strokes cross, the usual one, since the inscribed circle is wider there."""
        return 2 * min(float(np.interp(place, self.along, self._inside)), self._usual)


def _settled(line: _Line, places: list[float], placer: _Placer, pitch: float) -> list[float]:
    """Return places where those without room have moved a little along the line, to the nearest that has it."""
    fits = placer.free(line.spots_at(places))
    steps = [way * k * pitch / _END_STEPS for k in range(1, _MOVED + 1) for way in (1, -1)]
    found = list(places)
    for index in np.flatnonzero(~fits):
        tried = [min(max(places[index] + step, 0.0), line.length) for step in steps]
        found[index] = _first_free(line, tried, tried, placer, places[index])
    return found


def _first_free(line: _Line, tried: list[float], values: list[float], placer: _Placer, otherwise: float = 0.0) -> float:
    """Return the value that goes with the first of some places that has room, clear of all modules."""
    spots = line.spots_at(tried)
    fits = placer.fits(spots)
    rows = zip(spots, fits, values, strict=True)
    return next((value for spot, is_fit, value in rows if is_fit and placer.is_clear(spot)), otherwise)


def _ends(line: _Line, placer: _Placer, pitch: float) -> tuple[float, float]:
    """Return where the first and the last module go: as far out as each lies inside whole and clear of others."""
    ends = [0.0, line.length]
    if line.is_closed or line.length == 0:
        return ends[0], ends[1]
    steps = [step for step in (pitch * k / _END_STEPS for k in range(2 * _END_STEPS + 1)) if step <= line.length]
    ends[0] += _first_free(line, steps, steps, placer)
    ends[1] -= _first_free(line, [line.length - step for step in steps], steps, placer)
    return (ends[0], ends[1]) if ends[0] <= ends[1] else (line.length / 2, line.length / 2)


def _row_across(middle: Spot, width: float, count: int) -> list[Spot]:
    x, y, angle = middle.x, middle.y, middle.angle_deg
    turn = np.radians(angle + 90.0)
    offsets = [(index + 0.5) * width / count - width / 2 for index in range(count)]
    return [Spot(x + float(np.cos(turn)) * off, y + float(np.sin(turn)) * off, angle) for off in offsets]


def _fill(placer: _Placer, outline: Path, lines: list[_Line], module: Module, pitch: float) -> None:
    """Put modules where a usable place is far from every other: at crossings, in wide blobs."""
    box = outline.bounds()
    if box is None:
        return
    mesh = _SEARCH * pitch
    xs, ys = np.arange(box.x0 + mesh / 2, box.x1, mesh), np.arange(box.y0 + mesh / 2, box.y1, mesh)
    grid = np.array([(x, y) for y in ys for x in xs]).reshape(-1, 2)
    middles = np.concatenate([line.points for line in lines]) if lines else np.empty((0, 2))
    turns = np.concatenate([_turns(line.points) for line in lines]) if lines else np.empty(0)
    places = np.concatenate([middles[:: max(1, len(middles) // 400)], grid])
    # most places have a module near: the cheap question first
    places = places[~placer.are_covered(places)]
    places = places[placer.boundary.distances(places) >= module.edge_mm]
    wanted = [_turned_like(place, middles, turns) for place in places]
    ways = [(spot, Spot(spot.x, spot.y, spot.angle_deg + 90.0)) for spot in wanted]
    fits = placer.fits([spot for way in ways for spot in way]).reshape(-1, 2)
    for way, fit in zip(ways, fits, strict=True):
        for spot, is_fit in zip(way, fit, strict=True):
            if is_fit and not placer.is_covered(spot):  # asked again: the last one taken may be near
                placer.take(spot)


def _turned_like(place: Floats, middles: Floats, turns: Floats) -> Spot:
    if not len(middles):
        return Spot(float(place[0]), float(place[1]), 0.0)
    near = int(np.argmin(np.hypot(middles[:, 0] - place[0], middles[:, 1] - place[1])))
    return Spot(float(place[0]), float(place[1]), float(turns[near]))


def _turns(points: Floats) -> Floats:
    if len(points) < 2:
        return np.zeros(len(points))
    step = np.gradient(points, axis=0)
    turned: Floats = np.degrees(np.arctan2(step[:, 1], step[:, 0]))
    return turned
