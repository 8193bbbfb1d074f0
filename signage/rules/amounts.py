"""Exact amounts: what a book writes as `2.5 m` or `1/3`, and what a measure finds, on one scale of whole quanta.

Lengths, areas and the rest are compared as multiples of the quantum of their unit; ratios as fractions, so that a
limit of 1/3 is one third and not 0.333.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from signage.units import Quantity, Unit, format_quantity, same_kind, unit_text

Exact = int | Fraction

_AMOUNT = re.compile(r"^(\d+/[1-9]\d*|-?\d+(?:\.\d+)?)(?:\s*([^\s/\d]\S*))?$")


@cache
def ticks_per(unit: Unit) -> Fraction:
    """Return how many quanta one of a unit is; a ratio has none and counts as itself."""
    if same_kind(unit, Unit.RATIO):
        return Fraction(1, 100) if unit is Unit.PERCENT else Fraction(1)
    return Fraction(Quantity(1e4, unit).ticks, 10_000)  # a square foot is no whole number of quanta


_RATIOS = frozenset(unit for unit in Unit if same_kind(unit, Unit.RATIO))


def exact_of(quantity: Quantity) -> Exact:
    """Return a measured quantity on the exact scale."""
    return _ratio(str(quantity.value), quantity.unit) if quantity.unit in _RATIOS else quantity.ticks


@lru_cache(maxsize=4096)
def _ratio(number: str, unit: Unit) -> Fraction:
    return Fraction(number) * ticks_per(unit)


@lru_cache(maxsize=4096)
def share_of(top: int, bottom: int) -> Fraction:
    """Return one number of quanta over another; the second must not be 0."""
    return Fraction(top, bottom)


def quantity_of(exact: Exact, unit: Unit) -> Quantity:
    """Return an exact number as a quantity in a unit, for display."""
    ticks = ticks_per(unit)
    if isinstance(exact, int) and ticks.denominator == 1:
        return Quantity(exact / ticks.numerator, unit)
    return Quantity(float(exact / ticks), unit)


def shown(exact: Exact, unit: Unit) -> str:
    """Return an exact number as a reader sees it; simple fractions stay fractions."""
    if unit is Unit.RATIO and isinstance(exact, Fraction) and exact.denominator in (3, 6, 7, 9, 11, 12):
        return f"{exact.numerator}/{exact.denominator}"
    return format_quantity(quantity_of(exact, unit))


@lru_cache(maxsize=4096)
def _exact(number: str, unit: Unit) -> Exact:
    value = Fraction(number) * ticks_per(unit)
    is_whole = value.denominator == 1 and not same_kind(unit, Unit.RATIO)
    return value.numerator if is_whole else value  # whole quanta compare as integers, and so much sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its unit as a book writes it.

    Attributes:
        number: As written: `2.5`, `1/3`.
        unit: Its unit; a bare fraction or number is a ratio.
    """

    number: str
    unit: Unit

    @property
    def exact(self) -> Exact:
        """The amount on the exact scale."""
        return _exact(self.number, self.unit)

    def __str__(self) -> str:
        if self.unit in (Unit.RATIO, Unit.COUNT):
            return self.number
        return f"{self.number} {unit_text(self.unit)}"


def parse_amount(text: str) -> Amount:
    """Return the amount that a text such as `2.5 m`, `1/3` or `3 n` writes.

    Raises:
        ValueError: It is not a number with a known unit.
    """
    found = _AMOUNT.match(text.strip())
    if found is None:
        raise ValueError(text)
    number, unit = found.groups()
    return Amount(number=number, unit=Unit(unit) if unit else Unit.RATIO)
