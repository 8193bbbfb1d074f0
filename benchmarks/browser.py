"""The browser that users would take instead: a page that stays open, given an SVG, photographed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/chromium-headless-shell",
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Page:
    """An open page."""

    def __init__(self, page: object) -> None:
        self._page = page

    def shoot(self, svg: str) -> bytes:
        """Show a drawing and return the page as PNG."""
        self._page.set_content(
            f"<style>html,body{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{svg}"
        )  # type: ignore[attr-defined]
        return bytes(self._page.screenshot())  # type: ignore[attr-defined]


def place() -> str | None:
    """Return a Chromium of this machine."""
    return next((p for p in (os.environ.get("SIGNAGE_CHROMIUM", ""), *PLACES) if p and Path(p).is_file()), None)


@contextmanager
def open_page(width: int, height: int) -> Iterator[Page | None]:
    """Give a page of a size, or None, with a message, when there is no browser or nothing to drive it."""
    found = place()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        found = None
    if found is None:
        print("no Chromium or no playwright here: the browser is left out")
        yield None
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(FLAGS), headless=True)
        page = browser.new_page(viewport={"width": width, "height": height})
        yield Page(page)
        browser.close()
