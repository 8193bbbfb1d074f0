"""Typed limits: what a rule requires of a measured value, and how the requirement is worked out for one sign.

A bound is a fixed amount, a factor of another measure, the least or greatest of several, or a table keyed by other
measures. A limit is one or two bounds with strict or inclusive comparison, or a list of words or a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from signage.rules.amounts import Amount, Exact, shown
from signage.rules.measures import Measurement, Missing, measure_of
from signage.units import Unit

Readings = Callable[[str], Measurement]


class Op(StrEnum):
    """How a value is compared."""

    AT_MOST = "at_most"  # 不超过
    LESS_THAN = "less_than"  # 小于
    AT_LEAST = "at_least"  # 不小于
    MORE_THAN = "more_than"  # 大于
    BETWEEN = "between"  # 介于，含两端
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    MATCHES = "matches"
    UNKNOWN = "unknown"  # the document's figure was not obtained


SIGNS = {Op.AT_MOST: "≤", Op.LESS_THAN: "<", Op.AT_LEAST: "≥", Op.MORE_THAN: ">"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorOf:
    """A factor of another measure, such as 1/3 of the shopfront's height."""

    factor: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The least (`min`) or greatest (`max`) of several bounds."""

    which: str
    of: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One condition of a table's row: words of a text measure, or a band of a quantity.

    Attributes:
        by: The measure.
        words: Values that match.
        low, high: Ends of the band, None when open.
        has_low, has_high: Whether the end itself belongs to the band.
    """

    by: str
    words: tuple[str, ...] = ()
    low: Amount | None = None
    high: Amount | None = None
    has_low: bool = False
    has_high: bool = False

    def matches(self, reading: Measurement) -> bool:
        """Return whether a known reading falls under this key."""
        if self.words:
            return reading.text in self.words
        value = reading.exact
        if self.low is not None and (value < self.low.exact or (value == self.low.exact and not self.has_low)):
            return False
        return self.high is None or value < self.high.exact or (value == self.high.exact and self.has_high)

    def __str__(self) -> str:
        measure = measure_of(self.by)
        if self.words:
            return "/".join(measure.label(w)[0] if measure else w for w in self.words)
        low = f"{'≥' if self.has_low else '>'} {self.low}" if self.low is not None else ""
        high = f"{'≤' if self.has_high else '<'} {self.high}" if self.high is not None else ""
        return f"{measure.title[0] if measure else self.by} {' 且 '.join(p for p in (low, high) if p) or '不限'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table's row: all keys must match."""

    keys: tuple[Key, ...]
    value: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Bounds by other measures; `uncovered` says what a sign between the rows gets."""

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    uncovered: str | None = None


Bound = Amount | FactorOf | Pick | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is required of the measured value.

    Attributes:
        op: The comparison.
        low, high: Bounds of a quantity; `at_least` uses `low`, `at_most` uses `high`, `between` both.
        words: Words that must (`one_of`) or must not (`none_of`) come out; `none_of` with `*` forbids anything.
        review: Words that are for a person to judge.
        pattern: Regular expression that the whole text must match.
        why_zh, why_en: Why the figure is not known, for `unknown`.
    """

    op: Op
    low: Bound | None = None
    high: Bound | None = None
    words: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    pattern: str = ""
    why_zh: str = ""
    why_en: str = ""

    def measures(self) -> tuple[str, ...]:
        """Return the measures that the bounds lean on."""
        return tuple(name for bound in (self.low, self.high) if bound is not None for name in leans_on(bound))


