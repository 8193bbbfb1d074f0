"""A firm with shops in two buildings applies once; each sign is judged on its own building."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import SOUND, Window, decided_by_two, design, downloaded, hand_in, wait_for_query

pytestmark = pytest.mark.browser


def test_shops_in_two_buildings_go_into_one_application_each_judged_on_its_own_plan(window: Window, tmp_path: Path):
    shop = window.page("shop")
    first = {"plan": "jingwan-li", "unit": "S1-02", "name": "晶湾生活馆", "leased_units": "S1-02"}
    size = {"kind": "panel-letters", "width_mm": "3100", "height_mm": "1200", "licence_name": "示例市晶湾生活馆"}
    design(shop, **first, **size, **SOUND)
    hand_in(shop, again=True, applicant_name="示例市晶湾盐业有限公司")
    window.look(shop, "next")
    expect(shop.locator("#unit")).to_have_value("S1-05")  # the firm's own next one
    shop.select_option("#plan", "yanbu-corner")
    wait_for_query(shop, "plan", "yanbu-corner")
    shop.select_option("#unit", "S1-02")
    wait_for_query(shop, "unit", "S1-02")
    shop.fill("#name", "晶湾盐品")
    shop.fill("#licence_name", "示例市晶湾盐品")
    shop.fill("#width_mm", "3400")
    wait_for_query(shop, "width_mm", "3400")
    window.look(shop, "other-building")
    expect(shop.locator("#result .badge").first).to_have_text("符合")
    shop.get_by_role("button", name="用这个设计提交申请").click()
    shop.wait_for_url("**/apply**")
    window.look(shop, "apply-other")
    case = hand_in(shop, applicant_name="示例市晶湾盐业有限公司")
    window.look(shop, "case")

    clerk = window.page("clerk")
    clerk.goto("/applications")
    window.look(clerk, "queue")
    clerk.goto(case)
    table = clerk.locator(".card", has=clerk.get_by_role("heading", name="同一申请的招牌"))
    expect(table).to_contain_text("晶湾里商业街")
    expect(table).to_contain_text("盐埠路转角楼")
    expect(table).to_contain_text("示例市示例区盐埠路4号（S1-02）")
    clerk.get_by_role("link", name="盐埠路转角楼（虚构示例） S1-02").click()
    window.look(clerk, "clerk-other")
    expect(clerk.locator(".facts")).to_contain_text("盐埠路转角楼")
    second = decided_by_two(window, case)
    window.look(second, "issued")
    # Both signs are filed, and no law gives a filing a time: nothing is counted as saved against one.
    expect(second.locator("main")).not_to_contain_text("个工作日。")
    words = downloaded(second, "下载带签章的", tmp_path / "notice.pdf")
    assert "“晶湾生活馆”，设于示例市示例区晶湾路3号（S1-02）" in words
    assert "“晶湾盐品”，设于示例市示例区盐埠路4号（S1-02）" in words
