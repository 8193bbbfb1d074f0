"""Forms from the pages: blank and example for everyone, filled in for the applicant and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient

from signage.bootstrap import Services

from .conftest import APPLICANT, DESIGN, SignIn


def words_of(pdf: bytes) -> str:
    said = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    return "".join(said.replace("\u200b", "").split())


def test_blank_form_example_and_guide_are_open_to_everyone(anyone: TestClient):
    page = anyone.get("/guide/road-occupation").text
    for path in ("forms/application.pdf", "forms/restoration.pdf?example=true", "guide.pdf"):
        assert f'href="/guide/road-occupation/{path}"' in page
        answer = anyone.get(f"/guide/road-occupation/{path}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/guide/shop-sign/forms/poem.pdf", "/guide/nothing/forms/application.pdf"])
def test_an_unknown_form_is_not_found(anyone: TestClient, path: str):
    assert anyone.get(path).status_code == 404


def test_a_case_gives_its_form_filled_in_to_its_owner_only(signed_in: SignIn, apply: Callable[..., str]):
    shop = signed_in("shop")
    place = apply(shop)
    page = shop.get(place).text
    assert f'href="{place}/forms/shop-sign/application.pdf"' in page
    form = shop.get(f"{place}/forms/shop-sign/application.pdf")
    said = words_of(form.content)
    for word in (APPLICANT["applicant_name"], APPLICANT["credit_code"], DESIGN["name"], "3100×1200", "S1-10"):
        assert word in said
    assert shop.get(f"{place}/forms/gas-licence/application.pdf").status_code == 404
    other = signed_in("agent")
    assert other.get(f"{place}/forms/shop-sign/application.pdf").status_code == 404


def test_the_form_names_the_old_sign_that_makes_room(signed_in: SignIn, apply: Callable[..., str]):
    shop = signed_in("shop")
    old = {"unit": "S1-01", "leased_units": "S1-01", "width_mm": "2800", "replaces": "X1-01"}
    said = words_of(shop.post("/apply/forms/application.pdf", data={**DESIGN, **APPLICANT, **old}).content)
    assert "更换的旧招牌“石榴巷面馆”（平板发光字，演示准〔2025〕0007号X1-01）" in said
    form = shop.get(f"{apply(shop, **old)}/forms/shop-sign/application.pdf")
    assert "“石榴巷面馆”（平板发光字，演示准〔2025〕0007号X1-01）" in words_of(form.content)
    none = words_of(shop.post("/apply/forms/application.pdf", data={**DESIGN, **APPLICANT}).content)
    assert "更换的旧招牌无" in none


def test_the_form_comes_filled_in_before_anything_is_handed_in(signed_in: SignIn, services: Services):
    shop = signed_in("shop")
    typed = {**DESIGN, **APPLICANT, "contact": "样例甲", "purpose": "new"}
    answer = shop.post("/apply/forms/application.pdf", data=typed)
    assert answer.status_code == 200, answer.text
    said = words_of(answer.content)
    assert "样例甲" in said
    assert DESIGN["name"] in said
    with services.office.reading() as unit:
        assert not unit.applications.listed(limit=5)
