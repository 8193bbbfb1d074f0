"""What is to become of an item's permit: the form that asks for its renewal, change or transfer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from api.case_papers import Papers, papers_of
from api.deps import Visitor, acting, opens_cases, services_of, visible_application
from api.errors import status_of
from api.faults import FormFaults, told
from api.held_papers import Came, came_with, held_values
from api.intake import applicant_of, new_key, submitted_or_withdrawn
from api.item_form import QUESTIONS
from api.pages import language_of, page
from api.register_page import tabs
from api.routes.case import done_address
from api.sent_form import read_form
from api.sequel_faults import day_typed, note_papers, sequel_faults
from api.wishes import stated_circumstances
from signage.applications.asking_again import (
    PURPOSES,
    ItemPermit,
    ask_again,
    check_allowed,
    item_permit,
    papers_of_sequel,
)
from signage.applications.composite import needs_term
from signage.applications.model import Application, Purpose, State
from signage.applications.policy import Paper
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from signage.errors import NotFound, SignageError
from signage.register.masking import masked_identifiers

router = APIRouter(include_in_schema=False)

Applying = Annotated[Visitor, Depends(opens_cases)]
FIELDS = (
    "principal", "applicant_name", "credit_code", "contact", "phone", "place", "until", "affects_third_party",
    "needs_survey", "incomplete", "sample_papers", "idempotency_key",
)  # fmt: skip


@router.get("/permits/{number}/{act}")
def sequel_page(request: Request, visitor: Applying, number: str, act: str) -> HTMLResponse:
    """Show the form, or in one sentence why the item's permit cannot be renewed, changed or transferred."""
    services = services_of(request)
    held, purpose = _asked(services, visitor, number, act)
    typed = {**dict.fromkeys(FIELDS, ""), "place": held.matter.place}
    if purpose is not Purpose.TRANSFER:
        holder = held.case.applicant
        typed |= {"applicant_name": holder.name, "credit_code": holder.credit_code}
        typed |= {"contact": holder.contact, "phone": holder.phone}
    try:
        check_allowed(held, purpose, services.today(), services.office.policy.renewal_ahead_days)
    except SignageError as error:
        return _form(request, visitor, held, purpose, typed, error, is_open=False)
    return _form(request, visitor, held, purpose, typed)


@router.post("/permits/{number}/{act}")
def ask(
    request: Request, visitor: Applying, number: str, act: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Open the case, hand it in and show it; show the form again when something is wrong."""
    services = services_of(request)
    held, purpose = _asked(services, visitor, number, act)
    typed = {name: _word(sent, name) for name in FIELDS}
    wanted = _papers(held, purpose)
    came = came_with(services, visitor, sent, wanted)
    figures = _figures(held, sent)
    try:
        sampled = {paper.code for paper in wanted} if typed["sample_papers"] == "yes" else set()
        papers = papers_of(services, came.papers, sampled=sampled, others=wanted)
        faults = sequel_faults(services, visitor, held, purpose, typed, figures)
        note_papers(faults, wanted, papers, came, is_incomplete=typed["incomplete"] == "yes")
        faults.refuse()
        case = _handed_in(services, visitor, held, purpose, typed, figures, papers)
    except SignageError as error:
        return _form(request, visitor, held, purpose, typed, error, came, figures=dict(figures))
    make_due(services.office, case.id)
    return done_address(case)


def _asked(services: Services, visitor: Visitor, number: str, act: str) -> tuple[ItemPermit, Purpose]:
    """The permit, and what is asked for; to renew or change it one sees its case, a transfer is anybody's to ask.

    Raises:
        NotFound: No such permit or wish, or the permit is somebody else's.
    """
    if act not in {purpose.value for purpose in PURPOSES}:
        raise NotFound("afterwards.no_item_permit", number=number[:60])
    held, purpose = item_permit(services.office, services.catalogue, number), Purpose(act)
    if purpose is not Purpose.TRANSFER:
        visible_application(services, visitor, held.case.id)
    return held, purpose


def _handed_in(
    services: Services,
    visitor: Visitor,
    held: ItemPermit,
    purpose: Purpose,
    typed: dict[str, str],
    figures: tuple[tuple[str, str], ...],
    papers: Papers,
) -> Application:
    if purpose is not Purpose.TRANSFER and typed["principal"] in ("", "self"):
        typed = {**typed, "principal": held.case.applicant.account_id}
    applicant = applicant_of(visitor, typed)
    office, actor = acting(services, visitor, applicant.account_id)
    key = typed["idempotency_key"] or new_key()
    draft = ask_again(
        office,
        held,
        purpose,
        applicant,
        papers.materials,
        actor,
        services.now(),
        until=day_typed(typed),
        place=typed["place"],
        answers=figures,
        circumstances=stated_circumstances(typed),
        idempotency_key=key,
    )
    if draft.state is State.DRAFT:
        draft = submitted_or_withdrawn(services, office, actor, draft, key)
    papers.keep_versions(services, visitor, draft.id)
    return draft


def _papers(held: ItemPermit, purpose: Purpose) -> tuple[Paper, ...]:
    english = {one.name_zh: one.name_en for one in held.item.papers}
    return tuple(
        Paper(
            code=one.code,
            name_zh=one.name,
            name_en=english.get(one.name, one.name),
            tracks=(),
            may_follow_days=one.may_follow_days,
        )
        for one in papers_of_sequel(held, purpose)
    )


def _word(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value.strip()[:200] if isinstance(value, str) else ""


def _figures(held: ItemPermit, sent: FormData) -> tuple[tuple[str, str], ...]:
    """What was typed beside each figure; one that stands as it was is no change."""
    typed = [(label, _word(sent, f"figure_{number}"), was) for number, (label, _, was) in enumerate(held.figures)]
    return tuple((label, value) for label, value, was in typed if value and value != was)


def _form(
    request: Request,
    visitor: Visitor,
    held: ItemPermit,
    purpose: Purpose,
    typed: dict[str, str],
    error: SignageError | None = None,
    came: Came | None = None,
    *,
    is_open: bool = True,
    figures: dict[str, str] | None = None,
) -> HTMLResponse:
    services = services_of(request)
    is_own = purpose is not Purpose.TRANSFER
    values: dict[str, Any] = held_values(services, visitor, came) if is_open else {}
    return page(
        request,
        "register_sequel.html",
        visitor,
        status=status_of(error) if error and is_open else 200,
        here="register",
        tabs=tabs(visitor),
        faults=told(error, language_of(request)),
        is_open=is_open,
        is_incomplete=isinstance(error, FormFaults) and error.lacks_papers,
        held_permit=held,
        purpose=purpose.value,
        sequel=held.sequel(purpose),
        takes_day=purpose is Purpose.RENEWAL and needs_term(held.item),
        papers=_papers(held, purpose),
        # Whoever takes a permit over sees of it what the public does.
        place=held.matter.place if is_own else masked_identifiers(held.matter.place),
        answers=held.matter.answers if is_own else (),
        figures=[(label, unit, (figures or {}).get(label, was)) for label, unit, was in held.figures],
        questions=QUESTIONS,
        typed=typed,
        key=typed["idempotency_key"] or new_key(),
        **values,
    )
