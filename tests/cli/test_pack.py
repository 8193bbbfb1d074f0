"""`signage pack`: three files in a folder, and every wrong use in one sentence with nothing written."""

from __future__ import annotations

import json

import pypdfium2
import pytest

from signage.locale import Lang
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


def test_a_pack_is_ordered_by_name_and_size_alone(signage, tmp_path):
    size = ("--name", "徽盐生活馆", "--width", "6000", "--height", "1200", "--kind", "light-box")
    ended = signage("pack", *size, "--letter-height", "500", "--top", "4200", "-o", "p")
    assert ended.status == 0, ended.err
    made = json.loads((tmp_path / "p" / "pack.json").read_bytes())
    sign = made["sign"]
    assert (sign["name"], sign["kind"], sign["width_mm"]) == ("徽盐生活馆", "light-box", 6000)
    assert signage("draw", *size, "--letter-height", "500", "--format", "json", "-o", "sign.json").status == 0
    drawn = json.loads((tmp_path / "sign.json").read_text("utf-8"))
    assert made["model_digest"] == drawn["scene"]["model_digest"]


WRONG = [
    ((SPEC,), "-o"),
    (("-o", "p"), "--name"),
    (("--name", "店", "--width", "3000", "-o", "p"), "--height"),
    ((SPEC, "--width", "3000", "--temperature", "4000", "-o", "p"), "--temperature, --width"),
    (("--name", "店", "--width", "3000", "--height", "600", "--luminance", "-1", "-o", "p"), "--luminance:"),
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


def test_the_top_of_a_sign_stands_in_for_a_plan_and_the_pack_says_so(signage, tmp_path):
    ended = signage("pack", SPEC, "--top", "4200", "-o", "p")
    assert ended.status == 0, ended.err
    assert "kN/m²" in ended.out
    wind = json.loads((tmp_path / "p" / "pack.json").read_bytes())["wind"]
    assert wind["cases"]
    (height,) = [figure for figure in wind["figures"] if figure["key"] == "height"]
    assert height["value"] == pytest.approx(4.2)
    assert height["source"] == "fabrication.given"
    document = pypdfium2.PdfDocument((tmp_path / "p" / "pack.pdf").read_bytes())
    assert "4200 mm，用户给定" in document[0].get_textpage().get_text_bounded().replace("\r\n", "")


def test_what_stands_on_the_ground_takes_its_own_height_and_says_so(signage, tmp_path):
    assert signage("pack", "samples/specs/kinds/freestanding.toml", "-o", "p").status == 0
    figures = json.loads((tmp_path / "p" / "pack.json").read_bytes())["wind"]["figures"]
    assert [f["source"] for f in figures if f["key"] == "height"] == ["fabrication.height_of_sign"]


@pytest.mark.parametrize("top", ["300", "-5", "nan", "1e9"])
def test_an_impossible_top_is_refused(signage, tmp_path, top):
    ended = signage("pack", SPEC, "--top", top, "-o", "p")
    assert ended.status == 2
    assert "--top" in ended.err
    assert not (tmp_path / "p").exists()


def test_a_top_beside_a_plan_is_refused(signage):
    ended = signage("pack", *ON_PLAN, "--top", "4200", "-o", "p")
    assert ended.status == 2
    assert "--frontage" in ended.err


def test_an_english_pack_speaks_english_but_for_names(signage, tmp_path, monkeypatch):
    monkeypatch.setattr("signage.cli.pack.LANG", Lang.EN)
    assert signage("pack", SPEC, "--top", "4200", "-o", "p").status == 0
    document = pypdfium2.PdfDocument((tmp_path / "p" / "pack.pdf").read_bytes())
    said = document[0].get_textpage().get_text_bounded()
    assert "given by the user" in said
    assert "招牌加工资料" not in said


ROOF = "samples/specs/kinds/rooftop-letters.toml"


def hints(ended) -> str:
    return next((line for line in ended.err.splitlines() if line.startswith("补充上述条件的选项")), "")


def test_a_pack_asks_for_what_is_missing_and_never_for_what_was_given(signage):
    nothing = hints(signage("pack", ROOF, "-o", "p"))
    assert "--top" in nothing
    assert "--w0" in nothing
    high = signage("pack", ROOF, "--top", "24000", "-o", "p")
    assert "缺 C 类地面 24.00 m 高处的 μz" in high.err
    assert "--mu-z" in hints(high)
    assert not any(option in hints(high) for option in ("--top", "--frontage"))
    told = signage("pack", ROOF, "--top", "24000", "--w0", "0.45", "--mu-z", "0.88", "-o", "p")
    assert hints(told) == ""
    assert "1.055 kN/m²" in told.out  # 2.05 × 1.3 × 0.88 × 0.45
    assert "--top" not in hints(signage("pack", *ON_PLAN, "-o", "p"))


def test_an_impossible_height_factor_is_refused(signage):
    ended = signage("pack", ROOF, "--top", "24000", "--mu-z", "9", "-o", "p")
    assert ended.status == 2
    assert "--mu-z" in ended.err
