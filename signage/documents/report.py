"""Set a check report (检查报告): every rule with what it asks, what was measured, the margin and its source."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from signage.documents.faces import DocumentFaces
from signage.documents.notice import foot_lines
from signage.documents.typesetting import typeset
from signage.documents.words import chinese_date
from signage.locale import text
from signage.rules import CheckReport, Finding, Verdict
from signage.units import Quantity


def check_report_pdf(
    report: CheckReport,
    *,
    made_at: datetime,
    name: str = "",
    faces: DocumentFaces | None = None,
    is_demonstration: bool = True,
) -> bytes:
    """Return a check report as PDF/A with tags; the same arguments give the same bytes.

    Args:
        report: What the check found.
        made_at: Date of making, aware.
        name: Name of the sign, may be empty.
        faces: Typefaces; what is found when left out.
        is_demonstration: Prints the 演示 marks.

    Raises:
        ToolError: Typst refused.
    """
    illustrative = tuple(f"《{book.title_zh}》" for book in report.books if book.is_illustrative)
    data = {
        "title": text("documents.report_title"),
        "author": "signage",
        "keywords": [report.digest],
        "watermark": text("documents.watermark") if is_demonstration else "",
        "foot": foot_lines(is_demonstration=is_demonstration, illustrative=illustrative),
        "facts": _facts(report, name),
        "verdict": {
            "label": text("documents.report_verdict"),
            "word": _verdict(report.verdict),
            "tone": _TONE[report.verdict],
        },
        "counts": _counts(report),
        "columns": [text(f"documents.column_{key}") for key in _COLUMNS],
        "rows": [_row(finding) for finding in _ordered(report)],
        "notes": [text("documents.report_note")],
    }
    return typeset("report.typ", data, faces=faces or DocumentFaces.find(), timestamp=made_at).content


_COLUMNS = ("clause", "rule", "required", "measured", "margin", "verdict")
_TONE = {
    Verdict.FAIL: "bad",
    Verdict.UNMEASURED: "open",
    Verdict.REVIEW: "open",
    Verdict.WARN: "warn",
    Verdict.PASS: "good",
    Verdict.NOT_APPLICABLE: "moot",
}


def _facts(report: CheckReport, name: str) -> list[list[str]]:
    books = "；".join(f"{book.title_zh}（{book.name} {book.edition}）" for book in report.books)
    rows = [
        [text("documents.report_sign"), name],
        [text("documents.report_unit"), report.unit],
        [text("documents.report_on"), chinese_date(report.on)],
        [text("documents.report_books"), books],
        [text("documents.report_proposal"), report.proposal_digest],
        [text("documents.report_digest"), report.digest],
    ]
    rows.extend([text("documents.report_book_digest", name=book.name), book.digest] for book in report.books)
    return [row for row in rows if row[1]]


def _counts(report: CheckReport) -> str:
    found = [(verdict, len(report.of(verdict))) for verdict in Verdict]
    return "　".join(f"{_verdict(verdict)} {count}" for verdict, count in found if count)


def _ordered(report: CheckReport) -> list[Finding]:
    return sorted(report.findings, key=lambda finding: finding.verdict.rank)  # worst first, rule order within


def _row(finding: Finding) -> dict[str, Any]:
    sample = text("documents.illustrative_mark") if finding.is_illustrative else ""
    is_quiet = finding.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE)
    remark = "" if is_quiet else "　".join(part for part in (finding.message_zh, finding.hint_zh) if part)
    missing = "—" if finding.verdict is Verdict.NOT_APPLICABLE else text("documents.not_measured")
    return {
        "clause": " ".join(part for part in (finding.document, finding.clause) if part),
        "rule": finding.title_zh,
        "id": f"{finding.rule_id}{sample}",
        "required": finding.required or "—",
        "measured": _shown(finding.measured, missing),
        "margin": _shown(finding.margin, "—", signed=True),
        "verdict": _verdict(finding.verdict),
        "tone": _TONE[finding.verdict],
        "remark": remark,
        "source": finding.source,
    }


def _shown(value: Quantity | str | None, missing: str, *, signed: bool = False) -> str:
    if value is None:
        return missing
    if isinstance(value, str):
        return value
    shown = str(value).replace("-", "−")
    return f"+{shown}" if signed and value.value > 0 else shown


def _verdict(verdict: Verdict) -> str:
    return text(f"documents.verdict_{verdict.value.lower()}")
