"""Everything that is owed to somebody (件件有着落、事事有回音): what, to whom, by when, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from signage.applications.clock import WorkingCalendar
from signage.applications.model import Application
from signage.applications.number_order import number_order
from signage.locale import Lang, text
from signage.service.model import Complaint, Due, Rectification, ReturnVisit
from signage.service.ports import InspectionOrder, ServiceUnitOfWork


class DutyKind(StrEnum):
    """What is owed."""

    RECTIFICATION = "rectification"  # after a bad rating
    INSPECTION = "inspection"  # a difference that an inspection found, to be put right by its day
    COMPLAINT = "complaint"
    RETURN_VISIT = "return_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One open duty.

    Attributes:
        id: Of what is owed.
        number: Number of the complaint, of the case, or of the permit that was inspected.
        application_id: The case, empty when there is none.
        officer, officer_id: Who stands for it, empty when nobody does yet.
        missing: What has to happen next, a key of the catalogue.
        days_left: Working days until it is due; 0 on the day itself, negative once it is overdue.
    """

    kind: DutyKind
    id: str
    number: str
    application_id: str
    officer: str
    officer_id: str
    missing: str
    due: Due
    days_left: int
    is_answered: bool

    @property
    def is_overdue(self) -> bool:
        """Whether its date is gone."""
        return self.days_left < 0


def open_duties(unit: ServiceUnitOfWork, calendar: WorkingCalendar, today: date) -> tuple[Duty, ...]:
    """Return every open duty: unanswered ones first, each group by its due date."""
    found = [_of_rectification(unit, one, calendar, today) for one in unit.service.ratings.open_rectifications()]
    found += [_of_complaint(one, calendar, today) for one in unit.service.complaints.open()]
    found += [_of_visit(unit, one, calendar, today) for one in unit.service.return_visits.open()]
    found += [_of_inspection(one, calendar, today) for one in unit.inspections.rectifications(open_only=True)]
    return tuple(sorted(found, key=lambda duty: (duty.is_answered, duty.due.day, number_order(duty.number))))


def days_left(calendar: WorkingCalendar, today: date, due: date) -> int:
    """Return the working days from today until a date; a date that is gone counts below 0, whatever lies between."""
    if due >= today:
        return calendar.between(today, due)
    return -max(1, calendar.between(due, today))


def kind_label(kind: DutyKind, lang: Lang = Lang.ZH) -> str:
    """Return a kind as a reader knows it."""
    return text(f"service.duty_{kind.value}", lang)


def missing_label(missing: str, lang: Lang = Lang.ZH) -> str:
    """Return what has to happen next as a reader knows it."""
    return text(f"service.missing_{missing}", lang)


def _of_rectification(unit: ServiceUnitOfWork, one: Rectification, calendar: WorkingCalendar, today: date) -> Duty:
    missing = "answer" if one.answer is None else "call_back" if one.call_back is None else "close"
    return Duty(
        kind=DutyKind.RECTIFICATION,
        id=one.id,
        number=_number(unit.applications.get(one.application_id)),
        application_id=one.application_id,
        officer=one.answer.by.name if one.answer else "",
        officer_id=one.answer.by.id if one.answer else "",
        missing=missing,
        due=one.due,
        days_left=days_left(calendar, today, one.due.day),
        is_answered=one.answer is not None,
    )


def _of_inspection(one: InspectionOrder, calendar: WorkingCalendar, today: date) -> Duty:
    """Owed by the permit's holder first, then by whoever looks again; nobody is named before that."""
    return Duty(
        kind=DutyKind.INSPECTION,
        id=one.id,
        number=one.permit_number,
        application_id=one.application_id,
        officer="",
        officer_id="",
        missing="look_again" if one.answer else "put_right",
        due=Due(day=one.due, is_provisional=one.is_provisional, basis=text("service.basis_inspection")),
        days_left=days_left(calendar, today, one.due),
        is_answered=bool(one.answer),
    )


def _of_complaint(one: Complaint, calendar: WorkingCalendar, today: date) -> Duty:
    missing = "close" if one.answer is not None else "officer" if one.officer is None else "answer"
    return Duty(
        kind=DutyKind.COMPLAINT,
        id=one.id,
        number=one.number,
        application_id="",
        officer=one.officer.name if one.officer else "",
        officer_id=one.officer.id if one.officer else "",
        missing=missing,
        due=one.due,
        days_left=days_left(calendar, today, one.due.day),
        is_answered=one.answer is not None,
    )


def _of_visit(unit: ServiceUnitOfWork, one: ReturnVisit, calendar: WorkingCalendar, today: date) -> Duty:
    return Duty(
        kind=DutyKind.RETURN_VISIT,
        id=one.id,
        number=_number(unit.applications.get(one.application_id)),
        application_id=one.application_id,
        officer=one.planned_by.name,
        officer_id=one.planned_by.id,
        missing="visit" if one.said is None else "visit_answer",
        due=one.due,
        days_left=days_left(calendar, today, one.due.day),
        is_answered=False,
    )


def _number(case: Application) -> str:
    return case.number or case.id[:8]
