"""Accounts, for the administrator: list, make, deactivate, reset, unlock; every change stands in history."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, services_of
from api.errors import status_of
from api.pages import language_of, page
from signage.accounts import Permission
from signage.accounts.administration import (
    NO_SIGN_IN,
    GivenPassword,
    account_events,
    account_lines,
    create_account,
    deactivate_account,
    reactivate_account,
    reset_password,
    unlock_account,
)
from signage.accounts.sections import OFFICERS, members, sections_of, set_sections
from signage.applications.model import Role
from signage.bootstrap import Services
from signage.errors import InputError, Location, NotFound, SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Managing = Annotated[Visitor, Depends(Gate((Permission.ACCOUNTS_MANAGE,)))]

_CHANGES: dict[str, Callable[..., object]] = {
    "deactivate": deactivate_account,
    "reactivate": reactivate_account,
    "unlock": unlock_account,
}


async def read_ticks(request: Request) -> AsyncIterator[FormData]:
    """Read a form of ticks before its route runs in a thread."""
    async with request.form(max_files=0, max_fields=60) as form:
        yield form


@router.get("/accounts")
def accounts_page(request: Request, visitor: Managing) -> HTMLResponse:
    """List all accounts and what was changed lately."""
    return _list(request, services_of(request), visitor)


@router.post("/accounts")
def make_account(
    request: Request,
    visitor: Managing,
    login: Annotated[str, Form(max_length=200)],
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[str, Form(max_length=40)],
) -> HTMLResponse:
    """Make an account and show its one-time password, this once."""
    services = services_of(request)
    typed = {"login": login, "name": name, "role": role}
    try:
        wanted = _role(role)
        given = create_account(services.database.unit_of_work, visitor.actor, login, name, wanted, services.now())
    except SignageError as error:
        return _list(request, services, visitor, error=error, typed=typed)
    return _list(request, services, visitor, given=given)


@router.post("/accounts/{account_id}/sections")
def change_sections(
    request: Request, visitor: Managing, account_id: str, sent: Annotated[FormData, Depends(read_ticks)]
) -> Response:
    """Let an officer's account belong to the ticked sections."""
    services = services_of(request)
    ticked = [value for value in sent.getlist("section") if isinstance(value, str)]
    try:
        known = sections_of(services.catalogue)
        set_sections(services.database.unit_of_work, visitor.actor, account_id, ticked, known, services.now())
    except SignageError as error:
        return _list(request, services, visitor, error=error)
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{account_id}/{change}")
def change_account(request: Request, visitor: Managing, account_id: str, change: str) -> Response:
    """Change one account; a new one-time password is shown this once."""
    services = services_of(request)
    begin = services.database.unit_of_work
    try:
        if change == "reset":
            given = reset_password(begin, visitor.actor, account_id, services.now())
            return _list(request, services, visitor, given=given)
        if change not in _CHANGES:
            raise NotFound("web.no_page", path=request.url.path)
        _CHANGES[change](begin, visitor.actor, account_id, services.now())
    except SignageError as error:
        return _list(request, services, visitor, error=error)
    return RedirectResponse("/accounts", 303)


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError as exc:
        raise InputError("accounts.role_unfit", at=Location(field="role"), role=word[:40]) from exc


def _list(
    request: Request,
    services: Services,
    visitor: Visitor,
    *,
    error: SignageError | None = None,
    given: GivenPassword | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    reading = services.database.reading
    return page(
        request,
        "accounts.html",
        visitor,
        status=status_of(error) if error else 200,
        here="accounts",
        error=describe(error, language_of(request)) if error else None,
        given=given,
        typed=typed or {"login": "", "name": "", "role": ""},
        roles=[role for role in Role if role not in NO_SIGN_IN],
        lines=account_lines(reading, services.now()),
        sections=sections_of(services.catalogue),
        members=members(reading),
        officer_roles=OFFICERS,
        events=account_events(reading),
    )
