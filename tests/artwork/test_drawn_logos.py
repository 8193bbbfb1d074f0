from __future__ import annotations

from math import cos, hypot, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString
from shapely import Point as GeometryPoint

from signage.artwork import Artwork, read_artwork
from signage.artwork.svg_path import arc_cubics, path_of
from signage.errors import Location
from signage.geometry import Path, Point, Region
from signage.resources import bundled

from .builders import HEAD, drawn

AT = Location()
UNITS = 1000.0  # height of every artwork


def area(art: Artwork) -> float:
    return art.outline.signed_area()


def test_a_circle_has_its_area_and_its_box() -> None:
    art = drawn('<circle cx="50" cy="50" r="40"/>')
    assert (art.width, art.height) == (pytest.approx(UNITS, abs=0.01), UNITS)
    assert area(art) == pytest.approx(pi * 500**2, rel=2e-4)
    assert art.shapes[0].colour == "#000000"


def test_the_box_is_the_ink_and_the_ratio_is_kept() -> None:
    art = drawn('<rect x="13" y="40" width="60" height="20"/>')
    assert art.width / art.height == pytest.approx(3, rel=1e-6)
    box = art.outline.bounds()
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((0, 0, 3000, 1000), abs=0.11)


def test_up_is_up() -> None:
    art = drawn('<path d="M10 10h80L50 90z"/>')  # broad at the top
    top = [p for _, ends in art.outline.segments() for p in ends if p.y > 900]
    assert max(p.x for p in top) - min(p.x for p in top) == pytest.approx(art.width, abs=0.2)


@pytest.mark.parametrize("rule", ["evenodd", "nonzero"])
def test_a_square_in_a_square_is_a_frame_only_under_even_odd(rule: str) -> None:
    art = drawn(f'<path fill-rule="{rule}" d="M0 0h80v80H0zM20 20h40v40H20z"/>')
    assert area(art) == pytest.approx(UNITS**2 * (0.75 if rule == "evenodd" else 1), rel=1e-4)


def test_a_ring_drawn_against_its_outline_is_a_hole_under_non_zero() -> None:
    assert area(drawn('<path d="M0 0h80v80H0zM20 20v40h40V20z"/>')) == pytest.approx(0.75e6, rel=1e-4)


def test_a_stroked_circle_is_a_ring_of_its_width() -> None:
    art = drawn('<circle cx="50" cy="50" r="40" fill="none" stroke="#c00" stroke-width="10"/>')
    assert area(art) == pytest.approx(pi * (500**2 - (500 * 35 / 45) ** 2), rel=2e-4)
    assert art.shapes[0].colour == "#CC0000"


@pytest.mark.parametrize(
    ("cap", "extra"), [("butt", 0.0), ("square", 10 * 10.0), ("round", pi * 25.0)], ids=["butt", "square", "round"]
)
def test_the_caps_of_a_line_add_what_they_should(cap: str, extra: float) -> None:
    art = drawn(
        f'<path d="M20 50h60" stroke="red" stroke-width="10" stroke-linecap="{cap}"/><path d="M0 0h1v100h-1z"/>'
    )
    assert area(art) == pytest.approx((60 * 10 + extra + 100) * 100, rel=1e-3)


def test_a_stroke_under_an_uneven_scale_is_stretched_with_it() -> None:
    art = drawn('<g transform="scale(2 1)"><path d="M5 10h40v60H5z" fill="none" stroke="#00f" stroke-width="4"/></g>')
    assert area(art) == pytest.approx((88 * 64 - 72 * 56) * (UNITS / 64) ** 2, rel=1e-4)


def test_fill_and_stroke_of_one_colour_are_one_shape() -> None:
    art = drawn('<rect x="20" y="20" width="50" height="50" fill="red" stroke="#f00" stroke-width="10"/>')
    assert len(art.shapes) == 1
    assert area(art) == pytest.approx(1e6, rel=1e-4)


@pytest.mark.parametrize(
    ("moved", "plain"),
    [
        ("translate(10 20) scale(.5)", "M10 20h30v20z"),
        ("matrix(0 1 -1 0 90 5)", "M90 5v60h-40z"),
        ("rotate(90 50 50)", "M100 0v60h-40z"),
        ("skewX(45)", "M0 0h60l40 40z"),
        ("translate(50,50) rotate(180) translate(-50 -50)", "M100 100h-60v-40z"),
    ],
)
def test_transforms_do_what_the_standard_says(moved: str, plain: str) -> None:
    frame = '<path d="M0 0h1v1h-1zM99 99h1v1h-1z"/>'
    one = drawn(f'<path transform="{moved}" d="M0 0h60v40z"/>{frame}')
    two = drawn(f'<path d="{plain}"/>{frame}')
    apart = Region.of_path(one.outline).difference(Region.of_path(two.outline)).area
    assert apart < 60  # of a million: the grid
    assert area(one) == pytest.approx(area(two), rel=1e-3)


