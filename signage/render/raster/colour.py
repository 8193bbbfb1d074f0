"""Colours as linear light: sRGB in and out, and the tint of a colour temperature."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)

# Linear sRGB of a black body, brightest channel 1, at a few temperatures (from the CIE 1931 2° locus).
_BLACK_BODY_K = (1800.0, 2200.0, 2700.0, 3000.0, 3500.0, 4000.0, 5000.0, 6500.0, 8000.0, 12000.0)
_BLACK_BODY = np.array(
    [
        (1.0, 0.212, 0.004), (1.0, 0.292, 0.025), (1.0, 0.397, 0.095), (1.0, 0.456, 0.147), (1.0, 0.552, 0.250),
        (1.0, 0.638, 0.366), (1.0, 0.776, 0.617), (1.0, 0.947, 0.982), (0.766, 0.815, 1.0), (0.553, 0.665, 1.0),
    ]
)  # fmt: skip
_CAMERA_K = 4400.0  # what the eye (or a camera) takes for white in a lit street
_ADAPTATION = 0.9  # and how far it adapts


def srgb_to_linear(values: NDArray[np.floating]) -> Floats:
    """Return sRGB values 0–1 as linear light."""
    v = np.asarray(values, dtype=np.float64)
    light = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    return np.asarray(light, dtype=np.float32)


def linear_to_srgb(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return linear light 0–1 as sRGB values 0–1."""
    v = np.clip(np.asarray(values, dtype=np.float64), 0.0, 1.0)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


BYTE_TO_LINEAR: Floats = srgb_to_linear(np.arange(256) / 255.0)


@lru_cache(maxsize=512)
def linear(colour: str) -> tuple[float, float, float]:
    """Return `#RRGGBB` as linear red, green and blue."""
    red, green, blue = (float(BYTE_TO_LINEAR[int(colour[i : i + 2], 16)]) for i in (1, 3, 5))
    return red, green, blue


def plane(colour: str) -> Floats:
    """Return `#RRGGBB` as linear light in the shape (3, 1, 1)."""
    return np.array(linear(colour), dtype=np.float32).reshape(3, 1, 1)


@lru_cache(maxsize=64)
def tint(temperature_k: float) -> tuple[float, float, float]:
    """Return the colour of light of a temperature as an adapted eye sees it, luminance 1."""
    raw = _body(temperature_k) / _body(_CAMERA_K) ** _ADAPTATION
    raw = raw / float(raw @ LUMINANCE)
    return float(raw[0]), float(raw[1]), float(raw[2])


def _body(temperature_k: float) -> NDArray[np.float64]:
    mired = 1e6 / min(max(temperature_k, _BLACK_BODY_K[0]), _BLACK_BODY_K[-1])
    known = np.array([1e6 / k for k in reversed(_BLACK_BODY_K)])
    return np.array([np.interp(mired, known, _BLACK_BODY[::-1, channel]) for channel in range(3)])


def emitted(colour: str, temperature_k: float) -> Floats:
    """Return the colour of a lamp's light behind coloured acrylic, shape (3, 1, 1), luminance 1; black passes none."""
    mixed = np.array(linear(colour), dtype=np.float64) * np.array(tint(temperature_k))
    luminance = float(mixed @ LUMINANCE)
    if luminance <= 0:
        return np.zeros((3, 1, 1), dtype=np.float32)
    return np.asarray(mixed / luminance, dtype=np.float32).reshape(3, 1, 1)
