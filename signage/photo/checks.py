"""What a registration was not fitted to, held against it: by how much it is missed, and by how much it might be.

A check that is missed by far more than clicking inexactly explains says that corners, size or place are wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite

import numpy as np

from signage.errors import InputError, Location
from signage.geometry import Point
from signage.photo.homography import Array, Homography, sensitivity

CORNERS = 4
LARGEST_MM = 1_000_000.0
DOUBTED, REFUSED = 3.0, 10.0  # times what clicking explains: said on the picture, and not drawn unless confirmed
_CLICK_SHARE = 1 / 2000  # of the longer side: nobody clicks a picture of 8000 pixels to one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A point known in the photo and on the wall."""

    pixel: Point
    wall: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedDistance:
    """Two points of the photo in the rectangle's plane whose distance was measured on site."""

    start: Point
    end: Point
    length_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """How far the registration misses something that it was not fitted to.

    Attributes:
        label: What was checked, such as `(120, 2600)` or `1200 mm`.
        error_mm: On the wall; for a distance measured minus stated.
        error_px: In the photo.
        likely_mm: Standard deviation of that error when every point, the checked ones too, was clicked with
            `click_px` of error in each coordinate.
        click_px: That error of clicking, pixels.
    """

    label: str
    error_mm: float
    error_px: float
    likely_mm: float
    click_px: float

    @property
    def times(self) -> float:
        """How many times the likely error it is."""
        return abs(self.error_mm) / self.likely_mm

    @property
    def is_doubted(self) -> bool:
        """Whether clicking inexactly hardly explains it."""
        return self.times > DOUBTED

    @property
    def is_refused(self) -> bool:
        """Whether clicking inexactly cannot explain it."""
        return self.times > REFUSED


def worst_of(misses: Sequence[Miss]) -> Miss | None:
    """Return the miss that is the most times its likely error, None when nothing was checked."""
    return max(misses, key=lambda miss: miss.times, default=None)


def missed_by(plane: Homography, tie: Tie) -> tuple[float, float]:
    """Return how far a map misses a known point, in pixels and in mm."""
    seen = plane.apply([tie.wall])[0] - np.array(tie.pixel)
    there = plane.inverse().apply([tie.pixel])[0] - np.array(tie.wall)
    return float(np.hypot(*seen)), float(np.hypot(*there))


def point_miss(plane: Homography, tie: Tie, fitted: Sequence[Tie], size_px: tuple[int, int]) -> Miss:
    """Return how far a map misses a check point."""
    pixels, mm = missed_by(plane, tie)
    back, moves = _moves(plane, np.array([tie.wall], dtype=np.float64), fitted)
    click = click_px(size_px)
    return Miss(
        label=f"({tie.wall.x:g}, {tie.wall.y:g})",
        error_mm=mm,
        error_px=pixels,
        likely_mm=click * float(np.sqrt((moves**2).sum() + (back**2).sum())),
        click_px=click,
    )


def distance_miss(plane: Homography, distance: TiedDistance, fitted: Sequence[Tie], size_px: tuple[int, int]) -> Miss:
    """Return how far a map misses a check distance.

    Raises:
        InputError: An end lies outside the photo, or the length is impossible.
    """
    for end in (distance.start, distance.end):
        check_inside(end, size_px, "distances")
    if not (isfinite(distance.length_mm) and 0 < distance.length_mm <= LARGEST_MM):
        raise InputError("photo.distance_impossible", at=Location(field="distances"), given=distance.length_mm)
    ends = plane.inverse().apply([distance.start, distance.end])
    across = ends[1] - ends[0]
    found = float(np.hypot(*across))
    pixels = hypot(distance.end.x - distance.start.x, distance.end.y - distance.start.y)
    error = found - distance.length_mm
    click = click_px(size_px)
    return Miss(
        label=f"{distance.length_mm:g} mm",
        error_mm=error,
        error_px=error / found * pixels if found else pixels,
        likely_mm=click * _along(plane, ends, across / found if found else np.array([1.0, 0.0]), fitted),
        click_px=click,
    )


def tie_miss(plane: Homography, fitted: Sequence[Tie], size_px: tuple[int, int]) -> Miss | None:
    """Return the worst miss of the points that a map was fitted to; None when four fix it exactly."""
    if len(fitted) <= CORNERS:
        return None
    click = click_px(size_px)
    found = [(tie, *missed_by(plane, tie)) for tie in fitted]
    tie, pixels, mm = max(found, key=lambda one: one[1])
    return Miss(
        label=f"({tie.wall.x:g}, {tie.wall.y:g})",
        error_mm=mm,
        error_px=pixels,
        likely_mm=click * max(mm / pixels, 1e-9) if pixels else 1.0,  # a fit misses its own points by less than a click
        click_px=click,
    )


def click_px(size_px: tuple[int, int]) -> float:
    """Return how exactly a person points at something in a photo of that size, pixels."""
    return max(1.0, max(size_px) * _CLICK_SHARE)


def check_inside(point: Point, size_px: tuple[int, int], field: str) -> None:
    """Refuse a point that is not in the photo.

    Raises:
        InputError: It is not.
    """
    width, height = size_px
    if not (0 <= point.x <= width and 0 <= point.y <= height):
        raise InputError(
            "photo.point_outside", at=Location(field=field), x=point.x, y=point.y, width_px=width, height_px=height
        )


def _moves(plane: Homography, points: Array, fitted: Sequence[Tie]) -> tuple[Array, Array]:
    """Return mm for a pixel at each point (point, 2, 2), and for a pixel of each tie (point, 2, tie, 2)."""
    moved = sensitivity(plane, np.array([tie.wall for tie in fitted], dtype=np.float64), points)
    back: Array = np.array([np.linalg.inv(plane.jacobian((float(x), float(y)))) for x, y in points])
    return back, np.einsum("pij,pjtk->pitk", back, moved)


def _along(plane: Homography, ends: Array, direction: Array, fitted: Sequence[Tie]) -> float:
    """Return the standard deviation of a length (mm) for one pixel in each coordinate of ties and ends."""
    back, moves = _moves(plane, ends, fitted)
    by_ends = np.einsum("i,pij->pj", direction, back)
    by_ties = np.einsum("i,pitk->ptk", direction, moves)
    return float(np.sqrt((by_ends**2).sum() + ((by_ties[1] - by_ties[0]) ** 2).sum()))
