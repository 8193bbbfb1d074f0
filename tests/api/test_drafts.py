"""Designers' drafts on the web: upload, measure by numbers alone, result, on to the design desk."""

from __future__ import annotations

import html
import re
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api import draft_page
from signage.bootstrap import Services
from signage.digest import digest_of_bytes
from signage.materials import versions_of
from signage.resources import bundled
from signage.typography import MAX_NAME
from tests.api.conftest import APPLICANT, DESIGN
from tests.uploads.hostile import in_process, launch, pdf

FOLDER = bundled("samples", "drafts")
MEASURED = {
    "x1": "218", "y1": "500", "x2": "1182", "y2": "500", "distance_mm": "8700",
    "sx1": "368", "sy1": "194", "sx2": "1032", "sy2": "328",
}  # fmt: skip
VECTOR = {"x1": "0", "y1": "690", "x2": "2400", "y2": "690", "sx1": "372", "sy1": "110", "sx2": "2028", "sy2": "441"}


@pytest.fixture(autouse=True)
def _without_child(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("signage.uploads.door.confined", in_process)


@pytest.fixture
def shop(signed_in) -> TestClient:
    return signed_in("shop")


def hand_in(client: TestClient, name: str, content: bytes | None = None) -> str:
    file = (name, content if content is not None else (FOLDER / name).read_bytes())
    answer = client.post("/drafts", files={"file": file}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def shown(answer) -> str:
    return html.unescape(answer.text)


def test_a_draft_is_measured_by_numbers_alone_and_checked_like_our_own(shop: TestClient):
    address = hand_in(shop, "jingwan-front.jpg")
    assert 'src="' + address + "/picture.png" in shop.get(address).text
    told = {"name": "晶湾盐业生活馆", "licence": "示例市晶湾盐业有限公司", "told_width": "6200", "told_height": "1200"}
    page = shop.get(address, params={**MEASURED, **told, "place": "jingwan-li/S1-02"})
    assert page.status_code == 200
    for words in ("1 像素 = 9.025 毫米", "宽 5993±", "申报 6200 毫米，相差 -207 毫米", "允许的简写", "核对结论"):
        assert words in shown(page)
    link = html.unescape(re.search(r'href="(/design\?[^"]+)"', page.text)[1])
    desk = shop.get(link)
    assert desk.status_code == 200
    assert 'value="5993"' in desk.text
    assert 'value="晶湾盐业生活馆"' in desk.text


def test_a_drawings_own_unit_is_asked_about_when_the_distance_disagrees(shop: TestClient):
    address = hand_in(shop, "jingwan-board.svg")
    asked = shop.get(address, params={**VECTOR, "distance_mm": "870"})
    assert asked.status_code == 422
    assert "前者是后者的 0.1 倍" in shown(asked)
    agreed = shown(shop.get(address, params={**VECTOR, "distance_mm": "8700"}))
    assert "图纸单位，已由已知距离证实" in agreed
    assert "取自图中文字" in agreed
    trusted = shown(shop.get(address, params={**VECTOR, "distance_mm": "870", "trust": "yes"}))
    assert "1 像素 = 0.362 毫米" in trusted or "1 像素 = 0.363 毫米" in trusted


def test_without_the_optional_reader_the_page_asks_for_the_name(shop: TestClient, monkeypatch):
    monkeypatch.setattr(draft_page, "can_read", lambda: False)
    monkeypatch.setattr(draft_page, "name_in", lambda *_: None)
    address = hand_in(shop, "jingwan-front.jpg")
    page = shown(shop.get(address, params=MEASURED))
    assert "没有认出店名" in page
    assert "带入设计台" not in page


def test_a_number_that_is_none_is_told_at_its_field(shop: TestClient):
    address = hand_in(shop, "jingwan-front.jpg")
    page = shop.get(address, params={**MEASURED, "sx1": "abc"})
    assert page.status_code == 422
    assert "“abc”不是数字" in shown(page)
    assert re.search(r'id="sx1"[^>]*aria-invalid="true"', page.text)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("门头.dwg", b"AC1032" + bytes(99), "AutoCAD 2018 DXF"),
        ("a.pdf", pdf(launch), "启动程序"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60), "兼容性最佳"),
        ("a.png", b"", "文件是空的"),
    ],
)
def test_a_refused_draft_is_told_in_words(shop: TestClient, name: str, content: bytes, words: str):
    answer = shop.post("/drafts", files={"file": (name, content)})
    assert answer.status_code == 422
    assert words in shown(answer)


