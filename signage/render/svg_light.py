"""Light as flat sRGB colours, for formats that cannot add light: the raster picture's own lamps, ambience and curve.

Reflected and emitted light are added in linear space and toned exactly once per colour, as the raster backend does it
for each pixel; what light throws on surfaces is laid over them by `signage.render.svg_lightfield`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Path, Rect
from signage.render.raster.colour import Bytes, Floats, emitted, linear, linear_to_srgb
from signage.scene import ANNOTATION_LAYERS, Ambience, Lit, Node

Triple = tuple[float, float, float]  # red, green, blue, linear
NO_LIGHT: Triple = (0.0, 0.0, 0.0)

RIM = 0.42  # how much darker a lit face is at its very edge: the raster's `face_profile`
RIM_FALL = 2.2  # and how fast that ends: exp(-RIM_FALL · depth / falloff)
# A face's dark rim as bands: their depth in falloffs, and the share of the edge's colour that they have.
RIM_BANDS = ((0.10, 0.90), (0.28, 0.66), (0.55, 0.40), (1.0, 0.18))
_DISPLAY_GAMMA = 2.2


def layer_of(node: Node, inherited: str) -> str:
    """Return the layer that decides how a node is lit; what lies in the street is part of it, even words on a plate."""
    if inherited and inherited not in ANNOTATION_LAYERS:
        return inherited
    return node.layer or inherited


def shade(opacity: float) -> float:
    """Return how much of black dims a shown colour as a shadow that takes `opacity` of the light does."""
    return float(1 - (1 - min(1.0, max(0.0, opacity))) ** (1 / _DISPLAY_GAMMA))


def hex_of(channels: NDArray[np.floating]) -> str:
    """Return shown channels 0–255 as `#rrggbb`."""
    return "#" + "".join(f"{min(255, max(0, round(float(value)))):02x}" for value in channels)


def shown(light: Floats, *, is_night: bool) -> NDArray[np.float64]:
    """Return light in units of the exposure as sRGB 0–255, by the raster's curve for day or night."""
    if not is_night:
        return linear_to_srgb(light) * 255
    from signage.render.raster.tone import filmic  # brings OpenCV, which a drawing by day does without

    return linear_to_srgb(filmic(light)) * 255


@lru_cache(maxsize=16)
def ambient_of(ambience: Ambience, *, is_on_sign: bool = False) -> tuple[float, float, float]:
    """Return the light on a white surface per channel, in units of the exposure; exactly 1 by day.

    Args:
        ambience: Which light.
        is_on_sign: Whether the surface is a sign's, where the street's light is added.
    """
    if not ambience.is_night:
        return 1.0, 1.0, 1.0
    from signage.render.raster.surfaces import ambient_light, street_light

    sky = ambient_light(ambience)
    if not is_on_sign:
        return sky
    street = street_light(ambience)
    return sky[0] + float(street[0, 0, 0]), sky[1] + float(street[1, 0, 0]), sky[2] + float(street[2, 0, 0])


@lru_cache(maxsize=4096)
def _reflected(around: Triple, is_night: bool, colour: str, factor: float) -> str:
    light = np.array(linear(colour), dtype=np.float32) * np.array(around, dtype=np.float32)
    return hex_of(shown(light * np.float32(factor), is_night=is_night))


@lru_cache(maxsize=1024)
def _shining(around: Triple, colour: str, temperature_k: int, level: float, more: Triple) -> str:
    light = np.array(linear(colour), dtype=np.float32) * np.array(around, dtype=np.float32)
    light += emitted(colour, temperature_k).reshape(3) * np.float32(level) + np.array(more, dtype=np.float32)
    return hex_of(shown(light, is_night=True))


@lru_cache(maxsize=4096)
def _blended(around: Triple, is_night: bool, colour: str, opacity: float, below: str) -> float:
    over, under = np.array(linear(colour), dtype=np.float32), np.array(linear(below), dtype=np.float32)
    light = np.stack([under, under + (over - under) * np.float32(opacity), over])
    light *= np.array(around, dtype=np.float32)
    low, mixed, high = shown(light, is_night=is_night)
    span = float(np.abs(high - low).sum())
    return float(np.abs(mixed - low).sum() / span) if span > 1 else opacity


