"""From the web's form to an application: papers taken in, the standard drawings made, the case handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile

from api.deps import Visitor
from api.design_form import DesignForm
from signage.applications import use_cases
from signage.applications.ids import new_id
from signage.applications.intake import item_from, taken_in
from signage.applications.model import Applicant, Application, Circumstances, Item, Material
from signage.applications.policy import Paper
from signage.bootstrap import Services
from signage.demo.case import Case, read_case
from signage.desk import Desk, standard_views
from signage.resources import bundled
from signage.scene import SheetParticulars


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPaper:
    """One line of the list of papers on the form."""

    code: str
    title_zh: str
    title_en: str
    is_required: bool


class Papers:
    """The sample case's papers, which stand in on a demonstration."""

    @staticmethod
    def sample_code(services: Services) -> str:
        """Return the sample credit code on a demonstration, else nothing."""
        if not services.office.organ.is_demonstration:
            return ""
        return _sample_case().applicant.credit_code

    @staticmethod
    def samples() -> dict[str, tuple[str, bytes]]:
        """Return the sample papers by code: file name and content."""
        folder = bundled("samples")
        return {
            paper.kind: (paper.file.rpartition("/")[2], (folder / paper.file).read_bytes())
            for paper in _sample_case().papers
        }


def _sample_case() -> Case:
    return read_case(bundled("samples") / "case.toml")


def new_key() -> str:
    """Return a fresh idempotency key, so that a form sent twice is one application."""
    return new_id()


def papers_wanted(services: Services, desk: Desk) -> list[WantedPaper]:
    """Return the published papers that this sign needs, without those that the drawings themselves are."""
    policy = services.office.policy
    rect = desk.placed.rect
    track = policy.track_of(rect.width, rect.height).track

    def wanted(paper: Paper) -> bool:
        return track in paper.tracks and not paper.drawn

    return [
        WantedPaper(code=p.code, title_zh=p.name_zh, title_en=p.name_en, is_required=not p.when)
        for p in policy.papers
        if wanted(p)
    ]


def papers_of(services: Services, uploads: Mapping[str, UploadFile], *, use_samples: bool) -> tuple[Material, ...]:
    """Take in the uploaded papers, and on a demonstration the samples for those that were not uploaded.

    Raises:
        DocumentError: A paper is empty, too big, of no accepted format or disguised; none of them is stored as a case.
    """
    office = services.office
    taken: dict[str, Material] = {}
    for field, upload in uploads.items():
        if field.startswith("paper_") and upload.filename:
            code = field.removeprefix("paper_")
            content = upload.file.read()
            taken[code] = taken_in(code, upload.filename, content, policy=office.policy, blobs=office.blobs)
    if use_samples and office.organ.is_demonstration:
        for code, (name, content) in Papers.samples().items():
            if code not in taken:
                taken[code] = taken_in(code, name, content, policy=office.policy, blobs=office.blobs)
    return tuple(taken[code] for code in sorted(taken, key=lambda c: (len(c), c)))


def apply_with(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    papers: tuple[Material, ...],
    key: str,
) -> Application:
    """Make the drawings, open the application and hand it in.

    Raises:
        SignageError: Something about design, applicant or papers is wrong, or the step is not possible.
    """
    desk = form.desk(services)
    applicant = Applicant(
        name=typed.get("applicant_name", ""),
        credit_code=typed.get("credit_code", ""),
        contact=typed.get("contact", ""),
        phone=typed.get("phone", ""),
        account_id=visitor.account.id,
    )
    office = services.office
    draft = use_cases.open_application(
        office,
        applicant,
        (_item(services, desk),),
        papers,
        visitor.actor,
        services.now(),
        circumstances=Circumstances(affects_third_party=False, needs_survey=False),
        idempotency_key=key,
    )
    return use_cases.submit(
        office, draft.id, visitor.actor, services.now(), expected_version=draft.version, idempotency_key=key
    )


def _item(services: Services, desk: Desk) -> Item:
    plan = desk.proposal.plan
    unit = desk.proposal.unit
    particulars = SheetParticulars(drawing_number=f"{plan.id}-{unit.id}", project=plan.building, date=services.today())
    blobs = services.office.blobs
    views = standard_views(desk, services.fonts, particulars)
    drawings = {view.file_name: blobs.put(view.rendering.content) for view in views}
    address = f"{plan.address}{unit.door_number or ''}"
    return item_from(desk.proposal, desk.report, drawings, address, services.office.policy)
