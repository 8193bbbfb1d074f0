import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signage.errors import RenderError
from signage.geometry import Affine, Path, Point, Rect
from signage.render import Viewport, draw
from signage.scene import (
    DAY,
    NIGHT,
    Ambience,
    Fill,
    Glow,
    Gradient,
    Group,
    Lit,
    Node,
    Picture,
    Scene,
    Shadow,
    Solid,
    Stroke,
    Texture,
)

FIELD = Rect(0, 0, 200, 100)
MATERIALS = ("stone", "brick", "plaster", "curtain", "brushed", "wood", "paving", "glass", "interior", "plain")


def scene(*nodes: Node, ambience: Ambience = DAY, background: str = "#FFFFFF", bounds: Rect = FIELD) -> Scene:
    return Scene(
        id="t",
        title="试样",
        bounds=bounds,
        nodes=nodes,
        ambience=ambience,
        background=background,
        model_digest="sha256:0",
    )


def pixels(drawn: Scene, width_px: int = 200) -> np.ndarray:
    content = draw(drawn, Viewport.of(drawn, width_px=width_px), "png").content
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)


def box(x0: float, y0: float, x1: float, y1: float) -> Path:
    return Path.rect(Rect(x0, y0, x1, y1))


def letter(luminance: float) -> tuple[Node, ...]:
    face = box(60, 30, 140, 70)
    return (
        Fill(path=box(0, 0, 200, 100), paint=Texture(material="plaster", colour="#B0A898", seed=4)),
        Glow(path=face, luminance_cd_m2=luminance, temperature_k=3000, reach_mm=(3, 8, 15, 30)),
        Fill(path=face, paint=Lit(colour="#FFFFFF", luminance_cd_m2=luminance, temperature_k=4000, falloff_mm=8)),
    )


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_by_day_a_solid_colour_comes_out_exactly(colour: tuple[int, int, int]) -> None:
    name = "#{:02X}{:02X}{:02X}".format(*colour)
    picture = pixels(scene(background=name))
    assert (picture == np.array(colour)).all()


def test_up_in_the_scene_is_up_in_the_picture_and_left_is_left() -> None:
    picture = pixels(
        scene(
            Fill(path=box(0, 50, 100, 100), paint=Solid(colour="#FF0000")),
            Fill(path=box(100, 0, 200, 50), paint=Solid(colour="#0000FF")),
        )
    )
    assert picture.shape == (100, 200, 3)
    assert picture[10, 10].tolist() == [255, 0, 0]
    assert picture[90, 190].tolist() == [0, 0, 255]
    assert picture[90, 10].tolist() == [255, 255, 255]


def test_the_same_scene_gives_the_same_bytes() -> None:
    drawn = scene(*letter(300), ambience=NIGHT)
    view = Viewport.of(drawn, width_px=300)
    assert draw(drawn, view, "png") == draw(drawn, view, "png")


def test_nothing_is_painted_outside_a_groups_clip() -> None:
    inner = Group(
        id="g",
        children=(
            Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#000000")),
            Stroke(path=Path.line([Point(0, 50), Point(200, 50)]), colour="#FF0000", width_mm=9),
        ),
        clip=Rect(20, 10, 60, 90),
    )
    picture = pixels(scene(inner))
    assert (picture[:, :20] == 255).all()
    assert (picture[:, 60:] == 255).all()
    assert (picture[:10] == 255).all()
    assert picture[20, 40].tolist() == [0, 0, 0]
    assert picture[50, 40].tolist() == [255, 0, 0]


def test_a_gradient_begins_and_ends_with_its_colours() -> None:
    paint = Gradient(start=Point(10, 0), end=Point(190, 0), stops=((0.0, "#102030"), (1.0, "#F0A050")))
    picture = pixels(scene(Fill(path=box(0, 0, 200, 100), paint=paint)))
    assert np.abs(picture[50, 2] - [0x10, 0x20, 0x30]).max() <= 1
    assert np.abs(picture[50, 197] - [0xF0, 0xA0, 0x50]).max() <= 1
    assert np.abs(picture[50, 100] - [0x80, 0x60, 0x40]).max() <= 2


