"""What the register needs from outside; `storage` fulfils it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol, cast

from signage.applications.case_documents import CaseDocument
from signage.applications.model import Application
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.register.inspection import Inspection, Rectification
from signage.register.model import Publication, PublicPermit
from signage.register.query import Found, RegisterQuery


class RegisterRepository(Protocol):
    """The public register of permits; its rows follow the permits within the same transaction."""

    def by_number(self, number: str) -> PublicPermit | None:
        """Return one permit, or None."""

    def search(self, query: RegisterQuery, *, on: date) -> Found:
        """Return one page of what a query finds, newest first."""

    def every(self, query: RegisterQuery, *, on: date) -> Iterator[PublicPermit]:
        """Yield everything that a query finds, newest first."""

    def catch_up(self) -> int:
        """Enter permits that are not in the register yet and return how many there were."""

    def renew(self) -> int:
        """Write every entry again as its permit and case are shown today, and return how many came out otherwise."""

    def case_of(self, number: str) -> tuple[str, str] | None:
        """Return a permit's application and item by id, or None."""


class PublicationRepository(Protocol):
    """Published decisions; one entry a decision."""

    def add(self, publication: Publication) -> bool:
        """Store an entry; False when the decision already has one."""

    def get(self, publication_id: str) -> Publication:
        """Return one entry.

        Raises:
            NotFound: Nothing by that id.
        """

    def save(self, publication: Publication, *, expected_version: int) -> None:
        """Store a changed entry.

        Raises:
            Conflict: Somebody else was first.
        """

    def listed(
        self, *, since: date | None = None, until: date | None = None, before: str = "", limit: int = 50
    ) -> tuple[Publication, ...]:
        """Return entries by day of publication (both ends included), newest first, after the id `before`."""

    def unpublished(self) -> tuple[Application, ...]:
        """Return every decided case whose decision has no entry yet, oldest decision first."""

    def unpublished_endings(self) -> tuple[CaseDocument, ...]:
        """Return every decision to withdraw, revoke or cancel that has no entry yet, oldest first."""


class InspectionRepository(Protocol):
    """Inspections and what they led to."""

    def add(self, inspection: Inspection) -> None:
        """Store an inspection."""

    def of_permit(self, number: str) -> tuple[Inspection, ...]:
        """Return a permit's inspections, newest first."""

    def get(self, inspection_id: str) -> Inspection:
        """Return one inspection.

        Raises:
            NotFound: Nothing by that id.
        """

    def add_rectification(self, rectification: Rectification) -> None:
        """Store a rectification."""

    def rectification(self, rectification_id: str) -> Rectification:
        """Return one rectification.

        Raises:
            NotFound: Nothing by that id.
        """

    def save_rectification(self, rectification: Rectification, *, expected_version: int) -> None:
        """Store a changed rectification.

        Raises:
            Conflict: Somebody else was first.
        """

    def rectifications(self, *, number: str | None = None, open_only: bool = False) -> tuple[Rectification, ...]:
        """Return rectifications, the earliest last day first."""


class RegisterUnitOfWork(UnitOfWork, Protocol):
    """One transaction over the cases and the register."""

    register: RegisterRepository
    publications: PublicationRepository
    inspections: InspectionRepository


def begin(office: Office) -> RegisterUnitOfWork:
    """Open a unit of work that may write; the storage's own fulfils the ports of every slice."""
    return cast(RegisterUnitOfWork, office.begin())


def begin_reading(office: Office) -> RegisterUnitOfWork:
    """Open one that only reads."""
    return cast(RegisterUnitOfWork, office.reading())
