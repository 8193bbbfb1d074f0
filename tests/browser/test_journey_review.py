"""The longer ways through the window: not accepted, returned, promised, surveyed, extended, refused, delivered."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.case_papers import sample_papers
from signage.resources import bundled
from tests.browser.journeys import APPLICANT, REFUSAL, REFUSE, SOUND, Window, design, downloaded, fill, hand_in, step

pytestmark = pytest.mark.browser

SIGN = {"plan": "jingwan-li", "unit": "S1-10", "name": "海盐小铺", "leased_units": "S1-10", **SOUND}
SIZE = {"kind": "panel-letters", "width_mm": "3100", "height_mm": "1200", "licence_name": "示例市示例区海盐小铺"}


def test_what_is_another_organs_business_is_sent_there(window: Window, tmp_path: Path):
    shop, clerk = window.page("shop"), window.page("clerk")
    design(shop, **SIGN, **SIZE)
    case = hand_in(shop)
    clerk.goto(case)
    step(
        clerk,
        "不予受理",
        ground="not_our_power",
        words="该建筑位于文物保护单位建设控制地带，设置事项由文物主管部门办理。",
        referral="示例市文物局行政审批窗口",
    )
    window.look(clerk, "not-accepted")
    shop.goto(case)
    window.look(shop, "not-accepted-shop")
    expect(shop.locator(".notice.bad").first).to_contain_text("示例市文物局行政审批窗口")
    words = downloaded(shop, "不予受理决定书", tmp_path / "no.pdf")
    assert "示例市文物局行政审批窗口" in words


def test_a_case_is_returned_once_surveyed_by_two_extended_refused_and_delivered(window: Window, tmp_path: Path):
    shop, clerk = window.page("shop"), window.page("clerk")
    design(shop, **SIGN, **SIZE)
    fill(shop, **APPLICANT)
    shop.check("input[name='affects_third_party'][value='no']")
    shop.check("input[name='needs_survey'][value='yes']")
    shop.get_by_role("button", name="提交", exact=True).click()
    expect(shop.locator(".error, .notice.bad").first).to_contain_text("M2")
    window.look(shop, "incomplete")
    for name in ("affects_third_party", "needs_survey"):
        expect(shop.locator(f"input[name='{name}']:checked")).to_have_count(1)
    shop.check("input[name='incomplete']")
    shop.get_by_role("button", name="提交", exact=True).click()
    shop.wait_for_url("**/applications/**")
    case = shop.url
    clerk.goto(case)
    window.look(clerk, "incomplete-clerk")
    step(clerk, "一次性告知补正", words="租赁合同须写明门头位置。")
    shop.goto(case)
    window.look(shop, "returned")
    notice = shop.locator(".notice.bad", has_text="一次性告知")
    expect(notice).to_contain_text("租赁合同须写明门头位置")
    expect(notice).to_contain_text("M4")
    shop.fill("#answer_0", "合同第三页已写明门头位置，见 M4。")
    shop.set_input_files("#again_M5", bundled("samples", "drafts") / "jingwan-front.jpg")
    shop.check("input[name='sample_papers']")
    shop.get_by_role("button", name="补正后重新提交").click()
    window.look(shop, "resubmitted")

    clerk.goto(case)
    window.look(clerk, "resubmitted-clerk")
    clerk.check("#settled_0-accept")
    step(clerk, "受理")
    step(clerk, "开始审查")
    step(clerk, "中止计时", kind="survey", days="3", words="须到现场勘验墙体。")
    window.look(clerk, "paused")
    window.days_later(2)
    clerk.goto(case)
    step(clerk, "恢复计时")
    now = datetime.fromisoformat(clerk.locator("#began-survey").input_value())
    told = {
        "surveyor_2": "second",
        "card_2": "示执0102",
        "outside": "勘验员丙，示例测绘院",
        "words": "墙体为空心砌块，不能承重。",
        "witness": "样例联系人",
    }
    step(clerk, "记录现场勘验", began=(now - timedelta(minutes=40)).isoformat(timespec="minutes"), **told)
    window.look(clerk, "surveyed")
    head = window.page("supervisor")
    head.goto(case)
    step(head, "批准延期", days="5", words="须请结构专业人员复核。")
    window.look(head, "extended")
    clerk.goto(case)
    step(clerk, REFUSAL, words="墙体不能承重，设置方案不符合安全要求。")
    second = window.page("second")
    second.goto(case)
    step(second, REFUSE, words="墙体为空心砌块，不能承重，不符合设置安全要求。")
    expect(second.locator("#problem")).to_contain_text("没有写明依据")
    window.look(second, "without-basis")
    step(second, REFUSE, basis="《示例市户外招牌设置管理规定》（演示文本）第十条")
    step(second, "送达", recipient="样例联系人")
    window.look(second, "refused")
    shop.goto(case)
    window.look(shop, "refused-shop")
    expect(shop.locator(".notice.bad").first).to_contain_text("不能承重")
    expect(shop.locator("main")).to_contain_text("行政复议")
    expect(shop.get_by_role("link", name="送达回证")).to_be_visible()


def test_a_paper_that_may_follow_is_promised_and_handed_in(window: Window):
    shop, clerk = window.page("shop"), window.page("clerk")
    design(shop, **{**SIGN, **SIZE, "unit": "S1-02", "leased_units": "S1-02", "width_mm": "6000"})
    fill(shop, **APPLICANT)
    for question in ("affects_third_party", "needs_survey"):
        shop.check(f"input[name='{question}'][value='no']")
    files = {
        code: {"name": name, "mimeType": "application/pdf", "buffer": content}
        for code, (name, content) in sample_papers().items()
    }
    for code in ("M1", "M2", "M3", "M4", "M9"):
        shop.set_input_files(f"#paper_{code}", files[code])
    window.look(shop, "without-M8")
    shop.get_by_role("button", name="提交", exact=True).click()
    shop.wait_for_url("**/applications/**")
    case = shop.url
    clerk.goto(case)
    window.look(clerk, "promise")
    clerk.get_by_role("button", name="容缺受理").click()
    shop.goto(case)
    window.look(shop, "promised")
    expect(shop.locator(".notice", has_text="容缺材料待补交")).to_contain_text("M8")
    shop.locator("input[name='paper_M8']").set_input_files(files["M8"])
    shop.get_by_role("button", name="补交容缺材料").click()
    window.look(shop, "kept")
    expect(shop.locator(".notice", has_text="容缺材料待补交")).to_have_count(0)
