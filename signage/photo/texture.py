"""The photo's sharpness and grain, measured where it has edges and where it is flat, and grain of the same kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np

from signage.photo.reading import Bytes
from signage.render.raster.colour import Floats
from signage.render.raster.masks import Window

_TILE = 96
_TILES = (3, 2)  # across and down the neighbourhood
_PROBE = 1.0  # px, of the second blur
_SHARPEST, _SOFTEST = 0.35, 3.0
_SLOPE_WIDTH = 0.5  # px², by which Sobel's slope of a pixel grid is wider than the edge; found on known edges
_OWN = 0.29  # standard deviation of the rasteriser's pixel
_FINE, _COARSE = 0.8, 2.2
_LEAST, _MOST = 0.35, 9.0  # grain in byte values; the least dithers gradients
_PERIOD = 256
ROUGH = 1.1  # grain in the blacks; towards white it loses one
_BLOCK = 12  # px
_CALM = 0.05  # the share of blocks that counts as flat: the rest has a texture of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoTexture:
    """Sharpness and grain of a photo.

    Attributes:
        blur_px: Standard deviation of its unsharpness.
        fine: Standard deviation of the luminance grain of single pixels, in byte values.
        coarse: The same of patches of two or three pixels.
    """

    blur_px: float
    fine: float
    coarse: float

    @property
    def added_blur_px(self) -> float:
        """How much our own edges must be blurred to be as soft."""
        return float(np.sqrt(max(self.blur_px**2 - _OWN**2, 0.0)))


def read_texture(pixels: Bytes, near: Window) -> PhotoTexture:
    """Return the sharpness and grain of a photo around a window.

    Unsharpness comes from how much its strongest edges lose when they are blurred once more (Zhuo and Sim 2011); grain
    from the flattest blocks, since a wall's own roughness is no grain.
    """
    height, width = pixels.shape[:2]
    box = near.common(Window(0, 0, width, height)) or Window(0, 0, width, height)
    edges: list[np.ndarray] = []
    calm: list[np.ndarray] = []
    for y in _places(box.y0, box.y1, height, _TILES[1]):
        for x in _places(box.x0, box.x1, width, _TILES[0]):
            tile = cv2.cvtColor(np.ascontiguousarray(pixels[y : y + _TILE, x : x + _TILE]), cv2.COLOR_RGB2GRAY)
            grey = tile.astype(np.float32)
            edges.append(_edge_widths(grey))
            calm.append(_grain_of_blocks(grey))
    found = np.concatenate(edges) if edges else np.zeros(0)
    blur = float(np.median(found)) if len(found) >= 24 else 0.8
    blocks = np.concatenate(calm) if calm else np.zeros((0, 2))
    fine, coarse = np.quantile(blocks, _CALM, axis=0) if len(blocks) else (0.0, 0.0)
    return PhotoTexture(
        blur_px=min(max(blur, _SHARPEST), _SOFTEST),
        fine=min(max(float(fine), _LEAST), _MOST),
        coarse=min(float(coarse), 0.9 * float(fine), _MOST),
    )


def _places(low: int, high: int, size: int, count: int) -> list[int]:
    """Return up to so many starts of tiles spread over a range, inside the picture."""
    last = max(0, size - _TILE)
    spread = np.linspace(low, max(low, high - _TILE), count)
    return sorted({int(min(max(at, 0), last)) for at in spread})


def _edge_widths(grey: Floats) -> np.ndarray:
    again = np.asarray(cv2.GaussianBlur(grey, (0, 0), _PROBE), dtype=np.float32)
    before, after = _slope(grey), _slope(again)
    ridge = before >= cv2.dilate(before, np.ones((3, 3), np.uint8))  # the formula holds on an edge, not beside it
    strong = ridge & (before >= max(120.0, float(np.quantile(before, 0.97))))
    if not strong.any():
        return np.zeros(0)
    ratio = before[strong] / np.maximum(after[strong], 1e-3)
    ratio = ratio[ratio > 1.02]
    widths = _PROBE / np.sqrt(ratio**2 - 1)
    return np.sqrt(np.maximum(widths**2 - _SLOPE_WIDTH, 0))


def _slope(grey: Floats) -> Floats:
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(cv2.magnitude(across, down), dtype=np.float32)


def _grain_of_blocks(grey: Floats) -> np.ndarray:
    """Return the deviation of both bands for each small block that is neither black nor white, (n, 2)."""
    near = cv2.GaussianBlur(grey, (0, 0), _FINE)
    far = cv2.GaussianBlur(near, (0, 0), _COARSE)
    rows, columns = (size // _BLOCK for size in grey.shape)
    if not rows or not columns:
        return np.zeros((0, 2))

    def blocks(values: Floats) -> Floats:
        cut = values[: rows * _BLOCK, : columns * _BLOCK]
        return cut.reshape(rows, _BLOCK, columns, _BLOCK).transpose(0, 2, 1, 3).reshape(-1, _BLOCK * _BLOCK)

    level = blocks(grey).mean(axis=1)
    spread = np.stack([blocks(grey - near).std(axis=1), blocks(near - far).std(axis=1)], axis=1)
    return np.asarray(spread[(level > 14) & (level < 240)], dtype=np.float64)


@cache
def _noise() -> tuple[Floats, Floats]:
    """Two squares of noise that repeat without a seam, standard deviation 1: single pixels and patches."""
    dice = np.random.Generator(np.random.PCG64(20261126))
    white = dice.standard_normal((_PERIOD, _PERIOD)).astype(np.float32)
    padded = np.pad(white, 16, mode="wrap")
    near = cv2.GaussianBlur(padded, (0, 0), _FINE)
    far = cv2.GaussianBlur(near, (0, 0), _COARSE)
    bands = [(band / band[16:-16, 16:-16].std())[16:-16, 16:-16] for band in (padded - near, near - far)]
    return bands[0], bands[1]


@lru_cache(maxsize=4)
def _grain(fine: float, coarse: float) -> Floats:
    """Return the grain of a photo, repeated so that any tile of it is one view."""
    one, other = _noise()
    square = (one * np.float32(fine) + other * np.float32(coarse)) * np.float32(1 / 255)
    return np.ascontiguousarray(np.tile(square, (2, 4)))


@dataclass(frozen=True, slots=True, eq=False)
class Grain:
    """A photo's grain as it goes on the root of light `r`: `r · smooth + rough`; towards white a tenth is left.

    Attributes:
        fine: The grain itself: a square that repeats, made so large that any tile is one view of it.
        smooth: The first factor for three channels.
        rough: The second term for three channels, in steps of the root.
    """

    fine: Floats
    smooth: Floats
    rough: Floats

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, texture: PhotoTexture, top: float) -> Grain:
        """Return the grain of a texture; `top` steps make the root of white."""
        grain = _grain(texture.fine, texture.coarse)
        smooth, rough = cv2.merge([1 - grain] * 3), cv2.merge([grain * np.float32(ROUGH * top)] * 3)
        return cls(grain, np.asarray(smooth, dtype=np.float32), np.asarray(rough, dtype=np.float32))

    def over(self, tile: Window) -> tuple[Floats, Floats]:
        """Return both parts (rows × columns × 3) over a tile of at most 256 × 768 pixels."""
        part = _place(tile)
        return self.smooth[part], self.rough[part]

    def alone(self, tile: Window) -> Floats:
        """Return the grain over a tile, in shares of white."""
        return self.fine[_place(tile)]


def _place(tile: Window) -> tuple[slice, slice]:
    y, x = tile.y0 % _PERIOD, tile.x0 % _PERIOD
    return slice(y, y + tile.height), slice(x, x + tile.width)


def grain_tile(texture: PhotoTexture, tile: Window) -> Floats:
    """Return grain over a tile of at most 256 × 768 pixels, in shares of white; the same place has the same grain."""
    return _grain(texture.fine, texture.coarse)[_place(tile)]
