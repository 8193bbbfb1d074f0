"""The counter's day: who comes, who waits, call and finish, walk-ins, extended hours, days off that are opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.counter_done import EXTENDED, EXTRA_DAY, counter_done
from api.deps import Gate, Visitor, open_to_all, services_of
from api.service_words import day_of, desk_of, service_page, whole_of
from signage.accounts import Permission
from signage.errors import InputError, Location, SignageError
from signage.service import appointments as queue
from signage.service import figures_of
from signage.service.appointments import Wanted
from signage.service.desk import officers
from signage.service.extended import log_extended_hours, minutes_of
from signage.service.figures import Rows
from signage.service.help import assign_helper, log_help, minutes_in
from signage.service.model import Appointment, SubjectKind, VisitState
from signage.service.opening import open_extra_day

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Serving = Annotated[Visitor, Depends(Gate((Permission.SERVICE_DESK,)))]
Arranging = Annotated[Visitor, Depends(Gate((Permission.SERVICE_ARRANGE,)))]

_STEPS: dict[str, Callable[..., Appointment]] = {
    "arrive": queue.arrive,
    "call": queue.call,
    "finish": queue.finish,
    "no_show": queue.no_show,
    "cancel": queue.cancel,
}
# What a row offers, main button first.
_OFFERED: dict[VisitState, tuple[str, ...]] = {
    VisitState.BOOKED: ("arrive", "no_show", "cancel"),
    VisitState.ARRIVED: ("call", "no_show"),
    VisitState.CALLED: ("finish", "no_show"),
}
# What was left open on a day that is gone can only be ended; on a day to come there is nobody to serve.
_OFFERED_BEFORE: dict[VisitState, tuple[str, ...]] = {**_OFFERED, VisitState.BOOKED: ("no_show",)}
_OFFERED_AFTER: dict[VisitState, tuple[str, ...]] = {VisitState.BOOKED: ("cancel",)}
# Which visits the numbers over the table count, as `figures_of` counts them.
_COUNTED: dict[str, Callable[[Appointment], bool]] = {
    "booked": lambda one: not one.is_walk_in and one.state is not VisitState.CANCELLED,
    "walk-ins": lambda one: one.is_walk_in,
    "waiting": lambda one: one.state is VisitState.ARRIVED,
    "served": lambda one: one.state is VisitState.FINISHED,
    "missed": lambda one: one.state is VisitState.NO_SHOW and not one.is_walk_in and one.arrived_at is None,
}


@router.get("/window/today")
def today_page(
    request: Request, visitor: Serving, day: str = "", show: str = "", done: str = "", of: str = ""
) -> HTMLResponse:
    """Show a day at the counter, today by default; `show` leaves the visits that one of its numbers counts."""
    return _page(request, visitor, day, show=show, done=(done, of))


@router.get("/window/board")
def board_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the waiting room which tickets are called and which wait: numbers only, no names."""
    desk = desk_of(request)
    today = desk.today(services_of(request).now())
    with desk.begin_reading() as unit:
        visits = queue.in_order(unit.service.appointments.on(today))
    called = [one for one in visits if one.state is VisitState.CALLED]
    waiting = [one.ticket for one in visits if one.state is VisitState.ARRIVED]
    names = {one.id: one for one in desk.hours.windows}
    return service_page(
        request,
        "service_board.html",
        visitor,
        here="appointments",
        today=today,
        called=[(one.ticket, names.get(one.window_id)) for one in called],
        waiting=waiting,
    )


@router.get("/window/visits/{appointment_id}")
def visit_page(request: Request, visitor: Serving, appointment_id: str) -> HTMLResponse:
    """Show one visit with its helper and their log."""
    return _visit(request, visitor, appointment_id)


