"""The photo's light at the sign: exposure, white balance and shade, read from the wall around it.

A photo does not say how bright white would be. It is estimated from the wall (façades reflect about two fifths) and
from the brightest surfaces in the picture, and stated, so that a user can correct it (`exposure_ev`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from signage.geometry import Rect
from signage.photo.homography import Array, Homography
from signage.photo.reading import Bytes
from signage.render.raster.colour import BYTE_TO_LINEAR, LUMINANCE, Floats
from signage.render.raster.masks import Window

_WALL_ALBEDO = 0.42  # share of light that façades reflect, in the middle
_WHITE_ALBEDO = 0.85  # of the brightest things in a day photo
_BRIGHTEST = 1.0  # white paint may reach the photo's white, and not more
_SAMPLE_PX = 256  # width to which the neighbourhood is reduced
_SAMPLES = 75  # along the shorter side of the whole picture
_ROUNDS = 8
_SHADE_EV = 0.9  # a sign's parts differ by at most so much from its middle
_GAIN = (0.70, 1.45)  # white balance never goes beyond
_TUKEY = 4.685
_NIGHT_SKY, _DAY_SKY = 0.09, 0.15  # median linear light of the top quarter
_DARK, _DARK_SHARE = 0.02, 0.13


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoLight:
    """Light at a sign.

    Attributes:
        white: What a white surface at the sign's middle would show in the photo, linear red, green, blue.
        wall: Median of the wall around it, linear.
        shade: Coefficients of log2 of the shade over the sign: 1, u, v, u², uv, v² with u, v from −1 to 1 over `area`.
        area: The box, wall space.
        middle: Median linear luminance of the whole picture.
        looks: `day`, `night` or `unsure`.
    """

    white: tuple[float, float, float]
    wall: tuple[float, float, float]
    shade: tuple[float, ...]
    area: Rect
    middle: float
    looks: str

    @property
    def wall_luminance(self) -> float:
        """Linear luminance of the wall in the photo, 0–1."""
        return float(np.array(self.wall) @ LUMINANCE)

    def shade_at(self, points: Array) -> Floats:
        """Return the factor on the light at points (n, 2) of the wall."""
        logs = _terms(points, self.area) @ np.array(self.shade)
        return np.asarray(np.exp2(np.clip(logs, -_SHADE_EV, _SHADE_EV)), dtype=np.float32)


def read_light(
    pixels: Bytes, wall: Homography, sign: Rect, occlusion: Bytes | None, *, exposure_ev: float
) -> PhotoLight:
    """Return the light at a sign.

    Args:
        pixels: The photo.
        wall: Map from the wall to pixels.
        sign: Box of the sign, wall space.
        occlusion: 255 where something stands before the wall.
        exposure_ev: Correction by the user: +1 makes the sign's surfaces twice as bright.
    """
    stride = max(1, min(pixels.shape[:2]) // _SAMPLES)
    few = np.ascontiguousarray(pixels[::stride, ::stride])
    small = np.asarray(cv2.LUT(few, BYTE_TO_LINEAR), dtype=np.float32)
    looks = _looks(small)
    area = sign.grown(max(sign.height * 0.6, 300.0), max(sign.height * 0.9, 400.0))
    points, colours = _around(pixels, wall, area, occlusion)
    luminance = np.maximum(colours @ LUMINANCE, 1e-4)
    if len(points) < 12:  # nearly all of it lies outside the picture or behind the tree
        middle = np.median(small.reshape(-1, 3), axis=0)
        shade, wall_colour = np.zeros(6), middle
    else:
        shade, weights = _fitted_shade(points, np.log2(luminance), area)
        chosen = weights > np.median(weights) * 0.5
        level = float(np.exp2(shade[0]))
        wall_colour = np.median(colours[chosen], axis=0)
        wall_colour = wall_colour * (level / max(float(wall_colour @ LUMINANCE), 1e-4))
        shade[0] = 0.0
    level = max(float(wall_colour @ LUMINANCE), 1e-3)
    white = _white_level(level, small, is_night=looks == "night") * 2.0**exposure_ev
    balance = _balance(small, np.asarray(wall_colour, dtype=np.float64), is_night=looks == "night")
    return PhotoLight(
        white=(float(white * balance[0]), float(white * balance[1]), float(white * balance[2])),
        wall=(float(wall_colour[0]), float(wall_colour[1]), float(wall_colour[2])),
        shade=tuple(float(v) for v in shade),
        area=area,
        middle=float(np.median(small @ LUMINANCE)),
        looks=looks,
    )


def _looks(small: Floats) -> str:
    """Return whether a picture was taken by day or by night, when its upper part and its blacks agree."""
    luminance = small @ LUMINANCE
    sky = float(np.median(luminance[: max(1, len(luminance) // 4)]))
    dark = float((luminance < _DARK).mean())
    if sky > _DAY_SKY and dark < _DARK_SHARE:
        return "day"
    return "night" if sky < _NIGHT_SKY and dark > _DARK_SHARE else "unsure"


def _around(pixels: Bytes, wall: Homography, area: Rect, occlusion: Bytes | None) -> tuple[Array, Array]:
    """Return points of the wall around a sign (n, 2) and their linear colours (n, 3)."""
    xs, ys = np.meshgrid(np.linspace(area.x0, area.x1, 48), np.linspace(area.y0, area.y1, 30))
    points = np.stack([xs.ravel(), ys.ravel()], axis=1)
    points = points[wall.weights(points) > 0]
    at = wall.apply(points)
    height, width = pixels.shape[:2]
    inside = (at >= 0).all(axis=1) & (at[:, 0] < width) & (at[:, 1] < height)
    points, at = points[inside], at[inside]
    if not len(points):
        return points, np.zeros((0, 3))
    low, high = np.floor(at.min(axis=0)).astype(int), np.ceil(at.max(axis=0)).astype(int) + 1
    box = Window(int(low[0]), int(low[1]), min(int(high[0]), width), min(int(high[1]), height))
    # Every few pixels of the photo, then their means: a wall's joints and grain must not decide.
    stride = max(1, box.width // (3 * _SAMPLE_PX))
    part = np.ascontiguousarray(pixels[box.y0 : box.y1 : stride, box.x0 : box.x1 : stride])
    rows, columns = max(1, part.shape[0] // 3), max(1, part.shape[1] // 3)
    reduced = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    i = np.minimum(((at[:, 1] - box.y0) * rows / box.height).astype(int), rows - 1)
    j = np.minimum(((at[:, 0] - box.x0) * columns / box.width).astype(int), columns - 1)
    colours = BYTE_TO_LINEAR[reduced[i, j]].astype(np.float64)
    if occlusion is not None:
        free = occlusion[at[:, 1].astype(int), at[:, 0].astype(int)] < 128
        points, colours = points[free], colours[free]
    return points, colours


def _terms(points: Array, area: Rect) -> Array:
    u = (points[:, 0] - area.centre.x) / (area.width / 2)
    v = (points[:, 1] - area.centre.y) / (area.height / 2)
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)


def _fitted_shade(points: Array, logs: Array, area: Rect) -> tuple[Array, Array]:
    """Fit a smooth shade; windows, old signs and what else is no wall do not count (Tukey's weights)."""
    terms = _terms(points, area)
    calm = np.diag([1e-9, 0.02, 0.02, 0.15, 0.10, 0.15]) * len(points)
    found = np.array([float(np.median(logs)), 0.0, 0.0, 0.0, 0.0, 0.0])
    weights = np.ones(len(points))
    for _ in range(_ROUNDS):
        away = logs - terms @ found
        spread = max(1.4826 * float(np.median(np.abs(away))), 0.05) * _TUKEY
        weights = np.where(np.abs(away) < spread, (1 - (away / spread) ** 2) ** 2, 0.0)
        weighted = terms * weights[:, np.newaxis]
        found = np.linalg.solve(weighted.T @ terms + calm, weighted.T @ logs)
    return found, weights


def _white_level(wall: float, small: Floats, *, is_night: bool) -> float:
    from_wall = wall / _WALL_ALBEDO
    if is_night:  # the brightest things are lamps and say nothing about the light on the wall
        return min(from_wall, _BRIGHTEST)
    bright = float(np.quantile(small @ LUMINANCE, 0.97)) / _WHITE_ALBEDO
    return float(np.clip(np.sqrt(from_wall * bright), wall / 0.80, min(_BRIGHTEST, max(wall / 0.12, wall / 0.80))))


def _balance(small: Floats, wall: Array, *, is_night: bool) -> Array:
    """Return the colour of the light, luminance 1: shades of grey over the picture, by night also the wall's hue."""
    flat = small[::2, ::2].reshape(-1, 3)
    red, green, blue = flat[:, 0], flat[:, 1], flat[:, 2]
    brightest, darkest = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    used = flat[(brightest < 0.95) & (darkest > 0.004)]
    mean = np.square(np.square(used)).mean(axis=0, dtype=np.float64) ** 0.25 if len(used) else np.ones(3)
    logs = 0.6 * np.log(mean / mean.mean())
    if is_night:
        hue = np.maximum(wall, 1e-4)
        logs = 0.3 * np.log(mean / mean.mean()) + 0.45 * np.log(hue / hue.mean())
    gains = np.clip(np.exp(logs), *_GAIN)
    return np.asarray(gains / float(gains @ LUMINANCE), dtype=np.float64)