def leans_on(bound: Bound) -> tuple[str, ...]:
    """Return the measures that a bound needs."""
    if isinstance(bound, FactorOf):
        return (bound.of,)
    if isinstance(bound, Pick):
        return tuple(name for one in bound.of for name in leans_on(one))
    return bound.by if isinstance(bound, Table) else ()


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
    """

    status: Status
    low: Exact | None = None
    high: Exact | None = None
    missing: Missing | None = None
    reason: tuple[str, str] = ("", "")


class _Stop(Exception):
    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.status)
        self.judgement = judgement


def work_out(bound: Bound, readings: Readings) -> Exact:
    """Return a bound for one sign on the exact scale.

    Raises:
        _Stop: An input is missing, does not concern the sign, or falls between a table's rows.
    """
    if isinstance(bound, Amount):
        return bound.exact
    if isinstance(bound, FactorOf):
        return Fraction(bound.factor) * _known(readings(bound.of)).exact
    if isinstance(bound, Pick):
        values = [work_out(one, readings) for one in bound.of]
        return min(values) if bound.which == "min" else max(values)
    taken = {name: _known(readings(name)) for name in bound.by}
    for row in bound.rows:
        if all(key.matches(taken[key.by]) for key in row.keys):
            return row.value.exact
    if bound.uncovered == "not_applicable":
        reason = ("不在限值表所列范围内", "outside the range of the table")
        raise _Stop(Judgement(status=Status.NOT_APPLICABLE, reason=reason))
    reason = ("限值表未覆盖该情形，须人工判断", "the table does not cover this case; a person must judge")
    raise _Stop(Judgement(status=Status.REVIEW, reason=reason))


def _known(reading: Measurement) -> Measurement:
    if reading.missing is not None:
        raise _Stop(Judgement(status=Status.UNMEASURED, missing=reading.missing))
    if reading.absent is not None:
        raise _Stop(Judgement(status=Status.NOT_APPLICABLE, reason=reading.absent))
    return reading


def judge(limit: Limit, reading: Measurement, readings: Readings, tolerance: Exact = 0) -> Judgement:
    """Apply a limit to a reading.

    Args:
        limit: The requirement.
        reading: What was measured; a missing one is UNMEASURED and never OK.
        readings: The other measures, taken when a bound leans on them.
        tolerance: How far beyond a bound is still accepted, on the exact scale.
    """
    try:
        known = _known(reading)
        if limit.op is Op.UNKNOWN:
            missing = Missing(what=(limit.why_zh, limit.why_en), who=("规则集维护者", "the keeper of the rule book"))
            return Judgement(status=Status.UNMEASURED, missing=missing)
        if limit.op in (Op.ONE_OF, Op.NONE_OF, Op.MATCHES):
            return Judgement(status=_words(limit, known))
        low = work_out(limit.low, readings) if limit.low is not None else None
        high = work_out(limit.high, readings) if limit.high is not None else None
    except _Stop as stop:
        return _with_bounds(stop.judgement, limit, readings)
    value = known.exact
    strict = limit.op in (Op.LESS_THAN, Op.MORE_THAN)
    under = low is not None and (value < low - tolerance or (strict and value == low - tolerance))
    over = high is not None and (value > high + tolerance or (strict and value == high + tolerance))
    return Judgement(status=Status.BREACH if under or over else Status.OK, low=low, high=high)


def _with_bounds(judgement: Judgement, limit: Limit, readings: Readings) -> Judgement:
    """Work the bounds out though the value is missing, so that a reader sees the one limit and not a whole table."""
    if judgement.status is not Status.UNMEASURED or limit.op in (Op.UNKNOWN, Op.ONE_OF, Op.NONE_OF, Op.MATCHES):
        return judgement
    try:
        low = work_out(limit.low, readings) if limit.low is not None else None
        high = work_out(limit.high, readings) if limit.high is not None else None
    except _Stop:
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


def bound_text(bound: Bound) -> str:
    """Return a bound as a book lists it, before any sign is known."""
    if isinstance(bound, Amount):
        return str(bound)
    if isinstance(bound, FactorOf):
        measure = measure_of(bound.of)
        title = measure.title[0] if measure else bound.of
        return title if Fraction(bound.factor) == 1 else f"{bound.factor} × {title}"
    if isinstance(bound, Pick):
        return f"{bound.which}({', '.join(bound_text(one) for one in bound.of)})"
    return "; ".join(f"{' · '.join(str(k) for k in row.keys)}: {row.value}" for row in bound.rows)


def limit_text(limit: Limit, measure: str, tolerance: Amount | None = None) -> str:
    """Return a limit as a book lists it, such as `≥ 2.5 m`."""
    named = measure_of(measure)
    suffix = f" (±{tolerance})" if tolerance is not None else ""
    if limit.op is Op.UNKNOWN:
        return f"? {limit.why_zh}"
    if limit.op is Op.MATCHES:
        return f"~ {limit.pattern}"
    if limit.op in (Op.ONE_OF, Op.NONE_OF):
        listed = "、".join(named.label(w)[0] if named else w for w in limit.words)
        return listed if limit.op is Op.ONE_OF else "不得出现" if "*" in limit.words else f"不得为：{listed}"
    if limit.op is Op.BETWEEN and limit.low is not None and limit.high is not None:
        return f"{bound_text(limit.low)} – {bound_text(limit.high)}{suffix}"
    bound = limit.high if limit.high is not None else limit.low
    return f"{SIGNS[limit.op]} {bound_text(bound)}{suffix}" if bound is not None else ""


def required_text(limit: Limit, judged: Judgement, measure: str, tolerance: Amount | None) -> str:
    """Return the requirement as it stood for one sign, such as `≤ 1050 mm`; else the book's words."""
    named = measure_of(measure)
    unit = named.unit if named is not None else None
    if unit is None or (judged.low is None and judged.high is None):
        return limit_text(limit, measure, tolerance)
    suffix = f" (±{tolerance})" if tolerance is not None else ""
    low = _shown(judged.low, unit)
    high = _shown(judged.high, unit)
    if limit.op is Op.BETWEEN:
        return f"{low} – {high}{suffix}"
    return f"{SIGNS[limit.op]} {high or low}{suffix}"


def _shown(value: Exact | None, unit: Unit) -> str:
    return "" if value is None else shown(value, unit)