def test_groups_uses_and_classes_pass_their_paint_on() -> None:
    art = drawn(
        "<style>/* x */ .a, .b { fill: #0a0 } .b { fill:rgb(0%,0%,100%); }</style>"
        '<defs><g id="two"><rect width="9" height="9"/><rect x="10" width="9" height="9" fill="none"/></g></defs>'
        '<use href="#two" fill="red"/><use xlink:href="#two" class="a" x="20"/>'
        '<g style="fill:navy"><use href="#two" x="40"/><path class="b" d="M60 0h9v9h-9z"/></g>'
        '<rect x="80" width="9" height="9" display="none"/><rect x="80" width="9" height="9" visibility="hidden"/>'
    )
    assert [shape.colour for shape in art.shapes] == ["#FF0000", "#00AA00", "#000080", "#0000FF"]
    assert art.width / art.height == pytest.approx(69 / 9, rel=1e-4)


def test_the_view_box_cuts_off_what_lies_outside() -> None:
    assert drawn('<circle cx="0" cy="50" r="40"/>').width == pytest.approx(500, rel=1e-4)


def test_a_clip_path_cuts() -> None:
    art = drawn(
        '<clipPath id="c"><rect width="50" height="100"/></clipPath><g clip-path="url(#c)">'
        '<circle cx="50" cy="50" r="40"/></g>'
    )
    assert area(art) == pytest.approx(pi * 500**2 / 2, rel=3e-4)


def test_white_paper_is_no_part_of_the_logo_and_white_on_top_is_a_hole() -> None:
    art = drawn(
        '<rect width="100%" height="100%" fill="#fff"/><rect x="20" y="20" width="60" height="60" fill="navy"/>'
        '<circle cx="50" cy="50" r="20" fill="white"/>'
    )
    assert [shape.colour for shape in art.shapes] == ["#000080"]
    assert area(art) == pytest.approx(1e6 * (1 - pi * 400 / 3600), rel=2e-4)


def test_a_faded_group_fades_as_one() -> None:
    art = drawn('<g opacity=".5"><path d="M0 0h50v50H0z" fill="red"/><path d="M25 0h50v50H25z" fill="#0f0"/></g>')
    assert [shape.opacity for shape in art.shapes] == [0.5, 0.5]
    assert art.shapes[0].path.signed_area() == pytest.approx(0.5e6, rel=1e-4)


def test_units_percentages_and_a_missing_view_box_are_understood() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="96px" height="1in">'
    art = drawn('<rect width="50%" height="25.4mm"/>', head)
    assert art.width == pytest.approx(500, rel=1e-4)


def test_what_editors_add_does_no_harm() -> None:
    corel = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" viewBox="0 0 100 100" style="shape-rendering:'
        'geometricPrecision; fill-rule:evenodd; clip-rule:evenodd"><defs><style type="text/css"><![CDATA[ .fil0 '
        '{fill:#E31E24} ]]></style></defs><g id="Layer_x0020_1"><metadata id="CorelCorpID_0Corel-Layer"/>'
        '<path class="fil0" d="M0 0h80v80H0zM20 20h40v40H20z"/></g>'
    )
    art = drawn("", corel)
    assert (art.shapes[0].colour, round(area(art), -3)) == ("#E31E24", 750_000)
    inkscape = HEAD.replace(
        "viewBox",
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.3" viewBox',
    )
    art = drawn(
        '<sodipodi:namedview id="base"><inkscape:grid/></sodipodi:namedview><path sodipodi:nodetypes="ccc" '
        'style="fill:#f00;-inkscape-stroke:none;font-variation-settings:normal" d="M0 0H50V50Z"/>',
        inkscape,
    )
    assert area(art) == pytest.approx(0.5e6, rel=1e-4)


def test_every_command_of_a_path_absolute_and_relative_comes_to_the_same() -> None:
    absolute = path_of(
        "M10,10 L20 10 H30 V20 C30 30 20 30 20 20 S10 10 10 20 Q5 25 10 30 T20 30 A5 5 0 0 1 30 30 Z", AT
    )
    relative = path_of("m10,10 l10 0 h10 v10 c0 10-10 10-10 0 s-10-10-10 0 q-5 5 0 10 t10 0 a5 5 0 0110 0 z", AT)
    assert absolute.verbs == relative.verbs
    assert absolute.coords == pytest.approx(relative.coords)
    assert "MLLLCCQQ" in absolute.verbs


