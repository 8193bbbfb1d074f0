"""Figures as people read them; what has no case is a dash."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from signage.applications.model import Track
from signage.design.kind_files import kind_of
from signage.items import load_catalogue
from signage.locale import Lang, text
from signage.reports.figures import Breakdown, Figure, FigureUnit

NOTHING = "—"


def figure_title(figure: Figure, lang: Lang = Lang.ZH) -> str:
    """Return a figure's name."""
    return text(f"reports.figure_{figure.name}", lang)


def figure_value(figure: Figure, lang: Lang = Lang.ZH) -> str:
    """Return a figure's value with its unit; a dash when no case has it.

    A share is given to one place; it reads 100 % only when it is all of them, and 0 % only when it is none.
    """
    value = figure.value
    if value is None:
        return NOTHING
    if figure.unit is FigureUnit.SHARE:
        return f"{_percent(value)} %"
    if figure.unit is FigureUnit.FEN:
        return text("reports.unit_yuan", lang, value=_whole_or_two(value / 100))
    if figure.unit is FigureUnit.MINUTES:
        return text("reports.unit_minutes", lang, value=_places(value, "1"))
    return text(f"reports.unit_{figure.unit.value}", lang, value=_places(value, "1"))


def figure_base(figure: Figure) -> str:
    """Return what a share was taken of, such as `36/37`; empty for anything else."""
    return f"{len(figure.cases)}/{len(figure.of)}" if figure.unit is FigureUnit.SHARE and figure.of else ""


def change_words(figure: Figure, before: Figure, lang: Lang = Lang.ZH) -> str:
    """Return how a figure changed against the period before, such as `+3`; a dash when either has no value."""
    if figure.value is None or before.value is None:
        return NOTHING
    change = figure.value - before.value
    if figure.unit is FigureUnit.SHARE:
        shown = _places(change * 100, "0.1") if change else "0"
        return text("reports.points", lang, value=_signed(shown, change))
    shown = _whole_or_two(change / 100) if figure.unit is FigureUnit.FEN else _places(change, "1")
    return _signed(shown, change)


def breakdown_title(part: Breakdown, lang: Lang = Lang.ZH) -> str:
    """Return the name of what a breakdown's cases have in common."""
    if part.kind == "item":
        return _item_title(part.key, part.title_zh, lang)
    if part.kind == "track":
        return text(f"register.track_{Track(part.key).value}", lang)
    kind = kind_of(part.key)
    return kind.title_zh if lang is Lang.ZH else kind.title_en


def _item_title(code: str, title_zh: str, lang: Lang) -> str:
    """An item's name as the catalogue has it; as the cases call it where the catalogue has it no more."""
    zh, en = _item_names().get(code, ("", ""))
    if lang is Lang.ZH:
        return title_zh or zh or code
    return en or title_zh or code


@cache
def _item_names() -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({one.code: (one.name_zh, one.name_en) for one in load_catalogue().items})


def _signed(shown: str, change: Fraction) -> str:
    return f"+{shown}" if change > 0 else shown.replace("-", "−")


def _percent(value: Fraction) -> str:
    if value in (0, 1):
        return str(int(value * 100))
    shown = Decimal(_places(value * 100, "0.1"))
    return str(min(max(shown, Decimal("0.1")), Decimal("99.9")))


def _places(value: Fraction, step: str) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    shown = exact.quantize(Decimal(step), ROUND_HALF_EVEN)
    return str(abs(shown) if shown == 0 else shown)


def _whole_or_two(value: Fraction) -> str:
    return _places(value, "1" if value.denominator == 1 else "0.01")
