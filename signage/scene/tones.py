"""Arithmetic on `#RRGGBB` colours: mixing, lightening, and stable pseudo-random choices for the scenery."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from signage.design import Colour


def rgb(colour: Colour) -> tuple[int, int, int]:
    """Return the three channels, 0-255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hex_of(red: float, green: float, blue: float) -> Colour:
    """Return a colour from channels 0-255, clamped and rounded."""
    return "#" + "".join(f"{min(255, max(0, round(v))):02X}" for v in (red, green, blue))


@lru_cache(maxsize=2048)  # a sign mixes the same few colours for every letter
def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with `share` (0-1) of `other` in it."""
    a, b = rgb(one), rgb(other)
    return hex_of(*(p + (q - p) * share for p, q in zip(a, b, strict=True)))


def lighter(colour: Colour, share: float) -> Colour:
    """Return the colour moved towards white."""
    return mix(colour, "#FFFFFF", share)


def darker(colour: Colour, share: float) -> Colour:
    """Return the colour moved towards black."""
    return mix(colour, "#000000", share)


def lightness(colour: Colour) -> float:
    """Return the relative brightness, 0-1, by the weights of Rec. 601."""
    red, green, blue = rgb(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def luminance(colour: Colour) -> float:
    """Return the share of light that a surface of this colour reflects or passes, 0-1 (Rec. 709, linear light)."""
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_rgb(colour: Colour) -> tuple[float, float, float]:
    """Return the three channels as linear light, 0-1."""
    red, green, blue = (_linear(channel / 255) for channel in rgb(colour))
    return red, green, blue


def encoded(light: float) -> float:
    """Return linear light as a channel of sRGB, both 0-1."""
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def seed_of(*parts: object) -> int:
    """Return a number that depends on the parts alone, so that a redraw gives the same picture."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:4], "big")
