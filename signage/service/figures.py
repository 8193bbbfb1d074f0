"""Figures of the service over a period, for reports: counts and sums from what is on record, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

from signage.service.model import (
    Appointment,
    Complaint,
    ExtendedHours,
    Grade,
    HelpEntry,
    Rating,
    Rectification,
    ReturnVisit,
    VisitState,
)
from signage.service.ports import ServiceUnitOfWork

_OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is on record of a period, as it was read.

    Attributes:
        appointments, extended, help: By their local day.
        ratings: By the instant they were given.
        rectifications: By the instant they were opened.
        received, answered: Complaints by when they came and by when they were answered.
        return_visits: By the day they are due.
    """

    appointments: tuple[Appointment, ...] = ()
    extended: tuple[ExtendedHours, ...] = ()
    help: tuple[HelpEntry, ...] = ()
    ratings: tuple[Rating, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    received: tuple[Complaint, ...] = ()
    answered: tuple[Complaint, ...] = ()
    return_visits: tuple[ReturnVisit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigures:
    """Figures of a period; local days, both ends included.

    Attributes:
        ratings: (grade, count), best grade first, every grade named.
        bad_ratings: Of the two bad grades.
        rectifications_opened: In the period.
        rectified_in_time: Of those, closed on or before their due date.
        rectifications_late: Of those, closed after it, or still open with the date gone on `end`.
        complaints_received: In the period.
        complaints_answered: In the period, whenever they came.
        complaints_answered_in_time: Of those, on or before their due date.
        return_visits_due, return_visits_made: Due in the period, and of those, made.
        helper_minutes, extended_minutes: Sums of the logs.
        appointments: Booked ahead for days of the period, those given back left out.
        appointments_kept: Of those, whoever came (arrived, called or finished).
        appointments_missed: Of those, whoever did not.
        appointments_cancelled: Given back.
        walk_ins: Tickets of people without an appointment.
        served: Finished at the counter, booked or not.
        median_wait_minutes: From ticket to call, None when nobody was called; halves are exact.
    """

    start: date
    end: date
    ratings: tuple[tuple[Grade, int], ...]
    bad_ratings: int
    rectifications_opened: int
    rectified_in_time: int
    rectifications_late: int
    complaints_received: int
    complaints_answered: int
    complaints_answered_in_time: int
    return_visits_due: int
    return_visits_made: int
    helper_minutes: int
    extended_minutes: int
    appointments: int
    appointments_kept: int
    appointments_missed: int
    appointments_cancelled: int
    walk_ins: int
    served: int
    median_wait_minutes: Fraction | None

    @property
    def helper_hours(self) -> Fraction:
        """Hours of help, exact."""
        return Fraction(self.helper_minutes, 60)

    @property
    def extended_hours(self) -> Fraction:
        """Hours outside the ordinary ones, exact."""
        return Fraction(self.extended_minutes, 60)


def service_figures(unit: ServiceUnitOfWork, start: date, end: date, *, zone: tzinfo = _OFFICE_ZONE) -> ServiceFigures:
    """Return the figures of a period from what a unit of work reads.

    Args:
        unit: An open unit of work; it is only read.
        start: First local day.
        end: Last local day, included whole.
        zone: The office's, by whose wall clock days are counted.

    Raises:
        ValueError: The period ends before it begins.
    """
    if end < start:
        raise ValueError(f"a period cannot end on {end} before it begins on {start}")
    first, behind = _midnight(start, zone), _midnight(end + timedelta(days=1), zone)
    service = unit.service
    rows = Rows(
        appointments=service.appointments.between(start, end),
        extended=service.appointments.extended(start, end),
        help=service.help.entries_between(start, end),
        ratings=service.ratings.between(first, behind),
        rectifications=service.ratings.rectifications_between(first, behind),
        received=service.complaints.between(first, behind),
        answered=service.complaints.answered_between(first, behind),
        return_visits=service.return_visits.between(start, end),
    )
    return figures_of(rows, start, end, zone=zone)


def figures_of(rows: Rows, start: date, end: date, *, zone: tzinfo = _OFFICE_ZONE) -> ServiceFigures:
    """Return the figures of rows that were read; pure."""
    ahead = [one for one in rows.appointments if not one.is_walk_in]
    kept = [one for one in ahead if one.arrived_at is not None]
    missed = [one for one in ahead if one.state is VisitState.NO_SHOW and one.arrived_at is None]
    cancelled = [one for one in ahead if one.state is VisitState.CANCELLED]
    in_time = [one for one in rows.rectifications if one.closed_at and _day(one.closed_at, zone) <= one.due.day]
    late = [one for one in rows.rectifications if one not in in_time and (one.closed_at or one.due.day < end)]
    waits = [one.waited for one in rows.appointments if one.waited is not None]
    return ServiceFigures(
        start=start,
        end=end,
        ratings=tuple(
            (grade, sum(one.grade is grade for one in rows.ratings)) for grade in sorted(Grade, reverse=True)
        ),
        bad_ratings=sum(one.grade.is_bad for one in rows.ratings),
        rectifications_opened=len(rows.rectifications),
        rectified_in_time=len(in_time),
        rectifications_late=len(late),
        complaints_received=len(rows.received),
        complaints_answered=len(rows.answered),
        complaints_answered_in_time=sum(
            one.answered_at is not None and _day(one.answered_at, zone) <= one.due.day for one in rows.answered
        ),
        return_visits_due=len(rows.return_visits),
        return_visits_made=sum(one.said is not None for one in rows.return_visits),
        helper_minutes=sum(one.minutes for one in rows.help),
        extended_minutes=sum(one.minutes for one in rows.extended),
        appointments=len(ahead) - len(cancelled),
        appointments_kept=len(kept),
        appointments_missed=len(missed),
        appointments_cancelled=len(cancelled),
        walk_ins=sum(one.is_walk_in for one in rows.appointments),
        served=sum(one.state is VisitState.FINISHED for one in rows.appointments),
        median_wait_minutes=_median_minutes(waits),
    )


def _median_minutes(waits: list[timedelta]) -> Fraction | None:
    if not waits:
        return None
    seconds = [Fraction(wait // timedelta(microseconds=1), 1_000_000) for wait in waits]
    return Fraction(median(seconds)) / 60


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()
