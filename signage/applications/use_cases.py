"""What can be done to a case, each in one unit of work of its own that it opens and commits itself.

A use case reads the application, looks up what the step's row needs, lets `workflow.transition` decide, and stores
application and history together. `expected_version` is the version that the actor saw; when the case has moved on
since, the step is refused with Conflict. Plain values come back, never anything that holds a connection.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from signage.applications.deciding import approve, recommend, refuse, revoke, send_back
from signage.applications.ids import new_id
from signage.applications.intake import checked_applicant
from signage.applications.model import (
    Action,
    Actor,
    Applicant,
    Application,
    Circumstances,
    Event,
    Item,
    Material,
    State,
)
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.steps import check_step, expect_version, opened, run_step, take_step, taken_positions
from signage.applications.workflow import Facts
from signage.errors import Conflict, NotPermitted
from signage.locale import text

__all__ = [
    "accept",
    "approve",
    "case",
    "elapsed",
    "events_of",
    "known_defects",
    "open_application",
    "recommend",
    "refuse",
    "return_for_correction",
    "revoke",
    "send_back",
    "submit",
    "taken_positions",
    "withdraw",
]

SUBMITTED_STATES = frozenset(State) - {State.DRAFT, State.RETURNED}


def open_application(
    office: Office,
    applicant: Applicant,
    items: tuple[Item, ...],
    materials: tuple[Material, ...],
    actor: Actor,
    now: datetime,
    *,
    circumstances: Circumstances | None = None,
    idempotency_key: str = "",
) -> Application:
    """Store a draft and return it; opening twice under one key gives the first one back.

    Raises:
        InputError: Something about the applicant is wrong.
        NotPermitted: The actor is not the applicant's own account.
        Conflict: The key belongs to another account's application.
    """
    if actor.id != applicant.account_id:
        raise NotPermitted("workflow.not_own_case", actor=actor.name)
    checked = checked_applicant(applicant, office.policy)
    draft = Application(
        id=new_id(),
        number="",
        state=State.DRAFT,
        version=1,
        applicant=checked,
        created_at=now,
        items=items,
        materials=materials,
        idempotency_key=idempotency_key,
        circumstances=circumstances or Circumstances(),
        policy=office.policy.version,
    )
    with office.begin() as unit:
        known = unit.applications.by_idempotency_key(idempotency_key) if idempotency_key else None
        if known is not None:
            if known.applicant.account_id != applicant.account_id:
                raise Conflict("applications.key_of_another", key=idempotency_key)
            return known
        unit.applications.add(draft)
        unit.history.append(opened(draft, actor, now))
        unit.commit()
    return draft


def submit(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
    idempotency_key: str = "",
    items: tuple[Item, ...] | None = None,
    materials: tuple[Material, ...] | None = None,
    circumstances: Circumstances | None = None,
) -> Application:
    """Hand an application in, or hand it in again after a return, and return it with its number.

    Submitting again under the key that it was opened with gives back what is already submitted.

    `items`, `materials` and `circumstances` replace the earlier ones; None keeps them.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed: The step is not possible; see the table.
        Conflict: Somebody changed it meanwhile, or the key is another application's.
        NotFound: Nothing by that id.
    """
    with office.begin() as unit:
        current = unit.applications.get(application_id)
        if idempotency_key and current.idempotency_key not in ("", idempotency_key):
            raise Conflict("applications.key_of_another", key=idempotency_key)
        is_repeat = bool(idempotency_key) and current.idempotency_key == idempotency_key
        if is_repeat and current.state in SUBMITTED_STATES and actor.id == current.applicant.account_id:
            return current
        expect_version(current, expected_version)
        keyed = replace(current, idempotency_key=current.idempotency_key or idempotency_key)
        wanted = keyed.items if items is None else items
        facts = Facts(
            items=items,
            materials=materials,
            circumstances=circumstances,
            taken_positions=taken_positions(unit, keyed, wanted),
        )
        check_step(keyed, Action.SUBMIT, actor, facts, now)
        facts = replace(facts, number=keyed.number or office.number(unit, "intake", now))
        return take_step(office, unit, keyed, Action.SUBMIT, actor, facts, now)


def return_for_correction(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    defects: tuple[str, ...] = (),
    reasons: str = "",
    expected_version: int | None = None,
) -> Application:
    """Send a case back with one notice that lists everything (一次性告知): missing papers, findings, and `defects`.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        everything = dict.fromkeys((*(d.strip() for d in defects if d.strip()), *known_defects(office, current)))
        return Facts(defects=tuple(everything), reasons=reasons)

    return run_step(office, application_id, Action.RETURN, actor, now, expected_version, look)


def known_defects(office: Office, application: Application) -> tuple[str, ...]:
    """Return everything that the product itself knows to be missing or wrong, as lines of the one-time notice."""
    missing = office.policy.missing_papers(application.items, application.materials, application.circumstances)
    papers = [text("applications.defect_paper", paper=paper.code, name=paper.name_zh) for paper in missing]
    findings = [
        text(
            "applications.defect_finding",
            unit=item.unit_id,
            title=finding.title_zh,
            clause=finding.clause,
            message=finding.message_zh or finding.required,
        )
        for item in application.items
        for finding in item.report.findings
        if finding.verdict.blocks
    ]
    return tuple(papers + findings)


def accept(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    circumstances: Circumstances | None = None,
    expected_version: int | None = None,
) -> Application:
    """Accept a complete case (受理) and start its time limits.

    `circumstances` is what the window found out; None keeps what the applicant stated.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        stated = circumstances or current.circumstances
        missing = office.policy.missing_papers(current.items, current.materials, stated)
        facts = Facts(missing_papers=tuple(f"{p.code} {p.name_zh}" for p in missing), circumstances=circumstances)
        check_step(current, Action.ACCEPT, actor, facts, now)
        return replace(facts, acceptance_number=office.number(unit, "acceptance", now))

    return run_step(office, application_id, Action.ACCEPT, actor, now, expected_version, look)


def withdraw(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    reasons: str = "",
    expected_version: int | None = None,
) -> Application:
    """Take an application back (撤回申请) before it is decided.

    Raises:
        IllegalTransition, NotPermitted, Conflict, NotFound: As for every step.
    """
    facts = Facts(reasons=reasons)
    return run_step(office, application_id, Action.WITHDRAW, actor, now, expected_version, lambda _u, _a: facts)


def case(office: Office, application_id: str) -> Application:
    """Return one application.

    Raises:
        NotFound: Nothing by that id.
    """
    with office.reading() as unit:
        return unit.applications.get(application_id)


def events_of(office: Office, application_id: str) -> tuple[Event, ...]:
    """Return a case's history, oldest first."""
    with office.reading() as unit:
        return unit.history.of(application_id)


def elapsed(application: Application) -> dict[str, timedelta]:
    """Return the times on record by name; one that has not been reached is left out.

    `application_to_decision`: from the first submission to the decision. `application_to_issue`: to the sealed notice.
    `acceptance_to_decision`: from the acceptance.
    """
    first = application.submissions[0].at if application.submissions else None
    decided = application.decision.at if application.decision else None
    pairs = {
        "application_to_decision": (first, decided),
        "application_to_issue": (first, application.issued_at),
        "acceptance_to_decision": (application.accepted_at, decided),
    }
    return {name: end - start for name, (start, end) in pairs.items() if start is not None and end is not None}
