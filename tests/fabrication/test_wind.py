"""Wind load: the check values, the inputs with their marks, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest

from signage.fabrication import Certainty, Due, Site, make_pack, wind_load, wind_pressure
from signage.fabrication.wind_table import WindTable, mu_z_at

TABLE = WindTable.load()


def load(form: str = "parallel", area: float = 1.0, **site):
    return wind_load(form, area, Site(city="六安市", top_mm=8000.0, **site), TABLE)


def case(found, shape: str):
    return next(one for one in found.cases if one.shape == shape)


def codes(found) -> set[str]:
    return {remark.code.removeprefix("fabrication.") for remark in found.remarks}


def figure(found, key: str):
    return next(one for one in found.figures if one.key == key)


@pytest.mark.parametrize(("terrain", "wanted"), [("C", 0.606), ("B", 0.773)])
def test_the_pressure_on_a_free_board_in_luan_is_the_check_value(terrain, wanted):
    assert round(case(load(terrain=terrain), "free_board").wk_kn_m2, 3) == wanted == round(wanted, 3)


def test_the_check_value_is_the_product_of_its_four_figures():
    assert wind_pressure(gust=2.05, mu_sl=1.3, mu_z=0.65, w0_kn_m2=0.35) == pytest.approx(0.60628750)


def test_suction_on_a_walls_edge_governs_a_parallel_sign():
    found = load(area=7.2)
    assert found.governing == case(found, "wall_edge")
    assert found.governing.wk_kn_m2 == pytest.approx(-1.4 * 2.05 * 0.65 * 0.35)
    assert found.governing.total_kn == pytest.approx(found.governing.wk_kn_m2 * 7.2)


def test_the_gust_factor_never_falls_below_that_of_gb_55001():
    floor = figure(load(terrain="D"), "gust_floor").value
    assert floor == pytest.approx(1 + 0.7 / sqrt(0.51))
    found = load(terrain="D")
    assert case(found, "free_board").wk_kn_m2 == pytest.approx(max(2.40, floor) * 1.3 * 0.51 * 0.35)


def test_every_input_carries_its_mark_and_the_result_the_weakest():
    found = load(terrain="C")
    marks = {one.key: one.certainty for one in found.figures}
    assert marks == {
        "w0": Certainty.B_MINUS,
        "terrain": Certainty.INPUT,
        "height": Certainty.INPUT,
        "mu_z": Certainty.B,
        "gust": Certainty.B,
        "gust_floor": Certainty.B,
        "area": Certainty.INPUT,
    }
    assert found.certainty is Certainty.B_MINUS
    assert load().certainty is Certainty.ILL  # nobody has named the terrain


def test_a_city_that_is_not_in_the_table_takes_a_stand_in_that_is_marked():
    found = wind_load("parallel", 1.0, Site(city="示例市", top_mm=4000.0), TABLE)
    assert "w0_stand_in" in codes(found)
    assert figure(found, "w0").certainty is Certainty.ILL


def test_a_basic_pressure_below_the_least_is_raised_and_said():
    found = load(years=10)
    assert figure(found, "w0").value == 0.3
    assert "w0_raised" in codes(found)


def test_a_return_period_without_a_figure_gives_no_load():
    found = load(years=30)
    assert found.cases == ()
    assert "no_period" in codes(found)


def test_the_users_own_pressure_wins():
    assert figure(load(w0_kn_m2=0.55), "w0").value == 0.55
    assert figure(load(w0_kn_m2=0.55), "w0").certainty is Certainty.INPUT


@pytest.mark.parametrize(
    ("terrain", "top_mm", "known", "least"),
    [
        ("C", 15001.0, "15", (1 + 0.7 / sqrt(0.65)) * 0.65),
        ("C", 24000.0, "15", (1 + 0.7 / sqrt(0.65)) * 0.65),
        ("B", 10001.0, "10", (1 + 0.7 / sqrt(1.00)) * 1.00),
        ("D", 15001.0, "10", (1 + 0.7 / sqrt(0.51)) * 0.51),
        ("A", 10001.0, "10", (1 + 0.7 / sqrt(1.28)) * 1.28),
    ],
)
def test_beyond_the_figures_of_the_table_nothing_is_extrapolated_and_the_missing_one_is_named(
    terrain, top_mm, known, least
):
    found = wind_load("rooftop", 1.0, Site(city="六安", top_mm=top_mm, terrain=terrain), TABLE)
    assert found.cases == ()
    (remark,) = [one for one in found.remarks if one.needs_action]
    said = dict(remark.params)
    assert remark.code == "fabrication.beyond_table"
    assert (said["symbol"], said["terrain"], said["known"]) == ("μz", terrain, known)
    assert said["height"] == f"{top_mm / 1000:.2f}"
    assert float(said["least"]) == pytest.approx(least * 1.3 * 0.35, abs=0.005)


@pytest.mark.parametrize(
    ("terrain", "top_mm", "mu_z", "gust", "bounded"),
    [
        ("A", 4000.0, 1.09, 1.70, {"βgz": "B"}),  # its own gust factor is not in the table; rougher ground's is higher
        ("A", 9000.0, 1.28, 1.70, {"βgz": "B"}),
        ("D", 12000.0, 0.65, 2.40, {"μz": "C", "βgz": "D"}),  # smoother ground's wind, a lower height's gusts
        ("C", 12000.0, 0.65, 2.05, {}),
        ("D", 10000.0, 0.51, 2.40, {}),
    ],
)
def test_a_missing_figure_is_bounded_by_one_that_is_not_lower_and_that_is_said(terrain, top_mm, mu_z, gust, bounded):
    found = wind_load("rooftop", 2.0, Site(city="六安", top_mm=top_mm, terrain=terrain), TABLE)
    assert (figure(found, "mu_z").value, figure(found, "gust").value) == (mu_z, gust)
    assert case(found, "free_board").wk_kn_m2 == pytest.approx(gust * 1.3 * mu_z * 0.35)
    said = [dict(one.params) for one in found.remarks if one.code == "fabrication.wind_bounded"]
    assert {one["symbol"]: one["other"] for one in said} == bounded


@pytest.mark.parametrize("top_mm", [3000.0, 10000.0, 15000.0])
def test_rougher_ground_never_has_more_wind_than_smoother(top_mm):
    found = [mu_z_at(TABLE, terrain, top_mm / 1000) for terrain in "ABCD"]
    values = [one.value for one in found if one is not None]
    assert values == sorted(values, reverse=True)


def test_a_height_factor_from_the_user_gives_the_load_that_was_missing():
    site = Site(city="六安", top_mm=24000.0, terrain="C")
    found = wind_load("rooftop", 1.0, replace(site, mu_z=0.88), TABLE)
    assert figure(found, "mu_z").certainty is Certainty.INPUT
    assert case(found, "free_board").wk_kn_m2 == pytest.approx(2.05 * 1.3 * 0.88 * 0.35)
    assert codes(found) == {"wind_bounded"}  # the gust factor falls with height
    assert "height_not_known" in codes(wind_load("rooftop", 1.0, Site(city="六安", mu_z=0.88), TABLE))


def test_a_figure_holds_up_to_its_height_and_with_it():
    assert wind_load("parallel", 1.0, Site(city="六安", top_mm=15000.0, terrain="C"), TABLE).cases


def test_an_unknown_height_or_form_gives_no_load_and_says_so():
    assert "height_not_known" in codes(wind_load("parallel", 1.0, Site(city="六安"), TABLE))
    found = load("kite")
    assert found.governing is None
    assert "no_rule_form" in codes(found)


def test_the_height_is_taken_from_the_plan_over_the_lowest_pavement(panel_pack, plan):
    rect = panel_pack.placed.rect
    face = plan.find_unit("S1-02")[0]
    ground = [p.y for p in face.pavement]
    assert rect.y1 - max(ground) <= panel_pack.site.top_mm <= rect.y1 - min(ground)
    assert panel_pack.site.bottom_mm < panel_pack.site.top_mm - rect.height + 1e-6


@pytest.mark.parametrize(
    ("width", "height", "bottom", "due"),
    [
        (3000, 900, 3000.0, Due.NO),
        (4000, 900, 3000.0, Due.YES),  # any side of 4 m, bound included
        (3999, 900, 3000.0, Due.NO),
        (3900, 2600, 3000.0, Due.YES),  # 10.14 m²
        (3000, 900, 10000.0, Due.YES),
        (3000, 900, None, Due.UNKNOWN),
    ],
)
def test_the_trigger_rule_at_its_bounds(sign, width, height, bottom, due):
    layout = sign(width=width, height=height)
    top = None if bottom is None else bottom + height
    site = Site(top_mm=top, bottom_mm=bottom, is_curtain_wall=False)
    assert make_pack(layout, site=site).structure.calculation is due


def test_every_condition_names_its_source_and_mark(panel_pack):
    for trigger in panel_pack.structure.triggers:
        assert trigger.source
        assert isinstance(trigger.certainty, Certainty)
    assert {t.certainty for t in panel_pack.structure.triggers if t.measure == "mass_kg"} == {Certainty.ILL}


def test_more_wind_asks_for_more_fixings_and_never_loads_one_beyond_its_capacity(sign):
    layout = sign(width=3000, height=900)
    counts = []
    for w0 in (0.3, 1.0, 3.0, 5.0):
        site = Site(top_mm=4000.0, bottom_mm=3100.0, w0_kn_m2=w0)
        joints = make_pack(layout, site=site).structure.joints
        counts.append([joint.count for joint in joints])
        for joint in joints:
            assert joint.use_share <= 1 + 1e-9
            assert joint.count >= joint.by_geometry
            assert joint.count >= (joint.by_wind or 0)
    assert counts == sorted(counts)
    assert counts[0][-1] < counts[-1][-1]
