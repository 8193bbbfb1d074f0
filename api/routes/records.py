"""What everyone may look up: the rule books, and whether a document is genuine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse

from api.deps import Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.bootstrap import Services, permit_standing, verify_file
from signage.documents import PermitStanding, codes_typed, told
from signage.errors import DocumentError, SignageError
from signage.locale import Lang, describe
from signage.register.model import PublicPermit
from signage.register.ports import begin_reading
from signage.rules import bundled_books, load_book

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]

_MOST_BYTES = 20 * 1024 * 1024


@router.get("/books")
def books_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show every rule book with clauses, limits and sources."""
    books = [load_book(name) for name in bundled_books()]
    return page(request, "books.html", visitor, here="books", books=books)


@router.get("/verify")
def verify_page(request: Request, visitor: Anyone, code: str = "") -> HTMLResponse:
    """Show the forms, and what the register holds under a code."""
    services, lang = services_of(request), language_of(request)
    codes = codes_typed(code)
    typed = codes[0] if codes else ""
    permits: list[tuple[PermitStanding, PublicPermit | None]] = []
    letters = []
    if codes:
        office = services.office
        permits = _permits_of(services, codes)
        with office.reading() as unit:
            letter = next((found for one in codes if (found := unit.documents.by_code(one))), None)
            filed = unit.documents.of(letter.application_id) if letter and letter.application_id else ()
        # A code tells that a document exists and what it is called, never whom it concerns.
        letters = (
            [
                (
                    letter.title if lang is Lang.ZH else letter.kind.title(lang),
                    letter.number,
                    office.today(letter.made_at),
                    next((one.number for one in filed if one.replaces == letter.number), ""),
                )
            ]
            if letter
            else []
        )
    return page(
        request,
        "verify.html",
        visitor,
        here="verify",
        code=typed,
        permits=permits,
        letters=letters,
        over=_told_over([standing for standing, _ in permits], lang),
        result=None,
        error=None,
    )


@router.post("/verify")
def verify_upload(request: Request, visitor: Anyone, file: UploadFile) -> HTMLResponse:
    """Verify an uploaded notice."""
    services = services_of(request)
    result, error = None, None
    try:
        content = file.file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise DocumentError("web.bad_request", field="PDF", why="> 20 MB")
        result = verify_file(content, services.settings, file=file.filename or "upload.pdf", on=services.today())
    except SignageError as exc:
        error = exc
    return page(
        request,
        "verify.html",
        visitor,
        status=status_of(error) if error else 200,
        here="verify",
        code="",
        permits=[],
        letters=[],
        over=_told_over(result.standing, language_of(request)) if result else "",
        result=result,
        error=describe(error, language_of(request)) if error else None,
    )


def _permits_of(services: Services, codes: Sequence[str]) -> list[tuple[PermitStanding, PublicPermit | None]]:
    """Return every permit of the notice that a code stands on, with what the public register says of it."""
    office, today = services.office, services.today()
    with begin_reading(office) as unit:
        first = next((found for one in codes if (found := unit.permits.by_code(one))), None)
        if first is None:
            return []
        document = first.notice_digest if first.notice_code in codes else first.document_digest
        every = unit.permits.by_document(document) or (first,)
        return [
            (permit_standing(permit, on=today, zone=office.zone), unit.register.by_number(permit.number))
            for permit in every
        ]


def _told_over(standing: Sequence[PermitStanding], lang: Lang) -> str:
    """Return that a permit is over, in words; empty while all of them stand."""
    return told(standing, lang) if any(one.is_over for one in standing) else ""
