"""Every kind of sign as a workshop would make it: weights and powers that a maker would believe, parts by geometry."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest

from signage.design import LetterConstruction, PieceRole, SignLayout, kind_of, lay_out, load_kinds, read_spec
from signage.design.bulb_sizes import bulbs_from
from signage.fabrication import Site, Tables, WorkshopPack, make_pack, measured
from signage.fabrication.cutting import sheets_for
from signage.geometry import Rect, Region
from signage.resources import bundled

TABLES = Tables()
SITE = Site(city="六安", top_mm=4500.0, bottom_mm=3000.0, is_curtain_wall=False)

# kg for each m² that the wind meets, W for each m² of it: what such signs weigh and take, within a factor of two or so
USUAL = {
    "canopy-letters": ((20, 50), (50, 150)),
    "cut-out-panel": ((12, 30), (10, 40)),
    "event-arch": ((1, 3), (10, 40)),
    "event-balloon": ((30, 70), (0, 0)),
    "event-banner": ((0.2, 0.6), (0, 0)),
    "freestanding": ((80, 180), (60, 180)),
    "freestanding-board": ((15, 40), (0, 0)),
    "hanging": ((20, 45), (0, 0)),
    "led-ticker": ((10, 30), (200, 350)),
    "light-box": ((15, 35), (30, 80)),
    "panel-letters": ((15, 30), (10, 30)),
    "plaque": ((25, 50), (0, 0)),
    "projecting": ((30, 60), (50, 130)),
    "projecting-round": ((40, 90), (80, 200)),
    "rail-letters": ((20, 50), (100, 300)),
    "rooftop-letters": ((40, 90), (30, 80)),
    "soft-film-box": ((12, 30), (40, 100)),
    "wall-letters": ((15, 40), (50, 150)),
    "window-letters": ((0.05, 0.3), (0, 0)),
}


@pytest.fixture(scope="module")
def samples(fonts) -> dict[str, WorkshopPack]:
    files = sorted(Path(bundled("samples", "specs", "kinds")).glob("*.toml"))
    layouts = {file.stem: lay_out(read_spec(file), fonts) for file in files}
    return {name: make_pack(layout, site=SITE, tables=TABLES) for name, layout in layouts.items()}


def piece_of(layout: SignLayout, role: PieceRole):
    return next(piece for piece in layout.pieces if piece.role is role)


def part_of(pack: WorkshopPack, use: str):
    return next(part for part in pack.parts if part.use == use)


def test_every_kind_has_a_sample_and_usual_figures(samples):
    assert set(samples) == {kind.id for kind in load_kinds()} == set(USUAL)


@pytest.mark.parametrize("kind", USUAL)
def test_a_samples_weight_and_power_are_what_such_signs_have(samples, kind):
    pack = samples[kind]
    (light, heavy), (dim, bright) = USUAL[kind]
    area = pack.wind.area_m2
    assert pack.weight.total_kg is not None
    assert light <= pack.weight.total_kg / area <= heavy
    assert dim <= (pack.electrics.watts + pack.electrics.direct_w) / area <= bright
    assert pack.cost.is_priced
    assert [part.use for part in pack.parts if not part.item] == []


# --- both faces


def test_a_second_face_doubles_letters_fronts_and_light_and_nothing_else(samples):
    double = samples["projecting"]
    single = make_pack(replace(double.layout, faces=1), site=SITE, tables=TABLES)
    for use in ("applied", "light_face"):
        assert part_of(double, use).quantity == pytest.approx(2 * part_of(single, use).quantity)
        assert part_of(double, use).mass_kg == pytest.approx(2 * part_of(single, use).mass_kg)
        assert (part_of(double, use).copies, part_of(single, use).copies) == (2, 1)
    assert part_of(double, "bracket").quantity == part_of(single, "bracket").quantity
    assert part_of(double, "light_board").quantity == part_of(single, "back").quantity
    one, two = ([lit for lit in double.lit if lit.face == face] for face in (1, 2))
    assert [lit.spots for lit in one] == [lit.spots for lit in two]
    assert one[0].throw_mm == pytest.approx(single.lit[0].throw_mm / 2)
    assert sum(string.count for string in double.electrics.strings) == 2 * one[0].count


def test_letters_on_both_sides_of_a_board_have_studs_on_both(samples):
    double = samples["hanging"]
    single = make_pack(replace(double.layout, faces=1), site=SITE, tables=TABLES)
    studs = [next(j for j in pack.structure.joints if j.kind == "stud") for pack in (double, single)]
    assert studs[0].count == 2 * studs[1].count
    assert studs[0].shear_kn == pytest.approx(studs[1].shear_kn)
    assert part_of(double, "panel").quantity == part_of(single, "panel").quantity  # it is one board


def test_equal_blanks_come_from_one_sheet_where_it_holds_them():
    plan = sheets_for(900, 3250, ((2100, 6000),), is_lit=True)
    assert plan.bought_for(900, 3250, 2) == plan.bought_m2
    assert plan.bought_for(900, 3250, 5) == 3 * plan.bought_m2
    assert sheets_for(1900, 5000, ((2100, 6000),)).bought_for(1900, 5000, 2) == pytest.approx(2 * 12.6)


# --- cut-outs


def test_a_pushed_through_letter_is_as_thick_as_its_way_from_the_backdrop(samples):
    pack = samples["cut-out-panel"]
    letter, backdrop = pack.layout.letters[0], piece_of(pack.layout, PieceRole.BACKDROP)
    solid = next(part for part in pack.parts if part.piece == letter.id)
    assert solid.thickness_mm == letter.z_front_mm - backdrop.z_front_mm


def test_a_cut_out_panel_is_folded_along_its_rim_and_not_along_its_holes(samples):
    pack = samples["cut-out-panel"]
    panel = piece_of(pack.layout, PieceRole.PANEL)
    box = panel.outline.bounds()
    holes = sum(abs(letter.outline.signed_area()) for letter in pack.layout.letters)
    folds = 2 * (box.width + box.height) * (panel.z_front_mm - panel.z_back_mm)
    assert part_of(pack, "panel").quantity == pytest.approx((box.width * box.height - holes + folds) / 1e6, rel=1e-6)


def test_the_light_of_cut_outs_is_behind_the_backdrop_and_the_frame_is_out_of_its_way(samples):
    pack = samples["cut-out-panel"]
    backdrop = piece_of(pack.layout, PieceRole.BACKDROP)
    assert {lit.piece for lit in pack.lit} == {backdrop.id}
    box = backdrop.outline.bounds()
    assert all(box.x0 < spot.x < box.x1 and box.y0 < spot.y < box.y1 for spot in pack.lit[0].spots)
    assert pack.lit[0].throw_mm == backdrop.z_back_mm
    assert dict(part_of(pack, "frame_behind").remark.params) == {"uprights": 2, "bars": 2}


# --- light that the layout places


def test_exposed_bulbs_are_those_of_the_drawing_in_the_nearest_size(samples):
    pack = samples["rail-letters"]
    drawn = [(lamp.x, lamp.y) for letter in pack.layout.letters for lamp in letter.lamps]
    assert [(spot.x, spot.y) for lit in pack.lit for spot in lit.spots] == drawn
    sizes = {letter.id: letter.lamp_mm for letter in pack.layout.letters}
    modules = [(TABLES.electrics.find_module(lit.module), lit) for lit in pack.lit]
    assert all(module.length_mm == sizes[lit.piece] for module, lit in modules)
    assert {module.id for module, _ in modules} == {"bulb-20", "bulb-12"}  # the second line's strokes are thinner
    assert pack.electrics.watts == pytest.approx(sum(lit.count * module.watts for module, lit in modules))
    assert "face" not in {part.use for part in pack.parts}


def test_the_stock_has_every_bulb_that_signs_are_drawn_with_and_leaves_it_the_same_room():
    for bulb in bulbs_from(40.0, 90.0):
        module = TABLES.electrics.find_module(f"bulb-{bulb.size_mm:g}")
        assert module.length_mm == module.width_mm == bulb.size_mm
        assert module.edge_mm == bulb.edge_mm
        assert module.min_stroke_mm == bulb.least_stroke_mm
        assert module.pitch_min_mm == bulb.pitch_mm
    usual = {
        kind.letters.lamp_mm for kind in load_kinds() if LetterConstruction.OPEN_FACE in kind.letters.constructions
    }
    assert usual <= {bulb.size_mm for bulb in bulbs_from(40.0, 90.0)}


def test_bulbs_far_from_every_stock_size_are_remarked(samples):
    layout = samples["rail-letters"].layout
    pieces = tuple(replace(piece, lamp_mm=70.0) if piece.lamps else piece for piece in layout.pieces)
    pack = make_pack(replace(layout, pieces=pieces), site=SITE, tables=TABLES)
    assert {lit.module for lit in pack.lit} == {"bulb-40"}
    assert "fabrication.bulb_size" in {remark.code for remark in pack.remarks}


def test_a_display_is_built_of_whole_modules_and_says_what_that_gives(samples):
    pack = samples["led-ticker"]
    assert part_of(pack, "display").quantity == 12 * 2
    remark = part_of(pack, "display").remark
    assert remark.code == "fabrication.display_modules"
    assert dict(remark.params)["built"] == "3840×320"
    assert pack.electrics.direct_w == pytest.approx(3.84 * 0.32 * 300)
    usable = 200 * (1 - TABLES.electrics.supply_rule.reserve_share)
    assert part_of(pack, "display_supply").quantity * usable >= pack.electrics.direct_w
    assert not [part for part in pack.parts if part.piece.startswith("letter")]  # the modules show them


def test_a_display_has_a_keel_a_back_and_wire_to_its_modules(samples):
    pack = samples["led-ticker"]
    keel, back, wire = (part_of(pack, use) for use in ("keel", "back", "display_wire"))
    assert dict(keel.remark.params) == {"rails": 3, "uprights": 5}
    assert keel.quantity == pytest.approx((3 * 3840 + 5 * (320 - 3 * 20)) / 1000)
    assert back.quantity == pytest.approx(3.87 * 0.35)
    assert wire.quantity > 2 * 3.84
    assert all(part.mass_kg and part.item for part in (keel, back, wire))


def test_the_usual_display_is_of_whole_modules_behind_its_frame(samples):
    pack, electrics = samples["led-ticker"], TABLES.electrics.display
    kind = kind_of("led-ticker")
    module = (kind.base.module_width_mm, kind.base.module_height_mm)
    assert module == (electrics.cabinet_width_mm, electrics.cabinet_height_mm)
    assert (pack.layout.spec.width_mm, pack.layout.spec.height_mm) == (kind.usual.width_mm, kind.usual.height_mm)
    holes = [
        Rect.around(hole) for _, rings in piece_of(pack.layout, PieceRole.FRAME).region().rings() for hole in rings
    ]
    built = part_of(pack, "display").size_mm
    assert [(hole.width, hole.height) for hole in holes] == [pytest.approx(built)]
    assert "fabrication.display_size" not in {remark.code for remark in pack.remarks}


def test_a_display_of_another_size_names_the_nearest_that_whole_modules_make(sign):
    pack = make_pack(sign("欢迎", kind="led-ticker", width=4000, height=350), site=SITE, tables=TABLES)
    (remark,) = [remark for remark in pack.remarks if remark.code == "fabrication.display_size"]
    assert remark.needs_action
    assert dict(remark.params)["sizes"] == ("3870×350 mm (12×2)", "4190×350 mm (13×2)")
    for wide in (3870, 4190):
        fits = make_pack(sign("欢迎", kind="led-ticker", width=wide, height=350), site=SITE, tables=TABLES)
        assert "fabrication.display_size" not in {remark.code for remark in fits.remarks}


# --- bodies and what holds them


def test_a_gate_is_cloth_all_round_with_a_blower_that_runs(samples):
    pack = samples["event-arch"]
    gate = piece_of(pack.layout, PieceRole.GATE)
    region, depth = Region.of_path(gate.outline), gate.z_front_mm - gate.z_back_mm
    assert part_of(pack, "shell").quantity == pytest.approx(
        (2 * region.area + region.perimeter * depth) / 1e6, rel=1e-4
    )
    assert pack.electrics.mains_w == TABLES.electrics.blower.watts
    assert pack.weight.total_kg < 60
    assert [part.use for part in pack.parts if part.use.startswith("work_")] == ["work_cut", "work_put_up"]


def test_a_truss_is_as_long_as_its_bars(samples):
    pack = samples["rooftop-letters"]
    truss = piece_of(pack.layout, PieceRole.TRUSS)
    bar = truss.z_front_mm - truss.z_back_mm
    box = truss.outline.bounds()
    ink = Rect.joined(line.ink for line in pack.layout.lines)
    feet = 6
    xs = [box.x0 + bar / 2 + (box.width - bar) * index / (feet - 1) for index in range(feet)]
    rise = ink.y0 + 0.28 * ink.height - bar
    bars = feet * box.height + 3 * box.width + sum(hypot(b - a, rise) for a, b in pairwise(xs))
    assert part_of(pack, "truss").quantity == pytest.approx(bars / 1000, rel=0.06)
    assert part_of(pack, "base_plate").copies == feet


def test_a_plinth_is_concrete_by_its_volume(samples):
    pack = samples["freestanding"]
    plinth = piece_of(pack.layout, PieceRole.PLINTH)
    box = plinth.outline.bounds()
    part = part_of(pack, "plinth")
    assert part.quantity == pytest.approx(box.width * box.height * (plinth.z_front_mm - plinth.z_back_mm) / 1e9)
    assert (part.unit.value, part.mass_kg) == ("m3", pytest.approx(part.quantity * 2400))


def test_edging_is_as_long_as_the_edges_of_the_letters(samples):
    pack = samples["rooftop-letters"]
    for letter in pack.layout.letters:
        trim = next(part for part in pack.parts if part.piece == letter.id and part.use == "trim")
        assert trim.length_m == pytest.approx(measured(letter).edge_m)
        assert trim.size_mm[1] == letter.trim_mm


def test_gold_leaf_lies_in_the_carved_board_and_the_board_ends_at_its_frame(samples):
    pack = samples["plaque"]
    letter = pack.layout.letters[0]
    parts = {part.use: part for part in pack.parts if part.piece == letter.id}
    size = measured(letter)
    assert parts.keys() == {"carved"}
    assert parts["carved"].item == "plate/gold-leaf/0.1"
    assert parts["carved"].quantity == pytest.approx(size.area_m2 + size.edge_m * size.depth_mm / 1000)
    frame = measured(piece_of(pack.layout, PieceRole.FRAME))
    assert part_of(pack, "panel").quantity == pytest.approx(2.4 * 0.8 - frame.area_m2)
    assert "stud" not in {joint.kind for joint in pack.structure.joints}


def test_film_on_a_window_needs_neither_fixing_nor_calculation_and_meets_no_wind(samples):
    pack = samples["window-letters"]
    assert pack.structure.joints == ()
    assert pack.structure.triggers == ()
    assert pack.structure.calculation.value == "no"
    assert (pack.wind.cases, pack.wind.is_sheltered, pack.remarks) == ((), True, ())


def test_a_logo_of_several_colours_has_film_for_them(fonts):
    layout = lay_out(read_spec(Path(bundled("samples", "specs", "jingwan-flagship.toml"))), fonts)
    pack = make_pack(layout, tables=TABLES)
    logo = {part.use: part for part in pack.parts if part.piece == "logo"}
    assert logo["print"].quantity == pytest.approx(logo["face"].quantity)
    assert part_of(pack, "sheet").piece == "divider"


def test_the_same_letter_has_its_light_at_the_same_places_wherever_it_stands(sign):
    letters = make_pack(sign("盐盐盐", width=4000), tables=TABLES).lit
    lefts = [min(spot.x for spot in lit.spots) for lit in letters]
    shifted = {
        tuple((round(s.x - left, 5), round(s.y, 5)) for s in lit.spots)
        for lit, left in zip(letters, lefts, strict=True)
    }
    assert len(shifted) == 1
