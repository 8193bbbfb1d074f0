"""What the service around a case needs from outside; `storage` fulfils it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from signage.accounts.ports import AccountRepository
from signage.applications.ports import UnitOfWork
from signage.service.model import (
    Appointment,
    Complaint,
    ExtendedHours,
    ExtraDay,
    FirstAsked,
    HelpEntry,
    Helper,
    Rating,
    RatingCode,
    Rectification,
    ReturnVisit,
    SubjectKind,
)


class AppointmentRepository(Protocol):
    """Visits to the counter, extra days and the log of extended hours."""

    def add(self, appointment: Appointment) -> bool:
        """Store a new visit; False when its seat, or its person's place in the day, is held by another live one."""

    def get(self, appointment_id: str) -> Appointment:
        """Return one visit.

        Raises:
            NotFound: Nothing by that id.
        """

    def save(self, appointment: Appointment, *, expected_version: int) -> None:
        """Store a changed visit if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """

    def on(self, day: date) -> tuple[Appointment, ...]:
        """Return every visit of a day by slot and number."""

    def between(self, start: date, end: date) -> tuple[Appointment, ...]:
        """Return every visit from a day to a day, both included."""

    def seats_taken(self, window_id: str, start: date, end: date) -> tuple[tuple[datetime, int], ...]:
        """Return (beginning of the slot, held seat) of a window's live visits over days, both included."""

    def live_of(self, day: date, *, account_id: str, phone: str) -> Appointment | None:
        """Return a person's live visit on a day, by account or phone, or None; an empty one names nobody."""

    def of_account(self, account_id: str, limit: int = 20) -> tuple[Appointment, ...]:
        """Return what an account has booked, latest day first."""

    def of_case(self, application_id: str) -> tuple[Appointment, ...]:
        """Return the visits about a case, in order of time."""

    def open_day(self, extra: ExtraDay) -> bool:
        """Store an extra day; False when the window is open on it already."""

    def extra_days(self, start: date, end: date) -> tuple[ExtraDay, ...]:
        """Return the extra days from a day to a day, both included."""

    def add_extended(self, hours: ExtendedHours) -> None:
        """Store a line of the log of extended hours."""

    def extended(self, start: date, end: date) -> tuple[ExtendedHours, ...]:
        """Return the log's lines from a day to a day, both included, in order of time."""


class HelpRepository(Protocol):
    """Helpers, their log, and who was asked first."""

    def add(self, helper: Helper) -> bool:
        """Store a helper; False when the subject has a live one."""

    def live(self, subject: SubjectKind, subject_id: str) -> Helper | None:
        """Return a subject's live helper, or None."""

    def end(self, helper: Helper, at: datetime) -> None:
        """End a live helper.

        Raises:
            Conflict: It has ended meanwhile.
        """

    def log(self, entry: HelpEntry) -> None:
        """Store a line of a helper's log."""

    def entries(self, subject: SubjectKind, subject_id: str) -> tuple[HelpEntry, ...]:
        """Return a subject's log in order of time."""

    def entries_between(self, start: date, end: date) -> tuple[HelpEntry, ...]:
        """Return every line of the log from a day to a day, both included."""

    def set_first_asked(self, first: FirstAsked) -> bool:
        """Store who was asked first; False when that is on record already, which nothing ever changes."""

    def first_asked(self, application_id: str) -> FirstAsked | None:
        """Return who was asked first about a case, or None."""


