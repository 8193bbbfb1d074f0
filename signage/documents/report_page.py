"""A check report as one HTML file: no script, nothing from outside, its pictures inside it; it prints as it reads."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from signage.documents.report_content import ReportContent, report_content
from signage.frontage import Proposal
from signage.resources import bundled
from signage.rules import CheckReport
from signage.typography import FontCatalogue

if TYPE_CHECKING:
    from jinja2 import Environment


def check_report_html(
    report: CheckReport,
    *,
    made_at: datetime | None = None,
    proposal: Proposal | None = None,
    fonts: FontCatalogue | None = None,
    name: str = "",
    is_demonstration: bool = True,
) -> bytes:
    """Return a check report as one file; the same arguments give the same bytes. See `check_report_pdf`.

    Raises:
        RenderError: The proposal is for another unit.
    """
    content = report_content(
        report, made_at=made_at, proposal=proposal, fonts=fonts, name=name, is_demonstration=is_demonstration
    )
    values = {"data": content.data, "pictures": _inside(content), "style": report_style()}
    return _environment().get_template("report.html").render(values).encode("utf-8")


def report_body(content: ReportContent) -> str:
    """Return the report's part of a page, for a page that has its own head."""
    return _environment().get_template("report_body.html").render(data=content.data, pictures=_inside(content))


@cache
def report_style() -> str:
    """Return the style sheet of the report, which stands in the page itself."""
    return bundled("templates", "documents", "report.css").read_text("utf-8")


@cache
def style_hash() -> str:
    """Return the style sheet's hash as a content security policy names it."""
    made = hashlib.sha256(report_style().encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(made).decode('ascii')}'"


def _inside(content: ReportContent) -> dict[str, str]:
    return {
        name: f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
        for name, svg in content.pictures.items()
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(bundled("templates", "documents")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
