"""What is wrong with a sent form for an item's renewal, change or transfer: all of it, found at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.case_papers import Papers
from api.deps import Visitor
from api.faults import LACKING, FaultList
from api.held_papers import Came
from api.intake import applicant_of
from api.principals import principal_faults
from api.wishes import question_faults
from signage.applications.asking_again import ItemPermit, matter_asked
from signage.applications.intake import applicant_faults
from signage.applications.model import Purpose
from signage.applications.policy import Paper
from signage.bootstrap import Services
from signage.errors import InputError, Location
from signage.locale import both


def day_typed(typed: Mapping[str, str]) -> date | None:
    """Return the last day asked for, None where none was typed.

    Raises:
        InputError: It is no date.
    """
    if not typed["until"]:
        return None
    try:
        return date.fromisoformat(typed["until"])
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field="until"), value=typed["until"][:20]) from exc


def sequel_faults(
    services: Services,
    visitor: Visitor,
    held: ItemPermit,
    purpose: Purpose,
    typed: Mapping[str, str],
    figures: tuple[tuple[str, str], ...],
) -> FaultList:
    """Return what is wrong with what was typed, in the order of the page; of the papers see `note_papers`."""
    faults = FaultList()
    try:
        matter_asked(held, purpose, day_typed(typed), typed["place"].strip(), figures)
    except InputError as error:
        faults.add(error, _field_id(held, error))
    if purpose is Purpose.TRANSFER:
        for open_choice in principal_faults(services, visitor, typed):
            faults.add(open_choice)
    for fault in applicant_faults(applicant_of(visitor, typed), services.office.policy):
        faults.add(fault)
    for open_question in question_faults(typed):
        faults.add(open_question)
    return faults


def note_papers(
    faults: FaultList, wanted: tuple[Paper, ...], papers: Papers, came: Came, *, is_incomplete: bool
) -> None:
    """Note every paper that the door refused, and every one that is missing unless the window shall tell of them."""
    listed = {paper.code for paper in wanted}
    for code, error in came.refusals.items():
        faults.add(error, f"paper_{code}" if code in listed else "")
    there = {paper.kind for paper in papers.materials}
    for paper in () if is_incomplete else wanted:
        if not (paper.code in there or paper.code in came.refusals or paper.may_follow_days):
            faults.add(InputError(LACKING, paper=both(paper.name_zh, paper.name_en)), f"paper_{paper.code}")


def _field_id(held: ItemPermit, error: InputError) -> str:
    """The id of the field that an error names: a figure goes by its place on the form."""
    named = (error.at.field or "") if error.at else ""
    labels = [label for label, _, _ in held.figures]
    return f"figure_{labels.index(named)}" if named in labels else named
