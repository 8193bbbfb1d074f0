from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from signage.design import (
    Form,
    LetterConstruction,
    PieceRole,
    SignLayout,
    SignSpec,
    TextStyle,
    kind_of,
    lay_out,
    load_kinds,
)
from signage.errors import GlyphMissing, InputError, LayoutError, SpecError
from signage.geometry import Rect
from signage.locale import Lang, all_codes, describe
from signage.typography import FontCatalogue, letter_gaps

KINDS = [kind.id for kind in load_kinds() if kind.form is Form.PARALLEL]
REAL_NAMES = Path(__file__).parents[3] / "shared" / "real" / "names.txt"  # beside the checkout, not part of it
NAMES = st.text("晶湾盐业生活馆食便民店味小永一国（）·& ABCgQjy019カしー", min_size=1, max_size=16)


def spec(kind: str = "panel-letters", name: str = "晶湾盐业生活馆", **more: object) -> SignSpec:
    base = SignSpec(kind=kind, name=name, width_mm=6000.0, height_mm=1200.0)
    return replace(base, **more)  # type: ignore[arg-type]


def inside(outer: Rect, inner: Rect) -> bool:
    return outer.grown(1e-6).contains(inner)


def check_sound(layout: SignLayout) -> None:
    field = Rect(-1e-6, -1e-6, layout.spec.width_mm + 1e-6, layout.spec.height_mm + 1e-6)
    assert field.width >= layout.envelope.width
    assert field.height >= layout.envelope.height
    assert (layout.envelope.x0, layout.envelope.y0) == (0.0, 0.0)
    assert inside(layout.envelope, layout.content)
    for piece in layout.pieces:
        box = piece.outline.bounds()
        assert box is not None
        assert inside(layout.envelope, box)
        assert 0 <= piece.z_back_mm <= piece.z_front_mm <= layout.depth_mm
    for index, line in enumerate(layout.lines):
        boxes = [box for p in layout.letters if p.line == index and (box := p.outline.bounds())]
        assert min(letter_gaps(boxes), default=0.0) > -0.12 * line.em_mm
        assert abs(Rect.joined(boxes).width - line.ink.width) < 1e-6
        assert 0 < line.thinnest_stroke_mm <= line.longest_edge_mm + 1e-6
    ids = [piece.id for piece in layout.pieces]
    assert len(set(ids)) == len(ids)


@settings(deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    name=NAMES,
    second=st.none() | NAMES,
    width=st.floats(200, 60000),
    height=st.floats(100, 10000),
)
def test_whatever_is_laid_out_lies_inside_its_field(
    fonts: FontCatalogue, kind: str, name: str, second: str | None, width: float, height: float
) -> None:
    assume(name.strip() and (second is None or second.strip()))
    refusal: LayoutError | None = None
    try:
        layout = lay_out(spec(kind, name, second_line=second, width_mm=width, height_mm=height), fonts)
    except LayoutError as exc:
        refusal = exc
    if refusal is None:
        check_sound(layout)
        return
    assert refusal.code in all_codes()
    assert float(refusal.params["needed_mm"]) > float(refusal.params["available_mm"])
    for lang in Lang:
        assert "{" not in describe(refusal, lang).message + describe(refusal, lang).hint


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_field_gives_twice_the_ink(fonts: FontCatalogue, kind: str) -> None:
    one = lay_out(spec(kind, second_line="JINGWAN SALT"), fonts)
    two = lay_out(spec(kind, second_line="JINGWAN SALT", width_mm=12000.0, height_mm=2400.0), fonts)
    for small, large in zip(one.lines, two.lines, strict=True):
        assert large.ink.width == pytest.approx(2 * small.ink.width)
        assert large.letter_height_mm == pytest.approx(2 * small.letter_height_mm)


@pytest.mark.parametrize("kind", ["panel-letters", "light-box"])
def test_text_is_centred_by_its_ink(fonts: FontCatalogue, kind: str) -> None:
    for second in (None, "SALT & SUPPER"):
        layout = lay_out(spec(kind, "（盐）味,", second_line=second), fonts)
        assert layout.content.centre == pytest.approx(layout.envelope.centre)
        for line in layout.lines:
            assert line.ink.centre.x == pytest.approx(layout.envelope.centre.x)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("height", [150.0, 333.3, 480.0])
