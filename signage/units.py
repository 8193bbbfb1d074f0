"""Units and quantities; the only place where one unit becomes another.

Lengths are compared on a quantum of 0.01 mm and areas on 1 mm², in integers, so that 0.1 + 0.2 decides no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from math import isfinite

from signage.quick_init import quick


class Unit(StrEnum):
    """A unit of a measure or a limit."""

    MM = "mm"
    CM = "cm"
    M = "m"
    INCH = "in"
    FOOT = "ft"
    MM2 = "mm2"
    M2 = "m2"
    FOOT2 = "ft2"
    RATIO = "ratio"
    PERCENT = "%"
    DEGREE = "deg"
    CD_M2 = "cd/m2"
    KELVIN = "K"
    COUNT = "n"
    DELTA_E = "dE00"

    __hash__ = str.__hash__  # an enum's own is a Python call, and units are looked up for every number


MM, CM, M = Unit.MM, Unit.CM, Unit.M

# unit -> (base unit, factor to base, quantum of the base): exact decimals, so conversion never drifts
_BASE: dict[Unit, tuple[Unit, Decimal, Decimal]] = {
    Unit.MM: (Unit.MM, Decimal(1), Decimal("0.01")),
    Unit.CM: (Unit.MM, Decimal(10), Decimal("0.01")),
    Unit.M: (Unit.MM, Decimal(1000), Decimal("0.01")),
    Unit.INCH: (Unit.MM, Decimal("25.4"), Decimal("0.01")),
    Unit.FOOT: (Unit.MM, Decimal("304.8"), Decimal("0.01")),
    Unit.MM2: (Unit.MM2, Decimal(1), Decimal(1)),
    Unit.M2: (Unit.MM2, Decimal(1_000_000), Decimal(1)),
    Unit.FOOT2: (Unit.MM2, Decimal("92903.04"), Decimal(1)),
    Unit.RATIO: (Unit.RATIO, Decimal(1), Decimal("0.000000001")),
    Unit.PERCENT: (Unit.RATIO, Decimal("0.01"), Decimal("0.000000001")),
    Unit.DEGREE: (Unit.DEGREE, Decimal(1), Decimal("0.001")),
    Unit.CD_M2: (Unit.CD_M2, Decimal(1), Decimal("0.01")),
    Unit.KELVIN: (Unit.KELVIN, Decimal(1), Decimal(1)),
    Unit.COUNT: (Unit.COUNT, Decimal(1), Decimal(1)),
    Unit.DELTA_E: (Unit.DELTA_E, Decimal(1), Decimal("0.0001")),
}

# Quanta in one of a unit where that is a whole number; below `_EXACT` quanta a float errs by less than 0.01 of one.
_TICKS = {unit: int(f / q) for unit, (_, f, q) in _BASE.items() if (f / q) == int(f / q) and f / q <= 1_000_000}
_EXACT = 1e12

_SHOWN: dict[Unit, str] = {
    Unit.M2: "m²",
    Unit.MM2: "mm²",
    Unit.FOOT2: "ft²",
    Unit.CD_M2: "cd/m²",
    Unit.DEGREE: "°",
    Unit.DELTA_E: "ΔE00",
}


@quick
@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit; finite always.

    Raises:
        ValueError: The value is NaN or infinite.
    """

    value: float
    unit: Unit

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise ValueError(f"a quantity must be finite, not {self.value!r}")

    @property
    def ticks(self) -> int:
        """The value in whole quanta of its base unit, rounded half to even; comparisons use this."""
        _, factor, quantum = _BASE[self.unit]
        scale = _TICKS.get(self.unit)
        if scale is not None:  # far from a tie, and small enough for a float's digits, no decimal is needed
            near = self.value * scale
            whole = round(near)
            if -_EXACT < near < _EXACT and -0.49 < near - whole < 0.49:
                return whole
        exact = Decimal(repr(float(self.value))) * factor / quantum
        return int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))

    def to(self, unit: Unit) -> Quantity:
        """Return the same quantity in another unit.

        Raises:
            TypeError: The units measure different things.
        """
        base, factor, _ = _BASE[self.unit]
        other_base, other_factor, _ = _BASE[unit]
        if base is not other_base:
            raise TypeError(f"{self.unit} is not a kind of {unit}")
        return Quantity(float(Decimal(repr(float(self.value))) * factor / other_factor), unit)

    def compare(self, other: Quantity) -> int:
        """Return -1, 0 or 1 as this is smaller than, equal to or greater than `other`, on the quantum.

        Raises:
            TypeError: The units measure different things.
        """
        if not same_kind(self.unit, other.unit):
            raise TypeError(f"{self.unit} cannot be compared with {other.unit}")
        return (self.ticks > other.ticks) - (self.ticks < other.ticks)

    def __str__(self) -> str:
        return format_quantity(self)


def same_kind(one: Unit, other: Unit) -> bool:
    """Return whether two units measure the same thing."""
    return _BASE[one][0] is _BASE[other][0]


def length_ticks(value_mm: float) -> int:
    """Return a length as a whole number of 0.01 mm, the form in which digests hold it."""
    return Quantity(value_mm, Unit.MM).ticks


def unit_text(unit: Unit) -> str:
    """Return a unit as a reader sees it."""
    return _SHOWN.get(unit, unit.value)


def format_quantity(quantity: Quantity) -> str:
    """Return the quantity as a reader sees it: whole mm, m² to 0.01, percent to one place, ratios to three."""
    value, unit = quantity.value, quantity.unit
    shown = _SHOWN.get(unit, unit.value)
    if unit is Unit.COUNT:
        return f"{value:.0f}"
    if unit is Unit.RATIO:
        return f"{value:.3f}"
    if unit is Unit.MM:
        # A whole number hides the 0.3 mm that decides a case, so a fraction stays when there is one.
        return f"{_plain(value, 2)} mm"
    if unit in (Unit.M2, Unit.FOOT2):
        return f"{value:.2f} {shown}"
    if unit is Unit.PERCENT:
        return f"{value:.1f} %"
    if unit is Unit.DEGREE:
        return f"{_plain(value, 1)}°"
    return f"{_plain(value, 2)} {shown}"


def _plain(value: float, places: int) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
