"""`signage demo` where it cannot write: said before any work is done and before any number is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def test_results_cannot_go_into_a_file(signage, tmp_path):
    (tmp_path / "taken").write_text("mine")
    ended = signage("demo", "--out", "taken")
    assert ended.status == 2
    assert "taken" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_results_cannot_go_where_nothing_may_be_written(signage, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    ended = signage("demo", "--out", "locked/out")
    assert ended.status == 2
    assert "locked" in ended.err


def test_results_cannot_go_below_a_file(signage, tmp_path):
    (tmp_path / "taken").write_text("mine")
    ended = signage("demo", "--out", "taken/out")
    assert ended.status == 2
    assert not Path("home").exists()


def test_an_interruption_is_said_and_ends_with_its_own_status(signage, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("signage.demo.run", interrupted)
    ended = signage("demo", "--out", "out")
    assert ended.status == 130
    assert "已中断" in ended.err
    assert "Traceback" not in ended.err
    assert list(Path("out").iterdir()) == []


def test_a_home_that_is_a_file_is_a_failure_of_the_machine_and_not_of_the_reader(signage, tmp_path):
    (tmp_path / "home").write_text("no folder")
    ended = signage("demo", "--out", "out")
    assert ended.status == 3
    assert "SIGNAGE_HOME" in ended.err
