"""The caption that no picture goes out without: this is an illustration, the dimensioned drawing governs."""

from __future__ import annotations

from math import ceil

import cv2
import numpy as np

from signage.geometry import Affine, Path, Rect
from signage.photo.reading import Bytes
from signage.render.raster.masks import Window, rasterise
from signage.scene.labels import label
from signage.typography import FontCatalogue

_SHARE = 0.0165  # height of a character, of the picture's shorter side
_LEAST_PX = 13.0
_SMALL = 0.62  # size of the second line
_WIDEST = 0.94  # of the picture's width
_BACK, _BACK_SHARE = 16, 0.66
_INKS = (255, 214)


class Caption:
    """A caption ready to be written.

    Attributes:
        box: Its pixels.
    """

    def __init__(self, box: Window, outlines: tuple[tuple[Path, Affine], ...], large: int) -> None:
        self.box = box
        self._outlines = outlines
        self._large = large

    def write(self, pixels: Bytes) -> None:
        """Write it into a picture."""
        whole = Window(0, 0, pixels.shape[1], pixels.shape[0])
        box = self.box.common(whole)
        if box is None:
            return
        part = pixels[box.y0 : box.y1, box.x0 : box.x1]
        ground = np.asarray(cv2.convertScaleAbs(part, alpha=1 - _BACK_SHARE, beta=_BACK * _BACK_SHARE), dtype=np.uint8)
        for index, (outline, to_px) in enumerate(self._outlines):
            mask = rasterise(outline, to_px, box)
            if mask is None:
                continue
            under = ground[mask.window.slices(box)]
            share = cv2.merge([mask.coverage] * 3)
            left = cv2.multiply(under, cv2.bitwise_not(share), scale=1 / 255)
            under[:] = cv2.add(left, cv2.convertScaleAbs(share, alpha=_INKS[index >= self._large] / 255))
        part[:] = ground


def caption_layout(
    large: tuple[str, ...], small: tuple[str, ...], size_px: tuple[int, int], taken: Window, fonts: FontCatalogue
) -> Caption:
    """Return where the lines go: along a corner that the sign leaves free, the lower left first.

    Args:
        large: The caption, and what warns of the picture.
        small: What may follow, smaller.
        size_px: Of the picture.
        taken: Pixels of the sign.
        fonts: Typefaces.
    """
    width, height = size_px
    tall = max(_LEAST_PX, min(width, height) * _SHARE)
    lines = (*large, *small)
    sizes = [tall] * len(large) + [tall * _SMALL] * len(small)
    drawn = [label(fonts, line, (0.0, 0.0), size).outline for line, size in zip(lines, sizes, strict=True)]
    boxes = [outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0) for outline in drawn]
    room = width * _WIDEST - 2 * tall
    shrink = min(1.0, room / max(box.x1 for box in boxes))
    tall, sizes = tall * shrink, [size * shrink for size in sizes]
    pad = tall * 0.62
    wide = ceil(max(box.x1 for box in boxes) * shrink + 2 * pad)
    high = ceil(sum(sizes) + pad * 1.9 + (len(sizes) - 1) * tall * 0.45)
    edge = ceil(tall * 0.6)
    xs, ys = (edge, width - edge - wide), (height - edge - high, edge)
    places = [Window(x, y, x + wide, y + high) for y in ys for x in xs]
    box = next((place for place in places if place.common(taken) is None), places[0])
    baselines, at = [], box.y0 + pad
    for size in sizes:
        at += size
        baselines.append(at)
        at += tall * 0.45
    outlines = tuple(
        (outline, Affine(shrink, 0.0, 0.0, -shrink, box.x0 + pad, baseline))
        for outline, baseline in zip(drawn, baselines, strict=True)
    )
    return Caption(box, outlines, len(large))
