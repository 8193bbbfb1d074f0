"""What becomes of a permit: changed, passed on, renewed by silence, given back, revoked, each walked in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    ISSUE,
    SOUND,
    Window,
    decided_by_two,
    design,
    downloaded,
    hand_in,
    step,
    wait_for_query,
)

pytestmark = pytest.mark.browser

SIGN = {"plan": "jingwan-li", "unit": "S1-02", "name": "海盐小铺", "leased_units": "S1-02", **SOUND}
SIZE = {"kind": "panel-letters", "width_mm": "6000", "height_mm": "1200", "licence_name": "示例市示例区海盐小铺"}


def test_a_permit_is_given_back_and_another_revoked(window: Window, tmp_path: Path):
    shop = window.page("shop")
    cases = []
    for unit in ("S1-01", "S1-03"):
        design(shop, **{**SIGN, **SIZE, "plan": "yanbu-corner", "unit": unit, "leased_units": unit, "width_mm": "4000"})
        cases.append(hand_in(shop))
        decided_by_two(window, cases[-1])
    given_back, revoked = cases
    shop.goto(given_back)
    step(shop, "注销", words="店铺搬迁，不再使用这块招牌。")
    window.look(shop, "given-back")
    expect(shop.locator(".notice.bad").first).to_contain_text("店铺搬迁")
    clerk = window.page("clerk")
    clerk.goto(given_back)
    step(clerk, "确认已拆除", words="现场查看，招牌已拆除。")
    window.look(clerk, "removed")

    head = window.page("supervisor")
    head.goto(revoked)
    window.look(head, "head")
    heard = "2026年11月23日当面听取，称同意书由他人代签。"
    step(
        head, "撤销", ground="revocation_deceit", words="申请时提交的同意书系伪造，经核实不符合准予条件。", heard=heard
    )
    window.look(head, "revoked")
    expect(head.locator(".notice.bad").first).to_contain_text("同意书系伪造")
    words = downloaded(head, "撤销", tmp_path / "revocation.pdf")
    assert "同意书系伪造" in words
    visitor = window.page()
    visitor.goto("/register?text=海盐小铺")
    window.look(visitor, "register")


def test_a_permit_is_changed_passed_on_and_renewed_by_silence(window: Window, tmp_path: Path):
    shop = window.page("shop")
    design(shop, **SIGN, **SIZE)
    first = hand_in(shop)
    decided_by_two(window, first)

    shop.goto(first)
    window.look(shop, "holder")
    shop.get_by_role("link", name="变更（修改设计）").click()
    shop.fill("#width_mm", "5600")
    wait_for_query(shop, "width_mm", "5600")
    shop.get_by_role("button", name="用这个设计提交申请").click()
    shop.wait_for_url("**/apply**")
    expect(shop.locator("#purpose")).to_have_value("change")
    window.look(shop, "change")
    changed = hand_in(shop)
    second = decided_by_two(window, changed)
    window.look(second, "changed")
    words = downloaded(second, "变更", tmp_path / "change.pdf")
    assert "6000×1200" in words
    assert "5600×1200" in words
    shop.goto(first)
    window.look(shop, "replaced")
    expect(shop.locator("main")).to_contain_text("已失效")
    expect(shop.get_by_role("link", name="申请延续")).to_have_count(0)

    owner = window.page("agent")
    design(owner, **{**SIGN, **SIZE, "width_mm": "5600", "licence_name": "示例市新城区海盐小铺"})
    expect(owner.locator("#purpose")).to_have_value("transfer")
    expect(owner.locator("#paper_M13")).to_be_attached()
    window.look(owner, "transfer")
    passed_on = hand_in(owner, credit_code="92000000SAMPLE001X", applicant_name="示例市新城区海盐小铺")
    second = decided_by_two(window, passed_on)
    window.look(second, "transferred")
    words = downloaded(second, "变更", tmp_path / "transfer.pdf")
    assert "示例市新城区海盐小铺" in words

    window.days_later(3 * 365 - 60)
    owner.goto(passed_on)
    window.look(owner, "reminded")
    owner.get_by_role("link", name="申请延续").click()
    expect(owner.locator("#purpose")).to_have_value("renewal")
    window.look(owner, "renewal")
    renewal = hand_in(owner, credit_code="92000000SAMPLE001X", applicant_name="示例市新城区海盐小铺")
    clerk = window.page("clerk")
    clerk.goto(renewal)
    window.look(clerk, "renewal-clerk")
    step(clerk, "受理")
    window.days_later(62)
    owner.goto(renewal)
    window.look(owner, "silence")
    expect(owner.locator(".history").first).to_contain_text("视为准予延续")
    second = window.page("second")
    second.goto(renewal)
    step(second, ISSUE)
    window.look(second, "renewed")
    downloaded(second, "延续", tmp_path / "renewal.pdf")
