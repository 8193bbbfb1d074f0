"""The engine's rules, made ready beforehand and with words that are kept, say what a plain reading of them says."""

from __future__ import annotations

import copy
import random
from dataclasses import fields, replace
from datetime import date
from functools import cache

import pytest

from signage.frontage import Proposal
from signage.geometry import Point
from signage.rules import Finding, check
from signage.rules.check import Case
from signage.rules.deciding import Decided, decide
from signage.rules.measures import Subject, measure_names, measure_of
from signage.rules.telling import teller
from signage.storage.codec import from_json, to_json
from tests.rules import plain_reading
from tests.rules.scenery import scene
from tests.rules.test_columns import BOOKS, signs_of
from tests.rules.test_scenarios import BOOK_OF, CASES, FILES

ON = date(2026, 11, 24)


def differences(found: Finding | Decided, wanted: Finding | Decided) -> list[str]:
    """Names of the fields that differ, by value and by how they are written: 1 and Fraction(1) are not the same."""
    pairs = ((f.name, getattr(found, f.name), getattr(wanted, f.name)) for f in fields(wanted))
    return [f"{name}: {one!r} / {other!r}" for name, one, other in pairs if one != other or repr(one) != repr(other)]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_a_rule_decides_any_readings_as_a_plain_reading_of_it_does(book):
    rng = random.Random(book.name + "quick")
    for rule in book.rules:
        tell = teller(book, rule)
        signs, rows = signs_of(rule, 15, rng)
        for index, row in enumerate(rows + rows[:5]):  # the last ones again: what was kept is not another sign's
            at = index % len(rows)
            given = (row.__getitem__, signs.facts(at), signs.proofs[at])
            found, wanted = decide(rule, *given), plain_reading.decide(rule, *given)
            assert not differences(found, wanted), rule.id
            told = tell(found, "A-01", ())
            assert not differences(told, plain_reading.finding_of(rule, book, wanted, "A-01")), rule.id


@cache
def scenes() -> dict[str, Proposal]:
    """Every different street front of the scenario files."""
    found = {repr((c.get("facts"), c.get("given"))): scene(c.get("facts"), **c.get("given", {})) for _, c in CASES}
    return dict(sorted(found.items()))


def test_every_scenario_gives_the_finding_of_a_plain_reading():
    tellers = {rule.id: (rule, book, teller(book, rule)) for book in BOOKS for rule in book.rules}
    for name, case in CASES:
        rule, book, tell = tellers[FILES[name]["rule"]]
        subject = Subject(scene(case.get("facts"), **case.get("given", {})))
        readings, facts, unit = Case(subject), subject.proposal.facts, subject.unit.id
        wanted = plain_reading.decide(rule, readings, facts, subject.proofs)
        told = tell(decide(rule, readings, facts, subject.proofs), unit, ())
        assert not differences(told, plain_reading.finding_of(rule, book, wanted, unit)), name


def moved(proposal: Proposal, x: float, y: float) -> Proposal:
    at = proposal.sign.origin
    return replace(proposal, sign=replace(proposal.sign, origin=Point(at.x + x, at.y + y)))


def test_a_sign_that_is_moved_about_is_measured_as_one_that_was_never_seen_before():
    rng = random.Random(3)
    chosen = rng.sample(list(scenes().values()), 10)
    places = [(0.0, 0.0), (-350.5, 0.0), (0.0, 420.25), (1200.0, -2999.99)]
    for x, y in places:
        for proposal in chosen:
            here = moved(proposal, x, y)
            never_seen = copy.deepcopy(here)
            for name in measure_names():
                measure = measure_of(name)
                assert measure is not None
                assert measure.read(Subject(here)) == measure.read(Subject(never_seen)), name


def test_reports_are_the_same_whatever_was_checked_before():
    rng = random.Random(4)
    books = [BOOK_OF[rule] for rule in ("hz-01",)] + [book for book in BOOKS if book.name == "demo-city"]
    signs = [moved(p, x, 0.0) for p in rng.sample(list(scenes().values()), 6) for x in (0.0, 777.7)]
    first = [to_json(check(sign, books, ON), "t") for sign in signs]
    again = {at: to_json(check(copy.deepcopy(signs[at]), books, ON), "t") for at in rng.sample(range(12), 12)}
    assert [again[at] for at in range(12)] == first
    report = check(signs[0], books, ON)
    assert from_json(type(report), first[0], "t") == report
