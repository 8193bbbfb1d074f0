"""Which item and track something takes: the city's thresholds decide, each with its operator."""

from __future__ import annotations

from importlib.resources import files

import pytest

from signage.applications import load_policy, parse_policy
from signage.applications.advice import advise
from signage.errors import InputError, NotFound
from signage.items import Track, load_catalogue

CATALOGUE = load_catalogue()
POLICY = load_policy()


def strict() -> object:
    """The same procedure in a city where 4 m and 10 m² themselves are not large yet."""
    text = (files("signage.applications") / "policies" / "demo-city.toml").read_text("utf-8")
    for measure, value in (("longest_side", "4"), ("area", "10")):
        old = f'{{ measure = "{measure}", op = ">=", value = {value}'
        assert text.count(old) == 1
        text = text.replace(old, old.replace(">=", ">"))
    return parse_policy(text)


STRICT = strict()


@pytest.mark.parametrize(
    ("longest_mm", "area_m2", "inclusive", "strictly"),
    [
        (4000, 3.2, Track.PERMIT, Track.FILING),
        (3999.99, 3.2, Track.FILING, Track.FILING),
        (4000.01, 3.2, Track.PERMIT, Track.PERMIT),
        (3500, 10, Track.PERMIT, Track.FILING),
        (3500, 9.999999, Track.FILING, Track.FILING),
        (3500, 10.000001, Track.PERMIT, Track.PERMIT),
        (699.99, 0.48, Track.GUIDANCE, Track.GUIDANCE),
        (700, 0.48, Track.FILING, Track.FILING),
        (300, 0.09, Track.GUIDANCE, Track.GUIDANCE),
    ],
)
def test_the_threshold_decides_with_its_operator(longest_mm, area_m2, inclusive, strictly):
    for policy, track in ((POLICY, inclusive), (STRICT, strictly)):
        found = advise(CATALOGUE, policy, "shop-sign", place="own-front", longest_mm=longest_mm, area_m2=area_m2)
        assert found.track is track
        assert found.item.code == "shop-sign"


def test_the_reason_and_the_papers_are_those_of_the_track():
    found = advise(CATALOGUE, POLICY, "shop-sign", place="own-front", longest_mm=3000, area_m2=3)
    assert "备案" in found.reason_zh
    codes = [paper.code for paper in found.papers]
    assert "M4" in codes
    assert "M8" not in codes  # a structural drawing is for permits


def test_away_from_ones_own_premises_a_sign_is_an_advertisement():
    found = advise(CATALOGUE, POLICY, "shop-sign", place="elsewhere", longest_mm=600, area_m2=0.3)
    assert (found.asked.code, found.item.code) == ("shop-sign", "outdoor-ad")
    assert found.track is Track.FILING  # an advertisement has no lighter procedure
    assert "没有更简便" in found.reason_zh


def test_where_nothing_may_hang_nothing_is_asked_for():
    found = advise(CATALOGUE, POLICY, "shop-sign", place="forbidden")
    assert found.is_forbidden
    assert found.track is None
    assert found.papers == ()
    assert found.place is not None
    assert "第四十二条" in found.place.note_zh


def test_an_item_with_one_procedure_needs_no_size():
    gas = advise(CATALOGUE, POLICY, "gas-licence")
    assert gas.track is Track.PERMIT
    assert "第十五条" in gas.reason_zh
    assert advise(CATALOGUE, POLICY, "landscaping-qualification").track is Track.GUIDANCE
    assert advise(CATALOGUE, POLICY, "errand-help").track is None


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"place": "own-front"}, "ask_size_missing", "longest_mm"),
        ({"place": "own-front", "longest_mm": 3000}, "ask_size_missing", "area_m2"),
        ({"place": "own-front", "longest_mm": 0, "area_m2": 1}, "ask_size_wrong", "longest_mm"),
        ({"place": "own-front", "longest_mm": 100_001, "area_m2": 1}, "ask_size_wrong", "longest_mm"),
        ({"place": "own-front", "longest_mm": 3000, "area_m2": -1}, "ask_size_wrong", "area_m2"),
        ({"place": "own-front", "longest_mm": 3000, "area_m2": 9.1}, "ask_size_impossible", "area_m2"),
        ({"place": "moon", "longest_mm": 3000, "area_m2": 3}, "ask_place_unknown", "place"),
        ({"longest_mm": 3000, "area_m2": 3}, "ask_place_unknown", "place"),
    ],
)
def test_what_is_not_known_is_asked_for_and_never_guessed(answers, code, field):
    with pytest.raises(InputError, match=code) as caught:
        advise(CATALOGUE, POLICY, "shop-sign", **answers)
    assert caught.value.at is not None
    assert caught.value.at.field == field


def test_a_square_has_the_area_of_its_side():
    assert advise(CATALOGUE, POLICY, "shop-sign", place="own-front", longest_mm=3000, area_m2=9).track is Track.FILING


def test_an_unknown_item_is_not_found():
    with pytest.raises(NotFound):
        advise(CATALOGUE, POLICY, "x-ray")
