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
