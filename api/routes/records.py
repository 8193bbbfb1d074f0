"""What everyone may look up: the rule books, and whether a document is genuine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse

from api.deps import Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.applications.afterwards import track_of
from signage.applications.case_file import case_file
from signage.applications.model import Application, Permit
from signage.bootstrap import Services, permit_standing, scanned_code, verify_file
from signage.documents import CodeFacts, PermitStanding, codes_typed, told
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


# What a scanned code is refused for that this office's printer never makes.
_FORGED = frozenset({"documents.code_forged", "documents.code_unreadable"})


@router.get("/verify")
def verify_page(request: Request, visitor: Anyone, code: str = "") -> HTMLResponse:
    """Show the forms, and what the register holds under a code."""
    return _by_code(request, visitor, code)


# A QR code holds capitals only: its address reaches the page as it is scanned.
@router.get("/v/{code}/{signed}")
@router.get("/V/{code}/{signed}", include_in_schema=False)
def scanned_page(request: Request, visitor: Anyone, code: str, signed: str) -> HTMLResponse:
    """Show what a scanned code says by its own signature, and what the register holds under it."""
    try:
        facts = scanned_code(f"{code}/{signed}"[:2000], services_of(request).settings)
    except SignageError as error:
        return _by_code(request, visitor, code, error=error)
    return _by_code(request, visitor, facts.short, scanned=facts)


@router.get("/v/{code}")
@router.get("/V/{code}", include_in_schema=False)
def short_page(request: Request, visitor: Anyone, code: str) -> HTMLResponse:
    """Show what the register holds under a code that stands in a short address."""
    return _by_code(request, visitor, code)


def _by_code(
    request: Request,
    visitor: Visitor | None,
    code: str,
    *,
    scanned: CodeFacts | None = None,
    error: SignageError | None = None,
) -> HTMLResponse:
    services, lang = services_of(request), language_of(request)
    codes = codes_typed(code)
    typed = codes[0] if codes else ""
    permits: list[tuple[PermitStanding, PublicPermit | None]] = []
    decision: tuple[str, str, date] | None = None
    letters = []
    if codes:
        office = services.office
        permits, decision = _permits_of(services, codes)
        with office.reading() as unit:
            letter = next((found for one in codes if (found := unit.documents.by_code(one))), None)
            filed = unit.documents.of(letter.application_id) if letter and letter.application_id else ()
        # A code tells that a document exists and what it is called, never whom it concerns.
        letters = (
            [
                (
                    letter.title_in(lang),
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
        decision=decision,
        over=_told_over([standing for standing, _ in permits], lang),
        result=None,
        scanned=scanned,
        forged=error is not None and error.code in _FORGED,
        status=status_of(error) if error else 200,
        error=describe(error, lang) if error else None,
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
        decision=None,
        scanned=None,
        forged=False,
        over=_told_over(result.standing, language_of(request)) if result else "",
        result=result,
        wrong=result.wrong(language_of(request)) if result else "",
        error=describe(error, language_of(request)) if error else None,
    )


def _permits_of(
    services: Services, codes: Sequence[str]
) -> tuple[list[tuple[PermitStanding, PublicPermit | None]], tuple[str, str, date] | None]:
    """Return every permit of the notice that a code stands on, with what the public register says of it.

    Beside them the notice itself: its title, its number and the date of the decision.
    """
    office, today = services.office, services.today()
    with begin_reading(office) as unit:
        first = next((found for one in codes if (found := unit.permits.by_code(one))), None)
        if first is None:
            return [], None
        document = first.notice_digest if first.notice_code in codes else first.document_digest
        every = unit.permits.by_document(document) or (first,)
        shown = [(permit, unit.register.by_number(permit.number)) for permit in every]
        tracks = [track_of(unit, permit) for permit in every]
        case = unit.applications.get(first.application_id) if first.application_id else None
    standing = [
        (permit_standing(permit, on=today, zone=office.zone, track=track), public)
        for (permit, public), track in zip(shown, tracks, strict=True)
    ]
    return standing, _decision_of(services, case, every, codes) if case else None


def _decision_of(
    services: Services, case: Application, permits: Sequence[Permit], codes: Sequence[str]
) -> tuple[str, str, date] | None:
    """Return title, number and date of the decision that a code stands on; None where nothing says so."""
    filed = case_file(services.office, case, (), permits)
    found = next((one for one in filed if one.code in codes), None)
    if found is None or case.decision is None:
        return None
    return found.title, found.number, services.office.today(case.decision.at)


def _told_over(standing: Sequence[PermitStanding], lang: Lang) -> str:
    """Return that a permit is over, in words; empty while all of them stand."""
    return told(standing, lang) if any(one.is_over for one in standing) else ""
