"""A sheet with several elevations: one mapping, one import, one plan with several faces."""

from __future__ import annotations

import io
from functools import cache

import ezdxf
import pytest

from signage.errors import PlanError
from signage.frontage.readers.assemble import assemble
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.dxf_read import read_dxf
from signage.frontage.readers.mapping import Mapping, mapping_schema, read_mapping

MAP = """
unit = "mm"
[layers]
bays = ["AXIS"]
slabs = ["SLAB"]
window = ["WIN"]
units = ["UNIT"]
pavement = ["GROUND"]
[plan]
id = "corner"
building = "转角楼（虚构）"
address = "示例市示例路 1 号"
city = "示例市"
revision = "2026-1"
valid_from = 2026-01-01
[face]
zone = "E3"
wall = "stone"
[[faces]]
title = "EAST ELEVATION"
face = { id = "east", name = "东立面" }
[[faces]]
title = "NORTH ELEVATION"
face = { id = "north", name = "北立面", wall = "brick" }
"""


def elevation(space, x: float, y: float, width: float, title: str) -> None:
    """Draw a face of one storey whose ±0.000 is at (x, y)."""
    for n in range(round(width / 4000) + 1):
        space.add_line((x + n * 4000, y), (x + n * 4000, y + 4200), dxfattribs={"layer": "AXIS"})
    for level in (0, 4200):
        space.add_line((x, y + level), (x + width, y + level), dxfattribs={"layer": "SLAB"})
    for layer, (x0, y0, x1, y1) in (("UNIT", (0, 0, 4000, 4200)), ("WIN", (800, 900, 3200, 2600))):
        ring = [(x + x0, y + y0), (x + x1, y + y0), (x + x1, y + y1), (x + x0, y + y1)]
        space.add_lwpolyline(ring, close=True, dxfattribs={"layer": layer})
    space.add_line((x, y - 150), (x + width, y - 150), dxfattribs={"layer": "GROUND"})
    space.add_text(title, height=500, dxfattribs={"layer": "TEXT"}).set_placement((x + 1000, y - 1800))


def drawn(unit: int = 4) -> bytes:
    doc = ezdxf.new("R2010", units=unit)
    elevation(doc.modelspace(), 10_000, 5_000, 12_000, "EAST ELEVATION")
    elevation(doc.modelspace(), 40_000, 5_000, 8_000, "NORTH ELEVATION")
    doc.modelspace().add_line((0, 30_000), (3000, 30_000), dxfattribs={"layer": "NOTES"})
    stream = io.StringIO()
    doc.write(stream)
    return stream.getvalue().encode()


@cache
def sheet(unit: int = 4) -> Drawing:
    return read_dxf(drawn(unit))


def told(**options: object) -> Mapping:
    return read_mapping(MAP).told(dict(options))


def test_every_face_of_the_mapping_becomes_a_face_of_one_plan():
    report = assemble(sheet(), told())
    assert report.plan is not None, [n.words() for n in report.questions] + [p.words() for p in report.problems]
    east, north = report.plan.faces
    assert (east.id, east.width_mm, east.wall) == ("east", 12_000, "stone")
    assert (north.id, north.width_mm, north.wall) == ("north", 8_000, "brick")
    assert [o.outline[0].x for o in north.openings] == [800.0]


def test_ids_that_the_import_gives_are_its_face_s_own():
    report = assemble(sheet(), told())
    assert report.plan is not None
    assert [[u.id for u in face.units] for face in report.plan.faces] == [["S1-01"], ["north-S1-01"]]
    own = read_mapping(MAP.replace('title = "NORTH', 'prefix = "N."\ntitle = "NORTH'))
    report = assemble(sheet(), own)
    assert report.plan is not None
    assert [u.id for u in report.plan.faces[1].units] == ["N.S1-01"]


def test_what_is_told_says_which_face_it_is_of_and_what_lies_in_none_is_told_once():
    cut = read_mapping(MAP.replace("bays =", 'arcades = ["ARC"]\nbays ='))
    report = assemble(sheet(), cut)
    assert [n.source for n in report.questions if n.code == "reading.role_empty"] == ["east", "north"]
    outside = [n.params for n in report.ignored if n.code == "reading.outside"]
    assert outside == [{"layers": "NOTES 1", "count": 1}]


def test_one_face_of_the_mapping_can_be_read_alone_with_the_ids_that_it_has_among_all():
    report = assemble(sheet(), told(face="north"))
    assert report.plan is not None
    assert [face.id for face in report.plan.faces] == ["north"]
    assert [u.id for u in report.plan.faces[0].units] == ["north-S1-01"]


def test_a_face_that_the_mapping_lacks_or_a_title_for_all_is_refused():
    with pytest.raises(PlanError, match="face_unknown"):
        told(face="west")
    with pytest.raises(PlanError, match="which_face"):
        told(title="EAST ELEVATION")


def test_a_face_without_its_unit_blocks_the_plan_and_says_whose_it_is():
    report = assemble(sheet(unit=0), read_mapping(MAP.replace('unit = "mm"', "")))
    assert report.plan is None
    assert {n.source for n in report.questions if n.is_blocking} == {"east", "north"}


def test_the_schema_describes_the_faces_of_a_mapping():
    schema = mapping_schema()
    described = schema["$defs"]["FaceMapping"]["properties"]
    assert all(one["description"] for one in described.values())
