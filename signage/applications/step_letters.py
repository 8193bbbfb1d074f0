"""The letters that steps bring forth: each step's row names them, and what they state is on the case's record.

They are made after the step has been committed, from its line of history: a process that dies in between leaves the
step done and its letters owing, and `make_due` makes them later as they would have been made then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from signage.applications.afterwards import decision_title, earlier_matter, holder_of
from signage.applications.case_documents import CaseDocument
from signage.applications.compared import wording
from signage.applications.how_to_mend import how_to_mend
from signage.applications.letter_content import (
    Change,
    Changed,
    Content,
    Defect,
    Delivered,
    Delivery,
    Ending,
    EndingGround,
    Extension,
    FilingChange,
    FilingEnding,
    NonAcceptanceGround,
    Officer,
    PromisedPaper,
    Renewal,
    Survey,
    Suspension,
)
from signage.applications.letter_head import matter_of, remedies_of
from signage.applications.letters import LetterKind
from signage.applications.model import Action, Application, Event, Item, Matter, Permit, Purpose, Role, State, Track
from signage.applications.office import Office
from signage.applications.paperwork import make_letter
from signage.applications.table import TABLE, Row
from signage.applications.vocabulary import SYSTEM, DeliveryMethod
from signage.errors import GuardFailed, SignageError
from signage.locale import text

_BY_PURPOSE = {
    Purpose.RENEWAL: LetterKind.RENEWAL,
    Purpose.CHANGE: LetterKind.CHANGE,
    Purpose.TRANSFER: LetterKind.CHANGE,
}
# What takes the place of a permit's decisions where the case is a filing or guidance: own words, no law of permits.
_OF_NO_PERMIT = {
    LetterKind.RENEWAL: LetterKind.FILING_CHANGE,
    LetterKind.CHANGE: LetterKind.FILING_CHANGE,
    LetterKind.WITHDRAWAL: LetterKind.FILING_ENDING,
    LetterKind.REVOCATION: LetterKind.FILING_ENDING,
    LetterKind.CANCELLATION: LetterKind.FILING_ENDING,
}
_KINDS = frozenset(kind.value for kind in LetterKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLetter:
    """A letter that a step owes: its kind, the step, and the case as it was after it."""

    kind: LetterKind
    event: Event
    case: Application


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLetters:
    """What was made, and what could not be, with the reason."""

    made: tuple[CaseDocument, ...] = ()
    refused: tuple[tuple[LetterKind, SignageError], ...] = ()


def make_due(office: Office, application_id: str) -> MadeLetters:
    """Make every letter that a case's steps owe and return them; without an issuer of letters there is nothing to do.

    A letter that the law does not know for this case (a survey by one officer) is not made; why is given back and
    stands in nobody's way.

    Raises:
        NotFound: There is no such case.
    """
    if office.letters is None:
        return MadeLetters()
    made: list[CaseDocument] = []
    refused: list[tuple[LetterKind, SignageError]] = []
    for due in letters_due(office, application_id):
        try:
            made.append(_make(office, due))
        except SignageError as error:
            refused.append((due.kind, error))
    return MadeLetters(made=tuple(made), refused=tuple(refused))


def letters_due(office: Office, application_id: str) -> tuple[DueLetter, ...]:
    """Return the letters that a case's steps owe and that are not made yet, oldest first."""
    with office.reading() as unit:
        application = unit.applications.get(application_id)
        events = unit.history.of(application_id)
        made = {(one.kind, one.application_version) for one in unit.documents.of(application_id)}
    due = []
    for event in events:
        row, version = _row_of(event), _version_of(event)
        for kind in _kinds_of(office, row, application, event) if row and version else ():
            if (kind, version) not in made:
                due.append(DueLetter(kind=kind, event=event, case=replace(application, version=version)))
    return tuple(due)


def _row_of(event: Event) -> Row | None:
    return next(
        (
            row
            for row in TABLE
            if row.action.value == event.action and row.source is event.from_state and row.target is event.to_state
        ),
        None,
    )


def _version_of(event: Event) -> int:
    """Return the version of the case that a step led to, 0 for a line of history that is no step."""
    stated = dict(event.facts).get("version", "")
    return int(stated) if _row_of(event) is not None and stated.isdecimal() else 0


def _kinds_of(office: Office, row: Row, application: Application, event: Event) -> tuple[LetterKind, ...]:
    kinds = [LetterKind(name) for name in row.documents if name in _KINDS]
    if row.action is Action.ACCEPT and any(name.startswith("promise ") for name, _ in event.facts):
        kinds.append(LetterKind.PROMISE)
    if row.action is Action.ISSUE and application.purpose in _BY_PURPOSE:
        kinds.append(_BY_PURPOSE[application.purpose])
    if row.action is Action.SUBMIT and not application.materials:
        kinds.remove(LetterKind.RECEIPT)  # nothing was received
    if matter_of(office, application).track is not Track.PERMIT:
        kinds = [_OF_NO_PERMIT.get(kind, kind) for kind in kinds]
    return tuple(kinds)


