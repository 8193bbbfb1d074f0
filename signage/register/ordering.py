"""The order to rectify (责令限期改正通知书): made from an inspection that found a deviation, sealed and tied to it.

The letter is set outside any transaction; a process that dies before it is tied leaves a numbered letter on the case,
and asking again ties the same one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from signage.applications import letter_content
from signage.applications.case_documents import CaseDocument
from signage.applications.letter_content import Officer, Problem
from signage.applications.letter_head import letter_head, remedies_of
from signage.applications.letters import LetterKind
from signage.applications.model import Actor, Event
from signage.applications.number_order import number_order
from signage.applications.office import Office
from signage.applications.paperwork import file_letter
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.locale import said, text
from signage.register.inspection import (
    Fit,
    Inspection,
    InspectionPolicy,
    ItemFound,
    Rectification,
    RectificationState,
    inspection_policy,
)
from signage.register.lookup import look_up
from signage.register.masking import masked_text
from signage.register.model import PublicOrder, PublicPermit
from signage.register.ports import begin, begin_reading

LEAST_INSPECTORS = 2  # as for a survey on site: one pair of eyes orders nothing


def order(
    office: Office,
    rectification_id: str,
    actor: Actor,
    now: datetime,
    *,
    inspectors: Iterable[str],
    consequence: str = "",
    days: int | None = None,
    expected_version: int,
    policy: InspectionPolicy | None = None,
) -> CaseDocument:
    """Order the holder of a permit to put right what an inspection found, and return the sealed letter's record.

    Args:
        office: Its letters, numbers and ports.
        rectification_id: What is to be put right.
        actor: Who orders.
        now: The date of the letter, aware.
        inspectors: Names of the officers who inspected, two at least.
        consequence: What follows when nothing is put right, in the officer's words; the policy's when left empty.
        days: Working days from the order within which it is to be done; None keeps the day that the inspection set.
        expected_version: The version of the rectification that the actor saw.
        policy: Between which the days may be chosen; what the package ships when left out.

    Raises:
        InputError: Fewer than two inspectors are named, or the days lie outside the bounds.
        GuardFailed: It is closed, ordered already, nothing measurable differs, or the policy names no basis for orders.
        Conflict: Somebody else was first.
        NotFound: Nothing by that id.
        ToolError: Typesetting or sealing failed; asking again uses the same number.
    """
    names = tuple(dict.fromkeys(name.strip() for name in inspectors if name.strip()))
    if len(names) < LEAST_INSPECTORS:
        raise InputError("register.one_inspector", at=Location(field="inspectors"), least=LEAST_INSPECTORS)
    with begin_reading(office) as unit:
        asked = unit.inspections.rectification(rectification_id)
        case = unit.applications.get(asked.application_id)
        every = unit.inspections.of_permit(asked.permit_number)
    if asked.version != expected_version:
        raise Conflict("register.changed_meanwhile", id=rectification_id)
    if asked.state is RectificationState.CLOSED:
        raise GuardFailed("register.already_closed", number=asked.permit_number)
    if asked.order_id:
        raise GuardFailed("register.ordered_already", number=asked.permit_number)
    rule = office.policy.orders
    if rule is None:
        raise GuardFailed("letters.order_without_basis")
    asked = _with_period(office, asked, actor, now, days, policy or inspection_policy())
    permit = look_up(office, asked.permit_number)
    found = next(one for one in every if one.fit is Fit.DIFFERS)  # the newest: what stands there now
    rests_on = rule.signs if permit.is_for_sign else rule.items
    content = letter_content.Rectification(
        inspected_on=found.inspected_on,
        place=f"{permit.address} {permit.unit_id}".strip(),
        inspectors=tuple(Officer(name=name) for name in names),
        problems=problems_of(permit, found),
        correct_by=asked.due,
        consequence=consequence.strip() or rests_on.consequence,
        basis=rests_on.basis,
        consequence_basis=rests_on.consequence_basis,
        remedies=remedies_of(office.organ),
        permit_number=asked.permit_number,
        item="" if permit.is_for_sign else permit.sign,
    )
    letter = letter_head(office, case, now, content)
    if rule.is_illustrative and rule.illustrative_title:
        letter = replace(letter, illustrative_books=(*letter.illustrative_books, rule.illustrative_title))
    document = file_letter(office, letter, actor, now, application=case, is_afterwards=True)
    _tie(office, asked, document)
    return document


def problems_of(permit: PublicPermit, inspection: Inspection) -> tuple[Problem, ...]:
    """Return what deviates: permitted with its tolerance beside measured, and the words where they differ."""
    basis = text("register.order_basis", number=permit.decision_number)
    found = [
        Problem(
            what=text("register.order_length", name=text(f"register.length_{one.name}")),
            required=text("register.order_permitted", mm=f"{one.permitted_mm:.0f}", allowed=f"{one.allowed_mm:.0f}"),
            measured=f"{one.measured_mm:.0f} mm",
            basis=basis,
        )
        for one in inspection.comparisons
        if one.fit is Fit.DIFFERS and one.measured_mm is not None
    ]
    if inspection.content_matches is False:
        words = text("register.order_words")
        differs = text("register.order_words_differ")
        found.append(Problem(what=words, required=f"“{permit.sign}”", measured=differs, basis=basis))
    return (*found, *_problems_of_item(inspection.item, basis))


def _problems_of_item(item: ItemFound | None, basis: str) -> list[Problem]:
    if item is None:
        return []
    found = []
    if item.is_at_place is False:
        told = text("register.order_elsewhere")
        found.append(Problem(what=text("register.order_place"), required=item.place, measured=told, basis=basis))
    if item.period is Fit.DIFFERS:
        term = text("register.order_term", first=str(item.first), last=str(item.last))
        told = text("register.order_outside")
        found.append(Problem(what=text("register.order_period"), required=term, measured=told, basis=basis))
    found += [
        Problem(
            what=text("register.order_figure", name=one.name),
            required=text(
                "register.order_allowed", permitted=f"{one.permitted} {one.unit}".strip(), allowed=one.allowed
            ),
            measured=f"{one.found} {one.unit}".strip(),
            basis=basis,
        )
        for one in item.figures
        if one.fit is Fit.DIFFERS
    ]
    return found


def _with_period(
    office: Office, asked: Rectification, actor: Actor, now: datetime, days: int | None, policy: InspectionPolicy
) -> Rectification:
    """Return what is to be put right with the chosen period, stored before the letter is set.

    An order that a process began and died over keeps the period that it was begun with: its letter may be numbered.

    Raises:
        InputError: The days lie outside the bounds.
        Conflict: Somebody else was first.
    """
    if days is None or asked.ordered_days:
        return asked
    if not policy.least_days <= days <= policy.most_days:
        at = Location(field="days")
        raise InputError("register.order_days", at=at, given=days, least=policy.least_days, most=policy.most_days)
    due = office.calendar.after(office.today(now), days)
    chosen = replace(
        asked, due=due.day, is_provisional=due.is_provisional, ordered_days=days, version=asked.version + 1
    )
    with begin(office) as unit:
        unit.inspections.save_rectification(chosen, expected_version=asked.version)
        state = unit.applications.get(asked.application_id).state
        note = said("register.event_period", number=asked.permit_number, days=days, due=due.day.isoformat())
        unit.history.append(
            Event(
                at=now,
                actor=actor,
                action="rectification_period",
                application_id=asked.application_id,
                from_state=state,
                to_state=state,
                note=note,
                facts=(("permit", asked.permit_number), ("due", due.day.isoformat())),
            )
        )
        unit.commit()
    return chosen


def public_orders(office: Office, number: str) -> tuple[PublicOrder, ...]:
    """Return the sealed orders to rectify about a permit as the public sees them, the newest first."""
    with begin_reading(office) as unit:
        every = unit.inspections.rectifications(number=number)
        cases = {one.application_id for one in every if one.order_id}
        documents = {doc.id: doc for case in cases for doc in unit.documents.of(case)}
    made = [
        PublicOrder(
            number=documents[one.order_id].number,
            ordered_on=office.today(documents[one.order_id].made_at),
            due=one.due,
            problems=tuple(masked_text(line) for line in one.differences),
            is_open=one.state is not RectificationState.CLOSED,
            closed_on=office.today(one.closed_at) if one.closed_at is not None else None,
            verification_code=documents[one.order_id].verification_code,
        )
        for one in every
        if one.order_id in documents
    ]
    return tuple(sorted(made, key=lambda one: (one.ordered_on, number_order(one.number)), reverse=True))


def orders_of(office: Office, application_id: str) -> tuple[CaseDocument, ...]:
    """Return the orders to rectify in a case, newest first."""
    with begin_reading(office) as unit:
        made = unit.documents.of(application_id)
    return tuple(one for one in reversed(made) if one.kind is LetterKind.RECTIFICATION)


def _tie(office: Office, asked: Rectification, document: CaseDocument) -> None:
    with begin(office) as unit:
        ordered = replace(asked, order_id=document.id, version=asked.version + 1)
        unit.inspections.save_rectification(ordered, expected_version=asked.version)
        unit.commit()
