"""The officers' steps after acceptance: recommend, send back, grant, refuse, revoke; run as in `steps`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from signage.applications.afterwards import lost_permit
from signage.applications.handling import end_permits
from signage.applications.heard import standing_words
from signage.applications.hearings import open_hearings
from signage.applications.model import Action, Actor, Application, Outcome
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.refusing import reasons_stated
from signage.applications.steps import check_step, run_step, taken_positions
from signage.applications.workflow import Facts


def recommend(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    outcome: Outcome,
    opinion: str,
    waivers: tuple[tuple[str, str], ...] = (),
    settled: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Record the first officer's opinion (初审).

    `waivers` holds rule id and reason, for each blocking finding that shall not stop a grant; `settled` the keys of the
    lines of notices that the officer finds put right, which a case that silence accepted still has open.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        periods = standing_words(office, unit, current.id, now)
        return Facts(outcome=outcome, reasons=opinion, waivers=waivers, settled=settled, open_periods=periods)

    return run_step(office, application_id, Action.RECOMMEND, actor, now, expected_version, look)


def send_back(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str,
    expected_version: int | None = None,
) -> Application:
    """Send a recommendation back to the first officer with reasons (退回重审).

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        return Facts(reasons=reasons, **_who_decides(office, current))

    return run_step(office, application_id, Action.SEND_BACK, actor, now, expected_version, look)


class _WhoDecides(TypedDict):
    needs_another_decider: bool
    separation_basis: str


def _who_decides(office: Office, application: Application) -> _WhoDecides:
    """What the policy says of opinion and decision in this case."""
    needs_another = office.policy.needs_another_decider(application)
    return {"needs_another_decider": needs_another, "separation_basis": office.policy.opinion_and_decision.basis}


def approve(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str = "",
    conditions: tuple[str, ...] = (),
    waivers: tuple[tuple[str, str], ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Grant every sign of a case, with conditions when there are any; takes the numbers of decision and permits.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        facts = Facts(
            reasons=reasons,
            conditions=tuple(line.strip() for line in conditions if line.strip()),
            waivers=waivers,
            **_who_decides(office, current),
            taken_positions=taken_positions(unit, current, current.items),
            open_hearings=open_hearings(unit, current.id),
            open_periods=standing_words(office, unit, current.id, now),
            earlier_lost=lost_permit(unit, current),
        )
        check_step(current, Action.APPROVE, actor, facts, now)
        return replace(
            facts,
            decision_number=office.case_number(unit, "decision", current, now),
            permit_numbers=tuple((i.id, office.number(unit, office.policy.number_kind(i), now)) for i in current.items),
            matter_numbers=tuple(
                (one.id, office.number(unit, matter_series(office, current), now)) for one in current.matters
            ),
        )

    return run_step(office, application_id, Action.APPROVE, actor, now, expected_version, look)


def matter_series(office: Office, application: Application) -> str:
    """Which series the numbers of a case's matters come from; a policy without one for single items has one for all."""
    kind = "item" if application.single_matter is not None and office.policy.has_number("item") else "matter"
    return office.policy.series(kind, application.track)


def refuse(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str = "",
    basis: str = "",
    chosen: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Refuse a case (不予许可) with reasons, each with its basis.

    `reasons` are the officer's own words, `basis` what they rest on; `chosen` are keys of `refusing.reasons_offered`.

    Raises:
        InputError: A reason that the case does not offer.
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        grounds, told = reasons_stated(current, chosen, reasons, basis)
        facts = Facts(
            reasons=told,
            grounds=grounds,
            **_who_decides(office, current),
            outcome=Outcome.REFUSED,
            open_hearings=open_hearings(unit, current.id),
            open_periods=standing_words(office, unit, current.id, now),
        )
        check_step(current, Action.REFUSE, actor, facts, now)
        return replace(facts, decision_number=office.case_number(unit, "refusal", current, now))

    return run_step(office, application_id, Action.REFUSE, actor, now, expected_version, look)


def revoke(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str,
    ground: str,
    heard: str,
    redress: str = "",
    expected_version: int | None = None,
) -> Application:
    """Revoke an issued case (撤销) on a ground of art 69: its live permits end and their positions are free.

    `ground` is the value of an `EndingGround` of the revocation; `heard` says when and how the holder was heard, or why
    not; `redress` is what the letter says of losses or interests; both in the officer's words.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(reasons=reasons, ground=ground, heard=heard, redress=redress)
    return end_permits(office, application_id, Action.REVOKE, actor, now, facts, expected_version)


def withdraw_permit(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str,
    ground: str,
    redress: str = "",
    expected_version: int | None = None,
) -> Application:
    """Withdraw a lawful permit (撤回) since the law or the circumstances changed, in the public interest (art 8).

    `ground` is the value of an `EndingGround` of the withdrawal; `redress` says how losses are compensated, and the
    letter names compensation also without it.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(reasons=reasons, ground=ground, redress=redress)
    return end_permits(office, application_id, Action.WITHDRAW_PERMIT, actor, now, facts, expected_version)
