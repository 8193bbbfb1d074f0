"""The public service guide: every item, one item in full, and "do I need it?"."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.deps import Visitor, open_to_all, services_of
from api.errors import status_of
from api.guide_page import item_words, number_of, shared_papers
from api.pages import language_of, page
from signage.applications.advice import Advice, advise
from signage.applications.composite import is_by_form
from signage.applications.straight_way import procedure
from signage.bootstrap import Services
from signage.errors import SignageError
from signage.items import ItemKind
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]

_GROUP = "group:"


@router.get("/guide")
def guide_page(request: Request, visitor: Anyone, q: str = "") -> HTMLResponse:
    """List every item under its heading, or those that hold the words searched for."""
    services = services_of(request)
    catalogue = services.catalogue
    words = q.strip()[:60]
    found = catalogue.find(words)
    return page(
        request,
        "guide.html",
        visitor,
        here="guide",
        words=words,
        found=found,
        sections=[(head, [i for i in items if i in found]) for head, items in catalogue.by_category()],
        groups=() if words else catalogue.groups,
        counts=[len(catalogue.by_kind(kind)) for kind in ItemKind],
        **item_words(services.office.organ, language_of(request)),
    )


@router.get("/guide/ask")
def ask_page(
    request: Request,
    visitor: Anyone,
    what: str = "",
    place: str = "",
    longest_mm: str | None = None,
    area_m2: str | None = None,
) -> HTMLResponse:
    """Ask what somebody plans, then where and how large it is, and answer with item, track, reason and papers."""
    services = services_of(request)
    group = services.catalogue.group(what.removeprefix(_GROUP)) if what.startswith(_GROUP) else None
    item = services.catalogue.item(what) if what and group is None else None
    has_answered = bool(place) or longest_mm is not None or area_m2 is not None
    advice: Advice | None = None
    error: SignageError | None = None
    if item and (has_answered or not (item.ask.places or item.ask.by_size)):
        try:
            advice = _answer(services, item.code, place, longest_mm or "", area_m2 or "")
        except SignageError as told:
            error = told
    lang = language_of(request)
    return page(
        request,
        "guide_ask.html",
        visitor,
        status=status_of(error) if error else 200,
        here="guide",
        what=what,
        item=item,
        group=group,
        typed={"place": place, "longest_mm": longest_mm or "", "area_m2": area_m2 or ""},
        advice=advice,
        error=describe(error, lang) if error else None,
        wrong=error.at.field if error and error.at else None,
        catalogue=services.catalogue,
        policy=services.office.policy,
        papers=shared_papers(services.catalogue, group) if group else (),
        is_by_form=is_by_form,
        **item_words(services.office.organ, lang),
    )


@router.get("/guide/{code}")
def item_page(request: Request, visitor: Anyone, code: str) -> HTMLResponse:
    """Show one item in full, ready to print."""
    services = services_of(request)
    item = services.catalogue.item(code)
    lang = language_of(request)
    return page(
        request,
        "guide_item.html",
        visitor,
        here="guide",
        item=item,
        steps=procedure(item, services.office.policy, lang),
        groups=services.catalogue.groups_of(code),
        is_by_form=is_by_form(item),
        **item_words(services.office.organ, lang),
    )


def _answer(services: Services, code: str, place: str, longest_mm: str, area_m2: str) -> Advice:
    return advise(
        services.catalogue,
        services.office.policy,
        code,
        place=place,
        longest_mm=number_of("longest_mm", longest_mm),
        area_m2=number_of("area_m2", area_m2),
    )
