"""`signage calendar import|show|days`: official working-day calendars as the office holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import date_of
from signage.cli.operator import operator
from signage.cli.output import print_json, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, ToolError
from signage.locale import text
from signage.settings import Settings, read_settings

if TYPE_CHECKING:
    from signage.applications.calendar_use import CalendarPreview, Recomputed
    from signage.applications.calendar_versions import CalendarVersion
    from signage.applications.clock import DayStep, WorkingCalendar

MOST_DAYS = 500

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("calendar.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="calendar")
    group.command("import", help=t("calendar.import_help"))(_import)
    group.command("show", help=t("calendar.show_help"))(_show)
    group.command("days", help=t("calendar.days_help"))(_days)


def _import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("calendar.arg_file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("calendar.opt_dry_run"))] = False,
    yes: Annotated[str, typer.Option("--yes", metavar="REASON", help=t("calendar.opt_yes"))] = "",
    database: _Database = None,
) -> None:
    from signage.applications import calendar_use
    from signage.bootstrap import open_services
    from signage.cli.inputs import existing_file

    content = read_bytes(existing_file(file))
    services = open_services(read_settings(database=database))
    with closing(services.database):
        office, now = services.office, services.now()
        if dry_run:
            _print_preview(calendar_use.preview(office, content, file=str(file)))
            say(t("calendar.not_imported"))
            return
        actor = operator()
        seen = calendar_use.import_year(office, content, actor, now, file=str(file), reason=yes)
        _print_preview(seen)
        if seen.is_new:
            say(t("calendar.was_imported"))
        _print_recomputed(calendar_use.recompute_open_cases(office, actor, now))


def _show(
    year: Annotated[int | None, typer.Argument(metavar="YEAR", help=t("calendar.arg_year"))] = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.applications.calendar_versions import is_past_year

    with _held(read_settings(database=database)) as (calendar, versions):
        if year is None:
            _print_versions(calendar, versions, as_json=as_json)
            return
        found = calendar.year(year)
        if found is None:
            known = tuple(str(one) for one in calendar.years)
            key = "no_past_year" if is_past_year(calendar, year) else "unknown_year"
            raise InputError(f"calendar.{key}", year=year, known=known)
        if as_json:
            print_json({"year": year, "version": found.version, "source": found.source, "days": found.days})
            return
        _print_figures(calendar, year, found.version)
        say(t("calendar.source", source=found.source))
        for row in range(0, 12, 3):
            say("")
            _print_months(calendar, year, range(row + 1, row + 4))
        say("")
        say(t("calendar.legend"))


def _days(
    start: Annotated[str, typer.Argument(metavar="FROM", help=t("calendar.arg_from"))],
    count: Annotated[int, typer.Argument(metavar="N", min=0, help=t("calendar.arg_days"))],
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    if count > MOST_DAYS:
        raise InputError("calendar.too_many_days", most=MOST_DAYS)
    first = date_of(start)
    with _held(read_settings(database=database)) as (calendar, _):
        steps = calendar.walk(first, count)
    due = steps[-1].day if steps else first
    unknown = sorted({step.day.year for step in steps if not step.is_official})
    if as_json:
        print_json({"start": first, "days": count, "due": due, "is_provisional": bool(unknown), "steps": steps})
        return
    for step in steps:
        say(_step_line(step))
    still = _still_provisional(calendar, unknown)
    say(
        t(
            "calendar.due",
            start=first.isoformat(),
            days=count,
            due=due.isoformat(),
            weekday=_weekday(due),
            still=still,
        )
    )


def _still_provisional(calendar: WorkingCalendar, unknown: list[int]) -> str:
    """Say of which years there is no calendar: of a past one this product has none, a coming one's is not out yet."""
    from signage.applications.calendar_versions import is_past_year

    past = tuple(str(year) for year in unknown if is_past_year(calendar, year))
    coming = tuple(str(year) for year in unknown if not is_past_year(calendar, year))
    return (t("calendar.provisional_past", years=past) if past else "") + (
        t("calendar.provisional_year", years=coming) if coming else ""
    )


@contextmanager
def _held(settings: Settings) -> Iterator[tuple[WorkingCalendar, tuple[CalendarVersion, ...]]]:
    """Give the calendar of the database of these settings, or the shipped one where there is none yet."""
    from signage.applications.calendar_versions import calendar_of
    from signage.bootstrap import existing_database

    try:
        opened = existing_database(settings)
    except ToolError as error:
        if error.code != "bootstrap.no_database":
            raise
        yield calendar_of(()), ()
        return
    with closing(opened):
        with opened.reading() as unit:
            versions = unit.calendars.listed()
        yield calendar_of(versions), versions


