"""How a command ends and what it prints: files whole or not at all, tables, JSON, errors as one sentence."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from signage.cli.words import LANG, t
from signage.errors import InputError, SignageError, ToolError
from signage.locale import Lang, all_codes

if TYPE_CHECKING:
    from signage.rules import CheckReport, Finding, Verdict

DONE, FAILED, BAD_INPUT, TOOL_FAILED = 0, 1, 2, 3

_STYLES = {
    "FAIL": "bold red",
    "UNMEASURED": "magenta",
    "REVIEW": "yellow",
    "WARN": "yellow",
    "PASS": "green",
    "NOT_APPLICABLE": "dim",
}


class _Console(Console):
    """A console whose reader may go away early, as `| head` does: that is no failure of the command."""

    def on_broken_pipe(self) -> None:
        """Let what is left to print fall into nothing and end quietly."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise BrokenPipeError


console = _Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def exit_code_of(error: SignageError) -> int:
    """Return 3 when a tool or the database failed, else 2."""
    return TOOL_FAILED if isinstance(error, ToolError) else BAD_INPUT


def end_with(verdict: Verdict) -> NoReturn:
    """End the command with the status that a verdict asks for."""
    raise typer.Exit(FAILED if verdict.blocks else DONE)


def say(line: str) -> None:
    """Print a line for people."""
    console.print(line, markup=False)


def note(line: str) -> None:
    """Print a line beside the result, on the error stream."""
    errors.print(line, markup=False)


def deliver(path: Path, content: bytes, losses: Sequence[str] = ()) -> None:
    """Write what a command made to its file, or to the standard output for `-`, and say what the format left out.

    Raises:
        InputError: The place cannot be written to.
    """
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(path, content)
        note(t("written", path=str(path), size=f"{max(1, round(len(content) / 1024))} kB"))
    if losses:
        note(t("loss", what=t("list_comma").join(loss_words(loss) for loss in losses)))


def loss_words(loss: str) -> str:
    """Return what a format leaves out in the reader's language, where we have the words."""
    key = f"loss_{loss.replace(',', '').replace(' ', '_')}"
    return t(key) if f"cli.{key}" in all_codes() else loss


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; its folder is made if missing.

    Raises:
        InputError: The place cannot be written to.
    """
    if path.is_dir():
        raise InputError("cli.is_a_folder", path=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
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
        raise InputError("cli.cannot_write", path=str(path), why=why_of(exc)) from exc


def not_over(outputs: Sequence[Path | None], *inputs: Path | None) -> None:
    """Refuse outputs that are one of the files a command reads, whatever way they are named; asked before the work.

    Raises:
        InputError: A file would be written over that is to stay as it is, such as the revision before.
    """
    for output, read in ((o, i) for o in outputs for i in inputs if o is not None and i is not None):
        if output.exists() and read.exists() and output.samefile(read):
            other = str(output.with_stem(f"{output.stem}-2"))
            raise InputError("cli.over_input", path=str(output), other=other)


def writable_folder(path: Path) -> Path:
    """Return a folder that files can be written to, made if missing; asked for before long work begins.

    Raises:
        InputError: It is a file, or cannot be written to.
    """
    if path.exists() and not path.is_dir():
        raise InputError("cli.not_a_folder", path=str(path))
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as exc:
        raise InputError("cli.cannot_write", path=str(path), why=why_of(exc)) from exc


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InputError("cli.cannot_read", path=str(path), why=why_of(exc)) from exc


def why_of(error: OSError) -> str:
    """Return what the system had against it, in the reader's language where we have the words."""
    key = _REASONS.get(error.errno or 0)
    return t(key) if key else (error.strerror or str(error))


_REASONS = {
    errno.ENOENT: "why_no_place",
    errno.EACCES: "why_no_permission",
    errno.EPERM: "why_no_permission",
    errno.EROFS: "why_read_only",
    errno.ENOSPC: "why_disk_full",
    errno.ENOTDIR: "why_not_a_folder",
    errno.EISDIR: "why_is_a_folder",
    errno.ENAMETOOLONG: "why_name_too_long",
    errno.EEXIST: "why_not_a_folder",
}


def print_json(value: Any) -> None:
    """Print a value as JSON with sorted keys, for programs."""
    from signage.plain import plain

    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, sort_keys=True))


def report_json(report: CheckReport) -> dict[str, Any]:
    """Return a report as its program-readable form, verdict and digest included."""
    from signage.plain import plain

    return {**plain(report), "verdict": report.verdict.value, "digest": report.digest}


