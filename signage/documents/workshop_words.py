"""What the tables of a workshop pack share: words, heads, the table as a value, figures as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signage.errors import Param
from signage.fabrication import Certainty, Part, Unit, WorkshopPack
from signage.locale import either, text

_SMALL = 0.02  # m² or m³
_WHOLE_ROWS = 16  # a table up to this long is never torn over two pages


def words(key: str, **params: Param) -> str:
    """Return the words of a key `pdf_<key>`."""
    return text(f"fabrication.pdf_{key}", None, **params)


def heads(*keys: str) -> list[str]:
    """Return column heads by their keys."""
    return [text(f"fabrication.col_{key}") for key in keys]


def section(
    head: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    widths: Sequence[float],
    left: Sequence[int] = (0,),
    total: list[str] | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a table; widths are shares, `left` the columns that are set to the left (the others to the right)."""
    return {
        "head": words(f"head_{head}"),
        "columns": columns,
        "rows": rows,
        "widths": list(widths),
        "left": list(left),
        "is_narrow": False,
        "is_whole": len(rows) <= _WHOLE_ROWS,
        "total": total or [],
        "notes": [note for note in notes if note],
    }


def sourced(pack: WorkshopPack, source: str) -> str:
    """Return where a figure comes from in the reader's language: a code of the catalogue, or words of a table."""
    if source.startswith("fabrication."):
        return text(source)
    return either(source, _english(pack).get(source, source))


def _english(pack: WorkshopPack) -> dict[str, str]:
    """Return what the tables say in English beside their Chinese words."""
    tables = pack.tables
    found = {tables.prices.source: tables.prices.source_en or tables.prices.source}
    for table in (tables.stock, tables.making, tables.electrics, tables.wind):
        _collect(table.model_dump(mode="json"), found)
    return found


def _collect(value: object, found: dict[str, str]) -> None:
    if isinstance(value, list):
        for one in value:
            _collect(one, found)
    elif isinstance(value, dict):
        for key, words_zh in value.items():
            english = value.get(f"{key}_en")
            if isinstance(words_zh, str) and isinstance(english, str):
                found[words_zh] = english
            _collect(words_zh, found)


def amount_of(part: Part, amount: float) -> str:
    """Return an amount with the part's unit."""
    unit = text(f"fabrication.unit_{part.unit.value}")
    if part.unit is Unit.N:
        return f"{amount:.0f} {unit}"
    places = 2 if amount >= _SMALL or part.unit is Unit.M else 4  # a strap has an area, too
    return f"{amount:.{places}f} {unit}"


def kg(mass: float | None) -> str:
    """Return a mass, or that it is not known."""
    return text("fabrication.not_known") if mass is None else f"{mass:.2f}"


def mark(certainty: Certainty) -> str:
    """Return a certainty mark as printed."""
    return text(f"fabrication.mark_{certainty.value.lower().replace('-', '_minus')}")


def or_unknown(value: int | None) -> str:
    """Return a count, or a dash."""
    return "—" if value is None else str(value)
