"""The steps beside the main line: survey, sections, pauses, extension, delivery, end of a permit; run as in `steps`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from signage.applications import workflow
from signage.applications.figures import new_figures
from signage.applications.letter_content import EndingGround, NonAcceptanceGround
from signage.applications.model import IN_FORCE, Action, Actor, Application, Deadline, Material, Matter, Outcome, Role
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.records import Delivery, MatterOpinion, Pause, SurveyRecord
from signage.applications.steps import check_step, run_step
from signage.applications.table import DECISION_LIMITS
from signage.applications.vocabulary import DeliveryMethod, PauseKind
from signage.applications.workflow import Facts
from signage.errors import GuardFailed


def not_accept(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str,
    referral: str,
    ground: NonAcceptanceGround = NonAcceptanceGround.NOT_OUR_POWER,
    expected_version: int | None = None,
) -> Application:
    """Do not accept a case (不予受理), with reasons and where to go instead.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(reasons=reasons, referral=referral, ground=ground.value)

    def look(unit: UnitOfWork, current: Application) -> Facts:
        check_step(current, Action.NOT_ACCEPT, actor, facts, now)
        return replace(facts, decision_number=office.case_number(unit, "non_acceptance", current, now))

    return run_step(office, application_id, Action.NOT_ACCEPT, actor, now, expected_version, look)


