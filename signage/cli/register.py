"""`signage register search`, `signage publish`, `signage inspect`: what happens around a decided permit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import existing_file
from signage.cli.output import FAILED, console, deliver, note, print_json, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, NotFound, NotPermitted
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.accounts import Account, Permission
    from signage.bootstrap import Services
    from signage.register.inspecting import Photo, Recorded
    from signage.register.inspection import Comparison
    from signage.register.model import PublicPermit

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("register.search_group_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="register")
    group.command("search", help=t("register.search_help"))(_search)
    group.command("reindex", help=t("register.reindex_help"))(_reindex)
    app.command("publish", help=t("register.publish_help"))(_publish)
    app.command("inspect", help=t("register.inspect_help"))(_inspect)


def _search(
    words: Annotated[str, typer.Argument(metavar="TEXT", help=t("register.arg_text"))] = "",
    plan: Annotated[str, typer.Option("--plan", help=t("register.opt_plan"))] = "",
    street: Annotated[str, typer.Option("--street", help=t("register.opt_street"))] = "",
    track: Annotated[str, typer.Option("--track", help=t("register.opt_track"))] = "",
    state: Annotated[str, typer.Option("--state", help=t("register.opt_state"))] = "",
    since: Annotated[str, typer.Option("--since", help=t("register.opt_since"))] = "",
    until: Annotated[str, typer.Option("--until", help=t("register.opt_until"))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=t("register.opt_limit"))] = 50,
    table: Annotated[Path | None, typer.Option("--csv", help=t("register.opt_csv"))] = None,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.register.lookup import every, search
    from signage.register.query import read_query, register_csv

    given = {"text": words, "plan": plan, "street": street, "track": track, "state": state}
    query = read_query({**given, "since": since, "until": until}, limit=limit)
    with opened(database) as services:
        now, today = services.now(), services.today()
        if table is not None:
            deliver(table, register_csv(every(services.office, query, now), on=today, lang=LANG))
            return
        found = search(services.office, query, now)
        if as_json:
            print_json({"permits": found.permits, "more": bool(found.following)})
            return
        _show(found.permits, today)
        if found.following:
            note(t("register.found_more"))


def _show(permits: tuple[PublicPermit, ...], today: date) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from signage.register.query import state_words

    if not permits:
        say(t("register.found_none"))
        return
    shown = Table(box=SIMPLE_HEAD)
    for name in ("number", "sign", "holder", "address", "valid_to", "state"):
        shown.add_column(t(f"register.column_{name}"), overflow="fold", no_wrap=name in ("number", "valid_to", "state"))
    for p in permits:
        cells = (p.number, p.sign, p.holder, p.place, p.valid_to.isoformat())
        shown.add_row(*(escape(cell) for cell in (*cells, state_words(p, today, LANG))))
    console.print(shown)


def _reindex(
    everything: Annotated[bool, typer.Option("--all", help=t("register.opt_all"))] = False, database: _Database = None
) -> None:
    from signage.register.ports import begin

    with opened(database) as services, begin(services.office) as unit:
        count = unit.register.catch_up()
        renewed = unit.register.renew() if everything else None
        unit.commit()
    say(t("register.reindexed", count=count))
    if renewed is not None:
        say(t("register.renewed", count=renewed))


def _publish(
    due: Annotated[bool, typer.Option("--due", help=t("register.opt_due"))] = False,
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.register.publishing import due_publications, publish_due

    with opened(database) as services:
        today = services.today()
        if not due:
            waiting = due_publications(services.office)
            if as_json:
                print_json({"waiting": waiting, "overdue": [one for one in waiting if one.is_overdue(today)]})
                return
            for one in waiting:
                mark = t("register.waiting_overdue") if one.is_overdue(today) else ""
                mark += t("register.waiting_provisional") if one.is_provisional else ""
                decided, last = one.decided_on.isoformat(), one.due.isoformat()
                say(t("register.waiting", number=one.document_number, decided=decided, due=last, mark=mark))
            if not waiting:
                say(t("register.nothing_waits"))
            return
        done = publish_due(services.office, services.now())
    if as_json:
        print_json({"published": done.published, "late": len(done.late), "entered": done.entered})
        return
    for entry in done.published:
        mark = t("register.published_late", due=entry.due.isoformat()) if entry.was_late else ""
        on = entry.published_on.isoformat()
        say(t("register.published_line", number=entry.record.document_number, on=on, mark=mark))
    say(t("register.published_count", count=len(done.published), late=len(done.late)))


def _inspect(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=t("register.arg_number"))],
    width: Annotated[float | None, typer.Option("--width", help=t("register.opt_width"))] = None,
    height: Annotated[float | None, typer.Option("--height", help=t("register.opt_height"))] = None,
    bottom: Annotated[float | None, typer.Option("--bottom", help=t("register.opt_bottom"))] = None,
    projection: Annotated[float | None, typer.Option("--projection", help=t("register.opt_projection"))] = None,
    diameter: Annotated[float | None, typer.Option("--diameter", help=t("register.opt_diameter"))] = None,
    top: Annotated[float | None, typer.Option("--top", help=t("register.opt_top"))] = None,
    banner_foot: Annotated[float | None, typer.Option("--banner-foot", help=t("register.opt_banner_foot"))] = None,
    clearance: Annotated[float | None, typer.Option("--clearance", help=t("register.opt_clearance"))] = None,
    content: Annotated[str, typer.Option("--content", help=t("register.opt_content"))] = "",
    place: Annotated[str, typer.Option("--place", help=t("register.opt_place"))] = "",
    use: Annotated[str, typer.Option("--use", help=t("register.opt_use"))] = "",
    figure: Annotated[list[str] | None, typer.Option("--figure", help=t("register.opt_figure"))] = None,
    photo: Annotated[list[Path] | None, typer.Option("--photo", help=t("register.opt_photo"))] = None,
    remark: Annotated[str, typer.Option("--note", help=t("register.opt_note"))] = "",
    day: Annotated[str, typer.Option("--date", help=t("register.opt_day"))] = "",
    by: Annotated[str, typer.Option("--by", help=t("register.opt_by"))] = "",
    database: _Database = None,
    as_json: _Json = False,
) -> None:
    from signage.register.inspecting import Photo, inspect
    from signage.register.inspection import Fit, compare, inspection_policy
    from signage.register.lookup import look_up

    measured = {
        **{"width": width, "height": height, "bottom": bottom, "projection": projection},
        **{"diameter": diameter, "top": top, "banner_foot": banner_foot, "clearance": clearance},
    }
    matches = _matches(content, "--content")
    photos = tuple(Photo(name=path.name, content=read_bytes(existing_file(path))) for path in photo or [])
    with opened(database) as services:
        if not look_up(services.office, number).is_for_sign:
            at_place, figures = _matches(place, "--place"), _figures(figure or [])
            found = _Item(
                at_place=at_place, use=_use(use), figures=figures, photos=photos, remark=remark, day=_day(day)
            )
            _inspect_item(services, number, found, by, as_json=as_json)
            return
        recorded: Recorded | None = None
        if by:
            recorded = inspect(
                services.office,
                number,
                officer(services, by).actor,
                services.now(),
                measured=measured,
                inspected_on=_day(day),
                content_matches=matches,
                photos=photos,
                note=remark,
            )
            comparisons = recorded.inspection.comparisons
        else:
            comparisons = compare(look_up(services.office, number), measured, inspection_policy())
    rectification = recorded.rectification if recorded else None
    if as_json:
        shown = {"comparisons": [{**_plain(c), "deviation_mm": c.deviation_mm} for c in comparisons]}
        print_json({**shown, "permit": number, "recorded": recorded is not None, "rectification": rectification})
    else:
        _compared(comparisons)
        if rectification is not None:
            say(t("register.rectify_by", due=rectification.due.isoformat()))
        note(t("register.recorded") if recorded else t("register.not_recorded"))
    wrong = [c for c in comparisons if c.fit is not Fit.FITS]
    if wrong or matches is False:
        raise typer.Exit(FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """What is said of an item that is no sign."""

    at_place: bool | None
    use: bool | None
    figures: dict[str, str]
    photos: tuple[Photo, ...]
    remark: str
    day: date | None


def _inspect_item(services: Services, number: str, said: _Item, by: str, *, as_json: bool) -> None:
    """Compare what was found with an item's permit, and record it when an officer is named."""
    from signage.register.inspecting import inspect_item
    from signage.register.inspection import Fit, inspection_policy
    from signage.register.item_inspection import item_found, item_terms

    recorded: Recorded | None = None
    if by:
        recorded = inspect_item(
            services.office,
            number,
            officer(services, by).actor,
            services.now(),
            is_at_place=said.at_place,
            is_in_use=said.use,
            figures=said.figures,
            inspected_on=said.day,
            photos=said.photos,
            note=said.remark,
        )
    item = recorded.inspection.item if recorded else None
    found = item or item_found(
        item_terms(services.office, number),
        inspection_policy(),
        said.day or services.today(),
        is_at_place=said.at_place,
        is_in_use=said.use,
        figures=said.figures,
    )
    rectification = recorded.rectification if recorded else None
    if as_json:
        print_json({"permit": number, "found": found, "recorded": bool(recorded), "rectification": rectification})
    else:
        place, period = found.fits[:2]
        say(f"{t('register.order_place_name')}  {found.place}  {t(f'register.part_{place.value}')}")
        say(f"{t('register.order_term_name')}  {found.first} — {found.last}  {t(f'register.part_{period.value}')}")
        for one in found.figures:
            shown = f"  →  {one.found} {one.unit}" if one.found else ""
            fits = t(f"register.part_{one.fit.value}")
            say(f"{one.name}  {one.permitted} {one.unit} ± {one.allowed}{shown}  {fits}")
        if rectification is not None:
            say(t("register.rectify_by", due=rectification.due.isoformat()))
        note(t("register.recorded") if recorded else t("register.not_recorded"))
    if any(fit is not Fit.FITS for fit in found.fits):
        raise typer.Exit(FAILED)


