"""The service desk's figures as lines of a report: ratings, complaints, return visits, help, appointments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from signage.locale import Lang, text
from signage.reports.cases import Period
from signage.service import service_figures
from signage.service.figures import ServiceFigures
from signage.service.ports import ServiceUnitOfWork

NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One figure in words."""

    title_zh: str
    title_en: str
    value: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLines:
    """Every figure of the desk in a period."""

    lines: tuple[DeskLine, ...]


def desk_lines(unit: object, period: Period, *, is_public: bool = False) -> DeskLines:
    """Return the desk's figures of a period, as a report lists them.

    Args:
        unit: An open unit of work of the same database.
        period: Whole local days.
        is_public: Leaves out the links that only officers can follow.
    """
    found = service_figures(cast(ServiceUnitOfWork, unit), period.first, period.last, zone=period.zone)
    lines = tuple(_lines(found))
    if is_public:
        lines = tuple(DeskLine(title_zh=one.title_zh, title_en=one.title_en, value=one.value) for one in lines)
    return DeskLines(lines=lines)


def _lines(found: ServiceFigures) -> Iterator[DeskLine]:
    kept = _of(found.appointments_kept, found.appointments)
    yield _line("desk_appointments", kept, "/window/today")
    yield _line("desk_served", str(found.served), "/window/today")
    wait = found.median_wait_minutes
    yield _line("desk_wait", NOTHING if wait is None else _short(wait), "/window/today")
    yield _line("desk_extended", _short(found.extended_hours))
    yield _line("desk_help", _short(found.helper_hours))
    rated = sum(count for _, count in found.ratings)
    yield _line("desk_ratings", f"{rated} ({found.bad_ratings})" if rated else NOTHING, "/complaints/desk")
    yield _line("desk_rectified", _of(found.rectified_in_time, found.rectifications_opened), "/complaints/desk")
    yield _line("desk_complaints", _of(found.complaints_answered, found.complaints_received), "/complaints/desk")
    yield _line("desk_visits", _of(found.return_visits_made, found.return_visits_due), "/complaints/desk")


def _line(key: str, value: str, link: str = "") -> DeskLine:
    return DeskLine(
        title_zh=text(f"reports.{key}", Lang.ZH), title_en=text(f"reports.{key}", Lang.EN), value=value, link=link
    )


def _of(part: int, whole: int) -> str:
    return f"{part} / {whole}" if whole or part else NOTHING


def _short(number: Fraction) -> str:
    return f"{float(number):.1f}".removesuffix(".0")
