"""Applying for items of the catalogue: one by itself, or several at once (单独受理、综合办理)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.asked_signs import asked_signs, refuse_undrawn, undrawn
from api.chosen_papers import (
    group_papers,
    group_statements,
    is_chosen,
    told_by_chosen,
    with_dates,
    without_unasked_dates,
)
from api.deps import Visitor, acting, draft_of, opens_cases, sees_cases, services_of, visible_application
from api.design_form import name_suggested
from api.draft_signs import desk_address, redraws, to_draw
from api.errors import status_of
from api.faults import FormFaults, told
from api.held_papers import Came, came_with, held_values, papers_of_draft
from api.intake import known_applicant, new_key
from api.item_form import QUESTIONS, ItemForm, blank_form, form_of_draft, open_case, sent_form
from api.own_files import download
from api.pages import language_of, page
from api.paper_formats import MOST_MB, papers_taken
from api.routes.applications import apply_now
from api.sent_form import form_reader
from signage.applications import use_cases
from signage.applications.composite import is_by_form, needs_design, needs_term
from signage.applications.model import Application, State
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.errors import NotFound, SignageError
from signage.items import CatalogueItem, CompositeGroup
from signage.locale import describe

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
Seeing = Annotated[Visitor, Depends(sees_cases)]


read_form = form_reader(files=80)  # a group's list of papers is long, and empty fields count too


@router.get("/apply/item/{code}")
def item_page(request: Request, visitor: Applying, code: str) -> Response:
    """Show the form of one item; what needs a design is asked for at the desk."""
    services = services_of(request)
    item = _item(services, code)
    if needs_design(item):
        return RedirectResponse("/design", 303)
    return _page(request, visitor, blank_form(services, (item,), None, known_applicant(services, visitor)))


@router.post("/apply/item/{code}")
def apply_for_item(
    request: Request, visitor: Applying, code: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Hand an application for one item in; show the form again when something is wrong."""
    services = services_of(request)
    return _apply(request, visitor, sent_form(services, (_item(services, code),), None, sent), sent)


@router.get("/apply/together")
def together_page(
    request: Request, visitor: Applying, group: str = "construction-site", draft: str = ""
) -> HTMLResponse:
    """Show the form for the items of a group, all of them chosen that are no event; or a draft's own, to be changed."""
    services = services_of(request)
    known = _known_draft(services, visitor, draft)
    chosen = services.catalogue.group(known.group if known else group)
    if known is None:
        typed = known_applicant(services, visitor)
        return _page(request, visitor, blank_form(services, _members(services, chosen), chosen, typed))
    form = form_of_draft(services, visitor, _members(services, chosen), chosen, known)
    return _page(request, visitor, form, came=papers_of_draft(services, known))


@router.post("/apply/together")
def apply_together(request: Request, visitor: Applying, sent: Annotated[FormData, Depends(read_form)]) -> Response:
    """Store the papers and hand the case in, or go on to its drawings; show the form again when something is wrong.

    The button that updates the page for what is ticked shows it again with all that was typed and handed in.
    """
    services = services_of(request)
    code, draft = sent.get("group"), sent.get("draft")
    group = services.catalogue.group(code if isinstance(code, str) else "")
    form = sent_form(services, _members(services, group), group, sent)
    earlier = _known_draft(services, visitor, draft if isinstance(draft, str) else "")
    return _apply(request, visitor, replace(form, earlier=earlier), sent)


@router.get("/apply/together/{application_id}")
def draft_page(request: Request, visitor: Applying, application_id: str) -> Response:
    """Show what a draft of a group holds: what is drawn, what is still to be drawn, and the button that hands it in."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if application.state is not State.DRAFT or not application.group:
        return RedirectResponse(f"/applications/{application.id}", 303)
    return _draft(request, visitor, application)


@router.post("/apply/together/{application_id}")
def hand_draft_in(
    request: Request, visitor: Applying, application_id: str, version: Annotated[int, Form()]
) -> Response:
    """Hand a draft of a group in; what is not drawn yet is told in one list."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    try:
        refuse_undrawn(application, services.catalogue)
        office, actor = acting(services, visitor, application.applicant.account_id, application_id=application.id)
        done = use_cases.submit(office, application.id, actor, services.now(), expected_version=version)
        make_due(services.office, application.id)
    except SignageError as error:
        return _draft(request, visitor, use_cases.case(services.office, application.id), error)
    return RedirectResponse(f"/applications/{application.id}?done={done.version}", 303)


@router.get("/apply/together/{application_id}/draw")
def go_and_draw(
    request: Request, visitor: Applying, application_id: str, item: str = "", place: str = "", kind: str = ""
) -> Response:
    """Go to the desk for something ticked, at the unit and with the kind that were chosen; ask again without them."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    sign = next((one for one in asked_signs(application, services.catalogue) if one.code == item), None)
    if sign is None or application.state is not State.DRAFT:
        return RedirectResponse(f"/apply/together/{application.id}", 303)
    try:
        return RedirectResponse(desk_address(services, application, sign, place, kind), 303)
    except SignageError as error:
        return _draft(request, visitor, application, error, chosen={"item": item, "place": place, "kind": kind})


@router.post("/apply/together/{application_id}/leave-out")
def leave_sign_out(
    request: Request,
    visitor: Applying,
    application_id: str,
    version: Annotated[int, Form()],
    item: Annotated[str, Form(max_length=60)],
) -> Response:
    """Take a drawn sign out of the draft again."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    try:
        office, actor = acting(services, visitor, application.applicant.account_id, application_id=application.id)
        kept = tuple(one for one in application.items if one.id != item)
        use_cases.amend(office, application.id, actor, services.now(), items=kept, expected_version=version)
    except SignageError as error:
        return _draft(request, visitor, use_cases.case(services.office, application.id), error)
    return RedirectResponse(f"/apply/together/{application.id}", 303)


