"""Check reports: of the design on the desk, which is the visitor's own, and of an item of a case that they may see."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Visitor, open_to_all, sees_cases, services_of, visible_application
from api.design_form import DesignForm
from api.design_views import making
from api.pages import language_of, page
from api.report_page import (
    REPORT_CSP,
    ShownReport,
    item_of,
    proposal_of,
    report_file,
    shown_report,
    with_working,
    worked_out,
)

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Seeing = Annotated[Visitor, Depends(sees_cases)]


@router.get("/design/report")
def design_report(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the check report of the design that the address states."""
    services, lang = services_of(request), language_of(request)
    form = DesignForm.read(request.query_params, services)
    with making():
        desk = form.desk(services)
        shown = shown_report(worked_out(services, desk), desk.proposal, services.now(), services, lang)
    query = form.query_string
    return _page(request, visitor, shown, "design", f"/design?{query}", f"/design/files/report.pdf?{query}")


@router.get("/applications/{application_id}/items/{item_id}/report")
def item_report(request: Request, visitor: Seeing, application_id: str, item_id: str) -> HTMLResponse:
    """Show the check report of a sign as it was handed in."""
    services, lang = services_of(request), language_of(request)
    application = visible_application(services, visitor, application_id)
    item = item_of(application, item_id)
    made_at = application.submitted_at or services.now()
    with making():
        proposal = proposal_of(services, application, item)
        report = with_working(services, item, proposal)
        shown = shown_report(report, proposal, made_at, services, lang, name=item.spec.name)
    place = f"/applications/{application.id}"
    return _page(request, visitor, shown, "applications", place, f"{place}/items/{item.id}/report.pdf")


@router.get("/applications/{application_id}/items/{item_id}/report.pdf")
def item_report_pdf(request: Request, visitor: Seeing, application_id: str, item_id: str) -> Response:
    """Give the check report of a sign as it was handed in, as PDF."""
    services, lang = services_of(request), language_of(request)
    application = visible_application(services, visitor, application_id)
    item = item_of(application, item_id)
    made_at = application.submitted_at or services.now()
    with making():
        proposal = proposal_of(services, application, item)
        report = with_working(services, item, proposal)
        content = report_file("pdf", report, proposal, made_at, services, lang, name=item.spec.name)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{item.unit_id}-report.pdf')}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _page(
    request: Request, visitor: Visitor | None, shown: ShownReport, here: str, origin: str, pdf: str
) -> HTMLResponse:
    answer = page(request, "report.html", visitor, here=here, shown=shown, origin=origin, pdf=pdf)
    answer.headers["content-security-policy"] = REPORT_CSP
    return answer
