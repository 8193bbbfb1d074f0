"""The design page in a browser: kinds bring their fields, colours and size; logo, views, errors, files, keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from signage.resources import bundled

pytestmark = pytest.mark.browser

LOGO = bundled("samples", "logos") / "salt-crystal.svg"
START = "/design?unit=S1-10&name=海盐小铺"


def settle(page: Page) -> None:
    """Wait until what was typed has been drawn."""
    page.wait_for_timeout(350)
    page.locator("#result:not(.busy)").wait_for(state="attached")


def open_section(page: Page, section: str) -> None:
    page.locator(f"#{section}:not([open]) > summary").click()


def test_another_kind_brings_its_fields_its_size_and_its_colours_and_keeps_what_was_typed(page: Page):
    page.goto(START)
    expect(page.locator("#width_mm")).to_have_value("2600")
    open_section(page, "more-text")
    page.fill("#second_line", "SEA SALT")
    settle(page)
    right_to_left = page.locator("#setting option[value=right_to_left]")
    expect(right_to_left).to_have_count(0)
    page.select_option("#kind", "plaque")
    expect(right_to_left).to_have_count(1)
    expect(page.locator("#setting")).to_be_visible()  # the section stayed open
    expect(page.locator("#width_mm")).to_have_value("2400")
    expect(page.locator("#panel_colour")).to_have_attribute("placeholder", "#3A1F14")
    expect(page.locator("#panel_colour")).to_have_value("")
    expect(page.locator("#second_line")).to_have_value("SEA SALT")
    expect(page.locator("#more-text [data-count]")).to_have_text("1")
    page.select_option("#setting", "vertical")
    expect(page.locator("#width_mm")).to_have_value("700")
    page.fill("#height_mm", "1300")
    settle(page)
    page.select_option("#kind", "panel-letters")
    expect(page.locator("#width_mm")).to_have_value("700")  # a column it stays
    page.select_option("#setting", "")
    expect(page.locator("#width_mm")).to_have_value("2600")
    expect(page.locator("#height_mm")).to_have_value("1300")
    page.fill("#height_mm", "")
    page.locator("#name").focus()
    expect(page.locator("#height_mm")).to_have_value("1200")


def test_a_colour_is_the_visitors_until_it_is_given_back_to_the_kind(page: Page):
    page.goto(START)
    open_section(page, "more-colour")
    page.fill("[data-swatch=panel_colour]", "#aa2211")
    expect(page.locator("#panel_colour")).to_have_value("#AA2211")
    settle(page)
    page.select_option("#kind", "plaque")
    settle(page)
    expect(page.locator("#panel_colour")).to_have_value("#AA2211")
    page.locator("[data-reset=panel_colour]").click()
    settle(page)
    expect(page.locator("#panel_colour")).to_have_value("")
    expect(page.locator("[data-swatch=panel_colour]")).to_have_value("#3a1f14")
    assert "panel_colour" not in {k for k, v in parse_qs(urlsplit(page.url).query).items() if v != [""]}


def test_a_projecting_sign_shows_its_face_and_the_street_its_edge(page: Page):
    page.goto(START)
    page.select_option("#kind", "projecting")
    expect(page.locator("#views input[name=view][value=face]")).to_be_checked()
    settle(page)
    day = page.locator("#result .picture svg").inner_html()
    page.locator("#views label:has(input[name=light][value=night])").click()
    settle(page)
    night = page.locator("#result .picture svg").inner_html()
    assert night != day
    page.locator("#views label:has(input[name=view][value=front])").click()
    expect(page.locator("#result")).to_contain_text("看得到侧边")
    page.locator("#views label:has(input[name=view][value=street])").click()
    expect(page.locator("#result .picture.street")).to_be_visible()


def test_a_logo_is_drawn_when_it_is_chosen_survives_redraws_and_can_be_removed(page: Page, tmp_path: Path):
    page.goto(START)
    open_section(page, "more-logo")
    expect(page.get_by_role("button", name="上传标志")).to_be_hidden()  # it happens by itself
    bare = page.locator("#result .picture svg").inner_html()
    page.set_input_files("#logo_file", LOGO)
    expect(page.locator("#logo-seen")).to_be_visible()
    settle(page)
    assert page.locator("#result .picture svg").inner_html() != bare
    page.fill("#name", "海风小铺")
    settle(page)
    page.select_option("#kind", "plaque")
    settle(page)
    page.reload()
    open_section(page, "more-logo")
    expect(page.locator("#logo-seen")).to_be_visible()
    assert page.locator("#logo-seen").evaluate("image => image.naturalWidth") > 0
    bad = tmp_path / "logo.svg"
    bad.write_text("hello")
    page.set_input_files("#logo_file", bad)
    expect(page.locator("#logo-wrong")).to_contain_text("SVG")
    expect(page.locator("#logo-wrong")).to_contain_text("logo.svg")
    assert page.locator("#logo_file").evaluate("input => input.files.length") == 0
    with page.expect_response(lambda answer: "/design/result" in answer.url):
        page.fill("#name", "晶湾茶坊二店")
    expect(page.locator("#result.busy")).to_have_count(0)
    expect(page.locator("#logo-wrong")).to_contain_text("logo.svg")
    expect(page.locator("#logo-wrong")).to_contain_text("没有采用")
    expect(page.locator("#logo_file")).not_to_have_attribute("aria-invalid", "true")
    page.set_input_files("#logo_file", LOGO)
    expect(page.locator("#logo-wrong")).to_be_hidden()
    settle(page)
    expect(page.locator("#logo-wrong")).to_be_hidden()
    page.get_by_role("button", name="去掉标志").click()
    settle(page)
    expect(page.locator("#logo-seen")).to_be_hidden()
    assert parse_qs(urlsplit(page.url).query).get("logo", [""]) == [""]


def test_a_wrong_value_is_told_at_its_field_and_the_last_drawing_stays(page: Page):
    page.goto(START)
    page.fill("#width_mm", "nan")
    wrong = page.locator("#width_mm-wrong")
    expect(wrong).to_contain_text("nan")
    expect(page.locator("#width_mm")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#problem")).to_contain_text("宽度")
    expect(page.locator("#result .picture svg").first).to_be_attached()
    page.fill("#width_mm", "2600")
    expect(wrong).to_be_hidden()
    expect(page.locator("#problem")).to_have_count(0)
    open_section(page, "more-place")
    page.fill("#bottom_mm", "hoch")
    settle(page)
    page.locator("#more-place > summary").click()
    page.locator("#problem a").click()
    expect(page.locator("#bottom_mm")).to_be_focused()  # its section opened again


def test_a_late_answer_never_takes_the_place_of_a_newer_one(page: Page):
    page.goto(START)
    held: list[Route] = []
    page.route("**/design/result**", lambda route: held.append(route) if not held else route.continue_())
    page.fill("#name", "第一")
    page.wait_for_timeout(500)
    page.fill("#name", "第二")
    expect(page.locator("#result svg title", has_text="第二").first).to_be_attached()
    assert len(held) == 1
    expect(page.locator("#result svg title", has_text="第一")).to_have_count(0)


def test_what_is_typed_while_another_kind_is_on_its_way_is_not_lost(page: Page):
    page.goto(START)
    held: list[Route] = []
    page.route("**/design?**", lambda route: held.append(route) if not held else route.continue_())
    page.select_option("#kind", "plaque")
    page.fill("#licence_name", "示例市示例区海盐小铺")
    page.fill("#name", "海风")
    expect(page.locator("#setting")).to_have_count(1)
    expect(page.locator("#licence_name")).to_have_value("示例市示例区海盐小铺")
    expect(page.locator("#result svg title", has_text="海风").first).to_be_attached()


def test_files_of_the_design_on_the_page_are_downloaded(page: Page, tmp_path: Path):
    page.goto(START)
    page.fill("#width_mm", "2800")
    settle(page)
    page.locator("details.files > summary").click()
    for name, start in (("A3 PDF", b"%PDF-"), ("TOML", b"schema_version")):
        with page.expect_download() as started:
            page.locator("details.files a", has_text=name).click()
        kept = tmp_path / name
        started.value.save_as(kept)
        assert kept.read_bytes().startswith(start)
    assert "width_mm = 2800" in (tmp_path / "TOML").read_text()


def test_the_page_is_used_by_keyboard_and_every_field_has_a_name(page: Page):
    page.goto(START)
    page.locator("#name").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#kind")).to_be_focused()
    page.keyboard.press("ArrowDown")
    settle(page)
    expect(page.locator("#kind")).to_be_focused()
    expect(page.locator("#kind")).not_to_have_value("panel-letters")
    page.locator("#more-text > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#second_line")).to_be_visible()
    page.locator("#views input[name=view]:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#views input[name=view][value=face]")).to_be_checked()
    nameless = page.locator("#desk :is(input:not([type=hidden]), select)").evaluate_all(
        "all => all.filter(one => !one.labels?.length && !one.getAttribute('aria-label')).map(one => one.id)"
    )
    assert nameless == []


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_sticks_out_of_a_screen_and_a_phone_keeps_the_picture_in_sight(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(START)
    for section in ("more-text", "more-logo", "more-colour", "more-make", "more-place", "more-lease"):
        open_section(page, section)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 390:
        page.locator("#leased_units").scroll_into_view_if_needed()
        expect(page.locator("#result .picture")).to_be_in_viewport()
        expect(page.locator("#leased_units")).to_be_in_viewport()


def test_without_scripts_the_forms_own_buttons_do_the_same(browser: Browser, server: str):
    context = browser.new_context(base_url=server, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(START)
    page.select_option("#kind", "plaque")
    page.get_by_role("button", name="重新绘制").click()
    expect(page.locator("#width_mm")).to_have_value("2400")
    open_section(page, "more-text")
    page.fill("#small_print", "示例路 1 号")
    open_section(page, "more-logo")
    page.set_input_files("#logo_file", LOGO)
    page.get_by_role("button", name="上传标志").click()
    expect(page.locator("#small_print")).to_have_value("示例路 1 号")
    expect(page.locator("#logo-seen")).to_have_attribute("src", re.compile("/design/logo/[0-9a-f]{64}"))
    expect(page.locator("#result .picture svg").first).to_be_attached()
    context.close()


def test_a_tick_takes_the_old_sign_away_and_another_unit_brings_its_own_signs_and_name(page: Page):
    page.goto("/design?plan=jingwan-li&unit=S1-01")
    expect(page.locator("#name")).to_have_value("石榴巷面馆")
    old = page.locator("#result svg [id^='existing-X1-01']")
    expect(page.locator("[name='replaces.X1-01']")).to_be_checked()  # the new sign would cover it
    expect(old).to_have_count(0)
    page.locator("[name='replaces.X1-01']").uncheck()
    settle(page)
    expect(old.first).to_be_attached()
    page.reload()
    expect(page.locator("[name='replaces.X1-01']")).not_to_be_checked()
    page.locator("[name='replaces.X1-01']").check()
    settle(page)
    expect(old).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query)["replaces.X1-01"] == ["yes"]
    page.reload()
    expect(page.locator("[name='replaces.X1-01']")).to_be_checked()
    expect(old).to_have_count(0)
    page.select_option("#unit", "S1-04")
    expect(page.locator("[name='replaces.X1-04']")).to_be_checked()
    expect(page.locator("#name")).to_have_value("知了文具店")
    page.fill("#name", "另取的名")
    settle(page)
    page.select_option("#unit", "S1-01")
    expect(page.locator("[name='replaces.X1-01']")).to_be_checked()
    expect(page.locator("#name")).to_have_value("另取的名")
    open_section(page, "more-lease")
    page.fill("#leased_units", "S1-01 S1-03")
    page.locator("#leased_units").blur()
    expect(page.locator("[name='replaces.X1-03']")).to_be_attached()


@pytest.mark.parametrize("size", [(1366, 768), (1000, 768), (390, 844)])
def test_whoever_changes_a_colour_sees_the_sign_and_what_is_wrong(page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(START)
    for section in ("more-text", "more-logo", "more-colour"):
        open_section(page, section)
    page.locator("#letter_material").focus()
    expect(page.locator("#letter_material")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") > 300
    expect(page.locator("#result .picture")).to_be_in_viewport(ratio=1)
    page.locator("#letter_height_mm").focus()
    page.fill("#letter_height_mm", "1500")
    expect(page.locator("#letter_height_mm-wrong")).to_contain_text("1500")
    expect(page.locator("#height_mm-wrong")).to_be_hidden()
    expect(page.locator("#problem")).to_contain_text("字高")
    expect(page.locator("#problem")).to_be_in_viewport(ratio=1)


def test_what_does_not_fit_is_told_where_it_came_up_too(page: Page):
    page.goto(START)
    page.fill("#width_mm", "1000")
    settle(page)
    expect(page.locator("#problem")).to_have_count(0)
    page.fill("#name", "海盐小铺" * 9)
    expect(page.locator("#name-wrong")).to_contain_text("排不下")
    expect(page.locator("#width_mm-wrong")).to_contain_text("排不下")
    page.fill("#width_mm", "nan")
    expect(page.locator("#width_mm-wrong")).to_contain_text("nan")
    expect(page.locator("#name-wrong")).to_be_hidden()  # that is no longer what is wrong


def test_the_sign_is_dragged_along_its_front_and_moved_with_keys(page: Page):
    page.goto(START)
    panel = page.locator("#result .picture svg .movable [id$=-panel]")
    before = panel.bounding_box()
    assert before
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] * 0.9
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 5, steps=3)
    with page.expect_response(lambda answer: "/design/result" in answer.url):
        page.mouse.up()
    settle(page)
    moved = float(page.locator("#offset_mm").input_value())
    assert moved > 100
    assert moved % 10 == 0
    after = panel.bounding_box()
    assert after
    assert after["x"] - before["x"] == pytest.approx(30, abs=1)
    page.locator("#slide-left").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#offset_mm")).to_have_value(f"{moved - 10:g}")
    page.keyboard.press("Enter")
    expect(page.locator("#offset_mm")).to_have_value(f"{moved - 60:g}")
    settle(page)
    expect(page.locator("#slide-left")).to_be_focused()
    page.locator("#views label:has(input[name=view][value=face])").click()
    expect(page.locator("#slide")).to_be_hidden()  # a face hangs nowhere


def test_what_would_settle_a_finding_is_a_link_to_its_field_and_the_answer_counts_at_once(page: Page):
    page.goto(f"{START}&kind=led-ticker&width_mm=3000&height_mm=320")
    link = page.locator(".settling a", has_text="画面会动或会变")
    expect(link).to_be_visible()
    expect(page.locator("#facts")).not_to_have_attribute("open", "")
    link.click()
    field = page.locator("[name='fact.is_dynamic']")
    expect(field).to_be_focused()
    field.select_option("no")
    settle(page)
    expect(page.locator(".settling a", has_text="画面会动或会变")).to_have_count(0)
    expect(page.locator("#result input[name=facts]").first).to_have_value("is_dynamic=no")


def test_a_colour_by_its_name_is_drawn_and_its_swatch_follows_at_once(page: Page):
    page.goto(START)
    open_section(page, "more-colour")
    swatch = page.locator("[data-swatch=panel_colour]")
    for name, value in (("藏青色", "#1b2f52"), ("Dark-Gray", "#4a4f55"), ("＃a0a0a0", "#a0a0a0")):
        page.fill("#panel_colour", name)
        expect(swatch).to_have_value(value)
        settle(page)
        expect(page.locator("#panel_colour-wrong")).to_be_hidden()
        expect(page.locator("#panel_colour")).to_have_value(name)
    assert page.locator("#colour-names option").count() > 30
    page.fill("#panel_colour", "孔雀紫")
    settle(page)
    expect(page.locator("#panel_colour-wrong")).to_contain_text("紫 purple")


def test_a_short_name_is_spread_and_a_gap_that_does_not_fit_is_told_at_its_field(page: Page):
    page.goto(START)
    open_section(page, "more-text")
    page.fill("#name", "海盐")
    page.fill("#letter_gap_mm", "900")
    settle(page)
    expect(page.locator("#result .measures")).to_contain_text("字距 900 mm")
    page.fill("#letter_gap_mm", "9000")
    settle(page)
    expect(page.locator("#letter_gap_mm-wrong")).to_contain_text("请把字距减到")
    expect(page.locator("#letter_gap_mm")).to_have_attribute("aria-invalid", "true")
