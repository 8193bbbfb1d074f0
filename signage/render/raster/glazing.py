"""What a window shows: the sky and the street by day, a lit room by night."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from signage.geometry import Rect
from signage.render.materials import CURTAIN
from signage.render.raster.colour import Floats, linear
from signage.render.raster.noise import Grid, stripes

_PX_PER_MM = 0.12  # finer than this a blurred reflection gains nothing


def sky_in_glass(grid: Grid, bounds: Rect, colour: str, seed: int) -> Floats:
    """Return glass by day, shape (3, h, w): the sky above, the houses opposite, soft diagonal streaks.

    Args:
        grid: Pixels to fill.
        bounds: The pane, scene mm; the picture in it belongs to the pane.
        colour: Tint of the glass.
        seed: Fixes the houses and streaks.
    """
    scale = min(1 / grid.mm_per_px, _PX_PER_MM, 2400 / bounds.width)
    return fitted(_mirrored(bounds.width, bounds.height, scale, colour, seed), grid, bounds)


@lru_cache(maxsize=6)  # the panes of one shop mirror parts of one picture
def _mirrored(width_mm: float, height_mm: float, scale: float, colour: str, seed: int) -> Floats:
    """Return what glass mirrors by day, shape (3, rows, columns), over a box of that size."""
    dice = np.random.default_rng(seed & 0x7FFFFFFF)
    width, height = (max(8, round(v * scale)) for v in (width_mm, height_mm))
    down = np.linspace(0, 1, height, dtype=np.float32)[:, np.newaxis]
    across = np.linspace(0, 1, width, dtype=np.float32)[np.newaxis, :]
    houses = np.zeros((height, width), dtype=np.float32)
    at = -dice.uniform(0, 1500)
    while at < width_mm:
        wide, rise = dice.uniform(500, 1500), dice.uniform(0.30, 0.66)
        x0, x1 = round(at * scale), round((at + wide) * scale)
        houses[round(height * (1 - rise)) :, max(x0, 0) : max(x1, 0)] = dice.uniform(0.45, 1.0)
        at += wide + dice.uniform(-200, 900)
    houses = np.asarray(cv2.GaussianBlur(houses, (0, 0), max(0.6, 55 * scale)), dtype=np.float32)
    light = (0.36 * (1 - down) ** 1.4 + 0.05) * (1 - 0.74 * houses)
    streaks = np.zeros_like(light)
    lean = down * height * 0.45
    for _ in range(max(1, round(width_mm / 2200))):
        centre, half = dice.uniform(0.1, 1.0) * width, dice.uniform(90, 260) * scale
        away = np.abs(across * width + lean - centre - 0.2 * height) / half
        streaks += np.clip((1.25 - away) * 3, 0, 1) * dice.uniform(0.05, 0.11) * (1 - 0.55 * down)
    streaks = cv2.GaussianBlur(streaks.astype(np.float32), (0, 0), max(0.6, 18 * scale))
    hue = np.array([0.62, 0.86, 1.12], dtype=np.float32) * _hue(colour)
    planes = light[np.newaxis] * hue[:, np.newaxis, np.newaxis] + streaks[np.newaxis]
    floor = np.array(linear(colour), dtype=np.float32)[:, np.newaxis, np.newaxis] * 0.10
    picture = np.asarray(planes + floor, dtype=np.float32)
    picture.setflags(write=False)  # shared by everyone who asks again
    return picture


def curtain_wall(grid: Grid, colour: str, seed: int, *, is_night: bool) -> Floats:
    """Return a curtain wall: panes that mirror the sky between mullions."""
    wide, high, mullion = CURTAIN.width_mm, CURTAIN.height_mm, CURTAIN.frame_mm
    columns, rows = grid.columns(), grid.rows()
    x, y = (columns[:-1] + columns[1:]) / 2, (rows[:-1] + rows[1:]) / 2
    i, j = np.floor(x / wide).astype(np.int64), np.floor(y / high).astype(np.int64)
    dice = np.random.default_rng(seed & 0x7FFFFFFF).random((64, 64)).astype(np.float32)
    pane = dice[np.ix_(j % 64, i % 64)]
    v = ((y / high) % 1).astype(np.float32)[:, np.newaxis]
    u = ((x / wide) % 1).astype(np.float32)[np.newaxis, :]
    tone = 0.62 + 0.30 * pane + 0.35 * v * (0.5 + pane) + 0.14 * np.clip(1 - np.abs(u + 0.4 * v - 0.8) * 5, 0, 1)
    frame = np.maximum(stripes(columns, wide, mullion)[np.newaxis, :], stripes(rows, high, mullion)[:, np.newaxis])
    glass = np.array(linear(colour), dtype=np.float32)[:, np.newaxis, np.newaxis] * (0.5 if is_night else 1.0)
    metal = np.array([0.30, 0.31, 0.32], dtype=np.float32)[:, np.newaxis, np.newaxis]
    return np.asarray(glass * tone * (1 - frame) + metal * frame, dtype=np.float32)


def fitted(planes: Floats, grid: Grid, bounds: Rect) -> Floats:
    """Return a picture of a pane, shape (3, rows, columns), resampled to the pixels of a grid."""
    columns, rows = grid.columns(), grid.rows()
    _, height, width = planes.shape
    u = ((columns[:-1] + columns[1:]) / 2 - bounds.x0) / bounds.width * width - 0.5
    v = (bounds.y1 - (rows[:-1] + rows[1:]) / 2) / bounds.height * height - 0.5
    across, down = np.meshgrid(
        np.clip(u, 0, width - 1).astype(np.float32), np.clip(v, 0, height - 1).astype(np.float32)
    )
    fitting = np.empty((3, len(v), len(u)), dtype=np.float32)
    for plane, fit in zip(planes, fitting, strict=True):
        cv2.remap(plane, across, down, cv2.INTER_LINEAR, dst=fit, borderMode=cv2.BORDER_REPLICATE)
    return fitting


def _hue(colour: str) -> Floats:
    """Return a colour's hue at half strength, brightest channel 1."""
    value = np.array(linear(colour), dtype=np.float32) + 0.02
    return np.asarray(np.sqrt(value / value.max()), dtype=np.float32)
