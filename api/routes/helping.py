"""What whoever opened a limited link may do: see one case's signs and findings, and hand in a design for it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.case_page import design_of
from api.deps import HELPER_COOKIE, LinkGate, Visitor, open_to_all, services_of
from api.design_form import DesignForm
from api.errors import status_of
from api.pages import language_of, page
from signage.accounts import links
from signage.accounts.helper_link import HelperLink
from signage.applications.model import Application, Item
from signage.bootstrap import Services
from signage.design import SignSpec, parse_spec, write_spec
from signage.desk import prepare
from signage.errors import InputError, Location, NotFound, SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Helping = Annotated[HelperLink, Depends(LinkGate())]


@router.get("/help-link/{token}", name="open_helper_link")
def link_page(request: Request, token: str, visitor: Anyone) -> HTMLResponse:
    """Show what the link is for; only the button opens it, so that a messenger's preview does not use it up."""
    services = services_of(request)
    if not links.is_waiting(services.database.reading, token, services.now()):
        raise NotFound("links.gone")
    return page(request, "helping_open.html", visitor, token=token)


@router.post("/help-link/{token}")
def open_link(request: Request, token: str, _: Anyone) -> RedirectResponse:
    """Open the link, which uses it up, and bind it to this browser."""
    services = services_of(request)
    session = links.open_link(services.database.unit_of_work, token, services.now())
    answer = RedirectResponse("/helping", 303)
    answer.set_cookie(HELPER_COOKIE, session, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@router.get("/helping")
def helping_page(request: Request, link: Helping, item: int = 1, done: str = "") -> HTMLResponse:
    """Show the case's signs and findings, without anything personal of the applicant's."""
    return _case(request, services_of(request), link, item, is_done=done == "1")


@router.get("/helping/drawings/{item_id}/{name}")
def helping_drawing(request: Request, link: Helping, item_id: str, name: str) -> Response:
    """Give a picture of one of the case's signs."""
    services = services_of(request)
    kinds = {"png": "image/png", "svg": "image/svg+xml"}
    for item in _application(services, link).items:
        digest = dict(item.drawings).get(name) if item.id == item_id else None
        if digest is not None and name.rpartition(".")[2] in kinds:
            return Response(services.office.blobs.get(digest), media_type=kinds[name.rpartition(".")[2]])
    raise NotFound("web.no_drawing", name=name)


@router.post("/helping/designs")
def hand_in(
    request: Request,
    link: Helping,
    item: Annotated[int, Form()] = 1,
    address: Annotated[str, Form(max_length=4000)] = "",
    remark: Annotated[str, Form(max_length=500)] = "",
    file: UploadFile | None = None,
) -> Response:
    """Keep a design for the applicant: a specification, or the desk's address with one."""
    services = services_of(request)
    try:
        chosen = _chosen(_application(services, link), item)
        spec = _spec_of(services, file, address)
        plan = services.front(chosen.plan_id)
        books, facts = services.books(plan.city), dict(chosen.facts)
        report = prepare(spec, plan, chosen.unit_id, books, services.today(), services.fonts, facts=facts).report
        begin = services.database.unit_of_work
        links.hand_in_design(begin, link, write_spec(spec), report.verdict.value, remark, services.now())
    except SignageError as error:
        return _case(request, services, link, item, error=error)
    return RedirectResponse(f"/helping?item={item}&done=1", 303)


def _spec_of(services: Services, file: UploadFile | None, address: str) -> SignSpec:
    if file is not None and file.filename:
        content = file.file.read(links.MOST_SPEC + 1)
        if len(content) > links.MOST_SPEC:
            raise InputError("links.spec_too_big", at=Location(file=file.filename), most=links.MOST_SPEC // 1024)
        return parse_spec(content.decode("utf-8", "replace"), file=file.filename)
    given = dict(parse_qsl(urlsplit(address.strip()).query))
    if "name" not in given:
        raise InputError("links.spec_needed", at=Location(field="address"))
    return DesignForm.read(given, services).spec(services.logos)


def _application(services: Services, link: HelperLink) -> Application:
    with services.office.reading() as unit:
        return unit.applications.get(link.application_id)


def _chosen(application: Application, item: int) -> Item:
    return application.items[min(max(item, 1), len(application.items)) - 1]


def _case(
    request: Request,
    services: Services,
    link: HelperLink,
    item: int,
    *,
    error: SignageError | None = None,
    is_done: bool = False,
) -> HTMLResponse:
    application = _application(services, link)
    chosen = _chosen(application, item)
    names = {name for name, _ in chosen.drawings}
    with services.database.reading() as unit:
        designs = unit.links.designs_of(link.id)
    return page(
        request,
        "helping.html",
        status=status_of(error) if error else 200,
        error=describe(error, language_of(request)) if error else None,
        link=link,
        a=application,
        chosen=chosen,
        chosen_index=application.items.index(chosen) + 1,
        shown=next((f"marks.{form}" for form in ("png", "svg") if f"marks.{form}" in names), ""),
        desk_query=urlencode(design_of(services, chosen)),
        takes_designs=links.takes_designs(application),
        designs=designs,
        is_done=is_done,
    )
