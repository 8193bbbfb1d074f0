"""The part of the photo that the sign touches, worked out in linear light tile by tile, and back to bytes.

What happens to the photo is gathered first, back to front (shade, bodies, light), and then worked out a small tile at
a time, by threads side by side: a tile stays in the processor's cache, and what a body hides is not worked out at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from signage.photo.reading import Bytes
from signage.photo.shapes import Body
from signage.photo.texture import Grain, PhotoTexture
from signage.photo.tile import ROOT_TOP, Colour3, Paint, Tile, tiles
from signage.photo.veil import Exposure, Glow
from signage.render.raster.colour import Floats
from signage.render.raster.crew import side_by_side
from signage.render.raster.masks import Window


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A body laid over what is there."""

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
    """

    light: Floats
    colour: Colour3


Layer = Painted | Shaded | Shone


class Plate:
    """The layers over a window of the photo.

    Attributes:
        window: Its pixels.
        layers: Back to front.
    """

    def __init__(self, pixels: Bytes, window: Window, glow: Glow | None) -> None:
        self.window = window
        self.layers: list[Layer] = []
        self._pixels = pixels
        self._glow = glow

    def develop(self, into: Bytes, texture: PhotoTexture, occlusion: Bytes | None) -> None:
        """Write the plate's pixels into a picture; untouched and hidden ones stay as they are.

        Args:
            into: The whole picture; may be the photo's own array.
            texture: Grain of what is painted.
            occlusion: What stands before the wall, 255 where it hides the sign; None when nothing does.
        """
        grain = Grain.of(texture, ROOT_TOP)
        if self._glow is not None:
            self._develop_night(into, grain, occlusion, self._glow)
            return

        def finish(window: Window) -> None:
            touching = self._touching(window)
            if touching:
                self._write(into, self._worked(window, touching), grain, occlusion)

        side_by_side(finish, list(tiles(self.window)))

    def _develop_night(self, into: Bytes, grain: Grain, occlusion: Bytes | None, glow: Glow) -> None:
        # The lens spreads light beyond the tile that it comes from, so all of it must be known first.
        exposure = Exposure(self._part(self.window), self.window, glow)
        for layer in self.layers:
            if isinstance(layer, Shone):
                exposure.add_glow(layer.light, layer.colour)
        windows = list(tiles(self.window))
        touching = dict(zip(windows, side_by_side(self._touching, windows), strict=True))

        def begin(window: Window) -> Tile | None:
            layers = touching[window]
            if not any(isinstance(layer, Painted) for layer in layers):
                return None
            tile = self._worked(window, layers)
            exposure.put_light(tile)
            return tile

        bodies = dict(zip(windows, side_by_side(begin, windows), strict=True))
        exposure.spread(into.shape[1])

        def finish(window: Window) -> None:
            worked, layers = bodies.pop(window), touching[window]
            if worked is not None or exposure.shows(window):
                worked = worked or self._worked(window, layers)
                exposure.expose(worked)
            elif any(isinstance(layer, Shaded) for layer in layers):
                worked = self._worked(window, [layer for layer in layers if isinstance(layer, Shaded)])
            if worked is not None:
                self._write(into, worked, grain, occlusion)

        side_by_side(finish, windows)

    def _part(self, window: Window) -> Bytes:
        return self._pixels[window.y0 : window.y1, window.x0 : window.x1]

    def _worked(self, window: Window, touching: list[Layer]) -> Tile:
        """Return a tile with the layers that touch it."""
        tile = Tile(window, self._part(window))
        for layer in touching:
            match layer:
                case Painted():
                    tile.paint(layer.body, layer.paint)
                case Shaded():
                    _shade(tile, layer)
                case Shone():
                    if self._glow is not None:
                        self._glow.shine(tile, layer.light[window.slices(self.window)], layer.colour)
        return tile

    def _touching(self, tile: Window) -> list[Layer]:
        """Return the layers that show in a tile, back to front, from the last body that hides all of it."""
        found: list[Layer] = []
        for layer in reversed(self.layers):
            match layer:
                case Painted(body=body):
                    seen = tile.common(body.window)
                    if seen is None:
                        continue
                    part = seen.slices(body.window)
                    if cv2.hasNonZero(body.front[part]) or (
                        body.sides is not None and cv2.hasNonZero(body.sides[part])
                    ):
                        found.append(layer)
                    if seen == tile and body.hides(part):
                        break
                case Shaded(share=share):
                    seen = tile.common(layer.window)
                    if seen is not None and cv2.hasNonZero(share[seen.slices(layer.window)]):
                        found.append(layer)
                case Shone(light=light):
                    if light[tile.slices(self.window)].max() > 1e-5:
                        found.append(layer)
        return found[::-1]

    def _write(self, into: Bytes, tile: Tile, grain: Grain, occlusion: Bytes | None) -> None:
        made, window = tile.shown(grain), tile.window
        rows, columns = slice(window.y0, window.y1), slice(window.x0, window.x1)
        if occlusion is not None:
            made = behind(self._pixels[rows, columns], made, occlusion[rows, columns])
        into[rows, columns] = made


def _shade(tile: Tile, layer: Shaded) -> None:
    seen = tile.window.common(layer.window if layer.on is None else layer.on.window)
    seen = None if seen is None else seen.common(layer.window)
    if seen is None:
        return
    share = layer.share[seen.slices(layer.window)]
    if layer.on is not None:
        share = np.asarray(cv2.multiply(share, layer.on.front[seen.slices(layer.on.window)], scale=1 / 255), np.uint8)
    tile.shade(share, seen)


def behind(before: Bytes, made: Bytes, hidden: Bytes) -> Bytes:
    """Return `made` seen behind what `hidden` (0–255) says stands before it; at 255 the photo's bytes are untouched."""
    if not hidden.any():
        return made
    share = hidden.astype(np.uint16)[:, :, np.newaxis]
    mixed = (before.astype(np.uint16) * share + made.astype(np.uint16) * (255 - share) + 127) // 255
    return mixed.astype(np.uint8)
