"""The picture under work: what each pixel reflects, what it emits, and how much ambient light reaches it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signage.render.raster.colour import Floats
from signage.render.raster.masks import Mask, Window


@dataclass(frozen=True, slots=True)
class Surface:
    """A painted surface over a window; every array is (1 or 3, 1 or rows, 1 or columns).

    Attributes:
        window: The pixels that arrays with rows and columns cover.
        albedo: Share of light that it reflects, linear.
        tone: Factor on the albedo, or None.
        emission: Light that it gives off, in units of the scene's exposure, or None.
        opacity: 0–1 over all of it.
        is_note: It belongs to the drawing, not to the street: no lamp lights it and no night darkens it.
    """

    window: Window
    albedo: Floats
    tone: Floats | None = None
    emission: Floats | None = None
    opacity: float = 1.0
    is_note: bool = False

    def reflected(self, tile: Window) -> Floats:
        """Return the albedo over a tile, ready to broadcast."""
        albedo = part(self.albedo, tile, self.window)
        return albedo if self.tone is None else albedo * part(self.tone, tile, self.window)


def part(array: Floats, tile: Window, window: Window) -> Floats:
    """Return the tile of an array over a window; axes of length 1 stay as they are."""
    rows, columns = tile.slices(window)
    return array[:, rows if array.shape[1] > 1 else slice(None), columns if array.shape[2] > 1 else slice(None)]


class Canvas:
    """Planar float32 buffers of one picture.

    Attributes:
        window: All its pixels.
        albedo: (3, h, w), linear.
        emission: (3, h, w) by night, None by day, when nothing shines brighter than the sun.
        notes: (4, h, w) by night, once there is an annotation: its colour as shown, times its share, and the share.
        ambient: (h, w) share of the ambient light that arrives, by night; by day shadows lie on the albedo.
    """

    def __init__(self, width: int, height: int, background: Floats, *, is_night: bool) -> None:
        self.window = Window(0, 0, width, height)
        self.albedo: Floats = np.empty((3, height, width), dtype=np.float32)
        self.albedo[:] = background
        self.emission: Floats | None = np.zeros((3, height, width), dtype=np.float32) if is_night else None
        self.notes: Floats | None = None
        self.ambient: Floats | None = np.ones((height, width), dtype=np.float32) if is_night else None

    def paint(self, mask: Mask, surface: Surface) -> None:
        """Lay a surface over what is there, by coverage."""
        if surface.is_note and self.emission is not None:
            self._annotate(mask, surface)
            return
        for tile, coverage in mask.tiles():
            rows, columns = tile.slices(self.window)
            albedo = surface.reflected(tile)
            emission = None if surface.emission is None else part(surface.emission, tile, surface.window)
            if coverage is None and surface.opacity >= 1:
                self.albedo[:, rows, columns] = albedo
                if self.emission is not None and self.ambient is not None:
                    self.emission[:, rows, columns] = 0.0 if emission is None else emission
                    self.ambient[rows, columns] = 1.0
                if self.notes is not None:
                    self.notes[:, rows, columns] = 0.0
                continue
            share = np.float32(surface.opacity) if coverage is None else coverage * np.float32(surface.opacity)
            _towards(self.albedo[:, rows, columns], albedo, share)
            if self.emission is not None and self.ambient is not None:
                _towards(self.emission[:, rows, columns], emission, share)
                ambient = self.ambient[rows, columns]
                ambient += (1 - ambient) * share
            if self.notes is not None:
                self.notes[:, rows, columns] *= 1 - share

    def _annotate(self, mask: Mask, surface: Surface) -> None:
        """Lay an annotation over a night scene."""
        if self.notes is None:
            self.notes = np.zeros((4, self.window.height, self.window.width), dtype=np.float32)
        for tile, coverage in mask.tiles():
            rows, columns = tile.slices(self.window)
            share = np.float32(surface.opacity) if coverage is None else coverage * np.float32(surface.opacity)
            _towards(self.notes[:3, rows, columns], surface.reflected(tile), share)
            share_buffer = self.notes[3, rows, columns]
            share_buffer += (1 - share_buffer) * share
            if coverage is None and surface.opacity >= 1 and self.emission is not None:
                self.albedo[:, rows, columns] = 0.0  # nothing below may shine through the lens's veil
                self.emission[:, rows, columns] = 0.0

    def shade(self, window: Window, shadow: Floats) -> None:
        """Take a share 0–1 (rows, columns) of the ambient light away."""
        rows, columns = window.slices(self.window)
        if self.ambient is not None:
            self.ambient[rows, columns] *= 1 - shadow
        else:
            self.albedo[:, rows, columns] *= 1 - shadow

    def shine(self, window: Window, light: Floats, colour: Floats) -> None:
        """Add light (rows, columns) of a colour, as much as the surfaces below reflect."""
        if self.emission is None:
            return
        rows, columns = window.slices(self.window)
        for channel in range(3):
            self.emission[channel, rows, columns] += self.albedo[channel, rows, columns] * (
                light * colour[channel, 0, 0]
            )


def _towards(target: Floats, value: Floats | None, share: Floats | np.float32) -> None:
    """Move a buffer's part towards a value in place."""
    if value is None:
        target *= 1 - share
    else:
        target += (value - target) * share
