"""A pixel file as an array: opened by the one decoder its first bytes name, turned upright, RGBA, bounded; and back."""

from __future__ import annotations

import io
import warnings
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from signage.errors import Location, SpecError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SIDE = 2000
"""Longer side of what is kept and traced, pixels: 0.25 mm on a logo of 500 mm."""

MOST_PICTURE = 320 * 1024
"""Largest re-encoded picture, bytes; a busier one is kept smaller."""

_LEAST_SIDE = 16

Pixels = NDArray[np.uint8]
"""height × width × 4: red, green, blue, alpha, not premultiplied."""


def read_pixels(content: bytes, kind: str, file: str = "") -> Pixels:
    """Return the pixels of a PNG, JPEG or WebP file, upright, at most `MOST_SIDE` on the longer side.

    Args:
        content: The file.
        kind: Pillow's name of the one decoder that may read it.
        file: Its name, for errors.

    Raises:
        SpecError: It is too large, a bomb, damaged or cut off.
    """
    at = Location(file=file or None)
    if len(content) > MOST_BYTES:
        raise SpecError("artwork.too_large", at=at, bytes=len(content), most=MOST_BYTES // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's word on odd but harmless metadata; sizes are judged here
            with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
                _refuse_size(opened.size, at)
                opened.load()
                image = _rgba(ImageOps.exif_transpose(opened))
    except SpecError:
        raise
    except Image.DecompressionBombError as exc:
        raise SpecError("artwork.far_too_many_pixels", at=at, most=MOST_PIXELS // 1_000_000) from exc
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, zlib.error, MemoryError) as exc:
        reason = str(exc).splitlines()[0][:80] if str(exc) else type(exc).__name__
        raise SpecError("artwork.image_broken", at=at, kind=kind, reason=reason) from exc
    return np.asarray(shrunk(image, MOST_SIDE))


def encoded(pixels: Pixels) -> tuple[bytes, float]:
    """Return the picture as PNG without any metadata, at most `MOST_PICTURE` bytes, and its scale (1 or less)."""
    image, scale = Image.fromarray(pixels, "RGBA"), 1.0
    while True:
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=7)
        if out.tell() <= MOST_PICTURE or max(image.size) <= 2 * _LEAST_SIDE:
            return out.getvalue(), scale
        step = min(0.9, (MOST_PICTURE / out.tell()) ** 0.5)
        image = shrunk(image, max(_LEAST_SIDE, int(max(image.size) * step)))
        scale = max(image.size) / max(pixels.shape[:2])


def shrunk(image: Image.Image, side: int) -> Image.Image:
    """Return an RGBA image whose longer side is at most `side`, averaged by opacity so that no hidden colour bleeds."""
    longer = max(image.size)
    if longer <= side:
        return image
    size = (max(1, round(image.width * side / longer)), max(1, round(image.height * side / longer)))
    return image.convert("RGBa").resize(size, Image.Resampling.BOX, reducing_gap=None).convert("RGBA")


def _refuse_size(size: tuple[int, int], at: Location) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise SpecError("artwork.too_many_pixels", at=at, width=width, height=height, most=MOST_PIXELS // 1_000_000)
    if min(size) < _LEAST_SIDE:
        raise SpecError("artwork.too_few_pixels", at=at, width=width, height=height, least=_LEAST_SIDE)


def _rgba(image: Image.Image) -> Image.Image:
    """Return any mode as RGBA; 16-bit grey is scaled, where Pillow's own conversion would clip it to white."""
    if image.mode.startswith("I") or image.mode == "F":
        levels = np.asarray(image, dtype=np.float64)
        most = 65535.0 if levels.max(initial=0) > 255 else 255.0
        grey = np.clip(levels * 255 / most + 0.5, 0, 255).astype(np.uint8)
        return Image.fromarray(grey, "L").convert("RGBA")
    return image.convert("RGBA")
