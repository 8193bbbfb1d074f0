"""What a step writes on the application, as named pure functions; state, version and history are the table's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from signage.applications.guards import Facts
from signage.applications.model import Actor, Application, Deadline, Decision, Outcome, Recommendation, Submission

Effect = Callable[[Application, Actor, Facts, datetime], Application]


def with_deadlines(application: Application, facts: Facts) -> Application:
    """Return the application with new deadlines; one of the same name takes the old one's place."""
    renewed = {deadline.name for deadline in facts.deadlines}
    kept: tuple[Deadline, ...] = tuple(d for d in application.deadlines if d.name not in renewed)
    return replace(application, deadlines=kept + facts.deadlines)


def submitted(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Freeze a snapshot of everything that was handed in; earlier snapshots stay as they were."""
    items = application.items if facts.items is None else facts.items
    materials = application.materials if facts.materials is None else facts.materials
    snapshot = Submission(number=len(application.submissions) + 1, at=now, items=items, materials=materials)
    return replace(
        application,
        number=application.number or facts.number,
        items=items,
        materials=materials,
        circumstances=facts.circumstances or application.circumstances,
        submissions=(*application.submissions, snapshot),
        submitted_at=now,
    )


def returned(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the one-time notice."""
    return replace(application, notice=facts.defects)


def accepted(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the acceptance and what the window found out of the case."""
    return replace(
        application,
        accepted_at=now,
        acceptance_number=facts.acceptance_number,
        circumstances=facts.circumstances or application.circumstances,
    )


def recommended(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the first officer's opinion."""
    outcome = facts.outcome or Outcome.REFUSED  # the guard has seen to it that there is one
    opinion = Recommendation(officer=actor, at=now, outcome=outcome, opinion=facts.reasons, waivers=facts.waivers)
    return replace(application, recommendation=opinion)


def sent_back(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Take the opinion off the table; history keeps it."""
    return replace(application, recommendation=None)


def approved(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the grant, its numbers and each sign's outcome."""
    outcome = Outcome.GRANTED_WITH_CONDITIONS if facts.conditions else Outcome.GRANTED
    decision = Decision(
        officer=actor,
        at=now,
        outcome=outcome,
        reasons=facts.reasons,
        conditions=facts.conditions,
        waivers=facts.waivers,
    )
    numbers = dict(facts.permit_numbers)
    items = tuple(replace(item, outcome=outcome, permit_number=numbers.get(item.id, "")) for item in application.items)
    return replace(application, decision=decision, decision_number=facts.decision_number, items=items)


def refused(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the refusal with its reasons."""
    decision = Decision(officer=actor, at=now, outcome=Outcome.REFUSED, reasons=facts.reasons)
    items = tuple(replace(item, outcome=Outcome.REFUSED) for item in application.items)
    return replace(application, decision=decision, decision_number=facts.decision_number, items=items)


def issued(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the permits and the sealed notice."""
    return replace(application, permits=facts.permits, document_digest=facts.document_digest, issued_at=now)


def unchanged(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Write nothing beside the state."""
    return application
