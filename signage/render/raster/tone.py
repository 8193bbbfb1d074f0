"""From linear light to 8-bit sRGB: plain by day, one filmic curve by night, both through a table and a fixed dither."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from signage.render.raster.canvas import Canvas
from signage.render.raster.colour import Bytes, Floats, linear_to_srgb, srgb_to_linear
from signage.render.raster.light import veil

_STEPS = 16_384
_NIGHT_TOP = 6.0  # brightest light that the night table tells apart, in exposures
_SPEED = 2.3  # slope of the filmic curve in the dark
_TOE = 0.005  # light below this sinks towards black
_VIGNETTE = 0.12
_BAND = 64
_DITHER = 128


def filmic(light: Floats) -> Floats:
    """Return light, in units of the exposure, as display light 0–1: a short toe, a soft shoulder to white."""
    light = np.maximum(light, 0)
    toe = (light + 0.3 * _TOE) / (light + _TOE)
    return np.asarray((1 - np.exp(-_SPEED * light)) * toe, dtype=np.float32)


def develop(canvas: Canvas, ambient: tuple[float, float, float]) -> Bytes:
    """Return the finished picture, rows × columns × RGB.

    Args:
        canvas: The painted scene.
        ambient: Ambient light on a white surface per channel, in units of the exposure; (1, 1, 1) by day keeps
            every colour exact.
    """
    _, height, width = canvas.albedo.shape
    out = np.empty((height, width, 3), dtype=np.uint8)
    emission, reach = canvas.emission, canvas.ambient
    bloom = None
    if emission is not None:
        bloom = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in veil(emission)]
    table, top = (_night_table(), _NIGHT_TOP) if emission is not None else (_day_table(), 1.0)
    across, down = _vignette(width), _vignette(height)
    for y in range(0, height, _BAND):
        rows = slice(y, min(y + _BAND, height))
        for channel in range(3):
            light = canvas.albedo[channel, rows] * np.float32(ambient[channel])
            if emission is not None and reach is not None and bloom is not None:
                light *= reach[rows]
                light += emission[channel, rows]
                light += bloom[channel][rows]
                light *= 1 - (across[np.newaxis, :] + down[rows, np.newaxis])
            notes = canvas.notes
            if notes is not None and notes[3, rows].any():
                shown = filmic(light) * (1 - notes[3, rows]) + notes[channel, rows]
                out[rows, :, channel] = _to_bytes(shown, 1.0, _day_table(), y, channel)
            else:
                out[rows, :, channel] = _to_bytes(light, top, table, y, channel)
    return out


def _to_bytes(light: Floats, top: float, table: Floats, first_row: int, channel: int) -> Bytes:
    np.maximum(light, 0, out=light)
    np.sqrt(light, out=light)
    light *= np.float32((_STEPS - 1) / np.sqrt(top))
    light += np.float32(0.5)
    index = np.minimum(light, _STEPS - 1).astype(np.uint16)
    shown = table[index]
    noise = _noise()
    rows = (np.arange(first_row, first_row + light.shape[0]) + 41 * channel) % _DITHER
    repeats = -(-light.shape[1] // _DITHER)
    shown += np.tile(noise[rows], (1, repeats))[:, : light.shape[1]]
    return shown.astype(np.uint8)


def _vignette(count: int) -> Floats:
    at = np.linspace(-1, 1, count, dtype=np.float32)
    return np.asarray(_VIGNETTE / 2 * at**4, dtype=np.float32)


def _even() -> Floats:
    return np.asarray((np.arange(_STEPS, dtype=np.float64) / (_STEPS - 1)) ** 2, dtype=np.float32)


@cache
def _day_table() -> Floats:
    """Table of sRGB values 0–255 plus one half; entries of whole bytes are made exact."""
    table = linear_to_srgb(_even()) * 255
    exact = np.rint(np.sqrt(srgb_to_linear(np.arange(256) / 255.0).astype(np.float64)) * (_STEPS - 1)).astype(int)
    table[exact] = np.arange(256)
    return (table + 0.5).astype(np.float32)


@cache
def _night_table() -> Floats:
    return (linear_to_srgb(filmic(_even() * np.float32(_NIGHT_TOP))) * 255 + 0.5).astype(np.float32)


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
