"""From the web's form to an application: papers taken in, the standard drawings made, the case handed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from starlette.datastructures import UploadFile

from api.deps import Visitor, acting, visible_application
from api.design_form import DesignForm
from signage.applications import use_cases
from signage.applications.ids import new_id
from signage.applications.intake import item_from, taken_in
from signage.applications.model import (
    Actor,
    Applicant,
    Application,
    Circumstances,
    Item,
    Material,
    Purpose,
    State,
    Term,
    Track,
)
from signage.applications.office import Office
from signage.applications.policy import Paper
from signage.bootstrap import Services
from signage.demo.case import Case, read_case
from signage.desk import Desk, standard_views
from signage.errors import DocumentError, InputError, Location, NotFound, SignageError
from signage.locale import Lang, describe, text
from signage.materials import hand_in, papers_now, versions_of
from signage.resources import bundled
from signage.scene import SheetParticulars
from signage.uploads import ReceivedMaterial, receive


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPaper:
    """One line of the list of papers on the form."""

    code: str
    title_zh: str
    title_en: str
    is_required: bool


# Asked of every applicant; "not sure" is a good answer and goes to the window.
QUESTIONS = (
    (
        "affects_third_party",
        "招牌会影响相邻方（如遮挡楼上窗户、侵入相邻铺位、光线直射住宅）吗？",
        "Does the sign affect a neighbour (an upstairs window, the next unit, light into a home)?",
    ),
    (
        "needs_survey",
        "现场与立面规划图不一致，需要先勘验吗？",
        "Does the place differ from the frontage plan, so that it must be surveyed first?",
    ),
)
PICTURE_PX = 1600  # of a case's pictures: sharp on a screen and on the notice's page

_ANSWERS = {"yes": True, "no": False}
# Samples that the sample case does not hand in: only a transfer or something temporary asks for them.
_FURTHER_SAMPLES = {"M13": "papers/M13-transfer-consent.pdf", "M14": "papers/M14-event-plan.pdf"}


def sample_code(services: Services) -> str:
    """Return the sample credit code on a demonstration, else nothing."""
    return _sample_case().applicant.credit_code if services.office.organ.is_demonstration else ""


def sample_papers() -> dict[str, tuple[str, bytes]]:
    """Return the sample papers by code: file name and content; they stand in on a demonstration."""
    folder = bundled("samples")
    files = {paper.kind: paper.file for paper in _sample_case().papers} | _FURTHER_SAMPLES
    return {code: (file.rpartition("/")[2], (folder / file).read_bytes()) for code, file in files.items()}


def found_out(application: Application, affects_third_party: str, needs_survey: str) -> Circumstances | None:
    """Return the case's circumstances with what the window found out, or None when nothing was said."""
    if affects_third_party not in _ANSWERS and needs_survey not in _ANSWERS:
        return None
    stated = application.circumstances
    return replace(
        stated,
        affects_third_party=_ANSWERS.get(affects_third_party, stated.affects_third_party),
        needs_survey=_ANSWERS.get(needs_survey, stated.needs_survey),
    )


def _sample_case() -> Case:
    return read_case(bundled("samples") / "case.toml")


