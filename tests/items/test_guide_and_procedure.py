"""The guide asks for what the procedure asks for: the same papers, the same names, the same leave to follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signage.applications import load_policy
from signage.applications.item_days import as_applied
from signage.applications.model import Purpose, Track
from signage.items import load_catalogue

CATALOGUE = load_catalogue()
POLICY = load_policy("demo-city")
SIGN_ITEMS = ("shop-sign", "temporary-event", "outdoor-ad")


def _published(*, is_temporary):
    tracks = (Track.PERMIT,) if is_temporary else tuple(Track)
    asked = (POLICY.papers_for(t, p, is_temporary=is_temporary) for t in tracks for p in Purpose)
    return {paper.code: paper for papers in asked for paper in papers}


def _guide(code):
    return {paper.code: paper for paper in CATALOGUE.item(code).papers}


@pytest.mark.parametrize("code", SIGN_ITEMS)
def test_a_paper_may_follow_in_the_guide_exactly_where_and_as_long_as_the_procedure_lets_it(code):
    for one in _guide(code).values():
        listed = POLICY.paper(one.code)
        assert (one.may_follow_days or 0) == (listed.may_follow_days if listed else 0), one.code


def test_the_guide_of_something_temporary_lists_the_procedures_papers_under_their_names():
    guide, listed = _guide("temporary-event"), _published(is_temporary=True)
    listed.pop("M13")  # nothing temporary is transferred
    own = {code for code in guide if POLICY.paper(code) is None}
    assert own == {"M16"}
    assert all(guide[code].when for code in own)
    assert guide.keys() - own == listed.keys()
    for code, paper in listed.items():
        assert (guide[code].name_zh, guide[code].name_en) == (paper.name_zh, paper.name_en)
        assert guide[code].when == paper.when
    assert {c for c, p in guide.items() if not p.when} == {"M2", "M3", "M4", "M14", "M17", "M18"}


def test_the_guide_of_a_shop_sign_lists_the_procedures_papers_under_their_names():
    guide, listed = _guide("shop-sign"), _published(is_temporary=False)
    assert guide.keys() == listed.keys()
    for code, paper in listed.items():
        assert (guide[code].name_zh, guide[code].name_en) == (paper.name_zh, paper.name_en)
        assert {t.value for t in guide[code].tracks or tuple(Track)} == {t.value for t in paper.tracks}


def test_the_catalogues_figures_are_those_of_the_policy_for_every_item_that_the_policy_decides():
    applied = as_applied(CATALOGUE, POLICY)
    for item in CATALOGUE.items:
        assert applied.item(item.code) == item, item.code


def test_another_policys_figures_take_the_place_of_the_catalogues():
    days = tuple((name, 3 if name == "promised_decision" else count) for name, count in POLICY.days)
    other = replace(POLICY, days=days, temporary=replace(POLICY.temporary, promised_days=2, max_days=20))
    applied = as_applied(CATALOGUE, other)
    assert applied.item("shop-sign").days.promised == 3
    event = applied.item("temporary-event")
    assert (event.days.promised, event.temporary.max_days) == (2, 20)
    assert applied.item("green-occupation") == CATALOGUE.item("green-occupation")


def test_guide_form_and_notice_agree_how_long_a_sign_holds_on_every_track():
    other = replace(POLICY, validity_years=2)
    validity = as_applied(CATALOGUE, other).item("shop-sign").validity
    assert validity.years == 2
    assert validity.zh.startswith("2 年，许可、备案和设计指导都是")
    assert other.valid_to(date(2026, 11, 24)) == date(2028, 11, 23)  # what the notice takes, whatever the track
    forms = CATALOGUE.item("shop-sign").forms
    (term,) = (f for form in forms for part in form.parts for f in part.fields if f.source == "term")
    assert "许可、备案、设计指导都填写" in term.hint
    assert "长期有效" not in term.hint + validity.zh
