"""Plans on record by command: seen first, entered with a ground, listed, and known to a re-check."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from signage.resources import bundled

from .conftest import Outcome

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
DAY, NEXT = ((TODAY + timedelta(days=days)).isoformat() for days in (30, 60))


@pytest.fixture
def later(tmp_path: Path) -> Path:
    raw = json.loads(bundled("samples", "plans", "jingwan-li.json").read_text("utf-8"))
    raw |= {"revision": "2099-1", "valid_from": DAY}
    raw["faces"][0]["bands"][0]["top"] -= 150
    path = tmp_path / "later.json"
    path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    return path


def test_a_plan_is_shown_first_and_entered_with_its_ground(signage, later: Path):
    seen: Outcome = signage("plan", "enter", str(later), "--dry-run")
    assert seen.status == 0
    assert "招牌位范围" in seen.out
    assert "没有入库" in seen.out
    assert signage("plan", "enter", str(later)).status == 2
    assert [one["revision"] for one in signage("plan", "record", "jingwan-li", "--json").json] == ["2026-1"]
    done: Outcome = signage("plan", "enter", str(later), "--basis", "示规〔2099〕1号")
    assert done.status == 0
    assert f"{DAY} 起施行" in done.out
    rows = signage("plan", "record", "jingwan-li", "--json").json
    assert [(one["revision"], one["stage"], one["until"]) for one in rows] == [
        ("2026-1", "now", DAY),
        ("2099-1", "later", None),
    ]
    assert rows[1]["basis"] == "示规〔2099〕1号"
    assert "示规〔2099〕1号" in signage("plan", "record").out
    assert signage("history", "verify").status == 0
    again: Outcome = signage("plan", "enter", str(later), "--basis", "示规〔2099〕1号")
    assert again.status == 2
    assert "不需要再入库" in again.err


def test_number_and_day_may_be_given(signage, later: Path):
    words = ("--basis", "批复", "--valid-from", NEXT, "--revision", "甲")
    assert signage("plan", "enter", str(later), *words).status == 0
    assert signage("plan", "record", "jingwan-li", "--json").json[1]["revision"] == "甲"


def test_an_unknown_building_is_named_with_those_that_there_are(signage):
    told: Outcome = signage("plan", "record", "nowhere")
    assert told.status == 2
    assert "jingwan-li" in told.err
