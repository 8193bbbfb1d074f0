"""`signage service due|slots`: what is owed to whom by when, and the slots of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.output import console, print_json, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.service import Duty, ServiceDesk
    from signage.service.model import Slot

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("service.cli_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="service")
    group.command("due", help=t("service.cli_due_help"))(_due)
    group.command("slots", help=t("service.cli_slots_help"))(_slots)


def _due(database: _Database = None, as_json: _Json = False) -> None:
    from signage.bootstrap import existing_desk, utc_now
    from signage.service import open_duties

    with existing_desk(read_settings(database=database)) as desk, desk.begin_reading() as unit:
        duties = open_duties(unit, desk.calendar, desk.today(utc_now()))
    overdue = sum(duty.is_overdue for duty in duties)
    if as_json:
        print_json({"duties": [{**_plain(duty), "is_overdue": duty.is_overdue} for duty in duties], "overdue": overdue})
    elif not duties:
        say(t("service.cli_nothing_due"))
    else:
        console.print(_duty_table(duties))
        say(t("service.cli_due_count", count=len(duties), overdue=overdue))


def _slots(
    day: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help=t("service.cli_opt_date"))] = None,
    window: Annotated[str | None, typer.Option("--window", help=t("service.cli_opt_window"))] = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.bootstrap import existing_desk, utc_now
    from signage.service.opening import slots

    with existing_desk(read_settings(database=database)) as desk, desk.begin_reading() as unit:
        on = _day(day) if day is not None else desk.today(utc_now())
        windows = (desk.hours.window(window),) if window is not None else desk.hours.windows
        found = {one.id: slots(desk, unit, one.id, on) for one in windows}
    if as_json:
        print_json({"day": on, "windows": {key: [_plain_slot(slot) for slot in day] for key, day in found.items()}})
        return
    for one in windows:
        key = "service.cli_day" if found[one.id] else "service.cli_closed"
        say(t(key, day=on.isoformat(), window=one.name(LANG)))
        if found[one.id]:
            console.print(_slot_table(desk, found[one.id]))
    if not desk.calendar.is_official(on):
        say(t("service.cli_provisional_day", day=on.isoformat()))


def _duty_table(duties: tuple[Duty, ...]) -> Table:
    from signage.service import duties as words

    table = Table(box=SIMPLE_HEAD)
    for column in ("kind", "number", "missing", "officer", "due", "left"):
        table.add_column(t(f"service.col_{column}"), no_wrap=column in ("number", "due"))
    for duty in duties:
        provisional = t("service.provisional") if duty.due.is_provisional else ""
        left = t("service.overdue") if duty.is_overdue else str(duty.days_left)
        table.add_row(
            words.kind_label(duty.kind, LANG),
            duty.number,
            words.missing_label(duty.missing, LANG),
            duty.officer or "—",
            f"{duty.due.day}{provisional}",
            left,
        )
    return table


def _slot_table(desk: ServiceDesk, slots: tuple[Slot, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for column in ("time", "kind_of_slot", "free"):
        table.add_column(t(f"service.col_{column}"))
    for slot in slots:
        start, end = (at.astimezone(desk.zone).strftime("%H:%M") for at in (slot.starts_at, slot.ends_at))
        kind = t("service.extended" if slot.is_extended else "service.ordinary")
        table.add_row(f"{start}–{end}", kind, f"{slot.free} / {slot.capacity}")
    return table


def _plain(duty: Duty) -> dict[str, object]:
    from signage.plain import plain

    shown: dict[str, object] = plain(duty)
    return shown


def _plain_slot(slot: Slot) -> dict[str, object]:
    from signage.plain import plain

    return {**plain(slot), "free": slot.free}


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise InputError("service.bad_date", at=Location(field="--date"), given=given[:20]) from exc
