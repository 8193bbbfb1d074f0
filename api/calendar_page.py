"""A year's calendar as a page shows it: twelve months with their weeks, each day with its mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from signage.applications.calendar_file import CalendarNote, doubts_on, festivals_lacking, figures_of
from signage.applications.calendar_use import CalendarPreview
from signage.applications.calendar_versions import CalendarVersion, is_past_year
from signage.applications.clock import CalendarYear, WorkingCalendar
from signage.locale import Lang, text

_MOST_NAMED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day of a month's sheet; `mark` is 休, 班 or empty, `kind` is how it is coloured."""

    day: int
    mark: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """One month: how many days work, and its weeks from Monday with None for the days of other months."""

    month: int
    working: int
    weeks: tuple[tuple[DayCell | None, ...], ...]


def year_sheet(year: int, found: CalendarYear | None) -> tuple[MonthSheet, ...]:
    """Return the twelve months of a year; without official data weekends and the fixed holidays are off."""
    calendar = WorkingCalendar((found,) if found else ())
    return tuple(_month(calendar, year, month) for month in range(1, 13))


def year_values(calendar: WorkingCalendar, versions: tuple[CalendarVersion, ...], year: int) -> dict[str, Any]:
    """Return what `calendar.html` shows of a year."""
    found = calendar.year(year)
    return {
        "year": year,
        "years": sorted({*calendar.years, calendar.years[-1] + 1, year}),
        "found": found,
        "is_past": is_past_year(calendar, year),
        "figures": figures_of(found) if found else None,
        "months": year_sheet(year, found),
        "versions": [version for version in versions if version.year == year][::-1],
    }


def preview_values(seen: CalendarPreview, lang: Lang) -> dict[str, Any]:
    """Return what `calendar_preview.html` shows of a file that was handed in."""
    return {
        "seen": seen,
        "months": year_sheet(seen.year.year, seen.year),
        "notes": [note_words(note, lang) for note in seen.notes],
        "changed": seen.changed[:_MOST_NAMED],
        "lacking": festivals_lacking(seen.year),
        "is_odd": bool(doubts_on(seen.year)),
    }


def note_words(note: CalendarNote, lang: Lang) -> str:
    """Return a note on a year in words."""
    return text(f"calendar.note_{note.key}", lang, about=note.about)


def _month(calendar: WorkingCalendar, year: int, month: int) -> MonthSheet:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    cells: list[DayCell | None] = [None] * first.weekday()
    cells += [_cell(calendar, day) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
    return MonthSheet(month=month, working=sum(calendar.is_working(day) for day in days), weeks=weeks)


def _cell(calendar: WorkingCalendar, day: date) -> DayCell:
    name, works = calendar.name_of(day), calendar.is_working(day)
    mark = ("班" if works else "休") if name else ""
    kind = "made-up" if name and works else "holiday" if name else "weekend" if not works else "plain"
    return DayCell(day=day.day, mark=mark, kind=kind, title=name)
