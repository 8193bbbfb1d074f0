"""The design page's picture looked at closely: by buttons, keys, wheel and pointer, through redraws, at every width."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import without_streets
from tests.browser.test_design_page import START, settle

pytestmark = pytest.mark.browser

# Pixels to a millimetre, the frame's and the sign's place on the page, and how far the frame is scrolled.
_SEEN = """() => {
  const frame = document.querySelector("#result .picture"), svg = frame.querySelector("svg");
  const box = (one) => { const {x, y, width, height} = one.getBoundingClientRect(); return {x, y, width, height}; };
  const sign = svg.querySelector(".movable");
  return { scale: svg.getScreenCTM().a, frame: box(frame), sign: sign && box(sign),
           left: frame.scrollLeft, top: frame.scrollTop };
}"""


def seen(page: Page) -> Any:
    return page.evaluate(_SEEN)


def middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the browser complains of, such as a style that the page's policy forbids."""
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_the_picture_is_zoomed_moved_and_shown_whole_again_by_buttons(page: Page, faults: list[str]):
    page.goto(START)
    whole = seen(page)
    expect(page.locator("#zoom .pan")).to_be_hidden()
    expect(page.locator("#zoom-whole")).to_have_text("100%")
    page.click("#zoom-in")
    page.click("#zoom-in")
    expect(page.locator("#zoom-whole")).to_have_text("150%")
    expect(page.locator("#zoomed")).to_have_text("缩放 150%")
    for _ in range(2):
        page.click("#zoom-in")
    close = seen(page)
    assert close["scale"] == pytest.approx(3 * whole["scale"], rel=1e-3)
    assert close["frame"] == whole["frame"]  # nothing on the page jumps
    sign_x, sign_y = middle(close["sign"])
    frame = close["frame"]
    assert frame["x"] < sign_x < frame["x"] + frame["width"]  # whoever looks closer looks at the sign
    assert frame["y"] < sign_y < frame["y"] + frame["height"]
    page.click("#pan-left")
    page.click("#pan-down")
    moved = seen(page)
    assert moved["left"] == pytest.approx(close["left"] - frame["width"] / 4, abs=3)
    assert moved["top"] > close["top"]
    page.click("#pan-right")
    page.click("#pan-up")
    assert seen(page)["left"] == pytest.approx(close["left"], abs=3)
    page.click("#zoom-whole")
    assert seen(page) == whole
    expect(page.locator("#zoom .pan")).to_be_hidden()
    assert faults == []


