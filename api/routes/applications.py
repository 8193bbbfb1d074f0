"""Applications: applying with a design, one case, its steps and its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api.apply_faults import apply_faults, wish_as_typed
from api.case_page import redesigns, told_to
from api.case_papers import newest_papers, papers_of, papers_wanted
from api.deps import (
    Visitor,
    changed_sign,
    opens_cases,
    sees_cases,
    services_of,
    visible_application,
    visitor_on,
)
from api.design_fields import FITTED_FIELDS, PLACE_FIELDS
from api.design_form import DesignForm
from api.errors import status_of
from api.faults import FormFaults, told
from api.held_papers import Came, came_with, held_values
from api.intake import apply_with, known_applicant, new_key
from api.next_shop import next_shop
from api.notice_lines import ANSWER
from api.pages import language_of, page
from api.sent_form import read_form
from api.wishes import QUESTIONS, Wish, answers_of
from signage.applications.afterwards import track_of
from signage.applications.agency import acting_for
from signage.applications.compared import staying_permit
from signage.applications.drawn_items import event_dates
from signage.applications.intake import place_of
from signage.applications.letters import LetterKind
from signage.applications.model import Application, Item, Permit, Purpose, State, Term, Track
from signage.applications.replaced import replaced_words
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.desk import Desk
from signage.errors import NotFound, SignageError
from signage.locale import Lang, text

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
Seeing = Annotated[Visitor, Depends(sees_cases)]


@router.get("/apply")
def apply_page(request: Request, visitor: Applying) -> Response:
    """Show the form that applies with a design; without one, lead to where it is drawn."""
    services = services_of(request)
    if elsewhere := _without_design(services, visitor, request.query_params):
        return RedirectResponse(elsewhere, 303)
    form = DesignForm.read(request.query_params, services)
    asked = {name: request.query_params[name] for name in ("purpose", "earlier_permit") if name in request.query_params}
    return _apply_form(request, visitor, services, form, new_key(), asked)


@router.post("/apply")
def apply_now(request: Request, visitor: Applying, sent: Annotated[FormData, Depends(read_form)]) -> Response:
    """Store the papers, hand the application in and show it; show the form again when something is wrong."""
    services = services_of(request)
    typed = {key: value for key, value in sent.items() if isinstance(value, str)}
    if elsewhere := _without_design(services, visitor, typed):
        return RedirectResponse(elsewhere, 303)
    form = DesignForm.read(typed, services)
    key = typed.get("idempotency_key") or new_key()
    form = _in_place_of(services, form, wish_as_typed(typed))
    came = came_with(services, visitor, sent)
    try:
        known = visible_application(services, visitor, form.case) if form.case else None
        wanted = papers_wanted(services, form.desk(services), wish_as_typed(typed), known=known, changed=form.item)
        sampled = {paper.code for paper in wanted} if typed.get("sample_papers") == "yes" else set()
        kept = newest_papers(services, known) if known else ()
        papers = papers_of(services, came.papers, sampled=sampled, kept=kept)
        apply_faults(services, visitor, form, typed, came, papers, wanted).refuse()
        if typed.get("only_show") == "yes":  # the reader only chose another language
            return _apply_form(request, visitor, services, form, key, typed, None, came)
        application = apply_with(services, visitor, form, typed, papers.materials, key)
        papers.keep_versions(services, visitor, application.id)
    except SignageError as error:
        return _apply_form(request, visitor, services, form, new_key(), typed, error, came)
    make_due(services.office, application.id)
    if application.state is State.DRAFT and not form.item:
        return RedirectResponse(f"/design?{urlencode(_next_design(services, form, application))}", 303)
    return RedirectResponse(f"/applications/{application.id}?done={application.version}", 303)


def _without_design(services: Services, visitor: Visitor, given: Mapping[str, str]) -> str:
    """Return where to go with an address that names no design: a case's own sign, its page, or the desk; else empty."""
    if given.get("unit") or given.get("plan"):
        return ""
    case_id = given.get("case", "")
    if not case_id:
        return "/design?undrawn=yes"
    case = visible_application(services, visitor, case_id)
    changes = redesigns(services, visitor_on(services, visitor, case), case)
    return f"/apply?{changes[0].query}" if len(changes) == 1 else f"/applications/{case.id}"


