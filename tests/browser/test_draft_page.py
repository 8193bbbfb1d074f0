"""The draft page in a browser: clicks fill the number fields, at any size shown; arrow keys move a point."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from signage.resources import bundled

pytestmark = pytest.mark.browser

BOARD = bundled("samples", "drafts") / "jingwan-board.svg"  # 2400 × 1380 pixels as a picture


def test_clicks_fill_the_fields_and_keys_move_a_point(page: Page):
    page.goto("/sign-in")
    page.locator("tr", has_text="申请人甲").locator("button").click()
    page.goto("/drafts")
    page.set_input_files("#file", BOARD)
    page.click("main button.do")
    page.locator("#tools").wait_for(state="visible")

    def click(x: float, y: float) -> None:
        box = page.locator("#draft").bounding_box()
        page.mouse.click(box["x"] + x * box["width"] / 2400, box["y"] + y * box["height"] / 1380)

    def value(field: str) -> float:
        return float(page.input_value(f"#{field}"))

    for x, y in ((0, 690), (2390, 690), (372, 110), (2028, 441)):
        click(x, y)
    assert value("x2") == pytest.approx(2390, abs=3)
    assert (value("sx1"), value("sy2")) == (pytest.approx(372, abs=3), pytest.approx(441, abs=3))
    assert value("click") > 1  # the picture is shown smaller than it is, and a click is no more exact than that
    page.fill("#distance_mm", "8664")
    expect(page.locator("#live")).to_contain_text("招牌约 60")

    page.locator(".mark-a").focus()
    before = value("x1"), value("y1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert (value("x1"), value("y1")) == (before[0] + 1, before[1] - 10)

    page.locator("#tools label", has_text="原大").click()
    click(100, 200)
    assert (value("x1"), value("y1")) == (pytest.approx(100, abs=1), pytest.approx(200, abs=1))
    assert value("click") > 1  # the other three were set on the smaller picture
    for field in ("x2", "sx1", "sx2"):
        page.fill(f"#{field}", str(round(value(field))))
    assert value("click") == 1
