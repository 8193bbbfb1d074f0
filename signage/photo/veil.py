"""Light by night: what surfaces send back of the lamps' light, the veil of the lens, the film's curve."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from signage.photo.reading import Bytes
from signage.photo.tile import Colour3, Tile, linear
from signage.render.raster.colour import Floats
from signage.render.raster.masks import Window

FILM_SPEED = 2.3  # slope in the dark of the curve 1 − exp(−speed × light) that toned the photo, as our night pictures
_ALBEDO = (0.03, 0.85)  # of any surface
_NEAR, _FAR = 0.0035, 0.022  # reach of the lens's veil, of the picture's width
_VEIL_NEAR, _VEIL_FAR = 0.045, 0.035
VEIL_REACH = 3 * _FAR
_CELL = 4  # pixels to a cell of the grid of the veil; a tile's sides are multiples of it
_BRIGHTEST = 8.0  # light that the veil counts
_UNSEEN = 1.5e-4  # light that changes no byte by more than a half


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glow:
    """How a photo's surfaces answer to light.

    Attributes:
        window: The plate.
        white: What a white surface shows per channel, for reading the albedo off the photo.
        share: What a surface shows is multiplied by this over the plate before it is compared with `white`: 1 / shade.
    """

    window: Window
    white: Colour3
    share: Floats

    def shine(self, tile: Tile, light: Floats, colour: Colour3) -> None:
        """Add what a tile sends back of light (rows × columns) of a colour."""
        back = self._back(tile.flatten(), self.share[tile.window.slices(self.window)], light, colour)
        tile.light = back if tile.light is None else np.asarray(cv2.add(tile.light, back), dtype=np.float32)

    def coarse(self, photo: Bytes, share: Floats, light: Floats, colour: Colour3) -> Floats:
        """Return the same for a reduced photo."""
        return self._back(linear(photo), share, light, colour)

    def _back(self, shown: Floats, share: Floats, light: Floats, colour: Colour3) -> Floats:
        reads = cv2.merge([share * np.float32(1 / max(white, 1e-3)) for white in self.white])
        albedo = np.asarray(cv2.multiply(shown, reads), dtype=np.float32)
        np.clip(albedo, *_ALBEDO, out=albedo)
        thrown = cv2.merge([light * np.float32(value) for value in colour])
        return np.asarray(cv2.multiply(albedo, thrown, dst=albedo), dtype=np.float32)


class Exposure:
    """What the lens and the film make of a plate's light."""

    def __init__(self, photo: Bytes, window: Window, glow: Glow) -> None:
        self._window, self._glow = window, glow
        size = (-(-window.width // _CELL), -(-window.height // _CELL))
        self._photo = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        self._share = _reduced(glow.share, size)
        self._light = np.zeros((size[1], size[0], 3), dtype=np.float32)
        self._veils = self._light

    def add_glow(self, light: Floats, colour: Colour3) -> None:
        """Add light thrown on the wall over the plate."""
        rows, columns, _ = self._light.shape
        self._light += self._glow.coarse(self._photo, self._share, _reduced(light, (columns, rows)), colour)

    def put_light(self, tile: Tile) -> None:
        """Put a worked-out tile's own light in the place of what was guessed for it."""
        rows, columns = self._cells(tile.window)
        part = self._light[rows, columns]
        if tile.light is None:
            part[:] = 0
        else:
            part[:] = _reduced(np.minimum(tile.light, np.float32(_BRIGHTEST)), (part.shape[1], part.shape[0]))

    def spread(self, picture_width: int) -> None:
        """Work out the lens's veil of light around bright parts."""
        rows, columns, _ = self._light.shape
        near = _blurred(np.minimum(self._light, np.float32(_BRIGHTEST)), _NEAR * picture_width / _CELL)
        coarse = _reduced(near, (max(1, columns // 4), max(1, rows // 4)))
        coarse = _blurred(coarse, _FAR * picture_width / _CELL / 4)
        far = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_LINEAR)
        self._veils = np.asarray(cv2.addWeighted(near, _VEIL_NEAR, far, _VEIL_FAR, 0), dtype=np.float32)

    def shows(self, window: Window) -> bool:
        """Return whether light reaches a window at all."""
        part = self._cells(window)
        return bool(self._veils[part].max() + self._light[part].max() > _UNSEEN)

    def expose(self, tile: Tile) -> None:
        """Add the light to what the film shows: 1 − (1 − p) · exp(−speed × light)."""
        light = self._veil(tile.window)
        if tile.light is None:
            np.multiply(light, np.float32(-FILM_SPEED), out=light)
        else:
            cv2.addWeighted(light, -FILM_SPEED, tile.light, -FILM_SPEED, 0, dst=light)
        cv2.exp(light, dst=light)
        shown = tile.flatten()
        np.subtract(np.float32(1), shown, out=shown)
        cv2.multiply(shown, light, dst=shown)
        np.subtract(np.float32(1), shown, out=shown)

    def _cells(self, window: Window) -> tuple[slice, slice]:
        rows, columns = window.slices(self._window)
        return (
            slice(rows.start // _CELL, -(-rows.stop // _CELL)),
            slice(columns.start // _CELL, -(-columns.stop // _CELL)),
        )

    def _veil(self, window: Window) -> Floats:
        """Return the veil over a tile; with a rim of cells, so that neighbouring tiles meet."""
        rows, columns = self._cells(window)
        y = np.clip(np.arange(rows.start - 1, rows.stop + 1), 0, self._veils.shape[0] - 1)
        x = np.clip(np.arange(columns.start - 1, columns.stop + 1), 0, self._veils.shape[1] - 1)
        part = self._veils[np.ix_(y, x)]
        wide = cv2.resize(part, (part.shape[1] * _CELL, part.shape[0] * _CELL), interpolation=cv2.INTER_LINEAR)
        cut = wide[_CELL : _CELL + window.height, _CELL : _CELL + window.width]
        return np.ascontiguousarray(cut, dtype=np.float32)


def _reduced(light: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _blurred(light: Floats, sigma: float) -> Floats:
    blurred = cv2.GaussianBlur(light, (0, 0), max(0.5, sigma), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, dtype=np.float32)
