"""What `signage demo` prints: each step, its result and its time; then where the results lie."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from signage.cli.output import console, say, writable_folder, write_file
from signage.cli.words import LANG, t
from signage.errors import SignageError
from signage.settings import Settings


def run_and_print(settings: Settings, out: Path, case: Path | None = None) -> None:
    """Run the main job and print its table.

    Raises:
        InputError: The folder for the results is a file, or cannot be written to.
        ToolError: A tool or the database failed.
    """
    from signage.bootstrap import open_services
    from signage.demo import run

    was_there = out.exists()
    writable_folder(out)
    try:
        services = open_services(settings)
    except SignageError:
        if not was_there:
            out.rmdir()  # made a moment ago, and nothing was put into it
        raise
    try:
        summary = run(services, out, write_file, lang=LANG, case_file=case)
    finally:
        services.database.close()
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 1, 0), pad_edge=False, expand=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(t("demo_step"), ratio=4, overflow="fold")
    table.add_column(t("demo_result"), ratio=5, overflow="fold")
    table.add_column(t("demo_seconds"), justify="right", no_wrap=True)
    for number, step in enumerate(summary.steps, 1):
        table.add_row(str(number), escape(step.title), escape(step.result), f"{step.seconds:.2f}")
    console.print(table)
    notice = summary.folder / "decision-notice.pdf"
    say(t("demo_elapsed", decision=f"{summary.submit_to_decision:.1f}", document=f"{summary.submit_to_document:.1f}"))
    say(t("demo_where", folder=str(summary.folder), notice=str(notice)))
    say(t("demo_next", notice=str(notice)))
    raise typer.Exit(0)
