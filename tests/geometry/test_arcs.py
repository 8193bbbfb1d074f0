from __future__ import annotations

import itertools
from math import atan2, cos, degrees, hypot, pi, radians, sin, tan

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.geometry import Affine, Path, PathBuilder, Point, Rect
from signage.geometry.arc_fit import fit_arcs
from signage.geometry.arcs import ArcRing, ArcSegment, ArcVertex

CIRCLE = 0.5522847498
coordinate = st.floats(-500.0, 500.0).map(lambda v: round(v, 2))
point = st.tuples(coordinate, coordinate)


def ellipse(rx: float, ry: float, cx: float = 0.0, cy: float = 0.0) -> Path:
    kx, ky = rx * CIRCLE, ry * CIRCLE
    builder = PathBuilder().add("M", (cx + rx, cy))
    builder.add("C", (cx + rx, cy + ky), (cx + kx, cy + ry), (cx, cy + ry))
    builder.add("C", (cx - kx, cy + ry), (cx - rx, cy + ky), (cx - rx, cy))
    builder.add("C", (cx - rx, cy - ky), (cx - kx, cy - ry), (cx, cy - ry))
    builder.add("C", (cx + kx, cy - ry), (cx + rx, cy - ky), (cx + rx, cy))
    return builder.add("Z").build()


def lines_of(contours: list[list[Point]]) -> shapely.MultiLineString:
    return shapely.MultiLineString([contour + contour[:1] for contour in contours])


def follows(path: Path, rings: tuple[ArcRing, ...], tolerance: float) -> bool:
    """Return whether no point of either outline is farther from the other than the tolerance."""
    meant, made = lines_of(path.flattened(5e-4)), lines_of([ring.flattened(5e-4) for ring in rings])
    for one, other in ((meant, made), (made, meant)):
        shapely.prepare(one)
        if not shapely.dwithin(one, shapely.points(shapely.get_coordinates(other)), tolerance + 5e-4).all():
            return False
    return True


# --- measures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sweep_deg", [-350.0, -200.0, -180.0, -90.0, -0.01, 0.01, 30.0, 90.0, 180.0, 270.0, 359.0])
def test_arc_from_its_bulge_has_the_radius_centre_length_and_area_that_it_was_made_with(sweep_deg: float):
    centre, radius, begin, sweep = Point(30.0, -20.0), 50.0, radians(25.0), radians(sweep_deg)
    ends = [Point(centre.x + radius * cos(a), centre.y + radius * sin(a)) for a in (begin, begin + sweep)]
    arc = ArcSegment(start=ends[0], end=ends[1], bulge=tan(sweep / 4))
    assert arc.sweep == pytest.approx(sweep)
    assert arc.radius == pytest.approx(radius, rel=1e-6)
    assert arc.centre == pytest.approx(centre, abs=1e-4)
    assert arc.length == pytest.approx(radius * abs(sweep), rel=1e-6)
    assert arc.area == pytest.approx(radius**2 / 2 * (sweep - sin(sweep)), abs=1e-6)
    middle = (centre.x + radius * cos(begin + sweep / 2), centre.y + radius * sin(begin + sweep / 2))
    assert arc.middle == pytest.approx(middle, abs=1e-6)


def test_circle_and_rectangle_measure_exactly():
    circle = ArcRing.circle(Point(1000.0, 2000.0), 30.0)
    assert circle.signed_area == pytest.approx(pi * 900.0)
    assert circle.length == pytest.approx(60.0 * pi)
    assert circle.turned().signed_area == pytest.approx(-pi * 900.0)
    assert circle.bounds == Rect(970.0, 1970.0, 1030.0, 2030.0)
    rect = ArcRing(tuple(ArcVertex(x, y) for x, y in Rect(0.0, 0.0, 20.0, 10.0).corners))
    assert (rect.signed_area, rect.length) == (200.0, 60.0)


bulge = st.floats(-3.0, 3.0).map(lambda v: round(v, 4))


@given(st.lists(st.tuples(point, bulge), min_size=2, max_size=6))
def test_chords_approach_area_length_and_box_of_any_ring(corners: list[tuple[tuple[float, float], float]]):
    vertices = tuple(ArcVertex(x, y, bulge) for (x, y), bulge in corners)
    if any(hypot(a.x - b.x, a.y - b.y) < 1.0 for a, b in itertools.pairwise((*vertices, vertices[0]))):
        return
    ring = ArcRing(vertices)
    points = ring.flattened(1e-3)
    ends = [*points[1:], points[0]]
    area = sum(a.x * b.y - b.x * a.y for a, b in zip(points, ends, strict=True)) / 2
    length = sum(hypot(b.x - a.x, b.y - a.y) for a, b in zip(points, ends, strict=True))
    assert ring.signed_area == pytest.approx(area, abs=1e-3 * ring.length + 1e-6)
    assert ring.length == pytest.approx(length, rel=1e-3)
    box, found = Rect.around(points), ring.bounds
    for exact, near in zip((box.x0, box.y0, box.x1, box.y1), (found.x0, found.y0, found.x1, found.y1), strict=True):
        assert exact == pytest.approx(near, abs=2e-3)
    assert ring.turned().signed_area == pytest.approx(-ring.signed_area, abs=1e-6 * ring.length)