def test_half_opaque_white_over_black_is_half_the_light() -> None:
    picture = pixels(
        scene(Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#FFFFFF", opacity=0.5)), background="#000000")
    )
    assert abs(int(picture[50, 50, 0]) - 188) <= 1


def test_by_night_more_luminance_gives_a_brighter_picture_everywhere() -> None:
    dim, more, most = (pixels(scene(*letter(value), ambience=NIGHT)) for value in (40, 150, 600))
    assert dim.mean() < more.mean() < most.mean()
    assert (more - dim).min() >= -2  # dither alone may differ
    assert (most - more).min() >= -2


def test_an_unlit_night_is_dark_but_not_void() -> None:
    picture = pixels(scene(letter(1)[0], ambience=NIGHT))
    assert 3 < picture.mean() < 45


def test_two_night_scenes_tone_the_same_light_alike() -> None:
    face = Fill(path=box(0, 0, 80, 100), paint=Lit(colour="#FFFFFF", luminance_cd_m2=120, temperature_k=4000))
    other = Fill(path=box(180, 0, 200, 100), paint=Lit(colour="#FFFFFF", luminance_cd_m2=20, temperature_k=4000))
    alone, beside = (pixels(scene(*nodes, ambience=NIGHT))[50, 40] for nodes in ((face,), (face, other)))
    assert np.abs(alone - beside).max() <= 2


def test_red_print_on_a_bright_box_stays_red() -> None:
    box_face = Fill(path=box(0, 0, 200, 100), paint=Lit(colour="#FFFFFF", luminance_cd_m2=250, temperature_k=5000))
    print_ = Fill(path=box(60, 30, 140, 70), paint=Lit(colour="#B3201F", luminance_cd_m2=28, temperature_k=5000))
    red, green, blue = pixels(scene(box_face, print_, ambience=NIGHT))[50, 100]
    assert red > 170
    assert max(green, blue) < 0.55 * red


def test_light_through_coloured_acrylic_tints_the_wall() -> None:
    wall = Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#B0B0B0"))

    def beside(tint: str) -> np.ndarray:
        face = box(90, 45, 110, 55)
        glow = Glow(path=face, luminance_cd_m2=300, temperature_k=5000, reach_mm=(5, 20), tint=tint)
        return pixels(scene(wall, glow, ambience=NIGHT))[50, 85]

    white, green = beside("#FFFFFF"), beside("#20A040")
    assert green[1] > 1.5 * green[0]
    assert white[1] < 1.2 * white[0]


@pytest.mark.parametrize(("material", "ambience"), [("interior", NIGHT), ("glass", DAY)])
def test_panes_before_one_room_show_parts_of_one_picture(material: str, ambience: Ambience) -> None:
    field = Rect(0, 0, 6000, 3000)
    paint = Texture(material=material, colour="#E8B872", seed=5, extent=field)
    halves = (box(0, 0, 3000, 3000), box(3000, 0, 6000, 3000))
    whole = pixels(scene(Fill(path=Path.rect(field), paint=paint), ambience=ambience, bounds=field), 600)
    parts = pixels(scene(*(Fill(path=p, paint=paint) for p in halves), ambience=ambience, bounds=field), 600)
    assert np.abs(whole - parts).max() <= 2
    assert whole.std() > 5


def test_a_glow_fades_away_without_an_edge() -> None:
    wall = Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#B0B0B0"))
    glow = Glow(path=box(90, 45, 110, 55), luminance_cd_m2=900, temperature_k=4000, reach_mm=(2, 5, 10, 20))
    row = pixels(scene(wall, glow, ambience=NIGHT), 800)[200, :, 1]
    out = row[450:]
    assert np.abs(np.diff(out)).max() <= 14
    assert np.abs(np.diff(out[100:])).max() <= 5
    assert out[0] > out[120] > out[300]


def test_a_glow_falls_on_what_was_painted_before_it_only() -> None:
    glow = Glow(path=box(90, 45, 110, 55), luminance_cd_m2=900, temperature_k=4000, reach_mm=(5, 20))
    over = Fill(path=box(110, 0, 200, 100), paint=Solid(colour="#B0B0B0"))
    wall = Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#B0B0B0"))
    picture = pixels(scene(wall, glow, over, ambience=NIGHT))
    assert picture[50, 85].mean() > picture[50, 115].mean() + 25


def test_a_shadow_darkens_where_it_is_cast() -> None:
    shadow = Shadow(path=box(40, 40, 80, 80), offset=Point(20, -20), blur_mm=2, opacity=0.5)
    picture = pixels(scene(shadow))
    assert abs(int(picture[60, 80, 0]) - 188) <= 2  # half the light, right and below of the outline
    assert picture[25, 45, 0] == 255


def test_a_thin_line_stays_readable_and_a_dashed_one_has_gaps() -> None:
    thin = Stroke(path=Path.line([Point(0, 50.5), Point(200, 50.5)]), colour="#000000", width_mm=0.01)
    assert pixels(scene(thin))[49, :, 0].max() < 120
    dashed = replace(thin, width_mm=2.0, dash_mm=(10.0, 10.0))
    row = pixels(scene(dashed))[49, :, 0]
    assert row[5] == 0
    assert row[15] == 255


def test_a_closed_stroke_covers_its_last_corner() -> None:
    ring = Stroke(path=box(50, 20, 150, 80), colour="#000000", width_mm=6)
    picture = pixels(scene(ring))
    assert picture[80, 50, 0] == 0
    assert picture[50, 100, 0] == 255


@pytest.mark.parametrize("ambience", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("material", MATERIALS)
def test_every_material_is_drawn_with_its_pattern(material: str, ambience: Ambience) -> None:
    bounds = Rect(0, 0, 3000, 1500)
    paint = Texture(material=material, colour="#A08C78", seed=4)
    picture = pixels(scene(Fill(path=Path.rect(bounds), paint=paint), ambience=ambience, bounds=bounds), 300)
    if material == "plain" and not ambience.is_night:
        assert (picture == [0xA0, 0x8C, 0x78]).all()
    elif material != "plain":
        assert picture.std() > 0.8


def test_a_material_belongs_to_its_place_in_the_scene() -> None:
    paint = Texture(material="stone", colour="#A08C78", seed=4)
    wall = scene(Fill(path=box(0, 0, 4000, 2000), paint=paint), bounds=Rect(0, 0, 4000, 2000))
    whole = draw(wall, Viewport(bounds=Rect(0, 0, 4000, 2000), width_px=400), "png")
    part = draw(wall, Viewport(bounds=Rect(1000, 0, 3000, 1000), width_px=200), "png")
    one, two = (np.asarray(Image.open(io.BytesIO(r.content))).astype(int) for r in (whole, part))
    assert np.abs(one[100:, 100:300] - two).max() <= 2


def test_a_room_by_night_stays_below_a_lit_letter() -> None:
    bounds = Rect(0, 0, 4000, 2600)
    room = Fill(path=Path.rect(bounds), paint=Texture(material="interior", colour="#F0CF9A", seed=3))
    sign = Fill(path=Path.rect(bounds), paint=Lit(colour="#FFFFFF", luminance_cd_m2=320, temperature_k=4000))
    rooms, signs = (pixels(scene(n, ambience=NIGHT, bounds=bounds)).mean() for n in (room, sign))
    assert 40 < rooms < 0.75 * signs


def test_a_picture_keeps_its_colours_and_fills_its_box() -> None:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), (12, 200, 90)).save(held, "PNG")
    node = Picture(rect=Rect(20, 20, 60, 60), content=held.getvalue(), media_type="image/png")
    picture = pixels(scene(node))
    assert np.abs(picture[50, 40] - [12, 200, 90]).max() <= 1
    assert (picture[50, :20] == 255).all()
    assert (picture[50, 60:] == 255).all()


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"not a picture", "image/png", "render.picture_unreadable"),
        (b"<svg/>", "image/svg+xml", "render.picture_format"),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused_with_words(content: bytes, media_type: str, code: str) -> None:
    node = Picture(rect=Rect(20, 20, 60, 60), content=content, media_type=media_type, title="店标")
    with pytest.raises(RenderError) as caught:
        pixels(scene(node))
    assert caught.value.code == code


