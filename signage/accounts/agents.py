"""Giving and ending authorisations, and taking a step as an agent; the record itself is in `applications.agency`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from signage.accounts.identity import checked_id_number, id_number_hash, masked_id_number
from signage.accounts.model import Account
from signage.accounts.permissions import Permission, may
from signage.accounts.ports import AccountsUnitOfWork
from signage.accounts.use_cases import folded_login
from signage.applications.agency import Authorisation, Power, as_agent, office_for_agent
from signage.applications.ids import new_id
from signage.applications.intake import masked_phone
from signage.applications.model import Actor, Application, Event
from signage.applications.office import Office
from signage.errors import InputError, Location, NotFound
from signage.locale import said

Begin = Callable[[], AccountsUnitOfWork]

LONGEST = 366  # days of one authorisation; a limit of ours, so that a forgotten one ends by itself
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAuthorisation:
    """What a principal typed.

    Attributes:
        login: Of the agent's account.
        name, id_number, phone: Of the agent, as on the identity card that is shown.
        application_id: The only case; empty for every case.
    """

    login: str
    name: str
    id_number: str
    phone: str
    application_id: str
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """An authorisation with the names of both sides and of its case, as a list shows it."""

    authorisation: Authorisation
    principal: str
    agent: str
    case: str
    is_in_force: bool


def authorise(
    begin: Begin, principal: Account, wanted: WantedAuthorisation, *, today: date, now: datetime, key: bytes, demo: bool
) -> Authorisation:
    """Store an authorisation and return it; the identity number itself is not kept.

    Args:
        begin: Opens a unit of work that may write.
        principal: Who authorises.
        wanted: What was typed.
        today: Local day.
        now: The instant.
        key: Of this installation, for the hash of the identity number.
        demo: Whether sample numbers are taken in place of real ones.

    Raises:
        InputError: Something typed is wrong, or the period is.
        NotFound: The case is not the principal's, or there is no such agent's account.
    """
    name = unicodedata.normalize("NFC", wanted.name).strip()
    if not 2 <= len(name) <= 60 or any(unicodedata.category(c).startswith("C") for c in name):
        raise InputError("agents.name", at=Location(field="name"))
    number = checked_id_number(wanted.id_number, today, is_demonstration=demo)
    phone = unicodedata.normalize("NFKC", wanted.phone).strip()
    if not _PHONE.fullmatch(phone):
        raise InputError("agents.phone", at=Location(field="phone"))
    _check_scope(wanted, today)
    with begin() as unit:
        found = unit.accounts.by_login(folded_login(wanted.login))
        agent = found[0] if found else None
        if agent is None or not agent.is_active or not may(agent.role, Permission.AGENTS_AUTHORISE):
            raise InputError("agents.no_account", at=Location(field="login"))
        if agent.id == principal.id:
            raise InputError("agents.oneself", at=Location(field="login"))
        case = _own_case(unit, principal, wanted.application_id)
        given = Authorisation(
            id=new_id(),
            principal_id=principal.id,
            agent_id=agent.id,
            agent_name=name,
            agent_number_masked=masked_id_number(number),
            agent_number_hash=id_number_hash(number, key),
            agent_phone=phone,
            application_id=wanted.application_id,
            powers=wanted.powers,
            valid_from=wanted.valid_from,
            valid_to=wanted.valid_to,
            created_at=now,
        )
        unit.authorisations.add(given)
        unit.history.append(_given(given, principal, case, now))
        unit.commit()
    return given


def revoke(begin: Begin, account: Account, authorisation_id: str, reason: str, now: datetime) -> None:
    """End an authorisation at once: the principal takes it back, or the agent gives it up; ending twice is ending once.

    Raises:
        NotFound: There is none, or it is between other people; the answer does not tell which.
    """
    with begin() as unit:
        held = unit.authorisations.lock(authorisation_id)
        if held is None or account.id not in (held.principal_id, held.agent_id):
            raise NotFound("agents.not_found")
        words = reason.strip()[:200]
        if unit.authorisations.revoke(authorisation_id, reason=words or "—", at=now):
            unit.history.append(_ended(held, account, words, now))
            unit.commit()


def mandates_given(begin: Begin, account: Account, today: date) -> tuple[Mandate, ...]:
    """Return what an account has authorised others to, newest first."""
    with begin() as unit:
        return tuple(_mandate(unit, one, today) for one in unit.authorisations.of_principal(account.id))


def mandates_received(begin: Begin, account: Account, today: date) -> tuple[Mandate, ...]:
    """Return what an account was authorised to, newest first."""
    with begin() as unit:
        return tuple(_mandate(unit, one, today) for one in unit.authorisations.of_agent(account.id))


def cases_as_agent(begin: Begin, account: Account, today: date) -> tuple[Application, ...]:
    """Return the cases that an account sees as somebody's agent, newest first."""
    with begin() as unit:
        held = [one for one in unit.authorisations.of_agent(account.id) if one.is_in_force(today)]
        seen: dict[str, Application] = {}
        for principal_id in dict.fromkeys(one.principal_id for one in held):
            for case in unit.applications.listed(applicant_id=principal_id, limit=200):
                if any(one.principal_id == principal_id and one.covers(case.id, today) for one in held):
                    seen[case.id] = case
    return tuple(sorted(seen.values(), key=lambda case: (case.created_at, case.id), reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whose cases an account sees beside its own.

    Attributes:
        accounts: Of principals who gave it every case.
        cases: Account that applied and id of each single case that it was given.
    """

    accounts: tuple[str, ...] = ()
    cases: tuple[tuple[str, str], ...] = ()


def reach_of(begin: Begin, account: Account, today: date) -> Reach:
    """Return what an account sees as somebody's agent."""
    with begin() as unit:
        held = [one for one in unit.authorisations.of_agent(account.id) if one.is_in_force(today)]
    whole = dict.fromkeys(one.principal_id for one in held if not one.application_id)
    return Reach(
        accounts=tuple(whole), cases=tuple((one.principal_id, one.application_id) for one in held if one.application_id)
    )


def may_look(begin: Begin, account: Account, application: Application, today: date) -> bool:
    """Return whether an account sees a case as its applicant's agent."""
    with begin() as unit:
        held = unit.authorisations.of_agent(account.id)
    owner = application.applicant.account_id
    return any(one.principal_id == owner and one.covers(application.id, today) for one in held)


def actor_on(begin: Begin, account: Account, application: Application, today: date) -> Actor:
    """Return an account as an actor on a case, for asking what may be done; an agent as an agent."""
    if application.applicant.account_id == account.id or not may_look(begin, account, application, today):
        return account.actor
    with begin() as unit:
        principal = unit.accounts.get(application.applicant.account_id)
    return as_agent(account.actor, principal.actor) if principal is not None else account.actor


def acting_office(
    office: Office, begin: Begin, account: Account, principal_id: str, power: Power, now: datetime, application_id: str
) -> tuple[Office, Actor]:
    """Return office and actor for a step: the account itself on its own case, or as the agent of the case's applicant.

    Somebody who is neither gets the office as it is; the table then says why the step is not theirs.

    Raises:
        NotPermitted: The account is an agent of that principal, but not for this step, case or day.
    """
    if principal_id == account.id:
        return office, account.actor
    with begin() as unit:
        principal = unit.accounts.get(principal_id)
        is_agent = any(one.principal_id == principal_id for one in unit.authorisations.of_agent(account.id))
    if principal is None or not is_agent:
        return office, account.actor
    return office_for_agent(office, account.actor, principal.actor, power, now, application_id=application_id)


def _check_scope(wanted: WantedAuthorisation, today: date) -> None:
    if not wanted.powers:
        raise InputError("agents.no_power", at=Location(field="powers"))
    if wanted.valid_to < max(wanted.valid_from, today):
        raise InputError("agents.period", at=Location(field="valid_to"))
    if wanted.valid_to - wanted.valid_from > timedelta(days=LONGEST):
        raise InputError("agents.too_long", at=Location(field="valid_to"), most=LONGEST)


def _own_case(unit: AccountsUnitOfWork, principal: Account, application_id: str) -> Application | None:
    if not application_id:
        return None
    case = unit.applications.get(application_id)
    if case.applicant.account_id != principal.id:
        raise NotFound("web.no_application")
    return case


def _mandate(unit: AccountsUnitOfWork, one: Authorisation, today: date) -> Mandate:
    principal, agent = unit.accounts.get(one.principal_id), unit.accounts.get(one.agent_id)
    case = unit.applications.get(one.application_id) if one.application_id else None
    return Mandate(
        authorisation=one,
        principal=principal.name if principal else "—",
        agent=agent.login if agent else "—",
        case=(case.number or case.id[:8]) if case else "",
        is_in_force=one.is_in_force(today),
    )


def _given(given: Authorisation, principal: Account, case: Application | None, now: datetime) -> Event:
    note = said(
        "agents.event_given",
        agent=given.agent_name,
        number=given.agent_number_masked,
        phone=masked_phone(given.agent_phone),
        scope=said("agents.scope_case") if case else said("agents.scope_all"),
        powers=tuple(said(f"agents.power_{power.value}") for power in given.powers),
        valid_from=given.valid_from.isoformat(),
        valid_to=given.valid_to.isoformat(),
    )
    return Event(
        at=now,
        actor=principal.actor,
        action="authorise",
        application_id=given.application_id,
        from_state=case.state if case else None,
        to_state=case.state if case else None,
        note=note,
        facts=(("authorisation", given.id), ("agent", given.agent_id)),
    )


def _ended(held: Authorisation, by: Account, reason: str, now: datetime) -> Event:
    key = "agents.event_revoked" if by.id == held.principal_id else "agents.event_resigned"
    note = said(key if reason else f"{key}_plain", agent=held.agent_name, reason=reason)
    return Event(
        at=now,
        actor=by.actor,
        action="revoke_authorisation",
        application_id=held.application_id,
        from_state=None,
        to_state=None,
        note=note,
        facts=(("authorisation", held.id), ("agent", held.agent_id)),
    )
