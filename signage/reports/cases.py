"""A case as figures see it: the application and its history; and a span of whole local days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from signage.applications.model import Application, Event
from signage.errors import InputError, Location


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """An application with its events, oldest first.

    Attributes:
        is_drawn_elsewhere: Its signs were handed in as somebody else's draft, so that the desk drew none of them.
    """

    application: Application
    events: tuple[Event, ...]
    is_drawn_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole local days, both ends included.

    Attributes:
        name: As it is written, such as `2026-W48` or `2026-11`.
    """

    name: str
    first: date
    last: date
    zone: tzinfo

    def holds(self, instant: datetime | None) -> bool:
        """Return whether an instant falls on one of its days."""
        return instant is not None and self.first <= self.day(instant) <= self.last

    def day(self, instant: datetime) -> date:
        """Return the local date of an instant."""
        return instant.astimezone(self.zone).date()

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)


_YEARS = range(1970, 9999)  # what a calendar can count on from, to either side


def week(name: str, zone: tzinfo) -> Period:
    """Return an ISO week, Monday to Sunday, such as `2026-W48`.

    Raises:
        InputError: There is no such week.
    """
    found = re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{1,2})", name.strip(), re.ASCII)
    try:
        if found is None or int(found[1]) not in _YEARS:
            raise ValueError(name)
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError as exc:
        raise InputError("reports.bad_week", at=Location(field="week"), given=name[:40]) from exc
    year, number, _ = first.isocalendar()
    return Period(name=f"{year}-W{number:02d}", first=first, last=first + timedelta(days=6), zone=zone)


def week_of(day: date, zone: tzinfo) -> Period:
    """Return the week that a day lies in."""
    year, number, _ = day.isocalendar()
    return week(f"{year}-W{number:02d}", zone)


def month(name: str, zone: tzinfo) -> Period:
    """Return a month, such as `2026-11`.

    Raises:
        InputError: There is no such month.
    """
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", name.strip(), re.ASCII)
    try:
        if found is None or int(found[1]) not in _YEARS:
            raise ValueError(name)
        first = date(int(found[1]), int(found[2]), 1)
    except ValueError as exc:
        raise InputError("reports.bad_month", at=Location(field="month"), given=name[:40]) from exc
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(name=f"{first.year}-{first.month:02d}", first=first, last=following - timedelta(days=1), zone=zone)


def span(since: date, until: date, zone: tzinfo) -> Period:
    """Return any span of days.

    Raises:
        InputError: It ends before it begins.
    """
    if until < since:
        raise InputError("reports.days_reversed", at=Location(field="until"), since=str(since), until=str(until))
    return Period(name=f"{since.isoformat()}/{until.isoformat()}", first=since, last=until, zone=zone)
