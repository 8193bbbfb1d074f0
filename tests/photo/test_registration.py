"""Corners and points: what is refused, in one clear error each, and what the accuracy says."""

from __future__ import annotations

import math

import pytest

from signage.errors import InputError
from signage.geometry import Point, Rect
from signage.locale import Lang, describe
from signage.photo import Tie, TiedDistance, accuracy_of, register_photo
from tests.photo.conftest import CORNERS, DOOR

SIZE = (800, 600)
A, B, C, D = CORNERS

REFUSED = [
    ((A, C, B, D), "corners_cross"),
    ((A, B, D, C), "corners_cross"),
    ((B, A, D, C), "corners_order"),  # mirrored
    ((D, C, B, A), "corners_order"),  # upside down
    ((B, C, D, A), "corners_order"),  # turned
    ((A, (420.0, 300.0), (420.0, 302.0), D), "corners_repeat"),
    ((A, A, C, D), "corners_repeat"),
    ((A, (360.0, 300.0), (420.0, 300.0), D), "corners_in_line"),
    ((A, B, (330.0, 318.0), D), "corners_dented"),
    (((-1.0, 300.0), B, C, D), "point_outside"),
    (((300.0, 300.0), (420.0, 300.0), (420.0, 601.0), (300.0, 430.0)), "point_outside"),
    (((math.nan, 300.0), B, C, D), "point_outside"),
    (((math.inf, 300.0), B, C, D), "point_outside"),
    ((A, B, C), "corner_count"),
    ((A, B, C, D, A), "corner_count"),
]


@pytest.mark.parametrize(("corners", "code"), REFUSED)
def test_impossible_corners_are_refused_with_a_sentence(corners, code) -> None:
    with pytest.raises(InputError) as caught:
        register_photo(SIZE, corners, DOOR)
    assert caught.value.code == f"photo.{code}"
    for lang in Lang:
        told = describe(caught.value, lang)
        assert told.message
        assert told.hint


@pytest.mark.parametrize(
    "rect", [Rect(0, 0, 0, 2600), Rect(0, 0, 2400, 0), Rect(0, 0, math.inf, 2600), Rect(0, 0, 2e6, 2600)]
)
def test_a_rectangle_without_a_sound_size_is_refused(rect: Rect) -> None:
    with pytest.raises(InputError, match="size_impossible"):
        register_photo(SIZE, CORNERS, rect)


def test_a_nonsense_recess_and_distance_are_refused() -> None:
    with pytest.raises(InputError, match="recess_impossible"):
        register_photo(SIZE, CORNERS, DOOR, plane_mm=math.nan)
    for length in (0.0, -5.0, math.nan):
        distance = TiedDistance(start=Point(300, 300), end=Point(420, 300), length_mm=length)
        with pytest.raises(InputError, match="distance_impossible"):
            register_photo(SIZE, CORNERS, DOOR, distances=[distance])


def test_four_corners_claim_no_residual_but_a_sensitivity() -> None:
    found = accuracy_of(register_photo(SIZE, CORNERS, DOOR), Rect.sized(0, 2900, 2400, 600))
    assert found.fit_px is None
    assert found.mm_per_px == pytest.approx((20.0, 20.0))
    assert found.corner_mm > 20.0  # one pixel is 20 mm, and the sign lies outside the rectangle
    assert found.all_corners_mm > found.corner_mm


def test_check_points_and_distances_say_how_far_the_map_is_off() -> None:
    tied = register_photo(
        SIZE,
        CORNERS,
        DOOR,
        checks=[Tie(pixel=Point(363.0, 304.0), wall=Point(1200.0, 2600.0))],
        distances=[TiedDistance(start=Point(300.0, 430.0), end=Point(420.0, 430.0), length_mm=2350.0)],
    )
    point, distance = tied.misses
    assert point.error_px == pytest.approx(5.0)
    assert point.error_mm == pytest.approx(100.0)
    assert distance.error_mm == pytest.approx(50.0)
    assert distance.error_px == pytest.approx(2.5)


def test_more_than_four_points_give_a_real_residual() -> None:
    further = [Tie(pixel=Point(362.0, 300.0), wall=Point(1200.0, 2600.0))]
    tied = register_photo(SIZE, CORNERS, DOOR, ties=further)
    found = accuracy_of(tied, Rect.sized(0, 2900, 2400, 600))
    assert not tied.is_exact
    assert found.fit_px is not None
    assert found.worst_px is not None
    assert 0 < found.fit_px <= found.worst_px < 2.0
    assert found.worst_mm == pytest.approx(found.worst_px * 20, rel=0.1)


def test_swapped_width_and_height_show_in_the_proportion() -> None:
    right = accuracy_of(register_photo(SIZE, CORNERS, DOOR), DOOR)
    swapped = accuracy_of(register_photo(SIZE, CORNERS, Rect.sized(0, 0, 2600, 2400)), DOOR)
    assert abs(right.proportion) < 0.01
    assert swapped.proportion == pytest.approx(2600**2 / 2400**2 - 1, rel=0.01)


def checked(pixel: Point, size: tuple[int, int] = SIZE, scale: float = 1.0):
    corners = [(x * scale, y * scale) for x, y in CORNERS]
    return register_photo(size, corners, DOOR, checks=[Tie(pixel=pixel, wall=Point(1200.0, 2600.0))]).misses[0]


def test_a_check_is_held_against_what_clicking_inexactly_explains() -> None:
    near, off, far = (checked(Point(360.0, 300.0 + by)) for by in (1.0, 6.0, 40.0))
    assert 20.0 < near.likely_mm < 40.0  # the point's own pixel, and those of two corners beside it
    assert near.likely_mm == pytest.approx(far.likely_mm)
    assert [(miss.is_doubted, miss.is_refused) for miss in (near, off, far)] == [
        (False, False),
        (True, False),
        (True, True),
    ]


def test_nobody_clicks_a_large_photo_to_one_pixel() -> None:
    small, large = checked(Point(360.0, 300.0)), checked(Point(3600.0, 3000.0), (8000, 6000), 10.0)
    assert (small.click_px, large.click_px) == (1.0, 4.0)
    assert large.likely_mm == pytest.approx(small.likely_mm * 4 / 10)


def test_a_short_distance_is_known_less_exactly_than_the_corners_it_joins() -> None:
    def likely(start: float, end: float) -> float:
        distance = TiedDistance(start=Point(start, 430.0), end=Point(end, 430.0), length_mm=(end - start) * 20)
        return register_photo(SIZE, CORNERS, DOOR, distances=[distance]).misses[0].likely_mm

    assert likely(300.0, 420.0) == pytest.approx(20.0 * 2.0)  # two corners, and both ends, each of one pixel
    assert likely(300.0, 330.0) < likely(300.0, 420.0) < likely(100.0, 700.0)


def test_points_that_contradict_the_corners_are_doubted_like_checks() -> None:
    def fitted(by: float):
        further = [Tie(pixel=Point(360.0, 300.0 + by), wall=Point(1200.0, 2600.0))]
        return accuracy_of(register_photo(SIZE, CORNERS, DOOR, ties=further), DOOR)

    assert fitted(1.0).doubts == ()
    assert fitted(1.0).worst is None
    (doubt,) = fitted(60.0).doubts
    assert doubt.is_refused
    assert fitted(60.0).worst == doubt
