"""Every quantity of the shipped books says how it came about, on signs that have it; sums give what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from signage.rules import bundled_books, check, load_book
from signage.rules.derivation import derivation_of
from signage.rules.derivation_sums import sum_of
from signage.rules.limits import Limit
from signage.rules.measures import Measurement, Subject, registry
from signage.units import Quantity, Unit
from tests.rules.scenery import scene
from tests.rules.test_scenarios import CASES

ON = date(2026, 11, 24)


def _measures_of(limit: Limit | None) -> set[str]:
    return set(limit.measures()) if limit is not None else set()


def used() -> list[str]:
    """Names of the quantities that a limit, a bound or a condition of a shipped book reads."""
    names = set[str]()
    for book in map(load_book, bundled_books()):
        for rule in book.rules:
            conditions = [part for one in rule.applies_when for part in (one.any_of or (one,))]
            names |= {rule.measure} | _measures_of(rule.limit)
            names |= {one.measure for one in conditions}.union(*(_measures_of(one.limit) for one in conditions))
    return sorted(name for name in names if name in registry() and registry()[name].kind == "quantity")


def measured() -> Iterator[tuple[str, Subject, Measurement]]:
    """Every quantity that a scenario's sign has, with the sign."""
    for _, case in CASES:
        subject = Subject(scene(case.get("facts"), **case.get("given", {})))
        for name in USED:
            reading = registry()[name].read(subject)
            if reading.quantity is not None:
                yield name, subject, reading


USED = used()


@pytest.fixture(scope="module")
def readings() -> list[tuple[str, Subject, Measurement]]:
    return list(measured())


def test_every_quantity_of_the_shipped_books_is_derived_from_its_inputs(readings):
    told = {name for name, subject, reading in readings if derivation_of(subject, name, reading) is not None}
    assert {name for name, _, _ in readings} - told == set()
    assert set(USED) - told == set()


def test_a_derivation_has_both_languages_and_ends_with_what_was_measured(readings):
    for name, subject, reading in readings:
        zh, en = derivation_of(subject, name, reading) or ("", "")
        assert zh.startswith("推算：")
        assert en.startswith("Derived: ")
        assert any(mark in zh for mark in "=→")


def test_the_terms_of_a_sum_give_what_was_measured(readings):
    summed = set()
    for name, subject, reading in readings:
        found = sum_of(subject, name)
        if found is not None and reading.quantity is not None:
            given = Quantity(found.value_mm, Unit.MM).to(reading.quantity.unit)
            assert given.value == pytest.approx(reading.quantity.value, abs=0.011), name
            summed.add(name)
    assert {"clear_height", "roof_gap", "upper_window_gap", "datum_step", "neighbour_bottom_step"} <= summed
    assert {"outside_lease", "sign_width", "frontage_width", "storey_height", "kerb_gap"} <= summed


def test_the_clear_height_names_bottom_pavement_and_place():
    report = check(scene(), [load_book("cn-hangzhou-2023")], ON, working=True)
    found = next(one for one in report.findings if one.rule_id == "hz-01")
    zh = next(zh for zh, _ in found.working if zh.startswith("推算"))
    assert "招牌底边标高 3000 mm" in zh
    assert "人行道标高" in zh
    assert "x = " in zh
