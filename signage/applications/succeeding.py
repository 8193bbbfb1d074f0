"""The permits that end because a new one takes their place, and what history says of it (换证)."""

from __future__ import annotations

from datetime import datetime

from signage.applications import workflow
from signage.applications.model import Actor, Application, Event, Item, Permit, Purpose, State
from signage.applications.ports import UnitOfWork
from signage.locale import said, text


def end_earlier(
    unit: UnitOfWork, permits: tuple[Permit, ...], application: Application, actor: Actor, now: datetime
) -> list[Event]:
    """End the holder's own earlier permits that new ones take the place of, and return what history says of it."""
    events = []
    for permit in permits:
        how = "transfer_item" if application.purpose is Purpose.TRANSFER and not permit.is_for_sign else ""
        reason = text(f"applications.ended_{how or application.purpose.value}")
        for earlier in _ended_by(unit, permit, application):
            unit.permits.end(earlier.id, reason=reason, at=now)
            events.append(_event(earlier, permit, actor, now))
    return events


def ended_with(unit: UnitOfWork, item: Item, application: Application) -> tuple[Permit, ...]:
    """Return the live permits that end when an item's is issued, each once.

    They are the applicant's own one at the item's place and those of the old signs that it replaces, and the one that
    is changed, renewed or transferred. Other people's stay: at the item's place they stop the step.
    """
    found = [unit.permits.live_at(item.position_key)]
    if application.purpose is not Purpose.NEW and application.earlier_permit:
        earlier = unit.permits.by_number(application.earlier_permit)
        found += [earlier] if earlier is not None and earlier.goes_on_as(item) else []
    own = application.applicant.credit_code
    named = [unit.permits.by_number(old.permit_number) for old in item.replaced if old.permit_number]
    found += [one for one in named if one is not None and own and one.holder_code == own]
    return tuple({one.id: one for one in found if one is not None and one.ended_at is None}.values())


def _ended_by(unit: UnitOfWork, permit: Permit, application: Application) -> tuple[Permit, ...]:
    item = next((one for one in application.items if one.id == permit.item_id), None)
    if item is not None:
        return ended_with(unit, item, application)
    live = unit.permits.live_at(permit.position_key)
    return (live,) if live is not None else ()


def _event(earlier: Permit, permit: Permit, actor: Actor, now: datetime) -> Event:
    return Event(
        at=now,
        actor=actor,
        action=workflow.REPLACED,
        application_id=earlier.application_id,
        from_state=State.ISSUED,
        to_state=State.ISSUED,
        note=said("workflow.event_replaced", old=earlier.number, new=permit.number),
        facts=(("permit", earlier.number), ("replaced_by", permit.number), *workflow.permit_facts(earlier)),
    )
