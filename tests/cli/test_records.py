"""`signage db`, `history`, `verify`, `serve` and the program as a whole."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

PAPER = "samples/papers/M2-licence.pdf"


@pytest.mark.parametrize("words", [("db", "check"), ("history", "verify")])
def test_asking_after_a_database_does_not_make_one(signage, tmp_path, words):
    ended = signage(*words)
    assert ended.status == 3
    assert "db upgrade" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_database_is_made_once_checked_and_its_history_is_whole(signage):
    assert signage("db", "upgrade").status == 0
    assert signage("db", "upgrade").status == 0
    assert signage("db", "check", "--json").json["problems"] == []
    assert signage("history", "verify", "--json").json["ok"] is True


def test_a_case_that_no_step_made_is_named_though_the_chain_is_whole(signage, tmp_path):
    signage("db", "upgrade")
    assert "0 件申请" in signage("history", "verify").out
    with closing(sqlite3.connect(tmp_path / "home" / "signage.db")) as raw:
        raw.execute(
            "INSERT INTO application (id, number, state, version, applicant_account_id, applicant_name, applicant_code,"
            " created_at, document) VALUES ('a', '假001', 'issued', 1, 'b', 'c', 'd', '2026-11-24 00:00:00', '{}')"
        )
        raw.commit()
    ended = signage("history", "verify")
    assert ended.status == 1
    assert "假001" in ended.out
    assert "申请 1 件" in ended.out
    told = signage("history", "verify", "--json")
    assert told.status == 1
    assert (told.json["ok"], told.json["record"], told.json["unknown_cases"]) == (False, "假001", 1)


def test_a_file_that_is_no_database_is_a_failure_of_the_database(signage, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "signage.db").write_bytes(b"no database at all" * 100)
    for words in (("db", "check"), ("db", "upgrade"), ("history", "verify")):
        ended = signage(*words)
        assert ended.status == 3
        assert "Traceback" not in ended.err


def test_a_database_that_lacks_a_table_is_found_wanting(signage, tmp_path):
    signage("db", "upgrade")
    with closing(sqlite3.connect(tmp_path / "home" / "signage.db")) as raw:
        raw.execute("DROP TABLE permit")
        raw.commit()
    ended = signage("db", "check")
    assert ended.status == 3
    assert "permit" in ended.out


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://"])
def test_an_address_of_another_kind_of_database_is_bad_input(signage, url):
    assert signage("db", "check", "--database", url).status == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n1 0 obj", b"plain words"])
def test_what_is_no_whole_pdf_cannot_be_verified(signage, content):
    Path("own.pdf").write_bytes(content)
    ended = signage("verify", "own.pdf")
    assert ended.status == 2
    assert "own.pdf" in ended.err
    assert "Traceback" not in ended.err


def test_somebody_elses_pdf_is_not_verified_and_the_place_is_left_clean(signage, tmp_path):
    ended = signage("verify", PAPER, "--json")
    assert ended.status == 1
    assert ended.json["ok"] is False
    assert list(tmp_path.iterdir()) == []


def test_a_file_to_trust_that_holds_no_certificate_is_refused_by_name(signage):
    ended = signage("verify", PAPER, "--trust", "samples/organ.toml")
    assert ended.status == 2
    assert "samples/organ.toml" in ended.err


def test_the_server_listens_beyond_this_machine_only_when_told_to(signage, tmp_path):
    ended = signage("serve", "--host", "0.0.0.0")
    assert ended.status == 2
    assert "--insecure" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said_before_anything_is_announced(signage):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ended = signage("serve", "--port", str(other.getsockname()[1]))
    assert ended.status == 3
    assert "--port" in ended.err
    assert "http" not in ended.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nonsense",), "没有命令 nonsense"),
        (("boks",), "books"),
        (("books", "a", "b"), "多出了参数 b"),
        (("schema",), "缺少参数"),
        (("schema", "nix"), "spec, plan, book"),
        (("draw", "-o"), "-o"),
        (("serve", "--port", "0"), "不小于 1"),
        (("serve", "--port", "99999"), "不大于 65535"),
        (("serve", "--port", "x"), "整数"),
        (("--lang", "fr", "books"), "zh"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_typed_wrongly_is_answered_in_chinese(signage, words, says):
    ended = signage(*words)
    assert ended.status == 2
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_group_without_its_command_shows_its_help(signage):
    assert "validate" in signage("plan").err
    assert signage("plan").status == 2


def run_program(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SIGNAGE_HOME": str(folder / "home"), "PYTHONUTF8": "1", "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "signage", *words],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


COMMANDS = ("demo", "draw", "check", "propose", "plan", "schema", "books", "serve", "db", "verify", "history")


def test_the_help_names_every_command_in_both_languages(tmp_path):
    chinese, english = run_program(tmp_path, "--help"), run_program(tmp_path, "--help", "--lang", "en")
    assert chinese.returncode == english.returncode == 0
    for command in COMMANDS:
        assert command in chinese.stdout
        assert command in english.stdout
    assert "核对" in chinese.stdout
    assert not any("一" <= letter <= "鿿" for letter in english.stdout)


def test_english_is_spoken_to_the_end(tmp_path):
    ended = run_program(tmp_path, "draw", "--name", "x", "--width", "0", "--height", "9", "-o", "x.png", "--lang", "en")
    assert ended.returncode == 2
    assert ended.stderr.startswith("Error: --width")
    assert not any("一" <= letter <= "鿿" for letter in ended.stderr)


def test_the_address_is_printed_once_the_server_answers(tmp_path):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from signage.cli import main; main()", "serve", "--port", str(port)]
    settings = {**os.environ, "SIGNAGE_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=settings) as server:
        assert server.stdout is not None
        try:
            assert str(port) in server.stdout.readline()
            with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as made:
                made.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
                assert made.recv(9) == b"HTTP/1.1 "
        finally:
            server.terminate()
