"""A logo brought as a picture looks by night as everything around it does."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
from PIL import Image

from signage.geometry import Rect
from signage.render import Viewport, draw
from signage.render.png import paint
from signage.scene import DAY, NIGHT, Ambience, Group, Picture, Scene
from signage.scene.nodes import SIGN_LAYER

BOUNDS = Rect(0.0, 0.0, 100.0, 100.0)


def logo() -> bytes:
    pixels = np.zeros((40, 40, 4), dtype=np.uint8)
    pixels[:, :, :3] = (240, 200, 40)
    pixels[:20, :, 3] = 255  # the lower half is seen through
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "PNG")
    return held.getvalue()


def scene(ambience: Ambience, layer: str = "") -> Scene:
    picture = Picture(rect=Rect(0, 0, 100, 100), content=logo(), media_type="image/png", title="店标", layer=layer)
    sign = Group(id="sign", children=(picture,), layer=layer or SIGN_LAYER)
    return Scene(id="s", title="店标", bounds=BOUNDS, nodes=(sign,), ambience=ambience, background="#000000")


def inside(ambience: Ambience, layer: str = "") -> tuple[bytes, np.ndarray]:
    text = draw(scene(ambience, layer), Viewport(bounds=BOUNDS, width_px=200), "svg").content.decode()
    (content,) = re.findall(r'<image [^>]*href="data:image/png;base64,([^"]+)"', text)
    raw = base64.b64decode(content)
    return raw, np.asarray(Image.open(io.BytesIO(raw)).convert("RGBA"))


def test_a_logo_in_a_drawing_by_night_is_as_dark_as_in_the_picture() -> None:
    _, shown = inside(NIGHT)
    pixels = paint(scene(NIGHT), Viewport(bounds=BOUNDS, width_px=200))
    middle = shown[shown.shape[0] // 4, shown.shape[1] // 2]
    assert np.abs(middle[:3].astype(int) - pixels[50, 100].astype(int)).max() <= 4
    assert middle[0] < 140
    assert (shown[0, 0, 3], shown[-1, -1, 3]) == (255, 0)


def test_by_day_and_as_an_annotation_a_picture_is_kept_byte_for_byte() -> None:
    assert inside(DAY)[0] == logo()
    assert inside(NIGHT, layer="legend")[0] == logo()
