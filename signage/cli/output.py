"""How a command ends and what it prints: files whole or not at all, tables, JSON, errors as one sentence."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from signage.cli.words import LANG, t
from signage.errors import InputError, SignageError, ToolError
from signage.locale import Lang, describe
from signage.plain import plain
from signage.rules import CheckReport, Verdict

DONE, FAILED, BAD_INPUT, TOOL_FAILED = 0, 1, 2, 3

_STYLES = {
    Verdict.FAIL: "bold red",
    Verdict.UNMEASURED: "magenta",
    Verdict.REVIEW: "yellow",
    Verdict.WARN: "yellow",
    Verdict.PASS: "green",
    Verdict.NOT_APPLICABLE: "dim",
}

console = Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def exit_code_of(error: SignageError) -> int:
    """Return 3 when a tool or the database failed, else 2."""
    return TOOL_FAILED if isinstance(error, ToolError) else BAD_INPUT


def fail(error: SignageError) -> NoReturn:
    """Print an error and end the command."""
    errors.print(f"{t('error')}{describe(error, LANG)}", markup=False)
    raise typer.Exit(exit_code_of(error))


def end_with(verdict: Verdict) -> NoReturn:
    """End the command with the status that a verdict asks for."""
    raise typer.Exit(FAILED if verdict.blocks else DONE)


def say(line: str) -> None:
    """Print a line for people."""
    console.print(line, markup=False)


def note(line: str) -> None:
    """Print a line beside the result, on the error stream."""
    errors.print(line, markup=False)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; its folder is made if missing.

    Raises:
        InputError: The place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise InputError("cli.cannot_write", path=str(path), why=exc.strerror or str(exc)) from exc


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InputError("cli.cannot_read", path=str(path), why=exc.strerror or str(exc)) from exc


def print_json(value: Any) -> None:
    """Print a value as JSON with sorted keys, for programs."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, sort_keys=True))


def report_json(report: CheckReport) -> dict[str, Any]:
    """Return a report as its program-readable form, verdict and digest included."""
    return {**plain(report), "verdict": report.verdict.value, "digest": report.digest}


def print_report(report: CheckReport, *, all_rows: bool = False) -> None:
    """Print a report as a table, worst first; rules that do not apply are counted, not listed."""
    table = Table(show_lines=False, expand=False)
    for key in ("col_verdict", "col_rule", "col_title", "col_clause", "col_required", "col_measured", "col_margin"):
        table.add_column(t(key), overflow="fold")
    shown = [f for f in report.findings if all_rows or f.verdict is not Verdict.NOT_APPLICABLE]
    for finding in sorted(shown, key=lambda f: f.verdict.rank):
        table.add_row(
            f"[{_STYLES[finding.verdict]}]{verdict_word(finding.verdict)}[/]",
            finding.rule_id,
            finding.title_zh if LANG is Lang.ZH else finding.title_en,
            finding.clause,
            finding.required,
            "—" if finding.measured is None else str(finding.measured),
            "" if finding.margin is None else str(finding.margin),
        )
    console.print(table)
    for finding in sorted(report.findings, key=lambda f: f.verdict.rank):
        if finding.verdict in (Verdict.FAIL, Verdict.UNMEASURED, Verdict.REVIEW, Verdict.WARN):
            words = (finding.message_zh, finding.hint_zh) if LANG is Lang.ZH else (finding.message_en, finding.hint_en)
            say(f"· {finding.rule_id} {verdict_word(finding.verdict)}: " + " ".join(word for word in words if word))
    skipped = len(report.of(Verdict.NOT_APPLICABLE))
    say(t("verdict_line", verdict=verdict_word(report.verdict), skipped=skipped))
    print_illustrative([b.title_zh if LANG is Lang.ZH else b.title_en for b in report.books if b.is_illustrative])


def print_illustrative(titles: Sequence[str]) -> None:
    """Say which of the books used have no legal force."""
    for title in titles:
        say(t("illustrative", title=title))


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return t(f"verdict_{verdict.value.lower()}")
