"""The part of the photo that the sign touches, worked out in linear light tile by tile, and back to bytes.

What happens to the photo is gathered first, back to front (shade, bodies, light), and then worked out for one small
tile after the other: a tile stays in the processor's cache, and what a body hides is not worked out at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from signage.photo.reading import Bytes
from signage.photo.shapes import Body
from signage.photo.texture import PhotoTexture, grain_tile
from signage.render.raster.colour import BYTE_TO_LINEAR, Floats, linear_to_srgb
from signage.render.raster.masks import Window

Colour3 = tuple[float, float, float]

FILM_SPEED = 2.3  # slope in the dark of the curve 1 − exp(−speed × light) that toned the photo, as our night pictures
_STEPS = 16_384
_TOP = float(_STEPS - 1) ** 2  # buffers hold light in units in which its root is an index of the table of bytes
_ROUGH = 1.1  # grain in the blacks; towards white it loses one
TILE_H, TILE_W = 48, 512
_NEAR, _FAR = 0.0035, 0.022  # reach of the lens's veil, of the picture's width
_VEIL_NEAR, _VEIL_FAR = 0.045, 0.035
VEIL_REACH = 3 * _FAR
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


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A body laid over what is there: its front and its sides share each pixel without a gap."""

    body: Body
    paint: Paint


@dataclass(frozen=True, slots=True, eq=False)
class Shaded:
    """A share 0–255 of the light taken away over a window; `on` limits it to a body's front."""

    window: Window
    share: Bytes
    on: Body | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shone:
    """Light thrown on what is there; it comes back by what the surface reflects.

    Attributes:
        light: Over the plate, in units of the photo's white.
        colour: Of the light, luminance 1.
        white: What a white surface shows over the plate per channel, for reading the albedo off the photo.
        field: Factor on it, over the plate.
    """

    light: Floats
    colour: Colour3
    white: Colour3
    field: Floats


Layer = Painted | Shaded | Shone


@dataclass(slots=True)
class _Tile:
    """Buffers (3, rows, columns) of one tile: what it reflects and emits; and how much is painted (None for all)."""

    planes: Floats
    light: Floats | None
    cover: Floats | None


