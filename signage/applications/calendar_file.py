"""A year's calendar as somebody brings it: our TOML or the JSON shape of holiday-cn, and what is odd about it.

What no calendar can mean is an error; what is possible but strange is a note that the importer reads before it counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from signage.applications.clock import (
    CalendarYear,
    WorkingCalendar,
    checked_year,
    expect_fields,
    expect_forms,
    parse_year,
)
from signage.errors import InputError, Location

MOST_BYTES = 256 * 1024
_KEYS = {"year", "papers", "days"}
_DAY_KEYS = {"name", "date", "isOffDay"}
_FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")

# Month and day between which a festival itself falls: fixed by date, by the sun's term, or by the moon's calendar.
_SEASONS = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 20), (2, 21)),
    "清明": ((4, 4), (4, 6)),
    "劳动": ((5, 1), (5, 1)),
    "端午": ((5, 25), (6, 26)),
    "中秋": ((9, 6), (10, 9)),
    "国庆": ((10, 1), (10, 1)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNote:
    """Something odd about a year: a key of `calendar.note_…` and what it is about."""

    key: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFigures:
    """What a year comes to, to be held against the official notice."""

    working: int
    off_weekdays: int
    made_up: int


def read_year(content: bytes, *, file: str = "") -> CalendarYear:
    """Return one year's calendar from the bytes of a file, whichever of the two forms it has.

    Raises:
        InputError: It cannot be read, has no days, names a day of another year or a day twice; the location says where.
    """
    at = Location(file=file or None)
    if len(content) > MOST_BYTES:
        raise InputError("applications.calendar_unreadable", at=at, why=f"> {MOST_BYTES // 1024} kB")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError("applications.calendar_unreadable", at=at, why="UTF-8") from exc
    return _from_json(words, file) if words.lstrip().startswith("{") else parse_year(words, file=file)


def figures_of(year: CalendarYear) -> CalendarFigures:
    """Return how many days work, how many weekdays are off and how many weekend days are worked instead."""
    calendar = WorkingCalendar((year,))
    return CalendarFigures(
        working=calendar.between(date(year.year - 1, 12, 31), date(year.year, 12, 31)),
        off_weekdays=sum(is_off and day.weekday() < 5 for day, is_off, _ in year.days),
        made_up=sum(not is_off and day.weekday() >= 5 for day, is_off, _ in year.days),
    )


def notes_on(year: CalendarYear) -> tuple[CalendarNote, ...]:
    """Return what the importer should look at again before the year counts."""
    notes = []
    lacking = festivals_lacking(year)
    if lacking:
        notes.append(CalendarNote(key="no_festival", about="、".join(lacking)))
    notes += doubts_on(year)
    for day, is_off, name in year.days:
        if not is_off and not _has_neighbour(day, year):
            notes.append(CalendarNote(key="lonely_make_up", about=f"{day.isoformat()} {name}"))
    idle = [day.isoformat() for day, is_off, _ in year.days if is_off and day.weekday() >= 5]
    if idle:
        notes.append(CalendarNote(key="off_on_weekend", about="、".join(idle)))
    return tuple(notes)


def doubts_on(year: CalendarYear) -> tuple[CalendarNote, ...]:
    """Return what makes it unlikely that these are the days of this year: it counts only with a reason."""
    doubts = []
    for day, is_off, name in year.days:
        if not is_off and day.weekday() < 5:
            doubts.append(CalendarNote(key="work_on_weekday", about=f"{day.isoformat()} {name}"))
    doubts += [CalendarNote(key="out_of_season", about=festival) for festival in _out_of_season(year)]
    named = {name for _, _, name in year.days if _names_another(name, year.year)}
    doubts += [CalendarNote(key="other_year", about=name) for name in sorted(named)]
    if _names_another(year.source, year.year):
        doubts.append(CalendarNote(key="other_year", about=year.source))
    return tuple(doubts)


def _out_of_season(year: CalendarYear) -> list[str]:
    """Return the festivals that have days off, but none within the days on which the festival can fall."""
    found = []
    for festival, (first, last) in _SEASONS.items():
        days = [(day.month, day.day) for day, is_off, name in year.days if is_off and festival in name]
        if days and not any(first <= day <= last for day in days):
            found.append(festival)
    return found


def _names_another(words: str, year: int) -> bool:
    years = {int(found) for found in re.findall(r"(20\d\d)\s*年", words)}
    return bool(years) and year not in years


def festivals_lacking(year: CalendarYear) -> tuple[str, ...]:
    """Return the usual festivals for which a year names no day off: it is hardly the whole notice."""
    named = "".join(name for _, is_off, name in year.days if is_off)
    return tuple(festival for festival in _FESTIVALS if festival not in named)


def differences(old: CalendarYear | None, new: CalendarYear) -> tuple[tuple[date, bool], ...]:
    """Return each day that the new data judge otherwise than the old, and whether it is a working day now.

    Without old data weekdays and the holidays of a fixed date judged.
    """
    before, after = WorkingCalendar((old,) if old else ()), WorkingCalendar((new,))
    first = date(new.year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(new.year + 1, 1, 1) - first).days)]
    return tuple((day, after.is_working(day)) for day in days if before.is_working(day) != after.is_working(day))


def _has_neighbour(day: date, year: CalendarYear) -> bool:
    """A make-up day lies near the holiday that it pays for; one that does not is more likely a slip of the pen."""
    return any(is_off and abs((off - day).days) <= 20 for off, is_off, _ in year.days)


def _from_json(words: str, file: str) -> CalendarYear:
    try:
        raw = json.loads(words)
    except (ValueError, RecursionError) as exc:
        raise _not_json(exc, file) from exc
    expect_fields((key for key in raw if not key.startswith("$")), _KEYS, file=file)  # holiday-cn adds $schema and $id
    papers = raw["papers"]
    expect_forms(
        {
            "year": type(raw["year"]) is int,
            "papers": isinstance(papers, list) and all(isinstance(paper, str) for paper in papers),
            "days": isinstance(raw["days"], list),
        },
        file=file,
    )
    year = raw["year"]
    days = tuple(_day(entry, year, file, index) for index, entry in enumerate(raw["days"]))
    named = [paper.strip() for paper in papers if paper.strip()]
    return checked_year(year, " ".join(named), days, file=file)


def _not_json(error: Exception, file: str) -> InputError:
    """Say where the file stops being JSON; the reader's own English sentence is no help inside a Chinese one."""
    if isinstance(error, json.JSONDecodeError):
        at = Location(file=file or None)
        return InputError("applications.calendar_no_json", at=at, line=error.lineno, column=error.colno)
    return InputError("applications.calendar_too_nested", at=Location(file=file or None))


def _day(entry: Any, year: int, file: str, index: int) -> tuple[date, bool, str]:
    if isinstance(entry, dict):
        expect_fields(entry, _DAY_KEYS, file=file, where=f"days[{index}]")
    try:
        if not isinstance(entry["isOffDay"], bool) or not isinstance(entry["name"], str):
            raise ValueError
        day = date.fromisoformat(entry["date"])
        if day.year != year:
            raise ValueError
    except (TypeError, ValueError, KeyError) as exc:
        at = Location(file=file or None, field=f"days[{index}]")
        raise InputError("applications.calendar_day", at=at, index=index, year=str(year)) from exc
    return day, entry["isOffDay"], entry["name"]
