"""Working days (工作日) by official calendars held as data, one file a year.

The first day is not counted. A year without official data is unknown: weekdays stand in for it and every date that
depends on one is marked provisional, never presented as certain.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any

from signage.applications.model import Deadline
from signage.errors import InputError, Location

_KEYS = {"schema_version", "year", "source", "days"}
_DAY_KEYS = {"name", "date", "is_off_day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The days of one year that the official notice names.

    Attributes:
        source: Which notice.
        days: (day, whether it is off, name of the holiday), in order.
    """

    year: int
    source: str
    days: tuple[tuple[date, bool, str], ...]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date, and whether some year on the way to it had no official data."""

    day: date
    is_provisional: bool


class WorkingCalendar:
    """Tells working days from the years that it holds."""

    def __init__(self, years: tuple[CalendarYear, ...]) -> None:
        self._known = frozenset(year.year for year in years if year.days)
        self._named = {day: is_off for year in years for day, is_off, _ in year.days}

    @classmethod
    def standard(cls) -> WorkingCalendar:
        """Return the calendar with every year that the package ships."""
        return cls(_shipped())

    @property
    def years(self) -> tuple[int, ...]:
        """Years with official data."""
        return tuple(sorted(self._known))

    def is_official(self, day: date) -> bool:
        """Return whether the day's year has official data."""
        return day.year in self._known

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day; by its weekday alone when its year has no official data."""
        is_off = self._named.get(day)
        return day.weekday() < 5 if is_off is None else not is_off

    def after(self, start: date, days: int) -> DueDate:
        """Return the `days`-th working day after `start`, which itself is not counted.

        Args:
            start: The day of the event.
            days: 0 or more; 0 gives `start` itself.

        Raises:
            ValueError: `days` is negative.
        """
        if days < 0:
            raise ValueError(f"working days must be 0 or more, not {days}")
        day, left, provisional = start, days, False
        while left:
            day += timedelta(days=1)
            provisional = provisional or not self.is_official(day)
            left -= self.is_working(day)
        return DueDate(day, provisional)

    def between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; 0 when `end` is not later."""
        span = max(0, (end - start).days)
        return sum(self.is_working(start + timedelta(days=step)) for step in range(1, span + 1))

    def deadline(self, name: str, now: datetime, days: int, zone: tzinfo, basis: str) -> Deadline:
        """Return a deadline of some working days from an instant, counted on the office's local dates."""
        due = self.after(now.astimezone(zone).date(), days)
        return Deadline(name=name, due=due.day, is_provisional=due.is_provisional, basis=basis)


def parse_year(content: str, *, file: str = "") -> CalendarYear:
    """Return one year's calendar from TOML text.

    Raises:
        InputError: It cannot be read, or says something that no calendar can mean; the location says where.
    """
    at = Location(file=file or None)
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as exc:
        raise InputError("applications.calendar_unreadable", at=at, why=str(exc)) from exc
    if set(raw) != _KEYS or raw["schema_version"] != 1 or not isinstance(raw["days"], list):
        raise InputError("applications.calendar_unreadable", at=at, why=f"keys {sorted(_KEYS)}, schema_version 1")
    days = tuple(_day(entry, raw["year"], file, index) for index, entry in enumerate(raw["days"]))
    if len({day for day, _, _ in days}) != len(days):
        raise InputError("applications.calendar_day", at=at, index="—", year=str(raw["year"]))
    return CalendarYear(year=int(raw["year"]), source=str(raw["source"]), days=tuple(sorted(days)))


def _day(entry: Any, year: Any, file: str, index: int) -> tuple[date, bool, str]:
    is_sound = (
        isinstance(entry, dict)
        and set(entry) == _DAY_KEYS
        and type(entry["date"]) is date
        and entry["date"].year == year
        and isinstance(entry["is_off_day"], bool)
        and isinstance(entry["name"], str)
    )
    if not is_sound:
        at = Location(file=file or None, field=f"days[{index}]")
        raise InputError("applications.calendar_day", at=at, index=index, year=str(year))
    return entry["date"], entry["is_off_day"], entry["name"]


@cache
def _shipped() -> tuple[CalendarYear, ...]:
    folder = files("signage.applications") / "calendars"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple(parse_year((folder / name).read_text("utf-8"), file=name) for name in names)
