"""The check report on the web: as a page of the site and as files, of a design and of an item that was handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from api.security import CSP
from signage.applications.model import Application, Item
from signage.bootstrap import Services
from signage.design import lay_out
from signage.desk import Desk
from signage.documents import check_report_html, check_report_json, check_report_pdf
from signage.documents.report_content import report_content
from signage.documents.report_page import report_body, report_style, style_hash
from signage.errors import NotFound, SignageError
from signage.frontage import FrontagePlan, PlacedSign, Proposal
from signage.geometry import Point
from signage.locale import Lang, speaking
from signage.rules import CheckReport, check

# The report carries its style sheet with it, so that a saved page looks the same; the policy names it by its hash.
REPORT_CSP = CSP.replace("style-src 'self'", f"style-src 'self' {style_hash()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """A report as a page of the site shows it."""

    title: str
    sign: str
    body: Markup
    style: Markup


def shown_report(
    report: CheckReport,
    proposal: Proposal | None,
    made_at: datetime,
    services: Services,
    lang: Lang,
    *,
    name: str = "",
) -> ShownReport:
    """Return a report for a page of the site, in the reader's language."""
    with speaking(lang):
        content = report_content(
            report,
            made_at=made_at.astimezone(services.office.zone),
            proposal=proposal,
            fonts=services.fonts,
            name=name,
            is_demonstration=services.office.organ.is_demonstration,
        )
        body = report_body(content)
    return ShownReport(
        title=content.data["title"],
        sign=content.data["sign"],
        body=Markup(body),  # noqa: S704 (our own template, which escapes what it is given)
        style=Markup(report_style()),  # noqa: S704 (our own style sheet)
    )


def report_file(
    form: str,
    report: CheckReport,
    proposal: Proposal | None,
    made_at: datetime,
    services: Services,
    lang: Lang,
    *,
    name: str = "",
) -> bytes:
    """Return a report as a file.

    Args:
        form: `pdf`, `html` or `json`.
        report: What the check found.
        proposal: The sign at its place; None when it cannot be drawn again.
        made_at: Time that is printed.
        services: Typefaces, zone and organ.
        lang: The reader's language.
        name: Name of the sign where there is no proposal.
    """
    if form == "json":
        return check_report_json(report, proposal=proposal)
    make = check_report_pdf if form == "pdf" else check_report_html
    with speaking(lang):
        return make(
            report,
            made_at=made_at.astimezone(services.office.zone),
            proposal=proposal,
            fonts=services.fonts,
            name=name,
            is_demonstration=services.office.organ.is_demonstration,
        )


def worked_out(services: Services, desk: Desk) -> CheckReport:
    """Return a design's report with its working, which the live redraw does without."""
    books = services.books(desk.proposal.plan.city, desk.report.on)
    return check(desk.proposal, books, desk.report.on, working=True)


def with_working(services: Services, item: Item, proposal: Proposal | None) -> CheckReport:
    """Return an item's stored report with the working of its numbers, as far as it can be worked out again.

    The sign is checked once more by the books of then; only when that gives the stored report, to the digest, are the
    steps those that led to it. Otherwise the findings stand without them.
    """
    stored = item.report
    if proposal is None or any(finding.working for finding in stored.findings):
        return stored
    books = services.books(proposal.plan.city, stored.on)
    if [book.identity.digest for book in books] != [book.digest for book in stored.books]:
        return stored
    # What was permitted on the front since then, or before the desk looked at it, was no part of that check.
    for plan in (proposal.plan, _plan_of(services, item) or proposal.plan):
        fresh = check(replace(proposal, plan=plan, facts=dict(item.facts)), books, stored.on, working=True)
        if fresh.digest == stored.digest:
            break
    else:
        return stored
    steps = {(finding.book, finding.rule_id): finding.working for finding in fresh.findings}
    return replace(
        stored, findings=tuple(replace(f, working=steps.get((f.book, f.rule_id), ())) for f in stored.findings)
    )


def item_of(application: Application, item_id: str) -> Item:
    """Return an item of an application.

    Raises:
        NotFound: It has no such item.
    """
    for item in application.items:
        if item.id == item_id:
            return item
    raise NotFound("web.no_drawing", name=item_id[:40])


def proposal_of(services: Services, application: Application, item: Item) -> Proposal | None:
    """Return an item's sign at its place as it was handed in, None when its plan's revision is no longer here.

    The marks are those of the report that was handed in; only the picture under them is drawn again.
    """
    recorded = _plan_of(services, item)
    if recorded is None:
        return None
    plan = services.stood(recorded, apart_from=application.id)
    try:
        sign = _placed(services, plan, item)
        others = tuple(
            _placed(services, plan, other)
            for other in application.items
            if other.id != item.id and other.plan_digest == item.plan_digest
        )
    except SignageError:  # a typeface or a kind of then is no longer there: the findings stand all the same
        return None
    return Proposal(plan=plan, sign=sign, others=others, facts=dict(item.facts))


def _plan_of(services: Services, item: Item) -> FrontagePlan | None:
    if item.plan_id not in services.plans.ids:
        return None
    return next((p for p in services.plans.revisions(item.plan_id) if p.digest == item.plan_digest), None)


def _placed(services: Services, plan: FrontagePlan, item: Item) -> PlacedSign:
    face, _ = plan.find_unit(item.unit_id)
    layout = lay_out(item.spec, services.fonts)
    return PlacedSign(layout=layout, face_id=face.id, unit_id=item.unit_id, origin=Point(*item.origin_mm))
