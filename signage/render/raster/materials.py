"""Walls, panels and pavings: how bright each pixel of a material is beside its main colour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from signage.render.materials import ARRIS, ARRIS_BELOW, ARRIS_WIDTH, COURSED, WOOD, Coursed
from signage.render.raster.colour import Floats
from signage.render.raster.noise import Grid, add_noise, hashed, stripes


def stone(grid: Grid, seed: int) -> Floats:
    """Return ashlar: courses of 500 mm, blocks of 1000 mm in half bond, joints of 7 mm with a lit arris."""
    tone = _coursed(grid, COURSED["stone"], seed)
    tone *= _rough(grid, (260.0, 180.0, seed + 1, 0.022), (28.0, 22.0, seed + 2, 0.030), (9.0, 9.0, seed + 3, 0.028))
    return tone


def brick(grid: Grid, seed: int) -> Floats:
    """Return running bond: bricks of 240 × 60 mm with 10 mm of paler mortar."""
    tone = _coursed(grid, COURSED["brick"], seed)
    tone *= _rough(grid, (1400.0, 900.0, seed + 1, 0.06), (16.0, 11.0, seed + 2, 0.07))
    return tone


def plaster(grid: Grid, seed: int) -> Floats:
    """Return render: cloudy, finely rough, with the faint streaks that rain leaves."""
    return _rough(
        grid,
        (1700.0, 1100.0, seed, 0.035),
        (420.0, 300.0, seed + 1, 0.022),
        (14.0, 12.0, seed + 2, 0.03),
        (6.0, 6.0, seed + 3, 0.03),
        (130.0, 2600.0, seed + 4, 0.014),
    )


def brushed(grid: Grid, seed: int) -> Floats:
    """Return metal brushed along x, with a broad sheen."""
    return _rough(
        grid,
        (520.0, 7.0, seed, 0.16),
        (190.0, 4.0, seed + 1, 0.10),
        (900.0, 24.0, seed + 2, 0.05),
        (2600.0, 1800.0, seed + 3, 0.06),
    )


def wood(grid: Grid, seed: int) -> Floats:
    """Return slats of 75 mm laid along x, with open joints of 9 mm and grain."""
    rows = grid.rows()
    course = np.floor((rows[:-1] + rows[1:]) / 2 / WOOD.height_mm).astype(np.int64)
    board = hashed(course, 5, seed)[:, np.newaxis]
    grain = ((420.0, 9.0, seed + 1, 0.16), (130.0, 5.0, seed + 2, 0.12), (900.0, 45.0, seed + 3, 0.10))
    tone = _rough(grid, *grain)
    tone += WOOD.vary * (2 * board - 1)
    joints = stripes(rows, WOOD.height_mm, WOOD.joint_mm)
    edges = stripes(rows, WOOD.height_mm, WOOD.arris_mm, WOOD.arris_at_mm)
    tone *= ((1 - WOOD.depth * joints) * (1 + WOOD.arris * edges))[:, np.newaxis]
    return tone


def grain(grid: Grid, seed: int) -> Floats:
    """Return the grain of one board under lacquer: long streaks along x that wander, without joints."""
    return _rough(
        grid,
        (1500.0, 34.0, seed, 0.20),
        (620.0, 13.0, seed + 1, 0.20),
        (260.0, 5.0, seed + 2, 0.16),
        (2200.0, 150.0, seed + 3, 0.14),
    )


def paving(grid: Grid, seed: int) -> Floats:
    """Return slabs of 600 × 150 mm, as a pavement looks from across the street."""
    tone = _coursed(grid, COURSED["paving"], seed)
    tone *= _rough(grid, (24.0, 10.0, seed + 1, 0.06), (900.0, 120.0, seed + 2, 0.05))
    return tone


def _rough(grid: Grid, *noises: tuple[float, float, int, float]) -> Floats:
    """Return 1 and some noises, each with its cells along x and y in mm, its seed and its strength."""
    field = np.ones((grid.window.height, grid.window.width), dtype=np.float32)
    for across_mm, down_mm, seed, strength in noises:
        add_noise(field, grid, across_mm, down_mm, seed, strength)
    return field


def _coursed(grid: Grid, blocks: Coursed, seed: int) -> Floats:
    """Return blocks in half bond."""
    width, height, joint_mm, depth = blocks.width_mm, blocks.height_mm, blocks.joint_mm, blocks.depth
    columns, rows = grid.columns(), grid.rows()
    middle = (rows[:-1] + rows[1:]) / 2
    course = np.floor(middle / height).astype(np.int64)
    first = int(course.min())
    x_mid = (columns[:-1] + columns[1:]) / 2
    lines, gaps = [], []
    for number in range(first, int(course.max()) + 1):
        shift = (number % 2) * width / 2
        block = np.floor((x_mid - shift) / width).astype(np.int64)
        shade = hashed(block, number, seed) * 2 - 1
        lines.append(1 + blocks.vary * shade)
        gaps.append(stripes(columns, width, joint_mm, shift))
    at = course - first
    bed = stripes(rows, height, joint_mm)
    # the upper arris of the block below a dark joint catches the light
    edge = (joint_mm * ARRIS_WIDTH, -joint_mm * ARRIS_BELOW)
    arris = stripes(rows, height, *edge) if blocks.has_arris else np.zeros_like(bed)
    line, gap = np.array(lines, dtype=np.float32), np.array(gaps, dtype=np.float32)
    # joints have one colour whatever the block beside them
    tone = (line * (1 - gap) + (1 - depth) * gap)[at]
    special = np.flatnonzero((bed > 0) | (arris > 0))  # most rows of a course are alike
    joint = np.maximum(gap[at[special]], bed[special, np.newaxis])
    block = line[at[special]] * (1 + ARRIS * arris[special, np.newaxis] * (1 - joint))
    tone[special] = block * (1 - joint) + (1 - depth) * joint
    return np.asarray(tone, dtype=np.float32)


TONES: dict[str, Callable[[Grid, int], Floats]] = {
    "stone": stone,
    "brick": brick,
    "plaster": plaster,
    "brushed": brushed,
    "wood": wood,
    "grain": grain,
    "paving": paving,
}
