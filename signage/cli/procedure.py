"""`signage clock run` takes the timed steps that are due; `signage workflow` shows the table that everything obeys."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from signage.cli.output import TOOL_FAILED, console, errors, print_json, say
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import describe, said_again
from signage.settings import read_settings

_Database = Annotated[str | None, typer.Option("--database", help=t("opt_database"))]
_Json = Annotated[bool, typer.Option("--json", help=t("opt_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    clock = typer.Typer(help=t("clock_help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(clock, name="clock")
    clock.command("run", help=t("clock_run_help"))(_run)
    app.command("workflow", help=t("workflow_help"))(_workflow)


def _run(database: _Database = None, as_json: _Json = False) -> None:
    from signage.bootstrap import open_services
    from signage.rounds import make_rounds

    services = open_services(read_settings(database=database))
    with closing(services.database):
        rounds = make_rounds(services.office, services.now())
    run = rounds.clock
    notes = [said_again(step.note, step.wording, LANG, services.office.english) for step in run.done]
    if as_json:
        done = [
            {"application_id": step.application_id, "number": step.number, "what": step.what, "note": note}
            for step, note in zip(run.done, notes, strict=True)
        ]
        failed = [{"case": number, "why": str(describe(error, LANG))} for number, error in run.failed]
        print_json({"at": run.at, "done": done, "failed": failed, "published": rounds.published})
    else:
        for step, note in zip(run.done, notes, strict=True):
            say(f"{step.number or step.application_id}  {note}")
        say(t("clock_done", count=len(run.done), published=rounds.published))
        for number, error in run.failed:
            errors.print(f"{number}  {describe(error, LANG)}", markup=False)
    if run.failed:
        raise typer.Exit(TOOL_FAILED)


def _workflow(
    form: Annotated[str, typer.Option("--format", help=t("opt_workflow_format"))] = "table",
) -> None:
    from signage.applications import diagram

    if form == "mermaid":
        say(diagram.mermaid(LANG).rstrip("\n"))
    elif form == "json":
        print_json(diagram.rows(LANG))
    elif form == "table":
        table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
        for name in ("from", "action", "to", "who", "deadlines", "documents"):
            table.add_column(t(f"workflow_{name}"), overflow="fold")
        for row in diagram.rows(LANG):
            table.add_row(*row.values())
        console.print(table)
    else:
        raise InputError("cli.bad_workflow_format", given=form)
