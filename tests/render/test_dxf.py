from __future__ import annotations

from io import StringIO
from typing import Any

import ezdxf
import pytest

from signage.design import lay_out, spec_of
from signage.geometry import Path, Point, Rect
from signage.geometry.arcs import ArcRing, ArcVertex
from signage.render import Rendering, Viewport, draw
from signage.render.dxf import _dimensions
from signage.scene import (
    Fill,
    Glow,
    Gradient,
    Group,
    Label,
    Node,
    Picture,
    Scene,
    Solid,
    Stroke,
    Texture,
    compose_workshop,
    label,
)
from signage.scene.shapes import ellipse
from signage.scene.workshop import layer_of
from signage.typography import FontCatalogue

BOX = Path.rect(Rect(0.0, 0.0, 100.0, 50.0))


def scene_of(*nodes: Node) -> Scene:
    return Scene(id="part", title="部件", bounds=Rect(0.0, 0.0, 200.0, 100.0), nodes=nodes)


def drawn(scene: Scene) -> Rendering:
    return draw(scene, Viewport.of(scene), "dxf")


def read(content: bytes) -> Any:
    return ezdxf.read(StringIO(content.decode("utf-8")))


@pytest.fixture(scope="module")
def workshop(fonts: FontCatalogue) -> tuple[Any, Any, bytes]:
    spec = spec_of({"kind": "panel-letters", "name": "盐回国馆", "width_mm": 6000, "height_mm": 1200})
    layout = lay_out(spec, fonts)
    content = drawn(compose_workshop(layout, fonts)).content
    return layout, read(content), content


def test_drawing_passes_the_audit_in_millimetres(workshop: tuple[Any, Any, bytes]):
    _, doc, _ = workshop
    found = doc.audit()
    assert (found.errors, found.fixes) == ([], [])
    assert (doc.header["$INSUNITS"], doc.dxfversion) == (4, "AC1032")


def test_every_dimension_is_a_dimension_entity_that_measures_what_it_says(workshop: tuple[Any, Any, bytes]):
    _, doc, _ = workshop
    found = list(doc.modelspace().query("DIMENSION"))
    assert len(found) >= 8
    for entity in found:
        assert entity.dxf.geometry in doc.blocks
        assert entity.dxf.actual_measurement == pytest.approx(entity.get_measurement())
        if entity.dxf.text != "<>":  # a number that makes its chain add up
            assert entity.get_measurement() == pytest.approx(float(entity.dxf.text), abs=0.101)
    measured = [entity.get_measurement() for entity in found if entity.dxf.text == "<>"]
    assert {6000.0, 1200.0} <= set(measured)
    assert any(abs(value - round(value)) > 0.05 for value in measured)
    assert doc.dimstyles.get("SIGNAGE").dxf.dimdec == 1


def test_numbers_that_are_drawn_are_those_that_were_composed(fonts: FontCatalogue, workshop: tuple[Any, Any, bytes]):
    layout, doc, _ = workshop
    drawn_numbers = []
    for entity in doc.modelspace().query("DIMENSION"):
        drawn_numbers += [e.plain_text() for e in doc.blocks.get(entity.dxf.geometry).query("MTEXT")]
    composed = [n.text for n in _dimensions(compose_workshop(layout, fonts).nodes)]
    assert sorted(drawn_numbers) == sorted(composed)


def test_areas_of_all_letters_come_back_within_a_thousandth(workshop: tuple[Any, Any, bytes]):
    layout, doc, _ = workshop
    piece_layer = layer_of(layout.letters[0])
    rings = [
        ArcRing(tuple(ArcVertex(*vertex) for vertex in entity.get_points("xyb")))
        for entity in doc.modelspace().query(f'LWPOLYLINE[layer=="{piece_layer}"]')
    ]
    meant = sum(piece.outline.signed_area() for piece in layout.letters)
    assert sum(ring.signed_area for ring in rings) == pytest.approx(meant, rel=1e-3)


def test_what_lies_outside_a_clip_or_the_picture_is_not_drawn():
    inside, over, beyond = (Rect(x, 10.0, x + 40.0, 40.0) for x in (20.0, 80.0, 120.0))
    paths = [Path.rect(box) for box in (inside, over, beyond)]
    group = Group(
        id="g",
        children=tuple(Fill(path=path, paint=Solid(colour="#808080")) for path in paths),
        clip=Rect(0.0, 0.0, 100.0, 100.0),
    )
    rail = Stroke(path=Path.line([Point(-500.0, 5.0), Point(500.0, 5.0)]), colour="#FF0000", width_mm=1.0)
    rendering = drawn(scene_of(group, rail))
    boxes = [Rect.around(list(e.get_points("xy"))) for e in read(rendering.content).modelspace().query("LWPOLYLINE")]
    assert boxes == [inside, Rect(80.0, 10.0, 100.0, 40.0), Rect(0.0, 5.0, 200.0, 5.0)]
    assert "clipping" not in rendering.losses


