"""A granted item of the catalogue, straight through the use cases: no form and no drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from signage.applications import use_cases
from signage.applications.composite import Asked, matter_of_item
from signage.applications.issuing import issue
from signage.applications.model import Material, Outcome, Term
from signage.applications.step_letters import make_due
from signage.bootstrap import Services
from tests.items.examples import example_figures
from tests.storage.case_builders import APPLICANT, CLEAR


def granted_item(
    services: Services,
    code: str = "green-occupation",
    *,
    place: str = "示例路 12 号绿地",
    answers: tuple[tuple[str, str], ...] = (),
    term: tuple[date, date] = (date(2026, 12, 1), date(2027, 2, 28)),
) -> tuple[str, str]:
    """Return the number of a permit of the demonstration's applicant, and its case."""
    with services.database.reading() as unit:
        shop, clerk, second = (unit.accounts.by_login(login)[0] for login in ("shop", "clerk", "second"))
    office, now = services.office, services.now
    item = services.catalogue.item(code)
    asked = Asked(term=Term(start=term[0], end=term[1]), figures=example_figures([item]))
    matter = matter_of_item(item, place=place, asked=asked)
    if answers:
        matter = replace(matter, answers=answers)
    papers = tuple(
        Material(kind=p.code, title=p.name, digest="sha256:1", media_type="application/pdf", file_name="p.pdf", size=1)
        for p in matter.papers
    )
    holder = replace(APPLICANT, account_id=shop.id)
    draft = use_cases.open_application(
        office, holder, (), papers, shop.actor, now(), circumstances=CLEAR, matters=(matter,)
    )
    use_cases.submit(office, draft.id, shop.actor, now())
    use_cases.accept(office, draft.id, clerk.actor, now())
    use_cases.start_review(office, draft.id, clerk.actor, now())
    use_cases.recommend(office, draft.id, clerk.actor, now(), outcome=Outcome.GRANTED, opinion="符合条件")
    use_cases.approve(office, draft.id, second.actor, now(), reasons="准予")
    done = issue(office, draft.id, clerk.actor, now())
    make_due(office, draft.id)
    return done.permits[0].number, done.id