def test_a_stated_letter_height_is_kept_exactly(fonts: FontCatalogue, kind: str, height: float) -> None:
    layout = lay_out(spec(kind, letter_height_mm=height), fonts)
    drawn = max(box.height for p in layout.letters if (box := p.outline.bounds()))
    assert layout.lines[0].letter_height_mm == pytest.approx(height)
    assert drawn == pytest.approx(height)


def test_a_stated_letter_height_that_is_too_wide_says_what_would_fit(fonts: FontCatalogue) -> None:
    with pytest.raises(LayoutError) as caught:
        lay_out(spec(width_mm=2000.0, letter_height_mm=480.0), fonts)
    error = caught.value
    assert error.code == "design.too_wide_fixed"
    lay_out(spec(width_mm=2000.0, letter_height_mm=float(error.params["fits_mm"])), fonts)
    lay_out(spec(width_mm=float(error.params["width_mm"]), letter_height_mm=480.0), fonts)


def test_a_stated_letter_height_that_is_too_high_says_what_would_fit(fonts: FontCatalogue) -> None:
    with pytest.raises(LayoutError) as caught:
        lay_out(spec(height_mm=500.0, letter_height_mm=480.0), fonts)
    error = caught.value
    assert error.code == "design.too_high"
    lay_out(spec(height_mm=500.0, letter_height_mm=float(error.params["fits_mm"])), fonts)
    lay_out(spec(height_mm=float(error.params["height_mm"]), letter_height_mm=480.0), fonts)


def test_a_name_too_long_for_legible_letters_says_how_wide_the_sign_must_be(fonts: FontCatalogue) -> None:
    long = spec(name="示例市晶湾盐业有限公司生活馆便民店", width_mm=900.0, height_mm=300.0)
    with pytest.raises(LayoutError) as caught:
        lay_out(long, fonts)
    assert caught.value.code == "design.too_wide"
    wide = lay_out(replace(long, width_mm=float(caught.value.params["width_mm"])), fonts)
    assert wide.lines[0].letter_height_mm >= 80


def test_a_long_name_is_first_set_tighter_then_smaller(fonts: FontCatalogue) -> None:
    notes = [lay_out(spec(width_mm=width), fonts).notes for width in (6000.0, 5300.0, 4000.0)]
    assert notes == [(), ("design.note_tracking_reduced",), ("design.note_letters_shrunk",)]


def test_a_name_of_two_parts_breaks_where_it_is_divided(fonts: FontCatalogue) -> None:
    layout = lay_out(spec(name="晶湾盐业生活馆（示例新城店）", width_mm=2400.0), fonts)
    assert [line.text for line in layout.lines] == ["晶湾盐业生活馆", "（示例新城店）"]
    assert layout.lines[0].em_mm == layout.lines[1].em_mm
    assert layout.notes == ("design.note_broken_in_two",)
    assert layout.lines[0].ink.y0 > layout.lines[1].ink.y1


def test_the_second_line_lies_below_the_name_and_is_smaller(fonts: FontCatalogue) -> None:
    for kind in KINDS:
        name, second = lay_out(spec(kind, second_line="JINGWAN SALT"), fonts).lines
        assert second.ink.y1 < name.ink.y0
        assert second.letter_height_mm < name.letter_height_mm / 2
        assert second.ink.width < name.ink.width


