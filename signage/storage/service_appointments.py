"""Visits to the counter, extra days and the log of extended hours, over one connection."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from signage.errors import NotFound
from signage.service.model import Appointment, ExtendedHours, ExtraDay
from signage.storage.service_documents import Documents
from signage.storage.service_tables import AppointmentRow, ExtendedHoursRow, ExtraDayRow


class SqlAppointments(Documents):
    """Visits to the counter, extra days and the log of extended hours."""

    def add(self, appointment: Appointment) -> bool:
        """Store a new visit; False when its seat, or its person's place in the day, is held by another live one."""
        return self._put(AppointmentRow, appointment, version=appointment.version, **_visit_columns(appointment))

    def get(self, appointment_id: str) -> Appointment:
        """Return one visit.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._one(Appointment, AppointmentRow, AppointmentRow.id == appointment_id)
        if found is None:
            raise NotFound("service.no_visit", id=appointment_id[:60])
        return found

    def save(self, appointment: Appointment, *, expected_version: int) -> None:
        """Store a changed visit if nobody else changed it since.

        Raises:
            Conflict: Someone else was first.
        """
        self._change(AppointmentRow, appointment, expected_version, **_visit_columns(appointment))

    def on(self, day: date) -> tuple[Appointment, ...]:
        """Return every visit of a day by slot and number."""
        return self.between(day, day)

    def between(self, start: date, end: date) -> tuple[Appointment, ...]:
        """Return every visit from a day to a day, both included."""
        order = (AppointmentRow.starts_at, AppointmentRow.number)
        return self._all(Appointment, AppointmentRow, AppointmentRow.day.between(start, end), order=order)

    def seats_taken(self, window_id: str, start: date, end: date) -> tuple[tuple[datetime, int], ...]:
        """Return (beginning of the slot, held seat) of a window's live visits over days, both included."""
        rows = self._connection.execute(
            select(AppointmentRow.starts_at, AppointmentRow.seat).where(
                AppointmentRow.window_id == window_id,
                AppointmentRow.day.between(start, end),
                AppointmentRow.is_live,
                AppointmentRow.seat.is_not(None),
            )
        )
        return tuple((row.starts_at, row.seat) for row in rows)

    def live_of(self, day: date, *, account_id: str, phone: str) -> Appointment | None:
        """Return a person's live visit on a day, by account or phone, or None; an empty one names nobody."""
        for column, value in ((AppointmentRow.account_id, account_id), (AppointmentRow.phone, phone)):
            if value:
                tests = (AppointmentRow.day == day, AppointmentRow.is_live, column == value)
                found = self._one(Appointment, AppointmentRow, *tests)
                if found is not None:
                    return found
        return None

    def of_account(self, account_id: str, limit: int = 20) -> tuple[Appointment, ...]:
        """Return what an account has booked, latest day first."""
        order = (AppointmentRow.day.desc(), AppointmentRow.starts_at.desc(), AppointmentRow.number.desc())
        return self._all(Appointment, AppointmentRow, AppointmentRow.account_id == account_id, order=order, limit=limit)

    def of_case(self, application_id: str) -> tuple[Appointment, ...]:
        """Return the visits about a case, in order of time."""
        order = (AppointmentRow.starts_at, AppointmentRow.number)
        return self._all(Appointment, AppointmentRow, AppointmentRow.application_id == application_id, order=order)

    def open_day(self, extra: ExtraDay) -> bool:
        """Store an extra day; False when the window is open on it already."""
        return self._put(ExtraDayRow, extra, window_id=extra.window_id, day=extra.day)

    def extra_days(self, start: date, end: date) -> tuple[ExtraDay, ...]:
        """Return the extra days from a day to a day, both included."""
        order = (ExtraDayRow.day, ExtraDayRow.window_id)
        return self._all(ExtraDay, ExtraDayRow, ExtraDayRow.day.between(start, end), order=order)

    def add_extended(self, hours: ExtendedHours) -> None:
        """Store a line of the log of extended hours."""
        self._must_put(ExtendedHoursRow, hours, id=hours.id, day=hours.day, starts_at=hours.starts_at)

    def extended(self, start: date, end: date) -> tuple[ExtendedHours, ...]:
        """Return the log's lines from a day to a day, both included, in order of time."""
        order = (ExtendedHoursRow.starts_at, ExtendedHoursRow.id)
        return self._all(ExtendedHours, ExtendedHoursRow, ExtendedHoursRow.day.between(start, end), order=order)


def _visit_columns(visit: Appointment) -> dict[str, Any]:
    return {
        "id": visit.id,
        "number": visit.number,
        "state": visit.state.value,
        "is_live": visit.state.is_live,
        "window_id": visit.window_id,
        "day": visit.day,
        "starts_at": visit.starts_at,
        "seat": visit.seat,
        "account_id": visit.account_id or None,
        "phone": visit.phone or None,
        "application_id": visit.application_id or None,
    }
