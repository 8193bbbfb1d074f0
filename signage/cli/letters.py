"""`signage letters list|sample`: the documents of a case's file, and every one of them to be looked at."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.output import print_json, say, writable_folder, write_file
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, NotFound

if TYPE_CHECKING:
    from signage.applications.letters import LetterKind


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=t("letters.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="letters")
    group.command("list", help=t("letters.list_help"))(_list)
    group.command("sample", help=t("letters.sample_help"))(_sample)
    group.command("design-service", help=t("letters.design_service_help"))(_design_service)


def _list(as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False) -> None:
    from signage.applications.letter_numbers import PATTERNS
    from signage.applications.letters import LetterKind

    if as_json:
        print_json(
            [
                {
                    "kind": kind.value,
                    "title": kind.title(LANG),
                    "is_sealed": kind.is_sealed,
                    "is_public": kind.is_public,
                    "number": PATTERNS[kind],
                }
                for kind in LetterKind
            ]
        )
        return
    for kind in LetterKind:
        sealed = t("letters.list_sealed" if kind.is_sealed else "letters.list_by_hand")
        say(
            t(
                "letters.list_line",
                kind=f"{kind.value:<17}",
                title=kind.title(LANG),
                sealed=sealed,
                number=PATTERNS[kind],
            )
        )


def _sample(
    out: Annotated[Path, typer.Option("--out", help=t("letters.opt_out"))] = Path("out/letters"),
    kind: Annotated[str | None, typer.Option("--kind", help=t("letters.opt_kind"))] = None,
) -> None:
    from signage.bootstrap import letter_sealer
    from signage.demo.letters import sample_letters
    from signage.settings import read_settings

    wanted = _kind(kind) if kind is not None else None
    letters = [one for one in sample_letters() if wanted is None or one.kind is wanted]
    folder = writable_folder(out)
    sealer = letter_sealer(read_settings())
    for number, letter in enumerate(letters, start=1):
        path = folder / f"{number:02d}-{letter.kind.value.replace('_', '-')}.pdf"
        write_file(path, sealer.issue(letter).content)
        say(str(path))


def _design_service(
    case: Annotated[str, typer.Argument(metavar="CASE", help=t("letters.arg_case"))],
    by: Annotated[str, typer.Option("--by", help=t("letters.opt_by"))],
    asked: Annotated[str, typer.Option("--asked", help=t("letters.opt_asked"))],
    done: Annotated[str, typer.Option("--done", help=t("letters.opt_done"))],
    hours: Annotated[str, typer.Option("--hours", help=t("letters.opt_hours"))],
    usual: Annotated[str, typer.Option("--usual", help=t("letters.opt_usual"))],
    basis: Annotated[str, typer.Option("--basis", help=t("letters.opt_basis"))],
    charged: Annotated[str, typer.Option("--charged", help=t("letters.opt_charged"))] = "0",
    database: Annotated[str | None, typer.Option("--database", help=t("opt_database"))] = None,
) -> None:
    from signage.accounts import Permission
    from signage.applications import use_cases
    from signage.applications.letter_content import Officer
    from signage.applications.letters import LetterKind
    from signage.applications.model import Role
    from signage.applications.paperwork import make_letter
    from signage.cli.register import allowed, opened
    from signage.service.design_office import case_worked_on

    figures = {name: _scaled(name, given, factor) for name, given, factor in _figures(hours, usual, charged)}
    asked_on, done_on = _day("--asked", asked), _day("--done", done)
    with opened(database) as services:
        account = allowed(services, by, Permission.DESIGN_SERVICE)
        if account.role is Role.DESIGNER:
            found = case_worked_on(services.database.reading, account.id, case)
        else:
            found = use_cases.case(services.office, case)
        made = make_letter(
            services.office,
            found,
            LetterKind.DESIGN_SERVICE,
            account.actor,
            services.now(),
            asked_on=asked_on,
            done_on=done_on,
            designer=Officer(name=account.name),
            minutes=figures["--hours"],
            usual_fen=figures["--usual"],
            charged_fen=figures["--charged"],
            price_basis=basis,
        )
    say(t("letters.design_service_made", number=made.number, case=found.number))


def _figures(hours: str, usual: str, charged: str) -> tuple[tuple[str, str, int], ...]:
    return (("--hours", hours, 60), ("--usual", usual, 100), ("--charged", charged, 100))


def _scaled(option: str, given: str, factor: int) -> int:
    """Return a figure such as 2.5 hours or 800 yuan in whole minutes or fen."""
    if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,2})?", given.strip(), re.ASCII) is None:
        raise InputError("web.bad_figure", at=Location(field=option), value=given[:20])
    return int(Decimal(given.strip()) * factor)


def _day(option: str, given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise InputError("web.bad_date", at=Location(field=option), value=given[:20]) from exc


def _kind(word: str) -> LetterKind:
    from signage.applications.letters import LetterKind

    found = next((kind for kind in LetterKind if kind.value == word.replace("-", "_")), None)
    if found is None:
        known = "、".join(kind.value for kind in LetterKind)
        raise NotFound("letters.no_kind", kind=word[:40], known=known)
    return found
