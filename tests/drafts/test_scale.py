"""Two clicks and a distance give a scale; what is drawn at a scale measures the same again, within what is stated."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signage.drafts import Scale, ScaleSource, confirmed, scale_of, size_of, size_sentences
from signage.errors import InputError
from signage.geometry import Point
from signage.locale import Lang

PX = st.floats(0, 4000, allow_nan=False)
POINTS = st.builds(Point, PX, PX)
MM_PER_PX = st.floats(0.05, 60)


@given(POINTS, POINTS, MM_PER_PX, POINTS, POINTS)
def test_what_is_drawn_at_a_scale_measures_the_same_again(a, b, mm_per_px, c, d):
    length = math.dist(a, b)
    assume(length >= 41 and length * mm_per_px <= 299_000)
    assume(min(abs(c.x - d.x), abs(c.y - d.y)) >= 8)
    size = size_of(c, d, scale_of(a, b, length * mm_per_px))
    assert size.width_mm == pytest.approx(abs(c.x - d.x) * mm_per_px)
    assert size.height_mm == pytest.approx(abs(c.y - d.y) * mm_per_px)


@given(
    st.floats(100, 3000),
    st.floats(60, 3000),
    st.floats(30, 900),
    MM_PER_PX,
    st.lists(st.floats(-1, 1), min_size=4, max_size=4),
)
def test_clicks_that_are_off_by_one_pixel_stay_within_the_stated_tolerance(length, wide, high, mm_per_px, off):
    """A level known distance and a box whose true sizes are known, each click off by up to one pixel."""
    assume(length * mm_per_px <= 299_000)
    scale = scale_of(Point(off[0], 0), Point(length + off[1], 0), length * mm_per_px)
    size = size_of(Point(off[2], off[3]), Point(wide - off[2], high - off[3]), scale)
    assert abs(size.width_mm - wide * mm_per_px) <= size.width_tolerance_mm * (1 + 1e-9)
    assert abs(size.height_mm - high * mm_per_px) <= size.height_tolerance_mm * (1 + 1e-9)


@given(st.floats(100, 3000), st.floats(1, 20))
def test_coarser_clicks_and_shorter_lengths_are_less_certain(length, factor):
    fine = scale_of(Point(0, 0), Point(length, 0), 1000)
    assert scale_of(Point(0, 0), Point(length, 0), 1000, click_px=factor).percent >= fine.percent
    assert scale_of(Point(0, 0), Point(2 * length, 0), 2000).percent < fine.percent


def test_corners_may_come_in_any_order():
    scale = scale_of(Point(0, 0), Point(1000, 0), 5000)
    boxes = {size_of(Point(10, 200), Point(400, 50), scale), size_of(Point(400, 50), Point(10, 200), scale)}
    assert {box.box_px for box in boxes} == {(10, 50, 400, 200)}


@pytest.mark.parametrize("distance", [0, -5, math.nan, math.inf, 1e9])
def test_a_distance_that_makes_no_sense_is_refused(distance):
    with pytest.raises(InputError) as caught:
        scale_of(Point(0, 0), Point(500, 0), distance)
    assert caught.value.code == "drafts.distance_impossible"


def test_points_too_near_each_other_are_refused():
    with pytest.raises(InputError) as caught:
        scale_of(Point(0, 0), Point(30, 0), 900)
    assert caught.value.code == "drafts.points_too_near"


def test_a_sign_of_a_few_pixels_is_refused():
    scale = scale_of(Point(0, 0), Point(1000, 0), 5000)
    with pytest.raises(InputError):
        size_of(Point(0, 0), Point(500, 3), scale)
    with pytest.raises(InputError):
        size_of(Point(0, 0), Point(math.nan, 300), scale)


def test_a_files_unit_counts_only_when_a_known_distance_confirms_it():
    measured = scale_of(Point(0, 0), Point(1000, 0), 5010)
    scale = confirmed(measured, 5.0)
    assert (scale.source, scale.mm_per_px, scale.uncertainty) == (ScaleSource.FILE, 5.0, 0.0)
    assert confirmed(measured, None) == measured


@pytest.mark.parametrize(
    ("distance", "known"), [(500, "cm/mm"), (50_000, "cm/mm"), (127_000, "inch/mm"), (5, "m/mm"), (9000, "—")]
)
def test_a_unit_that_disagrees_is_asked_about_and_never_converted(distance, known):
    measured = scale_of(Point(0, 0), Point(1000, 0), distance)
    with pytest.raises(InputError) as caught:
        confirmed(measured, 5.0)
    assert caught.value.code == "drafts.unit_disagrees"
    assert caught.value.params["known"] == known
    assert confirmed(measured, 5.0, trust_measured=True) == measured


def test_scale_and_size_are_told_with_their_uncertainty():
    scale = scale_of(Point(0, 0), Point(1000, 0), 8700)
    said = size_sentences(scale, size_of(Point(0, 0), Point(690, 138), scale), Lang.ZH)
    assert said == (
        "比例：1 像素 = 8.700 毫米（±0.2%，按每次点击 ±1 像素的最坏情况）",
        "招牌：宽 6003±30 毫米，高 1201±20 毫米",
    )
    assert isinstance(scale, Scale)
