"""The cost estimate: what is bought times its price, to the whole yuan; what has no price says so and counts nothing.

Lines are rounded, not the sum: so the sum is that of the lines shown, wherever the estimate is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from signage.fabrication.prices import Extra, Prices
from signage.fabrication.values import Group, Part, Unit

_PLACES = Decimal("0.000001")
_YUAN = 100  # fen


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One item over the whole sign.

    Attributes:
        quantity: Amount to buy, to six places.
        fen: Price of a unit, None when the table has none.
        total_fen: Amount times price as `amount_fen` gives it, None when there is no price.
        is_illustrative: The price is made up for the example.
    """

    item: str
    group: Group
    name_zh: str
    name_en: str
    unit: Unit
    quantity: float
    fen: int | None
    total_fen: int | None
    date: dt.date | None
    source: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The estimate.

    Attributes:
        total_fen: Sum of the lines that have a price.
        without_price: Items that have none; the sum is then not the whole.
        excluded: What the job costs beside the sign and the price table has no price for, such as a lift or tax.
    """

    lines: tuple[CostLine, ...]
    total_fen: int
    without_price: tuple[str, ...]
    excluded: tuple[Extra, ...] = ()

    @property
    def is_priced(self) -> bool:
        """Whether every line has a price."""
        return not self.without_price

    @property
    def is_complete(self) -> bool:
        """Whether the sum is the whole: every line has a price, and nothing beside the sign is left out."""
        return self.is_priced and not self.excluded


def estimate(parts: Sequence[Part], prices: Prices) -> Cost:
    """Return the cost of parts, one line an item in their order; parts without a rule stand as lines without price."""
    lines: list[CostLine] = []
    for key in dict.fromkeys((_key(part), part.unit) for part in parts):
        same = [part for part in parts if (_key(part), part.unit) == key]
        lines.append(_line(same, prices))
    lines += [_extra(one, prices) for one in prices.extras if one.fen is not None]
    return Cost(
        lines=tuple(lines),
        total_fen=sum(line.total_fen for line in lines if line.total_fen is not None),
        without_price=tuple(line.item or line.name_zh for line in lines if line.total_fen is None),
        excluded=tuple(one for one in prices.extras if one.fen is None),
    )


def _extra(extra: Extra, prices: Prices) -> CostLine:
    return CostLine(
        item=f"extra/{extra.id}",
        group=Group.EXTRA,
        name_zh=extra.name_zh,
        name_en=extra.name_en,
        unit=Unit.N,
        quantity=1.0,
        fen=extra.fen,
        total_fen=None if extra.fen is None else amount_fen(1.0, extra.fen),
        date=prices.date,
        source=prices.source,
        is_illustrative=prices.is_illustrative,
    )


def amount_fen(quantity: float, fen: int) -> int:
    """Return an amount times a price as an estimate states it: to the whole yuan, in fen.

    Half a yuan is rounded up, and what is bought at all costs one yuan or more; the amount counts to six places.
    """
    amount = Decimal(repr(float(quantity))).quantize(_PLACES, rounding=ROUND_HALF_EVEN)
    whole = int((amount * fen / _YUAN).to_integral_value(rounding=ROUND_HALF_UP))
    return max(whole, 1 if amount > 0 else 0) * _YUAN


def _key(part: Part) -> str:
    return part.item or f"?{part.piece}/{part.use}"  # what has no rule is never thrown together


def _line(same: Sequence[Part], prices: Prices) -> CostLine:
    first = same[0]
    quantity = sum(part.bought for part in same)
    price = prices.find(first.item, first.unit.value) if first.item else None
    name = (first.name_zh, first.name_en) if first.item else (first.piece, first.piece)
    return CostLine(
        item=first.item,
        group=first.group,
        name_zh=name[0],
        name_en=name[1],
        unit=first.unit,
        quantity=round(quantity, 6),
        fen=price.fen if price else None,
        total_fen=amount_fen(quantity, price.fen) if price else None,
        date=price.date if price else None,
        source=price.source if price else "",
        is_illustrative=price.is_illustrative if price else False,
    )
