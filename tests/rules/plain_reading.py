"""Rules read plainly, limit by limit and word by word, nothing kept and nothing worked out beforehand.

What the engine must agree with: slow on purpose, and to be read beside the book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from signage.rules.amounts import Amount, Exact, quantity_of
from signage.rules.book import Condition, Rule, RuleBook
from signage.rules.deciding import Decided
from signage.rules.findings import Finding, Mark, Modality, Verdict
from signage.rules.judging import Judgement, Readings, Status, Undecided
from signage.rules.limit_words import limit_words, required_words
from signage.rules.limits import Bound, FactorOf, Limit, Op, Pick
from signage.rules.measures import Fact, Measure, Measurement, Missing, Words, measure_of
from signage.rules.sentences import sentences
from signage.rules.values import value_words
from signage.units import Quantity, Unit, same_kind


def work_out(bound: Bound, readings: Readings) -> Exact:
    """Return a bound for one sign on the exact scale.

    Raises:
        Undecided: An input is missing, does not concern the sign, or falls between a table's rows.
    """
    if isinstance(bound, Amount):
        return bound.exact
    if isinstance(bound, FactorOf):
        product = bound.scale * _known(readings(bound.of)).exact
        return product + bound.plus.exact if bound.plus is not None else product
    if isinstance(bound, Pick):
        values = [work_out(one, readings) for one in bound.of]
        return min(values) if bound.which == "min" else max(values)
    taken = {name: _known(readings(name)) for name in bound.by}
    for row in bound.rows:
        if all(key.matches(taken[key.by]) for key in row.keys):
            return row.value.exact
    if bound.uncovered == "not_applicable":
        reason = ("不在限值表所列范围内", "outside the range of the table")
        raise Undecided(Judgement(status=Status.NOT_APPLICABLE, reason=reason))
    reason = ("限值表未覆盖该情形，须人工判断", "the table does not cover this case; a person must judge")
    raise Undecided(Judgement(status=Status.REVIEW, reason=reason))


def _bounds(limit: Limit, readings: Readings) -> tuple[Exact | None, Exact | None]:
    low = work_out(limit.low, readings) if limit.low is not None else None
    return low, work_out(limit.high, readings) if limit.high is not None else None


def _known(reading: Measurement) -> Measurement:
    if reading.missing is not None:
        raise Undecided(Judgement(status=Status.UNMEASURED, missing=reading.missing))
    if reading.absent is not None:
        raise Undecided(Judgement(status=Status.NOT_APPLICABLE, reason=reading.absent))
    return reading


def judge(limit: Limit, reading: Measurement, readings: Readings, tolerance: Exact = 0) -> Judgement:
    """Apply a limit to a reading.

    Args:
        limit: The requirement.
        reading: What was measured; a missing one is UNMEASURED and never OK.
        readings: The other measures, taken when a bound leans on them.
        tolerance: How far beyond a bound is still accepted, on the exact scale.
    """
    if limit.op is Op.ANY_OF:
        return _any_of(limit, readings, tolerance)
    try:
        known = _known(reading)
        if limit.op is Op.UNKNOWN:
            missing = Missing(what=(limit.why_zh, limit.why_en), who=("规则集维护者", "the keeper of the rule book"))
            return Judgement(status=Status.UNMEASURED, missing=missing)
        if limit.op in (Op.ONE_OF, Op.NONE_OF, Op.MATCHES):
            return Judgement(status=_words(limit, known))
        low, high = _bounds(limit, readings)
        if known.quantity is not None and same_kind(known.quantity.unit, Unit.MM2):
            # A square foot is no whole number of quanta: the limit lies on the quantum as the measured area does.
            low, high = (None if end is None else round(end) for end in (low, high))
    except Undecided as stop:
        return _with_bounds(stop.judgement, limit, readings)
    value = known.exact
    strict = limit.op in (Op.LESS_THAN, Op.MORE_THAN)
    under = low is not None and (value < low - tolerance or (strict and value == low - tolerance))
    over = high is not None and (value > high + tolerance or (strict and value == high + tolerance))
    return Judgement(status=Status.BREACH if under or over else Status.OK, low=low, high=high)


# Of several limits the one that is met settles it. What is not known could be the one that is met, so it outranks a
# breach; a limit that does not concern the sign says nothing.
_SETTLES = (Status.OK, Status.UNMEASURED, Status.REVIEW, Status.BREACH, Status.NOT_APPLICABLE)


def _any_of(limit: Limit, readings: Readings, tolerance: Exact) -> Judgement:
    judged = []
    for option in limit.options:
        one = judge(option.limit, readings(option.measure), readings, tolerance)
        judged.append(replace(one, limit=option.limit, measure=option.measure))
        if one.status is Status.OK:
            break
    return min(judged, key=lambda one: _SETTLES.index(one.status))


def _with_bounds(judgement: Judgement, limit: Limit, readings: Readings) -> Judgement:
    """Work the bounds out though the value is missing, so that a reader sees the one limit and not a whole table."""
    if judgement.status is not Status.UNMEASURED or limit.op in (Op.UNKNOWN, Op.ONE_OF, Op.NONE_OF, Op.MATCHES):
        return judgement
    try:
        low, high = _bounds(limit, readings)
    except Undecided:
        return judgement
    return replace(judgement, low=low, high=high)


def _words(limit: Limit, reading: Measurement) -> Status:
    found = reading.words if reading.words is not None else (reading.text or "",)
    if limit.op is Op.MATCHES:
        return Status.OK if all(re.fullmatch(limit.pattern, item) for item in found) else Status.BREACH
    rest = [item for item in found if item not in limit.review]
    if limit.op is Op.ONE_OF:
        bad = any(item not in limit.words for item in rest)
    else:
        bad = bool(rest) if "*" in limit.words else any(item in limit.words for item in rest)
    if bad:
        return Status.BREACH
    return Status.REVIEW if len(rest) < len(found) else Status.OK


def decide(rule: Rule, readings: Readings, facts: Mapping[str, Fact], proofs: frozenset[str]) -> Decided:
    """Return what a rule says of readings; the same for a drawn sign and for a test inside a book."""
    idle = Measurement(words=())
    applies = _applies(rule.applies_when, readings)
    if applies.status is not Status.OK:
        verdict = Verdict.UNMEASURED if applies.status is Status.UNMEASURED else Verdict.NOT_APPLICABLE
        return Decided(
            verdict=verdict,
            judged=applies,
            reading=idle,
            measure=rule.measure,
            limit=rule.limit,
            stated=rule.limit,
            missing=applies.missing,
            reason=applies.reason,
        )
    reading = readings(rule.measure)
    limit = rule.limit
    tolerance: Exact = rule.tolerance.amount.exact if rule.tolerance is not None else 0
    judged = judge(limit, reading, readings, tolerance)
    reason = judged.reason
    if judged.status is Status.BREACH:
        lifted = next((e for e in rule.exemptions if e.proof in proofs), None)
        if lifted is not None:
            why = (f"凭“{lifted.title_zh}”豁免", f"exempt on proof: {lifted.title_en}")
            return _decided(Verdict.NOT_APPLICABLE, judged, reading, rule.measure, limit, why, readings)
        if rule.consent is not None and facts.get(rule.consent.fact) is True:
            limit = rule.consent.limit
            judged = judge(limit, reading, readings, tolerance)
            told = (
                f"已有{rule.consent.title_zh}，按放宽后的限值判定",
                f"judged by the limit under {rule.consent.title_en}",
            )
            reason = _joined(told, judged.reason)
    return _decided(_verdict(rule, judged.status), judged, reading, rule.measure, limit, reason, readings)


def _joined(one: Words, other: Words) -> Words:
    return (one[0] + ("；" + other[0] if other[0] else ""), one[1] + ("; " + other[1] if other[1] else ""))


def _decided(
    verdict: Verdict,
    judged: Judgement,
    reading: Measurement,
    measure: str,
    limit: Limit,
    reason: Words,
    readings: Readings,
) -> Decided:
    """Return what was decided; of several limits of which one is enough, the one that settled it is shown."""
    settled = judged.measure or measure
    return Decided(
        verdict=verdict,
        judged=judged,
        reading=readings(settled) if judged.measure else reading,
        measure=settled,
        limit=judged.limit or limit,
        stated=limit,
        missing=judged.missing if verdict is not Verdict.NOT_APPLICABLE else None,
        reason=reason,
    )


def _verdict(rule: Rule, status: Status) -> Verdict:
    if status is Status.BREACH:
        if rule.on_breach == "review":
            return Verdict.REVIEW
        return {Modality.MUST: Verdict.FAIL, Modality.SHOULD: Verdict.WARN, Modality.MAY: Verdict.PASS}[rule.modality]
    return {
        Status.OK: Verdict.PASS,
        Status.REVIEW: Verdict.REVIEW,
        Status.UNMEASURED: Verdict.UNMEASURED,
        Status.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
    }[status]


def _applies(conditions: tuple[Condition, ...], readings: Readings) -> Judgement:
    """Three-valued AND: one definite no settles it; otherwise a missing input leaves it open."""
    unknown: Judgement | None = None
    for condition in conditions:
        judged = _holds(condition, readings)
        if judged.status in (Status.BREACH, Status.NOT_APPLICABLE, Status.REVIEW):
            return judged
        if judged.status is Status.UNMEASURED:
            unknown = unknown or judged
    return unknown or Judgement(status=Status.OK)


def _holds(condition: Condition, readings: Readings) -> Judgement:
    if condition.any_of:
        judged = [_holds(one, readings) for one in condition.any_of]
        for wanted in (Status.OK, Status.UNMEASURED):
            for one in judged:
                if one.status is wanted:
                    return one
        return judged[-1]
    if condition.limit is None:
        return Judgement(status=Status.OK)
    reading = readings(condition.measure)
    judged_one = judge(condition.limit, reading, readings)
    if judged_one.status is not Status.BREACH:
        return judged_one
    return Judgement(status=Status.BREACH, reason=_not_concerned(condition.measure, condition.limit, reading))


def _not_concerned(name: str, limit: Limit, reading: Measurement) -> Words:
    measure = measure_of(name)
    if measure is None:
        return ("", "")
    value = value_words(measure, reading)
    wanted = limit_words(limit, name)
    return (
        f"{measure.title[0]}为{value[0]}，本条只适用于：{wanted[0]}",
        f"{measure.title[1]} is {value[1]}; the rule concerns: {wanted[1]}",
    )


def _margin(measure: Measure, decided: Decided) -> tuple[Quantity | None, Quantity | None]:
    """Return the limiting quantity and how far inside it the value lies."""
    judged, taken = decided.judged, decided.reading.quantity
    if measure.unit is None or taken is None or (judged.low is None and judged.high is None):
        return None, None
    value, unit = decided.reading.exact, taken.unit
    sides = [(value - judged.low, judged.low)] if judged.low is not None else []
    if judged.high is not None:
        sides.append((judged.high - value, judged.high))
    margin, limit = min(sides)
    return quantity_of(limit, unit), quantity_of(margin, unit)


def _marks(decided: Decided, limit: Quantity | None) -> tuple[Mark, ...]:
    reading = decided.reading
    is_bad = decided.judged.status in (Status.BREACH, Status.REVIEW)
    marks = list(reading.where)
    if is_bad:
        marks.extend(reading.excess)
    if reading.gauge is not None and limit is not None:
        low = decided.judged.low
        beyond = decided.limit.op in (Op.AT_LEAST, Op.MORE_THAN)
        if decided.limit.op is Op.BETWEEN and low is not None:
            beyond = reading.exact < low
        drawn = reading.gauge.marks(limit.value, keep_beyond=beyond)
        marks.extend(m for m in drawn if m.role == "limit" or is_bad)
    return tuple(marks)


def finding_of(rule: Rule, book: RuleBook, decided: Decided, unit_id: str) -> Finding:
    """Return the finding of what a rule decided."""
    measure = measure_of(decided.measure)
    assert measure is not None
    reading = decided.reading
    limit, margin = _margin(measure, decided)
    value = value_words(measure, reading)
    tolerance = rule.tolerance.amount if rule.tolerance else None
    required = required_words(decided.stated, decided.judged, rule.measure, tolerance, decided.reading.quantity)
    status = decided.judged.status
    said = sentences(
        rule, measure, decided.verdict, status, value, required, margin, decided.reason, decided.missing, reading.detail
    )
    concerns = decided.verdict is not Verdict.NOT_APPLICABLE
    is_measured = reading.is_known and concerns and value[0] != "—" and decided.verdict is not Verdict.UNMEASURED
    return Finding(
        rule_id=rule.id,
        book=book.name,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        clause=rule.clause,
        document=rule.document,
        source=rule.source,
        modality=rule.modality,
        subject=unit_id,
        verdict=decided.verdict,
        required=required[0],
        required_en=required[1],
        measured_en=value[1] if is_measured else "",
        measured=(reading.quantity or value[0]) if is_measured else None,
        limit=limit,
        margin=margin,
        where=_marks(decided, limit) if concerns else (),
        message_zh=said.zh,
        message_en=said.en,
        missing=decided.missing.zh if decided.missing else None,
        hint_zh=said.hint_zh,
        hint_en=said.hint_en,
        is_illustrative=rule.is_illustrative or book.is_illustrative,
        missing_en=decided.missing.en if decided.missing else "",
        missing_facts=decided.missing.facts if decided.missing else (),
        measure=decided.measure,
        source_en=rule.source_en,
        is_noted=status is Status.BREACH and decided.verdict is Verdict.PASS,
        is_threshold=rule.threshold != "",
    )
