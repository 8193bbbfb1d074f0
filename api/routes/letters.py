"""Letters that no step brings forth by itself: to a third party, about a hearing, on what the design office drew."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, services_of, visible_application
from api.errors import status_of
from api.pages import language_of, page
from api.routes.applications import read_form
from signage.accounts import Permission
from signage.applications.letter_content import Officer
from signage.applications.letter_parts import Party
from signage.applications.letters import LetterKind
from signage.applications.model import IN_PROCEDURE, Application
from signage.applications.paperwork import make_letter
from signage.bootstrap import Services
from signage.errors import InputError, Location, SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Writing = Annotated[Visitor, Depends(Gate((Permission.CASE_START_REVIEW, Permission.CASE_APPROVE)))]
FIELDS = ("party", "interest", "speak_by", "about", "day", "time", "place", "chair", "recorder")
DESIGN_FIELDS = ("designer", "asked_on", "done_on", "hours", "usual", "charged", "price_basis")
KINDS = (LetterKind.INTERESTED_PARTY, LetterKind.HEARING_RIGHTS, LetterKind.HEARING_NOTICE, LetterKind.DESIGN_SERVICE)


@router.get("/applications/{application_id}/letters/new")
def letters_page(request: Request, visitor: Writing, application_id: str) -> HTMLResponse:
    """Show the forms of the letters that can be written in a case."""
    services = services_of(request)
    return _form(request, visitor, visible_application(services, visitor, application_id), {})


@router.post("/applications/{application_id}/letters/new")
def write_letter(
    request: Request, visitor: Writing, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Make a letter and go back to the case; show the form again when something is wrong."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    typed = {name: _word(sent, name) for name in (*FIELDS, *DESIGN_FIELDS, "kind")}
    try:
        kind, inputs = _asked(services, typed)
        make_letter(services.office, application, kind, visitor.actor, services.now(), **inputs)
    except SignageError as error:
        return _form(request, visitor, application, typed, error)
    return RedirectResponse(f"/applications/{application.id}", 303)


def _word(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value.strip()[:500] if isinstance(value, str) else ""


def _asked(services: Services, typed: dict[str, str]) -> tuple[LetterKind, dict[str, Any]]:
    if typed["kind"] not in {kind.value for kind in KINDS}:
        raise InputError("web.bad_request", field="kind", why=typed["kind"][:40])
    kind = LetterKind(typed["kind"])
    if kind is LetterKind.INTERESTED_PARTY:
        party = Party(name=_needed(typed, "party"))
        return kind, {"party": party, "interest": _needed(typed, "interest"), "speak_by": _day(typed, "speak_by")}
    if kind is LetterKind.DESIGN_SERVICE:
        return kind, _designed(typed)
    about = _needed(typed, "about")
    if kind is LetterKind.HEARING_RIGHTS:
        return kind, {"about": about}
    day = _day(typed, "day")
    try:
        at = datetime.combine(day, datetime.strptime(_needed(typed, "time"), "%H:%M").time(), services.office.zone)  # noqa: DTZ007 (only its time is taken)
    except ValueError as exc:
        raise InputError("web.bad_time", at=Location(field="time"), value=typed["time"][:20]) from exc
    return kind, {
        "about": about,
        "at": at,
        "place": _needed(typed, "place"),
        "chair": Officer(name=_needed(typed, "chair")),
        "recorder": Officer(name=_needed(typed, "recorder")),
    }


def _designed(typed: dict[str, str]) -> dict[str, Any]:
    return {
        "asked_on": _day(typed, "asked_on"),
        "done_on": _day(typed, "done_on"),
        "designer": Officer(name=_needed(typed, "designer")),
        "minutes": _scaled(typed, "hours", 60),
        "usual_fen": _scaled(typed, "usual", 100),
        "charged_fen": _scaled(typed, "charged", 100),
        "price_basis": _needed(typed, "price_basis"),
    }


def _scaled(typed: dict[str, str], name: str, factor: int) -> int:
    """Return a figure such as 2.5 hours or 800 yuan in whole minutes or fen."""
    written = _needed(typed, name)
    if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,2})?", written, re.ASCII) is None:
        raise InputError("web.bad_figure", at=Location(field=name), value=written[:20])
    return int(Decimal(written) * factor)


def _needed(typed: dict[str, str], name: str) -> str:
    if not typed[name]:
        raise InputError("web.letter_field", at=Location(field=name))
    return typed[name]


def _day(typed: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(_needed(typed, name))
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field=name), value=typed[name][:20]) from exc


def _form(
    request: Request,
    visitor: Visitor,
    application: Application,
    typed: dict[str, str],
    error: SignageError | None = None,
) -> HTMLResponse:
    return page(
        request,
        "letters.html",
        visitor,
        status=status_of(error) if error else 200,
        here="applications",
        a=application,
        is_open=application.state in IN_PROCEDURE,
        error=describe(error, language_of(request)) if error else None,
        typed={name: typed.get(name, "") for name in (*FIELDS, *DESIGN_FIELDS)},
        today=services_of(request).today().isoformat(),
        kinds={kind.value: kind.title() for kind in KINDS},
    )
