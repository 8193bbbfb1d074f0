"""Weekly report, the cases behind its numbers, and the public monthly bulletin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Gate, Visitor, open_to_all, services_of
from api.pages import language_of, page
from api.register_page import download, register_words, tabs
from signage.accounts import Permission
from signage.applications.office import Office
from signage.bootstrap import Services
from signage.documents.reports import bulletin_pdf, weekly_pdf
from signage.errors import NotFound
from signage.locale import Lang, text
from signage.register.query import read_query
from signage.reports.behind import cases_behind
from signage.reports.bulletin import Bulletin, bulletin, months_before
from signage.reports.cases import Period, month, span, week, week_of
from signage.reports.figures import parameters
from signage.reports.page_rows import (
    ITEM_FIGURES,
    breakdown_head,
    breakdown_rows,
    figure_rows,
    problem_lines,
    report_notes,
    rule_rows,
    weekly_rows,
)
from signage.reports.ports import begin_reading
from signage.reports.weekly import WeeklyReport, weekly_report
from signage.reports.words import figure_title, figure_value

router = APIRouter(include_in_schema=False)

_MOST_KEPT = 24
Report = TypeVar("Report", Bulletin, WeeklyReport)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Reading = Annotated[Visitor, Depends(Gate((Permission.REPORTS_VIEW,)))]


@router.get("/reports/weekly")
def weekly_page(request: Request, visitor: Reading, week: str = "") -> HTMLResponse:
    """Show the report of a week, this one by default."""
    services, lang = services_of(request), language_of(request)
    period = _week(services, week)
    report = _kept(request, services, period, weekly_report)
    return page(
        request,
        "reports_weekly.html",
        visitor,
        here="weekly",
        tabs=tabs(visitor),
        period=period,
        previous=week_of(period.first - timedelta(days=1), period.zone).name,
        following=week_of(period.last + timedelta(days=1), period.zone).name,
        is_last=report.is_running,
        made_on=report.made_on,
        rows=weekly_rows(report, lang),
        head=breakdown_head(lang),
        tracks=breakdown_rows(report.figures.by_track, period, lang),
        kinds=breakdown_rows(report.figures.by_kind, period, lang),
        item_head=breakdown_head(lang, ITEM_FIGURES),
        items=breakdown_rows(report.figures.by_item, period, lang, ITEM_FIGURES),
        rules=rule_rows(report.figures.failing, period, lang),
        report=report,
        problems=problem_lines(report, lang),
        notes=report_notes(report.figures.figures, _fee(), lang),
        word=_words(lang),
    )


@router.get("/reports/weekly.pdf")
def weekly_file(request: Request, _: Reading, week: str = "") -> Response:
    """Give the report of a week as PDF, ready to print."""
    services = services_of(request)
    period = _week(services, week)
    now = services.now()
    report = weekly_report(services.office, period, now)
    content = weekly_pdf(report, services.office.organ, made_at=now)
    return download(content, "application/pdf", f"周报-{period.name}.pdf")


@router.get("/reports/cases")
def cases_page(
    request: Request,
    visitor: Reading,
    since: str = "",
    until: str = "",
    figure: str = "",
    track: str = "",
    sign_kind: str = "",
    item: str = "",
    rule: str = "",
) -> HTMLResponse:
    """List the cases behind a number."""
    services, lang = services_of(request), language_of(request)
    days = read_query({"since": since, "until": until})
    today = services.today()
    period = span(days.since or today, days.until or days.since or today, services.office.zone)
    found = cases_behind(
        services.office,
        period,
        figure=figure[:60],
        track=track[:40],
        sign_kind=sign_kind[:60],
        item=item[:60],
        rule=rule[:80],
    )
    title = found.rule_title[lang is not Lang.ZH] if found.figure is None else figure_title(found.figure, lang)
    return page(
        request,
        "reports_cases.html",
        visitor,
        here="weekly",
        tabs=tabs(visitor),
        period=period,
        week=week_of(period.first, period.zone).name,
        title=title,
        value=figure_value(found.figure, lang) if found.figure else "",
        found=found,
    )


@router.get("/bulletin")
def bulletins_page(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show this month's bulletin, with the earlier ones beside it."""
    services = services_of(request)
    return _bulletin(request, visitor, services, months_before(services.office, services.now(), 1)[0])


@router.get("/bulletin/{name}.pdf")
def bulletin_file(request: Request, _: Anyone, name: str) -> Response:
    """Give a month's bulletin as PDF."""
    services = services_of(request)
    period = _month(services, name)
    now = services.now()
    content = bulletin_pdf(_kept(request, services, period, bulletin), services.office.organ, made_at=now)
    return download(content, "application/pdf", f"月度公报-{period.name}.pdf")


@router.get("/bulletin/{name}")
def bulletin_page(request: Request, visitor: Anyone, name: str) -> HTMLResponse:
    """Show a month's bulletin."""
    services = services_of(request)
    return _bulletin(request, visitor, services, _month(services, name))


def _bulletin(request: Request, visitor: Visitor | None, services: Services, period: Period) -> HTMLResponse:
    lang = language_of(request)
    shown = _kept(request, services, period, bulletin)
    return page(
        request,
        "reports_bulletin.html",
        visitor,
        here="bulletin",
        tabs=tabs(visitor),
        period=period,
        shown=shown,
        months=[one.name for one in months_before(services.office, services.now())],
        rows=figure_rows(shown.figures, lang),
        head=breakdown_head(lang),
        tracks=breakdown_rows(shown.by_track, None, lang),
        rules=rule_rows(shown.rules, None, lang),
        notes=report_notes(shown.figures, _fee(), lang),
        word=_words(lang),
        register_word=lambda key: register_words(key, lang),
    )


def _kept(
    request: Request, services: Services, period: Period, make: Callable[[Office, Period, datetime], Report]
) -> Report:
    """A report as it was last worked out, as long as neither the history nor the day has changed.

    It reads many cases and everyone may ask for the bulletin; each change of a case writes a line of history.
    """
    kept: dict[tuple[str, str, date], Report] = request.app.state.__dict__.setdefault(f"_kept_{make.__name__}", {})
    with begin_reading(services.office) as unit:
        key = (period.name, unit.reports.mark(), services.today())
    found = kept.get(key)
    if found is None:
        found = make(services.office, period, services.now())
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = found
    return found


def _week(services: Services, name: str) -> Period:
    zone = services.office.zone
    this = week_of(services.today(), zone)
    return _begun(services, week(name, zone), "weekly", this) if name.strip() else this


def _month(services: Services, name: str) -> Period:
    this = months_before(services.office, services.now(), 1)[0]
    return _begun(services, month(name, services.office.zone), "bulletin", this)


def _begun(services: Services, period: Period, kind: str, this: Period) -> Period:
    """Return a period that has begun.

    Raises:
        NotFound: It lies ahead: nothing can be told of it, and zeros would look like figures.
    """
    if period.first > services.today():
        raise NotFound(f"reports.not_begun_{kind}", name=period.name, this=this.name)
    return period


def _fee() -> str:
    return f"{parameters().rendering_fee_fen / 100:g}"


def _words(lang: Lang) -> Any:
    return lambda key, **params: text(f"reports.{key}", lang, **params)
