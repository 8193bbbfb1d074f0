"""Working days (工作日) by official calendars held as data, one file a year.

The first day is not counted. A year without official data is unknown: weekdays without the holidays of a fixed date
(元旦, 劳动节, 国庆节) stand in for it and every date that depends on one is marked provisional, never presented as
certain.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any

from signage.applications.model import Deadline
from signage.digest import digest_of
from signage.errors import InputError, Location

_KEYS = {"schema_version", "year", "source", "days"}
_DAY_KEYS = {"name", "date", "is_off_day"}
_FIXED = "fixed-days.toml"
# On record with every provisional date: how the years without official data were counted.
COUNTING = ("counting", "fixed holidays off")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The days of one year that the official notice names.

    Attributes:
        source: Which notice.
        days: (day, whether it is off, name of the holiday), in order.
        version: 0 as the package ships it, 1, 2 … as the office imported it.
    """

    year: int
    source: str
    days: tuple[tuple[date, bool, str], ...]
    version: int = 0

    @property
    def digest(self) -> str:
        """Digest of the days alone: two files that name the same days are one calendar."""
        named = [[day.isoformat(), is_off, name] for day, is_off, name in self.days]
        return digest_of({"year": self.year, "days": named}, "signage.calendar/1")


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date, and whether some year on the way to it had no official data."""

    day: date
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStep:
    """One day on the way to a date, as an officer counts it.

    Attributes:
        count: Which working day it is, 0 for a day that does not count.
        name: Why, where the official notice names the day; empty elsewhere.
        is_official: Whether its year has official data.
    """

    day: date
    count: int
    name: str
    is_official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDays:
    """Holidays that the law sets on the same date of every year.

    Attributes:
        from_year: The first year that they hold in.
        names: Name of the holiday by month and day.
        source: Which law, and how it was looked at.
    """

    from_year: int = 0
    names: tuple[tuple[tuple[int, int], str], ...] = ()
    source: str = ""

    def name_of(self, day: date) -> str:
        """Return the holiday of a day, empty for another day."""
        if day.year < self.from_year:
            return ""
        return next((name for on, name in self.names if on == (day.month, day.day)), "")


class WorkingCalendar:
    """Tells working days from the years that it holds.

    Args:
        years: The years with official data.
        knows_fixed: Whether the holidays of a fixed date are off in the other years; an earlier edition took every
            weekday of those for a working day, and what it counted is counted back in the same way.
    """

    def __init__(self, years: tuple[CalendarYear, ...], *, knows_fixed: bool = True) -> None:
        self._fixed = _fixed_days() if knows_fixed else FixedDays()
        self._held = {year.year: year for year in years if year.days}
        self._named = {day: (is_off, name) for year in self._held.values() for day, is_off, name in year.days}

    @classmethod
    def standard(cls) -> WorkingCalendar:
        """Return the calendar with every year that the package ships."""
        return cls(_shipped())

    def present(self) -> WorkingCalendar:
        """Return the calendar as it stands now: itself, unless it follows a store; count over one such state."""
        return self

    @property
    def years(self) -> tuple[int, ...]:
        """Years with official data."""
        return tuple(sorted(self.present()._held))

    def year(self, year: int) -> CalendarYear | None:
        """Return a year's official data, or None when it is unknown."""
        return self.present()._held.get(year)

    def is_official(self, day: date) -> bool:
        """Return whether the day's year has official data."""
        return day.year in self.present()._held

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day; by weekday and fixed holidays when its year has no official data."""
        named = self.present()._name(day)
        return day.weekday() < 5 if named is None else not named[0]

    def name_of(self, day: date) -> str:
        """Return the holiday that the official notice or the law names a day for, empty for an ordinary day."""
        named = self.present()._name(day)
        return named[1] if named is not None else ""

    def _name(self, day: date) -> tuple[bool, str] | None:
        named = self._named.get(day)
        if named is not None or day.year in self._held:
            return named
        fixed = self._fixed.name_of(day)
        return (True, fixed) if fixed else None

    def after(self, start: date, days: int) -> DueDate:
        """Return the `days`-th working day after `start`, which itself is not counted.

        Args:
            start: The day of the event.
            days: 0 or more; 0 gives `start` itself.

        Raises:
            ValueError: `days` is negative.
        """
        steps = self.walk(start, days)
        return DueDate(steps[-1].day if steps else start, not all(step.is_official for step in steps))

    def walk(self, start: date, days: int) -> tuple[DayStep, ...]:
        """Return every day after `start` up to the `days`-th working day, counted or not.

        Raises:
            ValueError: `days` is negative.
        """
        if days < 0:
            raise ValueError(f"working days must be 0 or more, not {days}")
        held, day, count = self.present(), start, 0
        steps = []
        while count < days:
            day += timedelta(days=1)
            is_working = held.is_working(day)
            count += is_working
            official = held.is_official(day)
            steps.append(DayStep(day=day, count=count * is_working, name=held.name_of(day), is_official=official))
        return tuple(steps)

    def between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; 0 when `end` is not later."""
        held, span = self.present(), max(0, (end - start).days)
        return sum(held.is_working(start + timedelta(days=step)) for step in range(1, span + 1))

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
        place = re.search(r"line (\d+), column (\d+)", str(exc))  # the reader gives the place in its sentence alone
        line, column = place.groups() if place else (max(1, content.count("\n") + 1), 1)
        raise InputError("applications.calendar_no_toml", at=at, line=int(line), column=int(column)) from exc
    expect_fields(raw, _KEYS, file=file)
    expect_forms(
        {
            "schema_version": raw["schema_version"] == 1,
            "year": type(raw["year"]) is int,
            "source": isinstance(raw["source"], str),
            "days": isinstance(raw["days"], list),
        },
        file=file,
    )
    days = tuple(_day(entry, raw["year"], file, index) for index, entry in enumerate(raw["days"]))
    return checked_year(raw["year"], raw["source"], days, file=file)


