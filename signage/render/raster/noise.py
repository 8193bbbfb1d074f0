"""Patterns that belong to a place: value noise and periodic joints in scene millimetres, fixed by a seed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signage.render.raster.colour import Floats
from signage.render.raster.masks import Window


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the pixels of a window lie in the scene.

    Attributes:
        left_mm: Scene x of the left edge of pixel column 0 of the picture.
        top_mm: Scene y of the top edge of pixel row 0.
        mm_per_px: Size of a pixel.
        window: The pixels in question.
    """

    left_mm: float
    top_mm: float
    mm_per_px: float
    window: Window

    def over(self, window: Window) -> Grid:
        """Return the same grid for another window."""
        return Grid(self.left_mm, self.top_mm, self.mm_per_px, window)

    def columns(self) -> NDArray[np.float64]:
        """Return the scene x of each column's edges, one more than columns."""
        at = np.arange(self.window.x0, self.window.x1 + 1, dtype=np.float64)
        return np.asarray(self.left_mm + at * self.mm_per_px, dtype=np.float64)

    def rows(self) -> NDArray[np.float64]:
        """Return the scene y of each row's edges, from the top, one more than rows."""
        at = np.arange(self.window.y0, self.window.y1 + 1, dtype=np.float64)
        return np.asarray(self.top_mm - at * self.mm_per_px, dtype=np.float64)


def hashed(i: NDArray[np.int64], j: NDArray[np.int64] | int, seed: int) -> Floats:
    """Return a number 0–1 for each pair of whole numbers, always the same for the same seed."""
    # In 32 bits, where every product wraps.
    h = (i.astype(np.uint32) * np.uint32(0x9E3779B1)) ^ (np.asarray(j).astype(np.uint32) * np.uint32(0x85EBCA77))
    h ^= np.uint32((seed * 0xC2B2AE3D + 0x27D4EB2F) & 0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        h ^= h >> np.uint32(shift)
        h *= np.uint32(factor)
    h ^= h >> np.uint32(15)
    return np.asarray((h >> np.uint32(8)).astype(np.float32) / np.float32(1 << 24), dtype=np.float32)


def value_noise(grid: Grid, cell_x_mm: float, cell_y_mm: float, seed: int) -> Floats:
    """Return smooth noise −1…1 with cells of a size; it fades out where a cell is finer than a pixel."""
    noise = np.zeros((grid.window.height, grid.window.width), dtype=np.float32)
    add_noise(noise, grid, cell_x_mm, cell_y_mm, seed, 1.0)
    return noise


def add_noise(field: Floats, grid: Grid, cell_x_mm: float, cell_y_mm: float, seed: int, gain: float) -> None:
    """Add `gain` times the noise of `value_noise` to a field (rows, columns) of the grid's window."""
    fade = min(1.0, min(cell_x_mm, cell_y_mm) / grid.mm_per_px / 1.2)
    if fade < 0.25:
        return
    xs, ys = grid.columns(), grid.rows()
    u, v = (xs[:-1] + xs[1:]) / 2 / cell_x_mm, (ys[:-1] + ys[1:]) / 2 / cell_y_mm
    u0, v0 = int(np.floor(u.min())), int(np.floor(v.min()))
    i = np.arange(u0, int(np.floor(u.max())) + 2)
    j = np.arange(v0, int(np.floor(v.max())) + 2)
    lattice = (hashed(i[np.newaxis, :], j[:, np.newaxis], seed) * 2 - 1) * np.float32(fade * gain)
    # First along x, for the few lines of the lattice; then along y, where it is added.
    index, share = _places(u - u0)
    lines = np.diff(lattice, axis=1).take(index, axis=1)
    lines *= share
    lines += lattice.take(index, axis=1)
    add_between(field, lines, *_places(v - v0))


def _places(at: NDArray[np.float64]) -> tuple[NDArray[np.int64], Floats]:
    """Return whole part and smoothed fraction of positions on a lattice."""
    index = np.floor(at).astype(np.int64)
    t = (at - index).astype(np.float32)
    return index, t * t * (3 - 2 * t)


def add_between(field: Floats, lines: Floats, low: NDArray[np.int64], share: Floats) -> None:
    """Add to each row of a field the mix of two neighbouring lines.

    Args:
        field: Rows × columns, changed in place.
        lines: Lines × columns.
        low: For each row the first of its two lines; rising or falling.
        share: For each row how much of the second.
    """
    steps = np.diff(lines, axis=0)
    # All rows between the same two lines at once: no copy of the lines for each row.
    edges = [0, *(np.flatnonzero(np.diff(low)) + 1).tolist(), len(low)]
    for first, last in itertools.pairwise(edges):
        line = low[first]
        between = share[first:last, np.newaxis] * steps[line]
        between += lines[line]
        field[first:last] += between


def stripes(edges_mm: NDArray[np.float64], period_mm: float, width_mm: float, phase_mm: float = 0.0) -> Floats:
    """Return which share of each cell between edges is covered by stripes centred on multiples of a period."""
    t = (edges_mm - phase_mm + width_mm / 2) / period_mm
    whole = np.floor(t)
    covered = whole * width_mm + np.minimum((t - whole) * period_mm, width_mm)
    return np.abs(np.diff(covered) / np.diff(edges_mm)).astype(np.float32)
