"""The sign's bodies in the photo: fronts at their true distance before the wall, sides that follow from the camera."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, pi

import cv2
import numpy as np

from signage.design import Piece
from signage.geometry import Path, Point
from signage.photo.camera import Camera
from signage.photo.homography import Array, Homography
from signage.photo.reading import Bytes
from signage.render.raster.masks import Window, rasterise_points

BUCKETS = 6  # shades of sides by the direction of their edge
_DEEP_MM = 1.0  # thinner bodies have no sides worth drawing
_SHARP_PX = 0.25  # less blur than this shows nowhere
_PART_PX = 256
_DIMMEST, _SPAN = 0.26, 0.71


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Straight-sided contours in wall space.

    Attributes:
        points: (n, 2), contour after contour.
        starts: Index of each contour's first point.
        verbs: One `M` and its `L` a contour, closed.
    """

    points: Array
    starts: tuple[int, ...]
    verbs: str

    @classmethod
    def of(cls, paths: Iterable[Path], shift: Point, tolerance_mm: float) -> Outline:
        """Return the contours of paths, flattened and shifted."""
        points, counts = _flattened(Path.joined(list(paths)), tolerance_mm)
        starts = np.cumsum([0, *counts])[:-1]
        verbs = "".join("M" + "L" * (count - 1) + "Z" for count in counts)
        return cls(points + np.array(shift), tuple(int(s) for s in starts), verbs)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.verbs

    def successors(self) -> Array:
        """Return for each point the next one of its contour."""
        following = np.roll(self.points, -1, axis=0)
        ends = [*self.starts[1:], len(self.points)]
        for start, end in zip(self.starts, ends, strict=True):
            following[end - 1] = self.points[start]
        return following


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Coverage of one body, or of several alike, over a window of the photo.

    Attributes:
        window: Its pixels.
        front: Coverage of the front, 0–255.
        rest: What front and sides leave of each pixel: 255 less both.
        sides: Coverage of the visible sides, or None.
        shades: The same times how bright each side is beside its colour.
    """

    window: Window
    front: Bytes
    rest: Bytes
    sides: Bytes | None
    shades: Bytes | None

    @classmethod
    def of(cls, window: Window, front: Bytes, sides: Bytes | None = None, shades: Bytes | None = None) -> Body:
        """Return a body whose sides take no more of a pixel than its front leaves."""
        rest = np.asarray(cv2.bitwise_not(front), dtype=np.uint8)
        if sides is None or shades is None:
            return cls(window, front, rest, None, None)
        cv2.min(sides, rest, dst=sides)
        cv2.min(shades, sides, dst=shades)
        cv2.subtract(rest, sides, dst=rest)
        return cls(window, front, rest, sides, shades)

    def hides(self, part: tuple[slice, slice]) -> bool:
        """Return whether the front covers a part of the window wholly."""
        if cv2.hasNonZero(self.rest[part]):
            return False
        return self.sides is None or not cv2.hasNonZero(self.sides[part])


def _flattened(path: Path, tolerance: float) -> tuple[Array, list[int]]:
    """Return the points of a path's contours and how many each has; curves stray by at most `tolerance`.

    The same bound as `Path.flattened`, for all curves at once.
    """
    verbs = np.frombuffer(path.verbs.replace("Z", "").encode("ascii"), dtype=np.uint8)
    points = np.array(path.coords, dtype=np.float64).reshape(-1, 2)
    if not len(verbs):
        return points, []
    arity = np.where(verbs == ord("C"), 3, np.where(verbs == ord("Q"), 2, 1))
    first = np.cumsum(arity) - arity
    pens = points[np.maximum(first - 1, 0)]
    steps = np.ones(len(verbs), dtype=np.int64)
    quadratic, cubic = verbs == ord("Q"), verbs == ord("C")
    if quadratic.any():
        at = first[quadratic]
        bend = np.hypot(*(pens[quadratic] - 2 * points[at] + points[at + 1]).T) / 4
        steps[quadratic] = np.maximum(1, np.ceil(np.sqrt(bend / tolerance)))
    if cubic.any():
        at = first[cubic]
        one = np.hypot(*(pens[cubic] - 2 * points[at] + points[at + 1]).T)
        two = np.hypot(*(points[at] - 2 * points[at + 1] + points[at + 2]).T)
        steps[cubic] = np.maximum(1, np.ceil(np.sqrt(3 * np.maximum(one, two) / 4 / tolerance)))
    segment = np.repeat(np.arange(len(verbs)), steps)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(steps) - steps, steps) + 1
    t = (number / steps[segment])[:, np.newaxis]
    made = points[first[segment] + arity[segment] - 1]
    chosen = quadratic[segment]
    p, q, r = pens[segment[chosen]], points[first[segment[chosen]]], made[chosen]
    s = t[chosen]
    made[chosen] = (1 - s) ** 2 * p + 2 * s * (1 - s) * q + s * s * r
    chosen = cubic[segment]
    at = first[segment[chosen]]
    s = t[chosen]
    made[chosen] = (
        (1 - s) ** 3 * pens[segment[chosen]]
        + 3 * s * (1 - s) ** 2 * points[at]
        + 3 * s * s * (1 - s) * points[at + 1]
        + s**3 * points[at + 2]
    )
    opens = np.cumsum(verbs == ord("M"))
    counts = np.bincount(opens[segment], minlength=int(opens[-1]) + 1)[1:]
    return made, [int(count) for count in counts]


def body_of(
    outline: Outline, camera: Camera, depths_mm: tuple[float, float], sun: Point, blur_px: float, limit: Window
) -> Body | None:
    """Return the coverage of bodies of one outline between two distances from the wall, or None when out of sight.

    Args:
        outline: Fronts, wall space; outer contours counter-clockwise, holes clockwise.
        camera: Where they are seen from.
        depths_mm: Distance of the back and of the front before the wall.
        sun: Direction to the light in the plane of the wall, length 1.
        blur_px: Standard deviation of the photo's unsharpness.
        limit: Pixels that may be covered.
    """
    back, front = depths_mm
    face = camera.plane(front).apply(outline.points)
    strips = _strips(outline, face, camera.plane(back), sun) if front - back > _DEEP_MM else []
    margin = ceil(3 * blur_px) + 1
    everything = [face, *(points for _, points in strips)]
    low = np.floor(np.min([p.min(axis=0) for p in everything], axis=0)).astype(int)
    high = np.ceil(np.max([p.max(axis=0) for p in everything], axis=0)).astype(int)
    window = Window(int(low[0]), int(low[1]), int(high[0]), int(high[1])).grown(margin).common(limit)
    if window is None:
        return None
    covered = softened(coverage_of(outline, face, window), blur_px)
    if not strips:
        return Body.of(window, covered)
    sides = np.zeros_like(covered)
    shades = np.zeros_like(covered)
    for shade, points in strips:
        found = rasterise_points(points, "MLLLZ" * (len(points) // 4), window)
        if found is None:
            continue
        part = found.window.slices(window)
        cv2.add(sides[part], found.coverage, dst=sides[part])
        cv2.add(shades[part], cv2.convertScaleAbs(found.coverage, alpha=shade), dst=shades[part])
    return Body.of(window, covered, softened(sides, blur_px), softened(shades, blur_px))


def coverage_of(outline: Outline, points: Array, window: Window) -> Bytes:
    """Return the coverage of an outline's contours at given pixels over a window."""
    covered = np.zeros((window.height, window.width), dtype=np.uint8)
    found = rasterise_points(points, outline.verbs, window)
    if found is not None:
        covered[found.window.slices(window)] = found.coverage
    return covered


