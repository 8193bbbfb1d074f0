"""Scripts and settings: what HarfBuzz joins, stacks and turns, and where the pieces lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from signage.errors import GlyphMissing, InputError
from signage.geometry import Path
from signage.resources import bundled
from signage.typography import FontCatalogue, Setting, TextRun, Typeface

Face = Callable[..., Typeface]
VERTICAL, PLAQUE = Setting.VERTICAL, Setting.RIGHT_TO_LEFT
ROOT = bundled("samples").parent


def bodies_of(path: Path) -> int:
    contours = (Path.polygon(c) for c in path.flattened(1.0))
    return sum(contour.signed_area() > 0 for contour in contours)


def texts(run: TextRun) -> list[str]:
    return [cluster.text for cluster in run.read_clusters]


# -- scripts


def test_joined_arabic_letters_are_one_body(face: Face) -> None:
    run = face("arabic").run("سلم")
    assert texts(run) == ["سلم"]
    assert run.inked[0].glyph is not None
    assert bodies_of(run.inked[0].glyph.units) == 1


def test_a_uyghur_word_is_as_many_pieces_as_its_letters_leave_apart(face: Face) -> None:
    # ئۇ, يغۇ and ر: ۇ and ر do not join what follows them. Dots and hamza belong to the piece that they mark.
    run = face("arabic").run("ئۇيغۇر")
    assert texts(run) == ["ئۇ", "يغۇ", "ر"]
    assert [c.gap for c in run.clusters][:-1] == [0.0, 0.0]


def test_tracking_opens_the_blanks_between_joined_words_only(face: Face) -> None:
    word, two = face("arabic").run("ئۇيغۇر"), face("arabic").run("ئۇيغۇر ئاشخانىسى")
    assert word.length_em(0.5) == word.length_em(0.0)
    assert two.length_em(0.5) == pytest.approx(two.length_em(0.0) + 0.5)


def test_the_uyghur_letter_e_is_drawn(face: Face) -> None:
    assert texts(face("arabic").run("ە")) == ["ە"]


def test_a_right_to_left_line_is_read_from_its_right_end(face: Face) -> None:
    run = face("arabic").run("ئۇيغۇر ئاشخانىسى")
    read = [path.bounds() for _, path in run.placed(100.0, 0.0, 0.0, 0.0)]
    starts = [box.x1 for box in read if box]
    assert starts == sorted(starts, reverse=True)
    assert "".join(texts(run)) == run.text


def test_tibetan_letters_stack_into_one_body_with_their_vowel(face: Face) -> None:
    run = face("tibetan").run("བོད་སྐད")
    assert texts(run)[0] == "བོ"
    assert "སྐ" in texts(run)
    assert run.length_em() < 6 * 0.7  # stacked letters take one place


def test_a_mongolian_word_is_one_body_and_stands_in_a_horizontal_line(face: Face) -> None:
    run = face("mongolian", 400).run("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ")
    assert texts(run) == ["ᠮᠣᠩᠭᠣᠯ", " ", "ᠪᠢᠴᠢᠭ"]
    for cluster in run.inked:
        assert cluster.glyph is not None
        assert cluster.glyph.bounds.height > 2 * cluster.glyph.bounds.width
    tops = [c.glyph.bounds.y1 for c in run.inked if c.glyph]
    assert tops[0] == pytest.approx(tops[1])


def test_a_mongolian_column_runs_down_its_axis(face: Face) -> None:
    run = face("mongolian", 400).run("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", setting=VERTICAL)
    assert run.length_em() > 4 * run.thickness_em
    assert sum(run.across_em) == pytest.approx(0.0, abs=1e-9)
    assert texts(run)[0] == "ᠮᠣᠩᠭᠣᠯ"


def test_a_devanagari_word_hangs_on_one_headline(face: Face) -> None:
    run = face("devanagari").run("नमक दुकान")
    assert texts(run)[0] == "नमक"


def test_each_script_is_shaped_by_its_own_rules_beside_han(fonts: FontCatalogue, face: Face) -> None:
    alone = face("tibetan").run("བོད")
    assert [c.text for c in alone.clusters] == ["བོ", "ད"]
    korean = face("korean").run("한국식당")
    assert [c.text for c in korean.clusters] == list("한국식당")


def test_a_joiner_is_taken_between_joined_letters_only(face: Face) -> None:
    run = face("arabic").run("ل\u200cم")
    assert "".join(texts(run)) == "ل\u200cم"
    assert len(run.inked) == 2  # held apart
    for text in ("盐\u200d业", "\u200dسلم", "سلم\u200c", "س\u200c م", "A\u200dB", "👩\u200d🍳"):
        with pytest.raises(InputError) as caught:
            face("arabic").run(text)
        assert caught.value.code == "typography." + ("emoji" if "🍳" in text else "refused_character")


def test_mongolian_selectors_are_taken_after_mongolian_letters_only(face: Face) -> None:
    assert face("mongolian", 400).run("ᠠ\u180b").inked
    assert len(face("mongolian", 400).run("ᠯ\u180eᠠ", setting=VERTICAL).inked) >= 1
    for text in ("盐\u180b", "\u180bᠠ", "ᠠ\u180e"):
        with pytest.raises(InputError):
            face("mongolian", 400).run(text)


@pytest.mark.parametrize(("name", "weight"), [("noto-sans-sc", 700), ("noto-serif-sc", 400)])
def test_a_packaged_typeface_draws_all_8105_general_standard_characters(
    fonts: FontCatalogue, name: str, weight: int
) -> None:
    table = ROOT / "signage" / "rules" / "texts" / "general_standard_characters.txt"
    if not table.is_file():
        pytest.skip("the table lies beside the rules of a checkout")
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    characters = {c for line in lines for c in line if ord(c) > 0x2E7F}
    assert len(characters) == 8105
    assert sum(ord(c) > 0xFFFF for c in characters) == 196
    typeface = fonts.typeface(name, weight)
    assert typeface.missing("".join(sorted(characters))) == ()
    beyond = [c for c in sorted(characters) if ord(c) > 0xFFFF][::20]
    assert all(typeface.run(c).inked for c in beyond)


def test_a_character_beyond_the_basic_plane_is_drawn_where_a_face_has_it(subsets: FontCatalogue, face: Face) -> None:
    assert texts(face("japanese").run("𠮷野家")) == ["𠮷", "野", "家"]
    with pytest.raises(GlyphMissing) as caught:
        subsets.typeface().run("𠮷野家")
    assert caught.value.params["others"] == ("signage-test-japanese",)


def test_the_error_names_first_the_typefaces_that_draw_the_whole_text(fonts: FontCatalogue) -> None:
    with pytest.raises(GlyphMissing) as caught:
        fonts.typeface().run("한국")
    assert caught.value.params["others"][0].startswith("noto-sans-kr")


# -- plaques


def test_a_plaque_reads_from_the_right_with_unmirrored_letters(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("慶豐樓", setting=PLAQUE)
    assert texts(run) == list("慶豐樓")
    assert [c.text for c in run.clusters] == list("樓豐慶")
    plain = fonts.typeface().run("慶").clusters[0].glyph
    assert run.clusters[-1].glyph is plain


def test_paired_marks_on_a_plaque_open_towards_what_they_hold(fonts: FontCatalogue) -> None:
    plaque = fonts.typeface().run("盐（店）", setting=PLAQUE)
    plain = fonts.typeface().run("（）")
    assert texts(plaque) == list("盐（店）")
    assert plaque.read_clusters[1].glyph is plain.clusters[1].glyph
    assert plaque.read_clusters[3].glyph is plain.clusters[0].glyph


def test_a_latin_word_on_a_plaque_keeps_its_direction(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("晶湾KFC24店", setting=PLAQUE)
    assert "".join(c.text for c in run.clusters) == "店KFC24湾晶"
    assert "".join(texts(run)) == "晶湾KFC24店"


def test_a_mixed_line_is_refused_in_every_setting(face: Face) -> None:
    for setting in Setting:
        with pytest.raises(InputError) as caught:
            face("arabic").run("سلم 24", setting=setting)
        assert caught.value.code in {"typography.mixed_direction", "typography.glyph_missing_of_script"}


# -- columns


def test_a_column_runs_down_and_each_letter_stands_on_the_axis(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("晶湾盐业", setting=VERTICAL)
    boxes = [path.bounds() for _, path in run.placed(1000.0, 0.0, 0.0, 0.0)]
    tops = [box.y1 for box in boxes if box]
    assert tops == sorted(tops, reverse=True)
    assert all(abs(box.centre.x) < 40 for box in boxes if box)
    assert run.length_em(0.1) == pytest.approx(run.length_em(0.0) + 0.3)


@pytest.mark.parametrize("name", ["song", "kai", "japanese", None])
@pytest.mark.parametrize("mark", ["ー", "—", "…", "（", "「", "(", "[", "｢", "｣"])
def test_marks_along_the_line_turn_with_it(fonts: FontCatalogue, face: Face, name: str | None, mark: str) -> None:
    typeface = face(name) if name else fonts.typeface()
    if typeface.missing(mark):
        pytest.skip(f"no {mark} in this face")
    flat, column = (typeface.run(mark, setting=s).inked[0].glyph for s in (Setting.HORIZONTAL, VERTICAL))
    assert flat is not None
    assert column is not None
    is_wide = flat.bounds.width > flat.bounds.height
    assert (column.bounds.width > column.bounds.height) is not is_wide


@pytest.mark.parametrize(("narrow", "wide"), [("｢", "「"), ("｣", "」"), ("(", "（"), (")", "）")])
def test_half_width_brackets_in_a_column_stand_like_full_width_ones(
    fonts: FontCatalogue, narrow: str, wide: str
) -> None:
    for name in ("茶{}甲", "{}茶甲"):
        (some, other) = (
            next(c for c in fonts.typeface().run(name.format(mark), setting=VERTICAL).inked if c.text == mark).glyph
            for mark in (narrow, wide)
        )
        assert some is not None
        assert other is not None
        assert (some.bounds.width > some.bounds.height) is (other.bounds.width > other.bounds.height)
        assert some.bounds.centre.x * other.bounds.centre.x > -25.0 * some.upem  # on the same side, or in the middle


@pytest.mark.parametrize("mark", "、。")
def test_stops_in_a_column_stand_in_the_upper_right_of_their_cell(fonts: FontCatalogue, face: Face, mark: str) -> None:
    for typeface in (fonts.typeface(), face("song"), face("kai")):
        glyph = typeface.run(mark, setting=VERTICAL).inked[0].glyph
        assert glyph is not None
        assert glyph.bounds.centre.x > 0
        assert glyph.bounds.centre.y > -0.5 * glyph.upem


def test_two_digits_share_one_cell_and_stay_apart(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("24", setting=VERTICAL)
    first, second = (c.glyph.bounds for c in run.clusters if c.glyph)
    assert first.x1 < second.x0
    assert run.thickness_em <= 0.94 + 1e-9
    assert run.length_em(0.5) == run.length_em(0.0)
    assert sum(run.across_em) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("word", ["A", "7", "KFC", "S&S", "IN89", "1984"])
def test_short_capitals_and_numbers_stand_upright_in_a_column(fonts: FontCatalogue, word: str) -> None:
    run = fonts.typeface().run(word, setting=VERTICAL)
    assert not any(c.is_turned for c in run.clusters)
    assert all(abs(c.glyph.bounds.centre.x) < 1e-6 for c in run.clusters if c.glyph)


@pytest.mark.parametrize("word", ["JINGWAN", "Coffee", "ab", "7-11"])
def test_longer_words_and_small_letters_lie_turned_to_the_right(fonts: FontCatalogue, word: str) -> None:
    run = fonts.typeface().run(word, setting=VERTICAL)
    flat = fonts.typeface().run(word)
    assert all(c.is_turned for c in run.clusters)
    assert run.length_em() == pytest.approx(flat.length_em())
    assert run.letter_height_em == pytest.approx(flat.letter_height_em)


def test_words_of_one_phrase_are_turned_alike(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("JINGWAN SALT", setting=VERTICAL)
    assert all(c.is_turned for c in run.inked)


def test_a_turned_arabic_line_reads_from_its_top(face: Face) -> None:
    run = face("arabic").run("ئۇيغۇر ئاشخانىسى", setting=VERTICAL)
    assert "".join(c.text for c in run.clusters) == run.text
    flat = face("arabic").run("ئۇيغۇر ئاشخانىسى")
    assert run.length_em() == pytest.approx(flat.length_em(), rel=1e-6)
    assert run.length_em(0.3) == pytest.approx(run.length_em() + 0.3)


def test_a_turned_letter_has_the_measures_of_the_upright_one(fonts: FontCatalogue) -> None:
    flat, turned = (
        fonts.typeface().run("JINGWAN", setting=s).clusters[0].glyph for s in (Setting.HORIZONTAL, VERTICAL)
    )
    assert flat is not None
    assert turned is not None
    assert turned.area_em2 == pytest.approx(flat.area_em2)
    assert turned.thinnest_stroke_em == flat.thinnest_stroke_em
    assert turned.bounds == turned.units.bounds()


def test_a_latin_word_among_han_is_opened_less(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("盐味KFC馆")
    assert [c.gap for c in run.clusters] == [1.0, 1.0, 0.1, 0.1, 1.0, 1.0]


def test_height_of_small_letters_is_their_x_height(fonts: FontCatalogue) -> None:
    typeface = fonts.typeface()
    assert typeface.x_height_em is not None
    assert typeface.run("sauce").letter_height_em == pytest.approx(typeface.x_height_em, rel=0.05)
    assert typeface.run("gypsy").letter_height_em == typeface.run("s").letter_height_em
    assert typeface.run("sauce").is_small
    assert not typeface.run("Sauce").is_small


# -- marks among Han characters


def ink_gaps(run: TextRun) -> dict[str, float]:
    """Gaps between the inks of neighbours along the line, ems, by the two characters."""
    found, pen, last = {}, 0.0, None
    for cluster in run.clusters:
        if cluster.glyph is not None:
            box = cluster.glyph.bounds
            first, end = (-box.y1, -box.y0) if run.is_vertical else (box.x0, box.x1)
            if last is not None:
                found[last[0] + cluster.text] = (pen + first - last[1]) / run.upem
            last = (cluster.text, pen + end)
        pen += cluster.advance
    return found


@pytest.mark.parametrize("setting", list(Setting))
def test_no_mark_leaves_a_hole_of_half_a_character(fonts: FontCatalogue, setting: Setting) -> None:
    gaps = ink_gaps(fonts.typeface(weight=700).run("（百年）老店·茶《街》“酒”、饭", setting=setting))
    assert max(gaps.values()) < 0.32
    assert min(gaps.values()) > 0.02


@pytest.mark.parametrize("setting", [Setting.HORIZONTAL, VERTICAL])
def test_a_dot_stands_in_the_optical_middle_and_a_pair_hugs_what_it_holds(
    fonts: FontCatalogue, setting: Setting
) -> None:
    run = fonts.typeface(weight=700).run("（百年）老店·茶", setting=setting)
    gaps = ink_gaps(run)
    assert gaps["店·"] == pytest.approx(gaps["·茶"], abs=0.06)
    assert gaps["年）"] < gaps["）老"]
    assert gaps["（百"] < gaps["·茶"]
    shares = {cluster.text: cluster.gap for cluster in run.clusters}
    assert shares["（"] == shares["年"] == 0.5
    assert shares["）"] == shares["店"] == 1.0


def test_full_width_letters_and_digits_have_the_gaps_of_han_characters(fonts: FontCatalogue) -> None:
    gaps = ink_gaps(fonts.typeface(weight=700).run("晶湾Ｋ＋１２３吧"))
    assert gaps["１２"] == pytest.approx(gaps["２３"]) == pytest.approx(gaps["＋１"])
    assert max(gaps.values()) - min(gaps.values()) < 0.05


def test_full_width_letters_keep_the_kerning_of_the_font(fonts: FontCatalogue) -> None:
    run = fonts.typeface(weight=700)
    wide, plain = ink_gaps(run.run("ＴＡＨＨ")), run.run("TA").length_em() - run.run("T").length_em()
    assert wide["ＴＡ"] < wide["ＨＨ"] - 0.01
    assert plain < run.run("A").length_em() + wide["ＴＡ"]


def test_full_width_digits_stand_evenly_in_a_column_and_on_a_plaque(fonts: FontCatalogue) -> None:
    for setting in (VERTICAL, PLAQUE):
        gaps = ink_gaps(fonts.typeface(weight=700).run("８８８超市", setting=setting))
        assert gaps["８８"] < 0.16


def test_a_dot_stands_in_the_middle_between_han_and_latin(fonts: FontCatalogue) -> None:
    gaps = ink_gaps(fonts.typeface(weight=700).run("晶湾・KTV·吧"))
    assert gaps["湾・"] == pytest.approx(gaps["・K"], abs=0.04)
    assert gaps["V·"] == pytest.approx(gaps["·吧"], abs=0.04)


def test_stacked_letters_are_never_opened_and_blanks_between_words_once(face: Face) -> None:
    tibetan = face("tibetan").run("བོད་སྐད")
    assert len(tibetan.inked) > 3
    assert tibetan.length_em(0.4) == pytest.approx(tibetan.length_em(0.0))
    two = face("mongolian", 400).run("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ")
    assert two.length_em(0.4) == pytest.approx(two.length_em(0.0) + 0.4)


def test_marks_of_a_latin_line_keep_the_spacing_of_their_font(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("“SALT” · 7.5")
    assert all(c.gap == 1.0 for c in run.clusters)
    assert run.clusters[0].advance == fonts.typeface().run("“").clusters[0].advance