def new_key() -> str:
    """Return a fresh idempotency key, so that a form sent twice is one application."""
    return new_id()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for beside the design.

    Attributes:
        term: When something temporary stands; None for a sign that stays.
        earlier_permit: Number of the permit that is to be changed, renewed or transferred.
    """

    purpose: Purpose = Purpose.NEW
    earlier_permit: str = ""
    term: Term | None = None


def wish_of(typed: Mapping[str, str]) -> Wish:
    """Return what the form asks for; a date that is not one is told at its field.

    Raises:
        InputError: A date or the purpose cannot be read, or only one of the two dates is there.
    """
    purpose = typed.get("purpose", "") or Purpose.NEW.value
    if purpose not in {known.value for known in Purpose}:
        raise InputError("web.bad_request", field="purpose", why=purpose[:40])
    earlier = typed.get("earlier_permit", "").strip()[:60]
    return Wish(purpose=Purpose(purpose), earlier_permit=earlier, term=term_of(typed))


def term_of(typed: Mapping[str, str]) -> Term | None:
    """Return from when to when, or None when neither date is there.

    Raises:
        InputError: A date cannot be read, or only one of the two is there.
    """
    start, end = _day(typed, "term_start"), _day(typed, "term_end")
    if (start is None) != (end is None):
        missing = "term_end" if end is None else "term_start"
        raise InputError("web.term_half", at=Location(field=missing))
    return Term(start=start, end=end) if start and end else None


def stated_circumstances(typed: Mapping[str, str]) -> Circumstances:
    """Return what the applicant answered; "not sure" is nobody's no."""
    return Circumstances(
        affects_third_party=_ANSWERS.get(typed.get("affects_third_party", "")),
        needs_survey=_ANSWERS.get(typed.get("needs_survey", "")),
    )


def _day(typed: Mapping[str, str], name: str) -> date | None:
    written = typed.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field=name), value=written[:20]) from exc


def papers_wanted(services: Services, desk: Desk, wish: Wish | None = None) -> list[WantedPaper]:
    """Return the published papers that this sign needs, without those that the drawings themselves are."""
    policy = services.office.policy
    rect = desk.placed.rect
    asked = wish or Wish()
    is_temporary = asked.term is not None or desk.layout.spec.kind in policy.temporary.kinds
    track = Track.PERMIT if is_temporary else policy.track_of(rect.width, rect.height).track

    def wanted(paper: Paper) -> bool:
        return paper.concerns(track, asked.purpose, is_temporary=is_temporary) and not paper.drawn

    return [
        WantedPaper(
            code=p.code, title_zh=p.name_zh, title_en=p.name_en, is_required=not p.when and not p.may_follow_days
        )
        for p in policy.papers
        if wanted(p)
    ]


def papers_concerning(services: Services, application: Application) -> tuple[Paper, ...]:
    """Return the papers that a case may need, without those that the drawings themselves are.

    Those of the published list for its signs, then those that the catalogue names for its other items, each once.
    """
    for_signs = tuple(
        paper
        for paper in services.office.policy.papers
        if not paper.drawn
        and any(
            paper.concerns(item.track, application.purpose, is_temporary=item.term is not None)
            for item in application.items
        )
    )
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
        titles = {material.kind: material.title for material in self.materials}
        for received in self.received:
            try:
                hand_in(
                    services.database.unit_of_work,
                    services.office.blobs,
                    application_id,
                    received,
                    titles[received.kind],
                    visitor.actor,
                    services.now(),
                )
            except DocumentError as error:
                if error.code != "materials.same_again":
                    raise


def newest_papers(services: Services, application: Application) -> tuple[Material, ...]:
    """Return a case's papers in the newest version of each that was handed in, also on the page of its papers."""
    return papers_now(application.materials, versions_of(services.database.unit_of_work, application.id))


def received_paper(services: Services, code: str, title: str, upload: UploadFile) -> tuple[Material, ReceivedMaterial]:
    """Take one upload in through the door: decoded in a child process, rasters made anew, its format told by content.

    Raises:
        DocumentError: Empty, too big, of no accepted format, disguised or hostile.
    """
    name = upload.filename or code
    try:
        received = receive(upload.file.read(), name, code)
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
    material = Material(
        kind=code,
        title=title,
        digest=services.office.blobs.put(received.content),
        media_type=received.media_type,
        file_name=received.original_name,
        size=len(received.content),
    )
    return material, received


