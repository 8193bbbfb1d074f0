"""Surveys on the web: recorded by those who may, two officers where the law asks, on to the design desk."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from signage.bootstrap import Services
from tests.api import plain_cases
from tests.uploads.hostile import in_process, pdf, picture

FORM = {
    "place": "jingwan-li/S1-02",
    "surveyed_on": "2026-11-20",
    "name_0": "窗口甲",
    "number_0": "001",
    "instrument": "激光测距仪",
    "mm_unit_width": "8688",
    "tolerance_unit_width": "3",
    "mm_band_bottom": "3202",
    "tolerance_band_bottom": "5",
    "mm_band_top": "4920",
    "tolerance_band_top": "5",
    "remarks": "北侧加厚",
}


@pytest.fixture(autouse=True)
def _without_child(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("signage.uploads.door.confined", in_process)


@pytest.fixture
def clerk(signed_in) -> TestClient:
    return signed_in("clerk")


def record(client: TestClient, photos: tuple[tuple[str, bytes], ...] = (), **changes: str):
    files = [("photos", file) for file in photos] or [("photos", ("", b""))]
    return client.post("/survey/new", data={**FORM, **changes}, files=files)


def shown(answer) -> str:
    return html.unescape(answer.text)


def test_a_survey_is_recorded_and_shown_with_every_difference(clerk: TestClient, services: Services):
    page = record(clerk, (("现场.jpg", picture("JPEG", (300, 200))),))
    assert page.status_code == 200
    for words in ("3 项测量中 2 项与立面图不符", "8688 ± 3", "-12", "-30", "北侧加厚", "现场.jpg"):
        assert words in shown(page)
    seen = clerk.get(f"{page.url.path}/photos/1.png")
    assert seen.content.startswith(b"\x89PNG")
    assert clerk.get(f"{page.url.path}/photos/2.png").status_code == 404
    assert "S1-02" in clerk.get("/survey").text
    assert services.database.verify_history().ok


def test_an_inspection_under_the_law_needs_two_different_officers(clerk: TestClient):
    one = record(clerk, official="yes")
    assert one.status_code == 422
    assert "两名以上工作人员" in shown(one)
    assert 'value="8688"' in one.text  # what was typed is still there
    same = record(clerk, official="yes", name_1="窗口甲", number_1="001")
    assert "同一人" in shown(same)
    both = record(clerk, official="yes", name_1="复核乙", number_1="002")
    assert both.status_code == 200
    assert "第三十四条" in shown(both)


def test_what_was_measured_leads_to_a_design_that_fits(clerk: TestClient):
    page = record(clerk)
    answer = clerk.get(f"{page.url.path}/design", params={"name": "晶湾茶坊"}, follow_redirects=False)
    fields = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (fields["width_mm"], fields["height_mm"], fields["bottom_mm"]) == (["8680"], ["1700"], ["3210"])
    refused = clerk.get(f"{page.url.path}/design", params={"name": ""})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mm_band_top": "abc"}, "不是数字"),
        ({"tolerance_band_top": "0"}, "招牌位上沿"),
        ({"surveyed_on": "gestern"}, "不是日期"),
        ({"surveyed_on": "2031-01-01"}, "晚于今天"),
        ({"name_0": ""}, "没有写明勘测人"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(clerk: TestClient, changes: dict[str, str], words: str):
    page = record(clerk, **changes)
    assert page.status_code == 422
    assert words in shown(page)
    assert 'value="3202"' in page.text


def test_a_photo_that_is_none_is_refused(clerk: TestClient):
    page = record(clerk, (("a.pdf", pdf()),))
    assert page.status_code == 422
    assert "这里不收 PDF" in shown(page)


def test_an_unknown_place_is_told(clerk: TestClient):
    assert record(clerk, place="jingwan-li/nowhere").status_code == 404
    assert record(clerk, place="").status_code == 404


def test_an_applicant_sees_only_surveys_of_own_cases(clerk: TestClient, signed_in, services: Services):
    shop = signed_in("shop")
    case = plain_cases.submitted(services).id
    own = record(clerk, application=case).url.path
    other = record(clerk).url.path
    assert shop.get(own).status_code == 200
    assert "现场勘测 S1-02" in clerk.get(f"/applications/{case}").text  # it stands in the case's history
    assert shop.get(other).status_code == 404
    assert shop.get("/survey/new").status_code == 403
    assert shop.get("/survey").status_code == 403
    assert record(clerk, application="no-such-case").status_code == 404


def test_the_pages_hold_no_inline_script_or_style(clerk: TestClient):
    for path in ("/survey", "/survey/new", record(clerk).url.path):
        assert not re.search(r"<script(?![^>]*src=)|<style|style=|onclick=", clerk.get(path).text)


def test_photos_wait_for_a_form_that_comes_back(clerk: TestClient):
    good, other = ("现场.jpg", picture("JPEG", (300, 200))), ("侧面.png", picture("PNG", (200, 200)))
    back = record(clerk, (good, ("坏.jpg", b"no picture"), other), mm_unit_width="宽")
    assert back.status_code == 422
    assert "现场.jpg" in shown(back)
    assert "侧面.png" in shown(back)
    held = re.findall(r'name="held" value="([^"]+)"', back.text)[0]
    page = record(clerk, held=held, drop_photo0="yes")
    assert page.status_code == 200
    assert "侧面.png" in shown(page)
    assert "现场.jpg" not in shown(page)
