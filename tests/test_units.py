from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.units import _BASE, Quantity, Unit, format_quantity, length_ticks, same_kind


def test_a_metre_is_a_thousand_millimetres():
    assert Quantity(2.5, Unit.M).to(Unit.MM) == Quantity(2500.0, Unit.MM)


def test_comparison_happens_on_the_quantum_so_that_a_sum_of_tenths_decides_nothing():
    assert Quantity(0.1 + 0.2, Unit.M).compare(Quantity(0.3, Unit.M)) == 0


def test_a_hundredth_of_a_millimetre_is_seen():
    assert Quantity(2500.0, Unit.MM).compare(Quantity(2500.01, Unit.MM)) == -1


def test_feet_and_millimetres_compare_exactly():
    assert Quantity(1.0, Unit.FOOT).compare(Quantity(304.8, Unit.MM)) == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_quantity_is_finite(value: float):
    with pytest.raises(ValueError, match="finite"):
        Quantity(value, Unit.MM)


def test_different_kinds_are_never_compared():
    with pytest.raises(TypeError):
        Quantity(1.0, Unit.M).compare(Quantity(1.0, Unit.M2))
    with pytest.raises(TypeError):
        Quantity(1.0, Unit.M).to(Unit.RATIO)
    assert not same_kind(Unit.MM, Unit.MM2)


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity(2500.0, Unit.MM), "2500 mm"),
        (Quantity(2499.99, Unit.MM), "2499.99 mm"),
        (Quantity(7.2, Unit.M2), "7.20 m²"),
        (Quantity(66.666, Unit.PERCENT), "66.7 %"),
        (Quantity(1 / 3, Unit.RATIO), "0.333"),
        (Quantity(3.0, Unit.COUNT), "3"),
        (Quantity(450.0, Unit.CD_M2), "450 cd/m²"),
        (Quantity(-0.001, Unit.MM), "0 mm"),
    ],
)
def test_quantities_are_shown_as_readers_expect(quantity: Quantity, shown: str):
    assert format_quantity(quantity) == shown


@given(st.floats(-1e6, 1e6), st.sampled_from([Unit.MM, Unit.CM, Unit.M, Unit.INCH, Unit.FOOT]))
def test_a_length_survives_a_round_trip_through_every_unit(value: float, unit: Unit):
    there = Quantity(value, Unit.MM).to(unit)
    assert abs(there.to(Unit.MM).value - value) <= 1e-9 * max(1.0, abs(value))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_order_on_the_quantum_agrees_with_order_of_values_beyond_it(one: float, other: float):
    if abs(one - other) > 0.011:
        expected = 1 if one > other else -1
        assert Quantity(one, Unit.MM).compare(Quantity(other, Unit.MM)) == expected


def test_ticks_round_half_to_even():
    assert length_ticks(0.005) == 0
    assert length_ticks(0.015) == 2


@given(st.floats(-1e14, 1e14), st.sampled_from(list(Unit)))
def test_ticks_are_those_of_exact_decimals(value: float, unit: Unit):
    _, factor, quantum = _BASE[unit]
    exact = Decimal(repr(value)) * factor / quantum
    assert Quantity(value, unit).ticks == int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))


@given(st.integers(-(10**7), 10**7), st.sampled_from((1, 10, 200, 1000)))
def test_ticks_at_ties_go_to_even_as_decimals_do(numerator: int, denominator: int):
    value = numerator / denominator
    exact = Decimal(repr(value)) * 100
    assert Quantity(value, Unit.MM).ticks == int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0 mm²"), (9999, "9999 mm²"), (10_000, "0.01 m²"), (181_440, "0.1814 m²"), (-2_345_678, "-2.3457 m²")],
)
def test_square_millimetres_read_as_square_metres_once_there_are_many(value: float, shown: str):
    assert format_quantity(Quantity(value, Unit.MM2)) == shown
