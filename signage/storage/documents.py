"""Documents of cases over one connection."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from signage.applications.case_documents import CaseDocument
from signage.applications.letters import LetterKind
from signage.errors import Conflict, NotFound
from signage.storage.documents_tables import CaseDocumentRow
from signage.storage.sealing import DOCUMENT_COLUMNS, Journal, row_digest

_COLUMNS = CaseDocumentRow.__table__.columns


class SqlCaseDocuments:
    """Documents of cases; the database itself holds one of a kind, version and subject."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        self._connection = connection
        self._journal = journal or Journal()

    def add(self, document: CaseDocument) -> None:
        """Store a document, made or only numbered.

        Raises:
            Conflict: There is one of its kind for this version and subject, or its number is taken.
        """
        values = {
            "id": document.id,
            "application_id": document.application_id or None,
            "application_version": document.application_version,
            "kind": document.kind.value,
            "subject": document.subject,
            "number": document.number,
            "title": document.title,
            "made_at": document.made_at,
            "is_sealed": document.is_sealed,
            "is_public": document.is_public,
            "digest": document.digest or None,
            "verification_code": document.verification_code or None,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(CaseDocumentRow).values(values))
        except IntegrityError as exc:
            raise Conflict("letters.already_filed", title=document.title, number=document.number) from exc
        self._note(document.id)

    def finish(self, document: CaseDocument) -> CaseDocument:
        """Record the file of a numbered document and return what is on record; whoever came first stays.

        Raises:
            NotFound: Its number was never taken.
        """
        self._connection.execute(
            update(CaseDocumentRow)
            .where(CaseDocumentRow.id == document.id, CaseDocumentRow.digest.is_(None))
            .values(digest=document.digest, verification_code=document.verification_code or None)
        )
        found = self._one(CaseDocumentRow.id == document.id)
        if found is None:
            raise NotFound("letters.never_numbered", title=document.title, number=document.number)
        self._note(document.id)
        return found

    def _note(self, document_id: str) -> None:
        """Tell the journal how the row stands now."""
        row = self._connection.execute(select(*_COLUMNS).where(CaseDocumentRow.id == document_id)).one()
        digest = row_digest(row._mapping, DOCUMENT_COLUMNS)
        self._journal.wrote(row.application_id or "", f"document {row.id}", digest)

    def at(self, application_id: str, version: int, kind: LetterKind, subject: str) -> CaseDocument | None:
        """Return the document of a kind for a version and subject, numbered or made, or None."""
        return self._one(
            CaseDocumentRow.application_id == application_id,
            CaseDocumentRow.application_version == version,
            CaseDocumentRow.kind == kind.value,
            CaseDocumentRow.subject == subject,
        )

    def by_number(self, number: str) -> CaseDocument | None:
        """Return the document of a number, numbered or made, or None."""
        return self._one(CaseDocumentRow.number == number)

    def of(self, application_id: str) -> tuple[CaseDocument, ...]:
        """Return the made documents of a case, oldest first."""
        return self.where(CaseDocumentRow.application_id == application_id, CaseDocumentRow.digest.is_not(None))

    def where(self, *tests: ColumnElement[bool]) -> tuple[CaseDocument, ...]:
        """Return the documents that pass some tests of their columns, oldest first; only for the storage itself."""
        query = select(*_COLUMNS).where(*tests).order_by(CaseDocumentRow.made_at, CaseDocumentRow.id)
        return tuple(_document(row) for row in self._connection.execute(query))

    def by_code(self, verification_code: str) -> CaseDocument | None:
        """Return the document that a verification code names, or None."""
        return self._one(CaseDocumentRow.verification_code == verification_code)

    def by_digest(self, digest: str) -> CaseDocument | None:
        """Return the document of a file, or None."""
        return self._one(CaseDocumentRow.digest == digest)

    def _one(self, *tests: Any) -> CaseDocument | None:
        row = self._connection.execute(select(*_COLUMNS).where(*tests).order_by(CaseDocumentRow.id).limit(1)).first()
        return _document(row) if row is not None else None


def _document(row: Row[Any]) -> CaseDocument:
    return CaseDocument(
        id=row.id,
        application_id=row.application_id or "",
        application_version=row.application_version,
        kind=LetterKind(row.kind),
        subject=row.subject,
        number=row.number,
        title=row.title,
        made_at=row.made_at,
        is_sealed=row.is_sealed,
        is_public=row.is_public,
        digest=row.digest or "",
        verification_code=row.verification_code or "",
    )
