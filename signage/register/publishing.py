"""Publication of decisions (双公示) within seven working days; entries are corrected or withdrawn, never removed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from signage.applications.case_documents import CaseDocument
from signage.applications.ids import new_id
from signage.applications.model import Actor, Application, Event
from signage.applications.office import Office
from signage.applications.vocabulary import SYSTEM
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.locale import said
from signage.register.masking import MaskingPolicy, masked_text
from signage.register.model import (
    DuePublication,
    Publication,
    PublicationChange,
    PublicationStatus,
    PublicRecord,
)
from signage.register.ports import RegisterUnitOfWork, begin, begin_reading
from signage.register.public import public_ending, public_record

WORKING_DAYS = 7  # 双公示: publish at most 7 working days after the decision [STANDARDS §4, source SY]
CORRECTABLE = ("project", "content", "holder")  # words; numbers and dates come from the decision itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNow:
    """What one run did.

    Attributes:
        published: Entries made, oldest decision first.
        entered: Permits that older data lacked in the register and that were entered.
    """

    published: tuple[Publication, ...]
    entered: int

    @property
    def late(self) -> tuple[Publication, ...]:
        """Entries that were made after their last day."""
        return tuple(entry for entry in self.published if entry.was_late)


def publish_due(office: Office, now: datetime, *, policy: MaskingPolicy | None = None) -> PublishedNow:
    """Publish every decision that has no entry yet, those that end a permit too; run again it publishes nothing twice.

    Each entry and its line of history are one transaction, so a stop in between leaves no half of one.

    Raises:
        ToolError: The database failed.
    """
    with begin_reading(office) as unit:
        waiting, endings = unit.publications.unpublished(), unit.publications.unpublished_endings()
    made = [_publish(office, case.id, now, policy) for case in waiting]
    made += [_publish_ending(office, ending, now, policy) for ending in endings]
    done = [entry for entry in made if entry is not None]
    with begin(office) as unit:
        entered = unit.register.catch_up()
        unit.commit()
    return PublishedNow(published=tuple(done), entered=entered)


def due_publications(office: Office) -> tuple[DuePublication, ...]:
    """Return the decisions that wait for publication, oldest first; `is_overdue` says which are too late."""
    with begin_reading(office) as unit:
        decided = [_due(office, case) for case in unit.publications.unpublished()]
        ended = [_due_ending(office, letter) for letter in unit.publications.unpublished_endings()]
    return tuple(sorted((*decided, *ended), key=lambda one: one.decided_on))


def publications(
    office: Office, *, since: date | None = None, until: date | None = None, before: str = "", limit: int = 50
) -> tuple[Publication, ...]:
    """Return published decisions, newest first, both days included."""
    with begin_reading(office) as unit:
        return unit.publications.listed(since=since, until=until, before=before, limit=limit)


def publication(office: Office, publication_id: str) -> Publication:
    """Return one published decision.

    Raises:
        NotFound: Nothing by that id.
    """
    with begin_reading(office) as unit:
        return unit.publications.get(publication_id)


def correct(
    office: Office,
    publication_id: str,
    actor: Actor,
    now: datetime,
    *,
    changes: dict[str, str],
    reason: str,
    expected_version: int | None = None,
) -> Publication:
    """Correct words of an entry (更正); what stood before is kept beside the reason.

    Raises:
        InputError: No reason, nothing to change, or a field that cannot be corrected.
        GuardFailed: The entry was withdrawn.
        Conflict: Somebody else was first.
        NotFound: Nothing by that id.
    """
    unknown = sorted(set(changes) - set(CORRECTABLE))
    if unknown:
        raise InputError("register.not_correctable", field="、".join(unknown), known="、".join(CORRECTABLE))
    hidden = {name: masked_text(value).strip() for name, value in changes.items() if value.strip()}
    status = PublicationStatus.CORRECTED
    return _change(office, publication_id, actor, now, status, reason, hidden, expected_version)


def withdraw(
    office: Office,
    publication_id: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str,
    expected_version: int | None = None,
) -> Publication:
    """Withdraw an entry (撤下): number, date and the reason stay in the list.

    Raises:
        InputError: No reason is given.
        GuardFailed: The entry was withdrawn before.
        Conflict: Somebody else was first.
        NotFound: Nothing by that id.
    """
    status = PublicationStatus.WITHDRAWN
    return _change(office, publication_id, actor, now, status, reason, {}, expected_version)


def _publish(office: Office, case_id: str, now: datetime, policy: MaskingPolicy | None) -> Publication | None:
    with begin(office) as unit:
        case = unit.applications.get(case_id)  # read again: it may have moved on
        due = _due(office, case)
        record = public_record(case, organ=office.organ.name, on=office.today, policy=policy)
        return _enter(office, unit, case, due, record, now)


def _publish_ending(
    office: Office, letter: CaseDocument, now: datetime, policy: MaskingPolicy | None
) -> Publication | None:
    with begin(office) as unit:
        case = unit.applications.get(letter.application_id)
        step = next((event for event in unit.history.of(case.id) if _led_to(event, letter)), None)
        if step is None:  # no step of the procedure ended anything: not a decision to be published
            return None
        record = public_ending(case, letter, step, organ=office.organ.name, on=office.today, policy=policy)
        return _enter(office, unit, case, _due_ending(office, letter), record, now)


def _led_to(event: Event, letter: CaseDocument) -> bool:
    """Whether a line of history is the step that a letter was made for."""
    is_step = event.from_state is not event.to_state
    return is_step and dict(event.facts).get("version") == str(letter.application_version)


def _enter(
    office: Office,
    unit: RegisterUnitOfWork,
    case: Application,
    due: DuePublication,
    record: PublicRecord,
    now: datetime,
) -> Publication | None:
    entry = Publication(
        id=new_id(),
        application_id=case.id,
        record=record,
        due=due.due,
        is_provisional=due.is_provisional,
        published_at=now,
        published_on=office.today(now),
    )
    if not unit.publications.add(entry):
        return None
    key = "register.event_published_late" if entry.was_late else "register.event_published"
    note = said(key, number=entry.record.document_number, due=entry.due.isoformat())
    unit.history.append(_event(case, SYSTEM, now, "publish", note, entry))
    unit.commit()
    return entry


def _change(
    office: Office,
    publication_id: str,
    actor: Actor,
    now: datetime,
    status: PublicationStatus,
    reason: str,
    changes: dict[str, str],
    expected_version: int | None,
) -> Publication:
    told = masked_text(reason).strip()
    if not told:
        raise InputError("register.reason_missing", at=Location(field="reason"))
    with begin(office) as unit:
        current = unit.publications.get(publication_id)
        if expected_version is not None and current.version != expected_version:
            raise Conflict("register.changed_meanwhile", id=publication_id)
        if current.status is PublicationStatus.WITHDRAWN:
            raise GuardFailed("register.already_withdrawn", number=current.record.document_number)
        record = _with(current.record, changes)
        if status is PublicationStatus.CORRECTED and record == current.record:
            raise InputError("register.nothing_to_correct", at=Location(field="content"))
        change = PublicationChange(at=now, actor=actor, status=status, reason=told, before=current.record)
        changed = replace(
            current, record=record, status=status, changes=(*current.changes, change), version=current.version + 1
        )
        unit.publications.save(changed, expected_version=current.version)
        note = said(f"register.event_{status.value}", number=record.document_number, reason=told)
        _append(unit, current.application_id, actor, now, status, note, changed)
        unit.commit()
    return changed


def _append(
    unit: RegisterUnitOfWork,
    case_id: str,
    actor: Actor,
    now: datetime,
    status: PublicationStatus,
    note: str,
    entry: Publication,
) -> None:
    case = unit.applications.get(case_id)
    action = "publication_corrected" if status is PublicationStatus.CORRECTED else "publication_withdrawn"
    unit.history.append(_event(case, actor, now, action, note, entry))


def _event(case: Application, actor: Actor, now: datetime, action: str, note: str, entry: Publication) -> Event:
    return Event(
        at=now,
        actor=actor,
        action=action,
        application_id=case.id,
        from_state=case.state,
        to_state=case.state,
        note=note,
        facts=(("publication", entry.id), ("document", entry.record.document_number), ("due", entry.due.isoformat())),
    )


def _with(record: PublicRecord, changes: dict[str, str]) -> PublicRecord:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return PublicRecord(**{**values, **changes})


def _due(office: Office, case: Application) -> DuePublication:
    decision = case.decision
    if decision is None:
        raise GuardFailed("register.not_decided", id=case.id)
    return _due_of(office, case.id, case.decision_number, office.today(decision.at))


def _due_ending(office: Office, letter: CaseDocument) -> DuePublication:
    return _due_of(office, letter.application_id, letter.number, office.today(letter.made_at))


def _due_of(office: Office, case_id: str, number: str, decided_on: date) -> DuePublication:
    due = office.calendar.after(decided_on, WORKING_DAYS)
    return DuePublication(
        application_id=case_id,
        document_number=number,
        decided_on=decided_on,
        due=due.day,
        is_provisional=due.is_provisional,
    )
