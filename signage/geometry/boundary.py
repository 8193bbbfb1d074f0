"""Distances of points to an outline, exact to how finely it is flattened: 0.05 mm, or 1/5000 of a larger one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signage.geometry.path import Path

Floats = NDArray[np.float64]
_TOLERANCE_MM, _SHARE = 0.05, 1 / 5000
_MOST_PAIRS = 400_000  # of a point and an edge at a time


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """An outline's edges: where they start and where they lead (N×2 each)."""

    start: Floats
    step: Floats

    @classmethod
    def of(cls, path: Path) -> Boundary:
        """Return the edges of a path."""
        box = path.control_bounds()
        tolerance = max(_TOLERANCE_MM, max(box.width, box.height) * _SHARE) if box else _TOLERANCE_MM
        starts, steps = [np.empty((0, 2))], [np.empty((0, 2))]
        for contour in path.flattened(tolerance):
            ring = np.asarray(contour, dtype=np.float64)
            step = np.roll(ring, -1, axis=0) - ring
            real = np.hypot(step[:, 0], step[:, 1]) > 0
            starts.append(ring[real])
            steps.append(step[real])
        return cls(np.concatenate(starts), np.concatenate(steps))

    def distances(self, at: Floats) -> Floats:
        """Return how far each point (N×2) is from the outline, negative outside of it (non-zero rule)."""
        if not len(self.start) or not len(at):
            return np.full(len(at), -np.inf)
        parts = len(at) * len(self.start) // _MOST_PAIRS
        if parts < 2:
            return self._distances(at)
        return np.concatenate([self._distances(block) for block in np.array_split(at, parts)])

    def enters(self, middles: Floats, angles_deg: Floats, half: tuple[float, float]) -> NDArray[np.bool_]:
        """Return for each turned rectangle whether the outline enters it (touching its rim is not entering).

        Args:
            middles: Of the rectangles, N×2.
            angles_deg: Of their long sides, N.
            half: Half their length and half their width.
        """
        parts = len(middles) * len(self.start) // _MOST_PAIRS
        if parts < 2:
            return self._enters(middles, angles_deg, half)
        blocks = zip(np.array_split(middles, parts), np.array_split(angles_deg, parts), strict=True)
        return np.concatenate([self._enters(at, turned, half) for at, turned in blocks])

    def _enters(self, middles: Floats, angles_deg: Floats, half: tuple[float, float]) -> NDArray[np.bool_]:
        turn = np.radians(angles_deg)[:, None]
        cos, sin = np.cos(turn), np.sin(turn)
        dx, dy = self.start[:, 0] - middles[:, :1], self.start[:, 1] - middles[:, 1:]
        step_x, step_y = self.step[:, 0], self.step[:, 1]
        low, high = np.zeros(dx.shape), np.ones(dx.shape)
        # clip every edge to the rectangle's two strips (Liang and Barsky)
        for at, by, reach in (
            (dx * cos + dy * sin, step_x * cos + step_y * sin, half[0]),
            (dy * cos - dx * sin, step_y * cos - step_x * sin, half[1]),
        ):
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                one, two = (-reach - at) / by, (reach - at) / by
            is_level = by == 0
            is_beside = is_level & (np.abs(at) >= reach)
            low = np.maximum(low, np.where(is_level, np.where(is_beside, 2.0, 0.0), np.minimum(one, two)))
            high = np.minimum(high, np.where(is_level, 1.0, np.maximum(one, two)))
        return np.asarray((low < high - 1e-12).any(axis=1), dtype=np.bool_)

    def _distances(self, at: Floats) -> Floats:
        start, step = self.start, self.step
        to = at[:, None, :] - start[None, :, :]
        share = np.clip((to * step).sum(axis=2) / (step * step).sum(axis=1), 0.0, 1.0)
        apart = to - share[:, :, None] * step
        nearest = np.sqrt((apart * apart).sum(axis=2).min(axis=1))
        # winding: edges that cross the point's level to its right, +1 upwards, −1 downwards
        y0, y1 = start[:, 1], start[:, 1] + step[:, 1]
        level = at[:, 1, None]
        up, down = (y0 <= level) & (level < y1), (y1 <= level) & (level < y0)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            cut = start[:, 0] + (level - y0) / step[:, 1] * step[:, 0]
        is_right = cut > at[:, 0, None]
        winding = (up & is_right).sum(axis=1) - (down & is_right).sum(axis=1)
        signed: Floats = np.where(winding != 0, nearest, -nearest)
        return signed