def _next_design(services: Services, form: DesignForm, draft: Application) -> dict[str, str]:
    """What the next sign of a draft begins with.

    For an event the same place; for a chain the same look, at a free unit of the same building or one of its own.
    """
    look = {name: value for name, value in form.values.items() if value and name not in (*PLACE_FIELDS, *FITTED_FIELDS)}
    kept, case = {**look, "plan": form.plan}, {"case": draft.id}
    if draft.is_temporary:
        return {**kept, "unit": form.unit, "leased_units": form.leased_units, **case}
    return {**kept, **next_shop(services, draft, form.plan), **case}


def _apply_form(
    request: Request,
    visitor: Visitor,
    services: Services,
    form: DesignForm,
    key: str,
    typed: dict[str, str],
    error: SignageError | None = None,
    came: Came | None = None,
) -> HTMLResponse:
    known = visible_application(services, visitor, form.case) if form.case else None
    draft = known if known and known.state is State.DRAFT else None
    changed = changed_sign(services, visitor, form.case, form.item)
    standing, is_own, track = (None, False, Track.PERMIT) if form.case else _standing_permit(services, visitor, form)
    dates = changed.term if changed else _dates_begun(services, draft, form)
    wish = _wish_fields(known, standing, typed, is_own=is_own, dates=dates)
    form = _in_place_of(services, form, wish_as_typed(wish))
    desk = form.desk(services)
    held = held_values(services, visitor, came)
    return page(
        request,
        "apply.html",
        visitor,
        status=status_of(error) if error else 200,
        here="design",
        faults=told(error, language_of(request)),
        desk=desk,
        idempotency_key=key,
        query=form.query,
        query_string=form.query_string,
        papers=papers_wanted(
            services,
            desk,
            wish_as_typed({**typed, **wish}),
            known=known,
            changed=form.item,
        ),
        only_where=_only_where(services),
        wish=wish,
        replaced=_replaced_here(services, form, desk, wish_as_typed(wish), language_of(request)),
        standing=standing,
        standing_track=track.value,
        is_own=is_own,
        renewal_days=services.office.policy.renewal_days(standing.valid_to) if standing else None,
        purposes=[
            (p.value, text(f"workflow.purpose_{p.value}"), text(f"workflow.purpose_{p.value}", Lang.EN))
            for p in Purpose
        ],
        draft=draft,
        known=known,
        told_before=told_to(known) if known and known.state is State.RETURNED else (),
        resent=_resent(typed, held) if request.method == "POST" else (),
        line_answers={name: words for name, words in typed.items() if name.startswith(ANSWER)},
        changed=changed,
        already=_handed_in(services, visitor, form.case),
        covered={
            name.removeprefix("covers_"): True for name, value in typed.items() if value and name.startswith("covers_")
        },
        is_temporary=desk.layout.spec.kind in services.office.policy.temporary.kinds,
        sample_ticked=typed.get("sample_papers") == "yes",
        longest_term=services.office.policy.temporary.max_days,
        may_be_meant=typed.get("meant") == "yes" or (isinstance(error, FormFaults) and error.may_be_meant),
        is_meant=typed.get("meant") == "yes",
        is_incomplete=isinstance(error, FormFaults) and error.lacks_papers,
        questions=QUESTIONS,
        answers={name: typed.get(name, value) for name, value in _answers_begun(known, changed).items()},
        applicant=_applicant_fields(
            services, visitor, form.case or (standing.application_id if standing and is_own else ""), form, typed
        ),
        **held,
    )


