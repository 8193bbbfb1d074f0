"""Photos of an inspection: read as hostile bytes, turned upright, and stored as we encode them, never as they came.

What the camera wrote beside the picture (place, device, time) is not kept.
"""

from __future__ import annotations

import io

from signage.applications.intake import ascii_safe, sniff
from signage.applications.ports import Blobs
from signage.errors import DocumentError, Location

MOST_PHOTOS = 6
MOST_BYTES = 20 * 1024 * 1024
LONG_SIDE_PX = 2400
QUALITY = 88
MEDIA_TYPE = "image/jpeg"


def stored_photo(content: bytes, *, name: str, blobs: Blobs) -> str:
    """Store a photo as JPEG with its longer side at most 2400 px and return its digest.

    Args:
        content: The uploaded file, PNG or JPEG by its bytes whatever its name says.
        name: What the caller calls it, for errors.
        blobs: Where it goes.

    Raises:
        DocumentError: Empty, too big, another format, cut off, or a decompression bomb.
        ToolError: The child process gave no answer.
    """
    return blobs.put(encoded_photo(content, name=name))


def encoded_photo(content: bytes, *, name: str) -> bytes:
    """Return a photo as we encode it; its bytes are decoded in a child process. See `stored_photo`."""
    from PIL import Image

    from signage.uploads.door import open_upload
    from signage.uploads.formats import JPEG, PNG

    shown = ascii_safe(name) or "photo"
    at = Location(file=shown)
    if not content or len(content) > MOST_BYTES:
        raise DocumentError("register.photo_size", at=at, file=shown, limit_mb=MOST_BYTES // (1024 * 1024))
    kind = {"image/png": PNG, "image/jpeg": JPEG}.get(sniff(content) or "")
    if kind is None:
        raise DocumentError("register.photo_format", at=at, file=shown)
    # A telephone may call a JPEG what it likes; the door asks that name and bytes agree.
    named = shown if shown.lower().endswith(kind.suffixes) else f"{shown}{kind.suffixes[0]}"
    opened = open_upload(content, named, accepted=(kind,), side_px=LONG_SIDE_PX, pages=1)
    out = io.BytesIO()
    with Image.open(io.BytesIO(opened.pictures[0]), formats=("PNG",)) as ours:  # what the child made, not what came
        ours.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
