"""Applying for several items of the catalogue at once (单独受理、综合办理)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api.deps import Visitor, opens_cases, services_of
from api.errors import status_of
from api.intake import Papers, new_key, received_paper, sample_code, sample_papers
from api.pages import language_of, page
from api.routes.applications import read_form
from signage.applications import use_cases
from signage.applications.composite import PERIOD, matters_of, needs_design, papers_of_matters
from signage.applications.intake import taken_in
from signage.applications.model import Applicant, Application, Material, Matter
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.errors import DocumentError, SignageError
from signage.items import CompositeGroup
from signage.locale import describe
from signage.uploads import ReceivedMaterial

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
FIELDS = ("applicant_name", "credit_code", "contact", "phone", "place", "period", "incomplete", "sample_papers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The form as it was sent."""

    group: CompositeGroup
    codes: tuple[str, ...]
    typed: Mapping[str, str]
    key: str

    def matters(self, services: Services) -> tuple[Matter, ...]:
        """Return what is asked for.

        Raises:
            InputError: Too few items, one of another group, or no place.
        """
        period = self.typed["period"]
        answers = ((PERIOD, period),) if period else ()
        place = self.typed["place"]
        return matters_of(services.catalogue, self.group, self.codes, place=place, answers=answers)


@router.get("/apply/together")
def together_page(request: Request, visitor: Applying, group: str = "construction-site") -> HTMLResponse:
    """Show the form for the items of a group, all of them chosen."""
    services = services_of(request)
    chosen = services.catalogue.group(group)
    typed = {**dict.fromkeys(FIELDS, ""), "credit_code": sample_code(services)}
    return _form(request, visitor, Asked(group=chosen, codes=_by_forms(services, chosen), typed=typed, key=new_key()))


@router.post("/apply/together")
def apply_together(request: Request, visitor: Applying, sent: Annotated[FormData, Depends(read_form)]) -> Response:
    """Store the papers and hand the case in; show the form again when something is wrong."""
    services = services_of(request)
    asked = _asked(services, sent)
    try:
        uploads = {key: value for key, value in sent.items() if isinstance(value, UploadFile)}
        application = _apply(services, visitor, asked, uploads)
    except SignageError as error:
        return _form(request, visitor, asked, error)
    make_due(services.office, application.id)
    return RedirectResponse(f"/applications/{application.id}", 303)


def _by_forms(services: Services, group: CompositeGroup) -> tuple[str, ...]:
    """Codes of the group's items that need no design."""
    return tuple(code for code in group.codes if not needs_design(services.catalogue.item(code)))


def _asked(services: Services, sent: FormData) -> Asked:
    def word(name: str) -> str:
        value = sent.get(name)
        return value.strip()[:200] if isinstance(value, str) else ""

    codes = tuple(code for code in sent.getlist("items") if isinstance(code, str))
    return Asked(
        group=services.catalogue.group(word("group")),
        codes=codes,
        typed={name: word(name) for name in FIELDS},
        key=word("idempotency_key") or new_key(),
    )


def _apply(services: Services, visitor: Visitor, asked: Asked, uploads: Mapping[str, UploadFile]) -> Application:
    matters = asked.matters(services)
    papers = _papers(services, matters, uploads, use_samples=asked.typed["sample_papers"] == "yes")
    there = {paper.kind for paper in papers.materials}
    lacking = [paper for paper, _ in papers_of_matters(matters) if paper.code not in there]
    required = [paper.name for paper in lacking if not paper.may_follow_days]
    if required and asked.typed["incomplete"] != "yes":
        raise DocumentError("web.papers_missing", papers="、".join(required), count=len(required))
    applicant = Applicant(
        name=asked.typed["applicant_name"],
        credit_code=asked.typed["credit_code"],
        contact=asked.typed["contact"],
        phone=asked.typed["phone"],
        account_id=visitor.account.id,
    )
    office, now = services.office, services.now
    draft = use_cases.open_application(
        office,
        applicant,
        (),
        papers.materials,
        visitor.actor,
        now(),
        idempotency_key=asked.key,
        matters=matters,
        group=asked.group.code,
        joint_days=asked.group.joint_days,
    )
    application = use_cases.submit(
        office, draft.id, visitor.actor, now(), expected_version=draft.version, idempotency_key=asked.key
    )
    papers.keep_versions(services, visitor, application.id)
    return application


def _papers(
    services: Services, matters: tuple[Matter, ...], uploads: Mapping[str, UploadFile], *, use_samples: bool
) -> Papers:
    office = services.office
    names = {paper.code: paper.name for paper, _ in papers_of_matters(matters)}
    taken: dict[str, Material] = {}
    came: list[ReceivedMaterial] = []
    for field, upload in uploads.items():
        code = field.removeprefix("paper_")
        if field.startswith("paper_") and upload.filename and code in names:
            taken[code], received = received_paper(services, code, names[code], upload)
            came.append(received)
    if use_samples and office.organ.is_demonstration:
        stand_in = next(iter(sample_papers().values()))  # one fictitious sheet for every paper of a demonstration
        for code in names.keys() - taken.keys():
            taken[code] = taken_in(code, *stand_in, policy=office.policy, blobs=office.blobs, others=names)
    return Papers(materials=tuple(taken[code] for code in names if code in taken), received=tuple(came))


def _form(request: Request, visitor: Visitor, asked: Asked, error: SignageError | None = None) -> HTMLResponse:
    services = services_of(request)
    catalogue = services.catalogue
    by_forms = _by_forms(services, asked.group)
    members = [(catalogue.item(code), asked.group.separate_days((code,))) for code in by_forms]
    everything = matters_of(catalogue, asked.group, by_forms, place="—")
    return page(
        request,
        "together.html",
        visitor,
        status=status_of(error) if error else 200,
        here="guide",
        error=describe(error, language_of(request)) if error else None,
        asked=asked,
        members=members,
        designed=[catalogue.item(code) for code in asked.group.codes if code not in by_forms],
        papers=papers_of_matters(everything),
        apart=asked.group.separate_days(by_forms),
        is_incomplete=error is not None and error.code == "web.papers_missing",
    )
