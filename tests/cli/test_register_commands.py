"""`signage register`, `publish`, `inspect`, `report` and `history export`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from signage.accounts import add_account
from signage.applications import issuing, use_cases
from signage.applications.model import Role
from signage.bootstrap import open_services
from signage.settings import Settings
from tests.register.case_builders import APPLICANT, CLEAR, CLERK, NOW, SECOND, SHOP, PlainIssuer, Ticking, item, papers

COMMANDS = [
    ("register", "search", "盐"),
    ("register", "reindex"),
    ("publish", "--due"),
    ("inspect", "x"),
    ("report", "weekly"),
    ("report", "monthly"),
    ("history", "export"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_asking_does_not_make_a_database(signage, tmp_path, words):
    ended = signage(*words)
    assert ended.status == 3
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def number(signage, tmp_path) -> str:
    """A home with one issued permit and a clerk; gives the permit's number."""
    from dataclasses import replace

    with closing((services := open_services(Settings(home=tmp_path / "home"))).database):
        office = replace(services.office, issuer=PlainIssuer())
        add_account(services.database.unit_of_work, "clerk", "窗口甲", Role.CLERK, "a long password", NOW)
        add_account(services.database.unit_of_work, "shop", "店主", Role.APPLICANT, "a long password", NOW)
        draft = use_cases.open_application(office, APPLICANT, (item(),), papers(), SHOP, NOW, circumstances=CLEAR)
        case = use_cases.submit(office, draft.id, SHOP, NOW)
        done = issuing.decide_on_the_spot(office, case.id, CLERK, SECOND, Ticking(), opinion="符合规定")
    return done.permits[0].number


def test_the_commands_from_publication_to_reports(signage, number):
    found = signage("register", "search", "晶湾", "--json").json
    assert [permit["number"] for permit in found["permits"]] == [number]
    assert number in signage("register", "search", "徽").out
    assert "没有查到" in signage("register", "search", "无").out
    assert signage("register", "search", "--track", "x").status == 2
    assert signage("register", "search", "--csv", "table.csv").status == 0
    assert number in Path("table.csv").read_text("utf-8-sig")
    assert signage("register", "reindex").status == 0
    assert "0 条内容有变化" in signage("register", "reindex", "--all").out

    waiting = signage("publish", "--json").json
    assert len(waiting["waiting"]) == 1
    assert "公示期限" in signage("publish").out
    assert len(signage("publish", "--due", "--json").json["published"]) == 1
    assert signage("publish", "--due", "--json").json["published"] == []
    assert "没有待公示" in signage("publish").out

    week, month = ("--week", "2026-W48"), ("--month", "2026-11")
    weekly = signage("report", "weekly", *week, "--json").json
    assert weekly["figures"]["closed"] == {"value": 1.0, "unit": "cases", "cases": 1, "of": None}
    assert "办结：1 件" in signage("report", "weekly", *week).out
    assert signage("report", "weekly", "--week", "x").status == 2
    assert signage("report", "monthly", *month).status == 0
    assert signage("report", "monthly", *month, "--json").json["figures"]["accepted"]["value"] == 1.0
    assert signage("report", "weekly", "--week", "2020-W01", "--json").json["figures"]["early"]["value"] is None

    lines = signage("history", "export", "--case", number, "--json").json
    assert lines[0]["what"] == "填写申请"
    assert lines[-1]["what"] == "公示决定"
    assert "窗口人员窗口甲：受理" in signage("history", "export").out
    assert signage("history", "export", "--csv", "history.csv").status == 0
    assert Path("history.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert signage("history", "export", "--case", "none").status == 2


def test_an_inspection_is_compared_without_an_officer_and_recorded_with_one(signage, number):
    good = ("--width", "6000", "--height", "1200", "--bottom", "3150", "--projection", "120", "--content", "same")
    assert signage("inspect", number, *good).status == 0
    compared = signage("inspect", number, "--width", "6300", "--json")
    assert compared.status == 1
    assert compared.json["recorded"] is False
    assert compared.json["comparisons"][0]["deviation_mm"] == 300.0
    done = signage("inspect", number, "--width", "6300", "--by", "clerk", "--date", "2026-11-25", "--json")
    assert done.status == 1
    assert done.json["recorded"] is True
    assert done.json["rectification"]["state"] == "open"
    assert signage("inspect", number, *good, "--by", "shop").status == 2
    assert signage("inspect", number, *good, "--by", "nobody").status == 2
    assert signage("inspect", number, "--content", "maybe").status == 2
    assert signage("inspect", "none", *good).status == 2
