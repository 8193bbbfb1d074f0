"""Repair of signs that are not flat on the wall, the rules that bind an offer, and offers under the full check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import Position, SignSpec, lay_out
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal, place, read_plan
from signage.offers import Offer, repair
from signage.offers.binding import with_taken_back
from signage.offers.trials import rebuilt
from signage.rules import Verdict, books_for, check, load_book
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
PLAN = read_plan(Path(__file__).parents[2] / "samples/plans/jingwan-li.json")
DEMO = books_for(PLAN.city, ON)
HANGZHOU = (load_book("cn-hangzhou-2023"),)
FONTS = FontCatalogue.standard()


def asked(kind: str, width: float, height: float, unit: str = "S1-02", **words: object) -> Proposal:
    spec = SignSpec(kind=kind, name="晶湾盐铺", width_mm=width, height_mm=height, **words)  # type: ignore[arg-type]
    facts = {"licence_name": "晶湾盐铺", "leased_units": (unit,)}
    return Proposal(plan=PLAN, sign=place(lay_out(spec, FONTS), PLAN, unit), facts=dict(facts))


def changed(offer: Offer) -> dict[str, str]:
    return {change.field: change.after for change in offer.changes}


def test_a_projecting_sign_is_lifted_and_its_face_drawn_in_by_what_stands_out_too_far():
    proposal = asked("projecting", 1900.0, 1900.0, position=Position(bottom_mm=2500.0))
    offer = repair(proposal, DEMO, ON, FONTS)[0]
    assert offer.proposal.sign.layout.depth_mm == 1500.0
    assert changed(offer)["width_mm"] == "1300"
    assert {"la-04", "la-04b"} <= set(offer.binding)
    assert check(offer.proposal, DEMO, ON).of(Verdict.FAIL) == ()


def test_a_large_projecting_sign_goes_over_the_cornice_and_becomes_thinner():
    proposal = asked("projecting", 1900.0, 1900.0, depth_mm=700.0, position=Position(bottom_mm=2500.0))
    offer = repair(proposal, HANGZHOU, ON, FONTS)[0]
    assert offer.proposal.sign.layout.thickness_mm <= 500.0
    assert offer.proposal.sign.layout.envelope.width <= 1200.0
    assert {"hz-08c", "hz-08e", "hz-08h"} <= set(offer.binding)


def test_a_hanging_sign_is_lifted_and_thinned_to_the_limit():
    proposal = asked("hanging", 1800.0, 500.0, depth_mm=300.0, position=Position(bottom_mm=2100.0))
    offer = repair(proposal, HANGZHOU, ON, FONTS)[0]
    assert changed(offer)["depth_mm"] == "150"
    assert set(offer.binding) == {"hz-10b", "hz-10c"}
    thick = next(limit for limit in offer.limits if limit.rule == "hz-10c")
    assert "要求 ≤ 150 mm，方案 150 mm" in thick.text_zh
    assert "the offer has 150 mm" in thick.text_en


def test_a_free_standing_sign_becomes_lower_and_stays_on_the_ground():
    proposal = asked("freestanding", 1500.0, 4200.0)
    proposal.facts.update(site_width=8000.0)
    before = check(proposal, HANGZHOU, ON).of(Verdict.FAIL)
    offer = repair(proposal, HANGZHOU, ON, FONTS)[0]
    assert {finding.rule_id for finding in before} >= {"hz-18b", "hz-18c"}
    assert offer.proposal.sign.rect.height <= 3000.0
    assert offer.proposal.sign.rect.width <= 1000.0
    assert "position.bottom_mm" not in changed(offer)


def test_roof_letters_over_the_parapet_stay_there_and_the_reason_is_said():
    result = repair(asked("rooftop-letters", 6000.0, 2500.0), DEMO, ON, FONTS)
    assert result.offers == ()
    assert result.conflicts[0].rules == ("cn-14",)
    assert "不能上下移动" in result.conflicts[0].text_zh
    assert "cannot move up or down" in result.conflicts[0].text_en


@settings(max_examples=15, deadline=None)
@given(
    kind=st.sampled_from(("panel-letters", "light-box", "projecting", "hanging")),
    width=st.integers(600, 9500),
    height=st.integers(500, 2300),
    bottom=st.integers(2000, 4200),
)
def test_every_offer_passes_the_full_check_and_without_a_change_breaks_a_rule_that_binds(
    kind: str, width: int, height: int, bottom: int
):
    size = (min(width, 2400), height) if kind in ("projecting", "hanging") else (width, height)
    try:
        proposal = asked(kind, *map(float, size), position=Position(bottom_mm=float(bottom)))
    except (LayoutError, InputError):
        return
    for offer in repair(proposal, DEMO, ON, FONTS):
        assert check(offer.proposal, DEMO, ON).of(Verdict.FAIL) == ()
        assert offer.changes
        assert {limit.rule for limit in offer.limits} <= set(offer.binding)
        broken: set[str] = set()
        for change in offer.changes:
            try:
                back = rebuilt(offer.proposal, with_taken_back(proposal, offer.proposal, change.field), FONTS)
            except (LayoutError, InputError):
                continue
            broken |= {f.rule_id for f in check(back, DEMO, ON).of(Verdict.FAIL)}
        assert broken <= set(offer.binding)
