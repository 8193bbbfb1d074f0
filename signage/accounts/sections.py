"""Sections (承办科室): which officers give the opinion on an item, set by the administrator and kept in history.

The names are those that the catalogue writes at its items' windows. An opinion on a section's item comes from an
account of that section, or from a supervisor, who is recorded as such; the guard stands with the procedure's others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from signage.accounts.model import Account
from signage.accounts.ports import AccountRepository
from signage.applications.model import Actor, Event, Role
from signage.applications.ports import HistoryLog, SectionRepository
from signage.errors import InputError, Location, NotFound
from signage.items import Catalogue
from signage.locale import enumerated, said

OFFICERS = (Role.CLERK, Role.SECOND_OFFICER, Role.SUPERVISOR)


class SectionsUnitOfWork(Protocol):
    """What is read and written here, in one transaction."""

    accounts: AccountRepository
    sections: SectionRepository
    history: HistoryLog

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""


Begin = Callable[[], SectionsUnitOfWork]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An officer's account and the sections it belongs to."""

    account: Account
    sections: tuple[str, ...]


def sections_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the sections that decide the catalogue's items, in its order."""
    return tuple(dict.fromkeys(item.window.name_zh for item in catalogue.items if item.tracks))


def members(begin: Begin) -> Mapping[str, tuple[str, ...]]:
    """Return the sections of every account that belongs to one, by account id."""
    with begin() as unit:
        pairs = unit.sections.listed()
    found: dict[str, tuple[str, ...]] = {}
    for account_id, section in pairs:
        found[account_id] = (*found.get(account_id, ()), section)
    return found


def set_sections(
    begin: Begin, by: Actor, account_id: str, sections: Iterable[str], known: tuple[str, ...], now: datetime
) -> Member:
    """Let an officer's account belong to exactly these sections, and write it into history.

    Args:
        begin: Opens a unit of work that may write.
        by: Who does it.
        account_id: Whose account.
        sections: Names, in any order; none takes the account out of every section.
        known: The names that the catalogue has.
        now: The instant.

    Raises:
        NotFound: Nothing by that id.
        InputError: A section is not in the catalogue, or the account is no officer's.
    """
    wanted = set(sections)
    if unknown := sorted(wanted - set(known)):
        raise InputError(
            "accounts.section_unknown", at=Location(field="section"), section=unknown[0][:60], known="、".join(known)
        )
    ordered = tuple(section for section in known if section in wanted)
    with begin() as unit:
        account = unit.accounts.get(account_id)
        if account is None:
            raise NotFound("accounts.not_found")
        if ordered and account.role not in OFFICERS:
            raise InputError("accounts.section_role", at=Location(field="section"), login=account.login)
        before = unit.sections.of(account_id)
        if set(before) != wanted:
            unit.sections.put(account_id, ordered)
            unit.history.append(_event(by, account, ordered, now))
            unit.commit()
    return Member(account=account, sections=ordered)


def _event(by: Actor, account: Account, sections: tuple[str, ...], now: datetime) -> Event:
    key = "event_set_sections" if sections else "event_no_sections"
    note = said(f"accounts.{key}", login=account.login, name=account.name, sections=enumerated(sections, "、", "; "))
    facts = (("account", account.id), ("login", account.login), *(("section", section) for section in sections))
    return Event(
        at=now,
        actor=by,
        action="set_sections",
        application_id="",
        from_state=None,
        to_state=None,
        note=note,
        facts=facts,
    )
