"""What the service around a case keeps, over one connection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from signage.applications.ids import new_id
from signage.errors import NotFound
from signage.service.model import (
    Complaint,
    FirstAsked,
    HelpEntry,
    Helper,
    Rating,
    RatingCode,
    Rectification,
    ReturnVisit,
    SubjectKind,
)
from signage.storage.codec import to_json
from signage.storage.service_appointments import SqlAppointments
from signage.storage.service_documents import Documents, form_of
from signage.storage.service_tables import (
    AttemptRow,
    ComplaintRow,
    FirstAskedRow,
    HelpEntryRow,
    HelperRow,
    RatingCodeRow,
    RatingRow,
    RectificationRow,
    ReturnVisitRow,
)


class SqlHelp(Documents):
    """Helpers, their log, and who was asked first."""

    def add(self, helper: Helper) -> bool:
        """Store a helper; False when the subject has a live one."""
        return self._put(
            HelperRow,
            helper,
            id=helper.id,
            subject=helper.subject.value,
            subject_id=helper.subject_id,
            version=helper.version,
            is_live=helper.ended_at is None,
        )

    def live(self, subject: SubjectKind, subject_id: str) -> Helper | None:
        """Return a subject's live helper, or None."""
        tests = (HelperRow.subject == subject.value, HelperRow.subject_id == subject_id, HelperRow.is_live)
        return self._one(Helper, HelperRow, *tests)

    def end(self, helper: Helper, at: datetime) -> None:
        """End a live helper.

        Raises:
            Conflict: It has ended meanwhile.
        """
        ended = replace(helper, ended_at=at, version=helper.version + 1)
        self._change(HelperRow, ended, helper.version, is_live=False)

    def log(self, entry: HelpEntry) -> None:
        """Store a line of a helper's log."""
        columns = {"subject": entry.subject.value, "subject_id": entry.subject_id, "day": entry.day}
        self._must_put(HelpEntryRow, entry, id=entry.id, **columns)

    def entries(self, subject: SubjectKind, subject_id: str) -> tuple[HelpEntry, ...]:
        """Return a subject's log in order of time."""
        tests = (HelpEntryRow.subject == subject.value, HelpEntryRow.subject_id == subject_id)
        return self._all(HelpEntry, HelpEntryRow, *tests, order=(HelpEntryRow.day, HelpEntryRow.id))

    def entries_between(self, start: date, end: date) -> tuple[HelpEntry, ...]:
        """Return every line of the log from a day to a day, both included."""
        order = (HelpEntryRow.day, HelpEntryRow.id)
        return self._all(HelpEntry, HelpEntryRow, HelpEntryRow.day.between(start, end), order=order)

    def set_first_asked(self, first: FirstAsked) -> bool:
        """Store who was asked first; False when that is on record already, which nothing ever changes."""
        return self._put(FirstAskedRow, first, application_id=first.application_id)

    def first_asked(self, application_id: str) -> FirstAsked | None:
        """Return who was asked first about a case, or None."""
        return self._one(FirstAsked, FirstAskedRow, FirstAskedRow.application_id == application_id)


class SqlRatings(Documents):
    """Ratings, the codes that allow them, and what bad ones set in motion."""

    def add(self, rating: Rating) -> bool:
        """Store a rating; False when the case has one."""
        columns = {"application_id": rating.application_id, "grade": rating.grade.value, "at": rating.at}
        return self._put(RatingRow, rating, id=rating.id, **columns)

    def of_case(self, application_id: str) -> Rating | None:
        """Return a case's rating, or None."""
        return self._one(Rating, RatingRow, RatingRow.application_id == application_id)

    def between(self, start: datetime, end: datetime) -> tuple[Rating, ...]:
        """Return the ratings given from an instant up to but not at another."""
        tests = (RatingRow.at >= start, RatingRow.at < end)
        return self._all(Rating, RatingRow, *tests, order=(RatingRow.at, RatingRow.id))

    def add_code(self, code: RatingCode) -> None:
        """Store leave to rate."""
        self._must_put(RatingCodeRow, code, code_hash=code.code_hash, application_id=code.application_id, is_used=False)

    def code(self, code_hash: str) -> RatingCode | None:
        """Return leave to rate, used or not, or None."""
        return self._one(RatingCode, RatingCodeRow, RatingCodeRow.code_hash == code_hash)

    def use_code(self, code_hash: str, at: datetime) -> bool:
        """Mark leave as used; False when it was used already."""
        found = self.code(code_hash)
        if found is None:
            return False
        used = to_json(replace(found, used_at=at), form_of(RatingCode))
        done = self._connection.execute(
            update(RatingCodeRow)
            .where(RatingCodeRow.code_hash == code_hash, RatingCodeRow.is_used.is_(False))
            .values(is_used=True, document=used)
        )
        return done.rowcount == 1

    def add_rectification(self, rectification: Rectification) -> None:
        """Store what a bad rating sets in motion."""
        self._must_put(
            RectificationRow,
            rectification,
            rating_id=rectification.rating_id,
            application_id=rectification.application_id,
            version=rectification.version,
            opened_at=rectification.opened_at,
            id=rectification.id,
            **_owed(rectification),
        )

    def rectification(self, rectification_id: str) -> Rectification:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._one(Rectification, RectificationRow, RectificationRow.id == rectification_id)
        if found is None:
            raise NotFound("service.no_rectification")
        return found

    def rectification_of(self, application_id: str) -> Rectification | None:
        """Return a case's, or None."""
        return self._one(Rectification, RectificationRow, RectificationRow.application_id == application_id)

    def save_rectification(self, rectification: Rectification, *, expected_version: int) -> None:
        """Store a changed one if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """
        self._change(RectificationRow, rectification, expected_version, **_owed(rectification))

    def open_rectifications(self) -> tuple[Rectification, ...]:
        """Return those that are still owed, by due date."""
        order = (RectificationRow.due, RectificationRow.id)
        return self._all(Rectification, RectificationRow, RectificationRow.is_open, order=order)

    def rectifications_between(self, start: datetime, end: datetime) -> tuple[Rectification, ...]:
        """Return those opened from an instant up to but not at another."""
        tests = (RectificationRow.opened_at >= start, RectificationRow.opened_at < end)
        return self._all(Rectification, RectificationRow, *tests, order=(RectificationRow.opened_at,))


