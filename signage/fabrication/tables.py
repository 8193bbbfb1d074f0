"""All tables that a pack is made from, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from signage.digest import digest_of
from signage.fabrication.light_sources import ElectricsTable, load_electrics
from signage.fabrication.making import MakingTable, load_making
from signage.fabrication.prices import Prices, read_prices
from signage.fabrication.stock import Stock, load_stock
from signage.fabrication.wind_table import WindTable, load_wind

TABLE_FILES = ("stock.toml", "making.toml", "electrics.toml", "wind.toml")
_FORM = "signage.table/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Stock, making, light sources, wind figures and prices."""

    stock: Stock = field(default_factory=load_stock)
    making: MakingTable = field(default_factory=load_making)
    electrics: ElectricsTable = field(default_factory=load_electrics)
    wind: WindTable = field(default_factory=load_wind)
    prices: Prices = field(default_factory=read_prices)


def table_digests(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Return name and digest of what each table holds, prices last; for prices it is that of their file."""
    held = (tables.stock, tables.making, tables.electrics, tables.wind)
    found = (
        (name, digest_of(table.model_dump(mode="json"), _FORM)) for name, table in zip(TABLE_FILES, held, strict=True)
    )
    return (*found, (tables.prices.file, tables.prices.digest))
