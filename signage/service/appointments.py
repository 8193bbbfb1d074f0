"""Appointments: taking a slot and giving it back, and the queue at the counter.

Who holds a seat is decided by the database: at most one live visit a seat, and one a person and day. A visit's states
follow one table, `STEPS`; each step is written with a line of history in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from signage.accounts import Permission, may
from signage.applications.ids import new_id
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed, IllegalTransition, InputError, Location, NotFound
from signage.locale import Lang, text
from signage.service.desk import ServiceDesk, expect, own_case, phone_digits, record, wanted_words
from signage.service.model import Appointment, Slot, VisitState
from signage.service.opening import slots
from signage.service.ports import ServiceUnitOfWork

# step -> (states that it leads from, state that it leads to)
STEPS: dict[str, tuple[tuple[VisitState, ...], VisitState]] = {
    "cancel": ((VisitState.BOOKED,), VisitState.CANCELLED),
    "arrive": ((VisitState.BOOKED,), VisitState.ARRIVED),
    "call": ((VisitState.ARRIVED,), VisitState.CALLED),
    "finish": ((VisitState.CALLED,), VisitState.FINISHED),
    "no_show": ((VisitState.BOOKED, VisitState.ARRIVED, VisitState.CALLED), VisitState.NO_SHOW),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for when they take a slot.

    Attributes:
        starts_at: Beginning of the slot.
        application_id: Their case, empty when it is about none yet.
    """

    window_id: str
    starts_at: datetime
    name: str
    phone: str
    purpose: str = ""
    application_id: str = ""


def book(desk: ServiceDesk, wanted: Wanted, actor: Actor, now: datetime) -> Appointment:
    """Take a slot for oneself and return the visit with its confirmation number.

    Raises:
        NotPermitted: The actor may not book.
        InputError: Name, phone or window is wrong, or there is no such slot.
        GuardFailed: It is over, or too far ahead.
        Conflict: It is full, or the person has a visit on that day.
        NotFound: The case is not the actor's own.
    """
    expect(actor, Permission.SERVICE_BOOK)
    return _book(desk, wanted, actor, now, account_id=actor.id)


def book_for(desk: ServiceDesk, wanted: Wanted, actor: Actor, now: datetime) -> Appointment:
    """Take a slot for somebody who calls or stands at the counter.

    Raises:
        NotPermitted, InputError, GuardFailed, Conflict, NotFound: As for `book`.
    """
    expect(actor, Permission.SERVICE_DESK)
    return _book(desk, wanted, actor, now, account_id="")


def walk_in(desk: ServiceDesk, wanted: Wanted, actor: Actor, now: datetime) -> Appointment:
    """Give a ticket to somebody who comes without an appointment; they wait after those who have one.

    Raises:
        NotPermitted, InputError, NotFound: As for `book`.
        Conflict: The person has a visit on that day already.
    """
    expect(actor, Permission.SERVICE_DESK)
    desk.hours.window(wanted.window_id)
    day = desk.today(now)
    with desk.begin() as unit:
        if wanted.application_id:
            unit.applications.get(wanted.application_id)
        made = replace(
            _visit(desk, unit, wanted, now, day=day, phone=phone_digits(wanted.phone, is_wanted=False)),
            state=VisitState.ARRIVED,
            ends_at=now,
            arrived_at=now,
            ticket=_ticket(unit, wanted.window_id, day, is_walk_in=True),
        )
        if not unit.service.appointments.add(made):
            raise Conflict("service.has_visit", day=day.isoformat())
        _record(unit, "walk_in", made, actor, now, ticket=made.ticket)
        unit.commit()
    return made


