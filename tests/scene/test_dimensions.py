from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.geometry import Point, Rect
from signage.scene import Label, label, label_box
from signage.scene.dimensions import (
    SHEET_STYLE,
    Stop,
    chain,
    collisions,
    labels_in,
    level_mark,
    level_text,
    number_boxes,
)
from signage.typography import FontCatalogue


def stops(model: list[float], scale: float = 50.0, edge: float = 0.0) -> list[Stop]:
    return [Stop(at=value / scale, edge=edge, model_mm=value) for value in model]


def test_number_is_the_model_length_and_not_the_paper_length(fonts: FontCatalogue):
    (made,) = chain(fonts, stops([0.0, 6000.0]), 12.0)
    assert (made.text, made.value_mm) == ("6000", 6000.0)
    assert made.end.x - made.start.x == pytest.approx(120.0)


def test_dimension_line_stands_at_least_ten_millimetres_off_and_the_next_seven_to_ten():
    assert SHEET_STYLE.first_mm >= 10.0
    assert 7.0 <= SHEET_STYLE.step_mm <= 10.0
    assert 2.0 <= SHEET_STYLE.tick_mm <= 3.0
    assert 2.5 <= SHEET_STYLE.text_mm <= 3.5


def test_vertical_chain_measures_heights_with_numbers_that_read_from_the_right(fonts: FontCatalogue):
    low, high = chain(fonts, stops([0.0, 400.0, 1200.0], 20.0, edge=50.0), 38.0, is_vertical=True)
    assert (low.text, high.text, low.angle_deg) == ("400", "800", 90.0)
    assert low.start == Point(50.0, 0.0)
    assert all(box.x1 <= 38.0 for box in number_boxes([low, high]))


def test_stops_at_one_place_give_no_empty_segment(fonts: FontCatalogue):
    assert [d.text for d in chain(fonts, stops([0.0, 0.3, 1000.0, 1000.0]), 12.0)] == ["1000"]


def test_numbers_keep_out_of_boxes_that_are_taken(fonts: FontCatalogue):
    (free,) = chain(fonts, stops([0.0, 6000.0]), 12.0)
    taken = number_boxes([free])[0]
    (moved,) = chain(fonts, stops([0.0, 6000.0]), 12.0, taken=[taken])
    assert not number_boxes([moved])[0].overlaps(taken)


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 4000), min_size=1, max_size=9),
    scale=st.sampled_from([10.0, 20.0, 50.0, 100.0]),
    is_vertical=st.booleans(),
)
def test_no_two_numbers_of_any_chain_overlap(fonts: FontCatalogue, lengths: list[int], scale: float, is_vertical: bool):
    model = [float(sum(lengths[:i])) for i in range(len(lengths) + 1)]
    made = chain(fonts, stops(model, scale), 12.0, is_vertical=is_vertical)
    assert [d.text for d in made] == [str(value) for value in lengths]
    assert collisions(made) == ()


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.floats(0.0, 12000.0), min_size=2, max_size=8, unique_by=round),
    zero=st.floats(-3000.0, 3000.0),
)
def test_numbers_of_a_chain_add_up_to_its_whole_length(fonts: FontCatalogue, cuts: list[float], zero: float):
    low, high = min(cuts), max(cuts)
    numbers = [int(d.text) for d in chain(fonts, stops(cuts), 12.0, zero_mm=zero)]
    overall = [int(d.text) for d in chain(fonts, stops([low, high]), 12.0, zero_mm=zero)]
    assert sum(numbers) == sum(overall)
    assert abs(sum(numbers) - (high - low)) <= 1.0 + 1e-6


def test_cut_positions_are_rounded_and_not_segments(fonts: FontCatalogue):
    made = chain(fonts, stops([0.0, 999.7, 5000.3, 6000.0]), 12.0)
    assert [d.text for d in made] == ["1000", "4000", "1000"]


def test_collision_of_two_labels_is_found_inside_groups_and_dimensions(fonts: FontCatalogue):
    (made,) = chain(fonts, stops([0.0, 6000.0]), 12.0)
    number = labels_in([made])[0]
    over = label(fonts, "字", number.at, 2.5)
    assert collisions([made, over]) in (((number, over),), ((over, number),))
    apart = label(fonts, "字", Point(500.0, 500.0), 2.5)
    assert collisions([made, apart]) == ()


@pytest.mark.parametrize(
    ("level_mm", "words"),
    [(0.0, "±0.000"), (0.2, "±0.000"), (3250.0, "3.250"), (-150.0, "-0.150"), (4499.6, "4.500")],
)
def test_level_is_written_in_metres_to_three_decimals(level_mm: float, words: str):
    assert level_text(level_mm) == words


def test_level_mark_puts_its_tip_on_the_level_and_its_words_on_the_asked_side(fonts: FontCatalogue):
    right = level_mark(fonts, Point(10.0, 20.0), 3200.0)
    left = level_mark(fonts, Point(10.0, 20.0), 3200.0, to_left=True)
    words = {mark.id: label_box(next(n for n in mark.children if isinstance(n, Label))) for mark in (right,)}
    assert words[right.id].x0 >= 9.9
    assert label_box(labels_in([left])[0]).x1 <= 10.1
    tip = right.children[0].path.bounds()
    assert isinstance(tip, Rect)
    assert tip.y0 == pytest.approx(20.0)
