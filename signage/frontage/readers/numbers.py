"""Numbers as a reader of a report takes them: never 6.12e+04."""

from __future__ import annotations

from decimal import Decimal


def plain(value: float, digits: int = 4) -> str:
    """Return a number with so many digits that count, without an exponent."""
    rounded = Decimal(f"{value:.{digits}g}")
    return f"{rounded.normalize():f}" if rounded else "0"
