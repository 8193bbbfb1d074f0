"""Plane-to-plane perspective maps: fitted to points, applied, inverted, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_STEPS = 12
_SETTLED = 1e-12


@dataclass(frozen=True, slots=True)
class Homography:
    """A perspective map of the plane, scaled so that points in front of the camera have a positive weight.

    Attributes:
        rows: The 3 × 3 matrix, row by row.
    """

    rows: tuple[float, ...]

    @classmethod
    def of(cls, matrix: Array, inside: Array) -> Homography:
        """Return the map of a matrix, its sign chosen so that the point `inside` lies in front of the camera."""
        weight = float(matrix[2] @ np.array([inside[0], inside[1], 1.0]))
        scaled = matrix / np.linalg.norm(matrix) * (1.0 if weight >= 0 else -1.0)
        return cls(tuple(float(v) for v in scaled.ravel()))

    @property
    def matrix(self) -> Array:
        """The 3 × 3 matrix."""
        square: Array = np.array(self.rows, dtype=np.float64).reshape(3, 3)
        return square

    def weights(self, points: Array) -> Array:
        """Return the third homogeneous coordinate of each image; 0 or less lies on or behind the horizon."""
        row = self.matrix[2]
        return np.asarray(points @ row[:2] + row[2], dtype=np.float64)

    def apply(self, points: Array | Sequence[tuple[float, float]]) -> Array:
        """Return the images (n, 2) of points (n, 2); a point on the horizon goes to infinity."""
        flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        image = flat @ self.matrix[:, :2].T + self.matrix[:, 2]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(image[:, :2] / image[:, 2:], dtype=np.float64)

    def inverse(self) -> Homography:
        """Return the inverse map."""
        matrix = np.linalg.inv(self.matrix)
        return Homography(tuple(float(v) for v in (matrix / np.linalg.norm(matrix)).ravel()))

    def jacobian(self, point: tuple[float, float]) -> Array:
        """Return how the image of a point moves with the point, (2, 2): rows are image x and y."""
        m = self.matrix
        x, y, w = m @ np.array([point[0], point[1], 1.0])
        slopes: Array = (m[:2, :2] * w - np.outer([x, y], m[2, :2])) / (w * w)
        return slopes

    def slopes(self, points: Array) -> Array:
        """Return how the images of points move with the matrix, (2, n, 9): image axis, point, entry."""
        image = points @ self.matrix[:, :2].T + self.matrix[:, 2]
        h = np.concatenate([points, np.ones((len(points), 1))], axis=1) / image[:, 2:]
        seen = image[:, :2] / image[:, 2:]
        zeros = np.zeros_like(h)
        across = np.concatenate([h, zeros, -h * seen[:, :1]], axis=1)
        down = np.concatenate([zeros, h, -h * seen[:, 1:]], axis=1)
        return np.stack([across, down])


def fit_homography(source: Array, target: Array) -> Homography:
    """Return the map that sends `source` to `target`, both (n, 2) with n ≥ 4, no three of the first four on a line.

    Four points fit exactly. More are fitted by the normalised direct linear transform (Hartley 1997) and then by
    Gauss–Newton on the squared distances in the target plane.
    """
    to_unit, from_unit = _normaliser(source), _normaliser(target)
    a, b = _moved(to_unit, source), _moved(from_unit, target)
    matrix = _direct(a, b)
    if len(source) > 4:
        matrix = _refined(matrix, a, b)
    whole = np.linalg.inv(from_unit) @ matrix @ to_unit
    return Homography.of(whole, source.mean(axis=0))


def _normaliser(points: Array) -> Array:
    centre = points.mean(axis=0)
    spread = float(np.sqrt(((points - centre) ** 2).sum(axis=1)).mean())
    k = np.sqrt(2.0) / spread if spread > 0 else 1.0
    return np.array([[k, 0.0, -k * centre[0]], [0.0, k, -k * centre[1]], [0.0, 0.0, 1.0]])


def _moved(by: Array, points: Array) -> Array:
    return np.asarray(points * by[0, 0] + by[:2, 2], dtype=np.float64)


def _direct(a: Array, b: Array) -> Array:
    zeros, ones = np.zeros_like(a[:, 0]), np.ones_like(a[:, 0])
    x, y, u, v = a[:, 0], a[:, 1], b[:, 0], b[:, 1]
    upper = np.stack([x, y, ones, zeros, zeros, zeros, -u * x, -u * y, -u], axis=1)
    lower = np.stack([zeros, zeros, zeros, x, y, ones, -v * x, -v * y, -v], axis=1)
    _, _, basis = np.linalg.svd(np.concatenate([upper, lower]))
    return np.asarray(basis[-1].reshape(3, 3), dtype=np.float64)


def _refined(matrix: Array, a: Array, b: Array) -> Array:
    matrix = matrix / np.linalg.norm(matrix)
    for _ in range(_STEPS):
        now = Homography(tuple(float(v) for v in matrix.ravel()))
        missing = (b - now.apply(a)).T.ravel()
        step = np.linalg.lstsq(now.slopes(a).reshape(-1, 9), missing, rcond=1e-12)[0]
        matrix = matrix + step.reshape(3, 3)
        if float(np.abs(step).max()) < _SETTLED:
            break
    return matrix


def sensitivity(plane: Homography, source: Array, points: Array) -> Array:
    """Return how the images of `points` move when the targets of the fitted `source` move, (point, 2, tie, 2).

    The derivative of the least-squares fit, to first order; axes: point, its image axis, tie, the tie's target axis.
    """
    # The fit in its own normalised space is well conditioned; the derivative does not depend on the space.
    to_unit = _normaliser(source)
    inner = Homography.of(plane.matrix @ np.linalg.inv(to_unit), np.zeros(2))
    target = _normaliser(plane.apply(source))
    scaled = Homography.of(target @ inner.matrix, np.zeros(2))
    of_ties = scaled.slopes(_moved(to_unit, source)).reshape(-1, 9)
    of_points = scaled.slopes(_moved(to_unit, points)).reshape(-1, 9)
    moves = of_points @ np.linalg.pinv(of_ties, rcond=1e-9)
    both: Array = moves.reshape(2, len(points), 2, len(source)).transpose(1, 0, 3, 2)
    return both
