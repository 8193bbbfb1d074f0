"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import SESSION_COOKIE, Visitor, open_to_all, services_of
from api.errors import status_of
from api.pages import language_of, page
from api.routes.home import own_path
from signage.accounts import Permission, sign_in, sign_out
from signage.bootstrap import demo_accounts, demo_password
from signage.errors import SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]


@router.get("/sign-in", name="sign_in_page")
def sign_in_page(request: Request, visitor: Anyone, back: str = "/") -> HTMLResponse:
    """Show the form."""
    return _form(request, visitor, back)


@router.post("/sign-in")
def sign_in_now(
    request: Request,
    visitor: Anyone,
    login: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=400)],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Open a session, or show the form again with the reason."""
    services = services_of(request)
    try:
        signed_in = sign_in(services.database.unit_of_work, login, password, services.now())
    except SignageError as error:
        return _form(request, visitor, back, error=error, login=login)
    earlier = request.cookies.get(SESSION_COOKIE)
    if earlier:  # signing in again ends the session before, so that no forgotten one lives on
        sign_out(services.database.unit_of_work, earlier)
    answer = RedirectResponse(_first_page(Visitor(signed_in.account), back), 303)
    answer.set_cookie(SESSION_COOKIE, signed_in.token, secure=True, httponly=True, samesite="lax", path="/")
    return answer


@router.post("/sign-out")
def sign_out_now(request: Request, _: Anyone) -> RedirectResponse:
    """End the session on the server and forget the cookie."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        sign_out(services_of(request).database.unit_of_work, token)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def _first_page(visitor: Visitor, back: str) -> str:
    """Where somebody goes who has just signed in."""
    if visitor.account.must_change_password:
        return "/account/password"
    if own_path(back) != "/":
        return own_path(back)
    return "/applications" if visitor.is_officer else "/accounts" if visitor.may(Permission.ACCOUNTS_MANAGE) else "/"


def _form(
    request: Request, visitor: Visitor | None, back: str, *, error: SignageError | None = None, login: str = ""
) -> HTMLResponse:
    services = services_of(request)
    return page(
        request,
        "sign_in.html",
        visitor,
        status=status_of(error) if error else 200,
        error=describe(error, language_of(request)) if error else None,
        login=login,
        return_to=own_path(back),
        demo_accounts=demo_accounts(services),
        demo_password=demo_password(services.settings) if demo_accounts(services) else "",
    )
