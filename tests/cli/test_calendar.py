"""`signage calendar import|show|days`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SAMPLE = "samples/calendars/2026-holiday-cn.json"


def write_2027(**changes: object) -> str:
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": False},
    ]
    content = {"year": 2027, "papers": ["虚构的放假通知（测试用）"], "days": days, **changes}
    Path("2027.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return "2027.json"


def test_a_year_is_shown_by_months_without_making_a_database(signage, tmp_path):
    ended = signage("calendar", "show", "2026")
    assert ended.status == 0
    assert "248 个工作日" in ended.out
    assert "14班 15休" in ended.out
    assert ended.out.count("个工作日）") == 12
    assert list(tmp_path.iterdir()) == []


def test_days_are_counted_with_each_skipped_day_told(signage):
    ended = signage("calendar", "days", "2026-02-12", "5")
    assert "2026-02-14 周六  第 2 个工作日：春节调休上班" in ended.out
    assert "2026-02-17 周二  跳过：春节放假" in ended.out
    assert ended.out.strip().endswith("2026-02-26 周四")
    found = signage("calendar", "days", "2026-12-30", "3", "--json").json
    assert (found["due"], found["is_provisional"]) == ("2027-01-05", True)
    told = signage("calendar", "days", "2026-12-30", "3").out
    assert "暂定" in told
    assert "2027-01-01 周五  跳过：元旦放假（该年无官方日历，暂定）" in told


@pytest.mark.parametrize(
    "words", [("show", "2027"), ("days", "2026-13-01", "5"), ("days", "2026-01-01", "501"), ("import", "nothing.json")]
)
def test_what_cannot_be_answered_is_bad_input(signage, words):
    ended = signage("calendar", *words)
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_a_year_is_imported_once_after_a_look_at_it(signage):
    name = write_2027()
    looked = signage("calendar", "import", name, "--dry-run")
    assert looked.status == 0
    assert "2027-01-02 改为上班" in looked.out
    assert "没有下列节日的放假日期" in looked.out
    assert signage("calendar", "show", "2027").status == 2
    refused = signage("calendar", "import", name)
    assert refused.status == 2
    assert "--yes" in refused.err
    assert signage("calendar", "show", "2027").status == 2
    assert "立即生效" in signage("calendar", "import", name, "--yes", "通知分两次发布").out
    assert "没有导入新的版本" in signage("calendar", "import", name).out
    assert signage("calendar", "show", "2027").status == 0
    listed = signage("calendar", "show", "--json").json
    assert [(one["year"], one["version"]) for one in listed] == [(2024, 0), (2025, 0), (2026, 0), (2027, 1)]
    assert signage("calendar", "days", "2026-12-31", "1", "--json").json["due"] == "2027-01-02"
    assert signage("history", "verify").status == 0


def test_an_empty_year_is_unknown_and_not_imported(signage):
    ended = signage("calendar", "import", write_2027(days=[], papers=[]))
    assert ended.status == 2
    assert "还不知道" in ended.err
    assert "2027.json" in ended.err


def test_the_bundled_sample_says_what_is_shipped(signage):
    assert "没有导入新的版本" in signage("calendar", "import", SAMPLE).out
