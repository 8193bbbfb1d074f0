"""Measures taken from outlines: perimeter, thinnest stroke, gaps between letters.

The thinnest stroke (最细笔画) is the diameter of the smallest circle that lies inside the letter and touches it on two
opposite sides, that is, sides within 30° of parallel: the skeleton's radius function, without the branches that run
into corners. Found by casting a ray inwards from points all along the outline; where it meets a nearly parallel side
and the circle between both is empty, that circle's diameter counts. Slits below 1/250 em (1.6 mm in a 400 mm letter)
are flaws of the drawing, no strokes, and are passed over. Twice the area over the perimeter would be wrong
for faces whose strokes differ, such as Song; the largest inscribed circle answers the opposite question.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from math import hypot

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Path, Point, Rect

_PARALLEL_COS = -float(np.cos(np.radians(30)))  # the sides' outward normals must look away from each other
_FLATNESS_EM = 1 / 2000
_SPACING_EM = 1 / 50
_FLAW_EM = 1 / 250
_EMPTY_SHARE = 0.98  # nothing of the outline may come closer to the centre than this share of the radius
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


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


def thinnest_stroke_of(path: Path, upem: float) -> float:
    """Return the thinnest stroke of an outline by the method of this module.

    Args:
        path: Contours that do not overlap, outer ones counter-clockwise.
        upem: Size of the em in the path's unit; it sets how finely the outline is sampled (1/50 em).

    Returns:
        A length in the path's unit, at most 1/1000 em off; for an outline without opposite sides the smaller side of
        its box; 0 when it is empty.
    """
    edges = _edges(path, upem * _FLATNESS_EM)
    box = path.bounds()
    if box is None or not len(edges[0]):
        return 0.0
    at, normal = _samples(*edges, spacing=upem * _SPACING_EM)
    best = min(box.width, box.height)
    chord, facing = _first_hits(at, normal, edges)
    usable = np.flatnonzero((facing <= _PARALLEL_COS) & (chord < best) & (chord > upem * _FLAW_EM))
    for index in usable[np.argsort(chord[usable])]:
        radius = chord[index] / 2
        centre = at[index] - normal[index] * radius
        if _distance(centre, edges) >= _EMPTY_SHARE * radius:
            return float(chord[index])
    return float(best)


Edges = tuple[NDArray[np.float64], NDArray[np.float64]]


def _edges(path: Path, tolerance: float) -> Edges:
    """Return the flattened outline as start points and directions of its edges."""
    starts, steps = [], []
    for contour in path.flattened(tolerance):
        ring = np.asarray(contour, dtype=np.float64)
        step = np.roll(ring, -1, axis=0) - ring
        real = np.hypot(step[:, 0], step[:, 1]) > tolerance / 100
        starts.append(ring[real])
        steps.append(step[real])
    if not starts:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.concatenate(starts), np.concatenate(steps)


def _samples(start: NDArray[np.float64], step: NDArray[np.float64], *, spacing: float) -> Edges:
    """Return points along the edges and the outward normals there; every edge has at least its middle."""
    length = np.hypot(step[:, 0], step[:, 1])
    count = np.maximum(1, np.ceil(length / spacing).astype(int))
    which = np.repeat(np.arange(len(start)), count)
    order = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    share = (order + 0.5) / count[which]
    normal = np.column_stack([step[:, 1], -step[:, 0]]) / length[:, None]
    return start[which] + step[which] * share[:, None], normal[which]


def _first_hits(at: NDArray[np.float64], normal: NDArray[np.float64], edges: Edges) -> Edges:
    """Return how far the ray inwards from each sample runs, and the cosine between the normals at its ends."""
    start, step = edges
    ray = -normal
    cross = ray[:, 0, None] * step[None, :, 1] - ray[:, 1, None] * step[None, :, 0]
    to_x, to_y = start[None, :, 0] - at[:, 0, None], start[None, :, 1] - at[:, 1, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (to_x * step[None, :, 1] - to_y * step[None, :, 0]) / cross
        share = (to_x * ray[:, 1, None] - to_y * ray[:, 0, None]) / cross
    along[~((along > 1e-6) & (share >= 0) & (share <= 1))] = np.inf
    nearest = np.argmin(along, axis=1)
    chord = along[np.arange(len(at)), nearest]
    hit = step[nearest]
    outward = np.column_stack([hit[:, 1], -hit[:, 0]]) / np.hypot(hit[:, 0], hit[:, 1])[:, None]
    return chord, np.einsum("ij,ij->i", outward, normal)


def _distance(point: NDArray[np.float64], edges: Edges) -> float:
    start, step = edges
    share = np.clip(((point - start) * step).sum(axis=1) / (step * step).sum(axis=1), 0, 1)
    apart = start + step * share[:, None] - point
    return float(np.sqrt((apart * apart).sum(axis=1).min()))


def letter_gaps(boxes: Iterable[Rect]) -> tuple[float, ...]:
    """Return the horizontal gaps between neighbouring ink boxes, left to right; negative where they overlap."""
    ordered = sorted(boxes, key=lambda box: box.x0)
    return tuple(right.x0 - left.x1 for left, right in itertools.pairwise(ordered))
