"""The finished picture as a file: JPEG or PNG, nothing of the photo's own metadata, the model's digest inside."""

from __future__ import annotations

import struct

import simplejpeg

from signage.errors import InputError
from signage.photo.reading import Bytes
from signage.render.raster.encode import encode_png

LOWEST_QUALITY, HIGHEST_QUALITY = 40, 100
_COMMENT = b"\xff\xfe"
_PX_PER_METRE = 3937.0  # 100 dpi: a photo has no scale on paper
_SUBSAMPLINGS = ("444", "422", "420", "440", "411")


def encode_jpeg(pixels: Bytes, comment: str, *, quality: int = 92, subsampling: str = "420") -> bytes:
    """Return a picture as JPEG with a comment segment and no EXIF; the same pixels give the same bytes.

    Raises:
        InputError: The quality lies outside 40–100.
    """
    if not LOWEST_QUALITY <= quality <= HIGHEST_QUALITY:
        raise InputError("photo.quality", given=quality, least=LOWEST_QUALITY, most=HIGHEST_QUALITY)
    kept = subsampling if subsampling in _SUBSAMPLINGS else "444"
    content = simplejpeg.encode_jpeg(pixels, quality=quality, colorspace="RGB", colorsubsampling=kept)
    words = comment.encode("ascii", "replace")[:60_000]
    # After the start marker and the JFIF header, where readers expect a comment.
    at = 4 + struct.unpack(">H", content[4:6])[0] if content[2:4] == b"\xff\xe0" else 2
    return bytes(content[:at]) + _COMMENT + struct.pack(">H", len(words) + 2) + words + bytes(content[at:])


def encode_photo_png(pixels: Bytes, comment: str, title: str) -> bytes:
    """Return a picture as PNG with the comment in a text chunk."""
    return encode_png(pixels, px_per_metre=_PX_PER_METRE, texts=(("Title", title), ("Comment", comment)))
