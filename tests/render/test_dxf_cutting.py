"""The cutting file read back: areas and lengths by the circle-segment formulae against the exact Bézier outlines."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import StringIO
from math import atan, hypot, sin
from typing import Any

import ezdxf
import ezdxf.path
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signage.design import SignLayout, lay_out, spec_of
from signage.errors import LayoutError
from signage.geometry import Affine, Point
from signage.render.dxf_cutting import draw_cutting, layer_names
from signage.render.dxf_file import DxfVersion
from signage.scene.cutting import Cutting, compose_cutting
from signage.typography import FontCatalogue
from signage.typography.metrics import perimeter_of

CHARACTERS = "回圆国田品龘麤鬱爨盐湾馆○〇・Oo0S8&@§QGcse5山川一"
Ring = list[tuple[float, float, float]]


def layout_of(fonts: FontCatalogue, name: str, **changes: Any) -> SignLayout:
    fields = {"kind": "wall-letters", "name": name, "width_mm": 6000, "height_mm": 900, **changes}
    return lay_out(spec_of(fields), fonts)


def read(content: bytes) -> Any:
    return ezdxf.read(StringIO(content.decode("utf-8")))


def rings_of(doc: Any, layer: str) -> list[Ring]:
    found: list[Ring] = []
    for entity in doc.modelspace():
        if entity.dxf.layer != layer:
            continue
        found.append(ring_of(entity))
    return found


def ring_of(entity: Any) -> Ring:
    """Return a closed entity as corners with bulges; a circle as two half circles."""
    if entity.dxftype() == "CIRCLE":
        (x, y, _), radius = entity.dxf.center, entity.dxf.radius
        return [(x + radius, y, 1.0), (x - radius, y, 1.0)]
    assert entity.is_closed
    if entity.dxftype() == "POLYLINE":
        return [(v.dxf.location.x, v.dxf.location.y, v.dxf.bulge) for v in entity.vertices]
    return [tuple(v) for v in entity.get_points("xyb")]


def pairs(ring: Ring) -> list[tuple[float, float, float, float, float]]:
    return [
        (x, y, bulge, ring[(i + 1) % len(ring)][0], ring[(i + 1) % len(ring)][1])
        for i, (x, y, bulge) in enumerate(ring)
    ]


def area_of(ring: Ring) -> float:
    total = 0.0
    for x0, y0, bulge, x1, y1 in pairs(ring):
        total += (x0 * y1 - x1 * y0) / 2
        if bulge:
            angle = 4 * atan(bulge)
            radius = hypot(x1 - x0, y1 - y0) / 2 / sin(angle / 2)
            total += radius * radius / 2 * (angle - sin(angle))
    return total


def whole_area(rings: list[Ring]) -> float:
    """Return the area of outlines and holes by what lies in what: a circle has no direction."""
    flat = [(abs(area_of(ring)), shapely.Polygon(chords_of(ring))) for ring in rings]
    depths = [sum(other.area > own.area and other.covers(own) for _, other in flat) for _, own in flat]
    return sum(area if depth % 2 == 0 else -area for (area, _), depth in zip(flat, depths, strict=True))


def length_of(ring: Ring) -> float:
    total = 0.0
    for x0, y0, bulge, x1, y1 in pairs(ring):
        chord = hypot(x1 - x0, y1 - y0)
        angle = 4 * atan(bulge)
        total += chord / 2 / sin(angle / 2) * angle if bulge else chord
    return total


def chords_of(ring: Ring) -> list[tuple[float, float]]:
    """Flatten by halving arcs: (bulge of each half) = tan(angle / 8), its middle a quarter chord times bulge away."""
    points: list[tuple[float, float]] = []
    for x0, y0, bulge, x1, y1 in pairs(ring):
        points += [(x0, y0), *halved(x0, y0, bulge, x1, y1)]
    return points


def halved(x0: float, y0: float, bulge: float, x1: float, y1: float) -> list[tuple[float, float]]:
    if abs(bulge) * hypot(x1 - x0, y1 - y0) / 2 < 1e-3:
        return []
    mx, my = (x0 + x1) / 2 + bulge * (y1 - y0) / 2, (y0 + y1) / 2 - bulge * (x1 - x0) / 2
    half = (hypot(1, bulge) - 1) / bulge
    return [*halved(x0, y0, half, mx, my), (mx, my), *halved(mx, my, half, x1, y1)]


def lines_of(contours: list[list[Any]]) -> shapely.MultiLineString:
    return shapely.MultiLineString([[*contour, contour[0]] for contour in contours])


def apart(one: shapely.MultiLineString, other: shapely.MultiLineString) -> float:
    far = 0.0
    for base, points in ((one, other), (other, one)):
        shapely.prepare(base)
        far = max(far, float(shapely.distance(base, shapely.points(shapely.get_coordinates(points))).max()))
    return far


# --- one letter, every version ----------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    character=st.sampled_from(CHARACTERS),
    weight=st.sampled_from([100, 400, 700, 900]),
    height=st.sampled_from([100.0, 260.0, 840.0]),
    version=st.sampled_from(list(DxfVersion)),
    tolerance=st.sampled_from([0.02, 0.05, 0.1]),
)
def test_letter_comes_back_with_its_area_length_and_shape(
    fonts: FontCatalogue, character: str, weight: int, height: float, version: DxfVersion, tolerance: float
):
    try:
        layout = layout_of(fonts, character, letter_height_mm=height, weight=weight)
    except LayoutError:
        return  # taller than its field
    cutting = compose_cutting(layout, tolerance_mm=tolerance)
    doc = read(draw_cutting(cutting, version).content)
    rings = rings_of(doc, "STAINLESS-STEEL_1MM")
    meant = layout.letters[0].outline
    assert whole_area(rings) == pytest.approx(meant.signed_area(), rel=1e-3)
    assert sum(map(length_of, rings)) == pytest.approx(perimeter_of(meant), rel=1e-3)
    box = meant.bounds()
    assert box is not None
    shift = Affine.shift(-box.x0, cutting.bounds.y1 - box.y1)  # the faces' field is the uppermost
    placed = meant.transformed(shift).flattened(1e-3)
    assert apart(lines_of(placed), lines_of([chords_of(ring) for ring in rings])) <= tolerance + 2e-3


# --- whole signs ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["panel-letters", "wall-letters", "rail-letters", "light-box"])
def layout(request: pytest.FixtureRequest, fonts: FontCatalogue) -> SignLayout:
    return layout_of(fonts, "盐圆O8", kind=request.param, second_line="S&e")


@pytest.fixture(scope="module")
def cutting_of(layout: SignLayout) -> Callable[[float], Cutting]:
    """Compose the sign for a kerf, once for all versions."""
    return cache(lambda kerf: compose_cutting(layout, kerf_mm=kerf))


@pytest.mark.parametrize(("version", "kerf"), [(DxfVersion.R12, 0.2), (DxfVersion.R2000, 0.0), (DxfVersion.R2018, 0.0)])
def test_file_holds_sound_closed_outlines_and_nothing_else(
    cutting_of: Callable[[float], Cutting], version: DxfVersion, kerf: float
):
    doc = read(draw_cutting(cutting_of(kerf), version).content)
    found = doc.audit()
    assert (found.errors, found.fixes) == ([], [])
    kinds = {entity.dxftype() for entity in doc.modelspace()}
    assert kinds - {"CIRCLE"} == {"POLYLINE" if version is DxfVersion.R12 else "LWPOLYLINE"}
    assert doc.dxfversion == {"R12": "AC1009", "R2000": "AC1015", "R2018": "AC1032"}[version]
    everything: list[shapely.Polygon] = []
    for layer in {entity.dxf.layer for entity in doc.modelspace()}:
        for ring in rings_of(doc, layer):
            assert all(hypot(x1 - x0, y1 - y0) > 1e-3 for x0, y0, _, x1, y1 in pairs(ring))
            polygon = shapely.Polygon(chords_of(ring))
            assert polygon.is_valid
            everything.append(polygon)
    edges = [polygon.exterior for polygon in everything]
    tree = shapely.STRtree(edges)
    left, right = tree.query(edges, predicate="intersects")
    assert all(a == b for a, b in zip(left, right, strict=True)), "two cut paths cross or touch"


def test_outlines_run_counter_clockwise_and_holes_clockwise(cutting_of: Callable[[float], Cutting]):
    for layer in cutting_of(0.0).layers:
        for part in layer.parts:
            assert part.area.outer.is_ccw
            assert not any(hole.is_ccw for hole in part.area.holes)


def test_outlines_stay_above_and_right_of_the_origin(cutting_of: Callable[[float], Cutting]):
    cutting = cutting_of(0.0)
    doc = read(draw_cutting(cutting).content)
    points = [p for e in doc.modelspace() for p in chords_of(ring_of(e))]
    assert min(x for x, _ in points) >= -cutting.tolerance_mm
    assert min(y for _, y in points) >= -cutting.tolerance_mm
    assert Point(*doc.header["$EXTMAX"][:2]) == pytest.approx((cutting.bounds.x1, cutting.bounds.y1))


def test_same_sign_gives_the_same_bytes_and_another_does_not(fonts: FontCatalogue, layout: SignLayout):
    drawn = [draw_cutting(compose_cutting(layout)).content for _ in range(2)]
    assert drawn[0] == drawn[1]
    other = layout_of(fonts, "盐圆O3", kind=layout.spec.kind)
    assert draw_cutting(compose_cutting(other)).content != drawn[0]


@pytest.mark.parametrize("version", list(DxfVersion))
def test_file_names_the_model_unit_tolerance_and_kerf(
    layout: SignLayout, cutting_of: Callable[[float], Cutting], version: DxfVersion
):
    content = draw_cutting(cutting_of(0.2), version).content.decode()
    lines = [value for code, value in itertools.pairwise(content.split("\n")[:9]) if code == "999"]
    assert lines == [f"Model: {layout.digest}", "Unit: mm", "ToleranceMm: 0.05", "KerfMm: 0.2"]
    if version is DxfVersion.R2018:
        assert dict(read(content.encode()).header.custom_vars.properties)["Model"] == layout.digest


def test_kerf_makes_every_letter_larger_by_its_edge_times_half_the_cut(fonts: FontCatalogue):
    layout = layout_of(fonts, "回圆")
    plain, wide = (read(draw_cutting(compose_cutting(layout, kerf_mm=k)).content) for k in (0.0, 0.2))
    before, after = (rings_of(doc, "STAINLESS-STEEL_1MM") for doc in (plain, wide))
    grown = sum(map(area_of, after)) - sum(map(area_of, before))
    assert grown == pytest.approx(sum(map(length_of, before)) * 0.1, rel=0.01)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(CHARACTERS, min_size=1, max_size=3).filter(str.strip), kerf=st.sampled_from([0.0, 0.3, 2.0]))
def test_every_contour_read_by_another_program_is_valid(fonts: FontCatalogue, name: str, kerf: float) -> None:
    try:
        cutting = compose_cutting(layout_of(fonts, name), kerf_mm=kerf)
    except LayoutError:  # a name of marks alone can be too thin for its kerf
        return
    for entity in read(draw_cutting(cutting).content).modelspace():
        assert shapely.is_valid_reason(shapely.Polygon(shown_by_another(entity))) == "Valid Geometry"


def shown_by_another(entity: Any) -> list[tuple[float, float]]:
    """Flatten as ezdxf does; a ring of arcs alone ends where it began but for the rounding of its last centre."""
    shown = [(p.x, p.y) for p in ezdxf.path.make_path(entity).flattening(0.01)]
    assert hypot(shown[-1][0] - shown[0][0], shown[-1][1] - shown[0][1]) < 1e-6
    return [*shown[:-1], shown[0]]


def test_a_round_box_and_the_holes_of_its_plate_are_cut_as_circles(fonts: FontCatalogue) -> None:
    layout = layout_of(fonts, "盐", kind="projecting-round", width_mm=600, height_mm=600)
    entities = list(read(draw_cutting(compose_cutting(layout)).content).modelspace())
    circles = [(e.dxf.layer, e.dxf.radius) for e in entities if e.dxftype() == "CIRCLE"]
    assert circles.count(("GALVANISED-STEEL_8MM", 9.0)) == 4  # of the wall plate, for M16
    (front,) = (radius for layer, radius in circles if layer == "POLYCARBONATE_4MM_X2")
    assert front == pytest.approx(300.0, abs=0.05)
    ring = sorted(radius for layer, radius in circles if layer == "ALUMINIUM-SHEET_1.5MM_X2")
    assert ring == pytest.approx([270.0, 300.0], abs=0.05)  # the frame's two edges


def test_long_names_keep_thickness_and_number_and_r12_has_no_point(fonts: FontCatalogue) -> None:
    layout = layout_of(fonts, "盐", letter_height_mm=500)
    cutting = compose_cutting(layout)
    layer = replace(cutting.layers[0], name="TITANIUM-GOLD-STEEL_1.5MM_F5F1E6_X2")
    other = replace(layer, name="TITANIUM-GOLD-STEEL_1.5MM_F5F1E6_X2")
    named = replace(cutting, layers=(layer, other))
    assert layer_names(named) == ["TITANIUM-GOLD-S_1.5MM_F5F1E6_X2", "TITANIUM-GOLD_1.5MM_F5F1E6_X2-2"]
    assert layer_names(named, DxfVersion.R12)[0] == "TITANIUM-GOLD-S_1P5MM_F5F1E6_X2"