def _make(office: Office, due: DueLetter) -> CaseDocument:
    stated = _STATED.get(due.kind, _nothing)(office, due)
    case, event = _as_it_was(due), due.event
    inputs = {"content": stated} if not isinstance(stated, dict) else stated
    # A letter of the office is nobody's else: what an applicant's step owes, the office makes by itself.
    maker = SYSTEM if event.actor.role is Role.APPLICANT else event.actor
    return make_letter(office, case, due.kind, maker, event.at, is_afterwards=True, **inputs)


def _as_it_was(due: DueLetter) -> Application:
    """The case as a receipt saw it: what was handed in then, not what followed."""
    if due.kind is not LetterKind.RECEIPT:
        return due.case
    snapshot = next((s for s in due.case.submissions if s.at == due.event.at), None)
    if snapshot is None:
        return due.case
    return replace(due.case, materials=snapshot.materials, items=snapshot.items, submitted_at=snapshot.at)


_Stated = Content | dict[str, object]


def _nothing(office: Office, due: DueLetter) -> _Stated:
    return {}


def _receipt(office: Office, due: DueLetter) -> _Stated:
    # Handed in electronically: the platform itself receives it, and the receipt says so.
    return {"received_by": Officer(name=text("letters.received_by_platform"))}


def _acceptance(office: Office, due: DueLetter) -> _Stated:
    return {"is_by_silence": due.event.action == Action.DEEM_ACCEPTED.value}


def _non_acceptance(office: Office, due: DueLetter) -> _Stated:
    return {
        "ground": NonAcceptanceGround(dict(due.event.facts).get("ground", NonAcceptanceGround.NOT_OUR_POWER)),
        "reasons": (_reasons_of(due.event),),
        "where_to_go": (due.case.referral,),
    }


def _reasons_of(event: Event) -> str:
    return dict(event.facts).get("reasons", "")


def _review(office: Office, due: DueLetter) -> _Stated:
    with office.reading() as unit:
        events = unit.history.of(due.case.id)
    accepting = (Action.ACCEPT.value, Action.DEEM_ACCEPTED.value)
    accepted = next((event for event in reversed(events) if event.action in accepting), None)
    if accepted is None:
        return {}
    is_by_silence = accepted.action == Action.DEEM_ACCEPTED.value
    return {"accepted_by": Officer(name=accepted.actor.name), "is_by_silence": is_by_silence}


def _correction(office: Office, due: DueLetter) -> _Stated:
    notice = next((n for n in due.case.notices if n.at == due.event.at), None)
    if notice is None:
        return {}
    seen = _as_handed_in(due)
    told = ((str(defect.text), how_to_mend(office, seen, defect)) for defect in notice.defects)
    defects = tuple(Defect(what=what, how=how) for what, how in told)
    if notice is due.case.notices[0]:
        return {"defects": defects}
    return {"defects": defects, "why_again": notice.reason or text("letters.still_open")}


def _as_handed_in(due: DueLetter) -> Application:
    """The case as a notice looked at it: what had been handed in by then."""
    before = [snapshot for snapshot in due.case.submissions if snapshot.at <= due.event.at]
    if not before:
        return due.case
    last = before[-1]
    return replace(due.case, materials=last.materials, items=last.items, matters=last.matters)


def _promise(office: Office, due: DueLetter) -> _Stated:
    return {
        "lacking": tuple(PromisedPaper(name=promise.name, by=promise.due) for promise in due.case.promises),
        "allowed_by": office.policy.title_zh,
    }


def _survey(office: Office, due: DueLetter) -> _Stated:
    record = next((s for s in due.case.surveys if s.at == due.event.at), None)
    if record is None:
        raise GuardFailed("letters.not_yet", title=due.kind.title())
    places = dict.fromkeys((*(item.address for item in due.case.items), *(m.place for m in due.case.matters)))
    people, cards = record.surveyors, record.cards[: len(record.surveyors)]
    return Survey(
        place="；".join(places),
        started_at=record.began or record.at,
        ended_at=record.ended or record.at,
        officers=tuple(Officer(name=name, card=card) for name, card in zip_longest(people, cards, fillvalue="")),
        attendant=record.witness,
        rows=(),
        found=tuple(line for line in record.findings.splitlines() if line.strip()),
        photos=tuple((text("letters.photo", index=n), digest) for n, digest in enumerate(record.photos, start=1)),
    )


