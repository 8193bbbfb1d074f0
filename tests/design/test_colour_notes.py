"""Letter colours that read on a stated panel colour, and what is said of colours."""

from collections.abc import Callable

import pytest

from signage.design import SignLayout, SignSpec, contrast, lay_out, note_words, spec_of
from signage.locale import Lang
from signage.typography import FontCatalogue


@pytest.fixture(name="laid")
def _laid(fonts: FontCatalogue) -> Callable[..., SignLayout]:
    return lambda kind, **more: lay_out(_spec(kind, more), fonts)


def _spec(kind: str, more: dict[str, str]) -> SignSpec:
    fields = {"kind": kind, "name": "便民超市", "width_mm": 8000.0, "height_mm": 1000.0, **more}
    return spec_of(fields)


@pytest.mark.parametrize(("panel", "letter"), [("#00843D", "#F7F5EF"), ("#E07070", "#2B2B2B")])
def test_letters_that_could_not_be_read_take_the_colour_that_contrasts_more(
    laid: Callable[..., SignLayout], panel: str, letter: str
) -> None:
    layout = laid("light-box", panel_colour=panel)
    assert {piece.face_colour for piece in layout.letters} == {letter}
    assert contrast(panel, letter) > 3
    assert "design.note_letters_readable" in layout.notes
    assert any(letter in words for words in note_words(layout, Lang.EN))


def test_a_readable_kind_colour_stays(laid: Callable[..., SignLayout]) -> None:
    layout = laid("light-box", panel_colour="#FFFFFF")
    assert {piece.face_colour for piece in layout.letters} == {"#A8231C"}
    assert "design.note_letters_readable" not in layout.notes


def test_stated_colours_are_kept_and_a_poor_contrast_is_told_with_its_figure(laid: Callable[..., SignLayout]) -> None:
    layout = laid("light-box", panel_colour="#00843D", letter_colour="#A8231C")
    assert {piece.face_colour for piece in layout.letters} == {"#A8231C"}
    assert "design.note_poor_contrast" in layout.notes
    assert any("1.5:1" in words for words in note_words(layout, Lang.ZH))


def test_a_panel_colour_without_a_panel_is_told(laid: Callable[..., SignLayout]) -> None:
    assert "design.note_no_panel" in laid("wall-letters", panel_colour="#C8102E").notes
    assert "design.note_no_panel" not in laid("wall-letters").notes


@pytest.mark.parametrize(("name", "setting", "is_told"), [("盐业生", "vertical", True), ("盐业", "horizontal", False)])
def test_columns_that_leave_a_wide_board_bare_are_told(
    laid: Callable[..., SignLayout], name: str, setting: str, is_told: bool
) -> None:
    layout = laid("wall-letters", name=name, setting=setting)
    assert ("design.note_bare_board" in layout.notes) is is_told
