"""Calendar years as versions: an import never edits one, it adds the next, so that every deadline can be traced.

The office's own versions go before those that the package ships; a shipped year counts as its version 0. Which one was
in force at an instant follows from when each was imported, and the history holds the same order in its chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from signage.applications.calendar_file import read_year
from signage.applications.clock import CalendarYear, WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion:
    """One imported version of a year.

    Attributes:
        version: 1, 2 … for each year.
        content: The file as it was imported.
        digest: Of the days that it names; see `CalendarYear.digest`.
    """

    year: int
    version: int
    source: str
    imported_by: str
    imported_at: datetime
    content: str
    digest: str

    @property
    def days(self) -> CalendarYear:
        """The year that the file describes."""
        return replace(_read(self.content), version=self.version)


class CalendarRepository(Protocol):
    """Versions of calendar years; nothing is ever changed or removed."""

    def add(self, version: CalendarVersion) -> None:
        """Store a version.

        Raises:
            Conflict: Somebody else imported that year at the same time.
        """

    def stamp(self) -> int:
        """Return a number that grows with every import; cheap to ask for."""

    def listed(self) -> tuple[CalendarVersion, ...]:
        """Return every version, by year and version."""

    def cases_with_provisional_deadlines(self) -> tuple[str, ...]:
        """Return the ids of the applications that hold a provisional deadline, oldest first."""


class HoldsCalendars(Protocol):
    """A unit of work that has the versions."""

    calendars: CalendarRepository


def shipped_years() -> tuple[CalendarYear, ...]:
    """Return the years that the package ships, each its version 0."""
    standard = WorkingCalendar.standard()
    return tuple(found for year in standard.years if (found := standard.year(year)) is not None)


def calendar_of(versions: Iterable[CalendarVersion], *, knows_fixed: bool = True) -> WorkingCalendar:
    """Return the calendar of the latest of these versions of each year over the shipped ones."""
    years = {year.year: year for year in shipped_years()}
    for version in sorted(versions, key=lambda one: (one.year, one.version)):
        years[version.year] = version.days
    return WorkingCalendar(tuple(years.values()), knows_fixed=knows_fixed)


def calendar_at(versions: Iterable[CalendarVersion], at: datetime, *, knows_fixed: bool = True) -> WorkingCalendar:
    """Return the calendar that was in force at an instant."""
    return calendar_of((version for version in versions if version.imported_at <= at), knows_fixed=knows_fixed)


class LiveCalendar(WorkingCalendar):
    """The calendar of a running office: sees an import at once, without a restart.

    Asking costs one count; the years are read again only when that has grown.

    Args:
        begin_reading: Opens a unit of work that reads.
    """

    def __init__(self, begin_reading: Callable[[], AbstractContextManager[HoldsCalendars]]) -> None:
        super().__init__(())
        self._begin_reading = begin_reading
        self._kept: tuple[int, WorkingCalendar] | None = None

    def present(self) -> WorkingCalendar:
        """Return the calendar as it stands now, for counting over one state of it."""
        with self._begin_reading() as unit:
            stamp = unit.calendars.stamp()
            kept = self._kept
            if kept is None or kept[0] != stamp:
                kept = self._kept = (stamp, calendar_of(unit.calendars.listed()))
        return kept[1]


@lru_cache(maxsize=64)
def _read(content: str) -> CalendarYear:
    return read_year(content.encode("utf-8"))


def is_past_year(calendar: WorkingCalendar, year: int) -> bool:
    """Return whether a year that the calendar lacks is over: a later one's notice is out, so its own is no news."""
    return calendar.year(year) is None and any(known > year for known in calendar.years)
