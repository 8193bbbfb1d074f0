"""A part of the picture under work: what each pixel reflects, what it emits, and what light reaches it.

A tile that is shared with a kept state of the picture is copied before it is painted on, so keeping a state costs
nothing, and what was not painted on is known without comparing pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.render.raster.colour import Bytes, Floats
from signage.render.raster.masks import Window

CELL = 4  # px of the picture to one cell of the veil's grid
_ONE: Floats = np.ones(1, dtype=np.float32)
_LARGE = 8192  # pixels from which a rectangle's edges are painted apart from its inside
_SPARSE = 4  # a mask that covers less than one pixel in so many is painted pixel by pixel


@dataclass(frozen=True, slots=True)
class Surface:
    """A painted surface over a window; every array is (1 or 3, 1 or rows, 1 or columns).

    Attributes:
        window: The pixels that arrays with rows and columns cover.
        albedo: Share of light that it reflects, linear.
        tone: Factor on the albedo, or None.
        emission: Light that it gives off, in units of the scene's exposure, or None.
        opacity: 0–1 over all of it.
        is_note: It belongs to the drawing, not to the street: no lamp lights it and no night darkens it.
    """

    window: Window
    albedo: Floats
    tone: Floats | None = None
    emission: Floats | None = None
    opacity: float = 1.0
    is_note: bool = False

    @property
    def is_flat(self) -> bool:
        """Whether it is the same everywhere."""
        return self.tone is None and self.albedo.size == 3 and (self.emission is None or self.emission.size == 3)

    def reflected(self, tile: Window) -> Floats:
        """Return the albedo over a tile, ready to broadcast."""
        albedo = part(self.albedo, tile, self.window)
        return albedo if self.tone is None else albedo * part(self.tone, tile, self.window)


class Beam(NamedTuple):
    """Light that arrives on a tile: its colour (3, 1, 1) and how much of it each pixel gets (h, w)."""

    colour: Floats
    light: Floats


class _Means:
    """A buffer's means over cells of the veil's grid, once they were asked for; shared by all tiles that share it."""

    __slots__ = ("cells",)

    def __init__(self) -> None:
        self.cells: Floats | None = None

    def of(self, planes: Floats) -> Floats:
        """Return them."""
        if self.cells is None:
            self.cells = _cells_of(planes)
        return self.cells


def part(array: Floats, tile: Window, window: Window) -> Floats:
    """Return the tile of an array over a window; axes of length 1 stay as they are."""
    rows, columns = tile.slices(window)
    return array[:, rows if array.shape[1] > 1 else slice(None), columns if array.shape[2] > 1 else slice(None)]


class Tile:
    """Planar float32 buffers of a part of the picture.

    Attributes:
        window: Its pixels.
        albedo: (3, h, w), linear.
        emission: (3, h, w), or None where nothing shines: by day nothing is brighter than the sun.
        ambient: (h, w) share of the ambient light that arrives, or None for all of it; by day shadows are albedo.
        beams: Light of lamps that arrives, by colour; what is painted over it hides it, as the lamp stands behind.
        notes: (4, h, w) where a night scene has annotations: colour as shown, times its share, and the share.
    """

    __slots__ = (
        "_cells",
        "_reflected",
        "_shared",
        "_shown",
        "albedo",
        "ambient",
        "beams",
        "emission",
        "notes",
        "window",
    )

    def __init__(self, window: Window, albedo: Floats) -> None:
        self.window = window
        self.albedo = albedo
        self.emission: Floats | None = None
        self.ambient: Floats | None = None
        self.beams: tuple[Beam, ...] = ()
        self.notes: Floats | None = None
        self._reflected, self._shown = _Means(), _Means()  # of the albedo and of the emission
        self._cells: Floats | None = None  # of all that shines, once asked for; none of a copy's
        self._shared: frozenset[int] = frozenset()

    def copy(self) -> Tile:
        """Return a tile that looks the same and copies a buffer when it is first written to."""
        made = Tile(self.window, self.albedo)
        made.emission, made.ambient, made.beams, made.notes = self.emission, self.ambient, self.beams, self.notes
        made._reflected, made._shown = self._reflected, self._shown
        made._shared = frozenset(id(array) for array in self._painted)
        return made

    @property
    def _painted(self) -> Iterator[Floats]:
        yield self.albedo
        yield from (array for array in (self.emission, self.ambient, self.notes) if array is not None)
        yield from (beam.light for beam in self.beams)

    @property
    def buffers(self) -> Iterator[Floats]:
        """All that it holds."""
        yield from self._painted
        yield from (means.cells for means in (self._reflected, self._shown) if means.cells is not None)
        if self._cells is not None:
            yield self._cells

    def reflecting(self) -> Floats:
        """Return the albedo's buffer, to be written to."""
        if id(self.albedo) in self._shared:
            self.albedo = self.albedo.copy()
        self._reflected, self._cells = _Means(), None
        return self.albedo

    def lit(self) -> Floats:
        """Return the emission's buffer, to be written to; made when there is none."""
        if self.emission is None:
            self.emission = np.zeros_like(self.albedo)
        elif id(self.emission) in self._shared:
            self.emission = self.emission.copy()
        self._shown, self._cells = _Means(), None
        return self.emission

    def reached(self) -> Floats:
        """Return the ambient light's buffer, to be written to; made when there is none."""
        if self.ambient is None:
            self.ambient = np.ones(self.albedo.shape[1:], dtype=np.float32)
        elif id(self.ambient) in self._shared:
            self.ambient = self.ambient.copy()
        return self.ambient

    def noted(self) -> Floats:
        """Return the annotations' buffer, to be written to; made when there is none."""
        if self.notes is None:
            self.notes = np.zeros((4, *self.albedo.shape[1:]), dtype=np.float32)
        elif id(self.notes) in self._shared:
            self.notes = self.notes.copy()
        return self.notes

    def hidden(self) -> Iterator[Floats]:
        """Yield the buffers of light that arrives, to be written to where something is painted over it."""
        self._cells = None
        if any(id(beam.light) in self._shared for beam in self.beams):
            self.beams = tuple(
                Beam(beam.colour, beam.light.copy() if id(beam.light) in self._shared else beam.light)
                for beam in self.beams
            )
        yield from (beam.light for beam in self.beams)

    def shine(self, seen: Window, light: Floats, colour: Floats) -> None:
        """Let light (rows, columns) of a colour arrive on some of its pixels."""
        self._cells = None
        rows, columns = seen.slices(self.window)
        for number, beam in enumerate(self.beams):
            if np.array_equal(beam.colour, colour):
                sum_ = beam.light.copy()
                sum_[rows, columns] += light
                self.beams = (*self.beams[:number], Beam(colour, sum_), *self.beams[number + 1 :])
                return
        if seen == self.window:
            arriving = np.ascontiguousarray(light)
        else:
            arriving = np.zeros(self.albedo.shape[1:], dtype=np.float32)
            arriving[rows, columns] = light
        self.beams = (*self.beams, Beam(colour, arriving))

    def light(self, box: Window, around: Floats) -> Floats:
        """Return the light that comes from some of its pixels, (3, rows, columns).

        Args:
            box: Pixels of the tile.
            around: Ambient light on a white surface, per channel (3, 1, 1).
        """
        rows, columns = box.slices(self.window)
        albedo = self.albedo[:, rows, columns]
        if not self.beams:
            light = albedo * around
            if self.ambient is not None:
                light *= self.ambient[rows, columns]
        else:
            light = self.beams[0].light[rows, columns] * self.beams[0].colour
            for beam in self.beams[1:]:
                light += beam.light[rows, columns] * beam.colour
            light += around if self.ambient is None else self.ambient[rows, columns] * around
            light *= albedo
        if self.emission is not None:
            light += self.emission[:, rows, columns]
        return light

    def cells(self) -> Floats | None:
        """Return what shines, in means over cells of the veil's grid (3, rows, columns), or None where nothing does.

        Light that arrives counts with the mean of what reflects it. Asked for when the tile is finished; the parts are
        kept with it.
        """
        if self.emission is None and not self.beams:
            return None
        if self._cells is None:
            self._cells = self._summed()
        return self._cells

    def _summed(self) -> Floats:
        shown = None if self.emission is None else self._shown.of(self.emission)
        if shown is not None and not self.beams:
            return shown
        thrown = _cells_of(self.beams[0].light[np.newaxis]) * self.beams[0].colour
        for beam in self.beams[1:]:
            thrown += _cells_of(beam.light[np.newaxis]) * beam.colour
        thrown *= self._reflected.of(self.albedo)
        if shown is not None:
            thrown += shown
        return thrown


