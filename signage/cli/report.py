"""`signage report weekly|monthly`: figures computed from the records, as words, JSON or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.output import deliver, print_json, say
from signage.cli.register import opened
from signage.cli.words import LANG, t

if TYPE_CHECKING:
    from signage.reports.figures import Figure
    from signage.reports.page_rows import FigureRow

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]
_Out = Annotated[Path | None, typer.Option("--out", "-o", help=t("reports.opt_out"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("reports.group_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="report")
    group.command("weekly", help=t("reports.weekly_help"))(_weekly)
    group.command("monthly", help=t("reports.monthly_help"))(_monthly)


def _weekly(
    week: Annotated[str, typer.Option("--week", help=t("reports.opt_week"))] = "",
    out: _Out = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.documents.reports import weekly_pdf
    from signage.reports import cases
    from signage.reports.page_rows import problem_lines, rule_rows, weekly_rows
    from signage.reports.weekly import weekly_report

    with opened(database) as services:
        office, now = services.office, services.now()
        period = cases.week(week, office.zone) if week else cases.week_of(services.today(), office.zone)
        report = weekly_report(office, period, now)
        if out is not None:
            deliver(out, weekly_pdf(report, office.organ, made_at=now))
            return
    problems = problem_lines(report, LANG)
    if as_json:
        print_json({"week": period.name, "figures": _figures(report.figures.figures), "problems": dict(problems)})
        return
    say(f"{t('reports.weekly_title')} {period.name}（{period.first.isoformat()} — {period.last.isoformat()}）")
    for row in weekly_rows(report, LANG):
        say(f"{_line(row)}  （{t('reports.column_last')} {row.before}）")
    for title, lines in problems:
        say(title)
        for line in lines:
            say(f"· {line}")
    for title, clause, count, _link in rule_rows(report.figures.failing, None, LANG):
        say(f"{count} × {title}（{clause}）")


def _monthly(
    month: Annotated[str, typer.Option("--month", help=t("reports.opt_month"))] = "",
    out: _Out = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.documents.reports import bulletin_pdf
    from signage.reports import cases
    from signage.reports.bulletin import bulletin, months_before
    from signage.reports.page_rows import figure_rows

    with opened(database) as services:
        office, now = services.office, services.now()
        period = cases.month(month, office.zone) if month else months_before(office, now, 1)[0]
        shown = bulletin(office, period, now)
        if out is not None:
            deliver(out, bulletin_pdf(shown, office.organ, made_at=now))
            return
    if as_json:
        records = [{"status": e.status, "note": e.note, "published_on": e.published_on} for e in shown.entries]
        listed = [
            {**one, "record": None if e.status.value == "withdrawn" else e.record}
            for one, e in zip(records, shown.entries, strict=True)
        ]
        print_json({"month": period.name, "figures": _figures(shown.figures), "entries": listed})
        return
    say(f"{t('reports.bulletin_title')} {period.name}")
    for row in figure_rows(shown.figures, LANG):
        say(_line(row))
    for entry in shown.entries:
        gone = entry.status.value == "withdrawn"
        words = t("reports.withdrawn_entry", reason=entry.note) if gone else entry.record.project
        say(f"· {entry.record.document_number}  {words}")


def _line(row: FigureRow) -> str:
    return f"{row.title}：{row.value}{f'（{row.base}）' if row.base else ''}"


def _figures(figures: tuple[Figure, ...]) -> dict[str, object]:
    """Figures for programs: the value as a number (None when there is none), and how many cases it rests on."""
    return {
        one.name: {
            "value": None if one.value is None else float(one.value),
            "unit": one.unit.value,
            "cases": len(one.cases),
            "of": len(one.of) or None,
        }
        for one in figures
    }
