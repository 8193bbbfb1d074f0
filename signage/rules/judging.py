"""How limits are applied: bounds worked out for one sign, and what a limit says of a value.

A limit is turned once into a function of readings in which all that does not depend on the sign is worked out
beforehand: numbers on the exact scale, words as sets, what fixed bounds answer. One sign is then a few comparisons
of integers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from signage.kept import Kept
from signage.quick_init import quick
from signage.rules.amounts import Amount, Exact
from signage.rules.limits import Bound, FactorOf, Key, Limit, Op, Pick, Table
from signage.rules.measures import Measurement, Missing
from signage.units import Unit, same_kind

Readings = Callable[[str], Measurement]
WorkOut = Callable[[Readings], Exact]


class Status(StrEnum):
    """What a limit says of a value."""

    OK = "ok"
    BREACH = "breach"
    REVIEW = "review"
    UNMEASURED = "unmeasured"
    NOT_APPLICABLE = "not_applicable"

    __hash__ = str.__hash__  # an enum's own is a Python call


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A limit applied to one value.

    Attributes:
        low, high: The bounds as they were worked out, on the exact scale.
        missing: The input that a bound lacks.
        reason: Why the limit does not concern the sign, or is for a person.
        limit, measure: Of several limits of which one is enough, the one that settled it, and what it is of.
    """

    status: Status
    low: Exact | None = None
    high: Exact | None = None
    missing: Missing | None = None
    reason: tuple[str, str] = ("", "")
    limit: Limit | None = None
    measure: str = ""


Judge = Callable[[Measurement, Readings], Judgement]
PLAIN = {status: Judgement(status=status) for status in Status}


