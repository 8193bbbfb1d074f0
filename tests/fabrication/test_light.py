"""Light sources: places inside the outline, no overlap, even cover; strings, supplies and cables."""

from __future__ import annotations

import itertools
from math import ceil, cos, hypot, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import MultiPoint, Point, Polygon
from shapely.ops import unary_union

from signage.design import PieceRole, lay_out, read_spec
from signage.fabrication import Tables, corners_of, make_pack
from signage.fabrication.led_map import clear_mm, dark_share, place_along_strokes, place_on_grid, wall_mm
from signage.geometry import Path, Rect
from signage.geometry.boundary import Boundary
from signage.geometry.skeleton import strokes_of
from signage.resources import bundled

TABLES = Tables()
ELECTRICS = TABLES.electrics
MODULES = ELECTRICS.module
MINI = ELECTRICS.find_module("module-mini-2led")
LENS = ELECTRICS.find_module("box-lens")


def placed(outline: Path, module=MINI, pitch: float | None = None):
    return place_along_strokes(outline, module, pitch or module.pitch_mm(60.0), ELECTRICS.row_share)


@pytest.fixture(scope="module")
def letters(sign):
    return sign(name="盐馨回A永", width=6000, height=1200, letter_height_mm=500.0).letters


@pytest.mark.parametrize("module", [m for m in MODULES if {"front", "back"} & set(m.lights)], ids=lambda m: m.id)
def test_every_module_keeps_its_edge_lies_inside_and_overlaps_none(letters, module):
    for piece in letters:
        shape = piece.region().shape
        spots = placed(piece.outline, module)
        assert spots, piece.text
        assert shape.buffer(-module.edge_mm + 0.15).covers(MultiPoint([(s.x, s.y) for s in spots])), piece.text
        bodies = [Polygon(corners_of(spot, module)) for spot in spots]
        joined = unary_union(bodies)
        assert joined.difference(shape.buffer(0.1)).area < 0.01, piece.text
        assert joined.area == pytest.approx(len(spots) * module.length_mm * module.width_mm, rel=1e-6), piece.text


_NAMES = st.text("晶湾盐业生活馆茶酒家鑫鬻囍永国AWR&8", min_size=1, max_size=3)


@settings(max_examples=12, deadline=None)
@given(name=_NAMES, tall=st.floats(180.0, 700.0), index=st.integers(0, 2))
def test_no_two_modules_of_a_letter_touch_and_all_stay_clear_of_the_returns(sign, name, tall, index):
    module = [m for m in MODULES if {"front", "back"} & set(m.lights)][index]
    for piece in sign(name=name, width=6000, height=1200, letter_height_mm=tall).letters:
        bodies = [Polygon(corners_of(spot, module)) for spot in placed(piece.outline, module)]
        for one, other in itertools.combinations(bodies, 2):
            assert one.distance(other) > clear_mm(module) - 1e-6, piece.text
        rim = piece.region().shape.boundary
        for one in bodies:
            assert one.distance(rim) > wall_mm(module) - 0.15, piece.text  # the outline is flattened


def test_modules_cover_the_letter_so_that_no_place_with_room_is_left_dark(letters):
    pitch = MINI.pitch_mm(60.0)
    for piece in letters:
        spots = placed(piece.outline)
        lit = MultiPoint([(s.x, s.y) for s in spots]).buffer(1.35 * pitch)
        dark = piece.region().shape.buffer(-MINI.edge_mm).difference(lit)
        assert dark.area < 0.01 * piece.region().area, piece.text


def test_every_part_of_a_letter_has_light_of_its_own(sign):
    """Light does not pass returns: the inner square of 回 stays dark when its ring alone has modules."""
    for tall in (150.0, 180.0, 250.0, 400.0):
        pack = make_pack(sign(name="回", width=3000, height=900, letter_height_mm=tall), tables=TABLES)
        outer, inner = pack.layout.letters[0].region().parts()
        spots = [Point(spot.x, spot.y) for spot in pack.lit[0].spots]
        for part in (outer, inner):
            assert sum(part.shape.covers(spot) for spot in spots) >= 2, tall


