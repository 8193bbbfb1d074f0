"""What everyone may look up: the rule books, and whether a document is genuine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse

from api.deps import Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.bootstrap import verify_file
from signage.errors import DocumentError, SignageError
from signage.locale import describe
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
    typed = code.strip().upper()[:40]
    permits, letters = [], []
    if typed:
        office = services_of(request).office
        with office.reading() as unit:
            found, letter = unit.permits.by_code(typed), unit.documents.by_code(typed)
        permits = [found] if found else []
        # A code tells that a document exists and what it is called, never whom it concerns.
        letters = (
            [(letter.kind.title(language_of(request)), letter.number, office.today(letter.made_at))] if letter else []
        )
    return page(
        request,
        "verify.html",
        visitor,
        here="verify",
        code=typed,
        permits=permits,
        letters=letters,
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
        result = verify_file(content, services.settings, file=file.filename or "upload.pdf")
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
        result=result,
        error=describe(error, language_of(request)) if error else None,
    )