# --- fitting ----------------------------------------------------------------------------------------------------------


def test_circle_drawn_by_cubics_becomes_two_half_circles():
    (ring,) = fit_arcs(ellipse(100.0, 100.0, 40.0, 50.0))
    assert [v.bulge for v in ring.vertices] == [1.0, 1.0]
    assert ring.signed_area == pytest.approx(pi * 1e4, rel=5e-4)
    (turned,) = fit_arcs(ellipse(100.0, 100.0).transformed(Affine.scale(-1.0, 1.0)))
    assert turned.signed_area == pytest.approx(-pi * 1e4, rel=5e-4)


def test_round_corners_become_one_arc_each_and_lines_stay_lines():
    r, k = 20.0, 20.0 * (1 - CIRCLE)
    path = (
        PathBuilder()
        .add("M", (r, 0)).add("L", (300 - r, 0)).add("C", (300 - k, 0), (300, k), (300, r))
        .add("L", (300, 100)).add("L", (0, 100)).add("L", (0, r)).add("C", (0, k), (k, 0), (r, 0)).add("Z")
        .build()
    )  # fmt: skip
    (ring,) = fit_arcs(path)
    arcs = [s for s in ring.segments() if s.bulge]
    assert len(arcs) == 2
    assert len(ring.vertices) == 6
    assert [s.radius for s in arcs] == pytest.approx([r, r], rel=1e-3)
    assert [degrees(s.sweep) for s in arcs] == pytest.approx([90.0, 90.0], abs=0.5)


def test_polygon_comes_back_exactly_without_doubled_or_idle_corners():
    path = Path.polygon([(0, 0), (50, 0), (50, 0), (100, 0), (100, 80), (0, 80), (0, 0)])
    (ring,) = fit_arcs(path)
    assert set(ring.vertices) == {ArcVertex(*p) for p in ((0, 0), (100, 0), (100, 80), (0, 80))}


def test_bowed_side_with_a_corner_keeps_the_corner_sharp():
    path = PathBuilder().add("M", (0, 0)).add("Q", (50, -40), (100, 0)).add("L", (50, 90)).add("Z").build()
    (ring,) = fit_arcs(path)
    assert {(0.0, 0.0), (100.0, 0.0), (50.0, 90.0)} <= {(v.x, v.y) for v in ring.vertices}
    assert follows(path, (ring,), 0.05)


@settings(max_examples=30, deadline=None)
@given(st.floats(5.0, 800.0), st.floats(5.0, 800.0), st.sampled_from([0.01, 0.05, 0.2]))
def test_ellipse_is_followed_within_the_tolerance_without_a_kink(rx: float, ry: float, tolerance: float):
    path = ellipse(rx, ry)
    rings = fit_arcs(path, tolerance)
    assert follows(path, rings, tolerance)
    assert sum(r.signed_area for r in rings) == pytest.approx(path.signed_area(), rel=1e-3)
    (ring,) = rings
    segments = list(ring.segments())
    for before, after in zip(segments, [*segments[1:], segments[0]], strict=True):
        kink = _heading(after, after.start) - _heading(before, before.end)
        assert abs(degrees((kink + pi) % (2 * pi) - pi)) < 1.5


def _heading(segment: ArcSegment, at: Point) -> float:
    chord = atan2(segment.end.y - segment.start.y, segment.end.x - segment.start.x)
    return chord + (segment.sweep / 2 if at == segment.end else -segment.sweep / 2)


@settings(max_examples=30, deadline=None)
@given(point, point, point, point, st.sampled_from([0.02, 0.05]))
def test_any_cubic_with_its_chord_is_followed_within_the_tolerance(
    a: tuple[float, float],
    b: tuple[float, float],
    c: tuple[float, float],
    d: tuple[float, float],
    tolerance: float,
):
    path = PathBuilder().add("M", a).add("C", b, c, d).add("Z").build()
    rings = fit_arcs(path, tolerance)
    if rings:
        assert follows(path, rings, tolerance)
    least = tolerance * 0.001
    for ring in rings:
        assert all(segment.chord >= least for segment in ring.segments() if len(ring.vertices) > 2)


def test_a_coarser_tolerance_needs_fewer_arcs():
    path = ellipse(400.0, 150.0)
    counts = [len(fit_arcs(path, tolerance)[0].vertices) for tolerance in (0.01, 0.05, 0.5)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize("tolerance", [0.0, -1.0, float("nan"), float("inf")])
def test_a_tolerance_that_is_none_is_refused(tolerance: float):
    with pytest.raises(ValueError, match="tolerance"):
        fit_arcs(ellipse(10.0, 10.0), tolerance)


def test_nothing_gives_nothing():
    assert fit_arcs(Path("", ())) == ()
    assert fit_arcs(Path.polygon([(0, 0), (0, 0), (0, 0)])) == ()
