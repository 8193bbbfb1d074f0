from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design.line_breaks import NATURAL, breaks_of, ways_to_break, whole_words
from signage.typography import FontCatalogue, Setting

NAMES = st.text("晶湾盐业有限公司生活馆便利店（）·、。ー KFC24&ょ", min_size=2, max_size=40)


def broken_at(fonts: FontCatalogue, name: str) -> list[str]:
    run = fonts.typeface().run(name)
    texts = [cluster.text for cluster in run.read_clusters]
    return ["".join(texts[: b.end]) + "|" + "".join(texts[b.start :]) for b in breaks_of(run) if b.quality == NATURAL]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("晶湾 盐业", ["晶湾|盐业"]),
        ("晶湾·盐业", ["晶湾|盐业"]),
        ("晶湾（盐业）", ["晶湾|（盐业）"]),
        ("（晶湾）盐业", ["（晶湾）|盐业"]),
        ("Salt & Co", ["Salt|& Co"]),
        ("晶湾盐业", []),
    ],
)
def test_natural_breaks_are_at_blanks_dots_and_brackets(fonts: FontCatalogue, name: str, wanted: list[str]) -> None:
    assert broken_at(fonts, name) == wanted


@settings(deadline=None)
@given(name=NAMES, lines=st.sampled_from([2, 3]))
def test_no_line_begins_or_ends_with_a_mark_that_may_not(fonts: FontCatalogue, name: str, lines: int) -> None:
    if not name.strip():
        return
    for way in ways_to_break(fonts.typeface().run(name), lines):
        assert len(way.lines) == lines
        for before, after in zip(way.lines, way.lines[1:], strict=False):
            assert after.text[0] not in "、。）·ー&ょ" or (after.text[0] == "&" and set(" ·") & set(name))
            assert before.text[-1] not in "（&"
            assert not (before.text[-1] in "KFC24" and after.text[0] in "KFC24") or set(" ·") & set(name)


@settings(deadline=None)
@given(name=NAMES)
def test_lines_together_read_as_the_name_but_for_blanks_and_dots(fonts: FontCatalogue, name: str) -> None:
    if not name.strip():
        return
    run = fonts.typeface().run(name)
    kept = [c for c in run.text if c not in " ·"]
    for way in ways_to_break(run, 2):
        assert [c for part in way.lines for c in part.text if c not in " ·"] == kept


def test_a_listed_word_is_kept_whole_where_there_is_another_place(fonts: FontCatalogue) -> None:
    ways = list(ways_to_break(fonts.typeface().run("晶湾盐业有限公司"), 2))
    best = max(ways, key=lambda way: way.quality)
    assert [part.text for part in best.lines] == ["晶湾盐业", "有限公司"]
    split = next(way for way in ways if way.lines[0].text == "晶湾盐业有限")
    assert split.quality < best.quality


def test_longer_words_come_first_and_none_twice() -> None:
    words = whole_words()
    assert len(set(words)) == len(words)
    assert [len(w) for w in words] == sorted((len(w) for w in words), reverse=True)


def test_a_plaque_is_parted_in_reading_order(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("晶湾KFC盐业", setting=Setting.RIGHT_TO_LEFT)
    texts = {tuple(part.text for part in way.lines) for way in ways_to_break(run, 2)}
    assert ("晶湾", "KFC盐业") in texts
    assert ("晶湾KFC", "盐业") in texts
    assert not any(line.endswith(("K", "KF")) for pair in texts for line in pair)


def test_a_form_of_business_stays_with_the_name_before_it(fonts: FontCatalogue) -> None:
    quality = {
        way.lines[0].text: way.quality for way in ways_to_break(fonts.typeface().run("晶湾盐业有限公司生活馆国店"), 2)
    }
    assert quality["晶湾盐业有限公司"] > quality["晶湾盐业"] > quality["晶湾盐业有限"]
