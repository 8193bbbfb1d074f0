"""All tables that a pack is made from, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from signage.digest import digest_of
from signage.fabrication.light_sources import ElectricsTable
from signage.fabrication.making import MakingTable
from signage.fabrication.prices import Prices, read_prices
from signage.fabrication.stock import Stock
from signage.fabrication.wind_table import WindTable

_FORM = "signage.table/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Stock, making, light sources, wind figures and prices."""

    stock: Stock = field(default_factory=Stock.load)
    making: MakingTable = field(default_factory=MakingTable.load)
    electrics: ElectricsTable = field(default_factory=ElectricsTable.load)
    wind: WindTable = field(default_factory=WindTable.load)
    prices: Prices = field(default_factory=read_prices)


def table_digests(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Return name and digest of what each table holds, prices last; for prices it is that of their file."""
    held = (tables.stock, tables.making, tables.electrics, tables.wind)
    found = ((table.file, digest_of(table.model_dump(mode="json"), _FORM)) for table in held)
    return (*found, (tables.prices.file, tables.prices.digest))
