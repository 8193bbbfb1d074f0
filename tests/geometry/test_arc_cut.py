from __future__ import annotations

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from signage.geometry import Path, Point, Rect, Region
from signage.geometry.arc_areas import Area, nested
from signage.geometry.arc_cut import areas_of
from signage.geometry.arc_offset import offset
from signage.geometry.arcs import ArcRing
from signage.geometry.union import united


def square(x: float, y: float, side: float) -> Path:
    return Path.rect(Rect.sized(x, y, side, side))


def ring(x: float, y: float, side: float) -> ArcRing:
    (found,) = areas_of(square(x, y, side))
    return found.outer


def shape_of(areas: tuple[Area, ...]) -> shapely.Geometry:
    return shapely.union_all(
        [shapely.Polygon(a.outer.flattened(5e-4), [h.flattened(5e-4) for h in a.holes]) for a in areas]
    )


def test_outline_hole_and_island_are_told_apart_by_what_lies_inside_what():
    rings = [ring(40, 40, 20), ring(0, 0, 100).turned(), ring(20, 20, 60)]
    areas = nested(rings)
    assert areas is not None
    assert [len(area.holes) for area in areas] == [1, 0]
    assert all(area.outer.is_ccw and not any(h.is_ccw for h in area.holes) for area in areas)
    assert sum(area.signed_area for area in areas) == pytest.approx(1e4 - 3600 + 400)


def test_rings_that_cross_or_touch_are_no_areas():
    assert nested([ring(0, 0, 100), ring(50, 50, 100)]) is None
    assert nested([ring(0, 0, 100), ring(100, 20, 30)]) is None
    assert nested([ring(0, 0, 100), ring(0, 20, 30)]) is None


def test_outlines_that_cross_are_united_before_they_are_cut():
    (area,) = areas_of(Path.joined([square(0, 0, 100), square(50, 50, 100)]))
    assert area.signed_area == pytest.approx(17500, rel=1e-5)
    assert len(area.outer.vertices) == 8


def test_corners_that_meet_in_a_point_are_joined_by_a_neck_narrower_than_the_tolerance():
    areas = areas_of(Path.joined([square(0, 0, 100), square(100, 100, 100)]))
    assert len(areas) == 1
    assert areas[0].signed_area == pytest.approx(20000, rel=1e-5)
    assert shapely.Polygon(areas[0].outer.flattened()).is_valid


def test_holes_that_meet_in_a_point_are_kept_apart():
    holes = [Path.polygon(Rect.sized(x, y, 20, 20).corners[::-1]) for x, y in ((20, 20), (40, 40))]
    (area,) = areas_of(Path.joined([square(0, 0, 100), *holes]))
    assert len(area.holes) == 2
    assert area.signed_area == pytest.approx(9200, rel=1e-5)


def test_union_keeps_curves_and_size():
    joined = united([square(0, 0, 3000), square(2000, 1000, 4000)])
    assert joined is not None
    assert joined.signed_area() == pytest.approx(3000**2 + 4000**2 - 1000 * 2000, rel=1e-6)
    assert united([]) == Path("", ())


@pytest.mark.parametrize("by", [0.1, 3.0])
def test_kerf_moves_outlines_out_and_holes_in_with_sharp_corners(by: float):
    hole = Path.polygon(Rect.sized(20, 20, 60, 60).corners[::-1])
    moved = offset(areas_of(Path.joined([square(0, 0, 100), hole])), by)
    assert moved is not None
    (area,) = moved
    assert area.outer.bounds == Rect(-by, -by, 100 + by, 100 + by)
    assert len(area.outer.vertices) == 4
    (inner,) = area.holes
    assert inner.bounds.width == pytest.approx(60 - 2 * by)
    assert not inner.is_ccw


def test_kerf_around_a_circle_is_a_circle():
    circle = Area(outer=ArcRing.circle(Point(5.0, 5.0), 40.0))
    moved = offset([circle], 0.15)
    assert moved is not None
    assert [v.bulge for v in moved[0].outer.vertices] == [1.0, 1.0]
    assert moved[0].outer.bounds.width == pytest.approx(80.3, abs=2e-3)


def test_parts_closer_than_the_cut_are_joined_and_a_narrow_hole_closes():
    moved = offset(areas_of(Path.joined([square(0, 0, 50), square(50.1, 0, 50)])), 0.1)
    assert moved is not None
    assert len(moved) == 1
    hole = Path.polygon(Rect.sized(20, 20, 0.15, 60).corners[::-1])
    closed = offset(areas_of(Path.joined([square(0, 0, 100), hole])), 0.1)
    assert closed is not None
    assert closed[0].holes == ()


@settings(max_examples=40, deadline=None)
@given(st.floats(10.0, 300.0), st.floats(10.0, 300.0), st.floats(-4.0, 8.0).filter(lambda v: abs(v) > 0.01))
def test_moved_curves_agree_with_an_independent_offset(rx: float, ry: float, by: float):
    points = shapely.Point(0, 0).buffer(1.0, quad_segs=2).exterior.coords[:-1]
    assume(by > 0 or min(rx, ry) ** 2 / max(rx, ry) > -2 * by)  # else the inner offset has a cusp, which no fit keeps
    # A rounded shape of quadratics through an octagon's sides, stretched to the two radii.
    corners = [Point(x * rx, y * ry) for x, y in points]
    middles = [Point((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    coords = [*middles[-1]]
    for corner, middle in zip(corners, middles, strict=True):
        coords += [*corner, *middle]
    path = Path("M" + "Q" * len(corners) + "Z", tuple(coords))
    moved = offset(areas_of(path), by)
    assert moved is not None
    meant = shapely.Polygon(path.flattened(1e-3)[0]).buffer(by, join_style="mitre", mitre_limit=4.0)
    if meant.is_empty:
        assert moved == ()
        return
    got = shape_of(moved)
    assert got.boundary.hausdorff_distance(meant.boundary) <= 0.1
    assert got.area == pytest.approx(meant.area, rel=1e-3)


def test_region_of_the_same_path_has_the_same_area():
    path = Path.joined([square(0, 0, 100), Path.polygon(Rect.sized(20, 20, 60, 60).corners[::-1])])
    assert sum(a.signed_area for a in areas_of(path)) == pytest.approx(Region.of_path(path).area)