def _extension(office: Office, due: DueLetter) -> _Stated:
    record = next((e for e in due.case.extensions if e.at == due.event.at), None)
    accepted = due.case.accepted_at
    if record is None or accepted is None:
        raise GuardFailed("letters.not_yet", title=due.kind.title())
    set_to = _limit_in(due.event)
    limit = due.case.deadline("statutory_decision")
    return Extension(
        accepted_on=office.today(accepted),
        acceptance_number=due.case.acceptance_number,
        was_due=_limit_before(office, due),
        now_due=set_to or (limit.due if limit else office.today(due.event.at)),
        is_provisional=bool(limit and limit.is_provisional),
        days=record.working_days,
        reason=record.reason,
        approver=Officer(name=record.approver.name),
    )


def _suspension(office: Office, due: DueLetter) -> _Stated:
    record = next((p for p in due.case.pauses if p.started_at == due.event.at), None)
    accepted = due.case.accepted_at
    if record is None or accepted is None:
        raise GuardFailed("letters.not_yet", title=due.kind.title())
    until = office.calendar.after(office.today(record.started_at), record.expected_days)
    return Suspension(
        accepted_on=office.today(accepted),
        acceptance_number=due.case.acceptance_number,
        pause=record.kind,
        days=record.expected_days,
        until=until.day,
        was_due=_limit_before(office, due),
        reason=record.reason,
        is_provisional=until.is_provisional,
    )


def _limit_in(event: Event) -> date | None:
    stated = dict(event.facts).get("deadline statutory_decision", "")
    return date.fromisoformat(stated.split(" ")[0]) if stated else None


def _limit_before(office: Office, due: DueLetter) -> date:
    """Return the limit as the step before had set it."""
    with office.reading() as unit:
        events = unit.history.of(due.case.id)
    earlier = [_limit_in(event) for event in events if _version_of(event) < due.case.version]
    found = [limit for limit in earlier if limit is not None]
    return found[-1] if found else office.today(due.event.at)


def _delivery(office: Office, due: DueLetter) -> _Stated:
    record = next((d for d in due.case.deliveries if d.at == due.event.at), None)
    if record is None:
        raise GuardFailed("letters.not_yet", title=due.kind.title())
    is_refusal = due.case.state is State.REFUSED
    title = LetterKind.REFUSAL.title() if is_refusal else decision_title(office, due.case)
    return Delivery(
        documents=(Delivered(title=title, number=due.case.decision_number),),
        way=record.method,
        place=office.organ.name if record.method is DeliveryMethod.IN_PERSON else due.case.applicant.name,
        deliverers=(Officer(name=record.officer.name),),
        recipient=record.recipient,
        received_at=record.at,
    )


def _ending(office: Office, due: DueLetter) -> _Stated:
    stated = dict(due.event.facts)
    # Steps taken before grounds were chosen carry none: what was cited then is cited again.
    ground = EndingGround(stated.get("ground") or _GROUND_BEFORE[due.event.action])
    removal = due.case.deadline("removal")
    numbers = tuple(permit.number for permit in due.case.permits)
    remove_by = removal.due if removal and due.case.removed_at is None else None
    if due.kind is LetterKind.FILING_ENDING:
        who = "receivers" if due.case.track is Track.GUIDANCE else "filers"
        return FilingEnding(
            way=ground.way,
            ground=ground,
            filing_numbers=numbers,
            reasons=(_reasons_of(due.event) or text(f"letters.at_{who}_wish"),),
            remedies=remedies_of(office.organ),
            remove_by=remove_by,
            redress=stated.get("redress", ""),
            heard=stated.get("heard", ""),
        )
    return Ending(
        way=ground.way,
        ground=ground,
        permit_numbers=numbers,
        reasons=(_reasons_of(due.event) or text("letters.at_holders_wish"),),
        remedies=remedies_of(office.organ),
        remove_by=remove_by,
        redress=stated.get("redress", ""),
        heard=stated.get("heard", ""),
    )


_GROUND_BEFORE = {
    Action.REVOKE.value: EndingGround.REVOCATION_OTHER,
    Action.CANCEL.value: EndingGround.CANCELLATION_OTHER,
}


def _earlier(office: Office, due: DueLetter) -> tuple[Permit, Item | None, Matter | None]:
    """Return the permit that a renewal, change or transfer was about, and its sign or its other item."""
    with office.reading() as unit:
        permit = unit.permits.by_number(due.case.earlier_permit)
        if permit is None:
            raise GuardFailed("letters.no_permit")
        permit = replace(permit, holder=holder_of(unit, permit))
        items = unit.applications.get(permit.application_id).items
        matter = earlier_matter(unit, permit)
    return permit, next((item for item in items if item.id == permit.item_id), None), matter


