from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.field_words import field_label
from signage.bootstrap import Services
from signage.locale import Lang
from tests.api.conftest import DESIGN


def test_the_desk_draws_the_sign_and_gives_the_verdict(anyone: TestClient):
    page = anyone.get("/design", params=DESIGN)
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "核对结论" in page.text
    assert "示例数值，无法律效力" in page.text


def test_a_failing_sign_gets_an_offer_whose_form_passes(anyone: TestClient):
    page = anyone.get("/design/result", params={**DESIGN, "height_mm": "1700"})
    assert "不符合" in page.text
    assert "招牌高度减少 200 mm" in page.text
    mended = anyone.get("/design/result", params={**DESIGN, "height_mm": "1500"})
    assert "不符合" not in mended.text.replace("符合的规则", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("width_mm", "0"),
        ("width_mm", "-5"),
        ("width_mm", "nan"),
        ("width_mm", "1e9"),
        ("width_mm", "宽"),
        ("width_mm", "inf"),
        ("weight", "bold"),
        ("logo", "0" * 64),
        ("logo", "../../etc/passwd"),
        ("small_print", "x" * 100),
        ("typeface", "no-such-face"),
        ("construction", "printed"),
        ("setting", "upwards"),
        ("panel_material", "gold-dust"),
        ("depth_mm", "6"),
        ("temperature_k", "12.5"),
        ("return_depth_mm", "-1"),
        ("name", ""),
        ("name", "店" * 200),
        ("name", "店\u202e名"),
        ("name", "😀"),
        ("kind", "no-such-kind"),
        ("panel_colour", "rot"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_and_nothing_is_drawn(anyone: TestClient, field: str, value: str):
    answer = anyone.get("/design", params={**DESIGN, field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text
    assert 'class="picture' not in answer.text
    told = re.search(r'id="problem" data-field="([a-z_0-9]+)"', answer.text)
    assert told is not None
    assert told[1] == field
    line = re.search(rf'<p class="wrong" id="{field}-wrong">([^<]+)</p>', answer.text)
    assert line is not None, "the message stands at the field"
    for name in ("name", "licence_name"):  # nothing typed is lost
        assert html.escape(({**DESIGN, field: value})[name]) in answer.text


@pytest.mark.parametrize("change", [{"plan": "no-such-plan"}, {"unit": "S9-99"}])
def test_an_unknown_building_or_unit_is_told_and_not_replaced(anyone: TestClient, change: dict[str, str]):
    answer = anyone.get("/design", params={**DESIGN, **change})
    assert answer.status_code == 404
    assert next(iter(change.values())) in answer.text


def test_hostile_text_is_shown_as_text(anyone: TestClient):
    answer = anyone.get("/design", params={**DESIGN, "licence_name": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("accepts", "words"), [("zh-TW,zh;q=0.9", "设计招牌"), ("en-GB", "Design a sign"), ("fr", "设计招牌")]
)
def test_the_page_speaks_the_readers_language(anyone: TestClient, accepts: str, words: str):
    assert words in anyone.get("/design", headers={"accept-language": accepts}).text


@pytest.mark.parametrize("light", ["day", "night", "marks"])
def test_the_picture_alone_is_an_svg(anyone: TestClient, light: str):
    answer = anyone.get("/design/picture.svg", params={**DESIGN, "light": light})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.rstrip().endswith("</svg>")


def test_the_street_front_of_a_building_is_a_png(anyone: TestClient):
    assert anyone.get("/plans/jingwan-li/jingwan-road/street.png").content.startswith(b"\x89PNG")
    assert anyone.get("/plans/jingwan-li/nowhere/street.png").status_code == 404


@pytest.mark.parametrize("field", ["name", "licence_name", "leased_units", "width_mm", "unit"])
def test_a_field_far_too_long_is_told_and_not_cut(anyone: TestClient, field: str):
    answer = anyone.get("/design", params={**DESIGN, field: "1" * 10_000}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "10000 characters" in answer.text


def test_an_empty_name_is_told_by_the_name_of_its_field(anyone: TestClient):
    answer = anyone.get("/design", params={**DESIGN, "name": "", "lang": "zh"}, headers={"accept-language": "zh-CN"})
    assert answer.status_code == 422
    assert f"缺少“{field_label('name', Lang.ZH)}”" in answer.text
    assert "text.name" not in answer.text


def test_a_building_without_units_is_shown_and_cannot_be_designed_for(
    anyone: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
):
    plan = services.plans.in_force("jingwan-li", services.today())
    faces = tuple(replace(face, units=(), bands=(), existing=()) for face in plan.faces)
    bare = replace(plan, id="bare", building="空楼", faces=faces)
    known = services.plans.in_force
    monkeypatch.setattr(type(services.plans), "all_in_force", lambda _self, _on: (bare, plan))
    monkeypatch.setattr(
        type(services.plans), "in_force", lambda _self, name, on: bare if name == "bare" else known(name, on)
    )
    page = anyone.get("/").text
    assert "空楼" in page
    assert "还没有划分铺位" in page
    assert '<option value="bare"' not in anyone.get("/design").text
    answer = anyone.get("/design", params={"plan": "bare"})
    assert answer.status_code == 404
    assert "空楼" in answer.text


def test_the_letter_gap_is_shown_stated_and_told_at_its_field(anyone: TestClient):
    drawn = anyone.get("/design/result", params=DESIGN).text
    usual = re.search(r"字距 <b>(\d+) mm</b>", drawn)
    assert usual is not None
    wider = str(int(usual[1]) + 40)
    assert f"字距 <b>{wider} mm</b>" in anyone.get("/design/result", params={**DESIGN, "letter_gap_mm": wider}).text
    page = anyone.get("/design", params={**DESIGN, "letter_gap_mm": "9000"})
    assert page.status_code == 422
    assert 'data-field="letter_gap_mm"' in page.text
    assert "请把字距减到" in page.text


def test_a_sign_wider_than_its_unit_is_told_under_its_picture(anyone: TestClient):
    wide = anyone.get("/design/result", params={**DESIGN, "width_mm": "9900"}).text
    assert "超出铺位" in wide.split("核对结论</h2>")[0]
    assert "超出铺位" not in anyone.get("/design/result", params=DESIGN).text
