"""The door for logos: what a file is, is told by its content and never by its name."""

from __future__ import annotations

import re

from signage.artwork.model import Artwork
from signage.artwork.svg_read import read_svg
from signage.errors import Location, SpecError

MOST_FILE = 20 * 1024 * 1024
"""Largest file of any kind, bytes; drawn logos have a lower limit of their own."""

_OTHERS = (
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS / AI"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "SVGZ"),
    (b"8BPS", "PSD"),
    (b"PK\x03\x04", "ZIP / CDR"),
)


def read_artwork(content: bytes, *, file: str = "") -> Artwork:
    """Return the logo that a file holds: SVG, PNG, JPEG or WebP.

    Args:
        content: The file, hostile until read.
        file: Its name, used in errors only.

    Returns:
        An artwork 1000 units high whose box is the box of its ink, so that a height on the sign is the height of what
        is seen. Points lie on a grid of 1/10 000 of the height.

    Raises:
        SpecError: The format is none of these, or the file is too large, damaged, or holds what cannot be drawn; the
            error names the place and what to do.
    """
    kind = _pixel_kind(content)
    if kind is not None:
        from signage.artwork.trace import read_picture  # OpenCV loads only when a picture comes

        return read_picture(content, kind, file)
    if _looks_like_xml(content):
        return read_svg(content, file)
    at = Location(file=file or None)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:2] in (b"<\x00", b"\x00<"):
        raise SpecError("artwork.bad_encoding", at=at)
    for start, name in _OTHERS:
        if content.startswith(start):
            raise SpecError("artwork.other_format", at=at, format=name)
    raise SpecError("artwork.unknown_format", at=at)


def _pixel_kind(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return None


def _looks_like_xml(content: bytes) -> bool:
    return re.match(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?!\x00)", content) is not None
