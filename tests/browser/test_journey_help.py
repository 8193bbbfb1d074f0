"""An owner's agent brings a designer's picture: measured by clicks, checked, applied for, permitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from signage.resources import bundled
from tests.browser.journeys import Window, decided_by_two, downloaded, fill, hand_in, wait_for_query

pytestmark = pytest.mark.browser

BOARD = bundled("samples", "drafts") / "jingwan-board.svg"  # 2400 × 1380 pixels as a picture


def test_an_agent_takes_a_designers_picture_to_the_owners_permit(window: Window, tmp_path: Path):
    owner = window.page("shop")
    owner.goto("/account/authorisations")
    fill(owner, name="代办人己", login="agent", id_number="00000019900101000X", phone="000-7654321")
    fill(owner, valid_from="2026-11-24", valid_to="2026-12-24")
    owner.check("input[name='apply']")
    window.look(owner, "authorise")
    owner.get_by_role("button", name="授权", exact=True).click()
    window.look(owner, "authorised")

    agent = window.page("agent")
    agent.goto("/drafts")
    agent.set_input_files("#file", BOARD)
    agent.locator("main button.do").click()
    window.look(agent, "draft")
    agent.wait_for_url("**/drafts/**")
    agent.locator("#tools").wait_for(state="visible")
    for x, y in ((0, 690), (2399, 690), (372, 110), (2028, 441)):
        box = agent.locator("#draft").bounding_box()
        agent.mouse.click(box["x"] + x * box["width"] / 2400, box["y"] + y * box["height"] / 1380)
    fill(agent, distance_mm="8700", licence="示例市晶湾盐业有限公司")
    agent.select_option("#place", "jingwan-li/S1-02")
    window.look(agent, "clicked")
    agent.get_by_role("button", name="量取并核对").click()
    agent.wait_for_load_state()
    window.look(agent, "measured")
    agent.get_by_role("link", name="带入设计台").click()
    window.look(agent, "desk")
    agent.locator("#more-make summary").click()
    agent.fill("#luminance_cd_m2", "320")
    wait_for_query(agent, "luminance_cd_m2", "320")
    window.look(agent, "desk-lit")
    expect(agent.locator("#result .badge").first).to_have_text("符合")
    agent.get_by_role("button", name="用这个设计提交申请").click()
    agent.wait_for_url("**/apply**")
    agent.locator("#principal").select_option(label="代 申请人甲（演示）")
    window.look(agent, "apply")
    case = hand_in(agent, applicant_name="示例市晶湾盐业有限公司")
    window.look(agent, "case")
    second = decided_by_two(window, case)
    owner.goto(case)
    window.look(owner, "owner")
    expect(owner.locator(".history").first).to_contain_text("代办人己（演示）（代 申请人甲（演示））")
    words = downloaded(owner, "下载带签章的", tmp_path / "notice.pdf")
    assert "示例市晶湾盐业有限公司" in words
    assert second.url.partition("?")[0] == owner.url.partition("?")[0]
