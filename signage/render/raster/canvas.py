"""The picture under work: what each pixel reflects, what it emits, and how much ambient light reaches it.

A canvas is a grid of tiles. A tile that is shared with a kept state of the picture is copied before it is painted on,
so keeping a state costs nothing, and what was not painted on is known without comparing pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.render.raster.colour import Bytes, Floats
from signage.render.raster.masks import Mask, Window

TILE_H, TILE_W = 64, 800  # whole cells of the veil's grid; small enough that a tile's planes stay in the cache
CELL = 4  # px of the picture to one cell of the veil's grid
_ONE: Floats = np.ones(1, dtype=np.float32)
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


class _Part(NamedTuple):
    """What a mask covers of a tile: the pixels looked at, their coverage, how many are covered, and with what."""

    seen: Window
    coverage: Bytes
    covered: int
    surface: Surface


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
        notes: (4, h, w) where a night scene has annotations: colour as shown, times its share, and the share.
    """

    __slots__ = ("_cells", "_shared", "albedo", "ambient", "emission", "notes", "window")

    def __init__(self, window: Window, albedo: Floats) -> None:
        self.window = window
        self.albedo = albedo
        self.emission: Floats | None = None
        self.ambient: Floats | None = None
        self.notes: Floats | None = None
        self._cells: Floats | None = None
        self._shared: frozenset[int] = frozenset()

    def copy(self) -> Tile:
        """Return a tile that looks the same and copies a buffer when it is first written to."""
        made = Tile(self.window, self.albedo)
        made.emission, made.ambient, made.notes = self.emission, self.ambient, self.notes
        made._shared = frozenset(id(a) for a in (self.albedo, self.emission, self.ambient, self.notes) if a is not None)
        return made

    @property
    def buffers(self) -> Iterator[Floats]:
        """All that it holds."""
        held = (self.albedo, self.emission, self.ambient, self.notes, self._cells)
        return (array for array in held if array is not None)

    def reflecting(self) -> Floats:
        """Return the albedo's buffer, to be written to."""
        if id(self.albedo) in self._shared:
            self.albedo = self.albedo.copy()
        return self.albedo

    def lit(self) -> Floats:
        """Return the emission's buffer, to be written to; made when there is none."""
        if self.emission is None:
            self.emission = np.zeros_like(self.albedo)
        elif id(self.emission) in self._shared:
            self.emission = self.emission.copy()
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

    def shine(self, seen: Window, light: Floats, colour: Floats) -> None:
        """Add light (rows, columns) over some of its pixels, as much as they reflect."""
        rows, columns = seen.slices(self.window)
        thrown = np.zeros_like(self.albedo) if seen != self.window else np.empty_like(self.albedo)
        for channel in range(3):
            lit = cv2.multiply(self.albedo[channel, rows, columns], light, scale=float(colour[channel, 0, 0]))
            thrown[channel, rows, columns] = lit
        if self.emission is not None:
            thrown += self.emission
        self.emission = thrown

    def cells(self) -> Floats | None:
        """Return the emission's means over cells of the veil's grid, (3, rows, columns), or None where nothing shines.

        Asked for when the tile is finished, and kept with it.
        """
        if self.emission is None:
            return None
        if self._cells is None:
            planes, (_, height, width) = self.emission, self.emission.shape
            low, right = -height % CELL, -width % CELL
            if low or right:
                planes = np.pad(planes, ((0, 0), (0, low), (0, right)), mode="edge")
            rows, columns = (height + low) // CELL, (width + right) // CELL
            # Halved twice with the planes below each other: half the cost of quarters, one by one.
            half = cv2.resize(planes.reshape(-1, columns * CELL), (columns * 2, 6 * rows), interpolation=cv2.INTER_AREA)
            cells = cv2.resize(half, (columns, 3 * rows), interpolation=cv2.INTER_AREA)
            cells = np.asarray(cells, dtype=np.float32).reshape(3, rows, columns)
            self._cells = cells
        return self._cells