def start_review(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    settled: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Take an accepted case up for review; the actor handles it from now on.

    `settled` holds the keys of the lines of notices that the actor finds put right.

    Raises:
        IllegalTransition, NotPermitted, Conflict, NotFound: As for every step.
    """
    facts = Facts(settled=settled)
    return run_step(office, application_id, Action.START_REVIEW, actor, now, expected_version, lambda _u, _a: facts)


def record_survey(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    surveyors: tuple[str, ...],
    findings: str,
    witness: str = "",
    photos: tuple[str, ...] = (),
    began: datetime | None = None,
    ended: datetime | None = None,
    cards: tuple[str, ...] = (),
    accounts: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Put a survey of the place on record (现场勘验).

    `photos` are blob digests; `cards` and `accounts` are as in `SurveyRecord`.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    survey = SurveyRecord(
        at=now,
        surveyors=surveyors,
        findings=findings,
        witness=witness,
        photos=photos,
        recorded_by=actor,
        began=began,
        ended=ended,
        cards=cards,
        accounts=accounts,
    )

    def look(unit: UnitOfWork, current: Application) -> Facts:
        return Facts(survey=survey, needs_two_officers=office.policy.rule_for(current).needs_two_officers)

    return run_step(office, application_id, Action.SURVEY, actor, now, expected_version, look)


def review_matter(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    matter_id: str,
    outcome: Outcome,
    opinion: str,
    expected_version: int | None = None,
) -> Application:
    """Record what a section says of its item of a composite case (并联审查); a supervisor may speak in its place.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        own = unit.sections.of(actor.id)
        section = next((matter.section for matter in current.matters if matter.id == matter_id), "")
        said = MatterOpinion(
            officer=actor,
            at=now,
            outcome=outcome,
            opinion=opinion,
            is_supervisors=actor.role is Role.SUPERVISOR and section not in own,
        )
        return Facts(matter_id=matter_id, matter_opinion=said, reasons=opinion, sections=own)

    return run_step(office, application_id, Action.REVIEW_MATTER, actor, now, expected_version, look)


def supplement(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    materials: tuple[Material, ...],
    expected_version: int | None = None,
) -> Application:
    """Hand in papers that were promised at acceptance (补交容缺材料).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(supplements=materials)
    return run_step(office, application_id, Action.SUPPLEMENT, actor, now, expected_version, lambda _u, _a: facts)


def add_papers(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    materials: tuple[Material, ...],
    expected_version: int | None = None,
) -> Application:
    """Hand in further papers, or better ones, while nothing was said about acceptance yet (受理前补交).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(supplements=materials)
    return run_step(office, application_id, Action.ADD_PAPERS, actor, now, expected_version, lambda _u, _a: facts)


def state_figures(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    matters: tuple[Matter, ...],
    expected_version: int | None = None,
) -> Application:
    """State numbers that an accepted case must state and does not (补填数量), as after an acceptance by silence.

    `matters` are the case's items with the numbers; whatever stood there before must stand there still.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(_: UnitOfWork, current: Application) -> Facts:
        return Facts(matters=matters, figures=new_figures(current, matters))

    return run_step(office, application_id, Action.STATE_FIGURES, actor, now, expected_version, look)


def extend(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    working_days: int,
    reasons: str,
    expected_version: int | None = None,
) -> Application:
    """Give a case more time (延期), once and by at most ten working days, by the head of the organ.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        facts = Facts(reasons=reasons, extension_days=working_days)
        check_step(current, Action.EXTEND, actor, facts, now)
        return replace(facts, deadlines=_moved(office, current, working_days))

    return run_step(office, application_id, Action.EXTEND, actor, now, expected_version, look)


def suspend(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    kind: PauseKind,
    expected_days: int,
    reasons: str,
    expected_version: int | None = None,
) -> Application:
    """Stop the clock for a hearing, a survey, a test or an expert review (art 45).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    pause = Pause(kind=kind, started_at=now, officer=actor, reason=reasons, expected_days=expected_days)
    facts = Facts(pause=pause, reasons=reasons)
    return run_step(office, application_id, Action.SUSPEND, actor, now, expected_version, lambda _u, _a: facts)


def resume(
    office: Office, application_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Application:
    """Let the clock run on: the working days since it stopped do not count, so the time limits move by as many.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        check_step(current, Action.RESUME, actor, Facts(), now)
        pause = current.open_pause
        started = office.today(pause.started_at) if pause else office.today(now)
        days = office.calendar.between(started, office.today(now))
        return Facts(uncounted_days=days, deadlines=_moved(office, current, days))

    return run_step(office, application_id, Action.RESUME, actor, now, expected_version, look)


def _moved(office: Office, application: Application, working_days: int) -> tuple[Deadline, ...]:
    """Return the limits of the decision, later by some working days."""
    moved = []
    for deadline in application.deadlines:
        if deadline.name in DECISION_LIMITS:
            due = office.calendar.after(deadline.due, working_days)
            is_provisional = deadline.is_provisional or due.is_provisional
            moved.append(replace(deadline, due=due.day, is_provisional=is_provisional))
    return tuple(moved)


def deliver(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    recipient: str,
    method: DeliveryMethod = DeliveryMethod.IN_PERSON,
    expected_version: int | None = None,
) -> Application:
    """Record that a decision reached its addressee (送达).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(delivery=Delivery(at=now, officer=actor, method=method, recipient=recipient.strip()))
    return run_step(office, application_id, Action.DELIVER, actor, now, expected_version, lambda _u, _a: facts)


def cancel(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str = "",
    ground: str = EndingGround.CANCELLATION_OTHER.value,
    expected_version: int | None = None,
) -> Application:
    """Cancel a case's permits (注销): its holder asks for it, or the head states why; positions become free.

    `ground` is the value of an `EndingGround` of the cancellation; a holder's own wish is one of the other cases.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(reasons=reasons, ground=ground)
    return end_permits(office, application_id, Action.CANCEL, actor, now, facts, expected_version)


def end_permits(
    office: Office,
    application_id: str,
    action: Action,
    actor: Actor,
    now: datetime,
    facts: Facts,
    expected_version: int | None = None,
) -> Application:
    """Take a step that ends a case's live permits, in one transaction with them.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        check_step(current, action, actor, facts, now)
        lives = [unit.permits.live_at(permit.position_key) for permit in current.permits]
        own = [permit for permit, live in zip(current.permits, lives, strict=True) if live and live.id == permit.id]
        if current.permits and not own and action is not Action.EXPIRE and current.state in IN_FORCE:
            raise GuardFailed("workflow.no_live_permit")
        for permit in own:
            unit.permits.end(permit.id, reason=workflow.action_label(action), at=now)
        return facts

    return run_step(office, application_id, action, actor, now, expected_version, look)


def record_removal(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    evidence: str,
    expected_version: int | None = None,
) -> Application:
    """Record that the sign was found taken down (确认已拆除).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(removal_evidence=evidence)
    return run_step(office, application_id, Action.REMOVE, actor, now, expected_version, lambda _u, _a: facts)
