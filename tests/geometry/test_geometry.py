from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.geometry import Affine, Path, PathBuilder, Point, Rect, Region, polyline_y_at, polyline_y_max

CIRCLE = Path(
    "MCCCCZ",
    (
        *(1, 0, 1, 0.5523, 0.5523, 1, 0, 1, -0.5523, 1, -1, 0.5523, -1, 0),
        *(-1, -0.5523, -0.5523, -1, 0, -1, 0.5523, -1, 1, -0.5523, 1, 0),
    ),
)
numbers = st.floats(-1000, 1000)


def ring(side: float, *, hole: float) -> Path:
    outer = Path.rect(Rect(0, 0, side, side))
    inset = (side - hole) / 2
    corners = Rect.sized(inset, inset, hole, hole).corners
    return Path.joined([outer, Path.polygon(tuple(reversed(corners)))])


def test_a_ring_keeps_its_hole_in_area_and_region():
    assert ring(100, hole=40).signed_area() == pytest.approx(8400)
    assert Region.of_path(ring(100, hole=40)).area == pytest.approx(8400)


def test_an_island_inside_a_hole_is_counted():
    island = Path.rect(Rect(45, 45, 55, 55))
    assert Region.of_path(Path.joined([ring(100, hole=40), island])).area == pytest.approx(8500)


def test_curves_are_measured_exactly_and_flattened_within_the_tolerance():
    flat = Region.of_path(CIRCLE.transformed(Affine.scale(1000)), tolerance=0.05)
    exact = CIRCLE.transformed(Affine.scale(1000)).signed_area()
    assert flat.area == pytest.approx(exact, rel=2e-4)
    assert CIRCLE.bounds() == Rect(-1, -1, 1, 1)


def test_bounds_of_a_curve_are_its_own_and_not_its_control_points():
    arch = PathBuilder().add("M", (0, 0)).add("Q", (5, 10), (10, 0)).add("Z").build()
    assert arch.bounds() == Rect(0, 0, 10, 5)
    assert arch.control_bounds() == Rect(0, 0, 10, 10)


@given(numbers, numbers, st.floats(0, 360), st.floats(0.1, 10))
def test_an_affine_map_and_its_inverse_cancel(x: float, y: float, angle: float, factor: float):
    there = Affine.turn(angle).then(Affine.scale(factor, factor / 2)).then(Affine.shift(x, y))
    back = there.inverse().apply(there.apply(Point(x, y)))
    assert math.dist(back, (x, y)) < 1e-6


@given(st.floats(0.5, 20), st.floats(0, 360))
def test_area_grows_with_the_square_of_the_scale_and_ignores_turning(factor: float, angle: float):
    moved = CIRCLE.transformed(Affine.turn(angle).then(Affine.scale(factor)))
    assert moved.signed_area() == pytest.approx(CIRCLE.signed_area() * factor**2)


@pytest.mark.parametrize(
    "points",
    [[], [(0, 0), (1, 1)], [(0, 0), (2, 2), (2, 0), (0, 2)], [(0, 0), (1, 0), (2, 0)]],
)
def test_rings_that_cross_or_enclose_nothing_are_refused(points: list[tuple[float, float]]):
    with pytest.raises(ValueError, match="not a simple polygon"):
        Region.polygon(points)


def test_touching_rectangles_do_not_overlap():
    left, right = Rect(0, 0, 10, 10), Rect(10, 0, 20, 10)
    assert not left.overlaps(right)
    assert Region.rect(left).intersection(Region.rect(right)).area == 0


def test_a_path_must_carry_the_numbers_its_verbs_need():
    with pytest.raises(ValueError, match="numbers"):
        Path("ML", (0.0, 0.0))


def test_the_pavement_is_read_between_its_points_and_not_beyond():
    line = (Point(0, -100), Point(10_000, -300), Point(20_000, -200))
    assert polyline_y_at(line, 5000) == -200
    assert polyline_y_at(line, 20_001) is None
    assert polyline_y_max(line, 9000, 20_000) == -200
    assert polyline_y_max(line, -1, 5) is None


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8), numbers, numbers)
def test_a_box_around_points_moves_with_them(points: list[tuple[float, float]], dx: float, dy: float):
    moved = Rect.around([(x + dx, y + dy) for x, y in points])
    expected = Rect.around(points).moved(dx, dy)
    assert moved.x0 == pytest.approx(expected.x0)
    assert moved.y1 == pytest.approx(expected.y1)


def test_growing_inwards_stops_at_the_middle():
    assert Rect(0, 0, 10, 4).grown(-3) == Rect(3, 2, 7, 2)


@given(x=numbers, y=numbers, width=st.floats(0.01, 500), height=st.floats(0.01, 500))
def test_an_upright_rectangle_knows_that_it_is_one(x: float, y: float, width: float, height: float):
    rect = Rect.sized(x, y, width, height)
    corners = rect.corners
    assert Path.rect(rect).as_rect == rect
    assert Path.polygon((*corners[1:], corners[0])).as_rect == rect
    assert Path.polygon(tuple(reversed(corners))).as_rect == rect
    assert Path.polygon((*corners[:3], (x - 1, y + height))).as_rect is None
    assert Path.polygon(corners[:3]).as_rect is None
    assert CIRCLE.as_rect is None
