"""The construction node: what is cut, in true depths and thicknesses, and words whose leaders do not cross."""

from __future__ import annotations

import pytest

from signage.design import SignSpec, lay_out, load_kinds, read_spec, spec_of
from signage.fabrication import make_pack
from signage.geometry import Rect
from signage.resources import bundled
from signage.scene.dimensions import collisions, crossings, labels_in
from signage.scene.labels import label_box
from signage.scene.nodes import Dimension, Group
from signage.scene.sheet_electrics import electric_words
from signage.scene.sheet_materials import material_table, materials_height
from signage.scene.sheet_node import drawn_node, has_node, node_view
from signage.scene.sheet_node_parts import Known, depths_in_section
from signage.scene.sheet_node_sketch import Look
from signage.typography import FontCatalogue
from tests.scene.test_sheet_kinds import walk

CELLS = {
    "wide": Rect(0.0, 0.0, 140.0, 185.0),
    "narrow": Rect(0.0, 0.0, 77.0, 109.0),
    "low": Rect(0.0, 0.0, 110.0, 66.0),
}
BUILT = [k.id for k in load_kinds() if k.id not in ("window-letters", "event-banner", "event-arch", "event-balloon")]


def known_of(kind: str, fonts: FontCatalogue) -> Known:
    return Known(make_pack(lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)))


@pytest.mark.parametrize("kind", BUILT)
@pytest.mark.parametrize("cell", ["wide", "narrow"])
def test_nothing_of_a_node_overlaps_or_leaves_its_cell(kind: str, cell: str, fonts: FontCatalogue) -> None:
    known, area = known_of(kind, fonts), CELLS[cell]
    view = node_view(known.layout, area, known)
    assert view is not None
    nodes = drawn_node(fonts, view)
    assert collisions(nodes, 0.05) == ()
    assert crossings(nodes) == ()
    assert [one.text for one in labels_in(nodes) if not area.contains(label_box(one))] == []
    assert area.grown(0.5).contains(Rect.joined([view.box(shape.box) for shape in view.cut.shapes]))


def test_a_panel_is_cut_with_its_tube_its_sheet_and_its_letter(fonts: FontCatalogue) -> None:
    known = known_of("panel-letters", fonts)
    view = node_view(known.layout, CELLS["wide"], known)
    assert view is not None
    (tube,) = [shape for shape in view.cut.shapes if shape.look is Look.TUBE]
    assert (tube.box.width, tube.box.height, tube.wall_mm) == (40.0, 40.0, 3.0)
    sheets = [shape.box for shape in view.cut.shapes if shape.look is Look.METAL]
    assert any(box.width == pytest.approx(2.0) and box.x1 == pytest.approx(60.0) for box in sheets)  # the panel's front
    assert any(box.height == pytest.approx(0.8) and box.x1 == pytest.approx(117.0) for box in sheets)  # a return
    assert any(shape.look is Look.LAMP for shape in view.cut.shapes)
    words = {call.words for call in view.cut.calls}
    assert any("M10×100" in one for one in words)
    assert any("40×40×3" in one for one in words)
    numbers = {d.text for d in walk(drawn_node(fonts, view)) if isinstance(d, Dimension)}
    assert {"60", "120", "53"} <= numbers  # panel, whole, and the second line by itself


def test_small_print_stands_beside_the_deep_letter_not_in_it(fonts: FontCatalogue) -> None:
    spec = spec_of(
        {
            "kind": "panel-letters",
            "name": "晶湾盐业",
            "small_print": "盐埠路 18 号",
            "width_mm": 6000.0,
            "height_mm": 1200.0,
        }
    )
    known = Known(make_pack(lay_out(spec, fonts)))
    view = node_view(known.layout, CELLS["wide"], known)
    assert view is not None
    bodies = [shape.box for shape in view.cut.shapes if shape.look is Look.CLEAR]
    small = min(bodies, key=lambda box: box.y0)
    assert small.x0 == pytest.approx(60.0)
    assert all(box is small or box.y0 > small.y1 for box in bodies)
    rows = [tuple(d.places) for d in view.cut.depths if not d.is_under]
    assert rows == [(0.0, 60.0, 120.0)]
    assert any("亚克力 5" in call.words for call in view.cut.calls)


@pytest.mark.parametrize("kind", ["projecting", "freestanding"])
def test_a_box_with_two_faces_is_alike_on_both_sides(kind: str, fonts: FontCatalogue) -> None:
    layout = known_of(kind, fonts).layout
    frame = next(p for p in layout.pieces if p.role.value == "frame")
    box = next(p for p in layout.pieces if p.role.value == "box")
    low, high = depths_in_section(box, layout)
    assert low - frame.z_back_mm == pytest.approx(frame.z_front_mm - high)
    assert high - low == pytest.approx(box.z_front_mm - box.z_back_mm)


def test_what_is_thin_has_no_node(fonts: FontCatalogue) -> None:
    for kind in ("window-letters", "event-banner", "event-arch", "event-balloon"):
        assert not has_node(known_of(kind, fonts).layout)


def test_every_colour_of_a_logo_stands_in_the_schedule(fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "jingwan-flagship.toml")), fonts)
    area = Rect(0.0, 0.0, 100.0, materials_height(fonts, layout, 100.0))
    listed = [one.text for one in labels_in(material_table(fonts, layout, area))]
    assert {"#F4FAFB", "#4AA8B8", "#9AD3DC", "#E9C46A"} <= set(listed)
    assert collisions(material_table(fonts, layout, area)) == ()


def test_the_electrical_note_says_what_the_pack_says(fonts: FontCatalogue) -> None:
    pack = make_pack(lay_out(SignSpec(kind="panel-letters", name="晶湾盐业", width_mm=6000.0, height_mm=1200.0), fonts))
    (note,) = electric_words(pack)
    count = sum(one.count for one in pack.lit)
    for words in (f"{pack.electrics.watts:.0f} W", f"{pack.electrics.mains_w:.0f} W", "220 V", "12 V", f"×{count}"):
        assert words in note
    for use in pack.electrics.supplies:
        assert f"{use.rated_w:g} W" in note
    unlit = make_pack(lay_out(SignSpec(kind="plaque", name="晶湾堂", width_mm=2400.0, height_mm=800.0), fonts))
    assert list(electric_words(unlit)) == []


def test_the_node_says_what_is_to_scale(fonts: FontCatalogue) -> None:
    known = known_of("wall-letters", fonts)
    view = node_view(known.layout, CELLS["wide"], known)
    assert view is not None
    said = [one.text for group in drawn_node(fonts, view) for one in labels_in([group])]
    assert any("按比例" in words and "截短" in words for words in said)
    assert isinstance(drawn_node(fonts, view)[0], Group)
