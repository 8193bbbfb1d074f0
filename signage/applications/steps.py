"""What every use case does around its step: read the case, expect its version, ask the table, store and commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from signage.applications import workflow
from signage.applications.hearings import chairs_of
from signage.applications.model import Action, Actor, Application, Event, State
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.precheck import taken_positions
from signage.applications.reviewers import REVIEWING
from signage.applications.workflow import Facts
from signage.errors import Conflict, GuardFailed
from signage.locale import said

__all__ = ["Lookup", "check_step", "expect_version", "opened", "run_step", "take_step", "taken_positions"]

Lookup = Callable[[UnitOfWork, Application], Facts]


def run_step(
    office: Office,
    application_id: str,
    action: Action,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    look: Lookup,
) -> Application:
    """Read a case, look up what its step needs, take the step and return the changed case."""
    with office.begin() as unit:
        current = unit.applications.get(application_id)
        expect_version(current, expected_version)
        facts = look(unit, current)
        return take_step(office, unit, current, action, actor, facts, now)


def take_step(
    office: Office,
    unit: UnitOfWork,
    current: Application,
    action: Action,
    actor: Actor,
    facts: Facts,
    now: datetime,
) -> Application:
    """Let the table decide, then store application and history and commit."""
    rows = [row for row in workflow.rows_from(current.state) if row.action is action]
    if rows and not facts.deadlines:
        names = rows[0].deadlines
        limits = office.policy.deadlines(names, now, office.calendar, office.zone, current)
        facts = replace(facts, deadlines=limits)
    if action in REVIEWING:
        facts = replace(facts, chairs=chairs_of(unit, current.id))
    changed, events = workflow.transition(current, action, actor, facts, now)
    unit.applications.save(changed, expected_version=current.version)
    for event in events:
        unit.history.append(event)
    unit.commit()
    return changed


def check_step(current: Application, action: Action, actor: Actor, facts: Facts, now: datetime) -> None:
    """Raise what the table has against a step before a number is taken for it."""
    failures: tuple[GuardFailed, ...] = workflow.unmet(current, action, actor, facts, now)
    if failures:
        raise failures[0]


def expect_version(current: Application, expected_version: int | None) -> None:
    """Raise Conflict when the case has moved on since the actor saw it."""
    if expected_version is not None and current.version != expected_version:
        raise Conflict("applications.changed_meanwhile", id=current.id)


def opened(draft: Application, actor: Actor, now: datetime) -> Event:
    """Return the line of history that a new draft begins with."""
    return Event(
        at=now,
        actor=actor,
        action="open",
        application_id=draft.id,
        from_state=None,
        to_state=State.DRAFT,
        note=said("workflow.event_open", things=workflow.things_of(draft)),
        facts=(("policy", draft.policy),),
    )
