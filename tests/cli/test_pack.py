"""`signage pack`: three files in a folder, and every wrong use in one sentence with nothing written."""

from __future__ import annotations

import json

import pytest

from signage.resources import bundled
from tests.cli.conftest import PLAN, SPEC

ON_PLAN = (SPEC, "--frontage", PLAN, "--unit", "S1-02")


def test_a_pack_is_three_files_and_the_figures_that_everybody_asks_for(signage, tmp_path):
    ended = signage("pack", *ON_PLAN, "-o", "made/pack")
    assert ended.status == 0, ended.err
    folder = tmp_path / "made" / "pack"
    assert sorted(path.name for path in folder.iterdir()) == ["pack.json", "pack.pdf", "parts.csv"]
    assert (folder / "pack.pdf").read_bytes().startswith(b"%PDF")
    value = json.loads((folder / "pack.json").read_bytes())
    assert f"{value['weight']['total_kg']:.1f} kg" in ended.out
    assert "kN/m²" in ended.out


def test_the_same_command_gives_the_same_bytes(signage, tmp_path):
    for name in ("one", "two"):
        assert signage("pack", *ON_PLAN, "-o", name).status == 0
    for file in ("pack.json", "pack.pdf", "parts.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_without_a_plan_there_is_no_wind_load_and_it_is_said(signage, tmp_path):
    ended = signage("pack", SPEC, "-o", "p")
    assert ended.status == 0
    assert "--frontage" in ended.err
    assert json.loads((tmp_path / "p" / "pack.json").read_bytes())["wind"]["cases"] == []


def test_the_site_can_be_stated(signage, tmp_path):
    ended = signage("pack", *ON_PLAN, "--w0", "0.35", "--terrain", "b", "-o", "p")
    assert ended.status == 0
    value = json.loads((tmp_path / "p" / "pack.json").read_bytes())
    free = next(case for case in value["wind"]["cases"] if case["shape"] == "free_board")
    assert round(free["wk_kn_m2"], 4) == 0.7735  # 1.70 × 1.3 × 1.00 × 0.35


def test_a_users_prices_are_used_and_a_gap_is_named(signage, tmp_path):
    text = bundled("templates", "fabrication", "prices.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('item = "led/module-3led"', 'item = "led/other"'), "utf-8")
    ended = signage("pack", *ON_PLAN, "--prices", "own.toml", "-o", "p")
    assert ended.status == 0
    assert "无价格" in ended.out
    value = json.loads((tmp_path / "p" / "pack.json").read_bytes())
    assert value["cost"]["without_price"] == ["led/module-3led"]
    assert not value["cost"]["is_complete"]


def test_the_command_speaks_english(signage):
    ended = signage("--lang", "en", "pack", SPEC, "-o", "p")
    assert ended.status == 0


WRONG = [
    ((SPEC,), "-o"),
    (("missing.toml", "-o", "p"), "missing.toml"),
    ((SPEC, "--frontage", PLAN, "-o", "p"), "--unit"),
    ((SPEC, "--frontage", PLAN, "--unit", "S9-99", "-o", "p"), "S9-99"),
    ((SPEC, "--prices", "none.toml", "-o", "p"), "none.toml"),
    ((SPEC, "--prices", "bad.toml", "-o", "p"), "price[0].fen"),
    ((SPEC, "--terrain", "E", "-o", "p"), "--terrain"),
    ((SPEC, "--w0", "nan", "-o", "p"), "--w0"),
    ((SPEC, "--w0", "35", "-o", "p"), "--w0"),
    ((SPEC, "--years", "0", "-o", "p"), "--years"),
    ((SPEC, "-o", "taken"), "taken"),
]


@pytest.mark.parametrize(
    ("words", "says"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_wrong_use_ends_with_2_one_sentence_and_nothing_written(signage, tmp_path, words, says):
    (tmp_path / "taken").write_text("a file, no folder")
    text = bundled("templates", "fabrication", "prices.toml").read_text("utf-8")
    (tmp_path / "bad.toml").write_text(text.replace("fen = 9500", "fen = 95.5"), "utf-8")
    ended = signage("pack", *words)
    assert ended.status == 2
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.toml", "taken"]
