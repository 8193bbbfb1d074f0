"""Shadows and glow, worked out true to scale on the wall and then seen through the camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np

from signage.geometry import Point, Rect
from signage.photo.homography import Array, Homography
from signage.photo.reading import Bytes
from signage.photo.shapes import Outline, coverage_of
from signage.render.raster.colour import Floats
from signage.render.raster.light import irradiance
from signage.render.raster.masks import Mask, Window, rasterise_points
from signage.render.raster.materials import TONES
from signage.render.raster.noise import Grid

_MOST_CELLS = 1600  # across or upwards
_FIELD_PX = 24.0  # cell of a smooth field over the photo
_CELLS_TO_SIGMA = 1.4  # the least of a shadow's softness


@dataclass(frozen=True, slots=True, kw_only=True)
class WallGrid:
    """A grid of square cells over a box of the wall, row 0 at its top.

    Attributes:
        box: Wall space.
        mm: Size of a cell.
    """

    box: Rect
    mm: float

    @classmethod
    def over(cls, box: Rect, finest_mm: float) -> WallGrid:
        """Return a grid over a box, no finer than asked for and not too large."""
        return cls(box=box, mm=max(finest_mm, box.width / _MOST_CELLS, box.height / _MOST_CELLS))

    @property
    def window(self) -> Window:
        """Its cells as a window."""
        return Window(0, 0, max(1, round(self.box.width / self.mm)), max(1, round(self.box.height / self.mm)))

    def cells(self, points: Array) -> Array:
        """Return points of the wall in cells, y down."""
        return np.stack([(points[:, 0] - self.box.x0) / self.mm, (self.box.y1 - points[:, 1]) / self.mm], axis=1)

    def mask(self, outline: Outline) -> Mask | None:
        """Return the coverage of an outline."""
        return rasterise_points(self.cells(outline.points), outline.verbs, self.window)

    def seen(self, values: Floats, plane: Homography, window: Window) -> Floats:
        """Return values of the cells as pixels of a window of the photo.

        Args:
            values: Rows × columns of the whole grid, 0 at its edges.
            plane: Map from wall space at the grid's distance to pixels.
            window: The pixels wanted.
        """
        # Centres of cells and of pixels lie at halves.
        to_wall = np.array(
            [[self.mm, 0.0, self.box.x0 + self.mm / 2], [0.0, -self.mm, self.box.y1 - self.mm / 2], [0.0, 0.0, 1.0]]
        )
        to_window = np.array([[1.0, 0.0, -window.x0 - 0.5], [0.0, 1.0, -window.y0 - 0.5], [0.0, 0.0, 1.0]])
        matrix = to_window @ plane.matrix @ to_wall
        return np.asarray(
            cv2.warpPerspective(values, matrix, (window.width, window.height), flags=cv2.INTER_LINEAR), dtype=np.float32
        )


def shadow_over(
    limit: Window, plane: Homography, outline: Outline, gap_mm: float, fall: Point, mm_per_px: float, strength: float
) -> tuple[Window, Bytes] | None:
    """Return the share 0–255 of light that bodies keep from the plane behind them, and the pixels it covers.

    It is a contact shade, a cast shadow and a wide soft one; None when it lies out of sight.

    Args:
        limit: The pixels wanted at most.
        plane: Map from that plane to pixels.
        outline: Fronts of the bodies, wall space.
        gap_mm: Distance of the fronts from the plane.
        fall: How far the shadow falls, mm per mm of distance; (0, 0) leaves the contact shade alone.
        mm_per_px: Size of a pixel; the penumbra is as wide in all directions of the photo.
        strength: 0–1 of the usual darkness.
    """
    # Contact shade, cast shadow, and the wide shade below a body that hides part of the sky.
    parts = (
        (0.3, max(8.0, gap_mm * 0.40), 0.42),
        (1.0, max(5.0, gap_mm * 0.16), 0.40),
        (2.4, max(12.0, gap_mm * 0.90), 0.28),
    )
    casts = [plane.apply(outline.points + np.array([fall.x, fall.y]) * (gap_mm * part)) for part, _, _ in parts]
    low, high = np.min([c.min(axis=0) for c in casts], axis=0), np.max([c.max(axis=0) for c in casts], axis=0)
    margin = ceil(3 * max(blur for _, blur, _ in parts) / mm_per_px) + 2
    box = Window(floor(low[0]), floor(low[1]), ceil(high[0]), ceil(high[1])).grown(margin).common(limit)
    if box is None:
        return None
    fine = _cells(min(blur for _, blur, _ in parts) / mm_per_px)
    left: Bytes | None = None
    for cast, (_, blur, opacity) in zip(casts, parts, strict=True):
        points = (cast - np.array([box.x0, box.y0])) / fine
        step = _cells(blur / mm_per_px / fine)
        size = Window(0, 0, -(-box.width // fine), -(-box.height // fine))
        found = _left_of_light(outline, points, size, step, blur / mm_per_px / fine, opacity * strength)
        left = found if left is None else np.asarray(cv2.multiply(left, found, scale=1 / 255), dtype=np.uint8)
    if left is None:
        return None
    return box, np.asarray(cv2.bitwise_not(_widened(left, fine, box.width, box.height)), dtype=np.uint8)


def _cells(sigma: float) -> int:
    """Return how many cells of a softness may become one."""
    return max(1, int(sigma / _CELLS_TO_SIGMA))


def _left_of_light(outline: Outline, points: Array, box: Window, step: int, sigma: float, opacity: float) -> Bytes:
    """Return the share 0–255 of light that a soft shadow leaves in a box, worked out with `step` cells to one."""
    small = Window(0, 0, -(-box.width // step), -(-box.height // step))
    covered = coverage_of(outline, points / step, small)  # exact areas: as good as drawn fine and reduced
    soft = cv2.GaussianBlur(covered, (0, 0), sigma / step, borderType=cv2.BORDER_REPLICATE)
    left = np.asarray(cv2.convertScaleAbs(soft, alpha=-opacity, beta=255), dtype=np.uint8)
    return _widened(left, step, box.width, box.height)


def _widened(values: Bytes, times: int, width: int, height: int) -> Bytes:
    """Return values of cells as so many smaller ones each way."""
    if times > 1:
        rows, columns = values.shape
        values = np.asarray(cv2.resize(values, (columns * times, rows * times), interpolation=cv2.INTER_LINEAR))
    return values[:height, :width]


def glow_on(grid: WallGrid, outline: Outline, reach_mm: tuple[float, ...]) -> Floats | None:
    """Return the light around emitting outlines on their plane, per unit of their luminance."""
    mask = grid.mask(outline)
    return None if mask is None else irradiance(mask, tuple(max(r / grid.mm, 0.3) for r in reach_mm), grid.window)


def material_tone(grid: WallGrid, material: str, seed: int) -> Floats:
    """Return how bright each cell of a material is beside its main colour."""
    return TONES[material](Grid(grid.box.x0, grid.box.y1, grid.mm, grid.window), seed)


def smooth_field(
    plane: Homography, window: Window, of: Callable[[Array], Floats], cell_px: float = _FIELD_PX
) -> Floats:
    """Return a smooth function of the wall as pixels of a window, worked out on coarse cells and blended."""
    cell = min(max(cell_px, 1.0), _FIELD_PX)
    columns = max(2, ceil(window.width / _FIELD_PX))
    rows = max(2, ceil(window.height / cell))
    xs = window.x0 + (np.arange(columns) + 0.5) * window.width / columns
    ys = window.y0 + (np.arange(rows) + 0.5) * window.height / rows
    x, y = np.meshgrid(xs, ys)
    points = plane.inverse().apply(np.stack([x.ravel(), y.ravel()], axis=1))
    values = of(np.clip(np.nan_to_num(points, posinf=1e7, neginf=-1e7), -1e7, 1e7)).reshape(rows, columns)
    shown = cv2.resize(values.astype(np.float32), (window.width, window.height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(shown, dtype=np.float32)
