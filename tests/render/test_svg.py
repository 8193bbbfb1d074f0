from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.design import SignSpec, lay_out
from signage.geometry import Path, Point, Rect
from signage.render import Viewport, draw
from signage.render.svg_words import escaped, number
from signage.scene import (
    DAY,
    NIGHT,
    Ambience,
    Anchor,
    Dimension,
    Fill,
    Glow,
    Gradient,
    Group,
    Label,
    Lit,
    Node,
    Picture,
    Scene,
    Shadow,
    Solid,
    Stroke,
    Texture,
    compose_sign,
)
from signage.typography import FontCatalogue

SVG = "{http://www.w3.org/2000/svg}"
BOX = Path.rect(Rect(100, 100, 400, 300))
HOSTILE = "\"><script>alert(1)</script>'&]]>\x00\ud800"
_PIXELS = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR4nGM8oSH3n4GBgYGJAQoAH7ICETofAasAAAAASUVORK5CYII="
)  # a PNG of 2 × 2 pixels


def scene_of(*nodes: Node, ambience: Ambience = DAY, title: str = "样图", name: str = "test") -> Scene:
    return Scene(
        id=name, title=title, bounds=Rect(0, 0, 1000, 500), nodes=nodes, ambience=ambience, model_digest="sha256:ab"
    )


def text_of(scene: Scene) -> str:
    return draw(scene, Viewport.of(scene), "svg").content.decode()


def root_of(scene: Scene) -> ElementTree.Element:
    return ElementTree.fromstring(text_of(scene))


def all_nodes() -> tuple[Node, ...]:
    stroke = Stroke(path=Path.line(((0, 0), (10, 10))), colour="#112233", width_mm=2, dash_mm=(4, 2), opacity=0.5)
    words = Label(text="字", at=Point(0, 0), height_mm=10, outline=BOX, anchor=Anchor.MIDDLE)
    dimension = Dimension(
        start=Point(0, 0),
        end=Point(9, 0),
        line_at=Point(0, 5),
        value_mm=9,
        text="9",
        angle_deg=0,
        parts=(stroke, words),
    )
    materials = ("stone", "brick", "plaster", "curtain", "brushed", "wood", "paving", "glass", "interior", "plain")
    stops = ((0.0, "#FF0000"), (1.0, "#0000FF"))
    return (
        *(Fill(path=BOX, paint=Texture(material=m, colour="#A0B0C0", seed=5)) for m in materials),
        Fill(path=BOX, paint=Solid(colour="#445566", opacity=0.4)),
        Fill(path=BOX, paint=Gradient(start=Point(0, 0), end=Point(0, 500), stops=stops)),
        Fill(path=BOX, paint=Lit(colour="#FFF0D0", luminance_cd_m2=250, temperature_k=3000)),
        Shadow(path=BOX, offset=Point(5, -9), blur_mm=8, opacity=0.3),
        Glow(path=BOX, luminance_cd_m2=200, temperature_k=4000),
        Picture(rect=Rect(0, 0, 50, 50), content=_PIXELS, media_type="image/png", title="照片"),
        Group(id="part", children=(stroke, words, dimension), title="部件", subject="S1-02", clip=Rect(0, 0, 100, 100)),
    )


def test_every_contour_of_an_outline_starts_where_it_lies() -> None:
    hole = Path("MQCZ", (200.0, 150.0, 250.0, 150.0, 250.0, 200.0, 240.0, 210.0, 230.0, 220.0, 200.0, 200.0))
    root = root_of(scene_of(Fill(path=Path.joined([BOX, hole]), paint=Solid(colour="#000000"))))
    data = next(root.iter(f"{SVG}path")).get("d")
    assert data == "M100 400l300 0 0 -200 -300 0zM200 350q50 0 50 -50c-10 -10 -20 -20 -50 0z"


@pytest.mark.parametrize("ambience", [DAY, NIGHT])
def test_every_kind_of_node_and_paint_gives_well_formed_xml(ambience: Ambience) -> None:
    root = root_of(scene_of(*all_nodes(), ambience=ambience))
    assert root.tag == f"{SVG}svg"
    assert len(list(root.iter(f"{SVG}path"))) > 14


def test_the_file_holds_no_style_script_handler_or_outside_reference() -> None:
    svg = text_of(scene_of(*all_nodes(), ambience=NIGHT))
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:", svg)
    assert re.findall(r'href="(?!#|data:)', svg) == []
    assert re.findall(r"url\((?!#)", svg) == []


