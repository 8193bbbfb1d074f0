"""The queue of cases (办件列表): what a list shows of each case, and how a list is asked for.

An entry is written with its case in one transaction, so that a list reads a few hundred bytes of each case instead of
the whole of it with its drawings' reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from signage.applications.model import Application, Deadline, Purpose, State
from signage.applications.vocabulary import IN_PROCEDURE
from signage.design import load_kinds
from signage.errors import InputError, Location
from signage.rules import Verdict

PAGE = 50

# The time limit that a case stands under in a state.
_RUNNING: dict[State, str] = {
    State.SUBMITTED: "acceptance",
    State.RETURNED: "correction",
    **dict.fromkeys(IN_PROCEDURE, "promised_decision"),
    **dict.fromkeys((State.APPROVED, State.REFUSED, State.ISSUED), "delivery"),
    **dict.fromkeys((State.EXPIRED, State.REVOKED, State.PERMIT_WITHDRAWN, State.CANCELLED), "removal"),
}
# Further limits that the clock looks at in a state; `_RUNNING` is what a list shows.
_WATCHED: dict[State, tuple[str, ...]] = dict.fromkeys(IN_PROCEDURE, ("statutory_decision",))


def runs_now(application: Application, name: str) -> bool:
    """Return whether something is still owed by a case's time limit of this name."""
    running = running_limit(application)
    return (running is not None and running.name == name) or name in _WATCHED.get(application.state, ())


class Order(StrEnum):
    """How a list is ordered."""

    NEWEST = "newest"
    DUE = "due"  # the earliest time limit first; what stands under none is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One thing that a case asks for.

    Attributes:
        where: Unit, with its building's address where units could be mistaken; empty for an item that is no sign.
        name: What the sign reads, or the item's title.
        place: Address or place, looked through by a search.
        verdict: Of the check, None for an item that is no sign.
        form: What kind of thing an event's is, such as 空飘气球; empty for signs that stay.
        term: Its first and last day where it stands for an event.
        section: Section (承办科室) whose opinion it waits for, empty when it waits for none.
    """

    where: str
    name: str
    place: str
    verdict: Verdict | None = None
    form: str = ""
    term: tuple[date, date] | None = None
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """What a list shows of a case.

    Attributes:
        version: Of the case; whoever saw an earlier one has something new to see.
        account_id: Account that applied.
        limit: The time limit that it stands under now, None where nothing is owed.
        watch_from: The first day on which the clock may have something to do with it, None while there is none.
    """

    id: str
    number: str
    state: State
    version: int
    account_id: str
    applicant: str
    lines: tuple[QueueLine, ...]
    created_at: datetime
    submitted_at: datetime | None
    limit: Deadline | None
    watch_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """What is asked of the queue; everything left out does not narrow it.

    Attributes:
        states: States of the cases.
        accounts: Accounts that applied; None for all, an empty tuple for nobody.
        cases: Account and id of single cases that count beside those of the accounts, such as an agent's.
        sections: Sections of which a case waits for the opinion of one.
        text: Words looked for in number, applicant, signs, items and addresses; all of them must occur.
        since, until: Instants of the last submission, the first included, the last not.
        due_by: Last day of the time limit.
        before: Where the page before ended, empty for the first page.
    """

    states: tuple[State, ...] = ()
    accounts: tuple[str, ...] | None = None
    cases: tuple[tuple[str, str], ...] = ()
    sections: tuple[str, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    due_by: date | None = None
    order: Order = Order.NEWEST
    before: str = ""
    limit: int = PAGE

    def __post_init__(self) -> None:
        """Refuse a mark of a page that no page gave.

        Raises:
            InputError: It cannot be read.
        """
        day, _, row = self.before.rpartition("_")
        is_row = row.isascii() and row.isdigit() and len(row) <= 18
        if self.before and not (is_row and (_is_day(day) if self.order is Order.DUE else not day)):
            raise InputError("applications.bad_page", at=Location(field="before"), given=self.before[:40])


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue; `following` is the mark of the next page, empty on the last."""

    entries: tuple[QueueEntry, ...]
    following: str = ""


class QueueRepository(Protocol):
    """The queue; its entries are written where cases are."""

    def page(self, query: QueueQuery) -> QueuePage:
        """Return one page of what a query finds."""

    def counted(self, query: QueueQuery, *, most: int) -> int:
        """Return how many cases a query finds, `most` when there are at least so many; no words are looked for."""

    def entries(self, ids: tuple[str, ...]) -> dict[str, QueueEntry]:
        """Return the entries of some cases by their ids."""

    def watched(self, states: tuple[State, ...], until: date) -> tuple[QueueEntry, ...]:
        """Return the cases in some states that the clock may have something to do with by a day, oldest first."""

    def asking_for(self, positions: tuple[str, ...], states: tuple[State, ...]) -> tuple[tuple[QueueEntry, str], ...]:
        """Return the cases in some states with a sign at one of these positions, each with its applicant's code."""

    def seen_by(self, account_id: str, ids: tuple[str, ...]) -> dict[str, int]:
        """Return the versions of some cases that an account has last looked at."""

    def mark_seen(self, account_id: str, application_id: str, version: int) -> None:
        """Keep that an account has looked at a version of a case."""


def entry_of(application: Application) -> QueueEntry:
    """Return what a list shows of a case."""
    is_waiting = application.state is State.UNDER_REVIEW and application.is_composite
    signs = [
        QueueLine(
            where=application.unit_words(item),
            name=item.spec.name,
            place=item.address,
            verdict=item.report.verdict,
            form=_kind_title(item.spec.kind) if item.term else "",
            term=(item.term.start, item.term.end) if item.term else None,
        )
        for item in application.items
    ]
    others = [
        QueueLine(
            where="",
            name=matter.title,
            place=matter.place,
            section=matter.section if is_waiting and matter.opinion is None else "",
        )
        for matter in application.matters
    ]
    return QueueEntry(
        id=application.id,
        number=application.number,
        state=application.state,
        version=application.version,
        account_id=application.applicant.account_id,
        applicant=application.applicant.name,
        lines=(*signs, *others),
        created_at=application.created_at,
        submitted_at=application.submitted_at,
        limit=running_limit(application),
        watch_from=_watch_from(application),
    )


def _kind_title(kind_id: str) -> str:
    return next((kind.title_zh for kind in load_kinds() if kind.id == kind_id), kind_id)


def running_limit(application: Application) -> Deadline | None:
    """Return the time limit that a case stands under now, None where nothing is owed."""
    name = _RUNNING.get(application.state)
    is_done = application.state in (State.ISSUED, State.REFUSED) and bool(application.deliveries)
    return application.deadline(name) if name and not is_done else None


def running_limits(application: Application) -> tuple[str, ...]:
    """Return the names of every time limit that still runs; what is met or moot is not among them."""
    running = running_limit(application)
    names = (*((running.name,) if running else ()), *_WATCHED.get(application.state, ()))
    return tuple(name for name in names if application.deadline(name))


def _watch_from(application: Application) -> date | None:
    """A renewal is looked at from its first day on: silence grants it by the end of the earlier permit."""
    limits = [application.deadline(name) for name in running_limits(application)]
    days = [limit.due for limit in limits if limit is not None]
    days += [promise.due for promise in application.open_promises]
    if application.purpose is Purpose.RENEWAL and application.state in IN_PROCEDURE:
        days.append(application.created_at.date())
    return min(days, default=None)


def _is_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True
