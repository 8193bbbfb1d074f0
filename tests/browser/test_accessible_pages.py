"""Pages of each role in a window in full use: read by axe-core, and walked through by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.full_window import FullWindow, fill
from tests.browser.journeys import Window

pytestmark = pytest.mark.browser

_DESIGN = "plan=jingwan-li&unit=S1-10&name=%E6%B5%B7%E9%A3%8E&width_mm=3100&height_mm=1200"


@pytest.fixture(scope="module")
def full(window: Window) -> FullWindow:
    """What the window of this module is filled with."""
    return fill(window.services, window.clock)


def _pages(full: FullWindow) -> dict[str, tuple[str, ...]]:
    """Pages by the login of somebody who may see them; each is read once, every role in both languages."""
    case = {name: f"/applications/{one.id}" for name, one in full.cases.items()}
    permit = quote(full.permit)
    return {
        "": ("/", "/guide", "/register", f"/register/{permit}", "/publications", "/appointments",
             "/complaints", "/verify", "/sign-in", f"/design?{_DESIGN}", "/none"),
        "shop": (f"/apply?{_DESIGN}", "/applications", "/account/authorisations", "/account/links",
                 "/drafts", "/apply/together?group=construction-site", "/apply/item/gas-licence", case["returned"],
                 case["returned"] + "/materials", case["issued"], case["issued"] + "/rating"),
        "clerk": ("/applications", "/window/today", "/complaints/desk", f"/complaints/desk/{full.complaint}",
                  "/survey/new", "/inspections", f"/inspect/{permit}", f"/cases/{full.cases['issued'].id}/service",
                  case["faulty"], case["site"], case["submitted"] + "/letters/new"),
        "second": (case["recommended"],),
        "supervisor": ("/reports/weekly", "/publications", case["paused"], "/plans", "/plans/jingwan-li",
                       "/plans/new?onto=jingwan-li"),
        "admin": ("/accounts", "/calendar"),
        "designer": ("/drafts", "/survey"),
    }  # fmt: skip


def _speak(page: Page, window: Window, lang: str) -> None:
    page.context.add_cookies([{"name": "lang", "value": lang, "url": window.url}])


def test_axe_finds_nothing_on_any_page_of_any_role(window: Window, full: FullWindow):
    axe, wrong = Axe(), []
    for login, paths in _pages(full).items():
        page = window.page(login)
        for number, path in enumerate(paths):
            _speak(page, window, ("zh", "en")[number % 2])
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == (404 if path == "/none" else 200), path
            for fault in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]:
                wrong.append(f"{login or 'anyone'} {path}: {fault['id']} {[one['html'] for one in fault['nodes'][:3]]}")
    assert not wrong, "\n".join(wrong)


# Everything that can be worked with, one of each group of radio buttons; which of them has the focus, with its ring.
_LIST = """() => {
  const seen = new Set();
  window.controls = [...document.querySelectorAll(
    'a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex="0"]')].filter(one => {
      if (one.disabled || !one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) return false;
      if (one.type !== 'radio') return true;
      const group = (one.form ? [...document.forms].indexOf(one.form) : -1) + '/' + one.name;
      const chosen = document.querySelector(`input[type=radio][name="${one.name}"]:checked`);
      if (seen.has(group) || (chosen && chosen.form === one.form && chosen !== one)) return false;
      return seen.add(group);
  });
  return window.controls.map(one => (one.outerHTML.match(/^<[^>]*>/) || [''])[0].slice(0, 90));
}"""
_AT = """() => {
  const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = parseFloat(look.outlineWidth) > 0 && look.outlineStyle !== 'none';
  return [window.controls.indexOf(one), ring, box.bottom > 0 && box.top < innerHeight];
}"""


def _walked(page: Page) -> Iterator[str]:
    """What is wrong with walking through a page by the Tab key from its beginning: what is passed over or not seen."""
    names = page.evaluate(_LIST)
    reached: set[int] = set()
    for _ in range(3 * len(names) + 20):  # the parts of a date are stops of their own
        page.keyboard.press("Tab")
        index, has_ring, is_in_sight = page.evaluate(_AT)
        if index >= 0 and index not in reached:
            reached.add(index)
            if not has_ring:
                yield f"no ring: {names[index]}"
            if not is_in_sight:
                yield f"out of sight: {names[index]}"
        if len(reached) == len(names):
            return
    yield from (f"not reached: {name}" for index, name in enumerate(names) if index not in reached)


def test_every_control_is_reached_by_keyboard_with_its_focus_seen(window: Window, full: FullWindow):
    case = f"/applications/{full.cases['faulty'].id}"
    permit = quote(full.permit)
    walks = (
        ("", f"/design?{_DESIGN}"),
        ("", f"/register?text={quote('HARBOUR')}"),
        ("shop", f"/apply?{_DESIGN}"),
        ("clerk", "/window/today"),
        ("clerk", case),
        ("clerk", f"/inspect/{permit}"),
    )
    wrong = []
    for login, path in walks:
        page = window.page(login)
        page.goto(path)
        wrong += [f"{path}: {fault}" for fault in _walked(page)]
    assert not wrong, "\n".join(wrong)


def test_the_skip_link_comes_first_and_leads_past_the_menu(window: Window):
    page = window.page("")
    page.goto("/register")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