@settings(max_examples=20, deadline=None)
@given(name=st.text("O口回D日BR8永盐馨", min_size=1, max_size=2), tall=st.floats(110.0, 500.0))
def test_a_letter_is_lit_all_over_or_said_not_to_be(sign, name, tall):
    pack = make_pack(sign(name=name, width=6000, height=1200, letter_height_mm=tall), tables=TABLES)
    outlines = {letter.id: letter.outline for letter in pack.layout.letters}
    told = {piece for remark in pack.remarks for piece in remark.pieces if remark.code in _DARK_REMARKS}
    for lit in pack.lit:
        if lit.piece not in told:
            module = ELECTRICS.find_module(lit.module)
            assert dark_share(outlines[lit.piece], lit.spots, (module.length_mm + lit.throw_mm) / 2) < 0.2, lit.text


_DARK_REMARKS = {"fabrication.uneven", "fabrication.no_room", "fabrication.too_thin_unlit"}


def test_a_small_ring_takes_a_source_that_follows_its_bend(sign):
    pack = make_pack(sign(name="O口回D日", width=4000, height=600, letter_height_mm=120.0), tables=TABLES)
    ring = pack.lit[0]
    assert ring.module == "strip-s6-25"
    assert ring.count >= 6
    assert [remark.pieces for remark in pack.remarks if remark.code == "fabrication.too_tight_use"] == [("letter-01",)]


def test_a_square_ring_is_laid_straight_and_alike_on_both_sides():
    hole = Rect(60, 60, 340, 340)
    ring = Path.joined([Path.rect(Rect(0, 0, 400, 400)), Path.polygon(hole.corners[::-1])])
    spots = placed(ring, pitch=60.0)
    assert {round(spot.angle_deg) % 90 for spot in spots} == {0}
    assert dark_share(ring, spots, 60.0) < 0.01
    left, right = ([s for s in spots if low < s.x < high and 60 < s.y < 340] for low, high in ((0, 60), (340, 400)))
    assert len(left) == len(right)


def test_a_straight_stroke_takes_modules_at_the_pitch():
    bar = Path.rect(Rect(0, 0, 1000, 60))
    spots = placed(bar, pitch=60.0)
    xs = sorted(spot.x for spot in spots)
    gaps = [b - a for a, b in itertools.pairwise(xs)]
    assert max(gaps) <= 60.0 + 1e-6
    assert min(gaps) > 50.0
    assert all(abs(spot.y - 30) < 1000 / 256 / 2 + 1e-6 for spot in spots)  # half a cell of the grid
    assert {round(spot.angle_deg) % 180 for spot in spots} == {0}


def test_a_wide_stroke_takes_rows_side_by_side():
    rows = {round(s.y / 20) for s in placed(Path.rect(Rect(0, 0, 1500, 150)), pitch=60.0) if 300 < s.x < 1200}
    assert len(rows) == ceil(150 / (ELECTRICS.row_share * 60))


def test_a_stroke_without_room_takes_none():
    assert placed(Path.rect(Rect(0, 0, 500, 2 * MINI.edge_mm - 1))) == ()


def test_rings_crossings_and_dots_are_walked(letters):
    assert any(stroke.is_closed for stroke in strokes_of(letters[2].outline))  # 回
    upper = ((0, 200), (0, 260), (200, 260), (200, 460), (260, 460), (260, 260))
    lower = ((200, 200), (200, 0), (260, 0), (260, 200), (460, 200), (460, 260))
    cross = Path.polygon([*lower, *reversed(upper)])
    spots = placed(cross, pitch=60.0)
    for x, y in ((230, 430), (230, 30), (30, 230), (430, 230)):
        assert min((s.x - x) ** 2 + (s.y - y) ** 2 for s in spots) < 40**2
    assert len(placed(Path.rect(Rect(0, 0, 60, 60)))) >= 1
    assert strokes_of(Path("", ())) == ()


