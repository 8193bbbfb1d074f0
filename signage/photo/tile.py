"""One tile of the plate: what shows there as colours times weights, until the bytes are asked for.

A surface's colour is one number a channel, and what happens to it (shade, sheen, what is laid over it) is the same for
all three. So each surface keeps one array of weights, and the channels are worked out once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np

from signage.photo.reading import Bytes
from signage.photo.shapes import Body
from signage.photo.texture import ROUGH, Grain
from signage.render.raster.colour import BYTE_TO_LINEAR, Floats, linear_to_srgb
from signage.render.raster.masks import Window

Colour3 = tuple[float, float, float]

TILE_H, TILE_W = 48, 512
_STEPS = 16_384  # of the table from the root of light to bytes
ROOT_TOP = float(_STEPS - 1)
_BYTE = np.float32(1 / 255)


@dataclass(frozen=True, slots=True, eq=False)
class Paint:
    """How a body is painted; colours are linear light as the photo would show them.

    Attributes:
        front: Of its front.
        side: Of its sides where the light falls on them.
        tone: Factor on both over the body's window.
        emission: Light of the front in units of the photo's white, or None.
        side_emission: The same of its sides.
        profile: Factor on the emission over the body's window, or None.
    """

    front: Colour3
    side: Colour3
    tone: Floats
    emission: Colour3 | None = None
    side_emission: Colour3 | None = None
    profile: Floats | None = None


@dataclass(slots=True, eq=False)
class Tile:
    """What shows in a window of the photo.

    Attributes:
        window: Its pixels.
        photo: The photo's bytes there (rows × columns × RGB), None where a body hides them all.
        weight: Share of the photo's light that still shows, None for all of it.
        bare: Share of each pixel that nothing has been painted over, None for all of it.
        surfaces: Colours in linear light and the weight of each.
        flat: Linear light (rows × columns × RGB) that stands for photo and earlier surfaces once they have been mixed.
        light: What is emitted (rows × columns × RGB) in units of the photo's white, None in the dark.
    """

    window: Window
    photo: Bytes | None
    weight: Floats | None = None
    bare: Floats | None = None
    surfaces: list[tuple[Colour3, Floats]] = field(default_factory=list)
    flat: Floats | None = None
    light: Floats | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.window.height, self.window.width

    def shade(self, share: Bytes, seen: Window) -> None:
        """Take away a share 0–255 of the light over a part of the tile."""
        self._fade(np.asarray(cv2.bitwise_not(share), dtype=np.uint8), seen)

    def paint(self, body: Body, paint: Paint) -> None:
        """Lay a body over what is there: its front and its sides share each pixel without a gap."""
        seen = self.window.common(body.window)
        if seen is None:
            return
        inner = seen.slices(body.window)
        front, tone = body.front[inner], paint.tone[inner]
        if seen == self.window and body.hides(inner):
            self.photo, self.weight, self.bare, self.flat, self.light = None, None, None, None, None
            self.surfaces = [(paint.front, tone)]
            self._emit(paint, seen, inner, front, None)
            return
        sides = None if body.sides is None or not cv2.hasNonZero(body.sides[inner]) else body.sides[inner]
        kept = self._fade(body.rest[inner], seen)
        if self.photo is not None:
            self.bare = _part_of(self.bare, kept)
        if self.light is not None:
            cv2.multiply(self.light, cv2.merge([kept] * 3), dst=self.light, scale=1 / 255)
        self.surfaces.append((paint.front, self._over(seen, _part_of(tone, front.astype(np.float32)))))
        if sides is not None and body.shades is not None:
            turned = _part_of(tone, body.shades[inner].astype(np.float32))
            self.surfaces.append((paint.side, self._over(seen, turned)))
        self._emit(paint, seen, inner, front, sides)

    def mixed(self) -> Floats:
        """Return the linear light of all there is, rows × columns × RGB, as a new array."""
        found: Floats | None = None
        for number in range(0, len(self.surfaces), 3):
            three = self.surfaces[number : number + 3]
            weights = [weight for _, weight in three]
            matrix = np.zeros((3, 3), dtype=np.float32)
            matrix[:, : len(three)] = np.array([colour for colour, _ in three], dtype=np.float32).T
            layers = cv2.merge(weights + weights[:1] * (3 - len(three)))
            part = _floats(cv2.transform(layers, matrix))
            found = part if found is None else _floats(cv2.add(found, part, dst=found))
        under: Floats | None = None
        if self.flat is not None:
            under = self.flat
        elif self.photo is not None:
            under = linear(self.photo)
        if under is not None and self.weight is not None:
            under = _floats(cv2.multiply(under, cv2.merge([self.weight] * 3)))
        if under is not None:
            found = under if found is None else _floats(cv2.add(found, under, dst=found))
        return np.zeros((*self.shape, 3), dtype=np.float32) if found is None else found

    def flatten(self) -> Floats:
        """Mix all there is and return it; later layers go over the mixture."""
        if self.flat is None or self.weight is not None or self.surfaces:
            self.flat = self.mixed()
            self.weight, self.surfaces = None, []
        return self.flat

    def shown(self, grain: Grain) -> Bytes:
        """Return the tile as bytes (rows × columns × RGB), with grain where it was painted."""
        if self.photo is not None and not self.surfaces and self.flat is None:
            return self._shaded_photo()
        if self.photo is None and self.flat is None and len(self.surfaces) == 1:
            return self._plain(grain)
        root = _floats(cv2.sqrt(self.mixed()))
        if self.photo is None:
            smooth, rough = grain.over(self.window)
            cv2.multiply(root, smooth, dst=root)
            return _bytes(cv2.addWeighted(root, ROOT_TOP, rough, 1, 0, dtype=cv2.CV_16U))
        if self.bare is None:  # the photo has grain of its own
            return _bytes(cv2.addWeighted(root, ROOT_TOP, root, 0, 0, dtype=cv2.CV_16U))
        painted = np.subtract(np.float32(1), self.bare)
        added = _floats(cv2.merge([cv2.multiply(grain.alone(self.window), painted)] * 3))
        cv2.multiply(np.subtract(np.float32(ROUGH), root), added, dst=added)
        return _bytes(cv2.addWeighted(root, ROOT_TOP, added, ROOT_TOP, 0, dtype=cv2.CV_16U))

    def _plain(self, grain: Grain) -> Bytes:
        """Return the bytes of one surface alone; one root does for three channels.

        The root of a colour times its weight is the product of their roots.
        """
        (colour, weight), *_ = self.surfaces
        smooth, rough = grain.over(self.window)
        root = cv2.multiply(cv2.sqrt(weight), smooth[:, :, 0])
        planes = [
            cv2.addWeighted(root, value**0.5 * ROOT_TOP, rough[:, :, 0], 1, 0, dtype=cv2.CV_16U) for value in colour
        ]
        return _bytes(cv2.merge(planes))

    def _shaded_photo(self) -> Bytes:
        """Return the photo's bytes under a shade, without grain of ours."""
        if self.photo is None or self.weight is None:
            raise ValueError(self.window)
        root = cv2.merge([cv2.sqrt(self.weight)] * 3)
        own = cv2.LUT(self.photo, _roots())
        return _bytes(cv2.multiply(own, root, scale=ROOT_TOP, dtype=cv2.CV_16U))

    def _fade(self, kept: Bytes, seen: Window) -> Floats:
        """Leave a share 0–255 of all that shows, over a part of the tile; return it for the whole tile."""
        share = kept.astype(np.float32)
        if seen != self.window:
            share = np.full(self.shape, 255, dtype=np.float32)
            share[seen.slices(self.window)] = kept
        if self.photo is not None or self.flat is not None:
            self.weight = _part_of(self.weight, share)
        self.surfaces = [(colour, _part_of(weight, share)) for colour, weight in self.surfaces]
        return share

    def _over(self, seen: Window, part: Floats) -> Floats:
        """Return an array over the whole tile that is 0 beside a part."""
        if seen == self.window:
            return part
        whole = np.zeros(self.shape, dtype=np.float32)
        whole[seen.slices(self.window)] = part
        return whole

    def _emit(self, paint: Paint, seen: Window, inner: tuple[slice, slice], front: Bytes, sides: Bytes | None) -> None:
        parts = []
        if paint.emission is not None:
            share = front * _BYTE if paint.profile is None else paint.profile[inner] * (front * _BYTE)
            parts.append((paint.emission, share))
        if paint.side_emission is not None and sides is not None:
            parts.append((paint.side_emission, sides * _BYTE))
        for colour, share in parts:
            whole = self._over(seen, share)
            lit = _floats(cv2.merge([whole * np.float32(value) for value in colour]))
            self.light = lit if self.light is None else _floats(cv2.add(self.light, lit, dst=self.light))


