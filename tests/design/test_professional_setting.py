"""What a sign designer sets by hand: short names opened, bilingual ones in two sizes, columns with a foot, discs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signage.design import PieceRole, SignLayout, SignSpec, TextStyle, kind_of, lay_out
from signage.design.broken_name import is_bilingual
from signage.design.short_names import FILL, WIDEST_GAP
from signage.errors import LayoutError
from signage.geometry import Rect
from signage.typography import FontCatalogue, Setting, is_cjk

FACES = Path(__file__).parents[1] / "fonts"
HAN = st.text("晶湾盐业生活馆便民茶坊途虎", min_size=2, max_size=6)


def sign(kind: str, name: str, width: float, height: float, **more: object) -> SignSpec:
    return replace(SignSpec(kind=kind, name=name, width_mm=width, height_mm=height), **more)  # type: ignore[arg-type]


def boxes(layout: SignLayout, role: PieceRole) -> list[Rect]:
    return [box for piece in layout.pieces if piece.role is role if (box := piece.outline.bounds()) is not None]


# -- short names on boards


@given(name=HAN, width=st.floats(1500, 9000), height=st.floats(500, 1600))
def test_a_short_name_is_opened_to_its_bounds_and_never_beyond_the_free_length(
    fonts: FontCatalogue, name: str, width: float, height: float
) -> None:
    try:
        layout = lay_out(sign("panel-letters", name, width, height), fonts)
    except LayoutError:
        assume(False)
    assume(len(layout.lines) == 1)
    line, rule = layout.lines[0], kind_of("panel-letters").rule
    free = width - 2 * min(rule.side_margin * height, rule.side_margin * width / 3)
    usual = rule.tracking * line.em_mm
    assert line.gap_mm is not None
    assert line.ink.width <= free + 1e-6
    if len(name) not in WIDEST_GAP:
        assert line.tracking_mm <= usual + 1e-6
        return
    widest = WIDEST_GAP[len(name)] * line.letter_height_mm
    assert line.gap_mm <= max(widest, usual + 0.2 * line.em_mm) + 1e-6
    if line.tracking_mm > usual + 1e-6:
        assert line.ink.width <= FILL * free + 1e-6
        reached = (line.gap_mm == pytest.approx(widest), line.ink.width == pytest.approx(FILL * free))
        assert any(reached)


def test_two_characters_on_a_wide_board_stand_a_letter_height_apart_and_one_fills_more_of_it(
    fonts: FontCatalogue,
) -> None:
    two = lay_out(sign("panel-letters", "途虎", 6000, 1200), fonts).lines[0]
    assert two.gap_mm == pytest.approx(two.letter_height_mm)
    one = lay_out(sign("panel-letters", "茶", 6000, 1200), fonts).lines[0]
    assert one.letter_height_mm > 1.2 * two.letter_height_mm


def test_letters_without_a_board_and_a_stated_gap_are_not_opened(fonts: FontCatalogue) -> None:
    wall = lay_out(sign("wall-letters", "途虎", 6000, 900), fonts).lines[0]
    assert wall.tracking_mm == pytest.approx(kind_of("wall-letters").rule.tracking * wall.em_mm)
    stated = lay_out(sign("panel-letters", "途虎", 6000, 1200, letter_gap_mm=100.0), fonts).lines[0]
    assert stated.gap_mm == pytest.approx(100.0, abs=1e-3)


# -- bilingual names


@pytest.mark.parametrize(
    ("kind", "name", "width", "height"),
    [
        ("wall-letters", "中國建設銀行 Banco de Construção da China", 6000, 900),
        ("plaque", "張毛記 CMK Electrical Store", 2400, 800),
    ],
)
def test_a_name_broken_at_the_change_of_script_has_larger_han_and_lines_of_like_length(
    fonts: FontCatalogue, kind: str, name: str, width: float, height: float
) -> None:
    layout = lay_out(sign(kind, name, width, height), fonts)
    han, latin = layout.lines
    assert all(map(is_cjk, han.text))
    assert not any(map(is_cjk, latin.text))
    assert 0.39 <= latin.letter_height_mm / han.letter_height_mm <= 0.63
    assert latin.letter_height_mm >= kind_of(kind).rule.legible_mm
    assert 0.75 < han.ink.width / latin.ink.width < 1.34


def test_the_latin_line_of_a_bilingual_name_is_never_below_the_legible_height(fonts: FontCatalogue) -> None:
    layout = lay_out(sign("panel-letters", "張毛記 CMK Electrical Store", 1300, 420), fonts)
    assert len(layout.lines) == 2
    assert min(line.letter_height_mm for line in layout.lines) >= kind_of("panel-letters").rule.legible_mm - 1e-6


def test_lines_of_one_script_and_of_a_stated_gap_keep_one_size(fonts: FontCatalogue) -> None:
    broken = lay_out(sign("panel-letters", "晶湾盐业生活馆 便民食品店", 3000, 1200), fonts)
    assert len({round(line.em_mm, 6) for line in broken.lines}) == 1
    stated = lay_out(sign("plaque", "張毛記 CMK Electrical Store", 2400, 800, letter_gap_mm=30.0), fonts)
    assert len({round(line.em_mm, 6) for line in stated.lines}) == 1


def test_only_lines_of_one_script_each_count_as_bilingual(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run
    assert is_bilingual([run("大統華"), run("T&T Supermarket")])
    assert not is_bilingual([run("大統華 T&T"), run("Supermarket")])
    assert not is_bilingual([run("大統華"), run("超市")])


# -- columns


def test_a_short_second_line_stands_across_under_its_column_both_centred(fonts: FontCatalogue) -> None:
    upright = sign("panel-letters", "晶湾茶坊", 700, 3600, setting=Setting.VERTICAL, second_line="TEA")
    layout = lay_out(upright, fonts)
    name, second = layout.lines
    assert second.ink.y1 < name.ink.y0
    assert name.ink.centre.x == pytest.approx(350.0)
    assert second.ink.centre.x == pytest.approx(350.0)
    assert layout.content.centre.y == pytest.approx(1800.0)
    assert name.letter_height_mm >= 0.6 * 700
    assert layout.content.height >= 0.6 * 3600
    assert second.ink.width > second.ink.height


def test_a_long_second_line_stands_as_a_column_beside_a_name_that_takes_the_free_width(fonts: FontCatalogue) -> None:
    upright = sign("panel-letters", "晶湾茶坊", 700, 3600, setting=Setting.VERTICAL, second_line="JINGWAN TEA HOUSE")
    layout = lay_out(upright, fonts)
    name, second = layout.lines
    assert second.ink.x1 < name.ink.x0
    assert second.ink.height > 5 * second.ink.width
    assert layout.content.centre.x == pytest.approx(350.0)
    assert layout.content.width == pytest.approx(0.8 * 700, rel=0.03)


@given(
    name=HAN,
    second=st.sampled_from(["TEA", "24h", "Since 1938", "JINGWAN TEA HOUSE", "百年老店"]),
    width=st.floats(450, 1200),
    height=st.floats(1500, 5000),
)
def test_whatever_stands_under_a_column_lies_inside_and_apart(
    fonts: FontCatalogue, name: str, second: str, width: float, height: float
) -> None:
    upright = sign("light-box", name, width, height, setting=Setting.VERTICAL, second_line=second)
    try:
        layout = lay_out(upright, fonts)
    except LayoutError:
        assume(False)
    inks = [line.ink for line in layout.lines]
    assert Rect(0, 0, width, height).grown(1e-6).contains(layout.content)
    assert not any(a.grown(-1e-6).overlaps(b.grown(-1e-6)) for a, b in pairwise(inks))
    assert layout.lines[-1].letter_height_mm >= min(
        kind_of("light-box").rule.second_legible_mm, 0.55 * layout.lines[0].letter_height_mm
    )


# -- round faces


@given(name=st.text("晶湾盐业生活馆ABCDEFghij ", min_size=1, max_size=16).filter(lambda text: bool(text.strip())))
def test_lines_on_a_disc_keep_inside_the_circle_of_its_margins(fonts: FontCatalogue, name: str) -> None:
    try:
        layout = lay_out(sign("projecting-round", name, 600, 600), fonts)
    except LayoutError:
        assume(False)
    rule = kind_of("projecting-round").rule
    radius = hypot(600 * (1 - 2 * rule.side_margin / 3), 600 * (1 - 2 * rule.edge_margin)) / 2
    for line in layout.lines:
        corners = [(x, y) for x in (line.ink.x0, line.ink.x1) for y in (line.ink.y0, line.ink.y1)]
        assert max(hypot(x - 300, y - 300) for x, y in corners) <= radius + 0.01


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("譚仔雲南米線", ["譚仔", "雲南", "米線"]),
        ("大統華 T&T Supermarket", ["大統華", "T&T Supermarket"]),
        ("晶湾茶坊", ["晶湾", "茶坊"]),
        ("沙县小吃", ["沙县", "小吃"]),
        ("Nürnberger", ["Nürnberger"]),
    ],
)
def test_a_name_on_a_disc_breaks_between_words_and_evenly(fonts: FontCatalogue, name: str, lines: list[str]) -> None:
    assert [line.text for line in lay_out(sign("projecting-round", name, 600, 600), fonts).lines] == lines


@pytest.mark.parametrize("name", ["美心西餅 Maxim's Cakes", "CoCo壱番屋", "百老滙 Broadway", "Costa咖啡"])
def test_han_is_the_larger_script_on_a_disc_too(fonts: FontCatalogue, name: str) -> None:
    lines = lay_out(sign("projecting-round", name, 600, 600), fonts).lines
    han = [line.letter_height_mm for line in lines if any(map(is_cjk, line.text))]
    latin = [line.letter_height_mm for line in lines if not any(map(is_cjk, line.text))]
    assert max(latin) <= 0.81 * min(han)


def test_one_word_takes_the_chord_of_its_disc(fonts: FontCatalogue) -> None:
    line = lay_out(sign("projecting-round", "Nürnberger", 600, 600), fonts).lines[0]
    assert line.ink.width > 0.78 * 600


@given(name=st.text("晶湾盐业生活馆茶坊途虎", min_size=3, max_size=9))
def test_no_character_stands_alone_on_a_disc(fonts: FontCatalogue, name: str) -> None:
    layout = lay_out(sign("projecting-round", name, 700, 700), fonts)
    assert all(len(line.text) > 1 for line in layout.lines)


# -- letters on a canopy's rail


def test_letters_with_descenders_stand_on_a_rail_with_legs_and_hang_before_it(fonts: FontCatalogue) -> None:
    layout = lay_out(sign("canopy-letters", "東海堂 Arome Bakery", 5000, 600), fonts)
    (rail,) = boxes(layout, PieceRole.RAIL)
    legs = boxes(layout, PieceRole.POST)
    letters = {piece.text: box for piece in layout.letters if (box := piece.outline.bounds()) is not None}
    assert letters["y"].y0 == pytest.approx(0.0, abs=0.01)
    assert rail.y0 < layout.lines[0].baseline_mm < rail.y1
    assert not boxes(layout, PieceRole.BRACKET)  # every letter reaches its rail
    assert len(legs) >= 2
    for leg in legs:
        assert (leg.y0, leg.y1) == pytest.approx((0.0, rail.y0))
        assert not any(leg.overlaps(box.grown(-1e-6)) for box in letters.values() if box.y0 < rail.y0 - 1)


@pytest.mark.parametrize("name", ["東海堂", "Costa咖啡", "BAKERY"])
def test_letters_that_hang_nowhere_need_no_legs(fonts: FontCatalogue, name: str) -> None:
    layout = lay_out(sign("canopy-letters", name, 5000, 600), fonts)
    assert not boxes(layout, PieceRole.POST)
    assert not boxes(layout, PieceRole.BRACKET)
    assert min(box.y0 for box in boxes(layout, PieceRole.RAIL)) == 0.0


# -- lines in other scripts


def test_an_arabic_second_line_is_as_high_as_its_letters_need_and_keeps_its_blanks() -> None:
    fonts = FontCatalogue.standard(files=(FACES / "arabic.ttf",))
    style = TextStyle(second_typeface=fonts.names()[-1])
    both = sign("panel-letters", "清真寺餐厅", 3600, 1000, style=style)
    arabic = lay_out(replace(both, second_line="ئۇيغۇر ئۇيغۇر"), fonts)
    share = kind_of("panel-letters").rule.second_share
    assert arabic.lines[1].ink.height > 1.6 * share * arabic.lines[0].letter_height_mm
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(sorted(_boxes_of(arabic, 1), key=lambda box: box.x0)))
    assert gaps[-1] < 0.6 * arabic.lines[1].ink.height


def _boxes_of(layout: SignLayout, line: int) -> list[Rect]:
    found = (piece.outline.bounds() for piece in layout.letters if piece.line == line)
    return [box for box in found if box is not None]
