"""Measures against two independent ways: FreeType's own decomposition with shapely polygons, and erosion."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path as File

import freetype
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.ops import polygonize, unary_union

from signage.geometry import Path, Rect
from signage.typography import FontCatalogue, Typeface, measure_line, outline_gaps
from signage.typography.font_files import FontEntry
from signage.typography.metrics import inscribed_width_of

FACES = File(__file__).parent.parent / "fonts"
_STEPS = 64  # points of a curve

SAMPLES = [
    ("noto-sans-sc", 700, "晶湾盐业生活馆食便民店味小回国龘靈永ABCQgij089（）·&"),
    ("noto-sans-sc", 100, "盐馆回Q8"),
    ("noto-sans-sc", 900, "盐馆回Q8"),
    ("signage-test-song", 700, "永国一回盐业生活馆AHSxg089&"),
    ("signage-test-kai", 400, "永国一回慶豐樓盐味"),
    ("signage-test-japanese", 500, "麺うどカ𠮷"),
    ("signage-test-korean", 700, "한국식당"),
    ("signage-test-tibetan", 700, "བདསཟ"),
]
CASES = [(name, weight, character) for name, weight, text in SAMPLES for character in text]


def independent(entry: FontEntry, weight: int, character: str) -> tuple[MultiPolygon, float]:
    """Return a glyph's non-zero area by FreeType and shapely, font units, and the em."""
    face = freetype.Face(str(entry.path), entry.index)
    if entry.is_variable:
        face.set_var_design_coords([float(weight)])
    face.load_char(character, freetype.FT_LOAD_NO_SCALE | freetype.FT_LOAD_NO_HINTING)
    contours: list[list[tuple[float, float]]] = []

    def curve(*ends: freetype.Vector) -> None:
        points = np.array([contours[-1][-1], *((v.x, v.y) for v in ends)])
        t = np.linspace(0, 1, _STEPS + 1)[1:, None]
        level = [points[i][None, :] for i in range(len(points))]
        while len(level) > 1:
            level = [a + (b - a) * t for a, b in pairwise(level)]
        contours[-1].extend(map(tuple, level[0]))

    face.glyph.outline.decompose(
        None,
        move_to=lambda to, _: contours.append([(to.x, to.y)]),
        line_to=lambda to, _: contours[-1].append((to.x, to.y)),
        conic_to=lambda a, to, _: curve(a, to),
        cubic_to=lambda a, b, to, _: curve(a, b, to),
    )
    rings = [Polygon(c) for c in contours if len(set(c)) >= 3]
    faces = polygonize(unary_union([LineString([*ring.exterior.coords]) for ring in rings]))
    inked = [f for f in faces if _winding(rings, f.representative_point()) != 0]
    whole = unary_union(inked)
    return (whole if isinstance(whole, MultiPolygon) else MultiPolygon([whole])), face.units_per_EM


def _winding(rings: list[Polygon], point: shapely.Point) -> int:
    total = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring.exterior.coords):
            if (ay <= point.y) != (by <= point.y):
                side = (bx - ax) * (point.y - ay) - (point.x - ax) * (by - ay)
                total += 1 if ay <= point.y and side > 0 else -1 if ay > point.y and side < 0 else 0
    return total


def test_the_sample_is_wide_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("name", "weight", "character"), CASES)
def test_measures_agree_with_freetype_and_shapely_within_a_thousandth(
    subsets: FontCatalogue, name: str, weight: int, character: str
) -> None:
    entry = next(e for e in subsets.entries() if e.name == name)
    shape, em = independent(entry, weight, character)
    glyph = subsets.typeface(name, weight).run(character).clusters[0].glyph
    assert glyph is not None
    measures = glyph.measures.scaled(em)
    x0, y0, x1, y1 = shape.bounds
    # FreeType rounds the instance of a variable face to whole units; a static one is exact.
    loose = 1.5 if entry.is_variable else 0.01
    assert measures.width == pytest.approx(x1 - x0, rel=1e-3, abs=loose)
    assert measures.height == pytest.approx(y1 - y0, rel=1e-3, abs=loose)
    rel = 4e-3 if entry.is_variable else 1e-3
    assert measures.area == pytest.approx(shape.area, rel=rel)
    assert measures.perimeter == pytest.approx(shape.length, rel=rel)
    holes = [Polygon(hole) for part in shape.geoms for hole in part.interiors if Polygon(hole).area > 1e-7 * em * em]
    assert measures.counters == len(holes)
    assert measures.bodies == len(shape.geoms)
    assert measures.counter_area == pytest.approx(sum(hole.area for hole in holes), rel=2 * rel, abs=1.0)
    if holes:
        circles = [2 * shapely.maximum_inscribed_circle(hole, tolerance=em / 4000).length for hole in holes]
        assert measures.smallest_counter == pytest.approx(min(circles), abs=em / 1000 + loose)


