"""Areas, lengths and masses against independent computations; a rule for every role, construction and material."""

from __future__ import annotations

from dataclasses import replace

import freetype
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.ops import unary_union

from signage.design import BasePart, LetterConstruction, Piece, PieceRole, load_kinds, load_materials
from signage.fabrication import Group, Tables, estimate_words, make_pack, measured
from signage.fabrication.bodies import parts_of
from signage.fabrication.cutting import sheets_for
from signage.fabrication.measures import contours, outer_length, ribbon_length
from signage.geometry import Affine, Path, Rect, Region
from signage.typography import DEFAULT_TYPEFACE

TABLES = Tables()
_PX = 4000


def body(role: PieceRole, rect: Rect, depth: float, material: str = "aluminium-sheet", **more) -> Piece:
    facts = {
        "id": "piece",
        "role": role,
        "outline": Path.rect(rect),
        "z_back_mm": 0.0,
        "z_front_mm": depth,
        "material": material,
        "face_colour": "#808080",
        "side_colour": "#808080",
    }
    return Piece(**{**facts, **more})


def letter(outline: Path, construction: LetterConstruction, material: str = "acrylic", depth: float = 60.0) -> Piece:
    return replace(
        body(PieceRole.LETTER, Rect(0, 0, 1, 1), depth, material),
        outline=outline,
        construction=construction,
        text="字",
        line=0,
    )


def use(parts, name: str):
    return next(part for part in parts if part.use == name)


# --- against independent computations


