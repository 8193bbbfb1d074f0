"""Papers of a case on the web: which are asked for, uploads taken in through the door, samples of a demonstration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from starlette.datastructures import UploadFile

from api.deps import Visitor, visitor_on
from api.paper_formats import Taken, taken_as
from api.wishes import Wish
from signage.applications import use_cases
from signage.applications.intake import taken_in
from signage.applications.model import Application, Material, Track
from signage.applications.policy import Paper
from signage.bootstrap import Services
from signage.demo.case import Case, read_case
from signage.desk import Desk
from signage.digest import digest_of_bytes
from signage.errors import DocumentError, InputError, NotFound
from signage.locale import Lang, describe
from signage.materials import hand_in, papers_now, versions_of
from signage.resources import bundled
from signage.uploads import MAX_BYTES, Format, ReceivedMaterial, receive, suffix_of

# Samples that the sample case does not hand in: only an answer, a transfer or something temporary asks for them.
_FURTHER_SAMPLES = {
    "M10": "papers/M10-neighbour-consent.pdf",
    "M11": "papers/M11-brand-authorisation.pdf",
    "M13": "papers/M13-transfer-consent.pdf",
    "M14": "papers/M14-event-plan.pdf",
    "M15": "papers/M15-balloon-leave.pdf",
    "M17": "papers/M17-event-application-form.pdf",
    "M18": "papers/M18-event-safety-commitment.pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPaper:
    """One line of the list of papers on the form.

    Attributes:
        is_required: Whatever is answered.
        when: The circumstance in which it is required; empty for one that is always, or never before it is decided.
        is_of_place: Whether each place of a case needs its own.
    """

    code: str
    title_zh: str
    title_en: str
    is_required: bool
    taken: Taken
    when: str = ""
    is_of_place: bool = False

    def is_asked(self, typed: Mapping[str, str]) -> bool:
        """Whether it must come with these answers."""
        return self.is_required or (bool(self.when) and typed.get(self.when) == "yes")


def sample_code(services: Services) -> str:
    """Return the sample credit code on a demonstration, else nothing."""
    return _sample_case().applicant.credit_code if services.office.organ.is_demonstration else ""


def sample_papers() -> dict[str, tuple[str, bytes]]:
    """Return the sample papers by code: file name and content; they stand in on a demonstration."""
    folder = bundled("samples")
    files = {paper.kind: paper.file for paper in _sample_case().papers} | _FURTHER_SAMPLES
    return {code: (file.rpartition("/")[2], (folder / file).read_bytes()) for code, file in files.items()}


def sample_digests() -> frozenset[str]:
    """Return what the sample papers are known by among a case's papers."""
    return frozenset(digest_of_bytes(content) for _, content in sample_papers().values())


def _sample_case() -> Case:
    return read_case(bundled("samples") / "case.toml")


def papers_wanted(
    services: Services, desk: Desk, wish: Wish | None = None, *, known: Application | None = None, changed: str = ""
) -> list[WantedPaper]:
    """Return the published papers that a case needs with this sign, without those that the drawings themselves are.

    Args:
        services: Whose list.
        desk: The sign.
        wish: What is asked for.
        known: The case that it is added to or corrects; its other signs' papers are listed as well.
        changed: Id of the sign of that case whose place it takes; empty means the one at its place, if any.
    """
    policy, asked = services.office.policy, wish or Wish()
    found: dict[str, WantedPaper] = {}
    for sign in (_sign_drawn(services, desk, asked), *_other_signs(services, desk, known, changed)):
        implied = {key for key, kinds in policy.temporary.implied if sign.kind in kinds}
        listed = policy.papers_for(
            sign.track,
            known.purpose if known else asked.purpose,
            is_temporary=sign.is_temporary,
            opened_under=known.policy if known else "",
        )
        for paper in listed:
            if paper.drawn:
                continue
            is_required = (not paper.when or paper.when in implied) and not paper.may_follow_days
            before = found.get(paper.code)
            found[paper.code] = WantedPaper(
                code=paper.code,
                title_zh=paper.name_zh,
                title_en=paper.name_en,
                is_required=is_required or (before is not None and before.is_required),
                taken=taken_as(services, paper.name_zh),
                when="" if paper.may_follow_days else paper.when,
                is_of_place=paper.is_of_place,
            )
    order = {paper.code: place for place, paper in enumerate(policy.papers)}
    return sorted(found.values(), key=lambda paper: order[paper.code])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """What the list of papers depends on, of one sign."""

    kind: str
    track: Track
    is_temporary: bool


