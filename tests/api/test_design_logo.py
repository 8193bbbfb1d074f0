"""A logo on the design page: handed in, kept for a while, drawn, and applied for; hostile files are told."""

from __future__ import annotations

import html
import io
import re
import struct
import zlib
from urllib.parse import parse_qsl

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from api.design_form import DesignForm
from api.logo_files import MOST_LOGO
from signage.applications import use_cases
from signage.artwork import LogoShelf
from signage.bootstrap import Services
from signage.resources import bundled
from tests.api.conftest import DESIGN

SVG = (bundled("samples", "logos") / "salt-crystal.svg").read_bytes()
PROGRAM = {"accept": "application/json"}


def picture(form: str, size: tuple[int, int] = (60, 40)) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste((180, 20, 30), (10, 10, size[0] - 10, size[1] - 10))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99_999))) + chunk(b"IEND", b"")
    )


def hand_in(client: TestClient, content: bytes, name: str = "logo.svg", **headers: str):
    return client.post("/design/logo", files={"logo_file": (name, content)}, headers={**PROGRAM, **headers})


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG), ("a.png", picture("PNG")), ("a.jpg", picture("JPEG")), ("a.webp", picture("WEBP"))],
)
def test_a_logo_of_each_format_is_taken_in_and_drawn(anyone: TestClient, name: str, content: bytes):
    logo = hand_in(anyone, content, name).json()["logo"]
    seen = anyone.get(f"/design/logo/{logo}")
    assert seen.headers["content-type"] in ("image/svg+xml", "image/png")
    with_logo = anyone.get("/design/picture.svg", params={**DESIGN, "logo": logo}).text
    assert with_logo != anyone.get("/design/picture.svg", params=DESIGN).text
    assert hand_in(anyone, content, name).json()["logo"] == logo


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00",
        b"%PDF-1.7\n",
        b"hello",
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><svg xmlns="http://www.w3.org/2000/svg">&c;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert()</script><path d="M0 0H9V9"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9"/></svg>',
        SVG[: len(SVG) // 2],
        picture("PNG")[:60],
        bomb(),
    ],
)
def test_a_file_that_is_no_usable_logo_is_told_in_a_sentence(anyone: TestClient, content: bytes):
    answer = hand_in(anyone, content, "../../<b>logo.svg")
    if answer.status_code == 200:  # a script may be left out, as long as nothing of it is kept
        kept = anyone.get(f"/design/logo/{answer.json()['logo']}").text
        assert "script" not in kept
        assert "alert" not in kept
        return
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert answer.json()["hint"]
    assert "Traceback" not in answer.text


def test_a_form_without_scripts_comes_back_with_all_that_was_typed_and_the_logo(anyone: TestClient):
    sent = {**DESIGN, "small_print": "示例路 1 号", "of_kind": "panel-letters"}
    answer = anyone.post("/design/logo", data=sent, files={"logo_file": ("a.svg", SVG)}, follow_redirects=False)
    assert answer.status_code == 303
    page = anyone.get(answer.headers["location"]).text
    assert "示例路 1 号" in page
    assert 'name="logo" value=""' not in page
    assert "/design/logo/" in page


def test_without_scripts_a_bad_logo_is_told_at_its_field_and_nothing_is_lost(anyone: TestClient):
    sent = {**DESIGN, "small_print": "示例路 1 号"}
    answer = anyone.post("/design/logo", data=sent, files={"logo_file": ("a.svg", b"hello")})
    assert answer.status_code == 422
    assert 'data-field="logo"' in answer.text
    assert "示例路 1 号" in answer.text


def test_a_logo_that_is_too_large_is_refused_before_it_is_read(anyone: TestClient):
    assert hand_in(anyone, b"x" * (MOST_LOGO + 1)).status_code == 422
    assert hand_in(anyone, b"x" * (MOST_LOGO + 1024 * 1024)).status_code == 413


def test_a_logo_from_another_site_is_refused(anyone: TestClient):
    assert hand_in(anyone, SVG, **{"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("logo", ["0" * 64, "..%2F..%2Fetc%2Fpasswd", "x", "0" * 5000])
def test_a_logo_that_is_not_kept_is_not_found(anyone: TestClient, logo: str):
    assert anyone.get(f"/design/logo/{logo}").status_code == 404


def test_a_logo_that_is_no_longer_kept_is_told_at_its_field(anyone: TestClient):
    answer = anyone.get("/design", params={**DESIGN, "logo": "a" * 64})
    assert answer.status_code == 422
    assert "请重新选择标志文件" in answer.text
    assert 'id="logo-wrong">' in answer.text


@pytest.mark.parametrize(
    ("field", "value"), [("logo_height_mm", "nan"), ("logo_height_mm", "5"), ("logo_place", "under")]
)
def test_height_and_place_of_a_logo_are_checked_as_in_a_file(anyone: TestClient, field: str, value: str):
    logo = hand_in(anyone, SVG).json()["logo"]
    answer = anyone.get("/design", params={**DESIGN, "logo": logo, field: value})
    assert answer.status_code == 422
    assert f'data-field="{field}"' in answer.text


def test_a_logo_leaves_no_file_behind(anyone: TestClient, services: Services):
    before = sorted(path for path in services.settings.home.rglob("*"))
    hand_in(anyone, SVG)
    assert sorted(path for path in services.settings.home.rglob("*")) == before


def test_everything_on_the_page_reaches_the_application(signed_in, services: Services, apply):
    shop = signed_in("shop")
    logo = hand_in(shop, SVG).json()["logo"]
    said = {
        **{"logo": logo, "logo_height_mm": "500", "logo_place": "right", "second_line": "SEA SALT", "divider": "yes"},
        **{
            "small_print": "示例路 1 号",
            "second_typeface": "noto-sans-tc",
            "weight": "500",
            "construction": "halo_lit",
        },
        **{"letter_side_colour": "#101010", "second_colour": "#FFEECC", "letter_material": "stainless-steel"},
        **{
            "return_depth_mm": "60",
            "standoff_mm": "40",
            "temperature_k": "3000",
            "offset_mm": "20",
            "height_mm": "1500",
        },
        "panel_colour": "",
    }
    previewed = DesignForm.read({**DESIGN, **said}, services).spec(services.logos)
    asked = shop.get("/apply", params={**DESIGN, **said})
    assert asked.status_code == 200
    case = apply(shop, **said).rpartition("/")[2]
    with services.office.reading() as unit:
        item = unit.applications.get(case).items[0]
    assert item.spec == previewed
    assert item.spec.logo is not None
    assert item.spec.logo.artwork == services.logos.get(logo)
    assert item.spec.colours.panel is None


def test_a_returned_case_comes_back_to_the_desk_with_its_logo(signed_in, services: Services, apply):
    shop = signed_in("shop")
    case = apply(shop, logo=hand_in(shop, SVG).json()["logo"], second_line="SEA SALT")
    clerk = signed_in("clerk")
    done = clerk.post(f"{case}/actions/return", data={"version": "2", "words": "请改"}, follow_redirects=False)
    assert done.status_code == 303
    object.__setattr__(services, "logos", LogoShelf())  # the server was started again in between
    application = use_cases.case(services.office, case.rpartition("/")[2])
    page = shop.get(case).text
    assert "修改设计后重新提交" in page
    form = DesignForm.read(dict(_query_of(page)), services)
    assert form.spec(services.logos) == application.items[0].spec


def _query_of(page: str) -> list[tuple[str, str]]:
    found = re.search(r'href="/design\?([^"]+)"', page)
    assert found is not None
    return parse_qsl(html.unescape(found[1]))
