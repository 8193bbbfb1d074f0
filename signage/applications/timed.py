"""What time itself does: acceptance by silence, lapse, renewal by silence, expiry, reminders (时限).

Running it again changes nothing that has been done: every step asks its row's guards once more inside its own
transaction, and a reminder is sent once. One case that cannot go on does not keep the others waiting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from signage.applications import workflow
from signage.applications.deciding import matter_series
from signage.applications.handling import end_permits
from signage.applications.model import CLOCK, IN_PROCEDURE, Action, Application, Deadline, Event, Permit, Purpose, State
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.queue import QueueEntry, QueueQuery
from signage.applications.step_letters import make_due
from signage.applications.steps import check_step, run_step
from signage.applications.workflow import Facts
from signage.errors import Conflict, SignageError, ToolError, WorkflowError
from signage.locale import said, wording_of

_GONE = (State.EXPIRED, State.REVOKED, State.PERMIT_WITHDRAWN, State.CANCELLED)  # until the sign is down
_RECENT = 100  # newest cases whose letters are looked through at every run
REMINDER = "reminder"
WARN_DAYS = 1  # working days before a time limit at which the window is reminded


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStep:
    """One thing that the clock did.

    Attributes:
        what: The action's name, or `reminder`.
        note: In words, as history holds it.
        wording: How the system made the note, so that it can be said in another language.
    """

    application_id: str
    number: str
    what: str
    note: str
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """What one run did, and what it could not do."""

    at: datetime
    done: tuple[TimedStep, ...]
    failed: tuple[tuple[str, SignageError], ...]


class LookedThrough:
    """Cases whose letters a process has looked through, by version: as it then stood, nothing more is owed."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}

    def is_known(self, entry: QueueEntry) -> bool:
        """Return whether a case was looked through as it stands."""
        return self._versions.get(entry.id) == entry.version

    def keep(self, entries: Iterable[QueueEntry]) -> None:
        """Keep the cases of this round, and forget all others."""
        self._versions = {entry.id: entry.version for entry in entries}


def run_clock(office: Office, now: datetime, looked: LookedThrough | None = None) -> ClockRun:
    """Take every timed row that is due, send every reminder that is due, and say what was done.

    Args:
        office: The office.
        now: The present instant, aware.
        looked: What earlier runs of this process have looked through; letters are looked for in all the newest cases
            without it.
    """
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
        note, wording = _last_note(office, changed)
        named = {"application_id": changed.id, "number": changed.number, "what": action.value}
        done.append(TimedStep(**named, note=note, wording=wording))
    done += _remind(office, now)
    _make_letters(office, [step.application_id for step in done], looked or LookedThrough())
    return ClockRun(at=now, done=tuple(done), failed=tuple(failed))


def _make_letters(office: Office, touched: list[str], looked: LookedThrough) -> None:
    """Make the letters of what was done now, and those that a process owed when it died."""
    with office.reading() as unit:
        recent = unit.queue.page(QueueQuery(limit=_RECENT)).entries
    fresh = [entry.id for entry in recent if not looked.is_known(entry)]
    again: set[str] = set()
    for application_id in dict.fromkeys((*touched, *fresh)):
        refused = make_due(office, application_id).refused  # is told by the case's page, and stops nothing here
        if any(isinstance(error, ToolError) for _, error in refused):
            again.add(application_id)  # the disk or the seal may be back at the next run; what the law refuses is not
    looked.keep(entry for entry in recent if entry.id not in again)


def _due(office: Office, now: datetime) -> list[tuple[Application, Action]]:
    """Return the cases whose timed row's guards are content, with the row's action."""
    today = office.today(now)
    found = []
    with office.reading() as unit:
        states = tuple({row.source for row in workflow.TABLE if row.is_timed} - {State.ISSUED, State.DELIVERED})
        for entry in unit.queue.watched(states, today):
            application = unit.applications.get(entry.id)
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
    return replace(facts, acceptance_number=office.case_number(unit, "acceptance", current, now), deadlines=limits)


def _renewed_by_silence(office: Office, unit: UnitOfWork, current: Application, facts: Facts, now: datetime) -> Facts:
    kinds = [(item.id, office.policy.number_kind(item)) for item in current.items]
    series = matter_series(office, current)
    return replace(
        facts,
        decision_number=office.case_number(unit, "decision", current, now),
        permit_numbers=tuple((item_id, office.number(unit, kind, now)) for item_id, kind in kinds),
        matter_numbers=tuple((one.id, office.number(unit, series, now)) for one in current.matters),
    )


def _last_note(office: Office, application: Application) -> tuple[str, str]:
    """Return what history's last entry of a case says, and how that was made."""
    with office.reading() as unit:
        events = unit.history.of(application.id)
    return (events[-1].note, events[-1].wording) if events else ("", "")


def _remind(office: Office, now: datetime) -> list[TimedStep]:
    """Write each reminder once: its key stands in the event, and a key that is there is not written again."""
    wanted = _reminders(office, now)
    with office.reading() as unit:
        there = unit.reminders.sent(tuple(dict.fromkeys(entry.id for entry, _, _ in wanted)))
    sent = []
    for entry, key, what in wanted:
        if (entry.id, key) in there:
            continue
        try:
            step = _write_reminder(office, entry.id, key, what, now)
        except (Conflict, WorkflowError):
            continue
        if step is not None:
            sent.append(step)
    return sent


def _write_reminder(office: Office, application_id: str, key: str, what: str, now: datetime) -> TimedStep | None:
    with office.begin() as unit:
        application = unit.applications.get(application_id)
        unit.reminders.keep(application_id, key)
        # An older edition kept its reminders in the history alone.
        is_there = any(("reminder", key) in event.facts for event in unit.history.of(application_id))
        note = said("workflow.event_reminder", what=what)
        if not is_there:
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
    if is_there:
        return None
    named = {"application_id": application_id, "number": application.number, "what": REMINDER}
    return TimedStep(**named, note=note, wording=wording_of(note))


def _reminders(office: Office, now: datetime) -> list[tuple[QueueEntry, str, str]]:
    """Return what should be reminded of: time limits at hand, promises, ends of permits, signs to be taken down."""
    today = office.today(now)
    ahead = max(office.policy.temporary.reminder_days, *office.policy.renewal_reminder_days)
    near = office.calendar.after(today, WARN_DAYS).day
    found: list[tuple[QueueEntry, str, str]] = []
    with office.reading() as unit:
        for entry in unit.queue.watched((State.SUBMITTED, *IN_PROCEDURE, State.APPROVED), near):
            application = unit.applications.get(entry.id)
            found += [(entry, *one) for one in _limits_at_hand(office, application, today)]
        ending = unit.permits.ending_by(today + timedelta(days=ahead))
        cases = unit.queue.entries(tuple(dict.fromkeys(permit.application_id for permit in ending)))
        for permit in ending:
            found += [(cases[permit.application_id], *one) for one in _ends_at_hand(office, permit, today)]
        for entry in unit.queue.watched(_GONE, today):
            if entry.limit is not None:
                due = str(entry.limit.due)
                found.append((entry, f"removal {due}", said("workflow.remind_removal", due=due)))
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
