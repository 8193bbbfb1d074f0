"""What is ticked on a group's form decides what it shows and asks for; updating the page loses nothing."""

from __future__ import annotations

import re

import pytest

from api.case_papers import sample_papers
from tests.api.test_together import FORM, apply

from .test_cases import step

TWO = ["street-works", "construction-waste"]


def sections(page: str) -> dict[str, bool]:
    """Return every paper's field of a page, and whether it is shown."""
    found = re.findall(
        r'<div data-items="[^"]*"( hidden)?><div class="field"><label[^>]*>.*?name="paper_([^"]+)"', page
    )
    return {code: not hidden for hidden, code in found}


def papers_by_item(page: str) -> dict[str, set[str]]:
    found = re.findall(
        r'<div data-items="([^"]*)"(?: hidden)?><div class="field"><label[^>]*>.*?name="paper_([^"]+)"', page
    )
    return {code: set(items.split()) for items, code in found}


def updated(client, **changes):
    return client.post("/apply/together", data={**FORM, "update": "yes", **changes})


def test_updating_the_page_shows_the_papers_of_what_is_ticked_and_opens_no_case(signed_in, services):
    shop = signed_in("shop")
    first = shop.get("/apply/together?group=construction-site").text
    assert all(sections(first).values())
    answer = updated(shop, items=TWO)
    assert answer.status_code == 200
    shown, asked = sections(answer.text), papers_by_item(answer.text)
    assert shown.keys() == sections(first).keys()
    assert {code: bool(asked[code] & set(TWO)) for code in shown} == shown
    assert set(shown.values()) == {True, False}
    assert 'value="示例路 1 号工地"' in answer.text
    assert FORM["applicant_name"] in answer.text
    with services.office.reading() as unit:
        assert not unit.applications.listed(limit=5)


def test_the_days_saved_are_those_of_what_is_ticked(signed_in, services):
    group = services.catalogue.group("construction-site")
    page = updated(signed_in("shop"), items=TWO).text
    values = dict(re.findall(r'data-value="(\w+)">(\d+)<', page))
    apart = group.separate_days(TWO)
    assert values["count"] == "2"
    assert values["apart"] == str(apart)
    assert values["saved"] == str(apart - group.joint_days)
    one = updated(signed_in("shop"), items=TWO[:1]).text
    assert re.search(r'data-part="some" hidden', one)
    assert not re.search(r'data-part="few" hidden', one)


def test_papers_that_came_stay_while_items_are_ticked_and_unticked(signed_in):
    shop = signed_in("shop")
    page = shop.get("/apply/together?group=construction-site").text
    code = next(code for code, items in papers_by_item(page).items() if items == {"night-work"})
    name, content = sample_papers()["M2"]
    files = {f"paper_{code}": (name, content, "application/pdf")}
    brought = shop.post("/apply/together", data={**FORM, "update": "yes"}, files=files).text
    assert name in brought
    held = re.search(r'name="held" value="([^"]+)"', brought)[1]
    without = updated(shop, items=TWO, held=held).text
    assert not sections(without)[code]
    held = re.search(r'name="held" value="([^"]+)"', without)[1]
    again = updated(shop, held=held).text
    assert sections(again)[code]
    assert name in again


def test_nothing_of_an_unticked_item_is_required_or_handed_in(signed_in, services):
    shop = signed_in("shop")
    page = shop.get("/apply/together?group=construction-site").text
    foreign = next(code for code, items in papers_by_item(page).items() if items == {"night-work"})
    name, content = sample_papers()["M2"]
    case = apply(shop, items=TWO)
    with services.office.reading() as unit:
        kinds = {paper.kind for paper in unit.applications.get(case.rpartition("/")[2]).materials}
    assert foreign not in kinds
    files = {f"paper_{foreign}": (name, content, "application/pdf")}
    sent = shop.post("/apply/together", data={**FORM, "items": TWO}, files=files, follow_redirects=False)
    with services.office.reading() as unit:
        kinds = {
            paper.kind
            for paper in unit.applications.get(sent.headers["location"].partition("?")[0].rpartition("/")[2]).materials
        }
    assert foreign not in kinds
    assert step(signed_in("clerk"), case, "accept").status_code == 303


@pytest.mark.parametrize(
    ("items", "is_drawn"), [(["shop-sign", "drainage"], True), (["construction-waste", "drainage"], False)]
)
def test_the_button_says_whether_there_is_something_to_draw(signed_in, items, is_drawn):
    page = updated(signed_in("shop"), group="opening-a-shop", items=items).text
    button = page.partition('<button class="do"><span')[2].partition("</button>")[0]
    assert (" hidden>下一步：画图" in button) is not is_drawn
    assert (" hidden>一次提交" in button) is is_drawn


def test_a_paper_that_the_door_refuses_is_told_when_the_page_is_updated(signed_in):
    shop = signed_in("shop")
    code = next(iter(sections(shop.get("/apply/together?group=construction-site").text)))
    files = {f"paper_{code}": ("x.pdf", b"no pdf at all", "application/pdf")}
    answer = shop.post("/apply/together", data={**FORM, "update": "yes"}, files=files)
    assert answer.status_code == 422
    assert "x.pdf" in answer.text


def test_dates_that_nothing_ticked_asks_for_are_not_judged(signed_in):
    changes = {"group": "opening-a-shop", "items": ["shop-sign", "drainage"], "term_end": "2020-01-01"}
    shop = signed_in("shop")
    page = updated(shop, **changes).text
    assert re.search(r'<div data-items="[^"]*" hidden><fieldset><legend>起止日期', page)
    assert 'value="2020-01-01"' in page  # ticking again shows it as it was
    answers = {"affects_third_party": "no", "needs_survey": "no"}
    sent = shop.post("/apply/together", data={**FORM, **changes, **answers}, follow_redirects=False)
    assert sent.status_code == 303, sent.text


def test_a_sum_that_counts_a_sign_as_a_permit_says_so(signed_in):
    shop, said = signed_in("shop"), "属于备案的没有法定期限"
    with_sign = updated(shop, group="opening-a-shop", items=["shop-sign", "drainage"]).text
    without = updated(shop, group="opening-a-shop", items=["construction-waste", "drainage"]).text
    for page, is_shown in ((with_sign, True), (without, False)):
        line = page.partition('<small data-part="filed"')[2].partition("</small>")[0]
        assert said in line
        assert line.startswith(">") == is_shown
    assert said not in shop.get("/apply/together?group=construction-site").text
