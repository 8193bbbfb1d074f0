"""Applications: applying with a design, the list of cases, one case, its steps and its files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api.case_page import case_values, elapsed_words
from api.deps import (
    Visitor,
    acting,
    acts_on_cases,
    draft_of,
    opens_cases,
    sees_cases,
    services_of,
    visible_application,
    visitor_on,
)
from api.design_form import DesignForm
from api.errors import status_of
from api.intake import (
    QUESTIONS,
    Wish,
    apply_with,
    found_out,
    new_key,
    newest_papers,
    papers_concerning,
    papers_of,
    papers_wanted,
    refuse_incomplete,
    sample_code,
    wish_of,
)
from api.pages import language_of, page
from api.steps import STEPS
from api.steps import Request as Asked
from signage.applications import use_cases
from signage.applications.agency import power_for
from signage.applications.letters import LetterKind
from signage.applications.model import CLOSED, IN_PROCEDURE, Application, Purpose, State
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.errors import InputError, NotFound, SignageError
from signage.locale import Lang, describe, text

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
Seeing = Annotated[Visitor, Depends(sees_cases)]
Acting = Annotated[Visitor, Depends(acts_on_cases)]

_FILTERS: tuple[tuple[str, str, str, tuple[State, ...]], ...] = (
    ("open", "待办", "Open", (State.SUBMITTED, *IN_PROCEDURE, State.APPROVED)),
    ("returned", "待补正", "Returned", (State.RETURNED,)),
    ("draft", "草稿", "Drafts", (State.DRAFT,)),
    ("done", "已办结", "Done", CLOSED),
)


@router.get("/apply")
def apply_page(request: Request, visitor: Applying) -> HTMLResponse:
    """Show the form that applies with a design."""
    services = services_of(request)
    form = DesignForm.read(request.query_params, services)
    return _apply_form(request, visitor, services, form, new_key(), {})


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Read a form before its route runs in a thread, where nothing can be awaited; its files are closed afterwards."""
    async with request.form(max_files=20, max_fields=100, max_part_size=1024 * 1024) as form:
        yield form


@router.post("/apply")
def apply_now(request: Request, visitor: Applying, sent: Annotated[FormData, Depends(read_form)]) -> Response:
    """Store the papers, hand the application in and show it; show the form again when something is wrong."""
    services = services_of(request)
    typed = {key: value for key, value in sent.items() if isinstance(value, str)}
    form = DesignForm.read(typed, services)
    key = typed.get("idempotency_key") or new_key()
    try:
        uploads = {key: value for key, value in sent.items() if isinstance(value, UploadFile)}
        wanted = papers_wanted(services, form.desk(services), wish_of(typed))
        sampled = {paper.code for paper in wanted} if typed.get("sample_papers") == "yes" else set()
        papers = papers_of(services, uploads, sampled=sampled)
        if typed.get("incomplete") != "yes":
            refuse_incomplete(services, visitor, form, papers.materials, wish_of(typed))
        application = apply_with(services, visitor, form, typed, papers.materials, key)
        papers.keep_versions(services, visitor, application.id)
    except SignageError as error:
        return _apply_form(request, visitor, services, form, new_key(), typed, error)
    make_due(services.office, application.id)
    if application.state is State.DRAFT:
        return RedirectResponse(f"/design?{urlencode({'plan': form.plan, 'case': application.id})}", 303)
    return RedirectResponse(f"/applications/{application.id}", 303)


def _apply_form(
    request: Request,
    visitor: Visitor,
    services: Services,
    form: DesignForm,
    key: str,
    typed: dict[str, str],
    error: SignageError | None = None,
) -> HTMLResponse:
    desk = form.desk(services)
    return page(
        request,
        "apply.html",
        visitor,
        status=status_of(error) if error else 200,
        here="design",
        error=describe(error, language_of(request)) if error else None,
        desk=desk,
        idempotency_key=key,
        query=form.query,
        query_string=form.query_string,
        papers=papers_wanted(services, desk, _wish_or_none(typed)),
        wish={name: typed.get(name, "") for name in ("purpose", "earlier_permit", "term_start", "term_end")},
        purposes=[
            (p.value, text(f"workflow.purpose_{p.value}"), text(f"workflow.purpose_{p.value}", Lang.EN))
            for p in Purpose
        ],
        draft=draft_of(services, visitor, form.case),
        is_temporary=desk.layout.spec.kind in services.office.policy.temporary.kinds,
        sample_ticked=typed.get("sample_papers") == "yes",
        longest_term=services.office.policy.temporary.max_days,
        is_incomplete=error is not None and error.code == "web.papers_missing",
        questions=QUESTIONS,
        answers={name: typed.get(name, "") for name, _, _ in QUESTIONS},
        applicant=_applicant_fields(services, visitor, form, typed),
    )


