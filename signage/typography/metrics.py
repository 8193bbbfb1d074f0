"""Measures taken from outlines: perimeter, counters, gaps between letters, and all of a letter's in one value.

Areas and boxes are exact (Green's theorem, extrema of the curves); perimeters come from eight-point Gauss-Legendre
quadrature; strokes are `strokes`'; inscribed circles and gaps are found on outlines flattened to 1/2000 em.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from signage.geometry import Path, Point, Rect, Region
from signage.typography.strokes import Array, Edges, edges_of

_FLATNESS_EM = 1 / 2000
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMeasures:
    """What a checker or a workshop asks of one letter; lengths in ems, or in mm after `in_mm`.

    Attributes:
        height: Of the ink (字高).
        width: Of the ink.
        area: Of the ink, exact.
        perimeter: Length of all contours, those of counters included: the returns (围边).
        thinnest_stroke: Diameter of the smallest circle between opposite sides.
        typical_stroke: Area-weighted median of those diameters.
        bodies: Outer contours: separate pieces of material.
        counters: Enclosed counters (内空).
        counter_area: All of theirs together.
        smallest_counter: Diameter of the largest circle inside the tightest counter, None without counters.
    """

    height: float
    width: float
    area: float
    perimeter: float
    thinnest_stroke: float
    typical_stroke: float
    bodies: int
    counters: int
    counter_area: float
    smallest_counter: float | None

    def scaled(self, em: float) -> LetterMeasures:
        """Return the measures at an em size; with the size in mm, in mm and mm²."""
        return LetterMeasures(
            height=self.height * em,
            width=self.width * em,
            area=self.area * em**2,
            perimeter=self.perimeter * em,
            thinnest_stroke=self.thinnest_stroke * em,
            typical_stroke=self.typical_stroke * em,
            bodies=self.bodies,
            counters=self.counters,
            counter_area=self.counter_area * em**2,
            smallest_counter=None if self.smallest_counter is None else self.smallest_counter * em,
        )


def perimeter_of(path: Path) -> float:
    """Return the length of all contours, closing edges included; curves by eight-point Gauss-Legendre quadrature."""
    total, pen, start = 0.0, Point(0.0, 0.0), Point(0.0, 0.0)
    for verb, ends in path.segments():
        if verb == "M":
            pen = start = ends[0]
            continue
        ends = ends or (start,)
        total += hypot(ends[0].x - pen.x, ends[0].y - pen.y) if len(ends) == 1 else _curve_length((pen, *ends))
        pen = ends[-1]
    return total


def _curve_length(points: tuple[Point, ...]) -> float:
    steps = list(np.diff(np.asarray(points, dtype=np.float64), axis=0) * (len(points) - 1))
    t = ((_NODES + 1) / 2)[:, None]
    while len(steps) > 1:
        # de Casteljau on the derivative's control points, all quadrature nodes at once
        steps = [a + (b - a) * t for a, b in itertools.pairwise(steps)]
    return float(np.sum(_WEIGHTS * np.hypot(steps[0][..., 0], steps[0][..., 1])) / 2)


def contours_of(path: Path) -> tuple[tuple[Path, float], ...]:
    """Return each contour as a path of its own with its signed area; counters are negative."""
    found, at = [], 0
    for verbs in path.verbs.split("M")[1:]:
        size = 2 + sum({"L": 2, "Q": 4, "C": 6, "Z": 0}[verb] for verb in verbs)
        contour = Path("M" + verbs, path.coords[at : at + size])
        found.append((contour, contour.signed_area()))
        at += size
    return tuple(found)


def inscribed_width_of(path: Path, upem: float) -> float:
    """Return the diameter of the largest circle inside a single contour, 0 when it encloses nothing.

    Args:
        path: One contour, either way round.
        upem: Size of the em in the path's unit.

    Returns:
        A length in the path's unit, at most 1/1000 em off.

    Source: the quadtree search known as polylabel, all cells of a round at once.
    """
    edges = edges_of(path, upem * _FLATNESS_EM)
    box = path.bounds()
    if box is None or not len(edges[0]) or min(box.width, box.height) <= 0:
        return 0.0
    half = min(box.width, box.height) / 2
    x, y = (np.arange(low + half, high + half, 2 * half) for low, high in ((box.x0, box.x1), (box.y0, box.y1)))
    cells = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    best = 0.0
    while len(cells):
        depth = _depths(cells, edges)
        best = max(best, float(depth.max()))
        # A cell can hold no circle larger than its centre's plus its half diagonal.
        cells = cells[depth + half * 2**0.5 > best + upem / 4000]
        half /= 2
        steps = half * np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
        cells = (cells[:, None, :] + steps[None, :, :]).reshape(-1, 2)
    return 2 * best


def _depths(points: Array, edges: Edges) -> Array:
    """Return how deep points lie inside a ring, negative outside."""
    start, step = edges
    apart = points[:, None, :] - start[None, :, :]
    share = np.clip(np.einsum("ijk,jk->ij", apart, step) / (step * step).sum(axis=1), 0, 1)
    off = apart - share[:, :, None] * step[None, :, :]
    distance = np.sqrt(np.einsum("ijk,ijk->ij", off, off).min(axis=1))
    over = (start[:, 1] > points[:, None, 1]) != ((start + step)[:, 1] > points[:, None, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = start[:, 0] + (points[:, None, 1] - start[:, 1]) / step[:, 1] * step[:, 0]
    inside = np.sum(over & (points[:, None, 0] < cut), axis=1) % 2 == 1
    found: Array = np.where(inside, distance, -distance)
    return found


def letter_gaps(boxes: Iterable[Rect]) -> tuple[float, ...]:
    """Return the horizontal gaps between neighbouring ink boxes, left to right; negative where they overlap."""
    ordered = sorted(boxes, key=lambda box: box.x0)
    return tuple(right.x0 - left.x1 for left, right in itertools.pairwise(ordered))


def outline_gaps(outlines: Sequence[Path], tolerance: float) -> tuple[float, ...]:
    """Return the true distances between neighbouring letters, from outline to outline; 0 where they touch.

    Args:
        outlines: In reading order.
        tolerance: How far the flattened outlines may stray, in their unit; a gap is at most twice that off.
    """
    regions = [Region.of_path(outline, tolerance) for outline in outlines]
    return tuple(left.distance(right) for left, right in itertools.pairwise(regions))
