"""Bodies in the photo: true outlines, fronts and sides that meet, sides that follow from the camera."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.geometry import Path, PathBuilder, Point, Rect
from signage.photo import register_photo
from signage.photo.shapes import Outline, body_of
from signage.render.raster.masks import Window
from tests.photo.conftest import CORNERS, DOOR

WHOLE = Window(0, 0, 800, 600)
UP = Point(0.0, 1.0)


def area_of(points: np.ndarray) -> float:
    x, y = points[:, 0], points[:, 1]
    return abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2


def test_all_curves_at_once_give_the_points_that_one_by_one_give() -> None:
    path = Path(
        "MLQCZMQQZ", (0, 0, 100, 0, 180, 40, 100, 120, 60, 180, 10, 140, 0, 60, 30, 30, 60, 20, 60, 60, 20, 70, 30, 30)
    )
    whole = Outline.of([path, path], Point(5.0, -7.0), 0.05)
    rings = [*path.flattened(0.05), *path.flattened(0.05)]
    expected = np.array([p for ring in rings for p in ring]) + np.array([5.0, -7.0])
    assert np.allclose(whole.points, expected)
    assert whole.verbs.count("M") == 4
    assert len(whole.verbs.replace("Z", "")) == len(expected)


@given(st.floats(0, 1900), st.floats(0, 2400), st.floats(60, 500), st.floats(-40, 40), st.floats(-40, 40))
def test_a_rectangle_covers_the_area_that_its_corners_enclose(
    x: float, y: float, size: float, dx: float, dy: float
) -> None:
    corners = (CORNERS[0], (CORNERS[1][0] + dx, CORNERS[1][1] + dy), CORNERS[2], CORNERS[3])
    tied = register_photo((800, 600), corners, DOOR)
    rect = Rect.sized(x, y, size, size)
    body = body_of(Outline.of([Path.rect(rect)], Point(0, 0), 0.1), tied.camera, (0.0, 0.0), UP, 0.0, WHOLE)
    assert body is not None
    true = tied.wall.apply(rect.corners)
    perimeter = np.hypot(*(true - np.roll(true, 1, axis=0)).T).sum()
    assert body.front.sum() / 255 == pytest.approx(area_of(true), abs=0.02 * perimeter + 0.05)


def test_a_frontal_body_shows_the_sides_that_face_the_middle_of_the_picture() -> None:
    tied = register_photo((800, 600), CORNERS, DOOR)  # the picture's middle is at 400, 300
    upper_left = Rect.sized(-4000, 4000, 1000, 800)
    body = body_of(Outline.of([Path.rect(upper_left)], Point(0, 0), 0.1), tied.camera, (0.0, 300.0), UP, 0.0, WHOLE)
    assert body is not None
    assert body.sides is not None
    rows, columns = np.nonzero(body.sides > 128)
    front_rows, front_columns = np.nonzero(body.front > 128)
    assert rows.max() > front_rows.max()  # below it
    assert columns.max() > front_columns.max()  # and to its right
    assert rows.min() > front_rows.min()
    assert columns.min() > front_columns.min()


def test_front_and_sides_never_cover_more_than_the_whole_pixel_and_leave_no_gap() -> None:
    tied = register_photo((800, 600), ((300, 300), (420, 290), (424, 436), (300, 430)), DOOR)
    builder = PathBuilder()
    for index, angle in enumerate(np.linspace(0, 2 * np.pi, 40, endpoint=False)):
        builder.add("M" if index == 0 else "L", Point(float(3000 + 900 * np.cos(angle)), float(900 * np.sin(angle))))
    builder.add("Z")
    body = body_of(Outline.of([builder.build()], Point(0, 0), 0.1), tied.camera, (0.0, 250.0), UP, 0.0, WHOLE)
    assert body is not None
    assert body.sides is not None
    total = body.front.astype(int) + body.sides
    assert total.max() <= 255 + 6  # rounding of each strip
    seam = (body.front > 20) & (body.front < 235) & (body.sides > 20)
    assert seam.sum() > 20
    assert np.quantile(total[seam], 0.25) > 250  # but for the two ends, where the background shows beside both


def test_a_body_out_of_the_picture_is_none() -> None:
    tied = register_photo((800, 600), CORNERS, DOOR)
    far = Outline.of([Path.rect(Rect.sized(90_000, 0, 500, 500))], Point(0, 0), 0.1)
    assert body_of(far, tied.camera, (0.0, 50.0), UP, 0.5, WHOLE) is None
