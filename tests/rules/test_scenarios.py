from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from signage.rules import RuleBook, Verdict, bundled_books, check, load_book
from tests.rules.scenery import scene

FOLDER = Path(__file__).parents[1] / "scenarios"
KINDS = ("pass", "fail", "limit", "na", "unmeasured")
ON = date(2026, 11, 24)
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
BOOK_OF: dict[str, RuleBook] = {rule.id: book for book in map(load_book, bundled_books()) for rule in book.rules}
CASES = [(name, case) for name, file in FILES.items() for case in file["case"]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}-{c['kind']}" for n, c in CASES])
def test_a_scenario_ends_as_the_officer_wrote(name: str, case: dict[str, Any]):
    rule = FILES[name]["rule"]
    report = check(scene(case.get("facts"), **case.get("given", {})), [BOOK_OF[rule]], ON)
    finding = next(f for f in report.findings if f.rule_id == rule)
    assert finding.verdict is Verdict(case["expect"]), finding.message_zh
    assert finding.message_zh
    assert finding.message_en
    assert (finding.missing is not None) == (finding.verdict is Verdict.UNMEASURED)


@pytest.mark.parametrize("rule", sorted(BOOK_OF))
def test_every_shipped_rule_has_all_five_kinds_of_scenario_or_says_why_not(rule: str):
    file = FILES[rule]
    assert file["rule"] == rule
    told = {case["kind"] for case in file["case"]} | {k for k, why in file.get("impossible", {}).items() if why}
    assert told == set(KINDS)
    assert not {case["kind"] for case in file["case"]} & set(file.get("impossible", {}))
