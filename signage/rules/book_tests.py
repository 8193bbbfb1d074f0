"""Run the tests that travel inside a book: given readings, the verdict must come out."""

from __future__ import annotations

from dataclasses import dataclass

from signage.rules.amounts import parse_amount
from signage.rules.book import BookTest, Rule, RuleBook
from signage.rules.deciding import decide
from signage.rules.findings import Verdict
from signage.rules.limits import Op
from signage.rules.measures import Fact, Measurement, Missing, measure_of
from signage.units import Quantity, Unit

_GIVEN = Missing(what=("输入", "the input"), who=("测试", "the test"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestFault:
    """A test of a book that did not come out, or one that is lacking.

    Attributes:
        got: The verdict that came out, None when the test itself is lacking.
    """

    __test__ = False  # a name that test collectors would take for a test case

    rule_id: str
    test: str
    wanted: Verdict
    got: Verdict | None


def reading_of(name: str, value: str | tuple[str, ...]) -> Measurement:
    """Return a reading as a test writes it: an amount, a word, a list of words, `missing` or `absent`.

    Raises:
        ValueError: The amount cannot be read.
        KeyError: There is no such measure.
    """
    measure = measure_of(name)
    if measure is None:
        raise KeyError(name)
    if value == "missing":
        return Measurement(missing=_GIVEN)
    if value == "absent":
        return Measurement(absent=("测试给定", "given by the test"))
    if measure.kind == "words":
        return Measurement(words=value if isinstance(value, tuple) else (value,))
    text = value if isinstance(value, str) else "".join(value)
    if measure.kind == "text" or measure.unit is None:
        return Measurement(text=text)
    amount = parse_amount(text)
    if amount.unit is Unit.RATIO and "/" in amount.number:
        top, bottom = amount.number.split("/")
        parts = Quantity(float(top), Unit.COUNT), Quantity(float(bottom), Unit.COUNT)
        return Measurement(quantity=Quantity(float(top) / float(bottom), Unit.RATIO), ratio_of=parts)
    return Measurement(quantity=Quantity(float(amount.number), amount.unit))


def run_test(rule: Rule, test: BookTest) -> Verdict:
    """Return the verdict of a rule on the readings that a test gives; what it does not name is missing."""
    given = {name: reading_of(name, value) for name, value in test.given}
    facts: dict[str, Fact] = dict(test.facts)
    proofs = facts.get("proofs", ())
    named = frozenset(proofs if isinstance(proofs, tuple) else (str(proofs),))
    return decide(rule, lambda name: given.get(name, Measurement(missing=_GIVEN)), facts, named).verdict


def lint_book(book: RuleBook) -> tuple[TestFault, ...]:
    """Return every inside test that fails, and every rule that lacks a pass, a breach or an unmeasured test."""
    faults: list[TestFault] = []
    for rule in book.rules:
        for test in rule.tests:
            got = run_test(rule, test)
            if got is not test.verdict:
                faults.append(TestFault(rule_id=rule.id, test=test.name, wanted=test.verdict, got=got))
        kinds = {test.verdict for test in rule.tests}
        needs = (
            [Verdict.UNMEASURED] if rule.limit.op is Op.UNKNOWN else [Verdict.PASS, breach_of(rule), Verdict.UNMEASURED]
        )
        if rule.limit.op is not Op.UNKNOWN and breach_of(rule) is Verdict.PASS and len(rule.tests) < 3:
            faults.append(TestFault(rule_id=rule.id, test="", wanted=Verdict.PASS, got=None))
        faults.extend(TestFault(rule_id=rule.id, test="", wanted=v, got=None) for v in needs if v not in kinds)
    return tuple(faults)


def breach_of(rule: Rule) -> Verdict:
    """Return the verdict that breaking a rule gives."""
    if rule.on_breach == "review":
        return Verdict.REVIEW
    return {"must": Verdict.FAIL, "should": Verdict.WARN, "may": Verdict.PASS}[rule.modality.value]
