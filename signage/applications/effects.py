"""What a step writes on the application, as named pure functions; state, version and history are the table's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from signage.applications.guards import Facts
from signage.applications.model import Actor, Application, Deadline, Decision, Outcome, Recommendation, Submission
from signage.applications.records import BY_OFFICER, CorrectionNotice, Extension, OfficerLine

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
    matters = application.matters if facts.matters is None else facts.matters
    snapshot = Submission(
        number=len(application.submissions) + 1, at=now, items=items, materials=materials, matters=matters
    )
    return replace(
        application,
        number=application.number or facts.number,
        items=items,
        materials=materials,
        matters=matters,
        circumstances=facts.circumstances or application.circumstances,
        submissions=(*application.submissions, snapshot),
        submitted_at=now,
        lines=_answered(application.lines, dict(facts.answers), now),
    )


def _answered(lines: tuple[OfficerLine, ...], answers: dict[str, str], now: datetime) -> tuple[OfficerLine, ...]:
    """Note what the applicant says of each open line."""
    said = {key: words.strip() for key, words in answers.items() if words.strip()}
    return tuple(
        replace(line, answer=said[line.key], answered_at=now) if line.is_open and line.key in said else line
        for line in lines
    )


def _settled(
    lines: tuple[OfficerLine, ...], keys: tuple[str, ...], actor: Actor, now: datetime
) -> tuple[OfficerLine, ...]:
    """Note which lines the officer finds put right."""
    return tuple(
        replace(line, settled_at=now, settled_by=actor) if line.is_open and line.key in keys else line for line in lines
    )


def _told_again(lines: tuple[OfficerLine, ...], facts: Facts, actor: Actor, now: datetime) -> tuple[OfficerLine, ...]:
    """Add what an officer wrote now; a line that is told again waits for another answer."""
    told = {defect.key: defect for defect in facts.defects if defect.key.startswith(BY_OFFICER)}
    fresh = tuple(OfficerLine(key=key, text=defect.text, told_at=now) for key, defect in told.items())
    kept = tuple(line for line in _settled(lines, facts.settled, actor, now) if line.key not in told)
    return (*kept, *fresh)


def amended(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Change what a draft or a returned case holds; what was handed in before stays in its snapshots."""
    return replace(
        application,
        items=application.items if facts.items is None else facts.items,
        materials=application.materials if facts.materials is None else facts.materials,
        circumstances=facts.circumstances or application.circumstances,
    )


def returned(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the one-time notice."""
    reason = facts.reasons if application.notices else ""
    notice = CorrectionNotice(at=now, officer=actor, defects=facts.defects, reason=reason)
    texts = tuple(defect.text for defect in facts.defects)
    lines = _told_again(application.lines, facts, actor, now)
    return replace(application, notice=texts, notices=(*application.notices, notice), lines=lines)


def accepted(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the acceptance, what the window found out of the case, and the papers that may follow."""
    return replace(
        application,
        accepted_at=now,
        acceptance_number=facts.acceptance_number,
        circumstances=facts.circumstances or application.circumstances,
        promises=application.promises + facts.promises,
        lines=_settled(application.lines, facts.settled, actor, now),
    )


def deemed_accepted(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record an acceptance by silence: it counts from the day on which the papers were received (art 32)."""
    return replace(application, accepted_at=application.submitted_at or now, acceptance_number=facts.acceptance_number)


def not_accepted(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record where the applicant is sent."""
    return replace(application, referral=facts.referral.strip(), decision_number=facts.decision_number)


def taken_up(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record who handles the case from now on (承办人)."""
    return replace(application, reviewer=actor, lines=_settled(application.lines, facts.settled, actor, now))


def extended(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record an extension; the longer time limits come with the facts."""
    added = Extension(at=now, approver=actor, working_days=facts.extension_days, reason=facts.reasons)
    return replace(application, extensions=(*application.extensions, added))


def suspended(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record a pause."""
    return application if facts.pause is None else replace(application, pauses=(*application.pauses, facts.pause))


def resumed(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the end of the pause and how many working days it took; the moved time limits come with the facts."""
    pauses = tuple(
        pause if pause.ended_at else replace(pause, ended_at=now, uncounted_days=facts.uncounted_days)
        for pause in application.pauses
    )
    return replace(application, pauses=pauses)


def surveyed(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record a survey of the place."""
    return application if facts.survey is None else replace(application, surveys=(*application.surveys, facts.survey))


def matter_reviewed(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record what a section says of its item; a later word takes the earlier one's place, history keeps both."""
    matters = tuple(
        replace(matter, opinion=facts.matter_opinion) if matter.id == facts.matter_id else matter
        for matter in application.matters
    )
    return replace(application, matters=matters)


def figures_stated(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Take over the items with the numbers that were missing."""
    return replace(application, matters=facts.matters or application.matters)


def supplemented(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Add papers that were promised, and note that the promise is kept."""
    sent = {material.kind for material in facts.supplements}
    promises = tuple(
        replace(promise, kept_at=now) if promise.paper in sent and promise.kept_at is None else promise
        for promise in application.promises
    )
    return replace(application, materials=application.materials + facts.supplements, promises=promises)


def papers_added(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Add papers before anything is said about acceptance; one of a kind that is there takes its place.

    The submission's snapshot and the day of receipt stay: what runs for the applicant does not begin anew.
    """
    sent = {material.kind for material in facts.supplements}
    kept = tuple(material for material in application.materials if material.kind not in sent)
    together = sorted((*kept, *facts.supplements), key=lambda one: (len(one.kind), one.kind))
    return replace(application, materials=tuple(together))


def recommended(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the first officer's opinion."""
    outcome = facts.outcome or Outcome.REFUSED  # the guard has seen to it that there is one
    opinion = Recommendation(officer=actor, at=now, outcome=outcome, opinion=facts.reasons, waivers=facts.waivers)
    lines = _settled(application.lines, facts.settled, actor, now)
    return replace(application, recommendation=opinion, lines=lines)


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
    taken = dict(facts.matter_numbers)
    matters = tuple(replace(m, outcome=outcome, number=taken.get(m.id, "")) for m in application.matters)
    return replace(application, decision=decision, decision_number=facts.decision_number, items=items, matters=matters)


def refused(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the refusal with its reasons."""
    decision = Decision(officer=actor, at=now, outcome=Outcome.REFUSED, reasons=facts.reasons, grounds=facts.grounds)
    items = tuple(replace(item, outcome=Outcome.REFUSED) for item in application.items)
    matters = tuple(replace(matter, outcome=Outcome.REFUSED) for matter in application.matters)
    return replace(application, decision=decision, decision_number=facts.decision_number, items=items, matters=matters)


def issued(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record the permits and the sealed notice."""
    return replace(application, permits=facts.permits, document_digest=facts.document_digest, issued_at=now)


def delivered(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record that the decision reached its addressee."""
    if facts.delivery is None:
        return application
    return replace(application, deliveries=(*application.deliveries, facts.delivery))


def removed(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Record when the sign was found taken down."""
    return replace(application, removed_at=now)


def unchanged(application: Application, actor: Actor, facts: Facts, now: datetime) -> Application:
    """Write nothing beside the state."""
    return application
