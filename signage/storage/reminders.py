"""Reminders that were sent, over one connection; the sentences stand in the history."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from signage.storage.queue_tables import ReminderRow

_BATCH = 400


class SqlReminders:
    """Keys of what was reminded of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sent(self, ids: tuple[str, ...]) -> frozenset[tuple[str, str]]:
        """Return case and key of every reminder of some cases."""
        found: set[tuple[str, str]] = set()
        for start in range(0, len(ids), _BATCH):
            query = select(ReminderRow.application_id, ReminderRow.key)
            query = query.where(ReminderRow.application_id.in_(ids[start : start + _BATCH]))
            found.update((row.application_id, row.key) for row in self._connection.execute(query))
        return frozenset(found)

    def keep(self, application_id: str, key: str) -> None:
        """Keep that a reminder stands in the history; keeping it twice is keeping it once."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        made = dialect.insert(ReminderRow).values(application_id=application_id, key=key)
        self._connection.execute(made.on_conflict_do_nothing())
