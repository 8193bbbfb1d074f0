"""When the windows are open: the slots of a day with what is taken, and days off that an officer opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from signage.accounts import Permission
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.service.desk import ServiceDesk, expect, record, wanted_words
from signage.service.hours import slots_on
from signage.service.model import ExtraDay, Slot
from signage.service.ports import ServiceUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day on which the window works, and how much is left of it.

    Attributes:
        is_over: All its slots have begun.
    """

    day: date
    free: int
    is_provisional: bool
    is_over: bool = True


def slots(desk: ServiceDesk, unit: ServiceUnitOfWork, window_id: str, day: date) -> tuple[Slot, ...]:
    """Return a window's slots on a day with the seats that are taken; none on a day off that nobody opened.

    Raises:
        InputError: There is no such window.
    """
    return _slots(desk, unit, window_id, day, day)


def bookable_days(desk: ServiceDesk, unit: ServiceUnitOfWork, window_id: str, now: datetime) -> tuple[Day, ...]:
    """Return the days from today on as far as one may book, with the seats that are left.

    Raises:
        InputError: There is no such window.
    """
    today = desk.today(now)
    last = today + timedelta(days=desk.hours.book_ahead_days)
    found: dict[date, Day] = {}
    for slot in _slots(desk, unit, window_id, today, last):
        known = found.get(slot.day) or Day(day=slot.day, free=0, is_provisional=slot.is_provisional)
        is_ahead = slot.starts_at > now
        found[slot.day] = replace(
            known, free=known.free + (slot.free if is_ahead else 0), is_over=known.is_over and not is_ahead
        )
    return tuple(found.values())


def open_extra_day(desk: ServiceDesk, window_id: str, day: date, reason: str, actor: Actor, now: datetime) -> ExtraDay:
    """Open a window on a day off, such as a Saturday.

    Raises:
        NotPermitted: The actor may not arrange the desk.
        InputError: No reason, no such window, or the window offers nothing on days off.
        GuardFailed: It is a working day, today, or gone.
        Conflict: It is open on that day already.
    """
    expect(actor, Permission.SERVICE_ARRANGE)
    words = wanted_words(reason, "reason", most=200)
    if not desk.hours.window(window_id).extra_day:
        raise InputError("service.no_extra_hours", at=Location(field="window"), window=window_id)
    if desk.calendar.is_working(day):
        raise GuardFailed("service.is_working_day", day=day.isoformat())
    if day <= desk.today(now):
        raise GuardFailed("service.day_gone", day=day.isoformat())
    extra = ExtraDay(window_id=window_id, day=day, opened_by=actor, opened_at=now, reason=words)
    with desk.begin() as unit:
        if not unit.service.appointments.open_day(extra):
            raise Conflict("service.open_already", day=day.isoformat())
        record(unit, "open_day", actor, now, day=day.isoformat(), window=window_id, reason=words)
        unit.commit()
    return extra


def _slots(desk: ServiceDesk, unit: ServiceUnitOfWork, window_id: str, start: date, end: date) -> tuple[Slot, ...]:
    window = desk.hours.window(window_id)
    extra = {one.day for one in unit.service.appointments.extra_days(start, end) if one.window_id == window_id}
    taken: dict[datetime, int] = {}
    for starts_at, _ in unit.service.appointments.seats_taken(window_id, start, end):
        taken[starts_at] = taken.get(starts_at, 0) + 1
    found: list[Slot] = []
    for step in range((end - start).days + 1):
        day = start + timedelta(days=step)
        is_known = desk.calendar.is_official(day)
        of_day = slots_on(window, day, is_open=desk.calendar.is_working(day), is_extra=day in extra, zone=desk.zone)
        found += [replace(s, taken=taken.get(s.starts_at, 0), is_provisional=not is_known) for s in of_day]
    return tuple(found)