def test_the_file_names_its_title_model_and_resolution() -> None:
    drawn = scene()
    content = draw(drawn, Viewport.of(drawn, width_px=200, scale=0.5), "png").content
    opened = Image.open(io.BytesIO(content))
    assert opened.text == {"Title": "试样", "Model": "sha256:0"}
    assert opened.info["dpi"][0] == pytest.approx(2000 * 0.0254, rel=0.01)


def test_a_turned_outline_covers_its_own_area() -> None:
    turned = box(-30, -10, 30, 10).transformed(Affine.turn(30).then(Affine.shift(100, 50)))
    picture = pixels(scene(Fill(path=turned, paint=Solid(colour="#FFFFFF")), background="#000000"), 800)
    light = np.where(picture[:, :, 0] > 127, 1.0, 0.0).sum() / 16
    assert light == pytest.approx(1200, rel=0.01)


def test_an_annotation_keeps_its_colour_by_night_and_the_street_does_not() -> None:
    paper = Fill(path=box(0, 0, 200, 100), paint=Solid(colour="#FFFFFF"), layer="legend")
    street = Group(
        id="street",
        layer="context",
        children=(Fill(path=box(100, 0, 200, 100), paint=Solid(colour="#FFFFFF"), layer="text"),),
    )
    note = Fill(path=box(150, 40, 160, 60), paint=Solid(colour="#1F4E9A"), layer="mark")
    picture = pixels(scene(paper, street, note, ambience=NIGHT))
    assert picture[50, 50].tolist() == [255, 255, 255]
    assert picture[50, 130].max() < 80
    assert picture[50, 155].tolist() == [0x1F, 0x4E, 0x9A]
