from __future__ import annotations

import shutil
from pathlib import Path

from signage.items import bundled_items

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "items" / "street-flower-box.toml"


def test_the_list_has_every_item_with_its_days_and_the_groups(signage):
    result = signage("items")
    assert result.status == 0
    for code in bundled_items():
        assert code in result.out
    assert "审批事项 24 项，服务事项 4 项" in result.out
    assert "节省 23 个" in result.out


def test_the_list_as_json_has_items_and_groups(signage):
    found = signage("items", "--json").json
    assert len(found["items"]) == 28
    assert {group["code"] for group in found["groups"]} == {"construction-site", "opening-a-shop"}


def test_one_item_is_shown_in_words_and_as_json(signage):
    result = signage("items", "show", "temporary-event")
    assert result.status == 0
    for word in ("设定依据", "最长 30 天", "空飘气球", "可容缺", "不收费"):
        assert word in result.out
    item = signage("items", "show", "temporary-event", "--json").json
    assert item["temporary"]["removal_days"] == 2
    assert item["days"] == {**item["days"], "statutory": 20, "promised": 1}


def test_an_unknown_item_is_told(signage):
    result = signage("items", "show", "x-ray")
    assert result.status == 2
    assert "x-ray" in result.err


def test_a_folder_is_checked_file_by_file(signage, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(SAMPLE, own)
    assert signage("items", "check", "own").status == 0
    text = SAMPLE.read_text("utf-8")
    (own / "a.toml").write_text(text.replace("promised = 1", "promised = -1"), "utf-8")
    (own / "b.toml").write_text(text + "\nnever = 1\n", "utf-8")
    result = signage("items", "check", "own")
    assert result.status == 2
    assert "a.toml · days.promised" in result.out
    assert "b.toml" in result.out
    assert "2 个文件有问题" in result.out
    assert "street-flower-box" in result.out


def test_an_empty_folder_and_a_missing_one_are_told(signage, tmp_path):
    (tmp_path / "own").mkdir()
    empty = signage("items", "check", "own")
    assert empty.status == 2
    assert "没有事项文件" in empty.out
    assert signage("items", "check", "nowhere").status == 2


def test_a_citys_own_items_come_by_the_setting(signage, monkeypatch):
    monkeypatch.setenv("SIGNAGE_ITEMS", str(SAMPLE.parent))
    assert "street-flower-box" in signage("items").out
    monkeypatch.setenv("SIGNAGE_ITEMS", "nowhere")
    result = signage("items")
    assert result.status == 2
    assert "SIGNAGE_ITEMS" in result.err
