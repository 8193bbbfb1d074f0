"""Reads drawings in this process, for tests of what is read: a child takes seconds to start and has its own tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from signage.frontage.readers.worker import answered


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the child's answer without the child, through JSON as it comes from there."""

    def here(task: str, request: dict[str, Any], content: bytes, limits: object = None) -> dict[str, Any]:
        assert task == "signage.frontage.readers.worker:answered"
        answer: dict[str, Any] = json.loads(json.dumps(answered(json.loads(json.dumps(request)), content)))
        return answer

    monkeypatch.setattr("signage.frontage.readers.child.confined", here)
