"""The whole errand in a browser: design with live redraw, take an offer, apply, decide by two officers, download."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.journeys import GRANT, ISSUE, RECOMMEND, Window

pytestmark = pytest.mark.browser


def wait_for_query(page: Page, name: str, value: str) -> None:
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == [value])


def sign_in(page: Page, login: str, back: str = "/") -> None:
    page.goto(f"/sign-in?back={back}")
    page.locator(f"form:has(input[value='{login}']) button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_out(page: Page) -> None:
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url(lambda url: url.endswith("/"))


def test_what_was_typed_before_the_script_ran_is_drawn_and_an_untouched_page_asks_for_nothing(page: Page):
    asked, held = [], []
    page.on("request", lambda request: "/design/result" in request.url and asked.append(request.url))
    page.goto("/design?plan=jingwan-li&unit=S1-10&width_mm=3100")
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.route("**/desk*.js", lambda route: held.append(route))
    page.goto("/design?plan=jingwan-li&unit=S1-10&width_mm=3100", wait_until="commit")
    page.fill("#width_mm", "2900")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_url("**width_mm=2900**")
    assert len(asked) == 1


def test_typing_redraws_the_sign_and_its_findings_without_reloading(page: Page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/design?unit=S1-10&name=海风&leased_units=S1-10&width_mm=3100&height_mm=1200")
    page.evaluate("window.stays = true")
    page.locator("#more-text summary").click()
    page.fill("#letter_height_mm", "760")
    expect(page.locator("#result .findings").first).to_contain_text("字高")
    page.fill("#name", "海盐")
    expect(page.locator("#result svg title").first).to_be_attached()
    expect(page.locator("#result")).to_contain_text("核对结论")
    wait_for_query(page, "name", "海盐")
    assert page.evaluate("window.stays") is True
    assert complaints == []


def test_a_shop_comes_once_and_leaves_with_the_sealed_notice(page: Page, tmp_path: Path):
    page.goto("/")
    page.get_by_role("link", name="S1-10").click()
    page.fill("#name", "海盐小铺")
    page.fill("#licence_name", "示例市示例区海盐小铺")
    page.fill("#width_mm", "3100")
    page.fill("#height_mm", "1700")
    page.locator("#more-make summary").click()
    page.fill("#luminance_cd_m2", "320")
    wait_for_query(page, "luminance_cd_m2", "320")
    offer = page.locator("button[data-offer]").first
    offer.wait_for()
    offer.click()
    expect(page.locator("#result .badge").first).to_have_text("符合")
    page.get_by_role("button", name="用这个设计提交申请").click()
    page.wait_for_url("**/sign-in**")
    page.locator("form:has(input[value='shop']) button").click()
    page.wait_for_url("**/apply**")
    page.fill("#applicant_name", "示例市示例区海盐小铺")
    page.fill("#contact", "样例联系人")
    page.fill("#phone", "000-0000000")
    for question in ("affects_third_party", "needs_survey"):
        no = page.locator(f"input[name='{question}'][value='no']")
        if no.count():
            no.check()
    page.check("input[name='sample_papers']")
    page.set_default_timeout(120_000)  # the drawings of the case are made now
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/applications/**")
    case = page.url
    sign_out(page)

    sign_in(page, "clerk")
    page.goto(case)
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("button", name="开始审查", exact=True).click()
    page.fill("#words-recommend", "材料齐全，方案符合规则，建议准予。")
    page.get_by_role("button", name=RECOMMEND).click()
    expect(page.locator("main")).to_contain_text("复核")
    sign_out(page)

    sign_in(page, "second")
    page.goto(case)
    page.get_by_role("button", name=GRANT).click()
    page.get_by_role("button", name=ISSUE).click()
    link = page.get_by_role("link", name="下载带签章的")
    with page.expect_download() as started:
        link.click()
    notice = tmp_path / "notice.pdf"
    started.value.save_as(notice)
    assert notice.read_bytes().startswith(b"%PDF-")

    page.goto("/verify")
    page.set_input_files("#file", notice)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator("main .badge").first).to_have_text("通过")


def test_a_shop_books_a_slot_and_follows_a_complaint(window: Window):
    page = window.page("shop")
    page.goto("/appointments")
    page.locator(".days a", has_text="余").last.click()
    page.locator(".slots input").first.check()
    page.fill("#name", "样例来客")
    page.fill("#phone", "000-0000000")
    page.get_by_role("button", name="预约", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("预约成功：YY")
    page.get_by_role("link", name="投诉建议").click()
    page.fill("#words", "建议增设等候座椅。")
    page.get_by_role("button", name="提交", exact=True).click()
    number, secret = page.locator(".secret").all_inner_texts()
    page.fill("#number", number)
    page.fill("#secret", secret)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator(".steps [aria-current]")).to_have_text("已收到")


SHOPS = (("S1-02", "晶湾生活馆"), ("S1-07", "晶湾便民店"), ("S1-10", "晶湾盐品"))


def applies_with_three_shops(page: Page) -> str:
    """Put three shops of one firm into one application, each with its own design, and give the case's address."""
    design = {"plan": "jingwan-li", "kind": "panel-letters", "width_mm": "3100", "height_mm": "1200"}
    colours = {"luminance_cd_m2": "320", "panel_colour": "#1f2a36", "letter_colour": "#fff4dc"}
    case = ""
    for index, (unit, name) in enumerate(SHOPS):
        own = {"unit": unit, "name": name, "licence_name": f"示例市{name}", "leased_units": unit, "case": case}
        page.goto(f"/apply?{urlencode({**design, **colours, **own})}")
        for field, value in (
            ("applicant_name", "示例市晶湾盐业有限公司"),
            ("contact", "样例联系人"),
            ("phone", "000-0000000"),
        ):
            if page.locator(f"#{field}").is_editable():  # whom the case is for is on record after the first shop
                page.fill(f"#{field}", value)
        for question in ("affects_third_party", "needs_survey"):
            page.check(f"input[name='{question}'][value='no']")
        page.check("input[name='sample_papers']")
        if index < len(SHOPS) - 1:
            page.get_by_role("button", name="再加一家门店").click()
            page.wait_for_url("**/design**")
            case = page.url.rpartition("case=")[2]
        else:
            page.get_by_role("button", name="提交", exact=True).click()
            page.wait_for_url("**/applications/**")
    return page.url