class Undecided(Exception):
    """A bound that cannot be worked out for a sign, with what that means for the rule."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.status)
        self.judgement = judgement


def judge(limit: Limit, reading: Measurement, readings: Readings, tolerance: Exact = 0) -> Judgement:
    """Apply a limit to a reading.

    Args:
        limit: The requirement.
        reading: What was measured; a missing one is UNMEASURED and never OK.
        readings: The other measures, taken when a bound leans on them.
        tolerance: How far beyond a bound is still accepted, on the exact scale.
    """
    return judge_of(limit, tolerance)(reading, readings)


def work_out(bound: Bound, readings: Readings) -> Exact:
    """Return a bound for one sign on the exact scale.

    Raises:
        Undecided: An input is missing, does not concern the sign, or falls between a table's rows.
    """
    return bound_of(bound)(readings)


def judge_of(limit: Limit, tolerance: Exact = 0) -> Judge:
    """Return the function that applies a limit to a reading; `judge` says of what."""
    if limit.op is Op.ANY_OF:
        return _any_of(limit, tolerance)
    if limit.op is Op.UNKNOWN:
        return _unknown(limit)
    if limit.op in (Op.ONE_OF, Op.NONE_OF, Op.MATCHES):
        return _words(limit)
    return _numbers(limit, tolerance)


def less(one: Exact, other: Exact) -> bool:
    """Return whether one exact number is smaller: by cross-multiplication, much sooner than fractions compare."""
    if type(one) is int and type(other) is int:
        return one < other
    return one.numerator * other.denominator < other.numerator * one.denominator


def _unread(reading: Measurement) -> Judgement | None:
    """Return what follows from a reading that is not there, None for one that is."""
    if reading.missing is not None:
        return Judgement(status=Status.UNMEASURED, missing=reading.missing)
    if reading.absent is not None:
        return Judgement(status=Status.NOT_APPLICABLE, reason=reading.absent)
    return None


def _known(reading: Measurement) -> Measurement:
    stop = _unread(reading)
    if stop is not None:
        raise Undecided(stop)
    return reading


def _is_area(reading: Measurement) -> bool:
    return reading.quantity is not None and same_kind(reading.quantity.unit, Unit.MM2)


def _numbers(limit: Limit, tolerance: Exact) -> Judge:
    """A comparison with one or two bounds."""
    lowest = bound_of(limit.low) if limit.low is not None else None
    highest = bound_of(limit.high) if limit.high is not None else None
    strict = limit.op in (Op.LESS_THAN, Op.MORE_THAN)
    ends = (limit.low, limit.high)
    is_fixed = all(end is None or isinstance(end, Amount) for end in ends)

    def bounds(readings: Readings) -> tuple[Exact | None, Exact | None]:
        low = lowest(readings) if lowest is not None else None
        return low, highest(readings) if highest is not None else None

    def is_broken(value: Exact, low: Exact | None, high: Exact | None) -> bool:
        if low is not None:
            low = low - tolerance if tolerance else low
            if less(value, low) or (strict and value == low):
                return True
        if high is not None:
            high = high + tolerance if tolerance else high
            return less(high, value) or (strict and value == high)
        return False

    def stopped(stop: Judgement, readings: Readings) -> Judgement:
        """Work the bounds out though the value is missing, so that a reader sees the one limit and no whole table."""
        if stop.status is not Status.UNMEASURED:
            return stop
        try:
            low, high = bounds(readings)
        except Undecided:
            return stop
        return replace(stop, low=low, high=high)

    def compare(reading: Measurement, readings: Readings) -> Judgement:
        stop = _unread(reading)
        if stop is not None:
            return stopped(stop, readings)
        try:
            low, high = bounds(readings)
        except Undecided as undecided:
            return stopped(undecided.judgement, readings)
        if _is_area(reading):
            # A square foot is no whole number of quanta: the limit lies on the quantum as the measured area does.
            low, high = (None if end is None else round(end) for end in (low, high))
        status = Status.BREACH if is_broken(reading.exact, low, high) else Status.OK
        return Judgement(status=status, low=low, high=high)

    if not is_fixed:
        return compare
    # The same bounds for every sign: there are but two answers, unless a broken quantum has to be rounded.
    low, high = (end.exact if isinstance(end, Amount) else None for end in ends)
    is_whole = all(end is None or type(end) is int for end in (low, high))
    kept, broken = (Judgement(status=status, low=low, high=high) for status in (Status.OK, Status.BREACH))

    def compare_fixed(reading: Measurement, readings: Readings) -> Judgement:
        if not reading.is_known or (not is_whole and _is_area(reading)):
            return compare(reading, readings)
        return broken if is_broken(reading.exact, low, high) else kept

    return compare_fixed


# Of several limits the one that is met settles it. What is not known could be the one that is met, so it outranks a
# breach; a limit that does not concern the sign says nothing.
_SETTLES = (Status.OK, Status.UNMEASURED, Status.REVIEW, Status.BREACH, Status.NOT_APPLICABLE)


def _any_of(limit: Limit, tolerance: Exact) -> Judge:
    options = [(option, judge_of(option.limit, tolerance)) for option in limit.options]

    def settle(reading: Measurement, readings: Readings) -> Judgement:
        judged = []
        for option, apply in options:
            one = apply(readings(option.measure), readings)
            judged.append(replace(one, limit=option.limit, measure=option.measure))
            if one.status is Status.OK:
                break
        return min(judged, key=lambda one: _SETTLES.index(one.status))

    return settle


def _unknown(limit: Limit) -> Judge:
    """A figure that was not obtained: nothing can be said of any value."""
    missing = Missing(what=(limit.why_zh, limit.why_en), who=("规则集维护者", "the keeper of the rule book"))
    judged = Judgement(status=Status.UNMEASURED, missing=missing)
    return lambda reading, readings: _unread(reading) or judged


def _words(limit: Limit) -> Judge:
    matches = re.compile(limit.pattern).fullmatch
    review, words = frozenset(limit.review), frozenset(limit.words)
    is_list, forbids_all = limit.op is Op.ONE_OF, "*" in words

    @lru_cache(maxsize=256)
    def judged(found: tuple[str, ...]) -> Judgement:
        if limit.op is Op.MATCHES:
            return PLAIN[Status.OK if all(map(matches, found)) else Status.BREACH]
        rest = [item for item in found if item not in review]
        if is_list:
            bad = any(item not in words for item in rest)
        else:
            bad = bool(rest) if forbids_all else any(item in words for item in rest)
        if bad:
            return PLAIN[Status.BREACH]
        return PLAIN[Status.REVIEW if len(rest) < len(found) else Status.OK]

    def apply(reading: Measurement, readings: Readings) -> Judgement:
        stop = _unread(reading)
        if stop is not None:
            return stop
        return judged(reading.words if reading.words is not None else (reading.text or "",))

    return apply


def _bound_of(bound: Bound) -> WorkOut:
    if isinstance(bound, Amount):
        exact = bound.exact
        return lambda readings: exact
    if isinstance(bound, FactorOf):
        return _factor(bound)
    return _pick(bound) if isinstance(bound, Pick) else _table(bound)


# A bound may be looked at again, as for the working of a finding: its function is kept with it.
bound_of: Kept[Bound, WorkOut] = Kept(_bound_of, 4096)


def _factor(bound: FactorOf) -> WorkOut:
    scale, name = bound.scale, bound.of
    plus = bound.plus.exact if bound.plus is not None else None

    @lru_cache(maxsize=64, typed=True)  # a sign that is moved keeps most of what bounds lean on
    def product(value: Exact) -> Exact:
        found = scale * value
        return found + plus if plus is not None else found

    return lambda readings: product(_known(readings(name)).exact)


def _pick(bound: Pick) -> WorkOut:
    inner, is_least = [bound_of(one) for one in bound.of], bound.which == "min"

    def pick(readings: Readings) -> Exact:
        values = [one(readings) for one in inner]
        best = values[0]
        for value in values[1:]:
            if less(value, best) if is_least else less(best, value):
                best = value
        return best

    return pick


_OUTSIDE = ("不在限值表所列范围内", "outside the range of the table")
_UNCOVERED = ("限值表未覆盖该情形，须人工判断", "the table does not cover this case; a person must judge")


def _table(bound: Table) -> WorkOut:
    rows = [([(key.by, _key(key)) for key in row.keys], row.value.exact) for row in bound.rows]
    is_apart = bound.uncovered == "not_applicable"
    uncovered = Judgement(
        status=Status.NOT_APPLICABLE if is_apart else Status.REVIEW, reason=_OUTSIDE if is_apart else _UNCOVERED
    )

    def look_up(readings: Readings) -> Exact:
        taken = {name: _known(readings(name)) for name in bound.by}
        for keys, value in rows:
            if all(matches(taken[by]) for by, matches in keys):
                return value
        raise Undecided(uncovered)

    return look_up


def _key(key: Key) -> Callable[[Measurement], bool]:
    if key.words:
        words = key.words
        return lambda reading: reading.text in words
    low = key.low.exact if key.low is not None else None
    high = key.high.exact if key.high is not None else None

    def is_within(reading: Measurement) -> bool:
        value = reading.exact
        if low is not None and (less(value, low) or (value == low and not key.has_low)):
            return False
        return high is None or less(value, high) or (value == high and key.has_high)

    return is_within
