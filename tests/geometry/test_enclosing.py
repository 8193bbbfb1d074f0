from __future__ import annotations

from functools import cache
from math import cos, pi, radians, sin

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPoint, Polygon, box

from signage.geometry import Affine, Path, Point, Rect
from signage.geometry.enclosing import (
    circle_around,
    convex_hull,
    eight_sided,
    hull_figure,
    hull_points,
    turned_rectangle,
    with_at_most_sides,
)
from signage.geometry.shapes import ellipse

points = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(-500, 500)).map(lambda p: Point(float(p[0]), float(p[1]))),
    min_size=3,
    max_size=25,
)
side = st.integers(1, 40)
boxes = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), side, side).map(lambda b: Rect.sized(*(float(n) for n in b))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(points)
def test_a_hull_is_the_one_that_shapely_finds(listed: list[Point]):
    hull = convex_hull(listed)
    assert hull_figure(hull).area == pytest.approx(MultiPoint(listed).convex_hull.area)
    assert set(hull) <= set(listed)


@settings(max_examples=80, deadline=None)
@given(points)
def test_the_turned_rectangle_is_as_small_as_shapelys_and_holds_the_hull(listed: list[Point]):
    hull = convex_hull(listed)
    found = turned_rectangle(hull)
    theirs = MultiPoint(listed).minimum_rotated_rectangle.area
    assert found.area == pytest.approx(theirs, abs=1e-6)
    if theirs > 1:
        assert Polygon(found.corners).area == pytest.approx(found.area)
        assert Polygon(found.corners).buffer(1e-6).covers(MultiPoint(listed))


@settings(max_examples=15, deadline=None)
@given(points)
def test_no_angle_gives_a_smaller_rectangle(listed: list[Point]):
    flat = np.array(listed)
    turns = np.radians(np.arange(0.0, 90.0, 0.25))
    u = flat @ np.stack((np.cos(turns), np.sin(turns)))
    v = flat @ np.stack((-np.sin(turns), np.cos(turns)))
    areas = np.ptp(u, axis=0) * np.ptp(v, axis=0)
    assert turned_rectangle(convex_hull(listed)).area <= areas.min() + 1e-6


@settings(max_examples=60, deadline=None)
@given(points)
def test_hull_turned_rectangle_and_upright_rectangle_are_in_this_order(listed: list[Point]):
    hull = convex_hull(listed)
    turned = turned_rectangle(hull).area
    assert hull_figure(hull).area <= turned + 1e-6
    assert turned <= Rect.around(listed).area + 1e-6


@settings(max_examples=40, deadline=None)
@given(points, st.floats(0.2, 5.0), st.floats(-900, 900), st.floats(0, 90))
def test_areas_follow_scale_and_stay_under_shift_and_turn(
    listed: list[Point], scale: float, shift: float, angle: float
):
    by = Affine.scale(scale).then(Affine.turn(angle)).then(Affine.shift(shift, -shift))
    one, other = convex_hull(listed), convex_hull([by.apply(p) for p in listed])
    assert hull_figure(other).area == pytest.approx(hull_figure(one).area * scale**2, rel=1e-6, abs=1e-3)
    assert turned_rectangle(other).area == pytest.approx(turned_rectangle(one).area * scale**2, rel=1e-6, abs=1e-3)


def test_the_hull_of_a_curve_is_the_curves_own_area():
    round_one = ellipse(0.0, 0.0, 1000.0)
    assert hull_figure(hull_points(round_one)).area == pytest.approx(round_one.signed_area(), rel=1e-4)
    assert hull_points(Path("", ())) == ()


def test_the_circle_round_a_square_passes_through_its_corners():
    found = circle_around(Rect(0, 0, 2, 2).corners)
    assert found.area == pytest.approx(2 * pi)
    assert Polygon(found.corners).buffer(0.01).covers(box(0, 0, 2, 2))


# --- the figure of at most eight sides -----------------------------------------------------------------------------

T = [Rect(0, 0, 30, 10), Rect(10, 10, 20, 40)]
U = [Rect(0, 0, 30, 10), Rect(0, 10, 10, 40), Rect(20, 10, 30, 30)]
STAIRS = [Rect(0, 0, 30, 10), Rect(0, 10, 20, 20), Rect(0, 20, 10, 30)]
Z = [Rect(0, 20, 20, 30), Rect(10, 0, 30, 20)]


@pytest.mark.parametrize(
    ("shape", "area"), [(T, 600), (U, 800), (STAIRS, 600), (Z, 600)], ids=["T", "U", "stairs", "Z"]
)
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_letters_in_the_form_of_a_t_u_z_or_stairs_are_enclosed_without_a_gap(
    shape: list[Rect], area: float, angle: int
):
    by = Affine(
        round(cos(radians(angle))), round(sin(radians(angle))), -round(sin(radians(angle))), round(cos(radians(angle)))
    )
    turned = [Rect.around([by.apply(c) for c in b.corners]) for b in shape]
    found = eight_sided(turned)
    assert found.area == area
    assert len(found.corners) == 8


@settings(max_examples=80, deadline=None)
@given(boxes)
def test_an_eight_sided_figure_holds_every_box_and_has_the_area_that_it_says(listed: list[Rect]):
    found = eight_sided(listed)
    drawn = Polygon(found.corners)
    assert len(found.corners) <= 8
    assert drawn.area == pytest.approx(found.area)
    assert found.area <= Rect.joined(listed).area
    whole = shapely.make_valid(drawn).buffer(1e-6)
    assert all(whole.covers(box(b.x0, b.y0, b.x1, b.y1)) for b in listed)


GRID = 4


@cache
def _figures_on_the_grid() -> tuple[tuple[int, int], ...]:
    """Every connected set of cells of a 4 × 4 grid whose boundary has at most eight corners, with its area."""
    cells = np.arange(1 << GRID * GRID)
    filled = np.zeros((len(cells), GRID + 2, GRID + 2), dtype=bool)
    for row in range(GRID):
        for column in range(GRID):
            filled[:, row + 1, column + 1] = cells >> (row * GRID + column) & 1
    four = sum(filled[:, i : GRID + 1 + i, j : GRID + 1 + j].astype(int) for i in (0, 1) for j in (0, 1))
    crossed = (four == 2) & (filled[:, :-1, :-1] == filled[:, 1:, 1:])
    corners = ((four == 1) | (four == 3)).sum((1, 2)) + 2 * crossed.sum((1, 2))
    few = np.flatnonzero((corners <= 8) & (cells > 0))
    return tuple((int(n), int(n).bit_count()) for n in few if _is_whole(int(n)))


def _is_whole(cells: int) -> bool:
    wanted = {n for n in range(GRID * GRID) if cells >> n & 1}
    seen, edge = set(), [min(wanted)]
    while edge:
        n = edge.pop()
        seen.add(n)
        row, column = divmod(n, GRID)
        near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)}
        edge += [
            m for r, c in near if 0 <= r < GRID and 0 <= c < GRID and (m := r * GRID + c) in wanted and m not in seen
        ]
    return seen == wanted


