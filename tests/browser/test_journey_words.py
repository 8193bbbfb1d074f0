"""Nothing that an officer types is lost, and the page says what was done: two officers on one case, in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.api.plain_cases import submitted
from tests.browser.journeys import Window, step

pytestmark = pytest.mark.browser

OPINION = "材料齐全，\n方案符合规则，建议准予。"


def test_two_officers_on_one_case_lose_no_word_and_see_what_was_done(window: Window):
    case = f"/applications/{submitted(window.services).id}"
    clerk, second = window.page("clerk"), window.page("second")
    clerk.goto(case)
    step(clerk, "受理")
    done = clerk.get_by_role("status")
    expect(done).to_contain_text("已办理：受理")
    expect(done).to_contain_text("下一步：开始审查")
    window.look(clerk, "done")
    step(clerk, "开始审查")

    # a survey by one officer: its form comes back open, the focus on what is wrong, the cursor a link away
    step(clerk, "记录现场勘验", words="墙体为空心砌块。", witness="经办人甲")
    expect(clerk.locator("#problem")).to_be_focused()
    expect(clerk.locator("#words-survey")).to_have_value("墙体为空心砌块。")
    expect(clerk.locator("#witness-survey")).to_be_visible()
    window.look(clerk, "survey-refused")
    clerk.locator("#problem a").click()
    expect(clerk.locator("#surveyor_2-survey")).to_be_in_viewport()

    # the other one is faster
    clerk.goto(case)
    clerk.fill("#words-recommend", OPINION)
    second.goto(case)
    step(second, "中止计时", kind="testing", days="3", words="须检测墙体。")
    step(second, "恢复计时")
    clerk.get_by_role("button", name="初审：建议准予", exact=True).click()
    expect(clerk.locator("#problem")).to_contain_text("须检测墙体")
    expect(clerk.locator("#words-recommend")).to_have_value(OPINION)
    window.look(clerk, "conflict")
    clerk.get_by_role("button", name="初审：建议准予", exact=True).click()
    expect(clerk.get_by_role("status")).to_contain_text("已办理：初审")
