"""Closed shapes in loose lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from signage.geometry import Point, Rect
from signage.geometry.linework import closed_shapes


def sides(rect: Rect, by: float = 0.0) -> list[tuple[Point, Point]]:
    a, b, c, d = rect.corners
    return [(a, Point(b.x - by, b.y)), (b, c), (Point(c.x, c.y + by), d), (d, a)]


def test_two_rectangles_apart_are_two_shapes_and_a_frame_inside_belongs_to_its_outer_one():
    lines = sides(Rect(0, 0, 100, 200)) + sides(Rect(10, 10, 90, 190)) + sides(Rect(300, 0, 400, 200))
    work = closed_shapes(lines, 1.0)
    assert {Rect.around(r) for r in work.rings} == {Rect(0, 0, 100, 200), Rect(300, 0, 400, 200)}


def test_a_mullion_that_stops_short_of_the_frame_is_cut_in_where_it_meets():
    lines = [*sides(Rect(0, 0, 100, 200)), (Point(50, 0.5), Point(50, 199.5))]
    whole = closed_shapes(lines, 1.0)
    assert [Rect.around(r) for r in whole.rings] == [Rect(0, 0, 100, 200)]
    assert whole.bridged == 2
    apart = closed_shapes(lines, 1.0, [Point(25, 100), Point(75, 100)])
    assert {Rect.around(r).width for r in apart.rings} == {50.0}


def test_lines_that_close_nothing_are_given_back():
    work = closed_shapes(sides(Rect(0, 0, 100, 200))[:3], 1.0)
    assert work.rings == ()
    assert len(work.loose) == 3


@settings(max_examples=40, deadline=None)
@given(st.floats(20, 5000), st.floats(20, 5000), st.floats(0, 4.9), st.permutations([0, 1, 2, 3]))
def test_a_rectangle_with_small_gaps_closes_in_any_order_of_its_sides(width, height, gap, order):
    lines = sides(Rect(0, 0, width, height), gap)
    (ring,) = closed_shapes([lines[i] for i in order], 5.0).rings
    box = Rect.around(ring)
    assert abs(box.width - width) <= 5
    assert abs(box.height - height) <= 5


def test_the_same_lines_give_the_same_shapes():
    lines = sides(Rect(0, 0, 100, 200), 0.7)
    assert closed_shapes(lines, 1.0) == closed_shapes(lines, 1.0)
