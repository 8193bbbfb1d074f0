"""A sign, a banner and a balloon are told apart wherever they stand in one list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from signage.applications import use_cases
from signage.applications.issuing import decide_on_the_spot
from signage.applications.model import Term, Track
from signage.bootstrap import Services
from tests.api.item_cases import granted_item
from tests.storage.case_builders import APPLICANT, CLEAR, item, papers

DAYS = Term(start=date(2026, 12, 1), end=date(2026, 12, 5))


def three(services: Services):
    """A case with a sign, a banner and a balloon of one name, granted."""
    with services.database.reading() as unit:
        shop, clerk, second = (unit.accounts.by_login(login)[0].actor for login in ("shop", "clerk", "second"))
    made = []
    for unit_id, kind, form, term in (
        ("S1-01", "panel-letters", "平板发光字", None),
        ("S1-01", "event-banner", "活动横幅", DAYS),
        ("S1-01", "event-balloon", "空飘气球", DAYS),
    ):
        one = item(unit_id, plan="jingwan-li", track=Track.FILING)
        spec = replace(one.spec, kind=kind)
        made.append(replace(one, spec=spec, term=term, particulars=replace(one.particulars, form=form)))
    office, now = services.office, services.now
    wanted = papers("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9", "M14", "M15", "M17", "M18")
    applicant = replace(APPLICANT, account_id=shop.id)
    draft = use_cases.open_application(office, applicant, tuple(made), wanted, shop, now(), circumstances=CLEAR)
    case = use_cases.submit(office, draft.id, shop, now())
    return decide_on_the_spot(office, case.id, clerk, second, services.now, opinion="材料齐全，符合规定")


def test_the_tabs_of_a_case_and_the_register_name_kind_and_days(seated, services: Services, anyone):
    case = three(services)
    clerk = seated("clerk")
    page = clerk.get(f"/applications/{case.id}").text
    tabs = re.search(r'<nav class="tabs" aria-label="招牌">.*?</nav>', page, re.DOTALL)[0]
    for words in ("平板发光字", "活动横幅", "空飘气球", "2026-12-01 — 2026-12-05（5 天）"):
        assert words in tabs
    english = clerk.get(f"/applications/{case.id}?item=3", headers={"accept-language": "en"}).text
    assert "Event balloon" in english
    assert "(5 days)" in english
    listed = anyone.get("/register").text
    for words in ("平板发光字", "活动横幅（5 天）", "空飘气球（5 天）"):
        assert words in listed
    assert "Letters on a panel" in anyone.get("/register", headers={"accept-language": "en"}).text
    for typed in ("气球", "event balloon"):
        rows = anyone.get("/register", params={"text": typed}).text
        assert "空飘气球" in rows
        assert "活动横幅" not in rows.partition("<table")[2]
    assert "空飘气球" in clerk.get("/inspections", params={"text": "气球"}).text


def test_an_english_page_names_each_decision_by_what_it_decides(seated, services: Services):
    _, felling = granted_item(services, "tree-felling")
    signs = three(services)
    shop = seated("shop")
    shop.cookies.set("lang", "en")
    assert ">Felling permit</a>" in shop.get(f"/applications/{felling}").text
    page = shop.get(f"/applications/{signs.id}").text
    assert ">Notice that a sign is on file</a>" in page
    assert "Notice of decision" not in page
