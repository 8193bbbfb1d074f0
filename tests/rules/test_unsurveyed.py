"""What nobody surveyed never decides a case: for every measure, every part of a face, and every shipped book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from signage.errors import Location
from signage.frontage import FrontagePlan, NotSurveyed, Proposal, Unsurveyed, guarded
from signage.geometry import Point
from signage.rules import Verdict, check, load_book
from signage.rules.measures import Subject, measure_names, measure_of
from tests.rules.scenery import scene

# For every part two fronts that differ in nothing else: what tells them apart hangs on that part.
_FRONTS: dict[Unsurveyed, tuple[dict[str, Any], ...]] = {
    Unsurveyed.OPENINGS: (
        {"windows": [[500.0, 1000.0, 5500.0, 3500.0], [500.0, 4300.0, 5500.0, 6000.0]], "rescue": []},
        {"windows": [[7000.0, 1000.0, 9000.0, 2400.0]], "rescue": [[1200.0, 3200.0, 2400.0, 4200.0]]},
        {"shop_windows": [[800.0, 200.0, 5200.0, 2800.0]], "doors": [[2000.0, 0.0, 3000.0, 2500.0]]},
        {"windows": [], "rescue": []},
    ),
    # Away from the sign: an opening that it covers is covered, whatever it is for.
    Unsurveyed.RESCUE: ({"rescue": []}, {"rescue": [[10000.0, 1000.0, 11200.0, 2400.0]]}),
    Unsurveyed.ARCADES: ({}, {"arcade": [0.0, 6000.0, 3800.0, 2400.0]}, {"arcade": [0.0, 6000.0, 4100.0, 3000.0]}),
    Unsurveyed.COLUMNS: (
        {},
        {"columns": [[300.0, 0.0, 700.0, 4200.0], [5300.0, 0.0, 5700.0, 4200.0]]},
        {"columns": [[2000.0, 0.0, 2600.0, 4200.0]]},
    ),
    Unsurveyed.CANOPIES: ({}, {"canopy": [500.0, 2900.0, 5500.0, 3200.0]}),
    Unsurveyed.EXISTING: (
        {},
        {"own_existing": 2},
        {"neighbour": [3100.0, 900.0, 150.0]},
        {"signs": [{"unit": "B", "kind": "panel-letters", "rect": [6100.0, 3000.0, 9000.0, 4000.0]}]},
    ),
    Unsurveyed.PAVEMENT: ({}, {"pavement": -900.0}, {"pavement": 300.0}),
    Unsurveyed.STOREYS: ({}, {"upper_storey": False}, {"slab": 300.0, "storeys": 4}, {"sill": 4400.0}),
    Unsurveyed.WALL_COLOUR: ({}, {"wall_colour": "#A03020"}, {"wall_colour": "#2040C0"}),
}
_SIGNS: tuple[dict[str, Any], ...] = (
    {},
    {"form": "canopy", "bottom": 3200.0},
    {"form": "hanging"},
    {"form": "window"},
    {"side": [600.0, 100.0, 150.0]},
    {"carrier": "letters", "panel_colour": "#B02020"},
    {"form": "rooftop", "bottom": 9000.0},
)
_FACTS = {"licence_name": "示例市晶湾盐业有限公司", "circulation_path": True, "hanging_outer_edge": 1500.0}
_BOOKS = ("cn-national", "cn-hangzhou-2023", "demo-city", "gb-england-2007", "us-nyc", "us-ada-2010")


def unsurveyed(proposal: Proposal, *parts: Unsurveyed) -> Proposal:
    faces = tuple(replace(face, unsurveyed=tuple(sorted(parts))) for face in proposal.plan.faces)
    return replace(proposal, plan=replace(proposal.plan, faces=faces))


def _value(proposal: Proposal, name: str) -> object:
    measure = measure_of(name)
    assert measure is not None
    found = measure.read(Subject(proposal))
    return None if found.missing is not None else (found.quantity, found.ratio_of, found.text, found.words)


@pytest.mark.parametrize("part", Unsurveyed)
def test_what_hangs_on_an_unsurveyed_part_is_missing_in_every_measure(part: Unsurveyed):
    told_apart = set()
    for sign in _SIGNS:
        fronts = [scene(_FACTS, **{**sign, **front}) for front in _FRONTS[part]]
        for name in measure_names():
            values = [_value(front, name) for front in fronts]
            if len(set(map(repr, values))) > 1:
                told_apart.add(name)
                # Where nobody looked for openings, nobody can say either which of them are for rescue.
                parts = (part, Unsurveyed.RESCUE) if part is Unsurveyed.OPENINGS else (part,)
                hidden = [_value(unsurveyed(front, *parts), name) for front in fronts]
                assert hidden == [None] * len(fronts), (name, sign)
    assert told_apart, f"no measure reads {part}: the fronts show nothing"


def test_measures_of_other_things_are_as_they_were():
    proposal = scene(_FACTS)
    bare = unsurveyed(proposal, *Unsurveyed)
    for name in ("thickness", "frontage_width", "letter_longest_edge"):
        if measure_of(name) is not None:
            assert _value(bare, name) == _value(proposal, name)


@pytest.mark.parametrize("book", _BOOKS)
def test_with_nothing_surveyed_no_rule_decides_what_it_cannot_see(book: str):
    """A rule that decides without any of the face decides the same whatever the face is like."""
    rules = (load_book(book),)
    on = date(2026, 11, 24)
    decided: dict[str, set[Verdict]] = {}
    for front in (front for fronts in _FRONTS.values() for front in fronts):
        proposal = scene(_FACTS, **front)
        known = {f.rule_id: f.verdict for f in check(proposal, rules, on).findings}
        hidden = {f.rule_id: f.verdict for f in check(unsurveyed(proposal, *Unsurveyed), rules, on).findings}
        for rule, verdict in hidden.items():
            if verdict is not Verdict.UNMEASURED:
                assert verdict is known[rule], (rule, front)
                decided.setdefault(rule, set()).add(verdict)
    assert all(len(verdicts) == 1 for verdicts in decided.values())


def test_a_finding_says_what_was_not_surveyed_and_who_can_supply_it():
    report = check(unsurveyed(scene(_FACTS), Unsurveyed.OPENINGS), (load_book("cn-national"),), date(2026, 11, 24))
    told = [f for f in report.findings if f.verdict is Verdict.UNMEASURED and f.missing and "门窗洞口" in f.missing]
    assert told
    assert all("未测绘" in (f.missing or "") and "立面规划编制单位" in (f.missing or "") for f in told)
    assert all("not surveyed" in f.missing_en for f in told)


def test_a_stated_place_over_the_entrance_stands_in_where_openings_were_not_surveyed():
    front = unsurveyed(scene({"over_entrance": True}), Unsurveyed.OPENINGS)
    measure = measure_of("over_entrance")
    assert measure is not None
    assert measure.read(Subject(front)).text == "over"
    assert measure.read(Subject(unsurveyed(scene(), Unsurveyed.OPENINGS))).missing is not None


def test_a_guarded_plan_refuses_what_was_not_surveyed_and_keeps_the_rest():
    plan: FrontagePlan = unsurveyed(scene(), Unsurveyed.PAVEMENT, Unsurveyed.EXISTING).plan
    face = guarded(plan).faces[0]
    for ask in (lambda: face.pavement, lambda: face.existing, lambda: face.signs, lambda: face.outline):
        with pytest.raises(NotSurveyed) as told:
            ask()
        assert isinstance(told.value.located(Location(file="p.json")), NotSurveyed)
    assert face.units == plan.faces[0].units
    assert plan.faces[0].pavement[0] == Point(0.0, 0.0)
    whole = scene().plan
    assert guarded(whole) is whole


def test_a_plan_that_denies_rescue_openings_is_believed_though_nobody_surveyed_the_others():
    front = unsurveyed(scene(rescue=[]), Unsurveyed.OPENINGS)
    for name in ("rescue_overlap", "rescue_clear"):
        measure = measure_of(name)
        assert measure is not None
        assert measure.read(Subject(front)).absent is not None
        assert measure.read(Subject(unsurveyed(scene(rescue=[]), Unsurveyed.OPENINGS, Unsurveyed.RESCUE))).missing
