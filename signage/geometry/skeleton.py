"""The middle lines of an outline's strokes, with the half width at every point.

The outline is drawn into a grid of at most `_CELLS` cells, thinned (Zhang and Suen 1984) and walked into branches.
Branches that only run from a stroke's end into its corners are cut off: they are no strokes. Places are in the path's
own unit and at most one cell off; exact distances are taken by `boundary` afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.geometry.boundary import Floats
from signage.geometry.path import Path

_CELLS = 256
_MARGIN = 3
_SPUR = 1.6  # a branch to a corner of a square stroke end is √2 of the half width long
_NARROW = 0.62  # of the junction's circle: half of it in the middle of a branch to a corner, 0.7 of it in a stroke
_STUB = 0.6  # of the junction's circle: what ends inside of it is no stroke
_ROUNDS = 3
_NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # N, NE, E, … clockwise


Cell = tuple[int, int]
Branch = tuple[list[Cell], bool, tuple[bool, bool]]  # its cells, whether it is closed, which ends are free


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One branch of the middle lines.

    Attributes:
        points: N×2, from one end to the other.
        radius: Half the width at each point.
        is_closed: It runs into itself.
        has_free_ends: Whether its first and its last point end in nothing (no junction).
    """

    points: Floats
    radius: Floats
    is_closed: bool
    has_free_ends: tuple[bool, bool]

    @property
    def length(self) -> float:
        """Its length."""
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum()) if len(self.points) > 1 else 0.0


@lru_cache(maxsize=64)  # light to the front and to the back ask for the same letter
def strokes_of(path: Path) -> tuple[Stroke, ...]:
    """Return the strokes of an outline, longest first; none when it is empty."""
    box = path.bounds()
    if box is None or max(box.width, box.height) <= 0:
        return ()
    step = max(box.width, box.height) / _CELLS
    mask = _mask(path, box.x0, box.y0, step, box.width, box.height)
    reach = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) * step
    thin = _thinned(mask)
    _keep_dots(thin, mask, reach)
    branches = _branches(thin)
    for _ in range(_ROUNDS):
        if not _cut_spurs(thin, branches, reach / step):
            break
        branches = _branches(thin)
    found = []
    for cells, is_closed, free in branches:
        rows, columns = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
        points = np.column_stack([(columns - _MARGIN + 0.5) * step + box.x0, (rows - _MARGIN + 0.5) * step + box.y0])
        found.append(Stroke(_smoothed(points, is_closed), reach[rows, columns].astype(np.float64), is_closed, free))
    return tuple(sorted(found, key=lambda s: (-round(s.length, 3), s.points[0, 0], s.points[0, 1])))


def _mask(path: Path, x0: float, y0: float, step: float, width: float, height: float) -> NDArray[np.uint8]:
    shape = (int(np.ceil(height / step)) + 2 * _MARGIN, int(np.ceil(width / step)) + 2 * _MARGIN)
    mask: NDArray[np.uint8] = np.zeros(shape, dtype=np.uint8)
    shift = 4  # OpenCV takes corners in 1/16 cells
    rings = []
    for contour in path.flattened(step / 8):
        ring = np.asarray(contour, dtype=np.float64)
        cells = (ring - (x0, y0)) / step + _MARGIN - 0.5  # a cell's middle is its whole number
        rings.append(np.round(cells * (1 << shift)).astype(np.int32))
    cv2.fillPoly(mask, rings, 1, lineType=cv2.LINE_8, shift=shift)
    return mask


