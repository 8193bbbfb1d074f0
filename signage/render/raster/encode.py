"""PNG bytes: RGB, `Up` filter, fast deflate, resolution and text, no clock.

A picture is packed in bands that need nothing of each other, so a band that did not change is not packed again. The
bytes are the same however many were.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from isal import isal_zlib

from signage.render.raster.colour import Bytes

BAND_ROWS = 64
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SUB, _UP = 1, 2
_ZLIB_HEAD = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"  # an empty one
_ADLER = 65_521


@dataclass(frozen=True, slots=True)
class PackedBand:
    """Some rows of a picture, filtered and deflated up to a byte boundary.

    Attributes:
        chunk: An IDAT chunk.
        adler: Check sum of the filtered rows.
        length: Number of their bytes.
    """

    chunk: bytes
    adler: int
    length: int


def pack_band(rows: Bytes) -> PackedBand:
    """Return rows (rows × columns × RGB) packed for a PNG."""
    height, width, _ = rows.shape
    flat = rows.reshape(height, width * 3)
    lines = np.empty((height, width * 3 + 1), dtype=np.uint8)
    lines[0, 0] = _SUB
    lines[0, 1:4] = flat[0, :3]
    np.subtract(flat[0, 3:], flat[0, :-3], out=lines[0, 4:])
    lines[1:, 0] = _UP
    np.subtract(flat[1:], flat[:-1], out=lines[1:, 1:])
    packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    packed = packer.compress(lines) + packer.flush(isal_zlib.Z_FULL_FLUSH)
    adler = isal_zlib.adler32(lines)
    chunk = _chunk(b"IDAT", packed)
    # ISA-L leaves the vector unit in a state that slows scalar code after it; one small vector operation clears it.
    np.add(np.zeros(64, dtype=np.uint8), 1)
    return PackedBand(chunk, adler, lines.size)


def join_bands(
    bands: Sequence[PackedBand],
    width: int,
    height: int,
    *,
    px_per_metre: float,
    texts: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """Return packed bands, top to bottom, as one PNG file.

    Args:
        bands: All rows.
        width: Of the picture, pixels.
        height: Of the picture, pixels.
        px_per_metre: Pixels per metre of paper.
        texts: Keyword (Latin, at most 79 characters) and text (any script).
    """
    dots = min(max(round(px_per_metre), 1), 0x7FFFFFFF)
    low, high = 1, 0
    for band in bands:
        other_low, other_high = band.adler & 0xFFFF, band.adler >> 16
        high = (high + other_high + band.length * (low - 1)) % _ADLER
        low = (low + other_low - 1) % _ADLER
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"sRGB", b"\x00"),
            _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)),
            *(_chunk(b"iTXt", _text(keyword, text)) for keyword, text in texts if text),
            _chunk(b"IDAT", _ZLIB_HEAD),
            *(band.chunk for band in bands),
            _chunk(b"IDAT", _LAST_BLOCK + struct.pack(">HH", high, low)),
            _chunk(b"IEND", b""),
        )
    )


def encode_png(picture: Bytes, *, px_per_metre: float, texts: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a whole picture as PNG; see `join_bands`.

    Args:
        picture: Rows × columns × RGB.
        px_per_metre: Pixels per metre of paper.
        texts: Keyword and text.
    """
    height, width, _ = picture.shape
    bands = [pack_band(picture[y : y + BAND_ROWS]) for y in range(0, height, BAND_ROWS)]
    return join_bands(bands, width, height, px_per_metre=px_per_metre, texts=texts)


def _text(keyword: str, text: str) -> bytes:
    return keyword.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.replace("\x00", " ").encode("utf-8")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = isal_zlib.crc32(content, isal_zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(content)), kind, content, struct.pack(">I", check)))
