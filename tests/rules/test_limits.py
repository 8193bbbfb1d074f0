from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import RuleBookError
from signage.rules import Verdict, parse_book
from signage.rules.amounts import exact_of, parse_amount
from signage.rules.book_tests import reading_of, run_test
from signage.rules.check import decide
from signage.rules.judging import work_out
from signage.rules.limits import FactorOf
from signage.rules.measures import Measurement, Missing
from signage.units import Quantity, Unit

GONE = Measurement(missing=Missing(what=("甲", "a"), who=("乙", "b")))
HEAD = """
schema_version = 1
name = "try"
edition = "1"
title = { zh = "试", en = "Try" }
jurisdiction = "试"
authority = { zh = "试", en = "Try" }
is_illustrative = true
[[rule]]
id = "tr-01"
title = { zh = "甲", en = "A" }
modality = "must"
source = { document = "试", clause = "1", certainty = "ILL", summary = { zh = "试", en = "try" } }
"""


def rule(measure: str, limit: str):
    return parse_book(HEAD + f'measure = "{measure}"\nlimit = {limit}\n').rules[0]


def verdict(one, **given: str) -> Verdict:
    known = {name: reading_of(name, value) for name, value in given.items()}
    return decide(one, lambda name: known.get(name, GONE), {}, frozenset()).verdict


EITHER = '{ any_of = [{ measure = "thickness", at_most = "0.2 m" }, { measure = "panel_height", at_most = "1 m" }] }'


@pytest.mark.parametrize(
    ("thick", "high", "wanted"),
    [
        ("200 mm", "1000 mm", Verdict.PASS),
        ("200.01 mm", "1000 mm", Verdict.PASS),
        ("200 mm", "1000.01 mm", Verdict.PASS),
        ("200.01 mm", "1000.01 mm", Verdict.FAIL),
        ("200 mm", "missing", Verdict.PASS),
        ("201 mm", "missing", Verdict.UNMEASURED),
        ("missing", "1 m", Verdict.PASS),
        ("absent", "1001 mm", Verdict.FAIL),
        ("absent", "absent", Verdict.NOT_APPLICABLE),
    ],
)
def test_one_of_two_limits_is_enough_and_a_missing_one_is_never_taken_for_met(thick: str, high: str, wanted: Verdict):
    assert verdict(rule("thickness", EITHER), thickness=thick, panel_height=high) is wanted


def test_alternatives_are_told_with_what_each_is_of():
    zh, en = rule("thickness", EITHER).required_words
    assert " 或 " in zh
    assert "≤ 0.2 m" in zh
    assert " or " in en
    assert "≤ 1 m" in en


@pytest.mark.parametrize(
    "limit",
    [
        '{ any_of = [{ measure = "thickness", at_most = "0.2 m" }] }',
        '{ any_of = [{ measure = "panel_height", at_most = "1 m" }, { measure = "thickness", at_most = "1 m" }] }',
        '{ any_of = [{ measure = "thickness", unknown = { zh = "a", en = "a" } },'
        ' { measure = "thickness", at_most = "1 m" }] }',
        '{ any_of = [{ measure = "thickness", at_most = "2 m2" }, { measure = "thickness", at_most = "1 m" }] }',
    ],
)
def test_alternatives_that_make_no_sense_are_refused_at_their_rule(limit: str):
    with pytest.raises(RuleBookError) as caught:
        rule("thickness", limit)
    assert "tr-01" in str(caught.value.at)


ALLOWANCE = '{ at_most = { factor = "1.2 ft", of = "sign_width", plus = "40 ft2", cap = "100 ft2" } }'


def test_a_length_of_a_length_is_an_area_and_square_feet_are_exact():
    allowance = rule("lit_area", ALLOWANCE)
    # 20 ft wide: 24 + 40 = 64 ft²; 200 ft wide: the cap of 100 ft² counts.
    assert verdict(allowance, lit_area="64 ft2", sign_width="20 ft") is Verdict.PASS
    assert verdict(allowance, lit_area="64.0001 ft2", sign_width="20 ft") is Verdict.FAIL
    assert verdict(allowance, lit_area="100 ft2", sign_width="200 ft") is Verdict.PASS
    assert verdict(allowance, lit_area="100.0001 ft2", sign_width="200 ft") is Verdict.FAIL
    assert verdict(allowance, lit_area="1 ft2", sign_width="missing") is Verdict.UNMEASURED


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 300))
def test_an_allowance_agrees_with_arithmetic_in_feet(tenths: int, feet: int):
    bound = FactorOf(factor=f"{tenths / 10:.1f}", of="sign_width", unit=Unit.FOOT, plus=parse_amount("20 ft2"))
    got = work_out(bound, lambda _: Measurement(quantity=Quantity(float(feet), Unit.FOOT)))
    assert got == parse_amount(f"{tenths * feet + 200}/10 ft2").exact


def test_square_feet_compare_with_square_metres():
    assert exact_of(Quantity(100.0, Unit.FOOT2)) == exact_of(Quantity(9.290304, Unit.M2))


def test_a_factor_that_gives_no_area_is_refused():
    with pytest.raises(RuleBookError):
        rule("panel_height", '{ at_most = { factor = "3 ft", of = "sign_width" } }')


def test_the_tests_of_a_book_may_use_alternatives():
    book = parse_book(
        HEAD
        + f'measure = "thickness"\nlimit = {EITHER}\n[[rule.test]]\nname = "second"\n'
        + 'given = { thickness = "1 m", panel_height = "1 m" }\nverdict = "PASS"\n'
    )
    assert run_test(book.rules[0], book.rules[0].tests[0]) is Verdict.PASS
