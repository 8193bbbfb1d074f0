"""Agents and limited links in the browser."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.case_papers import sample_papers
from signage.bootstrap import Services

from .conftest import APPLICANT, DESIGN
from .test_cases import step

GIVEN = {
    "login": "agent",
    "name": "代办人己",
    "id_number": "00000019900101000X",
    "phone": "000-7654321",
    "valid_from": "2026-11-24",
    "valid_to": "2026-12-24",
    "apply": "yes",
}

pytestmark = pytest.mark.usefixtures("one_drawing")
SPEC = """schema_version = 1
[sign]
kind = "panel-letters"
width_mm = 2900
height_mm = 1000
[text]
name = "海盐小铺"
"""
PERSONAL = {"contact": "联系人辛", "phone": "000-7654321"}


def account_id(services: Services, login: str) -> str:
    with services.database.reading() as unit:
        return unit.accounts.by_login(login)[0].id


def test_an_agent_applies_for_a_principal_within_the_authorisation_and_no_longer(services, seated):
    shop, agent = seated("shop"), seated("agent")
    principal = account_id(services, "shop")
    form = {**DESIGN, **APPLICANT, "principal": principal}
    assert "为谁申请" not in agent.get("/apply", params=DESIGN).text
    assert agent.post("/apply", data=form).status_code == 403
    page = shop.post("/account/authorisations", data=GIVEN)
    assert page.status_code == 200
    assert "000***********000X" in page.text
    assert "000-*****21" in page.text
    assert GIVEN["id_number"] not in page.text.replace("样例 00000019900101000X", "")
    assert "为谁申请" in agent.get("/apply", params=DESIGN).text
    open_choice = agent.post("/apply", data={**form, "principal": ""})
    assert (open_choice.status_code, "没有选择为谁申请" in open_choice.text) == (422, True)
    item = agent.post("/apply/item/gas-licence", data={**APPLICANT, "principal": ""})
    assert 'href="#principal"' in item.text
    answer = agent.post("/apply", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    case = answer.headers["location"].partition("?")[0]
    assert "代办人己（演示）（代 申请人甲（演示））" in shop.get(case).text
    assert "依据授权代" in agent.get(case).text
    assert case in agent.get("/account/authorisations").text
    assert "受托代办" in agent.get("/applications").text
    assert "受托代办" not in shop.get("/applications").text
    assert case in shop.get("/applications").text
    held = re.search(r"/account/authorisations/([\w-]+)/revoke", shop.get("/account/authorisations").text)[1]
    assert seated("clerk").post(f"/account/authorisations/{held}/revoke").status_code == 403
    assert shop.post(f"/account/authorisations/{held}/revoke", data={"reason": "本人办理"}).status_code == 200
    assert agent.get(case).status_code == 404
    assert agent.post("/apply", data={**form, "unit": "S1-02", "leased_units": "S1-02"}).status_code == 403


def test_choosing_oneself_is_applying_for_oneself(services, seated):
    seated("shop").post("/account/authorisations", data=GIVEN)
    agent = seated("agent")
    answer = agent.post("/apply", data={**DESIGN, **APPLICANT, "principal": "self"}, follow_redirects=False)
    with services.database.reading() as unit:
        case = unit.applications.get(answer.headers["location"].partition("?")[0].rpartition("/")[2])
    assert case.applicant.account_id == account_id(services, "agent")


def test_a_form_with_a_fault_keeps_what_was_typed_but_the_identity_number(seated):
    shop = seated("shop")
    answer = shop.post("/account/authorisations", data={**GIVEN, "id_number": "000000199001010001"})
    assert answer.status_code == 422
    assert "校验位" in answer.text
    assert 'value="代办人己"' in answer.text
    assert re.search(r'id="id_number"[^>]*aria-invalid="true"', answer.text)
    assert "000000199001010001" not in answer.text


@pytest.fixture
def link(seated, apply) -> tuple[TestClient, str, str]:
    shop = seated("shop")
    case = apply(shop, **PERSONAL)
    sent = {"application_id": case.rpartition("/")[2], "label": "广告公司小样（虚构）", "days": "3"}
    page = shop.post("/account/links", data=sent)
    assert page.status_code == 200, page.text
    address = re.search(r'<output class="secret long">https://testserver(/help-link/[^<]+)</output>', page.text)[1]
    return shop, case, address


def helper(services: Services) -> TestClient:
    return TestClient(create_app(services), base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})


def test_a_helper_sees_one_case_without_personal_data_and_takes_no_step(services, link):
    _, case, address = link
    with helper(services) as client:
        assert client.get("/helping").status_code == 404
        assert client.get(address).status_code == 200
        assert client.get(address).status_code == 200  # looking does not use it up
        page = client.post(address)
        assert page.status_code == 200
        assert "海盐小铺" in page.text
        for personal in (*PERSONAL.values(), APPLICANT["credit_code"]):
            assert personal not in page.text
        picture = re.search(r"/helping/drawings/[^\"]+", page.text)[0]
        assert client.get(picture).headers["content-type"] == "image/png"
        assert client.get(picture.replace("marks.png", "sheet.pdf")).status_code == 404
        assert client.get(case, follow_redirects=False).status_code == 303
        assert client.post(f"{case}/actions/withdraw", data={"version": 2}, follow_redirects=False).status_code == 303
    with helper(services) as second:
        assert second.get(address).status_code == 404
        assert second.post(address).status_code == 404
        assert second.get("/helping").status_code == 404


def test_a_helpers_design_comes_to_the_applicant_who_opens_it_on_the_desk(services, link):
    shop, case, address = link
    with helper(services) as client:
        client.post(address)
        pasted = "https://testserver/design?plan=jingwan-li&unit=S1-10&name=海盐小铺&kind=panel-letters&width_mm=3000&height_mm=1000"
        answer = client.post("/helping/designs", data={"item": "1", "address": pasted, "remark": "窄一点更好看"})
        assert "已交给申请人" in answer.text
        sent = client.post("/helping/designs", files={"file": ("a.toml", SPEC.encode())})
        assert "已交给申请人" in sent.text
        for wrong in ({"address": ""}, {"address": "https://elsewhere.invalid/"}):
            assert client.post("/helping/designs", data=wrong).status_code == 422
        assert client.post("/helping/designs", files={"file": ("a.toml", b"= nonsense")}).status_code == 422
        assert client.post("/helping/designs", files={"file": ("a.toml", b"x" * 70_000)}).status_code == 422
    page = shop.get("/account/links").text
    assert "窄一点更好看" in page
    chosen = re.findall(r"/account/links/designs/[\w-]+", page)
    assert len(chosen) == 2
    target = shop.get(chosen[0], follow_redirects=False).headers["location"]
    assert "width_mm=2900" in target
    assert "unit=S1-10" in target
    assert shop.get(target).status_code == 200
    assert "协助设计人（广告公司小样（虚构））" in shop.get(case).text


def test_a_link_taken_back_shuts_the_helper_out(services, link, seated):
    shop, _, address = link
    with helper(services) as client:
        client.post(address)
        held = re.search(r"/account/links/([\w-]+)/revoke", shop.get("/account/links").text)[1]
        assert seated("agent").post(f"/account/links/{held}/revoke").status_code == 404
        shop.post(f"/account/links/{held}/revoke")
        assert client.get("/helping").status_code == 404
    assert "已撤回" in shop.get("/account/links").text


def test_an_agent_sees_the_steps_that_the_authorisation_allows_and_takes_them(services, seated, apply):
    shop, agent = seated("shop"), seated("agent")
    case = apply(shop)
    shop.post("/account/authorisations", data=GIVEN)
    assert f"{case}/actions/withdraw" not in agent.get(case).text
    assert f"{case}/actions/withdraw" in shop.get(case).text
    refused = agent.post(f"{case}/actions/withdraw", data={"version": "2"})
    assert refused.status_code == 403
    assert "没有代 申请人甲（演示） 撤回申请的有效授权" in refused.text
    shop.post("/account/authorisations", data={**GIVEN, "apply": "", "withdraw": "yes"})
    assert f"{case}/actions/withdraw" in agent.get(case).text
    assert agent.post(f"{case}/actions/withdraw", data={"version": "2"}).status_code == 200
    with services.database.reading() as unit:
        assert unit.applications.get(case.rpartition("/")[2]).state.value == "withdrawn"
        events = unit.history.of(case.rpartition("/")[2])
    assert [event.action for event in events[-2:]] == ["withdraw", "act_for"]


def test_an_agent_hands_in_papers_and_sees_them_and_no_others_of_the_owner(services, seated):
    shop, agent = seated("shop"), seated("agent")
    shop.post("/account/authorisations", data=GIVEN)
    name, content = sample_papers()["M2"]
    files = {"paper_M2": (name, content, "application/pdf")}
    form = {**DESIGN, **APPLICANT, "sample_papers": "", "incomplete": "yes"}
    earlier = shop.post("/apply", data={**form, "unit": "S1-02"}, files=files, follow_redirects=False)
    form |= {"principal": account_id(services, "shop")}
    lease = {"paper_M4": ("lease.pdf", sample_papers()["M4"][1], "application/pdf")}
    case = agent.post("/apply", data=form, files=lease, follow_redirects=False).headers["location"].partition("?")[0]
    assert re.search(r"（代 申请人甲（演示））：[^<]*M4 [^<]* v1.pdf", shop.get(case).text)
    step(seated("clerk"), case, "return")
    assert agent.post(f"{case}/materials", files=files, follow_redirects=False).status_code == 303
    page = agent.get(f"{case}/materials").text
    assert "我的材料库" not in page
    picture = re.search(r"/materials/[\w-]+/pages/1.png", page)[0]
    assert agent.get(picture).status_code == 200
    with services.office.reading() as unit:
        version = unit.applications.get(case.rpartition("/")[2]).version
    handed = agent.post(f"{case}/materials/submit", data={"version": version}, follow_redirects=False)
    assert handed.status_code == 303, handed.text
    held = re.search(r"/account/authorisations/([\w-]+)/revoke", shop.get("/account/authorisations").text)[1]
    shop.post(f"/account/authorisations/{held}/revoke", data={"reason": "本人办理"})
    assert agent.get(picture).status_code == 404
    assert agent.get(f"{earlier.headers['location']}/materials").status_code == 404