def print_report(report: CheckReport, *, all_rows: bool = False) -> None:
    """Print a report for people: what asks for attention in full, what passed in a narrow table, the rest counted."""
    from signage.rules import Verdict

    ordered = sorted(report.findings, key=lambda finding: finding.verdict.rank)
    quiet = [
        f
        for f in ordered
        if (f.verdict is Verdict.PASS and not f.is_noted) or (all_rows and f.verdict is Verdict.NOT_APPLICABLE)
    ]
    for finding in ordered:
        if finding.verdict.rank < Verdict.PASS.rank or finding.is_noted:
            _print_problem(finding)
    if quiet:
        console.print(_table_of(quiet))
    counts = t("list_comma").join(
        t("count_of", verdict=verdict_word(verdict), count=len(report.of(verdict)))
        for verdict in Verdict
        if report.of(verdict)
    )
    overall = f"[{_STYLES[report.verdict.value]}]{escape(overall_word(report.verdict))}[/]"
    console.print(t("verdict_line", verdict=overall, counts=counts))
    print_illustrative([b.title_zh if LANG is Lang.ZH else b.title_en for b in report.books if b.is_illustrative])


def problem_line(finding: Finding) -> str:
    """Return what asks for attention in a finding as one sentence, with what to do."""
    zh = LANG is Lang.ZH
    title = finding.title_zh if zh else finding.title_en
    message, hint = (finding.message_zh, finding.hint_zh) if zh else (finding.message_en, finding.hint_en)
    return " ".join(word for word in (message or title, hint) if word)


def figures_of(finding: Finding) -> tuple[str, str]:
    """Return what was required and what was measured in the reader's language; empty when nothing was measured."""
    measured = "" if finding.measured is None else str(finding.measured)
    if LANG is Lang.ZH:
        return finding.required, measured
    return finding.required_en or finding.required, finding.measured_en or measured


def _print_problem(finding: Finding) -> None:
    title = finding.title_zh if LANG is Lang.ZH else finding.title_en
    console.print(f"{_label(finding)}  {escape(f'{finding.rule_id}  {title}')}")
    words = problem_line(finding)
    required, measured = figures_of(finding)
    if measured and measured not in words:
        _indented(f"{t('col_measured')}{t('colon')}{measured}")
    if required and required not in words:
        _indented(f"{t('col_required')}{t('colon')}{required}")
    _indented(words)
    if finding.missing_facts:
        _print_facts(finding.missing_facts)
    if finding.clause not in words:
        _indented(f"{t('col_clause')}{t('colon')}{finding.document} {finding.clause}")
    say("")


def _print_facts(names: Sequence[str]) -> None:
    """Name the facts that would settle a finding, as they are typed, with what may be said."""
    from signage.rules.measures import FACT_FORMS

    shown = (
        f"--fact {name}={FACT_FORMS[name].sample[LANG is Lang.EN] if name in FACT_FORMS else '…'}" for name in names
    )
    _indented(t("fact_hint", names=", ".join(shown)))


def _indented(words: str) -> None:
    console.print(Padding(Text(words, overflow="fold"), (0, 0, 0, 4)), soft_wrap=False)


def _label(finding: Finding) -> str:
    return f"[cyan]{escape(t('noted'))}[/]" if finding.is_noted else _coloured(finding.verdict)


def _coloured(verdict: Verdict) -> str:
    return f"[{_STYLES[verdict.value]}]{escape(verdict_word(verdict))}[/]"


def _table_of(findings: Sequence[Finding]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(t("col_verdict"), no_wrap=True)
    table.add_column(t("col_rule"), no_wrap=True)
    table.add_column(t("col_title"), overflow="fold", ratio=4)
    table.add_column(t("col_required"), overflow="fold", ratio=4)
    table.add_column(t("col_measured"), overflow="fold", ratio=3)
    for finding in findings:
        required, measured = figures_of(finding)
        table.add_row(
            _coloured(finding.verdict),
            escape(finding.rule_id),
            escape(finding.title_zh if LANG is Lang.ZH else finding.title_en),
            escape(_short(required)),
            escape(measured or "—"),
        )
    return table


def _short(words: str, most: int = 28) -> str:
    """Cut a long list of words; the whole of it is in the JSON and in `signage books`."""
    return words if len(words) <= most else words[: most - 1] + "…"


def print_illustrative(titles: Sequence[str]) -> None:
    """Say which of the books used have no legal force."""
    for title in titles:
        say(t("illustrative", title=title))


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return t(f"verdict_{verdict.value.lower()}")


def overall_word(verdict: Verdict) -> str:
    """Return the verdict of a whole report in words: one that warns has passed all the same."""
    return t("overall_warn") if verdict.value == "WARN" else verdict_word(verdict)
