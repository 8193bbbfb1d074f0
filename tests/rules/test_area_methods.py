from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import Piece, PieceRole
from signage.frontage import Proposal
from signage.geometry import Affine, Path, Rect
from signage.rules.measures import Measurement, Subject, measure_of
from signage.rules.measures.area_methods import METHODS, letter_groups
from signage.rules.measures.face_merge import ANGLE_15_48IN, ANGLE_30, ANGLE_60, PARALLEL_2FT, FaceRule, counted_area
from tests.rules.scenery import scene

ONE_FACE = [m.name for m in METHODS if m.faces is None and m.name != "area_panel"]


def taken(proposal: Proposal, name: str) -> Measurement:
    found = measure_of(name)
    assert found is not None
    return found.read(Subject(proposal))


def area(proposal: Proposal, name: str) -> float:
    quantity = taken(proposal, name).quantity
    assert quantity is not None
    return quantity.value


def with_letters(*boxes: Rect, logo: Rect | None = None, slant: Affine | None = None, **given: Any) -> Proposal:
    """A sign of letters alone, each an upright box in sign space or its image under a map; and perhaps a logo."""
    proposal = scene(carrier="letters", **given)
    like: Piece = proposal.sign.layout.letters[0]
    by = slant or Affine()
    pieces = [
        replace(like, id=f"l{i}", outline=Path.polygon([by.apply(c) for c in b.corners])) for i, b in enumerate(boxes)
    ]
    if logo is not None:
        pieces.append(replace(like, id="logo", role=PieceRole.LOGO, outline=Path.rect(logo), text="", line=None))
    layout = replace(proposal.sign.layout, pieces=tuple(pieces))
    return replace(proposal, sign=replace(proposal.sign, layout=layout))


ROW = [Rect.sized(n * 600.0, 0.0, 400.0, 400.0) for n in range(4)]


def test_one_rectangle_goes_round_all_letters_and_the_logo():
    assert area(with_letters(*ROW), "area_rectangle") == pytest.approx(2.2 * 0.4)
    apart = with_letters(*ROW, logo=Rect.sized(3000.0, 0.0, 800.0, 1000.0))
    assert area(apart, "area_rectangle") == pytest.approx(3.8 * 1.0)
    assert area(apart, "area_logo_apart") == pytest.approx(2.2 * 0.4 + 0.8)
    assert area(apart, "area_elements") == pytest.approx(2.2 * 0.4 + 0.8)


def test_a_logo_that_overlaps_the_letters_has_no_rectangle_of_its_own():
    touching = with_letters(*ROW, logo=Rect.sized(2100.0, -100.0, 800.0, 1000.0))
    assert area(touching, "area_logo_apart") == area(touching, "area_rectangle")


def test_a_second_line_has_its_own_rectangle():
    two = scene(text="AB", letter=300.0, second_line="CD", second_height=100.0, content_width=1200.0)
    lines = (600.0 + 300.0) * 300.0 + (600.0 + 100.0) * 100.0
    assert area(two, "area_elements") == pytest.approx(lines / 1e6)


def test_slanting_letters_are_smaller_by_a_turned_rectangle():
    turned = with_letters(*ROW, slant=Affine.turn(20.0))
    assert area(turned, "area_turned_rectangle") == pytest.approx(2.2 * 0.4)
    assert area(turned, "area_rectangle") > 1.5


@pytest.mark.parametrize(("gap", "groups"), [(399.99, 1), (400.0, 2), (400.004, 2)])
def test_letters_are_one_sign_only_where_the_gap_is_below_the_largest_dimension(gap: float, groups: int):
    letters = [Rect.sized(0.0, 0.0, 300.0, 400.0), Rect.sized(300.0 + gap, 0.0, 200.0, 300.0)]
    assert len(letter_groups(letters)) == groups


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), st.lists(st.integers(0, 900), min_size=6, max_size=6))
def test_the_order_of_letters_makes_no_other_groups(order: list[int], starts: list[int]):
    letters = [Rect.sized(n * 300.0 + x, float(x), 200.0, 250.0) for n, x in enumerate(starts)]
    one = {frozenset((b.x0, b.y0) for b in g) for g in letter_groups(letters)}
    other = {frozenset((b.x0, b.y0) for b in g) for g in letter_groups([letters[i] for i in order])}
    assert one == other


