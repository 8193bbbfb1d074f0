from __future__ import annotations

from datetime import date

import pytest

from signage.rules import Finding, Verdict, bundled_books, check, load_book
from tests.rules.scenery import scene

ON = date(2026, 11, 24)


def finding(rule_id: str, book: str, *, lang: int = 0, **given: object) -> list[str]:
    report = check(scene(None, **given), [load_book(book)], ON, working=True)
    found: Finding = next(f for f in report.findings if f.rule_id == rule_id)
    return [line[lang] for line in found.working]


def test_a_factor_shows_the_measure_that_it_is_of_and_the_result():
    lines = finding("hz-03", "cn-hangzhou-2023")
    assert any("1/3" in line and "×" in line for line in lines)
    assert any("4.3.1.2" in line for line in lines)
    assert any("Measured" in line for line in finding("hz-03", "cn-hangzhou-2023", lang=1))


def test_a_table_shows_the_row_that_was_hit():
    lines = finding("hz-05", "cn-hangzhou-2023")
    assert any("限值表" in line and "mm" in line for line in lines)


def test_what_is_missing_is_said_in_the_working():
    assert any("缺少" in line for line in finding("hz-12", "cn-hangzhou-2023", slab=0))


def test_the_working_changes_no_verdict_and_is_left_out_unless_asked_for():
    books = [load_book("cn-hangzhou-2023")]
    plain, shown = check(scene(), books, ON), check(scene(), books, ON, working=True)
    assert not any(f.working for f in plain.findings)
    assert plain.digest == shown.digest


@pytest.mark.parametrize("name", bundled_books())
def test_every_rule_of_every_book_can_show_its_working_in_both_languages(name: str):
    for found in check(scene(), [load_book(name)], ON, working=True).findings:
        assert len(found.working) >= (1 if found.verdict is Verdict.NOT_APPLICABLE else 2)
        assert all(zh and en for zh, en in found.working)
