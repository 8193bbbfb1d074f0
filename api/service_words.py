"""What the service pages have in common: words for states and days, and how their forms are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.deps import Visitor, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.bootstrap import service_desk
from signage.errors import InputError, Location, SignageError
from signage.locale import Lang, describe
from signage.service import ServiceDesk, appointments, complaints, duties, ratings, return_visits
from signage.service.model import VisitState

E = TypeVar("E", bound=Enum)

_WEEKDAYS_ZH = "一二三四五六日"
_VISIT_BADGES = {
    VisitState.BOOKED: "NOT_APPLICABLE",
    VisitState.ARRIVED: "WARN",
    VisitState.CALLED: "REVIEW",
    VisitState.FINISHED: "PASS",
    VisitState.CANCELLED: "NOT_APPLICABLE",
    VisitState.NO_SHOW: "FAIL",
}


def desk_of(request: Request) -> ServiceDesk:
    """Return the service desk of the application that serves this request."""
    return service_desk(services_of(request))


def service_page(
    request: Request, name: str, visitor: Visitor | None, error: SignageError | None = None, **values: Any
) -> HTMLResponse:
    """Return a page of the service with its words; an error gives the status and stands in the page's summary."""
    lang = language_of(request)
    return page(
        request,
        name,
        visitor,
        status=status_of(error) if error else 200,
        error=describe(error, lang) if error else None,
        **_words(lang, desk_of(request).zone),
        **values,
    )


def chosen(kind: type[E], given: str, field: str) -> E:
    """Return the member of an enumeration that a form names by its value.

    Raises:
        InputError: It names none.
    """
    for member in kind:
        if str(member.value) == given:
            return member
    raise InputError("service.bad_choice", at=Location(field=field))


def day_of(given: str, field: str = "day") -> date:
    """Return the day that a form or an address names.

    Raises:
        InputError: It is no day.
    """
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise InputError("service.bad_date", at=Location(field=field), given=given[:20]) from exc


def instant_of(given: str) -> datetime:
    """Return the instant at which a slot begins, as a form names it.

    Raises:
        InputError: It is none.
    """
    try:
        found = datetime.fromisoformat(given)
    except ValueError as exc:
        raise InputError("service.bad_choice", at=Location(field="slot")) from exc
    if found.tzinfo is None:
        raise InputError("service.bad_choice", at=Location(field="slot"))
    return found


def whole_of(given: str, field: str) -> int:
    """Return a whole number that a form holds.

    Raises:
        InputError: It is none.
    """
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise InputError("web.bad_request", at=Location(field=field), field=field, why=given[:20])
    return int(given)


def _words(lang: Lang, zone: tzinfo) -> dict[str, Callable[..., str]]:
    def day_word(day: date) -> str:
        if lang is Lang.ZH:
            return f"{short_day(day)}（{weekday_word(day)}）"
        return f"{weekday_word(day)} {short_day(day)}"

    def short_day(day: date) -> str:
        return f"{day.month}月{day.day}日" if lang is Lang.ZH else f"{day.day} {day:%b}"

    def weekday_word(day: date) -> str:
        return f"周{_WEEKDAYS_ZH[day.weekday()]}" if lang is Lang.ZH else f"{day:%a}"

    def clock(at: datetime) -> str:
        return at.astimezone(zone).strftime("%H:%M")

    def minutes_word(span: timedelta) -> str:
        minutes = int(span.total_seconds() // 60)
        return f"{minutes} 分钟" if lang is Lang.ZH else f"{minutes} min"

    def hours_word(minutes: int) -> str:
        hours, rest = divmod(minutes, 60)
        if lang is Lang.ZH:
            return f"{hours} 小时 {rest} 分" if hours else f"{rest} 分钟"
        return f"{hours} h {rest} min" if hours else f"{rest} min"

    return {
        "day_word": day_word,
        "short_day": short_day,
        "weekday_word": weekday_word,
        "clock": clock,
        "minutes_word": minutes_word,
        "hours_word": hours_word,
        "visit_word": lambda state: appointments.state_label(state, lang),
        "visit_badge": lambda state: _VISIT_BADGES[state],
        "grade_word": lambda grade: ratings.grade_label(grade, lang),
        "channel_word": lambda channel: ratings.channel_label(channel, lang),
        "complaint_word": lambda state: complaints.state_label(state, lang),
        "came_word": lambda channel: complaints.channel_label(channel, lang),
        "kind_word": lambda kind: return_visits.kind_label(kind, lang),
        "duty_word": lambda kind: duties.kind_label(kind, lang),
        "missing_word": lambda missing: duties.missing_label(missing, lang),
    }
