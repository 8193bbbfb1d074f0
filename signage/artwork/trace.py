"""A pixel logo: taken apart into colours, its edges traced and fitted, the picture kept beside them."""

from __future__ import annotations

import numpy as np
from PIL import Image

from signage.artwork.contours import SPAN, Ink, Workshop, box_of_ink, path_of_ink
from signage.artwork.finish import finished
from signage.artwork.fit import HARD_TOLERANCE_PX, STEP_PX, TOLERANCE_PX, TOLERANCE_SHARE, fitted
from signage.artwork.layers import Layers, layers_of
from signage.artwork.level import Field, level_loops, loop_area
from signage.artwork.model import Artwork
from signage.artwork.pixels import Pixels, encoded, read_pixels
from signage.errors import Location, SpecError
from signage.geometry import Affine, Path, Rect

_LEAST_AREA_PX = 6.0  # smaller islands and holes are grain
_MOST_LOOPS = 1500
_USUAL_SIDE = 800  # a picture with more pixels than this shows no more of a logo, only the same edges larger


def read_picture(content: bytes, kind: str, file: str = "") -> Artwork:
    """Return the artwork of a PNG, JPEG or WebP file.

    The ground is what is transparent, or else the one colour that runs along the border; it is taken away, in the
    picture as well. With at most six flat colours the logo also becomes shapes, the largest painted first, each
    reaching two pixels under the later ones so that no seam shows. A picture without a ground is its own outline.

    Args:
        content: The file.
        kind: Pillow's name of its format.
        file: Its name, for errors.

    Raises:
        SpecError: The file cannot be used (see `read_pixels`), shows nothing, or is too noisy to trace.
    """
    at = Location(file=file or None)
    pixels = read_pixels(content, kind, file)
    layers = layers_of(pixels)
    height, width = pixels.shape[:2]
    if layers.outline is None:
        box = Rect(0.0, 0.0, float(width), float(height))
        return finished(box, (), Path.rect(box), at, encoded(pixels)[0])
    return _Tracing(layers, at).artwork()


class _Tracing:
    """The work on one picture, in pixels, y up, origin at its lower left corner."""

    def __init__(self, layers: Layers, at: Location) -> None:
        self._layers, self._at = layers, at
        self._size = layers.cleared.shape[:2]
        self._scale = SPAN / max(self._size)
        self._shop = Workshop(at, most_pairs=400_000)

    def artwork(self) -> Artwork:
        outline = self._traced(self._layers.outline)
        box = box_of_ink(outline)
        if box is None:
            raise SpecError("artwork.nothing_visible", at=self._at)
        shapes = self._shapes(outline)
        picture = _cropped(self._layers.cleared, _scaled(box, 1 / self._scale))
        return finished(box, shapes, path_of_ink(outline), self._at, encoded(picture)[0])

    def _shapes(self, outline: Ink) -> list[tuple[Path, str, float]]:
        """Return the flat colours as shapes; none when they are a dither or a grain that has no edges of its own."""
        if len(self._layers.inks) == 1:
            return [(path_of_ink(outline), self._layers.inks[0].colour, self._layers.inks[0].opacity)]
        try:
            return [(path_of_ink(self._traced(ink.field)), ink.colour, ink.opacity) for ink in self._layers.inks]
        except SpecError as exc:
            if exc.code not in ("artwork.too_noisy", "artwork.tangled"):
                raise
            return []

    def _traced(self, field: Field | None) -> Ink:
        if field is None:
            return self._shop.united(())
        loops = [loop for loop in level_loops(field) if abs(loop_area(loop)) >= _LEAST_AREA_PX]
        if len(loops) > _MOST_LOOPS:
            raise SpecError("artwork.too_noisy", at=self._at, loops=len(loops))
        tolerance = max(HARD_TOLERANCE_PX if self._layers.is_hard else TOLERANCE_PX, TOLERANCE_SHARE * max(self._size))
        step = STEP_PX * max(1.0, max(self._size) / _USUAL_SIDE)
        path = Path.joined([fitted(loop, tolerance, step) for loop in loops])
        return self._shop.filled(path.transformed(Affine.scale(self._scale)))


def _scaled(box: Rect, by: float) -> Rect:
    return Rect(box.x0 * by, box.y0 * by, box.x1 * by, box.y1 * by)


def _cropped(pixels: Pixels, box: Rect) -> Pixels:
    """Return the part of a picture inside a box in pixels, y up, resampled so that its edges are the box's own."""
    height, width = pixels.shape[:2]
    x0, x1 = max(0.0, box.x0), min(float(width), box.x1)
    y0, y1 = max(0.0, height - box.y1), min(float(height), height - box.y0)
    size = (max(1, round(x1 - x0)), max(1, round(y1 - y0)))
    image = Image.fromarray(pixels, "RGBA").convert("RGBa")
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR, box=(x0, y0, x1, y1)).convert("RGBA"))
