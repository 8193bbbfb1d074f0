"""What `signage check --report` writes: the report as PDF, HTML or JSON by the suffix; and the working, in print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli.output import deliver, say, verdict_word
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import Lang, speaking

if TYPE_CHECKING:
    from signage.desk import Desk
    from signage.rules import CheckReport
    from signage.typography import FontCatalogue

FORMS = (".pdf", ".html", ".json")


def refuse_unknown_forms(paths: Sequence[Path]) -> None:
    """Refuse a report of a form that there is none of, before anything is worked out.

    Raises:
        InputError: A file's suffix is none of `FORMS`.
    """
    for path in paths:
        if path.suffix.lower() not in FORMS:
            raise InputError("check.report_form", path=str(path), known=t("list_comma").join(FORMS))


def write_reports(desk: Desk, paths: Sequence[Path], fonts: FontCatalogue) -> None:
    """Write a checked sign's report to each of the files, in the language of this run.

    No time of making is printed: the same inputs give the same bytes, whenever they are asked for.

    Raises:
        InputError: A file cannot be written.
        ToolError: Typst refused.
    """
    with speaking(LANG):
        for path in paths:
            deliver(path, _MAKERS[path.suffix.lower()](desk, fonts))


def _pdf(desk: Desk, fonts: FontCatalogue) -> bytes:
    from signage.documents import check_report_pdf

    return check_report_pdf(desk.report, proposal=desk.proposal, fonts=fonts, is_demonstration=_is_sample(desk))


def _html(desk: Desk, fonts: FontCatalogue) -> bytes:
    from signage.documents import check_report_html

    return check_report_html(desk.report, proposal=desk.proposal, fonts=fonts, is_demonstration=_is_sample(desk))


def _is_sample(desk: Desk) -> bool:
    """Whether an illustrative book was used: then the report is a sample and says so on every page."""
    return any(book.is_illustrative for book in desk.report.books)


def _json(desk: Desk, _: FontCatalogue) -> bytes:
    from signage.documents import check_report_json

    return check_report_json(desk.report, proposal=desk.proposal)


_MAKERS: dict[str, Callable[[Desk, FontCatalogue], bytes]] = {".pdf": _pdf, ".html": _html, ".json": _json}


def print_working(report: CheckReport) -> None:
    """Print how each number came about, worst findings first."""
    from signage.documents.report_content import measured_words, required_words, working_lines

    with speaking(LANG):
        for finding in sorted(report.findings, key=lambda one: one.verdict.rank):
            title = finding.title_zh if LANG is Lang.ZH else finding.title_en
            say(f"{finding.rule_id}  {title}  {verdict_word(finding.verdict)}")
            lines = working_lines(finding)
            if finding.verdict.value != "NOT_APPLICABLE":
                lines += [
                    f"{t('col_required')}{t('colon')}{required_words(finding)}",
                    f"{t('col_measured')}{t('colon')}{measured_words(finding) or '—'}",
                ]
            for line in lines or [finding.message_zh if LANG is Lang.ZH else finding.message_en]:
                say(f"    {line}")
        say("")
