"""The finished picture as a file: JPEG or PNG, nothing of the photo's own metadata, the model's digest inside.

A large JPEG is encoded in two halves at once, joined by a restart marker (ITU-T T.81, B.1.1.3 and F.1.1.5.1): they
share their tables, and at the marker both start afresh. The picture is the same to the bit, and where it is cut depends
on its size alone.
"""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor

import simplejpeg

from signage.errors import InputError, RenderError
from signage.photo.reading import Bytes
from signage.render.raster.encode import encode_png

LOWEST_QUALITY, HIGHEST_QUALITY = 40, 100
_COMMENT = 0xFE
_FRAME, _SCAN, _INTERVAL = 0xC0, 0xDA, 0xDD
_END, _RESTART = b"\xff\xd9", b"\xff\xd0"
_PX_PER_METRE = 3937.0  # 100 dpi: a photo has no scale on paper
_UNITS = {"444": (8, 8), "422": (16, 8), "420": (16, 16), "440": (8, 16), "411": (32, 8)}  # px of a coded unit
_LARGE_PX = 2_000_000  # smaller pictures are not worth a second thread
_MOST_UNITS = 65_535


def encode_jpeg(pixels: Bytes, comment: str, *, quality: int = 92, subsampling: str = "420") -> bytes:
    """Return a picture as JPEG with a comment segment and no EXIF; the same pixels give the same bytes.

    Raises:
        InputError: The quality lies outside 40–100.
    """
    if not LOWEST_QUALITY <= quality <= HIGHEST_QUALITY:
        raise InputError("photo.quality", given=quality, least=LOWEST_QUALITY, most=HIGHEST_QUALITY)
    kept = subsampling if subsampling in _UNITS else "444"

    def encoded(part: Bytes) -> bytes:
        return bytes(simplejpeg.encode_jpeg(part, quality=quality, colorspace="RGB", colorsubsampling=kept))

    height, width = pixels.shape[:2]
    across, down = _UNITS[kept]
    rows = -(-height // (2 * down))  # of units, in the upper half
    units = rows * -(-width // across)
    words = _segment(_COMMENT, comment.encode("ascii", "replace")[:60_000])
    if height * width < _LARGE_PX or units > _MOST_UNITS:
        head, frame, scan = _parts(encoded(pixels))
        return head + words + frame + scan + _END
    with ThreadPoolExecutor(1) as second:
        lower = second.submit(encoded, pixels[rows * down :])
        head, frame, scan = _parts(encoded(pixels[: rows * down]))
    at = frame.index(bytes((0xFF, _FRAME))) + 5  # where the frame header states the height
    frame = frame[:at] + struct.pack(">H", height) + frame[at + 2 :]
    interval = _segment(_INTERVAL, struct.pack(">H", units))
    return head + words + interval + frame + scan + _RESTART + _parts(lower.result())[2] + _END


def _segment(code: int, words: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(words) + 2) + words


def _parts(content: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a JPEG's start with its JFIF header, its tables and headers, and its coded units without the end marker.

    Raises:
        RenderError: The encoder made something else.
    """
    at, head, frame_seen = 2, 2, False
    while content[at : at + 1] == b"\xff":
        code, size = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        at += 2 + size
        frame_seen |= code == _FRAME
        if code == 0xE0:
            head = at
        if code == _SCAN and frame_seen and content.endswith(_END):
            return content[:head], content[head:at], content[at:-2]
    raise RenderError("photo.encoder")


def encode_photo_png(pixels: Bytes, comment: str, title: str) -> bytes:
    """Return a picture as PNG with the comment in a text chunk."""
    return encode_png(pixels, px_per_metre=_PX_PER_METRE, texts=(("Title", title), ("Comment", comment)))
