"""Level lines of a field by marching squares: closed loops, ink on their left, accurate to a fraction of a pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""Coverage, height × width, 0 to 1; rows run downwards."""

Loop = NDArray[np.float64]
"""n × 2 points x, y of a closed line, y up; outer loops run counter-clockwise, holes clockwise."""

# Sides of a cell: 0 bottom, 1 right, 2 top, 3 left. For each case (bit 0 lower left, 1 lower right, 2 upper right,
# 3 upper left lie inside) the sides that a line enters and leaves by, inside on its left.
_CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),),
    2: ((1, 0),),
    3: ((1, 3),),
    4: ((2, 1),),
    6: ((2, 0),),
    7: ((2, 3),),
    8: ((3, 2),),
    9: ((0, 2),),
    11: ((1, 2),),
    12: ((3, 1),),
    13: ((0, 1),),
    14: ((3, 0),),
}
# Two opposite corners inside: the middle of the cell tells whether they are joined.
_SADDLES = {
    (5, False): ((0, 3), (2, 1)),
    (5, True): ((0, 1), (2, 3)),
    (10, False): ((1, 0), (3, 2)),
    (10, True): ((1, 2), (3, 0)),
}


def level_loops(field: Field, level: float = 0.5) -> list[Loop]:
    """Return the lines on which a field has a level; outside the picture the field counts as 0.

    Coordinates are pixels with the origin at the picture's lower left corner, so pixel (row r, column c) has its centre
    at (c + 0.5, height - r - 0.5).

    Source: Lorensen and Cline, marching cubes (1987), in the plane, with the mean as decider.
    """
    grid = np.pad(np.flipud(field).astype(np.float64), 1)  # row 0 is now the bottom
    inside = grid >= level
    case = inside[:-1, :-1].astype(np.int8) + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    starts, ends = _links(case, grid, level)
    if not len(starts):
        return []
    order = np.argsort(starts)
    starts, ends = starts[order], ends[order]
    following = np.searchsorted(starts, ends)
    points = _crossings(grid, level, starts)
    return [points[loop] for loop in _cycles(following)]


def _links(case: NDArray[np.int8], grid: NDArray[np.float64], level: float) -> tuple[NDArray[np.int64], ...]:
    """Return the ids of the cell sides where pieces of line begin and end."""
    width = grid.shape[1]
    pieces: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def add(rows: NDArray[np.int64], columns: NDArray[np.int64], sides: tuple[tuple[int, int], ...]) -> None:
        corner = rows * width + columns
        # A side is named by its lower left grid point, doubled; odd ids are upright sides.
        names = (2 * corner, 2 * (corner + 1) + 1, 2 * (corner + width), 2 * corner + 1)
        pieces.extend((names[enter], names[leave]) for enter, leave in sides)

    on_edge = np.flatnonzero((case > 0) & (case < 15))
    kinds = case.ravel()[on_edge]
    for value, sides in _CASES.items():
        rows, columns = np.divmod(on_edge[kinds == value], case.shape[1])
        add(rows, columns, sides)
    for value in (5, 10):
        rows, columns = np.divmod(on_edge[kinds == value], case.shape[1])
        middle = (
            grid[rows, columns] + grid[rows, columns + 1] + grid[rows + 1, columns] + grid[rows + 1, columns + 1]
        ) / 4
        for is_joined in (False, True):
            chosen = (middle >= level) == is_joined
            add(rows[chosen], columns[chosen], _SADDLES[value, is_joined])
    return np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])


def _crossings(grid: NDArray[np.float64], level: float, sides: NDArray[np.int64]) -> Loop:
    corner, is_upright = sides // 2, (sides % 2).astype(bool)
    rows, columns = corner // grid.shape[1], corner % grid.shape[1]
    one = grid[rows, columns]
    two = grid[rows + is_upright, columns + ~is_upright]
    share = (level - one) / np.where(two == one, 1.0, two - one)
    # Grid point (0, 0) is the centre of a padding pixel, half a pixel outside the picture's corner.
    x = columns - 0.5 + np.where(is_upright, 0.0, share)
    y = rows - 0.5 + np.where(is_upright, share, 0.0)
    return np.stack([x, y], axis=1)


def _cycles(following: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    onward = following.tolist()
    seen = bytearray(len(onward))
    loops = []
    for first in range(len(onward)):
        if seen[first]:
            continue
        loop, here = [], first
        while not seen[here]:
            seen[here] = 1
            loop.append(here)
            here = onward[here]
        loops.append(np.array(loop))
    return loops


def loop_area(loop: Loop) -> float:
    """Return the signed area of a closed loop, positive when counter-clockwise."""
    x, y = loop[:, 0], loop[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)
