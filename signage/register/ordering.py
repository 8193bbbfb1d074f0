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
from signage.applications.model import Actor
from signage.applications.office import Office
from signage.applications.paperwork import file_letter
from signage.errors import Conflict, GuardFailed, InputError, Location
from signage.locale import text
from signage.register.inspection import Fit, Inspection, Rectification, RectificationState
from signage.register.lookup import look_up
from signage.register.model import PublicPermit
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
    expected_version: int,
) -> CaseDocument:
    """Order the holder of a permit to put right what an inspection found, and return the sealed letter's record.

    Args:
        office: Its letters, numbers and ports.
        rectification_id: What is to be put right; its last day is the order's.
        actor: Who orders.
        now: The date of the letter, aware.
        inspectors: Names of the officers who inspected, two at least.
        consequence: What follows when nothing is put right, in the officer's words; may be empty.
        expected_version: The version of the rectification that the actor saw.

    Raises:
        InputError: Fewer than two inspectors are named.
        GuardFailed: It is closed, ordered already, or nothing measurable differs.
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
    permit = look_up(office, asked.permit_number)
    found = next(one for one in every if one.fit is Fit.DIFFERS)  # the newest: what stands there now
    content = letter_content.Rectification(
        inspected_on=found.inspected_on,
        place=f"{permit.address} {permit.unit_id}",
        inspectors=tuple(Officer(name=name) for name in names),
        problems=problems_of(permit, found),
        correct_by=asked.due,
        consequence=consequence.strip(),
        remedies=remedies_of(office.organ),
        permit_number=asked.permit_number,
    )
    letter = letter_head(office, case, now, content)
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
    return tuple(found)


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