def test_three_shops_of_one_firm_leave_with_one_sealed_notice(window: Window, tmp_path: Path):
    case = applies_with_three_shops(window.page("shop"))
    expect(window.page("shop").locator("main")).to_contain_text("申请材料接收凭证")
    page = window.page("clerk")
    page.goto(case)
    expect(page.get_by_text("可以当场办结")).to_be_visible()
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("button", name="开始审查", exact=True).click()
    page.fill("#words-recommend", "材料齐全，方案符合规则，建议准予。")
    page.get_by_role("button", name=RECOMMEND).click()
    expect(page.locator("main")).to_contain_text("复核")
    page = window.page("second")
    page.goto(case)
    page.get_by_role("button", name=GRANT).click()
    page.get_by_role("button", name=ISSUE).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="下载带签章的").click()
    notice = tmp_path / "notice.pdf"
    started.value.save_as(notice)
    words = "".join(PdfDocument(notice)[index].get_textpage().get_text_range() for index in range(2))
    assert all(name in words for _, name in SHOPS)
    page.fill("#recipient-deliver", "样例联系人")
    page.get_by_role("button", name="送达", exact=True).click()
    expect(page.locator("main")).to_contain_text("送达回证")


def test_drawings_keep_their_proportions_on_the_page(page: Page):
    page.goto("/")
    picture = page.locator(".picture img").first
    expect(picture).to_have_css("object-fit", "contain")
