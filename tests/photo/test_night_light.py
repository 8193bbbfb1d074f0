"""How bright a sign's lamps are in a night photo, and what they throw on panel and wall."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from signage.geometry import Point, Rect
from signage.photo import MontageOptions, put_on_photo
from signage.photo.light import PhotoLight
from signage.photo.surfaces import night_white_cd_m2
from signage.photo.veil import FILM_SPEED
from signage.scene import NIGHT
from tests.photo.conftest import tied

AT = Point(-1300.0, 2900.0)


def lit_by(share: float) -> PhotoLight:
    """A photo in which the street's light on white is so much of what the photo shows as white."""
    shown = 1 - exp(-FILM_SPEED * share)
    return PhotoLight(
        white=(shown, shown, shown), wall=(shown * 0.42,) * 3, shade=(0.0,) * 6, area=Rect(0, 0, 1, 1), middle=0.1,
        looks="night",
    )  # fmt: skip


def test_a_photo_exposed_like_our_night_pictures_has_their_white() -> None:
    ours = lit_by(NIGHT.on_sign_cd_m2 / NIGHT.exposure_cd_m2)
    assert night_white_cd_m2(ours) == pytest.approx(NIGHT.exposure_cd_m2, rel=0.01)


def test_the_longer_a_photo_was_exposed_the_less_its_white_stands_for() -> None:
    found = [night_white_cd_m2(lit_by(share)) for share in (0.02, 0.07, 0.1, 0.2, 0.3, 0.5, 0.9)]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(NIGHT.exposure_cd_m2)
    assert found[-1] < 0.3 * found[0]
    assert found[3] < 0.6 * found[0]
    assert min(found) >= 90.0  # phones lift shadows: a bright wall alone does not burn a sign out


def shown(night, sign, fonts, **fields: object) -> tuple[np.ndarray, Rect]:
    made = put_on_photo(
        night, tied(night), sign(panel_colour="#6B3A1E", letter_colour="#C9A35B", **fields), AT, fonts,
        MontageOptions(is_night=True),
    )  # fmt: skip
    x0, y0, x1, y1 = made.sign_box
    return made.pixels.astype(int), Rect(x0, y0, x1, y1)


def test_a_halo_shines_on_a_dark_panel_and_ends_with_it(night, sign, fonts) -> None:
    lit, box = shown(night, sign, fonts, construction="halo_lit")
    dark, _ = shown(night, sign, fonts, construction="flat")
    gain = (lit - dark).sum(axis=2)
    inside = gain[int(box.y0) + 3 : int(box.y1) - 3, int(box.x0) + 3 : int(box.x1) - 3]
    assert np.quantile(inside, 0.9) > 120, "the panel takes no light"
    beside = gain[int(box.y0) - 12 : int(box.y0) - 4, int(box.x0) : int(box.x1)]
    assert beside.mean() < 0.15 * inside.mean(), "light of the panel reaches the wall behind it"


def test_before_a_pale_panel_lamps_are_not_made_stronger(night, sign, fonts) -> None:
    def glow(panel: str) -> float:
        made = put_on_photo(
            night, tied(night), sign(panel_colour=panel, construction="halo_lit"), AT, fonts,
            MontageOptions(is_night=True, white_cd_m2=300.0),
        )  # fmt: skip
        off = put_on_photo(night, tied(night), sign(panel_colour=panel, construction="halo_lit"), AT, fonts)
        x0, y0, x1, y1 = made.sign_box
        gained = made.pixels.astype(int) - off.pixels.astype(int)
        return float(np.quantile(gained[y0:y1, x0:x1].sum(axis=2), 0.8))

    pale, dark = glow("#F4EFE4"), glow("#3A3F47")
    assert dark > 0.8 * pale  # a third without stronger lamps
    assert dark < 1.6 * pale
