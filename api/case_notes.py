"""What somebody should know beside a case: the plan's record, the permit that it replaces, others at its place."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Visitor
from api.unit_notes import notes_of
from signage.applications import workflow
from signage.applications.compared import staying_permit, transfer_changes
from signage.applications.model import IN_PROCEDURE, Application, Item, Permit, Purpose, State
from signage.applications.replaced import replaced_words
from signage.applications.same_place import UNDECIDED, Rival, rivals_of
from signage.applications.standing import replaced_by
from signage.applications.succeeding import ended_with
from signage.bootstrap import Services
from signage.locale import Lang, said_again, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line; `case` is the id of the case that it tells of, with its number as the link's words."""

    words: str
    case: str = ""
    number: str = ""


def notes_for(
    services: Services, visitor: Visitor, application: Application, chosen: Item | None, lang: Lang
) -> list[Note]:
    """Return what is told of a case: its record to officers until it is issued, other cases to its owner too."""
    if chosen is None:
        return []
    of_record = _of_record(services, visitor, application, chosen, lang)
    away = _of_taken_away(services, visitor, application, chosen, lang)
    return [
        *of_record,
        *away,
        *_of_transfer(services, application, lang),
        *_of_rivals(services, visitor, application, lang),
    ]


def _of_record(services: Services, visitor: Visitor, application: Application, item: Item, lang: Lang) -> list[Note]:
    if not visitor.is_officer or application.state not in (State.SUBMITTED, *IN_PROCEDURE, State.APPROVED):
        return []
    plan = services.stood(
        services.plans.in_force(item.plan_id, services.today()),
        apart_from=application.id,
    )
    is_event = item.term is not None or item.spec.kind in services.office.policy.temporary.kinds
    with services.office.reading() as unit:
        stays = staying_permit(
            unit,
            application.purpose,
            application.earlier_permit,
            place=(item.plan_id, item.unit_id),
            spec=item.spec,
            origin_mm=item.origin_mm,
        )
    notes = notes_of(
        plan,
        item.unit_id,
        application.applicant.name,
        lang,
        is_temporary=is_event,
        replaced=frozenset(replaced_by(item)),
        is_handed_in=True,
        staying=stays,
    )
    with services.office.reading() as unit:
        live = unit.permits.live_at(item.position_key)
        named = [unit.permits.by_number(old.permit_number) for old in item.replaced if old.permit_number]
        ending = ended_with(unit, item, application)
    unit_of = {old.permit_number: old.unit for old in item.replaced}
    said = [Note(words=words) for words in notes]
    said += [_note_permit(_fate(application, live), live, "", lang)] if live is not None else []
    others = {one.id: one for one in (*ending, *named) if one is not None and one != live and not one.ended_reason}
    ids = {one.id for one in ending}
    return [
        *said,
        *(
            _note_permit("ending" if one.id in ids else "replaced", one, unit_of.get(one.number, item.unit_id), lang)
            for one in others.values()
        ),
    ]


def _of_taken_away(
    services: Services, visitor: Visitor, application: Application, item: Item, lang: Lang
) -> list[Note]:
    """Tell the clerk of old signs of the unit that are taken for gone although the permit of the next one is over."""
    if not visitor.is_officer or application.state is State.DRAFT:
        return []
    plan = services.plans.in_force(item.plan_id, services.today())
    notes = []
    for one in services.taken_away(plan):
        if one.sign.unit != item.unit_id:
            continue
        with services.office.reading() as unit:
            permit = unit.permits.by_number(one.permit.number) or one.permit
        how = said_again(permit.ended_reason, "", lang, services.office.english) if permit.ended_reason else "—"
        named = replaced_words(one.sign, lang)
        words = text("applications.note_taken_away", lang, sign=named, number=permit.number, how=how)
        notes.append(Note(words=words, case=permit.application_id, number=permit.number))
    return notes


def _of_transfer(services: Services, application: Application, lang: Lang) -> list[Note]:
    """What a transfer changes beside the holder, told to both sides until it is issued."""
    if application.purpose is not Purpose.TRANSFER or application.state not in (State.DRAFT, *UNDECIDED):
        return []
    with services.office.reading() as unit:
        changes = transfer_changes(unit, application)
    if not changes:
        return [Note(words=text("applications.note_transfer_unchanged", lang))]
    listed = ("；" if lang is Lang.ZH else "; ").join(change.say(lang) for change in changes)
    return [Note(words=text("applications.note_transfer_changes", lang, changes=listed))]


def _fate(application: Application, live: Permit) -> str:
    """What becomes of the permit that holds the place when this case is issued."""
    if live.holder_code == application.applicant.credit_code:
        return "own"
    is_passed_on = application.purpose is Purpose.TRANSFER and application.earlier_permit == live.number
    return "transferred" if is_passed_on else "other"


def _note_permit(fate: str, live: Permit, unit: str, lang: Lang) -> Note:
    """Tell the clerk of a live permit, and lead to its case."""
    words = text(
        f"applications.note_{fate}_permit",
        lang,
        number=live.number,
        holder=live.holder,
        unit=unit,
        valid_to=str(live.valid_to),
    )
    return Note(words=words, case=live.application_id, number=live.number)


def _of_rivals(services: Services, visitor: Visitor, application: Application, lang: Lang) -> list[Note]:
    if application.state not in (State.DRAFT, *UNDECIDED):
        return []
    with services.office.reading() as unit:
        rivals = rivals_of(unit, application)
    is_officer = visitor.is_officer
    return [_note(rival, lang, is_officer=is_officer) for rival in rivals if is_officer or rival.is_own]


def _note(rival: Rival, lang: Lang, *, is_officer: bool) -> Note:
    """Return one in words; an applicant is told of their own cases only."""
    if not rival.is_own:
        key = "note_rival_first" if rival.is_first else "note_rival_later"
    else:
        key = "note_own_rival" if is_officer else "note_your_rival"
    state = workflow.state_label(rival.entry.state, lang)
    words = text(f"applications.{key}", lang, applicant=rival.entry.applicant, state=state)
    return Note(words=words, case=rival.entry.id, number=rival.entry.number)
