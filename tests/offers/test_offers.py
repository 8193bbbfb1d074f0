from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from signage.design import Lighting, Position, SignSpec, lay_out, parse_spec, write_spec
from signage.errors import LayoutError
from signage.frontage import Proposal, place, read_plan
from signage.frontage.place import sign_span
from signage.offers import RepairResult, propose, repair
from signage.offers.trials import Trials
from signage.rules import Verdict, books_for, check, verdicts
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
BOOKS = books_for(PLAN.city, ON)
FONTS = FontCatalogue.standard()
FACTS = {"licence_name": "晶湾盐铺", "leased_units": ("S1-02",)}


def asked(**words: object) -> Proposal:
    values: dict[str, object] = {
        "kind": "panel-letters",
        "name": "晶湾盐铺",
        "width_mm": 6000.0,
        "height_mm": 1200.0,
        "lighting": Lighting(luminance_cd_m2=300.0),
    }
    spec = SignSpec(**{**values, **words})  # type: ignore[arg-type]
    return Proposal(plan=PLAN, sign=place(lay_out(spec, FONTS), PLAN, "S1-02"), facts=dict(FACTS))


def test_a_sign_without_fault_needs_no_offer():
    assert repair(asked(), BOOKS, ON, FONTS) == RepairResult(offers=())


@settings(max_examples=12, deadline=None)
@given(
    width=st.integers(2500, 11000),
    height=st.integers(700, 2400),
    bottom=st.integers(2200, 4000),
    offset=st.integers(-1500, 1500),
    light=st.integers(50, 2000),
)
def test_no_offer_leaves_a_rule_broken(width: int, height: int, bottom: int, offset: int, light: int):
    try:
        proposal = asked(
            width_mm=float(width),
            height_mm=float(height),
            lighting=Lighting(luminance_cd_m2=float(light)),
            position=Position(bottom_mm=float(bottom), offset_mm=float(offset)),
        )
    except LayoutError:
        reject()  # were nearly all of them so, the test would fail
    failing = check(proposal, BOOKS, ON).of(Verdict.FAIL)
    result = repair(proposal, BOOKS, ON, FONTS)
    for offer in result:
        assert check(offer.proposal, BOOKS, ON).of(Verdict.FAIL) == ()
        assert offer.changes
        assert parse_spec(write_spec(offer.proposal.sign.layout.spec)) == offer.proposal.sign.layout.spec
    if failing and not result.offers:
        assert result.conflicts


def test_a_low_sign_is_lifted_by_what_the_clause_asks_and_says_so():
    offer = repair(asked(position=Position(bottom_mm=3100.0)), BOOKS, ON, FONTS)[0]
    change = next(c for c in offer.changes if c.field == "position.bottom_mm")
    assert change.text_zh.startswith("招牌底边提高 100 mm（3100 → 3200 mm），依据：示例市店招设置规则")
    assert "la-01" in change.rules
    assert "la-01" in offer.binding


def test_a_name_that_is_not_the_licences_cannot_be_repaired_and_the_rule_is_named():
    proposal = asked(name="山石咖啡")
    result = repair(proposal, BOOKS, ON, FONTS)
    assert result.offers == ()
    assert result.conflicts[0].rules == ("cn-09",)


def test_proposals_are_distinct_keep_to_the_band_and_break_no_rule():
    offers = propose("晶湾盐铺", PLAN, "S1-02", BOOKS, ON, FONTS, count=3, facts=FACTS)
    assert len(offers) == 3
    assert len({o.proposal.sign.layout.spec.kind for o in offers}) == 3
    for offer in offers:
        assert offer.report.verdict is Verdict.PASS
        assert check(offer.proposal, BOOKS, ON).verdict is Verdict.PASS


def test_proposals_leave_air_at_both_ends_of_their_letters_and_still_pass():
    offers = propose("晶湾茶坊", PLAN, "S1-10", BOOKS, ON, FONTS, facts={"licence_name": "示例市晶湾茶坊"})
    assert len(offers) == 3
    for offer in offers:
        sign = offer.proposal.sign
        left, right = sign_span(offer.proposal.face, offer.proposal.unit)
        if sign.layout.panel is not None:
            left, right = sign.rect.x0, sign.rect.x1
        ink = sign.layout.lines[0].ink.moved(*sign.origin)
        height = sign.layout.lines[0].letter_height_mm
        assert min(ink.x0 - left, right - ink.x1) >= 0.69 * height
        assert offer.report.verdict is Verdict.PASS
        assert check(offer.proposal, BOOKS, ON) == offer.report


def test_a_sign_too_narrow_for_letters_of_the_planned_height_is_widened_and_says_why():
    proposal = asked(width_mm=700.0)
    letters = next(f for f in check(proposal, BOOKS, ON).findings if f.rule_id == "la-01d")
    assert letters.verdict is Verdict.FAIL
    offer = repair(proposal, BOOKS, ON, FONTS).offers[0]
    assert not check(offer.proposal, BOOKS, ON).of(Verdict.FAIL)
    changed = {change.field: change for change in offer.changes}
    assert float(changed["width_mm"].after) > 700
    assert letters.rule_id in changed["width_mm"].rules


def test_an_offer_carries_the_digest_of_what_it_offers():
    for offer in repair(asked(position=Position(bottom_mm=2000.0)), BOOKS, ON, FONTS):
        assert offer.report == check(offer.proposal, BOOKS, ON)
    for offer in propose("晶湾盐铺", PLAN, "S1-02", BOOKS, ON, FONTS, facts=FACTS):
        assert offer.report == check(offer.proposal, BOOKS, ON)


@settings(max_examples=15)
@given(width=st.integers(2000, 9000), height=st.integers(700, 2400), bottom=st.integers(2000, 4500))
def test_verdicts_alone_are_those_of_the_report(width: int, height: int, bottom: int):
    try:
        proposal = asked(width_mm=float(width), height_mm=float(height), position=Position(bottom_mm=float(bottom)))
    except LayoutError:
        reject()
    told = {finding.rule_id: finding.verdict for finding in check(proposal, BOOKS, ON).findings}
    assert verdicts(proposal, BOOKS, ON) == told


def test_a_sign_that_was_only_moved_in_a_search_is_what_a_fresh_layout_gives():
    trials = Trials(asked(), BOOKS, ON, FONTS)
    first = trials.with_spec(replace(asked().sign.layout.spec, width_mm=5000.0))
    for position in (Position(bottom_mm=2345.0), Position(offset_mm=-120.0, bottom_mm=3333.25)):
        spec = replace(first.sign.layout.spec, position=position)
        moved = trials.with_spec(spec)
        assert moved.sign == place(lay_out(spec, FONTS), PLAN, "S1-02")
        assert moved.digest == replace(moved, sign=place(lay_out(spec, FONTS), PLAN, "S1-02")).digest