def freetype_shape(fonts, character: str, em_mm: float):
    """Return a letter's ink as FreeType decomposes it, flattened finely and joined by shapely."""
    entry = next(one for one in fonts.entries() if one.name == DEFAULT_TYPEFACE)
    face = freetype.Face(str(entry.path))
    face.set_var_design_coords([700])
    face.set_pixel_sizes(0, _PX)  # scaled: unscaled outlines of a variable face are rounded to whole units
    face.load_char(character, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
    rings: list[list[tuple[float, float]]] = []

    def move(to, _):
        rings.append([(to.x, to.y)])

    def line(to, _):
        rings[-1].append((to.x, to.y))

    def conic(by, to, _):
        x0, y0 = rings[-1][-1]
        for step in range(1, 33):
            t = step / 32
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            rings[-1].append((a * x0 + b * by.x + c * to.x, a * y0 + b * by.y + c * to.y))

    face.glyph.outline.decompose(None, move_to=move, line_to=line, conic_to=conic, cubic_to=None)
    scale = em_mm / (_PX * 64)
    shapes = [Polygon([(x * scale, y * scale) for x, y in ring]).buffer(0) for ring in rings if len(ring) > 2]
    clockwise = [Polygon(ring).exterior.is_ccw for ring in rings if len(ring) > 2]
    outer = unary_union([s for s, ccw in zip(shapes, clockwise, strict=True) if not ccw])  # TrueType: outer clockwise
    holes = unary_union([s for s, ccw in zip(shapes, clockwise, strict=True) if ccw])
    return outer.difference(holes)


@pytest.mark.parametrize("character", ["业", "生", "中", "A", "8", "永"])
def test_face_and_returns_equal_what_freetype_and_shapely_find(sign, fonts, character):
    layout = sign(name=character)
    piece = layout.letters[0]
    shape = freetype_shape(fonts, character, layout.lines[0].em_mm)
    parts = parts_of(piece, layout.pieces, TABLES)
    assert use(parts, "face").quantity == pytest.approx(shape.area / 1e6, rel=1e-3)
    assert use(parts, "returns").length_m == pytest.approx(shape.length / 1000, rel=1e-3)
    assert use(parts, "back").quantity == use(parts, "face").quantity


def test_areas_and_edges_of_a_sign_equal_its_flattened_outlines(panel_sign, panel_pack):
    for piece in panel_sign.letters:
        region = Region.of_path(piece.outline, 0.005)
        parts = [part for part in panel_pack.parts if part.piece == piece.id]
        assert use(parts, "face").quantity == pytest.approx(region.area / 1e6, rel=1e-3)
        assert use(parts, "returns").length_m == pytest.approx(region.perimeter / 1000, rel=1e-3)


def test_the_mass_of_a_plate_is_area_times_thickness_times_density(panel_pack):
    face = use(panel_pack.parts, "face")
    assert face.item == "plate/acrylic/3"
    assert face.mass_kg == pytest.approx(face.quantity * 0.003 * 1190)


def test_returns_are_as_high_as_the_letter_is_deep_less_its_face(panel_pack):
    returns = use(panel_pack.parts, "returns")
    assert returns.size_mm[1] == 60 - 3
    assert returns.quantity == pytest.approx(returns.length_m * 0.057)


def test_the_panel_counts_its_folds_and_comes_from_whole_sheets(panel_pack):
    panel = use(panel_pack.parts, "panel")
    assert panel.quantity == pytest.approx((6000 * 1200 + 2 * (6000 + 1200) * 60) / 1e6)
    assert panel.size_mm == (6120, 1320)
    assert panel.bought == pytest.approx(2 * 1.5 * 4.0)
    assert dict(panel.remark.params)["joints"] == 1


def test_a_lit_face_has_as_few_joints_as_the_stock_allows(sign):
    parts = make_pack(sign(kind="light-box", width=4500, height=1100)).parts
    assert dict(use(parts, "light_face").remark.params)["joints"] == 0


def test_a_box_has_sides_of_its_own_only_without_a_frame(sign):
    layout = sign(kind="light-box", width=2000, height=800)
    box = next(p for p in layout.pieces if p.role is PieceRole.BOX)
    assert "sides" not in {p.use for p in parts_of(box, layout.pieces, TABLES)}
    alone = parts_of(box, (box,), TABLES)
    assert use(alone, "sides").quantity == pytest.approx(2 * (2.0 + 0.8) * (box.z_front_mm / 1000))


def test_the_frame_is_a_strip_of_lip_and_side_along_the_outer_edge(sign):
    layout = sign(kind="light-box", width=2000, height=800)
    frame = next(p for p in layout.pieces if p.role is PieceRole.FRAME)
    part = use(parts_of(frame, layout.pieces, TABLES), "frame")
    assert part.length_m == pytest.approx(2 * (2.0 + 0.8))
    ring = abs(frame.outline.signed_area()) / 1e6
    assert part.quantity == pytest.approx(ring + part.length_m * 0.15)


def test_a_closed_section_weighs_its_metal():
    rail = body(PieceRole.RAIL, Rect(0, 0, 3000, 80), 60)
    part, clamps = parts_of(rail, (rail,), TABLES)
    assert clamps.use == "clamp"
    metal_mm2 = 80 * 60 - (80 - 3) * (60 - 3)
    assert part.mass_kg == pytest.approx(metal_mm2 * 3000 / 1e9 * 2710)
    assert part.length_m == 3.0


# --- letters


def square(side: float = 400.0) -> Path:
    return Path.rect(Rect(0, 0, side, side))


@pytest.mark.parametrize(
    ("construction", "material", "wanted"),
    [
        ("flat", "acrylic", {"solid": "plate/acrylic/20"}),
        ("flat", "stainless-steel", {"face": "plate/stainless-steel/1", "returns": "plate/stainless-steel/0.8"}),
        (
            "face_lit",
            "acrylic",
            {
                "face": "plate/acrylic/3",
                "returns": "plate/stainless-steel/0.8",
                "back": "plate/aluminium-sheet/1.5",
            },
        ),
        (
            "face_lit",
            "galvanised-steel",
            {
                "face": "plate/acrylic/3",
                "returns": "plate/galvanised-steel/0.8",
                "back": "plate/aluminium-sheet/1.5",
            },
        ),
        (
            "halo_lit",
            "stainless-steel",
            {
                "face": "plate/stainless-steel/1",
                "returns": "plate/stainless-steel/0.8",
                "back": "plate/polycarbonate/4",
            },
        ),
    ],
)
def test_what_a_letter_consists_of(construction, material, wanted):
    piece = letter(square(), LetterConstruction(construction), material, 20.0 if construction == "flat" else 60.0)
    assert {part.use: part.item for part in parts_of(piece, (piece,), TABLES)} == wanted


def test_a_solid_letter_deeper_than_its_plate_is_glued_of_several(tables):
    piece = letter(square(), LetterConstruction.FLAT, "acrylic", 50.0)
    (part,) = parts_of(piece, (piece,), tables)
    assert part.item == "plate/acrylic/25"
    assert part.quantity == pytest.approx(2 * 0.16)
    assert dict(part.remark.params) == {"depth": "50", "thickness": "25", "layers": 2}


# --- a rule for everything, and an honest line where there is none


def test_no_rule_stands_for_a_name_that_does_not_exist():
    assert {rule.id for rule in TABLES.making.role} == {role.value for role in PieceRole}
    assert {rule.id for rule in TABLES.making.construction} == {c.value for c in LetterConstruction}


def test_every_role_has_a_rule():
    assert [role.value for role in PieceRole if TABLES.making.rule_of(role.value) is None] == []


def test_every_construction_has_a_rule():
    known = [c.value for c in LetterConstruction]
    assert [c for c in known if TABLES.making.construction_of(c) is None] == []


def test_every_material_is_in_the_stock_table():
    stock, display = TABLES.stock, TABLES.electrics.display.material
    known = [m for m in load_materials() if stock.find_plate(m.id) or stock.find_bulk(m.id) or m.id == display]
    assert known == list(load_materials())


def test_every_kind_in_every_construction_is_made_without_a_gap_and_priced(sign):
    for kind in load_kinds():
        for construction in kind.constructions:
            wide, high = kind.usual_size_mm() if kind.base.part is BasePart.BALLOON else (3000, 900)
            pack = make_pack(sign(kind=kind.id, width=wide, height=high, construction=construction.value))
            where = f"{kind.id} {construction}"
            assert [p.use for p in pack.parts if not p.item] == [], where
            assert pack.weight.total_kg is not None, where
            assert pack.cost.is_priced, (where, pack.cost.without_price)


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (letter(square(), LetterConstruction.FLAT, "unobtainium"), "no_rule_material"),
        (body(PieceRole.PANEL, Rect(0, 0, 900, 600), 60, "unobtainium"), "no_rule_material"),
        (body(PieceRole.RAIL, Rect(0, 0, 900, 60), 60, "soft-film"), "no_rule_use"),
        (body(PieceRole.PANEL, Rect(0, 0, 900, 600), 10), "no_frame_fits"),
    ],
)
def test_what_has_no_rule_is_a_line_without_figures(piece, code):
    missing = [part for part in parts_of(piece, (piece,), TABLES) if part.item == ""]
    assert [part.remark.code for part in missing] == [f"fabrication.{code}"]
    assert [(part.mass_kg, part.quantity) for part in missing] == [(None, 1.0)]


