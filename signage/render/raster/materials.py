"""Walls, panels and pavings: how bright each pixel of a material is beside its main colour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from signage.render.raster.colour import Floats
from signage.render.raster.noise import Grid, hashed, stripes, value_noise


def stone(grid: Grid, seed: int) -> Floats:
    """Return ashlar: courses of 500 mm, blocks of 1000 mm in half bond, joints of 7 mm with a lit arris."""
    tone = _coursed(grid, block_mm=(1000.0, 500.0), joint_mm=7.0, vary=0.075, depth=0.62, seed=seed)
    tone *= 1 + 0.022 * value_noise(grid, 260.0, 180.0, seed + 1) + 0.030 * value_noise(grid, 28.0, 22.0, seed + 2)
    tone *= 1 + 0.028 * value_noise(grid, 9.0, 9.0, seed + 3)
    return tone


def brick(grid: Grid, seed: int) -> Floats:
    """Return running bond: bricks of 240 × 60 mm with 10 mm of paler mortar."""
    tone = _coursed(grid, block_mm=(250.0, 70.0), joint_mm=10.0, vary=0.26, depth=-0.38, seed=seed)
    tone *= 1 + 0.06 * value_noise(grid, 1400.0, 900.0, seed + 1) + 0.07 * value_noise(grid, 16.0, 11.0, seed + 2)
    return tone


def plaster(grid: Grid, seed: int) -> Floats:
    """Return render: cloudy, finely rough, with the faint streaks that rain leaves."""
    tone = 1 + 0.035 * value_noise(grid, 1700.0, 1100.0, seed) + 0.022 * value_noise(grid, 420.0, 300.0, seed + 1)
    tone += 0.03 * value_noise(grid, 14.0, 12.0, seed + 2) + 0.03 * value_noise(grid, 6.0, 6.0, seed + 3)
    tone += 0.014 * value_noise(grid, 130.0, 2600.0, seed + 4)
    return np.asarray(tone, dtype=np.float32)


def brushed(grid: Grid, seed: int) -> Floats:
    """Return metal brushed along x, with a broad sheen."""
    tone = 1 + 0.16 * value_noise(grid, 520.0, 7.0, seed) + 0.10 * value_noise(grid, 190.0, 4.0, seed + 1)
    tone += 0.05 * value_noise(grid, 900.0, 24.0, seed + 2) + 0.06 * value_noise(grid, 2600.0, 1800.0, seed + 3)
    return np.asarray(tone, dtype=np.float32)


def wood(grid: Grid, seed: int) -> Floats:
    """Return slats of 75 mm laid along x, with open joints of 9 mm and grain."""
    rows = grid.rows()
    course = np.floor((rows[:-1] + rows[1:]) / 2 / 75.0).astype(np.int64)
    board = hashed(course, 5, seed)[:, np.newaxis]
    tone = 1 + 0.20 * (2 * board - 1) + 0.16 * value_noise(grid, 420.0, 9.0, seed + 1)
    tone = tone + 0.12 * value_noise(grid, 130.0, 5.0, seed + 2) + 0.10 * value_noise(grid, 900.0, 45.0, seed + 3)
    tone = tone * (1 - 0.80 * stripes(rows, 75.0, 9.0))[:, np.newaxis]
    tone = tone * (1 + 0.22 * stripes(rows, 75.0, 5.0, 68.0))[:, np.newaxis]
    return np.asarray(tone, dtype=np.float32)


def paving(grid: Grid, seed: int) -> Floats:
    """Return slabs of 600 × 150 mm, as a pavement looks from across the street."""
    tone = _coursed(grid, block_mm=(600.0, 150.0), joint_mm=8.0, vary=0.12, depth=0.35, seed=seed)
    tone *= 1 + 0.06 * value_noise(grid, 24.0, 10.0, seed + 1) + 0.05 * value_noise(grid, 900.0, 120.0, seed + 2)
    return tone


def _coursed(
    grid: Grid, *, block_mm: tuple[float, float], joint_mm: float, vary: float, depth: float, seed: int
) -> Floats:
    """Return blocks in half bond; `depth` darkens the joints (or lightens them, when negative)."""
    width, height = block_mm
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
        lines.append(1 + vary * shade)
        gaps.append(stripes(columns, width, joint_mm, shift))
    at = course - first
    bed = stripes(rows, height, joint_mm)[:, np.newaxis]
    joint = np.maximum(np.array(gaps, dtype=np.float32)[at], bed)
    tone = np.array(lines, dtype=np.float32)[at]
    if depth > 0:  # the upper arris of the block below a dark joint catches the light
        lit = stripes(rows, height, joint_mm * 0.9, -joint_mm * 0.95)[:, np.newaxis]
        tone *= 1 + 0.10 * lit * (1 - joint)
    # joints have one colour whatever the block beside them
    return np.asarray(tone * (1 - joint) + (1 - depth) * joint, dtype=np.float32)


TONES: dict[str, Callable[[Grid, int], Floats]] = {
    "stone": stone,
    "brick": brick,
    "plaster": plaster,
    "brushed": brushed,
    "wood": wood,
    "paving": paving,
}