@router.post("/apply/together/{application_id}/sign")
def keep_sign(
    request: Request, visitor: Applying, application_id: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Put a drawn sign into the draft as `/apply` does, and come back to the draft's list instead of the desk."""
    visible_application(services_of(request), visitor, application_id)
    answer = apply_now(request, visitor, sent)
    if answer.headers.get("location", "").startswith("/design?"):
        return RedirectResponse(f"/apply/together/{application_id}", 303)
    return answer


@router.get("/applications/{application_id}/results/{matter_id}.pdf")
def result(request: Request, visitor: Seeing, application_id: str, matter_id: str) -> Response:
    """Give the own result document of an item that was handled together with others."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    permit = next((one for one in application.permits if one.item_id == matter_id and not one.is_for_sign), None)
    if permit is None:
        raise NotFound("web.no_document")
    name = permit.number.replace("〔", "").replace("〕", "-")
    return download(services.office.blobs.get(permit.document_digest), "application/pdf", f"{name}.pdf")


def _item(services: Services, code: str) -> CatalogueItem:
    item = services.catalogue.item(code)
    if not needs_design(item) and not is_by_form(item):
        raise NotFound("applications.item_not_decided", item=item.name_zh)
    return item


def _members(services: Services, group: CompositeGroup) -> tuple[CatalogueItem, ...]:
    return tuple(services.catalogue.item(code) for code in group.codes)


def _known_draft(services: Services, visitor: Visitor, application_id: str) -> Application | None:
    """Return a draft of a group that is to be changed, None where none is named."""
    found = draft_of(services, visitor, application_id[:60])
    return found if found and found.group and found.matters else None


def _apply(request: Request, visitor: Visitor, form: ItemForm, sent: FormData) -> Response:
    services = services_of(request)
    came = came_with(services, visitor, sent, form.papers)
    form = told_by_chosen(form, came.papers) if form.group else form.told_by(came.papers)
    if form.group and sent.get("update") == "yes":
        return _page(request, visitor, form, came.refused, came)
    try:
        application = open_case(services, visitor, without_unasked_dates(form), came)
    except SignageError as error:
        return _page(request, visitor, replace(form, key=new_key()), error, came)
    if application.state is State.DRAFT:
        return RedirectResponse(f"/apply/together/{application.id}", 303)
    make_due(services.office, application.id)
    return RedirectResponse(f"/applications/{application.id}?done={application.version}", 303)


def _page(
    request: Request,
    visitor: Visitor,
    form: ItemForm,
    error: SignageError | None = None,
    came: Came | None = None,
) -> HTMLResponse:
    services = services_of(request)
    group = form.group
    chosen = [item.code for item in form.chosen]
    return page(
        request,
        "together.html" if group else "apply_item.html",
        visitor,
        status=status_of(error) if error else 200,
        here="guide",
        faults=told(error, language_of(request)),
        form=form,
        questions=QUESTIONS,
        days={code: group.separate_days((code,)) for code in group.codes} if group else {},
        apart=group.separate_days(chosen) if group else 0,
        is_term_needed=any(needs_term(item) for item in form.by_forms),
        own_terms=[item for item in form.by_forms if not needs_term(item)],
        is_incomplete=isinstance(error, FormFaults) and error.lacks_papers,
        taken=papers_taken(services),
        most_mb=MOST_MB,
        **(_by_choice(form) if group else {}),
        **held_values(services, visitor, came),
    )


def _by_choice(form: ItemForm) -> dict[str, object]:
    """What a group's form asks for by what is ticked."""
    papers, dated = group_papers(form), with_dates(form)
    in_cases = dict.fromkeys(code for one in papers if one.when for code in one.codes)
    return {
        "papers_asked": papers,
        "statements_asked": group_statements(form),
        "cases_of": tuple(in_cases),
        "is_any_case": is_chosen(form, in_cases),
        "with_dates": dated,
        "are_dates_asked": is_chosen(form, dated),
    }


def _draft(
    request: Request,
    visitor: Visitor,
    application: Application,
    error: SignageError | None = None,
    *,
    chosen: dict[str, str] | None = None,
) -> HTMLResponse:
    services = services_of(request)
    signs = [
        (one, to_draw(services, application, one), redraws(services, application, one))
        for one in asked_signs(application, services.catalogue)
    ]
    return page(
        request,
        "together_draft.html",
        visitor,
        status=status_of(error) if error else 200,
        here="guide",
        error=describe(error, language_of(request)) if error else None,
        a=application,
        group=services.catalogue.group(application.group),
        signs=signs,
        missing=undrawn(application, services.catalogue),
        chosen=chosen or {"item": "", "place": "", "kind": ""},
        wrong=(error.at.field if error and error.at else "") or "",
        name_begun=name_suggested(application.applicant.name),
    )