class RatingRepository(Protocol):
    """Ratings, the codes that allow them, and what bad ones set in motion."""

    def add(self, rating: Rating) -> bool:
        """Store a rating; False when the case has one."""

    def of_case(self, application_id: str) -> Rating | None:
        """Return a case's rating, or None."""

    def between(self, start: datetime, end: datetime) -> tuple[Rating, ...]:
        """Return the ratings given from an instant up to but not at another."""

    def add_code(self, code: RatingCode) -> None:
        """Store leave to rate."""

    def code(self, code_hash: str) -> RatingCode | None:
        """Return leave to rate, used or not, or None."""

    def use_code(self, code_hash: str, at: datetime) -> bool:
        """Mark leave as used; False when it was used already."""

    def add_rectification(self, rectification: Rectification) -> None:
        """Store what a bad rating sets in motion."""

    def rectification(self, rectification_id: str) -> Rectification:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """

    def rectification_of(self, application_id: str) -> Rectification | None:
        """Return a case's, or None."""

    def save_rectification(self, rectification: Rectification, *, expected_version: int) -> None:
        """Store a changed one if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """

    def open_rectifications(self) -> tuple[Rectification, ...]:
        """Return those that are still owed, by due date."""

    def rectifications_between(self, start: datetime, end: datetime) -> tuple[Rectification, ...]:
        """Return those opened from an instant up to but not at another."""


class ComplaintRepository(Protocol):
    """Complaints, and how often somebody tried."""

    def add(self, complaint: Complaint) -> bool:
        """Store a complaint; False when one was filed under the same secret."""

    def get(self, complaint_id: str) -> Complaint:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """

    def by_secret(self, secret_hash: str) -> Complaint | None:
        """Return the complaint that was filed under a secret, or None."""

    def save(self, complaint: Complaint, *, expected_version: int) -> None:
        """Store a changed complaint if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """

    def open(self) -> tuple[Complaint, ...]:
        """Return those that are not closed, by due date."""

    def closed(self, limit: int = 100) -> tuple[Complaint, ...]:
        """Return the closed ones, latest first."""

    def between(self, start: datetime, end: datetime) -> tuple[Complaint, ...]:
        """Return those received from an instant up to but not at another."""

    def answered_between(self, start: datetime, end: datetime) -> tuple[Complaint, ...]:
        """Return those answered from an instant up to but not at another."""

    def tried(self, key_hash: str, at: datetime, *, since: datetime) -> int:
        """Record an attempt and return how many there were since an instant, this one included; older are forgotten."""


class ReturnVisitRepository(Protocol):
    """Return visits."""

    def add(self, visit: ReturnVisit) -> None:
        """Store a planned visit."""

    def get(self, visit_id: str) -> ReturnVisit:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """

    def save(self, visit: ReturnVisit, *, expected_version: int) -> None:
        """Store a changed visit if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """

    def of_case(self, application_id: str) -> tuple[ReturnVisit, ...]:
        """Return a case's visits in order of planning."""

    def open(self) -> tuple[ReturnVisit, ...]:
        """Return those that are still owed, by due date."""

    def between(self, start: date, end: date) -> tuple[ReturnVisit, ...]:
        """Return those due from a day to a day, both included."""


class ServiceRepositories(Protocol):
    """Everything that the service keeps, in one transaction."""

    @property
    def appointments(self) -> AppointmentRepository:
        """Visits to the counter."""

    @property
    def help(self) -> HelpRepository:
        """Helpers and first-asked officers."""

    @property
    def ratings(self) -> RatingRepository:
        """Ratings and rectifications."""

    @property
    def complaints(self) -> ComplaintRepository:
        """Complaints."""

    @property
    def return_visits(self) -> ReturnVisitRepository:
        """Return visits."""


class InspectionOrder(Protocol):
    """What an inspection found different and wants put right by a day; the register keeps it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def permit_number(self) -> str:
        """Of the permit that was inspected."""

    @property
    def application_id(self) -> str:
        """The permit's case."""

    @property
    def due(self) -> date:
        """Last day to put it right."""

    @property
    def is_provisional(self) -> bool:
        """Whether a year on the way to that day has no official calendar."""

    @property
    def answer(self) -> str:
        """What its holder said or did; empty before."""


class InspectionOrders(Protocol):
    """The inspections' orders that are still open."""

    def rectifications(self, *, number: str | None = None, open_only: bool = False) -> tuple[InspectionOrder, ...]:
        """Return them, the earliest last day first."""


class ServiceUnitOfWork(UnitOfWork, Protocol):
    """One transaction over cases, people and the service around them."""

    accounts: AccountRepository
    service: ServiceRepositories

    @property
    def inspections(self) -> InspectionOrders:
        """What inspections found and want put right."""
