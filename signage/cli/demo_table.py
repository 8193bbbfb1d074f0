"""What `signage demo` prints: each step, its result and its time; then where the results lie."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table

from signage.cli.output import console, say, write_file
from signage.cli.words import t
from signage.settings import Settings


def run_and_print(settings: Settings, out: Path) -> None:
    """Run the main job and print its table.

    Raises:
        InputError: The folder for the results is a file, or cannot be written to.
        ToolError: A tool or the database failed.
    """
    from signage.bootstrap import open_services
    from signage.demo import run
    from signage.errors import InputError

    if out.exists() and not out.is_dir():
        raise InputError("cli.not_a_folder", path=str(out))
    summary = run(open_services(settings), out, write_file)
    table = Table(show_lines=True)
    table.add_column(t("demo_step"), ratio=3, overflow="fold")
    table.add_column(t("demo_result"), ratio=6, overflow="fold")
    table.add_column(t("demo_seconds"), justify="right", no_wrap=True)
    for step in summary.steps:
        table.add_row(step.title, step.result, f"{step.seconds:.2f}")
    console.print(table)
    say(t("demo_elapsed", decision=f"{summary.submit_to_decision:.1f}", document=f"{summary.submit_to_document:.1f}"))
    say(t("demo_where", folder=str(summary.folder), notice=str(summary.folder / "decision-notice.pdf")))
    say(t("demo_next", notice=str(summary.folder / "decision-notice.pdf")))
    raise typer.Exit(0)
