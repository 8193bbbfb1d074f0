"""Rules over columns: the verdicts that `check.decide` gives sign by sign, for all signs at once.

A rule is compiled to a function of columns once. It keeps the order in which a single sign is judged: whom the rule
concerns, the value, the bounds, then proofs and consents; and what is missing stays UNMEASURED.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from signage.rules.amounts import Amount, Exact
from signage.rules.book import Condition, Rule
from signage.rules.bulk.columns import Codes, Column, Known, Signs, whole
from signage.rules.bulk.exact_columns import Flags, Numbers
from signage.rules.findings import Modality, Verdict
from signage.rules.judging import Status, judge
from signage.rules.limits import Bound, FactorOf, Key, Limit, Op, Pick, Table
from signage.rules.measures import Measurement, measure_of
from signage.units import Unit, same_kind

Judge = Callable[[Signs], Codes]
VERDICTS: tuple[Verdict, ...] = tuple(Verdict)
_STATUSES: tuple[Status, ...] = tuple(Status)
_OK, _BREACH, _REVIEW, _UNMEASURED, _NOT_APPLICABLE = range(5)
_FEW = 0.5  # share of signs up to which picking those that a rule concerns is sooner than judging all
_WORDS = (Op.ONE_OF, Op.NONE_OF, Op.MATCHES)
# Of several limits the one that is met settles it, then what is not known, then a person's judgement; see `judging`.
_SETTLES = np.array([0, 3, 2, 1, 4], np.int8)
_BY_RANK = np.array([_OK, _UNMEASURED, _REVIEW, _BREACH, _NOT_APPLICABLE], np.int8)


def verdicts_of(rule: Rule, signs: Signs) -> Codes:
    """Return a rule's verdict on each sign, as an index of `VERDICTS`.

    Raises:
        KeyError: A measure that the rule needs has no column.
    """
    return compiled(rule)(signs)


def measures_of(rule: Rule) -> tuple[str, ...]:
    """Return the measures that a rule may ask for, each once, sorted."""
    names = {*_limit_measures(rule.measure, rule.limit), *_condition_measures(rule.applies_when)}
    if rule.consent is not None:
        names.update(_limit_measures(rule.measure, rule.consent.limit))
    return tuple(sorted(names))


def _limit_measures(measure: str, limit: Limit) -> set[str]:
    return {measure, *limit.measures()}


def _condition_measures(conditions: tuple[Condition, ...]) -> set[str]:
    names: set[str] = set()
    for one in conditions:
        names |= _condition_measures(one.any_of)
        if one.measure and one.limit is not None:
            names |= _limit_measures(one.measure, one.limit)
    return names


def compiled(rule: Rule) -> Judge:
    """Return the function that judges columns by a rule; compiled once per rule value."""
    known = _COMPILED.get(id(rule))
    if known is None or known[0] is not rule:
        if len(_COMPILED) > 4096:
            _COMPILED.clear()
        known = _COMPILED[id(rule)] = (rule, _compiled(rule))
    return known[1]


_COMPILED: dict[int, tuple[Rule, Judge]] = {}


def _compiled(rule: Rule) -> Judge:
    tolerance: Exact = rule.tolerance.amount.exact if rule.tolerance is not None else 0
    applies = [_condition(one) for one in rule.applies_when]
    own = _judge(rule.measure, rule.limit, tolerance)
    relaxed = _judge(rule.measure, rule.consent.limit, tolerance) if rule.consent is not None else None
    proofs = frozenset(one.proof for one in rule.exemptions)
    table, needed = _verdict_table(rule), measures_of(rule)

    def judged(signs: Signs) -> Codes:
        status = own(signs)
        if proofs and (status == _BREACH).any():
            status = np.where((status == _BREACH) & signs.with_proof(proofs), _NOT_APPLICABLE, status).astype(np.int8)
        if relaxed is not None and rule.consent is not None and (status == _BREACH).any():
            lifted = (status == _BREACH) & signs.with_fact(rule.consent.fact)
            status = np.where(lifted, relaxed(signs), status).astype(np.int8)
        return table[status]

    def decide(signs: Signs) -> Codes:
        for name in needed:
            signs.column(name)
        if not applies:
            return judged(signs)
        concerned = _all_of([one(signs) for one in applies])
        is_concerned = concerned == _OK
        verdicts: Codes = table[concerned]
        rows = np.flatnonzero(is_concerned)
        if len(rows) > signs.count * _FEW:
            return np.where(is_concerned, judged(signs), verdicts)
        if len(rows):
            verdicts[rows] = judged(signs.part(rows, with_papers=bool(proofs) or relaxed is not None))
        return verdicts

    return decide


def _verdict_table(rule: Rule) -> Codes:
    modal = {Modality.MUST: Verdict.FAIL, Modality.SHOULD: Verdict.WARN, Modality.MAY: Verdict.PASS}[rule.modality]
    breach = Verdict.REVIEW if rule.on_breach == "review" else modal
    verdicts = (Verdict.PASS, breach, Verdict.REVIEW, Verdict.UNMEASURED, Verdict.NOT_APPLICABLE)
    return np.array([VERDICTS.index(one) for one in verdicts], np.int8)


def _all_of(statuses: list[Codes]) -> Codes:
    """Three-valued AND: OK, UNMEASURED, or NOT_APPLICABLE for one definite no."""
    stacked = np.stack(statuses)
    is_no = ((stacked != _OK) & (stacked != _UNMEASURED)).any(axis=0)
    is_open = (stacked == _UNMEASURED).any(axis=0)
    return np.where(is_no, _NOT_APPLICABLE, np.where(is_open, _UNMEASURED, _OK)).astype(np.int8)


def _condition(condition: Condition) -> Judge:
    if condition.any_of:
        inner = [_condition(one) for one in condition.any_of]

        def one_of(signs: Signs) -> Codes:
            stacked = np.stack([one(signs) for one in inner])
            is_yes, is_open = (stacked == _OK).any(axis=0), (stacked == _UNMEASURED).any(axis=0)
            return np.where(is_yes, _OK, np.where(is_open, _UNMEASURED, stacked[-1])).astype(np.int8)

        return one_of
    if condition.limit is None:
        return lambda signs: np.zeros(signs.count, np.int8)
    return _judge(condition.measure, condition.limit, 0)


def _judge(measure: str, limit: Limit, tolerance: Exact) -> Judge:
    if limit.op is Op.ANY_OF:
        return _any_of(limit, tolerance)
    if limit.op is Op.UNKNOWN:
        return lambda signs: _after(_state(signs.column(measure)), np.full(signs.count, _UNMEASURED, np.int8))
    if limit.op in _WORDS:
        return lambda signs: _words(signs.column(measure), limit)
    ends = [(end, _bound(end)) for end in (limit.low, limit.high) if end is not None]
    named = measure_of(measure)
    is_area = named is not None and named.unit is not None and same_kind(named.unit, Unit.MM2)
    is_strict = limit.op in (Op.LESS_THAN, Op.MORE_THAN)

    def compare(signs: Signs) -> Codes:
        column = signs.column(measure)
        status, value = _state(column), Numbers(column.top, column.divisor)
        is_bad = np.zeros(signs.count, np.bool_)
        for end, work_out in ends:
            stops, bound = work_out(signs)
            status = _after(status, stops)
            bound = bound.rounded() if is_area else bound
            is_low = end is limit.low
            less, equal = value.compared(bound.plus(-tolerance if is_low else tolerance))
            beyond = less if is_low else ~(less | equal)
            is_bad |= (beyond | equal) if is_strict else beyond
        return _after(status, is_bad.astype(np.int8))  # _BREACH is 1

    return compare


def _any_of(limit: Limit, tolerance: Exact) -> Judge:
    options = [_judge(option.measure, option.limit, tolerance) for option in limit.options]

    def settle(signs: Signs) -> Codes:
        ranks = np.stack([_SETTLES[one(signs)] for one in options])
        settled: Codes = _BY_RANK[ranks.min(axis=0)]
        return settled

    return settle


def _words(column: Column, limit: Limit) -> Codes:
    """Judge each different value once, then look it up."""
    found = [
        judge(limit, Measurement(text=v) if isinstance(v, str) else Measurement(words=v), _no_reading).status
        for v in column.values
    ]
    table = np.array([*(_STATUSES.index(one) for one in found), _OK], np.int8)
    return _after(_state(column), table[column.codes])


def _no_reading(name: str) -> Measurement:
    raise KeyError(name)


def _state(column: Column) -> Codes:
    return _BY_KNOWN[column.known]


_BY_KNOWN = np.zeros(3, np.int8)
_BY_KNOWN[Known.MISSING], _BY_KNOWN[Known.ABSENT] = _UNMEASURED, _NOT_APPLICABLE


def _after(first: Codes, then: Codes) -> Codes:
    """Return what was said first where that settles it, else what is said then."""
    return np.where(first == _OK, then, first) if first.any() else then


_WorkOut = Callable[[Signs], tuple[Codes, Numbers]]


def _bound(bound: Bound) -> _WorkOut:
    """Return the function that works a bound out: what stands against it, and its numbers."""
    if isinstance(bound, Amount):
        number = Numbers.of(bound.exact)
        return lambda signs: (np.zeros(signs.count, np.int8), number)
    if isinstance(bound, FactorOf):
        return _factor(bound)
    if isinstance(bound, Pick):
        return _pick(bound)
    return _table(bound)


def _factor(bound: FactorOf) -> _WorkOut:
    plus: Exact = bound.plus.exact if bound.plus is not None else 0

    def work_out(signs: Signs) -> tuple[Codes, Numbers]:
        column = signs.column(bound.of)
        return _state(column), Numbers(column.top, column.divisor).times(bound.scale).plus(plus)

    return work_out


def _pick(bound: Pick) -> _WorkOut:
    inner = [_bound(one) for one in bound.of]

    def work_out(signs: Signs) -> tuple[Codes, Numbers]:
        status, best = inner[0](signs)
        for one in inner[1:]:
            stops, numbers = one(signs)
            status = _after(status, stops)
            less, equal = numbers.compared(best)
            best = best.chosen(numbers, less if bound.which == "min" else ~(less | equal))
        return status, best

    return work_out


def _table(bound: Table) -> _WorkOut:
    uncovered = _NOT_APPLICABLE if bound.uncovered == "not_applicable" else _REVIEW
    values = [row.value.exact for row in bound.rows]
    # The last one is what -1 points at, where no row matches.
    tops, bottoms = whole([*(v.numerator for v in values), 0]), whole([*(v.denominator for v in values), 1])
    is_whole = all(v.denominator == 1 for v in values)

    def work_out(signs: Signs) -> tuple[Codes, Numbers]:
        status = np.zeros(signs.count, np.int8)
        for name in bound.by:
            status = _after(status, _state(signs.column(name)))
        chosen = np.full(signs.count, -1, np.int16)
        found: dict[Key, Flags] = {}  # rows share their keys: a band of areas comes once for each zone
        for index, row in reversed(tuple(enumerate(bound.rows))):  # the first row that matches has the last word
            hits = np.ones(signs.count, np.bool_)
            for key in row.keys:
                if key not in found:
                    found[key] = _matches(key, signs.column(key.by))
                hits &= found[key]
            np.copyto(chosen, np.int16(index), where=hits)
        status = _after(status, np.where(chosen < 0, np.int8(uncovered), np.int8(_OK)))
        return status, Numbers(tops[chosen], 1 if is_whole else bottoms[chosen])

    return work_out


def _matches(key: Key, column: Column) -> Flags:
    if key.words:
        table: NDArray[np.bool_] = np.array([*(value in key.words for value in column.values), False], np.bool_)
        return table[column.codes]
    value = Numbers(column.top, column.divisor)
    hits = np.ones(len(column), np.bool_)
    if key.low is not None:
        less, equal = value.compared(Numbers.of(key.low.exact))
        hits &= ~less & (~equal | key.has_low)
    if key.high is not None:
        less, equal = value.compared(Numbers.of(key.high.exact))
        hits &= less | (equal & key.has_high)
    return hits


@cache
def code_of(verdict: Verdict) -> int:
    """Return the index of a verdict in `VERDICTS`."""
    return VERDICTS.index(verdict)
