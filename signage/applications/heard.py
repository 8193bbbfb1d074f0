"""Days within which a party may speak or ask for a hearing (arts 36, 47): nothing is decided while they run.

They begin with a letter of the case (利害关系人告知书, 听证告知书). Before its last day has passed, a period is over
only when an officer has put on record that the party spoke, asked for a hearing, or gave it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from signage.applications.case_documents import CaseDocument, in_force
from signage.applications.letter_content import HearingRights, InterestedParty
from signage.applications.letter_hearings import HEARING_DAYS
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Actor, Event
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.errors import GuardFailed, InputError, Location
from signage.locale import said

SETTLED = "period_settled"
_MOST_WORDS = 2000


class Right(StrEnum):
    """What the days are for."""

    SPEAK = "speak"  # 陈述、申辩, art. 36
    HEARING = "hearing"  # 要求听证, art. 47


class Settlement(StrEnum):
    """How a period ends before its last day."""

    SPOKEN = "spoken"
    ASKED = "asked"  # for a hearing, which is then announced
    GIVEN_UP = "given_up"


OFFERED = {
    Right.SPEAK: (Settlement.SPOKEN, Settlement.GIVEN_UP),
    Right.HEARING: (Settlement.ASKED, Settlement.GIVEN_UP),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that one letter gives one party for one right.

    Attributes:
        number: Of the letter.
        until: Last day, in the office's days.
        settled: How it ended early, None while it did not.
        words: What the officer put on record of that.
        is_announced: A hearing was announced after it was asked for.
    """

    number: str
    party: str
    right: Right
    until: date
    settled: Settlement | None = None
    words: str = ""
    is_announced: bool = False

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{self.right.value} {self.number}"

    @property
    def sentence(self) -> str:
        """In words, with its last day."""
        is_asked = self.settled is Settlement.ASKED
        key = "letters.hearing_asked" if is_asked else f"letters.period_{self.right.value}"
        return said(key, number=self.number, party=self.party, until=self.until.isoformat())

    def stands_on(self, today: date) -> bool:
        """Return whether nothing may be decided yet: it runs, or a hearing was asked for and not announced."""
        if self.settled is Settlement.ASKED:
            return not self.is_announced
        return self.settled is None and today <= self.until


def period_facts(letter: Letter) -> tuple[tuple[str, str], ...]:
    """Return the last days that a letter gives, as history keeps them."""
    match letter.content:
        case InterestedParty(speak_by=speak_by, ask_hearing_by=ask_by):
            asked = ((f"until {Right.HEARING.value}", ask_by.isoformat()),) if ask_by else ()
            return ((f"until {Right.SPEAK.value}", speak_by.isoformat()), *asked)
        case HearingRights(ask_by=ask_by):
            return ((f"until {Right.HEARING.value}", ask_by.isoformat()),)
        case _:
            return ()


def periods_of(office: Office, unit: UnitOfWork, application_id: str) -> tuple[Period, ...]:
    """Return every period of a case's letters that are in force, in their order."""
    made = unit.documents.of(application_id)
    if not any(one.kind in _GIVING for one in made):
        return ()
    events = unit.history.of(application_id)
    stated = {facts["document"]: facts for facts in map(_facts, events) if "document" in facts}
    ended = {
        facts["period"]: (Settlement(facts["how"]), facts["words"], event.at)
        for event, facts in ((event, _facts(event)) for event in events if event.action == SETTLED)
    }
    announced = [one.made_at for one in in_force(made) if one.kind is LetterKind.HEARING_NOTICE]
    found = []
    for one in in_force(made):
        for right, until in _days_of(office, one, stated.get(one.id, {})):
            period = Period(number=one.number, party=one.party, right=right, until=until)
            how, words, at = ended.get(period.key, (None, "", None))
            found.append(
                Period(
                    number=one.number,
                    party=one.party,
                    right=right,
                    until=until,
                    settled=how,
                    words=words,
                    is_announced=at is not None and any(told >= at for told in announced),
                )
            )
    return tuple(found)


_GIVING = (LetterKind.INTERESTED_PARTY, LetterKind.HEARING_RIGHTS)


def _facts(event: Event) -> dict[str, str]:
    return dict(event.facts)


def _days_of(office: Office, document: CaseDocument, facts: dict[str, str]) -> list[tuple[Right, date]]:
    if document.kind not in _GIVING:
        return []
    stated = [(right, facts[f"until {right.value}"]) for right in Right if f"until {right.value}" in facts]
    if stated:
        return [(right, date.fromisoformat(day)) for right, day in stated]
    # A letter from before the days were kept: those that the law itself counts.
    return [(Right.HEARING, office.calendar.after(office.today(document.made_at), HEARING_DAYS).day)]


def standing(office: Office, unit: UnitOfWork, application_id: str, now: datetime) -> tuple[Period, ...]:
    """Return the periods that stand in the way of an opinion and of a decision."""
    today = office.today(now)
    return tuple(one for one in periods_of(office, unit, application_id) if one.stands_on(today))


def standing_words(office: Office, unit: UnitOfWork, application_id: str, now: datetime) -> tuple[str, ...]:
    """Return those periods in words, each with its last day."""
    return tuple(one.sentence for one in standing(office, unit, application_id, now))


def settle(
    office: Office, application_id: str, actor: Actor, now: datetime, *, period: str, how: str, words: str
) -> None:
    """Put on record that a party has spoken, has asked for a hearing, or gives its right up, and in which words.

    Raises:
        InputError: No words, or nothing that this right knows.
        GuardFailed: No such period is running.
        NotFound: There is no such case.
    """
    told = words.strip()[:_MOST_WORDS]
    if not told:
        raise InputError("letters.settled_without_words", at=Location(field="words"))
    with office.begin() as unit:
        case = unit.applications.get(application_id)
        found = next((one for one in standing(office, unit, application_id, now) if one.key == period), None)
        if found is None:
            raise GuardFailed("letters.no_such_period", period=period[:80] or "—")
        offered = {one.value: one for one in OFFERED[found.right]}
        if how not in offered:
            raise InputError("letters.settled_otherwise", at=Location(field="how"))
        note = said(f"letters.event_{how}", number=found.number, party=found.party, words=told)
        unit.history.append(
            Event(
                at=now,
                actor=actor,
                action=SETTLED,
                application_id=case.id,
                from_state=case.state,
                to_state=case.state,
                note=note,
                facts=(("period", period), ("how", how), ("words", told)),
            )
        )
        unit.commit()
