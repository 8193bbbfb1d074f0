"""Colour difference for palettes: CIE L*a*b* under D65 and ΔE2000, for single sRGB colours.

Source: CIE 15 (L*a*b*), CIE 142 and Sharma, Wu, Dalal (2005) for the formula's numbers.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Lab = tuple[float, float, float]
_WHITE = (0.95047, 1.0, 1.08883)


@lru_cache(maxsize=4096)
def lab_of(colour: str) -> Lab:
    """Return L*a*b* (D65) of an sRGB colour `#RRGGBB`."""
    linear = []
    for at in (1, 3, 5):
        v = int(colour[at : at + 2], 16) / 255
        linear.append(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
    r, g, b = linear
    xyz = (
        0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        0.0193339 * r + 0.1191920 * g + 0.9503041 * b,
    )
    f = [_lab_curve(v / w) for v, w in zip(xyz, _WHITE, strict=True)]
    return (116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))


def _lab_curve(t: float) -> float:
    return float(t ** (1 / 3)) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29


def delta_e2000(one: Lab, other: Lab) -> float:
    """Return the colour difference ΔE00 between two L*a*b* colours."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    c1, h1 = _polar((1 + g) * a1, b1)
    c2, h2 = _polar((1 + g) * a2, b2)
    dh = 0.0
    if c1 * c2 != 0:
        dh = h2 - h1
        dh -= 360 if dh > 180 else -360 if dh < -180 else 0
    dl, dc = l2 - l1, c2 - c1
    big_dh = 2 * sqrt(c1 * c2) * sin(radians(dh / 2))
    ml, mc = (l1 + l2) / 2, (c1 + c2) / 2
    mh = _mean_hue(c1, h1, c2, h2)
    t = (
        1
        - 0.17 * cos(radians(mh - 30))
        + 0.24 * cos(radians(2 * mh))
        + 0.32 * cos(radians(3 * mh + 6))
        - 0.20 * cos(radians(4 * mh - 63))
    )
    sl = 1 + 0.015 * (ml - 50) ** 2 / sqrt(20 + (ml - 50) ** 2)
    sc, sh = 1 + 0.045 * mc, 1 + 0.015 * mc * t
    turn = 30 * exp(-(((mh - 275) / 25) ** 2))
    rt = -2 * sqrt(mc**7 / (mc**7 + 25.0**7)) * sin(radians(2 * turn))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (big_dh / sh) ** 2 + rt * (dc / sc) * (big_dh / sh))


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360 if a or b else 0.0


def _mean_hue(c1: float, h1: float, c2: float, h2: float) -> float:
    if c1 * c2 == 0:
        return h1 + h2
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


@lru_cache(maxsize=4096)
def nearest(colour: str, palette: tuple[str, ...]) -> tuple[float, str]:
    """Return the smallest ΔE00 from a colour to a palette, and the palette's colour that has it."""
    own = lab_of(colour)
    return min((delta_e2000(own, lab_of(p)), p) for p in palette)
