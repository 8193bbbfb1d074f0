"""Letter colours that read on a stated panel colour, and what is said of colours."""

from collections.abc import Callable

import pytest

from signage.design import (
    LetterConstruction,
    SignLayout,
    SignSpec,
    contrast,
    kind_of,
    lay_out,
    load_kinds,
    note_words,
    spec_of,
)
from signage.locale import Lang
from signage.rules.colour import delta_e2000, lab_of
from signage.scene.sign_light import shown_light
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
    assert {piece.face_colour for piece in layout.letters} == {kind_of("light-box").letters.colour}
    assert "design.note_letters_readable" not in layout.notes


def _lit_on_panels() -> list[tuple[str, str]]:
    lit = {LetterConstruction.FACE_LIT, LetterConstruction.FACE_AND_HALO}
    kinds = [kind for kind in load_kinds() if kind.has_panel]
    return [(kind.id, how.value) for kind in kinds for how in kind.constructions if how in lit]


@pytest.mark.parametrize("panel", ["#FFFFFF", "#F4EFE4", "#E8D9B8", "#D9D2C4", "#C9D3DA"])
@pytest.mark.parametrize(("kind", "construction"), _lit_on_panels())
def test_what_is_chosen_for_a_pale_panel_reads_by_day_and_shines_by_night(
    laid: Callable[..., SignLayout], kind: str, construction: str, panel: str
) -> None:
    layout = laid(kind, panel_colour=panel, construction=construction)
    (colour,) = {piece.face_colour for piece in layout.letters}
    assert contrast(panel, colour) >= 3
    levels = shown_light(layout).letters
    assert levels is not None
    assert levels[0] > 55.0  # cd/m², of the 220 that white faces are drawn with
    assert "design.note_letters_shine" in layout.notes
    assert not any("dark_face" in note for note in layout.notes)
    for lang in Lang:
        assert any(colour in words and "halo_lit" in words for words in note_words(layout, lang))


def test_unlit_letters_on_a_pale_panel_stay_near_black(laid: Callable[..., SignLayout]) -> None:
    layout = laid("panel-letters", panel_colour="#F4EFE4", construction="flat")
    assert {piece.face_colour for piece in layout.letters} == {"#2B2B2B"}
    assert "design.note_letters_readable" in layout.notes


def test_stated_dark_letters_stay_dark_and_are_told_what_would_shine(laid: Callable[..., SignLayout]) -> None:
    layout = laid("panel-letters", panel_colour="#F4EFE4", letter_colour="#1E2A3A")
    assert {piece.face_colour for piece in layout.letters} == {"#1E2A3A"}
    assert "design.note_dark_face_or_halo" in layout.notes


def test_the_sides_of_letters_have_the_colour_of_the_face_or_of_what_carries_them() -> None:
    for kind in (one for one in load_kinds() if one.letters.return_depth_mm > 1.0):
        own = {kind.letters.colour, kind.letters.lit_colour or kind.letters.colour, kind.base.colour}
        side = lab_of(kind.letters.side_colour)
        assert min(delta_e2000(side, lab_of(shade)) for shade in _shades(own)) < 10.0, kind.id


def _shades(colours: set[str]) -> list[str]:
    """The colours as they are, and darkened to a third in steps."""
    channels = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]
    shares = [share / 20 for share in range(7, 21)]
    return ["#{:02X}{:02X}{:02X}".format(*(round(v * share) for v in rgb)) for rgb in channels for share in shares]


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
