"""Every command that the README shows does what it says, in an empty folder with nothing but the package."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from signage.cli.app import run

README = Path(__file__).resolve().parents[2] / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_ENDLESS = {"serve"}
_SLOW = {"demo"}  # tests/demo runs it


def commands() -> list[list[str]]:
    lines = [line for block in _BLOCK.findall(README.read_text("utf-8")) for line in block.splitlines()]
    shown = [shlex.split(line[2:], comments=True) for line in lines if line.startswith("$ ")]
    words = [line[1:] if line[:1] == ["./run"] else line for line in shown]
    return [line[1:] for line in words if line[:1] == ["signage"]]


def test_the_readme_shows_the_command_line():
    shown = {line[0] for line in commands()}
    assert shown >= {"draw", "check", "propose", "plan", "schema", "books", "db", "history"}


def test_every_command_of_the_readme_runs_in_an_empty_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGNAGE_HOME", raising=False)
    wrong = []
    for words in commands():
        if words[0] in _ENDLESS | _SLOW or any(word.startswith("out/") for word in words):
            continue
        status = run(words)
        if status != 0:
            wrong.append(f"signage {shlex.join(words)}: {status} {capsys.readouterr().err.strip()}")
    assert wrong == []
