"""The public register, publications and inspections over one connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, insert, not_, or_, select, table, update
from sqlalchemy.exc import IntegrityError

from signage.applications.case_documents import CaseDocument
from signage.applications.intake import ascii_safe
from signage.applications.model import Application, Permit
from signage.errors import Conflict, NotFound
from signage.register.folding import grams_of_term, haystack, like_pattern, tag
from signage.register.inspection import Inspection, Rectification, RectificationState
from signage.register.model import Publication, PublicPermit
from signage.register.public import public_item, public_permit, searched_fields
from signage.register.query import Found, RegisterQuery
from signage.storage.codec import from_json, to_json
from signage.storage.documents import SqlCaseDocuments
from signage.storage.documents_tables import CaseDocumentRow
from signage.storage.register_tables import WORDS, InspectionRow, PublicationRow, RectificationRow, RegisterRow
from signage.storage.tables import ApplicationRow, PermitRow

PERMIT_FORM = "signage.public-permit/1"
PUBLICATION_FORM = "signage.publication/1"
INSPECTION_FORM = "signage.inspection/1"
RECTIFICATION_FORM = "signage.rectification/1"
_BATCH = 500
_ENDINGS = ("withdrawal", "revocation", "cancellation", "filing_ending")


class SqlRegister:
    """The register of permits; its rows are written where permits are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_number(self, number: str) -> PublicPermit | None:
        """Return one permit, or None."""
        found = self._connection.scalar(select(RegisterRow.document).where(RegisterRow.number == number))
        return from_json(PublicPermit, found, PERMIT_FORM) if found is not None else None

    def case_of(self, number: str) -> tuple[str, str] | None:
        """Return a permit's application and item by id, or None."""
        columns = (RegisterRow.application_id, RegisterRow.item_id)
        row = self._connection.execute(select(*columns).where(RegisterRow.number == number)).one_or_none()
        return (row.application_id, row.item_id) if row is not None else None

    def search(self, query: RegisterQuery, *, on: date) -> Found:
        """Return one page of what a query finds, newest first."""
        rows = self._rows(query, on, query.after_row, query.limit + 1)
        shown = rows[: query.limit]
        following = str(shown[-1].seq) if len(rows) > query.limit else ""
        permits = tuple(from_json(PublicPermit, row.document, PERMIT_FORM) for row in shown)
        return Found(permits=permits, following=following)

    def every(self, query: RegisterQuery, *, on: date) -> Iterator[PublicPermit]:
        """Yield everything that a query finds, newest first."""
        before = query.after_row
        while rows := self._rows(query, on, before, _BATCH):
            yield from (from_json(PublicPermit, row.document, PERMIT_FORM) for row in rows)
            before = rows[-1].seq

    def catch_up(self) -> int:
        """Enter permits that are not in the register yet and return how many there were."""
        entered = select(RegisterRow.permit_id)
        query = select(PermitRow.document).where(PermitRow.id.not_in(entered)).order_by(PermitRow.id)
        missing = [from_json(Permit, found, "signage.permit/1") for found in self._connection.scalars(query)]
        for permit in missing:
            self.reflect(permit)
        return len(missing)

    def renew(self) -> int:
        """Write every entry again as its permit and case are shown today, and return how many came out otherwise."""
        after, changed = "", 0
        page = select(PermitRow.id, PermitRow.document).order_by(PermitRow.id).limit(_BATCH)
        while rows := self._connection.execute(page.where(PermitRow.id > after)).all():
            changed += sum(self.reflect(from_json(Permit, row.document, "signage.permit/1")) for row in rows)
            after = rows[-1].id
        return changed

    def reflect(self, permit: Permit) -> bool:
        """Write a permit's entry as the permit now stands, and return whether it came out otherwise than it was.

        Called wherever a permit is written.
        """
        case = self._connection.scalar(
            select(ApplicationRow.document).where(ApplicationRow.id == permit.application_id)
        )
        if case is None:
            return False  # nothing to show: the permit's own constraints speak for themselves
        application = from_json(Application, case, "signage.application/1")
        shown = [public_permit(application, one, permit) for one in application.items if one.id == permit.item_id]
        shown += [public_item(application, one, permit) for one in application.matters if one.id == permit.item_id]
        return sum(self.write(one, permit) for one in shown) > 0

    def write(self, shown: PublicPermit, permit: Permit) -> bool:
        """Write what the public sees of a permit and the words that it is found by, where they are not there yet."""
        columns = (RegisterRow.seq, RegisterRow.haystack, RegisterRow.filters, RegisterRow.document)
        known = self._connection.execute(select(*columns).where(RegisterRow.permit_id == permit.id)).one_or_none()
        values = entry_values(shown, permit)
        if known is None:
            seq = self._connection.scalar(insert(RegisterRow).values(values).returning(RegisterRow.seq))
            WORDS.write(self._connection, [(int(seq or 0), values["haystack"], values["filters"])])
            return True
        if all(getattr(known, name) == values[name] for name in ("haystack", "filters", "document")):
            return False
        self._connection.execute(update(RegisterRow).where(RegisterRow.seq == known.seq).values(values))
        if (known.haystack, known.filters) != (values["haystack"], values["filters"]):
            WORDS.remove(self._connection, known.seq, known.haystack, known.filters)
            WORDS.write(self._connection, [(known.seq, values["haystack"], values["filters"])])
        return True

    def _rows(self, query: RegisterQuery, on: date, before: int | None, limit: int) -> Sequence[Any]:
        columns = (RegisterRow.seq, RegisterRow.document)
        words = _words(query)
        tests = [RegisterRow.haystack.like(like_pattern(term), escape="\\") for term in query.terms]
        tests += _tests(query, on)
        if not words:
            found = select(*columns).where(*tests).order_by(RegisterRow.seq.desc())
            found = found if before is None else found.where(RegisterRow.seq < before)
            return self._connection.execute(found.limit(limit)).all()
        row = WORDS.row(self._connection)
        joined = table(WORDS.name).join(RegisterRow.__table__, RegisterRow.seq == row)
        found = select(*columns).select_from(joined).where(WORDS.having(self._connection, words), *tests)
        found = found if before is None else found.where(row < before)
        return self._connection.execute(found.order_by(row.desc()).limit(limit)).all()


