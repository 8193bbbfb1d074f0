"""One case: its page, its steps, and the papers of a returned one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.case_page import case_values, elapsed_words
from api.case_papers import newest_papers, papers_concerning, papers_of
from api.deps import (
    Visitor,
    acting,
    acts_on_cases,
    opens_cases,
    sees_cases,
    services_of,
    visible_application,
    visitor_on,
)
from api.errors import status_of
from api.figure_fields import matters_stated
from api.held_papers import Came, came_with, held_values
from api.notice_lines import answers_typed, unanswered
from api.pages import language_of, page
from api.refused_step import PAPERS_AGAIN, RefusedStep, typed_of
from api.sent_form import read_form
from api.step_forms import surveying
from api.steps import STEPS, refuse_lacking
from api.steps import Request as Asked
from api.wishes import found_out
from signage.applications import use_cases
from signage.applications.agency import power_for
from signage.applications.model import Action, Application, Material, Matter
from signage.applications.seen import keep_seen
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.errors import InputError, SignageError

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
Seeing = Annotated[Visitor, Depends(sees_cases)]
Acting = Annotated[Visitor, Depends(acts_on_cases)]


@router.get("/applications/{application_id}")
def application_page(
    request: Request, visitor: Seeing, application_id: str, item: int = 1, light: str = "marks", done: str = ""
) -> HTMLResponse:
    """Show one case with drawings, findings, papers, history and the steps that are open to the visitor."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if visitor.is_officer:
        keep_seen(services.office, visitor.account.id, application)
    return _case(request, services, visitor, application, item, light, done=done)


def _case(
    request: Request,
    services: Services,
    visitor: Visitor,
    application: Application,
    item: int = 1,
    light: str = "marks",
    *,
    done: str = "",
    refused: RefusedStep | None = None,
    came: Came | None = None,
) -> HTMLResponse:
    lang = language_of(request)
    seen_as = visitor_on(services, visitor, application)
    values: dict[str, Any] = case_values(services, seen_as, application, item, light, lang, done=done, refused=refused)
    return page(
        request,
        "application.html",
        visitor,
        status=status_of(refused.error) if refused else 200,
        here="applications",
        elapsed=elapsed_words(application, lang),
        **held_values(services, visitor, came),
        **values,
    )


@router.post("/applications/{application_id}/actions/{action}")
def act(
    request: Request,
    visitor: Acting,
    application_id: str,
    action: str,
    sent: Annotated[FormData, Depends(read_form)],
) -> Response:
    """Take one step; the page that follows says what was done, or why not, with everything that was typed."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    step = STEPS.get(action)
    if step is None:
        raise InputError("web.unknown_action", action=action)
    typed = typed_of(sent)
    concerned = papers_concerning(services, application)
    came = came_with(services, visitor, sent, concerned)
    try:
        papers = papers_of(services, came.or_refused(), others=concerned)
        owner, power = application.applicant.account_id, power_for(action)
        office, actor = acting(services, visitor, owner, power, application.id)
        asked = Asked(
            office=office,
            case_id=application.id,
            actor=actor,
            now=services.now(),
            typed=typed,
            version=_version(typed),
            clock=services.now,
            catalogue=services.catalogue,
            circumstances=found_out(application, typed.get("affects_third_party", ""), typed.get("needs_survey", "")),
            papers=papers.materials,
            surveyors=surveying(services) if action == Action.SURVEY.value else {},
        )
        taken = step(asked)
        papers.keep_versions(services, visitor, application.id)
        make_due(services.office, application.id)
    except SignageError as error:
        refused = RefusedStep(key=action, typed=typed, error=error, version=_version_or_none(typed))
        stands = use_cases.case(services.office, application.id)
        return _case(request, services, visitor, stands, refused=refused, came=came)
    return done_address(taken)


@router.post("/applications/{application_id}/papers")
def hand_in_again(
    request: Request, visitor: Applying, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Hand a draft in, or a returned case again, with further papers; one of a kind takes the earlier one's place."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    typed = typed_of(sent)
    concerned = papers_concerning(services, application)
    came = came_with(services, visitor, sent, concerned)
    try:
        sampled = {paper.code for paper in concerned} if typed.get("sample_papers") == "yes" else set()
        kept = newest_papers(services, application)
        papers = papers_of(services, came.or_refused(), sampled=sampled, kept=kept, others=concerned)
        stated = matters_stated(services.catalogue, application, typed)
        if typed.get("incomplete") != "yes":
            refuse_unchanged(services, application, papers.materials, stated, typed)
        office, actor = acting(services, visitor, application.applicant.account_id, application_id=application.id)
        taken = use_cases.submit(
            office,
            application.id,
            actor,
            services.now(),
            expected_version=_version(typed),
            materials=papers.materials,
            matters=stated,
            answers=answers_typed(application, typed),
        )
        papers.keep_versions(services, visitor, application.id)
        make_due(services.office, application.id)
    except SignageError as error:
        refused = RefusedStep(key=PAPERS_AGAIN, typed=typed, error=error, version=_version_or_none(typed))
        stands = use_cases.case(services.office, application.id)
        return _case(request, services, visitor, stands, refused=refused, came=came)
    return done_address(taken)


def refuse_unchanged(
    services: Services,
    application: Application,
    materials: tuple[Material, ...],
    stated: tuple[Matter, ...] | None,
    typed: Mapping[str, str],
) -> None:
    """Refuse to hand in what lacks papers, or again what is as it was returned: it would only come back once more.

    Raises:
        InputError: A paper or an answer is still missing, or nothing at all is new.
    """
    again = replace(application, materials=materials, matters=application.matters if stated is None else stated)
    before = application.submissions[-1].items if application.submissions else ()
    refuse_lacking(services.office, again, (line for _, line in unanswered(application, typed)))
    is_new = application.items != before or bool(
        answers_typed(application, typed)
    )  # a draft, which was never handed in, is new as well
    if not is_new and again == replace(application, materials=newest_papers(services, application)):
        raise InputError("web.nothing_new")


def done_address(taken: Application) -> RedirectResponse:
    """Lead to a case's page, which says what was just done."""
    return RedirectResponse(f"/applications/{taken.id}?done={taken.version}", 303)


def _version(typed: dict[str, str]) -> int:
    version = _version_or_none(typed)
    if version is None:
        raise InputError("web.bad_request", field="version", why=typed.get("version", "")[:40])
    return version


def _version_or_none(typed: dict[str, str]) -> int | None:
    written = typed.get("version", "")
    return int(written) if written.isdecimal() and len(written) <= 9 else None
