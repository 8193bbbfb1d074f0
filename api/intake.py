"""From the web's form to an application: the standard drawings made, the case opened, its design added, handed in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from api.asked_signs import refuse_undrawn
from api.case_papers import newest_papers, sample_code
from api.deps import Visitor, acting, visible_application
from api.design_form import DesignForm
from api.draft_papers import paper_of_draft
from api.notice_lines import answers_typed
from api.wishes import Wish, stated_circumstances, wish_of
from signage.applications import use_cases
from signage.applications.ids import new_id
from signage.applications.intake import item_from
from signage.applications.model import Actor, Applicant, Application, Circumstances, Item, Material, State, Term
from signage.applications.office import Office
from signage.bootstrap import Services
from signage.desk import Desk, standard_views
from signage.errors import InputError, SignageError
from signage.locale import text
from signage.scene import SheetParticulars

PICTURE_PX = 1600  # of a case's pictures: sharp on a screen and on the notice's page


def new_key() -> str:
    """Return a fresh idempotency key, so that a form sent twice is one application."""
    return new_id()


def apply_with(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    papers: tuple[Material, ...],
    key: str,
) -> Application:
    """Make the drawings, open the application and hand it in; a returned case is handed in again with this design.

    With `more` in the form it stays a draft, to which the next shop's design is added.

    Raises:
        SignageError: Something about design, applicant or papers is wrong, or the step is not possible.
    """
    wish, desk = wish_of(typed), form.desk(services)
    draft = paper_of_draft(services, visitor, form, desk)
    items = (_item(services, desk, typed.get("applicant_name", ""), wish.term),)
    stated, papers = stated_circumstances(typed), (*papers, *draft.materials)
    if form.case:
        case = _with_known(services, visitor, form, typed, items, papers, stated)
    else:
        case = _opened(services, visitor, typed, wish, items, papers, stated, key)
    draft.keep_versions(services, visitor, case.id)
    return case


def _with_known(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    items: tuple[Item, ...],
    papers: tuple[Material, ...],
    stated: Circumstances,
) -> Application:
    """Put the design into a draft or a returned case and hand it in, or keep it; a paper takes the earlier one's place.

    Of several signs only the one that the design names, or that is at its place, is changed.
    """
    known = visible_application(services, visitor, form.case)
    kept = {material.kind: material for material in newest_papers(services, known)}
    merged = tuple({**kept, **{paper.kind: paper for paper in papers}}.values())
    together, is_kept = signs_with(known, items, form.item), typed.get("more") == "yes"
    if known.state is State.DRAFT:
        others = {item.id for item in known.items} & {item.id for item in together}
        joint = _both(known.circumstances, stated) if others else stated
        return _to_draft(services, visitor, known, together, merged, joint, is_last=not is_kept)
    office, actor = acting(services, visitor, known.applicant.account_id, application_id=known.id)
    if is_kept:
        return use_cases.amend(
            office,
            known.id,
            actor,
            services.now(),
            expected_version=known.version,
            items=together,
            materials=merged,
            circumstances=stated,
        )
    return use_cases.submit(
        office,
        known.id,
        actor,
        services.now(),
        expected_version=known.version,
        items=together,
        materials=merged,
        circumstances=stated,
        answers=answers_typed(known, typed),
    )


def signs_with(known: Application, items: tuple[Item, ...], changed: str = "") -> tuple[Item, ...]:
    """Return a case's signs with a new one: in the place of the one that it changes, else after the others.

    Args:
        known: The draft, or the case that was returned.
        items: The new sign.
        changed: Id of the sign that it changes; empty means the one at its place.

    Raises:
        InputError: The sign that is to be changed is not there any more, or a returned case does not know which.
    """
    positions = {item.position_key for item in items}
    old = [one for one in known.items if (one.id == changed if changed else one.position_key in positions)]
    if changed and not old:
        raise InputError("web.changed_sign_gone")
    if not old and known.state is not State.DRAFT:
        old = list(known.items)
        if len(old) > 1:
            raise InputError("web.changed_sign_unnamed", count=len(old))
    if not old:
        return (*known.items, *items)
    at = known.items.index(old[0])
    return tuple(one for n, item in enumerate(known.items) for one in (items if n == at else (item,)))


def _opened(
    services: Services,
    visitor: Visitor,
    typed: Mapping[str, str],
    wish: Wish,
    items: tuple[Item, ...],
    papers: tuple[Material, ...],
    stated: Circumstances,
    key: str,
) -> Application:
    """Open a new case and hand it in, unless another shop is to follow."""
    applicant = applicant_of(visitor, typed)
    office, actor = acting(services, visitor, applicant.account_id)
    draft = use_cases.open_application(
        office,
        applicant,
        items,
        papers,
        actor,
        services.now(),
        circumstances=stated,
        idempotency_key=key,
        purpose=wish.purpose,
        earlier_permit=wish.earlier_permit,
    )
    if typed.get("more") == "yes" and draft.state is State.DRAFT:
        return draft
    return submitted_or_withdrawn(services, office, actor, draft, key)


def applicant_of(visitor: Visitor, typed: Mapping[str, str]) -> Applicant:
    """Return the applicant that a form names: the visitor, or somebody whom the visitor is an agent of."""
    principal = typed.get("principal", "")
    return Applicant(
        name=typed.get("applicant_name", ""),
        credit_code=typed.get("credit_code", ""),
        contact=typed.get("contact", ""),
        phone=typed.get("phone", ""),
        account_id=visitor.account.id if principal in ("", "self") else principal,
    )


def known_applicant(services: Services, visitor: Visitor) -> dict[str, str]:
    """Return what a new form need not ask again: as the visitor's latest case of their own states it, else a sample."""
    with services.office.reading() as unit:
        latest = unit.applications.listed(applicant_id=visitor.account.id, limit=1)
    if not latest:
        return {"credit_code": sample_code(services)}
    known = latest[0].applicant
    return {
        "applicant_name": known.name,
        "credit_code": known.credit_code,
        "contact": known.contact,
        "phone": known.phone,
    }


