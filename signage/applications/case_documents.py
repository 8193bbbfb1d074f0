"""The file of a case: which documents were made of it, under which number, and where their bytes lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from signage.applications.letters import LetterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocument:
    """One document of a case.

    Attributes:
        id: UUIDv7 as text.
        application_id: Its case; empty for a document without one.
        application_version: Version of the case that it speaks of.
        subject: What tells documents of one kind and version apart, such as the neighbour that one is written to.
        digest: Of the file in the store; empty while the number is taken and the page is not yet set.
        verification_code: Printed beside the seal, empty on documents signed by hand.
        is_public: Anyone may inspect it (行政许可法 art. 40).
    """

    id: str
    application_id: str
    application_version: int
    kind: LetterKind
    subject: str
    number: str
    title: str
    made_at: datetime
    is_sealed: bool
    is_public: bool
    digest: str = ""
    verification_code: str = ""

    @property
    def is_made(self) -> bool:
        """Whether the file is there."""
        return bool(self.digest)


class CaseDocumentRepository(Protocol):
    """Documents of cases; one of a kind, version and subject."""

    def add(self, document: CaseDocument) -> None:
        """Store a document, made or only numbered.

        Raises:
            Conflict: There is one of its kind for this version and subject, or its number is taken.
        """

    def finish(self, document: CaseDocument) -> CaseDocument:
        """Record the file of a numbered document and return what is on record; whoever came first stays.

        Raises:
            NotFound: Its number was never taken.
        """

    def at(self, application_id: str, version: int, kind: LetterKind, subject: str) -> CaseDocument | None:
        """Return the document of a kind for a version and subject, numbered or made, or None."""

    def by_number(self, number: str) -> CaseDocument | None:
        """Return the document of a number, numbered or made, or None."""

    def of(self, application_id: str) -> tuple[CaseDocument, ...]:
        """Return the made documents of a case, oldest first."""

    def by_code(self, verification_code: str) -> CaseDocument | None:
        """Return the document that a verification code names, or None."""

    def by_digest(self, digest: str) -> CaseDocument | None:
        """Return the document of a file, or None."""