@pytest.mark.parametrize(("name", "weight", "text"), SAMPLES)
def test_the_typical_stroke_is_where_a_disc_no_longer_reaches_half_the_ink(
    subsets: FontCatalogue, name: str, weight: int, text: str
) -> None:
    entry = next(e for e in subsets.entries() if e.name == name)
    for character in text[:6]:
        shape, em = independent(entry, weight, character)
        glyph = subsets.typeface(name, weight).run(character).clusters[0].glyph
        assert glyph is not None
        told = glyph.measures.scaled(em).typical_stroke
        narrow, wide = shape.buffer(-0.35 * told).buffer(0.35 * told), shape.buffer(-0.75 * told).buffer(0.75 * told)
        assert narrow.area > 0.5 * shape.area, character  # a disc of 0.7 of it reaches most of the ink
        assert wide.area < 0.5 * shape.area, character  # one of 1.5 of it does not


@pytest.mark.parametrize(("name", "weight", "text"), SAMPLES)
def test_a_disc_a_tenth_thinner_than_the_thinnest_stroke_reaches_all_but_the_corners(
    subsets: FontCatalogue, name: str, weight: int, text: str
) -> None:
    entry = next(e for e in subsets.entries() if e.name == name)
    for character in text[:6]:
        shape, em = independent(entry, weight, character)
        glyph = subsets.typeface(name, weight).run(character).clusters[0].glyph
        assert glyph is not None
        measures = glyph.measures.scaled(em)
        radius = 0.45 * measures.thinnest_stroke
        left = shape.difference(shape.buffer(-radius).buffer(radius * 1.001))
        scraps = getattr(left, "geoms", [left])
        # A tip between sides that meet at 30° leaves 0.93 of its width's square; a stroke, thinner all along, more.
        assert max(scrap.area for scrap in scraps) < measures.thinnest_stroke**2, character
        assert measures.thinnest_stroke <= measures.typical_stroke


def test_a_ring_tells_stroke_counter_and_bodies() -> None:
    ring = Path.joined([Path.rect(Rect(0, 0, 1000, 1000)), Path.polygon([(80, 80), (80, 480), (920, 480), (920, 80)])])
    assert inscribed_width_of(Path.rect(Rect(80, 80, 920, 480)), 1000) == pytest.approx(400, abs=1)
    assert ring.signed_area() == pytest.approx(1_000_000 - 840 * 400)


def test_gaps_are_true_distances_between_outlines() -> None:
    left = Path.polygon([(0, 0), (100, 0), (0, 100)])
    right = Path.polygon([(110, 90), (110, 190), (10, 190)])
    apart = np.hypot(90, 90) / 2**0.5
    (gap,) = outline_gaps([left, right], 0.1)
    assert 0 < gap < apart
    assert gap == pytest.approx(
        shapely.distance(Polygon([(0, 0), (100, 0), (0, 100)]), Polygon([(110, 90), (110, 190), (10, 190)]))
    )


def test_a_line_is_measured_letter_by_letter(fonts: FontCatalogue) -> None:
    run = fonts.typeface().run("盐味 Salt")
    tight, wide = measure_line(run, 400.0), measure_line(run, 400.0, 40.0)
    assert len(wide.letters) == 6
    assert wide.area == pytest.approx(sum(letter.area for letter in wide.letters)) == tight.area
    assert wide.gaps[0] == pytest.approx(tight.gaps[0] + 40, abs=3)
    assert wide.cap_height == pytest.approx(400 * run.read_clusters[3].height / run.upem)
    assert wide.x_height is not None
    assert wide.x_height < (wide.cap_height or 0) < wide.letter_height
    assert wide.thinnest_stroke <= wide.typical_stroke
    assert wide.length == pytest.approx(run.length_em(0.1) * 400)


def test_cap_and_x_height_of_a_face_come_from_its_outlines(fonts: FontCatalogue, face) -> None:
    typeface: Typeface = fonts.typeface()
    for letter, told in (("H", typeface.cap_height_em), ("x", typeface.x_height_em)):
        shape, em = independent(fonts.entries()[0], 700, letter)
        assert told == pytest.approx((shape.bounds[3] - shape.bounds[1]) / em, abs=0.0015)
    assert face("korean").cap_height_em is None


@pytest.mark.parametrize(("name", "weight", "character"), CASES[:24])
def test_a_glyph_at_a_size_carries_the_box_and_area_that_its_outline_has(
    subsets: FontCatalogue, name: str, weight: int, character: str
) -> None:
    glyph = subsets.typeface(name, weight).run(character).clusters[0].glyph
    assert glyph is not None
    known = glyph.scaled(437.3, 1250.5, -33.25)
    measured = Path(known.verbs, known.coords)
    box, own = known.bounds(), measured.bounds()
    assert box is not None
    assert own is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((own.x0, own.y0, own.x1, own.y1), abs=1e-9)
    assert known.signed_area() == pytest.approx(measured.signed_area(), rel=1e-9)