@pytest.mark.parametrize("sides", [4, 8, 64])
def test_a_round_dot_is_lit_in_its_middle(sides):
    turn = 2 * pi / sides
    dot = Path.polygon([(30 + 29 * cos(k * turn + 0.1), 30 + 29 * sin(k * turn + 0.1)) for k in range(sides)])
    (spot,) = placed(dot, pitch=60.0)
    assert hypot(spot.x - 30, spot.y - 30) < 3


@settings(max_examples=40, deadline=None)
@given(wide=st.floats(100, 6000), high=st.floats(100, 2000), pitch=st.floats(80, 160))
def test_a_boxs_grid_is_counted_from_its_erosion(wide, high, pitch):
    spots = place_on_grid(Path.rect(Rect(0, 0, wide, high)), LENS, pitch)

    def along(length: float) -> int:
        free = length - 2 * LENS.edge_mm
        return 1 if free < pitch / 2 else ceil(free / pitch - 1e-9) + 1

    assert len(spots) == along(wide) * along(high)


@settings(max_examples=60, deadline=None)
@given(x=st.floats(-50, 450), y=st.floats(-50, 350))
def test_distances_equal_shapelys(x, y):
    hole = Rect(100, 100, 300, 200)
    path = Path.joined([Path.rect(Rect(0, 0, 400, 300)), Path.polygon(hole.corners[::-1])])
    shape = Polygon(Rect(0, 0, 400, 300).corners, [hole.corners])
    found = float(Boundary.of(path).distances(np.array([[x, y]]))[0])
    away = shape.boundary.distance(Point(x, y))
    assert abs(found) == pytest.approx(away, abs=1e-6)
    if away > 1e-6:
        assert (found > 0) == shape.contains(Point(x, y))


