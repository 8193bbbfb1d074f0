"""The monthly bulletin for the public: figures without cases, and every published decision as it was published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from signage.applications.composite import statutory_of
from signage.applications.office import Office
from signage.register.model import Publication
from signage.reports.cases import Period, month
from signage.reports.desk_lines import desk_lines
from signage.reports.figures import Breakdown, FailingRule, Figure, figures_of
from signage.reports.ports import begin_reading
from signage.reports.service import ServiceFigures

PUBLIC_FIGURES = (
    "accepted",
    "closed",
    "on_time_statutory",
    "on_time_promised",
    "early",
    "one_visit",
    "median_minutes",
    "days_saved",
    "days_saved_together",
    "renderings",
    "fees_saved",
)
_MOST_RULES = 10
_MOST_ENTRIES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What the public gets of a month; there is no field for anything that is not public.

    Attributes:
        rules: What designs failed most, without the cases.
        entries: Decisions published within the month, oldest first; withdrawn ones with their note only.
    """

    period: Period
    made_on: date
    is_running: bool
    figures: tuple[Figure, ...]
    by_track: tuple[Breakdown, ...]
    rules: tuple[FailingRule, ...]
    entries: tuple[Publication, ...]
    service: ServiceFigures | None = None


def bulletin(office: Office, period: Period, now: datetime, *, service: ServiceFigures | None = None) -> Bulletin:
    """Return the bulletin of a month, computed from the records and from what was published.

    Args:
        office: The office.
        period: The month.
        now: The present instant.
        service: What the service desk adds; by default what its records say.
    """
    with begin_reading(office) as unit:
        records = unit.reports.cases(start=period.start, end=period.end)
        entries = unit.publications.listed(since=period.first, until=period.last, limit=_MOST_ENTRIES)
        service = service or desk_lines(unit, period, is_public=True)
    found = figures_of(records, period, office.calendar, statutory_days=statutory_of(office))
    today = office.today(now)
    return Bulletin(
        period=period,
        made_on=min(today, period.last),
        is_running=today <= period.last,
        figures=_public(found.figures),
        by_track=tuple(replace(part, figures=_public(part.figures)) for part in found.by_track),
        rules=tuple(replace(rule, cases=()) for rule in found.failing[:_MOST_RULES]),
        entries=tuple(reversed(entries)),
        service=service,
    )


def months_before(office: Office, now: datetime, count: int = 12) -> tuple[Period, ...]:
    """Return the last months, the present one first."""
    found = []
    day = office.today(now)
    for _ in range(count):
        period = month(f"{day.year}-{day.month:02d}", office.zone)
        found.append(period)
        day = period.first.replace(day=1)
        day = date(day.year - 1, 12, 1) if day.month == 1 else date(day.year, day.month - 1, 1)
    return tuple(found)


def _public(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Figures as the public sees them: the numbers, with the cases' ids replaced by their count."""
    return tuple(
        replace(figure, cases=("",) * len(figure.cases), of=("",) * len(figure.of))
        for figure in figures
        if figure.name in PUBLIC_FIGURES
    )
