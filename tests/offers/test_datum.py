"""The datum of a row of bands: whole centimetres where the building leaves them."""

from __future__ import annotations

import pytest

from signage.geometry import Rect
from signage.offers.bands.bounds import Bounds
from signage.offers.bands.datum import Wanted, runs_of


def wanted(bottom: float, top: float) -> Wanted:
    place = Rect(200.0, bottom, 1300.0, top)
    return Wanted(units=("U1",), places=(place,), most_height_mm=987.25, bounds=Bounds())


@pytest.mark.parametrize(
    ("bottom", "top", "datum", "height"),
    [
        (3381.0, 3905.0, 3390.0, 510.0),  # room for whole centimetres
        (3381.0, 3889.0, 3381.0, 500.0),  # 508 mm hold the least height, from the next centimetre only 499
        (3381.0, 3881.0, 3381.0, 500.0),
        (3380.0, 3880.0, 3380.0, 500.0),
    ],
)
def test_a_place_that_holds_the_least_height_is_used_whatever_centimetre_it_begins_at(bottom, top, datum, height):
    (run,) = runs_of((wanted(bottom, top),), 500.0)
    assert (run.datum_mm, run.height_mm) == (datum, height)
