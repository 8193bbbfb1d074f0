"""Revisions of frontage plans over one connection."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from signage.applications.plan_versions import EnteredPlan
from signage.errors import Conflict
from signage.storage.plan_tables import PlanRevisionRow

_COLUMNS = (
    PlanRevisionRow.plan_id,
    PlanRevisionRow.revision,
    PlanRevisionRow.valid_from,
    PlanRevisionRow.content,
    PlanRevisionRow.digest,
    PlanRevisionRow.entered_by,
    PlanRevisionRow.entered_at,
    PlanRevisionRow.basis,
    PlanRevisionRow.source,
)
_COUNT = f"SELECT count(*) FROM {PlanRevisionRow.__tablename__}"  # noqa: S608 (the table's own name)


class SqlPlans:
    """Plans on record; there is no way to change or remove one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entered: EnteredPlan) -> None:
        """Store a revision.

        Raises:
            Conflict: Somebody else put a revision of that number or first day on record at the same time.
        """
        values = {column.key: getattr(entered, column.key) for column in _COLUMNS}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(PlanRevisionRow).values(values))
        except IntegrityError as exc:
            raise Conflict("plans.entered_meanwhile", plan=entered.plan_id, revision=entered.revision) from exc

    def stamp(self) -> int:
        """Return the number of revisions, which only grows."""
        # Asked for on every page: the plain statement takes a third of the time of a built one.
        return self._connection.exec_driver_sql(_COUNT).scalar_one() or 0

    def listed(self) -> tuple[EnteredPlan, ...]:
        """Return every revision, by plan and first day."""
        query = select(*_COLUMNS).order_by(PlanRevisionRow.plan_id, PlanRevisionRow.valid_from)
        return tuple(EnteredPlan(**row._mapping) for row in self._connection.execute(query))
