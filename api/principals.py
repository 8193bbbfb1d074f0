"""For whom somebody may apply as an agent, and a form on which that was left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.deps import Visitor
from signage.accounts import agents
from signage.applications.agency import Power
from signage.bootstrap import Services
from signage.errors import InputError, Location


def principals_of(services: Services, visitor: Visitor | None) -> list[tuple[str, str]]:
    """Return for whom a visitor may apply today as an agent: account and name, by name."""
    if visitor is None:
        return []
    held = agents.mandates_received(services.database.reading, visitor.account, services.today())
    open_to_all_cases = [m for m in held if m.is_in_force and not m.authorisation.application_id]
    able = {
        m.authorisation.principal_id: m.principal for m in open_to_all_cases if Power.APPLY in m.authorisation.powers
    }
    return sorted(able.items(), key=lambda pair: pair[1])


def principal_faults(services: Services, visitor: Visitor, typed: Mapping[str, str]) -> Iterator[InputError]:
    """Yield that an agent left open for whom the form is: a case in the wrong name is not put right afterwards."""
    if not typed.get("principal") and principals_of(services, visitor):
        yield InputError("web.principal_open", at=Location(field="principal"))
