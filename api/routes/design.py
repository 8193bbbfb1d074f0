"""The design desk: the form, its live result and the picture behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.deps import Visitor, open_to_all, services_of
from api.design_form import FIELDS, DesignForm, picture_of
from api.errors import status_of
from api.pages import language_of, page
from api.unit_notes import notes_of
from signage.bootstrap import Services
from signage.design import load_kinds
from signage.desk import Desk
from signage.errors import SignageError
from signage.locale import describe
from signage.offers import Change, repair
from signage.rules import Verdict

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """An offer as the page needs it: what it changes, and the form's values that make it."""

    title_zh: str
    title_en: str
    verdict: Verdict
    changes: tuple[Change, ...]
    fields: list[tuple[str, str]]
    values: str


@router.get("/design")
def design_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the desk with the sign that the address asks for."""
    services = services_of(request)
    form = DesignForm.read(request.query_params, services)
    result, status = _result(request, services, form)
    return page(
        request,
        "design.html",
        visitor,
        status=status,
        here="design",
        form=form,
        plan=form.plan_in_force(services),
        plans=services.plans.all_in_force(services.today()),
        kinds=load_kinds(),
        **result,
    )


@router.get("/design/result")
def design_result(request: Request, visitor: Anyone) -> HTMLResponse:
    """Give the right side of the desk alone, for the live redraw."""
    services = services_of(request)
    result, status = _result(request, services, DesignForm.read(request.query_params, services))
    return page(request, "result.html", visitor, status=status, **result)


@router.get("/design/picture.svg")
def design_picture(request: Request, _: Anyone) -> Response:
    """Give the drawing alone."""
    services = services_of(request)
    form = DesignForm.read(request.query_params, services)
    return Response(picture_of(form.desk(services), form.light, services), media_type="image/svg+xml")


def _result(request: Request, services: Services, form: DesignForm) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {
        "error": None,
        "desk": None,
        "picture": "",
        "offers": [],
        "notes": [],
        "query": form.query,
    }
    try:
        desk = form.desk(services)
        values["picture"] = Markup(_inline(picture_of(desk, form.light, services)))  # noqa: S704 (our own drawing)
        values["desk"] = desk
        values["notes"] = notes_of(desk.proposal.plan, form.unit, form.licence_name, language_of(request))
        values["offers"] = _offers(services, form, desk)
    except SignageError as error:
        values["error"] = describe(error, language_of(request))
        return values, status_of(error)
    return values, 200


def _offers(services: Services, form: DesignForm, desk: Desk) -> list[ShownOffer]:
    if not desk.report.verdict.blocks:
        return []
    books = services.books(desk.proposal.plan.city)
    shown = []
    for offer in repair(desk.proposal, books, services.today(), services.fonts):
        filled = form.with_spec(offer.proposal.sign.layout.spec)
        # Only what the offer changes: the visitor may have typed on since this answer was asked for.
        values = {name: filled.values[name] for name in FIELDS if filled.values[name] != form.values[name]}
        shown.append(
            ShownOffer(
                title_zh=offer.title_zh,
                title_en=offer.title_en,
                verdict=offer.report.verdict,
                changes=offer.changes,
                fields=filled.query,
                values=json.dumps(values, ensure_ascii=False),
            )
        )
    return shown


def _inline(svg: bytes) -> str:
    """An SVG file as an element of a page: without the XML declaration."""
    text = svg.decode("utf-8")
    return text[text.index("<svg") :]