def _sign_drawn(services: Services, desk: Desk, asked: Wish) -> _Sign:
    policy, rect, kind = services.office.policy, desk.placed.rect, desk.layout.spec.kind
    is_temporary = asked.term is not None or kind in policy.temporary.kinds
    track = Track.PERMIT if is_temporary else policy.track_of(rect.width, rect.height).track
    return _Sign(kind=kind, track=track, is_temporary=is_temporary)


def _other_signs(services: Services, desk: Desk, known: Application | None, changed: str) -> list[_Sign]:
    """The signs of a case that stay beside the one that is drawn now."""
    policy, here = services.office.policy, (desk.proposal.plan.id, desk.placed.unit_id, desk.layout.spec.kind)
    return [
        _Sign(kind=one.spec.kind, track=one.track, is_temporary=policy.is_of_event(one))
        for one in (known.items if known else ())
        if (one.id != changed if changed else (one.plan_id, one.unit_id, one.spec.kind) != here)
    ]


def papers_concerning(services: Services, application: Application) -> tuple[Paper, ...]:
    """Return the papers that a case may need, without those that the drawings themselves are.

    Those of the published list for its signs, then those that the catalogue names for its other items, each once.
    """
    for_signs = tuple(paper for paper in services.office.policy.papers_of_signs(application) if not paper.drawn)
    known = {paper.code for paper in for_signs} | {paper.name_zh for paper in for_signs}
    return for_signs + tuple(
        paper for paper in _papers_of_items(services, application) if not {paper.code, paper.name_zh} & known
    )


