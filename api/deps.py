"""What routes are given: the services, the visitor, and permissions that are asked for by name.

Every route names its gate: `Open` for everyone, or `Gate(permission, …)`; a test walks all routes and fails on one
without. What somebody may see of a resource is decided in `visible_application`: not yours is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from api.errors import SignInNeeded
from signage.accounts import Account, Permission, may, who_is
from signage.applications import use_cases
from signage.applications.model import Actor, Application, State
from signage.bootstrap import Services
from signage.errors import NotFound, NotPermitted

SESSION_COOKIE = "__Host-signage"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in."""

    account: Account

    @property
    def actor(self) -> Actor:
        """The visitor as history names them."""
        return self.account.actor

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

    def __call__(self, request: Request) -> Visitor | None:
        """Return the visitor of a request, or None."""
        token = request.cookies.get(SESSION_COOKIE)
        if not token:
            return None
        services = services_of(request)
        account = who_is(services.database.unit_of_work, token, services.now(), begin_reading=services.database.reading)
        return Visitor(account) if account else None


@dataclass(frozen=True)
class Gate:
    """Gate of a route that needs a permission; any one of several will do."""

    permissions: tuple[Permission, ...]

    def __call__(self, request: Request) -> Visitor:
        """Return the visitor.

        Raises:
            SignInNeeded: Nobody is signed in.
            NotPermitted: The visitor has none of the permissions.
        """
        visitor = Open()(request)
        if visitor is None:
            raise SignInNeeded("web.sign_in_needed")
        if not any(visitor.may(permission) for permission in self.permissions):
            raise NotPermitted("web.not_permitted", name=visitor.account.name)
        return visitor


open_to_all = Open()
sees_cases = Gate((Permission.CASE_VIEW_OWN, Permission.CASE_VIEW_ALL))
opens_cases = Gate((Permission.CASE_OPEN,))
acts_on_cases = Gate(tuple(p for p in Permission if p.value.startswith("case.") and ".view" not in p.value))


def visible_application(services: Services, visitor: Visitor, application_id: str) -> Application:
    """Return an application that the visitor may see.

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    application = use_cases.case(services.office, application_id)
    if visitor.is_officer or application.applicant.account_id == visitor.account.id:
        return application
    raise NotFound("web.no_application", id=application_id)


def draft_of(services: Services, visitor: Visitor | None, application_id: str) -> Application | None:
    """Return the visitor's own draft by that id, or None when it is no draft, or nobody is signed in.

    Raises:
        NotFound: It is somebody else's, or there is none.
    """
    if not application_id or visitor is None:
        return None
    application = visible_application(services, visitor, application_id)
    return application if application.state is State.DRAFT else None
