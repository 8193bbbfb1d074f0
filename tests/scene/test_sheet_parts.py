"""Parts of the sheet by themselves: broken axes, rows of dimensions, block plan, schedule, notes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import cos, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import SignSpec, lay_out
from signage.frontage import FrontagePlan, Proposal, place
from signage.geometry import Point, Rect
from signage.scene import SheetParticulars
from signage.scene.dimensions import Stop, collisions, labels_in, number_boxes
from signage.scene.sheet_axis import Axis
from signage.scene.sheet_location import location
from signage.scene.sheet_materials import parts_of
from signage.scene.sheet_notes import StructureTriggers, note_texts
from signage.scene.sheet_paper import lines_for
from signage.scene.sheet_rows import Row, stacked
from signage.typography import FontCatalogue

GIVEN = SheetParticulars(drawing_number="JW-01", project="晶湾里商业街")
AREA = Rect(0.0, 0.0, 75.0, 62.0)


def proposal_of(plan: FrontagePlan, fonts: FontCatalogue, spec: SignSpec, unit: str = "S1-02") -> Proposal:
    return Proposal(plan=plan, sign=place(lay_out(spec, fonts), plan, unit))


@settings(max_examples=80, deadline=None)
@given(
    spans=st.lists(st.tuples(st.floats(-5e3, 2e4), st.floats(10.0, 4e3)), min_size=1, max_size=4),
    scale=st.sampled_from([5.0, 20.0, 50.0, 100.0]),
    values=st.lists(st.floats(-6e3, 3e4), min_size=2, max_size=6),
)
def test_broken_axis_never_turns_back_and_keeps_scale_inside_its_spans(
    spans: list[tuple[float, float]], scale: float, values: list[float]
):
    axis = Axis.over([(low, low + size) for low, size in spans], scale, 10.0)
    places = [axis(value) for value in sorted(values)]
    assert all(a <= b + 1e-6 for a, b in pairwise(places))
    for low, high in axis.spans:
        assert (axis(high) - axis(low)) * scale == pytest.approx(high - low, abs=1e-3)
    assert axis(axis.spans[-1][1]) - axis(axis.spans[0][0]) == pytest.approx(axis.length)


def test_spans_that_nearly_meet_are_joined_and_others_are_broken():
    assert Axis.over([(0.0, 100.0), (150.0, 300.0)], 20.0, 0.0).breaks == ()
    assert len(Axis.over([(0.0, 100.0), (5000.0, 5300.0)], 20.0, 0.0).breaks) == 1


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 6000), min_size=2, max_size=7, unique=True),
    scale=st.sampled_from([20.0, 50.0, 100.0, 300.0]),
    outward=st.sampled_from([1.0, -1.0]),
    is_vertical=st.booleans(),
)
def test_no_two_numbers_of_stacked_rows_overlap(
    fonts: FontCatalogue, cuts: list[int], scale: float, outward: float, is_vertical: bool
):
    def stops(places: list[int]) -> tuple[Stop, ...]:
        return tuple(Stop(at=value / scale, edge=0.0, model_mm=float(value)) for value in places)

    rows = [Row(stops=stops(cuts), subject="inner"), Row(stops=stops([min(cuts), max(cuts)]), subject="outer")]
    made = stacked(fonts, rows, 8.0 * outward, outward=outward, is_vertical=is_vertical)
    assert collisions(made) == ()
    assert len(number_boxes(made)) == len(cuts) - 1 + (len(cuts) > 2)


def test_row_that_repeats_a_nearer_one_is_left_out(fonts: FontCatalogue):
    stops = (Stop(at=0.0, edge=0.0, model_mm=0.0), Stop(at=50.0, edge=0.0, model_mm=1000.0))
    rows = [Row(stops=stops, subject="margins"), Row(stops=stops, subject="width")]
    assert [d.subject for d in stacked(fonts, rows, 8.0, outward=1.0)] == ["margins"]


def test_plan_without_a_baseline_shows_the_outline_of_the_face(
    plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue
):
    bare = replace(plan, faces=tuple(replace(face, baseline=()) for face in plan.faces))
    words = [n.text for n in labels_in(location(proposal_of(bare, fonts, spec), fonts, AREA))]
    assert "位置图" in words
    assert not any("晶湾路" in word for word in words)


def test_plan_with_a_baseline_shows_road_kerb_and_scale(plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue):
    words = [n.text for n in labels_in(location(proposal_of(plan, fonts, spec), fonts, AREA))]
    assert "位置图　1:1000" in words
    assert "晶湾路（宽 30 m）" in words
    assert "6000" in words


@settings(max_examples=25, deadline=None)
@given(turn=st.floats(0.0, 360.0), x=st.floats(-1e5, 1e5), y=st.floats(-1e5, 1e5))
def test_block_plan_does_not_depend_on_how_the_plan_is_turned(
    plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue, turn: float, x: float, y: float
):
    long = plan.faces[0].width_mm
    ends = (Point(x, y), Point(x + long * cos(radians(turn)), y + long * sin(radians(turn))))
    turned = replace(plan, faces=(replace(plan.faces[0], baseline=ends),))
    nodes = location(proposal_of(turned, fonts, spec), fonts, AREA)
    straight = location(proposal_of(plan, fonts, spec), fonts, AREA)
    places = [(n.text, n.at) for n in labels_in(nodes)]
    for (text, at), (other, there) in zip(places, [(n.text, n.at) for n in labels_in(straight)], strict=True):
        assert text == other
        assert at == pytest.approx(there, abs=0.02)


def test_schedule_has_a_row_for_each_distinct_part(plan: FrontagePlan, fonts: FontCatalogue):
    spec = SignSpec(kind="panel-letters", name="晶湾盐业", second_line="SALT", width_mm=4000.0, height_mm=1000.0)
    rows = [(part.name, part.count) for part in parts_of(lay_out(spec, fonts))]
    assert rows == [("底板", 1), ("第 1 行字", 4), ("第 2 行字", 4)]


def test_trim_of_a_lit_face_is_a_row_of_its_own(fonts: FontCatalogue):
    spec = SignSpec(kind="rooftop-letters", name="晶湾", width_mm=6000.0, height_mm=2400.0)
    assert "包边 12 mm" in [part.name for part in parts_of(lay_out(spec, fonts))]


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [(3999.0, 900.0, "未达"), (4000.0, 900.0, "边长 4000 mm"), (3900.0, 2600.0, "面积 10.14 m²")],
)
def test_calculation_is_due_from_the_stated_thresholds_on(
    plan: FrontagePlan, fonts: FontCatalogue, width: float, height: float, words: str
):
    spec = SignSpec(kind="panel-letters", name="盐", width_mm=width, height_mm=height)
    notes = note_texts(proposal_of(plan, fonts, spec), GIVEN)
    structure = next(note for note in notes if note.startswith("结构"))
    assert words in structure
    assert "示例" in structure


def test_thresholds_are_parameters(plan: FrontagePlan, fonts: FontCatalogue):
    spec = SignSpec(kind="panel-letters", name="盐", width_mm=2000.0, height_mm=900.0)
    notes = note_texts(proposal_of(plan, fonts, spec), GIVEN, StructureTriggers(side_mm=1500.0))
    assert any("边长 2000 mm（≥ 1500）" in note for note in notes)


def test_unlit_sign_has_no_electrical_note(plan: FrontagePlan, fonts: FontCatalogue):
    spec = SignSpec(kind="plaque", name="晶湾堂", width_mm=2400.0, height_mm=800.0)
    assert not any(note.startswith("电气") for note in note_texts(proposal_of(plan, fonts, spec), GIVEN))


def test_mark_that_may_not_begin_a_line_takes_its_whole_word_along(fonts: FontCatalogue):
    words = "最细笔画 68 mm。"
    for width in range(8, 30):
        for line in lines_for(fonts, words, 2.1, float(width)):
            assert not line.startswith("。")
            assert line not in ("m。", "mm")


def test_the_schedule_counts_the_letters_of_both_faces(fonts: FontCatalogue) -> None:
    layout = lay_out(SignSpec(kind="hanging", name="晶湾茶坊", width_mm=1200.0, height_mm=400.0), fonts)
    assert layout.faces == 2
    counts = [part.count for part in parts_of(layout) if part.name == "字"]
    assert counts == [8]
