"""How limits are applied: bounds worked out for one sign, and what a limit says of a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from signage.rules.amounts import Amount, Exact
from signage.rules.limits import Bound, FactorOf, Limit, Op, Pick
from signage.rules.measures import Measurement, Missing
from signage.units import Unit, same_kind

Readings = Callable[[str], Measurement]


class Status(StrEnum):
    """What a limit says of a value."""

    OK = "ok"
    BREACH = "breach"
    REVIEW = "review"
    UNMEASURED = "unmeasured"
    NOT_APPLICABLE = "not_applicable"


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


class Undecided(Exception):
    """A bound that cannot be worked out for a sign, with what that means for the rule."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.status)
        self.judgement = judgement


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
