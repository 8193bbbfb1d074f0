"""Approved signs as a re-check sees them: what was approved, where it hangs, and what was stated of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from signage.applications.model import IN_FORCE
from signage.applications.ports import UnitOfWork
from signage.design import SignSpec
from signage.digest import digest_of

Fact = str | bool | float | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedSign:
    """One approved sign.

    Attributes:
        id: Its permit's number, or its row in a list.
        origin_mm: Where it hangs, elevation space; None where only its specification says so.
        facts: What no drawing shows, as it was stated.
        approved_on: The day of its permit, None when not known.
        plan_revision: Revision of the plan that it was approved on, empty when not known.
        plan_digest: Digest of that revision.
    """

    id: str
    plan_id: str
    unit_id: str
    spec: SignSpec
    origin_mm: tuple[float, float] | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    approved_on: date | None = None
    permit_number: str = ""
    plan_revision: str = ""
    plan_digest: str = ""

    @property
    def digest(self) -> str:
        """Digest of everything that its measures depend on beside plan, typefaces and program."""
        parts = {
            "spec": self.spec,
            "unit": self.unit_id,
            "origin": None if self.origin_mm is None else list(self.origin_mm),
            "facts": dict(self.facts),
            "approved_on": self.approved_on,
            "permit": self.permit_number,
        }
        return digest_of(parts, "signage.approved-sign/1")


def approved_signs(begin_reading: Callable[[], UnitOfWork]) -> Iterator[ApprovedSign]:
    """Yield the signs of all live permits, oldest application last.

    Facts that an older record does not hold are not known; the name of the licence is taken from the specification.
    """
    with begin_reading() as unit:
        for application in unit.applications.listed(states=IN_FORCE, limit=10_000_000):
            for item in application.items:
                permit = unit.permits.live_at(item.position_key)
                if permit is None or permit.item_id != item.id:
                    continue
                facts = dict(item.facts)
                if item.spec.licence_name:
                    facts.setdefault("licence_name", item.spec.licence_name)
                yield ApprovedSign(
                    id=permit.number or item.id,
                    plan_id=item.plan_id,
                    unit_id=item.unit_id,
                    spec=item.spec,
                    origin_mm=item.origin_mm,
                    facts=tuple(sorted(facts.items())),
                    approved_on=permit.valid_from,
                    permit_number=permit.number,
                    plan_revision=item.plan_revision,
                    plan_digest=item.plan_digest,
                )
