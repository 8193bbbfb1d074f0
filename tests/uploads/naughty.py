"""Tasks that a child is asked to do in tests only."""

from __future__ import annotations

from typing import Any

from signage.errors import NotFound


def hangs(_request: dict[str, Any], _content: bytes) -> dict[str, Any]:
    while True:
        pass


def misses(_request: dict[str, Any], _content: bytes) -> dict[str, Any]:
    raise NotFound("applications.not_found", id="x")
