"""The file of a case: which documents were made of it, under which number, and where their bytes lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from signage.applications.letters import REPLACING, LetterKind, title_in
from signage.locale import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocument:
    """One document of a case.

    Attributes:
        id: UUIDv7 as text.
        application_id: Its case; empty for a document without one.
        application_version: Version of the case that it speaks of.
        subject: What tells documents of one kind and version apart, such as the neighbour that one is written to, and
            the document whose place it takes.
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

    def title_in(self, lang: Lang) -> str:
        """Return its title in a reader's language: what ends is a permit, a filing or guidance there, too."""
        return title_in(self.title, self.kind, lang)

    @property
    def replaces(self) -> str:
        """Number of the document whose place it takes (更正), empty where it takes none's."""
        return self.subject.partition(REPLACING)[2]

    @property
    def about(self) -> str:
        """Its subject without the document that it replaces."""
        return self.subject.partition(REPLACING)[0]

    @property
    def party(self) -> str:
        """Whom a letter to a party is written to: what its subject names, after the time where it has one."""
        return self.about.partition(" ")[2] if self.kind is LetterKind.HEARING_NOTICE else self.about


def in_force(documents: tuple[CaseDocument, ...]) -> tuple[CaseDocument, ...]:
    """Return the documents whose place no later one takes."""
    replaced = {one.replaces for one in documents} - {""}
    return tuple(one for one in documents if one.number not in replaced)


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