def test_nothing_chosen_is_told(shop: TestClient):
    assert shop.post("/drafts", data={"page": "1"}).status_code == 422


def test_drafts_are_their_owners_alone(shop: TestClient, signed_in, services: Services, anyone: TestClient):
    address = hand_in(shop, "jingwan-board.svg")
    assert "jingwan-board.svg" in shop.get("/drafts").text
    assert "jingwan-board.svg" not in signed_in("clerk").get("/drafts").text
    assert signed_in("clerk").get(address).status_code == 200  # an officer may look
    assert anyone.get(address, follow_redirects=False).status_code == 303
    assert shop.get("/drafts/no-such").status_code == 404


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(shop: TestClient):
    answer = shop.post("/drafts", files={"file": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(22 * 1024 * 1024))})
    assert answer.status_code == 413


def test_the_page_speaks_english_and_holds_no_inline_script_or_style(shop: TestClient):
    address = hand_in(shop, "jingwan-board.svg")
    page = shop.get(address, params={**VECTOR, "distance_mm": "8700"}, headers={"accept-language": "en"}).text
    assert "Measure a draft" in page
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|onclick=", page)


def test_a_draft_goes_along_with_the_case_that_it_is_applied_with(shop: TestClient, services: Services, monkeypatch):
    picture = SimpleNamespace(file_name="marks.png", rendering=SimpleNamespace(content=b"\x89PNG\r\n\x1a\n"))
    monkeypatch.setattr("api.intake.standard_views", lambda *_, **__: (picture,))
    address = hand_in(shop, "jingwan-front.jpg")
    told = {"name": "晶湾盐业生活馆", "licence": "示例市晶湾盐业有限公司"}
    page = shop.get(address, params={**MEASURED, **told, "place": "jingwan-li/S1-02"})
    link = html.unescape(re.search(r'href="(/design\?[^"]+)"', page.text)[1])
    design = dict(parse_qsl(urlsplit(link).query))
    assert "申请时它的图自动附上" in shop.get(link).text
    assert f"{address}/picture.png" in shop.get("/apply", params=design).text
    sent = shop.post("/apply", data={**design, **APPLICANT, "meant": "yes"}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    case_path = sent.headers["location"].partition("?")[0]
    with services.office.reading() as unit:
        case = unit.applications.get(case_path.rpartition("/")[2])
    paper = next(one for one in case.materials if one.kind == "D-jingwan-li-S1-02")
    assert services.office.blobs.get(paper.digest).startswith(b"\x89PNG")
    (version,) = (v for v in versions_of(services.database.reading, case.id) if v.kind == paper.kind)
    assert (version.digest, version.version) == (paper.digest, 1)
    assert version.original_digest == digest_of_bytes((FOLDER / "jingwan-front.jpg").read_bytes())
    listed = shop.get(f"{case_path}/materials").text
    assert "设计稿上量得：宽 5993±" in listed
    assert "申请：宽 5993 毫米" in listed
    bundle = ZipFile(BytesIO(shop.get(f"{case_path}/bundle.zip").content))
    (name,) = (one for one in bundle.namelist() if "D-jingwan-li-S1-02" in one)
    assert bundle.read(name) == services.office.blobs.get(paper.digest)


def test_somebody_elses_draft_is_not_attached(shop: TestClient, signed_in):
    draft = hand_in(signed_in("agent"), "jingwan-front.jpg").rpartition("/")[2]
    carried = "~".join((draft, *MEASURED.values(), "1", ""))
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT, "draft": carried})
    assert answer.status_code == 404


def test_a_name_is_as_long_as_the_library_takes_it_and_the_form_says_so(shop: TestClient):
    page = shop.get("/design").text
    field = page.partition('id="name"')[2].partition(">")[0]
    assert f'maxlength="{MAX_NAME}"' in field
    assert f"最多 {MAX_NAME} 字" in page
