"""The design office's record of what it drew for a case, written by whoever surveyed or drew it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, services_of, visible_application
from api.errors import status_of
from api.pages import language_of, page
from api.register_page import download
from api.routes.letters import DESIGN_FIELDS, designed
from api.sent_form import read_form
from signage.accounts import Permission
from signage.applications.letters import LetterKind
from signage.applications.model import Application
from signage.applications.paperwork import make_letter
from signage.bootstrap import Services
from signage.errors import NotFound, SignageError
from signage.locale import describe
from signage.service.design_office import case_worked_on, cases_worked_on, records_of

router = APIRouter(include_in_schema=False)

Recording = Annotated[Visitor, Depends(Gate((Permission.DESIGN_SERVICE,)))]


@router.get("/design-services")
def design_services_page(request: Request, visitor: Recording) -> HTMLResponse:
    """List the cases that the visitor surveyed or drew, with the records that were written."""
    services = services_of(request)
    cases = cases_worked_on(services.database.reading, visitor.account.id)
    written = {case.id: records_of(services.database.reading, case.id) for case in cases}
    return page(request, "design_services.html", visitor, here="design_services", cases=cases, written=written)


@router.get("/design-services/{application_id}")
def design_service_page(request: Request, visitor: Recording, application_id: str) -> HTMLResponse:
    """Show the form of one case."""
    services = services_of(request)
    case = _case(services, visitor, application_id)
    today = services.today().isoformat()
    typed = {**dict.fromkeys(DESIGN_FIELDS, ""), "designer": visitor.account.name, "done_on": today, "charged": "0"}
    return _form(request, visitor, case, typed)


@router.post("/design-services/{application_id}")
def write_record(
    request: Request, visitor: Recording, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Make the record; show the form again when something is wrong."""
    services = services_of(request)
    case = _case(services, visitor, application_id)
    typed = {name: _word(sent, name) for name in DESIGN_FIELDS}
    if not visitor.is_officer:
        typed["designer"] = visitor.account.name  # a designer writes of their own work
    try:
        make_letter(services.office, case, LetterKind.DESIGN_SERVICE, visitor.actor, services.now(), **designed(typed))
    except SignageError as error:
        return _form(request, visitor, case, typed, error)
    return RedirectResponse(f"/design-services/{case.id}", 303)


@router.get("/design-services/{application_id}/{document_id}.pdf")
def record_file(request: Request, visitor: Recording, application_id: str, document_id: str) -> Response:
    """Give one of the records of a case."""
    services = services_of(request)
    case = _case(services, visitor, application_id)
    found = next((one for one in records_of(services.database.reading, case.id) if one.id == document_id), None)
    if found is None:
        raise NotFound("web.no_document")
    number = found.number.replace("〔", "").replace("〕", "-")
    return download(services.office.blobs.get(found.digest), "application/pdf", f"{found.title}{number}.pdf")


def _case(services: Services, visitor: Visitor, application_id: str) -> Application:
    """Return a case that an officer sees anyway, or that the designer surveyed or drew.

    Raises:
        NotFound: There is none such.
    """
    if visitor.is_officer:
        return visible_application(services, visitor, application_id)
    return case_worked_on(services.database.reading, visitor.account.id, application_id)


def _word(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value.strip()[:200] if isinstance(value, str) else ""


def _form(
    request: Request, visitor: Visitor, case: Application, typed: dict[str, str], error: SignageError | None = None
) -> HTMLResponse:
    services = services_of(request)
    return page(
        request,
        "design_service.html",
        visitor,
        status=status_of(error) if error else 200,
        here="design_services",
        error=describe(error, language_of(request)) if error else None,
        wrong=error.at.field if error and error.at else "",
        a=case,
        typed=typed,
        is_own=not visitor.is_officer,
        records=records_of(services.database.reading, case.id),
        today=services.today().isoformat(),
    )
