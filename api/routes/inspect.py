"""Inspection on the street, for officers: a permit beside what is measured, photos, and what must be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api.deps import Gate, Visitor, services_of
from api.errors import status_of
from api.pages import language_of, page
from api.register_page import register_words, tabs
from api.sent_form import form_reader
from api.step_done import own_event
from signage.accounts import Permission
from signage.applications.model import Event
from signage.applications.order_rule import OrderBasis
from signage.bootstrap import Services
from signage.errors import Conflict, InputError, Location, NotFound, SignageError
from signage.locale import describe
from signage.register import inspecting, lookup, ordering
from signage.register.inspecting import Photo, differences
from signage.register.inspection import (
    QUANTITIES,
    Rectification,
    RectificationState,
    inspection_policy,
    permitted,
)
from signage.register.item_inspection import ItemTerms, item_terms
from signage.register.model import PublicPermit
from signage.register.photos import MEDIA_TYPE, MOST_BYTES, MOST_PHOTOS
from signage.register.query import RegisterQuery, state_words

router = APIRouter(include_in_schema=False)

_SAME = {"same": True, "different": False}
Inspecting = Annotated[Visitor, Depends(Gate((Permission.INSPECT,)))]


@router.get("/inspections")
def inspections_page(request: Request, visitor: Inspecting, text: str = "", show: str = "open") -> HTMLResponse:
    """Find a permit to inspect, and what is still to be put right."""
    services, lang = services_of(request), language_of(request)
    permits: tuple[PublicPermit, ...] = ()
    if text.strip():
        found = lookup.search(services.office, RegisterQuery(text=text.strip(), limit=20), services.now()).permits
        permits = found
    return page(
        request,
        "register_inspections.html",
        visitor,
        here="inspections",
        tabs=tabs(visitor),
        text=text.strip(),
        permits=permits,
        show="all" if show == "all" else "open",
        rectifications=inspecting.rectifications(services.office, open_only=show != "all"),
        today=services.today(),
        word=lambda key: register_words(key, lang),
    )


@router.get("/inspect/{number}")
def inspect_page(request: Request, visitor: Inspecting, number: str, done: str = "") -> HTMLResponse:
    """Show a permit's figures with a form beside them, earlier inspections, and what must be put right."""
    return _page(request, visitor, number, done=done)


read_form = form_reader(files=MOST_PHOTOS + 1, fields=40, field_bytes=64 * 1024)


