"""Frontage plans: everyone looks at them; officers and designers try a new one; a supervisor puts it on record."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, open_to_all, services_of
from api.errors import status_of
from api.own_files import download, shown_picture
from api.pages import language_of, page
from api.plan_upload import HandedIn, handed_in, kept_plan, read_again, with_bands
from api.plans_page import (
    Drawn,
    form_values,
    kept_picture,
    list_values,
    one_revision,
    plan_picture,
    plan_values,
    tried_values,
)
from api.sent_form import form_reader
from signage.accounts import Permission
from signage.applications.plan_entry import MOST_BASIS, PlanPreview, enter_plan, preview_plan
from signage.bootstrap import Services
from signage.errors import NotFound, SignageError
from signage.frontage import FrontagePlan, validate, write_plan
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Trying = Annotated[Visitor, Depends(Gate((Permission.PLANS_TRY,)))]
Entering = Annotated[Visitor, Depends(Gate((Permission.PLANS_ENTER,)))]
Sent = Annotated[FormData, Depends(form_reader(files=2, fields=40))]

_MOST_NAME = 200

_SVG = {
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, max-age=3600",
    "vary": "cookie, accept-language",
}


@router.get("/plans")
def plans(request: Request, visitor: Anyone) -> HTMLResponse:
    """List the buildings with the revision that counts today."""
    services = services_of(request)
    may_try = visitor is not None and visitor.may(Permission.PLANS_TRY)
    return page(request, "plans.html", visitor, here="plans", may_try=may_try, **list_values(services))


@router.get("/plans/new")
def new_plan(request: Request, visitor: Trying, onto: str = "") -> HTMLResponse:
    """Ask for a plan file, a drawing with its mapping, or a table of units; `onto` names the building it is for."""
    return _form(request, services_of(request), visitor, onto=onto)


@router.post("/plans/try")
def try_plan(request: Request, visitor: Trying, form: Sent) -> HTMLResponse:
    """Show what a plan would change; it does not count."""
    services = services_of(request)
    register, today = services.plans, services.today()
    try:
        given = handed_in(form, register, today)
    except SignageError as error:
        return _form(request, services, visitor, error=error, sent=form)
    seen, refusal = None, None
    if given.plan is not None:
        try:
            seen = preview_plan(services.office, register, given.plan, today)
        except SignageError as error:
            refusal = error
    return _tried(request, services, visitor, given, seen, refusal)


@router.get("/plans/tried/{digest}")
def tried(request: Request, visitor: Trying, digest: str, source: str = "") -> HTMLResponse:
    """Show again what a plan would change that was handed in before, to whoever was given the address."""
    services = services_of(request)
    given = kept_plan(services.office.blobs.get(digest), source[:_MOST_NAME])
    seen, refusal = None, None
    if given.plan is not None:
        try:
            seen = preview_plan(services.office, services.plans, given.plan, services.today())
        except SignageError as error:
            refusal = error
    return _tried(request, services, visitor, given, seen, refusal)


@router.get("/plans/tried/{digest}/{face_id}.svg")
def tried_picture(request: Request, digest: str, face_id: str, _: Trying) -> Response:
    """Draw a face of a plan that was handed in, with what is wrong with it."""
    services = services_of(request)
    content = services.office.blobs.get(digest)
    return _picture(plan_picture(content, face_id, services.fonts, language_of(request)))


@router.get("/plans/tried/{digest}/{face_id}.png")
def tried_large(request: Request, digest: str, face_id: str, _: Trying) -> Response:
    """Draw it as a picture to be looked at by itself."""
    services = services_of(request)
    content = services.office.blobs.get(digest)
    return shown_picture(plan_picture(content, face_id, services.fonts, language_of(request), "png"))


@router.get("/plans/tried/{digest}/plan.json")
def tried_file(request: Request, digest: str, _: Trying) -> Response:
    """Give a plan that was handed in as a plan file, with the bands that were laid out and the day that was chosen."""
    found = read_again(services_of(request).office.blobs.get(digest))
    return _file(found)


@router.post("/plans/bands")
def lay_bands(
    request: Request,
    visitor: Trying,
    digest: Annotated[str, Form(max_length=80)],
    source: Annotated[str, Form(max_length=400)] = "",
) -> HTMLResponse:
    """Lay sign bands out for all units of a plan that was handed in, by the rules of its city; it does not count."""
    services = services_of(request)
    try:
        plan = read_again(services.office.blobs.get(digest))
    except SignageError as error:
        return _form(request, services, visitor, error=error)
    refusal: SignageError | None = None
    try:
        given = with_bands(plan, services, source)
    except SignageError as error:
        given, refusal = HandedIn(plan=plan, draft=plan, problems=validate(plan), file=source), error
    return _tried(request, services, visitor, given, _seen_again(services, given), refusal)


@router.post("/plans/enter")
def enter(
    request: Request,
    visitor: Entering,
    digest: Annotated[str, Form(max_length=80)],
    basis: Annotated[str, Form(max_length=2 * MOST_BASIS)] = "",
    source: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Put a plan that was looked at on record."""
    services = services_of(request)
    try:
        plan = read_again(services.office.blobs.get(digest))
    except SignageError as error:
        return _form(request, services, visitor, error=error)
    try:
        enter_plan(
            services.office, services.plan_record, plan, visitor.actor, services.now(), basis=basis, source=source
        )
    except SignageError as error:
        given = HandedIn(plan=plan, draft=plan, problems=validate(plan), file=source)
        seen = _seen_again(services, given)
        return _tried(request, services, visitor, given, seen, error)
    return RedirectResponse(f"/plans/{quote(plan.id, safe='')}?revision={quote(plan.revision, safe='')}&done=1", 303)


