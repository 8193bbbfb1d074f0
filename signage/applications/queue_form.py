"""A list of cases as somebody asks for it in the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from signage.applications.clock import WorkingCalendar
from signage.applications.queue import Order, QueueQuery
from signage.errors import InputError, Location

SOON_DAYS = 3  # working days
_LONGEST_TEXT = 60

OVERDUE, TODAY, SOON = "overdue", "today", "soon"
LIMITS = (OVERDUE, TODAY, SOON)


def narrowed(
    query: QueueQuery, given: Mapping[str, str], *, today: date, calendar: WorkingCalendar, zone: tzinfo
) -> QueueQuery:
    """Return a query narrowed by what was typed.

    Args:
        query: What the asker may see at all.
        given: `text`, `limit` (see `LIMITS`), `since` and `until` (local days of the last submission, both included),
            `order` and `before`; what is empty or missing narrows nothing.
        today: Local date.
        calendar: Working days.
        zone: Of the office.

    Raises:
        InputError: A field is not what it should be; the location names it.
    """
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since > until:
        raise InputError(
            "applications.days_reversed", at=Location(field="until"), since=since.isoformat(), until=until.isoformat()
        )
    return replace(
        query,
        text=given.get("text", "").strip()[:_LONGEST_TEXT],
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + timedelta(days=1), zone) if until else None,
        due_by=_due_by(given.get("limit", ""), today, calendar),
        order=_order(given.get("order", "")),
        before=given.get("before", "").strip(),
    )


def due_by(limit: str, today: date, calendar: WorkingCalendar) -> date:
    """Return the last day of a time limit that counts as overdue, due today or due soon."""
    if limit == OVERDUE:
        return today - timedelta(days=1)
    return today if limit == TODAY else calendar.after(today, SOON_DAYS).day


def _due_by(typed: str, today: date, calendar: WorkingCalendar) -> date | None:
    limit = typed.strip()
    if not limit:
        return None
    if limit not in LIMITS:
        raise InputError("applications.bad_limit", at=Location(field="limit"), given=limit[:40])
    return due_by(limit, today, calendar)


def _order(typed: str) -> Order:
    try:
        return Order(typed.strip() or Order.NEWEST.value)
    except ValueError as exc:
        raise InputError("applications.bad_order", at=Location(field="order"), given=typed[:40]) from exc


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _day(given: Mapping[str, str], name: str) -> date | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise InputError("applications.bad_day", at=Location(field=name), given=typed[:40]) from exc
