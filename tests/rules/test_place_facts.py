"""Measures that read the plan's arcade, footway and roof; what is stated on the spot wins over the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from signage.frontage import Arcade, Frontage, Proposal, Roof
from signage.rules.measures import Measurement, Subject, measure_of
from tests.rules.scenery import scene

ARCADE = Arcade(id="arcade", x0_mm=0.0, x1_mm=12_000.0, ceiling_mm=3500.0, depth_mm=3000.0)


def take(name: str, proposal: Proposal) -> Measurement:
    measure = measure_of(name)
    assert measure is not None
    return measure.read(Subject(proposal))


def on_a_face(facts: dict[str, Any] | None = None, *, form: str = "hanging", **changes: Any) -> Proposal:
    proposal = scene(facts, form=form)
    face: Frontage = replace(proposal.plan.faces[0], **changes)
    return replace(proposal, plan=replace(proposal.plan, faces=(face,)))


def value(found: Measurement) -> float:
    assert found.quantity is not None
    return found.quantity.value


def test_the_clear_height_under_an_arcade_is_taken_from_the_highest_pavement_below_it():
    proposal = on_a_face(arcades=(ARCADE,))
    ground = proposal.plan.faces[0].pavement[0].y
    found = take("arcade_clear_height", proposal)
    assert value(found) == pytest.approx(3500.0 - ground)
    assert found.where


def test_a_stated_clear_height_wins_over_the_plan():
    assert value(take("arcade_clear_height", on_a_face({"arcade_clear_height": 3499.0}, arcades=(ARCADE,)))) == 3499.0


def test_without_an_arcade_over_the_sign_its_height_and_depth_are_lacking():
    elsewhere = replace(ARCADE, x0_mm=15_000.0, x1_mm=20_000.0)
    for name in ("arcade_clear_height", "beyond_arcade"):
        assert take(name, on_a_face({"hanging_outer_edge": 900.0}, arcades=(elsewhere,))).quantity is None


@pytest.mark.parametrize(("edge", "beyond"), [(2999.0, 0.0), (3000.0, 0.0), (3000.01, 0.01)])
def test_the_depth_of_the_plans_arcade_bounds_a_hanging_sign(edge, beyond):
    found = take("beyond_arcade", on_a_face({"hanging_outer_edge": edge}, arcades=(ARCADE,)))
    assert value(found) == pytest.approx(beyond)


def test_an_arcade_of_unknown_depth_leaves_the_reach_unmeasured():
    shallow = replace(ARCADE, depth_mm=None)
    assert take("beyond_arcade", on_a_face({"hanging_outer_edge": 900.0}, arcades=(shallow,))).quantity is None


def test_the_footway_of_the_plan_is_measured_and_decides_the_small_signs_case():
    road = scene().plan.faces[0].road
    assert road is not None
    narrow, wide = (
        on_a_face(form="projecting", columns=(), road=replace(road, footway_mm=mm)) for mm in (2499.99, 2500.0)
    )
    assert value(take("footway_width", narrow)) == 2499.99
    assert [take("small_side_case", one).text for one in (narrow, wide)] == ["narrow_footway", "none"]
    assert take("footway_width", on_a_face(road=road)).quantity is None


def test_under_a_sloping_roof_the_missing_line_is_called_the_eaves():
    flat, sloping = (take("roof_gap", on_a_face(parapet_mm=None, roof=roof)) for roof in (None, Roof.SLOPING))
    assert flat.quantity is None
    assert sloping.quantity is None
    assert "檐口" in str(sloping)
    assert "女儿墙" not in str(sloping)
