from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import freetype
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import GlyphMissing, InputError
from signage.geometry import Affine, Path, Point, Rect, Region
from signage.locale import Lang, describe
from signage.typography import FontCatalogue, letter_gaps, perimeter_of, thinnest_stroke_of

SAMPLE = "晶湾盐业生活馆食便民店味小回国龘靈永ABCQgij089（）·&"


def test_weight_is_always_set_since_the_file_defaults_to_thin(fonts: FontCatalogue) -> None:
    thin, bold = (fonts.typeface("noto-sans-sc", w).run("业").clusters[0].glyph for w in (100, 700))
    assert thin is not None
    assert bold is not None
    assert bold.area_em2 > 3 * thin.area_em2
    assert fonts.typeface("noto-sans-sc").identity.axes == (("wght", 700.0),)


@pytest.mark.parametrize("character", SAMPLE)
def test_the_area_equals_that_of_a_fine_polygon_of_the_non_zero_fill(fonts: FontCatalogue, character: str) -> None:
    glyph = fonts.typeface().run(character).clusters[0].glyph
    assert glyph is not None
    polygon = Region.of_path(glyph.units, tolerance=0.02)
    assert glyph.area_em2 * glyph.upem**2 == pytest.approx(polygon.area, rel=1e-3)
    assert perimeter_of(glyph.units) == pytest.approx(polygon.perimeter, rel=1e-3)


@pytest.mark.parametrize("character", "晶盐馆回国龘Qg8")
def test_the_area_equals_the_ink_that_freetype_rasters_from_the_raw_contours(
    fonts: FontCatalogue, character: str
) -> None:
    entry = fonts.entries()[0]
    face = freetype.Face(str(entry.path))
    face.set_var_design_coords([700.0])
    size = 1000
    face.set_pixel_sizes(0, size)
    face.load_char(character, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_RENDER)
    raster = sum(face.glyph.bitmap.buffer) / 255 / size**2
    glyph = fonts.typeface().run(character).clusters[0].glyph
    assert glyph is not None
    assert glyph.area_em2 == pytest.approx(raster, rel=1e-3)


@pytest.mark.parametrize("character", SAMPLE)
def test_contours_run_counter_clockwise_outside_and_never_overlap(fonts: FontCatalogue, character: str) -> None:
    glyph = fonts.typeface().run(character).clusters[0].glyph
    assert glyph is not None
    contours = glyph.units.flattened(0.2)
    largest = max(contours, key=lambda c: abs(Path.polygon(c).signed_area()))
    assert Path.polygon(largest).signed_area() > 0
    assert glyph.units.bounds() == glyph.bounds


def test_a_hole_stays_a_hole(fonts: FontCatalogue) -> None:
    glyph = fonts.typeface().run("口").clusters[0].glyph
    assert glyph is not None
    signs = sorted(Path.polygon(c).signed_area() > 0 for c in glyph.units.flattened(0.5))
    assert signs == [False, True]


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("盐𠮷店", "typography.glyph_missing", "U+20BB7"),
        ("盐🧂", "typography.glyph_nowhere", "U+1F9C2"),
        ("盐\ufe0f", "typography.variant_missing", "U+FE0F"),
        ("葛\U000e0100城", "typography.variant_missing", "U+E0100"),
    ],
)
def test_a_missing_glyph_is_an_error_that_names_the_character(
    fonts: FontCatalogue, text: str, code: str, shown: str
) -> None:
    with pytest.raises(GlyphMissing) as caught:
        fonts.typeface().shape(text, 100)
    assert caught.value.code == code
    for lang in Lang:
        assert shown in describe(caught.value, lang).message


def test_the_error_of_a_missing_glyph_names_typefaces_that_have_it(fonts: FontCatalogue) -> None:
    with pytest.raises(GlyphMissing) as caught:
        fonts.typeface().run("𠮷野家")
    assert "noto-sans-jp" in describe(caught.value).hint


