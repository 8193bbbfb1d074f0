"""Exact arithmetic on columns of fractions: 64-bit where numbers surely fit, else Python's own integers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signage.rules.amounts import Exact
from signage.rules.bulk.columns import MOST, Whole

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number for each sign, `top` over `bottom`, which is over 0; either may be one number for all."""

    top: Whole | int
    bottom: Whole | int = 1

    @classmethod
    def of(cls, exact: Exact) -> Numbers:
        """Return one number for all signs."""
        return cls(exact.numerator, exact.denominator)

    def times(self, by: Exact) -> Numbers:
        """Return the products with one number."""
        return Numbers(product(self.top, by.numerator), product(self.bottom, by.denominator))

    def plus(self, other: Exact) -> Numbers:
        """Return the sums with one number."""
        if not other:
            return self
        left, right = product(self.top, other.denominator), product(self.bottom, other.numerator)
        return Numbers(total(left, right), product(self.bottom, other.denominator))

    def compared(self, other: Numbers) -> tuple[Flags, Flags]:
        """Return where this is less than the other, and where both are equal."""
        left, right = product(self.top, other.bottom), product(other.top, self.bottom)
        return np.asarray(left < right, np.bool_), np.asarray(left == right, np.bool_)

    def chosen(self, other: Numbers, where: Flags) -> Numbers:
        """Return the other numbers where it says so, these elsewhere."""
        is_alike = isinstance(self.bottom, int) and isinstance(other.bottom, int) and self.bottom == other.bottom
        bottom = self.bottom if is_alike else np.where(where, other.bottom, self.bottom)
        return Numbers(np.where(where, other.top, self.top), bottom)

    def rounded(self) -> Numbers:
        """Return the nearest whole numbers, ties to even."""
        if isinstance(self.bottom, int) and self.bottom == 1:
            return self
        top, bottom = np.asarray(self.top), np.asarray(self.bottom)
        floor = top // bottom
        twice = product(top - floor * bottom, 2)
        odd = floor % 2 == 1
        up = (twice > bottom) | ((twice == bottom) & odd)
        return Numbers(floor + np.asarray(up, np.bool_).astype(np.int64))

    def at(self, row: int) -> Exact:
        """Return one sign's number."""
        top = self.top if isinstance(self.top, int) else _picked(self.top, row)
        bottom = self.bottom if isinstance(self.bottom, int) else _picked(self.bottom, row)
        value = Fraction(top, bottom)
        return value.numerator if value.denominator == 1 else value


def _picked(values: Whole, row: int) -> int:
    return int(values[row] if values.ndim else values[()])


def product(left: Whole | int, right: Whole | int) -> Any:
    """Return products that are exact whatever their size."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    if isinstance(right, int) and right == 1:
        return left
    if isinstance(left, int) and left == 1:
        return right
    if _largest(left) * _largest(right) <= MOST:
        return left * right
    return _unbounded(left) * _unbounded(right)


def total(left: Whole | int, right: Whole | int) -> Any:
    """Return sums that are exact whatever their size."""
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    if _largest(left) + _largest(right) <= MOST:
        return left + right
    return _unbounded(left) + _unbounded(right)


def _largest(values: Whole | int) -> int:
    if isinstance(values, int):
        return abs(values)
    if values.size == 0:
        return 0
    return max(abs(int(values.max())), abs(int(values.min())))


def _unbounded(values: Whole | int) -> Any:
    return values if isinstance(values, int) else values.astype(object)
