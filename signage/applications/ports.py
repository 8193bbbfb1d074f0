"""What the use cases need from outside; `storage` and `documents` fulfil it, `bootstrap` joins them."""

from __future__ import annotations

from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from signage.applications.agency import AuthorisationRepository
from signage.applications.calendar_versions import CalendarRepository
from signage.applications.case_documents import CaseDocumentRepository
from signage.applications.model import Application, Event, Permit, State
from signage.applications.notices import DecisionNotice, IssuedDocument
from signage.applications.plan_versions import PlanRepository
from signage.applications.queue import QueueRepository


class Clock(Protocol):
    """Tells the time; aware, UTC."""

    def __call__(self) -> datetime:
        """Return the present instant."""


class ApplicationRepository(Protocol):
    """Applications by id, number and state."""

    def add(self, application: Application) -> None:
        """Store a new application.

        Raises:
            Conflict: Its idempotency key is already taken.
        """

    def get(self, application_id: str) -> Application:
        """Return one application.

        Raises:
            NotFound: Nothing by that id.
        """

    def by_idempotency_key(self, key: str) -> Application | None:
        """Return the application that was filed under a key, or None."""

    def save(self, application: Application, *, expected_version: int) -> None:
        """Store a changed application if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """

    def listed(
        self, *, states: tuple[State, ...] = (), applicant_id: str | None = None, limit: int = 100
    ) -> tuple[Application, ...]:
        """Return applications, newest first."""


class PermitRepository(Protocol):
    """Permits; at most one live permit a position."""

    def add(self, permit: Permit, application_id: str) -> None:
        """Store a permit.

        Raises:
            Conflict: The position already has a live permit.
        """

    def live_at(self, position_key: str) -> Permit | None:
        """Return the live permit at a position, or None."""

    def ended_on(self, plan_id: str) -> tuple[str, ...]:
        """Return the ids of the permits at places of a plan that hold no longer, in order."""

    def live_on(self, plan_id: str) -> tuple[str, ...]:
        """Return the ids of the live permits at places of a plan, in order; cheap, since every redraw asks."""

    def get(self, permit_id: str) -> Permit:
        """Return one permit, live or ended.

        Raises:
            NotFound: Nothing by that id.
        """

    def by_number(self, number: str) -> Permit | None:
        """Return the permit of a number, live or ended, or None."""

    def ending_by(self, day: date) -> tuple[Permit, ...]:
        """Return the live permits whose last day is `day` or earlier, the earliest first."""

    def end(self, permit_id: str, *, reason: str, at: datetime | None = None) -> None:
        """End a live permit (replaced, expired, revoked), so that its position is free.

        Raises:
            NotFound: No live permit by that id.
        """

    def by_code(self, verification_code: str) -> Permit | None:
        """Return the permit that a verification code names, or None."""

    def of_position(self, position_key: str) -> tuple[Permit, ...]:
        """Return every permit that there is or was at a position, oldest first."""

    def by_document(self, digest: str) -> tuple[Permit, ...]:
        """Return the permits that a sealed file carries."""


class Numbering(Protocol):
    """Gapless, unique numbers per kind and year."""

    def next(self, kind: str, year: int) -> int:
        """Return the next number; taken only if the unit of work commits."""


class HistoryLog(Protocol):
    """The tamper-evident history: one chain a database."""

    def append(self, event: Event) -> None:
        """Append an event to the chain."""

    def of(self, application_id: str) -> tuple[Event, ...]:
        """Return an application's events, oldest first."""


class ReminderLog(Protocol):
    """Which reminders stand in the history."""

    def sent(self, ids: tuple[str, ...]) -> frozenset[tuple[str, str]]:
        """Return case and key of every reminder of some cases."""

    def keep(self, application_id: str, key: str) -> None:
        """Keep that a reminder stands in the history."""


class Blobs(Protocol):
    """Content-addressed files."""

    def put(self, content: bytes) -> str:
        """Store bytes and return their `sha256:` digest; storing twice is storing once."""

    def get(self, digest: str) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: Nothing by that digest.
        """


class SectionRepository(Protocol):
    """Which account belongs to which section (承办科室)."""

    def of(self, account_id: str) -> tuple[str, ...]:
        """Return the sections that an account belongs to."""

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Return every account id with each of its sections."""

    def put(self, account_id: str, sections: tuple[str, ...]) -> None:
        """Let an account belong to exactly these sections."""


class UnitOfWork(Protocol):
    """One transaction; leaving it without `commit` undoes everything."""

    applications: ApplicationRepository
    permits: PermitRepository
    numbers: Numbering
    history: HistoryLog
    calendars: CalendarRepository
    plans: PlanRepository
    authorisations: AuthorisationRepository
    documents: CaseDocumentRepository
    sections: SectionRepository
    queue: QueueRepository
    reminders: ReminderLog

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""


class DocumentIssuer(Protocol):
    """Sets and seals a document."""

    def issue(self, notice: DecisionNotice) -> IssuedDocument:
        """Return the sealed PDF of a decision.

        Raises:
            ToolError: Typesetting or sealing failed.
        """
