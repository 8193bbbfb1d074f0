"""The check report on the web: of one's own design, and of a case that one may see; nobody else's."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from signage.accounts.use_cases import add_account
from signage.applications.model import Role
from signage.bootstrap import Services, demo_password
from tests.api.conftest import DESIGN

FAILING = {**DESIGN, "height_mm": "1650"}


def _item(client: TestClient, place: str) -> str:
    page = client.get(place).text
    start = page.index(f"{place}/items/") + len(f"{place}/items/")
    return page[start : page.index("/", start)]


def test_a_design_has_its_report_as_a_page_with_pictures_and_a_pdf_link(anyone: TestClient):
    answer = anyone.get("/design/report", params=FAILING)
    assert answer.status_code == 200
    assert "data:image/svg+xml;base64," in answer.text
    assert "/design/files/report.pdf?" in answer.text
    assert "<script" not in answer.text
    assert 'class="verdict' in answer.text


def test_the_page_allows_its_own_style_and_no_other(anyone: TestClient):
    policy = anyone.get("/design/report", params=DESIGN).headers["content-security-policy"]
    assert "style-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy


def test_the_page_speaks_the_readers_language(anyone: TestClient):
    answer = anyone.get("/design/report", params=DESIGN, headers={"accept-language": "en"})
    assert "Sign check report" in answer.text


def test_a_design_that_cannot_be_drawn_is_told_and_not_a_fault(anyone: TestClient):
    assert anyone.get("/design/report", params={**DESIGN, "width_mm": "nan"}).status_code == 422


def test_the_design_page_links_the_report(anyone: TestClient):
    assert "/design/report?" in anyone.get("/design", params=DESIGN).text


def test_applicant_and_clerk_read_the_report_of_a_case_and_a_stranger_does_not(signed_in, apply, anyone: TestClient):
    applicant, clerk = signed_in("shop"), signed_in("clerk")
    place = apply(applicant)
    item = _item(applicant, place)
    for client in (applicant, clerk):
        shown = client.get(f"{place}/items/{item}/report")
        assert shown.status_code == 200
        assert "海盐小铺" in shown.text
        pdf = client.get(f"{place}/items/{item}/report.pdf")
        assert pdf.content.startswith(b"%PDF-")
        assert "attachment" in pdf.headers["content-disposition"]
    assert anyone.get(f"{place}/items/{item}/report", follow_redirects=False).status_code in (303, 401)
    assert applicant.get(f"{place}/items/none/report").status_code == 404
    assert applicant.get(f"{place}/items/none/report.pdf").status_code == 404


def test_a_stored_report_shows_how_its_numbers_came_about(signed_in, apply, services: Services):
    client = signed_in("shop")
    place = apply(client)
    item = _item(client, place)
    shown = client.get(f"{place}/items/{item}/report").text
    design = client.get("/design/report", params=DESIGN).text
    steps = re.search(r'<dl class="steps">.*?</dl>', design, re.DOTALL)
    assert steps is not None
    assert steps[0].count("<br>") > 5
    assert steps[0] in shown


@pytest.mark.parametrize("suffix", ["report", "report.pdf"])
def test_another_accounts_report_is_not_found(signed_in, apply, services: Services, suffix: str):
    place = apply(signed_in("shop"))
    item = _item(signed_in("clerk"), place)
    begin = services.database.unit_of_work
    add_account(begin, "neighbour", "邻铺（演示）", Role.APPLICANT, demo_password(services.settings), services.now())
    assert signed_in("neighbour").get(f"{place}/items/{item}/{suffix}").status_code == 404


def test_a_plan_that_is_gone_leaves_the_findings_and_says_that_there_is_no_picture(signed_in, apply, services):
    client = signed_in("shop")
    place = apply(client)
    item = _item(client, place)
    object.__setattr__(services.plans, "plans", ())
    shown = client.get(f"{place}/items/{item}/report").text
    assert "data:image/svg+xml" not in shown
    assert "不附位置图" in shown
