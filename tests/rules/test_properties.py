from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from fractions import Fraction

import coloraide
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.rules import Verdict, bundled_books, check, load_book
from signage.rules.amounts import exact_of
from signage.rules.book import Rule
from signage.rules.book_tests import reading_of
from signage.rules.check import decide
from signage.rules.colour import delta_e2000, lab_of
from signage.rules.limits import Limit, Op
from signage.rules.measures import Measurement, Missing
from signage.units import Quantity, Unit
from tests.rules.scenery import scene

ON = date(2026, 11, 24)
BOOKS = [load_book(name) for name in bundled_books()]
RULES = {rule.id: rule for book in BOOKS for rule in book.rules}
HZ = load_book("cn-hangzhou-2023")
CHINESE = [book for book in BOOKS if book.name.startswith(("cn-", "demo-"))]
GONE = Measurement(missing=Missing(what=("甲", "a"), who=("乙", "b")))


SIZES = {
    "parallel": {"width": 3000.0, "height": 1000.0, "letter": 400.0, "content_width": 1800.0},
    "letters": {"width": 3000.0, "height": 1000.0, "letter": 400.0, "content_width": 1800.0},
    "projecting": {"wide": 600.0, "height": 600.0},
    "hanging": {"width": 1200.0, "height": 400.0, "letter": 200.0, "content_width": 900.0},
    "freestanding": {"width": 900.0, "height": 2400.0, "letter": 200.0, "content_width": 600.0},
    "canopy": {"width": 3000.0, "height": 700.0, "letter": 400.0, "content_width": 1800.0},
    "rooftop": {"width": 4000.0, "height": 1500.0, "letter": 1200.0, "content_width": 3000.0},
}
STATED = {"site_width": 12000.0, "facade_luminance": 100.0, "licence_name": "示例市石榴餐饮有限公司"}


def of_size(form: str, scale: float):
    """A sign of a form, its lengths multiplied, standing on one spot: it grows to the right and upwards."""
    sizes = {name: value * scale for name, value in SIZES[form].items()}
    if form == "projecting":
        return scene(STATED, side=[sizes["wide"], 200.0, 120.0 * scale], height=sizes["height"])
    carrier = "letters" if form == "letters" else "panel"
    flat = "parallel" if form == "letters" else form
    return scene(
        STATED, form=flat, carrier=carrier, depth=60.0 * scale, canopy=[500.0, 2900.0, 5600.0, 3000.0], **sizes
    )


def is_upper_limit(rule: Rule) -> bool:
    """Whether a rule bounds the sign itself from above; steps to a neighbour or a planned line shrink and grow."""
    limits = [option.limit for option in rule.limit.options] or [rule.limit]
    return all(one.op in (Op.AT_MOST, Op.LESS_THAN) for one in limits) and not rule.measure.endswith("_step")


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(SIZES)), st.floats(0.3, 4.0), st.floats(1.0, 3.0))
def test_enlarging_a_sign_never_turns_an_upper_limit_failure_into_a_pass(form: str, size: float, scale: float):
    small, large = (check(of_size(form, factor), CHINESE, ON) for factor in (size, size * scale))
    for one, other in zip(small.findings, large.findings, strict=True):
        if is_upper_limit(RULES[one.rule_id]) and one.verdict in (Verdict.FAIL, Verdict.WARN):
            assert other.verdict is not Verdict.PASS, (form, one.message_en, other.message_en)


