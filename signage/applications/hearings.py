"""Hearings of a case (听证): what was announced, what is on record, what was given up; the decision rests on it.

A hearing is told by its notices, one for each party, and known by its time; a notice that another one replaces counts
no more. Its record (听证笔录) is a document of the
case; giving it up is a line of history with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from signage.applications.case_documents import CaseDocument, in_force
from signage.applications.letter_content import HearingNotice, HearingRecord
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Actor, Event
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.records import Chair
from signage.errors import GuardFailed, InputError, Location
from signage.locale import said

WAIVED = "hearing_waived"
CHAIR, CHAIR_ACCOUNT = "chair", "chair_account"  # who takes the chair, on record where a hearing's letter is made
_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One hearing that was announced.

    Attributes:
        at: When it was to begin, aware.
        notices: Numbers of its notices, the earliest first.
        record: Number of its record, empty while there is none.
        waived: Why it was given up, empty while it was not.
    """

    at: datetime
    notices: tuple[str, ...]
    record: str = ""
    waived: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has neither a record nor been given up: nothing may be decided yet (art 48)."""
        return not self.record and not self.waived


def hearings_of(unit: UnitOfWork, application_id: str) -> tuple[Hearing, ...]:
    """Return the hearings of a case, in the order of their notices."""
    made = unit.documents.of(application_id)
    told: dict[str, list[str]] = {}
    for one in in_force(made):
        if one.kind is LetterKind.HEARING_NOTICE:
            told.setdefault(one.subject.partition(" ")[0], []).append(one.number)
    records = [one for one in in_force(made) if one.kind is LetterKind.HEARING_RECORD]
    given_up = [dict(event.facts) for event in unit.history.of(application_id) if event.action == WAIVED]
    return tuple(
        Hearing(
            at=datetime.fromisoformat(at),
            notices=tuple(numbers),
            record=next((one.number for one in records if _is_of(one, numbers)), ""),
            waived=next((facts["reasons"] for facts in given_up if facts["notice"] in numbers), ""),
        )
        for at, numbers in told.items()
    )


def chairs_of(unit: UnitOfWork, application_id: str) -> tuple[Chair, ...]:
    """Return who chaired each hearing of a case as its record says, or shall chair one that is still to be held."""
    announced = hearings_of(unit, application_id)
    told = {one for hearing in announced if hearing.is_open for one in hearing.notices}
    told |= {hearing.record for hearing in announced if hearing.record}
    facts = (dict(event.facts) for event in unit.history.of(application_id) if event.action == "letter_made")
    return tuple(
        Chair(name=stated[CHAIR], account_id=stated.get(CHAIR_ACCOUNT, ""))
        for stated in facts
        if CHAIR in stated and stated.get("number") in told
    )


def chair_facts(letter: Letter, account_id: str) -> tuple[tuple[str, str], ...]:
    """Return what history keeps of a hearing's chair; nothing for a letter about no hearing."""
    if not isinstance(letter.content, HearingNotice | HearingRecord):
        return ()
    own = ((CHAIR_ACCOUNT, account_id),) if account_id else ()
    return ((CHAIR, letter.content.chair.name), *own)


def hearing_told_by(unit: UnitOfWork, application_id: str, notice: str) -> Hearing | None:
    """Return the hearing that a notice announced, None where there is none."""
    return next((one for one in hearings_of(unit, application_id) if notice in one.notices), None)


def open_hearings(unit: UnitOfWork, application_id: str) -> tuple[str, ...]:
    """Return the first notice of each hearing that stands in the way of a decision."""
    return tuple(hearing.notices[0] for hearing in hearings_of(unit, application_id) if hearing.is_open)


def expect_held(office: Office, application_id: str, notice: str) -> None:
    """Raise GuardFailed unless that notice announced a hearing that was not given up: only then is there a record."""
    with office.reading() as unit:
        hearing = hearing_told_by(unit, application_id, notice)
    if hearing is None or hearing.waived:
        raise GuardFailed("letters.no_open_hearing", notice=notice or "—")


def waive(
    office: Office, application_id: str, actor: Actor, now: datetime, *, notice: str, reasons: str
) -> tuple[Hearing, ...]:
    """Put on record that an announced hearing is not held (the party gives it up, it is moved) and why.

    Raises:
        InputError: No reason.
        GuardFailed: No open hearing was announced by that notice.
        NotFound: There is no such case.
    """
    why = reasons.strip()[:_MOST_WORDS]
    if not why:
        raise InputError("letters.waiver_without_reason", at=Location(field="waived"))
    with office.begin() as unit:
        case = unit.applications.get(application_id)
        if not any(notice in one.notices and one.is_open for one in hearings_of(unit, application_id)):
            raise GuardFailed("letters.no_open_hearing", notice=notice or "—")
        note = said("letters.event_hearing_waived", notice=notice, reasons=why)
        unit.history.append(
            Event(
                at=now,
                actor=actor,
                action=WAIVED,
                application_id=case.id,
                from_state=case.state,
                to_state=case.state,
                note=note,
                facts=(("notice", notice), ("reasons", why)),
            )
        )
        unit.commit()
    with office.reading() as unit:
        return hearings_of(unit, application_id)


def _is_of(record: CaseDocument, notices: list[str]) -> bool:
    return any(record.subject.startswith(f"{number} ") for number in notices)
