"""The same verdicts from columns as one by one, missing values, exact limits and huge numbers included."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.rules import Rule, Verdict, bundled_books, load_book
from signage.rules.amounts import Amount
from signage.rules.book import Condition, Consent, Exemption, Tolerance
from signage.rules.bulk.columns import Column, Signs, column_of, joined, signs_joined
from signage.rules.bulk.compiled import VERDICTS, measures_of, verdicts_of
from signage.rules.check import decide
from signage.rules.findings import Modality
from signage.rules.limits import FactorOf, Key, Limit, Op, Option, Pick, Row, Table
from signage.rules.measures import Measurement, Missing, measure_of
from signage.units import Quantity, Unit, same_kind

SAMPLE = Path(__file__).parents[2] / "samples/books/night-street.toml"
BOOKS = [*(load_book(name) for name in bundled_books()), load_book(SAMPLE)]
RULES = [rule for book in BOOKS for rule in book.rules]
MISSING = Measurement(missing=Missing(what=("甲", "a"), who=("乙", "b")))
ABSENT = Measurement(absent=("无", "none"))


def amounts_in(value: object) -> list[Amount]:
    """Every amount that a rule writes: values at and beside them are where verdicts turn."""
    if isinstance(value, Amount):
        return [value]
    if isinstance(value, tuple):
        return [one for part in value for one in amounts_in(part)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [one for name in fields for one in amounts_in(getattr(value, name))]


def words_in(value: object) -> list[str]:
    if isinstance(value, Limit | Key):
        own = [*value.words, *getattr(value, "review", ())]
        rest = [getattr(value, name) for name in ("low", "high", "options") if hasattr(value, name)]
        return own + [word for part in rest for word in words_in(part)]
    if isinstance(value, tuple):
        return [one for part in value for one in words_in(part)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [one for name in fields for one in words_in(getattr(value, name))]


def reading_of(name: str, rule: Rule, rng: random.Random) -> Measurement:
    measure = measure_of(name)
    assert measure is not None
    if rng.random() < 0.12:
        return MISSING
    if rng.random() < 0.12:
        return ABSENT
    words = [*measure.values, *words_in(rule), "别的", ""]
    if measure.kind == "words":
        return Measurement(words=tuple(rng.choice(words) for _ in range(rng.randint(0, 3))))
    if measure.kind == "text" or measure.unit is None:
        return Measurement(text=rng.choice(words))
    near = [a for a in amounts_in(rule) if same_kind(a.unit, measure.unit)]
    if same_kind(measure.unit, Unit.RATIO):
        top, bottom = rng.randint(0, 40), rng.randint(1, 40)
        if near and rng.random() < 0.6:
            exact = Fraction(rng.choice(near).exact)
            top, bottom = exact.numerator * 7 + rng.choice((-1, 0, 0, 1)), exact.denominator * 7
        parts = Quantity(float(top), Unit.COUNT), Quantity(float(bottom), Unit.COUNT)
        if rng.random() < 0.3:
            return Measurement(quantity=Quantity(round(top / bottom, 6), Unit.RATIO))
        return Measurement(quantity=Quantity(top / bottom, Unit.RATIO), ratio_of=parts)
    if near and rng.random() < 0.7:
        chosen = rng.choice(near)
        step = rng.choice((-0.01, 0.0, 0.0, 0.01, 20.0))
        return Measurement(quantity=Quantity(float(Fraction(chosen.number)) + step, chosen.unit))
    return Measurement(quantity=Quantity(rng.choice((0.0, 1.0, 3.33, 300.0, 4321.09, 1e12)), measure.unit))


def signs_of(rule: Rule, count: int, rng: random.Random) -> tuple[Signs, list[dict[str, Measurement]]]:
    names = measures_of(rule)
    rows = [{name: reading_of(name, rule, rng) for name in names} for _ in range(count)]
    proofs = [one.proof for one in rule.exemptions]
    fact = rule.consent.fact if rule.consent is not None else ""
    signs = Signs(
        count=count,
        columns={name: column_of(name, [row[name] for row in rows]) for name in names},
        proofs=tuple(frozenset(p for p in proofs if rng.random() < 0.5) for _ in rows),
        true_facts=tuple(frozenset({fact} if fact and rng.random() < 0.5 else ()) for _ in rows),
        approved=np.zeros(count, np.int64),
    )
    return signs, rows


def assert_same(rule: Rule, signs: Signs, rows: list[dict[str, Measurement]]) -> None:
    found = [VERDICTS[code] for code in verdicts_of(rule, signs)]
    for index, row in enumerate(rows):
        wanted = decide(rule, row.__getitem__, signs.facts(index), signs.proofs[index]).verdict
        assert found[index] is wanted, (rule.id, {k: str(v) for k, v in row.items()}, found[index], wanted)
        kept = decide(rule, signs.readings(index), signs.facts(index), signs.proofs[index]).verdict
        assert kept is wanted, (rule.id, "read back")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_columns_give_the_verdicts_of_single_readings_over_every_shipped_rule(book):
    rng = random.Random(book.name)
    for rule in book.rules:
        assert_same(rule, *signs_of(rule, 60, rng))


def _length(number: str) -> Amount:
    return Amount(number=number, unit=Unit.MM)


AMOUNTS = st.builds(_length, st.sampled_from(["0", "1000", "999.99", "1500", "3333.33"]))
FACTORS = st.builds(
    FactorOf,
    factor=st.sampled_from(["1/3", "2/3", "1", "7/11"]),
    of=st.sampled_from(["shopfront_height", "band_letter_low"]),
    plus=st.none() | AMOUNTS,
)
TABLES = st.builds(
    lambda at, one, other, uncovered: Table(
        by=("road_width", "form"),
        rows=(
            Row(keys=(Key(by="road_width", high=at, has_high=True), Key(by="form", words=("parallel",))), value=one),
            Row(keys=(Key(by="road_width", low=at), Key(by="form", words=("parallel", "hanging"))), value=other),
        ),
        uncovered=uncovered,
    ),
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
    st.sampled_from([None, "review", "not_applicable"]),
)
SIMPLE = AMOUNTS | FACTORS | TABLES
BOUNDS = SIMPLE | st.builds(Pick, which=st.sampled_from(["min", "max"]), of=st.tuples(SIMPLE, SIMPLE))
LIMITS = (
    st.builds(lambda b: Limit(op=Op.AT_MOST, high=b), BOUNDS)
    | st.builds(lambda b: Limit(op=Op.LESS_THAN, high=b), BOUNDS)
    | st.builds(lambda b: Limit(op=Op.MORE_THAN, low=b), BOUNDS)
    | st.builds(lambda a, b: Limit(op=Op.BETWEEN, low=a, high=b), BOUNDS, BOUNDS)
)
EITHER = st.builds(
    lambda a, b: Limit(
        op=Op.ANY_OF, options=(Option(measure="sign_height", limit=a), Option(measure="panel_height", limit=b))
    ),
    LIMITS,
    LIMITS,
)
CONDITIONS = st.builds(lambda b: Condition(measure="sign_width", limit=Limit(op=Op.AT_LEAST, low=b)), BOUNDS) | st.just(
    Condition(measure="form", limit=Limit(op=Op.ONE_OF, words=("parallel",)))
)
BASE = replace(load_book(SAMPLE).rules[0], exemptions=(), consent=None, applies_when=(), measure="sign_height")


@settings(max_examples=60, deadline=None)
@given(
    limit=LIMITS | EITHER,
    relaxed=st.none() | LIMITS,
    conditions=st.lists(CONDITIONS | st.builds(lambda a, b: Condition(any_of=(a, b)), CONDITIONS, CONDITIONS)),
    tolerance=st.none() | AMOUNTS,
    modality=st.sampled_from(list(Modality)),
    on_breach=st.sampled_from(["", "review"]),
    has_exemption=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_any_rule_that_can_be_written_judges_columns_as_it_judges_one_sign(
    limit, relaxed, conditions, tolerance, modality, on_breach, has_exemption, seed
):
    rule = replace(
        BASE,
        limit=limit,
        consent=Consent(fact="owner_consent", title_zh="同意", title_en="consent", limit=relaxed) if relaxed else None,
        applies_when=tuple(conditions[:3]),
        tolerance=Tolerance(amount=tolerance, source="测试") if tolerance else None,
        modality=modality,
        on_breach=on_breach,
        exemptions=(Exemption(proof="owner", title_zh="甲", title_en="a"),) if has_exemption else (),
    )
    assert_same(rule, *signs_of(rule, 12, random.Random(seed)))


def test_numbers_beyond_64_bits_are_compared_exactly():
    limit = Limit(op=Op.AT_MOST, high=FactorOf(factor="1/3", of="shopfront_height"))
    rule = replace(BASE, limit=limit)
    huge = 2.0**61
    rows = [
        {"sign_height": Measurement(quantity=Quantity(huge, Unit.MM)), "shopfront_height": one}
        for one in (
            Measurement(quantity=Quantity(3 * huge, Unit.MM)),
            Measurement(quantity=Quantity(2 * huge, Unit.MM)),
            MISSING,
        )
    ]
    signs = Signs(
        count=3,
        columns={name: column_of(name, [row[name] for row in rows]) for name in rows[0]},
        proofs=(frozenset(),) * 3,
        true_facts=(frozenset(),) * 3,
        approved=np.zeros(3, np.int64),
    )
    assert signs.column("sign_height").top.dtype == object
    assert_same(rule, signs, rows)
    assert VERDICTS[verdicts_of(rule, signs)[2]] is Verdict.UNMEASURED


def test_columns_put_together_read_as_their_parts():
    one = column_of("form", [Measurement(text="parallel"), MISSING, Measurement(text="canopy")])
    other = column_of("form", [Measurement(text="canopy"), ABSENT])
    both: Column = joined([one, other])
    assert [both.reading(i).text for i in range(5)] == ["parallel", None, "canopy", "canopy", None]
    assert [both.reading(i).is_known for i in range(5)] == [True, False, True, True, False]


def test_groups_of_signs_put_together_keep_their_verdicts():
    rng = random.Random(5)
    rule = next(rule for rule in RULES if rule.exemptions)
    parts = [signs_of(rule, 40, rng) for _ in range(3)]
    assert_same(rule, signs_joined([signs for signs, _ in parts]), [row for _, rows in parts for row in rows])