@pytest.mark.parametrize(
    ("text", "verbs", "coords"),
    [
        ("M1 1 2 2 3 3", "MLL", (1, 1, 2, 2, 3, 3)),
        ("m1 1 2 2", "ML", (1, 1, 3, 3)),
        ("M1 1.5.5 2", "ML", (1, 1.5, 0.5, 2)),
        ("M1e1,2E-1L0 0", "ML", (10, 0.2, 0, 0)),
        ("M0 0h2zh3", "MLZML", (0, 0, 2, 0, 0, 0, 3, 0)),
        ("M5 5", "", ()),
        ("M0 0S1 1 2 2", "MC", (0, 0, 0, 0, 1, 1, 2, 2)),
    ],
)
def test_the_short_forms_of_the_grammar_are_read(text: str, verbs: str, coords: tuple[float, ...]) -> None:
    path = path_of(text, AT)
    assert path.verbs == verbs
    assert path.coords == pytest.approx(coords)


@settings(deadline=None)
@given(
    st.floats(-50, 50), st.floats(-50, 50), st.floats(5, 60), st.floats(5, 60), st.floats(-180, 180),
    st.floats(0, 360), st.floats(5, 355), st.booleans(),
)  # fmt: skip
def test_an_arc_given_by_its_ends_is_the_arc_it_was_made_from(
    cx: float, cy: float, rx: float, ry: float, turn: float, first: float, sweep: float, backwards: bool
) -> None:
    """Points of the arc are computed here from its centre; the reader only gets end points and flags."""
    c, s = cos(radians(turn)), sin(radians(turn))

    def at(degrees: float) -> Point:
        x, y = rx * cos(radians(degrees)), ry * sin(radians(degrees))
        return Point(cx + c * x - s * y, cy + s * x + c * y)

    signed = -sweep if backwards else sweep
    start, end = at(first), at(first + signed)
    pieces = arc_cubics(start, (rx, ry), turn, is_large=sweep > 180, is_sweep=not backwards, end=end)
    assert pieces is not None
    pen = start
    if abs(sweep - 180) < 1:
        return  # the flag for the long way round means nothing at a half turn
    for piece in pieces:
        for t in (0.25, 0.5, 0.75, 1.0):
            u = 1 - t
            p = [
                u**3 * pen[i] + 3 * u * u * t * piece[0][i] + 3 * u * t * t * piece[1][i] + t**3 * piece[2][i]
                for i in (0, 1)
            ]
            x, y = c * (p[0] - cx) + s * (p[1] - cy), -s * (p[0] - cx) + c * (p[1] - cy)
            assert hypot(x / rx, y / ry) == pytest.approx(1, abs=2e-4)
        pen = piece[2]
    middle = at(first + signed / 2)
    flat = np.array(
        Path("M" + "C" * len(pieces), (*start, *(v for p in pieces for q in p for v in q))).flattened(0.02)[0]
    )
    assert LineString(flat).distance(GeometryPoint(*middle)) < 0.05


def test_an_arc_too_small_to_reach_is_enlarged_and_one_without_radius_is_a_line() -> None:
    art = drawn('<path d="M10 50A1 1 0 0 1 90 50z"/>')
    assert art.width / art.height == pytest.approx(2, rel=1e-3)
    assert path_of("M0 0A0 5 0 0 1 9 9", AT).verbs == "ML"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(15, 85), st.floats(15, 85), st.floats(4, 15)), min_size=1, max_size=7))
def test_the_outline_is_the_union_that_another_engine_finds(circles: list[tuple[float, float, float]]) -> None:
    art = drawn("".join(f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{r:.3f}"/>' for x, y, r in circles))
    discs = [Region.of_path(shape.path, 0.02) for shape in art.shapes]
    whole = Region.union(discs).area
    assert area(art) == pytest.approx(whole, rel=1e-3)
    assert Region.of_path(art.outline, 0.02).area == pytest.approx(whole, rel=1e-3)


def test_outer_contours_run_counter_clockwise_and_holes_clockwise() -> None:
    art = drawn('<path fill-rule="evenodd" d="M0 0v80h80V0zM20 20h40v40H20z"/><circle cx="40" cy="40" r="5"/>')
    signs = sorted(Path("M" + rest, coords).signed_area() for rest, coords in _contours(art.outline))
    assert [value > 0 for value in signs] == [False, True, True]


def _contours(path: Path) -> list[tuple[str, tuple[float, ...]]]:
    found: list[tuple[str, list[float]]] = []
    for verb, ends in path.segments():
        if verb == "M":
            found.append(("", [*ends[0]]))
        else:
            found[-1] = (found[-1][0] + verb, [*found[-1][1], *(v for p in ends for v in p)])
    return [(verbs, tuple(coords)) for verbs, coords in found]


def test_the_sample_logo_has_its_four_colours() -> None:
    art = read_artwork(bundled("samples", "logos", "salt-crystal.svg").read_bytes())
    assert [shape.colour for shape in art.shapes] == ["#F4FAFB", "#4AA8B8", "#9AD3DC", "#E9C46A", "#E9C46A"]
    assert art.picture is None
