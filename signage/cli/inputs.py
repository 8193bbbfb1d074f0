"""What several commands read from their options: specs, plans, books, dates, facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from signage.desk import Fact
from signage.errors import InputError
from signage.frontage import FrontagePlan
from signage.resources import bundled
from signage.rules import RuleBook, books_for, load_book
from signage.settings import Settings, read_settings
from signage.typography import FontCatalogue


def fonts_of(settings: Settings | None = None) -> FontCatalogue:
    """Return the typefaces: the default one, the system's, and those of the configured folder."""
    chosen = settings or read_settings()
    return FontCatalogue.standard((chosen.fonts,) if chosen.fonts else ())


def date_of(text: str | None) -> date:
    """Return the date whose rules apply; today in the office's zone when none is given.

    Raises:
        InputError: The text is no date of the form YYYY-MM-DD.
    """
    if text is None:
        return datetime.now(ZoneInfo(read_settings().zone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise InputError("cli.bad_date", text=text) from exc


def books_of(names: Sequence[str], plan: FrontagePlan, on: date) -> tuple[RuleBook, ...]:
    """Return the named rule books, or those in force in the plan's city when none is named."""
    return tuple(load_book(name) for name in names) if names else books_for(plan.city, on)


def facts_of(pairs: Sequence[str], leased: Sequence[str]) -> dict[str, Fact]:
    """Return the facts given as `name=value` and the leased units.

    Raises:
        InputError: A pair has no `=`.
    """
    facts: dict[str, Fact] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise InputError("cli.bad_fact", text=pair)
        facts[name.strip()] = _fact(value.strip())
    if leased:
        facts["leased_units"] = tuple(leased)
    return facts


def _fact(word: str) -> Fact:
    if word.lower() in ("true", "yes", "是"):
        return True
    if word.lower() in ("false", "no", "否"):
        return False
    try:
        return float(word)
    except ValueError:
        return word


def existing_file(path: Path) -> Path:
    """Return a path to a file, looked for as given and then among the bundled samples.

    Raises:
        InputError: There is no such file.
    """
    if path.is_file():
        return path
    if path.parts[:1] == ("samples",):
        sample = bundled("samples").joinpath(*path.parts[1:])
        if sample.is_file():
            return sample
    raise InputError("cli.no_such_file", path=str(path))