def papers_of(
    services: Services,
    uploads: Mapping[str, UploadFile],
    *,
    sampled: Collection[str] = (),
    kept: tuple[Material, ...] = (),
    others: Collection[Paper] = (),
) -> Papers:
    """Take in the uploaded papers, and on a demonstration the samples for those that were not uploaded.

    Args:
        services: Whose list of papers.
        uploads: By field name, `paper_M2` and so on.
        sampled: Codes of the papers for which a sample may stand in.
        kept: Papers handed in earlier; an upload of the same kind takes the earlier one's place.
        others: Papers of a case's items that the list does not know.

    Raises:
        DocumentError: A paper is empty, too big, of no accepted format or disguised; none of them is stored as a case.
    """
    office = services.office
    taken: dict[str, Material] = {material.kind: material for material in kept}
    came: list[ReceivedMaterial] = []
    for field, upload in uploads.items():
        if field.startswith("paper_") and upload.filename:
            code = field.removeprefix("paper_")
            listed = office.policy.paper(code) or next((paper for paper in others if paper.code == code), None)
            if listed is None:
                known = "、".join(f"{p.code} {p.name_zh}" for p in office.policy.papers)
                raise InputError("applications.paper_unknown", code=code[:20], known=known)
            taken[code], received = received_paper(services, code, listed.name_zh, upload)
            came.append(received)
    if sampled and office.organ.is_demonstration:
        samples = sample_papers()
        names = {paper.code: paper.name_zh for paper in others}
        stand_in = next(iter(samples.values()))  # for the papers of items, which have no sample of their own
        for code in sampled:
            if code not in taken and (code in samples or code in names):
                sample = samples.get(code, stand_in)
                taken[code] = taken_in(code, *sample, policy=office.policy, blobs=office.blobs, others=names)
    listed_order = sorted(taken, key=lambda c: (len(c), c))
    return Papers(materials=tuple(taken[code] for code in listed_order), received=tuple(came))


def refuse_incomplete(
    services: Services, visitor: Visitor, form: DesignForm, papers: tuple[Material, ...], wish: Wish
) -> None:
    """Tell the applicant every required paper that is not there, before the window has to.

    Raises:
        DocumentError: Papers are missing; the message lists all of them.
    """
    kept = visible_application(services, visitor, form.case).materials if form.case else ()
    there = {material.kind for material in (*kept, *papers)}
    wanted = [paper for paper in papers_wanted(services, form.desk(services), wish) if paper.is_required]
    missing = [f"{paper.code} {paper.title_zh}" for paper in wanted if paper.code not in there]
    if missing:
        raise DocumentError("web.papers_missing", papers="、".join(missing), count=len(missing))


def apply_with(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    papers: tuple[Material, ...],
    key: str,
) -> Application:
    """Make the drawings, open the application and hand it in; a returned case is handed in again with this design.

    With `more` in the form it stays a draft, to which the next shop's design is added.

    Raises:
        SignageError: Something about design, applicant or papers is wrong, or the step is not possible.
    """
    wish = wish_of(typed)
    items = (_item(services, form.desk(services), typed.get("applicant_name", ""), wish.term),)
    stated = stated_circumstances(typed)
    if form.case:
        return _with_known(services, visitor, form.case, typed, items, papers, stated)
    return _opened(services, visitor, typed, wish, items, papers, stated, key)


def _with_known(
    services: Services,
    visitor: Visitor,
    case_id: str,
    typed: Mapping[str, str],
    items: tuple[Item, ...],
    papers: tuple[Material, ...],
    stated: Circumstances,
) -> Application:
    """Add the design to a draft, or hand a returned case in again with it; a paper takes the earlier one's place."""
    known = visible_application(services, visitor, case_id)
    kept = {material.kind: material for material in newest_papers(services, known)}
    merged = tuple({**kept, **{paper.kind: paper for paper in papers}}.values())
    if known.state is State.DRAFT:
        return _to_draft(services, visitor, known, items, merged, stated, is_last=typed.get("more") != "yes")
    office, actor = acting(services, visitor, known.applicant.account_id, application_id=known.id)
    return use_cases.submit(
        office,
        known.id,
        actor,
        services.now(),
        expected_version=known.version,
        items=items,
        materials=merged,
        circumstances=stated,
    )


