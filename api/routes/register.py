"""The public register of permits, and the decisions that were published; open to everyone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Gate, Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from api.register_page import (
    SequelLine,
    download,
    forms_of_events,
    query_fields,
    query_string,
    register_row,
    register_words,
    sequel_lines,
    tabs,
)
from api.step_done import RECENT
from signage.accounts import Permission
from signage.applications.intake import ascii_safe, sniff
from signage.bootstrap import Services
from signage.errors import InputError, Location, NotFound, SignageError
from signage.locale import Lang, describe
from signage.register import lookup, ordering, publishing
from signage.register.model import Publication, PublicPermit
from signage.register.query import Found, RegisterQuery, read_query, register_csv, state_words
from signage.register.succession import succession

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Publishing = Annotated[Visitor, Depends(Gate((Permission.PUBLICATION_MANAGE,)))]

_FIELDS = ("text", "plan", "street", "track", "state", "since", "until", "before")


@router.get("/register")
def register_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Search the register."""
    services, lang = services_of(request), language_of(request)
    typed = {name: request.query_params.get(name, "") for name in _FIELDS}
    query, found, error = RegisterQuery(), Found(permits=()), None
    try:
        query = read_query(typed)
        found = lookup.search(services.office, query, services.now())
    except InputError as exc:
        error = exc
    today = services.today()
    fields = query_fields(query)
    may_inspect = bool(visitor and visitor.may(Permission.INSPECT))
    events = forms_of_events(services)
    return page(
        request,
        "register_list.html",
        visitor,
        status=status_of(error) if error else 200,
        here="register",
        tabs=tabs(visitor),
        error=describe(error, lang) if error else None,
        typed=typed,
        wrong=error.at.field if error and error.at else "",
        plans=services.plans.all_in_force(today),
        permits=[register_row(one, today, lang, may_inspect=may_inspect, event_forms=events) for one in found.permits],
        following=query_string(fields, before=found.following) if found.following else "",
        first=query_string(fields) if query.before else "",
        table=query_string(fields),
        is_narrowed=bool(fields),
        may_inspect=may_inspect,
    )


@router.get("/register.csv")
def register_table(request: Request, _: Anyone) -> Response:
    """Give what a search finds as a table for a spreadsheet."""
    services = services_of(request)
    query = read_query({name: request.query_params.get(name, "") for name in _FIELDS if name != "before"})
    today = services.today()
    permits = lookup.every(services.office, query, services.now())
    content = register_csv(permits, on=today, lang=language_of(request))
    return download(content, "text/csv; charset=utf-8", f"register-{today.isoformat()}.csv")


@router.get("/register/{number}")
def permit_page(request: Request, visitor: Anyone, number: str) -> HTMLResponse:
    """Show one permit as the public sees it."""
    services, lang = services_of(request), language_of(request)
    permit = lookup.look_up(services.office, number)
    today = services.today()
    return page(
        request,
        "register_permit.html",
        visitor,
        here="register",
        tabs=tabs(visitor),
        p=permit,
        is_live=permit.is_live(today),
        state=state_words(permit, today, lang),
        sequels=_sequels(services, visitor, permit),
        may_inspect=bool(visitor and visitor.may(Permission.INSPECT)),
        orders=ordering.public_orders(services.office, permit.number),
        succession=succession(services.office, permit.number),
    )


def _sequels(services: Services, visitor: Visitor | None, permit: PublicPermit) -> list[SequelLine]:
    """Say what may become of an item's permit, each with its form for whoever can ask for it."""
    if permit.is_for_sign:
        return []
    is_holder = None
    if visitor is not None:
        with services.office.reading() as unit:
            found = unit.permits.by_number(permit.number)
            case = unit.applications.get(found.application_id) if found is not None else None
        is_holder = case is not None and case.applicant.account_id == visitor.account.id
    is_live = permit.is_live(services.today())
    return sequel_lines(services, permit.item, permit.number, is_live=is_live, is_holder=is_holder)


@router.get("/register/{number}/drawing")
def permit_drawing(request: Request, _: Anyone, number: str) -> Response:
    """Give the approved picture of a permit; it is part of the permit and public."""
    services = services_of(request)
    permit = lookup.look_up(services.office, number)
    if not permit.drawing_digest:
        raise NotFound("web.no_drawing", name=number[:60])
    content = services.office.blobs.get(permit.drawing_digest)
    kind = sniff(content)
    if kind not in ("image/png", "image/svg+xml"):
        raise NotFound("web.no_drawing", name=number[:60])
    headers = {"cache-control": "public, max-age=3600", "content-security-policy": "sandbox; default-src 'none'"}
    return Response(content, media_type=kind, headers=headers)


