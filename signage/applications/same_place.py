"""Other cases that ask for the same place and are not decided yet: who came first goes first.

A place is held by one live permit (see `Item.position_key`). While two cases for it run side by side, whoever handles
one of them is told of the other, and the later one is not decided on the spot before the earlier one has its answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.model import Application
from signage.applications.ports import UnitOfWork
from signage.applications.queue import QueueEntry
from signage.applications.spot import Condition
from signage.applications.vocabulary import IN_PROCEDURE, State

# Handed in and without a permit at its place so far.
UNDECIDED = (State.SUBMITTED, State.RETURNED, *IN_PROCEDURE, State.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another case for a place.

    Attributes:
        entry: What lists show of it.
        is_own: The same applicant asks, by the credit code.
        is_first: It was handed in earlier.
    """

    entry: QueueEntry
    is_own: bool
    is_first: bool


def rivals_of(unit: UnitOfWork, application: Application) -> tuple[Rival, ...]:
    """Return the undecided cases that ask for a place of this one, the earliest handed in first."""
    places = tuple(item.position_key for item in application.items)
    found = unit.queue.asking_for(places, UNDECIDED) if places else ()
    own = application.applicant.credit_code
    others = [(entry, code) for entry, code in found if entry.id != application.id and entry.submitted_at is not None]
    return tuple(
        Rival(entry=entry, is_own=bool(own) and code == own, is_first=_is_first(entry, application))
        for entry, code in sorted(others, key=lambda one: (str(one[0].submitted_at), one[0].id))
    )


def nobody_came_before(rivals: tuple[Rival, ...]) -> Condition:
    """Nobody else handed in an undecided case for one of the places earlier."""
    earlier = [rival.entry.number for rival in rivals if rival.is_first and not rival.is_own]
    if not earlier:
        return Condition(
            key="same_place",
            is_met=True,
            explanation_zh="没有更早提交的他人申请占用同一位置",
            explanation_en="nobody asked for the same place earlier",
        )
    listed = "、".join(earlier)
    return Condition(
        key="same_place",
        is_met=False,
        explanation_zh=f"同一位置有更早提交的他人申请尚未办结：{listed}",
        explanation_en=f"somebody asked for the same place earlier, and that is not decided yet: {listed}",
    )


def _is_first(entry: QueueEntry, application: Application) -> bool:
    # What went back for correction takes its turn when it comes in again.
    if entry.submitted_at is None or entry.state is State.RETURNED:
        return False
    if application.submitted_at is None:
        return True
    return (entry.submitted_at, entry.id) < (application.submitted_at, application.id)
