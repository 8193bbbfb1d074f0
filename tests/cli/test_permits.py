"""`signage permits` and `signage inspect` for an item that is no sign."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from signage.accounts import add_account
from signage.applications import issuing, use_cases
from signage.applications.composite import Asked, matter_of_item
from signage.applications.model import Material, Outcome, Role, Term
from signage.bootstrap import open_services
from signage.settings import Settings
from tests.register.case_builders import APPLICANT, CLEAR, CLERK, SECOND, PlainIssuer


@pytest.fixture
def number(signage, tmp_path) -> str:
    """A home with a permit to take green space that ends in 90 days, a clerk and its holder; gives its number."""
    with closing((services := open_services(Settings(home=tmp_path / "home"))).database):
        office, now = replace(services.office, issuer=PlainIssuer()), services.now()
        shop = add_account(services.database.unit_of_work, "shop", "店主", Role.APPLICANT, "a long password", now)
        add_account(services.database.unit_of_work, "clerk", "窗口甲", Role.CLERK, "a long password", now)
        today = office.today(now)
        term = Term(start=today, end=today + timedelta(days=90))
        matter = matter_of_item(services.catalogue.item("green-occupation"), place="示例路绿地", asked=Asked(term=term))
        papers = tuple(
            Material(kind=p.code, title=p.name, digest="d", media_type="application/pdf", file_name="p", size=1)
            for p in matter.papers
        )
        holder = replace(APPLICANT, account_id=shop.id)
        draft = use_cases.open_application(
            office,
            holder,
            (),
            papers,
            shop.actor,
            now,
            circumstances=CLEAR,
            matters=(replace(matter, answers=(("占用面积", "160 m²"),)),),
        )
        use_cases.submit(office, draft.id, shop.actor, now)
        use_cases.accept(office, draft.id, CLERK, now)
        use_cases.start_review(office, draft.id, CLERK, now)
        use_cases.recommend(office, draft.id, CLERK, now, outcome=Outcome.GRANTED, opinion="符合")
        use_cases.approve(office, draft.id, SECOND, now, reasons="准予")
        done = issuing.issue(office, draft.id, CLERK, now)
    return done.permits[0].number


def test_a_permit_is_inspected_ordered_to_be_put_right_and_renewed(signage, number):
    told = signage("permits", "sequels", number).out
    assert "✓ 延续" in told
    assert signage("permits", "sequels", number, "--json").json["item"] == "green-occupation"
    compared = signage("inspect", number, "--place", "same", "--use", "yes", "--figure", "占用面积=200")
    assert compared.status == 1
    assert "不符" in compared.out
    assert signage("permits", "order", number, "--by", "clerk", "--inspector", "甲").status == 2
    found = signage("inspect", number, "--place", "same", "--use", "yes", "--figure", "占用面积=200", "--by", "clerk")
    assert "整改" in found.out
    assert signage("inspect", number, "--use", "maybe").status == 2
    both = ("--inspector", "执法员甲", "--inspector", "执法员乙", "--by", "clerk")
    assert signage("permits", "order", number, *both, "--days", "99").status == 2
    made = signage("permits", "order", number, *both, "--days", "5", "--json").json
    assert made["verification_code"]
    Path("form.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    until = "2031-06-30"
    wrong = signage("permits", "ask", number, "sale", "--by", "shop")
    assert wrong.status == 2
    assert signage("permits", "ask", number, "renewal", "--by", "clerk", "--until", until).status != 0
    papers = ("--paper", "P1=form.pdf", "--paper", "P5=form.pdf")
    asked = signage("permits", "ask", number, "renewal", "--by", "shop", "--until", until, *papers)
    assert asked.status == 0, asked.err
    assert number in asked.out
