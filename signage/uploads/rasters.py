"""Pixel files: opened by their own decoder alone, turned upright, made anew without metadata or what follows."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from signage.errors import DocumentError, Location
from signage.uploads.opening import in_base64

MAX_PIXELS = 40_000_000
MIN_SIDE_PX = 16
_MAX_SCANS = 100  # of a progressive JPEG; real ones have about ten, a bomb has thousands
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ORIENTATION = 0x0112


def opened_raster(content: bytes, decoder: str, at: Location, request: dict[str, Any]) -> dict[str, Any]:
    """Return a picture made anew in its own format, and a smaller PNG to look at.

    Raises:
        DocumentError: Too many pixels, damaged, cut off, or not of the format that its first bytes claim.
    """
    remarks: list[tuple[str, dict[str, Any]]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)  # faulty EXIF blocks are of no concern
            formats = (decoder, "MPO") if decoder == "JPEG" else (decoder,)  # many telephones write MPO for JPEG
            with Image.open(io.BytesIO(content), formats=formats) as picture:
                _refuse_size(picture.size, at)
                if "progressive" in picture.info and content.count(b"\xff\xda") > _MAX_SCANS:
                    raise DocumentError("uploads.bomb", at=at, most=MAX_PIXELS // 1_000_000)
                if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                    remarks.append(("uploads.remark_first_frame", {"count": int(getattr(picture, "n_frames", 1))}))
                picture.load()
                if picture.getexif().get(_ORIENTATION, 1) != 1:
                    remarks.append(("uploads.remark_turned", {}))
                upright = flat(ImageOps.exif_transpose(picture))
    except _BOMBS as exc:
        raise DocumentError("uploads.bomb", at=at, most=MAX_PIXELS // 1_000_000) from exc
    except _BROKEN as exc:
        raise DocumentError("uploads.picture_broken", at=at, kind=decoder) from exc
    remarks.append(("uploads.remark_made_anew", {}))
    return {
        "content": in_base64(_encoded(upright, decoder)),
        "pages": 1,
        "pictures": [in_base64(png_of(upright, request["side_px"]))],
        "size_px": list(upright.size),
        "remarks": remarks,
    }


def flat(picture: Image.Image) -> Image.Image:
    """Return any mode as 8-bit RGB or grey, on white where it was transparent."""
    if picture.mode in ("RGB", "L"):
        return picture if picture.mode == "RGB" or "transparency" not in picture.info else picture.convert("RGB")
    if picture.mode.startswith("I") or picture.mode == "F":
        levels = np.asarray(picture, dtype=np.float32)
        most = 65535.0 if float(levels.max(initial=0.0)) > 255 else 255.0
        return Image.fromarray(np.clip(levels * (255 / most) + 0.5, 0, 255).astype(np.uint8), "L")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "P", "RGBa", "La"):
        layered = picture.convert("RGBA")
        white = Image.new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    return picture.convert("RGB")


def png_of(picture: Image.Image, side_px: int) -> bytes:
    """Return a picture as PNG, its longer side at most `side_px`."""
    longer = max(picture.size)
    if longer > side_px:
        size = (max(1, round(picture.width * side_px / longer)), max(1, round(picture.height * side_px / longer)))
        picture = picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _encoded(picture: Image.Image, decoder: str) -> bytes:
    out = io.BytesIO()
    if decoder == "JPEG":
        picture.save(out, "JPEG", quality=92, subsampling=0)
    elif decoder == "WEBP":
        picture.save(out, "WEBP", quality=92, method=0)
    else:
        picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _refuse_size(size: tuple[int, int], at: Location) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        most = MAX_PIXELS // 1_000_000
        raise DocumentError("uploads.too_many_pixels", at=at, width=width, height=height, most=most)
    if min(size) < MIN_SIDE_PX:
        raise DocumentError("uploads.too_few_pixels", at=at, width=width, height=height, least=MIN_SIDE_PX)
