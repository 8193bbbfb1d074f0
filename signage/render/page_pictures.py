"""Raster pictures as a page needs them: no more pixels than the paper shows, as JPEG when they are reduced."""

from __future__ import annotations

import warnings
from io import BytesIO
from math import ceil

from PIL import Image

from signage.errors import RenderError

PAGE_DPI = 200.0
_QUALITY = 88
_MAX_PIXELS = 60_000_000
_MM_PER_INCH = 25.4


def pixels_for(width_mm: float, dpi: float = PAGE_DPI) -> int:
    """Return how many pixels a width on paper needs, at least one."""
    return max(1, ceil(width_mm / _MM_PER_INCH * dpi))


def reduced_picture(content: bytes, media_type: str, most_px: int) -> tuple[bytes, str]:
    """Return a picture no wider than `most_px` with its media type; one that is narrow enough comes back unchanged.

    The same picture gives the same bytes. Transparent parts become white, the colour of paper.

    Args:
        content: PNG or JPEG.
        media_type: Its media type; any other than these two comes back unchanged.
        most_px: Greatest width.

    Raises:
        RenderError: The picture is broken or has more than 60 million pixels.
    """
    if media_type not in ("image/png", "image/jpeg"):
        return content, media_type
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by our own limit
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
                if picture.width <= most_px:
                    return content, media_type
                if picture.width * picture.height > _MAX_PIXELS:
                    raise RenderError("pdf.picture_too_large", width=picture.width, height=picture.height)
                small = _on_white(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as exc:
        raise RenderError("pdf.picture_broken") from exc
    height = max(1, round(small.height * most_px / small.width))
    out = BytesIO()
    small = small.resize((most_px, height), Image.Resampling.LANCZOS)
    small.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return out.getvalue(), "image/jpeg"


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "#FFFFFF"), clear).convert("RGB")
