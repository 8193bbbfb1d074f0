"""The Chromium that tests drive. The headless shell comes first: the same engine without a browser's own windows,
which takes a third off the time of the tests that use it."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

_PLACES = (
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
)


@cache
def find_browser() -> str:
    """Return the path of a browser that answers; without one the test skips, or fails where CI wants all of them."""
    places = (place for place in (os.environ.get("SIGNAGE_CHROMIUM", ""), *_PLACES) if Path(place).is_file())
    found = next((place for place in places if _answers(place)), None)
    return found or do_without(
        "no Chromium on this machine: install chromium-headless-shell or chromium, or name one in SIGNAGE_CHROMIUM"
    )


def _answers(place: str) -> bool:
    return subprocess.run([place, "--version"], capture_output=True, check=False).returncode == 0


def do_without(message: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