cell = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 2), st.integers(1, 2)).map(
    lambda b: Rect(float(b[0]), float(b[1]), float(min(4, b[0] + b[2])), float(min(4, b[1] + b[3])))
)


@settings(max_examples=120, deadline=None)
@given(st.lists(cell, min_size=1, max_size=4))
def test_no_figure_of_eight_sides_on_the_grid_is_smaller(listed: list[Rect]):
    need = 0
    for b in listed:
        for row in range(int(b.y0), int(b.y1)):
            for column in range(int(b.x0), int(b.x1)):
                need |= 1 << (row * GRID + column)
    least = min(area for cells, area in _figures_on_the_grid() if cells & need == need)
    found = eight_sided(listed)
    assert found.area <= least
    if Polygon(found.corners).is_valid:  # no arm as thin as a line, which a grid cannot draw
        assert found.area == least


@settings(max_examples=80, deadline=None)
@given(points, st.integers(3, 8))
def test_a_hull_with_fewer_sides_holds_the_hull_and_has_no_more_sides(listed: list[Point], most: int):
    hull = convex_hull(listed)
    if len(hull) < 3:
        return
    figure = with_at_most_sides(hull, most)
    assert len(figure.corners) <= max(most, 4)
    ring = Polygon(figure.corners)
    assert ring.area == pytest.approx(figure.area, rel=1e-9)
    assert ring.buffer(1e-6 * max(1.0, ring.length)).covers(Polygon(hull))
    if len(hull) <= most:
        assert figure.corners == hull


def test_eight_sides_round_a_circle_are_those_of_an_octagon():
    ring = [Point(100 * cos(2 * pi * step / 64), 100 * sin(2 * pi * step / 64)) for step in range(64)]
    octagon = 8 * 100**2 * np.tan(pi / 8)
    assert with_at_most_sides(convex_hull(ring), 8).area <= octagon * 1.02
