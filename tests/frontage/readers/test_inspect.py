"""What `signage plan inspect` says of a sheet: titles with windows, roles that can be believed, a skeleton to paste."""

from __future__ import annotations

import ezdxf
import pytest

from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.inspect import inspected
from signage.frontage.readers.mapping import Mapping, mapping_schema, read_mapping
from tests.frontage.readers.architect import SAMPLES
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