def _resent(typed: Mapping[str, str], held: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a form that came back carries along while the reader chooses a language; its papers wait under a token."""
    left_out = ("only_show", "lang", "large", "back", "held")
    kept = [(name, value) for name, value in typed.items() if name not in left_out]
    return [*kept, ("held", str(held["held_token"]))]


def _answers_begun(known: Application | None, changed: Item | None) -> dict[str, str]:
    """What the two questions begin with: what was answered for the case that is corrected, else nothing."""
    was_answered = known is not None and (known.state is not State.DRAFT or changed is not None or bool(known.group))
    return answers_of(known.circumstances) if known and was_answered else dict.fromkeys((q[0] for q in QUESTIONS), "")


def _handed_in(services: Services, visitor: Visitor, case_id: str) -> set[str]:
    """Codes of the papers that a draft or a returned case holds already."""
    if not case_id:
        return set()
    application = visible_application(services, visitor, case_id)
    return {material.kind for material in newest_papers(services, application)}


def _replaced_here(services: Services, form: DesignForm, desk: Desk, wish: Wish, lang: Lang) -> list[str]:
    """The old signs that come down for the design, in words; one that only passes on, or goes on, is none."""
    named, placed = desk.proposal.replaced or frozenset(), desk.proposal.sign
    with services.office.reading() as unit:
        stays = staying_permit(
            unit,
            wish.purpose,
            wish.earlier_permit,
            place=(form.plan, form.unit),
            spec=desk.layout.spec,
            origin_mm=(placed.origin.x, placed.origin.y),
        )
    here = [one for one in form.signs_here(desk.proposal.plan) if one.id in named]
    return [replaced_words(one, lang) for one in here if not stays or one.permit_number != stays]


def _in_place_of(services: Services, form: DesignForm, wish: Wish) -> DesignForm:
    """Return the design as it takes the place of the permit that is changed, renewed or transferred with it."""
    return form if wish.purpose is Purpose.NEW else form.replacing(wish.earlier_permit, services)


def _standing_permit(services: Services, visitor: Visitor, form: DesignForm) -> tuple[Permit | None, bool, Track]:
    """The permit that holds at the place of a design that stays, whether it is the visitor's own, and what it is."""
    if form.kind in services.office.policy.temporary.kinds:
        return None, False, Track.PERMIT
    with services.office.reading() as unit:
        place = place_of(form.kind)
        found = unit.permits.live_at(f"{form.plan}/{form.unit}" + (f"/{place}" if place else ""))
        case = unit.applications.get(found.application_id) if found and found.application_id else None
        track = track_of(unit, found) if found else Track.PERMIT
    if case is None or case.applicant.account_id == visitor.account.id:
        return found, case is not None, track
    # What follows is a new case, which an authorisation for a single one does not reach to.
    with services.database.reading() as unit:
        principals = acting_for(unit, visitor.account.id, services.today())
    return found, case.applicant.account_id in principals, track


def _wish_fields(
    case: Application | None, standing: Permit | None, typed: dict[str, str], *, is_own: bool, dates: Term | None
) -> dict[str, str]:
    """What was typed; else what the case asks for already, or what can be asked for where a permit holds."""
    known = dict.fromkeys(("purpose", "earlier_permit", "term_start", "term_end"), "")
    if standing is not None:  # the holder changes it; to anybody else it can only be transferred
        purpose = Purpose.CHANGE if is_own else Purpose.TRANSFER
        known |= {"purpose": purpose.value, "earlier_permit": standing.number}
    if case is not None:
        known |= {"purpose": case.purpose.value, "earlier_permit": case.earlier_permit}
    if dates is not None:
        known |= {"term_start": dates.start.isoformat(), "term_end": dates.end.isoformat()}
    return {name: typed.get(name, value) for name, value in known.items()}


def _dates_begun(services: Services, draft: Application | None, form: DesignForm) -> Term | None:
    """The dates that a design of a draft begins with; a sign that stays beside a group's event has none."""
    rule = services.office.policy.temporary
    if draft is None or (draft.group and form.kind not in rule.kinds):
        return None
    return event_dates(draft, rule, services.today())


def _only_where(services: Services) -> dict[str, tuple[str, str]]:
    """In which cases the papers of the list are asked for that not every sign needs, in both languages."""
    papers = services.office.policy.papers
    found = {
        paper.code: (f"web.where_{paper.when}" if paper.when else "web.may_follow", paper.may_follow_days)
        for paper in papers
        if paper.when or paper.may_follow_days
    }
    return {code: (text(key, Lang.ZH, days=days), text(key, Lang.EN, days=days)) for code, (key, days) in found.items()}


def _applicant_fields(
    services: Services, visitor: Visitor, case_id: str, form: DesignForm, typed: dict[str, str]
) -> dict[str, str]:
    """What was typed; else what an earlier case states, the returned one or the permit's; else what can be known."""
    known = {"name": "", "credit_code": "", "contact": "", "phone": ""}
    if case_id:
        applicant = visible_application(services, visitor, case_id).applicant
        known = {name: getattr(applicant, name) for name in known}
    else:
        known |= {key: value for key, value in known_applicant(services, visitor).items() if key in known}
        known["name"] = form.licence_name  # the shop's, which need not be that of the latest case
    keys = {"name": "applicant_name", "credit_code": "credit_code", "contact": "contact", "phone": "phone"}
    shown = {name: typed.get(keys[name], known[name]) for name in known}
    return shown | {"principal": typed.get("principal", "")}


@router.get("/applications/{application_id}/notice.pdf")
def notice(request: Request, visitor: Seeing, application_id: str) -> Response:
    """Give the sealed notice."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if not application.document_digest:
        raise NotFound("web.no_notice")
    number = application.decision_number.replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(application.document_digest), "application/pdf", f"{number}.pdf")


@router.get("/applications/{application_id}/documents/{document_id}.pdf")
def document(request: Request, visitor: Seeing, application_id: str, document_id: str) -> Response:
    """Give one of the case's documents."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    with services.office.reading() as unit:
        found = next((one for one in unit.documents.of(application.id) if one.id == document_id), None)
    if found is None or (found.kind is LetterKind.REVIEW and not visitor.is_officer):
        raise NotFound("web.no_document")
    number = found.number.replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(found.digest), "application/pdf", f"{found.title}{number}.pdf")