def entry_values(shown: PublicPermit, permit: Permit) -> dict[str, Any]:
    """Return the columns of an entry."""
    filters = [tag("p", shown.plan_id)] if shown.plan_id else []
    filters.append(tag("t", shown.track.value))
    filters += [tag("s", shown.street)] if shown.street else []
    return {
        "permit_id": permit.id,
        "number": shown.number,
        "application_id": permit.application_id,
        "item_id": permit.item_id,
        "track": shown.track.value,
        "is_ended": bool(shown.ended_reason) or shown.ended_at is not None,
        "decided_on": shown.decided_on,
        "valid_from": shown.valid_from,
        "valid_to": shown.valid_to,
        "haystack": haystack(*searched_fields(shown)),
        "filters": " ".join(filters),
        "document": to_json(shown, PERMIT_FORM),
    }


def _words(query: RegisterQuery) -> list[str]:
    found = [gram for term in query.terms for gram in grams_of_term(term)]
    if query.plan_id:
        found.append(tag("p", query.plan_id))
    if query.street.strip():
        found.append(tag("s", query.street))
    if query.track is not None:
        found.append(tag("t", query.track.value))
    return list(dict.fromkeys(found))


def _tests(query: RegisterQuery, on: date) -> list[Any]:
    tests: list[Any] = []
    if query.since is not None:
        tests.append(RegisterRow.decided_on >= query.since)
    if query.until is not None:
        tests.append(RegisterRow.decided_on <= query.until)
    live = and_(not_(RegisterRow.is_ended), RegisterRow.valid_from <= on, RegisterRow.valid_to >= on)
    if query.is_live is True:
        tests.append(live)
    if query.is_live is False:
        tests.append(or_(RegisterRow.is_ended, RegisterRow.valid_to < on))
    return tests


class SqlPublications:
    """Published decisions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, publication: Publication) -> bool:
        """Store an entry; False when the decision already has one."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    insert(PublicationRow).values(id=publication.id, **_publication_values(publication))
                )
        except IntegrityError:
            return False
        return True

    def get(self, publication_id: str) -> Publication:
        """Return one entry.

        Raises:
            NotFound: Nothing by that id.
        """
        query = select(PublicationRow.document).where(PublicationRow.id == publication_id)
        found = self._connection.scalar(query) if publication_id.isprintable() else None
        if found is None:
            raise NotFound("register.no_publication", id=ascii_safe(publication_id))
        return from_json(Publication, found, PUBLICATION_FORM)

    def save(self, publication: Publication, *, expected_version: int) -> None:
        """Store a changed entry.

        Raises:
            Conflict: Somebody else was first.
        """
        done = self._connection.execute(
            update(PublicationRow)
            .where(PublicationRow.id == publication.id, PublicationRow.version == expected_version)
            .values(_publication_values(publication))
        )
        if done.rowcount != 1:
            raise Conflict("register.changed_meanwhile", id=publication.id)

    def listed(
        self, *, since: date | None = None, until: date | None = None, before: str = "", limit: int = 50
    ) -> tuple[Publication, ...]:
        """Return entries by day of publication (both ends included), newest first, after the id `before`."""
        query = select(PublicationRow.document).order_by(PublicationRow.id.desc())
        query = query.where(PublicationRow.published_on >= since) if since else query
        query = query.where(PublicationRow.published_on <= until) if until else query
        query = query.where(PublicationRow.id < before) if before else query
        return tuple(
            from_json(Publication, found, PUBLICATION_FORM) for found in self._connection.scalars(query.limit(limit))
        )

    def unpublished(self) -> tuple[Application, ...]:
        """Return every decided case whose decision has no entry yet, oldest decision first."""
        ends = select(CaseDocumentRow.number).where(CaseDocumentRow.kind.in_(_ENDINGS))
        published = select(PublicationRow.id).where(
            PublicationRow.application_id == ApplicationRow.id, PublicationRow.document_number.not_in(ends)
        )
        query = (
            select(ApplicationRow.document)
            .where(ApplicationRow.decided_at.is_not(None), not_(published.exists()))
            .order_by(ApplicationRow.decided_at, ApplicationRow.id)
        )
        found = (from_json(Application, d, "signage.application/1") for d in self._connection.scalars(query))
        return tuple(case for case in found if case.decision is not None and case.decision_number)

    def unpublished_endings(self) -> tuple[CaseDocument, ...]:
        """Return every decision to withdraw, revoke or cancel that has no entry yet, oldest first."""
        published = select(PublicationRow.id).where(PublicationRow.document_number == CaseDocumentRow.number)
        waiting = and_(
            CaseDocumentRow.kind.in_(_ENDINGS),
            CaseDocumentRow.digest.is_not(None),
            CaseDocumentRow.application_id.is_not(None),
            not_(published.exists()),
        )
        return SqlCaseDocuments(self._connection).where(waiting)


