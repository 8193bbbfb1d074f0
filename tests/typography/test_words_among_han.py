"""Latin words among Han characters are spaced as words: inside, beside Han, and over blanks."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.typography import FontCatalogue, Setting, TextRun, is_cjk

TRACKING = 0.14  # ems: about what the kinds of signs have
HAN = st.text("小米之家便利店盐味馆", min_size=2, max_size=4)
WORD = st.text("ABCDEFGHKLMNOPRSTXabcdeghimnoprstuy0123456789-&'", min_size=2, max_size=8).filter(
    lambda word: word[0].isalnum() and word[-1].isalnum()
)


def gaps_of(run: TextRun, tracking: float = TRACKING) -> list[tuple[str, str, float]]:
    letters = [cluster.text for cluster in run.inked]
    return [(*pair, gap) for pair, gap in zip(pairwise(letters), run.ink_gaps_em(tracking), strict=True)]


@given(han=HAN, word=WORD)
def test_letters_of_a_word_stand_as_its_font_spaces_them(fonts: FontCatalogue, han: str, word: str) -> None:
    among = fonts.typeface().run(f"{han} {word}").ink_gaps_em(TRACKING)[len(han) :]
    alone = fonts.typeface().run(word).ink_gaps_em(0.0)
    assert among == pytest.approx([gap + 0.1 * TRACKING for gap in alone], abs=0.002)


@pytest.mark.parametrize("name", ["小米之家 Mi", "李寧 Li-Ning", "肯德基 KFC", "24小时便利店", "東海堂 Arome Bakery"])
def test_no_gap_inside_a_word_is_wider_than_between_han_characters(fonts: FontCatalogue, name: str) -> None:
    gaps = gaps_of(fonts.typeface().run(name))
    han = median(gap for a, b, gap in gaps if is_cjk(a) and is_cjk(b))
    spaces = [f"{a}{b}" not in name for a, b, _ in gaps]
    inner = [
        gap for (a, b, gap), is_space in zip(gaps, spaces, strict=True) if not (is_space or is_cjk(a) or is_cjk(b))
    ]
    assert max(inner) < han


@given(han=HAN, word=WORD, is_first=st.booleans())
def test_between_a_word_and_a_han_character_is_the_gap_of_han_characters(
    fonts: FontCatalogue, han: str, word: str, *, is_first: bool
) -> None:
    gaps = gaps_of(fonts.typeface().run(f"{word}{han}" if is_first else f"{han}{word}"))
    beside = next(gap for a, b, gap in gaps if is_cjk(a) != is_cjk(b))
    # The Latin letter leaves what a Han character leaves on the mean; the Han character's own bearing differs.
    assert beside == pytest.approx(TRACKING + 0.07, abs=0.05)


@given(han=HAN, words=st.lists(WORD, min_size=1, max_size=3), tracking=st.floats(0.0, 0.18))
def test_a_word_space_is_about_a_third_of_the_letter_height(
    fonts: FontCatalogue, han: str, words: list[str], tracking: float
) -> None:
    run = fonts.typeface().run(" ".join([han, *words]))
    gaps = run.ink_gaps_em(tracking)
    ends = [len(han), *(len(word) for word in words[:-1])]
    places = [sum(ends[: count + 1]) - 1 for count in range(len(ends))]
    for place in places:
        assert 0.2 <= gaps[place] <= 0.38 * run.letter_height_em
    assert gaps[len(han) - 1] > 0.07 + tracking  # a blank is wider than no blank


def test_a_column_spaces_turned_words_alike_and_leaves_stacked_letters_in_their_cells(fonts: FontCatalogue) -> None:
    turned = fonts.typeface().run("晶湾Tea坊", setting=Setting.VERTICAL)
    assert [cluster.gap for cluster in turned.clusters] == [1.0, 1.0, 0.1, 0.1, 1.0, 1.0]
    stacked = fonts.typeface().run("晶湾KFC坊", setting=Setting.VERTICAL)
    assert [cluster.gap for cluster in stacked.clusters] == [1.0, 1.0, 0.7, 0.7, 1.0, 1.0]


def test_words_that_leave_their_han_line_are_tracked_as_a_line_of_their_own(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("張毛記 CMK Store")
    line = run.part(4, len(run.clusters))
    assert line is not None
    assert line.text == "CMK Store"
    assert {cluster.gap for cluster in line.clusters} == {1.0}


def test_labels_of_drawings_keep_the_spacing_of_their_font(fonts: FontCatalogue) -> None:
    face = fonts.typeface()
    blank = face.shape("450 mm", 100.0).advance_mm - sum(face.shape(part, 100.0).advance_mm for part in ("450", "mm"))
    apart = sum(face.shape(part, 100.0).advance_mm for part in ("字高", "450"))
    assert face.shape("字高 450", 100.0).advance_mm == pytest.approx(apart + blank)
