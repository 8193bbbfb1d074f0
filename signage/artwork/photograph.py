"""Whether a logo is a photograph, or a picture as busy as one, that fills its whole rectangle."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image

from signage.artwork.model import Artwork

_LEAST_SIDE_PX = 96
_MANY = 120  # colours, each channel told in 16 steps; flat logos with their soft edges have a few dozen at most
_SEEN = 1 / 20_000  # least share of the picture that a colour must have to count
_OPAQUE = 250


def is_photograph(artwork: Artwork) -> bool:
    """Return whether a logo is a rectangle of very many colours without any transparent ground."""
    if artwork.picture is None or artwork.shapes or artwork.outline.as_rect is None:
        return False
    return _is_busy(artwork.picture)


@lru_cache(maxsize=32)  # a sign is laid out again and again with the same logo
def _is_busy(picture: bytes) -> bool:
    with Image.open(io.BytesIO(picture), formats=("PNG",)) as opened:
        pixels = np.asarray(opened.convert("RGBA"))
    if min(pixels.shape[:2]) < _LEAST_SIDE_PX or int(pixels[:, :, 3].min()) < _OPAQUE:
        return False
    steps = (pixels[:, :, :3] >> 4).astype(np.uint16)
    codes = (steps[:, :, 0] << 8) | (steps[:, :, 1] << 4) | steps[:, :, 2]
    counts = np.bincount(codes.ravel(), minlength=4096)
    return int((counts > _SEEN * codes.size).sum()) > _MANY
