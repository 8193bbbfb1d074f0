"""What is read off the photo: light, shade, sharpness, grain."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from signage.geometry import Rect
from signage.photo import read_photo, register_photo
from signage.photo.light import PhotoLight, read_light
from signage.photo.texture import PhotoTexture, grain_tile, read_texture
from signage.render.raster.masks import Window
from tests.photo.conftest import CORNERS, DOOR, png, street

SIGN = Rect.sized(-1300, 3000, 5000, 900)


def light_of(pixels: np.ndarray, **options: float) -> PhotoLight:
    photo = read_photo(png(pixels))
    tied = register_photo(photo.size_px, CORNERS, DOOR)
    return read_light(photo.pixels, tied.wall, SIGN, None, exposure_ev=options.get("exposure_ev", 0.0))


def test_a_darker_photo_gives_a_darker_white() -> None:
    bright, dim = light_of(street()), light_of((street() * 0.5).astype(np.uint8))
    assert max(dim.white) < 0.5 * max(bright.white)
    assert max(bright.white) <= 1.2


def test_a_warm_photo_gives_a_warm_white() -> None:
    warm = np.clip(street() * np.array([1.1, 1.0, 0.75]), 0, 255).astype(np.uint8)
    red, _, blue = light_of(warm).white
    assert red > 1.15 * blue


def test_the_correction_by_the_user_is_a_factor_of_two_per_ev() -> None:
    assert light_of(street(), exposure_ev=-1.0).white[1] == pytest.approx(light_of(street()).white[1] / 2)


def test_shade_on_the_wall_is_followed_and_a_dark_window_is_not() -> None:
    pixels = street().astype(np.float64)
    pixels *= np.linspace(1.1, 0.55, 800)[np.newaxis, :, np.newaxis]
    pixels[150:215, 300:350] = 12  # a window
    light = light_of(np.clip(pixels, 0, 255).astype(np.uint8))
    left, right = light.shade_at(np.array([(-1300.0, 3400.0), (3700.0, 3400.0)]))
    assert left > 1.15
    assert right < 0.87
    assert light.wall_luminance == pytest.approx(light_of(street()).wall_luminance, rel=0.5)


def test_day_and_night_are_told_apart() -> None:
    assert light_of(street()).looks == "day"
    assert light_of(street(dark=True)).looks == "night"


def edges() -> np.ndarray:
    """Squares with sharp edges, drawn fine and reduced."""
    big = np.full((2400, 3200), 200, np.uint8)
    for x in range(60, 3200, 170):
        for y in range(60, 2400, 170):
            big[y : y + 80, x : x + 90] = 60
    small = cv2.resize(big, (800, 600), interpolation=cv2.INTER_AREA)
    return np.repeat(small[:, :, np.newaxis], 3, axis=2)


@pytest.mark.parametrize("blur", [0.8, 1.2, 1.8, 2.4])
def test_the_sharpness_of_a_photo_is_measured(blur: float) -> None:
    soft = cv2.GaussianBlur(edges(), (0, 0), blur)
    found = read_texture(soft, Window(100, 100, 700, 500))
    assert found.blur_px == pytest.approx(np.hypot(blur, 0.29), rel=0.08)  # and the size of a pixel


@pytest.mark.parametrize("grain", [1.0, 2.5, 5.0])
def test_grain_is_measured_and_grain_of_the_same_strength_is_made(grain: float) -> None:
    dice = np.random.default_rng(2)
    noisy = np.clip(np.rint(128 + dice.normal(0, grain, (600, 800, 1))), 0, 255)
    found = read_texture(np.repeat(noisy, 3, axis=2).astype(np.uint8), Window(0, 0, 800, 600))
    assert found.fine == pytest.approx(grain * 0.9, rel=0.35)
    made = grain_tile(found, Window(0, 0, 256, 256)) * 255
    assert made.std() == pytest.approx(np.hypot(found.fine, found.coarse), rel=0.15)


def test_the_grain_of_a_place_is_always_the_same_and_has_no_seam() -> None:
    texture = PhotoTexture(blur_px=1.0, fine=2.0, coarse=1.0)
    one = grain_tile(texture, Window(300, 500, 500, 600))
    other = grain_tile(texture, Window(200, 400, 600, 650))
    assert np.array_equal(one, other[100:200, 100:300])
