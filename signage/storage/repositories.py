"""Applications, permits and numbers over one connection; queries live here and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    delete,
    insert,
    not_,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from signage.applications.model import Application, Item, Permit, State, Track
from signage.errors import Conflict, NotFound
from signage.storage.codec import from_json, to_json
from signage.storage.queue import SqlQueue
from signage.storage.register import SqlRegister
from signage.storage.sealing import APPLICATION_COLUMNS, PERMIT_COLUMNS, Journal, row_digest
from signage.storage.tables import ApplicationRow, ItemRow, PermitRow

APPLICATION_FORM = "signage.application/1"
PERMIT_FORM = "signage.permit/1"


def _newest(states: tuple[State, ...], applicant_id: str | None, limit: int) -> Subquery:
    """Return ids and times of the newest applications, at most `limit` of each state.

    A list of states in one condition would make the database sort everything that is in one of them, which among
    closed cases is nearly all; state by state it walks its index and stops.
    """
    wanted = select(ApplicationRow.id, ApplicationRow.created_at)
    wanted = wanted.order_by(ApplicationRow.created_at.desc(), ApplicationRow.id.desc()).limit(limit)
    if applicant_id is not None:
        mine = wanted.where(ApplicationRow.applicant_account_id == applicant_id)
        return (mine.where(ApplicationRow.state.in_([one.value for one in states])) if states else mine).subquery()
    if not states:
        return wanted.subquery()
    parts = [wanted.where(ApplicationRow.state == one.value).subquery() for one in dict.fromkeys(states)]
    return union_all(*(select(part.c.id, part.c.created_at) for part in parts)).subquery()


class SqlApplications:
    """Applications; the document is the value, the columns serve queries."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        self._connection = connection
        self._journal = journal or Journal()

    def add(self, application: Application) -> None:
        """Store a new application.

        Raises:
            Conflict: Its idempotency key is already taken.
        """
        values = _columns(application)
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(ApplicationRow).values(values))
                self._write_items(application)
        except IntegrityError as exc:
            raise Conflict("applications.key_taken", key=application.idempotency_key) from exc
        self._journal.wrote(application.id, "application", _digest(values))
        SqlQueue(self._connection).write(application)

    def get(self, application_id: str) -> Application:
        """Return one application.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._connection.scalar(select(ApplicationRow.document).where(ApplicationRow.id == application_id))
        if found is None:
            raise NotFound("applications.not_found", id=application_id[:60])
        return from_json(Application, found, APPLICATION_FORM)

    def by_idempotency_key(self, key: str) -> Application | None:
        """Return the application that was filed under a key, or None."""
        found = self._connection.scalar(select(ApplicationRow.document).where(ApplicationRow.idempotency_key == key))
        return from_json(Application, found, APPLICATION_FORM) if found is not None else None

    def save(self, application: Application, *, expected_version: int) -> None:
        """Store a changed application if nobody else changed it since.

        Raises:
            Conflict: Someone else was first, or its idempotency key is taken.
        """
        if application.version <= expected_version:
            raise ValueError(f"version {application.version} does not follow {expected_version}")
        values = _columns(application)
        try:
            with self._connection.begin_nested():
                done = self._connection.execute(
                    update(ApplicationRow)
                    .where(ApplicationRow.id == application.id, ApplicationRow.version == expected_version)
                    .values(values)
                )
                if done.rowcount == 1:
                    self._write_items(application)
        except IntegrityError as exc:
            raise Conflict("applications.key_taken", key=application.idempotency_key) from exc
        if done.rowcount != 1:
            raise Conflict("applications.changed_meanwhile", id=application.id)
        self._journal.wrote(application.id, "application", _digest(values))
        SqlQueue(self._connection).write(application)

    def listed(
        self, *, states: tuple[State, ...] = (), applicant_id: str | None = None, limit: int = 100
    ) -> tuple[Application, ...]:
        """Return applications, newest first."""
        newest = _newest(states, applicant_id, limit)
        query = select(ApplicationRow.document).join(newest, newest.c.id == ApplicationRow.id)
        found = self._connection.scalars(query.order_by(newest.c.created_at.desc(), newest.c.id.desc()).limit(limit))
        return tuple(from_json(Application, document, APPLICATION_FORM) for document in found)

    def _write_items(self, application: Application) -> None:
        ids = [one.id for one in application.asked_for]
        stale = delete(ItemRow).where(ItemRow.application_id == application.id, ItemRow.id.not_in(ids))
        self._connection.execute(stale)
        known = set(self._connection.scalars(select(ItemRow.id).where(ItemRow.application_id == application.id)))
        for ordinal, one in enumerate(application.asked_for):
            values: dict[str, Any] = {
                "application_id": application.id,
                "ordinal": ordinal,
                "position_key": one.position_key,
                "sign_name": one.spec.name if isinstance(one, Item) else one.title,
                "address": one.address if isinstance(one, Item) else one.place,
                "track": (one.track if isinstance(one, Item) else Track.PERMIT).value,
                "outcome": one.outcome.value if one.outcome else None,
            }
            if one.id in known:
                self._connection.execute(update(ItemRow).where(ItemRow.id == one.id).values(values))
            else:
                self._connection.execute(insert(ItemRow).values(id=one.id, **values))


def _columns(application: Application) -> dict[str, Any]:
    return {
        "id": application.id,
        "number": application.number or None,
        "state": application.state.value,
        "version": application.version,
        "idempotency_key": application.idempotency_key or None,
        "applicant_account_id": application.applicant.account_id,
        "applicant_name": application.applicant.name,
        "applicant_code": application.applicant.credit_code,
        "created_at": application.created_at,
        "submitted_at": application.submitted_at,
        "decided_at": application.decision.at if application.decision else None,
        "document": to_json(application, APPLICATION_FORM),
    }


def _digest(values: dict[str, Any]) -> str:
    return row_digest(values, APPLICATION_COLUMNS, values["document"])


class SqlPermits:
    """Permits; the database itself holds one live permit a position."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        self._connection = connection
        self._journal = journal or Journal()

    def add(self, permit: Permit, application_id: str) -> None:
        """Store a permit.

        Raises:
            Conflict: The position already has a live permit.
        """
        stored = replace(permit, application_id=application_id)
        values = {
            "id": permit.id,
            "number": permit.number,
            "application_id": application_id,
            "item_id": permit.item_id,
            "position_key": permit.position_key,
            "is_live": not permit.ended_reason,
            "valid_to": permit.valid_to,
            "verification_code": permit.verification_code,
            "document_digest": permit.document_digest,
            "notice_digest": permit.notice_digest,
            "notice_code": permit.notice_code,
            "document": to_json(stored, PERMIT_FORM),
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(PermitRow).values(values))
        except IntegrityError as exc:
            raise Conflict("applications.position_held", position=permit.position_key) from exc
        self._note(permit.id)
        SqlRegister(self._connection).reflect(stored)

    def live_at(self, position_key: str) -> Permit | None:
        """Return the live permit at a position, or None."""
        return self._one(PermitRow.position_key == position_key, PermitRow.is_live)

    def live_on(self, plan_id: str) -> tuple[str, ...]:
        """Return the ids of the live permits at places of a plan, in order; only the index of live places is read."""
        return self._at_places_of(plan_id, PermitRow.is_live)

    def ended_on(self, plan_id: str) -> tuple[str, ...]:
        """Return the ids of the permits at places of a plan that hold no longer, in order; the index finds them."""
        return self._at_places_of(plan_id, not_(PermitRow.is_live))

    def _at_places_of(self, plan_id: str, wanted: ColumnElement[bool] | InstrumentedAttribute[bool]) -> tuple[str, ...]:
        place = PermitRow.position_key
        if (
            self._connection.dialect.name == "sqlite"
        ):  # its LIKE looks at every row; it orders by bytes, as a range wants
            is_here = and_(place >= f"{plan_id}/", place < f"{plan_id}0")  # "0" comes after "/"
        else:
            is_here = place.startswith(f"{plan_id}/", autoescape=True)
        return tuple(self._connection.scalars(select(PermitRow.id).where(wanted, is_here).order_by(PermitRow.id)))

    def get(self, permit_id: str) -> Permit:
        """Return one permit, live or ended.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._one(PermitRow.id == permit_id)
        if found is None:
            raise NotFound("applications.permit_not_live", id=permit_id)
        return found

    def end(self, permit_id: str, *, reason: str, at: datetime | None = None) -> None:
        """End a live permit (replaced, expired, revoked), so that its position is free.

        Raises:
            NotFound: No live permit by that id.
        """
        permit = self._one(PermitRow.id == permit_id, PermitRow.is_live)
        if permit is None:
            raise NotFound("applications.permit_not_live", id=permit_id)
        ended = replace(permit, ended_reason=reason, ended_at=at)
        values = {"is_live": False, "document": to_json(ended, PERMIT_FORM)}
        self._connection.execute(update(PermitRow).where(PermitRow.id == permit_id).values(values))
        self._note(permit_id)
        SqlRegister(self._connection).reflect(ended)

    def by_code(self, code: str) -> Permit | None:
        """Return the permit that a verification code names (the first when one notice lists several), or None."""
        if not code:
            return None
        return self._one(or_(PermitRow.verification_code == code, PermitRow.notice_code == code))

    def by_number(self, number: str) -> Permit | None:
        """Return the permit of a number, live or ended, or None."""
        return self._one(PermitRow.number == number)

    def ending_by(self, day: date) -> tuple[Permit, ...]:
        """Return the live permits whose last day is `day` or earlier, the earliest first."""
        query = (
            select(PermitRow.document)
            .where(PermitRow.is_live, PermitRow.valid_to <= day)
            .order_by(PermitRow.valid_to, PermitRow.id)
        )
        return tuple(from_json(Permit, document, PERMIT_FORM) for document in self._connection.scalars(query))

    def of_position(self, position_key: str) -> tuple[Permit, ...]:
        """Return every permit that there is or was at a position, oldest first."""
        query = select(PermitRow.document).where(PermitRow.position_key == position_key).order_by(PermitRow.id)
        return tuple(from_json(Permit, document, PERMIT_FORM) for document in self._connection.scalars(query))

    def by_document(self, digest: str) -> tuple[Permit, ...]:
        """Return the permits that a sealed file carries, in the order of its list."""
        if not digest:
            return ()
        named = or_(PermitRow.document_digest == digest, PermitRow.notice_digest == digest)
        query = select(PermitRow.document).where(named).order_by(PermitRow.id)
        return tuple(from_json(Permit, document, PERMIT_FORM) for document in self._connection.scalars(query))

    def _note(self, permit_id: str) -> None:
        """Tell the journal how the row stands now; read back, since older rows may say less in their columns."""
        row = self._connection.execute(select(*PermitRow.__table__.columns).where(PermitRow.id == permit_id)).one()
        digest = row_digest(row._mapping, PERMIT_COLUMNS, row.document)
        self._journal.wrote(row.application_id, f"permit {row.number}", digest)

    def _one(self, *tests: Any) -> Permit | None:
        query = select(PermitRow.document).where(*tests).order_by(PermitRow.id).limit(1)
        found = self._connection.scalar(query)
        return from_json(Permit, found, PERMIT_FORM) if found is not None else None


class SqlNumbering:
    """Gapless numbers: the series' row stays locked until its taker commits, and a rollback gives the number back."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        self._connection = connection
        self._journal = journal or Journal()

    def next(self, kind: str, year: int) -> int:
        """Return the next number; taken only if the unit of work commits."""
        taken = self._connection.scalar(
            text(
                "INSERT INTO number_series (kind, year, last) VALUES (:kind, :year, 1) "
                "ON CONFLICT (kind, year) DO UPDATE SET last = number_series.last + 1 RETURNING last"
            ),
            {"kind": kind, "year": year},
        )
        self._journal.took(kind, year, int(taken))
        return int(taken)
