"""Small things that a visitor or a program meets: HEAD, words of the public, formats of the guide, the sample code."""

from __future__ import annotations

import html

import pytest
from fastapi.testclient import TestClient
from stdnum.cn import uscc

from signage.items import load_catalogue
from signage.uploads import formats_named


@pytest.mark.parametrize("path", ["/", "/guide", "/register", "/health/live", "/api/v1/kinds", "/static/style.css"])
def test_head_answers_as_get_does_without_the_body(anyone: TestClient, path: str):
    shown, asked = anyone.get(path), anyone.head(path)
    assert asked.status_code == shown.status_code
    assert asked.content == b""
    assert asked.headers["content-type"] == shown.headers["content-type"]
    assert asked.headers.get("content-length") == shown.headers.get("content-length")


def test_head_of_what_only_takes_forms_is_refused_as_get_is(anyone: TestClient):
    assert anyone.head("/sign-out").status_code == anyone.get("/sign-out").status_code == 405
    assert anyone.head("/nope").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["/apply/item/nope", "/guide/nope", "/guide/nope/forms/application.pdf"])
def test_an_unknown_item_names_no_command_to_the_public(seated, path: str, lang: str):
    shop = seated("shop")
    answer = shop.get(path, headers={"accept-language": lang})
    assert answer.status_code == 404
    assert "signage " not in html.unescape(answer.text).partition("<main")[2].partition("</main")[0]
    assert ("办事指南" if lang == "zh" else "guide") in answer.text


def test_the_guide_lists_every_format_that_the_upload_takes(anyone: TestClient):
    page = anyone.get("/guide/shop-sign").text
    item = load_catalogue().item("shop-sign")
    for paper in item.papers:
        labels = [one.label for one in formats_named(paper.formats)]
        assert "、".join(labels) in page
    assert "WebP" in page


def test_a_real_code_has_none_of_the_letters_that_the_help_names(anyone: TestClient, seated):
    assert set("IOSVZ").isdisjoint(uscc._alphabet)
    assert len(uscc._alphabet) == 31  # GB 32100-2015
    page = seated("shop").get("/apply?plan=jingwan-li&unit=S1-10&name=海盐小铺&kind=panel-letters").text
    assert "样例代码" in page
    assert "真实代码不含字母 I、O、S、V、Z" in page


def test_a_page_that_is_not_there_keeps_the_menu_of_whoever_is_signed_in(anyone: TestClient, seated):
    clerk = seated("clerk")
    for path in ("/nope", "/guide/nope", "/plans/nope"):
        answer = clerk.get(path)
        assert answer.status_code == 404
        assert "/sign-out" in answer.text, path
    stranger = anyone.get("/nope")
    assert stranger.status_code == 404
    assert "/sign-out" not in stranger.text
