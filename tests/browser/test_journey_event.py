"""An opening with banner and arch, from the first click to the day on which both are found taken down."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import Window, decided_by_two, downloaded, hand_in, step, wait_for_query

pytestmark = pytest.mark.browser


def test_an_opening_is_decided_at_once_and_its_removal_is_followed_up(window: Window, tmp_path: Path):
    shop = window.page("shop")
    shop.goto("/")
    shop.get_by_role("link", name="S1-10").click()
    shop.select_option("#kind", "event-banner")
    shop.fill("#name", "海盐小铺盛大开业")
    shop.fill("#licence_name", "示例市示例区海盐小铺")
    wait_for_query(shop, "licence_name", "示例市示例区海盐小铺")
    expect(shop.locator("#result .badge").first).to_have_text("符合")
    window.look(shop, "banner")
    shop.get_by_role("button", name="用这个设计提交申请").click()
    shop.wait_for_url("**/apply**")
    hand_in(shop, again=True, term_start="2026-11-26", term_end="2026-12-05")
    expect(shop.locator("#licence_name")).to_have_value("示例市示例区海盐小铺")
    window.look(shop, "next")
    shop.select_option("#kind", "event-arch")
    shop.fill("#name", "开业大吉")
    wait_for_query(shop, "name", "开业大吉")
    expect(shop.locator("#result .badge").first).to_have_text("符合")
    window.look(shop, "arch")
    shop.get_by_role("button", name="用这个设计提交申请").click()
    shop.wait_for_url("**/apply**")
    expect(shop.locator("#term_end")).to_have_value("2026-12-05")
    window.look(shop, "apply-arch")
    case = hand_in(shop)
    window.look(shop, "case")

    clerk = window.page("clerk")
    clerk.goto(case)
    window.look(clerk, "clerk")
    expect(clerk.get_by_text("可以当场办结")).to_be_visible()
    second = decided_by_two(window, case)
    window.look(second, "issued")
    words = downloaded(second, "下载带签章的", tmp_path / "notice.pdf")
    assert "许可期限自2026年11月26日起至2026年12月5日止" in words
    assert "最迟不晚于2026年12月8日" in words  # two working days over a weekend
    step(second, "送达", recipient="样例联系人")

    window.days_later(10)  # 4 December: two days before the end
    shop.goto(case)
    window.look(shop, "shop-reminded")
    expect(shop.locator(".history").first).to_contain_text("提醒")
    window.days_later(5)
    shop.goto(case)
    expect(shop.locator(".notice.bad")).to_contain_text("已到期")
    window.look(shop, "over-shop")
    clerk.goto("/applications?show=removal")
    window.look(clerk, "to-be-taken-down")
    clerk.get_by_role("link", name="示例受〔2026〕1号").click()
    expect(clerk.locator(".history").first).to_contain_text("拆除期限 2026-12-08 已到")
    step(clerk, "确认已拆除", words="2026-12-09 现场查看，横幅和拱门均已拆除，有照片。")
    expect(clerk.locator(".notice.good").first).to_contain_text("已拆除")
    window.look(clerk, "removed")
