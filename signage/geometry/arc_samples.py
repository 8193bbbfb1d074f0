"""Smooth runs of Bézier curves as points with their tangents, for fitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from signage.geometry.basic import Point

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledRun:
    """A smooth run as points with the directions in which it arrives at and leaves each of them."""

    points: Floats
    arriving: Floats
    leaving: Floats
    columns: Floats  # the points' x in the first row, their y in the second
    starts: list[list[float]]  # each point with the direction in which the run leaves it, as plain numbers
    ends: list[list[float]]  # each point with the direction in which the run arrives at it

    @property
    def last(self) -> int:
        """Index of the last point."""
        return len(self.points) - 1


def sampled(run: Sequence[Sequence[Point]], tolerance: float) -> SampledRun:
    """Return a run of curves as points so close that what lies between them strays by a twentieth of the tolerance."""
    points, arriving, leaving = [np.array(run[0][:1], dtype=np.float64)], [], []
    for control in run:
        segment = np.array(control, dtype=np.float64)
        bend = float(np.hypot(*np.diff(segment, n=2, axis=0).T).max()) * (len(segment) - 1) * (len(segment) - 2) / 8
        count = min(2048, max(8, ceil(sqrt(bend / (tolerance / 20)))))
        t = np.linspace(0.0, 1.0, count + 1)[:, None]
        at, slope = _evaluated(segment, t)
        points.append(at[1:])
        directions = _unit(slope, at)
        leaving.append(directions[:-1])
        arriving.append(directions[1:])
    everything = np.concatenate(points)
    first = leaving[0][:1]
    last = arriving[-1][-1:]
    arrived, left = np.concatenate([first, *arriving]), np.concatenate([*leaving, last])
    return SampledRun(
        points=everything,
        arriving=arrived,
        leaving=left,
        columns=np.ascontiguousarray(everything.T),
        starts=np.column_stack([everything, left]).tolist(),
        ends=np.column_stack([everything, arrived]).tolist(),
    )


def _evaluated(segment: Floats, t: Floats) -> tuple[Floats, Floats]:
    s = 1 - t
    if len(segment) == 3:
        p, q, r = segment
        return p * s * s + q * 2 * s * t + r * t * t, (q - p) * s + (r - q) * t
    p, b, c, d = segment
    at = p * s**3 + b * 3 * s * s * t + c * 3 * s * t * t + d * t**3
    return at, (b - p) * s * s + (c - b) * 2 * s * t + (d - c) * t * t


def _unit(slope: Floats, at: Floats) -> Floats:
    """Return directions of length one; where a curve stands still, the direction to its neighbour."""
    size = np.hypot(slope[:, 0], slope[:, 1])
    still = size < 1e-9 * max(1.0, float(size.max()))
    if still.any():
        chords = np.gradient(at, axis=0)
        slope = np.where(still[:, None], chords, slope)
        size = np.hypot(slope[:, 0], slope[:, 1])
    unit: Floats = slope / np.where(size == 0, 1.0, size)[:, None]
    return unit
