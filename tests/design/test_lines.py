"""The layout rule where it goes beyond one horizontal name: columns, small print, divider, logo, long names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.artwork import Artwork
from signage.design import SignLayout, SignSpec, lay_out
from signage.design.kind_files import kind_of
from signage.design.kinds import SignKind
from signage.design.lines import LineRole, SetText, frame_width, free_box, set_lines
from signage.design.spec import Logo, LogoPlace
from signage.errors import LayoutError
from signage.geometry import Path, Rect
from signage.locale import Lang, all_codes, describe
from signage.typography import FontCatalogue, Setting

KIND = kind_of("panel-letters")
HAN = "示例市晶湾盐业有限公司生活馆便民旗舰店"
NAMES = st.text("晶湾盐业生活馆永一国（）·、& ABCgj19ー", min_size=1, max_size=40).filter(str.strip)


def art(width: float, height: float) -> Artwork:
    return Artwork(width=width, height=height, shapes=(), outline=Path.rect(Rect(0, 0, width, height)))


def spec(name: str = "晶湾盐业", width: float = 6000.0, height: float = 1200.0, **more: object) -> SignSpec:
    base = SignSpec(kind="panel-letters", name=name, width_mm=width, height_mm=height)
    return replace(base, **more)  # type: ignore[arg-type]


def set_(fonts: FontCatalogue, sign: SignSpec, kind: SignKind = KIND) -> SetText:
    return set_lines(sign, kind, fonts.typeface())


def is_inside(outer: Rect, inner: Rect) -> bool:
    return outer.grown(1e-6).contains(inner)


def overlap(one: Rect, two: Rect) -> bool:
    return one.grown(-1e-6).overlaps(two.grown(-1e-6))


LOGOS = st.none() | st.builds(
    Logo,
    artwork=st.builds(art, st.floats(10, 400), st.floats(10, 400)),
    height_mm=st.none() | st.floats(20, 2000),
    place=st.sampled_from(LogoPlace),
)


@settings(deadline=None)
@given(
    name=NAMES,
    second=st.none() | NAMES,
    small=st.none() | NAMES,
    has_divider=st.booleans(),
    setting=st.sampled_from(Setting),
    logo=LOGOS,
    width=st.floats(300, 12000),
    height=st.floats(300, 6000),
)
def test_whatever_is_set_lies_inside_apart_and_centred(
    fonts: FontCatalogue,
    name: str,
    second: str | None,
    small: str | None,
    has_divider: bool,
    setting: Setting,
    logo: Logo | None,
    width: float,
    height: float,
) -> None:
    sign = spec(
        name, width, height, second_line=second, small_print=small, has_divider=has_divider, setting=setting, logo=logo
    )
    refusal: LayoutError | None = None
    try:
        text = set_(fonts, sign)
    except LayoutError as exc:
        refusal = exc
    if refusal is not None:
        assert refusal.code in all_codes()
        assert float(refusal.params["needed_mm"]) > float(refusal.params["available_mm"])
        for lang in Lang:
            told = describe(refusal, lang)
            assert "{" not in told.message + told.hint
        return
    free = free_box(sign, KIND, is_vertical=setting is Setting.VERTICAL)
    boxes = [*(line.ink for line in text.lines), *(box for box in (text.logo, text.divider) if box)]
    assert all(is_inside(free, box) for box in boxes)
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert all(code in all_codes() for code in text.notes)
    assert (text.logo is None) == (logo is None)
    assert (text.divider is not None) == (has_divider and bool(second or small))
    drawn = [path.bounds() for line in text.lines for _, path in line.letters()]
    assert is_inside(text.ink, Rect.joined(box for box in drawn if box))
    if setting is Setting.VERTICAL:
        assert text.ink.centre.y == pytest.approx(height / 2, abs=0.01 * height)
    else:
        assert text.ink.centre.x == pytest.approx(width / 2)


# -- long names


@pytest.mark.parametrize("length", range(1, 41))
def test_names_of_one_to_forty_characters_stay_inside_a_usual_panel(fonts: FontCatalogue, length: int) -> None:
    name = (HAN * 3)[:length]
    text = set_(fonts, spec(name))
    assert "".join(line.run.text for line in text.lines) == name
    assert all(line.letter_height_mm >= KIND.rule.legible_mm for line in text.lines)


def test_a_name_shrinks_then_breaks_in_two_then_in_three_then_says_what_would_fit(fonts: FontCatalogue) -> None:
    counts, notes = [], []
    for width in (6000.0, 3600.0, 1200.0, 900.0):
        text = set_(fonts, spec(HAN, width, 500.0))
        counts.append(len(text.lines))
        notes.append(text.notes)
    assert counts == [1, 1, 2, 3]
    assert notes[2:] == [("design.note_broken_in_two",), ("lines.note_broken_in_three",)]
    with pytest.raises(LayoutError) as caught:
        set_(fonts, spec(HAN, 450.0, 500.0))
    wide = float(caught.value.params["width_mm"])
    set_(fonts, spec(HAN, wide, 500.0))
    with pytest.raises(LayoutError):
        set_(fonts, spec(HAN, wide - 5, 500.0))


@pytest.mark.parametrize("width", [3000.0, 4000.0])
def test_a_long_name_over_further_lines_is_broken_where_that_makes_it_visibly_larger(
    fonts: FontCatalogue, width: float
) -> None:
    long = "示例市示例区晶湾里沿街商业综合服务中心"
    broken = set_(fonts, replace(spec(long, width, 1000.0), second_line="JINGWAN SALT", small_print="盐埠路 18 号"))
    assert [line.run.text for line in broken.lines[:2]] == ["示例市示例区晶湾里", "沿街商业综合服务中心"]
    one = KIND.rule.legible_mm  # a line of all characters is at most the free width over their number high
    assert broken.lines[0].letter_height_mm > max(one, 1.2 * (width - 600.0) / len(long))
    second, small = broken.lines[2:]
    assert second.letter_height_mm >= KIND.rule.second_legible_mm
    assert small.letter_height_mm >= KIND.rule.small_legible_mm


def test_one_line_stays_where_two_would_be_hardly_larger(fonts: FontCatalogue) -> None:
    text = set_(fonts, replace(spec("示例市晶湾盐业有限公司旗舰店"), second_line="JINGWAN SALT"))
    assert [line.run.text for line in text.lines] == ["示例市晶湾盐业有限公司旗舰店", "JINGWAN SALT"]


def test_two_lines_are_balanced_and_keep_words_whole(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec("晶湾盐业股份有限公司", 900.0, 600.0))
    assert [line.run.text for line in text.lines] == ["晶湾盐业", "股份有限公司"]
    even = set_(fonts, spec("晶湾盐永国味小馆", 700.0, 500.0))
    assert [len(line.run.text) for line in even.lines] == [4, 4]
    assert even.lines[0].ink.width == pytest.approx(even.lines[1].ink.width, rel=0.05)


def test_a_stated_letter_height_is_kept_by_breaking(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec(HAN, 6400.0, 2000.0, letter_height_mm=480.0))
    assert len(text.lines) == 2
    assert max(line.letter_height_mm for line in text.lines) == pytest.approx(480.0)


def test_a_name_with_a_second_line_breaks_too(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec(HAN, 1200.0, 900.0, second_line="SALT"))
    assert [line.role for line in text.lines] == [LineRole.NAME, LineRole.NAME, LineRole.SECOND]
    tops = [line.ink.y1 for line in text.lines]
    assert tops == sorted(tops, reverse=True)


def test_flat_letters_on_a_line_of_their_own_keep_the_place_of_a_body(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec("A·9 一", 490.0, 212.0))
    assert text.lines[-1].ink.centre.y - 0.4 * text.lines[-1].letter_height_mm >= -1e-6


# -- columns


def test_a_column_is_fitted_by_the_rule_with_width_and_height_swapped(fonts: FontCatalogue) -> None:
    line = set_(fonts, spec("晶湾盐业", 600.0, 3000.0, setting=Setting.VERTICAL)).lines[0]
    flat = set_(fonts, spec("晶湾盐业", 3000.0, 600.0)).lines[0]
    larger = (KIND.rule.letter_share_upright or 1.0) / KIND.rule.letter_share
    assert line.letter_height_mm == pytest.approx(larger * flat.letter_height_mm, rel=0.02)
    assert line.ink.centre.x == pytest.approx(300.0)
    assert line.ink.centre.y == pytest.approx(1500.0)


def test_columns_of_a_broken_name_run_from_right_to_left_and_begin_at_one_height(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec("沙永小吃（新味国店）", 900.0, 1300.0, setting=Setting.VERTICAL))
    first, second = text.lines
    assert first.run.text == "沙永小吃"
    assert first.ink.x0 > second.ink.x1
    assert first.ink.y1 == pytest.approx(second.ink.y1)


def test_mongolian_columns_run_from_left_to_right(fonts: FontCatalogue) -> None:
    if "noto-sans-mongolian" not in fonts.names():
        pytest.skip("no Mongolian typeface on this machine")
    sign = spec("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", 1500.0, 1500.0, setting=Setting.VERTICAL)
    first, second = set_lines(sign, KIND, fonts.typeface("noto-sans-mongolian", 400)).lines
    assert first.run.text == "ᠮᠣᠩᠭᠣᠯ"
    assert first.ink.x1 < second.ink.x0


def test_a_column_that_is_too_long_says_how_high_the_sign_must_be(fonts: FontCatalogue) -> None:
    sign = spec(HAN, 200.0, 600.0, setting=Setting.VERTICAL)
    with pytest.raises(LayoutError) as caught:
        set_(fonts, sign)
    assert caught.value.code == "lines.column_too_long"
    set_(fonts, replace(sign, height_mm=float(caught.value.params["height_mm"])))


def test_second_line_and_small_print_stand_left_of_a_column(fonts: FontCatalogue) -> None:
    sign = spec("晶湾", 1200.0, 3000.0, setting=Setting.VERTICAL, second_line="百年老店", small_print="一九三八")
    name, second, small = set_(fonts, sign).lines
    assert name.ink.x0 > second.ink.x1 > second.ink.x0 > small.ink.x1


# -- small print, divider


def test_small_print_comes_last_below_everything_by_its_share(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec(second_line="JINGWAN", small_print="地址 24"))
    name, second, small = text.lines
    assert small.role is LineRole.SMALL
    assert small.ink.y1 < second.ink.y0
    assert small.letter_height_mm == pytest.approx(KIND.rule.small_share * name.letter_height_mm)


def test_small_print_too_long_for_its_least_height_says_so(fonts: FontCatalogue) -> None:
    with pytest.raises(LayoutError) as caught:
        set_(fonts, spec("盐", 500.0, 500.0, small_print=HAN * 2))
    assert caught.value.code == "lines.small_too_wide"


def test_a_divider_lies_midway_and_is_never_too_fine_to_cut(fonts: FontCatalogue) -> None:
    for height in (300.0, 1200.0, 3000.0):
        text = set_(fonts, spec(height=height, second_line="JINGWAN", has_divider=True))
        name, second = text.lines
        assert text.divider is not None
        assert text.divider.height == pytest.approx(max(6.0, name.letter_height_mm / 40))
        assert text.divider.centre.y == pytest.approx((name.ink.y0 + second.ink.y1) / 2)
        assert text.divider.width == pytest.approx(max(name.ink.width, second.ink.width))


def test_a_divider_with_nothing_to_divide_is_left_out_and_said(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec(has_divider=True))
    assert text.divider is None
    assert "lines.note_no_divider" in text.notes


# -- logo


@pytest.mark.parametrize("place", LogoPlace)
def test_a_logo_stands_where_it_is_told_and_is_centred_with_the_text(fonts: FontCatalogue, place: LogoPlace) -> None:
    text = set_(fonts, spec(height=1800.0, logo=Logo(artwork=art(200, 100), place=place)))
    assert text.logo is not None
    line = text.lines[0].ink
    gap = {
        LogoPlace.LEFT: line.x0 - text.logo.x1,
        LogoPlace.RIGHT: text.logo.x0 - line.x1,
        LogoPlace.ABOVE: text.logo.y0 - line.y1,
    }[place]
    assert gap == pytest.approx(KIND.rule.logo_gap * text.lines[0].letter_height_mm)
    assert text.logo.width == pytest.approx(2 * text.logo.height)
    assert text.ink.centre == pytest.approx((3000.0, 900.0))


def test_a_logo_has_the_height_of_the_rule_or_the_stated_one(fonts: FontCatalogue) -> None:
    for stated, wanted in ((None, KIND.rule.logo_share * 1200.0), (333.0, 333.0)):
        text = set_(fonts, spec(logo=Logo(artwork=art(100, 100), height_mm=stated)))
        assert text.logo is not None
        assert text.logo.height == pytest.approx(wanted)


def test_a_logo_of_the_rules_size_gives_way_to_the_text_and_says_so(fonts: FontCatalogue) -> None:
    text = set_(fonts, spec("晶湾盐业生活馆国永味", 1300.0, 200.0, logo=Logo(artwork=art(300, 100))))
    assert "lines.note_logo_shrunk" in text.notes


def test_a_logo_larger_than_the_field_says_what_would_fit(fonts: FontCatalogue) -> None:
    sign = spec(logo=Logo(artwork=art(100, 100), height_mm=1100.0))
    with pytest.raises(LayoutError) as caught:
        set_(fonts, sign)
    assert caught.value.code == "lines.no_room_for_logo"
    fits = float(caught.value.params["fits_mm"])
    set_(fonts, replace(sign, logo=Logo(artwork=art(100, 100), height_mm=fits)))


def test_in_a_column_the_logo_stands_at_its_head_or_foot(fonts: FontCatalogue) -> None:
    for place, is_above in ((LogoPlace.LEFT, True), (LogoPlace.ABOVE, True), (LogoPlace.RIGHT, False)):
        sign = spec("慶豐樓", 600.0, 3000.0, setting=Setting.VERTICAL, logo=Logo(artwork=art(100, 100), place=place))
        text = set_(fonts, sign)
        assert text.logo is not None
        assert (text.logo.y0 > text.lines[0].ink.y1) is is_above
        assert text.ink.centre.y == pytest.approx(1500.0)


def test_names_that_fill_a_board_have_gaps_of_one_width(fonts: FontCatalogue) -> None:
    names = ("晶湾盐业生活", "晶湾盐业便民", "晶湾盐业生活馆")
    lines = [
        lay_out(SignSpec(kind="panel-letters", name=n, width_mm=6000, height_mm=1200), fonts).lines[0] for n in names
    ]
    assert len({round(line.tracking_mm / line.em_mm, 6) for line in lines}) == 1
    assert len({round(line.letter_height_mm, 0) for line in lines}) <= 2  # the ink of one letter may be a little lower
    gaps = [line.gap_mm for line in lines if line.gap_mm is not None]
    assert max(gaps) - min(gaps) < 0.06 * lines[0].em_mm


def test_a_line_tells_the_gap_between_its_letters_in_mm(fonts: FontCatalogue) -> None:
    layout = lay_out(SignSpec(kind="panel-letters", name="盐业", width_mm=3000, height_mm=1200), fonts)
    first, second = (piece.outline.bounds() for piece in layout.letters)
    assert first is not None
    assert second is not None
    assert layout.lines[0].gap_mm == pytest.approx(second.x0 - first.x1, abs=0.01)
    alone = lay_out(SignSpec(kind="panel-letters", name="盐", width_mm=3000, height_mm=1200), fonts)
    assert alone.lines[0].gap_mm is None


@pytest.mark.parametrize("name", ["茶馆", "盐业馆", "盐馆AB"])
def test_columns_of_one_letter_each_are_never_made_for_they_read_backwards(fonts: FontCatalogue, name: str) -> None:
    for width, height in ((6000.0, 1200.0), (6000.0, 500.0), (1200.0, 1200.0)):
        try:
            lines = lay_out(spec(name, width, height, setting=Setting.VERTICAL), fonts).lines
        except LayoutError:
            continue
        assert len(lines) == 1 or any(len(line.text) > 1 for line in lines)
    assert len(lay_out(spec("茶馆", setting=Setting.VERTICAL), fonts).lines) == 1


@pytest.mark.parametrize(
    ("name", "second", "share"),
    [
        ("JINGWAN", "晶湾盐业", 0.32 * 1.75),
        ("coco", "都可茶饮", 0.32 * 1.75),
        ("晶湾盐业", "JINGWAN", 0.32),
        ("晶湾盐业", "老街坊早餐", 0.32),
        ("JINGWAN", "Salt House", 0.32),
    ],
)
def test_a_chinese_line_below_a_name_of_letters_is_larger(
    name: str, second: str, share: float, fonts: FontCatalogue
) -> None:
    made = lay_out(spec(name, second_line=second), fonts)
    first, below = made.lines
    assert below.letter_height_mm / first.letter_height_mm == pytest.approx(share, rel=1e-6)


def clear_of_the_frame(layout: SignLayout) -> tuple[float, float, float, float]:
    """What is free between text and frame: left, right, below, above."""
    kind, panel = kind_of(layout.spec.kind), layout.panel
    assert panel is not None
    face, text = panel.outline.bounds(), layout.content
    assert face is not None
    frame = frame_width(replace(layout.spec, height_mm=face.height), kind)
    return (
        text.x0 - face.x0 - frame,
        face.x1 - text.x1 - frame,
        text.y0 - face.y0 - frame,
        face.y1 - text.y1 - frame,
    )


@pytest.mark.parametrize("size", [(300.0, 900.0), (400.0, 1200.0), (500.0, 1500.0), (600.0, 2400.0)])
@pytest.mark.parametrize("name", ["晶湾茶坊", "晶湾盐业茶", "晶湾盐业生活馆", "晶湾盐业生活体验"])
@pytest.mark.parametrize("kind", ["light-box", "soft-film-box", "projecting", "projecting-round", "freestanding"])
def test_letters_of_an_upright_box_stay_clear_of_its_frame_evenly(
    fonts: FontCatalogue, kind: str, name: str, size: tuple[float, float]
) -> None:
    sign = SignSpec(kind=kind, name=name, width_mm=size[0], height_mm=size[1])
    try:
        layout = lay_out(sign, fonts)
    except LayoutError:
        assert size == (300.0, 900.0)  # so small a box has no room for lines of four letters
        return
    left, right, below, above = clear_of_the_frame(layout)
    assert left == pytest.approx(right, abs=1.0)
    assert below == pytest.approx(above, abs=1.0)
    assert min(left, below) >= 0.2 * layout.lines[0].letter_height_mm


def test_a_text_that_fits_a_small_box_only_near_its_frame_is_still_drawn(fonts: FontCatalogue) -> None:
    sign = SignSpec(kind="light-box", name="晶湾盐业茶", width_mm=318.0, height_mm=330.0, letter_height_mm=80.0)
    layout = lay_out(sign, fonts)
    assert min(clear_of_the_frame(layout)[:2]) < 0.2 * 80.0
    with pytest.raises(LayoutError):
        lay_out(replace(sign, width_mm=300.0, height_mm=200.0), fonts)


def test_lines_on_an_upright_board_are_told_to_be_larger_in_a_column(fonts: FontCatalogue) -> None:
    lines = SignSpec(kind="light-box", name="晶湾茶坊", width_mm=500.0, height_mm=1500.0)
    assert "design.note_upright_board" in lay_out(lines, fonts).notes
    for other in (
        replace(lines, setting=Setting.VERTICAL),
        replace(lines, width_mm=1500.0, height_mm=500.0),
        replace(lines, width_mm=1000.0),
        SignSpec(kind="led-ticker", name="晶湾茶坊", width_mm=500.0, height_mm=1500.0),  # it has no columns
    ):
        assert "design.note_upright_board" not in lay_out(other, fonts).notes
