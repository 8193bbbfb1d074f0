"""Ties: every part of every letter hangs together with what carries its line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signage.design import Piece, PieceRole, SignLayout, lay_out, spec_of
from signage.errors import SignageError
from signage.geometry import Path, Point, Rect, Region
from signage.geometry.links import crossed, distances, nearest, parts_of
from signage.typography import FontCatalogue

KINDS = ("rail-letters", "canopy-letters", "rooftop-letters")
CHARACTERS = "一二三丨丶心川么八小ii!?:;ÄÖö·晶湾畔麤爨品回○-—"


def laid(fonts: FontCatalogue, name: str, kind: str = "rail-letters", **more: object) -> SignLayout:
    return lay_out(spec_of({"kind": kind, "name": name, "width_mm": 6000, "height_mm": 1500, **more}), fonts)


def ties(layout: SignLayout) -> list[Piece]:
    return [piece for piece in layout.pieces if piece.role is PieceRole.TIE]


def loose_parts(layout: SignLayout) -> list[tuple[str, Rect | None]]:
    """Return the parts of letters that nothing holds, walking from the rails and the frame over ties and parts."""
    carriers = [p.region() for p in layout.pieces if p.role in (PieceRole.RAIL, PieceRole.TRUSS)]
    bodies: list[tuple[str, Region]] = [("tie", tie.region()) for tie in ties(layout)]
    bodies += [(letter.text, part) for letter in layout.letters for part in parts_of(letter.region())]
    held, loose = list(carriers), bodies
    while True:
        # what lies behind a body by a few millimetres square can be fixed to it
        found = [body for body in loose if any(body[1].intersection(other).area > 10.0 for other in held)]
        if not found:
            return [(text, part.bounds) for text, part in loose]
        held += [part for _, part in found]
        loose = [body for body in loose if all(body is not one for one in found)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["一三心i小", "湾畔书店", "Let's eat!", "三三三", "——"])
def test_nothing_of_a_name_hangs_in_the_air(fonts: FontCatalogue, kind: str, name: str) -> None:
    assert loose_parts(laid(fonts, name, kind)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(CHARACTERS, min_size=1, max_size=6).filter(str.strip), kind=st.sampled_from(KINDS))
def test_nothing_of_any_name_hangs_in_the_air(fonts: FontCatalogue, name: str, kind: str) -> None:
    try:
        layout = laid(fonts, name, kind)
    except SignageError:  # a name that the kind cannot take
        return
    assert loose_parts(layout) == []


def test_one_stroke_far_over_its_rail_stands_on_two_stays_as_deep_as_the_rail(fonts: FontCatalogue) -> None:
    layout = laid(fonts, "一中", "canopy-letters")
    rail = next(piece for piece in layout.pieces if piece.role is PieceRole.RAIL)
    stays = ties(layout)
    assert len(stays) == 2  # 中 reaches down to the rail by itself
    assert {(stay.z_back_mm, stay.z_front_mm) for stay in stays} == {(rail.z_back_mm, rail.z_front_mm)}
    boxes = [box for stay in stays if (box := stay.outline.bounds()) is not None]
    letter = layout.letters[0].outline.bounds()
    assert letter is not None
    assert abs(boxes[0].centre.x + boxes[1].centre.x - 2 * letter.centre.x) < letter.width / 10  # on either side


def test_a_dot_is_tied_to_its_stem_by_a_strap_behind_both(fonts: FontCatalogue) -> None:
    layout = laid(fonts, "i")
    (strap,) = ties(layout)
    letter = layout.letters[0]
    assert strap.z_front_mm == letter.z_back_mm
    assert strap.z_front_mm - strap.z_back_mm == 3.0
    dot, stem = sorted(parts_of(letter.region()), key=lambda part: part.area)
    assert all(not part.intersection(strap.region()).is_empty for part in (dot, stem))


def test_letters_on_a_wall_or_a_panel_have_no_ties(fonts: FontCatalogue) -> None:
    assert all(ties(laid(fonts, "湾i", kind)) == [] for kind in ("wall-letters", "panel-letters"))


def test_ties_are_no_part_of_the_size_of_a_sign(fonts: FontCatalogue) -> None:
    layout = laid(fonts, "三i")
    bodies = [box for p in layout.pieces if p.role is not PieceRole.TIE and (box := p.outline.bounds()) is not None]
    assert layout.envelope == Rect.joined(bodies)


# --- what ties are found by -------------------------------------------------------------------------------------------

ONE, OTHER = Region.rect(Rect(0, 0, 10, 10)), Region.rect(Rect(20, 2, 30, 4))


def test_parts_are_told_apart_largest_first() -> None:
    ring = Path.joined([Path.rect(Rect(0, 0, 10, 10)), Path.rect(Rect(2, 2, 8, 8)).reversed()])
    both = Region.union([Region.of_path(ring), OTHER])
    assert [part.area for part in parts_of(both)] == [64.0, 20.0]


def test_nearest_points_and_distances() -> None:
    p, q = nearest(ONE, OTHER)
    assert (p.x, q.x) == (10.0, 20.0)
    assert distances((ONE, OTHER), OTHER) == (10.0, 0.0)
    assert distances((), OTHER) == ()
    with pytest.raises(ValueError, match="empty"):
        nearest(ONE, Region.empty())


def test_what_a_line_crosses() -> None:
    both = Region.union([ONE, OTHER])
    assert crossed(both, Point(5, 3), Point(1.0, 0.0), 100.0) == ((-5.0, 5.0), (15.0, 25.0))
    assert crossed(both, Point(5, 50), Point(1.0, 0.0), 100.0) == ()