def _wish_or_none(typed: dict[str, str]) -> Wish | None:
    try:
        return wish_of(typed)
    except SignageError:
        return None  # told as the page's error already


def _applicant_fields(services: Services, visitor: Visitor, form: DesignForm, typed: dict[str, str]) -> dict[str, str]:
    """What was typed; else what the returned case already states; else what can be known."""
    known = {"name": form.licence_name, "credit_code": sample_code(services), "contact": "", "phone": ""}
    if form.case:
        applicant = visible_application(services, visitor, form.case).applicant
        known = {name: getattr(applicant, name) for name in known}
    keys = {"name": "applicant_name", "credit_code": "credit_code", "contact": "contact", "phone": "phone"}
    return {name: typed.get(keys[name], known[name]) for name in known}


@router.get("/applications")
def applications_page(request: Request, visitor: Seeing, show: str = "open") -> HTMLResponse:
    """List cases: an officer's queue, or an applicant's own."""
    services = services_of(request)
    own = None if visitor.is_officer else visitor.account.id
    # A draft is the applicant's own until it is handed in.
    filters = [one for one in _FILTERS if own is not None or one[0] != "draft"]
    with services.office.reading() as unit:
        counts = {
            key: unit.applications.counted(states=states, applicant_id=own, limit=200) for key, _, _, states in filters
        }
        chosen = show if show in counts else "open"
        states = next(states for key, _, _, states in filters if key == chosen)
        listed = unit.applications.listed(states=states, applicant_id=own, limit=200)
    return page(
        request,
        "applications.html",
        visitor,
        here="applications",
        show=chosen,
        filters=[(key, zh, en, counts[key]) for key, zh, en, _ in filters],
        applications=listed,
    )


@router.get("/applications/{application_id}")
def application_page(
    request: Request, visitor: Seeing, application_id: str, item: int = 1, light: str = "marks"
) -> HTMLResponse:
    """Show one case with drawings, findings, papers, history and the steps that are open to the visitor."""
    services = services_of(request)
    return _case(request, services, visitor, visible_application(services, visitor, application_id), item, light)


def _case(
    request: Request,
    services: Services,
    visitor: Visitor,
    application: Application,
    item: int = 1,
    light: str = "marks",
    error: SignageError | None = None,
) -> HTMLResponse:
    lang = language_of(request)
    values: dict[str, Any] = case_values(
        services, visitor_on(services, visitor, application), application, item, light, lang
    )
    return page(
        request,
        "application.html",
        visitor,
        status=status_of(error) if error else 200,
        here="applications",
        error=describe(error, lang) if error else None,
        elapsed=elapsed_words(application, lang),
        **values,
    )


