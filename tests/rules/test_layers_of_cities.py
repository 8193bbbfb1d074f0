"""The common pattern as a city takes it over: what is large, what a sign may say, and what the sample city keeps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signage.errors import RuleBookError
from signage.rules import RuleBook, Verdict, check, load_book
from tests.rules.scenery import scene

ON = date(2026, 11, 24)
HEAD = """
schema_version = 1
name = "own-city"
edition = "1"
title = { zh = "某市规则", en = "Rules of a city" }
jurisdiction = "某市"
authority = { zh = "某市", en = "A city" }
is_illustrative = true
layer = "city"
extends = "cn-common-pattern@2026.1"
"""
SOURCE = 'source = { document = "某市", clause = "1", certainty = "ILL", summary = { zh = "试", en = "try" } }'


def city(folder: Path, *changes: tuple[str, str]) -> RuleBook:
    path = folder / "own-city.toml"
    body = "".join(f'\n[[override]]\nrule = "{rule}"\n{fields}\n{SOURCE}\n' for rule, fields in changes)
    path.write_text(HEAD + body, "utf-8")
    return load_book(path)


def said(book: RuleBook, rule: str, **given: object) -> str:
    finding = next(f for f in check(scene(**given), [book], ON).findings if f.rule_id == rule)  # type: ignore[arg-type]
    return f"{finding.verdict} {finding.message_zh}"


def test_four_metres_are_large_in_one_city_and_not_in_another(tmp_path: Path):
    inclusive = load_book("cn-common-pattern")
    strict = city(tmp_path, ("cn-11", 'limit = { at_most = "4 m" }'), ("cn-11b", 'limit = { at_most = "10 m2" }'))
    exact = {"width": 4000.0, "height": 1000.0}
    assert "行政许可" in said(inclusive, "cn-11", **exact)
    assert "行政许可" not in said(strict, "cn-11", **exact)
    assert "行政许可" in said(strict, "cn-11", width=4000.01)
    square = {"width": 5000.0, "height": 2000.0}
    assert "行政许可" in said(inclusive, "cn-11b", **square)
    assert "行政许可" not in said(strict, "cn-11b", **square)


def test_a_threshold_says_that_it_decides_the_track_and_is_no_limit(tmp_path: Path):
    pattern = load_book("cn-common-pattern")
    small, large = said(pattern, "cn-11", width=3000.0), said(pattern, "cn-11", width=6000.0)
    assert "低于界限（< 4000 mm）" in small
    assert "符合要求" not in small
    for words in (small, large):
        assert "只定办理方式，不是限值" in words
    stricter = city(tmp_path, ("cn-11", 'limit = { less_than = "3 m" }'))
    found = {f.rule_id: f for f in check(scene(width=3500.0, height=1000.0), [stricter], ON).findings}
    assert found["cn-11"].is_threshold  # a city's own figure is a threshold too
    assert found["cn-11"].is_noted
    assert not found["cn-12"].is_threshold


def test_only_an_option_can_be_a_threshold(tmp_path: Path):
    with pytest.raises(RuleBookError) as caught:
        city(tmp_path, ("cn-12", 'threshold = "track"'))
    assert caught.value.code == "book.threshold_not_may"
    with pytest.raises(RuleBookError):
        city(tmp_path, ("cn-11", 'threshold = "fee"'))


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        ('{ none_of = ["price", "slogan"] }', Verdict.PASS),
        ('{ none_of = ["price", "slogan"], review = ["phone"] }', Verdict.REVIEW),
        ('{ none_of = ["price", "slogan", "phone", "address", "code"] }', Verdict.FAIL),
    ],
)
def test_a_city_allows_looks_at_or_forbids_a_telephone_number(tmp_path: Path, limit: str, verdict: Verdict):
    book = city(tmp_path, ("cn-10", f"limit = {limit}"))
    assert said(book, "cn-10", second_line="0571-12345678").startswith(verdict)


def test_a_pattern_that_no_city_took_over_is_not_used_by_itself():
    book = load_book("cn-common-pattern")
    assert book.is_illustrative
    assert all(rule.is_illustrative and rule.local == "may_relax" for rule in book.rules)


def test_the_sample_city_takes_over_the_pattern_and_says_from_where():
    book = load_book("demo-city")
    assert book.chain == ("cn-common-pattern@2026.1",)
    inherited = {rule.id for rule in book.rules if rule.origin == "cn-common-pattern@2026.1"}
    assert inherited >= {"cn-09", "cn-10", "cn-11", "cn-11b", "cn-12", "cn-14", "la-02", "la-04", "la-04b"}
    assert book.rule("cp-03") is None  # its own la-04c is stricter


def test_the_nations_book_rests_on_no_citys_law():
    assert {rule.id for rule in load_book("cn-national").rules}.isdisjoint(
        {"cn-09", "cn-10", "cn-11", "cn-12", "cn-14"}
    )


def test_another_edition_of_the_pattern_is_refused(tmp_path: Path):
    path = tmp_path / "own-city.toml"
    path.write_text(HEAD.replace("@2026.1", "@2027.1"), "utf-8")
    with pytest.raises(RuleBookError, match="other_edition"):
        load_book(path)
