"""What `signage plan inspect` says of a sheet: titles with windows, roles that can be believed, a skeleton to paste."""

from __future__ import annotations

import ezdxf
import pytest

from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.inspect import inspected
from signage.frontage.readers.mapping import Mapping, mapping_schema, read_mapping
from signage.locale import Lang
from tests.frontage.readers import test_faces as faces
from tests.frontage.readers.architect import SAMPLES
from tests.frontage.readers.small_front import box, front, text
from tests.frontage.readers.test_broken import content_of


def seen(content: bytes) -> dict:
    return inspected(read_dxf(content), Mapping())


def test_each_elevation_has_a_window_around_what_it_names():
    found = seen((SAMPLES / "jingwan-li.dxf").read_bytes())
    views = {view["text"]: view for view in found["titles"]}
    x0, y0, x1, y1 = views["晶湾路一侧立面图"]["window"]
    assert x0 < 125_000 - 1200 < 185_000 < x1  # the level mark beside the front is inside
    assert y0 < 36_000 < 48_000 < y1 < 60_000
    assert views["晶湾路一侧立面图"]["at"] == [155_000, 33_800]
    assert views["一层平面图"]["window"] is None


def test_two_titles_never_share_one_view():
    doc = ezdxf.new("R2018", units=4)
    space = doc.modelspace()
    space.add_lwpolyline([(0, 0), (20_000, 0), (20_000, 6000), (0, 6000)], close=True)
    for words, x in (("FRONT ELEVATION", 5000), ("SIDE ELEVATION", 30_000)):
        space.add_text(words, height=500).set_placement((x, -2000))
    windows = {view["text"]: view["window"] for view in seen(content_of(doc))["titles"]}
    assert windows["FRONT ELEVATION"] is not None
    assert windows["SIDE ELEVATION"] is None


@pytest.mark.parametrize(
    ("layer", "role"),
    [
        ("A-GLAZ-WIN", "shopfront"),
        ("win", "window"),
        ("WINDOWS", "window"),
        ("column", "columns"),
        ("STOREFRONT", "shopfront"),
        ("TENANT", "units"),
        ("COLOURS", None),  # no column
        ("TWINS", None),  # no window
        ("BLK_1_LVL_0_FRONT_YARD", None),  # a name of levels, and nothing level on it
    ],
)
def test_a_role_is_guessed_only_where_name_and_lines_agree(layer, role):
    doc = ezdxf.new("R2018", units=4)
    space = doc.modelspace()
    space.add_line((0, 0), (20_000, 0), dxfattribs={"layer": "0"})
    box = [(4000, 900), (5500, 900), (5500, 2400), (4000, 2400)]
    space.add_lwpolyline(box, close=True, dxfattribs={"layer": layer})
    found = seen(content_of(doc))
    roles = read_mapping(found["map"]).layers
    assert roles == ({role: (layer,)} if role else {})
    assert (layer in {one["layer"] for one in found["unknown"]}) is (role is None)


def test_a_layer_without_lines_is_no_candidate():
    doc = ezdxf.new("R2018", units=4)
    doc.layers.add("门")
    doc.modelspace().add_line((0, 0), (20_000, 0))
    doc.modelspace().add_text("M1021", height=300, dxfattribs={"layer": "门"})
    found = seen(content_of(doc))
    assert "door" not in read_mapping(found["map"]).layers
    assert "门" in {one["layer"] for one in found["layers"]}


def test_the_skeleton_keeps_floors_and_bays_above_the_first_table():
    doc = ezdxf.new("R2018", units=4)
    doc.modelspace().add_lwpolyline([(0, 0), (9000, 0), (9000, 5000), (0, 5000)], close=True)
    text = seen(content_of(doc))["map"]
    assert text.index("# floors_mm") < text.index("# bays_mm") < text.index("[layers]")
    filled = text.replace("# floors_mm = [0, …]", "floors_mm = [0, 4500]").replace(
        "# bays_mm = [0, …]", "bays_mm = [0, 9000]"
    )
    told = read_mapping(filled)
    assert (told.floors_mm, told.bays_mm) == ((0, 4500), (0, 9000))


def test_the_schema_of_mappings_describes_every_key():
    schema = mapping_schema()
    for name, key in schema["properties"].items():
        assert key.get("description"), name
    assert set(schema["properties"]) == set(Mapping.model_fields)
    assert "arcades" in schema["properties"]["layers"]["properties"]
    assert all(key["description"] for key in schema["$defs"]["Origin"]["properties"].values())