def _thinned(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    on: NDArray[np.uint8] = mask.copy()
    while True:
        before = cv2.countNonZero(on)
        for kept in _KEPT:
            cv2.bitwise_and(on, cv2.LUT(_around(on), kept), dst=on)
        if cv2.countNonZero(on) == before:
            return on.astype(bool)


def _keep_dots(thin: NDArray[np.bool_], mask: NDArray[np.uint8], reach: NDArray[np.float32]) -> None:
    """Give the middle back to a part that was thinned away whole, as a round dot is."""
    count, parts = cv2.connectedComponents(mask, connectivity=8, ltype=cv2.CV_32S)
    left = np.bincount(parts[thin], minlength=count)
    for part in np.flatnonzero(left == 0):
        if part:  # 0 is what lies around
            thin[np.unravel_index(np.argmax(np.where(parts == part, reach, 0)), thin.shape)] = True


def _around(on: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the eight neighbours of every cell as the bits of one byte."""
    return cv2.filter2D(on, cv2.CV_8U, _BITS, borderType=cv2.BORDER_CONSTANT).astype(np.uint8, copy=False)


def _removable(first: bool) -> NDArray[np.uint8]:
    """Return for every pattern of neighbours whether a cell may go: 1 or 0."""
    table: NDArray[np.uint8] = np.zeros(256, dtype=np.uint8)
    for pattern in range(256):
        around = [bool(pattern >> bit & 1) for bit in range(8)]
        turns = sum(not around[i] and around[(i + 1) % 8] for i in range(8))
        north, east, south, west = around[0], around[2], around[4], around[6]
        if first:
            is_open = not (north and east and south) and not (east and south and west)
        else:
            is_open = not (north and east and west) and not (north and south and west)
        table[pattern] = 2 <= sum(around) <= 6 and turns == 1 and is_open
    return table


_KEPT = tuple(1 - _removable(first) for first in (True, False))
_BITS = np.zeros((3, 3), dtype=np.float32)
for _bit, (_row, _column) in enumerate(_NEIGHBOURS):
    _BITS[_row + 1, _column + 1] = 1 << _bit


def _joined(thin: NDArray[np.bool_]) -> dict[Cell, list[Cell]]:
    """Return each cell's neighbours; a diagonal counts only where no straight step leads there."""
    rows, columns = np.nonzero(thin)
    patterns = _around(thin.astype(np.uint8))[rows, columns].tolist()
    cells = zip(rows.tolist(), columns.tolist(), patterns, strict=True)
    return {(r, c): [(r + dr, c + dc) for dr, dc in _STEPS[pattern]] for r, c, pattern in cells}


def _steps(pattern: int) -> tuple[Cell, ...]:
    """Return the steps to the neighbours of a pattern, without diagonals round a corner."""
    near = [step for bit, step in enumerate(_NEIGHBOURS) if pattern >> bit & 1]
    return tuple((dr, dc) for dr, dc in near if not (dr and dc and ((dr, 0) in near or (0, dc) in near)))


_STEPS = tuple(_steps(pattern) for pattern in range(256))


def _branches(thin: NDArray[np.bool_]) -> list[Branch]:
    """Return the branches between ends and junctions, then the rings that have neither."""
    graph = _joined(thin)
    nodes = [cell for cell, near in graph.items() if len(near) != 2]
    walked: set[tuple[Cell, Cell]] = set()
    found: list[Branch] = []
    seen: set[Cell] = set(nodes)
    for node in nodes:
        if not graph[node]:
            found.append(([node], False, (True, True)))
        for to in graph[node]:
            if (node, to) in walked:
                continue
            line = _walk(graph, node, to)
            walked |= {(line[0], line[1]), (line[-1], line[-2])}
            seen.update(line)
            free = (len(graph[line[0]]) == 1, len(graph[line[-1]]) == 1)
            found.append((line, line[0] == line[-1], free))
    for cell in graph:
        if cell not in seen:
            ring = _walk(graph, cell, graph[cell][0])
            seen.update(ring)
            found.append((ring, True, (False, False)))
    return found


def _walk(graph: dict[Cell, list[Cell]], start: Cell, to: Cell) -> list[Cell]:
    line = [start, to]
    while to != start and len(graph[to]) == 2:
        onward = graph[to][0] if graph[to][0] != line[-2] else graph[to][1]
        line.append(onward)
        to = onward
    return line


def _cut_spurs(thin: NDArray[np.bool_], branches: list[Branch], reach: NDArray[np.float32]) -> bool:
    """Take off the branches that run from a junction into a corner; whether there were any."""
    is_cut = False
    for line, is_closed, free in branches:
        if is_closed or free[0] == free[1]:
            continue
        cells = line if free[0] else line[::-1]
        if _is_spur(cells, reach):
            for cell in cells[:-1]:
                thin[cell] = False
            is_cut = True
    return is_cut


def _is_spur(cells: list[Cell], reach: NDArray[np.float32]) -> bool:
    """Whether a branch, from its free end to a junction, runs into a corner: it narrows evenly all the way.

    A short stroke that ends there is about as wide in its middle as anywhere.
    """
    widest = float(reach[cells[-1]])
    if len(cells) - 1 > _SPUR * widest:
        return False
    return float(reach[cells[len(cells) // 2]]) <= _NARROW * widest or len(cells) - 1 <= _STUB * widest


def _smoothed(points: Floats, is_closed: bool) -> Floats:
    """Return the line without the stairs of the grid: a moving mean over nine points, ends kept."""
    half = min(4, (len(points) - 1) // 2)
    if half < 1:
        return points
    is_ring = is_closed and len(points) > 9
    ring = points[:-1] if is_ring else points
    ends = (ring[-half:], ring[:half]) if is_ring else (np.repeat(ring[:1], half, 0), np.repeat(ring[-1:], half, 0))
    padded = np.concatenate([ends[0], ring, ends[1]])
    kernel = np.ones(2 * half + 1) / (2 * half + 1)
    smooth = np.column_stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)])
    if is_ring:
        return np.vstack([smooth, smooth[:1]])
    smooth[0], smooth[-1] = points[0], points[-1]
    return smooth