def test_every_reference_is_defined_once() -> None:
    svg = text_of(scene_of(*all_nodes(), ambience=NIGHT))
    ids = re.findall(r'\sid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_hostile_words_stay_words() -> None:
    words = Label(text=HOSTILE, at=Point(0, 0), height_mm=10, outline=BOX)
    part = Group(id=HOSTILE, children=(words,), title=HOSTILE, subject=HOSTILE)
    root = root_of(scene_of(part, title=HOSTILE, name=HOSTILE))
    assert not list(root.iter(f"{SVG}script"))
    title = next(root.iter(f"{SVG}title")).text
    assert title == HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


@given(st.text(max_size=60))
def test_any_text_survives_escaping(words: str) -> None:
    parsed = ElementTree.fromstring(f'<a b="{escaped(words)}">{escaped(words)}</a>')
    legal = all(c in "\t\n\r" or ord(c) >= 0x20 for c in words)
    if legal and not re.search("[\r\n\t\ufffe\uffff\ud800-\udfff]", words):
        assert (parsed.text or "") == words
        assert parsed.get("b") == words


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_right_to_a_hundredth(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.005 + 1e-9
    assert not re.search(r"e|^-?0\.|^-0$", number(value))


def test_y_points_down_and_the_origin_is_the_upper_left_corner() -> None:
    root = root_of(scene_of(Fill(path=BOX, paint=Solid(colour="#000000"))))
    assert root.get("viewBox") == "0 0 1000 500"
    path = next(root.iter(f"{SVG}path"))
    assert path.get("d") == "M100 400l300 0 0 -200 -300 0z"


def test_parts_keep_their_ids_titles_and_subjects_and_words_their_text() -> None:
    root = root_of(scene_of(*all_nodes()))
    part = next(g for g in root.iter(f"{SVG}g") if g.get("id") == "part")
    assert part.get("data-subject") == "S1-02"
    assert part[0].text == "部件"
    assert root.get("role") == "img"
    assert any(p.get("aria-label") == "字" for p in root.iter(f"{SVG}path"))


def test_the_model_digest_travels_in_the_metadata() -> None:
    root = root_of(scene_of())
    assert "sha256:ab" in (next(root.iter(f"{SVG}metadata")).text or "")


def test_the_same_scene_gives_the_same_bytes_and_another_differs() -> None:
    one, again = text_of(scene_of(*all_nodes())), text_of(scene_of(*all_nodes()))
    assert one == again
    assert one != text_of(scene_of(*all_nodes()[:-1]))


def test_night_dims_surfaces_but_not_what_is_written_on_the_picture() -> None:
    wall = Fill(path=BOX, paint=Solid(colour="#FFFFFF"))
    mark = Fill(path=BOX, paint=Solid(colour="#FFFFFF"), layer="mark")
    root = root_of(scene_of(wall, mark, ambience=NIGHT))
    dimmed, written = (p.get("fill") or "" for p in root.iter(f"{SVG}path"))
    assert int(dimmed[1:3], 16) < 80
    assert written == "#ffffff"


def test_light_is_declared_as_a_loss_and_a_plain_drawing_loses_nothing() -> None:
    lit = scene_of(Glow(path=BOX, luminance_cd_m2=200, temperature_k=4000), ambience=NIGHT)
    plain = scene_of(Fill(path=BOX, paint=Solid(colour="#123456")))
    assert draw(lit, Viewport.of(lit), "svg").losses
    assert draw(plain, Viewport.of(plain), "svg").losses == ()


def test_brighter_and_warmer_lamps_look_so() -> None:
    def face(luminance: float, kelvin: int) -> str:
        paint = Lit(colour="#FFFFFF", luminance_cd_m2=luminance, temperature_k=kelvin, falloff_mm=1)
        paths = root_of(scene_of(Fill(path=BOX, paint=paint), ambience=NIGHT)).iter(f"{SVG}path")
        return next(fill for path in paths if (fill := path.get("fill")))

    dim, bright, warm = face(60, 6500), face(300, 6500), face(60, 2700)
    assert int(dim[1:3], 16) < int(bright[1:3], 16)
    assert int(warm[5:7], 16) < int(dim[5:7], 16)


def test_a_real_sign_stays_light(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="panel-letters", name="晶湾盐业生活馆", width_mm=6000.0, height_mm=1200.0)
    scene = compose_sign(lay_out(spec, fonts), DAY, fonts)
    assert len(draw(scene, Viewport.of(scene), "svg").content) < 150_000
