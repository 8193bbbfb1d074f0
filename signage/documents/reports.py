"""Set the weekly report and the monthly bulletin as PDF, in the layout of official documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from signage.applications.notices import Organ
from signage.documents.faces import DocumentFaces
from signage.documents.notice import foot_lines
from signage.documents.typesetting import typeset
from signage.documents.words import chinese_date
from signage.documents.workshop_pack import printable
from signage.locale import text
from signage.register.model import Publication, PublicationStatus
from signage.reports.bulletin import Bulletin
from signage.reports.cases import Period
from signage.reports.figures import Figure, parameters
from signage.reports.page_rows import (
    ITEM_FIGURES,
    FigureRow,
    breakdown_head,
    breakdown_rows,
    figure_rows,
    problem_lines,
    report_notes,
    rule_rows,
    weekly_rows,
)
from signage.reports.service import ServiceFigures
from signage.reports.weekly import WeeklyReport


def weekly_pdf(report: WeeklyReport, organ: Organ, *, made_at: datetime, faces: DocumentFaces | None = None) -> bytes:
    """Return the weekly report as PDF/A with tags; the same arguments give the same bytes.

    Raises:
        ToolError: Typst refused.
    """
    period = report.figures.period
    year, number, _ = period.first.isocalendar()
    first, last = f"{period.first.month}月{period.first.day}日", f"{period.last.month}月{period.last.day}日"
    data = {
        **_letter(
            organ,
            text("reports.weekly_title"),
            period,
            report.made_on if report.is_running else None,
            report.figures.figures,
        ),
        "number": text("reports.weekly_number", year=year, week=number, first=first, last=last),
        "made_on": chinese_date(report.made_on),
        "columns": _words("column_figure", "column_this", "column_last", "column_change", "column_cases"),
        "rows": [[r.title, r.value, r.before, r.change, r.base] for r in weekly_rows(report)],
        "open": text("reports.open_cases", count=len(report.open_cases)),
        "sections": {**_sections(), "figures": text("reports.section_figures")},
        "tracks": _breakdown(breakdown_rows(report.figures.by_track, None)),
        "kinds": _breakdown(breakdown_rows(report.figures.by_kind, None)),
        "items": {
            "head": list(breakdown_head(shown=ITEM_FIGURES)),
            "rows": _rows(breakdown_rows(report.figures.by_item, None, shown=ITEM_FIGURES)),
        },
        "problems": [{"head": head, "lines": list(lines)} for head, lines in problem_lines(report)],
        "rules": [list(row[:3]) for row in rule_rows(report.figures.failing, None)],
        "service": _service(report.service),
    }
    return _set("weekly.typ", data, made_at, faces)


def bulletin_pdf(shown: Bulletin, organ: Organ, *, made_at: datetime, faces: DocumentFaces | None = None) -> bytes:
    """Return the monthly bulletin as PDF/A with tags; the same arguments give the same bytes.

    Raises:
        ToolError: Typst refused.
    """
    period = shown.period
    data = {
        **_letter(
            organ, text("reports.bulletin_title"), period, shown.made_on if shown.is_running else None, shown.figures
        ),
        "number": text("reports.bulletin_number", year=period.first.year, month=period.first.month),
        "made_on": chinese_date(shown.made_on),
        "columns": _words("column_figure", "column_value", "column_cases"),
        "rows": [[r.title, r.value, r.base] for r in figure_rows(shown.figures)],
        "sections": {**_sections(), "figures": text("reports.section_figures_month")},
        "tracks": _breakdown(breakdown_rows(shown.by_track, None)),
        "rules": [list(row[:3]) for row in rule_rows(shown.rules, None)],
        "entries": [_entry(entry) for entry in shown.entries],
        "service": _service(shown.service),
    }
    return _set("bulletin.typ", data, made_at, faces)


def _set(template: str, data: dict[str, Any], made_at: datetime, faces: DocumentFaces | None) -> bytes:
    return typeset(template, printable(data), faces=faces or DocumentFaces.find(), timestamp=made_at).content


def _letter(
    organ: Organ, title: str, period: Period, running_to: date | None, figures: Sequence[Figure]
) -> dict[str, Any]:
    fee = f"{parameters().rendering_fee_fen / 100:g}"
    notes = list(report_notes(figures, fee))
    if running_to is not None:
        notes.insert(0, text("reports.note_running", day=running_to.isoformat()))
    return {
        "title": title,
        "author": organ.name,
        "keywords": [period.name],
        "organ": organ.name,
        "head_drop_mm": 0,
        "watermark": text("documents.watermark") if organ.is_demonstration else "",
        "foot": foot_lines(is_demonstration=organ.is_demonstration, illustrative=()),
        "made_by": text("reports.made_by", organ=organ.name),
        "notes": notes,
    }


def _sections() -> dict[str, str]:
    names = ("problems", "tracks", "kinds", "items", "rules", "service", "entries")
    words = {name: text(f"reports.section_{name}") for name in names}
    words |= {f"rule_{name}": text(f"reports.column_{name}") for name in ("rule", "clause", "count")}
    words["no_rules"], words["no_entries"] = text("reports.none_rules"), text("reports.none_entries")
    return words


def _words(*names: str) -> list[str]:
    return [text(f"reports.{name}") for name in names]


def _breakdown(rows: tuple[tuple[str, tuple[FigureRow, ...]], ...]) -> dict[str, Any]:
    return {"head": list(breakdown_head()), "rows": _rows(rows)}


def _rows(rows: tuple[tuple[str, tuple[FigureRow, ...]], ...]) -> list[list[str]]:
    return [[name, *(cell.value for cell in cells)] for name, cells in rows]


def _service(service: ServiceFigures | None) -> list[list[str]]:
    return [[line.title_zh, line.value] for line in service.lines] if service is not None else []


def _entry(entry: Publication) -> dict[str, Any]:
    """One published decision as the bulletin prints it; a withdrawn one is its number and the reason."""
    record = entry.record
    if entry.status is PublicationStatus.WITHDRAWN:
        told = text("reports.withdrawn_entry", reason=entry.note)
        return {"head": record.document_number, "outcome": text("register.status_withdrawn"), "rows": [["", told]]}
    content = record.content
    if entry.status is PublicationStatus.CORRECTED:
        content += text("reports.corrected_entry", reason=entry.note)
    rows = [
        [text("reports.column_project"), record.project],
        [text("reports.column_category"), record.category],
        [text("reports.column_content"), content],
        [text("reports.column_holder"), record.holder],
        [text("reports.column_code"), record.holder_code or "—"],
        [text("reports.column_decided"), record.decided_on.isoformat()],
    ]
    if record.valid_from and record.valid_to:
        term = f"{record.valid_from.isoformat()} — {record.valid_to.isoformat()}"
        rows.append([text("reports.column_valid"), term])
    outcome = text(f"register.{record.heading}")
    return {"head": record.document_number, "outcome": outcome, "rows": rows}