def test_words_outside_the_clip_are_left_out(fonts: FontCatalogue):
    words = [label(fonts, text, at, 5.0) for text, at in (("里", Point(10, 10)), ("外", Point(150, 10)))]
    group = Group(id="g", children=tuple(words), clip=Rect(0.0, 0.0, 100.0, 100.0))
    found = read(drawn(scene_of(group)).content).modelspace().query("TEXT")
    assert [entity.dxf.text for entity in found] == ["里"]


def test_circle_of_a_drawing_is_made_of_arcs():
    disc = Fill(path=ellipse(50.0, 50.0, 30.0), paint=Solid(colour="#336699"))
    (entity,) = read(drawn(scene_of(disc)).content).modelspace().query("LWPOLYLINE")
    assert [abs(bulge) for _, _, bulge in entity.get_points("xyb")] == [1.0, 1.0]


def test_almost_white_is_toned_so_that_it_shows_on_paper_and_gleams_have_no_outline():
    pale = Fill(path=BOX, paint=Solid(colour="#FFFDF0"), layer="pale")
    gleam = Fill(path=BOX, paint=Solid(colour="#FFFFFF", opacity=0.1), layer="gleam")
    found = list(read(drawn(scene_of(pale, gleam)).content).modelspace().query("LWPOLYLINE"))
    assert [entity.dxf.layer for entity in found] == ["pale"]
    assert all(channel < 190 for channel in found[0].rgb)


def test_drawing_names_its_model_and_covers_its_bounds(workshop: tuple[Any, Any, bytes]):
    layout, doc, content = workshop
    assert dict(doc.header.custom_vars.properties)["Model"] == layout.digest
    assert f"Model: {layout.digest}" in content.decode()[:400]
    assert doc.header["$EXTMAX"][0] > layout.envelope.x1


def test_chinese_words_are_text_in_a_style_with_chinese_letters(workshop: tuple[Any, Any, bytes]):
    _, doc, _ = workshop
    words = list(doc.modelspace().query("TEXT"))
    assert any("盐回国馆" in entity.dxf.text for entity in words)
    styles = [doc.styles.get(entity.dxf.style) for entity in words]
    assert {style.dxf.font for style in styles} == {"NotoSansCJK-Regular.ttc"}
    assert {style.get_extended_font_data()[0] for style in styles} == {"SimSun"}


def test_same_scene_gives_the_same_bytes(workshop: tuple[Any, Any, bytes], fonts: FontCatalogue):
    layout, _, content = workshop
    assert drawn(compose_workshop(layout, fonts)).content == content


def test_layers_name_role_and_material(workshop: tuple[Any, Any, bytes]):
    layout, doc, _ = workshop
    assert {layer_of(piece) for piece in layout.pieces} <= {layer.dxf.name for layer in doc.layers}


@pytest.mark.parametrize(
    ("node", "loss"),
    [
        (Glow(path=BOX, luminance_cd_m2=300.0, temperature_k=4000), "light"),
        (Picture(rect=Rect(0, 0, 10, 10), content=b"", media_type="image/png"), "pictures"),
        (Fill(path=BOX, paint=Texture(material="stone", colour="#B9B0A2")), "textures"),
        (
            Fill(path=BOX, paint=Gradient(start=Point(0, 0), end=Point(0, 1), stops=((0.0, "#FFFFFF"),))),
            "gradients",
        ),
    ],
)
def test_what_a_dxf_cannot_show_is_named_as_a_loss(node: Node, loss: str):
    assert loss in drawn(scene_of(node)).losses


def test_closed_outline_is_closed_and_open_line_is_open():
    line = Path.line([Point(0, 0), Point(50, 0), Point(50, 50)])
    nodes = [Stroke(path=path, colour="#000000", width_mm=0.5, layer="a b/c") for path in (BOX, line)]
    found = list(read(drawn(scene_of(*nodes)).content).modelspace().query("LWPOLYLINE"))
    assert [entity.closed for entity in found] == [True, False]
    assert {entity.dxf.layer for entity in found} == {"a-b-c"}


def test_codes_of_cad_programs_in_a_name_stay_plain_text(fonts: FontCatalogue):
    words = label(fonts, "50%%c^J", Point(0, 0), 5.0)
    assert isinstance(words, Label)
    (entity,) = read(drawn(scene_of(words)).content).modelspace().query("TEXT")
    assert "%%" not in entity.dxf.text


def test_dark_ink_is_the_colour_that_turns_white_on_a_black_screen_and_layers_keep_middling_tones(
    workshop: tuple[Any, Any, bytes],
):
    _, doc, _ = workshop
    layers = {layer.dxf.name: layer for layer in doc.layers}
    assert layers["text"].dxf.color == 7
    assert not layers["text"].dxf.hasattr("true_color")
    for layer in layers.values():
        if layer.dxf.hasattr("true_color"):
            value = layer.dxf.true_color
            channels = [(value >> shift & 255) / 255 for shift in (16, 8, 0)]
            luminance = sum(share * c**2.2 for share, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
            assert (luminance + 0.05) / 0.05 >= 3.0, layer.dxf.name
            assert 1.05 / (luminance + 0.05) >= 3.0, layer.dxf.name
