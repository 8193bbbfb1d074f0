"""Raster pictures inside a scene: decoded with few formats allowed, resized to their box, as linear light."""

from __future__ import annotations

import io
import warnings
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from signage.errors import RenderError
from signage.render.raster.colour import BYTE_TO_LINEAR, Floats
from signage.render.viewport import MAX_PIXELS
from signage.scene import Picture

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def picture_planes(picture: Picture, width: int, height: int) -> tuple[Floats, Floats]:
    """Return a picture at a size in pixels: linear colour (3, h, w) and opacity (h, w) 0–1.

    Raises:
        RenderError: Its format is not allowed, its bytes cannot be read, or it has too many pixels.
    """
    raw = _decoded(picture)
    alpha = raw[:, :, 3].astype(np.float32) / 255
    # Colour is resized premultiplied, so that what is hidden cannot bleed in.
    planes = [_resized(BYTE_TO_LINEAR[raw[:, :, c]] * alpha, width, height) for c in range(3)]
    cover = _resized(alpha, width, height)
    floor = np.maximum(cover, np.float32(1e-4))
    return np.stack([np.clip(plane / floor, 0, 1) for plane in planes]), np.clip(cover, 0, 1)


def _resized(plane: NDArray[Any], width: int, height: int) -> Floats:
    shrinks = plane.shape[1] >= width and plane.shape[0] >= height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, (width, height), interpolation=method), dtype=np.float32)


def _decoded(picture: Picture) -> NDArray[np.uint8]:
    form = _FORMATS.get(picture.media_type)
    title = picture.title or picture.media_type
    if form is None:
        raise RenderError("render.picture_format", title=title, media_type=picture.media_type)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture.content), formats=[form]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise RenderError("render.picture_too_large", title=title, max_pixels=MAX_PIXELS)
                upright = ImageOps.exif_transpose(opened)
                return np.asarray(upright.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise RenderError("render.picture_unreadable", title=title) from exc