@settings(max_examples=80, deadline=None)
@given(
    x=st.floats(-60, 260),
    y=st.floats(-60, 260),
    angle=st.floats(-180, 180),
    half=st.tuples(st.floats(1, 60), st.floats(1, 30)),
)
def test_an_outline_enters_a_rectangle_when_shapely_says_so(x, y, angle, half):
    ring = Path.rect(Rect(0, 0, 200, 200))
    corners = [(a * half[0], b * half[1]) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    box = affinity.translate(affinity.rotate(Polygon(corners), angle, origin=(0, 0)), x, y)
    crossed = box.buffer(-1e-6).intersects(Polygon(Rect(0, 0, 200, 200).corners).exterior)
    grazed = box.buffer(1e-6).intersects(Polygon(Rect(0, 0, 200, 200).corners).exterior)
    found = bool(Boundary.of(ring).enters(np.array([[x, y]]), np.array([angle]), half)[0])
    assert found or not crossed
    assert grazed or not found


# --- which source


def remarks(pack) -> dict[str, dict[str, object]]:
    return {remark.code.removeprefix("fabrication."): dict(remark.params) for remark in pack.remarks}


def test_a_letter_too_thin_for_the_usual_module_takes_a_smaller_one_and_is_named(sign):
    pack = make_pack(sign(name="一二三馨", width=6000, height=1200))
    said = remarks(pack)["too_thin_use"]
    assert said["letters"] == "馨"
    usual = {one.module for one in pack.lit if one.text != "馨"}
    odd = next(one for one in pack.lit if one.text == "馨")
    assert usual == {"module-3led"}
    assert odd.module == "module-mini-2led"
    assert odd.thinnest_mm < ELECTRICS.find_module("module-3led").min_stroke_mm


def test_a_letter_too_thin_for_every_source_stays_dark_and_says_so(sign):
    pack = make_pack(sign(name="馨", width=900, height=200, weight=100))
    assert [one.module for one in pack.lit] == [None]
    assert sum(one.count for one in pack.lit) == 0
    assert "too_thin_unlit" in remarks(pack)
    assert pack.electrics.supplies == ()


def test_the_pitch_follows_the_throw_within_the_modules_bounds():
    assert MINI.pitch_mm(10) == MINI.pitch_min_mm
    assert MINI.pitch_mm(60) == 60
    assert MINI.pitch_mm(500) == MINI.pitch_max_mm


def test_unlit_letters_have_no_light_and_double_lit_ones_twice(sign):
    assert make_pack(sign(construction="flat")).lit == ()
    both = make_pack(sign(construction="face_and_halo"))
    assert {(one.piece, one.light.value) for one in both.lit} == {
        (f"letter-{n:02d}", way) for n in (1, 2) for way in ("front", "back")
    }


def test_count_and_density_are_of_the_placed_modules(panel_pack):
    for one in panel_pack.lit:
        assert one.count == len(one.spots)
        assert one.density_n_m2 == pytest.approx(one.count / one.face_m2)


# --- supplies


@pytest.mark.parametrize("name", ["盐", "盐味小馆生活用品", "徽州百年老街盐渍香料生活用品便民服务园馆"])
@pytest.mark.parametrize("kind", ["panel-letters", "light-box"])
def test_supplies_keep_their_reserve_and_every_module_hangs_on_one(sign, name, kind):
    pack = make_pack(sign(name=name, kind=kind, width=max(1500, 700 * len(name)), height=1200))
    electrics = pack.electrics
    reserve = ELECTRICS.supply_rule.reserve_share
    stock = [supply.watts for supply in ELECTRICS.supply]
    for index, supply in enumerate(electrics.supplies):
        load = sum(string.watts for string in electrics.strings if string.supply == index)
        assert supply.load_w == pytest.approx(load)
        assert supply.load_w <= supply.rated_w * (1 - reserve) + 1e-9
        smaller = [rated for rated in stock if rated < supply.rated_w]
        assert not smaller or supply.load_w > smaller[-1] * (1 - reserve)
    assert sum(s.count for s in electrics.strings) == sum(one.count for one in pack.lit)
    for string in electrics.strings:
        assert 1 <= string.count <= ELECTRICS.find_module(string.module).string_max
    assert electrics.watts == pytest.approx(sum(one.count * _watts(one) for one in pack.lit))
    assert len(electrics.supplies) <= ceil(electrics.watts / (stock[-1] * (1 - reserve))) + 1


def _watts(one) -> float:
    return ELECTRICS.find_module(one.module).watts if one.module else 0.0


def test_the_pair_is_thick_enough_or_the_drop_is_remarked(panel_pack):
    electrics = panel_pack.electrics
    assert electrics.pair_mm2 in ELECTRICS.cable.sections_mm2
    assert electrics.drop_share <= ELECTRICS.cable.drop_share
    tight = ELECTRICS.cable.model_copy(update={"drop_share": 0.0001})
    table = ELECTRICS.model_copy(update={"cable": tight})
    pack = make_pack(panel_pack.layout, tables=Tables(electrics=table))
    assert pack.electrics.pair_mm2 == ELECTRICS.cable.sections_mm2[-1]
    assert "drop_too_high" in remarks(pack)


@pytest.mark.parametrize("kind", ["light-box", "projecting", "projecting-round", "soft-film-box", "freestanding"])
def test_modules_of_a_framed_box_lie_in_what_its_frame_leaves_open(kind: str, fonts):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    frame = next(piece for piece in layout.pieces if piece.role is PieceRole.FRAME)
    rings = [Polygon(ring) for ring in frame.outline.flattened()]
    opening = min(rings, key=lambda ring: ring.area)
    spots = [Point(spot.x, spot.y) for one in make_pack(layout).lit for spot in one.spots]
    assert len(spots) > 8
    assert all(opening.contains(spot) for spot in spots)
