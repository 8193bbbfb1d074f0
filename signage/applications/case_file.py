"""The whole file of a case (案卷目录): its letters and its decision, in the order of their dates.

Letters are on record one by one; the notice of decision, and the results of items that were handled together, lie on
the case and its permits. Whoever lists the documents of a case lists both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from signage.applications.afterwards import decision_title
from signage.applications.case_documents import CaseDocument
from signage.applications.letters import LetterKind, title_in
from signage.applications.model import Application, Permit
from signage.applications.office import Office
from signage.locale import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDocument:
    """One document of a case's file.

    Attributes:
        kind: Of a letter; None for the decision and the results.
        title: As it is printed, in Chinese.
        number: As it is printed.
        made_at: When it was made; the file is in this order.
        code: Verification code, empty on what is signed by hand.
        version: Of the case that it speaks of; 0 for the decision and the results.
        document_id: Of a letter's record, empty for the others.
        matter_id: Of the item whose result it is, empty for the others.
        replaces: Number of the letter whose place it takes.
        replaced_by: Number of the letter that takes its place; it holds no more.
    """

    kind: LetterKind | None
    title: str
    number: str
    made_at: datetime
    code: str = ""
    version: int = 0
    document_id: str = ""
    matter_id: str = ""
    replaces: str = ""
    replaced_by: str = ""

    @property
    def is_decision(self) -> bool:
        """Whether it is the case's notice of decision."""
        return self.kind is None and not self.matter_id

    def title_in(self, lang: Lang) -> str:
        """Return a letter's title in a reader's language; the decision's and the results' are found elsewhere."""
        return title_in(self.title, self.kind, lang) if self.kind else self.title


def case_file(
    office: Office, application: Application, letters: Iterable[CaseDocument], permits: Iterable[Permit]
) -> tuple[FiledDocument, ...]:
    """Return every document of a case, oldest first.

    Args:
        office: Whose titles of decisions.
        application: The case.
        letters: What was made of it beside its decision; who may not see a letter leaves it out.
        permits: Its permits.
    """
    listed = tuple(letters)
    later = {one.replaces: one.number for one in listed if one.replaces}
    found = [
        FiledDocument(
            kind=one.kind,
            title=one.title,
            number=one.number,
            made_at=one.made_at,
            code=one.verification_code,
            version=one.application_version,
            document_id=one.id,
            replaces=one.replaces,
            replaced_by=later.get(one.number, ""),
        )
        for one in listed
    ]
    if application.document_digest and application.issued_at is not None:
        held = tuple(permits)
        code = next((one.notice_code or one.verification_code for one in held), "")
        found.append(
            FiledDocument(
                kind=None,
                title=decision_title(office, application),
                number=application.decision_number,
                made_at=application.issued_at,
                code=code,
            )
        )
        found += _results(application, held, application.issued_at)
    return tuple(sorted(found, key=lambda one: (one.made_at, bool(one.matter_id))))


def _results(application: Application, permits: tuple[Permit, ...], issued_at: datetime) -> list[FiledDocument]:
    """The own results of items that are listed by one notice."""
    titles = {matter.id: matter.result or matter.title for matter in application.matters}
    return [
        FiledDocument(
            kind=None,
            title=titles[one.item_id],
            number=one.number,
            made_at=issued_at,
            code=one.verification_code,
            matter_id=one.item_id,
        )
        for one in permits
        if application.is_composite and one.item_id in titles
    ]
