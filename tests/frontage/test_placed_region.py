"""What a sign covers of its wall is the union of its pieces, however few of them it is put together from."""

from __future__ import annotations

import pytest

from signage.design import SignSpec, lay_out, load_kinds
from signage.errors import LayoutError
from signage.frontage import PlacedSign
from signage.geometry import Point, Region
from signage.typography import FontCatalogue

FONTS = FontCatalogue.standard()


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_the_region_of_every_kind_is_the_union_of_all_its_pieces(kind: str) -> None:
    sizes = ((3000.0, 900.0), (1200.0, 3600.0), (6000.0, 4500.0))
    placed = None
    for width, height in sizes:
        spec = SignSpec(kind=kind, name="海盐小铺", second_line="Salt", width_mm=width, height_mm=height)
        try:
            placed = PlacedSign(layout=lay_out(spec, FONTS), face_id="S", unit_id="S1", origin=Point(1234.5, 2500.25))
        except LayoutError:
            continue
        break
    assert placed is not None
    every = Region.union([piece.region().transformed(placed.to_elevation) for piece in placed.pieces])
    region = placed.region()
    assert region.area == pytest.approx(every.area, rel=1e-12)
    assert every.difference(region).area == pytest.approx(0.0, abs=1e-6)