def _print_preview(seen: CalendarPreview) -> None:
    figures = seen.figures
    say(
        t(
            "calendar.figures",
            year=seen.year.year,
            version=_version(seen.version),
            working=figures.working,
            off=figures.off_weekdays,
            made_up=figures.made_up,
        )
    )
    say(t("calendar.source", source=seen.year.source))
    for note in seen.notes:
        say(f"· {t(f'calendar.note_{note.key}', about=note.about)}")
    if not seen.is_new:
        say(t("calendar.nothing_new", year=seen.year.year, version=_version(seen.version)))
    elif seen.changed:
        days = t("list_comma").join(
            t("calendar.becomes_working" if works else "calendar.becomes_off", day=day.isoformat())
            for day, works in seen.changed
        )
        say(t("calendar.changed", count=len(seen.changed), days=days))


def _print_recomputed(done: Recomputed) -> None:
    if done.cases:
        say(t("calendar.recomputed_count", count=len(done.cases)))
    for case, pairs in done.cases:
        lines = t("list_comma").join(
            t(
                "calendar.event_deadline",
                name=text(f"workflow.deadline_{old.name}", LANG),
                old=old.due.isoformat(),
                new=new.due.isoformat(),
                still=t("calendar.still_provisional") if new.is_provisional else "",
            )
            for old, new in pairs
        )
        say(f"· {t('calendar.recomputed_case', number=case, lines=lines)}")
    if done.untraced:
        say(t("calendar.untraced", count=len(done.untraced), cases=" ".join(done.untraced)))


def _print_versions(calendar: WorkingCalendar, versions: tuple[CalendarVersion, ...], *, as_json: bool) -> None:
    from signage.applications.calendar_file import figures_of
    from signage.applications.calendar_versions import shipped_years

    in_force = {year: found.version for year in calendar.years if (found := calendar.year(year)) is not None}
    rows = [(year, "", "") for year in shipped_years()]
    rows += [(one.days, one.imported_by, one.imported_at.isoformat(timespec="seconds")) for one in versions]
    rows.sort(key=lambda row: (row[0].year, row[0].version))
    if as_json:
        print_json(
            [
                {"year": year.year, "version": year.version, "source": year.source, "by": by, "at": at}
                for year, by, at in rows
            ]
        )
        return
    for year, by, at in rows:
        is_held = in_force[year.year] == year.version
        line = t(
            "calendar.version_line",
            year=year.year,
            version=_version(year.version),
            working=figures_of(year).working,
            by=by,
            at=at,
            in_force=t("calendar.in_force") if is_held else "",
        )
        say(" ".join(line.split()))


def _print_figures(calendar: WorkingCalendar, year: int, version: int) -> None:
    from signage.applications.calendar_file import figures_of

    found = calendar.year(year)
    if found is not None:
        figures = figures_of(found)
        say(
            t(
                "calendar.figures",
                year=year,
                version=_version(version),
                working=figures.working,
                off=figures.off_weekdays,
                made_up=figures.made_up,
            )
        )


def _print_months(calendar: WorkingCalendar, year: int, months: range) -> None:
    columns = [_month_lines(calendar, year, month) for month in months]
    height = max(len(column) for column in columns)
    for index in range(height):
        cells = [column[index] if index < len(column) else "" for column in columns]
        say("   ".join(_padded(cell, 35) for cell in cells).rstrip())


def _month_lines(calendar: WorkingCalendar, year: int, month: int) -> list[str]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    working = sum(calendar.is_working(day) for day in days)
    lines = [t("calendar.month", month=month, working=working)]
    lines.append("".join(_padded(word, 5) for word in t("calendar.weekdays").split(" ")))
    cells = [""] * first.weekday() + [f"{day.day:>2}{_mark(calendar, day)}" for day in days]
    lines += ["".join(_padded(cell, 5) for cell in cells[n : n + 7]) for n in range(0, len(cells), 7)]
    return lines


def _mark(calendar: WorkingCalendar, day: date) -> str:
    if not calendar.name_of(day):
        return ""
    return "班" if calendar.is_working(day) else "休"


def _padded(words: str, width: int) -> str:
    """Fill up to a width in columns; a Han character takes two."""
    return words + " " * max(0, width - sum(2 if ord(c) > 0x2E7F else 1 for c in words))


def _step_line(step: DayStep) -> str:
    if step.count:
        why = t("calendar.why_made_up", name=step.name) if step.name else ""
        return t(
            "calendar.step_counts",
            day=step.day.isoformat(),
            weekday=_weekday(step.day),
            count=step.count,
            why=why + ("" if step.is_official else t("calendar.why_unknown")),
        )
    why = t("calendar.why_holiday", name=step.name) if step.name else t("calendar.why_weekend")
    why += "" if step.is_official else t("calendar.why_unknown")
    return t("calendar.step_skipped", day=step.day.isoformat(), weekday=_weekday(step.day), why=why)


def _version(version: int) -> str:
    return t("calendar.version_word", version=version) if version else t("calendar.shipped")


def _weekday(day: date) -> str:
    return t("calendar.day_names").split(" ")[day.weekday()]