def _cells_of(planes: Floats) -> Floats:
    count, height, width = planes.shape
    low, right = -height % CELL, -width % CELL
    if low or right:
        planes = np.pad(planes, ((0, 0), (0, low), (0, right)), mode="edge")
    rows, columns = (height + low) // CELL, (width + right) // CELL
    # Halved twice with the planes below each other: half the cost of quarters, one by one.
    stack = planes.reshape(-1, columns * CELL)
    half = cv2.resize(stack, (columns * 2, 2 * count * rows), interpolation=cv2.INTER_AREA)
    cells = cv2.resize(half, (columns, count * rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cells, dtype=np.float32).reshape(count, rows, columns)


def lay(tile: Tile, seen: Window, coverage: Bytes, count: int, surface: Surface, *, is_night: bool) -> None:
    """Lay a surface over some pixels of a tile.

    Args:
        tile: It; written to.
        seen: The pixels.
        coverage: How much of each is covered, 0–255.
        count: How many are covered at all.
        surface: With what.
        is_night: Annotations are kept apart by night.
    """
    if surface.is_note and is_night:
        _annotate(tile, seen, coverage, surface)
    elif surface.is_flat and count * _SPARSE < coverage.size:
        _paint_spots(tile, seen, coverage, surface)
    else:
        for box in _framed(coverage, count, surface):
            inside = Window(seen.x0 + box.x0, seen.y0 + box.y0, seen.x0 + box.x1, seen.y0 + box.y1)
            shares = coverage[box.y0 : box.y1, box.x0 : box.x1]
            is_full = count == coverage.size and int(shares.min()) == 255
            _paint(tile, inside, None if is_full else shares, surface)


def _framed(coverage: Bytes, count: int, surface: Surface) -> list[Window]:
    """Return the parts of a mask to paint by themselves: a rectangle's inside, where nothing mixes, and its edges."""
    height, width = coverage.shape
    whole = [Window(0, 0, width, height)]
    if count < coverage.size or surface.opacity < 1 or coverage.size < _LARGE or min(height, width) < 3:
        return whole
    if int(coverage[1:-1, 1:-1].min()) < 255:
        return whole
    low, right = height - 1, width - 1
    rims = [Window(0, 0, width, 1), Window(0, low, width, height), Window(0, 1, 1, low), Window(right, 1, width, low)]
    return [Window(1, 1, right, low), *rims]


def _paint(tile: Tile, seen: Window, coverage: Bytes | None, surface: Surface) -> None:
    """Lay a surface over a tile; coverage None covers all of `seen`."""
    rows, columns = seen.slices(tile.window)
    albedo = surface.reflected(seen)
    emission = None if surface.emission is None else part(surface.emission, seen, surface.window)
    if coverage is None and surface.opacity >= 1:
        _cover(tile, rows, columns, albedo, emission)
        return
    share = _share(coverage, surface.opacity)
    left = 1 - share
    edge = _Edge(tile, seen, coverage, share) if tile.beams else None
    _towards(tile.reflecting()[:, rows, columns], albedo, share, left)
    if emission is not None:
        _towards(tile.lit()[:, rows, columns], emission, share, left)
    elif tile.emission is not None:
        tile.lit()[:, rows, columns] *= left
    if tile.ambient is not None:
        _towards(tile.reached()[rows, columns], _ONE, share, left)
    if edge is not None:
        passed = edge.passed(tile)
        for light in tile.hidden():
            arriving = light.reshape(-1)[edge.spots]
            light[rows, columns] *= left
            light.reshape(-1)[edge.spots] = arriving * passed
    if tile.notes is not None:
        tile.noted()[:, rows, columns] *= left


def _cover(tile: Tile, rows: slice, columns: slice, albedo: Floats, emission: Floats | None) -> None:
    tile.reflecting()[:, rows, columns] = albedo
    if emission is not None:
        tile.lit()[:, rows, columns] = emission
    elif tile.emission is not None:
        tile.lit()[:, rows, columns] = 0.0
    if tile.ambient is not None:
        tile.reached()[rows, columns] = 1.0
    for light in tile.hidden():
        light[rows, columns] = 0.0
    if tile.notes is not None:
        tile.noted()[:, rows, columns] = 0.0


def _paint_spots(tile: Tile, seen: Window, coverage: Bytes, surface: Surface) -> None:
    """Do what `_paint` does for a colour that covers few pixels, in the same arithmetic: only those are visited."""
    dense = np.ascontiguousarray(coverage).reshape(-1)
    inside = dense.view(np.bool_).nonzero()[0]
    share = _share(dense[inside], surface.opacity)
    left = 1 - share
    spots = _spots(inside, seen, tile.window)
    edge = _Edge.at(tile, spots, left) if tile.beams else None
    emission = surface.emission
    _towards_spots(tile.reflecting(), surface.albedo.reshape(3), share, left, spots)
    if emission is not None:
        _towards_spots(tile.lit(), emission.reshape(3), share, left, spots)
    elif tile.emission is not None:
        _towards_spots(tile.lit(), None, share, left, spots)
    if tile.ambient is not None:
        _towards_spots(tile.reached()[np.newaxis], _ONE, share, left, spots)
    if edge is not None:
        passed = edge.passed(tile)
        for light in tile.hidden():
            light.reshape(-1)[spots] *= passed
    if tile.notes is not None:
        _towards_spots(tile.noted(), None, share, left, spots)


def _spots(inside: NDArray[np.intp], seen: Window, tile: Window) -> NDArray[np.intp]:
    """Return places in a window's pixels as places in a tile's."""
    spots = inside + ((seen.y0 - tile.y0) * tile.width + seen.x0 - tile.x0)
    if seen.width != tile.width:
        spots += inside // seen.width * (tile.width - seen.width)
    return spots


class _Edge:
    """Pixels that are covered in part, where light that arrives still shows on what was there before.

    A pixel holds one albedo, the mix. So the light on it is dimmed by more or less than what is left of the old
    surface, until the mix shows as much of it as that did. Green stands for all three channels.
    """

    __slots__ = ("_shown", "spots")

    def __init__(self, tile: Tile, seen: Window, coverage: Bytes | None, share: Floats) -> None:
        """Find the pixels: those that are neither free nor covered, before the surface is laid.

        Args:
            tile: What is painted on.
            seen: The pixels that coverage and share are of.
            coverage: None for all of them alike.
            share: How much of each is covered, opacity and all.
        """
        if coverage is None:
            inside = np.arange(seen.width * seen.height)
            left: Floats = 1 - np.broadcast_to(share, inside.shape)
        else:
            inside = (share.reshape(-1) > 0).nonzero()[0] if share.max() < 1 else _partly(coverage)
            left = 1 - share.reshape(-1)[inside]
        self.spots = _spots(inside, seen, tile.window)
        self._shown = tile.albedo[1].reshape(-1)[self.spots] * left

    @classmethod
    def at(cls, tile: Tile, spots: NDArray[np.intp], left: Floats) -> _Edge:
        """Return the edge at known places of a tile, with the share of the old surface that each leaves."""
        made = cls.__new__(cls)
        made.spots, made._shown = spots, tile.albedo[1].reshape(-1)[spots] * left
        return made

    def passed(self, tile: Tile) -> Floats:
        """Return the share of the light that stays on each, after the surface was laid."""
        shown = np.maximum(tile.albedo[1].reshape(-1)[self.spots], np.float32(1e-6))
        return np.asarray(self._shown / shown, dtype=np.float32)


def _partly(coverage: Bytes) -> NDArray[np.intp]:
    # 0 wraps to 255 and 255 to 254: one comparison finds what lies between.
    return np.asarray((np.ascontiguousarray(coverage).reshape(-1) - np.uint8(1) < 254).nonzero()[0])


def _annotate(tile: Tile, seen: Window, coverage: Bytes, surface: Surface) -> None:
    """Lay an annotation over a night scene."""
    rows, columns = seen.slices(tile.window)
    notes = tile.noted()[:, rows, columns]
    share = _share(coverage, surface.opacity)
    left = 1 - share
    _towards(notes[:3], surface.reflected(seen), share, left)
    _towards(notes[3], _ONE, share, left)
    hidden = notes[3] >= 1  # nothing below may shine through the lens's veil
    if hidden.any():
        tile.reflecting()[:, rows, columns][:, hidden] = 0.0
        if tile.emission is not None:
            tile.lit()[:, rows, columns][:, hidden] = 0.0


def _share(coverage: Bytes | None, opacity: float) -> Floats:
    if coverage is None:
        return np.array(opacity, dtype=np.float32)
    share = coverage * np.float32(1 / 255)
    if opacity < 1:
        share *= np.float32(opacity)
    return share


def _towards(target: Floats, value: Floats, share: Floats, left: Floats) -> None:
    """Mix a buffer's part with a value in place; a share of 1 gives the value exactly, as painting over does."""
    target *= left
    target += value * share


def _towards_spots(planes: Floats, values: Floats | None, share: Floats, left: Floats, spots: NDArray[np.intp]) -> None:
    """Mix pixels of planes with a value for each plane; None is nothing at all."""
    for number, plane in enumerate(planes.reshape(len(planes), -1)):
        there = plane[spots]
        there *= left
        if values is not None:
            there += share * values[number]
        plane[spots] = there