def tiles(window: Window) -> Iterator[Window]:
    """Yield the tiles of a window."""
    for y in range(window.y0, window.y1, TILE_H):
        for x in range(window.x0, window.x1, TILE_W):
            yield Window(x, y, min(x + TILE_W, window.x1), min(y + TILE_H, window.y1))


def linear(pixels: Bytes) -> Floats:
    """Return bytes (rows × columns × RGB) as linear light."""
    return _floats(cv2.LUT(pixels, BYTE_TO_LINEAR))


def _part_of(weight: Floats | None, share: Floats) -> Floats:
    """Return shares 0–255 of a weight, None for 1."""
    return share * _BYTE if weight is None else _floats(cv2.multiply(weight, share, scale=1 / 255))


def _floats(values: object) -> Floats:
    return np.asarray(values, dtype=np.float32)


def _bytes(root: object) -> Bytes:
    """Return bytes for the root of light in steps of the table."""
    return np.asarray(_table().take(np.asarray(root), mode="clip"), dtype=np.uint8)


@cache
def _roots() -> Floats:
    return np.sqrt(BYTE_TO_LINEAR)


@cache
def _table() -> Bytes:
    """Table from the root of linear light to sRGB bytes; a photo's own bytes come back unchanged."""
    light = (np.arange(_STEPS, dtype=np.float64) / (_STEPS - 1)) ** 2
    return np.rint(linear_to_srgb(light) * 255).astype(np.uint8)
