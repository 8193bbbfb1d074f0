"""The form for several items follows what is ticked at once, and a file that was chosen survives unticking."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from api.case_papers import sample_papers
from tests.browser.journeys import Window

pytestmark = pytest.mark.browser


def test_papers_and_days_follow_what_is_ticked(window: Window):
    page = window.page("shop")
    page.goto("/apply/together?group=construction-site")
    expect(page.locator("#update")).to_have_count(0)
    night = page.locator('input[value="night-work"]')
    form = page.locator('[data-items="night-work"] input[type="file"]').first
    name, content = sample_papers()["M1"]
    form.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    before = int(page.locator('[data-value="apart"]').inner_text())
    night.uncheck()
    expect(form).to_be_hidden()
    expect(form).to_be_disabled()
    days = int(night.get_attribute("data-days") or "")
    expect(page.locator('[data-value="apart"]')).to_have_text(str(before - days))
    window.look(page, "together")
    night.check()
    expect(form).to_be_visible()
    assert form.evaluate("field => field.files[0].name") == name
    for box in page.locator('input[name="items"]').all():
        box.uncheck()
    expect(page.locator("#days")).to_contain_text("请至少勾选两项")
    assert page.locator('[data-items] input[type="file"]:visible').count() == 0
