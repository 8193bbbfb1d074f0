"""From scene to page: size, scale and the one flip of the y axis."""

from __future__ import annotations

from dataclasses import dataclass

from signage.errors import RenderError
from signage.geometry import Affine, Rect
from signage.scene import Scene

MAX_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """How a scene lies on its page.

    Attributes:
        bounds: The part of the scene that is shown, scene mm.
        width_px: Width of a raster picture; its height follows from the bounds.
        scale: Paper mm per scene mm (1 for a sheet, 0.02 for an elevation at 1:50): the page of a PDF, the size of an
            SVG, the density of a raster picture.
    """

    bounds: Rect
    width_px: int = 1600
    scale: float = 1.0

    def __post_init__(self) -> None:
        if self.bounds.width <= 0 or self.bounds.height <= 0:
            raise RenderError("render.empty_bounds", width=self.bounds.width, height=self.bounds.height)
        if self.width_px < 16 or self.width_px * self.height_px > MAX_PIXELS:
            raise RenderError("render.pixels_out_of_range", width_px=self.width_px, max_pixels=MAX_PIXELS)

    @classmethod
    def of(cls, scene: Scene, *, width_px: int = 1600, scale: float = 1.0) -> Viewport:
        """Return the viewport that shows a whole scene."""
        return cls(bounds=scene.bounds, width_px=width_px, scale=scale)

    @property
    def height_px(self) -> int:
        """Height of the raster picture, at least 1."""
        return max(1, round(self.width_px * self.bounds.height / self.bounds.width))

    @property
    def px_per_mm(self) -> float:
        """Pixels for a scene millimetre."""
        return self.width_px / self.bounds.width

    @property
    def px_per_paper_mm(self) -> float:
        """Pixels for a millimetre of paper, for the density that a picture states."""
        return self.px_per_mm / self.scale

    def to_pixels(self) -> Affine:
        """Return the map from scene space to pixels, y down, origin at the upper left."""
        k = self.px_per_mm
        return Affine(k, 0.0, 0.0, -k, -self.bounds.x0 * k, self.bounds.y1 * k)

    def to_svg(self) -> Affine:
        """Return the map from scene space to SVG user units (mm, y down, origin at the upper left)."""
        return Affine(1.0, 0.0, 0.0, -1.0, -self.bounds.x0, self.bounds.y1)
