"""Hearings of a case (听证): what was announced, what is on record, what was given up; the decision rests on it.

A hearing is told by its notices, one for each party, and known by its time; a notice that another one replaces counts
no more. Its record (听证笔录) is a document of the
case; giving it up is a line of history with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from signage.applications.case_documents import CaseDocument, in_force
from signage.applications.letter_content import HearingNotice, HearingRecord, Notified
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Actor, Event
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.records import Chair
from signage.errors import GuardFailed, InputError, Location
from signage.locale import said

WAIVED = "hearing_waived"
CHAIR, CHAIR_ACCOUNT = "chair", "chair_account"  # who takes the chair, on record where a hearing's letter is made
PLACE, BEGAN, ENDED, OTHERWISE = "place", "began", "ended", "otherwise"
_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a hearing's record says was held.

    Attributes:
        began, ended: Aware; `ended` is None in a record from before it was kept.
        place, chair: Empty in a record from before they were kept.
        otherwise: Why it was held otherwise than notified; empty where it was held so.
    """

    began: datetime
    ended: datetime | None = None
    place: str = ""
    chair: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One hearing that was announced.

    Attributes:
        at: When it was to begin, aware.
        notices: Numbers of its notices, the earliest first.
        place, chair: As its last notice told them; empty in a notice from before they were kept.
        record: Number of its record, empty while there is none.
        held: What the record says; None while there is none.
        waived: Why it was given up, empty while it was not.
    """

    at: datetime
    notices: tuple[str, ...]
    place: str = ""
    chair: str = ""
    record: str = ""
    held: Held | None = None
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
    events = unit.history.of(application_id)
    given_up = [dict(event.facts) for event in events if event.action == WAIVED]
    stated = _stated(events)
    found = []
    for at, numbers in told.items():
        last = stated.get(numbers[-1], {})
        record = next((one for one in records if _is_of(one, numbers)), None)
        found.append(
            Hearing(
                at=datetime.fromisoformat(at),
                notices=tuple(numbers),
                place=last.get(PLACE, ""),
                chair=last.get(CHAIR, ""),
                record=record.number if record else "",
                held=_held(record, stated.get(record.number, {})) if record else None,
                waived=next((facts["reasons"] for facts in given_up if facts["notice"] in numbers), ""),
            )
        )
    return tuple(found)


def _stated(events: Iterable[Event]) -> dict[str, dict[str, str]]:
    """Return what history keeps of each letter that was made, by its number."""
    made = (dict(event.facts) for event in events if event.action == "letter_made")
    return {facts["number"]: facts for facts in made if "number" in facts}


def _held(record: CaseDocument, facts: dict[str, str]) -> Held:
    began = facts.get(BEGAN) or record.about.rpartition(" ")[2]
    return Held(
        began=datetime.fromisoformat(began),
        ended=datetime.fromisoformat(facts[ENDED]) if ENDED in facts else None,
        place=facts.get(PLACE, ""),
        chair=facts.get(CHAIR, ""),
        otherwise=facts.get(OTHERWISE, ""),
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


def hearing_facts(letter: Letter, chair_account: str) -> tuple[tuple[str, str], ...]:
    """Return what history keeps of a hearing's letter: chair, place, and of a record when; nothing for others."""
    content = letter.content
    if not isinstance(content, HearingNotice | HearingRecord):
        return ()
    own = ((CHAIR_ACCOUNT, chair_account),) if chair_account else ()
    told = ((CHAIR, content.chair.name), *own, (PLACE, content.place))
    if isinstance(content, HearingNotice):
        return told
    why = ((OTHERWISE, content.otherwise),) if content.otherwise else ()
    return (*told, (BEGAN, content.started_at.isoformat()), (ENDED, content.ended_at.isoformat()), *why)


def hearing_told_by(unit: UnitOfWork, application_id: str, notice: str) -> Hearing | None:
    """Return the hearing that a notice announced, None where there is none."""
    return next((one for one in hearings_of(unit, application_id) if notice in one.notices), None)


def open_hearings(unit: UnitOfWork, application_id: str) -> tuple[str, ...]:
    """Return the first notice of each hearing that stands in the way of a decision."""
    return tuple(hearing.notices[0] for hearing in hearings_of(unit, application_id) if hearing.is_open)


def notified_by(unit: UnitOfWork, application_id: str, notice: str) -> Notified:
    """Return what a notice told of its hearing; only such a hearing has a record.

    Raises:
        GuardFailed: No notice in force has that number, or its hearing was given up.
    """
    hearing = hearing_told_by(unit, application_id, notice)
    told = next((one for one in unit.documents.of(application_id) if hearing and one.number == notice), None)
    if hearing is None or told is None or hearing.waived:
        raise GuardFailed("letters.no_open_hearing", notice=notice or "—")
    facts = _stated(unit.history.of(application_id)).get(notice, {})
    return Notified(
        number=notice, made_at=told.made_at, at=hearing.at, place=facts.get(PLACE, ""), chair=facts.get(CHAIR, "")
    )


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
