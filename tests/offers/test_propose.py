"""Proposals for every kind on every sample building, and for a unit without a band."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from signage.design import Form, LetterConstruction, SignKind, kind_of, load_kinds
from signage.errors import PlanError
from signage.frontage import FrontagePlan, read_plan
from signage.locale import Lang, describe, text
from signage.offers import Offer, propose
from signage.rules import RuleBook, Verdict, books_for, check
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
FONTS = FontCatalogue.standard()
_SAMPLES = Path(__file__).parents[2] / "samples"
PLANS = [read_plan(file) for folder in ("plans", "buildings") for file in sorted((_SAMPLES / folder).glob("*.json"))]
NAME = "海盐"


def _with_kinds(plan: FrontagePlan, kinds: tuple[str, ...]) -> tuple[FrontagePlan, str]:
    """A plan whose bands all allow these kinds and no other, and a unit that has a band and no sign yet."""
    faces = tuple(replace(f, bands=tuple(replace(b, kinds=kinds) for b in f.bands)) for f in plan.faces)
    return replace(plan, faces=faces), next(
        unit
        for face in faces
        for band in face.bands
        for unit in band.units
        if unit not in {sign.unit for sign in face.signs}
    )


def _banded() -> list[FrontagePlan]:
    found = [plan for plan in PLANS if any(face.bands for face in plan.faces)]
    assert len(found) >= 2
    return found


def _proposed(plan: FrontagePlan, unit: str) -> tuple[Offer, ...] | PlanError:
    try:
        return propose(NAME, plan, unit, _books(plan), ON, FONTS, count=1)
    except PlanError as nothing_there:
        return nothing_there


def _books(plan: FrontagePlan) -> tuple[RuleBook, ...]:
    return tuple(books_for(plan.city, ON))


@pytest.mark.parametrize("made", LetterConstruction)
def test_every_way_of_making_letters_has_a_name_in_both_languages(made: LetterConstruction):
    assert {text(f"sign.construction_{made.value}", lang) for lang in Lang} != {f"sign.construction_{made.value}"}


@pytest.mark.parametrize("plan", _banded(), ids=lambda plan: plan.id)
@pytest.mark.parametrize("kind", load_kinds(), ids=lambda kind: kind.id)
def test_a_band_for_one_kind_gives_that_kind_or_says_what_is_missing(plan: FrontagePlan, kind: SignKind):
    only, unit = _with_kinds(plan, (kind.id,))
    found = _proposed(only, unit)
    if isinstance(found, PlanError):
        assert found.code == "offers.nothing_to_fix_to"
        assert kind.form in (Form.CANOPY, Form.WINDOW)
        assert kind.id in str(describe(found, Lang.EN))
        return
    for offer in found:
        assert offer.proposal.sign.layout.spec.kind == kind.id
        assert kind.title_zh in offer.title_zh
        assert kind.title_en in offer.title_en
        assert not offer.report.of(Verdict.FAIL)


@pytest.mark.parametrize("plan", _banded(), ids=lambda plan: plan.id)
def test_a_band_without_a_list_of_kinds_is_for_usual_ones(plan: FrontagePlan):
    free, unit = _with_kinds(plan, ())
    offers = propose(NAME, free, unit, _books(free), ON, FONTS, count=2)
    assert offers
    for offer in offers:
        assert kind_of(offer.proposal.sign.layout.spec.kind).form is Form.PARALLEL


def _bandless() -> FrontagePlan:
    plan = next(plan for plan in PLANS if plan.id == "jingwan-li")
    return replace(plan, faces=tuple(replace(face, bands=()) for face in plan.faces))


def test_without_a_band_the_option_for_the_bottom_edge_is_named():
    with pytest.raises(PlanError) as refused:
        propose(NAME, _bandless(), "S1-10", _books(_bandless()), ON, FONTS)
    for lang in Lang:
        assert "--bottom" in str(describe(refused.value, lang))


def test_a_stated_bottom_edge_stands_in_for_a_band():
    plan = _bandless()
    offers = propose(NAME, plan, "S1-10", _books(plan), ON, FONTS, count=2, bottom_mm=3600.0)
    assert len(offers) == 2
    for offer in offers:
        assert offer.proposal.sign.rect.y0 == 3600.0
        assert not check(offer.proposal, _books(plan), ON).of(Verdict.FAIL)


@pytest.mark.parametrize("kind", ["plaque", "panel-letters"])
def test_what_is_proposed_is_drawn_in_the_kinds_own_typeface(kind: str):
    plan, unit = _with_kinds(_banded()[0], (kind,))
    found = _proposed(plan, unit)
    if isinstance(found, PlanError):
        pytest.skip(f"no {kind} stands there")
    for offer in found:
        assert offer.proposal.sign.layout.spec.style == kind_of(kind).style
