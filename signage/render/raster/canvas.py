"""The picture under work as a grid of tiles, and what is done to it.

What is to be done is worked out first and then done a row of tiles at a time: rows need nothing of each other, so
threads take them side by side, and each tile stays in the processor's cache while it is painted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from signage.render.raster.colour import Floats
from signage.render.raster.light import Spread, bright
from signage.render.raster.masks import Mask, Window
from signage.render.raster.tile import Surface, Tile, lay

UNSEEN = 4e-4  # of the exposure: a white wall's light that changes no byte; a glow ends where it begins
# Whole cells of the veil's grid. Wide tiles mean few, long steps, between which threads need not wait for each other.
TILE_H, TILE_W = 64, 2400


@dataclass(frozen=True, slots=True)
class Cover:
    """Lay a surface over what is there, by coverage."""

    mask: Mask
    surface: Surface

    @property
    def window(self) -> Window:
        """All that may change."""
        return self.mask.window


@dataclass(frozen=True, slots=True)
class Pattern:
    """Lay a surface that is worked out for a row of tiles at a time: a whole wall's would fill the memory."""

    mask: Mask
    made: Callable[[Mask], Surface]

    @property
    def window(self) -> Window:
        """All that may change."""
        return self.mask.window


@dataclass(frozen=True, slots=True)
class Shade:
    """Leave a share 0–1 (rows, columns) of the ambient light."""

    window: Window
    left: Floats


@dataclass(frozen=True, slots=True)
class Shine:
    """Let light of a colour (3, 1, 1) spread, as much as the surfaces below reflect."""

    window: Window
    light: Spread
    colour: Floats


Deed = Cover | Pattern | Shade | Shine


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

    @property
    def rows(self) -> range:
        """Rows of tiles."""
        return range(len(self.tiles) // self.columns)

    def kept(self) -> tuple[Tile, ...]:
        """Return its present state; tiles are copied before they are painted on again."""
        self.bases, self.touched = list(self.tiles), [None] * len(self.tiles)
        return tuple(self.tiles)

    def do(self, deeds: Sequence[Deed], shared: Callable[[Callable[[int], None], Sequence[int]], object]) -> None:
        """Do things in order.

        Args:
            deeds: Them.
            shared: Has work done for every row of tiles, `side_by_side` or `one_by_one`.
        """
        rows = self.rows
        if deeds:
            top, low = min(d.window.y0 for d in deeds) // TILE_H, -(-max(d.window.y1 for d in deeds) // TILE_H)
            rows = range(max(top, 0), min(low, len(rows)))
            shared(lambda row: self._do_in(row, deeds), rows)

    def _do_in(self, row: int, deeds: Sequence[Deed]) -> None:
        line = Window(self.window.x0, row * TILE_H, self.window.x1, (row + 1) * TILE_H)
        for deed in deeds:
            seen = line.common(deed.window)
            if seen is None:
                continue
            match deed:
                case Cover():
                    self._cover(row, seen, deed.mask, deed.surface)
                case Pattern():
                    strip = Mask(seen, deed.mask.coverage[seen.slices(deed.mask.window)])
                    self._cover(row, seen, strip, deed.made(strip))
                case Shade():
                    self._shade(row, seen, deed)
                case Shine():
                    self._shine(row, seen, deed)

    def _cover(self, row: int, line: Window, mask: Mask, surface: Surface) -> None:
        for index, seen in self._under(row, line):
            coverage = mask.coverage[seen.slices(mask.window)]
            count = int(np.count_nonzero(coverage))
            if count:
                lay(self._writable(index, seen), seen, coverage, count, surface, is_night=self.is_night)

    def _shade(self, row: int, line: Window, deed: Shade) -> None:
        for index, seen in self._under(row, line):
            share = deed.left[seen.slices(deed.window)]
            if share.min() >= 1:
                continue
            tile = self._writable(index, seen)
            rows, columns = seen.slices(tile.window)
            if self.is_night:
                tile.reached()[rows, columns] *= share
            else:
                tile.reflecting()[:, rows, columns] *= share

    def _shine(self, row: int, line: Window, deed: Shine) -> None:
        if not self.is_night:
            return
        light = deed.light.over(line)
        light -= np.float32(UNSEEN)
        np.maximum(light, 0, out=light)
        for index, seen in self._under(row, line):
            lit = bright(light[seen.slices(line)] > 0, seen)
            if lit is not None:
                self._writable(index, lit).shine(lit, light[lit.slices(line)], deed.colour)

    def _under(self, row: int, line: Window) -> Iterator[tuple[int, Window]]:
        """Yield the tiles of a row under a window that lies in it, each with the pixels they share."""
        x0, y0, x1, y1 = line
        for column in range(x0 // TILE_W, -(-x1 // TILE_W)):
            index = row * self.columns + column
            left, _, right, _ = self.tiles[index].window
            yield index, Window(max(x0, left), y0, min(x1, right), y1)

    def _writable(self, index: int, seen: Window) -> Tile:
        """Return a tile to paint on some of its pixels."""
        before = self.touched[index]
        if before is None:
            self.tiles[index] = self.tiles[index].copy()
            self.touched[index] = seen
        else:
            self.touched[index] = before.around(seen)
        return self.tiles[index]