def _renewal(office: Office, due: DueLetter) -> _Stated:
    earlier, _, matter = _earlier(office, due)
    decision = due.case.decision
    return Renewal(
        applied_on=office.today(due.case.submissions[0].at),
        permit_numbers=tuple(permit.number for permit in due.case.permits),
        was_to=earlier.valid_to,
        valid_from=max(earlier.valid_to + timedelta(days=1), min(permit.valid_from for permit in due.case.permits)),
        valid_to=max(permit.valid_to for permit in due.case.permits),
        remedies=remedies_of(office.organ),
        is_by_silence=decision is not None and decision.officer.role is Role.SYSTEM,
        is_for_sign=matter is None,
        earlier_number=earlier.number,
    )


def _change(office: Office, due: DueLetter) -> _Stated:
    earlier, old, matter = _earlier(office, due)
    return Change(
        applied_on=office.today(due.case.submissions[0].at),
        permit_number=earlier.number,
        changes=_changes(due, earlier, old, matter),
        valid_to=max(permit.valid_to for permit in due.case.permits),
        remedies=remedies_of(office.organ),
        earlier_holder=_from_whom(due, earlier),
        new_number="、".join(permit.number for permit in due.case.permits),
    )


def _filing_change(office: Office, due: DueLetter) -> _Stated:
    earlier, old, matter = _earlier(office, due)
    valid_to = max(permit.valid_to for permit in due.case.permits)
    was, now = (text("letters.day", year=d.year, month=d.month, day=d.day) for d in (earlier.valid_to, valid_to))
    term = (Changed(what=text("letters.changed_term"), before=was, after=now),) if was != now else ()
    return FilingChange(
        applied_on=office.today(due.case.submissions[0].at),
        filing_number=earlier.number,
        new_number="、".join(permit.number for permit in due.case.permits),
        changes=(*_changes(due, earlier, old, matter), *term),
        valid_to=valid_to,
        earlier_holder=_from_whom(due, earlier),
    )


def _from_whom(due: DueLetter, earlier: Permit) -> str:
    return earlier.holder if due.case.purpose is Purpose.TRANSFER else ""


def _changes(due: DueLetter, earlier: Permit, old: Item | None, matter: Matter | None) -> tuple[Changed, ...]:
    """Return what differs between the earlier permit and the new one: its holder, and the sign or the item."""
    what = text("letters.changed_item_holder" if matter else "letters.changed_holder")
    lines = [(what, earlier.holder, due.case.applicant.name)]
    if matter is not None and due.case.matters:
        lines += _differences_of_item(matter, due.case.matters[0])
    elif old is not None and due.case.items:
        new = next((item for item in due.case.items if item.position_key == earlier.position_key), due.case.items[0])
        lines += _differences(old, new)
    return tuple(Changed(what=what, before=a, after=b) for what, a, b in lines if a != b)


def _differences_of_item(old: Matter, new: Matter) -> list[tuple[str, str, str]]:
    before, after = dict(old.answers), dict(new.answers)
    stated = [(name, before.get(name, "—"), after.get(name, "—")) for name in dict.fromkeys((*before, *after))]
    return [(text("letters.changed_place"), old.place or "—", new.place or "—"), *stated]


def _differences(old: Item, new: Item) -> list[tuple[str, str, str]]:
    def facts(item: Item) -> dict[str, str]:
        stated = item.particulars
        width, height = (stated.width_mm, stated.height_mm) if stated else (item.spec.width_mm, item.spec.height_mm)
        return {
            "changed_name": wording(item.spec),
            "changed_size": f"{width:.0f} × {height:.0f} mm",
            "changed_form": stated.form if stated else item.spec.kind,
            "changed_materials": stated.materials if stated else "",
            "changed_lighting": stated.lighting if stated else "",
        }

    before, after = facts(old), facts(new)
    return [(text(f"letters.{key}"), before[key] or "—", after[key] or "—") for key in before]


_STATED: dict[LetterKind, Callable[[Office, DueLetter], _Stated]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.ACCEPTANCE: _acceptance,
    LetterKind.NON_ACCEPTANCE: _non_acceptance,
    LetterKind.CORRECTION: _correction,
    LetterKind.REVIEW: _review,
    LetterKind.PROMISE: _promise,
    LetterKind.SURVEY: _survey,
    LetterKind.EXTENSION: _extension,
    LetterKind.SUSPENSION: _suspension,
    LetterKind.DELIVERY: _delivery,
    LetterKind.RENEWAL: _renewal,
    LetterKind.CHANGE: _change,
    LetterKind.WITHDRAWAL: _ending,
    LetterKind.REVOCATION: _ending,
    LetterKind.CANCELLATION: _ending,
    LetterKind.FILING_CHANGE: _filing_change,
    LetterKind.FILING_ENDING: _ending,
}
