"""A stated letter gap (字距): kept exactly, inside the sign, and told with what would fit where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from signage.design import Logo, SignLayout, SignSpec, TextStyle, lay_out, parse_spec, spec_of, spec_schema, write_spec
from signage.design.stated_gap import GAP_REFUSALS
from signage.digest import canonical
from signage.errors import LayoutError, SpecError
from signage.locale import Lang, describe
from signage.typography import FontCatalogue, Setting, is_cjk
from tests.design.test_layout import check_sound
from tests.design.test_lines import art

FACES = Path(__file__).parents[1] / "fonts"
NAMES = st.text("晶湾盐业生活馆食便民店味小永一国（）·& ABCgQjy019", min_size=1, max_size=12)


def spec(name: str = "晶湾茶坊", width: float = 6000.0, height: float = 1200.0, **more: object) -> SignSpec:
    base = SignSpec(kind="panel-letters", name=name, width_mm=width, height_mm=height)
    return replace(base, **more)  # type: ignore[arg-type]


def gaps_between_letters(layout: SignLayout, line: int = 0) -> list[float]:
    boxes = [piece.outline.bounds() for piece in layout.letters if piece.line == line]
    edges = [(box.x0, box.x1) for box in boxes if box is not None]
    return [b[0] - a[1] for a, b in pairwise(edges)]


def test_the_gap_between_the_letters_is_the_one_that_is_stated(fonts: FontCatalogue) -> None:
    usual = lay_out(spec(), fonts)
    layout = lay_out(spec(letter_gap_mm=700.0), fonts)
    line = layout.lines[0]
    assert sorted(gaps_between_letters(layout))[1] == pytest.approx(700.0, abs=0.01)
    assert line.gap_mm == pytest.approx(700.0, abs=1e-3)
    assert line.letter_height_mm == pytest.approx(usual.lines[0].letter_height_mm)
    assert usual.lines[0].gap_mm is not None
    wider = 3 * (700.0 - usual.lines[0].gap_mm)
    assert line.ink.width == pytest.approx(usual.lines[0].ink.width + wider, abs=1.0)
    assert line.ink.centre.x == pytest.approx(3000.0)
    assert layout.notes == usual.notes


def test_a_specification_without_a_gap_has_the_digest_and_the_layout_that_it_always_had(fonts: FontCatalogue) -> None:
    assert "letter_gap_mm" not in canonical(spec())
    assert spec().digest == "sha256:119fcd86693a2cece9e0ceb46fb848df7c45f62fd4ef9a2d59e84ad691b29c4a"
    assert spec(letter_gap_mm=1.0).digest != spec().digest
    usual = lay_out(spec(), fonts).lines[0]
    assert usual.gap_mm is not None
    again = lay_out(spec(letter_gap_mm=usual.gap_mm), fonts).lines[0]
    assert again.ink.width == pytest.approx(usual.ink.width, abs=1e-3)


def test_columns_plaques_and_broken_names_have_the_gap_in_every_line(fonts: FontCatalogue) -> None:
    column = lay_out(spec(width=700.0, height=4000.0, setting=Setting.VERTICAL, letter_gap_mm=420.0), fonts)
    assert column.lines[0].gap_mm == pytest.approx(420.0, abs=1e-3)
    assert column.lines[0].ink.centre.y == pytest.approx(2000.0)
    plaque = SignSpec(kind="plaque", name="晶湾茶坊", width_mm=3000.0, height_mm=900.0, letter_gap_mm=120.0)
    backwards = lay_out(replace(plaque, setting=Setting.RIGHT_TO_LEFT), fonts)
    assert backwards.lines[0].gap_mm == pytest.approx(120, abs=1e-3)
    long = "晶湾盐业生活馆 便民食品店"
    assert len(lay_out(spec(long, 3000.0), fonts).lines) == 2
    broken = lay_out(spec(long, 3000.0, letter_gap_mm=60.0), fonts)
    assert len({line.tracking_mm for line in broken.lines}) == 1  # lines of one name are set alike
    assert median([*gaps_between_letters(broken, 0), *gaps_between_letters(broken, 1)]) == pytest.approx(60, abs=0.01)


def test_the_second_line_keeps_its_own_spacing_and_the_logo_its_place(fonts: FontCatalogue) -> None:
    both = lay_out(spec(second_line="JINGWAN TEA", letter_gap_mm=500.0, logo=Logo(artwork=art(100, 100))), fonts)
    name, second = both.lines
    assert name.gap_mm == pytest.approx(500.0, abs=1e-3)
    assert second.gap_mm is not None
    assert second.gap_mm < 200
    check_sound(both)


def test_a_wide_gap_breaks_no_name_but_makes_its_letters_smaller_and_says_so(fonts: FontCatalogue) -> None:
    usual, wide = lay_out(spec(), fonts), lay_out(spec(letter_gap_mm=1500.0), fonts)
    assert [line.text for line in wide.lines] == ["晶湾茶坊"]
    assert wide.lines[0].gap_mm == pytest.approx(1500.0, abs=1e-3)
    assert wide.lines[0].letter_height_mm < usual.lines[0].letter_height_mm
    assert wide.notes == ("lines.note_gap_shrinks",)


def test_a_name_with_no_gap_to_choose_is_drawn_as_ever_and_that_is_told(fonts: FontCatalogue) -> None:
    usual, stated = lay_out(spec("盐"), fonts), lay_out(spec("盐", letter_gap_mm=300.0), fonts)
    assert stated.lines == usual.lines
    assert stated.notes == ("lines.note_gap_unused", *usual.notes)


def test_joined_letters_are_never_pulled_apart() -> None:
    fonts = FontCatalogue.standard(files=(FACES / "arabic.ttf",))
    name = fonts.names()[-1]  # what a file adds comes last
    signs = [spec("ئۇيغۇر", style=TextStyle(typeface=name), letter_gap_mm=gap) for gap in (None, 300.0)]
    usual, stated = (lay_out(sign, fonts) for sign in signs)
    assert stated.lines == usual.lines
    assert "lines.note_gap_unused" in stated.notes


def refusal_of(sign: SignSpec, fonts: FontCatalogue) -> LayoutError:
    with pytest.raises(LayoutError) as caught:
        lay_out(sign, fonts)
    return caught.value


def test_a_gap_that_no_letters_fit_in_is_refused_with_one_that_fits_and_a_width_that_does(
    fonts: FontCatalogue,
) -> None:
    refusal = refusal_of(spec(letter_gap_mm=2000.0), fonts)
    assert refusal.code == "lines.gap_too_wide"
    fits, width = float(refusal.params["fits_mm"]), float(refusal.params["width_mm"])
    layout = lay_out(spec(letter_gap_mm=fits), fonts)
    assert layout.notes == ()
    assert layout.lines[0].letter_height_mm == pytest.approx(float(refusal.params["kept_mm"]), abs=0.1)
    lay_out(spec(width=width, letter_gap_mm=2000.0), fonts)
    refusal_of(spec(width=width - 2, letter_gap_mm=2000.0), fonts)
    assert f"{fits:g} mm" in describe(refusal, Lang.ZH).hint
    assert "Lower the gap" in describe(refusal, Lang.EN).hint


def test_a_stated_letter_height_never_gives_way_to_the_gap(fonts: FontCatalogue) -> None:
    stated = spec(letter_height_mm=700.0, letter_gap_mm=700.0)
    assert lay_out(stated, fonts).lines[0].letter_height_mm == pytest.approx(700.0)
    refusal = refusal_of(replace(stated, letter_gap_mm=1000.0), fonts)
    assert refusal.params["letter_height_mm"] == 700.0
    kept = lay_out(replace(stated, letter_gap_mm=float(refusal.params["fits_mm"])), fonts)
    assert kept.lines[0].letter_height_mm == pytest.approx(700.0)


def test_letters_that_would_run_into_each_other_are_refused_with_the_least_gap(fonts: FontCatalogue) -> None:
    refusal = refusal_of(spec(letter_gap_mm=5.0), fonts)
    assert refusal.code == "lines.gap_too_close"
    fits = float(refusal.params["fits_mm"])
    assert lay_out(spec(letter_gap_mm=fits), fonts).lines[0].gap_mm == pytest.approx(fits, abs=1e-3)
    refusal_of(spec(letter_gap_mm=fits - 0.2), fonts)


def test_a_column_tells_the_height_that_it_would_need(fonts: FontCatalogue) -> None:
    column = spec(width=700.0, height=3000.0, setting=Setting.VERTICAL, letter_gap_mm=2000.0)
    refusal = refusal_of(column, fonts)
    assert refusal.code == "lines.column_gap_too_wide"
    lay_out(replace(column, height_mm=float(refusal.params["height_mm"])), fonts)
    lay_out(replace(column, letter_gap_mm=float(refusal.params["fits_mm"])), fonts)


@settings(deadline=None)
@given(
    name=NAMES,
    second=st.none() | st.just("JINGWAN"),
    width=st.floats(400, 20000),
    height=st.floats(200, 3000),
    gap=st.floats(1, 3000),
    setting=st.sampled_from([Setting.HORIZONTAL, Setting.VERTICAL]),
)
def test_whatever_gap_is_stated_the_layout_lies_in_its_field_or_tells_a_gap_that_does(
    fonts: FontCatalogue, name: str, second: str | None, width: float, height: float, gap: float, setting: Setting
) -> None:
    assume(name.strip())
    sign = spec(name, width, height, second_line=second, setting=setting)
    try:
        usual = lay_out(sign, fonts)
    except LayoutError:
        assume(False)
    refusal: LayoutError | None = None
    try:
        layout = lay_out(replace(sign, letter_gap_mm=gap), fonts)
    except LayoutError as exc:
        refusal = exc
    if refusal is not None:
        assume(refusal.code in GAP_REFUSALS)  # else what stands below has no room, as below smaller letters
        fits = float(refusal.params["fits_mm"])
        assume(fits >= 1)
        assert (fits > gap) is (refusal.code == "lines.gap_too_close")
        layout, gap = lay_out(replace(sign, letter_gap_mm=fits), fonts), fits
    if setting is Setting.HORIZONTAL:
        check_sound(layout)
    assert layout.envelope.grown(1e-6).contains(layout.content)
    assert len(layout.lines) <= len(usual.lines)
    if not any(is_cjk(c) for c in name) or all(is_cjk(c) for c in name if c.strip()):
        # A name of two scripts may break where they meet, in sizes that its width decides: a closer gap leaves more.
        assert len(layout.lines) == len(usual.lines)
        assert layout.lines[0].letter_height_mm <= usual.lines[0].letter_height_mm + 1e-6
    names = [line.gap_mm for line in layout.lines if line.text != second and line.gap_mm is not None]
    if "lines.note_gap_unused" not in layout.notes:  # the median of all lies between those of the lines
        assert min(names) - 0.11 <= gap <= max(names) + 0.11


@settings(deadline=None)
@given(name=st.text("晶湾盐业生活馆食便民店", min_size=2, max_size=8), gap=st.floats(75, 900), by=st.floats(1.01, 4))
def test_a_sign_and_its_gap_enlarged_together_are_the_same_picture_enlarged(
    fonts: FontCatalogue, name: str, gap: float, by: float
) -> None:
    try:
        small = lay_out(spec(name, letter_gap_mm=gap), fonts).lines
    except LayoutError:
        assume(False)
    assume(small[0].letter_height_mm * by > 80 < small[0].letter_height_mm)
    large = lay_out(spec(name, 6000.0 * by, 1200.0 * by, letter_gap_mm=gap * by), fonts).lines
    for one, other in zip(small, large, strict=True):
        assert other.letter_height_mm == pytest.approx(one.letter_height_mm * by, rel=1e-6)
        assert other.ink.x0 == pytest.approx(one.ink.x0 * by, rel=1e-5)


def test_a_file_and_its_schema_know_the_gap() -> None:
    read = spec_of({"kind": "panel-letters", "name": "晶湾", "width_mm": 6000, "height_mm": 1200, "letter_gap_mm": 850})
    assert read.letter_gap_mm == 850
    assert "letter_gap_mm = 850" in write_spec(read)
    assert parse_spec(write_spec(read)) == read
    text = spec_schema()["$defs"]["TextSection"]["properties"]["letter_gap_mm"]
    assert "字距" in text["description"]
    assert "mm" in text["description"]
    with pytest.raises(SpecError) as caught:
        spec_of({"kind": "panel-letters", "name": "晶", "width_mm": 6000, "height_mm": 1200, "letter_gap_mm": 0})
    assert caught.value.code == "spec.out_of_range"
