"""Return visits (回访) after a notice was issued: planned, made, and answered where the visited raised something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from signage.accounts import Permission
from signage.applications.ids import new_id
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed
from signage.locale import Lang, said, text
from signage.service.desk import ServiceDesk, digest_fact, expect, record, wanted_words
from signage.service.model import Due, ReturnVisit, Said, VisitKind


def plan_visit(
    desk: ServiceDesk,
    application_id: str,
    kind: VisitKind,
    actor: Actor,
    now: datetime,
    *,
    day: date | None = None,
) -> ReturnVisit:
    """Plan a return visit; without a day it is due as the office promises, counted from today.

    Raises:
        NotPermitted: The actor may not answer.
        NotFound: No such case.
        GuardFailed: Its notice is not issued yet, or the day is gone or no working day.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    due = desk.due("return_visit", now)
    if day is not None:
        if day < desk.today(now):
            raise GuardFailed("service.day_gone", day=day.isoformat())
        if not desk.calendar.is_working(day):
            raise GuardFailed("service.no_working_day", day=day.isoformat())
        is_provisional = not desk.calendar.is_official(day)
        due = Due(day=day, is_provisional=is_provisional, basis=text("service.basis_planned", Lang.ZH))
    with desk.begin() as unit:
        if unit.applications.get(application_id).issued_at is None:
            raise GuardFailed("service.not_issued")
        visit = ReturnVisit(
            id=new_id(),
            application_id=application_id,
            version=1,
            planned_by=actor,
            planned_at=now,
            due=due,
            kind=kind,
        )
        unit.service.return_visits.add(visit)
        facts = (("return_visit", visit.id), ("due", due.day.isoformat()))
        words = {"day": due.day.isoformat(), "kind": said(f"service.visited_{kind.value}")}
        record(unit, "visit_planned", actor, now, application_id=application_id, facts=facts, **words)
        unit.commit()
    return visit


def record_visit(
    desk: ServiceDesk,
    visit_id: str,
    words: str,
    raises_matter: bool,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> ReturnVisit:
    """Put on record what was said; the visit is closed unless it raised something, which then wants an answer.

    Raises:
        NotPermitted, NotFound, InputError, Conflict: As for `answer_visit`.
        GuardFailed: It was made already.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    said = Said(by=actor, at=now, words=wanted_words(words, "words"))
    current = _current(desk, visit_id, expected_version)
    if current.said is not None:
        raise GuardFailed("service.visited_already")
    changed = replace(current, said=said, raises_matter=raises_matter, closed_at=None if raises_matter else now)
    return _saved(desk, current, changed, "visit_raised" if raises_matter else "visit_made", said, actor, now)


def answer_visit(
    desk: ServiceDesk,
    visit_id: str,
    words: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> ReturnVisit:
    """Answer what a visit raised and close it.

    Raises:
        NotPermitted: The actor may not answer.
        NotFound: Nothing by that id.
        InputError: The words are unfit.
        GuardFailed: It was not made yet, or nothing is left to answer.
        Conflict: Somebody changed it meanwhile.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    said = Said(by=actor, at=now, words=wanted_words(words, "words"))
    current = _current(desk, visit_id, expected_version)
    if current.said is None:
        raise GuardFailed("service.not_visited_yet")
    if not current.is_open:
        raise GuardFailed("service.closed_already")
    return _saved(desk, current, replace(current, answer=said, closed_at=now), "visit_answered", said, actor, now)


def kind_label(kind: VisitKind, lang: Lang = Lang.ZH) -> str:
    """Return a kind of visit as a reader knows it."""
    return text(f"service.visited_{kind.value}", lang)


def _current(desk: ServiceDesk, visit_id: str, expected_version: int | None) -> ReturnVisit:
    with desk.begin_reading() as unit:
        current = unit.service.return_visits.get(visit_id)
    if expected_version is not None and current.version != expected_version:
        raise Conflict("service.changed_meanwhile")
    return current


def _saved(
    desk: ServiceDesk,
    current: ReturnVisit,
    changed: ReturnVisit,
    action: str,
    said: Said,
    actor: Actor,
    now: datetime,
) -> ReturnVisit:
    stored = replace(changed, version=current.version + 1)
    with desk.begin() as unit:
        unit.service.return_visits.save(stored, expected_version=current.version)
        facts = (("return_visit", stored.id), ("version", str(stored.version)), digest_fact("words", said.words))
        record(unit, action, actor, now, application_id=stored.application_id, facts=facts)
        unit.commit()
    return stored