class Plate:
    """The layers over a window of the photo.

    Attributes:
        window: Its pixels.
        layers: Back to front.
    """

    def __init__(self, pixels: Bytes, window: Window, *, is_night: bool) -> None:
        self.window = window
        self.layers: list[Layer] = []
        self._pixels = pixels
        self._is_night = is_night

    def develop(self, into: Bytes, texture: PhotoTexture, occlusion: Bytes | None) -> None:
        """Write the plate's pixels into a picture; untouched and hidden ones stay as they are.

        Args:
            into: The whole picture; may be the photo's own array.
            texture: Grain of what is painted.
            occlusion: 255 where something stands before the wall.
        """
        if not self._is_night:
            for tile in tiles(self.window):
                worked = self._worked(tile)
                if worked is not None:
                    self._write(into, tile, worked, texture, occlusion)
            return
        done = [(tile, self._worked(tile)) for tile in tiles(self.window)]
        veils = self._veils([(tile, worked) for tile, worked in done if worked is not None], into.shape[1])
        for tile, worked in done:
            buffers = worked or _Tile(self._linear(tile), self._dark(tile), self._bare(tile))
            self._expose(buffers, tile, veils)
            self._write(into, tile, buffers, texture, occlusion)

    def _worked(self, tile: Window) -> _Tile | None:
        """Return a tile with all its layers, or None when nothing touches it."""
        first, full = self._first_layer(tile)
        touching = [layer for layer in self.layers[first:] if self._touches(layer, tile)]
        if not touching:
            return None
        planes = np.empty((3, tile.height, tile.width), dtype=np.float32) if full else self._linear(tile)
        worked = _Tile(planes, self._dark(tile), None if full else self._bare(tile))
        for layer in touching:
            match layer:
                case Painted():
                    _paint(worked, layer, tile)
                case Shaded():
                    self._shade(worked, layer, tile)
                case Shone():
                    self._shine(worked, layer, tile)
        return worked

    def _first_layer(self, tile: Window) -> tuple[int, bool]:
        """Return the index of the last body that hides the whole tile, and whether there is one."""
        for index in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[index]
            if not isinstance(layer, Painted) or tile.common(layer.body.window) != tile:
                continue
            if layer.body.front[tile.slices(layer.body.window)].min() == 255:
                return index, True
        return 0, False

    def _touches(self, layer: Layer, tile: Window) -> bool:
        match layer:
            case Painted(body=body):
                seen = tile.common(body.window)
                if seen is None:
                    return False
                part = seen.slices(body.window)
                return bool(body.front[part].any() or (body.sides is not None and body.sides[part].any()))
            case Shaded(share=share):
                seen = tile.common(layer.window)
                return seen is not None and bool(share[seen.slices(layer.window)].any())
            case Shone(light=light):
                return bool(light[tile.slices(self.window)].max() > 1e-5)

    def _linear(self, tile: Window) -> Floats:
        part = self._pixels[tile.y0 : tile.y1, tile.x0 : tile.x1]
        planes = np.empty((3, tile.height, tile.width), dtype=np.float32)
        for channel, plane in enumerate(cv2.split(part)):
            cv2.LUT(plane, _light_of_bytes(), dst=planes[channel])
        return planes

    def _dark(self, tile: Window) -> Floats | None:
        return np.zeros((3, tile.height, tile.width), dtype=np.float32) if self._is_night else None

    def _bare(self, tile: Window) -> Floats:
        return np.zeros((tile.height, tile.width), dtype=np.float32)

    def _shade(self, worked: _Tile, layer: Shaded, tile: Window) -> None:
        seen = tile.common(layer.window if layer.on is None else layer.on.window)
        seen = None if seen is None else seen.common(layer.window)
        if seen is None:
            return
        keep = layer.share[seen.slices(layer.window)] * -_BYTE
        if layer.on is not None:
            keep *= layer.on.front[seen.slices(layer.on.window)] * _BYTE
        keep += 1
        rows, columns = seen.slices(tile)
        worked.planes[:, rows, columns] *= keep

    def _shine(self, worked: _Tile, layer: Shone, tile: Window) -> None:
        if worked.light is None:
            return
        part = tile.slices(self.window)
        albedo = worked.planes / (layer.field[part] * np.maximum(_scaled(layer.white), np.float32(1e-3 * _TOP)))
        np.clip(albedo, 0.03, 0.85, out=albedo)
        albedo *= layer.light[part]
        albedo *= _spread_out(layer.colour)
        worked.light += albedo

    def _veils(self, done: list[tuple[Window, _Tile]], picture_width: int) -> list[Floats]:
        """Return the lens's veil of light around bright parts, on the plate's window."""
        veils = []
        width, height = self.window.width, self.window.height
        for channel in range(3):
            light = np.zeros((height, width), dtype=np.float32)
            for tile, worked in done:
                if worked.light is not None:
                    light[tile.slices(self.window)] = worked.light[channel]
            size = (max(1, width // 4), max(1, height // 4))
            near = _spread(_resized(np.minimum(light, np.float32(8.0)), size), _NEAR * picture_width / 4)
            coarse = _resized(near, (max(1, size[0] // 4), max(1, size[1] // 4)))
            far = cv2.resize(_spread(coarse, _FAR * picture_width / 16), size, interpolation=cv2.INTER_LINEAR)
            veil = near * np.float32(_VEIL_NEAR) + far * np.float32(_VEIL_FAR)
            veils.append(np.asarray(cv2.resize(veil, (width, height)), dtype=np.float32))
        return veils

    def _expose(self, worked: _Tile, tile: Window, veils: list[Floats]) -> None:
        """Add the emitted light through the curve that toned the photo: 1 − (1 − p) · exp(−speed × light)."""
        if worked.light is None:
            return
        planes, light = worked.planes, worked.light
        for channel, veil in enumerate(veils):
            light[channel] += veil[tile.slices(self.window)]
        light *= np.float32(-FILM_SPEED)
        np.exp(light, out=light)
        top = np.float32(_TOP)
        np.subtract(top, planes, out=planes)
        np.maximum(planes, 0, out=planes)
        planes *= light
        np.subtract(top, planes, out=planes)

    def _write(self, into: Bytes, tile: Window, worked: _Tile, texture: PhotoTexture, occlusion: Bytes | None) -> None:
        noise = grain_tile(texture, tile)
        if worked.cover is not None:
            noise = noise * worked.cover
        root = np.sqrt(worked.planes, out=worked.planes)
        rough = root * noise
        root += noise * np.float32(_ROUGH * (_STEPS - 1)) + np.float32(0.5)
        root -= rough
        shown = np.take(_table(), root.astype(np.intp), mode="clip")
        made = np.asarray(cv2.merge(list(shown)), dtype=np.uint8)
        rows, columns = slice(tile.y0, tile.y1), slice(tile.x0, tile.x1)
        if occlusion is not None:
            made = behind(self._pixels[rows, columns], made, occlusion[rows, columns])
        into[rows, columns] = made


def _paint(worked: _Tile, layer: Painted, tile: Window) -> None:
    body, paint = layer.body, layer.paint
    seen = tile.common(body.window)
    if seen is None:
        return
    inner, outer = seen.slices(body.window), seen.slices(tile)
    front, tone = body.front[inner], paint.tone[inner]
    sides = None if body.sides is None else body.sides[inner]
    has_sides = sides is not None and bool(sides.any())
    target = worked.planes[:, outer[0], outer[1]]
    if not has_sides and front.min() == 255:
        np.multiply(tone, _scaled(paint.front), out=target)
        if worked.cover is not None:
            worked.cover[outer] = 1.0
        _emit(worked, outer, paint, inner, None, None, None)
        return
    share = front * _BYTE
    keep, edge = 1 - share, None
    if has_sides and sides is not None and body.shades is not None:
        edge = np.minimum(sides * _BYTE, keep)
        turned = np.minimum(body.shades[inner] * _BYTE, edge)
        turned *= tone
        keep -= edge
        target *= keep
        target += turned * _scaled(paint.side)
    else:
        target *= keep
    target += (tone * share) * _scaled(paint.front)
    if worked.cover is not None:
        bare = 1 - worked.cover[outer]
        bare *= keep
        np.subtract(1, bare, out=worked.cover[outer])
    _emit(worked, outer, paint, inner, keep, share, edge)


def _emit(
    worked: _Tile,
    outer: tuple[slice, slice],
    paint: Paint,
    inner: tuple[slice, slice],
    keep: Floats | None,
    share: Floats | None,
    edge: Floats | None,
) -> None:
    if worked.light is None:
        return
    target = worked.light[:, outer[0], outer[1]]
    target *= 0 if keep is None else keep
    if paint.emission is not None:
        bright = _spread_out(paint.emission)
        if paint.profile is not None:
            bright = paint.profile[inner] * bright
        target += bright if share is None else bright * share
    if paint.side_emission is not None and edge is not None:
        target += edge * _spread_out(paint.side_emission)


def _spread_out(colour: Colour3) -> Floats:
    """Return a colour as an array that goes with (3, rows, columns)."""
    return np.array(colour, dtype=np.float32).reshape(3, 1, 1)


def _scaled(colour: Colour3) -> Floats:
    """Return a surface's colour in the units of the buffers."""
    return _spread_out(colour) * np.float32(_TOP)


def behind(before: Bytes, made: Bytes, hidden: Bytes) -> Bytes:
    """Return `made` seen behind what `hidden` (0–255) says stands before it; at 255 the photo's bytes are untouched."""
    if not hidden.any():
        return made
    share = hidden.astype(np.uint16)[:, :, np.newaxis]
    mixed = (before.astype(np.uint16) * share + made.astype(np.uint16) * (255 - share) + 127) // 255
    return mixed.astype(np.uint8)


def tiles(window: Window) -> Iterator[Window]:
    """Yield the tiles of a window."""
    for y in range(window.y0, window.y1, TILE_H):
        for x in range(window.x0, window.x1, TILE_W):
            yield Window(x, y, min(x + TILE_W, window.x1), min(y + TILE_H, window.y1))


def _resized(light: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _spread(light: Floats, sigma: float) -> Floats:
    blurred = cv2.GaussianBlur(light, (0, 0), max(0.5, sigma), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, dtype=np.float32)


@cache
def _light_of_bytes() -> Floats:
    return BYTE_TO_LINEAR * np.float32(_TOP)


@cache
def _table() -> Bytes:
    """Table from the root of linear light to sRGB bytes; a photo's own bytes come back unchanged."""
    light = (np.arange(_STEPS, dtype=np.float64) / (_STEPS - 1)) ** 2
    return np.rint(linear_to_srgb(light) * 255).astype(np.uint8)
