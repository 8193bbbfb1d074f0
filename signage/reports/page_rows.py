"""The rows of a report in words, shared by its page and its PDF, so that the two cannot disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from signage.locale import Lang, said_again, text
from signage.reports.cases import Period
from signage.reports.figures import Breakdown, FailingRule, Figure
from signage.reports.weekly import WeeklyReport
from signage.reports.words import breakdown_title, change_words, figure_base, figure_title, figure_value

TRACK_FIGURES = ("accepted", "closed", "on_time_promised", "early", "one_visit", "median_minutes")
ITEM_FIGURES = ("accepted", "closed", "on_time_promised", "median_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure in words.

    Attributes:
        base: What a share was taken of, such as `36/37`.
        before, change: Of the period before; empty where it is not compared.
        link: Query of the list of the cases behind it; empty when there are none.
    """

    title: str
    value: str
    base: str
    before: str = ""
    change: str = ""
    link: str = ""
    before_link: str = ""


def weekly_rows(report: WeeklyReport, lang: Lang = Lang.ZH) -> tuple[FigureRow, ...]:
    """Return the figures of a week beside those of the week before."""
    return tuple(
        FigureRow(
            title=figure_title(figure, lang),
            value=figure_value(figure, lang),
            base=figure_base(figure),
            before=figure_value(before, lang),
            change=change_words(figure, before, lang),
            link=cases_query(report.figures.period, figure),
            before_link=cases_query(report.before.period, before),
        )
        for figure, before in zip(report.figures.figures, report.before.figures, strict=True)
    )


def report_notes(figures: Sequence[Figure], fee: str, lang: Lang = Lang.ZH) -> tuple[str, ...]:
    """Return what the figures count and leave out, in sentences; `fee` is that of a rendering, in yuan."""
    named = {figure.name: figure for figure in figures}
    closed, visit = named.get("closed"), named.get("one_visit")
    notes = [text("reports.note_computed", lang)]
    left = len(closed.cases) - len(visit.of) if closed and visit else 0
    if closed and left > 0:
        notes.append(text("reports.note_one_visit", lang, closed=len(closed.cases), left=left))
    if "days_saved" in named:
        notes.append(text("reports.note_days_saved", lang))
    if (together := named.get("days_saved_together")) and together.cases:
        notes.append(text("reports.note_days_saved_together", lang))
    notes += [text("reports.note_renderings", lang), text("reports.note_fees", lang, fee=fee)]
    return tuple(notes)


def figure_rows(figures: Sequence[Figure], lang: Lang = Lang.ZH) -> tuple[FigureRow, ...]:
    """Return figures in words, without links."""
    return tuple(
        FigureRow(title=figure_title(one, lang), value=figure_value(one, lang), base=figure_base(one))
        for one in figures
    )


def breakdown_head(lang: Lang = Lang.ZH, shown: Sequence[str] = TRACK_FIGURES) -> tuple[str, ...]:
    """Return the heads of a breakdown's columns."""
    return tuple(text(f"reports.figure_{name}", lang) for name in shown)


def breakdown_rows(
    parts: Sequence[Breakdown],
    period: Period | None,
    lang: Lang = Lang.ZH,
    shown: Sequence[str] = TRACK_FIGURES,
) -> tuple[tuple[str, tuple[FigureRow, ...]], ...]:
    """Return every part with something in it as a row: its name and its figures; links only with a period."""
    found = []
    for part in parts:
        chosen = {figure.name: figure for figure in part.figures}
        if not any(figure.cases or figure.of for figure in part.figures):
            continue
        cells = tuple(
            FigureRow(
                title=figure_title(chosen[name], lang),
                value=figure_value(chosen[name], lang),
                base=figure_base(chosen[name]),
                link=cases_query(period, chosen[name], **{part.kind: part.key}) if period else "",
            )
            for name in shown
        )
        found.append((breakdown_title(part, lang), cells))
    return tuple(found)


def rule_rows(
    rules: Sequence[FailingRule], period: Period | None, lang: Lang = Lang.ZH, *, most: int = 10
) -> tuple[tuple[str, str, str, str], ...]:
    """Return the most failed rules: title, clause, count, and the query of the cases behind it."""
    return tuple(
        (
            rule.title_zh if lang is Lang.ZH else rule.title_en or rule.title_zh,
            f"{rule.document} {rule.clause}".strip(),
            str(rule.count),
            cases_query(period, None, rule=rule.rule_id) if period and rule.cases else "",
        )
        for rule in rules[:most]
    )


def cases_query(period: Period, figure: Figure | None, **more: str) -> str:
    """Return the query of the page that lists the cases behind a number; empty when there are none."""
    if figure is not None and not (figure.cases or figure.of):
        return ""
    fields = {"since": period.first.isoformat(), "until": period.last.isoformat()}
    return urlencode({**fields, **({"figure": figure.name} if figure else {}), **more})


def problem_lines(report: WeeklyReport, lang: Lang = Lang.ZH) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what the meeting must see to, in words: a heading and its lines, or the sentence that there are none."""
    provisional, late = text("reports.provisional", lang), text("reports.late_mark", lang)
    overdue = tuple(
        text(
            "reports.overdue_line",
            lang,
            number=one.case.number,
            applicant=one.case.applicant.name,
            deadline=text(f"workflow.deadline_{one.deadline}", lang),
            due=one.due.isoformat(),
            days=one.working_days,
            mark=provisional if one.is_provisional else "",
        )
        for one in report.overdue
    )
    zone = report.figures.period.zone
    returned = tuple(
        text(
            "reports.returned_line",
            lang,
            number=one.case.number,
            applicant=one.case.applicant.name,
            at=one.at.astimezone(zone).strftime("%Y-%m-%d"),
            count=len(one.lines),
        )
        for one in report.returned
    )
    publication = tuple(
        text(
            "reports.publication_line",
            lang,
            number=one.document_number,
            decided=one.decided_on.isoformat(),
            due=one.due.isoformat(),
            mark=provisional if one.is_provisional else "",
        )
        for one in report.unpublished
    )
    rectification = tuple(
        text(
            "reports.rectification_line",
            lang,
            number=one.permit_number,
            differences=("；" if lang is Lang.ZH else "; ").join(said_again(d, how, lang) for d, how in one.told),
            due=one.due.isoformat(),
            mark=late if one.is_overdue(report.made_on) else "",
        )
        for one in report.rectifications
    )
    found = {"overdue": overdue, "returned": returned, "publication": publication, "rectification": rectification}
    return tuple(
        (text(f"reports.problem_{name}", lang), lines or (text(f"reports.none_{name}", lang),))
        for name, lines in found.items()
    )
