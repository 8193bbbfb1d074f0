"""WebP: the smallest raster picture for the web; quality 100 is lossless. Title and model digest travel as XMP.

The format halves the resolution of colour below quality 100: fine strokes in a strong colour look softer than in JPEG.
Same scene, viewport and quality, same bytes.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from signage.errors import RenderError
from signage.render.backend import DEFAULT_QUALITIES, Rendering
from signage.render.png import paint
from signage.render.viewport import Viewport
from signage.render.xmp import xmp_packet
from signage.scene import Scene

_MOST_SIDE = 16_383  # pixels, the format's limit
_EFFORT = 4  # of 6; 6 takes three times as long for 2 % fewer bytes
_LOSSLESS_EFFORT = 2
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT, _PER_CM = 0x011A, 0x011B, 0x0128, 3  # EXIF tags


def draw(scene: Scene, viewport: Viewport, *, quality: int = DEFAULT_QUALITIES["webp"]) -> Rendering:
    """Return a scene as WebP bytes.

    Args:
        scene: What to draw.
        viewport: Which part, and how many pixels.
        quality: 1 (small) to 99; 100 keeps every pixel exact.

    Raises:
        RenderError: A side is longer than 16,383 pixels, or the scene cannot be painted.
    """
    longest = max(viewport.width_px, viewport.height_px)
    if longest > _MOST_SIDE:
        raise RenderError("outputs.side_too_long", form="WebP", longest=longest, most=_MOST_SIDE)
    is_exact = quality == 100
    exif = Image.Exif()
    exif[_X_RESOLUTION] = exif[_Y_RESOLUTION] = round(viewport.px_per_paper_mm * 10, 2)
    exif[_RESOLUTION_UNIT] = _PER_CM
    out = BytesIO()
    Image.fromarray(paint(scene, viewport)).save(
        out,
        "WEBP",
        lossless=is_exact,
        quality=50 if is_exact else quality,  # of the lossless coder, this is effort
        method=_LOSSLESS_EFFORT if is_exact else _EFFORT,
        exif=exif.tobytes(),
        xmp=xmp_packet(scene.title, scene.model_digest),
    )
    return Rendering(content=out.getvalue(), media_type="image/webp", suffix=".webp")
