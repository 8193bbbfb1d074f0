"""Findings: what a rule decided, in words and figures, with its places on the elevation.

Somebody who moves a sign changes few figures, and words cost more than judging: what a finding says is kept by what
it depends on, and only the places, which move with the sign, are put in anew.
"""

from __future__ import annotations

from collections.abc import Callable

from signage.quick_init import changer
from signage.rules.amounts import quantity_of
from signage.rules.book import Rule, RuleBook
from signage.rules.deciding import Decided
from signage.rules.findings import Finding, Mark, Verdict
from signage.rules.judging import Status
from signage.rules.limit_words import required_words
from signage.rules.limits import Op
from signage.rules.measures import Measure, Words, measure_of
from signage.rules.sentences import sentences
from signage.rules.values import value_words
from signage.units import Quantity, Unit

Tell = Callable[[Decided, str, tuple[Words, ...]], Finding]
_TOLD_MOST = 256  # findings without places that are kept of one rule
_placed: Callable[[Finding, tuple[Mark, ...], tuple[Words, ...]], Finding] = changer(Finding, "where", "working")


def teller(book: RuleBook, rule: Rule) -> Tell:
    """Return the function that makes findings of a rule: of what was decided, on a unit's sign, with its working."""
    told: dict[tuple[object, ...], Finding] = {}

    def tell(decided: Decided, unit_id: str, working: tuple[Words, ...]) -> Finding:
        reading, judged = decided.reading, decided.judged
        key = (
            unit_id,
            id(decided.stated),  # one of the rule's own limits
            decided.measure,
            decided.verdict,
            judged.status,
            judged.low,
            judged.high,
            _plain(reading.quantity),
            None if reading.ratio_of is None else tuple(map(_plain, reading.ratio_of)),
            reading.text,
            reading.words,
            reading.shown,
            reading.detail,
            decided.missing,
            decided.reason,
        )
        finding = told.get(key)
        if finding is None:
            if len(told) >= _TOLD_MOST:
                told.clear()
            finding = told[key] = _without_place(book, rule, decided, unit_id)
        where = () if decided.verdict is Verdict.NOT_APPLICABLE else _marks(decided, finding.limit)
        return _placed(finding, where, working) if where or working else finding

    return tell


def _plain(quantity: Quantity | None) -> tuple[float, Unit] | None:
    """A quantity as builtin values, which hash and compare without a Python call."""
    return None if quantity is None else (quantity.value, quantity.unit)


def _without_place(book: RuleBook, rule: Rule, decided: Decided, unit_id: str) -> Finding:
    measure = measure_of(decided.measure)
    if measure is None:
        raise KeyError(decided.measure)
    limit, margin = _margin(measure, decided)
    value = value_words(measure, decided.reading)
    tolerance = rule.tolerance.amount if rule.tolerance else None
    required = required_words(decided.stated, decided.judged, rule.measure, tolerance, decided.reading.quantity)
    said = sentences(
        rule,
        measure,
        decided.verdict,
        decided.judged.status,
        value,
        required,
        margin,
        decided.reason,
        decided.missing,
        decided.reading.detail,
    )
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
        subject=unit_id,
        verdict=decided.verdict,
        required=required[0],
        required_en=required[1],
        measured_en=value[1] if is_measured else "",
        measured=(decided.reading.quantity or value[0]) if is_measured else None,
        limit=limit,
        margin=margin,
        message_zh=said.zh,
        message_en=said.en,
        missing=decided.missing.zh if decided.missing else None,
        hint_zh=said.hint_zh,
        hint_en=said.hint_en,
        is_illustrative=rule.is_illustrative or book.is_illustrative,
        missing_en=decided.missing.en if decided.missing else "",
        measure=decided.measure,
        source_en=rule.source_en,
        is_noted=decided.judged.status is Status.BREACH and decided.verdict is Verdict.PASS,
        is_threshold=bool(rule.threshold),
        missing_facts=decided.missing.facts if decided.missing else (),
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
    reading, status = decided.reading, decided.judged.status
    is_bad = status is Status.BREACH or status is Status.REVIEW
    marks = reading.where + reading.excess if is_bad else reading.where
    if reading.gauge is None or limit is None:
        return marks
    low = decided.judged.low
    beyond = decided.limit.op in (Op.AT_LEAST, Op.MORE_THAN)
    if decided.limit.op is Op.BETWEEN and low is not None:
        beyond = reading.exact < low
    drawn = reading.gauge.marks(limit.value, keep_beyond=beyond)
    return (*marks, *(drawn if is_bad else (m for m in drawn if m.role == "limit")))