def submitted_or_withdrawn(
    services: Services, office: Office, actor: Actor, draft: Application, key: str
) -> Application:
    """Hand a draft in that was opened just now; when that fails it is withdrawn, since nobody asked for a draft.

    Raises:
        SignageError: Why it cannot be handed in; the form comes back with what was typed.
    """
    try:
        return use_cases.submit(
            office, draft.id, actor, services.now(), expected_version=draft.version, idempotency_key=key
        )
    except SignageError:
        with suppress(SignageError):
            words = text("applications.withdrawn_unsubmitted")
            use_cases.withdraw(office, draft.id, actor, services.now(), reasons=words)
        raise


def _to_draft(
    services: Services,
    visitor: Visitor,
    draft: Application,
    together: tuple[Item, ...],
    materials: tuple[Material, ...],
    stated: Circumstances,
    *,
    is_last: bool,
) -> Application:
    """Keep a draft with its signs, and hand it in where that was the last one."""
    if is_last:
        refuse_undrawn(draft, services.catalogue, together)
    now = services.now
    office, actor = acting(services, visitor, draft.applicant.account_id, application_id=draft.id)
    changed = use_cases.amend(
        office,
        draft.id,
        actor,
        now(),
        items=together,
        materials=materials,
        circumstances=stated,
        expected_version=draft.version,
    )
    if not is_last:
        return changed
    return use_cases.submit(office, draft.id, actor, now(), expected_version=changed.version)


def _both(first: Circumstances, second: Circumstances) -> Circumstances:
    """What is stated of several shops together: yes for one is yes for the case, unknown for one is not no."""

    def joined(a: bool | None, b: bool | None) -> bool | None:
        return True if a or b else None if None in (a, b) else False

    return Circumstances(
        affects_third_party=joined(first.affects_third_party, second.affects_third_party),
        needs_survey=joined(first.needs_survey, second.needs_survey),
        is_franchise=first.is_franchise or second.is_franchise,
    )


def _item(services: Services, desk: Desk, applicant: str, term: Term | None) -> Item:
    plan = desk.proposal.plan
    unit = desk.proposal.unit
    particulars = SheetParticulars(
        drawing_number=f"{plan.id}-{unit.id}",
        project=plan.building,
        applicant=applicant,
        organ=services.office.organ.name,
        date=services.today(),
    )
    blobs = services.office.blobs
    views = standard_views(desk, services.fonts, particulars, width_px=PICTURE_PX)
    drawings = {view.file_name: blobs.put(view.rendering.content) for view in views}
    address = f"{plan.address}{unit.door_number or ''}"
    return item_from(desk.proposal, desk.report, drawings, address, services.office.policy, term=term)
