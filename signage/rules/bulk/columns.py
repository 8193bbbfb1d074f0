"""Measured values of many signs as columns: exact numbers, words as codes, and what is missing kept apart.

A quantity is a fraction of whole quanta (`top` / `bottom`), so that comparing columns decides exactly what comparing
single readings decides. Columns hold 64-bit integers, and Python's own where these would not do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signage.rules.amounts import quantity_of
from signage.rules.measures import Fact, Measurement, Missing, measure_of
from signage.rules.measures.measurement import area_of
from signage.units import Quantity, Unit, same_kind

Whole = NDArray[Any]  # int64, or object with Python's integers
Codes = NDArray[np.int8]

MOST = 2**62  # the largest product that is worked out in 64 bits
_RECORD = Missing(what=("存档测量值", "the measured value on record"), who=("复核人员", "whoever re-checks"))
_ABSENT = ("存档：本项不涉及", "on record: nothing to measure")


class Known(IntEnum):
    """Whether there is a value."""

    YES = 0
    MISSING = 1
    ABSENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One measure of many signs.

    Attributes:
        measure: Its name.
        known: A value of `Known` for each sign.
        top, bottom: The quantity on the exact scale as a fraction, `bottom` over 0; 0 / 1 where there is none.
        codes: Which of `values` each sign has, -1 where it is a quantity or not known.
        values: What a text measure found (one word) or a words measure (any number).
    """

    measure: str
    known: Codes
    top: Whole
    bottom: Whole
    codes: NDArray[np.int32]
    values: tuple[str | tuple[str, ...], ...] = ()
    # What divides every sign's number: 1 where all are whole, so that comparing them need not multiply.
    divisor: Whole | int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        is_whole = bool((self.bottom == 1).all())
        object.__setattr__(self, "divisor", 1 if is_whole else self.bottom)

    def __len__(self) -> int:
        return len(self.known)

    def reading(self, row: int) -> Measurement:
        """Return one sign's value as a reading, without its places on the elevation."""
        state = int(self.known[row])
        if state == Known.MISSING:
            return Measurement(missing=_RECORD)
        if state == Known.ABSENT:
            return Measurement(absent=_ABSENT)
        code = int(self.codes[row])
        if code >= 0:
            value = self.values[code]
            return Measurement(text=value) if isinstance(value, str) else Measurement(words=value)
        named = measure_of(self.measure)
        unit = named.unit if named is not None and named.unit is not None else Unit.COUNT
        top, bottom = int(self.top[row]), int(self.bottom[row])
        if same_kind(unit, Unit.RATIO):
            parts = Quantity(0.0, Unit.COUNT), Quantity(1.0, Unit.COUNT)
            exact = Fraction(top, bottom)
            return _RatioReading(quantity=quantity_of(exact, unit), ratio_of=parts, fraction=exact)
        if same_kind(unit, Unit.MM2):
            return Measurement(quantity=area_of(float(top)))
        return Measurement(quantity=quantity_of(top, unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class _RatioReading(Measurement):
    """A ratio whose exact value comes from the record."""

    fraction: Fraction = Fraction(0)

    @property
    def exact(self) -> Fraction:
        """The recorded fraction."""
        return self.fraction


def column_of(measure: str, readings: Sequence[Measurement]) -> Column:
    """Return the column of many signs' readings of one measure."""
    known = np.zeros(len(readings), np.int8)
    codes = np.full(len(readings), -1, np.int32)
    tops, bottoms = [0] * len(readings), [1] * len(readings)
    values: dict[str | tuple[str, ...], int] = {}
    for row, reading in enumerate(readings):
        if reading.missing is not None:
            known[row] = Known.MISSING
        elif reading.absent is not None:
            known[row] = Known.ABSENT
        elif reading.quantity is not None:
            exact = reading.exact
            tops[row], bottoms[row] = exact.numerator, exact.denominator
        else:
            value = reading.words if reading.words is not None else reading.text or ""
            codes[row] = values.setdefault(value, len(values))
    return Column(
        measure=measure, known=known, top=whole(tops), bottom=whole(bottoms), codes=codes, values=tuple(values)
    )


def whole(values: Sequence[int]) -> Whole:
    """Return integers as 64 bits where they all fit, else as Python's own."""
    fits = all(-MOST <= value <= MOST for value in values)
    return np.array(values, np.int64 if fits else object)


def joined(columns: Sequence[Column]) -> Column:
    """Return the columns of several groups of signs as one, in their order; at least one is needed."""
    values: dict[str | tuple[str, ...], int] = {}
    codes = []
    for column in columns:
        mapped = np.array([values.setdefault(value, len(values)) for value in column.values] + [-1], np.int32)
        codes.append(mapped[column.codes])  # the last one is what -1 points at
    return Column(
        measure=columns[0].measure,
        known=np.concatenate([c.known for c in columns]),
        top=np.concatenate([c.top for c in columns]),
        bottom=np.concatenate([c.bottom for c in columns]),
        codes=np.concatenate(codes),
        values=tuple(values),
    )


class _Picked(Mapping[str, Column]):
    """Some rows of columns."""

    def __init__(self, columns: Mapping[str, Column], rows: NDArray[np.intp]) -> None:
        self._columns, self._rows = columns, rows
        self._taken: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._taken:
            one, rows = self._columns[name], self._rows
            self._taken[name] = Column(
                measure=one.measure,
                known=one.known[rows],
                top=one.top[rows],
                bottom=one.bottom[rows],
                codes=one.codes[rows],
                values=one.values,
            )
        return self._taken[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Measured signs, row by row in all columns.

    Attributes:
        columns: By measure.
        proofs: Kinds of proof documents handed in for each sign.
        true_facts: Names of the facts that are stated as true of each sign.
        approved: The day of each sign's approval as an ordinal, 0 where it is not known or not approved.
    """

    count: int
    columns: Mapping[str, Column]
    proofs: tuple[frozenset[str], ...]
    true_facts: tuple[frozenset[str], ...]
    approved: NDArray[np.int64]

    def column(self, measure: str) -> Column:
        """Return a column.

        Raises:
            KeyError: The measure was not taken.
        """
        return self.columns[measure]

    def part(self, rows: NDArray[np.intp], *, with_papers: bool) -> Signs:
        """Return some of the signs; a column is picked when it is asked for.

        Args:
            rows: Which, ascending.
            with_papers: Whether proofs and stated facts are wanted, which takes longer than a column.
        """
        listed = rows.tolist() if with_papers else []
        return Signs(
            count=len(rows),
            columns=_Picked(self.columns, rows),
            proofs=tuple(self.proofs[row] for row in listed),
            true_facts=tuple(self.true_facts[row] for row in listed),
            approved=self.approved[rows],
        )

    def readings(self, row: int) -> Callable[[str], Measurement]:
        """Return one sign's readings, for what judges signs one by one."""
        return lambda name: self.columns[name].reading(row)

    def facts(self, row: int) -> Mapping[str, Fact]:
        """Return the facts that are true of one sign; what else was stated has gone into the measures."""
        return dict.fromkeys(self.true_facts[row], True)

    def approved_on(self, row: int) -> date | None:
        """Return the day of a sign's approval, or None."""
        day = int(self.approved[row])
        return date.fromordinal(day) if day else None

    def with_proof(self, kinds: frozenset[str]) -> NDArray[np.bool_]:
        """Return for which signs one of some proofs was handed in."""
        return _has(self.proofs, kinds, self.count)

    def with_fact(self, name: str) -> NDArray[np.bool_]:
        """Return of which signs a fact is stated as true."""
        return _has(self.true_facts, frozenset({name}), self.count)


def _has(listed: Iterable[frozenset[str]], wanted: frozenset[str], count: int) -> NDArray[np.bool_]:
    return np.fromiter((not wanted.isdisjoint(one) for one in listed), np.bool_, count)


def signs_joined(parts: Sequence[Signs]) -> Signs:
    """Return several groups of signs as one, in their order; at least one is needed, all with the same columns."""
    return Signs(
        count=sum(part.count for part in parts),
        columns={name: joined([part.columns[name] for part in parts]) for name in parts[0].columns},
        proofs=tuple(one for part in parts for one in part.proofs),
        true_facts=tuple(one for part in parts for one in part.true_facts),
        approved=np.concatenate([part.approved for part in parts]),
    )
