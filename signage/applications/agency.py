"""Agents (委托代理人): who may act for whom, for which case, in which period, and how it stands in history.

The law lets an applicant act through an agent (行政许可法 art 29). An authorisation says who, for what and how long; it
can be revoked at any time. A step that an agent takes is the principal's step: it is checked against the authorisation
in its own transaction, and history gets a line that says who acted for whom under which authorisation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

from signage.applications.model import Action, Actor, Event
from signage.errors import NotPermitted
from signage.locale import Lang, said, text

if TYPE_CHECKING:
    from signage.applications.office import Office
    from signage.applications.ports import HistoryLog, UnitOfWork


class Power(StrEnum):
    """What an agent may do for the principal; seeing the case comes with either."""

    APPLY = "apply"  # 填写、提交、补正
    WITHDRAW = "withdraw"  # 撤回申请


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """One authorisation (授权).

    Attributes:
        principal_id, agent_id: Accounts.
        agent_name: As on the identity card.
        agent_number_masked: Identity number with its middle hidden; the number itself is stored nowhere.
        agent_number_hash: Keyed hash, to recognise the number when the card is shown.
        application_id: Its only case; empty covers every case of the principal.
        valid_from, valid_to: First and last day, local, both included.
    """

    id: str
    principal_id: str
    agent_id: str
    agent_name: str
    agent_number_masked: str
    agent_number_hash: str
    agent_phone: str
    application_id: str
    powers: tuple[Power, ...]
    valid_from: date
    valid_to: date
    created_at: datetime
    revoked_at: datetime | None = None
    revoked_reason: str = ""

    def is_in_force(self, on: date) -> bool:
        """Return whether it stands on a day."""
        return self.revoked_at is None and self.valid_from <= on <= self.valid_to

    def covers(self, application_id: str, on: date, power: Power | None = None) -> bool:
        """Return whether it reaches a case on a day, for a power or for looking at it."""
        is_of_case = self.application_id in ("", application_id)
        return self.is_in_force(on) and is_of_case and (power is None or power in self.powers)


class AuthorisationRepository(Protocol):
    """Authorisations by principal and agent."""

    def add(self, authorisation: Authorisation) -> None:
        """Store a new one."""

    def get(self, authorisation_id: str) -> Authorisation | None:
        """Return one, or None."""

    def of_principal(self, account_id: str) -> tuple[Authorisation, ...]:
        """Return what an account has given, newest first."""

    def of_agent(self, account_id: str) -> tuple[Authorisation, ...]:
        """Return what an account was given by accounts that may still sign in, newest first."""

    def lock(self, authorisation_id: str) -> Authorisation | None:
        """Return one that stays as it is until the transaction ends, or None."""

    def revoke(self, authorisation_id: str, *, reason: str, at: datetime) -> bool:
        """End one; False when it was ended before."""


class HoldsAuthorisations(Protocol):
    """A unit of work that has them."""

    authorisations: AuthorisationRepository


def acting_for(
    unit: HoldsAuthorisations,
    account_id: str,
    on: date,
    *,
    power: Power | None = Power.APPLY,
    application_id: str = "",
) -> frozenset[str]:
    """Return the accounts that an account may act for on a day.

    Args:
        unit: An open unit of work.
        account_id: The agent's.
        on: Local day.
        power: For what; None asks for whom it may look.
        application_id: For which case; empty asks for authorisations that cover every case, such as for a new one.
    """
    held = unit.authorisations.of_agent(account_id)
    return frozenset(one.principal_id for one in held if one.covers(application_id, on, power))


def office_for_agent(
    office: Office, agent: Actor, principal: Actor, power: Power, now: datetime, *, application_id: str = ""
) -> tuple[Office, Actor]:
    """Return an office and an actor through which an agent takes steps for a principal.

    Whatever is committed through this office is checked against the authorisation in the same transaction, and gets its
    own line of history: who acted, for whom, under which authorisation.

    Args:
        office: The office.
        agent: Whose hands.
        principal: Whose case.
        power: What the step needs.
        now: The instant of the step.
        application_id: The case; empty for a new one.

    Raises:
        NotPermitted: There is no authorisation in force that reaches so far.
    """
    on = office.today(now)
    with office.reading() as unit:
        held = unit.authorisations.of_agent(agent.id)
    fitting = [one for one in held if one.principal_id == principal.id and one.covers(application_id, on, power)]
    if not fitting:
        raise _not_authorised(agent, principal, power)
    chosen = fitting[0]

    def stand_for(unit: UnitOfWork, last: Event) -> Event:
        present = unit.authorisations.lock(chosen.id)
        # A case that has just been opened under an authorisation for every case is of no case before.
        if present is None or not present.covers(application_id, on, power):
            raise _not_authorised(agent, principal, power)
        return _acted(present, agent, principal, last, now)

    def begin() -> UnitOfWork:
        return cast("UnitOfWork", _AgentUnit(office.begin(), stand_for))

    acting = replace(office, begin=begin, begin_reading=office.begin_reading or office.begin)
    return acting, as_agent(agent, principal)


def as_agent(agent: Actor, principal: Actor) -> Actor:
    """Return an agent as the table and the history know them while they act for a principal."""
    name = text("agents.actor", Lang.ZH, principal=principal.name, agent=agent.name)
    return replace(agent, name=name, acts_for=(principal.id,))


def power_for(action: str) -> Power:
    """Return what a step needs of an agent by its action: ending a case needs more than carrying it on."""
    return Power.WITHDRAW if action in (Action.WITHDRAW, Action.CANCEL) else Power.APPLY


class _NotedHistory:
    """A history that remembers the last line that was written through it."""

    def __init__(self, inner: HistoryLog) -> None:
        self._inner = inner
        self.last: Event | None = None

    def append(self, event: Event) -> None:
        self._inner.append(event)
        self.last = event

    def of(self, application_id: str) -> tuple[Event, ...]:
        return self._inner.of(application_id)


class _AgentUnit:
    """A unit of work in which nothing is committed without the line that says who acted for whom."""

    def __init__(self, inner: UnitOfWork, stand_for: Callable[[UnitOfWork, Event], Event]) -> None:
        self._inner = inner
        self._stand_for = stand_for

    def __enter__(self) -> Self:
        self._inner.__enter__()
        self.history = _NotedHistory(self._inner.history)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inner.__exit__(kind, error, trace)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        last = self.history.last
        if last is not None:
            self._inner.history.append(self._stand_for(self._inner, last))
        self._inner.commit()


def _acted(held: Authorisation, agent: Actor, principal: Actor, last: Event, now: datetime) -> Event:
    note = said(
        "agents.event_acted",
        agent=held.agent_name,
        number=held.agent_number_masked,
        principal=principal.name,
        valid_to=held.valid_to.isoformat(),
    )
    facts = (("authorisation", held.id), ("principal", principal.id), ("action", last.action))
    return Event(
        at=now,
        actor=agent,
        action="act_for",
        application_id=last.application_id,
        from_state=last.to_state,
        to_state=last.to_state,
        note=note,
        facts=facts,
    )


def _not_authorised(agent: Actor, principal: Actor, power: Power) -> NotPermitted:
    return NotPermitted(
        "agents.not_authorised",
        agent=agent.name,
        principal=principal.name,
        power=text(f"agents.power_{power.value}", Lang.ZH),
        power_en=text(f"agents.power_{power.value}", Lang.EN),
    )
