"""Surveys on site on the web: the list, recording one, one survey against the plan, on to a design."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.deps import Gate, Visitor, services_of, visible_application
from api.errors import status_of
from api.held_papers import Came, held_values
from api.own_files import shown_picture
from api.pages import language_of, page
from api.survey_form import PHOTOS, SURVEYORS, photos_came, site_photos, survey_of, typed_of
from signage.accounts import Permission
from signage.bootstrap import Services
from signage.design import load_kinds, spec_of
from signage.errors import NotFound, SignageError
from signage.locale import describe, text
from signage.survey import (
    Measured,
    Survey,
    fitted_spec,
    record_of,
    record_survey,
    survey_by_id,
    surveys_listed,
    what_word,
)

router = APIRouter(include_in_schema=False)

Recording = Annotated[Visitor, Depends(Gate((Permission.SURVEY_RECORD,)))]
Seeing = Annotated[
    Visitor,
    Depends(Gate((Permission.SURVEY_RECORD, Permission.CASE_VIEW_OWN, Permission.CASE_VIEW_ALL))),
]

_WIDEST, _HIGHEST = 60_000.0, 10_000.0  # what a specification may hold: the measured place is the limit


@router.get("/survey")
def surveys_page(request: Request, visitor: Recording) -> HTMLResponse:
    """List the surveys, newest first."""
    services = services_of(request)
    found = surveys_listed(services.database.reading)
    return page(request, "surveys.html", visitor, here="survey", surveys=found)


@router.get("/survey/new")
def new_survey(request: Request, visitor: Recording) -> HTMLResponse:
    """Show the form; unit and case may come with the address."""
    given = {key: value[:200] for key, value in request.query_params.items()}
    given.setdefault("surveyed_on", services_of(request).today().isoformat())
    given.setdefault("name_0", visitor.account.name)
    return _form(request, visitor, given)


async def read_survey_form(request: Request) -> AsyncIterator[FormData]:
    """Read the form with its photos before the route runs in a thread; the files are closed afterwards."""
    async with request.form(max_files=PHOTOS, max_fields=100, max_part_size=64 * 1024) as form:
        yield form


@router.post("/survey/new")
def record(request: Request, visitor: Recording, sent: Annotated[FormData, Depends(read_survey_form)]) -> Response:
    """Record a survey and show it; show the form again when something is wrong."""
    services = services_of(request)
    typed = typed_of(sent)
    came = photos_came(sent, services, visitor)
    try:
        survey = survey_of(typed)
        plan = services.plans.in_force(survey.plan_id, services.today())
        if survey.application_id:
            visible_application(services, visitor, survey.application_id)
        stored = record_survey(
            services.database.unit_of_work,
            survey_of(typed, site_photos(came, services)),
            plan,
            visitor.actor,
            services.now(),
            services.today(),
        )
    except SignageError as error:
        return _form(request, visitor, typed, error, came)
    return RedirectResponse(f"/survey/{stored.id}", 303)


@router.get("/survey/{survey_id}")
def survey_page(request: Request, visitor: Seeing, survey_id: str) -> HTMLResponse:
    """Show one survey against the plan that it was made against."""
    services = services_of(request)
    return _shown(request, services, visitor, _seen(services, visitor, survey_id))


@router.get("/survey/{survey_id}/photos/{number}.png")
def survey_photo(request: Request, visitor: Seeing, survey_id: str, number: int) -> Response:
    """Give our own picture of one of a survey's photos."""
    services = services_of(request)
    survey = _seen(services, visitor, survey_id)
    if not 1 <= number <= len(survey.photos):
        raise NotFound("survey.not_found", id=survey_id)
    return shown_picture(services.office.blobs.get(survey.photos[number - 1].preview))


@router.get("/survey/{survey_id}/design")
def to_design(
    request: Request, visitor: Recording, survey_id: str, name: str = "", kind: str = "panel-letters"
) -> Response:
    """Go to the design desk with the sign that fits into the measured place."""
    services = services_of(request)
    survey = _seen(services, visitor, survey_id)
    try:
        plan = services.plans.in_force(survey.plan_id, services.today())
        wanted = spec_of({"kind": kind, "name": name, "width_mm": _WIDEST, "height_mm": _HIGHEST})
        spec = fitted_spec(survey, plan, wanted)
    except SignageError as error:
        return _shown(request, services, visitor, survey, error)
    fields = {
        "plan": survey.plan_id,
        "unit": survey.unit_id,
        "name": spec.name,
        "kind": spec.kind,
        "width_mm": f"{spec.width_mm:.0f}",
        "height_mm": f"{spec.height_mm:.0f}",
        "bottom_mm": f"{spec.position.bottom_mm or 0:.0f}",
    }
    return RedirectResponse(f"/design?{urlencode(fields)}", 303)


def _seen(services: Services, visitor: Visitor, survey_id: str) -> Survey:
    """Return a survey that the visitor may see: those who record them see all, an applicant those of own cases.

    Raises:
        NotFound: There is none, or it is none of the visitor's; the answer does not tell which.
    """
    survey = survey_by_id(services.database.reading, survey_id)
    if visitor.may(Permission.SURVEY_RECORD):
        return survey
    if not survey.application_id:
        raise NotFound("survey.not_found", id=survey_id)
    try:
        visible_application(services, visitor, survey.application_id)
    except NotFound as exc:
        raise NotFound("survey.not_found", id=survey_id) from exc
    return survey


def _shown(
    request: Request, services: Services, visitor: Visitor, survey: Survey, error: SignageError | None = None
) -> HTMLResponse:
    lang = language_of(request)
    plan = next(
        (p for p in services.plans.revisions(survey.plan_id) if p.revision == survey.plan_revision),
        None,
    ) or services.plans.in_force(survey.plan_id, services.today())
    return page(
        request,
        "survey.html",
        visitor,
        status=status_of(error) if error else 200,
        here="survey",
        error=describe(error, lang) if error else None,
        survey=survey,
        record=record_of(survey, plan, lang),
        kinds=load_kinds(),
        may_record=visitor.may(Permission.SURVEY_RECORD),
    )


def _form(
    request: Request,
    visitor: Visitor,
    typed: dict[str, str],
    error: SignageError | None = None,
    came: Came | None = None,
) -> HTMLResponse:
    services, lang = services_of(request), language_of(request)
    told = None
    if error is not None:
        known = {what.value for what in Measured}
        if error.params.get("what") in known:  # the message names what was measured: as the page does
            named = what_word(Measured(str(error.params["what"])), lang)
            error = type(error)(error.code, at=error.at, **{**error.params, "what": named})
        told = describe(error, lang)
    return page(
        request,
        "survey_form.html",
        visitor,
        status=status_of(error) if error else 200,
        here="survey",
        error=told,
        wrong=(told.location.field or "") if told and told.location else "",
        typed=defaultdict(str, typed),  # what was not sent is shown empty
        plans=services.plans.all_in_force(services.today()),
        rows=[(what.value, what_word(what, lang)) for what in Measured],
        surveyors=range(SURVEYORS),
        most_photos=PHOTOS,
        **held_values(services, visitor, came),
        datums=[(key, text(f"survey.datum_{key}", lang)) for key in ("floor", "pavement")],
    )