@settings(max_examples=25, deadline=None)
@given(st.floats(300, 2500), st.floats(1.0, 2.0))
def test_enlarging_a_sign_abroad_never_turns_an_upper_limit_failure_into_a_pass(height: float, scale: float):
    facts = {
        **{"premises": "shop", "is_retail_park": False, "designated_area": "none", "district": "C1-2"},
        **{"area_code": "all", "area_method": "area_hull", "allowed_area_ft2": 20.0, "premises_use": "business"},
    }
    books = [load_book(name) for name in ("gb-england-2007", "us-nyc", "us-area-methods")]
    one, other = (
        check(scene(facts, height=h, letter=h / 3, content_width=h * 3, width=h * 4), books, ON)
        for h in (height, height * scale)
    )
    upper = {r.id for b in books for r in b.rules if r.limit.op is Op.AT_MOST}
    for small, large in zip(one.findings, other.findings, strict=True):
        if small.rule_id in upper - {"en-05", "us-05-freeport-il"} and small.verdict is Verdict.FAIL:
            assert large.verdict is Verdict.FAIL


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(len(HZ.rules))))
def test_the_order_of_rules_does_not_matter(order: list[int]):
    mixed = replace(HZ, rules=tuple(HZ.rules[i] for i in order))
    one = {f.rule_id: f for f in check(scene(), [HZ], ON).findings}
    other = {f.rule_id: f for f in check(scene(), [mixed], ON).findings}
    assert one == other


def reference(rule: Rule, readings: dict[str, Measurement]) -> Verdict:
    """A plain second reading of the same rule, for fixed upper and lower bounds and factors."""
    value, limit = readings[rule.measure], rule.limit
    if value.missing is not None:
        return Verdict.UNMEASURED
    bound = limit.high or limit.low
    parts = bound.of if hasattr(bound, "which") else (bound,)  # type: ignore[union-attr]
    numbers = []
    for part in parts:
        if hasattr(part, "factor"):
            other = readings[part.of]
            if other.missing is not None:
                return Verdict.UNMEASURED
            numbers.append(Fraction(part.factor) * exact_of(other.quantity))  # type: ignore[arg-type]
        else:
            numbers.append(part.exact)  # type: ignore[union-attr]
    number, measured = min(numbers), exact_of(value.quantity)  # type: ignore[arg-type]
    good = {
        Op.AT_MOST: measured <= number,
        Op.LESS_THAN: measured < number,
        Op.AT_LEAST: measured >= number,
        Op.MORE_THAN: measured > number,
    }[limit.op]
    return Verdict.PASS if good else Verdict.FAIL if rule.modality.value == "must" else Verdict.WARN


PLAIN = [RULES[i] for i in ("hz-01", "hz-02", "hz-03", "hz-07", "hz-12", "la-02", "la-07", "cn-12", "cn-14")]
LENGTHS = st.one_of(st.none(), st.integers(0, 400_000).map(lambda ticks: ticks / 100))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLAIN), st.tuples(LENGTHS, LENGTHS))
def test_the_engine_agrees_with_a_plain_reading_also_where_values_are_missing(
    rule: Rule, values: tuple[float | None, float | None]
):
    plain = replace(rule, applies_when=(), consent=None)
    names = (rule.measure, *rule.limit.measures())
    taken = itertools.cycle(values)
    readings = {}
    for name in names:
        value = next(taken)
        readings[name] = GONE if value is None else Measurement(quantity=Quantity(value, Unit.MM))
    assert decide(plain, readings.__getitem__, {}, frozenset()).verdict is reference(plain, readings)


def test_a_third_is_a_third_and_not_a_decimal():
    limit = Limit(op=Op.AT_MOST, high=HZ.rule("hz-06").limit.high)  # type: ignore[union-attr]
    assert limit.high.exact == Fraction(2, 3)  # type: ignore[union-attr]
    assert reading_of("content_share", "2/3").exact == Fraction(2, 3)


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789ABCDEF", min_size=6, max_size=6), st.text("0123456789ABCDEF", min_size=6, max_size=6))
def test_colour_differences_equal_those_of_a_known_library(one: str, other: str):
    ours = delta_e2000(lab_of(f"#{one}"), lab_of(f"#{other}"))
    theirs = coloraide.Color(f"#{one}").delta_e(coloraide.Color(f"#{other}"), method="2000", space="lab-d65")
    assert abs(ours - theirs) < 0.02
