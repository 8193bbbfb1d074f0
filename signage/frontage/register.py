"""The register of frontage plans: a folder of plan files, several revisions of each building."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Self

from signage.errors import Location, NotFound, Param, PlanError
from signage.frontage.model import FrontagePlan
from signage.frontage.problems import PlanProblem, Severity
from signage.frontage.read_json import content_of, parse_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRegister:
    """Plans by id and date; each revision holds from its first day until the day that ends it or the next one starts.

    Attributes:
        plans: All revisions, by id and first day.
    """

    plans: tuple[FrontagePlan, ...]

    @classmethod
    def read(cls, folder: Path) -> PlanRegister:
        """Return the register of all `*.json` files that lie directly in a folder.

        Raises:
            PlanError: A file has errors, the folder cannot be read, or two files hold the same revision or first day.
        """
        register, faults = cls.read_sound(folder)
        if faults:
            raise faults[0]
        return register

    @classmethod
    def read_sound(cls, folder: Path) -> tuple[Self, tuple[PlanError, ...]]:
        """Return the register of those files of a folder that are sound, and what is wrong with each of the others.

        Raises:
            PlanError: The folder cannot be read.
        """
        if not folder.is_dir():
            raise PlanError("plan.no_folder", at=Location(file=str(folder)), path=str(folder))
        files = sorted(folder.glob("*.json"))
        seen: dict[tuple[str, str], Path] = {}
        sound, faults = list[FrontagePlan](), list[PlanError]()
        for path in files:
            try:
                plan = _kept(content_of(path), str(path))
                _told_once(plan, path, seen)
            except PlanError as error:
                faults.append(error)
            else:
                sound.append(plan)
        return cls.of(sound), tuple(faults)

    @classmethod
    def of(cls, plans: Iterable[FrontagePlan]) -> Self:
        """Return the register of given plans."""
        return cls(plans=tuple(sorted(plans, key=lambda plan: (plan.id, plan.valid_from))))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the plans, each once."""
        return tuple(dict.fromkeys(plan.id for plan in self.plans))

    def revisions(self, plan_id: str) -> tuple[FrontagePlan, ...]:
        """Return all revisions of a plan, oldest first; none when there is no such plan."""
        return tuple(plan for plan in self.plans if plan.id == plan_id)

    def in_force(self, plan_id: str, on: date) -> FrontagePlan:
        """Return the revision of a plan that is in force on a day: the latest that has begun and not ended.

        Raises:
            NotFound: No plan by that id, or none of its revisions is in force on that day.
        """
        revisions = self.revisions(plan_id)
        if not revisions:
            raise NotFound("frontage.plan_not_found", plan=plan_id, known=", ".join(self.ids) or "-")
        for plan in reversed(revisions):
            if plan.valid_from <= on:
                if plan.valid_to is None or on < plan.valid_to:
                    return plan
                break  # an older revision does not come back when the newer one ends
        spans = ", ".join(f"{p.revision} ({p.valid_from} – {p.valid_to or ''})" for p in revisions)
        raise NotFound("frontage.no_revision", plan=plan_id, on=on.isoformat(), known=spans)

    def end_of(self, plan: FrontagePlan) -> date | None:
        """Return the day from which a revision holds no longer: its own last or the next one's first; None: open."""
        later = (one.valid_from for one in self.revisions(plan.id) if one.valid_from > plan.valid_from)
        return min((day for day in (plan.valid_to, *later) if day is not None), default=None)

    def doubts(self) -> tuple[PlanProblem, ...]:
        """Return where revisions of one plan overlap, and gaps between them in which none is in force; warnings."""
        found = []
        for plan_id in self.ids:
            for earlier, later in itertools.pairwise(self.revisions(plan_id)):
                end = earlier.valid_to
                if end is None or end == later.valid_from:
                    continue
                dates: dict[str, Param] = {"plan": plan_id, "end": str(end), "start": str(later.valid_from)}
                if end < later.valid_from:
                    code, dates = "in_force_gap", {**dates, "start": str(end), "end": str(later.valid_from)}
                else:
                    code, dates = "in_force_overlap", {**dates, "earlier": earlier.revision, "later": later.revision}
                found.append(PlanProblem(code=f"plan.{code}", params=dates, severity=Severity.WARNING))
        return tuple(found)

    def all_in_force(self, on: date) -> tuple[FrontagePlan, ...]:
        """Return the revision in force of every plan that has one on that day."""
        found = []
        for plan_id in self.ids:
            try:
                found.append(self.in_force(plan_id, on))
            except NotFound:
                continue
        return tuple(found)


def _told_once(plan: FrontagePlan, path: Path, seen: dict[tuple[str, str], Path]) -> None:
    """Refuse a plan whose revision or first day another file has."""
    marks = [(plan.id, mark) for mark in (plan.revision, plan.valid_from.isoformat())]
    other = next((seen[mark] for mark in marks if mark in seen), None)
    if other is not None:
        raise PlanError(
            "plan.revision_twice",
            at=Location(file=str(path)),
            plan=plan.id,
            revision=plan.revision,
            start=plan.valid_from.isoformat(),
            other=str(other),
        )
    seen.update(dict.fromkeys(marks, path))


@lru_cache(maxsize=16)
def _kept(content: bytes, file: str) -> FrontagePlan:
    # Plans never change, and a register is read anew whenever somebody opens the house.
    return parse_plan(content, file=file)