@dataclass(frozen=True, slots=True)
class Overlay:
    """A PNG with alpha that adds light, and the box that it fills, scene mm."""

    box: Rect
    content: bytes


@dataclass(frozen=True, slots=True)
class Lighting:
    """What lamps throw on a scene.

    Attributes:
        glows: Picture of each glow, by the glow's identity.
        letters: The veil's own light over bright faces of letters, by the fill's identity: part of their colour.
        veil: The lens's veil, to be laid over everything else but annotations.
        last: Index of the scene's node after which the veil is laid; -1 when there is no light.
    """

    glows: dict[int, Overlay] = field(default_factory=dict)
    letters: dict[int, Triple] = field(default_factory=dict)
    veil: Overlay | None = None
    last: int = -1


@dataclass(frozen=True, slots=True)
class Toner:
    """Turns the colours of one ambience into shown ones; on a sign the street's light is part of it."""

    ambience: Ambience
    is_on_sign: bool = False

    @property
    def around(self) -> Triple:
        """The light on a white surface."""
        return ambient_of(self.ambience, is_on_sign=self.is_on_sign)

    def surface(self, colour: str, factor: float = 1.0) -> str:
        """Return how a surface that emits nothing looks, its reflection multiplied by a factor in linear light."""
        if not self.ambience.is_night and factor == 1:
            return colour
        return _reflected(self.around, self.ambience.is_night, colour, round(factor, 4))

    def lit(self, paint: Lit, gain: float = 1.0, more: Triple = NO_LIGHT) -> str:
        """Return how an emitting surface looks where it is `gain` times as bright as in the mean.

        Args:
            paint: The surface.
            gain: Share of its mean luminance.
            more: Light that the lens lays before it.
        """
        if not self.ambience.is_night:
            return paint.colour
        level = paint.luminance_cd_m2 / self.ambience.exposure_cd_m2 * gain
        return _shining(self.around, paint.colour, paint.temperature_k, round(level, 4), _rounded(more))

    def opacity(self, colour: str, opacity: float, below: str) -> float:
        """Return the opacity between shown colours that comes nearest to one in linear light.

        Args:
            colour: Laid over.
            opacity: In linear light.
            below: Colour of the surface.
        """
        return _blended(self.around, self.ambience.is_night, colour, round(opacity, 4), below)

    def pixels(self, albedo: Floats, emission: Floats | None = None) -> Bytes:
        """Return surfaces (3, rows, columns), linear, as shown pixels rows × columns × RGB."""
        light = albedo * np.array(self.around, dtype=np.float32).reshape(3, 1, 1)
        if emission is not None:
            light = light + emission
        values = shown(light, is_night=self.ambience.is_night)
        return np.ascontiguousarray(np.rint(values).clip(0, 255).astype(np.uint8).transpose(1, 2, 0))


def _rounded(light: Triple) -> Triple:
    return round(light[0], 3), round(light[1], 3), round(light[2], 3)


def core_gain(path: Path, falloff_mm: float) -> float:
    """Return how much brighter than its mean a face is well inside, since its rim is darker (as in the raster)."""
    depth = half_width(path)
    if depth <= 0 or falloff_mm <= 0:
        return 1.0
    reach = RIM_FALL * depth / falloff_mm
    return 1 / (1 - RIM * (1 - exp(-reach)) / reach)


def half_width(path: Path) -> float:
    """Return the area of an outline over its perimeter, from its control points: half the width of its strokes."""
    points = np.asarray(path.coords, dtype=np.float64).reshape(-1, 2)
    starts, at = [], 0
    for verb in path.verbs:
        if verb == "M":
            starts.append(at)
        at += _ARITY[verb]
    if not starts:
        return 0.0
    following = np.roll(points, -1, axis=0)
    ends = [*starts[1:], len(points)]
    following[np.array(ends) - 1] = points[starts]
    area = np.sum(points[:, 0] * following[:, 1] - points[:, 1] * following[:, 0]) / 2
    perimeter = np.sum(np.hypot(*(following - points).T))
    return float(abs(area) / perimeter) if perimeter > 0 else 0.0


_ARITY = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