def _papers_of_items(services: Services, application: Application) -> tuple[Paper, ...]:
    """Papers of a case's items: those asked for when it was opened, and those of a circumstance found out since."""
    asked = {paper.name: paper for matter in application.matters for paper in matter.papers}
    found = {name: (paper.code, name, paper.may_follow_days) for name, paper in asked.items()}
    english: dict[str, str] = {}
    for matter in application.matters:
        with suppress(NotFound):  # a city may have taken the item out of its catalogue since
            for paper in services.catalogue.item(matter.code).papers_for(Track.PERMIT):
                entry = (f"{matter.code}:{paper.code}", paper.name_zh, paper.may_follow_days or 0)
                found.setdefault(paper.name_zh, entry)
                english[paper.name_zh] = paper.name_en
    return tuple(
        Paper(code=code, name_zh=name, name_en=english.get(name, name), tracks=(), may_follow_days=days)
        for code, name, days in found.values()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Papers of one form: those of the case, and what came through the door for them just now."""

    materials: tuple[Material, ...]
    received: tuple[ReceivedMaterial, ...] = ()

    def keep_versions(self, services: Services, visitor: Visitor, application_id: str) -> None:
        """Record what came now as the next version of each paper; the same file again is no new version."""
        if not self.received:
            return
        titles = {material.kind: material.title for material in self.materials}
        actor = visitor_on(services, visitor, use_cases.case(services.office, application_id)).actor
        for received in self.received:
            try:
                hand_in(
                    services.database.unit_of_work,
                    services.office.blobs,
                    application_id,
                    received,
                    titles[received.kind],
                    actor,
                    services.now(),
                )
            except DocumentError as error:
                if error.code != "materials.same_again":
                    raise


def newest_papers(services: Services, application: Application) -> tuple[Material, ...]:
    """Return a case's papers in the newest version of each that was handed in, also on the page of its papers."""
    return papers_now(application.materials, versions_of(services.database.unit_of_work, application.id))


def received_upload(code: str, title: str, upload: UploadFile, accepted: tuple[Format, ...]) -> ReceivedMaterial:
    """Take one upload in through the door: decoded in a child process, rasters made anew, its format told by content.

    Args:
        code: Of the paper.
        title: What the paper is called.
        upload: The file.
        accepted: The formats that this paper is taken in.

    Raises:
        DocumentError: Empty, too big, of no accepted format, disguised or hostile.
    """
    name = upload.filename or code
    try:
        return receive(upload.file.read(MAX_BYTES + 1), name, code, accepted=accepted)
    except DocumentError as error:  # one form carries many papers: say which
        zh, en = describe(error, Lang.ZH), describe(error, Lang.EN)
        shown = name.rpartition("/")[2][:60]
        raise DocumentError(
            "web.paper_refused",
            at=error.at,
            title=title,
            file=shown,
            why=zh.message,
            why_en=en.message,
            do=zh.hint or "",
            do_en=en.hint or "",
        ) from error


def _kept(services: Services, received: ReceivedMaterial, title: str) -> Material:
    return Material(
        kind=received.kind,
        title=title,
        digest=services.office.blobs.put(received.content),
        media_type=received.media_type,
        file_name=received.original_name,
        size=len(received.content),
    )


def _as_received(sample: Material, content: bytes) -> ReceivedMaterial:
    """Return a sample of our own as if it had come through the door, so that history has a line of it too."""
    return ReceivedMaterial(
        kind=sample.kind,
        original_name=sample.file_name,
        media_type=sample.media_type,
        suffix=suffix_of(sample.file_name),
        content=content,
        original_digest=sample.digest,
        pages=1,
        previews=(),
    )


def listed_paper(services: Services, code: str, others: Collection[Paper] = ()) -> Paper:
    """Return a paper of the published list, or of those that a case's items ask for beside it.

    Raises:
        InputError: Neither knows it.
    """
    policy = services.office.policy
    listed = policy.paper(code) or next((paper for paper in others if paper.code == code), None)
    if listed is None:
        known = tuple(f"{paper.code} {paper.name_zh}" for paper in (*policy.papers, *others))
        raise InputError("applications.paper_unknown", code=code[:20], known=known)
    return listed


def papers_of(
    services: Services,
    received: Mapping[str, ReceivedMaterial],
    *,
    sampled: Collection[str] = (),
    kept: tuple[Material, ...] = (),
    others: Collection[Paper] = (),
) -> Papers:
    """Return a form's papers, and on a demonstration the samples for those that were not uploaded, now or before.

    Args:
        services: Whose list of papers.
        received: What came through the door, by code of the published list.
        sampled: Codes of the papers for which a sample may stand in.
        kept: Papers handed in earlier; an upload of the same kind takes the earlier one's place.
        others: Papers of a case's items that the list does not know.
    """
    office = services.office
    taken: dict[str, Material] = {material.kind: material for material in kept}
    for code, paper in received.items():
        listed = listed_paper(services, code, others)
        taken[code] = _kept(services, paper, listed.name_zh)
    stood_in: list[ReceivedMaterial] = []
    if sampled and office.organ.is_demonstration:
        samples = sample_papers()
        names = {paper.code: paper.name_zh for paper in others}
        stand_in = next(iter(samples.values()))  # for the papers of items, which have no sample of their own
        for code in sampled:
            if code not in taken and (code in samples or code in names):
                sample = samples.get(code, stand_in)
                taken[code] = taken_in(code, *sample, policy=office.policy, blobs=office.blobs, others=names)
                stood_in.append(_as_received(taken[code], sample[1]))
    listed_order = sorted(taken, key=lambda c: (len(c), c))
    return Papers(materials=tuple(taken[code] for code in listed_order), received=(*received.values(), *stood_in))
