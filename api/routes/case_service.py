"""The service around one case, for officers: first asked, helper and log, rating and what it set in motion, visits."""

from __future__ import annotations

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Gate, Visitor, services_of, visible_application
from api.service_words import chosen, day_of, desk_of, service_page, whole_of
from signage.accounts import Permission
from signage.errors import InputError, SignageError
from signage.service import ratings, return_visits
from signage.service.desk import officers
from signage.service.help import assign_helper, log_help, minutes_in, record_first_asked
from signage.service.model import RatingChannel, SubjectKind, VisitKind
from signage.service.ratings import MadeCode

router = APIRouter(include_in_schema=False)

Serving = Annotated[Visitor, Depends(Gate((Permission.SERVICE_DESK,)))]
Answering = Annotated[Visitor, Depends(Gate((Permission.SERVICE_ANSWER,)))]
_Short = Annotated[str, Form(max_length=300)]
_Long = Annotated[str, Form(max_length=10000)]

_CODE_CHANNELS = (RatingChannel.QR, RatingChannel.SMS, RatingChannel.WINDOW)


@router.get("/cases/{application_id}/service")
def service_of_case(request: Request, visitor: Serving, application_id: str) -> HTMLResponse:
    """Show the service around a case."""
    return _page(request, visitor, application_id)


@router.post("/cases/{application_id}/service/{step}")
def serve(
    request: Request,
    visitor: Serving,
    application_id: str,
    step: str,
    officer: _Short = "",
    day: _Short = "",
    minutes: _Short = "",
    words: _Long = "",
    channel: _Short = "",
) -> Response:
    """Record who was asked first, give the case a helper, write their log, or make a rating code."""
    desk, now = desk_of(request), services_of(request).now()
    case = visible_application(services_of(request), visitor, application_id)
    made: MadeCode | None = None
    try:
        if step == "first-asked":
            record_first_asked(desk, case.id, officer, day_of(day), words, visitor.actor, now)
        elif step == "helper":
            assign_helper(desk, SubjectKind.CASE, case.id, officer or visitor.account.id, visitor.actor, now)
        elif step == "help":
            spent = whole_of(minutes, "minutes")
            log_help(desk, SubjectKind.CASE, case.id, day_of(day), spent, words, visitor.actor, now)
        elif step == "code":
            made = ratings.make_code(desk, case.id, chosen(RatingChannel, channel, "channel"), visitor.actor, now)
        else:
            raise InputError("web.unknown_action", action=step[:20])
    except SignageError as error:
        return _page(request, visitor, case.id, error=error, typed={"step": step, "words": words, "minutes": minutes})
    if made is not None:
        return _page(request, visitor, case.id, made=made)
    return RedirectResponse(f"/cases/{case.id}/service", 303)


@router.post("/cases/{application_id}/return-visits")
def plan(request: Request, visitor: Answering, application_id: str, kind: _Short = "", day: _Short = "") -> Response:
    """Plan a return visit."""
    desk, now = desk_of(request), services_of(request).now()
    case = visible_application(services_of(request), visitor, application_id)
    try:
        on = day_of(day) if day else None
        return_visits.plan_visit(desk, case.id, chosen(VisitKind, kind, "kind"), visitor.actor, now, day=on)
    except SignageError as error:
        return _page(request, visitor, case.id, error=error)
    return RedirectResponse(f"/cases/{case.id}/service#visits", 303)


@router.post("/cases/{application_id}/return-visits/{visit_id}/{step}")
def visit_step(
    request: Request,
    visitor: Answering,
    application_id: str,
    visit_id: str,
    step: str,
    version: Annotated[int, Form()],
    words: _Long = "",
    raises_matter: _Short = "",
) -> Response:
    """Record what a return visit said, or answer what it raised."""
    desk, now = desk_of(request), services_of(request).now()
    case = visible_application(services_of(request), visitor, application_id)
    try:
        if step == "record":
            raised = raises_matter == "yes"
            return_visits.record_visit(desk, visit_id, words, raised, visitor.actor, now, expected_version=version)
        elif step == "answer":
            return_visits.answer_visit(desk, visit_id, words, visitor.actor, now, expected_version=version)
        else:
            raise InputError("web.unknown_action", action=step[:20])
    except SignageError as error:
        return _page(request, visitor, case.id, error=error, typed={"step": visit_id, "words": words, "minutes": ""})
    return RedirectResponse(f"/cases/{case.id}/service#visits", 303)


@router.post("/cases/{application_id}/rectification/{step}")
def rectify(
    request: Request,
    visitor: Answering,
    application_id: str,
    step: str,
    rectification: _Short,
    version: Annotated[int, Form()],
    words: _Long = "",
) -> Response:
    """Answer a bad rating, record the call-back, or close what it set in motion."""
    desk, now = desk_of(request), services_of(request).now()
    case = visible_application(services_of(request), visitor, application_id)
    actor = visitor.actor
    try:
        if step == "answer":
            ratings.answer_rectification(desk, rectification, words, actor, now, expected_version=version)
        elif step == "call-back":
            ratings.call_back(desk, rectification, words, actor, now, expected_version=version)
        elif step == "close":
            ratings.close_rectification(desk, rectification, actor, now, expected_version=version)
        else:
            raise InputError("web.unknown_action", action=step[:20])
    except SignageError as error:
        return _page(request, visitor, case.id, error=error, typed={"step": step, "words": words, "minutes": ""})
    return RedirectResponse(f"/cases/{case.id}/service#rating", 303)


def _page(
    request: Request,
    visitor: Visitor,
    application_id: str,
    *,
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
    made: MadeCode | None = None,
) -> HTMLResponse:
    desk, services = desk_of(request), services_of(request)
    case = visible_application(services, visitor, application_id)
    today = desk.today(services.now())
    with desk.begin_reading() as unit:
        log = unit.service.help.entries(SubjectKind.CASE, case.id)
        values: dict[str, Any] = {
            "first": unit.service.help.first_asked(case.id),
            "helper": unit.service.help.live(SubjectKind.CASE, case.id),
            "appointments": unit.service.appointments.of_case(case.id),
            "rating": unit.service.ratings.of_case(case.id),
            "rectification": unit.service.ratings.rectification_of(case.id),
            "visits": unit.service.return_visits.of_case(case.id),
            "officers": officers(unit),
        }
    link = str(request.url_for("rate_page", code=made.code)) if made else ""
    return service_page(
        request,
        "service_case.html",
        visitor,
        error,
        here="applications",
        case=case,
        today=today,
        log=log,
        log_minutes=minutes_in(log),
        may_arrange=visitor.may(Permission.SERVICE_ARRANGE),
        is_helper=values["helper"] is not None and values["helper"].officer.id == visitor.account.id,
        code_channels=_CODE_CHANNELS,
        visit_kinds=tuple(VisitKind),
        typed=typed or {"step": "", "words": "", "minutes": ""},
        made=made,
        made_link=link,
        made_picture=segno.make(link, error="m").svg_data_uri(scale=4, border=4) if made else "",
        **values,
    )
