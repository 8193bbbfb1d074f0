"""What routes are given: the services, the visitor, and permissions that are asked for by name.

Every route names its gate: `Open` for everyone, or `Gate(permission, …)`; a test walks all routes and fails on one
without. What somebody may see of a resource is decided in `visible_application`: not yours is not found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api.errors import PasswordNeeded, SignInNeeded
from signage.accounts import Account, Permission, agents, links, may, who_is
from signage.accounts.helper_link import HelperLink
from signage.applications import use_cases
from signage.applications.agency import Power
from signage.applications.model import Actor, Application, Item, State
from signage.applications.office import Office
from signage.bootstrap import Services
from signage.errors import NotFound, NotPermitted

SESSION_COOKIE = "__Host-signage"
HELPER_COOKIE = "__Host-signage-helper"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in.

    Attributes:
        account: Whose session it is.
        on_case: The visitor as an actor on one case, where that differs: an agent of its applicant; see `visitor_on`.
    """

    account: Account
    on_case: Actor | None = None

    @property
    def actor(self) -> Actor:
        """The visitor as history names them."""
        return self.on_case or self.account.actor

    @property
    def is_officer(self) -> bool:
        """Whether the visitor sees every case, not only their own."""
        return self.may(Permission.CASE_VIEW_ALL)

    def may(self, permission: Permission) -> bool:
        """Return whether the visitor has a permission."""
        return may(self.account.role, permission)


def services_of(request: Request) -> Services:
    """Return the services of the application that serves this request."""
    return cast(Services, request.app.state.services)


class Open:
    """Gate of a route that everyone may use; gives the visitor, or None when nobody is signed in."""

    async def __call__(self, request: Request) -> Visitor | None:
        """Return the visitor of a request, or None; whoever brings no cookie costs no thread."""
        if not request.cookies.get(SESSION_COOKIE):
            return None
        return await run_in_threadpool(visitor_of, request)


def visitor_of(request: Request) -> Visitor | None:
    """Return who is signed in, or None; it asks the database, so it belongs into a thread."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    services = services_of(request)
    account = who_is(services.database.unit_of_work, token, services.now(), begin_reading=services.database.reading)
    return Visitor(account) if account else None


@dataclass(frozen=True)
class Gate:
    """Gate of a route that needs a permission; any one of several will do.

    Attributes:
        permissions: Of which the visitor has one.
        is_for_password: Passes somebody who has to choose a password of their own before anything else.
    """

    permissions: tuple[Permission, ...]
    is_for_password: bool = False

    def __call__(self, request: Request) -> Visitor:
        """Return the visitor.

        Raises:
            SignInNeeded: Nobody is signed in.
            PasswordNeeded: The visitor's password was given by an administrator.
            NotPermitted: The visitor has none of the permissions.
        """
        visitor = visitor_of(request)
        if visitor is None:
            raise SignInNeeded("web.sign_in_needed")
        request.state.visitor = visitor  # a page that tells an error keeps their menu
        if visitor.account.must_change_password and not self.is_for_password:
            raise PasswordNeeded("accounts.must_change")
        if not any(visitor.may(permission) for permission in self.permissions):
            raise NotPermitted("web.not_permitted", name=visitor.account.name)
        return visitor


@dataclass(frozen=True)
class LinkGate(Gate):
    """Gate of a route for whoever opened a limited link; gives the link, which names the only case it reaches."""

    permissions: tuple[Permission, ...] = ()

    def __call__(self, request: Request) -> HelperLink:  # type: ignore[override]  # the holder of a link is no visitor
        """Return the link of this browser.

        Raises:
            NotFound: It opened none, or it was taken back or is over.
        """
        token = request.cookies.get(HELPER_COOKIE)
        services = services_of(request)
        link = links.helper_of(services.database.reading, token, services.now()) if token else None
        if link is None:
            raise NotFound("links.gone")
        return link


open_to_all = Open()
sees_cases = Gate((Permission.CASE_VIEW_OWN, Permission.CASE_VIEW_ALL))
opens_cases = Gate((Permission.CASE_OPEN,))
acts_on_cases = Gate(tuple(p for p in Permission if p.value.startswith("case.") and ".view" not in p.value))


def visible_application(services: Services, visitor: Visitor, application_id: str) -> Application:
    """Return an application that the visitor may see.

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    try:
        application = use_cases.case(services.office, application_id)
    except NotFound as error:
        raise NotFound("web.no_application") from error
    if visitor.is_officer or application.applicant.account_id == visitor.account.id:
        return application
    if agents.may_look(services.database.reading, visitor.account, application, services.today()):
        return application
    raise NotFound("web.no_application")


def visitor_on(services: Services, visitor: Visitor, application: Application) -> Visitor:
    """Return the visitor as a case's page sees them, to ask what they may do; steps are taken through `acting`."""
    reading, today = services.database.reading, services.today()
    return replace(visitor, on_case=agents.actor_on(reading, visitor.account, application, today))


def acting(
    services: Services, visitor: Visitor, principal_id: str, power: Power = Power.APPLY, application_id: str = ""
) -> tuple[Office, Actor]:
    """Return office and actor for a step on an applicant's case: the visitor's own, or as the applicant's agent.

    Args:
        services: The office and its clock.
        visitor: Who is signed in.
        principal_id: Account of the case's applicant.
        power: What the step needs of an agent.
        application_id: The case, empty for a new one.

    Raises:
        NotPermitted: The visitor is the applicant's agent, but not for this.
    """
    begin, now = services.database.reading, services.now()
    return agents.acting_office(services.office, begin, visitor.account, principal_id, power, now, application_id)


def draft_of(services: Services, visitor: Visitor | None, application_id: str) -> Application | None:
    """Return the visitor's own draft by that id, or None when it is no draft, or nobody is signed in.

    Raises:
        NotFound: It is somebody else's, or there is none.
    """
    if not application_id or visitor is None:
        return None
    application = visible_application(services, visitor, application_id)
    return application if application.state is State.DRAFT else None


def changed_sign(services: Services, visitor: Visitor | None, application_id: str, item_id: str) -> Item | None:
    """Return the sign of a case that a design takes the place of, or None where it names none.

    Raises:
        NotFound: The case is somebody else's, or there is none.
    """
    if not application_id or not item_id or visitor is None:
        return None
    items = visible_application(services, visitor, application_id).items
    return next((one for one in items if one.id == item_id), None)
