"""What the repositories of the service have in common: rows whose value lies in `document`."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from signage.errors import Conflict
from signage.storage.codec import from_json, to_json

T = TypeVar("T")


class Documents:
    """Rows whose value lies in `document`; the form of the JSON is named after the value's type."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _put(self, row: Any, value: object, **columns: Any) -> bool:
        """Store a new value; False when a constraint has something against it."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(row).values(document=to_json(value, form_of(type(value))), **columns))
        except IntegrityError:
            return False
        return True

    def _must_put(self, row: Any, value: object, **columns: Any) -> None:
        """Store a new value that no constraint can have anything against, its subject being there.

        Raises:
            Conflict: Its subject is gone.
        """
        if not self._put(row, value, **columns):
            raise Conflict("service.changed_meanwhile")

    def _change(self, row: Any, value: Any, expected_version: int, **columns: Any) -> None:
        done = self._connection.execute(
            update(row)
            .where(row.id == value.id, row.version == expected_version)
            .values(version=value.version, document=to_json(value, form_of(type(value))), **columns)
        )
        if done.rowcount != 1:
            raise Conflict("service.changed_meanwhile")

    def _all(
        self, kind: type[T], row: Any, *tests: Any, order: tuple[Any, ...], limit: int | None = None
    ) -> tuple[T, ...]:
        found = self._connection.scalars(select(row.document).where(*tests).order_by(*order).limit(limit))
        return tuple(from_json(kind, document, form_of(kind)) for document in found)

    def _one(self, kind: type[T], row: Any, *tests: Any) -> T | None:
        found = self._connection.scalar(select(row.document).where(*tests).limit(1))
        return from_json(kind, found, form_of(kind)) if found is not None else None


def form_of(kind: type) -> str:
    """Return the name and version under which a type is stored."""
    return f"signage.service.{kind.__name__}/1"