def _opened(
    services: Services,
    visitor: Visitor,
    typed: Mapping[str, str],
    wish: Wish,
    items: tuple[Item, ...],
    papers: tuple[Material, ...],
    stated: Circumstances,
    key: str,
) -> Application:
    """Open a new case and hand it in, unless another shop is to follow."""
    applicant = applicant_of(visitor, typed)
    office, actor = acting(services, visitor, applicant.account_id)
    draft = use_cases.open_application(
        office,
        applicant,
        items,
        papers,
        actor,
        services.now(),
        circumstances=stated,
        idempotency_key=key,
        purpose=wish.purpose,
        earlier_permit=wish.earlier_permit,
    )
    if typed.get("more") == "yes" and draft.state is State.DRAFT:
        return draft
    return submitted_or_withdrawn(services, office, actor, draft, key)


def applicant_of(visitor: Visitor, typed: Mapping[str, str]) -> Applicant:
    """Return the applicant that a form names: the visitor, or somebody whom the visitor is an agent of."""
    principal = typed.get("principal", "")
    return Applicant(
        name=typed.get("applicant_name", ""),
        credit_code=typed.get("credit_code", ""),
        contact=typed.get("contact", ""),
        phone=typed.get("phone", ""),
        account_id=visitor.account.id if principal in ("", "self") else principal,
    )


def submitted_or_withdrawn(
    services: Services, office: Office, actor: Actor, draft: Application, key: str
) -> Application:
    """Hand a draft in that was opened just now; when that fails it is withdrawn, since nobody asked for a draft.

    Raises:
        SignageError: Why it cannot be handed in; the form comes back with what was typed.
    """
    try:
        return use_cases.submit(
            office, draft.id, actor, services.now(), expected_version=draft.version, idempotency_key=key
        )
    except SignageError:
        with suppress(SignageError):
            words = text("applications.withdrawn_unsubmitted")
            use_cases.withdraw(office, draft.id, actor, services.now(), reasons=words)
        raise


def _to_draft(
    services: Services,
    visitor: Visitor,
    draft: Application,
    items: tuple[Item, ...],
    materials: tuple[Material, ...],
    circumstances: Circumstances,
    *,
    is_last: bool,
) -> Application:
    """Add a shop's sign to a draft; the same position again takes the earlier design's place."""
    added = {item.position_key for item in items}
    together = tuple(item for item in draft.items if item.position_key not in added) + items
    stated = _both(draft.circumstances, circumstances)
    now = services.now
    office, actor = acting(services, visitor, draft.applicant.account_id, application_id=draft.id)
    changed = use_cases.amend(
        office,
        draft.id,
        actor,
        now(),
        items=together,
        materials=materials,
        circumstances=stated,
        expected_version=draft.version,
    )
    if not is_last:
        return changed
    return use_cases.submit(office, draft.id, actor, now(), expected_version=changed.version)


def _both(first: Circumstances, second: Circumstances) -> Circumstances:
    """What is stated of several shops together: yes for one is yes for the case, unknown for one is not no."""

    def joined(a: bool | None, b: bool | None) -> bool | None:
        return True if a or b else None if None in (a, b) else False

    return Circumstances(
        affects_third_party=joined(first.affects_third_party, second.affects_third_party),
        needs_survey=joined(first.needs_survey, second.needs_survey),
        is_franchise=first.is_franchise or second.is_franchise,
    )


def _item(services: Services, desk: Desk, applicant: str, term: Term | None) -> Item:
    plan = desk.proposal.plan
    unit = desk.proposal.unit
    particulars = SheetParticulars(
        drawing_number=f"{plan.id}-{unit.id}",
        project=plan.building,
        applicant=applicant,
        organ=services.office.organ.name,
        date=services.today(),
    )
    blobs = services.office.blobs
    views = standard_views(desk, services.fonts, particulars, width_px=PICTURE_PX)
    drawings = {view.file_name: blobs.put(view.rendering.content) for view in views}
    address = f"{plan.address}{unit.door_number or ''}"
    return item_from(desk.proposal, desk.report, drawings, address, services.office.policy, term=term)
