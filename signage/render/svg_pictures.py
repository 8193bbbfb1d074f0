"""What has no shapes as small pictures, made by the raster's own painters: rooms, glass, cloudy plaster, brushed metal.

They are JPEG inside the file itself, no finer than the drawing shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from math import ceil

import numpy as np
from PIL import Image

from signage.geometry import Affine, Rect
from signage.render.raster.masks import Mask, Window
from signage.render.raster.noise import Grid
from signage.render.raster.pictures import picture_planes
from signage.render.raster.surfaces import surface
from signage.render.svg_light import Toner, hex_of
from signage.scene import Picture, Texture

# material -> finest and coarsest mm to a pixel, and pixels of the drawing to one of the picture
_GRAINS = {
    "glass": (11.0, 80.0, 1.6),
    "interior": (11.0, 60.0, 1.3),
    "plaster": (30.0, 200.0, 4.5),
    "brushed": (6.0, 60.0, 1.0),
    "grain": (6.0, 60.0, 1.0),
}
_MOST_PX = 1100  # of a picture's width
_CLOSER = 2.0  # pixels of a copied picture to one of the drawing
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A picture, the box that it fills (scene mm), and its mean colour."""

    box: Rect
    content: bytes
    mean: str


def has_picture(material: str) -> bool:
    """Return whether a material is drawn as a picture."""
    return material in _GRAINS


@lru_cache(maxsize=24)
def picture_by_night(picture: Picture, px_per_mm: float, toner: Toner) -> Picture:
    """Return a picture, such as a logo's, as a PNG in the light of its place; by day it is shown as it is.

    Args:
        picture: A picture on an unlit surface.
        px_per_mm: Pixels of the drawing; the copy has twice as many, for a closer look.
        toner: The light.

    Raises:
        RenderError: The picture cannot be read.
    """
    wanted = _CLOSER * px_per_mm
    share = min(1.0, _MOST_PX / (wanted * max(picture.rect.width, picture.rect.height)))
    width, height = (max(1, ceil(side * wanted * share)) for side in (picture.rect.width, picture.rect.height))
    albedo, cover = picture_planes(picture, width, height)
    alpha = np.rint(cover * 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(np.dstack([toner.pixels(albedo), alpha])).save(out, "PNG")
    return replace(picture, content=out.getvalue(), media_type="image/png")


@lru_cache(maxsize=160)
def small_picture(paint: Texture, box: Rect, px_per_mm: float, toner: Toner) -> SmallPicture:
    """Return a material over a box as it is shown in some light.

    Args:
        paint: A material that `has_picture`.
        box: What the picture fills, scene mm; of glass and rooms the pane, or the room behind several panes.
        px_per_mm: Pixels of the drawing.
        toner: The light.
    """
    finest, coarsest, ratio = _GRAINS[paint.material]
    grain = max(min(max(ratio / px_per_mm, finest), coarsest), box.width / _MOST_PX, box.height / _MOST_PX)
    window = Window(0, 0, max(1, ceil(box.width / grain)), max(1, ceil(box.height / grain)))
    mask = Mask(window, np.full((window.height, window.width), 255, dtype=np.uint8))
    made = surface(paint, mask, Grid(box.x0, box.y1, grain, window), box, Affine(1, 0, 0, 1, 0, 0), toner.ambience)
    albedo = made.albedo if made.tone is None else made.albedo * made.tone
    albedo = np.broadcast_to(albedo, (3, window.height, window.width)).astype(np.float32)
    pixels = toner.pixels(albedo, made.emission)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, subsampling=0)
    filled = Rect(box.x0, box.y1 - window.height * grain, box.x0 + window.width * grain, box.y1)
    return SmallPicture(filled, out.getvalue(), hex_of(pixels.reshape(-1, 3).mean(axis=0)))
