"""`signage accounts add|list|deactivate|reset|unlock`."""

from __future__ import annotations

import re

import pytest


def test_the_first_administrator_is_made_from_the_command_line(signage):
    made = signage("accounts", "add", "Chief", "--name", "管理员（虚构）", "--role", "administrator")
    assert made.status == 0
    assert re.search(r"chief（管理员（虚构））的一次性密码：[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", made.out)
    listed = signage("accounts", "list")
    assert "chief  管理员（虚构）  系统管理员  待设密码" in listed.out or "待设密码" in listed.out
    (line,) = signage("accounts", "list", "--json").json
    assert (line["account"]["login"], line["account"]["role"]) == ("chief", "administrator")
    assert "password_hash" not in str(line)


def test_the_last_administrator_is_not_deactivated(signage):
    signage("accounts", "add", "chief", "--name", "管理员（虚构）", "--role", "administrator")
    refused = signage("accounts", "deactivate", "chief")
    assert refused.status == 2
    assert "最后一个" in refused.err
    signage("accounts", "add", "clerk", "--name", "窗口（虚构）", "--role", "clerk")
    assert signage("accounts", "deactivate", "clerk").status == 0
    assert "已停用" in signage("accounts", "list").out
    assert signage("history", "verify").status == 0


def test_a_password_is_reset_and_a_login_unlocked(signage):
    signage("accounts", "add", "clerk", "--name", "窗口（虚构）", "--role", "clerk")
    assert "一次性密码" in signage("accounts", "reset", "CLERK").out
    assert signage("accounts", "unlock", "clerk").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("add", "x", "--name", "名", "--role", "king"),
        ("add", "x", "--name", "名", "--role", "system"),
        ("add", "a b", "--name", "名", "--role", "clerk"),
        ("deactivate", "nobody"),
        ("reset", "nobody"),
    ],
)
def test_what_cannot_be_done_is_bad_input(signage, words):
    signage("db", "upgrade")
    ended = signage("accounts", *words)
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_listing_does_not_make_a_database(signage, tmp_path):
    assert signage("accounts", "list").status == 3
    assert list(tmp_path.iterdir()) == []
