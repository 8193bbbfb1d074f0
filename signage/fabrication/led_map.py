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
from signage.geometry import Affine, Path, Point
from signage.geometry.boundary import Boundary, Floats
from signage.geometry.skeleton import Stroke, strokes_of

_GAP = 0.9  # of the pitch: a usable place further from every module than this gets one
_SEARCH = 0.25  # of the pitch: mesh on which such places are looked for
_NEAR = 0.55  # of the pitch: nearer than this a second module adds no even light
_END_STEPS = 16  # within one pitch of a stroke's end
_WALL_MM = 2.0  # from a module to the returns at least; a strip that is nearly as wide as its room gets what is left
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
    box = outline.control_bounds()
    if box is None:
        return ()
    moved = outline.transformed(Affine.shift(-box.x0, -box.y0))
    shape = Path(moved.verbs, tuple(round(value, _PLACES) for value in moved.coords))
    return tuple(
        Spot(spot.x + box.x0, spot.y + box.y0, spot.angle_deg)
        for spot in _at_origin(shape, module, pitch_mm, row_share)
    )


@lru_cache(maxsize=512)  # a sign repeats letters, and a name is drawn again and again while it is chosen
def _at_origin(outline: Path, module: Module, pitch_mm: float, row_share: float) -> tuple[Spot, ...]:
    placer = _Placer(outline, module, pitch_mm)
    strokes = strokes_of(outline)
    for stroke in strokes:
        placer.try_all(_stations(stroke, placer, pitch_mm, row_share))
    _fill(placer, outline, strokes, module, pitch_mm)
    return tuple(placer.spots)


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

    def take(self, spot: Spot) -> None:
        """Take a place unless another module is on it or too near."""
        near = [(hypot(other.x - spot.x, other.y - spot.y), other) for other in self._near(spot)]
        if any(apart < self._apart for apart, _ in near):
            return
        # further apart than a module's diagonal they cannot touch
        if not any(a <= self._touch and overlaps(spot, other, self.module, self._clear) for a, other in near):
            self.spots.append(spot)
            self._cells.setdefault(self._cell(spot), []).append(spot)

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


def _stations(stroke: Stroke, placer: _Placer, pitch: float, row_share: float) -> list[Spot]:
    """Return the wanted places along one stroke: evenly between its first and last place with room."""
    line = _Line(stroke, placer.module)
    first, last = _ends(line, placer, pitch)
    if last - first < placer.module.length_mm / 2:
        places = [line.length / 2]
    else:
        room = int(
            (last - first) / (placer.module.length_mm + clear_mm(placer.module)) + 1e-9
        )  # meshes that leave gaps
        meshes = max(3 if stroke.is_closed else 1, min(ceil((last - first) / pitch - 1e-9), room))
        places = [first + (last - first) * k / meshes for k in range(meshes if stroke.is_closed else meshes + 1)]
    found: list[Spot] = []
    for place, spot in zip(places, line.spots_at(places), strict=True):
        width = line.width_at(place)
        found.extend(_row_across(spot, width, max(1, ceil(width / (row_share * pitch) - 1e-9))))
    return found


class _Line:
    """A stroke's middle line by the length along it."""

    def __init__(self, stroke: Stroke, module: Module) -> None:
        self.stroke, self._reach = stroke, module.length_mm / 2
        self.along: Floats = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke.points, axis=0).T))])
        self._usual = float(np.median(stroke.radius))

    @property
    def length(self) -> float:
        return float(self.along[-1])

    def spots_at(self, places: list[float]) -> list[Spot]:
        """Return modules on the line, turned along it."""
        at = np.array(places)
        low, high = np.maximum(0.0, at - self._reach), np.minimum(self.length, at + self._reach)
        x, y = self._points_at(at)
        (x0, y0), (x1, y1) = self._points_at(low), self._points_at(high)
        turns = np.degrees(np.arctan2(y1 - y0, x1 - x0))
        return [Spot(*spot) for spot in zip(x.tolist(), y.tolist(), turns.tolist(), strict=True)]

    def _points_at(self, at: Floats) -> tuple[Floats, Floats]:
        points = self.stroke.points
        return np.interp(at, self.along, points[:, 0]), np.interp(at, self.along, points[:, 1])

    def width_at(self, place: float) -> float:
        """Return the stroke's width; where strokes cross, the usual one, since the inscribed circle is wider there."""
        return 2 * min(float(np.interp(place, self.along, self.stroke.radius)), self._usual)


def _ends(line: _Line, placer: _Placer, pitch: float) -> tuple[float, float]:
    """Return where the first and the last module go: at a free end as far out as each lies inside whole."""
    ends = [0.0, line.length]
    steps = [pitch * step / _END_STEPS for step in range(_END_STEPS + 1) if pitch * step / _END_STEPS <= line.length]
    free = [index for index in (0, 1) if line.stroke.has_free_ends[index]]
    places = [[step if index == 0 else line.length - step for step in steps] for index in free]
    fits = placer.fits(line.spots_at([place for way in places for place in way])) if free else np.zeros(0, dtype=bool)
    for index, way, fit in zip(free, places, fits.reshape(len(free), -1) if free else [], strict=True):
        ends[index] = next((place for place, is_fit in zip(way, fit, strict=True) if is_fit), ends[index])
    return ends[0], ends[1]


def _row_across(middle: Spot, width: float, count: int) -> list[Spot]:
    x, y, angle = middle.x, middle.y, middle.angle_deg
    turn = np.radians(angle + 90.0)
    offsets = [(index + 0.5) * width / count - width / 2 for index in range(count)]
    return [Spot(x + float(np.cos(turn)) * off, y + float(np.sin(turn)) * off, angle) for off in offsets]


def _fill(placer: _Placer, outline: Path, strokes: tuple[Stroke, ...], module: Module, pitch: float) -> None:
    """Put modules where a usable place is far from every other: at crossings, in wide blobs."""
    box = outline.bounds()
    if box is None:
        return
    mesh = _SEARCH * pitch
    xs, ys = np.arange(box.x0 + mesh / 2, box.x1, mesh), np.arange(box.y0 + mesh / 2, box.y1, mesh)
    grid = np.array([(x, y) for y in ys for x in xs]).reshape(-1, 2)
    middles = np.concatenate([s.points for s in strokes]) if strokes else np.empty((0, 2))
    turns = np.concatenate([_turns(s.points) for s in strokes]) if strokes else np.empty(0)
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
