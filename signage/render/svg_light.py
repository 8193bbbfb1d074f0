"""Light as flat sRGB colours, for formats that cannot add light: an approximation that says so in its losses.

Reflected and emitted light are toned in linear space exactly once per colour; what the format then paints over
each other is plain alpha blending.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from signage.scene import Ambience, Glow, Lit

# how much of each gaussian's irradiance is painted, near to far; tuned by eye against the toned raster picture
_GLOW_WEIGHTS = (3.2, 3.2, 4.0, 5.0)
_DEPTHS = (0.5, 0.8, 1.05, 1.2)
_AMBIENT_LIFT = 2.4  # flat colours keep no highlights, so the dark parts are lifted to stay readable
_CORE_GAIN, _EDGE_GAIN, _SHOULDER = 2.6, 1.1, 1.7


def linear(colour: str) -> tuple[float, float, float]:
    """Return the linear channels (0-1) of an `#RRGGBB` colour."""
    return _decoded(int(colour[1:3], 16)), _decoded(int(colour[3:5], 16)), _decoded(int(colour[5:7], 16))


def encoded(channels: tuple[float, float, float]) -> str:
    """Return linear channels as `#rrggbb`, clamped."""
    return "#" + "".join(f"{_encoded(value):02x}" for value in channels)


@lru_cache(maxsize=64)
def lamp(temperature_k: int) -> tuple[float, float, float]:
    """Return the linear colour of a lamp, its strongest channel 1.

    Source: the usual fit to the black-body locus in sRGB (logarithmic in T/100), good to about 3 % over
    1000-12000 K, squared up to linear light here.
    """
    t = min(12000, max(1000, temperature_k)) / 100
    red = 255.0 if t <= 66 else 329.7 * (t - 60) ** -0.1332
    green = 99.47 * log(t) - 161.12 if t <= 66 else 288.12 * (t - 60) ** -0.0755
    blue = 255.0 if t >= 66 else (0.0 if t <= 19 else 138.52 * log(t - 10) - 305.04)
    values = [_decoded(min(255, max(0, round(v)))) for v in (red, green, blue)]
    top = max(values)
    return values[0] / top, values[1] / top, values[2] / top


@dataclass(frozen=True, slots=True)
class Toner:
    """Turns the colours of one ambience into flat ones."""

    ambience: Ambience

    @property
    def ambient(self) -> tuple[float, float, float]:
        """Linear factors of reflected light; 1 by day."""
        share = self.ambience.wall_cd_m2 / self.ambience.exposure_cd_m2
        if self.ambience.is_night:
            share *= _AMBIENT_LIFT
        sky = linear(self.ambience.sky_colour)
        top = max(sky) or 1.0
        return sky[0] / top * share, sky[1] / top * share, sky[2] / top * share

    def surface(self, colour: str) -> str:
        """Return how a surface that emits nothing looks."""
        if not self.ambience.is_night:
            return colour
        factors = self.ambient
        r, g, b = linear(colour)
        return encoded((r * factors[0], g * factors[1], b * factors[2]))

    def lit(self, paint: Lit, gain: float) -> str:
        """Return how an emitting surface looks: its ambient part plus its own light, with a soft shoulder."""
        factors, chroma, colour = self.ambient, lamp(paint.temperature_k), linear(paint.colour)
        # The stated luminance is that of the light behind the colour: white lamps have to be so much stronger.
        passed = sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), colour, strict=True))
        own = paint.luminance_cd_m2 / self.ambience.exposure_cd_m2 * gain / max(passed, 1e-3)
        if not self.ambience.is_night:
            return encoded(tuple(c * (f + h * own) for c, f, h in zip(colour, factors, chroma, strict=True)))  # type: ignore[arg-type]
        raw = [c * (f + h * own) for c, f, h in zip(colour, factors, chroma, strict=True)]
        # Strong light bleaches: what one channel has too much of shows in the others.
        over = max(0.0, max(raw) - 1.0) * 0.35
        return encoded(_triple([1 - exp(-_SHOULDER * (v + over)) for v in raw]))

    def core(self, paint: Lit) -> str:
        """Return the colour well inside a lit face."""
        return self.lit(paint, _CORE_GAIN)

    def edge(self, paint: Lit) -> str:
        """Return the colour along its edge and of the bloom around it."""
        return self.lit(paint, _EDGE_GAIN)

    def glow(self, node: Glow) -> list[tuple[float, float, str]]:
        """Return the layers of thrown light as (sigma mm, opacity, colour), far to near."""
        strength = node.gain * node.luminance_cd_m2 / self.ambience.exposure_cd_m2
        tint = linear(node.tint)
        base = _triple([h * t for h, t in zip(lamp(node.temperature_k), tint, strict=True)])
        layers = []
        for index, sigma in enumerate(node.reach_mm):
            weight = _GLOW_WEIGHTS[min(index, len(_GLOW_WEIGHTS) - 1)]
            opacity = 1 - exp(-weight * strength)
            # Near the lamp the light bleaches; far from it its own colour shows, deepened a little.
            depth = _DEPTHS[min(index, len(_DEPTHS) - 1)]
            layers.append((sigma, round(opacity, 3), encoded(_triple([v**depth for v in base]))))
        return layers[::-1]


def _triple(values: list[float]) -> tuple[float, float, float]:
    return values[0], values[1], values[2]


@lru_cache(maxsize=256)
def _decoded(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> int:
    value = min(1.0, max(0.0, value))
    shown = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(shown * 255)