def _use(typed: str) -> bool | None:
    known = {"": None, "yes": True, "no": False}
    if typed not in known:
        raise InputError("register.bad_use", at=Location(field="--use"), given=typed[:40])
    return known[typed]


def _figures(typed: list[str]) -> dict[str, str]:
    """Return figures given as NAME=NUMBER."""
    pairs = [one.partition("=") for one in typed]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _compared(comparisons: tuple[Comparison, ...]) -> None:
    for one in comparisons:
        line = f"{t(f'register.length_{one.name}')}  {one.permitted_mm:.0f} mm ± {one.allowed_mm:.0f} mm"
        if one.measured_mm is not None and one.deviation_mm is not None:
            line += f"  →  {one.measured_mm:.1f} mm  ({one.deviation_mm:+.1f} mm)"
        say(f"{line}  {t(f'register.part_{one.fit.value}')}")


def _plain(comparison: Comparison) -> dict[str, object]:
    from signage.plain import plain

    shown: dict[str, object] = plain(comparison)
    return shown


def _matches(content: str, option: str) -> bool | None:
    known = {"": None, "same": True, "different": False}
    if content not in known:
        raise InputError("register.bad_content", at=Location(field=option), given=content[:40])
    return known[content]


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise InputError("register.bad_day", at=Location(field="--date"), given=typed[:40]) from exc


def officer(services: Services, login: str) -> Account:
    """Return the account that is named; it must be one that may inspect."""
    from signage.accounts import Permission

    return allowed(services, login, Permission.INSPECT)


def allowed(services: Services, login: str, permission: Permission) -> Account:
    """Return the account that is named.

    Raises:
        NotFound: There is none.
        NotPermitted: It may not do this, or was deactivated.
    """
    from signage.accounts import Permission, may
    from signage.accounts.use_cases import folded_login

    with services.database.reading() as unit:
        found = unit.accounts.by_login(folded_login(login))
    if found is None:
        raise NotFound("register.no_account", login=login[:60])
    account = found[0]
    if not account.is_active or not may(account.role, permission):
        code = "register.may_not_inspect" if permission is Permission.INSPECT else "web.not_permitted"
        raise NotPermitted(code, name=account.name)
    return account


@contextmanager
def opened(database: str | None) -> Iterator[Services]:
    """Give the services of an existing home; asking must not make one."""
    from signage.bootstrap import existing_database, open_services

    settings = read_settings(database=database)
    existing_database(settings).close()
    services = open_services(settings)
    try:
        yield services
    finally:
        services.database.close()
