"""How deep built-up letters are where nobody says."""

import pytest

from signage.design import SignLayout, lay_out, spec_of
from signage.fabrication import make_pack
from signage.typography import FontCatalogue


def _laid(fonts: FontCatalogue, width: float, height: float, **more: float) -> SignLayout:
    fields = {"kind": "panel-letters", "name": "张记修鞋", "width_mm": width, "height_mm": height, **more}
    return lay_out(spec_of(fields), fonts)


def _depth(layout: SignLayout) -> float:
    letter = layout.letters[0]
    return letter.z_front_mm - letter.z_back_mm


def test_small_letters_are_a_third_of_their_height_deep(fonts: FontCatalogue) -> None:
    layout = _laid(fonts, 900.0, 250.0)
    assert _depth(layout) == pytest.approx(layout.lines[0].letter_height_mm // 3)
    assert layout.depth_mm < _laid(fonts, 900.0, 250.0, return_depth_mm=60.0).depth_mm


def test_large_letters_and_stated_depths_stay(fonts: FontCatalogue) -> None:
    assert _depth(_laid(fonts, 6000.0, 1200.0)) == 60.0
    assert _depth(_laid(fonts, 900.0, 250.0, return_depth_mm=55.0)) == 55.0


def test_the_workshop_pack_follows_the_depth(fonts: FontCatalogue) -> None:
    usual, deep = (make_pack(_laid(fonts, 900.0, 250.0, **more)) for more in ({}, {"return_depth_mm": 60.0}))
    assert usual.weight.total_kg < deep.weight.total_kg
