"""Complaints: the public form and its follow-up, and the officers' list of everything that is owed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Gate, Visitor, open_to_all, services_of
from api.service_words import chosen, desk_of, service_page
from signage.accounts import Permission
from signage.applications.intake import masked_name, masked_phone
from signage.errors import InputError, SignageError
from signage.service import DutyKind, complaints, open_duties
from signage.service.complaints import Wording
from signage.service.desk import new_secret, officers
from signage.service.model import Complaint, ComplaintChannel

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Answering = Annotated[Visitor, Depends(Gate((Permission.SERVICE_ANSWER,)))]
_Short = Annotated[str, Form(max_length=300)]
_Long = Annotated[str, Form(max_length=10000)]

_BLANK = {"words": "", "about": "", "name": "", "phone": "", "outside_number": "", "channel": "", "number": ""}
_FILTERS = (
    ("all", "全部未了", "All"),
    ("unanswered", "未答复", "Unanswered"),
    ("overdue", "逾期", "Overdue"),
    ("mine", "由我承办", "Mine"),
    ("closed", "已办结投诉", "Closed complaints"),
)


@router.get("/complaints")
def complaints_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the form and the follow-up."""
    return _public(request, visitor)


@router.post("/complaints")
def complain_now(
    request: Request,
    visitor: Anyone,
    secret: _Short = "",
    words: _Long = "",
    about: _Short = "",
    name: _Short = "",
    phone: _Short = "",
) -> HTMLResponse:
    """File a complaint; the page that comes back is the only place where its secret is shown."""
    wording = Wording(words=words, about=about, name=name, phone=phone)
    try:
        filed = complaints.file_publicly(
            desk_of(request), wording, secret, _sender(request), services_of(request).now()
        )
    except SignageError as error:
        typed = {"words": words, "about": about, "name": name, "phone": phone}
        kept = new_secret() if error.code == "service.secret_unfit" else secret
        return _public(request, visitor, error=error, typed=typed, secret=kept)
    return _public(request, visitor, filed=filed, filed_secret=secret)


@router.post("/complaints/follow")
def follow_now(request: Request, visitor: Anyone, number: _Short = "", secret: _Short = "") -> HTMLResponse:
    """Show a complaint to whoever has its number and secret."""
    try:
        found = complaints.follow(desk_of(request), number, secret, _sender(request), services_of(request).now())
    except SignageError as error:
        return _public(request, visitor, error=error, typed={"number": number})
    return _public(request, visitor, followed=found)


@router.get("/complaints/desk")
def desk_page(request: Request, visitor: Answering, show: str = "all") -> HTMLResponse:
    """List everything that is owed, unanswered first, with its date."""
    return _desk(request, visitor, show)


@router.post("/complaints/desk")
def register_now(
    request: Request,
    visitor: Answering,
    channel: _Short = "",
    words: _Long = "",
    about: _Short = "",
    name: _Short = "",
    phone: _Short = "",
    outside_number: _Short = "",
) -> HTMLResponse:
    """Take down a complaint that came in another way."""
    wording = Wording(words=words, about=about, name=name, phone=phone, outside_number=outside_number)
    try:
        came = chosen(ComplaintChannel, channel, "channel")
        filed, secret = complaints.register(desk_of(request), wording, came, visitor.actor, services_of(request).now())
    except SignageError as error:
        typed = {"channel": channel, "words": words, "about": about, "name": name, "phone": phone}
        return _desk(request, visitor, "all", error=error, typed={**typed, "outside_number": outside_number})
    return _one(request, visitor, filed, secret=secret)


@router.get("/complaints/desk/{complaint_id}")
def complaint_page(request: Request, visitor: Answering, complaint_id: str) -> HTMLResponse:
    """Show one complaint with what can be done."""
    return _one(request, visitor, _get(request, complaint_id))


