"""Sorts of entities that architects draw with, each read as what one sees or told as left."""

from __future__ import annotations

import math

import ezdxf
import pytest

from signage.frontage.readers.drawing import Stroke
from signage.frontage.readers.dxf_read import read_dxf
from signage.geometry import Rect
from tests.frontage.readers.test_broken import content_of


def new() -> tuple[ezdxf.document.Drawing, ezdxf.layouts.Modelspace]:
    doc = ezdxf.new("R2018", units=4)
    return doc, doc.modelspace()


def strokes(doc: ezdxf.document.Drawing) -> list[Stroke]:
    return list(read_dxf(content_of(doc)).strokes)


def test_a_spline_runs_through_its_fit_points_within_the_tolerance():
    doc, space = new()
    points = [(0, 0), (1000, 800), (2500, 200), (4000, 900)]
    space.add_spline(points)
    (stroke,) = strokes(doc)
    for wanted in points:
        assert min(math.dist(wanted, p) for p in stroke.points) < 0.002 * 4000


def test_a_closed_spline_of_control_points_is_a_ring():
    doc, space = new()
    spline = space.add_spline()
    spline.set_closed([(0, 0, 0), (3000, 0, 0), (3000, 2000, 0), (0, 2000, 0)], degree=3)
    (stroke,) = strokes(doc)
    assert stroke.is_closed
    assert Rect(0, 0, 3000, 2000).contains(stroke.box)


@pytest.mark.parametrize(("start", "end", "closed"), [(0, math.tau, True), (0, math.pi, False)])
def test_an_ellipse_keeps_to_its_equation_whole_or_in_part(start, end, closed):
    doc, space = new()
    space.add_ellipse((1000, 500), major_axis=(1000, 0), ratio=0.5, start_param=start, end_param=end)
    (stroke,) = strokes(doc)
    assert stroke.is_closed is closed
    for p in stroke.points:
        assert abs(((p.x - 1000) / 1000) ** 2 + ((p.y - 500) / 500) ** 2 - 1) < 2e-3
    assert stroke.box.height == pytest.approx(1000 if closed else 500, abs=2)


def test_a_hatch_with_bulges_is_told_and_left_while_its_outline_is_read():
    doc, space = new()
    ring = [(0, 0, 0.5), (2000, 0, 0), (2000, 1000, -0.5), (0, 1000, 0)]
    space.add_lwpolyline(ring, format="xyb", close=True, dxfattribs={"layer": "门"})
    hatch = space.add_hatch(dxfattribs={"layer": "填充"})
    hatch.paths.add_polyline_path([(x, y, b) for x, y, b in ring], is_closed=True)
    found = read_dxf(content_of(doc))
    assert [s.layer for s in found.strokes] == ["门"]
    assert len(found.strokes[0].points) > 6  # the bulges are chords
    (note,) = found.ignored
    assert (note.code, note.params["kind"], note.params["layer"]) == ("reading.not_a_line", "HATCH", "填充")


@pytest.mark.parametrize("depth", [1, 3, 7])
def test_inserts_inside_inserts_multiply_their_scales_and_turns(depth):
    doc, space = new()
    doc.blocks.new("L0").add_lwpolyline([(0, 0), (1, 0), (1, 1), (0, 1)], close=True, dxfattribs={"layer": "0"})
    for level in range(1, depth + 1):
        attribs = {"xscale": 2, "yscale": 2, "layer": "0"}
        doc.blocks.new(f"L{level}").add_blockref(f"L{level - 1}", (10, 0), dxfattribs=attribs)
    space.add_blockref(f"L{depth}", (100, 200), dxfattribs={"rotation": 90, "layer": "窗"})
    (stroke,) = strokes(doc)
    side, shift = 2.0**depth, 10.0 * (2**depth - 1)
    assert (stroke.layer, stroke.is_closed) == ("窗", True)
    assert stroke.box.width == pytest.approx(side)
    assert (stroke.box.x1, stroke.box.y0) == (pytest.approx(100), pytest.approx(200 + shift))


def test_a_mirrored_insert_is_mirrored():
    doc, space = new()
    doc.blocks.new("D").add_lwpolyline([(0, 0), (900, 0), (900, 2100)], dxfattribs={"layer": "0"})
    space.add_blockref("D", (5000, 0), dxfattribs={"xscale": -1, "layer": "门"})
    (stroke,) = strokes(doc)
    assert [tuple(p) for p in stroke.points] == [(5000, 0), (4100, 0), (4100, 2100)]


def test_an_array_of_inserts_gives_each_copy():
    doc, space = new()
    doc.blocks.new("W").add_lwpolyline([(0, 0), (900, 0), (900, 900), (0, 900)], close=True)
    attribs = {"column_count": 3, "column_spacing": 1500, "row_count": 2, "row_spacing": 3000}
    space.add_blockref("W", (0, 0), dxfattribs=attribs)
    assert sorted((s.box.x0, s.box.y0) for s in strokes(doc)) == [(x, y) for x in (0, 1500, 3000) for y in (0, 3000)]