def _publication_values(publication: Publication) -> dict[str, Any]:
    return {
        "application_id": publication.application_id,
        "document_number": publication.record.document_number,
        "status": publication.status.value,
        "due": publication.due,
        "published_on": publication.published_on,
        "published_at": publication.published_at,
        "version": publication.version,
        "document": to_json(publication, PUBLICATION_FORM),
    }


class SqlInspections:
    """Inspections and rectifications."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, inspection: Inspection) -> None:
        """Store an inspection."""
        values = {
            "id": inspection.id,
            "permit_number": inspection.permit_number,
            "application_id": inspection.application_id,
            "inspected_on": inspection.inspected_on,
            "fit": inspection.fit.value,
            "document": to_json(inspection, INSPECTION_FORM),
        }
        self._connection.execute(insert(InspectionRow).values(values))

    def of_permit(self, number: str) -> tuple[Inspection, ...]:
        """Return a permit's inspections, newest first."""
        query = select(InspectionRow.document).where(InspectionRow.permit_number == number)
        found = self._connection.scalars(query.order_by(InspectionRow.id.desc()))
        return tuple(from_json(Inspection, document, INSPECTION_FORM) for document in found)

    def get(self, inspection_id: str) -> Inspection:
        """Return one inspection.

        Raises:
            NotFound: Nothing by that id.
        """
        query = select(InspectionRow.document).where(InspectionRow.id == inspection_id)
        found = self._connection.scalar(query) if inspection_id.isprintable() else None
        if found is None:
            raise NotFound("register.no_inspection", id=ascii_safe(inspection_id))
        return from_json(Inspection, found, INSPECTION_FORM)

    def add_rectification(self, rectification: Rectification) -> None:
        """Store a rectification."""
        values = {"id": rectification.id, **_rectification_values(rectification)}
        self._connection.execute(insert(RectificationRow).values(values))

    def rectification(self, rectification_id: str) -> Rectification:
        """Return one rectification.

        Raises:
            NotFound: Nothing by that id.
        """
        query = select(RectificationRow.document).where(RectificationRow.id == rectification_id)
        found = self._connection.scalar(query) if rectification_id.isprintable() else None
        if found is None:
            raise NotFound("register.no_rectification", id=ascii_safe(rectification_id))
        return from_json(Rectification, found, RECTIFICATION_FORM)

    def save_rectification(self, rectification: Rectification, *, expected_version: int) -> None:
        """Store a changed rectification.

        Raises:
            Conflict: Somebody else was first.
        """
        done = self._connection.execute(
            update(RectificationRow)
            .where(RectificationRow.id == rectification.id, RectificationRow.version == expected_version)
            .values(_rectification_values(rectification))
        )
        if done.rowcount != 1:
            raise Conflict("register.changed_meanwhile", id=rectification.id)

    def rectifications(self, *, number: str | None = None, open_only: bool = False) -> tuple[Rectification, ...]:
        """Return rectifications, the earliest last day first."""
        query = select(RectificationRow.document).order_by(RectificationRow.due, RectificationRow.id)
        query = query.where(RectificationRow.permit_number == number) if number is not None else query
        query = query.where(RectificationRow.state != RectificationState.CLOSED.value) if open_only else query
        found = self._connection.scalars(query)
        return tuple(from_json(Rectification, document, RECTIFICATION_FORM) for document in found)


def _rectification_values(rectification: Rectification) -> dict[str, Any]:
    return {
        "inspection_id": rectification.inspection_id,
        "permit_number": rectification.permit_number,
        "state": rectification.state.value,
        "due": rectification.due,
        "version": rectification.version,
        "document": to_json(rectification, RECTIFICATION_FORM),
    }
