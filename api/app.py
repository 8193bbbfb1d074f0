"""The web application: `create_app` puts settings, services, routes, errors and middleware together.

Routes are plain `def` functions: the work is CPU-bound and the database is synchronous, so command line and web take
the same path; each use case opens and closes its own unit of work.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.clockwork import Clockwork
from api.deps import Visitor, visitor_of
from api.errors import PasswordNeeded, SignInNeeded, error_body, status_of
from api.logo_files import MOST_LOGO
from api.naming import OfficeNames
from api.pages import language_of, page
from api.plan_upload import MOST_BYTES as MOST_PLAN_UPLOAD
from api.routes import (
    account,
    accounts,
    applications,
    bundle,
    calendar,
    case,
    design,
    design_services,
    drafts,
    forms,
    guide,
    health,
    helping,
    home,
    inspect,
    letters,
    materials,
    plans,
    queue,
    records,
    register,
    report,
    reports,
    sequels,
    service,
    session,
    surveys,
    together,
    v1,
)
from api.security import HEADERS, BodyLimit, HeadLikeGet, SameSite, SecurityHeaders
from signage import __version__
from signage.bootstrap import Services, open_services
from signage.errors import InputError, NotFound, SignageError, ToolError
from signage.locale import describe
from signage.settings import read_settings
from signage.uploads import MAX_BYTES

MAX_BODY_BYTES = 140 * 1024 * 1024  # six papers of 20 MB and the form around them
THREADS = 4
SWITCH_S = 0.001  # how long a busy thread may keep the loop, which answers /health/live, waiting for its turn
CLOCK_EVERY_S = 300.0
_LIMITS = {
    "/design/logo": MOST_LOGO + 256 * 1024,
    "/drafts": MAX_BYTES + 256 * 1024,
    "/plans/try": MOST_PLAN_UPLOAD + 512 * 1024,
}

_log = logging.getLogger("signage.web")


def create_app(services: Services | None = None, *, has_clock: bool | None = None) -> FastAPI:
    """Return the web application.

    Args:
        services: What it works with; opened from the environment when left out.
        has_clock: Whether it takes the timed steps itself; by default when it opened the services itself.

    Raises:
        SignageError: The services cannot be opened.
    """
    ready = services or open_services(read_settings())
    has_clock = services is None if has_clock is None else has_clock

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        sys.setswitchinterval(SWITCH_S)
        clock = Clockwork(ready, every_s=CLOCK_EVERY_S)
        if has_clock:
            clock.start()
        gc.collect()
        gc.freeze()  # what was loaded stays: walking it again costs a request up to 50 ms
        yield
        clock.stop()

    app = FastAPI(
        title="signage",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = ready
    people = (calendar, plans, accounts, account, helping)
    cases = (
        queue,
        case,
        applications,
        letters,
        materials,
        together,
        drafts,
        surveys,
        guide,
        session,
        records,
        report,
        service,
    )
    public = (inspect, reports, bundle, forms, sequels, design_services)
    # Routes are tried in this order: what is asked for most comes first.
    for module in (health, home, register, design, *cases, *people, *public, v1):
        # As they are: `include_router` would work each of them out a second time, at every start.
        app.router.routes.extend(module.router.routes)
    app.add_exception_handler(SignageError, _told)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    app.add_middleware(HeadLikeGet)
    app.add_middleware(OfficeNames, names=ready.office.english)
    app.add_middleware(BodyLimit, limit=MAX_BODY_BYTES, of_path=_LIMITS)
    app.add_middleware(SameSite)
    app.add_middleware(SecurityHeaders)
    return app


def _told(request: Request, error: Exception) -> Response:
    """Answer with an error of the product's own family, as JSON or as a page."""
    if not isinstance(error, SignageError):
        return _unexpected(request, error)
    status = status_of(error)
    if status >= 500:
        _log.error("%s %s: %s", request.method, request.url.path, error)
    lang = language_of(request)
    if request.url.path.startswith("/api/"):
        return JSONResponse(error_body(error, lang), status)
    if isinstance(error, SignInNeeded):
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target = request.url_for("sign_in_page").include_query_params(back=back)
        return RedirectResponse(f"{target.path}?{target.query}", 303)
    if isinstance(error, PasswordNeeded):
        return RedirectResponse("/account/password", 303)
    return page(request, "error.html", _known_visitor(request), status=status, error=describe(error, lang))


def _known_visitor(request: Request) -> Visitor | None:
    """Return whose session a request carries, so that a page that tells an error keeps their menu."""
    known = getattr(request.state, "visitor", None)
    if isinstance(known, Visitor):
        return known
    try:
        return visitor_of(request)
    except SignageError:  # the database is what failed, perhaps
        return None


def _misread(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        return _unexpected(request, error)
    first = error.errors()[0] if error.errors() else {"loc": ("?",), "msg": "?"}
    field = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return _told(request, InputError("web.bad_request", field=field, why=str(first["msg"])))


def _http(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 404:
        return _told(request, NotFound("web.no_page", path=request.url.path))
    if isinstance(error, HTTPException):
        body = InputError("web.bad_request", field=request.method, why=str(error.detail))
        return JSONResponse(error_body(body, language_of(request)), error.status_code, error.headers)
    return _unexpected(request, error)


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    told = ToolError("web.unexpected")
    answer: Response
    if request.url.path.startswith("/api/"):
        answer = JSONResponse(error_body(told, language_of(request)), 500)
    else:
        answer = page(request, "error.html", status=500, error=describe(told, language_of(request)))
    # Starlette answers this one outside of all middleware, which therefore cannot add them.
    answer.headers.update({**HEADERS, "cache-control": "no-store"})
    return answer
