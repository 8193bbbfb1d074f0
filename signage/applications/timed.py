"""What time itself does: acceptance by silence, lapse, renewal by silence, expiry, reminders (时限).

Running it again changes nothing that has been done: every step asks its row's guards once more inside its own
transaction, and a reminder is sent once. One case that cannot go on does not keep the others waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from signage.applications import workflow
from signage.applications.deciding import matter_series
from signage.applications.handling import end_permits
from signage.applications.model import CLOCK, IN_PROCEDURE, Action, Application, Deadline, Event, Permit, Purpose, State
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.step_letters import make_due
from signage.applications.steps import check_step, run_step
from signage.applications.workflow import Facts
from signage.errors import Conflict, SignageError, WorkflowError
from signage.locale import said

_EVERY = 1_000_000
_RECENT = 100  # newest cases whose letters are looked through at every run
REMINDER = "reminder"
WARN_DAYS = 1  # working days before a time limit at which the window is reminded


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStep:
    """One thing that the clock did.

    Attributes:
        what: The action's name, or `reminder`.
        note: In words, as history holds it.
    """

    application_id: str
    number: str
    what: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """What one run did, and what it could not do."""

    at: datetime
    done: tuple[TimedStep, ...]
    failed: tuple[tuple[str, SignageError], ...]


def run_clock(office: Office, now: datetime) -> ClockRun:
    """Take every timed row that is due, send every reminder that is due, and say what was done."""
    done: list[TimedStep] = []
    failed: list[tuple[str, SignageError]] = []
    for application, action in _due(office, now):
        try:
            changed = _take(office, application, action, now)
        except Conflict:
            continue  # somebody was at work on it: the next run sees how it stands
        except SignageError as error:
            failed.append((application.number or application.id, error))
            continue
        note = _last_note(office, changed)
        done.append(TimedStep(application_id=changed.id, number=changed.number, what=action.value, note=note))
    done += _remind(office, now)
    _make_letters(office, [step.application_id for step in done])
    return ClockRun(at=now, done=tuple(done), failed=tuple(failed))


def _make_letters(office: Office, touched: list[str]) -> None:
    """Make the letters of what was done now, and those that a process owed when it died."""
    with office.reading() as unit:
        recent = [application.id for application in unit.applications.listed(limit=_RECENT)]
    for application_id in dict.fromkeys((*touched, *recent)):
        make_due(office, application_id)  # what cannot be made is told by its own page, and stops nothing here


def _due(office: Office, now: datetime) -> list[tuple[Application, Action]]:
    """Return the cases whose timed row's guards are content, with the row's action."""
    today = office.today(now)
    found = []
    with office.reading() as unit:
        states = tuple({row.source for row in workflow.TABLE if row.is_timed} - {State.ISSUED, State.DELIVERED})
        for application in unit.applications.listed(states=states, limit=_EVERY):
            found += [(application, row.action) for row in _content(unit, application, today, now)]
        for permit in unit.permits.ending_by(today - timedelta(days=1)):
            application = unit.applications.get(permit.application_id)
            found += [(application, row.action) for row in _content(unit, application, today, now)]
    return list({(application.id, action): (application, action) for application, action in found}.values())


def _content(unit: UnitOfWork, application: Application, today: date, now: datetime) -> list[workflow.Row]:
    facts = Facts(today=today, earlier=_earlier(unit, application), reasons="—")
    rows = [row for row in workflow.rows_from(application.state) if row.is_timed]
    return [row for row in rows if all(guard(application, CLOCK, facts, now) is None for guard in row.guards)]


def _earlier(unit: UnitOfWork, application: Application) -> Permit | None:
    if application.purpose is not Purpose.RENEWAL or application.state not in IN_PROCEDURE:
        return None
    return unit.permits.by_number(application.earlier_permit)


def _take(office: Office, application: Application, action: Action, now: datetime) -> Application:
    today = office.today(now)
    if action is Action.EXPIRE:
        facts = Facts(today=today, deadlines=_removal(office, application, now))
        return end_permits(office, application.id, action, CLOCK, now, facts, application.version)

    def look(unit: UnitOfWork, current: Application) -> Facts:
        facts = Facts(today=today, earlier=_earlier(unit, current))
        if action is Action.DEEM_RENEWED:
            facts = replace(facts, reasons=said("workflow.renewed_by_silence"))
        check_step(current, action, CLOCK, facts, now)
        if action is Action.DEEM_ACCEPTED:
            return _accepted_by_silence(office, unit, current, facts, now)
        if action is Action.DEEM_RENEWED:
            return _renewed_by_silence(office, unit, current, facts, now)
        return facts

    return run_step(office, application.id, action, CLOCK, now, application.version, look)


def _removal(office: Office, application: Application, now: datetime) -> tuple[Deadline, ...]:
    """The days to take a sign down run from the last day of its term, whenever the clock notices that it has passed."""
    last = max((permit.valid_to for permit in application.permits), default=office.today(now))
    at_noon = datetime.combine(last, time(12), office.zone)
    return office.policy.deadlines(("removal",), at_noon, office.calendar, office.zone, application)


def _accepted_by_silence(office: Office, unit: UnitOfWork, current: Application, facts: Facts, now: datetime) -> Facts:
    """The time limits of the decision run from the day of receipt, not from the day on which silence was noticed."""
    names = next(row.deadlines for row in workflow.rows_from(current.state) if row.action is Action.DEEM_ACCEPTED)
    received = current.submitted_at or now
    limits = office.policy.deadlines(names, received, office.calendar, office.zone, current)
    return replace(facts, acceptance_number=office.number(unit, "acceptance", now), deadlines=limits)


def _renewed_by_silence(office: Office, unit: UnitOfWork, current: Application, facts: Facts, now: datetime) -> Facts:
    kinds = [(item.id, office.policy.number_kind(item)) for item in current.items]
    series = matter_series(office, current)
    return replace(
        facts,
        decision_number=office.number(unit, "decision", now),
        permit_numbers=tuple((item_id, office.number(unit, kind, now)) for item_id, kind in kinds),
        matter_numbers=tuple((one.id, office.number(unit, series, now)) for one in current.matters),
    )


def _last_note(office: Office, application: Application) -> str:
    with office.reading() as unit:
        events = unit.history.of(application.id)
    return events[-1].note if events else ""


def _remind(office: Office, now: datetime) -> list[TimedStep]:
    """Write each reminder once: its key stands in the event, and a key that is there is not written again."""
    sent = []
    for application, key, what in _reminders(office, now):
        try:
            step = _write_reminder(office, application.id, key, what, now)
        except (Conflict, WorkflowError):
            continue
        if step is not None:
            sent.append(step)
    return sent


def _write_reminder(office: Office, application_id: str, key: str, what: str, now: datetime) -> TimedStep | None:
    with office.begin() as unit:
        application = unit.applications.get(application_id)
        if any(("reminder", key) in event.facts for event in unit.history.of(application_id)):
            return None
        note = said("workflow.event_reminder", what=what)
        unit.history.append(
            Event(
                at=now,
                actor=CLOCK,
                action=REMINDER,
                application_id=application_id,
                from_state=application.state,
                to_state=application.state,
                note=note,
                facts=(("reminder", key),),
            )
        )
        unit.commit()
    return TimedStep(application_id=application_id, number=application.number, what=REMINDER, note=note)


def _reminders(office: Office, now: datetime) -> list[tuple[Application, str, str]]:
    """Return what should be reminded of: time limits at hand, promises, ends of permits, signs to be taken down."""
    today = office.today(now)
    ahead = max(office.policy.temporary.reminder_days, *office.policy.renewal_reminder_days)
    found: list[tuple[Application, str, str]] = []
    with office.reading() as unit:
        working = (State.SUBMITTED, *IN_PROCEDURE, State.APPROVED)
        for application in unit.applications.listed(states=working, limit=_EVERY):
            found += [(application, *one) for one in _limits_at_hand(office, application, today)]
        for permit in unit.permits.ending_by(today + timedelta(days=ahead)):
            application = unit.applications.get(permit.application_id)
            found += [(application, *one) for one in _ends_at_hand(office, permit, today)]
        gone = (State.EXPIRED, State.REVOKED, State.PERMIT_WITHDRAWN, State.CANCELLED)
        for application in unit.applications.listed(states=gone, limit=_EVERY):
            limit = application.deadline("removal")
            if limit is not None and today >= limit.due:
                words = said("workflow.remind_removal", due=str(limit.due))
                found.append((application, f"removal {limit.due}", words))
    return found


def _limits_at_hand(office: Office, application: Application, today: date) -> list[tuple[str, str]]:
    wanted = {
        State.SUBMITTED: ("acceptance",),
        State.APPROVED: ("delivery",),
    }.get(application.state, ("promised_decision", "statutory_decision"))
    near = office.calendar.after(today, WARN_DAYS).day
    found: list[tuple[str, str]] = []
    for deadline in application.deadlines:
        if deadline.name in wanted and deadline.due <= near and application.open_pause is None:
            name = said(f"workflow.deadline_{deadline.name}")
            key = "remind_overdue" if deadline.due < today else "remind_limit"
            found.append(
                (f"{key} {deadline.name} {deadline.due}", said(f"workflow.{key}", name=name, due=str(deadline.due)))
            )
    for promise in application.open_promises:
        if promise.due <= near:
            words = said("workflow.remind_promise", paper=promise.name, due=str(promise.due))
            found.append((f"promise {promise.paper} {promise.due}", words))
    return found


def _ends_at_hand(office: Office, permit: Permit, today: date) -> list[tuple[str, str]]:
    left = (permit.valid_to - today).days
    if left < 0:
        return []
    if permit.is_temporary:
        if today < office.policy.temporary.reminder_on(permit.valid_to):
            return []
        words = said("workflow.remind_event_end", number=permit.number, valid_to=str(permit.valid_to))
        return [(f"event end {permit.number}", words)]
    if not permit.is_for_sign:
        return [_item_end(permit, left)] if left <= office.policy.renewal_ahead_days else []
    # The latest of the steps that has been reached: a clock that stood still does not send two at once.
    reached = [days for days in office.policy.renewal_reminder_days if left <= days]
    if not reached:
        return []
    words = said("workflow.remind_renewal", number=permit.number, valid_to=str(permit.valid_to), left=left)
    return [(f"renewal {min(reached)} {permit.number}", words)]


def _item_end(permit: Permit, left: int) -> tuple[str, str]:
    words = said("workflow.remind_item_end", number=permit.number, valid_to=str(permit.valid_to), left=left)
    return (f"item end {permit.number}", words)
