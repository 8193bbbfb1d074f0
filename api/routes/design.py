"""The design desk: the form, its live result, the logo handed in with it, and the pictures and files behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Visitor, changed_sign, draft_of, open_to_all, services_of
from api.design_fields import FIELDS
from api.design_form import DesignForm
from api.design_page import form_values, result_values
from api.design_views import make_file
from api.errors import status_of
from api.field_words import told
from api.kept_pictures import kept_picture
from api.logo_files import shown_logo, take_logo
from api.next_shop import next_shop
from api.pages import language_of, page
from signage.errors import NotFound, SignageError

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]

_LONGEST_ID = 60
_PROGRAM = "application/json"
_CARRIED = frozenset((*FIELDS, "fitted", "of_kind", "of_plan", "of_unit"))


@router.get("/design")
def design_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the desk with the sign that the address asks for."""
    given = dict(request.query_params)
    if given.get("drop_logo"):
        given["logo"] = ""
    services = services_of(request)
    draft = draft_of(services, visitor, given.get("case", "")[:_LONGEST_ID])
    if draft is not None and draft.items and not draft.is_temporary and not (given.get("unit") or given.get("plan")):
        look = next_shop(services, draft, draft.items[-1].plan_id)
        given = {**look, **{name: value for name, value in given.items() if value}}
    return _desk_page(request, visitor, DesignForm.read(given, services).begun(given, services))


@router.get("/design/result")
def design_result(request: Request, visitor: Anyone) -> HTMLResponse:
    """Give the right side of the desk alone, for the live redraw."""
    services = services_of(request)
    form = DesignForm.read(request.query_params, services)
    result, status = result_values(services, form, language_of(request))
    return page(request, "result.html", visitor, status=status, **result)


@router.get("/design/picture.svg")
def design_picture(request: Request, _: Anyone) -> Response:
    """Give the drawing alone."""
    services = services_of(request)
    form = DesignForm.read(request.query_params, services)
    return Response(kept_picture(form, services, language_of(request)), media_type="image/svg+xml")


@router.get("/design/files/{name}")
def design_file(request: Request, name: str, _: Anyone) -> Response:
    """Give one of the design's files as a download."""
    services = services_of(request)
    desk = DesignForm.read(request.query_params, services).desk(services)
    made = make_file(desk, name, services, language_of(request))
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(made.name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(made.content, media_type=made.media_type, headers=headers)


async def read_logo_form(request: Request) -> AsyncIterator[FormData]:
    """Read the desk's form with its one file before the route runs in a thread; the file is closed afterwards."""
    async with request.form(max_files=1, max_fields=100, max_part_size=64 * 1024) as form:
        yield form


@router.post("/design/logo")
def hand_in_logo(request: Request, visitor: Anyone, sent: Annotated[FormData, Depends(read_logo_form)]) -> Response:
    """Take a logo in: a program is told its id, a form comes back to its page with everything that was typed."""
    services = services_of(request)
    lang = language_of(request)
    typed = {key: value for key, value in sent.items() if isinstance(value, str) and _is_carried(key)}
    try:
        logo = take_logo(sent, services)
    except SignageError as error:
        words = told(error, lang)
        if _is_program(request):
            return JSONResponse({"message": words.message, "hint": words.hint}, status_of(error))
        return _desk_page(request, visitor, DesignForm.read(typed, services), error)
    if _is_program(request):
        return JSONResponse({"logo": logo})
    return RedirectResponse(f"/design?{urlencode({**typed, 'logo': logo})}", 303)


@router.get("/design/logo/{logo_id}")
def design_logo(request: Request, logo_id: str, _: Anyone) -> Response:
    """Give a small picture of a logo that was handed in, drawn by us."""
    artwork = services_of(request).logos.get(logo_id)
    if artwork is None:
        raise NotFound("desk.logo_gone")
    content, media_type = shown_logo(artwork)
    return Response(content, media_type=media_type)


def _is_carried(name: str) -> bool:
    return name in _CARRIED or name.startswith("replaces.")


def _is_program(request: Request) -> bool:
    return _PROGRAM in request.headers.get("accept", "")


def _desk_page(
    request: Request, visitor: Visitor | None, form: DesignForm, error: SignageError | None = None
) -> HTMLResponse:
    services, lang = services_of(request), language_of(request)
    result, status = result_values(services, form, lang)
    if error is not None:
        result, status = {**result, "told": told(error, lang)}, status_of(error)
    values = {**form_values(services, form, lang), **result, "draft": draft_of(services, visitor, form.case)}
    values["is_undrawn"] = bool(request.query_params.get("undrawn"))
    if request.method == "POST":  # the desk has an address of its own for what was typed
        values["back"] = f"/design?{form.query_string}"
    values["changed_sign"] = changed_sign(services, visitor, form.case, form.item)
    values |= {"without_draft": urlencode([pair for pair in form.query if pair[0] != "draft"])}
    return page(request, "design.html", visitor, status=status, here="design", **values)
