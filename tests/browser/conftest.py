"""A real Chromium against a real server on a free loopback port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from signage.confined import Limits, confined
from tests.browser.journeys import Window, make_home, open_window, without_streets
from tests.chromium import do_without, find_browser
from tests.drawn_once import drawn_once
from tests.engines import Homes

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # no longer: the driver's event loop runs as long as the fixture lives
def browser() -> Iterator[Browser]:
    path = find_browser()
    context = sync_playwright()
    try:
        playwright = context.start()
    except Exception as error:  # whatever keeps the driver from starting, such as a missing libatomic1
        do_without(f"the browser driver does not start here ({error}); on Debian install the package libatomic1")
    launched = playwright.chromium.launch(executable_path=path, args=_FLAGS)
    yield launched
    launched.close()
    playwright.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, homes: Homes) -> Iterator[str]:
    """The address of a server as a shop owner's town would run it: a process of its own, on a home nobody has used."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = homes.fresh(tmp_path_factory.mktemp("server") / "home")
    environment = {**os.environ, "SIGNAGE_HOME": str(settings.home), "SIGNAGE_DATABASE": settings.database}
    command = [sys.executable, "-c", "from signage.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/health/live", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        homes.drop(settings)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server, locale="zh-CN", viewport={"width": 1366, "height": 768}, reduced_motion="reduce"
    )
    without_streets(context)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, homes: Homes) -> Path:
    """A home with database, keys and accounts, made once: hashing and key making take long on purpose."""
    home = tmp_path_factory.mktemp("made") / "home"
    make_home(homes.fresh(home))
    return home


@pytest.fixture(scope="module")
def window(
    browser: Browser, made_home: Path, tmp_path_factory: pytest.TempPathFactory, homes: Homes
) -> Iterator[Window]:
    """The window of a module's journeys, its clock in their hands.

    Drawings are made small and once, since nobody zooms in; decoding waits for a machine that is busy with other tests.
    """

    def patiently(task: str, request: dict[str, Any], content: bytes, limits: Limits) -> dict[str, Any]:
        return confined(task, request, content, replace(limits, wall_seconds=90.0))

    settings = homes.copy(made_home, tmp_path_factory.mktemp("window") / "home")
    with pytest.MonkeyPatch.context() as patch, open_window(browser, settings) as it:
        patch.setattr("api.intake.PICTURE_PX", 400)
        patch.setattr("api.intake.standard_views", drawn_once)
        patch.setattr("signage.uploads.door.confined", patiently)
        yield it
    homes.drop(settings)
