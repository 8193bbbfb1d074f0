"""One case for download as a ZIP file, for its owner and for officers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.deps import Visitor, sees_cases, services_of, visible_application
from api.pages import language_of
from api.register_page import download
from signage.documents import check_report_json
from signage.reports.bundle import bundle_name, case_bundle

router = APIRouter(include_in_schema=False)

Seeing = Annotated[Visitor, Depends(sees_cases)]


@router.get("/applications/{application_id}/bundle.zip")
def bundle(request: Request, visitor: Seeing, application_id: str) -> Response:
    """Give papers, drawings, documents, check reports and history of a case in one file."""
    services = services_of(request)
    case = visible_application(services, visitor, application_id)
    content = case_bundle(
        services.office,
        case,
        report=check_report_json,
        lang=language_of(request),
        for_officer=visitor.is_officer,
    )
    return download(content, "application/zip", bundle_name(case))
