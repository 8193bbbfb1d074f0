from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from signage.geometry import Path, Rect, Region
from signage.scene.shapes import ellipse, rounded
from signage.scene.solids import BUCKETS, back_offset, lit_edges, returns
from signage.scene.tones import darker, lighter, mix

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: "#{:02X}{:02X}{:02X}".format(*c))
sizes = st.floats(10, 5000, allow_nan=False)


def test_a_body_without_depth_has_no_sides() -> None:
    assert returns(Path.rect(Rect(0, 0, 100, 100)), 0.0) == []


def test_a_box_seen_from_below_shows_its_foot_and_its_right_side() -> None:
    sides = returns(Path.rect(Rect(0, 0, 100, 100)), 50.0)
    boxes = [path.bounds() for _, path in sides]
    assert len(sides) == 2
    assert min(b.y0 for b in boxes if b) == -20.0
    assert max(b.x1 for b in boxes if b) == 106.5


def test_the_lower_side_is_darker_than_the_right_one() -> None:
    foot, right = (pair for pair in returns(Path.rect(Rect(0, 0, 400, 100)), 50.0))
    assert foot[0] < right[0]


def test_a_hole_shows_its_upper_inner_side() -> None:
    hole = Path.polygon(Rect(20, 20, 80, 80).corners[::-1])
    ring = Path.joined([Path.rect(Rect(0, 0, 100, 100)), hole])
    inside = [p for _, path in returns(ring, 20.0) for _, ends in path.segments() for p in ends]
    assert any(20 <= p.x <= 80 and 70 < p.y <= 80 for p in inside)


@given(width=sizes, height=sizes, depth=st.floats(1, 300))
def test_sides_stay_within_the_swept_box_of_the_front(width: float, height: float, depth: float) -> None:
    outline = ellipse(0, 0, width, height)
    back = back_offset(depth)
    front = outline.bounds()
    assert front is not None
    # Where a side turns away from the eye, what lies under the front may leave it by less than it is tucked.
    tucked = back_offset(min(0.3 * depth, 12.0))
    swept = Rect.joined([front, front.moved(back.x, back.y)])
    reach = swept.grown(1e-6 * (width + height) - tucked.y)
    sides = returns(outline, depth)
    assert len(sides) <= BUCKETS
    assert all(reach.contains(box) for _, path in sides if (box := path.bounds()))


@given(width=sizes, height=sizes, radius=st.floats(0, 500))
def test_a_rounded_box_runs_counter_clockwise_inside_its_rectangle(width: float, height: float, radius: float) -> None:
    path = rounded(Rect(0, 0, width, height), radius)
    box = path.bounds()
    assert path.signed_area() > 0
    assert box is not None
    assert Rect(0, 0, width, height).grown(1e-6).contains(box)


def test_lit_edges_are_the_upper_and_left_ones() -> None:
    points = [p for _, ends in lit_edges(Path.rect(Rect(0, 0, 10, 10))).segments() for p in ends]
    assert all(p.y == 10 or p.x == 0 for p in points)


@given(one=colours, other=colours, share=st.floats(0, 1))
def test_mixing_stays_between_its_colours(one: str, other: str, share: float) -> None:
    mixed = mix(one, other, share)
    for at in (1, 3, 5):
        low, high = sorted((int(one[at : at + 2], 16), int(other[at : at + 2], 16)))
        assert low <= int(mixed[at : at + 2], 16) <= high
    assert lighter(one, 1.0) == "#FFFFFF"
    assert darker(one, 1.0) == "#000000"


@given(size=st.floats(100, 3000), depth=st.floats(20, 300))
def test_sides_lap_under_each_other_and_under_the_front(size: float, depth: float) -> None:
    outline = ellipse(0, 0, size, size)
    regions = [Region.of_path(path) for _, path in returns(outline, depth)]
    for one, other in itertools.pairwise(sorted(regions, key=lambda r: r.bounds.x0 if r.bounds else 0.0)):
        assert one.intersection(other).area > 0
    front = Region.of_path(outline)
    assert all(side.intersection(front).area > 0 for side in regions)
