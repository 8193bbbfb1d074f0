from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from signage.design import SignLayout, lay_out, spec_of
from signage.geometry import Rect
from signage.photo import Registration, SitePhoto, read_photo, register_photo
from signage.typography import FontCatalogue

WIDTH, HEIGHT = 800, 600
CORNERS = ((300.0, 300.0), (420.0, 300.0), (420.0, 430.0), (300.0, 430.0))  # 2400 × 2600 mm at 20 mm a pixel
DOOR = Rect.sized(0.0, 0.0, 2400.0, 2600.0)


def street(width: int = WIDTH, height: int = HEIGHT, *, dark: bool = False) -> np.ndarray:
    """A wall with grain under a sky, or the same by night."""
    dice = np.random.default_rng(3)
    picture = np.full((height, width, 3), (168.0, 160.0, 150.0))
    picture[: height // 4] = (180, 200, 225)
    picture[300:430, 300:420] = (60, 50, 45)
    if dark:
        picture *= 0.3
        picture[: height // 4] = (8, 9, 16)
    picture += dice.normal(0, 1.5, (height, width, 1))
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def jpeg(pixels: np.ndarray, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def tied(photo: SitePhoto) -> Registration:
    return register_photo(photo.size_px, CORNERS, DOOR)


@pytest.fixture
def day() -> SitePhoto:
    return read_photo(png(street()))


@pytest.fixture
def night() -> SitePhoto:
    return read_photo(png(street(dark=True)))


@pytest.fixture(scope="session")
def sign(fonts: FontCatalogue) -> Callable[..., SignLayout]:
    def made(**fields: object) -> SignLayout:
        usual = {"kind": "panel-letters", "name": "徽盐小馆", "width_mm": 5000, "height_mm": 900}
        return lay_out(spec_of({**usual, **fields}), fonts)

    return made


@pytest.fixture
def real_photos() -> Path:
    """Photos of real streets that are not part of the project; set SIGNAGE_REAL_PHOTOS to their folder."""
    import os

    folder = Path(os.environ.get("SIGNAGE_REAL_PHOTOS", ""))
    if not os.environ.get("SIGNAGE_REAL_PHOTOS") or not folder.is_dir():
        pytest.skip(
            "no real photos: set SIGNAGE_REAL_PHOTOS to a folder with rf_02.jpg, rf_03.jpg, rf_04.jpg, rf_17.jpg"
        )
    return folder