def test_buttons_at_their_end_keep_the_focus_and_say_so(page: Page):
    page.goto(START)
    expect(page.locator("#zoom-out")).to_have_attribute("aria-disabled", "true")
    page.locator("#zoom-in").focus()
    for _ in range(9):
        page.keyboard.press("Enter")
    expect(page.locator("#zoom-whole")).to_have_text("800%")
    expect(page.locator("#zoom-in")).to_be_focused()
    expect(page.locator("#zoom-in")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("-")
    expect(page.locator("#zoom-whole")).to_have_text("600%")
    expect(page.locator("#zoom-in")).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("0")
    expect(page.locator("#zoom-whole")).to_have_text("100%")


def test_keys_zoom_and_move_while_the_picture_has_the_focus_and_nowhere_else(page: Page):
    page.goto(START)
    page.locator("#name").focus()
    page.keyboard.press("End")
    page.keyboard.press("+")
    expect(page.locator("#zoom-whole")).to_have_text("100%")
    expect(page.locator("#name")).to_have_value("海盐小铺+")
    settle(page)
    picture = page.locator("#result .picture")
    picture.focus()
    for key in ("+", "=", "+"):
        page.keyboard.press(key)
    expect(page.locator("#zoom-whole")).to_have_text("200%")
    before = seen(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert seen(page)["left"] < before["left"]
    expect(picture).to_be_focused()


def test_the_wheel_with_ctrl_and_a_double_click_zoom_at_the_pointer(page: Page):
    page.goto(START)
    before = seen(page)
    x, y = middle(before["sign"])
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('#zoom-whole').textContent !== '100%'")
    at_wheel = seen(page)
    assert at_wheel["scale"] > 1.5 * before["scale"]
    assert middle(at_wheel["sign"]) == pytest.approx((x, y), abs=2)
    assert page.evaluate("visualViewport.scale") == 1  # the page itself stays as it is
    page.mouse.dblclick(x, y)
    twice = seen(page)
    assert twice["scale"] == pytest.approx(2 * at_wheel["scale"], rel=1e-3)
    assert middle(twice["sign"]) == pytest.approx((x, y), abs=5)  # a frame scrolls by whole pixels
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(200)
    assert seen(page)["scale"] == twice["scale"]  # without Ctrl it scrolls


def test_the_picture_is_dragged_beside_the_sign(page: Page):
    page.goto(START)
    for _ in range(4):
        page.click("#zoom-in")
    before = seen(page)
    frame = before["frame"]
    x, y = frame["x"] + 30, frame["y"] + frame["height"] - 30  # the wall far below the sign
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y - 40, steps=4)
    page.mouse.up()
    after = seen(page)
    assert after["left"] == pytest.approx(before["left"] - 120, abs=1)
    assert after["top"] == pytest.approx(before["top"] + 40, abs=1)
    expect(page.locator("#offset_mm")).to_have_value("")  # the sign hangs where it hung


@pytest.mark.parametrize("steps", [0, 3, 5])
def test_the_sign_follows_the_hand_exactly_at_every_zoom_and_the_view_stays(page: Page, steps: int):
    page.goto(START)
    for _ in range(steps):
        page.click("#zoom-in")
    before = seen(page)
    x, y = middle(before["sign"])
    y += 0.3 * before["sign"]["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y, steps=4)
    with page.expect_response(lambda answer: "/design/result" in answer.url):
        page.mouse.up()
    settle(page)
    moved = float(page.locator("#offset_mm").input_value())
    assert moved == pytest.approx(-90 / before["scale"], abs=5.01)  # rounded to 10 mm
    after = seen(page)
    assert after["scale"] == pytest.approx(before["scale"], rel=1e-6)
    assert (after["left"], after["top"]) == pytest.approx((before["left"], before["top"]), abs=1)
    assert middle(after["sign"])[0] - middle(before["sign"])[0] == pytest.approx(moved * before["scale"], abs=1)


def test_a_redraw_keeps_zoom_place_and_focus_and_another_sort_of_view_begins_whole(page: Page):
    page.goto(START)
    page.locator("#result .picture").focus()
    for _ in range(4):
        page.keyboard.press("+")
    page.click("#pan-left")
    page.locator("#result .picture").focus()
    before = seen(page)
    with page.expect_response(lambda answer: "/design/result" in answer.url):
        page.evaluate("""() => { const field = document.querySelector('#name'); field.value = '海盐铺';
                                 field.dispatchEvent(new Event('input', {bubbles: true})); }""")
    settle(page)
    expect(page.locator("#result .picture")).to_be_focused()
    after = seen(page)
    assert (after["scale"], after["left"], after["top"]) == pytest.approx(
        (before["scale"], before["left"], before["top"]), abs=1
    )
    for view, percent in (("marks", "300%"), ("face", "100%"), ("front", "100%")):
        page.locator(f"#views label:has(input[name=view][value={view}])").click()
        settle(page)
        expect(page.locator("#zoom-whole")).to_have_text(percent)
    page.click("#zoom-in")
    page.select_option("#kind", "light-box")  # brings its own fields and buttons
    settle(page)
    expect(page.locator("#zoom-whole")).to_have_text("125%")
    expect(page.locator("#zoom")).to_be_visible()


def test_a_zoomed_picture_in_both_languages_and_large_text_stays_in_its_page(page: Page):
    axe = Axe()
    for lang, large in (("zh", ""), ("en", "1")):
        cookies = [{"name": "lang", "value": lang}, *([{"name": "large", "value": large}] if large else [])]
        page.goto(START)
        page.context.add_cookies([{**one, "url": page.url} for one in cookies])  # type: ignore[typeddict-item]
        page.goto(START)
        for _ in range(4):
            page.click("#zoom-in")
        assert page.evaluate("document.documentElement.scrollWidth") == 1366
        page.mouse.move(200, 600)
        page.mouse.wheel(0, 400)  # beside the form the picture stays in sight, under its buttons and not behind them
        page.wait_for_timeout(200)
        buttons, picture = (page.locator(one).bounding_box() for one in ("#views", "#result .picture"))
        assert buttons is not None
        assert picture is not None
        assert buttons["y"] + buttons["height"] - 10 <= picture["y"] < 140
        bottom = page.evaluate("document.querySelector('#result .picture').getBoundingClientRect().bottom")
        assert bottom < 700
        assert axe.run(page, options={"resultTypes": ["violations"]}).response["violations"] == []


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_on_a_phone_the_buttons_are_large_enough_and_nothing_leaves_the_page(
    browser: Browser, server: str, locale: str
):
    context = browser.new_context(
        base_url=server, locale=locale, viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    without_streets(context)
    page = context.new_page()
    page.goto(START)
    page.tap("#zoom-in")
    page.tap("#zoom-in")
    expect(page.locator("#zoom-whole")).to_have_text("150%")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for button in page.locator("#zoom button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 32
        assert box["x"] + box["width"] <= 390
    before = seen(page)
    page.tap("#pan-left")
    assert seen(page)["left"] < before["left"]
    context.close()


def test_without_its_script_the_page_has_no_buttons_that_do_nothing(browser: Browser, server: str):
    context = browser.new_context(base_url=server, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(START)
    expect(page.locator("#zoom")).to_be_hidden()
    expect(page.locator("#result .picture svg")).to_be_visible()
    context.close()
