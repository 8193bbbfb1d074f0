"""The cutting file of every kind read back by ezdxf and shapely: areas, arcs, holes, notches, layers, nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from io import StringIO
from typing import Any

import ezdxf
import ezdxf.path
import pytest
import shapely

from signage.design import PieceRole, SignLayout, lay_out, load_kinds, read_spec, spec_of
from signage.fabrication import Drilled, Site, Tables, cut_sheets, make_pack
from signage.geometry import Rect
from signage.render.dxf_cutting import draw_cutting
from signage.render.dxf_file import DxfVersion
from signage.resources import bundled
from signage.scene.cutting import compose_cutting
from signage.typography import FontCatalogue

KINDS = tuple(kind.id for kind in load_kinds())
# bent from strips or carved into a board; printed; the gores of a ball; films laid round a core
NO_SHEET = ("returns", "carved")
NO_STOCK = ("banner-print", "balloon-film")
CURVED = ("letter", "logo")

_layouts: dict[str, SignLayout] = {}


def layout_of(kind: str, fonts: FontCatalogue) -> SignLayout:
    if kind not in _layouts:
        _layouts[kind] = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    return _layouts[kind]


def read(layout: SignLayout, version: DxfVersion = DxfVersion.R2018, drilled: Drilled | None = None) -> Any:
    content = draw_cutting(compose_cutting(layout, drilled=drilled), version).content
    return ezdxf.read(StringIO(content.decode("utf-8")))


@cache
def stocked() -> dict[str, set[str]]:
    """Return the thicknesses of each plate as layers name them."""
    return {
        plate.id.upper(): {f"{thick:g}MM".upper() for thick in plate.thicknesses_mm} for plate in Tables().stock.plate
    }


def polygon(entity: Any) -> shapely.Polygon:
    points = [(p.x, p.y) for p in ezdxf.path.make_path(entity).flattening(0.005)]
    return shapely.Polygon(points)


def areas_by_sheet(doc: Any) -> dict[str, float]:
    """Return m² of each plate, as often as its layer says, by what lies inside what."""
    found: dict[str, float] = {}
    layers: dict[str, list[shapely.Polygon]] = {}
    for entity in doc.modelspace():
        layers.setdefault(entity.dxf.layer, []).append(polygon(entity))
    for name, rings in layers.items():
        material, thickness, *rest = name.split("_")
        if any(word.startswith("CARVE-") for word in rest):
            continue
        times = next((int(word[1:]) for word in rest if word[0] == "X" and word[1:].isdigit()), 1)
        tree = shapely.STRtree(rings)
        total = 0.0
        for ring in rings:
            around = [rings[at] for at in tree.query(ring, predicate="covered_by")]
            total += ring.area if sum(one is not ring for one in around) % 2 == 0 else -ring.area
        key = f"{material}_{thickness}"
        found[key] = found.get(key, 0.0) + total * times / 1e6
    return found


def counted(layout: SignLayout, site: Site | None = None) -> dict[str, float]:
    """Return m² of each plate that the parts list counts and that is cut."""
    found: dict[str, float] = {}
    for part in make_pack(layout, site=site).parts:
        kind, _, stock = part.item.partition("/")
        is_bar = part.remark is not None and part.remark.code == "fabrication.flat_bar"
        if kind != "plate" or is_bar or part.use in NO_SHEET or stock.startswith(NO_STOCK):
            continue
        name = stock.replace("/", "_").upper() + "MM"
        found[name] = found.get(name, 0.0) + part.quantity
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_areas_read_back_are_those_that_the_parts_list_counts(kind: str, fonts: FontCatalogue) -> None:
    layout = layout_of(kind, fonts)
    assert areas_by_sheet(read(layout)) == pytest.approx(counted(layout), rel=1e-3)


@pytest.mark.parametrize("version", list(DxfVersion))
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_holds_closed_outlines_on_layers_of_the_stock_and_nothing_else(
    kind: str, version: DxfVersion, fonts: FontCatalogue
) -> None:
    doc = read(layout_of(kind, fonts), version)
    found = doc.audit()
    assert (found.errors, found.fixes) == ([], [])
    for entity in doc.modelspace():
        assert entity.dxftype() in ("LWPOLYLINE", "POLYLINE", "CIRCLE")
        assert entity.dxftype() == "CIRCLE" or entity.is_closed
        shape = polygon(entity)
        assert shape.is_valid
        assert shape.area > 0
    assert [entity for layout in doc.layouts if layout.name != "Model" for entity in layout] == []
    for name in {entity.dxf.layer for entity in doc.modelspace()}:
        material, thickness, *_ = name.split("_")
        (known,) = {plate for plate in stocked() if plate.startswith(material)}  # a long name loses its end
        assert thickness.replace("P", ".") in stocked()[known]


@pytest.mark.parametrize("kind", KINDS)
def test_curves_of_letters_come_back_as_arcs(kind: str, fonts: FontCatalogue) -> None:
    layout = layout_of(kind, fonts)
    curved = [p for p in layout.pieces if p.role.value in CURVED and set(p.outline.verbs) & set("QC")]
    is_cut = any(cut_sheets(piece, layout) for piece in curved)
    entities = list(read(layout).modelspace())
    bulges = [abs(b) for e in entities if e.dxftype() == "LWPOLYLINE" for *_, b in e.get_points("xyb")]
    if is_cut:
        assert sum(b > 0 for b in bulges) > 10
        # an arc stands for many chords: chords of 0.05 mm would be several times as many
        chords = sum(len(contour) for piece in curved for contour in piece.outline.flattened(0.05))
        letters = sum(bool(cut_sheets(piece, layout)) for piece in curved) / len(curved)
        assert sum(b > 0 for b in bulges) < chords * letters * 2


# --- holes ------------------------------------------------------------------------------------------------------------


def circles(doc: Any) -> list[tuple[str, float]]:
    return [(e.dxf.layer, 2 * e.dxf.radius) for e in doc.modelspace() if e.dxftype() == "CIRCLE"]


HELD = {"projecting": 2, "freestanding-board": 2, "rooftop-letters": 6}  # plates of each kind's sample


@pytest.mark.parametrize("kind", HELD)
def test_plates_have_as_many_holes_as_they_have_anchors(kind: str, fonts: FontCatalogue) -> None:
    layout, fixing = layout_of(kind, fonts), Tables().making.fixing
    pack = make_pack(layout)
    joint = next(joint for joint in pack.structure.joints if joint.fixing == fixing.support.id)
    assert joint.plates == HELD[kind]
    assert joint.count == joint.plates * fixing.support_min
    found = [layer for layer, size in circles(read(layout)) if size == pytest.approx(fixing.support.hole_mm)]
    times = sum(int(layer.split("_X")[1]) if "_X" in layer else 1 for layer in found)
    assert times == joint.count


def test_a_plate_whose_load_asks_for_more_is_drilled_for_more(fonts: FontCatalogue) -> None:
    layout = lay_out(
        spec_of({"kind": "projecting", "name": "晶湾酒家", "width_mm": 2000, "height_mm": 4000}),
        fonts,
    )
    site = Site(w0_kn_m2=3.0, terrain="B", years=50, top_mm=9000.0)
    pack, fixing = make_pack(layout, site=site), Tables().making.fixing
    joint = next(joint for joint in pack.structure.joints if joint.plates)
    assert joint.count > joint.plates * fixing.support_min
    found = [size for _, size in circles(read(layout, drilled=pack.drilled)) if size == fixing.support.hole_mm]
    assert len(found) == joint.count
    told = [part for part in pack.parts if part.use == "wall_plate"]
    assert {dict(part.remark.params)["count"] for part in told if part.remark} == {joint.count // joint.plates}
    assert areas_by_sheet(read(layout, drilled=pack.drilled)) == pytest.approx(counted(layout, site), rel=1e-3)


@pytest.mark.parametrize("kind", ["rail-letters", "canopy-letters"])
def test_a_rails_clamps_have_a_hole_for_each_of_its_anchors(kind: str, fonts: FontCatalogue) -> None:
    layout, fixing = layout_of(kind, fonts), Tables().making.fixing
    pack = make_pack(layout)
    joint = next(joint for joint in pack.structure.joints if joint.fixing == fixing.wall.id)
    clamps = [part for part in pack.parts if part.use == "clamp"]
    assert 2 * sum(part.copies for part in clamps) == joint.count
    cut = sum(
        sheet.copies * len(shape.holes)
        for piece in layout.pieces
        for sheet in cut_sheets(piece, layout)
        if sheet.use == "clamp"
        for shape in sheet.shapes
    )
    assert cut == joint.count
    sizes = {size for _, size in circles(read(layout))}
    assert {fixing.wall.hole_mm, fixing.stud.hole_mm} <= sizes


@pytest.mark.parametrize("kind", ["rail-letters", "canopy-letters"])
def test_straps_have_holes_for_the_studs_that_the_parts_list_counts_for_them(kind: str, fonts: FontCatalogue) -> None:
    layout, stud = layout_of(kind, fonts), Tables().making.fixing.stud
    bare = replace(layout, pieces=tuple(piece for piece in layout.pieces if piece.role is not PieceRole.TIE))
    counts = [
        joint.count for one in (layout, bare) for joint in make_pack(one).structure.joints if joint.fixing == stud.id
    ]
    holes = [size for _, size in circles(read(layout)) if size == stud.hole_mm]
    stays = [part for part in make_pack(layout).parts if part.use == "stay"]
    assert counts[0] - counts[1] == len(holes) + len(stays)
    assert holes


def test_holes_keep_their_edge_distance_and_shrink_by_the_kerf(fonts: FontCatalogue) -> None:
    layout, fixing = layout_of("projecting", fonts), Tables().making.fixing
    content = draw_cutting(compose_cutting(layout, kerf_mm=0.2)).content
    doc = ezdxf.read(StringIO(content.decode("utf-8")))
    plates = [e for e in doc.modelspace() if e.dxf.layer == "GALVANISED-STEEL_8MM"]
    outlines = [polygon(e) for e in plates if e.dxftype() == "LWPOLYLINE"]
    holes = [e for e in plates if e.dxftype() == "CIRCLE"]
    assert {round(2 * e.dxf.radius, 6) for e in holes} == {fixing.support.hole_mm - 0.2}
    for hole in holes:
        at = shapely.Point(hole.dxf.center.x, hole.dxf.center.y)
        (own,) = [outline for outline in outlines if outline.covers(at)]
        assert at.distance(own.exterior) == pytest.approx(fixing.plate_edge_mm + 0.1)


def test_a_hole_that_the_cut_would_swallow_is_counted_as_closed(fonts: FontCatalogue) -> None:
    cutting = compose_cutting(layout_of("projecting", fonts), kerf_mm=19.0)
    assert cutting.closed >= 8


# --- folds and joints -------------------------------------------------------------------------------------------------


def test_a_tray_is_cut_to_its_developed_size_with_square_notches(fonts: FontCatalogue) -> None:
    layout = lay_out(
        spec_of({"kind": "panel-letters", "name": "盐", "width_mm": 2400, "height_mm": 800}),
        fonts,
    )
    panel = next(piece for piece in layout.pieces if piece.role is PieceRole.PANEL)
    fold = panel.z_front_mm - panel.z_back_mm
    doc = read(layout)
    (tray,) = [e for e in doc.modelspace() if e.dxf.layer == "ALUMINIUM-SHEET_2MM"]
    shape = polygon(tray)
    assert len(tray.get_points("xy")) == 12  # four corners, each with a square cut out
    x0, y0, x1, y1 = shape.bounds
    assert (x1 - x0, y1 - y0) == pytest.approx((2400 + 2 * fold, 800 + 2 * fold))
    assert shape.area == pytest.approx((x1 - x0) * (y1 - y0) - 4 * fold * fold)


def test_folds_part_a_blank_into_face_and_returns_and_are_never_cut(fonts: FontCatalogue) -> None:
    layout = layout_of("panel-letters", fonts)
    panel = next(piece for piece in layout.pieces if piece.role is PieceRole.PANEL)
    sheet = next(sheet for sheet in cut_sheets(panel, layout) if sheet.use == "panel")
    fold = panel.z_front_mm - panel.z_back_mm
    folds = [fold for shape in sheet.shapes for fold in shape.folds]
    assert {one.height_mm for one in folds} == {fold}
    box = panel.outline.bounds()
    assert box is not None
    length = sum(math.dist(one.start, one.end) for one in folds)
    assert length == pytest.approx(2 * (box.width + box.height))
    for shape in sheet.shapes:
        inner = shape.outline.bounds()
        assert inner is not None
        assert all(inner.contains(Rect.around((one.start, one.end))) for one in shape.folds)


@pytest.mark.parametrize(
    ("kind", "material", "size"),
    [
        ("hanging", "aluminium-sheet", (5200.0, 1700.0)),
        ("hanging", "galvanised-steel", (4000.0, 900.0)),
        ("projecting-round", None, (3200.0, 3200.0)),
        ("wall-letters", None, (9000.0, 4200.0)),
    ],
)
def test_what_is_larger_than_a_sheet_is_cut_in_joined_pieces(
    kind: str, material: str | None, size: tuple[float, float], fonts: FontCatalogue
) -> None:
    more = {"panel_material": material} if material else {}
    layout = lay_out(spec_of({"kind": kind, "name": "盐", "width_mm": size[0], "height_mm": size[1], **more}), fonts)
    tables = Tables()
    for piece in layout.pieces:
        for sheet in cut_sheets(piece, layout, tables):
            plate = tables.stock.find_plate(sheet.material)
            assert plate is not None
            if plate.is_film or plate.is_board or sheet.use == "returns":
                continue
            for shape in sheet.shapes:
                box = shape.outline.bounds()
                assert box is not None
                low, high = sorted((box.width, box.height))
                fits = [min(s) + 1e-3 >= low and max(s) + 1e-3 >= high for s in plate.sheet_sizes_mm]
                assert any(fits), (sheet.use, box)
    assert areas_by_sheet(read(layout)) == pytest.approx(counted(layout), rel=1e-3)
    told = [part.remark for part in make_pack(layout).parts if part.remark and "joints" in dict(part.remark.params)]
    assert any(int(str(dict(remark.params)["joints"])) > 0 for remark in told)


def test_pieces_of_a_split_round_panel_keep_their_arcs(fonts: FontCatalogue) -> None:
    given = {"kind": "hanging", "name": "盐", "width_mm": 5200, "height_mm": 900, "panel_material": "aluminium-sheet"}
    layout = lay_out(spec_of(given), fonts)
    pieces = [e for e in read(layout).modelspace() if e.dxf.layer.startswith("ALUMINIUM-SHEET_2MM")]
    curved = [e for e in pieces if any(b for *_, b in e.get_points("xyb"))]
    assert len(curved) == 2  # the two ends with their round corners
    assert sum(1 for e in curved for *_, b in e.get_points("xyb") if b) <= 24  # each corner a few arcs, no chords
