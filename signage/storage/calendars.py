"""Versions of calendar years over one connection."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from signage.applications.calendar_versions import CalendarVersion
from signage.errors import Conflict
from signage.storage.people_tables import CalendarYearRow
from signage.storage.tables import ApplicationRow

_COLUMNS = (
    CalendarYearRow.year,
    CalendarYearRow.version,
    CalendarYearRow.source,
    CalendarYearRow.imported_by,
    CalendarYearRow.imported_at,
    CalendarYearRow.content,
    CalendarYearRow.digest,
)
_PROVISIONAL = '%"is_provisional":true%'  # as canonical JSON writes it


class SqlCalendars:
    """Calendar versions; there is no way to change or remove one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: CalendarVersion) -> None:
        """Store a version.

        Raises:
            Conflict: Somebody else imported that year at the same time.
        """
        values = {column.key: getattr(version, column.key) for column in _COLUMNS}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(CalendarYearRow).values(values))
        except IntegrityError as exc:
            raise Conflict("calendar.imported_meanwhile", year=version.year) from exc

    def stamp(self) -> int:
        """Return the number of versions, which only grows."""
        return self._connection.scalar(select(func.count()).select_from(CalendarYearRow)) or 0

    def listed(self) -> tuple[CalendarVersion, ...]:
        """Return every version, by year and version."""
        rows = self._connection.execute(select(*_COLUMNS).order_by(CalendarYearRow.year, CalendarYearRow.version))
        return tuple(CalendarVersion(**row._mapping) for row in rows)

    def cases_with_provisional_deadlines(self) -> tuple[str, ...]:
        """Return the ids of the applications that hold a provisional deadline, oldest first."""
        query = select(ApplicationRow.id).where(ApplicationRow.document.like(_PROVISIONAL))
        return tuple(self._connection.scalars(query.order_by(ApplicationRow.created_at, ApplicationRow.id)))
