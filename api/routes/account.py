"""One's own account: password, agents and those one acts for, and limited links for helpers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import SESSION_COOKIE, Gate, Visitor, services_of
from api.design_fields import FIELDS
from api.design_form import DesignForm
from api.errors import status_of
from api.pages import language_of, page
from signage.accounts import Permission, agents, links
from signage.accounts.administration import change_own_password
from signage.accounts.agents import WantedAuthorisation
from signage.accounts.passwords import MIN_PASSWORD
from signage.applications.agency import Power
from signage.applications.model import Application
from signage.applications.workflow import rows_from
from signage.bootstrap import Services, identity_key
from signage.design import parse_spec
from signage.errors import InputError, Location, SignageError
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Own = Annotated[Visitor, Depends(Gate((Permission.ACCOUNT_OWN,), is_for_password=True))]
Authorising = Annotated[Visitor, Depends(Gate((Permission.AGENTS_AUTHORISE,)))]


@router.get("/account/password")
def password_page(request: Request, visitor: Own, done: str = "") -> HTMLResponse:
    """Show the form for another password."""
    return _password(request, visitor, is_done=done == "1")


@router.post("/account/password")
def change_password(
    request: Request,
    visitor: Own,
    current: Annotated[str, Form(max_length=400)],
    new_password: Annotated[str, Form(max_length=400)],
    again: Annotated[str, Form(max_length=400)],
) -> Response:
    """Replace one's own password."""
    services = services_of(request)
    try:
        if new_password != again:
            raise InputError("accounts.password_twice", at=Location(field="again"))
        token = request.cookies.get(SESSION_COOKIE, "")
        change_own_password(
            services.database.unit_of_work, visitor.account, token, current, new_password, services.now()
        )
    except SignageError as error:
        return _password(request, visitor, error=error)
    return RedirectResponse("/account/password?done=1", 303)


def _password(
    request: Request, visitor: Visitor, *, error: SignageError | None = None, is_done: bool = False
) -> HTMLResponse:
    return page(
        request,
        "account_password.html",
        visitor,
        status=status_of(error) if error else 200,
        here="account",
        error=describe(error, language_of(request)) if error else None,
        is_done=is_done,
        least=MIN_PASSWORD,
    )


@router.get("/account/authorisations")
def authorisations_page(request: Request, visitor: Authorising) -> HTMLResponse:
    """List whom one has authorised, whom one acts for, and their cases."""
    return _authorisations(request, services_of(request), visitor)


@router.post("/account/authorisations")
def authorise(
    request: Request,
    visitor: Authorising,
    login: Annotated[str, Form(max_length=200)],
    name: Annotated[str, Form(max_length=100)],
    id_number: Annotated[str, Form(max_length=60)],
    phone: Annotated[str, Form(max_length=40)],
    valid_from: Annotated[str, Form(max_length=20)],
    valid_to: Annotated[str, Form(max_length=20)],
    application_id: Annotated[str, Form(max_length=60)] = "",
    apply: Annotated[str, Form()] = "",
    withdraw: Annotated[str, Form()] = "",
) -> Response:
    """Authorise an agent."""
    services = services_of(request)
    typed = {
        "login": login,
        "name": name,
        "phone": phone,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "application_id": application_id,
        "apply": apply,
        "withdraw": withdraw,
    }
    chosen = {Power.APPLY: apply, Power.WITHDRAW: withdraw}
    try:
        wanted = WantedAuthorisation(
            login=login,
            name=name,
            id_number=id_number,
            phone=phone,
            application_id=application_id,
            powers=tuple(power for power, value in chosen.items() if value),
            valid_from=_day(valid_from, "valid_from"),
            valid_to=_day(valid_to, "valid_to"),
        )
        agents.authorise(
            services.database.unit_of_work,
            visitor.account,
            wanted,
            today=services.today(),
            now=services.now(),
            key=identity_key(services.settings),
            demo=services.office.organ.is_demonstration,
        )
    except SignageError as error:
        return _authorisations(request, services, visitor, error=error, typed=typed)
    return RedirectResponse("/account/authorisations", 303)


