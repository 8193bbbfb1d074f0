from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signage.design.line_breaks import NATURAL, breaks_of, ways_to_break
from signage.design.name_words import whole_words, words_of
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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("示例市示例区晶湾里便民超市第一分店", ["示例市", "示例区", "晶湾里", "便民", "超市", "第一分店"]),
        ("晶湾超市便利店", ["晶湾", "超市", "便利店"]),
        ("湾畔社区药房", ["湾畔", "社区", "药房"]),
        ("盐味一品", []),
    ],
)
def test_a_name_is_told_apart_into_region_own_name_trade_and_branch(name: str, words: list[str]) -> None:
    assert [name[word.start : word.end] for word in words_of(name)] == words


def test_the_own_name_is_kept_whole_and_a_latin_brand_too(fonts: FontCatalogue) -> None:
    quality = {w.lines[0].text: w.quality for w in ways_to_break(fonts.typeface().run("示例市晶湾里药房"), 2)}
    assert quality["示例市晶湾里"] > quality["示例市晶湾"]
    assert quality["示例市"] > quality["示例市晶"]
    latin = {w.lines[0].text: w.quality for w in ways_to_break(fonts.typeface().run("Café Bay 湾畔咖啡"), 2)}
    assert latin["Café Bay"] > latin["Café"]


@given(name=st.text("晶湾市区县超社盐业有限公司第一二分店KF24 ·（）", max_size=40))
@example(name="第2店区22")
def test_words_never_overlap_and_lie_inside_the_name(name: str) -> None:
    ends = [(0, 0), *((word.start, word.end) for word in words_of(name))]
    assert all(before[1] <= after[0] < after[1] <= len(name) for before, after in pairwise(ends))


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
