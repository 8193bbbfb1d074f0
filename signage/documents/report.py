"""Set a check report (检查报告) as PDF: the verdict, what blocks and where, what passed, what it all rests on."""

from __future__ import annotations

from datetime import datetime

from signage.documents.faces import DocumentFaces
from signage.documents.report_content import report_content
from signage.documents.typesetting import typeset
from signage.documents.workshop_pack import printable
from signage.frontage import Proposal
from signage.rules import CheckReport
from signage.typography import FontCatalogue


def check_report_pdf(
    report: CheckReport,
    *,
    made_at: datetime | None = None,
    proposal: Proposal | None = None,
    fonts: FontCatalogue | None = None,
    name: str = "",
    faces: DocumentFaces | None = None,
    is_demonstration: bool = True,
) -> bytes:
    """Return a check report as PDF/A with tags; the same arguments give the same bytes. `seal` may seal them.

    Args:
        report: What the check found.
        made_at: Time of making, aware; None where nobody gave one: then none is printed.
        proposal: The sign at its place: draws the pictures; without it the report says that it has none.
        fonts: Typefaces for the pictures; needed with a proposal.
        name: Name of the sign where there is no proposal, may be empty.
        faces: Typefaces of the document; what is found when left out.
        is_demonstration: Prints the 演示 marks.

    Raises:
        RenderError: The proposal is for another unit.
        ToolError: Typst refused.
    """
    content = report_content(
        report, made_at=made_at, proposal=proposal, fonts=fonts, name=name, is_demonstration=is_demonstration
    )
    return typeset(
        "report.typ",
        printable(content.data),
        faces=faces or DocumentFaces.find(),
        timestamp=made_at,
        files=content.pictures,
    ).content
