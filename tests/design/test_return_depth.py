"""How deep built-up letters are where nobody says."""

import pytest

from signage.design import LetterConstruction, SignLayout, kind_of, lay_out, spec_of
from signage.fabrication import Site, make_pack
from signage.locale import text
from signage.scene import Dimension, Group, SheetParticulars, compose_sheets_alone, compose_workshop
from signage.scene.dimensions import labels_in
from signage.typography import FontCatalogue
from tests.scene.test_sheet_kinds import png, walk


def _laid(fonts: FontCatalogue, width: float, height: float, **more: object) -> SignLayout:
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


# --- lines below the name ---------------------------------------------------------------------------------------------


def _two_lines(fonts: FontCatalogue, kind: str = "panel-letters", **more: object) -> SignLayout:
    return _laid(fonts, 5000.0, 850.0, kind=kind, second_line="ZHANG SHOES", **more)


def _of_line(layout: SignLayout, line: int) -> float:
    (deep,) = {piece.z_front_mm - piece.z_back_mm for piece in layout.letters if piece.line == line}
    return deep


@pytest.mark.parametrize("kind", ["panel-letters", "wall-letters", "rail-letters"])
def test_a_second_line_is_as_deep_as_its_own_letters_ask(fonts: FontCatalogue, kind: str) -> None:
    layout = _two_lines(fonts, kind)
    assert _of_line(layout, 1) == layout.lines[1].letter_height_mm // 3 < _of_line(layout, 0)
    assert len({piece.z_back_mm for piece in layout.letters}) == 1  # all backs lie in one plane
    assert layout.depth_mm == max(piece.z_front_mm for piece in layout.letters if piece.line == 0)


def test_a_second_line_is_never_deeper_than_the_name(fonts: FontCatalogue) -> None:
    layout = _two_lines(fonts, depth_mm=50.0)  # the panel takes its least
    assert _of_line(layout, 0) == _of_line(layout, 1) == 50.0 - kind_of("panel-letters").base.min_depth_mm


def test_a_stated_depth_is_that_of_every_line(fonts: FontCatalogue) -> None:
    layout = _two_lines(fonts, return_depth_mm=60.0)
    assert _of_line(layout, 0) == _of_line(layout, 1) == 60.0


def test_lines_of_one_name_are_equally_deep(fonts: FontCatalogue) -> None:
    layout = _laid(fonts, 900.0, 700.0, name="晶湾里社区商业服务")
    assert len(layout.lines) > 1
    assert {_of_line(layout, index) for index in range(len(layout.lines))} == {layout.lines[0].letter_height_mm // 3}


def test_flat_letters_are_as_thick_in_every_line(fonts: FontCatalogue) -> None:
    layout = _two_lines(fonts, construction=LetterConstruction.FLAT.value)
    assert _of_line(layout, 0) == _of_line(layout, 1) == 20.0


def test_returns_and_weight_follow_the_depth_of_each_line_and_the_wind_does_not(fonts: FontCatalogue) -> None:
    site = Site(w0_kn_m2=0.4, terrain="B", years=50, top_mm=5000.0)
    usual, stated = _two_lines(fonts), _two_lines(fonts, return_depth_mm=60.0)
    pack, other = (make_pack(layout, site=site) for layout in (usual, stated))
    deep, sizes = _of_line(usual, 1), {p.piece: p for p in pack.parts if p.use == "returns"}
    for letter in usual.letters:
        part, depth = sizes[letter.id], letter.z_front_mm - letter.z_back_mm
        assert depth == (60.0 if letter.line == 0 else deep)
        assert part.size_mm[1] == pytest.approx(depth - 3.0)  # behind a face of 3 mm
        assert part.quantity == pytest.approx(part.length_m * part.size_mm[1] / 1000.0)
    lighter = sum(p.mass_kg or 0.0 for p in other.parts if p.use == "returns") - sum(
        p.mass_kg or 0.0 for p in pack.parts if p.use == "returns"
    )
    assert 0.0 < lighter == pytest.approx((other.weight.known_kg or 0.0) - (pack.weight.known_kg or 0.0), abs=0.05)
    # the wind meets the area of the outlines, whatever is behind them; the letters' studs bear less weight
    assert pack.wind.governing == other.wind.governing
    assert [joint.tension_kn for joint in pack.structure.joints] == [j.tension_kn for j in other.structure.joints]
    assert pack.structure.joints[-1].shear_kn < other.structure.joints[-1].shear_kn


def test_sheet_and_workshop_drawing_show_the_depth_of_each_line(fonts: FontCatalogue) -> None:
    layout = _two_lines(fonts)
    given = SheetParticulars(drawing_number="", project="")
    (page,) = compose_sheets_alone(layout, fonts, given, day=png(), night=png())
    second, name = f"{_of_line(layout, 1):.0f}", f"{_of_line(layout, 0):.0f}"
    (schedule,) = [g for g in page.nodes if isinstance(g, Group) and g.id.endswith("-materials")]
    listed = [one.text for one in labels_in(schedule.children)]
    row = next(i for i, words in enumerate(listed) if words.startswith(text("sheet.letters_of_line", line=2)))
    assert any(words.endswith(f"×{len(layout.letters) - 4}") for words in listed[row : row + 2])
    assert second in listed[row:]
    assert name in listed[:row]
    for scene in (page, compose_workshop(layout, fonts)):
        depths = {node.text for node in walk(scene.nodes) if isinstance(node, Dimension)}
        assert {second, f"{_of_line(layout, 0) - _of_line(layout, 1):.0f}"} <= depths
    drawn = [one.text for one in labels_in(compose_workshop(layout, fonts).nodes)]
    assert drawn.count(second) >= len([p for p in layout.letters if p.line == 1])