@router.post("/window/visits/{appointment_id}/helper")
def helper_now(
    request: Request, visitor: Serving, appointment_id: str, officer: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """Give a visit its helper."""
    now, to = services_of(request).now(), officer or visitor.account.id
    try:
        assign_helper(desk_of(request), SubjectKind.APPOINTMENT, appointment_id, to, visitor.actor, now)
    except SignageError as error:
        return _visit(request, visitor, appointment_id, error=error)
    return RedirectResponse(f"/window/visits/{appointment_id}", 303)


@router.post("/window/visits/{appointment_id}/help")
def help_now(
    request: Request,
    visitor: Serving,
    appointment_id: str,
    day: Annotated[str, Form(max_length=20)] = "",
    minutes: Annotated[str, Form(max_length=9)] = "",
    words: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Write a line of the helper's log."""
    desk, now = desk_of(request), services_of(request).now()
    try:
        spent = whole_of(minutes, "minutes")
        log_help(desk, SubjectKind.APPOINTMENT, appointment_id, day_of(day), spent, words, visitor.actor, now)
    except SignageError as error:
        typed = {"step": "help", "words": words, "minutes": minutes}
        return _visit(request, visitor, appointment_id, error=error, typed=typed)
    return RedirectResponse(f"/window/visits/{appointment_id}", 303)


@router.post("/window/visits/{appointment_id}/{step}")
def step_now(
    request: Request, visitor: Serving, appointment_id: str, step: str, version: Annotated[int, Form()]
) -> Response:
    """Give a ticket, call, finish, mark as not come, or cancel."""
    act = _STEPS.get(step)
    try:
        if act is None:
            raise InputError("web.unknown_action", action=step[:20])
        desk, now = desk_of(request), services_of(request).now()
        done = act(desk, appointment_id, visitor.actor, now, expected_version=version)
    except SignageError as error:
        return _page(request, visitor, "", error=error)
    return _back(step, done.id, None if done.day == desk.today(now) else done.day)


@router.post("/window/walk-ins")
def walk_in_now(
    request: Request,
    visitor: Serving,
    window: Annotated[str, Form(max_length=20)],
    name: Annotated[str, Form(max_length=200)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
    purpose: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Give a ticket to somebody without an appointment."""
    now = services_of(request).now()
    try:
        wanted = Wanted(window_id=window, starts_at=now, name=name, phone=phone, purpose=purpose)
        came = queue.walk_in(desk_of(request), wanted, visitor.actor, now)
    except SignageError as error:
        typed = {"name": name, "phone": phone, "purpose": purpose, "walk_window": window}
        return _page(request, visitor, "", error=error, typed=typed)
    return _back("arrive", came.id)


@router.post("/window/extended")
def extended_now(
    request: Request,
    visitor: Serving,
    window: Annotated[str, Form(max_length=20)],
    day: Annotated[str, Form(max_length=20)],
    start: Annotated[str, Form(max_length=5)],
    end: Annotated[str, Form(max_length=5)],
    what: Annotated[str, Form(max_length=600)] = "",
    officer: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Write a line of the log of extended hours."""
    try:
        line = log_extended_hours(
            desk_of(request),
            window,
            day_of(day),
            minutes_of(start),
            minutes_of(end),
            what,
            visitor.actor,
            services_of(request).now(),
            officer_id=officer,
        )
    except SignageError as error:
        typed = {"day": day, "start": start, "end": end, "what": what, "ext_window": window, "officer": officer}
        return _page(request, visitor, "", error=error, typed=typed)
    return _back(EXTENDED, line.id, line.day)


@router.post("/window/extra-days")
def extra_day_now(
    request: Request,
    visitor: Arranging,
    window: Annotated[str, Form(max_length=20)],
    extra_day: Annotated[str, Form(max_length=20)],
    reason: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Open a window on a day off."""
    now = services_of(request).now()
    try:
        if not extra_day:
            raise InputError("service.bad_choice", at=Location(field="extra_day"))
        opened = open_extra_day(desk_of(request), window, day_of(extra_day, "extra_day"), reason, visitor.actor, now)
    except SignageError as error:
        typed = {"extra_day": extra_day, "reason": reason, "extra_window": window}
        return _page(request, visitor, "", error=error, typed=typed)
    return _back(EXTRA_DAY, f"{opened.day} {opened.window_id}")


def _back(step: str, subject: str, day: date | None = None) -> RedirectResponse:
    """Lead to the day at the counter, which says what was just done."""
    shown = {"day": day.isoformat()} if day else {}
    return RedirectResponse(f"/window/today?{urlencode({**shown, 'done': step, 'of': subject})}", 303)


def _visit(
    request: Request,
    visitor: Visitor,
    appointment_id: str,
    *,
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    desk = desk_of(request)
    with desk.begin_reading() as unit:
        visit = unit.service.appointments.get(appointment_id)
        helper = unit.service.help.live(SubjectKind.APPOINTMENT, visit.id)
        log = unit.service.help.entries(SubjectKind.APPOINTMENT, visit.id)
        serving = officers(unit)
    return service_page(
        request,
        "service_visit.html",
        visitor,
        error,
        here="today",
        visit=visit,
        helper=helper,
        log=log,
        log_minutes=minutes_in(log),
        is_helper=helper is not None and helper.officer.id == visitor.account.id,
        officers=serving,
        may_arrange=visitor.may(Permission.SERVICE_ARRANGE),
        today=desk.today(services_of(request).now()),
        typed=typed or {"step": "", "words": "", "minutes": ""},
    )


_TYPED = (
    "name", "phone", "purpose", "walk_window", "start", "end", "what", "ext_window", "officer", "extra_day", "reason",
    "extra_window",
)  # fmt: skip


def _page(
    request: Request,
    visitor: Visitor,
    day: str,
    *,
    show: str = "",
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
    done: tuple[str, str] = ("", ""),
) -> HTMLResponse:
    desk = desk_of(request)
    now = services_of(request).now()
    today = desk.today(now)
    shown = day_of(day) if day else today
    with desk.begin_reading() as unit:
        visits = queue.in_order(unit.service.appointments.on(shown))
        extended = unit.service.appointments.extended(shown, shown)
        month = unit.service.appointments.extended(shown.replace(day=1), shown)
        extra = unit.service.appointments.extra_days(today, today + timedelta(days=desk.hours.book_ahead_days))
        serving = officers(unit)
    blank = dict.fromkeys(_TYPED, "")
    values: dict[str, Any] = {
        "day": shown,
        "today": today,
        "before": shown - timedelta(days=1),
        "after": shown + timedelta(days=1),
        "now": now,
        "visits": [one for one in visits if _COUNTED[show](one)] if show in _COUNTED else visits,
        "show": show if show in _COUNTED else "",
        "offered": _OFFERED if shown == today else _OFFERED_BEFORE if shown < today else _OFFERED_AFTER,
        "figures": figures_of(Rows(appointments=visits, extended=extended), shown, shown, zone=desk.zone),
        "waiting": sum(one.state is VisitState.ARRIVED for one in visits),
        "windows": desk.hours.windows,
        "extra_windows": [one for one in desk.hours.windows if one.extra_day],
        "extended": extended,
        "month_minutes": sum(one.minutes for one in month),
        "extra_days": extra,
        "officers": serving,
        "may_arrange": visitor.may(Permission.SERVICE_ARRANGE),
        "typed": {**blank, "day": shown.isoformat(), **(typed or {})},
        "wrong": error.at.field if error and error.at else "",
        "done": counter_done(*done, visitor.account.id, now, visits=visits, extended=extended, extra_days=extra),
        "keeps": desk.hours.no_show_minutes,
        "keeps_for": timedelta(minutes=desk.hours.no_show_minutes),
    }
    return service_page(request, "service_today.html", visitor, error, here="today", **values)
