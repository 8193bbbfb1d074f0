"""A case of several signs is corrected sign by sign; what its notice is about comes first on the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from signage.applications import use_cases
from signage.bootstrap import Services
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_cases import step, version_of

Apply = Callable[..., str]


def first_of_two(shop, **changes: str) -> str:
    """Keep a first shop's sign as a draft and return the draft's id."""
    kept = shop.post("/apply", data={**DESIGN, **APPLICANT, "more": "yes", **changes}, follow_redirects=False)
    assert kept.status_code == 303, kept.text
    return dict(parse_qsl(urlsplit(kept.headers["location"]).query))["case"]


def second_of_two(shop, case: str, **changes: str):
    second = {**DESIGN, **APPLICANT, "case": case, "unit": "S1-08", "leased_units": "S1-08", **changes}
    return shop.post("/apply", data=second, follow_redirects=False)


def two_signs(shop, **changes: str) -> str:
    case = first_of_two(shop, **changes)
    assert second_of_two(shop, case, **changes).status_code == 303
    return f"/applications/{case}"


def change_links(page: str) -> list[dict[str, str]]:
    found = re.findall(r'<a class="do[^"]*" href="(/design\?[^"]*item=[^"]*)"', page)
    return [dict(parse_qsl(urlsplit(html.unescape(one)).query)) for one in found]


@pytest.fixture
def returned_pair(seated, apply: Apply) -> str:
    """Two signs that are both too high, sent back."""
    case = two_signs(seated("shop"), height_mm="1700")
    assert step(seated("clerk"), case, "return", words="").status_code == 303
    return case


def test_each_sign_of_a_returned_case_is_changed_by_itself(seated, services: Services, returned_pair):
    shop = seated("shop")
    links = change_links(shop.get(returned_pair).text)
    assert [one["unit"] for one in links] == ["S1-10", "S1-08"]
    desk = shop.get("/design", params=links[1]).text
    assert "正在修改这件申请中的招牌" in desk
    assert f'name="item" value="{links[1]["item"]}"' in desk
    kept = {**APPLICANT, **links[1], "height_mm": "1200", "more": "yes"}
    saved = shop.post("/apply", data=kept, follow_redirects=False)
    assert saved.headers["location"].startswith(f"{returned_pair}?done=")
    case = use_cases.case(services.office, returned_pair.rpartition("/")[2])
    assert case.state.value == "returned"
    assert [(one.unit_id, one.spec.height_mm) for one in case.items] == [("S1-10", 1700), ("S1-08", 1200)]
    assert case.items[0].id == links[0]["item"]
    page = shop.get(saved.headers["location"]).text
    assert "尚未再次提交" in page
    left = change_links(page)
    last = {**APPLICANT, **left[0], "height_mm": "1200"}
    again = shop.post("/apply", data=last, follow_redirects=False)
    assert again.status_code == 303, again.text
    case = use_cases.case(services.office, case.id)
    assert case.state.value == "submitted"
    assert [(one.unit_id, one.spec.height_mm) for one in case.items] == [("S1-10", 1200), ("S1-08", 1200)]


def test_signs_that_were_changed_are_handed_in_from_the_cases_page(seated, services: Services, returned_pair):
    shop = seated("shop")
    for _ in range(2):
        page = shop.get(returned_pair).text
        asked = [one for one in change_links(page) if one["height_mm"] == "1700"]
        old = {"replaces": "X1-08"} if asked[0]["unit"] == "S1-08" else {}  # which stood beside it
        shop.post("/apply", data={**APPLICANT, **asked[0], "height_mm": "1200", "more": "yes", **old})
    page = shop.get(returned_pair).text
    assert '<button class="do">补正后重新提交' in page
    data = {"version": version_of(shop, returned_pair)}
    again = shop.post(f"{returned_pair}/papers", data=data, follow_redirects=False)
    assert again.status_code == 303, again.text


def test_a_sign_of_a_returned_case_may_move_to_another_unit(seated, services: Services, returned_pair):
    shop = seated("shop")
    link = change_links(shop.get(returned_pair).text)[0]
    moved = {**APPLICANT, **link, "unit": "S1-07", "leased_units": "S1-07", "height_mm": "1200", "more": "yes"}
    assert shop.post("/apply", data=moved, follow_redirects=False).status_code == 303
    case = use_cases.case(services.office, returned_pair.rpartition("/")[2])
    assert [one.unit_id for one in case.items] == ["S1-07", "S1-08"]
    gone = shop.post("/apply", data=moved)
    assert gone.status_code == 422
    assert "已经不在这件申请中" in gone.text
    unnamed = {name: value for name, value in moved.items() if name != "item"}
    assert "没有说明要修改哪一块" in shop.post("/apply", data={**unnamed, "unit": "S1-02", "leased_units": ""}).text


def test_a_drafts_signs_are_changed_too(seated, services: Services):
    shop = seated("shop")
    case = first_of_two(shop)
    assert second_of_two(shop, case, more="yes").status_code == 303
    links = change_links(shop.get(f"/applications/{case}").text)
    assert [one["unit"] for one in links] == ["S1-10", "S1-08"]
    saved = shop.post(
        "/apply", data={**APPLICANT, **links[0], "name": "海盐新铺", "more": "yes"}, follow_redirects=False
    )
    assert saved.headers["location"].startswith(f"/applications/{case}?done=")
    assert [one.spec.name for one in use_cases.case(services.office, case).items] == ["海盐新铺", "海盐小铺"]


def test_a_notice_about_papers_leads_with_the_papers(seated, apply: Apply):
    shop, clerk = seated("shop"), seated("clerk")
    papers = apply(shop, sample_papers="", incomplete="yes")
    assert step(clerk, papers, "return", words="").status_code == 303
    page = shop.get(papers).text
    assert "<details open><summary>补材料、重新提交" in page
    assert '<button class="do">补正后重新提交' in page
    assert page.index("补正后重新提交") < page.index("修改设计后重新提交")
    assert 'class="do quiet" href="/design?' in page
    design = apply(shop, unit="S1-08", leased_units="S1-08", height_mm="1700")
    assert step(clerk, design, "return", words="").status_code == 303
    page = shop.get(design).text
    assert '<a class="do" href="/design?' in page
    assert page.index("修改设计后重新提交") < page.index("补正后重新提交")


def test_the_answers_come_back_with_the_correction(seated, returned_pair):
    shop = seated("shop")
    link = change_links(shop.get(returned_pair).text)[0]
    page = shop.get("/apply", params=link).text
    for name in ("affects_third_party", "needs_survey"):
        assert re.search(rf'name="{name}" value="no" required checked', page)