def test_every_letter_is_a_piece_of_its_own_in_reading_order(fonts: FontCatalogue) -> None:
    layout = lay_out(spec(name="盐 味小馆", second_line="S&S"), fonts)
    assert [p.text for p in layout.letters] == ["盐", "味", "小", "馆", "S", "&", "S"]
    assert [p.id for p in layout.letters] == [f"letter-{n:02d}" for n in range(1, 8)]
    assert [p.line for p in layout.letters] == [0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("panel-letters", {PieceRole.PANEL, PieceRole.LETTER}),
        ("wall-letters", {PieceRole.LETTER}),
        ("rail-letters", {PieceRole.RAIL, PieceRole.TIE, PieceRole.LETTER}),
        ("light-box", {PieceRole.BOX, PieceRole.LETTER, PieceRole.FRAME}),
    ],
)
def test_each_kind_is_built_of_its_parts(fonts: FontCatalogue, kind: str, roles: set[PieceRole]) -> None:
    layout = lay_out(spec(kind), fonts)
    assert {piece.role for piece in layout.pieces} == roles
    assert layout.depth_mm == max(piece.z_front_mm for piece in layout.pieces)


def test_a_panel_sign_is_as_large_as_asked_and_a_panelless_one_as_large_as_its_bodies(fonts: FontCatalogue) -> None:
    assert lay_out(spec("panel-letters"), fonts).envelope == Rect(0, 0, 6000, 1200)
    walls = lay_out(spec("wall-letters"), fonts)
    assert walls.envelope.width == pytest.approx(walls.content.width)
    assert walls.envelope.height == pytest.approx(walls.content.height)
    assert walls.panel is None


def test_a_rail_runs_behind_its_line(fonts: FontCatalogue) -> None:
    layout = lay_out(spec("rail-letters", "Let's 盐"), fonts)
    rail = next(p for p in layout.pieces if p.role is PieceRole.RAIL)
    assert {letter.z_back_mm for letter in layout.letters} == {rail.z_front_mm}


def test_each_line_has_a_rail_by_its_letters_that_ends_at_their_ink(fonts: FontCatalogue) -> None:
    layout = lay_out(replace(spec("rail-letters"), second_line="SALT COMPANY"), fonts)
    rails = [p.outline.bounds() for p in layout.pieces if p.role is PieceRole.RAIL]
    assert len(rails) == len(layout.lines) == 2
    base = kind_of("rail-letters").base
    for rail, line in zip(rails, layout.lines, strict=True):
        assert rail is not None
        assert rail.height == pytest.approx(max(base.rail_height * line.letter_height_mm, base.min_rail_height_mm))
        over = base.rail_overhang * line.letter_height_mm
        assert (rail.x0, rail.x1) == pytest.approx((line.ink.x0 - over, line.ink.x1 + over), abs=0.01)
        assert rail.y1 < line.ink.centre.y  # below the middle: it strikes nothing out
        assert rail.y0 > line.ink.y0
    assert rails[0].height > 1.5 * rails[1].height


def test_the_edging_of_small_letters_leaves_them_a_face(fonts: FontCatalogue) -> None:
    layout = lay_out(replace(spec("rail-letters"), second_line="SALT COMPANY"), fonts)
    rule = kind_of("rail-letters").letters
    for letter in layout.letters:
        line = layout.lines[letter.line or 0]
        assert letter.trim_mm == pytest.approx(min(rule.trim_mm, rule.trim_share * line.letter_height_mm))
        assert not letter.region().grown(-letter.trim_mm).is_empty
    assert len({letter.trim_mm for letter in layout.letters}) == 2


def test_metal_letters_of_a_rail_are_dark_lit_faces_pale_and_open_channels_coloured(fonts: FontCatalogue) -> None:
    rule = kind_of("rail-letters").letters

    def colour(construction: LetterConstruction) -> str:
        return lay_out(replace(spec("rail-letters"), construction=construction), fonts).letters[0].face_colour

    assert colour(LetterConstruction.HALO_LIT) == colour(LetterConstruction.FLAT) == rule.colour
    assert colour(LetterConstruction.FACE_LIT) == colour(LetterConstruction.FACE_AND_HALO) == rule.lit_colour
    assert colour(LetterConstruction.OPEN_FACE) == rule.open_colour
    assert len({rule.colour, rule.lit_colour, rule.open_colour}) == 3