class Canvas:
    """A grid of tiles, row after row.

    Attributes:
        window: All its pixels.
        columns: Tiles in a row.
        tiles: Them; never changed in place while shared.
        bases: The tiles of the state that was kept last; none before that.
        touched: The pixels of each tile that were painted on since, or None.
    """

    def __init__(self, width: int, height: int, background: Floats, *, is_night: bool) -> None:
        self.window = Window(0, 0, width, height)
        self.is_night = is_night
        self.columns = -(-width // TILE_W)
        self.tiles: list[Tile] = []
        for y in range(0, height, TILE_H):
            for x in range(0, width, TILE_W):
                window = Window(x, y, min(x + TILE_W, width), min(y + TILE_H, height))
                ground = np.empty((3, window.height, window.width), dtype=np.float32)
                ground[:] = background
                self.tiles.append(Tile(window, ground))
        self.bases: list[Tile] = []
        self.touched: list[Window | None] = [tile.window for tile in self.tiles]

    @classmethod
    def over(cls, tiles: tuple[Tile, ...], window: Window, *, is_night: bool) -> Canvas:
        """Return a canvas that begins as a kept state of another one of the same size."""
        made = cls.__new__(cls)
        made.window, made.is_night, made.columns = window, is_night, -(-window.width // TILE_W)
        made.tiles, made.bases, made.touched = list(tiles), list(tiles), [None] * len(tiles)
        return made

    def kept(self) -> tuple[Tile, ...]:
        """Return its present state; tiles are copied before they are painted on again."""
        self.bases, self.touched = list(self.tiles), [None] * len(self.tiles)
        return tuple(self.tiles)

    def paint(self, mask: Mask, surface: Surface) -> None:
        """Lay a surface over what is there, by coverage."""
        self.paint_all([(mask, surface)])

    def paint_all(self, layers: Sequence[tuple[Mask, Surface]]) -> None:
        """Lay surfaces over what is there, one after the other."""
        if not layers:
            return
        window = layers[0][0].window
        for mask, _ in layers[1:]:
            window = window.around(mask.window)
        for index, _ in self._under(window):
            own = self.tiles[index].window
            found = []
            for mask, surface in layers:
                seen = own.common(mask.window)
                if seen is not None:
                    coverage = mask.coverage[seen.slices(mask.window)]
                    count = int(np.count_nonzero(coverage))
                    if count:
                        found.append(_Part(seen, coverage, count, surface))
            self._lay(index, found)

    def _lay(self, index: int, parts: list[_Part]) -> None:
        """Paint parts on a tile; neighbours in the list that cover few pixels in one colour are painted together."""
        spots: list[_Part] = []
        for part_ in parts:
            tile = self._writable(index, part_.seen)
            is_note = part_.surface.is_note and self.is_night
            if part_.surface.is_flat and not is_note and part_.covered * _SPARSE < part_.coverage.size:
                spots.append(part_)
                continue
            _paint_spots(tile, spots)
            spots = []
            if is_note:
                _annotate(tile, part_.seen, part_.coverage, part_.surface)
            else:
                is_full = part_.covered == part_.coverage.size and int(part_.coverage.min()) == 255
                _paint(tile, part_.seen, None if is_full else part_.coverage, part_.surface)
        if spots:
            _paint_spots(self.tiles[index], spots)

    def shade(self, window: Window, left: Floats) -> None:
        """Leave a share 0–1 (rows, columns) of the ambient light."""
        for index, seen in self._under(window):
            share = left[seen.slices(window)]
            if share.min() >= 1:
                continue
            tile = self._writable(index, seen)
            rows, columns = seen.slices(tile.window)
            if self.is_night:
                tile.reached()[rows, columns] *= share
            else:
                tile.reflecting()[:, rows, columns] *= share

    def shine(self, window: Window, light: Floats, colour: Floats) -> None:
        """Add light (rows, columns) of a colour, as much as the surfaces below reflect."""
        if not self.is_night:
            return
        for index, seen in self._under(window):
            arriving = light[seen.slices(window)]
            if arriving.max() > 0:
                self._writable(index, seen).shine(seen, arriving, colour)

    def _under(self, window: Window) -> Iterator[tuple[int, Window]]:
        """Yield the tiles under a window, each with the pixels they share."""
        x0, y0, x1, y1 = window
        for row in range(y0 // TILE_H, -(-y1 // TILE_H)):
            for column in range(x0 // TILE_W, -(-x1 // TILE_W)):
                index = row * self.columns + column
                left, top, right, low = self.tiles[index].window
                yield index, Window(max(x0, left), max(y0, top), min(x1, right), min(y1, low))

    def _writable(self, index: int, seen: Window) -> Tile:
        """Return a tile to paint on some of its pixels."""
        before = self.touched[index]
        if before is None:
            self.tiles[index] = self.tiles[index].copy()
            self.touched[index] = seen
        else:
            self.touched[index] = before.around(seen)
        return self.tiles[index]


def _paint(tile: Tile, seen: Window, coverage: Bytes | None, surface: Surface) -> None:
    """Lay a surface over a tile; coverage None covers all of `seen`."""
    rows, columns = seen.slices(tile.window)
    albedo = surface.reflected(seen)
    emission = None if surface.emission is None else part(surface.emission, seen, surface.window)
    if coverage is None and surface.opacity >= 1:
        tile.reflecting()[:, rows, columns] = albedo
        if emission is not None:
            tile.lit()[:, rows, columns] = emission
        elif tile.emission is not None:
            tile.lit()[:, rows, columns] = 0.0
        if tile.ambient is not None:
            tile.reached()[rows, columns] = 1.0
        if tile.notes is not None:
            tile.noted()[:, rows, columns] = 0.0
        return
    share = _share(coverage, surface.opacity)
    left = 1 - share
    _towards(tile.reflecting()[:, rows, columns], albedo, share, left)
    if emission is not None:
        _towards(tile.lit()[:, rows, columns], emission, share, left)
    elif tile.emission is not None:
        tile.lit()[:, rows, columns] *= left
    if tile.ambient is not None:
        _towards(tile.reached()[rows, columns], _ONE, share, left)
    if tile.notes is not None:
        tile.noted()[:, rows, columns] *= left


def _paint_spots(tile: Tile, parts: list[_Part]) -> None:
    """Do what `_paint` does for colours that cover few pixels, in the same arithmetic: only the pixels are visited.

    A part that leaves a pixel out gives it a share of 0, which changes nothing.
    """
    if not parts:
        return
    width, top = tile.window.width, min(one.seen.y0 for one in parts)
    height = max(one.seen.y1 for one in parts) - top
    strip = Window(tile.window.x0, top, tile.window.x1, top + height)
    covers = []
    for one in parts:
        cover = np.zeros((height, width), dtype=np.uint8)
        cover[one.seen.slices(strip)] = one.coverage
        covers.append(cover.reshape(-1))
    inside = (_union(covers) != 0).nonzero()[0]
    spots = inside + (top - tile.window.y0) * width
    shares = [_share(cover[inside], one.surface.opacity) for cover, one in zip(covers, parts, strict=True)]
    albedos = [one.surface.albedo.reshape(3, 1) for one in parts]
    _towards_spots(tile.reflecting(), albedos, shares, spots)
    if tile.emission is not None or any(one.surface.emission is not None for one in parts):
        dark = np.zeros((3, 1), dtype=np.float32)
        lights = [dark if (light := one.surface.emission) is None else light.reshape(3, 1) for one in parts]
        _towards_spots(tile.lit(), lights, shares, spots)
    if tile.ambient is not None:
        _towards_spots(tile.reached()[np.newaxis], [_ONE] * len(parts), shares, spots)
    if tile.notes is not None:
        _towards_spots(tile.noted(), [_ONE * 0] * len(parts), shares, spots)


def _union(covers: list[Bytes]) -> Bytes:
    if len(covers) == 1:
        return covers[0]
    union = covers[0] | covers[1]
    for cover in covers[2:]:
        union |= cover
    return union


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


def _towards(target: Floats, value: Floats | None, share: Floats, left: Floats) -> None:
    """Mix a buffer's part with a value in place; a share of 1 gives the value exactly, as painting over does."""
    target *= left
    if value is not None:
        target += value * share


def _towards_spots(planes: Floats, values: list[Floats], shares: list[Floats], spots: NDArray[np.intp]) -> None:
    flat = planes.reshape(len(planes), -1)
    there = flat[:, spots]
    for value, share in zip(values, shares, strict=True):
        there *= 1 - share
        there += value * share
    flat[:, spots] = there
