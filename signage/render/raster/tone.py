"""From linear light to 8-bit sRGB: plain by day, one filmic curve by night, both through a table and a fixed dither.

A tile is developed by itself: what it becomes depends on its own light, the veil over it and its place alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from signage.render.raster.canvas import TILE_H, TILE_W
from signage.render.raster.colour import Bytes, Floats, linear_to_srgb, srgb_to_linear
from signage.render.raster.masks import Window
from signage.render.raster.tile import CELL, Tile

_STEPS = 16_384  # of the table between no light and `top`, even in its square root
_NIGHT_TOP = 6.0  # brightest light that the night table tells apart, in exposures
_SPEED = 2.3  # slope of the filmic curve in the dark
_TOE = 0.005  # light below this sinks towards black
_VIGNETTE = 0.12
_DITHER = 128
_DITHER_ROWS = 8  # rows that share one line of noise: PNG's `Up` filter then packs half as many bytes

_MOST = np.float32(65_535.0**2)  # squared steps that the table holds

_Words = NDArray[np.uint16]
_Cell = TypeVar("_Cell", bound=np.generic)


def filmic(light: Floats) -> Floats:
    """Return light, in units of the exposure, as display light 0–1: a short toe, a soft shoulder to white."""
    light = np.maximum(light, 0)
    toe = (light + 0.3 * _TOE) / (light + _TOE)
    return np.asarray((1 - np.exp(-_SPEED * light)) * toe, dtype=np.float32)


def develop(
    tile: Tile,
    box: Window,
    ambient: tuple[float, float, float],
    veil: Floats | None,
    picture: Window,
    out: Bytes,
    *,
    is_night: bool,
) -> None:
    """Write a part of a tile as it is shown.

    Args:
        tile: Its light.
        box: Pixels to write.
        ambient: Ambient light on a white surface per channel, in units of the exposure; (1, 1, 1) by day keeps
            every colour exact.
        veil: The lens's veil over the whole tile (see `veil_over`), or None by day.
        picture: The whole picture.
        out: Rows × columns × RGB of the box, written to.
        is_night: Which curve is used.
    """
    top = _NIGHT_TOP if is_night else 1.0
    scale = np.float32((_STEPS - 1) ** 2 / top)
    # By day scale and ambient light are one factor: there is no veil and no lens.
    level = 1.0 if is_night else scale
    light = tile.light(box, np.array(ambient, dtype=np.float32).reshape(3, 1, 1) * np.float32(level))
    if veil is not None:
        light += _enlarged(veil, tile.window, box)
    if is_night:
        light *= _lens(box, picture.width, picture.height, scale)
        if light.max() > _MOST:
            np.minimum(light, _MOST, out=light)
    flat = light.reshape(-1, box.width)
    roots = np.asarray(cv2.sqrt(flat, flat))  # half of NumPy's time, the same numbers
    steps = roots.astype(np.uint16).reshape(light.shape)
    words: _Words = _looked_up(steps, _night_table() if is_night else _day_table())
    if tile.notes is not None:
        rows, columns = box.slices(tile.window)
        _lay_notes(words, steps, tile.notes[:, rows, columns])
    for channel, plane in enumerate(words):
        plane += _noise_over(box, channel)
    red, green, blue = (words >> 8).astype(np.uint8)
    out[:] = cv2.merge([red, green, blue])


def _looked_up(steps: _Words, table: _Words | Floats) -> NDArray[Any]:
    return np.asarray(cv2.LUT(steps.reshape(-1, steps.shape[2]), table)).reshape(steps.shape)


def _lay_notes(words: _Words, steps: _Words, notes: Floats) -> None:
    """Lay annotations over what a night scene shows, in light as displayed: they are given as they are shown."""
    share = notes[3]
    shown = _looked_up(steps, _filmic_table()) * (1 - share)
    shown += notes[:3]
    shown *= np.float32((_STEPS - 1) ** 2)
    noted = _looked_up(np.sqrt(shown).astype(np.uint16), _day_table())
    np.copyto(words, noted, where=share > 0)  # elsewhere a tile is as it would be without notes


def veil_over(veil: NDArray[_Cell], tile: Window) -> NDArray[_Cell]:
    """Return the part of a veil that shows over a tile: its cells and one more on every side."""
    x0, y0 = tile.x0 // CELL + 1, tile.y0 // CELL + 1
    x1, y1 = -(-tile.x1 // CELL) + 1, -(-tile.y1 // CELL) + 1
    return veil[..., y0 - 1 : y1 + 1, x0 - 1 : x1 + 1]


def _enlarged(cells: Floats, tile: Window, box: Window) -> Floats:
    """Return cells of a tile (3, rows, columns), with one more on every side, as some of its pixels."""
    # The cells under those pixels and their neighbours.
    x0, y0 = (box.x0 - tile.x0) // CELL, (box.y0 - tile.y0) // CELL
    near = cells[:, y0 : -(-(box.y1 - tile.y0) // CELL) + 2, x0 : -(-(box.x1 - tile.x0) // CELL) + 2]
    _, rows, columns = near.shape
    # The planes below each other: what mixes where they meet is cut off.
    stack = np.ascontiguousarray(near).reshape(3 * rows, columns)
    large = cv2.resize(stack, (columns * CELL, 3 * rows * CELL), interpolation=cv2.INTER_LINEAR)
    planes = np.asarray(large, dtype=np.float32).reshape(3, rows * CELL, columns * CELL)
    left, top = box.x0 - tile.x0 - (x0 - 1) * CELL, box.y0 - tile.y0 - (y0 - 1) * CELL
    return planes[:, top : top + box.height, left : left + box.width]


def _lens(box: Window, width: int, height: int, scale: np.float32) -> Floats:
    """Return how much light the lens lets through over some pixels, times a scale: less towards the corners."""
    rows, columns = box.slices(Window(0, 0, width, height))
    lost = np.add(_falloff(width)[columns] * scale, (_falloff(height)[rows] * scale)[:, np.newaxis])
    return np.asarray(np.subtract(scale, lost, out=lost), dtype=np.float32)


@lru_cache(maxsize=16)
def _falloff(count: int) -> Floats:
    return np.asarray(_VIGNETTE / 2 * np.linspace(-1, 1, count, dtype=np.float32) ** 4, dtype=np.float32)


def _table(values: NDArray[np.float64]) -> _Words:
    """Return sRGB values 0–255 as words whose high byte is shown, rounded; light beyond the last is the last."""
    table = np.full(65_536, values[-1])
    table[: len(values)] = values
    words: _Words = np.rint(table * 256 + 128).clip(0, 65_535 - 128).astype(np.uint16)
    return words.reshape(1, -1)


def _even() -> Floats:
    """Return the light in the middle of each step."""
    return np.asarray(((np.arange(_STEPS, dtype=np.float64) + 0.5) / (_STEPS - 1)) ** 2, dtype=np.float32)


@cache
def _day_table() -> _Words:
    """Table of plain sRGB; entries of whole bytes are made exact."""
    values = linear_to_srgb(_even()) * 255
    exact = np.sqrt(srgb_to_linear(np.arange(256) / 255.0) * np.float32((_STEPS - 1) ** 2)).astype(np.intp)
    values[exact] = np.arange(256)
    return _table(values)


@cache
def _night_table() -> _Words:
    return _table(linear_to_srgb(filmic(_even() * np.float32(_NIGHT_TOP))) * 255)


@cache
def _filmic_table() -> Floats:
    """Table of display light for the steps of the night table."""
    table = np.ones(65_536, dtype=np.float32)
    table[:_STEPS] = filmic(_even() * np.float32(_NIGHT_TOP))
    return table.reshape(1, -1)


def _noise_over(box: Window, channel: int) -> _Words:
    """Return the dither of pixels within a tile, as 256ths of a byte; negative ones wrap."""
    y = (box.y0 + 41 * _DITHER_ROWS * channel) % (_DITHER * _DITHER_ROWS)
    x = box.x0 % _DITHER
    pattern = _wide_noise()
    return np.asarray(pattern[y : y + box.height, x : x + box.width], dtype=np.uint16)


@cache
def _wide_noise() -> _Words:
    """The pattern with its rows repeated, continued to the right and below by a tile."""
    rows = np.arange(_DITHER * _DITHER_ROWS + TILE_H) // _DITHER_ROWS % _DITHER
    columns = np.arange(_DITHER + TILE_W) % _DITHER
    words = np.rint(_noise()[np.ix_(rows, columns)] * 256).astype(np.int16).view(np.uint16)
    words.setflags(write=False)
    return words


@cache
def _noise() -> Floats:
    """A square of high-frequency noise, evenly spread over ±0.47: it breaks bands and leaves whole values alone."""
    dice = np.random.Generator(np.random.PCG64(20261123))
    field = dice.random((_DITHER, _DITHER)).astype(np.float32)
    for _ in range(6):
        padded = np.tile(field, (3, 3))
        low = cv2.GaussianBlur(padded, (0, 0), 1.4)[_DITHER : 2 * _DITHER, _DITHER : 2 * _DITHER]
        order = np.argsort((field - low).ravel(), kind="stable")
        ranks = np.empty(order.size, dtype=np.float32)
        ranks[order] = np.arange(order.size, dtype=np.float32)
        field = (ranks / np.float32(order.size)).reshape(_DITHER, _DITHER)
    return np.asarray((field - field.mean()) * np.float32(0.94), dtype=np.float32)
