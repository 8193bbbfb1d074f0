"""Appointments for everyone: choose a window, a day and a slot; see and give back one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Gate, Visitor, open_to_all, services_of
from api.service_words import day_of, desk_of, instant_of, service_page
from signage.accounts import Permission
from signage.applications.model import Application
from signage.errors import InputError, SignageError
from signage.service import ServiceDesk
from signage.service import appointments as queue
from signage.service.appointments import Wanted
from signage.service.model import VisitState
from signage.service.opening import Day, bookable_days, slots

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Booking = Annotated[Visitor, Depends(Gate((Permission.SERVICE_BOOK, Permission.SERVICE_DESK)))]

_FIELDS = ("name", "phone", "purpose", "case", "slot")
_DAYS_SHOWN = 12
_LEAD = timedelta(days=7)


@router.get("/appointments")
def appointments_page(request: Request, visitor: Anyone, window: str = "", day: str = "", booked: str = "") -> Response:
    """Show the slots of a day, and a visitor's own appointments."""
    return _page(request, visitor, window, day, booked=booked)


@router.post("/appointments")
def book_now(
    request: Request,
    visitor: Booking,
    window: Annotated[str, Form(max_length=20)],
    name: Annotated[str, Form(max_length=200)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
    slot: Annotated[str, Form(max_length=60)] = "",
    purpose: Annotated[str, Form(max_length=400)] = "",
    case: Annotated[str, Form(max_length=60)] = "",
    day: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Take a slot, for oneself or, as an officer, for somebody who calls."""
    desk, services = desk_of(request), services_of(request)
    try:
        wanted = Wanted(
            window_id=window,
            starts_at=instant_of(slot),
            name=name,
            phone=phone,
            purpose=purpose,
            application_id=case,
        )
        book = queue.book if visitor.may(Permission.SERVICE_BOOK) else queue.book_for
        made = book(desk, wanted, visitor.actor, services.now())
    except SignageError as error:
        typed = dict(zip(_FIELDS, (name, phone, purpose, case, slot), strict=True))
        return _page(request, visitor, window, day, error=error, typed=typed)
    return RedirectResponse(f"/appointments?window={window}&day={made.day}&booked={made.id}", 303)


@router.post("/appointments/{appointment_id}/cancel")
def cancel_now(
    request: Request, visitor: Booking, appointment_id: str, version: Annotated[int, Form()] = 1
) -> Response:
    """Give a slot back."""
    services = services_of(request)
    try:
        queue.cancel(desk_of(request), appointment_id, visitor.actor, services.now(), expected_version=version)
    except SignageError as error:
        if not visitor.may(Permission.SERVICE_BOOK):
            raise
        return _page(request, visitor, "", "", error=error)
    back = "/appointments" if visitor.may(Permission.SERVICE_BOOK) else "/window/today"
    return RedirectResponse(back, 303)


def _page(
    request: Request,
    visitor: Visitor | None,
    window: str,
    day: str,
    *,
    booked: str = "",
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    desk, services = desk_of(request), services_of(request)
    now = services.now()
    known = {one.id for one in desk.hours.windows}
    window_id = window if window in known else desk.hours.windows[0].id
    with desk.begin_reading() as unit:
        days = bookable_days(desk, unit, window_id, now)
        shown = _day(days, day)
        offered = slots(desk, unit, window_id, shown.day) if shown else ()
        own = unit.service.appointments.of_account(visitor.account.id) if visitor else ()
        cases = (
            unit.applications.listed(applicant_id=visitor.account.id, limit=20)
            if visitor and visitor.may(Permission.SERVICE_BOOK)
            else ()
        )
        mine = _just_booked(desk, booked, visitor)
    values: dict[str, Any] = {
        "window": desk.hours.window(window_id),
        "windows": desk.hours.windows,
        "is_illustrative": desk.hours.is_illustrative,
        "days": _with_days_off(_around(days, shown), desk.today(now)),
        "off": _off(days, day, desk.today(now)),
        "shown": shown,
        "slots": offered,
        "now": now,
        "own": [one for one in reversed(own) if one.day >= desk.today(now)],
        "cases": [_case_line(one) for one in cases],
        "typed": {**dict.fromkeys(_FIELDS, ""), **(typed or {})},
        "may_book": bool(visitor and (visitor.may(Permission.SERVICE_BOOK) or visitor.may(Permission.SERVICE_DESK))),
        "books_for_others": bool(visitor and visitor.may(Permission.SERVICE_DESK)),
        "booked": mine,
        "still_booked": VisitState.BOOKED,
    }
    return service_page(request, "service_appointments.html", visitor, error, here="appointments", **values)


def _day(days: tuple[Day, ...], given: str) -> Day | None:
    """The day that was asked for, else the first with a free seat; None when nothing can be booked."""
    try:
        wanted = day_of(given) if given else None
    except InputError:
        wanted = None
    asked = next((one for one in days if one.day == wanted), None)
    return asked or next((one for one in days if one.free), days[0] if days else None)


def _around(days: tuple[Day, ...], shown: Day | None) -> tuple[Day, ...]:
    """As many days as fit on a screen: the first ones, or those from the chosen one on when it lies further out."""
    at = days.index(shown) if shown else 0
    start = 0 if at < _DAYS_SHOWN else min(at, len(days) - _DAYS_SHOWN)
    return days[start : start + _DAYS_SHOWN]


def _with_days_off(days: tuple[Day, ...], today: date) -> list[tuple[date, Day | None]]:
    """Every date from the first shown day to the last, today too when it is near; None where it is a day off."""
    if not days:
        return []
    known = {one.day: one for one in days}
    first = min(days[0].day, today) if days[0].day - today <= _LEAD else days[0].day
    dates = [first + timedelta(days=n) for n in range((days[-1].day - first).days + 1)]
    return [(one, known.get(one)) for one in dates]


def _off(days: tuple[Day, ...], given: str, today: date) -> date | None:
    """The date that was asked for when the window does not work then; None for a working day or none at all."""
    try:
        wanted = day_of(given) if given else None
    except InputError:
        return None
    if wanted is None or wanted < today or any(one.day == wanted for one in days):
        return None
    return wanted if days and wanted <= days[-1].day else None


def _just_booked(desk: ServiceDesk, appointment_id: str, visitor: Visitor | None) -> Any:
    """The appointment that was just made, if it is the visitor's to see."""
    if not appointment_id or visitor is None:
        return None
    with desk.begin_reading() as unit:
        try:
            made = unit.service.appointments.get(appointment_id)
        except SignageError:
            return None
    is_own = made.account_id == visitor.account.id
    return made if is_own or visitor.may(Permission.SERVICE_DESK) else None


def _case_line(case: Application) -> tuple[str, str]:
    names = "、".join(item.spec.name for item in case.items)
    return case.id, f"{case.number or '—'} {names}"
