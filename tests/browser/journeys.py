"""What a walk through the window needs: a server whose clock moves, people who stay signed in, steps by their buttons.

Name a folder in `SIGNAGE_SHOTS` to keep a picture of every page that a walk looks at.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdfium2 import PdfDocument

from api.app import create_app
from api.deps import SESSION_COOKIE
from signage.accounts import Session
from signage.accounts.use_cases import token_hash
from signage.bootstrap import Services, demo_accounts, open_services
from signage.rounds import make_rounds
from signage.settings import Settings

APPLICANT = {"applicant_name": "示例市示例区海盐小铺", "contact": "样例联系人", "phone": "000-0000000"}
SOUND = {"luminance_cd_m2": "320", "panel_colour": "#1f2a36", "letter_colour": "#fff4dc"}


class MovedClock:
    """The office's clock: it stands where a walk puts it, and goes on a second with every look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class Window:
    """The running window with one signed-in page for each person who came."""

    def __init__(self, browser: Browser, services: Services, clock: MovedClock, url: str) -> None:
        self.services, self.clock, self.url = services, clock, url
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}
        self._seen = 0

    def page(self, login: str = "") -> Page:
        """Return the page of somebody, signed in at their first coming; of a visitor when no name is given."""
        if login not in self._pages:
            context = self._browser.new_context(
                base_url=self.url, locale="zh-CN", viewport={"width": 1366, "height": 768}, reduced_motion="reduce"
            )
            without_streets(context)
            page = context.new_page()
            page.set_default_timeout(60_000)
            self._contexts[login], self._pages[login] = context, page
            if login:
                self._sign_in(login)
        return self._pages[login]

    def _sign_in(self, login: str) -> None:
        """Give somebody a session without the form, which `test_window.py` walks through on a server of its own."""
        token, now = secrets.token_urlsafe(), self.services.now()
        with self.services.database.unit_of_work() as unit:
            account, _ = unit.accounts.by_login(login) or pytest.fail(f"no account {login}")
            unit.sessions.add(Session(token_hash=token_hash(token), account_id=account.id, created_at=now, seen_at=now))
            unit.commit()
        safe = self.url.replace("http:", "https:")  # the browser takes this cookie for no other, and sends it here too
        self._contexts[login].add_cookies(
            [{"name": SESSION_COOKIE, "value": token, "url": safe, "secure": True, "httpOnly": True}]
        )

    def days_later(self, days: int) -> None:
        """Move the clock, let it take what is due, and sign everybody in again: sessions end after a while."""
        self.clock.at += timedelta(days=days)
        make_rounds(self.services.office, self.clock())
        for login in (login for login in self._pages if login):
            self._sign_in(login)

    def look(self, page: Page, name: str) -> None:
        """Keep a picture of a page where a folder for it is named."""
        folder = os.environ.get("SIGNAGE_SHOTS")
        if folder:
            self._seen += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{self._seen:02d}-{name}.png", full_page=True)

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts.values():
            context.close()


def without_streets(context: BrowserContext) -> None:
    """Leave the first page's pictures of whole streets undrawn: who signs in passes it, and nobody looks at them."""
    context.route("**/street.png", lambda route: route.abort())


def make_home(settings: Settings) -> None:
    """Make a home with its keys and the accounts of the demonstration."""
    services = open_services(settings, now=MovedClock())
    demo_accounts(services)
    services.database.close()


@contextmanager
def open_window(browser: Browser, settings: Settings) -> Iterator[Window]:
    """Give a window on a home that is made, served by a thread of this process."""
    clock = MovedClock()
    services = open_services(settings, now=clock)
    server = uvicorn.Server(uvicorn.Config(create_app(services), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    window = Window(browser, services, clock, f"http://127.0.0.1:{port}")
    try:
        yield window
    finally:
        window.close()
        server.should_exit = True
        thread.join(20)
        services.database.close()


def fill(page: Page, **fields: str) -> None:
    """Fill fields by their ids."""
    for name, value in fields.items():
        page.fill(f"#{name}", value)


def state_is(page: Page, words: str) -> None:
    """Expect the case's state beside its number."""
    expect(page.locator("main .state, main .badge").first).to_have_text(words)


# What the buttons read on the tracks of a permit, a filing and a guidance.
RECOMMEND = re.compile("^初审：建议(准予|予以备案|出具指导意见)$")
GRANT = re.compile("^(准予|予以备案|出具指导意见)$")
REFUSAL = re.compile("^初审：建议不(予许可|予备案|出具指导意见)$")
REFUSE = re.compile("^不(予许可|予备案|出具指导意见)$")
ISSUE = re.compile("^制发(决定书|备案通知书|指导意见书)$")


def step(page: Page, button: str | re.Pattern[str], **fields: str) -> None:
    """Take a step on a case's page: its fields by name, then its button."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True))
    if not form.is_visible():
        page.locator("details.aside summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def design(page: Page, **fields: str) -> None:
    """Open the form that applies with a design."""
    page.goto(f"/apply?{urlencode(fields)}")


def hand_in(page: Page, *, again: bool = False, **fields: str) -> str:
    """Fill the form that applies and send it; give the case's address."""
    asked = {name: value for name, value in {**APPLICANT, **fields}.items() if page.locator(f"#{name}").is_editable()}
    fill(page, **asked)  # whom a draft is for is on record
    for question in ("affects_third_party", "needs_survey"):
        page.check(f"input[name='{question}'][value='no']")
    page.check("input[name='sample_papers']")
    if again:
        page.get_by_role("button", name=re.compile("再加一(家|件)")).click()
        page.wait_for_url("**/design**")
        return page.url.rpartition("case=")[2]
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/applications/**")
    return page.url


def decided_by_two(window: Window, case: str) -> Page:
    """Let the clerk and the second officer decide a case in favour and issue its notice; give the second's page."""
    clerk = window.page("clerk")
    clerk.goto(case)
    step(clerk, "受理")
    step(clerk, "开始审查")
    step(clerk, RECOMMEND, words="材料齐全，方案符合规则，建议准予。")
    second = window.page("second")
    second.goto(case)
    step(second, GRANT)
    step(second, ISSUE)
    return second


def words_of(pdf: Path) -> str:
    """Return the words of a PDF file without the breaks of its lines."""
    document = PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def downloaded(page: Page, link: str, to: Path) -> str:
    """Download a file by its link and return its words."""
    with page.expect_download() as started:
        page.get_by_role("link", name=link).first.click()
    started.value.save_as(to)
    return words_of(to)


def wait_for_query(page: Page, name: str, value: str) -> None:
    """Wait until the design page has taken a field into its address."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == [value])
