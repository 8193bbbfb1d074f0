"""How a photo lies on the wall: four corners of a known rectangle, more points if there are any, and how sure that is.

Wall space: millimetres, x to the right, y up, z out of the wall towards the viewer; the elevation space of the plan, or
with its origin at the rectangle's lower left corner when there is no plan. Pixels: y down, (0, 0) is the upper left
corner of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot, isfinite

import numpy as np

from signage.errors import InputError, Location
from signage.geometry import Point, Rect
from signage.photo.camera import Camera, FocalSource, camera_behind
from signage.photo.checks import (
    CORNERS,
    LARGEST_MM,
    Miss,
    Tie,
    TiedDistance,
    check_inside,
    distance_miss,
    missed_by,
    point_miss,
    tie_miss,
    worst_of,
)
from signage.photo.homography import Array, Homography, fit_homography, sensitivity

_APART_PX = 8.0  # corners closer than this name no rectangle
_FLAT = 0.02  # height of a triangle, of its longest side, below which its corners lie on a line
_DEEPEST_MM = 5_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A photo tied to the wall.

    Attributes:
        size_px: Width and height of the photo.
        plane: Map from the rectangle's plane to pixels.
        camera: The camera, for what stands before or behind that plane.
        rect: The known rectangle, wall space.
        plane_mm: Distance of its plane before the wall, negative behind.
        ties: What the map was fitted to, the rectangle's corners first (from the upper left, clockwise).
        misses: Of the check points and distances.
    """

    size_px: tuple[int, int]
    plane: Homography
    camera: Camera
    rect: Rect
    plane_mm: float
    ties: tuple[Tie, ...]
    misses: tuple[Miss, ...] = ()

    @property
    def wall(self) -> Homography:
        """The map from the wall (z = 0) to pixels."""
        return self.camera.plane(0.0)

    @property
    def is_exact(self) -> bool:
        """Whether four points alone fix the map, so that its residual is 0 and says nothing."""
        return len(self.ties) == CORNERS

    def residuals(self) -> tuple[tuple[float, float], ...]:
        """Return how far each tie is missed, in pixels and in mm."""
        return tuple(missed_by(self.plane, tie) for tie in self.ties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How exactly a sign lies on its photo.

    Attributes:
        mm_per_px: Size of a pixel at the sign's middle, across and upwards, on the wall.
        fit_px: Root mean square of the ties' residuals; None when four points fit exactly.
        fit_mm: The same on the wall.
        worst_px: Largest residual; None likewise.
        worst_mm: The same on the wall.
        misses: Of check points and distances.
        worst_tie: Of the points that the map was fitted to; None when four fit exactly.
        corner_mm: How far any point of the sign moves, at most, when one tie is off by one pixel.
        all_corners_mm: Standard deviation of the sign's worst point when each coordinate of each tie has one of 1 px.
        proportion: Height over width of the rectangle as the camera sees it, over the one stated, minus 1.
        focal_source: Where the camera's focal length comes from.
    """

    mm_per_px: tuple[float, float]
    fit_px: float | None
    fit_mm: float | None
    worst_px: float | None
    worst_mm: float | None
    misses: tuple[Miss, ...]
    worst_tie: Miss | None
    corner_mm: float
    all_corners_mm: float
    proportion: float
    focal_source: FocalSource

    @property
    def doubts(self) -> tuple[Miss, ...]:
        """What is missed by more than clicking inexactly explains."""
        found = self.misses if self.worst_tie is None else (*self.misses, self.worst_tie)
        return tuple(miss for miss in found if miss.is_doubted)

    @property
    def worst(self) -> Miss | None:
        """The worst of what contradicts the map, else of what was checked; None when nothing was."""
        return worst_of(self.doubts) or worst_of(self.misses)


def register_photo(
    size_px: tuple[int, int],
    corners: Sequence[Point | tuple[float, float]],
    rect: Rect,
    *,
    ties: Sequence[Tie] = (),
    checks: Sequence[Tie] = (),
    distances: Sequence[TiedDistance] = (),
    plane_mm: float = 0.0,
    focal_35mm: float | None = None,
) -> Registration:
    """Return a photo tied to the wall.

    Args:
        size_px: Width and height of the upright photo.
        corners: Of the known rectangle in pixels: top left, top right, bottom right, bottom left.
        rect: The rectangle, wall space.
        ties: Further points that the map is fitted to, in the rectangle's plane.
        checks: Points that it is not fitted to, but compared with.
        distances: Distances likewise.
        plane_mm: Distance of the rectangle's plane before the wall that carries the sign; negative for a door or
            window in its reveal.
        focal_35mm: What the photo says of its lens.

    Raises:
        InputError: A corner lies outside the picture, two fall together, three lie on a line, they cross or are in
            another order; the rectangle has no size; a point or number is impossible.
    """
    _check_rect(rect, plane_mm)
    known = [Point(*corner) for corner in corners]
    check_corners(known, size_px)
    upper_left_first = (rect.corners[3], rect.corners[2], rect.corners[1], rect.corners[0])
    all_ties = [Tie(pixel=p, wall=w) for p, w in zip(known, upper_left_first, strict=True)] + list(ties)
    for tie in (*ties, *checks):
        check_inside(tie.pixel, size_px, "points")
    plane = fit_homography(
        np.array([tie.wall for tie in all_ties], dtype=np.float64),
        np.array([tie.pixel for tie in all_ties], dtype=np.float64),
    )
    return Registration(
        size_px=size_px,
        plane=plane,
        camera=camera_behind(plane, size_px, plane_mm=plane_mm, focal_35mm=focal_35mm),
        rect=rect,
        plane_mm=plane_mm,
        ties=tuple(all_ties),
        misses=(
            *(point_miss(plane, tie, all_ties, size_px) for tie in checks),
            *(distance_miss(plane, distance, all_ties, size_px) for distance in distances),
        ),
    )


def check_corners(corners: Sequence[Point], size_px: tuple[int, int]) -> None:
    """Refuse corners that name no rectangle seen from the front; they run clockwise from the top left.

    Raises:
        InputError: See `register_photo`.
    """
    at = Location(field="corners")
    if len(corners) != CORNERS:
        raise InputError("photo.corner_count", at=at, count=len(corners))
    for corner in corners:
        check_inside(corner, size_px, "corners")
    for (i, p), (j, q) in combinations(enumerate(corners, 1), 2):
        if hypot(p.x - q.x, p.y - q.y) < _APART_PX:
            raise InputError("photo.corners_repeat", at=at, one=i, other=j, least=_APART_PX)
    if len(set(_turns(corners))) > 1 and _crosses(corners):
        raise InputError("photo.corners_cross", at=at)
    for i, j, k in combinations(range(CORNERS), 3):
        if _flatness(corners[i], corners[j], corners[k]) < _FLAT:
            raise InputError("photo.corners_in_line", at=at, one=i + 1, two=j + 1, three=k + 1)
    if len(set(_turns(corners))) > 1:
        raise InputError("photo.corners_dented", at=at)
    top, bottom = corners[0].y + corners[1].y, corners[2].y + corners[3].y
    left, right = corners[0].x + corners[3].x, corners[1].x + corners[2].x
    if _turns(corners)[0] < 0 or top >= bottom or left >= right:
        raise InputError("photo.corners_order", at=at)


def accuracy_of(registration: Registration, sign: Rect) -> Accuracy:
    """Return how exactly a sign in a box of wall space lies on the photo."""
    wall = registration.wall
    across, up = (np.hypot(*column) for column in wall.jacobian(sign.centre).T)
    single, joint = _sensitivity(registration, np.array(sign.corners, dtype=np.float64))
    missed = np.array(registration.residuals())
    fit = np.sqrt((missed**2).mean(axis=0)), missed.max(axis=0)
    exact = registration.is_exact
    return Accuracy(
        mm_per_px=(1 / float(across), 1 / float(up)),
        fit_px=None if exact else float(fit[0][0]),
        fit_mm=None if exact else float(fit[0][1]),
        worst_px=None if exact else float(fit[1][0]),
        worst_mm=None if exact else float(fit[1][1]),
        misses=registration.misses,
        worst_tie=tie_miss(registration.plane, registration.ties, registration.size_px),
        corner_mm=single,
        all_corners_mm=joint,
        proportion=_proportion(registration),
        focal_source=registration.camera.focal_source,
    )


def _sensitivity(registration: Registration, points: Array) -> tuple[float, float]:
    """Return the largest and the joint movement (mm) of points for ties that are off by a pixel."""
    plane = registration.plane
    moves = sensitivity(plane, np.array([tie.wall for tie in registration.ties], dtype=np.float64), points)
    back = np.array([np.linalg.inv(plane.jacobian((float(x), float(y)))) for x, y in points])
    mm = np.einsum("pij,pjtk->ptik", back, moves)
    # The greatest stretch of each small matrix is the worst direction in which a tie can be off.
    single = float(np.linalg.norm(mm, ord=2, axis=(2, 3)).max())
    joint = float(np.sqrt((mm**2).sum(axis=(1, 2, 3))).max())
    return single, joint


def _proportion(registration: Registration) -> float:
    """Return how much taller than stated the rectangle looks, by the camera's focal length."""
    width, height = registration.size_px
    centred = np.array([[1.0, 0.0, -width / 2], [0.0, 1.0, -height / 2], [0.0, 0.0, 1.0]])
    rays = (centred @ registration.plane.matrix)[:, :2] / np.array(
        [[registration.camera.focal_px], [registration.camera.focal_px], [1.0]]
    )
    right, up = np.linalg.norm(rays, axis=0)
    return float(up / right - 1)


def _check_rect(rect: Rect, plane_mm: float) -> None:
    at = Location(field="size")
    if not all(isfinite(v) for v in (rect.x0, rect.y0, rect.x1, rect.y1)):
        raise InputError("photo.size_impossible", at=at, width=rect.width, height=rect.height)
    if not (0 < rect.width <= LARGEST_MM and 0 < rect.height <= LARGEST_MM):
        raise InputError("photo.size_impossible", at=at, width=rect.width, height=rect.height)
    if not (isfinite(plane_mm) and abs(plane_mm) <= _DEEPEST_MM):
        raise InputError("photo.recess_impossible", at=Location(field="recess"), given=plane_mm, most=_DEEPEST_MM)


def _turns(corners: Sequence[Point]) -> list[int]:
    """Return +1 for each corner at which the ring turns clockwise on the screen (y down), else -1."""
    turns = []
    for index in range(CORNERS):
        p, q, r = corners[index - 1], corners[index], corners[(index + 1) % CORNERS]
        turns.append(1 if (q.x - p.x) * (r.y - q.y) - (q.y - p.y) * (r.x - q.x) > 0 else -1)
    return turns


def _crosses(corners: Sequence[Point]) -> bool:
    a, b, c, d = corners
    return _segments_cross(a, b, c, d) or _segments_cross(b, c, d, a)


def _segments_cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0


def _flatness(p: Point, q: Point, r: Point) -> float:
    longest = max(hypot(q.x - p.x, q.y - p.y), hypot(r.x - q.x, r.y - q.y), hypot(p.x - r.x, p.y - r.y))
    twice_area = abs((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
    return twice_area / (longest * longest)