@router.get("/plans/{plan_id}")
def plan(request: Request, plan_id: str, visitor: Anyone, revision: str = "", done: str = "") -> HTMLResponse:
    """Show a building: its revisions, its faces drawn, its units with their bands."""
    services = services_of(request)
    values = plan_values(services, plan_id, revision, language_of(request))
    may_try = visitor is not None and visitor.may(Permission.PLANS_TRY)
    sees_who = visitor is not None and visitor.is_officer
    return page(
        request, "plan.html", visitor, here="plans", done=done == "1", may_try=may_try, sees_who=sees_who, **values
    )


@router.get("/plans/{plan_id}/plan.json")
def plan_file(request: Request, plan_id: str, _: Anyone, revision: str = "") -> Response:
    """Give a revision as a plan file."""
    return _file(_revision(services_of(request), plan_id, revision))


@router.get("/plans/{plan_id}/{face_id}/plan.svg")
def picture(request: Request, plan_id: str, face_id: str, _: Anyone, revision: str = "") -> Response:
    """Draw a face of a revision as a technical elevation."""
    services = services_of(request)
    found = _revision(services, plan_id, revision)
    if face_id not in {face.id for face in found.faces}:
        raise NotFound("web.no_page", path=request.url.path)
    return _picture(kept_picture(Drawn(found.digest, found, services.fonts), face_id, language_of(request)))


@router.get("/plans/{plan_id}/{face_id}/plan.png")
def large_picture(request: Request, plan_id: str, face_id: str, _: Anyone, revision: str = "") -> Response:
    """Draw a face of a revision as a picture to be looked at by itself."""
    services = services_of(request)
    found = _revision(services, plan_id, revision)
    if face_id not in {face.id for face in found.faces}:
        raise NotFound("web.no_page", path=request.url.path)
    drawn = Drawn(found.digest, found, services.fonts)
    return shown_picture(kept_picture(drawn, face_id, language_of(request), "png"))


def _revision(services: Services, plan_id: str, revision: str) -> FrontagePlan:
    return one_revision(services.plans, plan_id, revision, services.today())


def _file(plan: FrontagePlan) -> Response:
    return download(write_plan(plan), "application/json", f"{plan.id}-{plan.revision}.json")


def _picture(content: bytes) -> Response:
    return Response(content, media_type="image/svg+xml", headers=_SVG)


def _seen_again(services: Services, given: HandedIn) -> PlanPreview | None:
    if given.plan is None:
        return None
    try:
        return preview_plan(services.office, services.plans, given.plan, services.today())
    except SignageError:
        return None


def _form(
    request: Request,
    services: Services,
    visitor: Visitor,
    *,
    error: SignageError | None = None,
    sent: FormData | None = None,
    onto: str = "",
) -> HTMLResponse:
    """Show the form, with what was written in it when it comes back; a browser forgets the files."""
    words: dict[str, Any] = {key: value for key, value in (sent or {}).items() if isinstance(value, str)}
    return page(
        request,
        "plan_new.html",
        visitor,
        status=status_of(error) if error else 200,
        here="plans",
        error=describe(error, language_of(request)) if error else None,
        sent=words,
        onto=onto,
        **form_values(services, language_of(request)),
    )


def _tried(
    request: Request,
    services: Services,
    visitor: Visitor,
    given: HandedIn,
    seen: PlanPreview | None,
    refusal: SignageError | None,
) -> HTMLResponse:
    lang = language_of(request)
    digest = services.office.blobs.put(given.content) if given.content else ""
    # A form's answer has no address of its own to come back to when language or text size change.
    back = f"/plans/tried/{digest}?{urlencode({'source': given.file})}" if digest else "/plans/new"
    return page(
        request,
        "plan_tried.html",
        visitor,
        back=back,
        status=200 if seen is not None and refusal is None else 422 if refusal is None else status_of(refusal),
        here="plans",
        error=describe(refusal, lang) if refusal is not None else None,
        may_enter=visitor.may(Permission.PLANS_ENTER),
        **tried_values(services, given, seen, digest, lang),
    )
