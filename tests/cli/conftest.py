from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from signage.cli.app import run

SPEC = "samples/specs/jingwan-shenghuoguan.toml"
FAILING = "samples/specs/jingwan-bianmindian.toml"
PLAN = "samples/plans/jingwan-li.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def signage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Run a command in an empty folder with a data folder that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGNAGE_HOME", str(tmp_path / "home"))

    def command(*words: str) -> Outcome:
        capsys.readouterr()
        status = run(list(words))
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return command
