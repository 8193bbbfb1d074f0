from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signage.geometry import Point, Rect
from signage.geometry.clip import clipped_line, clipped_ring

TO = Rect(0.0, 0.0, 100.0, 50.0)
coordinate = st.floats(-150.0, 250.0).map(lambda v: round(v, 1))
points = st.lists(st.tuples(coordinate, coordinate).map(lambda p: Point(*p)), min_size=2, max_size=7)


def test_ring_over_the_edge_is_cut_along_it():
    (ring,) = clipped_ring(list(Rect(50.0, 10.0, 150.0, 40.0).corners), TO)
    assert Rect.around(ring) == Rect(50.0, 10.0, 100.0, 40.0)


def test_line_that_leaves_and_comes_back_is_in_parts():
    parts = clipped_line([Point(10, 10), Point(10, 90), Point(60, 90), Point(60, 10)], TO)
    assert [(p[0], p[-1]) for p in parts] == [((10, 10), (10, 50)), ((60, 50), (60, 10))]


def test_what_is_outside_or_only_touches_is_gone():
    assert clipped_ring(list(Rect(200.0, 0.0, 300.0, 40.0).corners), TO) == []
    assert clipped_ring(list(Rect(100.0, 0.0, 300.0, 40.0).corners), TO) == []
    assert clipped_line([Point(-5, 60), Point(105, 60)], TO) == []


@given(points)
def test_nothing_is_left_outside(line: list[Point]):
    wide = TO.grown(1e-6)
    for part in [*clipped_line(line, TO), *clipped_ring(line, TO)]:
        assert wide.contains(Rect.around(part))
