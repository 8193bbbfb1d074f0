from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from signage.errors import GlyphMissing
from signage.render.svg_glyphs import glyph_data, line_svg
from signage.typography import FontCatalogue

SVG = "{http://www.w3.org/2000/svg}"


def test_a_letter_that_comes_again_is_written_once_and_used(fonts: FontCatalogue) -> None:
    root = ElementTree.fromstring(line_svg("晶湾晶盐盐", fonts.typeface("noto-sans-sc", 700), 400))
    ids = [path.get("id") for path in root.iter(f"{SVG}path")]
    assert ids == ["g0", "g1", "g2"]
    assert [use.get("href") for use in root.iter(f"{SVG}use")] == ["#g0", "#g2"]
    assert root.get("aria-label") == "晶湾晶盐盐"


def test_the_data_of_a_glyph_is_its_outline_to_a_tenth_of_a_font_unit(fonts: FontCatalogue) -> None:
    glyph = fonts.typeface("noto-sans-sc", 700).plain_run("回").clusters[0].glyph
    assert glyph is not None
    x = y = 0
    ends: list[tuple[float, float]] = []
    for verb, text in re.findall(r"([MlqcZz])([-\d ]*)", glyph_data(glyph)):
        numbers = [int(n) for n in text.split()]
        if verb == "M":
            x = y = 0
        points = [(x + dx, y + dy) for dx, dy in zip(numbers[::2], numbers[1::2], strict=True)]
        ends += points
        x, y = points[-1] if points else (x, y)
    assert len(ends) == len(glyph.points)
    assert max(abs(a / 10 - b) for pair, true in zip(ends, glyph.points, strict=True) for a, b in zip(pair, true, strict=True)) <= 0.05 + 1e-9  # fmt: skip  # noqa: E501


def test_the_box_is_the_ink_and_its_margin(fonts: FontCatalogue) -> None:
    face = fonts.typeface("noto-sans-sc", 700)
    ink = face.shape("盐g店", 300).ink
    box = ElementTree.fromstring(line_svg("盐g店", face, 300, margin_mm=20)).get("viewBox")
    assert box is not None
    assert [float(n) for n in box.split()] == pytest.approx([0, 0, ink.width + 40, ink.height + 40], abs=0.01)


def test_words_cannot_leave_their_attribute_and_blanks_draw_nothing(fonts: FontCatalogue) -> None:
    root = ElementTree.fromstring(line_svg('a" <b', fonts.typeface("noto-sans-sc", 700), 100, colour='"/><script>'))
    assert root.get("aria-label") == 'a" <b'
    assert not list(root.iter(f"{SVG}script"))
    assert len(list(root.iter(f"{SVG}path"))) == 4


def test_a_missing_character_is_an_error_not_a_box(fonts: FontCatalogue) -> None:
    with pytest.raises(GlyphMissing):
        line_svg("盐ཀ", fonts.typeface("noto-sans-sc", 700), 100)
