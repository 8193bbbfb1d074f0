"""The assigned helper (帮办) with its log, and the officer who was asked first (首问责任)."""

from __future__ import annotations

from datetime import date, datetime

from signage.accounts import Permission
from signage.applications.ids import new_id
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.service.desk import ServiceDesk, digest_fact, expect, officer_of, record, wanted_words
from signage.service.model import FirstAsked, HelpEntry, Helper, SubjectKind
from signage.service.ports import ServiceUnitOfWork

_MOST_MINUTES = 12 * 60


def assign_helper(
    desk: ServiceDesk, subject: SubjectKind, subject_id: str, officer_id: str, actor: Actor, now: datetime
) -> Helper:
    """Give a case or a visit its helper; one that it had before is relieved. An officer may always take it up.

    Raises:
        NotPermitted: The actor may not give it to somebody else.
        NotFound: No such case, visit or officer.
        Conflict: It is this officer's already, or somebody assigned one meanwhile.
    """
    expect(actor, *((Permission.SERVICE_DESK,) if officer_id == actor.id else (Permission.SERVICE_ARRANGE,)))
    with desk.begin() as unit:
        case_id = _case_of(unit, subject, subject_id)
        officer = officer_of(unit, officer_id)
        before = unit.service.help.live(subject, subject_id)
        if before is not None:
            if before.officer.id == officer.id:
                raise Conflict("service.helper_same", name=officer.name)
            unit.service.help.end(before, now)
        helper = Helper(
            id=new_id(), subject=subject, subject_id=subject_id, officer=officer, assigned_by=actor, assigned_at=now
        )
        if not unit.service.help.add(helper):
            raise Conflict("service.changed_meanwhile")
        facts = (("helper", helper.id), ("subject", f"{subject.value} {subject_id}"))
        record(unit, "helper", actor, now, application_id=case_id, facts=facts, officer=officer.name)
        unit.commit()
    return helper


def log_help(
    desk: ServiceDesk,
    subject: SubjectKind,
    subject_id: str,
    day: date,
    minutes: int,
    what: str,
    actor: Actor,
    now: datetime,
) -> HelpEntry:
    """Write a line of the helper's log; only the assigned helper can.

    Raises:
        NotPermitted: The actor does not serve at the desk.
        GuardFailed: The actor is not the helper, or the day is still to come.
        InputError: The minutes or words are unfit.
        NotFound: No such case or visit.
    """
    expect(actor, Permission.SERVICE_DESK)
    if not 1 <= minutes <= _MOST_MINUTES:
        raise InputError("service.minutes", at=Location(field="minutes"), most=_MOST_MINUTES)
    if day > desk.today(now):
        raise GuardFailed("service.not_yet")
    words = wanted_words(what, "what", most=500)
    with desk.begin() as unit:
        case_id = _case_of(unit, subject, subject_id)
        helper = unit.service.help.live(subject, subject_id)
        if helper is None or helper.officer.id != actor.id:
            raise GuardFailed("service.not_the_helper", name=helper.officer.name if helper else "—")
        entry = HelpEntry(
            id=new_id(),
            subject=subject,
            subject_id=subject_id,
            officer=actor,
            day=day,
            minutes=minutes,
            what=words,
            recorded_at=now,
        )
        unit.service.help.log(entry)
        facts = (("help", entry.id), digest_fact("what", words))
        record(unit, "help", actor, now, application_id=case_id, facts=facts, day=day.isoformat(), minutes=minutes)
        unit.commit()
    return entry


def record_first_asked(
    desk: ServiceDesk, application_id: str, officer_id: str, day: date, about: str, actor: Actor, now: datetime
) -> FirstAsked:
    """Put on record who was asked first about a case; what is on record stays for ever.

    Raises:
        NotPermitted: The actor does not serve at the desk.
        Conflict: It is on record already.
        GuardFailed: The day is still to come.
        NotFound: No such case or officer.
    """
    expect(actor, Permission.SERVICE_DESK)
    if day > desk.today(now):
        raise GuardFailed("service.not_yet")
    words = wanted_words(about, "about", most=300)
    with desk.begin() as unit:
        unit.applications.get(application_id)
        first = FirstAsked(
            application_id=application_id,
            officer=officer_of(unit, officer_id),
            day=day,
            about=words,
            recorded_by=actor,
            recorded_at=now,
        )
        if not unit.service.help.set_first_asked(first):
            known = unit.service.help.first_asked(application_id)
            raise Conflict("service.first_known", name=known.officer.name if known else "—")
        facts = (("officer", first.officer.id), digest_fact("about", words))
        record(
            unit,
            "first_asked",
            actor,
            now,
            application_id=application_id,
            facts=facts,
            officer=first.officer.name,
            day=day.isoformat(),
        )
        unit.commit()
    return first


def minutes_in(entries: tuple[HelpEntry, ...]) -> int:
    """Return the sum of a log's minutes."""
    return sum(entry.minutes for entry in entries)


def _case_of(unit: ServiceUnitOfWork, subject: SubjectKind, subject_id: str) -> str:
    """Return the case under whose history it goes, empty for a visit about none.

    Raises:
        NotFound: No such case or visit.
    """
    if subject is SubjectKind.CASE:
        return unit.applications.get(subject_id).id
    return unit.service.appointments.get(subject_id).application_id