@router.get("/applications/{application_id}/drawings/{item_id}/{name}")
def drawing(request: Request, visitor: Seeing, application_id: str, item_id: str, name: str) -> Response:
    """Give one of the product's own drawings of an item."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    for item in application.items:
        digest = dict(item.drawings).get(name) if item.id == item_id else None
        if digest is not None:
            content = services.office.blobs.get(digest)
            suffix = name.rpartition(".")[2]
            kinds = {"png": "image/png", "svg": "image/svg+xml"}
            if suffix in kinds:  # drawn by us, so it may be shown in the page
                return Response(content, media_type=kinds[suffix])
            kind = {"pdf": "application/pdf", "dxf": "image/vnd.dxf"}.get(suffix, "application/octet-stream")
            return _file(content, kind, f"{item.unit_id}-{name}")
    raise NotFound("web.no_drawing", name=name)


@router.get("/applications/{application_id}/materials/{number}")
def material(request: Request, visitor: Seeing, application_id: str, number: int) -> Response:
    """Give a paper as it was handed in: always as a download, never shown inside the site."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if not 1 <= number <= len(application.materials):
        raise NotFound("web.no_drawing", name=str(number))
    paper = application.materials[number - 1]
    suffix = "." + paper.file_name.rpartition(".")[2] if "." in paper.file_name else ""
    name = f"{application.number or application.id}-{paper.kind}{suffix}".replace("〔", "").replace("〕", "-")
    return _file(services.office.blobs.get(paper.digest), paper.media_type, name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media_type, headers=headers)
