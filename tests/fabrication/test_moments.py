"""What bends wall plates and topples what stands: against an independent reckoning, and what is not known."""

from __future__ import annotations

from math import hypot, pi

import pytest
from shapely.ops import unary_union

from signage.fabrication import Certainty, Site, Tables, make_pack

TABLES = Tables()
G = 9.80665 / 1000
SITE = Site(city="六安", top_mm=4500.0, bottom_mm=3000.0, w0_kn_m2=0.35, terrain="C")


def values(pack) -> dict[str, float]:
    return {figure.key: figure.value for figure in pack.moment.figures}


def pack_of(sign, kind: str, width: float, height: float, **more):
    return make_pack(sign("盐味", kind=kind, width=width, height=height, **more), site=SITE, tables=TABLES)


def joint(pack, kind: str):
    return next(one for one in pack.structure.joints if one.kind == kind)


def test_the_wind_on_a_projecting_sign_acts_on_its_face_at_the_middle_of_its_reach(sign):
    pack = pack_of(sign, "projecting", 700, 2600)
    found = values(pack)
    assert pack.wind.area_m2 == pytest.approx(0.7 * 2.6, rel=0.02)  # with its brackets; the edge has 0.18 × 2.6
    assert found["arm"] == pytest.approx(0.200 + 0.700 / 2)
    assert found["wind_force"] == pytest.approx(2.05 * 1.3 * 0.65 * 0.35 * pack.wind.area_m2)
    assert found["wind_moment"] == pytest.approx(found["wind_force"] * found["arm"])
    assert found["weight_moment"] == pytest.approx(found["weight_force"] * found["arm"])
    assert found["moment_each"] == pytest.approx(found["wind_moment"] / 2)


def test_a_brackets_fixings_hold_bending_and_shear_with_their_reserve(sign):
    pack = pack_of(sign, "projecting", 1000, 4000)
    found, bolts = values(pack), joint(pack, "bracket")
    plate = next(part for part in pack.parts if part.use == "wall_plate")
    across = (plate.size_mm[0] - 60) / 1000
    by_wind = found["wind_moment"] / across / (bolts.count / 2)
    assert bolts.tension_kn > by_wind
    assert bolts.shear_kn == pytest.approx(hypot(found["wind_force"], found["weight_force"]) / bolts.count)
    assert bolts.count % 4 == 0
    assert bolts.use_share <= 1


def test_overturning_is_the_wind_times_the_height_of_its_middle(sign):
    pack = pack_of(sign, "freestanding-board", 3000, 2200)
    found = values(pack)
    shape = unary_union([piece.region().shape for piece in pack.layout.pieces])
    assert found["centre"] == pytest.approx(shape.centroid.y / 1000, rel=1e-6)
    assert found["overturning"] == pytest.approx(found["wind_force"] * found["centre"])
    assert found["holding"] == pytest.approx(found["weight_force"] * 0.8 / 2)
    needed = (1.5 * found["overturning"] - found["holding"]) / 0.4 / G
    assert pack.moment.ballast_kg == pytest.approx(needed)
    assert found["concrete"] == pytest.approx(needed / 2400)
    assert "fabrication.ballast" in {remark.code for remark in pack.remarks}


def test_ballast_and_its_inputs_are_marked_as_illustrative(sign):
    marks = {one.key: one.certainty for one in pack_of(sign, "freestanding-board", 3000, 2200).moment.figures}
    assert {marks[key] for key in ("base", "stability", "ballast", "concrete")} == {Certainty.ILL}


def test_a_low_heavy_sign_needs_no_ballast(sign):
    pack = pack_of(sign, "freestanding", 900, 900, setting="horizontal")
    weak = make_pack(pack.layout, site=Site(top_mm=900.0, bottom_mm=0.0, w0_kn_m2=0.3, terrain="D"), tables=TABLES)
    assert weak.moment.ballast_kg is not None
    assert weak.moment.ballast_kg < pack_of(sign, "freestanding", 900, 3600).moment.ballast_kg


def test_what_stands_on_the_ground_is_as_high_as_it_is_without_a_plan(sign):
    for kind in ("freestanding", "freestanding-board", "event-arch"):
        pack = make_pack(sign("盐味", kind=kind, width=2000, height=3000), tables=TABLES)
        assert (pack.site.top_mm, pack.site.bottom_mm) == (3000.0, 0.0)
        assert pack.wind.cases
    assert make_pack(sign("盐味", kind="projecting", width=700, height=2000), tables=TABLES).site.top_mm is None


def test_without_a_wind_load_the_arm_is_told_and_the_moment_is_not(sign):
    found = values(make_pack(sign("盐味", kind="projecting", width=700, height=2000), tables=TABLES))
    assert found["arm"] == pytest.approx(0.55)
    assert (found["wind_moment"], found["moment_each"]) == (None, None)
    assert found["weight_moment"] is not None


def test_a_roof_frame_asks_for_stays_and_shares_its_moment_among_its_feet(sign):
    pack = pack_of(sign, "rooftop-letters", 9000, 2400)
    found = values(pack)
    assert found["moment_each"] == pytest.approx(found["overturning"] / found["feet"])
    assert "fabrication.truss_stays" in {remark.code for remark in pack.remarks}
    assert [case.mu_sl for case in pack.wind.cases] == [1.3]
    assert joint(pack, "foot").count % (2 * found["feet"]) == 0


def test_a_gate_is_no_matter_of_ballast_alone(sign):
    pack = pack_of(sign, "event-arch", 7000, 4500)
    assert values(pack)["base"] == 0.9
    assert "fabrication.ballast_gate" in {remark.code for remark in pack.remarks}


def test_a_tether_must_be_neither_lifted_nor_drawn_along_and_nothing_overturns(sign):
    pack = pack_of(sign, "event-balloon", 2400, 9600)
    found = values(pack)
    volume = pi / 6 * 2.4**3
    rule = TABLES.making.stability
    assert found["buoyancy"] == pytest.approx(volume * rule.air_kg_m3 * G)
    assert found["lift"] == pytest.approx(found["buoyancy"] - found["aloft"])
    needed = rule.factor * (abs(pack.wind.governing.total_kn) / rule.friction + found["lift"]) / G
    assert pack.moment.ballast_kg == pytest.approx(needed - found["ballast_drawn"])
    assert (pack.moment.kind, pack.moment.wind_knm) == ("tether", None)
    assert "fabrication.ballast_balloon" in {remark.code for remark in pack.remarks}


def test_a_balloon_too_small_to_lift_its_banner_is_told(sign):
    assert "fabrication.no_lift" in {r.code for r in pack_of(sign, "event-balloon", 900, 9600).remarks}
    assert "fabrication.no_lift" not in {r.code for r in pack_of(sign, "event-balloon", 2400, 9600).remarks}


def test_rods_are_pulled_by_the_weight_and_cords_by_the_wind(sign):
    hung = pack_of(sign, "hanging", 1200, 400)
    rods = joint(hung, "ceiling")
    before = sum(part.mass_kg for part in hung.parts if part.group.value not in ("fixings", "work"))
    assert rods.tension_kn == pytest.approx(before * G / rods.count)
    tied = pack_of(sign, "event-banner", 6000, 800)
    cords = joint(tied, "tie")
    assert cords.tension_kn == pytest.approx(abs(tied.wind.governing.total_kn) / cords.count)


def test_a_sign_that_lies_on_its_wall_has_no_moment(sign):
    assert pack_of(sign, "panel-letters", 3000, 900).moment is None
