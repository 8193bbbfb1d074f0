"""The public guide: every item, one item in full, and "do I need it?", without an account and without JavaScript."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from signage.applications.workflow import TABLE
from signage.items import Catalogue, load_catalogue

EN = {"accept-language": "en"}


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_guide_lists_every_item_once_with_its_days(anyone: TestClient, catalogue: Catalogue):
    text = anyone.get("/guide").text
    for item in catalogue.items:
        assert text.count(f'href="/guide/{item.code}"') == 1
        assert item.name_zh in text
    assert "审批事项 24 项、服务事项 4 项" in text
    assert 'href="/guide" aria-current="page"' in text


def test_the_guide_is_searched_by_a_form(anyone: TestClient):
    text = anyone.get("/guide", params={"q": "横幅"}).text
    assert 'href="/guide/temporary-event"' in text
    assert 'href="/guide/gas-licence"' not in text
    assert "找到 1 项" in text
    nothing = anyone.get("/guide", params={"q": "<b>"})
    assert nothing.status_code == 200
    assert "没有找到“&lt;b&gt;”" in nothing.text


def test_every_items_page_renders_in_both_languages(anyone: TestClient, catalogue: Catalogue):
    for item in catalogue.items:
        zh = anyone.get(f"/guide/{item.code}")
        en = anyone.get(f"/guide/{item.code}", headers=EN)
        assert (zh.status_code, en.status_code) == (200, 200), item.code
        assert f"<h1>{item.name_zh}</h1>" in zh.text
        assert item.name_en in re.sub("&#39;", "'", en.text)
        for paper in item.papers:
            assert paper.name_zh in zh.text


def test_an_items_steps_are_read_from_the_workflows_table(anyone: TestClient):
    text = anyone.get("/guide/gas-licence").text
    labels = re.findall(r"<strong>\d+\. (.+?)</strong>", text)
    assert labels[0] == "提交申请"
    assert len(labels) >= 5
    assert set(labels) <= {row.label_zh for row in TABLE}
    assert "10 个工作日；" in text  # its own promise, not the policy's
    assert "法定" in text


def test_a_service_shows_its_own_steps_and_guidance_no_procedure(anyone: TestClient):
    assert "预约上门测量" in anyone.get("/guide/sign-design").text
    assert "不需要取得许可，窗口当场告知" in anyone.get("/guide/landscaping-qualification").text


def test_a_page_says_how_certain_each_basis_is(anyone: TestClient):
    assert "已见于公开文本" in anyone.get("/guide/outdoor-ad").text
    assert "未核对原文" in anyone.get("/guide/gas-licence").text
    assert "not re-read" in anyone.get("/guide/gas-licence", headers=EN).text


def test_an_unknown_item_is_not_found(anyone: TestClient):
    assert anyone.get("/guide/x-ray").status_code == 404
    assert anyone.get("/guide/ask", params={"what": "x-ray"}).status_code == 404
    assert anyone.get("/guide/ask", params={"what": "group:x-ray"}).status_code == 404


def test_every_thing_that_can_be_asked_about_gets_an_answer(anyone: TestClient, catalogue: Catalogue):
    for item in catalogue.items:
        place = item.ask.places[0].code if item.ask.places else ""
        query = {"what": item.code, "place": place} | (
            {"longest_mm": "3000", "area_m2": "3"} if item.ask.by_size else {}
        )
        page = anyone.get("/guide/ask", params=query, headers=EN)
        assert page.status_code == 200, item.code
        assert f'<a href="/guide/{item.code}"><strong>' in page.text
    for group in catalogue.groups:
        assert anyone.get("/guide/ask", params={"what": f"group:{group.code}"}, headers=EN).status_code == 200


def test_the_forms_of_an_event_that_can_be_drawn_lead_to_the_design_page(anyone: TestClient):
    links = re.findall(r'href="(/design\?kind=[a-z-]+)"', anyone.get("/guide/temporary-event").text)
    assert len(links) == 4
    assert {anyone.get(link).status_code for link in links} == {200}


def test_the_questions_come_one_after_the_other(anyone: TestClient):
    first = anyone.get("/guide/ask").text
    assert 'name="place"' not in first
    second = anyone.get("/guide/ask", params={"what": "shop-sign"}).text
    assert 'name="place"' in second
    assert 'name="longest_mm"' in second
    assert "<h2>要带什么" not in second


@pytest.mark.parametrize(
    ("longest", "area", "answer"),
    [("4000", "4", "须经许可"), ("３，９９９", "4", "办理备案"), ("600", "0.3", "无须许可，给予指导")],
)
def test_the_answer_names_track_reason_and_papers(anyone: TestClient, longest: str, area: str, answer: str):
    query = {"what": "shop-sign", "place": "own-front", "longest_mm": longest, "area_m2": area}
    page = anyone.get("/guide/ask", params=query)
    assert page.status_code == 200
    assert answer in page.text
    assert "为什么" in page.text
    assert "M1 户外招牌设置申请表" in page.text


@pytest.mark.parametrize(("longest", "area"), [("", ""), ("wide", "3"), ("nan", "3"), ("2000", "7.2")])
def test_a_size_that_cannot_be_is_told_in_a_summary_and_at_its_field(anyone: TestClient, longest: str, area: str):
    query = {"what": "shop-sign", "place": "own-front", "longest_mm": longest, "area_m2": area}
    page = anyone.get("/guide/ask", params=query)
    assert page.status_code == 422
    assert 'role="alert" tabindex="-1" autofocus' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "<h2>要带什么" not in page.text


def test_a_group_shows_what_is_saved_and_each_paper_once(anyone: TestClient):
    text = anyone.get("/guide/ask", params={"what": "group:construction-site"}).text
    assert "28 个工作日" in text
    assert "节省 23 个" in text
    assert "分摊为示例" in text
    assert text.count("营业执照（统一社会信用代码）") == 1


def test_the_guides_pages_have_no_inline_script_or_style(anyone: TestClient):
    for path in ("/guide", "/guide/temporary-event", "/guide/ask?what=shop-sign"):
        text = anyone.get(path).text
        assert re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=", text) is None
