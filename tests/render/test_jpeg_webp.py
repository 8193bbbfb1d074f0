from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from signage.design import SignSpec, lay_out
from signage.errors import RenderError
from signage.geometry import Path, Rect
from signage.render import FORMATS, Viewport, draw
from signage.render.png import paint
from signage.scene import DAY, Scene, compose_sign
from signage.scene.shapes import solid
from signage.typography import FontCatalogue

TITLE = "招牌：<盐 & \"味\">'小馆'"
RED, BLUE = Path.rect(Rect(100.0, 100.0, 110.0, 400.0)), Path.rect(Rect(300.0, 100.0, 700.0, 400.0))


def scene_of(title: str = TITLE, *, width: float = 1000.0, height: float = 500.0) -> Scene:
    nodes = (solid(RED, "#D0021B"), solid(BLUE, "#0A3D91"))
    return Scene(id="test", title=title, bounds=Rect(0.0, 0.0, width, height), nodes=nodes, model_digest="sha256:ab12")


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def pixels(content: bytes) -> NDArray[np.int16]:
    return np.asarray(opened(content).convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize(("form", "kind"), [("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_picture_has_its_format_size_suffix_and_loses_nothing(form: str, kind: str):
    scene = scene_of()
    drawn = draw(scene, Viewport.of(scene, width_px=800), form)
    picture = opened(drawn.content)
    assert (picture.format, picture.size, picture.mode) == (kind, (800, 400), "RGB")
    assert (drawn.media_type, drawn.suffix, drawn.losses) == (f"image/{kind.lower()}", f".{form}", ())


@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_it_shows_what_the_painter_painted(form: str):
    scene = scene_of()
    viewport = Viewport.of(scene, width_px=800)
    apart = np.abs(pixels(draw(scene, viewport, form).content) - paint(scene, viewport).astype(np.int16))
    assert apart.mean() < 1.0
    assert np.percentile(apart, 99) < 12


def test_a_stroke_of_one_pixel_keeps_its_colour_in_jpeg():
    scene = scene_of()
    red = pixels(draw(scene, Viewport.of(scene, width_px=100), "jpg").content)[25, 10]
    assert abs(red - np.array([0xD0, 0x02, 0x1B])).max() < 16


def test_webp_at_100_keeps_every_pixel():
    scene = scene_of()
    viewport = Viewport.of(scene, width_px=400)
    assert (pixels(draw(scene, viewport, "webp", quality=100).content) == paint(scene, viewport)).all()


@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_less_quality_takes_fewer_bytes(form: str, fonts: FontCatalogue):
    spec = SignSpec(kind="panel-letters", name="盐味小馆", width_mm=6000.0, height_mm=1200.0)
    scene = compose_sign(lay_out(spec, fonts), DAY, fonts)
    viewport = Viewport.of(scene, width_px=800)
    sizes = [len(draw(scene, viewport, form, quality=quality).content) for quality in (10, 60, 99)]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_title_and_model_digest_travel_as_xmp(form: str):
    scene = scene_of()
    about = opened(draw(scene, Viewport.of(scene, width_px=100), form).content).getxmp()["xmpmeta"]["RDF"][
        "Description"
    ]
    assert about["identifier"] == "sha256:ab12"
    assert about["title"]["Alt"]["li"]["text"] == TITLE


def test_the_jpeg_comment_says_the_same_to_simple_readers():
    scene = scene_of()
    comment = opened(draw(scene, Viewport.of(scene, width_px=100), "jpg").content).info["comment"]
    assert comment.decode() == f"model sha256:ab12\n{TITLE}"


@pytest.mark.parametrize("title", ["店" * 9000, "", "\x00\ud800<&]]>"])
@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_any_title_leaves_a_whole_picture(form: str, title: str):
    scene = scene_of(title)
    assert opened(draw(scene, Viewport.of(scene, width_px=64), form).content).size == (64, 32)


def test_density_is_that_of_the_paper():
    scene = scene_of()
    viewport = Viewport.of(scene, width_px=1000, scale=0.1)  # a pixel for each mm of the scene, 10 for one of paper
    assert opened(draw(scene, viewport, "jpg").content).info["dpi"] == pytest.approx((254.0, 254.0))
    exif = opened(draw(scene, viewport, "webp").content).getexif()
    assert (exif[0x011A], exif[0x011B], exif[0x0128]) == (100.0, 100.0, 3)


@pytest.mark.parametrize(("form", "width_px"), [("jpg", 65_536), ("webp", 16_384)])
def test_a_side_longer_than_the_format_holds_is_refused(form: str, width_px: int):
    scene = scene_of(width=10_000.0, height=10.0)
    with pytest.raises(RenderError) as caught:
        draw(scene, Viewport.of(scene, width_px=width_px), form)
    assert caught.value.code == "outputs.side_too_long"


@pytest.mark.parametrize("quality", [0, -1, 101])
@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_a_quality_out_of_range_is_refused(form: str, quality: int):
    scene = scene_of()
    with pytest.raises(RenderError) as caught:
        draw(scene, Viewport.of(scene, width_px=64), form, quality=quality)
    assert caught.value.code == "outputs.quality_out_of_range"


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("jpg", "webp")])
def test_a_quality_is_refused_where_there_is_none(form: str):
    scene = scene_of()
    with pytest.raises(RenderError) as caught:
        draw(scene, Viewport.of(scene, width_px=64), form, quality=90)
    assert caught.value.code == "outputs.no_quality"