def test_a_role_or_construction_that_the_table_does_not_know_gets_no_figure():
    making = TABLES.making.model_copy(
        update={
            "role": tuple(rule for rule in TABLES.making.role if rule.id != "rail"),
            "construction": tuple(rule for rule in TABLES.making.construction if rule.id != "flat"),
        }
    )
    tables = Tables(making=making)
    rail = body(PieceRole.RAIL, Rect(0, 0, 900, 60), 60)
    flat = letter(square(), LetterConstruction.FLAT)
    assert [p.remark.code for p in parts_of(rail, (rail,), tables)] == ["fabrication.no_rule_role"]
    assert [p.remark.code for p in parts_of(flat, (flat,), tables)] == ["fabrication.no_rule_construction"]


def test_a_part_without_a_rule_leaves_weight_and_cost_open(sign):
    making = TABLES.making.model_copy(update={"role": tuple(r for r in TABLES.making.role if r.id != "panel")})
    pack = make_pack(sign(), tables=Tables(making=making))
    assert pack.weight.total_kg is None
    assert pack.weight.unknown == ("panel/piece",)
    assert not pack.cost.is_priced
    assert "fabrication.no_rule_role" in {remark.code for remark in pack.remarks}
    mass = next(t for t in pack.structure.triggers if t.measure == "mass_kg")
    assert mass.due.value == "unknown"


