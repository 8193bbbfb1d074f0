"""The camera behind a homography: where points off the wall appear.

A homography fixes the picture of one plane only. What stands out of it needs the camera's focal length, which comes
from (in this order) the photo's EXIF 35 mm equivalent, the homography itself when its perspective is strong enough to
tell, or an assumption: a phone's main camera, 26 mm on 35 mm film. Square pixels and a principal point in the middle of
the picture are assumed throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt

import numpy as np

from signage.photo.homography import Array, Homography

FILM_DIAGONAL_MM = 43.27  # of 36 × 24 mm
ASSUMED_FOCAL_35MM = 26.0
_PLAUSIBLE = (0.35, 4.0)  # focal lengths, in picture diagonals, that a solved value may have
_AGREE = 0.15  # the two equations for the focal length may differ by this share of it
_TELLS = 0.02  # a constraint weaker than this says more about the clicks than about the camera


class FocalSource(StrEnum):
    """Where the focal length comes from."""

    EXIF = "exif"
    SOLVED = "solved"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A pinhole camera that sees the wall as its homography says.

    Attributes:
        rows: The 3 × 4 projection matrix of wall space (mm, y up, z out of the wall), row by row.
        focal_px: Focal length in pixels.
        focal_source: Where that comes from.
    """

    rows: tuple[float, ...]
    focal_px: float
    focal_source: FocalSource

    @property
    def matrix(self) -> Array:
        """The 3 × 4 projection matrix."""
        return np.array(self.rows, dtype=np.float64).reshape(3, 4)

    def plane(self, z_mm: float) -> Homography:
        """Return the map from the plane at a distance before the wall to pixels."""
        m = self.matrix
        return Homography(
            tuple(float(v) for v in np.stack([m[:, 0], m[:, 1], m[:, 3] + z_mm * m[:, 2]], axis=1).ravel())
        )


def camera_behind(
    plane: Homography, size_px: tuple[int, int], *, plane_mm: float = 0.0, focal_35mm: float | None = None
) -> Camera:
    """Return the camera that sees a plane as a homography says.

    Args:
        plane: Map from the plane `z = plane_mm` of wall space to pixels.
        size_px: Width and height of the picture.
        plane_mm: Distance of that plane before the wall; negative for a door in its reveal.
        focal_35mm: Focal length in 35 mm equivalent that the photo states, if any.

    Source: Zhang, "A Flexible New Technique for Camera Calibration", 2000, §2–3.
    """
    width, height = size_px
    diagonal = hypot(width, height)
    to_middle = np.array([[1.0, 0.0, -width / 2], [0.0, 1.0, -height / 2], [0.0, 0.0, 1.0]])
    seen = to_middle @ plane.matrix
    focal, source = ASSUMED_FOCAL_35MM / FILM_DIAGONAL_MM * diagonal, FocalSource.ASSUMED
    if focal_35mm is not None:
        focal, source = focal_35mm / FILM_DIAGONAL_MM * diagonal, FocalSource.EXIF
    elif (solved := _solved_focal(seen, diagonal)) is not None:
        focal, source = solved, FocalSource.SOLVED
    inner = np.array([1 / focal, 1 / focal, 1.0])
    right, up = seen[:, 0] * inner, seen[:, 1] * inner
    lengths = sqrt(float(np.linalg.norm(right)) * float(np.linalg.norm(up)))
    normal = np.cross(right, up)
    normal *= lengths / float(np.linalg.norm(normal))
    out = plane.matrix[:, :2]
    away = np.linalg.inv(to_middle) @ (normal / inner)
    rest = plane.matrix[:, 2] - plane_mm * away
    matrix = np.stack([out[:, 0], out[:, 1], away, rest], axis=1)
    return Camera(rows=tuple(float(v) for v in matrix.ravel()), focal_px=focal, focal_source=source)


def _solved_focal(seen: Array, diagonal: float) -> float | None:
    """Return the focal length at which the plane's axes are square and of one scale, or None when that is unsure."""
    (a, b, c), (d, e, f) = seen[:, 0] / [diagonal, diagonal, 1.0], seen[:, 1] / [diagonal, diagonal, 1.0]
    scale = a * a + b * b + d * d + e * e
    square, alike = c * f, c * c - f * f
    turn = max(c * c, f * f)
    if min(abs(square), abs(alike)) < _TELLS * scale or turn <= 0:
        return None
    found = (-(a * d + b * e) / square, -(a * a + b * b - d * d - e * e) / alike)
    if min(found) <= 0:
        return None
    one, other = (sqrt(value) for value in found)
    if abs(one - other) > _AGREE * min(one, other) or not _PLAUSIBLE[0] < one < _PLAUSIBLE[1]:
        return None
    return (one + other) / 2 * diagonal
