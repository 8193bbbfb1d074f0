"""Typed limits: what a rule requires of a measured value, and how the requirement is worked out for one sign.

A bound is a fixed amount, a factor of another measure, the least or greatest of several, or a table keyed by other
measures. A limit is one or two bounds with strict or inclusive comparison, or a list of words or a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from signage.rules.amounts import Amount, ticks_per
from signage.rules.measures import Measurement, Words, measure_of
from signage.units import Unit, same_kind


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
    ANY_OF = "any_of"  # 其一即可: one of several limits, each with its own measure
    UNKNOWN = "unknown"  # the document's figure was not obtained


SIGNS = {Op.AT_MOST: "≤", Op.LESS_THAN: "<", Op.AT_LEAST: "≥", Op.MORE_THAN: ">"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorOf:
    """A factor of another measure, such as 1/3 of the shopfront's height, or 3 ft of the frontage, plus an amount.

    Attributes:
        factor: The number as written.
        of: The other measure.
        unit: Unit of the factor: none, or a length that makes an area of a width.
        plus: What is added.
    """

    factor: str
    of: str
    unit: Unit = Unit.RATIO
    plus: Amount | None = None

    @property
    def scale(self) -> Fraction:
        """What the other measure's quanta are multiplied by to give quanta of this bound."""
        number = Fraction(self.factor)
        if not same_kind(self.unit, Unit.MM):
            return number * ticks_per(self.unit)
        # A length times a length: quanta of 0.01 mm times millimetres, as whole square millimetres.
        return number * ticks_per(self.unit) / ticks_per(Unit.MM) ** 2


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
        return self.shown[0]

    @property
    def shown(self) -> Words:
        """The key as a reader sees it."""
        measure = measure_of(self.by)
        labels = [measure.label(w) if measure else (w, w) for w in self.words]
        if labels:
            return "/".join(zh for zh, _ in labels), "/".join(en for _, en in labels)
        low = f"{'≥' if self.has_low else '>'} {self.low}" if self.low is not None else ""
        high = f"{'≤' if self.has_high else '<'} {self.high}" if self.high is not None else ""
        ends = [end for end in (low, high) if end]
        title = measure.title if measure else (self.by, self.by)
        return f"{title[0]} {' 且 '.join(ends) or '不限'}", f"{title[1]} {' and '.join(ends) or 'any'}"


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
        options: Limits of which one is enough, for `any_of`.
    """

    op: Op
    low: Bound | None = None
    high: Bound | None = None
    words: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    pattern: str = ""
    why_zh: str = ""
    why_en: str = ""
    options: tuple[Option, ...] = ()

    def measures(self) -> tuple[str, ...]:
        """Return the measures that the bounds and options lean on."""
        own = [name for bound in (self.low, self.high) if bound is not None for name in leans_on(bound)]
        return (*own, *(name for one in self.options for name in (one.measure, *one.limit.measures())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several limits of which one is enough, with the measure that it is of."""

    measure: str
    limit: Limit


def leans_on(bound: Bound) -> tuple[str, ...]:
    """Return the measures that a bound needs."""
    if isinstance(bound, FactorOf):
        return (bound.of,)
    if isinstance(bound, Pick):
        return tuple(name for one in bound.of for name in leans_on(one))
    return bound.by if isinstance(bound, Table) else ()
