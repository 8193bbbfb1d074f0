"""Designers' drafts on the web: upload, two clicks and a distance, the outline, the result."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api.deps import Gate, Visitor, services_of
from api.draft_page import DraftForm, draft_values
from api.errors import status_of
from api.own_files import shown_picture
from api.pages import language_of, page
from signage.accounts import Permission
from signage.drafts import Draft, draft_seen_by, drafts_of, hand_in_draft
from signage.errors import DocumentError, Location, SignageError
from signage.locale import describe
from signage.uploads import MAX_BYTES, accepted_words, suffixes_of

router = APIRouter(include_in_schema=False)

Drawing = Annotated[Visitor, Depends(Gate((Permission.DESIGN_DRAW,)))]


@router.get("/drafts")
def drafts_page(request: Request, visitor: Drawing) -> HTMLResponse:
    """Show the upload form and the visitor's own drafts."""
    return _list(request, visitor)


async def read_draft_form(request: Request) -> AsyncIterator[FormData]:
    """Read the form with its one file before the route runs in a thread; the file is closed afterwards."""
    async with request.form(max_files=1, max_fields=10, max_part_size=64 * 1024) as form:
        yield form


@router.post("/drafts")
def hand_in(request: Request, visitor: Drawing, sent: Annotated[FormData, Depends(read_draft_form)]) -> Response:
    """Take a draft in and go on to measuring it."""
    services = services_of(request)
    upload, typed = sent.get("file"), sent.get("page")
    try:
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise DocumentError("uploads.empty", at=Location(field="file"))
        number = int(typed) if isinstance(typed, str) and typed.isdecimal() and len(typed) < 4 else 1
        draft = hand_in_draft(
            services.database.unit_of_work,
            services.office.blobs,
            upload.file.read(MAX_BYTES + 1),
            upload.filename,
            visitor.account.id,
            services.now(),
            page=number - 1,
        )
    except SignageError as error:
        return _list(request, visitor, error)
    return RedirectResponse(f"/drafts/{draft.id}", 303)


@router.get("/drafts/{draft_id}")
def draft_page(request: Request, visitor: Drawing, draft_id: str) -> HTMLResponse:
    """Show a draft to measure on and, once points, distance and outline are given, what comes of it."""
    services = services_of(request)
    draft = _seen(request, visitor, draft_id)
    form = DraftForm.read(request.query_params)
    values, status = draft_values(services, draft, form, language_of(request))
    return page(request, "draft.html", visitor, status=status, here="drafts", **values)


@router.get("/drafts/{draft_id}/picture.png")
def draft_picture(request: Request, visitor: Drawing, draft_id: str) -> Response:
    """Give our own picture of a draft."""
    draft = _seen(request, visitor, draft_id)
    return shown_picture(services_of(request).office.blobs.get(draft.picture))


def _seen(request: Request, visitor: Visitor, draft_id: str) -> Draft:
    own = None if visitor.is_officer else visitor.account.id
    return draft_seen_by(services_of(request).database.reading, draft_id, own)


def _list(request: Request, visitor: Visitor, error: SignageError | None = None) -> HTMLResponse:
    services = services_of(request)
    return page(
        request,
        "drafts.html",
        visitor,
        status=status_of(error) if error else 200,
        here="drafts",
        error=describe(error, language_of(request)) if error else None,
        drafts=drafts_of(services.database.reading, visitor.account.id),
        accept=suffixes_of(),
        formats=accepted_words(),
        most_mb=MAX_BYTES // (1024 * 1024),
    )
