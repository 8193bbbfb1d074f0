"""Ratings: of one's own case on its page, or of the case that a one-time code names."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Gate, Visitor, open_to_all, services_of
from api.service_words import chosen, desk_of, service_page
from signage.accounts import Permission
from signage.errors import InputError, Location, SignageError
from signage.service import ratings
from signage.service.desk import own_case
from signage.service.model import Grade
from signage.service.ratings import Rated

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Rating = Annotated[Visitor, Depends(Gate((Permission.SERVICE_RATE,)))]
_Grade = Annotated[str, Form(max_length=2)]
_Words = Annotated[str, Form(max_length=2000)]

GRADES = tuple(sorted(Grade, reverse=True))


@router.get("/applications/{application_id}/rating")
def rating_page(request: Request, visitor: Rating, application_id: str) -> HTMLResponse:
    """Show the form that rates one's own case, or the rating that it has and what came of it."""
    return _own(request, visitor, application_id)


@router.post("/applications/{application_id}/rating")
def rate_own_now(
    request: Request, visitor: Rating, application_id: str, grade: _Grade = "", words: _Words = ""
) -> Response:
    """Rate one's own case."""
    desk, now = desk_of(request), services_of(request).now()
    try:
        ratings.rate_own(desk, application_id, _grade(grade), words, visitor.actor, now)
    except SignageError as error:
        return _own(request, visitor, application_id, error, grade, words)
    return RedirectResponse(f"/applications/{application_id}/rating", 303)


@router.get("/rate")
def code_page(request: Request, visitor: Anyone, code: str = "") -> Response:
    """Ask for a code, or go to the case that it names."""
    if code.strip():
        return RedirectResponse(f"/rate/{quote(code.strip()[:60], safe='')}", 303)
    return _by_code(request, visitor, "", ask=True)


@router.get("/rate/{code}")
def rate_page(request: Request, visitor: Anyone, code: str) -> HTMLResponse:
    """Show the form that rates the case that a code names."""
    return _by_code(request, visitor, code)


@router.post("/rate/{code}")
def rate_now(request: Request, visitor: Anyone, code: str, grade: _Grade = "", words: _Words = "") -> HTMLResponse:
    """Rate with a code; the page that comes back thanks, since the code is spent."""
    desk, now = desk_of(request), services_of(request).now()
    try:
        rated = ratings.rate_with_code(desk, code, _grade(grade), words, now)
    except SignageError as error:
        return _by_code(request, visitor, code, error, grade=grade, words=words)
    return _code_form(request, visitor, rated=rated)


def _own(
    request: Request,
    visitor: Visitor,
    application_id: str,
    error: SignageError | None = None,
    grade: str = "",
    words: str = "",
) -> HTMLResponse:
    with desk_of(request).begin_reading() as unit:
        case = own_case(unit, application_id, visitor.actor)
        rating = unit.service.ratings.of_case(case.id)
        rectification = unit.service.ratings.rectification_of(case.id)
    return service_page(
        request,
        "service_rating.html",
        visitor,
        error if rating is None else None,
        here="applications",
        case=case,
        rating=rating,
        rectification=rectification,
        grades=GRADES,
        promise_days=_promise_days(request),
        today=desk_of(request).today(services_of(request).now()),
        grade=grade,
        words=words,
    )


def _by_code(
    request: Request,
    visitor: Visitor | None,
    code: str,
    error: SignageError | None = None,
    *,
    ask: bool = False,
    grade: str = "",
    words: str = "",
) -> HTMLResponse:
    number = ""
    if not ask:
        try:
            number = ratings.case_of_code(desk_of(request), code, services_of(request).now()).number
        except SignageError as refused:
            error, ask = error or refused, True
    return _code_form(request, visitor, error, code=code, ask=ask, number=number, grade=grade, words=words)


def _code_form(
    request: Request,
    visitor: Visitor | None,
    error: SignageError | None = None,
    *,
    code: str = "",
    ask: bool = False,
    number: str = "",
    rated: Rated | None = None,
    grade: str = "",
    words: str = "",
) -> HTMLResponse:
    return service_page(
        request,
        "service_rate.html",
        visitor,
        error,
        here="",
        code=code,
        ask=ask,
        number=number,
        rated=rated,
        grades=GRADES,
        promise_days=_promise_days(request),
        grade=grade,
        words=words,
    )


def _promise_days(request: Request) -> int:
    return dict(desk_of(request).hours.promises)["rectification"].working_days


def _grade(given: str) -> Grade:
    if not given:
        raise InputError("service.bad_choice", at=Location(field="grade"))
    return chosen(Grade, given, "grade")