@router.post("/inspect/{number}")
def inspect_now(
    request: Request, visitor: Inspecting, number: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Record an inspection; the page that comes back shows it, or the form with what is wrong."""
    services = services_of(request)
    typed = {key: value for key, value in sent.items() if isinstance(value, str)}
    shared: dict[str, Any] = {"note": typed.get("note", "")}
    try:
        shared |= {"inspected_on": _day(typed), "photos": _photos(sent)}
        if lookup.look_up(services.office, number).is_for_sign:
            inspecting.inspect(
                services.office,
                number,
                visitor.actor,
                services.now(),
                measured={name: _length(typed, name) for name in QUANTITIES},
                content_matches=_SAME.get(typed.get("content", "")),
                **shared,
            )
        else:
            terms = item_terms(services.office, number)
            inspecting.inspect_item(
                services.office,
                number,
                visitor.actor,
                services.now(),
                is_at_place=_SAME.get(typed.get("place", "")),
                is_in_use={"yes": True, "no": False}.get(typed.get("use", "")),
                figures={name: typed.get(f"figure_{at}", "") for at, (name, _, _) in enumerate(terms.figures)},
                **shared,
            )
    except SignageError as exc:
        names = [one.filename for one in _sent_photos(sent) if one.filename]
        return _page(request, visitor, number, typed=typed, error=exc, photos_sent=names)
    return _back(number, "inspect")


@router.get("/inspect/{number}/photos/{inspection_id}/{place}")
def photo(request: Request, _: Inspecting, number: str, inspection_id: str, place: int) -> Response:
    """Give a photo of an inspection, as we encoded it."""
    services = services_of(request)
    found, _rest = inspecting.inspections_of(services.office, number)
    for one in found:
        if one.id == inspection_id and 1 <= place <= len(one.photos):
            content = services.office.blobs.get(one.photos[place - 1])
            headers = {"content-security-policy": "sandbox; default-src 'none'"}
            return Response(content, media_type=MEDIA_TYPE, headers=headers)
    raise NotFound("web.no_drawing", name=str(place))


@router.post("/inspect/{number}/rectifications/{rectification_id}")
def follow_up(
    request: Request,
    visitor: Inspecting,
    number: str,
    rectification_id: str,
    act: Annotated[str, Form(max_length=20)],
    version: Annotated[int, Form()],
    words: Annotated[str, Form(max_length=4000)] = "",
    inspectors: Annotated[str, Form(max_length=400)] = "",
    days: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Order to put it right, record an answer, or close what was put right."""
    office, now = services_of(request).office, services_of(request).now()
    try:
        if act == "answer":
            inspecting.answer(office, rectification_id, visitor.actor, now, words=words, expected_version=version)
        elif act == "order":
            ordering.order(
                office,
                rectification_id,
                visitor.actor,
                now,
                inspectors=inspectors.splitlines(),
                consequence=words,
                days=_days(days),
                expected_version=version,
            )
        elif act == "close":
            inspecting.close(office, rectification_id, visitor.actor, now, reasons=words, expected_version=version)
        else:
            raise InputError("web.unknown_action", at=Location(field="act"), action=act)
    except SignageError as exc:
        kept = {"act": act, "rectification": rectification_id, "words": words, "inspectors": inspectors, "days": days}
        return _page(request, visitor, number, follow=kept, error=exc)
    return _back(number, _DONE[act])


# What the history calls the steps after an inspection.
_DONE = {"answer": "rectification_answered", "close": "rectification_closed", "order": "letter_made"}


def _back(number: str, done: str) -> RedirectResponse:
    """Lead to the permit's page, which says what was just done."""
    return RedirectResponse(f"/inspect/{quote(number)}?done={done}", 303)


def _days(typed: str) -> int | None:
    """Return the chosen working days, None where the inspection's own day stays."""
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise InputError("web.bad_figure", at=Location(field="days"), value=typed[:20])
    return int(typed)


def _page(
    request: Request,
    visitor: Visitor,
    number: str,
    *,
    typed: dict[str, str] | None = None,
    follow: dict[str, str] | None = None,
    error: SignageError | None = None,
    done: str = "",
    photos_sent: Sequence[str] = (),
) -> HTMLResponse:
    services, lang = services_of(request), language_of(request)
    permit = lookup.look_up(services.office, number)
    terms = None if permit.is_for_sign else item_terms(services.office, number)
    inspections, rectifications = inspecting.inspections_of(services.office, number)
    orders = {one.id: one for r in rectifications[:1] for one in ordering.orders_of(services.office, r.application_id)}
    policy = inspection_policy()
    tolerances = dict(policy.tolerances)
    today = services.today()
    return page(
        request,
        "register_inspect.html",
        visitor,
        status=status_of(error) if error else 200,
        here="inspections",
        tabs=tabs(visitor),
        error=describe(error, lang) if error else None,
        wrong=error.at.field if error and error.at else "",
        typed=typed or {},
        follow=follow or {},
        photos_sent=photos_sent,
        wrong_id=_field_id(error.at.field if error and error.at else "", terms),
        is_gone=bool(follow) and _is_gone(follow or {}, rectifications),
        changed=isinstance(error, Conflict),
        done=own_event(_lines_about(services, number), visitor, done, services.now()) if done else None,
        p=permit,
        is_live=permit.is_live(today),
        state=state_words(permit, today, lang),
        today=today,
        lengths=[
            (name, f"{value:.0f}", f"{tolerances[name].allowed_ticks(value) / 100:.0f}")
            for name, value in permitted(permit).items()
        ],
        terms=terms,
        item_share=f"{float(policy.item_share) * 100:g}",
        inspections=[(one, differences(one)) for one in inspections],
        rectifications=rectifications,
        orders=orders,
        officer_name=visitor.actor.name,
        may_read_orders=visitor.may(Permission.CASE_VIEW_ALL),
        policy=policy,
        order_rule=_order_rule(services, permit.is_for_sign),
        most_photos=MOST_PHOTOS,
        most_mb=MOST_BYTES // (1024 * 1024),
        word=lambda key: register_words(key, lang),
    )


def _order_rule(services: Services, is_for_sign: bool) -> OrderBasis | None:
    """What the city's policy lets an order rest on; None where it says nothing, and nothing can be ordered."""
    rule = services.office.policy.orders
    return None if rule is None else rule.signs if is_for_sign else rule.items


def _is_gone(follow: dict[str, str], rectifications: Sequence[Rectification]) -> bool:
    """Whether the form that was sent is not on the page any more, so that its words have to stand elsewhere."""
    standing = next((one for one in rectifications if one.id == follow["rectification"]), None)
    if standing is None or standing.state is RectificationState.CLOSED:
        return True
    if follow["act"] == "order":
        return bool(standing.order_id)
    return follow["act"] == "close" and not (standing.answer or standing.reinspection_id)


def _field_id(name: str | None, terms: ItemTerms | None) -> str:
    """The id of a field of the form: a figure of an item goes by its place."""
    figures = [label for label, _, _ in terms.figures] if terms else []
    return f"figure_{figures.index(name)}" if name in figures else name or ""


def _lines_about(services: Services, number: str) -> tuple[Event, ...]:
    """The lines of the case's history that are about one of its permits, and of its letters."""
    with services.office.reading() as unit:
        permit = unit.permits.by_number(number)
        every = unit.history.of(permit.application_id) if permit is not None else ()
    return tuple(one for one in every if dict(one.facts).get("permit", number) == number)


def _length(typed: dict[str, str], name: str) -> float | None:
    given = typed.get(name, "").strip()
    if not given:
        return None
    try:
        return float(given)
    except ValueError as exc:
        raise InputError("register.bad_length", at=Location(field=name), given=given[:20], most=100_000) from exc


def _day(typed: dict[str, str]) -> date | None:
    given = typed.get("date", "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise InputError("register.bad_day", at=Location(field="date"), given=given[:40]) from exc


def _photos(sent: FormData) -> tuple[Photo, ...]:
    # One byte more than allowed is enough to know that it is too much.
    return tuple(
        Photo(name=one.filename or "photo", content=one.file.read(MOST_BYTES + 1)) for one in _sent_photos(sent)
    )


def _sent_photos(sent: FormData) -> list[UploadFile]:
    return [one for one in sent.getlist("photos") if isinstance(one, UploadFile) and one.filename]