def _owed(value: Rectification | ReturnVisit) -> dict[str, Any]:
    return {"is_open": value.is_open, "due": value.due.day}


class SqlComplaints(Documents):
    """Complaints, and how often somebody tried."""

    def add(self, complaint: Complaint) -> bool:
        """Store a complaint; False when one was filed under the same secret."""
        return self._put(
            ComplaintRow,
            complaint,
            id=complaint.id,
            number=complaint.number,
            secret_hash=complaint.secret_hash,
            version=complaint.version,
            due=complaint.due.day,
            received_at=complaint.received_at,
            **_complaint_columns(complaint),
        )

    def get(self, complaint_id: str) -> Complaint:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._one(Complaint, ComplaintRow, ComplaintRow.id == complaint_id)
        if found is None:
            raise NotFound("service.no_complaint")
        return found

    def by_secret(self, secret_hash: str) -> Complaint | None:
        """Return the complaint that was filed under a secret, or None."""
        return self._one(Complaint, ComplaintRow, ComplaintRow.secret_hash == secret_hash)

    def save(self, complaint: Complaint, *, expected_version: int) -> None:
        """Store a changed complaint if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """
        self._change(ComplaintRow, complaint, expected_version, **_complaint_columns(complaint))

    def open(self) -> tuple[Complaint, ...]:
        """Return those that are not closed, by due date."""
        return self._all(Complaint, ComplaintRow, ComplaintRow.is_open, order=(ComplaintRow.due, ComplaintRow.number))

    def closed(self, limit: int = 100) -> tuple[Complaint, ...]:
        """Return the closed ones, latest first."""
        order = (ComplaintRow.received_at.desc(), ComplaintRow.number.desc())
        return self._all(Complaint, ComplaintRow, ComplaintRow.is_open.is_(False), order=order, limit=limit)

    def between(self, start: datetime, end: datetime) -> tuple[Complaint, ...]:
        """Return those received from an instant up to but not at another."""
        tests = (ComplaintRow.received_at >= start, ComplaintRow.received_at < end)
        return self._all(Complaint, ComplaintRow, *tests, order=(ComplaintRow.received_at,))

    def answered_between(self, start: datetime, end: datetime) -> tuple[Complaint, ...]:
        """Return those first answered from an instant up to but not at another."""
        tests = (ComplaintRow.answered_at >= start, ComplaintRow.answered_at < end)
        return self._all(Complaint, ComplaintRow, *tests, order=(ComplaintRow.answered_at,))

    def tried(self, key_hash: str, at: datetime, *, since: datetime) -> int:
        """Record an attempt and return how many there were since an instant, this one included; older are forgotten."""
        self._connection.execute(delete(AttemptRow).where(AttemptRow.at <= since))
        self._connection.execute(insert(AttemptRow).values(id=new_id(), key_hash=key_hash, at=at))
        counted = select(func.count()).select_from(AttemptRow).where(AttemptRow.key_hash == key_hash)
        return int(self._connection.scalar(counted) or 0)


def _complaint_columns(complaint: Complaint) -> dict[str, Any]:
    return {
        "state": complaint.state.value,
        "is_open": complaint.closed_at is None,
        "answered_at": complaint.answered_at,
    }


class SqlReturnVisits(Documents):
    """Return visits."""

    def add(self, visit: ReturnVisit) -> None:
        """Store a planned visit."""
        columns = {"application_id": visit.application_id, "version": visit.version}
        self._must_put(ReturnVisitRow, visit, id=visit.id, **columns, **_owed(visit))

    def get(self, visit_id: str) -> ReturnVisit:
        """Return one.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._one(ReturnVisit, ReturnVisitRow, ReturnVisitRow.id == visit_id)
        if found is None:
            raise NotFound("service.no_return_visit")
        return found

    def save(self, visit: ReturnVisit, *, expected_version: int) -> None:
        """Store a changed visit if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """
        self._change(ReturnVisitRow, visit, expected_version, **_owed(visit))

    def of_case(self, application_id: str) -> tuple[ReturnVisit, ...]:
        """Return a case's visits in order of planning."""
        test = ReturnVisitRow.application_id == application_id
        return self._all(ReturnVisit, ReturnVisitRow, test, order=(ReturnVisitRow.id,))

    def open(self) -> tuple[ReturnVisit, ...]:
        """Return those that are still owed, by due date."""
        order = (ReturnVisitRow.due, ReturnVisitRow.id)
        return self._all(ReturnVisit, ReturnVisitRow, ReturnVisitRow.is_open, order=order)

    def between(self, start: date, end: date) -> tuple[ReturnVisit, ...]:
        """Return those due from a day to a day, both included."""
        test = ReturnVisitRow.due.between(start, end)
        return self._all(ReturnVisit, ReturnVisitRow, test, order=(ReturnVisitRow.due, ReturnVisitRow.id))


class SqlService:
    """Everything that the service keeps, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.appointments = SqlAppointments(connection)
        self.help = SqlHelp(connection)
        self.ratings = SqlRatings(connection)
        self.complaints = SqlComplaints(connection)
        self.return_visits = SqlReturnVisits(connection)
