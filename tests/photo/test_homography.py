"""Perspective maps: round trips, exact and least-squares fits, and the camera behind them."""

from __future__ import annotations

from math import cos, hypot, radians, sin

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signage.photo import FocalSource, Homography, camera_behind, fit_homography
from signage.photo.homography import sensitivity

RECT = np.array([(0.0, 2600.0), (2400.0, 2600.0), (2400.0, 0.0), (0.0, 0.0)])
shift = st.floats(-60, 60)


@st.composite
def quads(draw: st.DrawFn) -> np.ndarray:
    """Convex quads, clockwise on the screen from the top left."""
    base = np.array([(300.0, 200.0), (620.0, 200.0), (620.0, 560.0), (300.0, 560.0)])
    return base + np.array([[draw(shift), draw(shift)] for _ in range(4)])


def seen(yaw: float, pitch: float, focal: float, size: tuple[int, int] = (4000, 3000)) -> np.ndarray:
    """The 3 × 4 projection of a camera 9 m before the wall, turned by two angles."""
    a, b = radians(yaw), radians(pitch)
    turn = np.array([[cos(a), 0, sin(a)], [0, 1, 0], [-sin(a), 0, cos(a)]])
    nod = np.array([[1, 0, 0], [0, cos(b), -sin(b)], [0, sin(b), cos(b)]])
    axes = nod @ turn @ np.diag([1.0, -1.0, -1.0])  # y up and z out of the wall, to y down and z away
    place = np.array([[0.0], [0.0], [9000.0]]) - axes @ np.array([[1200.0], [1500.0], [0.0]])
    inner = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
    return inner @ np.concatenate([axes, place], axis=1)


@given(quads(), st.floats(-3000, 5000), st.floats(-2000, 5000))
def test_a_point_comes_back_from_the_photo(quad: np.ndarray, x: float, y: float) -> None:
    fitted = fit_homography(RECT, quad)
    point = np.array([[x, y]])
    assume(fitted.weights(point)[0] > 0.05 * fitted.weights(RECT).mean())
    assert fitted.inverse().apply(fitted.apply(point))[0] == pytest.approx((x, y), abs=1e-4)


@given(quads())
def test_four_corners_are_met_exactly_and_lie_before_the_camera(quad: np.ndarray) -> None:
    fitted = fit_homography(RECT, quad)
    assert np.allclose(fitted.apply(RECT), quad, atol=1e-7)
    assert (fitted.weights(RECT) > 0).all()


@given(quads(), st.floats(0, 2400), st.floats(0, 2600))
def test_the_slope_is_the_derivative_of_the_map(quad: np.ndarray, x: float, y: float) -> None:
    fitted = fit_homography(RECT, quad)
    step = 1e-2
    near = fitted.apply([(x + step, y), (x - step, y), (x, y + step), (x, y - step)])
    numeric = np.stack([(near[0] - near[1]) / (2 * step), (near[2] - near[3]) / (2 * step)], axis=1)
    assert np.allclose(fitted.jacobian((x, y)), numeric, atol=1e-5)


@given(quads())
def test_the_sensitivity_is_what_refitting_moved_corners_gives(quad: np.ndarray) -> None:
    points = np.array([(0.0, 2900.0), (2400.0, 3600.0)])
    fitted = fit_homography(RECT, quad)
    moves = sensitivity(fitted, RECT, points)
    for tie in range(4):
        for axis in (0, 1):
            moved = []
            for step in (1e-3, -1e-3):
                shifted = quad.copy()
                shifted[tie, axis] += step
                moved.append(fit_homography(RECT, shifted).apply(points))
            numeric = (moved[0] - moved[1]) / 2e-3
            assert np.allclose(moves[:, :, tie, axis], numeric, rtol=1e-3, atol=1e-3)


def test_more_points_share_their_errors_and_beat_the_worst_corner() -> None:
    true = Homography.of(np.array([[0.11, 0.004, 300.0], [0.006, -0.12, 600.0], [2e-6, 4e-6, 1.0]]), np.zeros(2))
    dice = np.random.default_rng(1)
    walls = np.array([(x, y) for x in (0.0, 1200.0, 2400.0, 4000.0) for y in (0.0, 1300.0, 2600.0)])
    noisy = true.apply(walls) + dice.normal(0, 0.7, (12, 2))
    fitted = fit_homography(walls, noisy)
    missed = np.hypot(*(fitted.apply(walls) - true.apply(walls)).T)
    assert missed.max() < 1.5
    for step in (np.eye(9)[i] * 1e-7 for i in range(9)):  # no small change of the matrix fits better
        other = Homography(tuple(np.array(fitted.rows) + step))
        assert ((other.apply(walls) - noisy) ** 2).sum() >= ((fitted.apply(walls) - noisy) ** 2).sum() - 1e-9


@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (25, 0), (-30, 12), (18, -15)])
def test_points_before_the_wall_appear_where_the_true_camera_shows_them(yaw: float, pitch: float) -> None:
    size, focal = (4000, 3000), 26 / 43.27 * hypot(4000, 3000)
    true = seen(yaw, pitch, focal, size)
    plane = Homography.of(true[:, [0, 1, 3]], np.array([1200.0, 1300.0]))
    camera = camera_behind(plane, size)
    for z in (-120.0, 0.0, 180.0, 600.0):
        there = true @ np.array([800.0, 3200.0, z, 1.0])
        assert camera.plane(z).apply([(800.0, 3200.0)])[0] == pytest.approx(there[:2] / there[2], abs=1e-6)


def test_a_recessed_door_is_told_from_the_wall_before_it() -> None:
    size, focal = (4000, 3000), 26 / 43.27 * hypot(4000, 3000)
    true = seen(20, -10, focal, size)
    recess = Homography.of(np.stack([true[:, 0], true[:, 1], true[:, 3] - 150 * true[:, 2]], axis=1), np.zeros(2))
    camera = camera_behind(recess, size, plane_mm=-150.0)
    there = true @ np.array([500.0, 3000.0, 0.0, 1.0])
    assert camera.plane(0.0).apply([(500.0, 3000.0)])[0] == pytest.approx(there[:2] / there[2], abs=1e-6)


def test_the_focal_length_is_solved_when_the_perspective_tells_it_and_assumed_otherwise() -> None:
    size = (4000, 3000)
    strong = seen(28, 17, 4200.0, size)
    found = camera_behind(Homography.of(strong[:, [0, 1, 3]], np.zeros(2)), size)
    assert found.focal_source is FocalSource.SOLVED
    assert found.focal_px == pytest.approx(4200.0, rel=1e-6)
    frontal = seen(0, 2, 4200.0, size)
    assert camera_behind(Homography.of(frontal[:, [0, 1, 3]], np.zeros(2)), size).focal_source is FocalSource.ASSUMED
    stated = camera_behind(Homography.of(strong[:, [0, 1, 3]], np.zeros(2)), size, focal_35mm=50.0)
    assert stated.focal_source is FocalSource.EXIF
