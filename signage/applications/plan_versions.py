"""Frontage plans that an office put on record: each a revision of its own beside those of the plans' folder.

A revision is never edited and never removed: what a case was judged by stays to be found. Which revision is in force on
a day follows from the first days of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from signage.errors import PlanError
from signage.frontage import FrontagePlan, PlanRegister, parse_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredPlan:
    """One revision as it was put on record.

    Attributes:
        valid_from: Its first day.
        content: The plan file.
        digest: Of the plan that it describes.
        entered_by: Who put it on record.
        entered_at: When, aware UTC.
        basis: What it rests on: the approval of the planning, its number, or why the plan changes.
        source: Name of the file that was brought.
    """

    plan_id: str
    revision: str
    valid_from: date
    content: str
    digest: str
    entered_by: str
    entered_at: datetime
    basis: str
    source: str

    @property
    def plan(self) -> FrontagePlan:
        """The plan that the file describes."""
        return _parsed(self.content)


class PlanRepository(Protocol):
    """Revisions that were put on record; nothing is ever changed or removed."""

    def add(self, entered: EnteredPlan) -> None:
        """Store a revision.

        Raises:
            Conflict: Somebody else put a revision of that number or first day on record at the same time.
        """

    def stamp(self) -> int:
        """Return a number that grows with every revision; cheap to ask for."""

    def listed(self) -> tuple[EnteredPlan, ...]:
        """Return every revision, by plan and first day."""


class HoldsPlans(Protocol):
    """A unit of work that has the revisions."""

    plans: PlanRepository


def register_of(folder: PlanRegister, entered: Iterable[EnteredPlan]) -> PlanRegister:
    """Return the register of the folder's plans and of those on record.

    Raises:
        PlanError: A file of the folder has the number or the first day of a revision on record and is another plan.
    """
    plans = list(folder.plans)
    by_mark = {(plan.id, mark): plan for plan in plans for mark in _marks(plan)}
    for one in entered:
        twins = [by_mark[one.plan_id, mark] for mark in _marks(one.plan) if (one.plan_id, mark) in by_mark]
        if not twins:
            plans.append(one.plan)
        elif any(twin.digest != one.digest for twin in twins):
            start = one.valid_from.isoformat()
            raise PlanError("plans.folder_twin", plan=one.plan_id, revision=one.revision, start=start)
    return PlanRegister.of(plans)


class LivePlans:
    """The register of a running office: sees what is put on record at once, without a restart.

    Asking costs one count; revisions are read again only when that has grown.

    Args:
        folder: The plans that were there when the process began.
        begin_reading: Opens a unit of work that reads.
    """

    def __init__(self, folder: PlanRegister, begin_reading: Callable[[], AbstractContextManager[HoldsPlans]]) -> None:
        self.folder = folder
        self._begin_reading = begin_reading
        self._kept: tuple[int, PlanRegister] | None = None

    def present(self) -> PlanRegister:
        """Return the register as it stands now.

        Raises:
            PlanError: See `register_of`.
        """
        with self._begin_reading() as unit:
            stamp = unit.plans.stamp()
            kept = self._kept
            if kept is None or kept[0] != stamp:
                kept = self._kept = (stamp, register_of(self.folder, unit.plans.listed()))
        return kept[1]


def _marks(plan: FrontagePlan) -> tuple[str, str]:
    return plan.revision, plan.valid_from.isoformat()


@lru_cache(maxsize=256)
def _parsed(content: str) -> FrontagePlan:
    # Plans never change; a register is put together anew whenever one is added.
    return parse_plan(content.encode("utf-8"))
