"""The weekly report for the approval meeting: this week beside the last, and what the meeting must see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from signage.applications.composite import statutory_of
from signage.applications.model import Application, Event
from signage.applications.number_order import number_order
from signage.applications.office import Office
from signage.applications.records import Defect
from signage.register.inspection import Rectification
from signage.register.model import DuePublication
from signage.register.publishing import due_publications
from signage.reports.cases import CaseRecord, Period, week_of
from signage.reports.desk_lines import desk_lines
from signage.reports.figures import ENDED, PROMISED, STATUTORY, Figures, deadline_of, figures_of
from signage.reports.ports import begin_reading
from signage.reports.service import ServiceFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCase:
    """An open case that missed a time limit.

    Attributes:
        deadline: Name of the limit, such as `acceptance`.
        working_days: How many working days it is late.
    """

    case: Application
    deadline: str
    due: date
    is_provisional: bool
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCase:
    """A case that was returned within the week, and all that its one notice asks for."""

    case: Application
    at: datetime
    lines: tuple[Defect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """What the approval meeting gets.

    Attributes:
        made_on: Local date that overdue cases are counted on: the last day of the week, or today in a running week.
        is_running: The week is not over yet.
    """

    figures: Figures
    before: Figures
    made_on: date
    is_running: bool
    overdue: tuple[OverdueCase, ...]
    returned: tuple[ReturnedCase, ...]
    unpublished: tuple[DuePublication, ...]
    rectifications: tuple[Rectification, ...]
    open_cases: tuple[Application, ...]
    numbers: tuple[tuple[str, str], ...]
    service: ServiceFigures | None = None


def weekly_report(
    office: Office, period: Period, now: datetime, *, service: ServiceFigures | None = None
) -> WeeklyReport:
    """Return the report of a week, computed from the records as they are now.

    Args:
        office: The office.
        period: The week.
        now: The present instant: what is overdue is judged on the week's last day, but never in the future.
        service: What the service desk adds; by default what its records say.
    """
    last = week_of(period.first - timedelta(days=1), period.zone)
    today = office.today(now)
    day = min(period.last, today)
    with begin_reading(office) as unit:
        records = unit.reports.cases(start=last.start, end=period.end)
        standing = unit.inspections.rectifications(open_only=True)
        service = service or desk_lines(unit, period)
    waiting = tuple(one for one in due_publications(office) if one.is_overdue(day))
    figures = figures_of(records, period, office.calendar, statutory_days=statutory_of(office))
    return WeeklyReport(
        figures=figures,
        before=figures_of(records, last, office.calendar, statutory_days=statutory_of(office)),
        made_on=day,
        is_running=today <= period.last,
        overdue=overdue_cases(office, records, day),
        returned=_returned(records, period),
        unpublished=waiting,
        rectifications=tuple(one for one in standing if one.opened_on <= day),
        open_cases=tuple(r.application for r in records if _is_open(r, day, period)),
        numbers=tuple((r.application.id, r.application.number or "—") for r in records),
        service=service,
    )


def overdue_cases(office: Office, records: Sequence[CaseRecord], on: date) -> tuple[OverdueCase, ...]:
    """Return the open cases that missed a limit by a local date, the latest first."""
    found = []
    for record in records:
        case = record.application
        if case.state.value in ENDED or case.state.value == "draft":
            continue
        for name in _running(case):
            limit = deadline_of(case, name)
            if limit is not None and on > limit.due:
                late = office.calendar.between(limit.due, on)
                found.append(
                    OverdueCase(
                        case=case,
                        deadline=name,
                        due=limit.due,
                        is_provisional=limit.is_provisional,
                        working_days=late,
                    )
                )
                break
    return tuple(sorted(found, key=lambda one: (one.due, number_order(one.case.number))))


def _running(case: Application) -> tuple[str, ...]:
    """Names of the time limits that run for a case as it stands, the gravest first."""
    if case.state.value == "returned":
        return ("correction",)
    if case.decision is not None:
        return ("delivery",)
    return (STATUTORY, PROMISED) if case.accepted_at is not None else ("acceptance",)


def _returned(records: Sequence[CaseRecord], period: Period) -> tuple[ReturnedCase, ...]:
    found = []
    for record in records:
        for event in record.events:
            if event.action == "return" and period.holds(event.at):
                found.append(ReturnedCase(case=record.application, at=event.at, lines=_asked_for(record, event)))
    return tuple(found)


def _asked_for(record: CaseRecord, event: Event) -> tuple[Defect, ...]:
    """What the last notice lists; what history says of it where a record of before has no lines."""
    case = record.application
    if case.notices:
        return case.notices[-1].defects
    lines = case.notice or ((event.note,) if event.note else ())
    return tuple(Defect(key="", text=line) for line in lines)


def _is_open(record: CaseRecord, on: date, period: Period) -> bool:
    """Whether a case was handed in and not at an end on a local date, by its history."""
    state = ""
    for event in record.events:
        if period.day(event.at) <= on and event.to_state is not None:
            state = event.to_state.value
    return state not in ENDED and state not in ("", "draft")