# --- properties


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.25, 4.0))
def test_scaling_a_letter_scales_its_areas_by_the_square_and_its_lengths_by_the_factor(panel_sign, scale):
    piece = panel_sign.letters[2]
    larger = replace(piece, outline=piece.outline.transformed(Affine(scale, 0, 0, scale, 0, 0)))
    one = {part.use: part for part in parts_of(piece, (piece,), TABLES)}
    two = {part.use: part for part in parts_of(larger, (larger,), TABLES)}
    for name in ("face", "back"):
        assert two[name].quantity == pytest.approx(one[name].quantity * scale**2)
        assert two[name].bought == pytest.approx(one[name].bought * scale**2)
        assert two[name].mass_kg == pytest.approx(one[name].mass_kg * scale**2)
    assert two["returns"].length_m == pytest.approx(one["returns"].length_m * scale)


@settings(max_examples=60, deadline=None)
@given(
    wide=st.floats(50, 20000), high=st.floats(50, 6000), is_lit=st.booleans(), plate=st.sampled_from(TABLES.stock.plate)
)
def test_sheets_always_cover_the_blank(wide, high, is_lit, plate):
    plan = sheets_for(wide, high, plate.sheet_sizes_mm, is_lit=is_lit)
    assert plan.columns * plan.sheet_mm[0] >= wide - 1e-3
    assert plan.rows * plan.sheet_mm[1] >= high - 1e-3
    assert (plan.columns - 1) * plan.sheet_mm[0] < wide
    assert (plan.rows - 1) * plan.sheet_mm[1] < high
    assert plan.sheet_mm in plate.sheet_sizes_mm or plan.sheet_mm[::-1] in plate.sheet_sizes_mm


@settings(max_examples=60, deadline=None)
@given(length=st.floats(100, 3000), width=st.floats(2, 30))
def test_a_ribbons_length_comes_back_from_its_edge_and_area(length, width):
    assert ribbon_length(Path.rect(Rect(0, 0, length, width))) == pytest.approx(length)
    ring = Path.joined(
        [Path.rect(Rect(0, 0, length, length)), Path.polygon(Rect(5, 5, length - 5, length - 5).corners[::-1])]
    )
    assert ribbon_length(ring) == pytest.approx(4 * (length - 5))


def test_outer_edges_leave_holes_out():
    ring = Path.joined([square(400), Path.polygon(Rect(100, 100, 300, 300).corners[::-1])])
    assert outer_length(ring) == pytest.approx(1600)
    assert len(contours(ring)) == 2
    assert measured(letter(ring, LetterConstruction.FLAT)).edge_m == pytest.approx(2.4)


def test_what_is_bought_is_never_less_than_what_is_in_the_sign(panel_pack):
    assert [p.use for p in panel_pack.parts if p.bought < p.quantity - 1e-12] == []
    assert {part.group for part in panel_pack.parts} == set(Group) - {Group.EXTRA}


def test_shapely_agrees_on_the_wind_area(panel_pack, sign):
    assert panel_pack.wind.area_m2 == pytest.approx(7.2, rel=1e-9)
    layout = sign(kind="wall-letters")
    shapes = [shapely.MultiPolygon(p.region().shape) for p in layout.pieces]
    assert make_pack(layout).wind.area_m2 == pytest.approx(unary_union(shapes).area / 1e6, rel=1e-6)


def test_a_wooden_panel_larger_than_any_board_is_joined_on_a_frame_and_priced(sign):
    pack = make_pack(sign(name="晶湾盐业", width=6000, height=1500, panel_material="wood"))
    panel = next(part for part in pack.parts if part.use == "panel")
    assert panel.item == "plate/wood/30"
    assert panel.remark is not None
    assert dict(panel.remark.params)["joints"] > 0
    assert any(part.use == "frame_behind" and part.item for part in pack.parts)
    assert pack.cost.is_priced
    assert "." not in estimate_words(pack.cost)