@router.post("/applications/{application_id}/actions/{action}")
def act(
    request: Request,
    visitor: Acting,
    application_id: str,
    action: str,
    sent: Annotated[FormData, Depends(read_form)],
) -> Response:
    """Take one step; the page that comes back shows the case as it now stands, or why the step was refused."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    step = STEPS.get(action)
    if step is None:
        raise InputError("web.unknown_action", action=action)
    typed = {key: value.strip()[:4000] for key, value in sent.items() if isinstance(value, str)}
    try:
        uploads = {key: value for key, value in sent.items() if isinstance(value, UploadFile)}
        papers = papers_of(services, uploads)
        owner, power = application.applicant.account_id, power_for(action)
        office, actor = acting(services, visitor, owner, power, application.id)
        asked = Asked(
            office=office,
            case_id=application.id,
            actor=actor,
            now=services.now(),
            typed=typed,
            version=_version(sent),
            clock=services.now,
            circumstances=found_out(application, typed.get("affects_third_party", ""), typed.get("needs_survey", "")),
            papers=papers.materials,
        )
        step(asked)
        papers.keep_versions(services, visitor, application.id)
        make_due(services.office, application.id)
    except SignageError as error:
        return _case(request, services, visitor, use_cases.case(services.office, application.id), error=error)
    return RedirectResponse(f"/applications/{application.id}", 303)


@router.post("/applications/{application_id}/papers")
def hand_in_again(
    request: Request, visitor: Applying, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Hand a returned case in again with further papers; a paper of the same kind takes the earlier one's place."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    try:
        uploads = {key: value for key, value in sent.items() if isinstance(value, UploadFile)}
        wanted = papers_concerning(services, application) if sent.get("sample_papers") == "yes" else ()
        sampled = {paper.code for paper in wanted}
        papers = papers_of(services, uploads, sampled=sampled, kept=newest_papers(services, application))
        office, actor = acting(services, visitor, application.applicant.account_id, application_id=application.id)
        use_cases.submit(
            office,
            application.id,
            actor,
            services.now(),
            expected_version=_version(sent),
            materials=papers.materials,
        )
        papers.keep_versions(services, visitor, application.id)
        make_due(services.office, application.id)
    except SignageError as error:
        return _case(request, services, visitor, use_cases.case(services.office, application.id), error=error)
    return RedirectResponse(f"/applications/{application.id}", 303)


def _version(sent: FormData) -> int:
    typed = sent.get("version")
    if not isinstance(typed, str) or not typed.isdecimal():
        raise InputError("web.bad_request", field="version", why=str(typed)[:40])
    return int(typed)


@router.get("/applications/{application_id}/notice.pdf")
def notice(request: Request, visitor: Seeing, application_id: str) -> Response:
    """Give the sealed notice."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if not application.document_digest:
        raise NotFound("web.no_notice")
    number = application.decision_number.replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(application.document_digest), "application/pdf", f"{number}.pdf")


@router.get("/applications/{application_id}/documents/{document_id}.pdf")
def document(request: Request, visitor: Seeing, application_id: str, document_id: str) -> Response:
    """Give one of the case's documents."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    with services.office.reading() as unit:
        found = next((one for one in unit.documents.of(application.id) if one.id == document_id), None)
    if found is None or (found.kind is LetterKind.REVIEW and not visitor.is_officer):
        raise NotFound("web.no_document")
    number = found.number.replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(found.digest), "application/pdf", f"{found.title}{number}.pdf")


@router.get("/applications/{application_id}/drawings/{item_id}/{name}")
def drawing(request: Request, visitor: Seeing, application_id: str, item_id: str, name: str) -> Response:
    """Give one of the product's own drawings of an item."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    for item in application.items:
        digest = dict(item.drawings).get(name) if item.id == item_id else None
        if digest is not None:
            content = services.office.blobs.get(digest)
            suffix = name.rpartition(".")[2]
            kinds = {"png": "image/png", "svg": "image/svg+xml"}
            if suffix in kinds:  # drawn by us, so it may be shown in the page
                return Response(content, media_type=kinds[suffix])
            kind = {"pdf": "application/pdf", "dxf": "image/vnd.dxf"}.get(suffix, "application/octet-stream")
            return _file(content, kind, f"{item.unit_id}-{name}")
    raise NotFound("web.no_drawing", name=name)


@router.get("/applications/{application_id}/materials/{number}")
def material(request: Request, visitor: Seeing, application_id: str, number: int) -> Response:
    """Give a paper as it was handed in: always as a download, never shown inside the site."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if not 1 <= number <= len(application.materials):
        raise NotFound("web.no_drawing", name=str(number))
    paper = application.materials[number - 1]
    suffix = "." + paper.file_name.rpartition(".")[2] if "." in paper.file_name else ""
    name = f"{application.number or application.id}-{paper.kind}{suffix}".replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(paper.digest), paper.media_type, name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media_type, headers=headers)