@pytest.mark.parametrize(
    ("layer", "role"),
    [("DOTE", "bays"), ("A-FLOR-LEVL", "slabs"), ("L-PVMT", "pavement"), ("GRADE", "pavement"), ("A-ROOF", "parapet")],
)
def test_usual_layers_of_lines_are_guessed(layer, role):
    doc = ezdxf.new("R2018", units=4)
    space = doc.modelspace()
    for n in range(4):
        start, end = ((n * 6000, 0), (n * 6000, 8000)) if role == "bays" else ((0, n * 3000), (18_000, n * 3000))
        space.add_line(start, end, dxfattribs={"layer": layer})
    assert read_mapping(seen(content_of(doc))["map"]).layers == {role: (layer,)}


@pytest.mark.parametrize("layer", ["铺号", "A-UNIT-TEXT", "TENANT-LABELS"])
def test_layers_of_shop_numbers_are_labels(layer):
    doc, space = front()
    text(space, layer, "A01", 1000, 3000)
    assert read_mapping(seen(content_of(doc))["map"]).layers["labels"] == (layer,)


@pytest.mark.parametrize(("unit", "scale", "likely"), [(4, 0.001, "m"), (1, 1.0, "mm"), (0, 1.0, "mm")])
def test_a_unit_in_doubt_is_a_remark_so_that_the_draft_asks_again(unit, scale, likely):
    doc, space = front(scale=scale, unit=unit)
    for n in range(4):
        box(space, "门", n * 4000 + 500, 0, n * 4000 + 1700, 2300, scale)
    drawing = read_dxf(content_of(doc))
    draft = inspected(drawing, Mapping())["map"]
    assert read_mapping(draft).unit is None
    assert f'# unit = "{likely}"' in draft.splitlines()[0]
    (question,) = [q for q in assemble(drawing, read_mapping(draft)).questions if q.is_blocking]
    assert question.params["likely"] == likely
    english = inspected(drawing, Mapping(), Lang.EN)["map"]
    assert "look like" in english
    assert english.isascii() or "…" in english


def test_a_unit_that_header_and_sizes_agree_on_is_filled_in():
    doc, space = front()
    box(space, "门", 500, 0, 1700, 2300)
    assert read_mapping(seen(content_of(doc))["map"]).unit == "mm"


def test_a_reduced_sheet_is_told_with_its_scale_and_the_draft_leaves_it_open():
    doc, space = front(scale=0.01, unit=0)
    text(space, "文字", "沿街立面 1:100", 5000, -3000, 0.01, height=500)
    found = seen(content_of(doc))
    assert (found["likely"], found["scale"]) == ("mm", 100)
    told = read_mapping(found["map"])
    assert (told.unit, told.scale) == (None, 1.0)
    assert "# scale = 100" in found["map"]


def test_every_elevation_of_a_sheet_is_drafted_as_a_face():
    told = read_mapping(seen(faces.drawn())["map"])
    assert [face.title for face in told.faces] == ["EAST ELEVATION", "NORTH ELEVATION"]
    assert told.layers["bays"] == ("AXIS",)
    twice = ezdxf.new("R2010", units=4)
    for x in (10_000, 60_000):
        faces.elevation(twice.modelspace(), x, 5000, 12_000, "ELEVATION")
    windows = [face.window for face in read_mapping(seen(content_of(twice))["map"]).faces]
    assert len(windows) == len({w[0] for w in windows if w}) == 2


def test_the_window_ends_at_a_wide_empty_strip_beside_the_view():
    doc, space = front()
    text(space, "文字", "ELEVATION", 6000, -3000, height=500)
    for x in (20_000, 28_000):  # the section beside it
        space.add_line((x, -150), (x, 8000), dxfattribs={"layer": "剖面"})
    space.add_line((20_000, 0), (28_000, 0), dxfattribs={"layer": "剖面"})
    space.add_lwpolyline([(8000, -2800), (8000, -200)])  # a leader and a line below hold both together
    space.add_line((8000, -2800), (24_000, -3600), dxfattribs={"layer": "引线"})
    space.add_line((24_000, -3600), (24_000, 100), dxfattribs={"layer": "引线"})
    (view,) = seen(content_of(doc))["titles"]
    x0, _, x1, _ = view["window"]
    assert x0 < 0
    assert 16_000 < x1 < 20_000
