"""The application form keeps its design through a choice of language, takes no stranger's, and names no inner id."""

from __future__ import annotations

import html
import re

import pytest

from signage.applications import use_cases
from signage.bootstrap import Services
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.plain_cases import issued, submitted
from tests.api.test_agents import GIVEN
from tests.api.test_refused_steps import told_of

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


def prefs(page: str) -> dict[str, str]:
    """The hidden fields of the form that chooses a language."""
    form = re.search(r'<form method="post" action="/preferences".*?</form>', page, re.DOTALL)[0]
    return {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)}


def test_a_choice_of_language_keeps_design_and_what_was_typed(seated, services: Services):
    shop = seated("shop")
    typed = {**DESIGN, **APPLICANT, "contact": "新联系人", "credit_code": "no code"}
    paper = {"paper_M1": ("form0.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}
    refused = shop.post("/apply", data=typed, files=paper)
    assert refused.status_code == 422
    fields = prefs(refused.text)
    shown = shop.post("/preferences", data={**fields, "lang": "en"})
    assert shown.status_code == 422
    assert "Apply: 海盐小铺" in shown.text
    assert "S1-10" in shown.text
    assert 'value="新联系人"' in shown.text
    assert "to put right" in told_of(shown.text)
    sound = {**fields, "credit_code": APPLICANT["credit_code"], "lang": "zh"}
    again = shop.post("/preferences", data=sound)
    assert again.status_code == 200
    assert "提交申请：海盐小铺" in again.text
    with services.office.reading() as unit:
        assert unit.applications.listed(limit=5) == ()  # a choice of language hands nothing in


@pytest.mark.parametrize("way", ["get", "post"])
def test_without_a_design_the_form_leads_to_the_desk(seated, way):
    shop = seated("shop")
    answer = shop.request(way, "/apply", **({"data": APPLICANT} if way == "post" else {}))
    assert answer.url.path == "/design"
    assert "申请从设计开始" in answer.text


def test_a_returned_cases_address_alone_opens_its_own_sign(seated, services: Services, apply):
    shop = seated("shop")
    case = apply(shop, height_mm="1700").rpartition("/")[2]
    clerk = seated("clerk")
    version = use_cases.case(services.office, case).version
    clerk.post(f"/applications/{case}/actions/return", data={"version": version, "words": ""})
    page = shop.get("/apply", params={"case": case}).text
    assert "提交申请：海盐小铺" in page
    assert "需要补正（一次性告知）" in page


def test_a_refused_steps_page_comes_back_to_an_address_that_can_be_read(seated, services: Services):
    case, clerk = f"/applications/{submitted(services).id}", seated("clerk")
    refused = clerk.post(f"{case}/actions/return", data={"version": "1", "words": "x"})
    assert refused.status_code == 409
    assert prefs(refused.text)["back"] == case
    assert clerk.post("/preferences", data={**prefs(refused.text), "lang": "en"}).status_code == 200


def test_an_agent_of_one_case_asks_for_no_change_in_the_principals_name(seated, services: Services):
    shop, agent = seated("shop"), seated("agent")
    here, other = issued(services, "S1-10"), submitted(services, "S1-07")
    given = shop.post("/account/authorisations", data={**GIVEN, "application_id": other.id})
    assert given.status_code == 200
    page = agent.get("/apply", params=DESIGN)
    assert page.status_code == 200
    assert "是用别的账户申请的" in page.text
    assert here.id not in page.text
    assert agent.get(f"/applications/{other.id}").status_code == 200


def test_nothing_says_the_inner_id_of_somebody_elses_case(seated, services: Services):
    case, agent = issued(services), seated("agent")
    for path in (f"/applications/{case.id}", "/applications/01a22072-f979-7091-b119-c11bb462f92d"):
        answer = agent.get(path)
        assert answer.status_code == 404
        assert "没有查到这件申请" in answer.text
        assert not UUID.search(re.search(r"<main.*</main>", answer.text, re.DOTALL)[0])
