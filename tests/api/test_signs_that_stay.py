"""A sign that passes on or goes on comes down for nobody; a filing is called one; the next shop begins as one's own."""

from __future__ import annotations

import html
import re

import pytest

from signage.applications import use_cases
from signage.applications.issuing import decide_on_the_spot
from signage.bootstrap import Services
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_correcting_signs import first_of_two

DOWN = "须在新招牌安装前拆除"
NEW_OWNER = {"applicant_name": "示例市新城区海盐小铺", "credit_code": "92000000SAMPLE001X", "meant": "yes"}


@pytest.fixture
def granted(seated, services: Services, apply) -> tuple[str, str]:
    """A filed sign of the shop: the case's id and its number."""
    case = apply(seated("shop")).rpartition("/")[2]
    with services.database.reading() as unit:
        clerk, second = (unit.accounts.by_login(login)[0].actor for login in ("clerk", "second"))
    done = decide_on_the_spot(services.office, case, clerk, second, services.now, opinion="材料齐全，符合规定")
    return case, done.permits[0].number


def asked(client, number: str, **changes: str):
    wish = {"purpose": "transfer", "earlier_permit": number, **NEW_OWNER}
    return client.post("/apply", data={**DESIGN, **APPLICANT, **wish, **changes}, follow_redirects=False)


@pytest.mark.parametrize(("changes", "comes_down"), [({}, False), ({"letter_colour": "#ffffff"}, True)])
def test_an_old_sign_comes_down_only_where_another_takes_its_place(seated, services, granted, changes, comes_down):
    _, number = granted
    agent, design = seated("agent"), {**DESIGN, **changes}
    form = agent.get("/apply", params={**design, "purpose": "transfer", "earlier_permit": number})
    assert (DOWN in form.text) is comes_down
    sent = asked(agent, number, **changes)
    assert sent.status_code == 303, sent.text
    case = sent.headers["location"].partition("?")[0]
    for reader in (agent, seated("clerk")):
        assert (DOWN in reader.get(case).text) is comes_down
    assert use_cases.case(services.office, case.rpartition("/")[2]).items[0].replaced


def test_a_filing_at_the_unit_is_called_a_filing(seated, granted):
    _, number = granted
    page = html.unescape(seated("shop").get("/apply", params=DESIGN).text)
    assert f"该铺位已有您的备案 {number}" in page
    assert "您的许可" not in page
    assert f"该铺位已有备案 {number}" in seated("agent").get("/apply", params=DESIGN).text


def test_verification_and_register_say_the_same_word(seated, services: Services, granted):
    case, number = granted
    code = use_cases.case(services.office, case).permits[0].verification_code
    page = seated("shop").get("/verify", params={"code": code}).text
    assert ">有效<" in page
    assert "未失效" not in page
    assert "有效" in seated("shop").get(f"/register/{number}").text


def test_the_next_shop_begins_at_a_unit_without_a_sign_of_mine_and_with_my_name(seated, granted):
    shop = seated("shop")
    draft = first_of_two(shop, unit="S1-08", leased_units="S1-08")
    desk = shop.get("/design", params={"case": draft}).text
    assert "晶湾茶坊" not in desk
    assert re.search(r'id="name" name="name" value="海盐小铺"', desk)
    units = re.search(r'<select id="unit".*?</select>', desk, re.DOTALL)[0]
    chosen = re.search(r'value="([^"]+)" selected', units)
    assert chosen is not None
    assert chosen[1] not in ("S1-08", "S1-10")


def test_tabs_of_an_applicant_say_who_acts(seated):
    page = seated("shop").get("/applications").text
    for words in ("窗口办理中", "待您补正", "草稿（待您提交）"):
        assert words in page
    assert "待办" in seated("clerk").get("/applications").text


def test_what_a_banner_reads_is_no_shops_name(anyone):
    banner = anyone.get("/design", params={"kind": "event-banner"}).text
    assert '<label for="name">宣传文字' in banner
    assert '<label for="name">店名' in anyone.get("/design").text


def test_the_page_of_drafts_says_what_to_do_and_nothing_of_components(anyone):
    from api.pages import bundled

    assert "组件" not in (bundled("templates", "pages") / "draft.html").read_text("utf-8")
