from __future__ import annotations

import json

from signage.design import load_kinds


def test_every_kind_is_listed_with_its_settings_constructions_and_sizes(signage):
    result = signage("kinds")
    assert result.status == 0
    for kind in load_kinds():
        assert f"{kind.id} · {kind.title_zh}" in result.out
    assert "横排 horizontal、竖排 vertical" in result.out
    assert "halo_lit" in result.out
    assert "mm" in result.out


def test_every_kind_tells_the_size_that_a_design_begins_with(signage):
    listed, as_json = signage("kinds").out, {one["id"]: one for one in signage("kinds", "--json").json}
    for kind in load_kinds():
        assert f"宽 {kind.usual.width_mm:g} × 高 {kind.usual.height_mm:g} mm" in listed
        sizes = {one["setting"]: (one["width"], one["height"]) for one in as_json[kind.id]["usual_sizes_mm"]}
        assert sizes == {setting.value: kind.usual_size_mm(setting) for setting in kind.settings}
        assert as_json[kind.id]["body_depth_mm"] == (kind.base.depth_mm if kind.has_panel else None)
    (said,) = [line.strip() for line in signage("kinds", "light-box").out.splitlines() if "常用尺寸" in line]
    assert said == "常用尺寸：宽 4500 × 高 1100 mm，牌体厚 150 mm；竖排 宽 700 × 高 3000 mm"


def test_a_kind_tells_the_typeface_that_it_takes_when_none_is_named(signage):
    assert "noto-serif-sc，字重 400" in signage("kinds", "plaque").out
    faces = {one["id"]: (one["typeface"], one["weight"]) for one in signage("kinds", "--json").json}
    assert faces.pop("plaque") == ("noto-serif-sc", 400)
    assert set(faces.values()) == {("noto-sans-sc", 700)}


def test_one_kind_as_json_says_what_it_allows(signage):
    result = signage("kinds", "wall-letters", "--json")
    (kind,) = json.loads(result.out)
    assert kind["settings"] == ["horizontal", "vertical"]
    assert "halo_lit" in kind["constructions"]
    assert kind["least_letter_height_mm"] == 100


def test_an_unknown_kind_is_answered_with_the_known_ones(signage):
    result = signage("kinds", "neon")
    assert result.status == 2
    assert "light-box" in result.err


def test_a_kind_is_found_by_its_title(signage):
    result = signage("kinds", "灯箱", "--json")
    assert [kind["id"] for kind in json.loads(result.out)] == ["light-box"]
