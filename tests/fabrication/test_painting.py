"""Painting: what is seen of bare metal in another colour than its own, by its outer surface."""

from __future__ import annotations

import pytest

from signage.design import LetterConstruction, lay_out, load_kinds, spec_of
from signage.fabrication import Tables, make_pack

TABLES = Tables()


def painted(pack) -> dict[str, float]:
    lines = [part for part in pack.parts if part.item == "work/paint"]
    return {dict(part.remark.params)["colour"]: part.quantity for part in lines}


def made(fonts, **more):
    fields = {"kind": "panel-letters", "name": "晶湾", "width_mm": 4000, "height_mm": 1000}
    return make_pack(lay_out(spec_of({**fields, **more}), fonts), tables=TABLES)


def area(pack, use: str) -> float:
    return sum(part.quantity for part in pack.parts if part.use == use)


def test_coloured_returns_and_panels_of_bare_metal_are_painted_and_priced(fonts):
    panel_pack = made(fonts, letter_side_colour="#8E2B23")
    assert painted(panel_pack) == {
        "#8E2B23": pytest.approx(area(panel_pack, "returns")),
        "#2B3038": pytest.approx(area(panel_pack, "panel")),
    }
    (line,) = [line for line in panel_pack.cost.lines if line.item == "work/paint"]
    assert line.is_illustrative
    assert line.total_fen == pytest.approx(line.quantity * line.fen, abs=50)
    assert not [part for part in panel_pack.parts if part.item == "work/paint" and part.mass_kg]


def test_metal_in_its_own_colour_and_what_comes_coloured_is_not_painted(fonts):
    bare = made(fonts, letter_side_colour="#B0B3B8", panel_material="aluminium-composite")
    assert painted(bare) == {}
    assert painted(made(fonts, letter_side_colour="#C4A25C", panel_material="aluminium-composite", name="金"))


def test_an_open_channel_is_painted_inside_as_well(fonts):
    pack = made(fonts, construction="open_face", panel_material="aluminium-composite", letter_side_colour="#8E2B23")
    letter = pack.layout.letters[0]
    assert letter.construction is LetterConstruction.OPEN_FACE
    assert painted(pack)[letter.side_colour] == pytest.approx(2 * area(pack, "returns"))
    assert painted(pack)[letter.face_colour] == pytest.approx(area(pack, "back"))


def test_tubes_are_painted_all_round_and_rods_too(fonts):
    pack = make_pack(
        lay_out(spec_of({"kind": "projecting", "name": "茶", "width_mm": 700, "height_mm": 1400}), fonts), tables=TABLES
    )
    tubes = [part for part in pack.parts if part.use == "bracket"]
    assert tubes
    for part in tubes:
        tube = TABLES.stock.find_tube(part.item.removeprefix("tube/"))
        assert tube is not None
    bracket = next(piece for piece in pack.layout.pieces if piece.id.startswith("bracket"))
    wanted = sum(2 * (tube.width_mm + tube.height_mm) / 1000 * part.quantity for part in tubes)
    wanted += area(pack, "wall_plate")
    assert painted(pack)[bracket.face_colour] == pytest.approx(wanted)


def test_no_kind_paints_what_is_not_in_its_parts(fonts):
    for kind in load_kinds():
        fields = {"kind": kind.id, "name": "晶湾", "width_mm": kind.usual.width_mm, "height_mm": kind.usual.height_mm}
        pack = make_pack(lay_out(spec_of(fields), fonts), tables=TABLES)
        colours = {piece.face_colour for piece in pack.layout.pieces} | {p.side_colour for p in pack.layout.pieces}
        assert set(painted(pack)) <= colours, kind.id
        assert all(value > 0 for value in painted(pack).values())
