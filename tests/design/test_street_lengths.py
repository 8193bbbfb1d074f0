"""What can be measured of a kind on the street, and that it is what is drawn."""

from __future__ import annotations

import pytest

from signage.design import OF_A_SIGN, PieceRole, kind_of, lay_out, load_kinds, names_measured, own_lengths, spec_of
from signage.typography import FontCatalogue


@pytest.fixture(scope="module")
def fonts() -> FontCatalogue:
    return FontCatalogue.standard()


@pytest.mark.parametrize(("height", "reach"), [(9600, None), (7000, None), (9600, 900)])
def test_a_balloons_lengths_are_those_of_its_drawing(height, reach, fonts: FontCatalogue):
    fields = {"kind": "event-balloon", "name": "开业大吉", "width_mm": 2400, "height_mm": height}
    spec = spec_of(fields | ({"reach_mm": reach} if reach else {}))
    layout = lay_out(spec, fonts)
    found = own_lengths(spec)
    assert tuple(found) == names_measured(spec.kind)
    balloon = layout.balloon.outline.bounds()
    banner = next(p for p in layout.pieces if p.role is PieceRole.FABRIC).outline.bounds()
    assert found["diameter"] == pytest.approx(balloon.width)
    assert found["top"] == pytest.approx(balloon.y1 - layout.envelope.y0)
    assert found["banner_foot"] == pytest.approx(banner.y0 - layout.envelope.y0)


def test_the_clearance_of_an_arch_is_under_its_beam(fonts: FontCatalogue):
    spec = spec_of({"kind": "event-arch", "name": "开业大吉", "width_mm": 8000, "height_mm": 4500})
    found = own_lengths(spec)
    assert tuple(found) == names_measured(spec.kind)
    layout = lay_out(spec, fonts)
    gate = next(p for p in layout.pieces if p.role is PieceRole.GATE).outline
    points = [point for contour in gate.flattened() for point in contour]
    middle = layout.envelope.centre.x
    half = (0.5 - kind_of(spec.kind).base.leg) * layout.envelope.width  # between the legs
    between = (layout.envelope.y0 + (found["clearance"] + spec.height_mm) / 2, half - 1)
    under = [p.y for p in points if p.y < between[0] and abs(p.x - middle) < between[1]]
    assert max(under) - layout.envelope.y0 == pytest.approx(found["clearance"])


def test_every_other_kind_is_measured_as_a_sign():
    own = {kind.id for kind in load_kinds() if names_measured(kind.id) != OF_A_SIGN}
    assert own == {"event-banner", "event-arch", "event-balloon"}
    assert names_measured("a-kind-of-before") == OF_A_SIGN
