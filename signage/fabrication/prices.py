"""The price table: whole fen for each unit of an item, with date and source; a user's own replaces it whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from signage.digest import digest_of_bytes
from signage.fabrication.reading import STRICT, Many, Name, Words, read_table, refuse_doubles
from signage.resources import bundled

Unit = Literal["m2", "m3", "m", "n"]


class PriceRow(BaseModel):
    """One price; date, source and mark are the table's where the row says nothing."""

    model_config = STRICT

    item: Annotated[str, Field(pattern=r"^[a-z][a-z0-9./-]{1,80}$")]
    unit: Unit
    fen: Annotated[int, Field(ge=1, le=10**10)]  # nothing is for nothing: what costs nothing is left out
    date: dt.date | None = None
    source: Words | None = None
    is_illustrative: bool | None = None


class ExtraRow(BaseModel):
    """What a job may cost beside the sign itself, once; without a price it is named as not included."""

    model_config = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
    name_zh: Name
    name_en: Name
    fen: Annotated[int | None, Field(ge=1, le=10**10)] = None


class PriceTable(BaseModel):
    """A price table.

    Attributes:
        extra: What a job may cost beside the sign itself; None: the bundled one's, unpriced.
    """

    model_config = STRICT

    schema_version: Literal[1]
    title_zh: Name
    title_en: Name
    currency: Literal["CNY"]
    date: dt.date
    source: Words
    source_en: Words | None = None
    is_illustrative: bool
    extra: Many[ExtraRow] | None = None
    price: Many[PriceRow]

    @model_validator(mode="after")
    def _once(self) -> PriceTable:
        refuse_doubles(self.extra or (), lambda one: one.id, "extra")
        refuse_doubles(self.price, lambda one: one.item, "price")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price with everything that is known of it."""

    item: str
    unit: str
    fen: int
    date: dt.date
    source: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What a job may cost beside the sign itself; `fen` None: it is not included."""

    id: str
    name_zh: str
    name_en: str
    fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """A price table as it was read.

    Attributes:
        file: Name of its file.
        digest: Digest of the file's bytes.
        extras: What a job may cost beside the sign itself.
    """

    title_zh: str
    title_en: str
    file: str
    digest: str
    date: dt.date
    source: str
    is_illustrative: bool
    rows: tuple[Price, ...]
    source_en: str = ""
    extras: tuple[Extra, ...] = ()

    def find(self, item: str, unit: str) -> Price | None:
        """Return the price of an item by its unit, or None; a price for another unit is no price."""
        return next((row for row in self.rows if row.item == item and row.unit == unit), None)


def read_prices(path: Path | None = None) -> Prices:
    """Return a price table; the bundled illustrative one, read once, when no file is named.

    Raises:
        InputError: The file is wrong; the error names file and field.
    """
    return _bundled_prices() if path is None else _read(path)


@cache
def _bundled_prices() -> Prices:
    return _read(bundled("templates", "fabrication", "prices.toml"))


def _read(found: Path) -> Prices:
    table = read_table(found, PriceTable)
    rows = tuple(
        Price(
            item=row.item,
            unit=row.unit,
            fen=row.fen,
            date=row.date or table.date,
            source=row.source or table.source,
            is_illustrative=table.is_illustrative if row.is_illustrative is None else row.is_illustrative,
        )
        for row in table.price
    )
    return Prices(
        title_zh=table.title_zh,
        title_en=table.title_en,
        file=found.name,
        digest=digest_of_bytes(found.read_bytes()),
        date=table.date,
        source=table.source,
        source_en=table.source_en or "",
        is_illustrative=table.is_illustrative or any(row.is_illustrative for row in rows),
        rows=rows,
        extras=_usual_extras() if table.extra is None else tuple(map(_extra, table.extra)),
    )


def _extra(row: ExtraRow) -> Extra:
    return Extra(id=row.id, name_zh=row.name_zh, name_en=row.name_en, fen=row.fen)


def _usual_extras() -> tuple[Extra, ...]:
    return tuple(replace(extra, fen=None) for extra in _bundled_prices().extras)
