"""The list of cases: an officer's queue, or an applicant's own; found by words, days and time limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.deps import Visitor, sees_cases, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.accounts import agents
from signage.applications.model import CLOSED, IN_PROCEDURE, State
from signage.applications.queue import Order, QueuePage, QueueQuery
from signage.applications.queue_form import LIMITS, OVERDUE, TODAY, due_by, narrowed
from signage.bootstrap import Services
from signage.errors import InputError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Seeing = Annotated[Visitor, Depends(sees_cases)]

_FIELDS = ("text", "limit", "since", "until", "order", "before")
_MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A part of the list that has a name."""

    key: str
    zh: str
    en: str
    query: QueueQuery


_TABS: tuple[tuple[str, str, str, tuple[State, ...]], ...] = (
    ("open", "待办", "Open", (State.SUBMITTED, *IN_PROCEDURE, State.APPROVED)),
    ("returned", "待补正", "Returned", (State.RETURNED,)),
    ("draft", "草稿", "Drafts", (State.DRAFT,)),
    ("removal", "待拆除", "To be taken down", (State.EXPIRED, State.REVOKED, State.CANCELLED)),
    ("done", "已办结", "Done", CLOSED),
)

# An applicant reads who has the next word: what is open for the bureau is nothing for them to do.
_APPLICANTS_NAMES = {
    "open": ("窗口办理中", "With the bureau"),
    "returned": ("待您补正", "For you to correct"),
    "draft": ("草稿（待您提交）", "Drafts, for you to hand in"),
    "removal": ("待您拆除", "For you to take down"),
}


@router.get("/applications")
def queue_page(request: Request, visitor: Seeing, show: str = "open") -> HTMLResponse:
    """List cases, a page at a time."""
    services, lang = services_of(request), language_of(request)
    tabs = _tabs(services, visitor)
    chosen = next((tab for tab in tabs if tab.key == show), tabs[0])
    typed = {name: request.query_params.get(name, "") for name in _FIELDS}
    calendar, today, error = services.office.calendar, services.today(), None
    query, found = replace(chosen.query, accounts=(), cases=()), QueuePage(entries=())
    try:
        query = narrowed(chosen.query, typed, today=today, calendar=calendar, zone=services.office.zone)
    except InputError as exc:
        error = exc
    with services.office.reading() as unit:
        if error is None:
            found = unit.queue.page(query)
        counts = {tab.key: unit.queue.counted(tab.query, most=_MOST_COUNTED) for tab in tabs}
        pressing = {
            limit: unit.queue.counted(replace(tabs[0].query, due_by=due_by(limit, today, calendar)), most=_MOST_COUNTED)
            for limit in LIMITS
        }
        ids = tuple(entry.id for entry in found.entries)
        seen = unit.queue.seen_by(visitor.account.id, ids) if visitor.is_officer else {}
    fields = {name: value for name, value in typed.items() if value and name != "before"}
    return page(
        request,
        "queue.html",
        visitor,
        status=status_of(error) if error else 200,
        here="applications",
        error=describe(error, lang) if error else None,
        show=chosen.key,
        tabs=[(tab.key, tab.zh, tab.en, counts[tab.key]) for tab in tabs],
        most=_MOST_COUNTED,
        pressing=pressing,
        overdue_by=due_by(OVERDUE, today, calendar),
        today=due_by(TODAY, today, calendar),
        entries=found.entries,
        own_id=visitor.account.id,
        sections=chosen.query.sections,
        unseen={entry.id for entry in found.entries if visitor.is_officer and seen.get(entry.id, 0) < entry.version},
        typed=typed,
        wrong=error.at.field if error and error.at else "",
        is_narrowed=any(name != "order" for name in fields),
        by_due=query.order is Order.DUE,
        first=_address(chosen.key, fields) if typed["before"] else "",
        following=_address(chosen.key, fields | {"before": found.following}) if found.following else "",
    )


def _tabs(services: Services, visitor: Visitor) -> list[Tab]:
    """Return the parts of the list that a visitor may see."""
    everyone = QueueQuery()
    if not visitor.is_officer:
        reach = agents.reach_of(services.database.reading, visitor.account, services.today())
        everyone = QueueQuery(accounts=(visitor.account.id, *reach.accounts), cases=reach.cases)
    # A draft is the applicant's own until it is handed in.
    names = {} if visitor.is_officer else _APPLICANTS_NAMES
    tabs = [
        Tab(key=key, zh=name[0], en=name[1], query=replace(everyone, states=states))
        for key, zh, en, states in _TABS
        for name in (names.get(key, (zh, en)),)
        if key != "draft" or not visitor.is_officer
    ]
    if visitor.is_officer:
        with services.office.reading() as unit:
            own = unit.sections.of(visitor.account.id)
        if own:
            waiting = QueueQuery(states=(State.UNDER_REVIEW,), sections=tuple(sorted(own)))
            tabs.insert(1, Tab(key="section", zh="待本科室意见", en="For my section", query=waiting))
    return tabs


def _address(show: str, fields: dict[str, str]) -> str:
    return "/applications?" + urlencode({"show": show} | {name: value for name, value in fields.items() if value})
