"""`signage recheck` and `signage whatif` on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

SIGNS = "samples/signs"
NIGHT = "samples/books/night-street.toml"
ROOT = Path(__file__).parents[2]
PLAN = ROOT / "samples/plans/jingwan-li.json"


def changed(path: Path, **head: Any) -> Path:
    """A further revision of the sample plan with other values at its head."""
    plan = json.loads(PLAN.read_text("utf-8"))
    path.write_text(json.dumps({**plan, **head}, ensure_ascii=False), "utf-8")
    return path


def stricter(path: Path) -> Path:
    """The city's book with a narrower greatest spacing, which one sample sign misses already."""
    text = (ROOT / "signage/rules/books/demo-city.toml").read_text("utf-8")
    path.write_text(text.replace('value = "0.8 m"', 'value = "0.75 m"'), "utf-8")
    return path


def test_recheck_lists_what_is_broken_writes_its_tables_and_uses_the_measures_again(signage, tmp_path):
    first = signage("recheck", "--signs", SIGNS, "--on", "2026-11-24", "-o", "out")
    assert first.status == 1
    assert "la-08" in first.out
    rows = list(csv.DictReader((tmp_path / "out/findings.csv").read_text("utf-8-sig").splitlines()))
    assert {(row["铺位"], row["结果"]) for row in rows} >= {("S1-05", "不符合")}
    assert json.loads((tmp_path / "out/summary.json").read_text("utf-8"))["signs"] == 3
    again = signage("recheck", "--signs", SIGNS, "--on", "2026-11-24", "-o", "out")
    assert "测量 0 组，沿用存盘 1 组" in again.out


def test_recheck_in_json_carries_every_finding(signage):
    done = signage("recheck", "--signs", SIGNS, "--on", "2026-11-24", "--book", NIGHT, "--json")
    assert done.json["verdicts"] == {"PASS": 3}
    assert done.json["findings"] == []
    assert done.status == 0


def test_a_plan_out_of_force_on_the_date_is_told(signage, tmp_path):
    old = signage("recheck", "--signs", SIGNS, "--on", "2025-06-01", "--book", NIGHT)
    assert "不在有效期内（2026-01-01 起）" in old.err
    late = changed(tmp_path / "late.json", revision="2027-1", valid_from="2027-03-01")
    new = signage("whatif", "--signs", SIGNS, "--on", "2026-11-24", "--plan-revision", str(late))
    assert "版次 2027-1 在 2026-11-24 不在有效期内" in new.err
    assert "不在有效期内" not in signage("recheck", "--signs", SIGNS, "--on", "2026-11-24").err


def test_whatif_tells_of_a_sign_that_fails_already_by_how_much_more(signage, tmp_path):
    book = stricter(tmp_path / "demo-city.toml")
    done = signage("whatif", "--signs", SIGNS, "--on", "2026-11-24", "--book", str(book), "-o", "what.csv")
    assert "现已不合格，将差得更多 la-08" in done.out
    assert "（现为 -" in done.out
    assert "差得更多 1 个" in done.out
    rows = list(csv.DictReader((tmp_path / "what.csv").read_text("utf-8-sig").splitlines()))
    (row,) = [row for row in rows if row["规则"] == "la-08" and row["铺位"] == "S1-05"]
    assert float(row["余量"].split()[0]) < float(row["现余量"].split()[0]) < 0


def test_whatif_draws_the_front_for_a_new_book_as_well(signage, tmp_path):
    book = stricter(tmp_path / "demo-city.toml")
    done = signage("whatif", "--signs", SIGNS, "--on", "2026-11-24", "--book", str(book), "--drawing", "front.png")
    assert (tmp_path / "front.png").read_bytes().startswith(b"\x89PNG")
    assert "front.png" in done.err
    wrong = signage("whatif", "--signs", SIGNS, "--book", NIGHT, "--drawing", "front.pdf")
    assert wrong.status == 2
    assert ".png" in wrong.err


def test_whatif_without_a_change_asks_for_one(signage):
    done = signage("whatif", "--signs", SIGNS)
    assert done.status == 2
    assert "--plan-revision" in done.err