@settings(deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_any_text_is_shaped_whole_or_refused_with_words(fonts: FontCatalogue, text: str) -> None:
    refusal: InputError | None = None
    try:
        line = fonts.typeface().shape(text, 100.0)
    except InputError as exc:
        refusal = exc
    if refusal is not None:
        assert describe(refusal).message
    else:
        assert "".join(g.text for g in line.glyphs) == line.text
        assert all(g.is_blank == (not g.text.strip()) for g in line.glyphs)


@pytest.mark.parametrize("size", [0.0, -5.0, float("nan"), float("inf")])
def test_a_size_that_makes_no_letters_is_refused(fonts: FontCatalogue, size: float) -> None:
    with pytest.raises(InputError) as caught:
        fonts.typeface().shape("盐", size)
    assert caught.value.code == "typography.bad_size"


def test_a_direction_against_the_text_is_refused(fonts: FontCatalogue) -> None:
    with pytest.raises(InputError) as caught:
        fonts.typeface().shape("盐业", 100, direction="rtl")
    assert caught.value.code == "typography.wrong_direction"


def test_twice_the_size_gives_twice_the_ink(fonts: FontCatalogue) -> None:
    one, two = (fonts.typeface().shape("晶湾 Salt", size, tracking_mm=size / 10) for size in (200.0, 400.0))
    assert two.ink.width == pytest.approx(2 * one.ink.width)
    assert two.ink.height == pytest.approx(2 * one.ink.height)
    assert two.advance_mm == pytest.approx(2 * one.advance_mm)


def test_tracking_opens_every_gap_by_its_amount(fonts: FontCatalogue) -> None:
    tight, wide = (fonts.typeface().shape("晶湾盐业", 300, tracking_mm=t) for t in (0.0, 25.0))
    pairs = [letter_gaps([g.ink for g in line.glyphs if g.ink]) for line in (tight, wide)]
    assert pairs[1] == pytest.approx([gap + 25 for gap in pairs[0]])


def test_ink_is_the_box_of_the_outlines_and_a_blank_has_none(fonts: FontCatalogue) -> None:
    line = fonts.typeface().shape("盐 A", 350)
    assert line.glyphs[1].is_blank
    assert line.glyphs[1].outline.is_empty
    drawn = line.outline.bounds()
    assert drawn is not None
    assert (drawn.x0, drawn.y0, drawn.x1, drawn.y1) == pytest.approx(
        (line.ink.x0, line.ink.y0, line.ink.x1, line.ink.y1)
    )


def test_letters_are_never_joined_into_ligatures(fonts: FontCatalogue) -> None:
    assert [g.text for g in fonts.typeface().shape("office", 100).glyphs] == list("office")


def test_a_letter_with_a_combining_mark_is_one_cluster(fonts: FontCatalogue) -> None:
    line = fonts.typeface().shape("x\u0301", 100)
    assert [g.text for g in line.glyphs] == ["x\u0301"]


def test_labels_have_the_height_asked_for(fonts: FontCatalogue) -> None:
    assert fonts.typeface().label("H", 3.5).ink.height == pytest.approx(3.5)
    assert fonts.typeface().label("国", 3.5).ink.height == pytest.approx(3.5)


def test_four_threads_shape_like_one(fonts: FontCatalogue) -> None:
    texts = [a + b for a in "晶湾盐业生活馆" for b in "食便民店味小"]
    fresh = FontCatalogue(fonts.entries())
    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(lambda t: fresh.typeface("noto-sans-sc", 650).shape(t, 100).outline, texts))
    assert threaded == [fonts.typeface("noto-sans-sc", 650).shape(t, 100).outline for t in texts]


def test_the_thinnest_stroke_of_a_bar_and_a_frame_is_their_thickness() -> None:
    bar = Path.rect(Rect(0, 0, 700, 90))
    hole = Path.polygon(Rect(60, 110, 900, 880).corners[::-1])
    frame = Path.joined([Path.rect(Rect(0, 0, 1000, 1000)), hole])
    assert thinnest_stroke_of(bar, 1000) == pytest.approx(90)
    assert thinnest_stroke_of(frame, 1000) == pytest.approx(60)
    assert thinnest_stroke_of(frame.transformed(Affine.turn(33)), 1000) == pytest.approx(60)


def test_the_thinnest_stroke_is_not_taken_in_a_corner() -> None:
    elbow = Path.polygon([Point(0, 0), Point(800, 0), Point(800, 120), Point(120, 120), Point(120, 800), Point(0, 800)])
    assert thinnest_stroke_of(elbow, 1000) == pytest.approx(120)


def test_the_thinnest_stroke_of_a_narrow_and_a_wide_bar_is_the_narrow_one() -> None:
    cross = Region.union([Region.rect(Rect(0, 400, 1000, 440)), Region.rect(Rect(400, 0, 600, 1000))]).to_path()
    assert thinnest_stroke_of(cross, 1000) == pytest.approx(40)


def test_nothing_drawn_has_no_stroke() -> None:
    assert thinnest_stroke_of(Path("", ()), 1000) == 0.0


def test_a_bolder_weight_has_thicker_strokes(fonts: FontCatalogue) -> None:
    strokes = [fonts.typeface("noto-sans-sc", w).run("盐").thinnest_stroke_em for w in (300, 500, 700, 900)]
    assert strokes == sorted(strokes)
    assert strokes[0] < strokes[-1] / 2


def test_the_horizontal_of_a_cross_letter_is_its_thinnest_stroke(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("一")
    assert run.clusters[0].glyph is not None
    assert run.thinnest_stroke_em == pytest.approx(run.clusters[0].glyph.bounds.height / run.upem, rel=0.02)


def test_a_name_of_flat_letters_counts_as_high_as_the_body_they_stand_in(fonts: FontCatalogue) -> None:
    assert fonts.typeface().run("一").letter_height_em == 0.75
    assert fonts.typeface().run("国").letter_height_em > 0.85