def cancel(
    desk: ServiceDesk, appointment_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Appointment:
    """Give a slot back; its seat is free at once.

    Raises:
        NotFound: There is no such visit, or it is somebody else's.
        IllegalTransition: They have arrived or it is over.
        GuardFailed: The slot has begun.
        Conflict: Somebody changed it meanwhile.
    """
    expect(actor, Permission.SERVICE_BOOK, Permission.SERVICE_DESK)
    with desk.begin() as unit:
        current = unit.service.appointments.get(appointment_id)
        if current.account_id != actor.id:
            _officer_or_hidden(actor, appointment_id)
        elif now >= current.starts_at:
            raise GuardFailed("service.slot_over")
        return _step(unit, current, "cancel", actor, now, expected_version)


def arrive(
    desk: ServiceDesk, appointment_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Appointment:
    """Record that somebody has come, and give them their ticket.

    Raises:
        NotPermitted, NotFound, IllegalTransition, Conflict: As for every step.
        GuardFailed: It is not their day.
    """
    expect(actor, Permission.SERVICE_DESK)
    with desk.begin() as unit:
        current = unit.service.appointments.get(appointment_id)
        _check(current, "arrive", expected_version)
        if current.day != desk.today(now):
            raise GuardFailed("service.not_the_day", day=current.day.isoformat())
        ticket = _ticket(unit, current.window_id, current.day, is_walk_in=False)
        changed = replace(current, ticket=ticket, arrived_at=now)
        return _step(unit, changed, "arrive", actor, now, expected_version, ticket=ticket)


def call(
    desk: ServiceDesk, appointment_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Appointment:
    """Call a ticket to the actor's counter; waiting ends here and the time at the counter begins.

    Raises:
        NotPermitted, NotFound, IllegalTransition, Conflict: As for every step.
        GuardFailed: The actor has not finished with the one before.
    """
    expect(actor, Permission.SERVICE_DESK)
    with desk.begin() as unit:
        current = unit.service.appointments.get(appointment_id)
        for other in unit.service.appointments.on(desk.today(now)):
            if other.state is VisitState.CALLED and other.counter is not None and other.counter.id == actor.id:
                raise GuardFailed("service.still_serving", ticket=other.ticket)
        changed = replace(current, called_at=now, counter=actor)
        return _step(unit, changed, "call", actor, now, expected_version, ticket=current.ticket)


def finish(
    desk: ServiceDesk, appointment_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Appointment:
    """Record that somebody leaves served.

    Raises:
        NotPermitted, NotFound, IllegalTransition, Conflict: As for every step.
    """
    expect(actor, Permission.SERVICE_DESK)
    with desk.begin() as unit:
        current = unit.service.appointments.get(appointment_id)
        changed = replace(current, finished_at=now)
        minutes = int((changed.served or timedelta()).total_seconds() // 60)
        return _step(unit, changed, "finish", actor, now, expected_version, ticket=current.ticket, minutes=minutes)


def no_show(
    desk: ServiceDesk, appointment_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Appointment:
    """Record that somebody did not come, or was gone when called.

    Raises:
        NotPermitted, NotFound, IllegalTransition, Conflict: As for every step.
        GuardFailed: Their slot is still kept for them.
    """
    expect(actor, Permission.SERVICE_DESK)
    with desk.begin() as unit:
        current = unit.service.appointments.get(appointment_id)
        kept_until = current.starts_at + timedelta(minutes=desk.hours.no_show_minutes)
        if current.state is VisitState.BOOKED and now < kept_until:
            raise GuardFailed("service.still_kept", until=kept_until.astimezone(desk.zone).strftime("%H:%M"))
        return _step(unit, current, "no_show", actor, now, expected_version)


def in_order(visits: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
    """Return a day's visits as a clerk reads them: being served, waiting in the order of calling, to come, done.

    Somebody with an appointment is called by their slot, somebody without by their arrival.
    """
    ranks = {VisitState.CALLED: 0, VisitState.ARRIVED: 1, VisitState.BOOKED: 2}
    return tuple(sorted(visits, key=lambda one: (ranks.get(one.state, 3), one.starts_at, one.number)))


def state_label(state: VisitState, lang: Lang = Lang.ZH) -> str:
    """Return a state's name as a reader knows it."""
    return text(f"service.visit_{state.value}", lang)


def _book(desk: ServiceDesk, wanted: Wanted, actor: Actor, now: datetime, *, account_id: str) -> Appointment:
    phone = phone_digits(wanted.phone)
    day = desk.today(wanted.starts_at)
    if wanted.starts_at <= now:
        raise GuardFailed("service.slot_over")
    if (day - desk.today(now)).days > desk.hours.book_ahead_days:
        raise GuardFailed("service.too_far", days=desk.hours.book_ahead_days)
    with desk.begin() as unit:
        slot = next((s for s in slots(desk, unit, wanted.window_id, day) if s.starts_at == wanted.starts_at), None)
        if slot is None:
            raise InputError("service.no_slot", at=Location(field="slot"))
        if wanted.application_id:
            _visible_case(unit, wanted.application_id, actor, account_id)
        made = _seated(
            unit, _visit(desk, unit, wanted, now, day=day, phone=phone, account_id=account_id, slot=slot), slot
        )
        _record(unit, "book", made, actor, now, day=day.isoformat(), time=_clock(desk, slot.starts_at))
        unit.commit()
    return made


def _seated(unit: ServiceUnitOfWork, made: Appointment, slot: Slot) -> Appointment:
    """Store a visit on the first seat that nobody holds; the database has the last word on each."""
    repository = unit.service.appointments
    held = {
        seat for start, seat in repository.seats_taken(slot.window_id, slot.day, slot.day) if start == slot.starts_at
    }
    for seat in range(1, slot.capacity + 1):
        if repository.live_of(slot.day, account_id=made.account_id, phone=made.phone) is not None:
            raise Conflict("service.has_visit", day=slot.day.isoformat())
        seated = replace(made, seat=seat)
        if seat not in held and repository.add(seated):
            return seated
    raise Conflict("service.slot_full")


def _visit(
    desk: ServiceDesk,
    unit: ServiceUnitOfWork,
    wanted: Wanted,
    now: datetime,
    *,
    day: date,
    phone: str,
    account_id: str = "",
    slot: Slot | None = None,
) -> Appointment:
    name = wanted_words(wanted.name, "name", least=1, most=50)
    purpose = wanted_words(wanted.purpose, "purpose", least=0, most=200)
    year = desk.today(now).year
    return Appointment(
        id=new_id(),
        number=f"YY{year}-{unit.numbers.next('appointment', year):05d}",
        state=VisitState.BOOKED,
        version=1,
        window_id=wanted.window_id,
        day=day,
        starts_at=slot.starts_at if slot else now,
        ends_at=slot.ends_at if slot else now,
        seat=None,
        is_extended=slot.is_extended if slot else False,
        name=name,
        phone=phone,
        purpose=purpose,
        account_id=account_id,
        application_id=wanted.application_id,
        booked_at=now,
    )


def _visible_case(unit: ServiceUnitOfWork, application_id: str, actor: Actor, account_id: str) -> None:
    if account_id:
        own_case(unit, application_id, actor)
    else:
        unit.applications.get(application_id)


def _officer_or_hidden(actor: Actor, appointment_id: str) -> None:
    if not may(actor.role, Permission.SERVICE_DESK):
        raise NotFound("service.no_visit", id=appointment_id[:60])


def _ticket(unit: ServiceUnitOfWork, window_id: str, day: date, *, is_walk_in: bool) -> str:
    """Take the day's next ticket of a window: booked ones and walk-ins count together, in order of arrival."""
    serial = unit.numbers.next(f"ticket {window_id} {day:%m-%d}", day.year)
    return f"{window_id}{serial:03d}{'W' if is_walk_in else ''}"


def _check(current: Appointment, step: str, expected_version: int | None) -> None:
    if expected_version is not None and current.version != expected_version:
        raise Conflict("service.changed_meanwhile")
    if current.state not in STEPS[step][0]:
        raise IllegalTransition(
            "service.visit_illegal",
            step=text(f"service.step_{step}", Lang.ZH),
            step_en=text(f"service.step_{step}", Lang.EN),
            state=state_label(current.state),
            state_en=state_label(current.state, Lang.EN),
        )


def _step(
    unit: ServiceUnitOfWork,
    current: Appointment,
    step: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    **words: str | int,
) -> Appointment:
    _check(current, step, expected_version)
    changed = replace(current, state=STEPS[step][1], version=current.version + 1)
    unit.service.appointments.save(changed, expected_version=current.version)
    _record(unit, step, changed, actor, now, **words)
    unit.commit()
    return changed


def _record(
    unit: ServiceUnitOfWork, step: str, visit: Appointment, actor: Actor, now: datetime, **words: str | int
) -> None:
    facts = (("appointment", visit.id), ("version", str(visit.version)))
    record(
        unit,
        f"visit_{step}",
        actor,
        now,
        application_id=visit.application_id,
        facts=facts,
        number=visit.number,
        **words,
    )


def _clock(desk: ServiceDesk, at: datetime) -> str:
    return at.astimezone(desk.zone).strftime("%H:%M")
