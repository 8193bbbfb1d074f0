"""What a granted item of the catalogue leaves behind: its term, its own result document, its permit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from signage.applications.afterwards import is_sequel, place_in_register, sequel_term
from signage.applications.composite import PERIOD
from signage.applications.figures import figure_words
from signage.applications.guards import GRANTS
from signage.applications.ids import new_id
from signage.applications.model import Application, Item, Matter, Permit, Term
from signage.applications.notices import DecisionNotice, IssuedDocument, NoticeMatter
from signage.applications.office import Office
from signage.items import Catalogue
from signage.locale import text


def matter_term(office: Office, application: Application, matter: Matter, decided_at: datetime) -> tuple[date, date]:
    """Return the first and last day of an item's result, the decision's day at the earliest.

    A renewal, change or transfer goes by the term of the permit that it goes on from.

    What was asked for comes first, then the days or years of the catalogue; an older record that has neither takes the
    policy's own term, which its notice states.
    """
    decided_on = office.today(decided_at)
    continued = sequel_term(office, application, matter, decided_on)
    if continued is not None:
        return continued
    if matter.term is not None:
        start = max(matter.term.start, decided_on)
        return start, max(matter.term.end, start)
    if matter.valid_days:
        return decided_on, decided_on + timedelta(days=matter.valid_days - 1)
    return decided_on, office.policy.valid_to(decided_on, matter.valid_years)


def notice_matters(office: Office, application: Application, decided_at: datetime) -> tuple[NoticeMatter, ...]:
    """Return the granted items of a case as its notice lists them."""
    granted = [matter for matter in application.matters if matter.outcome in GRANTS]
    if not is_sequel(application):
        return tuple(notice_matter(matter) for matter in granted)
    spans = [matter_term(office, application, matter, decided_at) for matter in granted]
    return tuple(
        notice_matter(matter, Term(start=start, end=end)) for matter, (start, end) in zip(granted, spans, strict=True)
    )


def notice_matter(matter: Matter, term: Term | None = None) -> NoticeMatter:
    """Return an item as a notice lists it; `term` takes the place of what was asked for."""
    period = dict(matter.answers).get(PERIOD, "")
    term = term or matter.term
    if term is not None:
        period = _period(term)
    elif matter.valid_years:
        period = text("applications.period_years", years=matter.valid_years)
    return NoticeMatter(
        number=matter.number,
        title=matter.title,
        place=matter.place,
        section=matter.section,
        period=period,
        figures=figure_words(matter),
    )


def duties_granted(application: Application) -> tuple[str, ...]:
    """Return what the guides of the granted items ask of whoever was granted them; of several, each names its item."""
    granted = [matter for matter in application.matters if matter.outcome in GRANTS]
    several = len(application.asked_for) > 1
    return tuple(
        text("applications.duty_of_item", title=matter.title, duty=duty) if several else duty
        for matter in granted
        for duty in matter.duties
    )


def event_duties(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return by sign kind what the guide asks of whoever sets up something of that kind for an event, in Chinese.

    What is asked of each form comes first, named by it, then what is asked of all.
    """
    return {
        form.sign_kind: (
            text("applications.duty_of_item", title=form.name_zh, duty=form.must_zh),
            *(duty.zh for duty in item.duties),
        )
        for item in catalogue.items
        if item.temporary
        for form in item.temporary.forms
        if form.sign_kind
    }


def event_duties_granted(office: Office, granted: Iterable[Item]) -> tuple[str, ...]:
    """Return what was granted for an event is bound to, each duty once."""
    kinds = dict.fromkeys(item.spec.kind for item in granted if item.term)
    return tuple(dict.fromkeys(duty for kind in kinds for duty in office.event_duties.get(kind, ())))


def _period(term: Term) -> str:
    start, end = term.start, term.end
    return text(
        "applications.period",
        start_year=start.year,
        start_month=start.month,
        start_day=start.day,
        end_year=end.year,
        end_month=end.month,
        end_day=end.day,
    )


def result_notices(
    office: Office, application: Application, notice: DecisionNotice
) -> Iterator[tuple[str, DecisionNotice]]:
    """Yield the id and the own result document of each item that is handled together with others.

    A case about one item has none beside its notice: that is the result document itself.
    """
    if not application.is_composite:
        return
    for matter in application.matters:
        if matter.outcome not in GRANTS:
            continue
        valid_from, valid_to = matter_term(office, application, matter, notice.decided_at)
        yield (
            matter.id,
            replace(
                notice,
                number=matter.number,
                title=matter.result or office.policy.rule_of(()).title,
                basis=matter.basis,
                signs=(),
                drawings=(),
                books=(),
                illustrative_books=(),
                conditions=(*(application.decision.conditions if application.decision else ()), *matter.duties),
                valid_from=valid_from,
                valid_to=valid_to,
                matters=(notice_matter(matter),),
                subject=matter.title,
                is_temporary=False,
            ),
        )


def matter_permits(
    office: Office, application: Application, notice: IssuedDocument, results: Mapping[str, IssuedDocument]
) -> tuple[Permit, ...]:
    """Return the permits of a case's granted items, each with its own document where it has one."""
    decision = application.decision
    if decision is None:
        return ()
    made = []
    for matter in application.matters:
        if matter.outcome not in GRANTS:
            continue
        valid_from, valid_to = matter_term(office, application, matter, decision.at)
        own = results.get(matter.id)
        document = own or notice
        made.append(
            Permit(
                id=new_id(),
                number=matter.number,
                item_id=matter.id,
                position_key=place_in_register(office, application, matter),
                valid_from=valid_from,
                valid_to=valid_to,
                document_digest=document.digest,
                verification_code=document.verification_code,
                application_id=application.id,
                holder=application.applicant.name,
                holder_code=application.applicant.credit_code,
                decided_on=office.today(decision.at),
                notice_digest=notice.digest if own else "",
                notice_code=notice.verification_code if own else "",
            )
        )
    return tuple(made)
