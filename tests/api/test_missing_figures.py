"""A number that is missing from an accepted case is stated by the applicant on the page of the case."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from signage.applications import use_cases
from signage.applications.composite import Asked, matter_of_item
from signage.applications.model import Material, State, Term
from signage.applications.timed import run_clock
from signage.bootstrap import Services
from tests.storage.case_builders import APPLICANT, CLEAR


def accepted_by_silence(services: Services) -> str:
    """Return the id of a case that nobody answered in time and that states no number."""
    with services.database.reading() as unit:
        shop, _ = unit.accounts.by_login("shop")
    term = Term(start=date(2027, 1, 1), end=date(2027, 2, 28))
    matter = matter_of_item(
        services.catalogue.item("green-occupation"), place="示例路 12 号绿地", asked=Asked(term=term)
    )
    papers = tuple(
        Material(kind=p.code, title=p.name, digest="sha256:1", media_type="application/pdf", file_name="p.pdf", size=1)
        for p in matter.papers
    )
    office, holder = services.office, replace(APPLICANT, account_id=shop.id)
    now = services.now()
    draft = use_cases.open_application(
        office, holder, (), papers, shop.actor, now, circumstances=CLEAR, matters=(matter,)
    )
    use_cases.submit(office, draft.id, shop.actor, now)
    run_clock(office, now + timedelta(days=12))
    return draft.id


def test_the_applicant_states_it_and_a_wrong_one_is_told_at_its_field(seated, services: Services):
    case = accepted_by_silence(services)
    shop, clerk = seated("shop"), seated("clerk")
    page = shop.get(f"/applications/{case}").text
    assert "补填数量" in page
    assert "占用面积（m²）" in page
    assert "补填数量" not in clerk.get(f"/applications/{case}").text.partition("<main")[2].partition("办理留痕")[0]
    field = re.search(r'name="(figure_[^"]+)"', page)[1]
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    path = f"/applications/{case}/actions/state_figures"
    wrong = shop.post(path, data={"version": version, field: "一百"})
    assert wrong.status_code == 422
    assert 'value="一百"' in wrong.text
    assert f'href="#{field}-state_figures"' in wrong.text
    assert clerk.post(path, data={"version": version, field: "160"}).status_code == 403
    done = shop.post(path, data={"version": version, field: "160"})
    assert "占用面积 160 m²" in done.text
    shop.cookies.set("lang", "en")
    assert "Missing figures stated: Area occupied" in shop.get(f"/applications/{case}").text
    with services.office.reading() as unit:
        stated = unit.applications.get(case)
    assert (stated.state, stated.matters[0].answers) == (State.ACCEPTED, (("占用面积", "160 m²"),))