@router.post("/account/authorisations/{authorisation_id}/revoke")
def revoke_authorisation(
    request: Request,
    visitor: Authorising,
    authorisation_id: str,
    reason: Annotated[str, Form(max_length=400)] = "",
) -> RedirectResponse:
    """End an authorisation at once, from either side."""
    services = services_of(request)
    agents.revoke(services.database.unit_of_work, visitor.account, authorisation_id, reason, services.now())
    return RedirectResponse("/account/authorisations", 303)


def _authorisations(
    request: Request,
    services: Services,
    visitor: Visitor,
    *,
    error: SignageError | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    reading, today = services.database.reading, services.today()
    usual = {
        "login": "",
        "name": "",
        "phone": "",
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=30)).isoformat(),
        "application_id": "",
        "apply": "yes",
        "withdraw": "",
    }
    return page(
        request,
        "account_authorisations.html",
        visitor,
        status=status_of(error) if error else 200,
        here="account",
        error=describe(error, language_of(request)) if error else None,
        field=error.at.field if error is not None and error.at is not None else "",
        typed=typed or usual,
        given=agents.mandates_given(reading, visitor.account, today),
        received=agents.mandates_received(reading, visitor.account, today),
        own_cases=_own_cases(services, visitor),
        agent_cases=agents.cases_as_agent(reading, visitor.account, today),
    )


@router.get("/account/links")
def links_page(request: Request, visitor: Authorising) -> HTMLResponse:
    """List the limited links that one gave, and the designs that came in through them."""
    return _links(request, services_of(request), visitor)


@router.post("/account/links")
def give_link(
    request: Request,
    visitor: Authorising,
    application_id: Annotated[str, Form(max_length=60)],
    label: Annotated[str, Form(max_length=100)],
    days: Annotated[int, Form()],
) -> HTMLResponse:
    """Make a link and show it, this once."""
    services = services_of(request)
    begin = services.database.unit_of_work
    try:
        _, token = links.give_link(begin, visitor.account, application_id, label, days, services.now())
    except SignageError as error:
        return _links(request, services, visitor, error=error)
    address = str(request.url_for("open_helper_link", token=token))
    return _links(request, services, visitor, address=address)


@router.post("/account/links/{link_id}/revoke")
def revoke_link(request: Request, visitor: Authorising, link_id: str) -> RedirectResponse:
    """Take a link back at once."""
    services = services_of(request)
    links.revoke_link(services.database.unit_of_work, visitor.account, link_id, services.now())
    return RedirectResponse("/account/links", 303)


@router.get("/account/links/designs/{design_id}")
def use_design(request: Request, visitor: Authorising, design_id: str) -> RedirectResponse:
    """Open a design that a helper handed in on the desk, with the case it is for where that can still change."""
    services = services_of(request)
    design = links.design_for(services.database.reading, visitor.account, design_id)
    with services.office.reading() as unit:
        case = unit.applications.get(design.application_id)
    empty = DesignForm(dict.fromkeys(FIELDS, ""), {})
    item = case.items[0]
    values = {
        **empty.with_spec(parse_spec(design.spec), services.logos).values,
        "plan": item.plan_id,
        "unit": item.unit_id,
        "case": case.id if any(row.action.value == "submit" for row in rows_from(case.state)) else "",
    }
    return RedirectResponse(f"/design?{urlencode({key: value for key, value in values.items() if value})}", 303)


def _links(
    request: Request,
    services: Services,
    visitor: Visitor,
    *,
    error: SignageError | None = None,
    address: str = "",
) -> HTMLResponse:
    now = services.now()
    given = links.links_given(services.database.reading, visitor.account)
    return page(
        request,
        "account_links.html",
        visitor,
        status=status_of(error) if error else 200,
        here="account",
        error=describe(error, language_of(request)) if error else None,
        address=address,
        given=[(link, case, designs, link.is_open(now)) for link, case, designs in given],
        own_cases=[case for case in _own_cases(services, visitor) if links.takes_designs(case)],
        days=links.DAYS,
    )


def _own_cases(services: Services, visitor: Visitor) -> list[Application]:
    with services.office.reading() as unit:
        cases = unit.applications.listed(applicant_id=visitor.account.id, limit=200)
    return [case for case in cases if rows_from(case.state)]


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as exc:
        raise InputError("agents.bad_date", at=Location(field=field), typed=typed[:20]) from exc
