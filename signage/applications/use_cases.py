"""What can be done to a case, each in one unit of work of its own that it opens and commits itself.

A use case reads the application, looks up what the step's row needs, lets `workflow.transition` decide, and stores
application and history together. `expected_version` is the version that the actor saw; when the case has moved on
since, the step is refused with Conflict. Plain values come back, never anything that holds a connection.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from signage.applications.afterwards import as_new, defects_found, sequel_defects
from signage.applications.deciding import approve, recommend, refuse, revoke, send_back, withdraw_permit
from signage.applications.handling import (
    add_papers,
    cancel,
    deliver,
    extend,
    not_accept,
    record_removal,
    record_survey,
    resume,
    review_matter,
    start_review,
    state_figures,
    supplement,
    suspend,
)
from signage.applications.ids import new_id, number_typed
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
    Matter,
    Purpose,
    State,
)
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.precheck import field_defects, fresh_keys
from signage.applications.records import BY_OFFICER, Defect, Promise
from signage.applications.steps import check_step, expect_version, opened, run_step, take_step, taken_positions
from signage.applications.workflow import Facts
from signage.errors import Conflict, NotPermitted
from signage.locale import both

__all__ = [
    "accept",
    "add_papers",
    "amend",
    "approve",
    "cancel",
    "case",
    "defects_of",
    "deliver",
    "elapsed",
    "events_of",
    "extend",
    "not_accept",
    "open_application",
    "recommend",
    "record_removal",
    "record_survey",
    "refuse",
    "resume",
    "return_for_correction",
    "review_matter",
    "revoke",
    "send_back",
    "start_review",
    "state_figures",
    "submit",
    "supplement",
    "suspend",
    "taken_positions",
    "withdraw",
    "withdraw_permit",
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
    purpose: Purpose = Purpose.NEW,
    earlier_permit: str = "",
    matters: tuple[Matter, ...] = (),
    group: str = "",
    joint_days: int = 0,
    sign_days: int = 0,
    drawn_codes: tuple[str, ...] = (),
) -> Application:
    """Store a draft and return it; opening twice under one key gives the first one back.

    `purpose` says what is to become of the permit `earlier_permit`; `matters` are items of the catalogue that are
    handled together under the composite group `group`, within `joint_days` working days;
    `sign_days` is what the group's drawn items `drawn_codes` had by themselves.

    Raises:
        InputError: Something about the applicant is wrong.
        NotPermitted: The actor is not the applicant's own account.
        Conflict: The key belongs to another account's application.
    """
    if applicant.account_id not in (actor.id, *actor.acts_for):
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
        purpose=purpose,
        earlier_permit=number_typed(earlier_permit),
        matters=matters,
        group=group,
        joint_days=joint_days,
        sign_days=sign_days,
        drawn_codes=drawn_codes,
    )
    try:
        with office.begin() as unit:
            known = unit.applications.by_idempotency_key(idempotency_key) if idempotency_key else None
            if known is None:
                unit.applications.add(draft)
                unit.history.append(opened(draft, actor, now))
                unit.commit()
                return draft
    except Conflict:
        # Where writers do not wait for each other, somebody was first between the look and the write.
        with office.reading() as unit:
            known = unit.applications.by_idempotency_key(idempotency_key)
        if known is None:
            raise
    if known.applicant.account_id != applicant.account_id:
        raise Conflict("applications.key_of_another", key=idempotency_key)
    return known


def amend(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    items: tuple[Item, ...] | None = None,
    materials: tuple[Material, ...] | None = None,
    circumstances: Circumstances | None = None,
    expected_version: int | None = None,
) -> Application:
    """Change what a draft or a returned case holds, as when another shop is added; None keeps what is there.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """
    facts = Facts(items=items, materials=materials, circumstances=circumstances)
    return run_step(office, application_id, Action.AMEND, actor, now, expected_version, lambda _u, _a: facts)


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
    matters: tuple[Matter, ...] | None = None,
    answers: tuple[tuple[str, str], ...] = (),
) -> Application:
    """Hand an application in, or hand it in again after a return, and return it with its number.

    Submitting again under the key that it was opened with gives back what is already submitted.

    `items`, `materials`, `circumstances` and `matters` replace the earlier ones; None keeps them. `answers` says, by
    the key of a line that an officer wrote into a notice, how it was put right.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed: The step is not possible; see the table.
        Conflict: Somebody changed it meanwhile, or the key is another application's.
        NotFound: Nothing by that id.
    """
    handed = Facts(items=items, materials=materials, circumstances=circumstances, matters=matters, answers=answers)
    try:
        return _submit(office, application_id, actor, now, expected_version, idempotency_key, handed)
    except Conflict:
        # The same submission sent twice at once: the one that came second gets what the first one made.
        with office.reading() as unit:
            current = unit.applications.get(application_id)
        if not _is_repeat(current, idempotency_key, actor):
            raise
        return current


def _is_repeat(application: Application, key: str, actor: Actor) -> bool:
    is_own = application.applicant.account_id in (actor.id, *actor.acts_for)
    return bool(key) and application.idempotency_key == key and application.state in SUBMITTED_STATES and is_own


def _submit(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    idempotency_key: str,
    handed: Facts,
) -> Application:
    with office.begin() as unit:
        current = unit.applications.get(application_id)
        if idempotency_key and current.idempotency_key not in ("", idempotency_key):
            raise Conflict("applications.key_of_another", key=idempotency_key)
        if _is_repeat(current, idempotency_key, actor):
            return current
        expect_version(current, expected_version)
        keyed = replace(current, idempotency_key=current.idempotency_key or idempotency_key)
        wanted = keyed.items if handed.items is None else handed.items
        faults = (
            *sequel_defects(office, unit, keyed),
            *field_defects(office, unit, replace(as_new(keyed), items=wanted), now),
        )
        facts = replace(
            handed,
            field_faults=tuple(fault.text for fault in faults),
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
    settled: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Send a case back with one notice that lists everything (一次性告知): missing papers, findings, and `defects`.

    What an officer wrote into an earlier notice is listed again, unless its key is among `settled`.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        new = (line.strip() for line in defects if line.strip())
        left = (line.text for line in current.open_lines if line.key not in settled)
        written = (Defect(key=f"{BY_OFFICER}{line}", text=line) for line in (*left, *new))
        found = (defect for defect in defects_found(office, unit, current) if not defect.is_for_window)
        everything = {defect.text: defect for defect in (*written, *found)}
        return Facts(
            defects=tuple(everything.values()),
            reasons=reasons,
            settled=settled,
            fresh_defects=fresh_keys(office, unit, as_new(current)),
        )

    return run_step(office, application_id, Action.RETURN, actor, now, expected_version, look)


def defects_of(office: Office, application: Application) -> tuple[Defect, ...]:
    """Return everything that the product itself knows to be missing or wrong with a case, as a notice would list it."""
    with office.reading() as unit:
        return defects_found(office, unit, application)


def accept(
    office: Office,
    application_id: str,
    actor: Actor,
    now: datetime,
    *,
    circumstances: Circumstances | None = None,
    with_promise: bool = False,
    settled: tuple[str, ...] = (),
    expected_version: int | None = None,
) -> Application:
    """Accept a complete case (受理) and start its time limits.

    `circumstances` is what the window found out; None keeps what the applicant stated. `with_promise` accepts it
    although papers are missing that may follow by the published list (容缺受理); nothing is issued before they come.
    `settled` holds the keys of the lines of earlier notices that the officer finds put right.

    Raises:
        IllegalTransition, NotPermitted, GuardFailed, Conflict, NotFound: As for every step.
    """

    def look(unit: UnitOfWork, current: Application) -> Facts:
        missing = office.policy.lacking(current, circumstances)
        following = tuple(paper for paper in missing if with_promise and paper.may_follow_days)
        today = office.today(now)
        facts = Facts(
            missing_papers=tuple(
                both(f"{p.code} {p.name_zh}", f"{p.code} {p.name_en}") for p in missing if p not in following
            ),
            circumstances=circumstances,
            settled=settled,
            promises=tuple(
                Promise(paper=p.code, name=p.name_zh, due=office.calendar.after(today, p.may_follow_days).day)
                for p in following
            ),
        )
        check_step(current, Action.ACCEPT, actor, facts, now)
        return replace(facts, acceptance_number=office.case_number(unit, "acceptance", current, now))

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
