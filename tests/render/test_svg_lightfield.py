"""Thrown light as pictures: as strong as the raster's, never darker, fading to nothing, the same each time."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from signage.geometry import Affine, Path, Rect
from signage.render import Viewport, draw
from signage.render.png import paint
from signage.render.svg_light import Lighting, Overlay, Toner, core_gain, half_width, shade
from signage.render.svg_lightfield import lighting
from signage.scene import DAY, NIGHT, Ambience, Fill, Glow, Group, Lit, Node, Scene, Solid, Stroke

BOUNDS = Rect(0, 0, 6000, 3000)
WALL = Fill(path=Path.rect(BOUNDS), paint=Solid(colour="#BDB4A6"))
BOX = Path.rect(Rect(2600, 1300, 3400, 1700))
GLOW = Glow(path=BOX, luminance_cd_m2=200, temperature_k=4000, gain=0.4)


def scene_of(*nodes: Node, ambience: Ambience = NIGHT) -> Scene:
    return Scene(id="t", title="t", bounds=BOUNDS, nodes=nodes, ambience=ambience)


def light_of(scene: Scene, cells: int = 600) -> Lighting:
    return lighting(scene, Viewport.of(scene), cells)


def pixels_of(over: Overlay | None) -> NDArray[np.float64]:
    assert over is not None
    return np.asarray(Image.open(io.BytesIO(over.content)).convert("RGBA"), dtype=np.float64)


def laid_over(ground: str, over: Overlay | None) -> NDArray[np.float64]:
    base = np.array([int(ground[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)
    pixels = pixels_of(over)
    share = pixels[..., 3:] / 255
    return np.asarray(base * (1 - share) + pixels[..., :3] * share)


def test_a_glow_over_its_wall_is_what_the_raster_shows() -> None:
    scene = scene_of(WALL, GLOW)
    over = light_of(scene).glows[id(GLOW)]
    mine = laid_over(Toner(NIGHT).surface("#BDB4A6"), over)
    picture = paint(scene, Viewport.of(scene, width_px=600)).astype(np.float64)
    x0, y0 = round(over.box.x0 / 10), round((3000 - over.box.y1) / 10)
    its = picture[y0 : y0 + mine.shape[0], x0 : x0 + mine.shape[1]]
    inner = slice(15, -15)
    differences = np.abs(mine - its)[inner, inner]
    assert differences.mean() < 4.0  # the raster's lens adds its veil, and this picture has it apart
    assert mine.max() > 60


def test_a_glow_fades_to_nothing_and_never_darkens() -> None:
    over = light_of(scene_of(WALL, GLOW)).glows[id(GLOW)]
    pixels = pixels_of(over)
    assert pixels[[0, -1], :, 3].max() == pixels[:, [0, -1], 3].max() == 0
    ground = Toner(NIGHT).surface("#BDB4A6")
    base = np.array([int(ground[i : i + 2], 16) for i in (1, 3, 5)])
    assert (np.rint(laid_over(ground, over)) >= base).all()


def test_a_dark_surface_takes_less_light_than_a_pale_one() -> None:
    dark = Fill(path=Path.rect(Rect(0, 0, 3000, 3000)), paint=Solid(colour="#202020"))
    over = light_of(scene_of(WALL, dark, GLOW)).glows[id(GLOW)]
    alpha = pixels_of(over)[..., 3]
    border = round((3000 - over.box.x0) / over.box.width * alpha.shape[1])
    assert alpha[:, border - 20 : border - 2].mean() * 2 < alpha[:, border + 2 : border + 20].mean()


def test_what_hides_a_surface_takes_its_light() -> None:
    pane = Fill(path=Path.rect(BOUNDS), paint=Solid(colour="#000000"))
    assert light_of(scene_of(WALL, pane, GLOW)).glows == {}


def test_lit_faces_have_a_veil_and_a_scene_by_day_has_no_light() -> None:
    face = Fill(path=BOX, paint=Lit(colour="#FFFFFF", luminance_cd_m2=300, temperature_k=4000))
    assert light_of(scene_of(WALL, face)).veil is not None
    assert light_of(scene_of(WALL, face, GLOW, ambience=DAY)) == Lighting()
    assert light_of(scene_of(WALL)).veil is None


def test_a_bright_letter_has_the_veil_in_its_colour_and_none_over_it() -> None:
    paint_ = Lit(colour="#E8402A", luminance_cd_m2=220, temperature_k=4000, falloff_mm=1)
    face = Fill(path=Path.rect(Rect(1000, 1000, 5000, 1150)), paint=paint_)
    scene = scene_of(WALL, face)
    red, green, blue = light_of(scene).letters[id(face)]
    assert red > green > blue > 0
    svg = draw(scene, Viewport.of(scene), "svg").content.decode()
    assert 'clip-rule="evenodd"' in svg
    shown = paint(scene, Viewport.of(scene, width_px=600))[192, 300].astype(int)
    fill = Toner(NIGHT).lit(paint_, core_gain(face.path, 1.0), (red, green, blue))
    assert [int(fill[i : i + 2], 16) for i in (1, 3, 5)] == pytest.approx(shown.tolist(), abs=6)


def test_the_veil_lies_under_annotations() -> None:
    note = Group(id="note", children=(Stroke(path=BOX, colour="#FF0000", width_mm=9),), layer="mark")
    assert light_of(scene_of(WALL, GLOW, note)).last == 1


def test_light_depends_on_the_scene_alone_whatever_was_drawn_before() -> None:
    def sign(shift: float) -> Group:
        path = BOX.transformed(Affine.shift(shift, 0.0))
        lit = Fill(path=path, paint=Lit(colour="#FFE0B0", luminance_cd_m2=220, temperature_k=3000))
        glow = Glow(path=path, luminance_cd_m2=220, temperature_k=3000)
        return Group(id="sign", children=(glow, lit), layer="sign")

    def contents(light: Lighting) -> list[bytes]:
        return [over.content for over in (*light.glows.values(), light.veil) if over is not None]

    other = [contents(light_of(scene_of(WALL, GLOW, sign(shift)), 500)) for shift in (0.0, 900.0, 0.0)]
    assert other[0] == other[2] != other[1]
    assert len(other[0]) == 3


@pytest.mark.parametrize("width", [20.0, 60.0, 200.0])
def test_a_strip_is_half_as_wide_as_its_area_over_its_length(width: float) -> None:
    strip = Path.rect(Rect(0, 0, 50_000, width))
    assert half_width(strip) == pytest.approx(width / 2, rel=0.01)
    assert 1 < core_gain(strip, 20.0) < 1 / (1 - 0.42) + 1e-9


def test_a_hole_takes_from_the_area() -> None:
    ring = Path.joined([Path.rect(Rect(0, 0, 1000, 1000)), Path.rect(Rect(50, 50, 950, 950)).reversed()])
    assert half_width(ring) == pytest.approx(25.0, rel=0.05)


def test_half_of_the_light_looks_like_three_quarters() -> None:
    assert shade(0.0) == 0
    assert shade(1.0) == 1
    assert shade(0.5) == pytest.approx(0.27, abs=0.01)