MERGES = [
    (PARALLEL_2FT, 0.0, 609.6, 1),
    (PARALLEL_2FT, 0.0, 609.61, 2),
    (PARALLEL_2FT, 0.001, 100.0, 2),
    (ANGLE_15_48IN, 15.0, 1219.2, 1),
    (ANGLE_15_48IN, 15.001, 1219.2, 2),
    (ANGLE_15_48IN, 15.0, 1219.21, 2),
    (ANGLE_30, 30.0, 9999.0, 1),
    (ANGLE_30, 30.001, 0.0, 2),
    (ANGLE_60, 60.0, 9999.0, 1),
    (ANGLE_60, 60.001, 0.0, 2),
]


@pytest.mark.parametrize(("rule", "angle", "apart", "counted"), MERGES)
def test_two_faces_count_once_up_to_the_bound_and_not_beyond(rule: FaceRule, angle: float, apart: float, counted: int):
    assert counted_area((2.0, 2.0), angle, apart, rule) == 2.0 * counted
    assert counted_area((2.0, 3.0), angle, apart, rule) == (3.0 if counted == 1 else 5.0)
    assert counted_area((2.0,), angle, apart, rule) == 2.0


def test_a_v_of_two_faces_is_stated_and_a_flat_box_is_known():
    box = {"carrier": "box", "form": "projecting", "faces": 2, "depth": 200.0, "width": 3000.0}
    flat = scene(**box)
    assert area(flat, "area_figure_15deg") == pytest.approx(3.0)
    wide = scene({"face_angle_deg": 45.0, "face_gap_mm": 500.0}, **box)
    assert area(wide, "area_figure_15deg") == pytest.approx(6.0)
    assert area(wide, "area_figure_60deg") == pytest.approx(3.0)
    assert taken(scene({"face_angle_deg": 45.0}, **box), "area_figure_15deg").missing is not None


def test_a_projecting_sign_is_as_wide_as_it_stands_out_from_the_wall():
    out = scene(form="projecting", width=600.0, depth=800.0, height=1000.0)
    assert area(out, "area_product") == pytest.approx(0.8)


def test_the_panel_counts_where_there_is_one_and_letters_alone_have_none():
    assert area(scene(), "area_panel") == pytest.approx(4.0)
    assert area(scene(), "area_figure") == pytest.approx(4.0)
    assert taken(scene(carrier="letters"), "area_panel").absent is not None


def test_nobody_assumes_a_towns_method():
    assert taken(scene(), "sign_area_stated_method_ft2").missing is not None
    assert taken(scene({"area_method": "by-eye"}), "sign_area_stated_method_ft2").missing is not None
    assert area(scene({"area_method": "area_panel"}), "sign_area_stated_method_ft2") == pytest.approx(43.0556, abs=1e-3)


letter = st.tuples(st.integers(0, 3000), st.integers(0, 800), st.integers(50, 500), st.integers(50, 500)).map(
    lambda b: Rect.sized(*(float(n) for n in b))
)


@settings(max_examples=30, deadline=None)
@given(st.lists(letter, min_size=1, max_size=6))
def test_methods_keep_their_order_whatever_the_letters(boxes: list[Rect]):
    sign = with_letters(*boxes)
    by = {name: area(sign, name) for name in ONE_FACE}
    assert by["area_hull"] <= by["area_turned_rectangle"] + 1e-9
    assert by["area_turned_rectangle"] <= by["area_rectangle"] + 1e-9
    assert by["area_eight_sided"] <= by["area_rectangle"] + 1e-9


@settings(max_examples=15, deadline=None)
@given(st.lists(letter, min_size=1, max_size=5), st.sampled_from([2.0, 3.5]))
def test_a_sign_n_times_as_large_has_n_squared_times_the_area(boxes: list[Rect], scale: float):
    small, large = with_letters(*boxes), with_letters(*boxes, slant=Affine.scale(scale))
    for name in ONE_FACE:
        if name != "area_product":  # the envelope is the scenery's own
            assert area(large, name) == pytest.approx(area(small, name) * scale**2, rel=1e-9, abs=2e-6)


def test_the_measured_figure_is_drawn_where_the_letters_are():
    sign = with_letters(*ROW, left=1000.0, bottom=3000.0)
    (mark,) = taken(sign, "area_hull").where
    assert mark.shape == "ring"
    assert mark.bounds == Rect(1000.0, 3000.0, 3200.0, 3400.0)


def test_square_feet_and_square_metres_are_the_same_area():
    for method in METHODS:
        one, other = taken(scene(), method.name), taken(scene(), method.name + "_ft2")
        assert one.quantity is not None
        assert other.quantity is not None
        assert one.quantity.compare(other.quantity) == 0
