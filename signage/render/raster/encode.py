"""PNG bytes: RGB, `Up` filter, fast deflate, resolution and text, no clock."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from isal import isal_zlib

from signage.render.raster.colour import Bytes

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UP = 2


def encode_png(picture: Bytes, *, px_per_metre: float, texts: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a picture as PNG.

    Args:
        picture: Rows × columns × RGB.
        px_per_metre: Pixels per metre of paper.
        texts: Keyword (Latin, at most 79 characters) and text (any script).
    """
    height, width, _ = picture.shape
    lines = np.empty((height, width * 3 + 1), dtype=np.uint8)
    flat = picture.reshape(height, width * 3)
    lines[:, 0] = _UP
    lines[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=lines[1:, 1:])
    packed = isal_zlib.compress(lines, 1)
    # ISA-L leaves the vector unit in a state that slows scalar code after it; one small vector operation clears it.
    np.add(np.zeros(64, dtype=np.uint8), 1)
    dots = min(max(round(px_per_metre), 1), 0x7FFFFFFF)
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        _chunk(b"sRGB", b"\x00"),
        _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)),
        *(_chunk(b"iTXt", _text(keyword, text)) for keyword, text in texts if text),
        _chunk(b"IDAT", packed),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(chunks)


def _text(keyword: str, text: str) -> bytes:
    return keyword.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.replace("\x00", " ").encode("utf-8")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(kind)))
