"""What reports read: cases with their histories, and the whole history; `storage` fulfils it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, cast

from signage.applications.model import Application, Event
from signage.applications.office import Office
from signage.register.ports import RegisterUnitOfWork
from signage.reports.cases import CaseRecord


class ReportSource(Protocol):
    """Cases and history, only read."""

    def cases(self, *, start: datetime, end: datetime) -> tuple[CaseRecord, ...]:
        """Return every case that something may have happened to between two instants, and every open one.

        A case that was decided more than a year before `start` is left out: its service is long over. Check reports
        hold only the findings that block.
        """

    def find(self, name: str) -> Application | None:
        """Return a case by its id, its intake number or one of its permits' numbers, or None."""

    def events(self, application_id: str | None = None) -> Iterator[tuple[int, Event]]:
        """Yield entries of the history with their numbers, oldest first, of one case or of all."""

    def mark(self) -> str:
        """Return what changes with every line of the history: as long as it is the same, so are the figures."""

    def numbers(self) -> dict[str, str]:
        """Return the intake number of every case by its id; drafts are left out."""


class ReportUnitOfWork(RegisterUnitOfWork, Protocol):
    """One transaction with everything that reports read."""

    reports: ReportSource


def begin_reading(office: Office) -> ReportUnitOfWork:
    """Open a unit of work that only reads; the storage's own fulfils the ports of every slice."""
    return cast(ReportUnitOfWork, office.reading())
