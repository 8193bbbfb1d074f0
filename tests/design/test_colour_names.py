"""Colours by name: understood wherever a person states one, kept as #RRGGBB, and an unknown one told with some."""

from __future__ import annotations

import re

import pytest

from signage.design import parse_spec, spec_of, spec_schema, write_spec
from signage.design.colour_names import colour_of, named_colours, plain_name, some_names
from signage.errors import SpecError
from signage.locale import Lang, describe

BASE = {"kind": "panel-letters", "name": "晶湾", "width_mm": 6000, "height_mm": 1200}


def test_every_name_means_one_colour_and_every_colour_has_names_in_both_languages() -> None:
    names = [plain_name(name) for one in named_colours() for name in (*one.zh, *one.en)]
    spelt_alike = {"grey"}  # gray
    assert {name for name in names if names.count(name) > 1} <= spelt_alike
    assert len({one.value for one in named_colours()}) == len(named_colours())
    for one in named_colours():
        assert re.fullmatch(r"#[0-9A-F]{6}", one.value)
        assert one.zh
        assert one.en
        for name in (*one.zh, *one.en):
            assert colour_of(name) == one.value


@pytest.mark.parametrize(
    "usual",
    ["红", "黑", "白", "米白", "灰", "深灰", "蓝", "藏青", "绿", "墨绿", "黄", "金", "银", "橙", "咖啡"],
)
def test_the_usual_names_are_known_with_and_without_the_word_for_colour(usual: str) -> None:
    assert colour_of(usual) is not None
    assert colour_of(f"{usual}色") == colour_of(usual)


@pytest.mark.parametrize("spelling", ["Dark Grey", "dark-gray", "DARKGREY", "ｄａｒｋ　ｇｒｅｙ", " 深灰 ", "深灰色"])
def test_spelling_makes_no_difference(spelling: str) -> None:
    assert colour_of(spelling) == "#4A4F55"


@pytest.mark.parametrize("none", ["", "色", "#12", "#12345G", "红红", "rgb(1,2,3)", "nosuch"])
def test_what_is_neither_a_value_nor_a_name_is_no_colour(none: str) -> None:
    assert colour_of(none) is None


def test_a_value_is_taken_as_it_is() -> None:
    assert colour_of("#c8161d") == colour_of("＃C8161D") == "#C8161D"


def test_a_specification_keeps_the_value_whatever_it_was_called() -> None:
    named = spec_of({**BASE, "panel_colour": "墨绿色", "letter_colour": "Gold"})
    assert (named.colours.panel, named.colours.letter) == ("#1F4D36", "#C9A13B")
    valued = spec_of({**BASE, "panel_colour": "#1F4D36", "letter_colour": "#C9A13B"})
    assert named == valued
    assert named.digest == valued.digest
    assert '"#1F4D36"' in write_spec(named)
    assert parse_spec(write_spec(valued).replace("#1F4D36", "墨绿")) == named


def test_an_unknown_name_is_one_sentence_that_names_some_that_are_like_it() -> None:
    with pytest.raises(SpecError) as caught:
        spec_of({**BASE, "panel_colour": "孔雀紫"})
    words = describe(caught.value, Lang.ZH)
    assert "“孔雀紫”不是颜色" in words.message
    assert "#RRGGBB" in words.hint
    assert words.hint.index("紫 purple") < words.hint.index("红 red")
    assert some_names("crimsom")[0] == "中国红 chinese red"
    for listed in some_names("nothing like it"):
        assert all(colour_of(name) for name in listed.split(" ", 1))


def test_the_schema_lists_the_names_beside_the_form_of_a_value() -> None:
    panel = spec_schema()["$defs"]["ColoursSection"]["properties"]["panel"]
    enums = [one["enum"] for one in panel["anyOf"] if "enum" in one]
    assert len(enums) == 1
    assert {"藏青", "navy", "米白"} <= set(enums[0])
    assert any("pattern" in one for one in panel["anyOf"])