def softened(coverage: Bytes, blur_px: float) -> Bytes:
    """Return a coverage blurred; parts that are all alike are left out, since no blur changes them."""
    if blur_px < _SHARP_PX:
        return coverage
    height, width = coverage.shape
    out = coverage.copy()
    taps = 2 * ceil(2 * blur_px) + 1
    margin = taps // 2
    for y in range(0, height, _PART_PX):
        for x in range(0, width, _PART_PX):
            top, left = max(0, y - margin), max(0, x - margin)
            part = coverage[top : min(height, y + _PART_PX + margin), left : min(width, x + _PART_PX + margin)]
            if not cv2.hasNonZero(part) or not cv2.hasNonZero(cv2.bitwise_not(part)):
                continue
            soft = cv2.GaussianBlur(part, (taps, taps), blur_px, borderType=cv2.BORDER_REPLICATE)
            rows, columns = min(_PART_PX, height - y), min(_PART_PX, width - x)
            out[y : y + rows, x : x + columns] = soft[y - top : y - top + rows, x - left : x - left + columns]
    return out


def _strips(outline: Outline, face: Array, back: Homography, sun: Point) -> list[tuple[float, Array]]:
    """Return the visible sides by shade: quads of four points each, turned like the fronts."""
    following = outline.successors()
    behind = back.apply(outline.points)
    ends = [*outline.starts[1:], len(face)]
    face_next, behind_next = np.roll(face, -1, axis=0), np.roll(behind, -1, axis=0)
    for start, end in zip(outline.starts, ends, strict=True):
        face_next[end - 1], behind_next[end - 1] = face[start], behind[start]
    quads = np.stack([behind, behind_next, face_next, face], axis=1)
    x, y = quads[:, :, 0], quads[:, :, 1]
    turned = (x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)
    edge = following - outline.points
    length = np.hypot(edge[:, 0], edge[:, 1])
    seen = (turned < 0) & (length > 1e-6)  # a front seen from before has a negative area in pixels, y down
    normal = np.arctan2(-edge[:, 0], edge[:, 1])
    bucket = (((normal + pi) / (2 * pi)) * BUCKETS).astype(int) % BUCKETS
    strips = []
    for number in range(BUCKETS):
        chosen = quads[seen & (bucket == number)]
        if len(chosen):
            angle = (number + 0.5) / BUCKETS * 2 * pi - pi
            facing = max(0.0, float(np.cos(angle) * sun.x + np.sin(angle) * sun.y))
            strips.append((_DIMMEST + _SPAN * facing, chosen.reshape(-1, 2)))
    return strips


def alike(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Return pieces in order, neighbours that are painted in one go together."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _look(groups[-1][0]) == _look(piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [tuple(group) for group in groups]


def _look(piece: Piece) -> tuple[object, ...]:
    return (
        piece.role,
        piece.z_back_mm,
        piece.z_front_mm,
        piece.material,
        piece.face_colour,
        piece.side_colour,
        piece.construction,
        piece.is_face_lit,
        piece.is_halo_lit,
        piece.luminance_cd_m2,
        piece.temperature_k,
    )
