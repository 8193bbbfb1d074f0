"""Measures of signs off the wall, taken on signs as the layout makes them and on a building with other signs."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.ops import unary_union

from signage.design import SignSpec, lay_out
from signage.frontage import PlacedSign, Proposal
from signage.geometry import Point
from signage.rules.measures import Measurement, Subject, measure_names, measure_of
from signage.rules.measures.colour_measures import contrast, hue_of
from signage.typography import FontCatalogue
from signage.units import Unit
from tests.rules.scenery import scene


def take(name: str, proposal: Proposal) -> Measurement:
    measure = measure_of(name)
    assert measure is not None
    return measure.read(Subject(proposal))


def drawn(kind: str, width: float, height: float) -> Proposal:
    """A sign of a bundled kind, laid out with a real typeface, on the small street front."""
    layout = lay_out(SignSpec(kind=kind, name="盐", width_mm=width, height_mm=height), FontCatalogue.standard())
    plan = scene().plan
    sign = PlacedSign(layout=layout, face_id="front", unit_id="A", origin=Point(500.0, 4300.0))
    return Proposal(plan=plan, sign=sign)


def test_a_projecting_sign_is_measured_on_its_face_and_its_brackets_apart():
    sign = drawn("projecting", 600.0, 800.0)
    assert take("side_width", sign).quantity.value == pytest.approx(600.0)  # type: ignore[union-attr]
    assert take("side_height", sign).quantity.value == pytest.approx(800.0)  # type: ignore[union-attr]
    reach = take("bracket_reach", sign).quantity.value  # type: ignore[union-attr]
    assert take("projection", sign).quantity.value == pytest.approx(600.0 + reach)  # type: ignore[union-attr]
    assert take("side_class", sign).text == "small"
    assert take("side_diameter", sign).absent is not None


def test_a_round_sign_has_a_diameter_and_a_pill_has_none():
    assert take("side_diameter", drawn("projecting-round", 400.0, 400.0)).quantity.value == 400.0  # type: ignore[union-attr]
    assert take("side_diameter", drawn("projecting-round", 400.0, 700.0)).absent is not None


def test_half_a_square_metre_is_still_small():
    assert take("side_class", scene(side=[500.0, 200.0, 100.0], height=1000.0)).text == "small"
    assert take("side_class", scene(side=[500.0, 200.0, 100.0], height=1000.01)).text == "large"


def test_the_surface_under_the_outermost_edge_counts_and_not_that_under_the_wall():
    under = [
        take("surface_below", scene(side=[wide, 200.0, 100.0], kerb=2000.0, cycle_lane=3500.0)).text
        for wide in (1799.0, 1800.0, 3300.0)
    ]
    assert under == ["footway", "cycle_lane", "carriageway"]


def test_a_sign_that_is_replaced_counts_no_more():
    signs = [{"kind": "projecting", "unit": "A", "rect": [5000.0, 3000.0, 5120.0, 3600.0]}]
    side = [600.0, 200.0, 120.0]
    assert take("business_projecting", scene(side=side, signs=signs)).quantity.value == 2  # type: ignore[union-attr]
    replaced = scene({"replaces": "sign-0"}, side=side, signs=signs)
    assert take("business_projecting", replaced).quantity.value == 1  # type: ignore[union-attr]
    assert take("projecting_spacing", replaced).absent is not None


def test_a_neighbour_of_another_form_is_no_neighbour_in_line():
    signs = [{"kind": "projecting", "rect": [7000.0, 5000.0, 7120.0, 5600.0]}]
    assert take("neighbour_bottom_step", scene(signs=signs)).absent is not None


def test_the_same_contents_are_found_in_traditional_script_and_on_the_tenants_other_unit():
    signs = [{"kind": "panel-letters", "name": "晶灣 鹽業", "rect": [7000.0, 3000.0, 9000.0, 4000.0]}]
    assert take("repeated_contents", scene(signs=signs)).absent is not None
    assert take("repeated_contents", scene(signs=signs, tenant_b="甲")).quantity.value == 1  # type: ignore[union-attr]


def test_what_covers_most_of_the_face_is_its_main_colour():
    share = take("main_colour_share", scene(letter=500.0, content_width=2000.0))
    assert float(share.exact) == pytest.approx(0.75)  # four letters of 0.5 × 0.5 m on 4 × 1 m


def test_hue_is_taken_the_short_way_round_and_metal_and_grey_have_none():
    colours = {"wall_colour": "#FF0015", "panel_colour": "#FF1500"}
    assert take("hue_distance", scene(**colours)).quantity.value == pytest.approx(9.9, abs=0.2)  # type: ignore[union-attr]
    assert hue_of("#808284") is None
    assert take("hue_distance", scene(panel_colour="#B9BCC0", panel_material="stainless-steel")).absent is not None


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 0.999), st.floats(0.5, 1), st.floats(0.5, 1))
def test_a_colours_hue_is_the_angle_of_the_wheel_that_made_it(hue: float, saturation: float, value: float):
    parts = [round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value)]
    got = hue_of("#" + "".join(f"{part:02X}" for part in parts))
    assert got is not None
    assert min(abs(got - hue * 360), 360 - abs(got - hue * 360)) < 1.5


def test_contrast_is_the_same_both_ways_and_greatest_for_black_and_white():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_every_word_that_a_measure_can_give_reads_in_both_languages():
    for name in measure_names():
        measure = measure_of(name)
        assert measure is not None
        for zh, en in (measure.title, *measure.values.values()):
            assert zh.strip()
            assert en.strip()
            assert en.isascii() or not any("\u4e00" <= c <= "\u9fff" for c in en), (name, en)


window = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 30), st.integers(1, 30)).map(
    lambda b: [b[0] * 100.0, b[1] * 100.0, (b[0] + b[2]) * 100.0, (b[1] + b[3]) * 100.0]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(window, min_size=1, max_size=5), st.sampled_from(["panel", "letters"]))
def test_what_a_sign_covers_of_windows_is_what_shapely_says(windows: list[list[float]], carrier: str):
    """Boards on upright openings that lie apart are reckoned without polygons; all else with them."""
    proposal = scene(windows=windows, rescue=[], carrier=carrier)
    found = take("opening_overlap", proposal).quantity
    assert found is not None
    pieces = [p.outline.bounds() for p in proposal.sign.layout.pieces]
    at = proposal.sign.origin
    sign = unary_union([box(b.x0 + at.x, b.y0 + at.y, b.x1 + at.x, b.y1 + at.y) for b in pieces if b is not None])
    expected = sign.intersection(unary_union([box(*w) for w in windows])).area
    assert found.to(Unit.MM2).value == pytest.approx(expected, abs=1.0)
