"""A file is chosen, something else is wrong: the form that comes back still names the file, and hands it in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from signage.resources import bundled
from tests.browser.journeys import APPLICANT, Window, fill

pytestmark = pytest.mark.browser

LICENCE = bundled("samples/papers/M2-licence.pdf")


def test_a_chosen_file_outlives_the_mistakes_of_its_form(window: Window):
    shop = window.page("shop")
    shop.goto("/guide/green-occupation")
    shop.locator("a[href='/apply/item/green-occupation']").first.click()
    fill(shop, **APPLICANT, credit_code="1", place="示例路 12 号绿地", term_start="2026-12-01", term_end="2027-02-28")
    fill(shop, **{"figure_green-occupation_0": "160"})
    for question in ("affects_third_party", "needs_survey"):
        shop.check(f"input[name='{question}'][value='no']")
    shop.set_input_files("[name='paper_green-occupation:P2']", LICENCE)
    shop.check("input[name='sample_papers']")
    shop.get_by_role("button", name="提交申请").click()
    expect(shop.locator("#problem")).to_contain_text("信用代码")
    expect(shop.locator("#problem")).to_be_focused()
    shop.locator("#problem a").first.click()
    expect(shop.locator("#credit_code")).to_be_focused()
    expect(shop.locator("#credit_code-wrong")).to_contain_text("信用代码")
    window.look(shop, "item-back")
    expect(shop.locator(".received")).to_contain_text("M2-licence.pdf")
    expect(shop.locator("#place")).to_have_value("示例路 12 号绿地")
    shop.fill("#credit_code", "91000000SAMPLE001X")
    shop.get_by_role("button", name="提交申请").click()
    shop.wait_for_url("**/applications/**")
    shop.get_by_role("link", name="材料与版本").click()
    window.look(shop, "item-papers")
    expect(shop.locator(".version", has_text="原名 M2-licence.pdf")).to_have_count(1)  # samples have versions too


def test_a_groups_list_tells_what_is_not_drawn_and_leads_to_the_desk_and_back(window: Window):
    shop = window.page("shop")
    shop.goto("/apply/together?group=opening-a-shop")
    shop.uncheck("input[value='construction-waste']")
    fill(shop, **APPLICANT, credit_code="91000000SAMPLE001X", place="示例市示例区晶湾路19号")
    fill(shop, **{"figure_drainage_0": "18", "figure_drainage_1": "15"})
    for question in ("affects_third_party", "needs_survey"):
        shop.check(f"input[name='{question}'][value='no']")
    shop.check("input[name='sample_papers']")
    shop.get_by_role("button", name="下一步").click()
    shop.wait_for_url("**/apply/together/**")
    shop.get_by_role("button", name="一次提交").click()
    expect(shop.locator("#problem")).to_contain_text("户外招牌（门店招牌）设置")
    window.look(shop, "group-refused")
    shop.get_by_role("button", name="去画图").click()
    shop.wait_for_url("**/design**")
    expect(shop.locator("#unit")).to_have_value("S1-10")  # the unit of the address that was typed
    shop.get_by_role("link", name="回到清单").click()
    shop.wait_for_url("**/apply/together/**")
    shop.get_by_role("link", name="改填写内容、材料或事项").click()
    expect(shop.locator("#place")).to_have_value("示例市示例区晶湾路19号")
    expect(shop.locator(".received").first).to_contain_text("M2-licence.pdf")
