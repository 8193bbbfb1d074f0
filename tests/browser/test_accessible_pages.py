"""The main pages of each role read by axe-core, in both languages: names, contrast, landmarks, order of headings."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_DESIGN = "plan=jingwan-li&unit=S1-10&name=%E6%B5%B7%E9%A3%8E&width_mm=3100&height_mm=1200"
_PAGES = {
    "": ("/guide", "/register", "/appointments", "/complaints", "/verify", "/sign-in"),
    "shop": (f"/apply?{_DESIGN}", "/applications", "/account/authorisations"),
    "clerk": ("/applications", "/window/today", "/complaints/desk", "/survey/new"),
    "supervisor": ("/reports/weekly", "/publications"),
    "admin": ("/accounts", "/calendar"),
}


def _signed_in_as(page: Page, login: str) -> None:
    page.context.clear_cookies()
    if login:
        page.goto("/sign-in")
        page.locator(f"form:has(input[value='{login}']) button").click()
        page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")


# Half the pages in each language: every page is read once, every role in both.
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_the_main_pages(page: Page, lang: str):
    axe, wrong = Axe(), []
    for login, paths in _PAGES.items():
        _signed_in_as(page, login)
        page.context.add_cookies([{"name": "lang", "value": lang, "url": page.url if login else "http://127.0.0.1"}])
        for path in paths[::2] if lang == "zh" else paths[1::2]:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            for fault in axe.run(page).response["violations"]:
                wrong.append(f"{login or 'anyone'} {path}: {fault['id']} {[one['html'] for one in fault['nodes'][:3]]}")
    assert not wrong, "\n".join(wrong)


def test_every_step_of_a_page_is_reached_by_keyboard_with_its_focus_seen(page: Page):
    _signed_in_as(page, "clerk")
    page.goto("/window/today")
    wanted = page.locator(
        "main :is(a[href], button, summary, input:not([type=hidden]), select, textarea):visible"
    ).count()
    reached = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
            return [e.closest('main') ? [...document.querySelectorAll('main *')].indexOf(e) : -1,
                    parseFloat(s.outlineWidth) > 0 && s.outlineStyle !== 'none'] }"""
        )
        assert ring or name == -1, f"no visible focus at element {name}"
        if name >= 0:
            reached.add(name)
    assert len(reached) == wanted
