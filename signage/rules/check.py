"""Judge a proposal by rule books: measure what the rules ask for, once each, and say what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signage.frontage import Proposal
from signage.rules.amounts import Exact, quantity_of
from signage.rules.book import Condition, Rule, RuleBook, effective
from signage.rules.findings import CheckReport, Finding, Mark, Modality, Verdict
from signage.rules.judging import Judgement, Readings, Status, judge
from signage.rules.limit_words import limit_words, required_words
from signage.rules.limits import Limit, Op
from signage.rules.measures import Fact, Measure, Measurement, Missing, Subject, Words, measure_of
from signage.rules.sentences import Said, sentences
from signage.rules.values import value_words
from signage.rules.working import working_of
from signage.units import Quantity


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
    reason: Words = ("", "")


class Case:
    """Readings of one proposal, taken when asked for and kept."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._taken: dict[str, Measurement] = {}

    def __call__(self, name: str) -> Measurement:
        """Return a measure's reading."""
        reading = self._taken.get(name)
        if reading is None:
            measure = measure_of(name)
            if measure is None:
                raise KeyError(name)
            reading = self._taken[name] = measure.take(self._subject)
        return reading


def check(
    proposal: Proposal,
    books: Sequence[RuleBook],
    on: date,
    *,
    approved: date | None = None,
    working: bool = False,
) -> CheckReport:
    """Return the findings of every rule in force on a date.

    Args:
        proposal: The sign at its place, with the facts that no drawing shows.
        books: In any order; findings come in the order of books and rules.
        on: The date whose rules apply.
        approved: The date on which the sign was approved, None for a new one; rules that came later may spare it.
        working: Whether each finding shows how its numbers came about.

    Raises:
        NotFound: The plan lacks the sign's unit.
    """
    subject = Subject(proposal)
    case = Case(subject)
    findings = []
    for book in (one for one in effective(books) if one.in_force(on)):
        for rule in (one for one in book.rules if one.in_force(on)):
            if rule.transition.spares(start=rule.valid_from or book.valid_from, approved=approved, on=on):
                decided = _spared(rule)
            else:
                decided = decide(rule, case, proposal.facts, subject.proofs)
            applies = decided.verdict is not Verdict.NOT_APPLICABLE
            shown = working_of(rule, case, applies=applies) if working else ()
            findings.append(_finding(rule, book, decided, proposal, shown))
    return CheckReport(
        on=on,
        unit=proposal.sign.unit_id,
        books=tuple(book.identity for book in effective(books)),
        proposal_digest=proposal.digest,
        findings=tuple(findings),
    )


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


def _spared(rule: Rule) -> Decided:
    return Decided(
        verdict=Verdict.NOT_APPLICABLE,
        judged=Judgement(status=Status.NOT_APPLICABLE),
        reading=Measurement(words=()),
        measure=rule.measure,
        limit=rule.limit,
        stated=rule.limit,
        reason=(
            "该招牌核准在先，本条在过渡期内不适用",
            "approved before the rule, which spares it for now",
        ),
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a finding says in words and figures; places apart, which move with the sign."""

    limit: Quantity | None
    margin: Quantity | None
    value: Words
    required: Words
    said: Said


# Words of findings by what they say. Somebody who moves a sign changes few figures, and words cost more than judging.
_TOLD: dict[tuple[object, ...], tuple[Rule, Limit, _Told]] = {}
_TOLD_MOST = 4096


def _told(rule: Rule, measure: Measure, decided: Decided) -> _Told:
    reading, judged = decided.reading, decided.judged
    key = (
        id(rule),
        id(decided.stated),
        decided.measure,
        decided.verdict,
        judged.status,
        judged.low,
        judged.high,
        reading.quantity,
        reading.ratio_of,
        reading.text,
        reading.words,
        reading.shown,
        reading.detail,
        decided.missing,
        decided.reason,
    )
    known = _TOLD.get(key)
    if known is not None and known[0] is rule and known[1] is decided.stated:
        return known[2]
    limit, margin = _margin(measure, decided)
    value = value_words(measure, reading)
    tolerance = rule.tolerance.amount if rule.tolerance else None
    required = required_words(decided.stated, judged, rule.measure, tolerance)
    said = sentences(
        rule,
        measure,
        decided.verdict,
        judged.status,
        value,
        required,
        margin,
        decided.reason,
        decided.missing,
        reading.detail,
    )
    if len(_TOLD) >= _TOLD_MOST:
        _TOLD.clear()
    told = _Told(limit=limit, margin=margin, value=value, required=required, said=said)
    _TOLD[key] = (rule, decided.stated, told)
    return told


def _finding(rule: Rule, book: RuleBook, decided: Decided, proposal: Proposal, working: tuple[Words, ...]) -> Finding:
    measure = measure_of(decided.measure)
    if measure is None:
        raise KeyError(decided.measure)
    told = _told(rule, measure, decided)
    limit, value, required, said = told.limit, told.value, told.required, told.said
    is_measured = decided.reading.is_known and decided.verdict is not Verdict.NOT_APPLICABLE and value[0] != "—"
    is_measured = is_measured and decided.verdict is not Verdict.UNMEASURED
    return Finding(
        rule_id=rule.id,
        book=book.name,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        clause=rule.clause,
        document=rule.document,
        source=rule.source,
        modality=rule.modality,
        subject=proposal.sign.unit_id,
        verdict=decided.verdict,
        required=required[0],
        required_en=required[1],
        measured_en=value[1] if is_measured else "",
        measured=(decided.reading.quantity or value[0]) if is_measured else None,
        limit=limit,
        margin=told.margin,
        where=_marks(decided, limit) if decided.verdict is not Verdict.NOT_APPLICABLE else (),
        message_zh=said.zh,
        message_en=said.en,
        missing=decided.missing.zh if decided.missing else None,
        hint_zh=said.hint_zh,
        hint_en=said.hint_en,
        is_illustrative=rule.is_illustrative or book.is_illustrative,
        missing_en=decided.missing.en if decided.missing else "",
        measure=decided.measure,
        source_en=rule.source_en,
        working=working,
        is_noted=decided.judged.status is Status.BREACH and decided.verdict is Verdict.PASS,
    )
