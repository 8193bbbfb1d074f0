"""What one rule says of readings: whom it concerns, its limit, then proofs and consents.

A rule is turned into a function once, on first use; the same function decides a drawn sign, a test inside a book and
a line of a recheck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from signage.kept import Kept
from signage.quick_init import quick
from signage.rules.amounts import Exact
from signage.rules.book import Condition, Rule
from signage.rules.findings import Modality, Verdict
from signage.rules.judging import PLAIN, Judgement, Readings, Status, judge_of
from signage.rules.limit_words import limit_words
from signage.rules.limits import Limit
from signage.rules.measures import Fact, Measurement, Missing, Words, measure_of
from signage.rules.values import value_words

Facts = Mapping[str, Fact]
Decide = Callable[[Readings, Facts, frozenset[str]], "Decided"]
Holds = Callable[[Readings], Judgement]

_IDLE = Measurement(words=())
_SILENT: Words = ("", "")
_SAID_MOST = 256


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a rule says, before words and drawing.

    Attributes:
        measure: The measure that settled it: the rule's own, or that of one of several limits.
        limit: The limit that settled it.
        stated: The limit as it applied to the sign, with all its alternatives.
    """

    verdict: Verdict
    judged: Judgement
    reading: Measurement
    measure: str
    limit: Limit
    stated: Limit
    missing: Missing | None = None
    reason: Words = _SILENT


def decide(rule: Rule, readings: Readings, facts: Facts, proofs: frozenset[str]) -> Decided:
    """Return what a rule says of readings; the same for a drawn sign and for a test inside a book."""
    return decider(rule)(readings, facts, proofs)


def spared(rule: Rule) -> Decided:
    """Return what a rule says of a sign that was approved before it and that its transition leaves alone."""
    return Decided(
        verdict=Verdict.NOT_APPLICABLE,
        judged=PLAIN[Status.NOT_APPLICABLE],
        reading=_IDLE,
        measure=rule.measure,
        limit=rule.limit,
        stated=rule.limit,
        reason=(
            "该招牌核准在先，本条在过渡期内不适用",
            "approved before the rule, which spares it for now",
        ),
    )


def _decider(rule: Rule) -> Decide:
    """Turn a rule into the function that decides it."""
    name, limit = rule.measure, rule.limit
    tolerance: Exact = rule.tolerance.amount.exact if rule.tolerance is not None else 0
    own, applies, verdict_of = judge_of(limit, tolerance), _all_hold(rule.applies_when), _verdicts(rule)
    relaxed = judge_of(rule.consent.limit, tolerance) if rule.consent is not None else None

    def aside(judged: Judgement) -> Decided:
        """The rule does not concern the sign, or whether it does is not known."""
        is_open = judged.status is Status.UNMEASURED
        return Decided(
            verdict=Verdict.UNMEASURED if is_open else Verdict.NOT_APPLICABLE,
            judged=judged,
            reading=_IDLE,
            measure=name,
            limit=limit,
            stated=limit,
            missing=judged.missing,
            reason=judged.reason,
        )

    def decided(readings: Readings, facts: Facts, proofs: frozenset[str]) -> Decided:
        for holds in applies:
            judged = holds(readings)
            if judged.status is not Status.OK:
                return aside(judged)
        reading = readings(name)
        judged, stated = own(reading, readings), limit
        verdict, reason = verdict_of[judged.status], judged.reason
        if judged.status is Status.BREACH:
            lifted = next((e for e in rule.exemptions if e.proof in proofs), None)
            if lifted is not None:
                verdict = Verdict.NOT_APPLICABLE
                reason = (f"凭“{lifted.title_zh}”豁免", f"exempt on proof: {lifted.title_en}")
            elif relaxed is not None and rule.consent is not None and facts.get(rule.consent.fact) is True:
                stated = rule.consent.limit
                judged = relaxed(reading, readings)
                verdict = verdict_of[judged.status]
                reason = _joined(
                    (
                        f"已有{rule.consent.title_zh}，按放宽后的限值判定",
                        f"judged by the limit under {rule.consent.title_en}",
                    ),
                    judged.reason,
                )
        # Of several limits of which one is enough, the one that settled it is shown.
        return Decided(
            verdict=verdict,
            judged=judged,
            reading=readings(judged.measure) if judged.measure else reading,
            measure=judged.measure or name,
            limit=judged.limit or stated,
            stated=stated,
            missing=judged.missing if verdict is not Verdict.NOT_APPLICABLE else None,
            reason=reason,
        )

    return decided


decider: Kept[Rule, Decide] = Kept(_decider, 4096)


def _joined(one: Words, other: Words) -> Words:
    return (one[0] + ("；" + other[0] if other[0] else ""), one[1] + ("; " + other[1] if other[1] else ""))


def _verdicts(rule: Rule) -> dict[Status, Verdict]:
    broken = {Modality.MUST: Verdict.FAIL, Modality.SHOULD: Verdict.WARN, Modality.MAY: Verdict.PASS}[rule.modality]
    return {
        Status.OK: Verdict.PASS,
        Status.BREACH: Verdict.REVIEW if rule.on_breach == "review" else broken,
        Status.REVIEW: Verdict.REVIEW,
        Status.UNMEASURED: Verdict.UNMEASURED,
        Status.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
    }


def _all_hold(conditions: tuple[Condition, ...]) -> tuple[Holds, ...]:
    """Return the tests of whom a rule concerns, as one function, none where it concerns everybody."""
    if len(conditions) < 2:
        return tuple(_holds(one) for one in conditions)
    tests = [_holds(one) for one in conditions]

    def hold(readings: Readings) -> Judgement:
        """Three-valued AND: one definite no settles it; otherwise a missing input leaves it open."""
        unknown: Judgement | None = None
        for test in tests:
            judged = test(readings)
            if judged.status is Status.UNMEASURED:
                unknown = unknown or judged
            elif judged.status is not Status.OK:
                return judged
        return unknown or PLAIN[Status.OK]

    return (hold,)


def _holds(condition: Condition) -> Holds:
    if condition.any_of:
        return _one_holds([_holds(one) for one in condition.any_of])
    if condition.limit is None:
        return lambda readings: PLAIN[Status.OK]
    name, limit, apply = condition.measure, condition.limit, judge_of(condition.limit)
    said: dict[tuple[object, ...], Judgement] = {}

    def hold(readings: Readings) -> Judgement:
        reading = readings(name)
        judged = apply(reading, readings)
        if judged.status is not Status.BREACH:
            return judged
        # The same words for the same value: most signs of a city are none of most rules' business, all alike.
        value = (reading.quantity, reading.text, reading.words, reading.shown)
        known = said.get(value)
        if known is None:
            if len(said) >= _SAID_MOST:
                said.clear()
            reason = _not_concerned(name, limit, reading)
            known = said[value] = Judgement(status=Status.BREACH, reason=reason)
        return known

    return hold


def _one_holds(tests: list[Holds]) -> Holds:
    def hold(readings: Readings) -> Judgement:
        judged = [test(readings) for test in tests]
        for wanted in (Status.OK, Status.UNMEASURED):
            for one in judged:
                if one.status is wanted:
                    return one
        return judged[-1]

    return hold


def _not_concerned(name: str, limit: Limit, reading: Measurement) -> Words:
    measure = measure_of(name)
    if measure is None:
        return _SILENT
    value = value_words(measure, reading)
    wanted = limit_words(limit, name)
    return (
        f"{measure.title[0]}为{value[0]}，本条只适用于：{wanted[0]}",
        f"{measure.title[1]} is {value[1]}; the rule concerns: {wanted[1]}",
    )