def expect_fields(given: Iterable[str], wanted: Iterable[str], *, file: str, where: str = "") -> None:
    """Refuse a table of a calendar file that lacks fields or has others.

    Raises:
        InputError: It names each missing and each unknown field; the location is the first of them.
    """
    present, known = list(given), set(wanted)
    missing = tuple(sorted(known - set(present)))
    unknown = tuple(one[:40] for one in present if one not in known)
    if not missing and not unknown:
        return
    place = f"{where}.{(missing or unknown)[0]}" if where else (missing or unknown)[0]
    key = "calendar_fields" if missing and unknown else "calendar_missing" if missing else "calendar_unknown"
    at = Location(file=file or None, field=place)
    named = {name: fields for name, fields in (("missing", missing), ("unknown", unknown)) if fields}
    raise InputError(f"applications.{key}", at=at, where=where or "file", **named)


def expect_forms(is_sound: Mapping[str, bool], *, file: str) -> None:
    """Refuse a calendar file in which a field is no number, text or list as it should be.

    Raises:
        InputError: It names each such field; the location is the first of them.
    """
    wrong = tuple(name for name, sound in is_sound.items() if not sound)
    if wrong:
        at = Location(file=file or None, field=wrong[0])
        raise InputError("applications.calendar_forms", at=at, fields=wrong)


def checked_year(year: int, source: str, days: tuple[tuple[date, bool, str], ...], *, file: str = "") -> CalendarYear:
    """Return a year whose days can stand together.

    Raises:
        InputError: There are no days (an empty year is unknown, not one without holidays), there is no source, a day
            is named twice, or the year is none that a calendar of ours can be of.
    """
    if not 2000 <= year <= 2100:
        raise InputError("applications.calendar_year", at=Location(file=file or None, field="year"), year=year)
    if not days:
        raise InputError("applications.calendar_empty", at=Location(file=file or None, field="days"), year=year)
    if not source.strip():
        raise InputError("applications.calendar_no_source", at=Location(file=file or None, field="source"), year=year)
    seen: set[date] = set()
    for index, (day, _, _) in enumerate(days):
        if day in seen:
            at = Location(file=file or None, field=f"days[{index}]")
            raise InputError("applications.calendar_twin", at=at, day=day.isoformat())
        seen.add(day)
    return CalendarYear(year=year, source=source.strip(), days=tuple(sorted(days)))


def _day(entry: Any, year: Any, file: str, index: int) -> tuple[date, bool, str]:
    if isinstance(entry, dict):
        expect_fields(entry, _DAY_KEYS, file=file, where=f"days[{index}]")
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
def _fixed_days() -> FixedDays:
    raw = tomllib.loads((files("signage.applications") / "calendars" / _FIXED).read_text("utf-8"))
    names = tuple(((int(day["month"]), int(day["day"])), str(day["name"])) for day in raw["days"])
    return FixedDays(from_year=int(raw["from_year"]), names=names, source=str(raw["source"]))


@cache
def _shipped() -> tuple[CalendarYear, ...]:
    folder = files("signage.applications") / "calendars"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml") and item.name != _FIXED)
    return tuple(parse_year((folder / name).read_text("utf-8"), file=name) for name in names)
