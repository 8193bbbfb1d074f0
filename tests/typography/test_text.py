from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import InputError
from signage.locale import Lang, describe
from signage.typography import clean_name, clean_text, direction_of, is_cjk, sets_height


def test_a_composed_and_a_decomposed_name_become_the_same_name() -> None:
    assert clean_name("Cafe\u0301") == clean_name("Café") == "Café"


def test_outer_blanks_go_and_inner_blanks_stay() -> None:
    assert clean_name(" \u3000盐味 小馆\u3000") == "盐味 小馆"


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\u0000", "U+0000"),
        ("\n", "U+000A"),
        ("\u007f", "U+007F"),
        ("\u200d", "U+200D"),
        ("\u202e", "U+202E"),
        ("\u2028", "U+2028"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\U000e0fff", "U+E0FFF"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_a_character_that_cannot_be_seen_is_refused_with_its_code_and_place(character: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_text(f"盐业{character}店")
    assert caught.value.code == "typography.refused_character"
    assert caught.value.params == {"code": code, "place": 3}
    assert code in describe(caught.value, Lang.EN).message


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\u00a0"])
def test_a_name_of_blanks_alone_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_name(text)
    assert caught.value.code == "typography.empty_text"


def test_a_name_of_40_characters_is_taken_and_one_of_41_is_refused() -> None:
    assert len(clean_name("盐" * 40)) == 40
    with pytest.raises(InputError) as caught:
        clean_name("盐" * 41)
    assert caught.value.params["count"] == 41


def test_length_is_counted_after_normalisation() -> None:
    assert len(clean_name("e\u0301" * 40)) == 40


def test_a_megabyte_of_text_is_refused_as_too_long() -> None:
    with pytest.raises(InputError) as caught:
        clean_name("盐" * 1_000_000)
    assert caught.value.code == "typography.too_long"


@pytest.mark.parametrize("text", ["盐 שלום", "שלום 24", "abc محطة"])
def test_a_line_that_mixes_directions_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_name(text)
    assert caught.value.code == "typography.mixed_direction"


def test_direction_follows_the_letters() -> None:
    assert direction_of("晶湾 Salt 24") == "ltr"
    assert direction_of("שלום!") == "rtl"


def test_letter_height_is_told_by_cjk_capitals_and_digits_only() -> None:
    assert all(map(sets_height, "盐かカ한A7"))
    assert not any(map(sets_height, "ag（·-"))


def test_cjk_is_told_from_other_scripts() -> None:
    assert all(map(is_cjk, "盐𠮷々あ한"))
    assert not any(map(is_cjk, "A1é·（"))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_either_cleaned_for_good_or_refused_with_words(text: str) -> None:
    refusal: InputError | None = None
    try:
        cleaned = clean_name(text)
    except InputError as exc:
        refusal = exc
    if refusal is None:
        assert clean_name(cleaned) == cleaned
    else:
        assert describe(refusal).message


EMOJI = {
    "😀": "U+1F600",
    "👨‍👩‍👧": "U+1F468",
    "👍🏽": "U+1F44D",
    "👩🏽‍🍳": "U+1F469",
    "🧑‍⚕️": "U+1F9D1",
    "❤️": "U+2764",
    "☺️": "U+263A",
    "1️⃣": "U+0031",
    "🇨🇳": "U+1F1E8",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f": "U+1F3F4",
    "🅿️": "U+1F17F",
}


@pytest.mark.parametrize("emoji", EMOJI)
def test_an_emoji_is_named_whole_and_its_parts_are_not_called_control_characters(emoji: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_name(f"家{emoji}馆")
    assert caught.value.code == "typography.emoji"
    assert caught.value.params["emoji"] == (f"{emoji} {EMOJI[emoji]}",)
    for lang in Lang:
        told = describe(caught.value, lang)
        assert emoji in told.message
        assert "--logo" in told.hint


def test_several_emoji_are_named_together_and_each_once() -> None:
    with pytest.raises(InputError) as caught:
        clean_name("🍜面🍜馆🐟")
    assert caught.value.params["emoji"] == ("🍜 U+1F35C", "🐟 U+1F41F")


@pytest.mark.parametrize("text", ["★茶☎", "盐®", "1号#*", "㊗", "茶♥", "盐🈚", "→1"])
def test_symbols_that_are_text_stay_text(text: str) -> None:
    assert clean_name(text) == text


PILED = {"e" + 8 * "\u0301": 9 - 1, "茶" + 3 * "\u0308": 3, "ế\u0301": 3, "A\u0300\u0301\u0302": 3}


@pytest.mark.parametrize("text", PILED)
def test_a_letter_under_a_pile_of_marks_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_name(f"x{text}y")
    assert caught.value.code == "typography.piled_marks"
    assert caught.value.params["place"] == 2
    assert caught.value.params["count"] == PILED[text]
    assert "2" in describe(caught.value).message


WRITTEN = [
    "Phở Tiếng Việt",
    "Café Zoë",
    "ǫ́ m̀ ẹ́",  # Navajo, Yoruba: letters that exist only with a mark after them
    "ᾅδω",  # three marks in one letter of Unicode
    "กี้ น้ำ",
    "རྐྱུ",
    "नमस्ते",
    "בְּרֵאשִׁית",
    "مُحَمَّد",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_with_marks_stays_fine(text: str) -> None:
    assert clean_name(text) == clean_name(unicodedata.normalize("NFD", text))


def test_marks_of_a_script_that_stacks_have_an_end_too() -> None:
    with pytest.raises(InputError, match="piled_marks"):
        clean_name("ก" + 8 * "\u0e48")
