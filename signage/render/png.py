"""Draw a scene as a PNG picture, true to scale, by day and by night.

Day scenes keep every colour exact (drawings use the same backend). Night scenes are worked out in physical light and
toned by one curve and the ambience's exposure, so that two pictures can be compared. Same scene, same bytes, whatever
was drawn before.
"""

from __future__ import annotations

import numpy as np

from signage.render.backend import Rendering
from signage.render.raster.colour import Bytes
from signage.render.raster.encode import join_bands
from signage.render.raster.painter import painted
from signage.render.viewport import Viewport
from signage.scene import Scene


def draw(scene: Scene, viewport: Viewport) -> Rendering:
    """Return a scene as PNG bytes.

    Args:
        scene: What to draw; all its nodes and paints can be drawn.
        viewport: Which part, and how many pixels.

    Raises:
        RenderError: A picture in the scene cannot be read, or an outline is too complex.
    """
    content = join_bands(
        painted(scene, viewport, is_packed=True).packed,
        viewport.width_px,
        viewport.height_px,
        px_per_metre=viewport.px_per_paper_mm * 1000,
        texts=(("Title", scene.title), ("Model", scene.model_digest)),
    )
    return Rendering(content=content, media_type="image/png", suffix=".png")


def paint(scene: Scene, viewport: Viewport) -> Bytes:
    """Return a scene as pixels, rows × columns × RGB, sRGB: what every raster format encodes.

    Args:
        scene: What to paint; all its nodes and paints can be painted.
        viewport: Which part, and how many pixels.

    Raises:
        RenderError: A picture in the scene cannot be read, or an outline is too complex.
    """
    return np.concatenate(painted(scene, viewport, is_packed=False).bands)