@pytest.mark.parametrize(
    ("construction", "face", "halo"),
    [
        (LetterConstruction.FACE_LIT, True, False),
        (LetterConstruction.HALO_LIT, False, True),
        (LetterConstruction.FACE_AND_HALO, True, True),
        (LetterConstruction.FLAT, False, False),
    ],
)
def test_light_follows_the_construction(
    fonts: FontCatalogue, construction: LetterConstruction, face: bool, halo: bool
) -> None:
    sign = spec(construction=construction)
    layout = lay_out(replace(sign, lighting=replace(sign.lighting, luminance_cd_m2=320.0)), fonts)
    letter = layout.letters[0]
    assert (letter.is_face_lit, letter.is_halo_lit) == (face, halo)
    assert letter.luminance_cd_m2 == (320.0 if face or halo else None)
    assert layout.panel is not None
    assert not layout.panel.is_face_lit


def test_the_whole_face_of_a_light_box_is_lit_and_its_letters_lie_flush(fonts: FontCatalogue) -> None:
    layout = lay_out(spec("light-box", depth_mm=180.0), fonts)
    assert layout.panel is not None
    assert layout.panel.is_face_lit
    assert layout.depth_mm == 180.0
    assert {p.z_front_mm for p in layout.letters} == {layout.panel.z_front_mm}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("depth", [110.0, 150.0, 200.0])
def test_a_stated_depth_is_kept(fonts: FontCatalogue, kind: str, depth: float) -> None:
    assert lay_out(spec(kind, depth_mm=depth), fonts).depth_mm == pytest.approx(depth)


def test_depths_that_contradict_each_other_are_refused(fonts: FontCatalogue) -> None:
    with pytest.raises(SpecError) as caught:
        lay_out(spec("wall-letters", depth_mm=100.0, return_depth_mm=50.0, standoff_mm=40.0), fonts)
    assert caught.value.code == "spec.depth_contradiction"
    with pytest.raises(SpecError):
        lay_out(spec("light-box", return_depth_mm=50.0), fonts)


def test_a_depth_too_little_for_the_parts_says_what_is_needed(fonts: FontCatalogue) -> None:
    with pytest.raises(LayoutError) as caught:
        lay_out(spec(depth_mm=25.0), fonts)
    layout = lay_out(spec(depth_mm=float(caught.value.params["needed_mm"])), fonts)
    assert layout.depth_mm == caught.value.params["needed_mm"]


@pytest.mark.parametrize("size", [0.0, -5.0, float("nan"), float("inf")])
def test_a_size_that_is_none_is_refused_even_past_the_door(fonts: FontCatalogue, size: float) -> None:
    for field in ("width_mm", "height_mm"):
        with pytest.raises(SpecError):
            lay_out(spec(**{field: size}), fonts)


def test_a_missing_glyph_is_located_in_its_field(fonts: FontCatalogue) -> None:
    for bad, field in ((spec(name="𠮷野家"), "text.name"), (spec(second_line="🧂"), "text.second_line")):
        with pytest.raises(GlyphMissing) as caught:
            lay_out(bad, fonts)
        assert caught.value.at is not None
        assert caught.value.at.field == field


def test_a_typeface_without_the_weight_says_that_it_took_the_nearest(fonts: FontCatalogue) -> None:
    fixed = next((e for e in fonts.entries() if not e.is_variable), None)
    if fixed is None:
        pytest.skip("no typeface of fixed weights on this machine")
    style = TextStyle(typeface=fixed.name, weight=650)
    assert "design.note_nearest_weight" in lay_out(spec(style=style), fonts).notes


@pytest.mark.skipif(not REAL_NAMES.is_file(), reason="the list of real names is not here")
@pytest.mark.parametrize("kind", KINDS)
def test_real_names_are_laid_out_soundly_or_refused_with_words(fonts: FontCatalogue, kind: str) -> None:
    done = 0
    for name in filter(None, map(str.strip, REAL_NAMES.read_text("utf-8").splitlines())):
        try:
            check_sound(lay_out(spec(kind, name), fonts))
            done += 1
        except (LayoutError, InputError) as exc:
            assert exc.code in all_codes(), name  # noqa: PT017
    assert done > 250