@router.get("/publications")
def publications_page(
    request: Request, visitor: Anyone, since: str = "", until: str = "", before: str = "", done: str = ""
) -> HTMLResponse:
    """Show the published decisions, newest first."""
    return _publications(request, visitor, since, until, before, done=done)


@router.post("/publications")
def publish_now(request: Request, visitor: Publishing) -> Response:
    """Publish every decision that waits for it."""
    services = services_of(request)
    publishing.publish_due(services.office, services.now())
    return RedirectResponse("/publications?done=published", 303)


@router.post("/publications/{publication_id}")
def change_publication(
    request: Request,
    visitor: Publishing,
    publication_id: str,
    act: Annotated[str, Form(max_length=20)],
    version: Annotated[int, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
    project: Annotated[str, Form(max_length=2000)] = "",
    content: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Correct or withdraw an entry; it stays in the list with the reason."""
    office, now = services_of(request).office, services_of(request).now()
    try:
        if act == "withdraw":
            publishing.withdraw(office, publication_id, visitor.actor, now, reason=reason, expected_version=version)
        elif act == "correct":
            standing = publishing.publication(office, publication_id).record
            typed = {"project": project.strip(), "content": content.strip()}
            changes = {name: words for name, words in typed.items() if words != getattr(standing, name)}
            publishing.correct(
                office, publication_id, visitor.actor, now, changes=changes, reason=reason, expected_version=version
            )
        else:
            raise InputError("web.unknown_action", at=Location(field="act"), action=act)
    except SignageError as exc:
        kept = {"id": publication_id, "act": act, "reason": reason, "project": project, "content": content}
        return _publications(request, visitor, "", "", "", exc, kept=kept)
    return RedirectResponse(f"/publications?done={publication_id}#p-{publication_id}", 303)


def _publications(
    request: Request,
    visitor: Visitor | None,
    since: str,
    until: str,
    before: str,
    error: SignageError | None = None,
    *,
    kept: dict[str, str] | None = None,
    done: str = "",
) -> HTMLResponse:
    services, lang = services_of(request), language_of(request)
    entries: tuple[Publication, ...] = ()
    try:
        days = read_query({"since": since, "until": until})
        entries = publishing.publications(
            services.office, since=days.since, until=days.until, before=_mark(before), limit=_PAGE + 1
        )
    except InputError as exc:
        error = exc
    may_publish = bool(visitor and visitor.may(Permission.PUBLICATION_MANAGE))
    shown = entries[:_PAGE]
    wanted = kept["id"] if kept else done if may_publish else ""
    shown = (*_apart(services, wanted, shown), *shown)
    fields = {"since": since, "until": until}
    return page(
        request,
        "register_publications.html",
        visitor,
        status=status_of(error) if error else 200,
        here="publications",
        tabs=tabs(visitor),
        error=describe(error, lang) if error else None,
        entries=shown,
        since=since,
        until=until,
        following=query_string(fields, before=entries[_PAGE - 1].id) if len(entries) > _PAGE else "",
        may_publish=may_publish,
        waiting=publishing.due_publications(services.office) if may_publish else (),
        today=services.today(),
        word=_word(lang),
        kept=kept or {},
        wrong=error.at.field if error and error.at else "",
        done=_done(visitor, done, shown, services.now()) if may_publish else None,
    )


_PAGE = 30


def _apart(services: Services, publication_id: str, shown: tuple[Publication, ...]) -> tuple[Publication, ...]:
    """An entry that somebody is at work on, when it stands on no page that is shown: its form must not be lost."""
    if not publication_id or any(one.id == publication_id for one in shown):
        return ()
    try:
        return (publishing.publication(services.office, publication_id),)
    except NotFound:
        return ()  # an address may name anything


def _done(visitor: Visitor | None, done: str, shown: tuple[Publication, ...], now: datetime) -> list[Publication]:
    """The entries that an address says were just published or changed, as far as the record bears it out."""
    since = now - RECENT
    if done == "published":
        return [one for one in shown if one.published_at >= since and not one.changes]
    if visitor is None:
        return []
    own = (one for one in shown if one.id == done and one.changes)
    return [one for one in own if one.changes[-1].at >= since and one.changes[-1].actor.id == visitor.account.id]


def _mark(before: str) -> str:
    if re.fullmatch(r"[0-9a-f-]{0,36}", before) is None:
        raise InputError("register.bad_page", at=Location(field="before"), given=ascii_safe(before))
    return before


def _word(lang: Lang) -> object:
    return lambda key: register_words(key, lang)
