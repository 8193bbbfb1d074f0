"""The working-day calendar: everyone looks a year up, an administrator imports one after having seen what it does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.calendar_page import preview_values, year_values
from api.deps import Gate, Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.accounts import Permission
from signage.applications import calendar_use
from signage.applications.calendar_file import MOST_BYTES
from signage.bootstrap import Services
from signage.errors import SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Managing = Annotated[Visitor, Depends(Gate((Permission.CALENDAR_MANAGE,)))]


@router.get("/calendar")
def calendar_page(request: Request, visitor: Anyone, year: int | None = None, done: str = "") -> HTMLResponse:
    """Show a year as twelve months with holidays and make-up days."""
    services = services_of(request)
    chosen = year if year is not None and 2000 <= year <= 2100 else services.today().year
    return _year(request, services, visitor, chosen, done=done)


@router.post("/calendar/preview")
def preview_calendar(request: Request, visitor: Managing, file: UploadFile) -> HTMLResponse:
    """Show what importing a file would do; nothing is stored."""
    services = services_of(request)
    try:
        content = file.file.read(MOST_BYTES + 1)
        seen = calendar_use.preview(services.office, content, file=file.filename or "")
    except SignageError as error:
        return _year(request, services, visitor, services.today().year, error=error)
    words = content.decode("utf-8-sig")
    values = preview_values(seen, language_of(request))
    return page(request, "calendar_preview.html", visitor, here="calendar", content=words, **values)


@router.post("/calendar/import")
def import_calendar(
    request: Request,
    visitor: Managing,
    content: Annotated[str, Form(max_length=MOST_BYTES)],
    incomplete: Annotated[str, Form(max_length=8)] = "",
    reason: Annotated[str, Form(max_length=calendar_use.MOST_REASON)] = "",
) -> Response:
    """Import what was shown, and count the provisional deadlines of open cases again."""
    services = services_of(request)
    try:
        # A form sends line ends as CR LF, whatever the file had.
        words = content.replace("\r\n", "\n").encode("utf-8")
        given = reason if incomplete == "yes" else ""
        seen = calendar_use.import_year(services.office, words, visitor.actor, services.now(), reason=given)
        done = calendar_use.recompute_open_cases(services.office, visitor.actor, services.now())
    except SignageError as error:
        return _year(request, services, visitor, services.today().year, error=error)
    return RedirectResponse(f"/calendar?year={seen.year.year}&done={len(done.cases)}-{len(done.untraced)}", 303)


def _year(
    request: Request,
    services: Services,
    visitor: Visitor | None,
    year: int,
    *,
    error: SignageError | None = None,
    done: str = "",
) -> HTMLResponse:
    calendar = services.office.calendar.present()
    counts = [int(part) for part in done.split("-") if part.isdecimal() and len(part) < 7]
    return page(
        request,
        "calendar.html",
        visitor,
        status=status_of(error) if error else 200,
        here="calendar",
        error=describe(error, language_of(request)) if error else None,
        may_import=visitor is not None and visitor.may(Permission.CALENDAR_MANAGE),
        done=counts if len(counts) == 2 else None,
        **year_values(calendar, calendar_use.versions_of(services.office), year),
    )
