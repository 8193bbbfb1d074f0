"""The log of extended hours (延时服务): who served outside the ordinary hours, when, and what for."""

from __future__ import annotations

from datetime import date, datetime

from signage.accounts import Permission
from signage.applications.ids import new_id
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.service.desk import ServiceDesk, expect, officer_of, record, wanted_words
from signage.service.hours import instant
from signage.service.model import ExtendedHours

_MOST_MINUTES = 12 * 60


def log_extended_hours(
    desk: ServiceDesk,
    window_id: str,
    day: date,
    start: int,
    end: int,
    what: str,
    actor: Actor,
    now: datetime,
    *,
    officer_id: str = "",
    application_id: str = "",
) -> ExtendedHours:
    """Record extended hours and return the line of the log.

    Args:
        desk: The desk.
        window_id: Which window.
        day: Local date.
        start: Minutes after midnight.
        end: Minutes after midnight, up to 1440.
        what: What was done.
        actor: Who records it.
        now: The instant.
        officer_id: Who served; empty is the actor.
        application_id: The case, empty when there is none.

    Raises:
        NotPermitted: The actor does not serve at the desk.
        InputError: The times make no stretch of a day, or there are no words.
        GuardFailed: It lies within the ordinary hours, or has not happened yet.
        Conflict: It overlaps what the officer has on record.
        NotFound: No such officer or case.
    """
    expect(actor, Permission.SERVICE_DESK)
    window = desk.hours.window(window_id)
    if not 0 <= start < end <= 24 * 60 or end - start > _MOST_MINUTES:
        raise InputError("service.bad_times", at=Location(field="from"))
    words = wanted_words(what, "what", most=300)
    starts_at, ends_at = instant(day, start, desk.zone), instant(day, end, desk.zone)
    if ends_at > now:
        raise GuardFailed("service.not_yet")
    if desk.calendar.is_working(day):
        for period in window.periods:
            if not period.is_extended and start < period.end and period.start < end:
                raise GuardFailed("service.ordinary_hours", start=_clock(period.start), end=_clock(period.end))
    with desk.begin() as unit:
        officer = officer_of(unit, officer_id) if officer_id else actor
        if application_id:
            unit.applications.get(application_id)
        for other in unit.service.appointments.extended(day, day):
            if other.officer.id == officer.id and starts_at < other.ends_at and other.starts_at < ends_at:
                raise Conflict("service.hours_overlap", name=officer.name)
        line = ExtendedHours(
            id=new_id(),
            window_id=window_id,
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            officer=officer,
            what=words,
            recorded_by=actor,
            recorded_at=now,
            application_id=application_id,
        )
        unit.service.appointments.add_extended(line)
        record(
            unit,
            "extended",
            actor,
            now,
            application_id=application_id,
            facts=(("extended", line.id),),
            officer=officer.name,
            day=day.isoformat(),
            start=_clock(start),
            end=_clock(end),
            minutes=line.minutes,
        )
        unit.commit()
    return line


def minutes_of(text: str) -> int:
    """Return minutes after midnight of a wall-clock time such as `18:30`; `24:00` is the end of the day.

    Raises:
        InputError: It is no time.
    """
    hour, sign, minute = text.strip().partition(":")
    is_time = bool(sign) and all(p.isascii() and p.isdecimal() and len(p) == 2 for p in (hour, minute))
    found = int(hour) * 60 + int(minute) if is_time and int(minute) < 60 else -1
    if not 0 <= found <= 24 * 60:
        raise InputError("service.bad_times", at=Location(field="from"))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
