"""Papers of a form: taken in one by one, and kept for the form when it comes back with a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile

from api.case_papers import listed_paper, newest_papers, received_upload
from api.deps import Visitor
from api.paper_formats import taken_as
from signage.applications.model import Application
from signage.applications.policy import Paper
from signage.bootstrap import Services
from signage.errors import SignageError
from signage.materials import versions_of
from signage.uploads import ReceivedMaterial, suffix_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a form brought.

    Attributes:
        papers: By code: those that passed the door now, and those of the same form that waited.
        refusals: Why each of the others did not pass, by code.
    """

    papers: Mapping[str, ReceivedMaterial]
    refusals: Mapping[str, SignageError] = field(default_factory=dict)

    @property
    def refused(self) -> SignageError | None:
        """Why the first of the others did not pass."""
        return next(iter(self.refusals.values()), None)

    def or_refused(self) -> Mapping[str, ReceivedMaterial]:
        """Return the papers.

        Raises:
            SignageError: One of them did not pass; the rest can be held.
        """
        if self.refused is not None:
            raise self.refused
        return self.papers


def came_with(services: Services, visitor: Visitor, sent: FormData, others: Collection[Paper] = ()) -> Came:
    """Take in every paper of a form; one that is refused does not lose the others.

    Args:
        services: Whose list of papers.
        visitor: Whose form; what waits for it is theirs alone.
        sent: The form.
        others: Papers of a case's items that the list does not know.
    """
    token = sent.get("held")
    waiting = services.waiting.of(token if isinstance(token, str) else "", visitor.account.id, services.now())
    papers = {paper.kind: paper for paper in waiting if sent.get(f"drop_{paper.kind}") != "yes"}
    refusals: dict[str, SignageError] = {}
    for name, upload in sent.items():
        if not name.startswith("paper_") or not isinstance(upload, UploadFile) or not upload.filename:
            continue
        code = name.removeprefix("paper_")
        try:
            received = _received(services, code, upload, others)
            papers[received.kind] = received
        except SignageError as error:
            refusals[code] = error
    return Came(papers=papers, refusals=refusals)


def _received(services: Services, code: str, upload: UploadFile, others: Collection[Paper]) -> ReceivedMaterial:
    title = listed_paper(services, code, others).name_zh
    return received_upload(code, title, upload, taken_as(services, title).formats)


def papers_of_draft(services: Services, draft: Application) -> Came:
    """Return a draft's papers as a form brings them, so that the form that changes it has them already."""
    versions = {(v.kind, v.digest): v for v in versions_of(services.database.reading, draft.id)}
    blobs = services.office.blobs
    found = {}
    for paper in newest_papers(services, draft):
        version = versions.get((paper.kind, paper.digest))
        found[paper.kind] = ReceivedMaterial(
            kind=paper.kind,
            original_name=version.original_name if version else paper.file_name,
            media_type=paper.media_type,
            suffix=suffix_of(paper.file_name),
            content=blobs.get(paper.digest),
            original_digest=version.original_digest if version else paper.digest,
            pages=version.pages if version else 1,
            previews=tuple(blobs.get(one) for one in version.previews) if version else (),
            remarks=version.remarks if version else (),
        )
    return Came(papers=found)


def held_values(services: Services, visitor: Visitor, came: Came | None) -> dict[str, object]:
    """Return what a page that shows the form again needs: the papers that wait for it, and their token."""
    papers = dict(came.papers) if came else {}
    return {"held": papers, "held_token": services.waiting.keep(visitor.account.id, papers.values(), services.now())}