@router.post("/complaints/desk/{complaint_id}/{step}")
def step_now(
    request: Request,
    visitor: Answering,
    complaint_id: str,
    step: str,
    version: Annotated[int, Form()],
    officer: _Short = "",
    words: _Long = "",
) -> Response:
    """Give a complaint to an officer, answer or close it."""
    desk, now = desk_of(request), services_of(request).now()
    try:
        if step == "assign":
            to = officer or visitor.account.id
            complaints.assign(desk, complaint_id, to, visitor.actor, now, expected_version=version)
        elif step == "answer":
            complaints.answer(desk, complaint_id, words, visitor.actor, now, expected_version=version)
        elif step == "close":
            complaints.close(desk, complaint_id, visitor.actor, now, expected_version=version)
        else:
            raise InputError("web.unknown_action", action=step[:20])
    except SignageError as error:
        return _one(request, visitor, _get(request, complaint_id), error=error, words=words)
    return RedirectResponse(f"/complaints/desk/{complaint_id}", 303)


def _public(
    request: Request,
    visitor: Visitor | None,
    *,
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
    secret: str = "",
    filed: Complaint | None = None,
    filed_secret: str = "",
    followed: Complaint | None = None,
) -> HTMLResponse:
    promise = dict(desk_of(request).hours.promises)["complaint"]
    values: dict[str, Any] = {
        "typed": {**_BLANK, **(typed or {})},
        "secret": secret or new_secret(),
        "filed": filed,
        "filed_secret": filed_secret,
        "followed": followed,
        "promise": promise,
        "today": desk_of(request).today(services_of(request).now()),
        "masked_name": masked_name,
        "masked_phone": masked_phone,
    }
    return service_page(request, "service_complaints.html", visitor, error, here="complaints", **values)


def _desk(
    request: Request,
    visitor: Visitor,
    show: str,
    *,
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    desk = desk_of(request)
    today = desk.today(services_of(request).now())
    with desk.begin_reading() as unit:
        duties = open_duties(unit, desk.calendar, today)
        closed = unit.service.complaints.closed()
    listed = {
        "all": duties,
        "unanswered": tuple(one for one in duties if not one.is_answered),
        "overdue": tuple(one for one in duties if one.is_overdue),
        "mine": tuple(one for one in duties if one.officer_id == visitor.account.id),
        "closed": (),
    }
    counts = {key: len(found) for key, found in listed.items()} | {"closed": len(closed)}
    shown = show if show in listed else "all"
    values: dict[str, Any] = {
        "show": shown,
        "filters": [(key, zh, en, counts[key]) for key, zh, en in _FILTERS],
        "duties": listed[shown],
        "closed": closed if shown == "closed" else (),
        "overdue": counts["overdue"],
        "complaint_kind": DutyKind.COMPLAINT,
        "inspection_kind": DutyKind.INSPECTION,
        "channels": [one for one in ComplaintChannel if one is not ComplaintChannel.WEB],
        "typed": {**_BLANK, **(typed or {})},
    }
    return service_page(request, "service_desk.html", visitor, error, here="complaints_desk", **values)


def _one(
    request: Request,
    visitor: Visitor,
    complaint: Complaint,
    *,
    error: SignageError | None = None,
    words: str = "",
    secret: str = "",
) -> HTMLResponse:
    desk = desk_of(request)
    with desk.begin_reading() as unit:
        serving = officers(unit)
    today = desk.today(services_of(request).now())
    is_mine = complaint.officer is not None and complaint.officer.id == visitor.account.id
    values: dict[str, Any] = {
        "c": complaint,
        "officers": serving,
        "may_arrange": visitor.may(Permission.SERVICE_ARRANGE),
        "is_mine": is_mine,
        "is_overdue": complaint.closed_at is None and complaint.due.day < today,
        "words": words,
        "secret": secret,
    }
    return service_page(request, "service_complaint.html", visitor, error, here="complaints_desk", **values)


def _get(request: Request, complaint_id: str) -> Complaint:
    with desk_of(request).begin_reading() as unit:
        return unit.service.complaints.get(complaint_id)


def _sender(request: Request) -> str:
    return request.client.host if request.client else ""
