"""Exposed bulbs: inside the strokes, apart from each other, evenly along them, in a size that fits."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import hypot

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from signage.design import LetterConstruction, SignLayout, lay_out, note_words, spec_of
from signage.design.bulb_rows import place_bulbs, usual_rows
from signage.design.bulb_sizes import Bulb, bulbs_from
from signage.errors import LayoutError
from signage.geometry import Path, Rect
from signage.geometry.centre_lines import centre_lines
from signage.locale import Lang, describe
from signage.typography import FontCatalogue, typical_stroke_of

SIZES = {bulb.size_mm: bulb for bulb in bulbs_from(40.0, 90.0)}
BULB = bulbs_from(20.0, 45.0)[0]
_FLAT = 0.15  # an outline is flattened


def open_faced(fonts: FontCatalogue, name: str, kind: str = "wall-letters", **more: object) -> SignLayout:
    fields = {"kind": kind, "name": name, "width_mm": 8000, "height_mm": 1200, "construction": "open_face"}
    return lay_out(spec_of({**fields, **more}), fonts)


def _bulbs_keep_their_room(layout: SignLayout) -> None:
    for letter in layout.letters:
        bulb, shape = SIZES[letter.lamp_mm], letter.region()
        inside = shape.grown(-bulb.edge_mm + _FLAT)
        assert letter.lamps, letter.text
        assert all(inside.holds(letter.lamps)), letter.text
        for one, other in itertools.combinations(letter.lamps, 2):
            assert hypot(one.x - other.x, one.y - other.y) >= bulb.size_mm + bulb.gap_mm - 1e-6, letter.text


@settings(max_examples=25)
@given(
    name=st.text("铁锅炖盐馨回口永国鬻IRONPTDSQB8&", min_size=1, max_size=3),
    tall=st.floats(180.0, 1100.0),
    kind=st.sampled_from(["wall-letters", "rooftop-letters"]),
)
def test_every_bulb_lies_inside_its_letter_and_clear_of_every_other(fonts, name, tall, kind):
    try:
        layout = open_faced(fonts, name, kind, letter_height_mm=tall)
    except LayoutError:  # too thin for every bulb, or too high for its field
        assume(False)
    _bulbs_keep_their_room(layout)


@settings(max_examples=15)
@given(name=st.text("铁锅炖盐馨回口永国IRONPTDSQB8", min_size=1, max_size=3), tall=st.floats(420.0, 1100.0))
def test_as_many_bulbs_as_the_strokes_are_long(fonts, name, tall):
    layout = open_faced(fonts, name, letter_height_mm=tall)
    outlines = [letter.outline for letter in layout.letters]
    for letter in layout.letters:
        bulb = SIZES[letter.lamp_mm]
        rows = usual_rows(outlines, bulb)
        length = letter.region().area / typical_stroke_of(letter.outline, layout.lines[0].em_mm)
        usual = rows * length / bulb.pitch_mm
        assert 0.5 * usual <= len(letter.lamps) <= 1.7 * usual, (letter.text, len(letter.lamps), usual)


def test_letters_with_counters_have_bulbs_in_their_strokes_alone(fonts):
    layout = open_faced(fonts, "铁锅炖", "panel-letters", second_line="IRON POT", width_mm=3600, height_mm=1000)
    _bulbs_keep_their_room(layout)
    counts = {letter.text: len(letter.lamps) for letter in layout.letters}
    assert all(counts[text] >= 5 for text in "IRONPT"), counts
    assert counts["O"] >= 10


def test_the_bulbs_of_a_line_are_of_one_size_and_a_smaller_one_is_said(fonts):
    layout = open_faced(fonts, "铁锅炖", "panel-letters", second_line="IRON POT", width_mm=3600, height_mm=1000)
    sizes = {line: {letter.lamp_mm for letter in layout.letters if letter.line == line} for line in (0, 1)}
    assert sizes == {0: {20.0}, 1: {12.0}}
    assert "design.note_smaller_bulbs" in layout.notes
    for lang in (Lang.ZH, Lang.EN):
        said = [words for words in note_words(layout, lang) if "φ20" in words]
        assert len(said) == 1
        assert "“IRON POT” φ12" in said[0]
        assert "铁锅炖" not in said[0]


def test_strokes_too_thin_for_every_bulb_are_refused_with_the_height_that_has_room(fonts):
    with pytest.raises(LayoutError) as error:
        open_faced(fonts, "铁锅炖", letter_height_mm=100)
    assert error.value.code == "design.bulbs_too_large"
    assert "φ9" in str(describe(error.value, Lang.ZH))
    assert "φ9" in str(describe(error.value, Lang.EN))
    _bulbs_keep_their_room(open_faced(fonts, "铁锅炖", letter_height_mm=error.value.params["wanted_mm"]))


def test_a_second_line_that_is_too_thin_is_named(fonts):
    with pytest.raises(LayoutError) as error:
        open_faced(fonts, "铁锅炖", "panel-letters", second_line="IRON POT", width_mm=1600, height_mm=450)
    assert error.value.at is not None
    assert error.value.at.field == "sign.second_line"


def test_a_straight_stroke_has_one_even_row_on_its_middle():
    bar = Path.rect(Rect(0, 0, 1000, 50))
    spots = place_bulbs(bar, BULB, 1).middles
    xs = sorted(spot.x for spot in spots)
    gaps = [b - a for a, b in itertools.pairwise(xs)]
    assert max(gaps) - min(gaps) < 2.0
    assert min(gaps) == pytest.approx(45, rel=0.15)
    assert all(abs(spot.y - 25) < 3 for spot in spots)
    assert xs[0] == pytest.approx(25, abs=6)  # as far from the end as from the sides
    assert 1000 - xs[-1] == pytest.approx(25, abs=6)


def test_a_square_ring_has_bulbs_at_its_corners_and_evenly_between():
    hole = Rect(50, 50, 350, 350)
    ring = Path.joined([Path.rect(Rect(0, 0, 400, 400)), Path.polygon(hole.corners[::-1])])
    found = np.array(place_bulbs(ring, BULB, 1).middles)
    for corner in ((25, 25), (375, 25), (25, 375), (375, 375)):
        assert np.hypot(*(found - corner).T).min() < 5
    assert len(found) == 4 * round(350 / 45)


def test_a_wide_stroke_has_rows_side_by_side():
    bar = Path.rect(Rect(0, 0, 1500, 120))
    assert usual_rows([bar], BULB) == 2
    levels = {spot.y for spot in place_bulbs(bar, BULB, 2).middles if 200 < spot.x < 1300}
    assert all(min(abs(level - 30), abs(level - 90)) < 4 for level in levels)
    assert {level < 60 for level in levels} == {True, False}
    assert usual_rows([Path.rect(Rect(0, 0, 1500, 60))], BULB) == 1


def test_lines_run_straight_through_a_crossing_and_meet_in_its_middle():
    upper = ((0, 200), (0, 260), (200, 260), (200, 460), (260, 460), (260, 260))
    lower = ((200, 200), (200, 0), (260, 0), (260, 200), (460, 200), (460, 260))
    drawn = centre_lines(Path.polygon([*lower, *reversed(upper)]))
    assert len(drawn.nodes) == 1
    assert np.hypot(*(drawn.nodes[0] - (230, 230))) < 3
    assert len(drawn.lines) == 4
    for line in drawn.lines:
        away = np.abs(line.points - (230, 230)).min(axis=1)
        assert away.max() < 4


def test_a_thin_bar_under_the_smallest_bulb_has_none():
    least = bulbs_from(9.0, 22.0)[0]
    thin = Path.rect(Rect(0, 0, 500, least.least_stroke_mm - 1))
    assert place_bulbs(thin, least, 1) == replace(place_bulbs(Path("", ()), least, 1))
    assert not place_bulbs(thin, least, 1).is_enough


def test_two_parts_must_both_show():
    thick, thin = Path.rect(Rect(0, 0, 900, 60)), Path.rect(Rect(0, 100, 60, 110))
    assert place_bulbs(thick, BULB, 1).is_enough
    assert not place_bulbs(Path.joined([thick, thin]), BULB, 1).is_enough


def test_smaller_bulbs_follow_the_usual_one():
    sizes = [bulb.size_mm for bulb in bulbs_from(20.0, 45.0)]
    assert sizes == [20.0, 12.0, 9.0]
    assert isinstance(BULB, Bulb)
    assert BULB.least_stroke_mm == 28.0
    assert BULB.apart_mm == 26.0


def test_a_logo_beside_letters_with_bulbs_is_lit_from_inside(fonts):
    from signage.design import read_spec
    from signage.resources import bundled

    spec = next(
        spec
        for path in sorted(bundled("samples", "specs").glob("*.toml"))
        if (spec := read_spec(path)).logo is not None and spec.kind == "panel-letters"
    )
    layout = lay_out(
        replace(spec, construction=LetterConstruction.OPEN_FACE, second_line=None, small_print=None), fonts
    )
    assert layout.logo is not None
    assert layout.logo.construction is LetterConstruction.FACE_LIT
