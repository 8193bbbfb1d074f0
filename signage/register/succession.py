"""Which permit took another one's place: by change, renewal or transfer, or because its holder asked for a new one.

It is read from the history, which says of each permit that was replaced by which; nothing beside it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.model import Permit
from signage.applications.office import Office
from signage.applications.workflow import REPLACED
from signage.register.ports import RegisterUnitOfWork, begin_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A permit before or after another one.

    Attributes:
        number: Of that permit.
        how: What the record says of the older one of the two, such as 变更.
    """

    number: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What stands around a permit: those that it replaced, and the one that replaced it, None where none did."""

    before: tuple[Step, ...] = ()
    after: Step | None = None


def succession(office: Office, number: str) -> Succession:
    """Return the permits that one replaced and the one that replaced it; nothing for a number that no permit has."""
    with begin_reading(office) as unit:
        permit = unit.permits.by_number(number)
        if permit is None:
            return Succession()
        following = _replaced_by(unit, permit.application_id, number)
        before = [
            one
            for one in (*unit.permits.of_position(permit.position_key), *_named(unit, permit))
            if one.ended_reason and one.id != permit.id
            if _replaced_by(unit, one.application_id, one.number) == number
        ]
    return Succession(
        before=tuple({one.id: Step(number=one.number, how=one.ended_reason) for one in before}.values()),
        after=Step(number=following, how=permit.ended_reason) if following else None,
    )


def _named(unit: RegisterUnitOfWork, permit: Permit) -> list[Permit]:
    """The permits at other places that a permit's case names: of old signs, and the one that it changed."""
    if not permit.application_id:
        return []
    case = unit.applications.get(permit.application_id)
    old = [sign.permit_number for item in case.items if item.id == permit.item_id for sign in item.replaced]
    found = [unit.permits.by_number(number) for number in (*old, case.earlier_permit) if number]
    return [one for one in found if one is not None]


def _replaced_by(unit: RegisterUnitOfWork, application_id: str, number: str) -> str:
    """The number that history names for the place of a permit, empty where it names none."""
    if not application_id:
        return ""
    told = (dict(event.facts) for event in unit.history.of(application_id) if event.action == REPLACED)
    return next((facts.get("replaced_by", "") for facts in told if facts.get("permit") == number), "")
