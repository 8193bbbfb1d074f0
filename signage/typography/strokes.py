"""Stroke widths of an outline: the thinnest one (最细笔画) and the typical one.

A stroke's width at a place is the diameter of a circle that lies inside the letter and touches it on two opposite
sides, that is, sides within 30° of parallel: the skeleton's radius function, without the branches that run into
corners. Found by casting a ray inwards from points all along the outline; where it meets a nearly parallel side and the
circle between both is empty, that circle's diameter counts. The thinnest stroke is the least of them, the typical one
their median, each weighted by the area of the strip that it stands for (length of outline × half the width). Slits
below 1/250 em (1.6 mm in a 400 mm letter) are flaws of the drawing, no strokes, and are passed over. Twice the area
over the perimeter would be wrong for faces whose strokes differ, such as Song; the largest inscribed circle answers the
opposite question.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Path

_PARALLEL_COS = -float(np.cos(np.radians(30)))  # the sides' outward normals must look away from each other
_FLATNESS_EM = 1 / 2000
_SPACING_EM = 1 / 50
_FLAW_EM = 1 / 250
_EMPTY_SHARE = 0.98  # nothing of the outline may come closer to the centre than this share of the radius

Array = NDArray[np.float64]
Edges = tuple[Array, Array]


def thinnest_stroke_of(path: Path, upem: float) -> float:
    """Return the thinnest stroke of an outline by the method of this module.

    Args:
        path: Contours that do not overlap, outer ones counter-clockwise.
        upem: Size of the em in the path's unit; it sets how finely the outline is sampled (1/50 em).

    Returns:
        A length in the path's unit, at most 1/1000 em off; for an outline without opposite sides the smaller side of
        its box; 0 when it is empty.
    """
    edges = edges_of(path, upem * _FLATNESS_EM)
    box = path.bounds()
    if box is None or not len(edges[0]):
        return 0.0
    best = min(box.width, box.height)
    at, normal, chord, _ = _chords(edges, upem)
    usable = np.flatnonzero(chord < best)
    for index in usable[np.argsort(chord[usable])]:
        radius = chord[index] / 2
        centre = at[index] - normal[index] * radius
        if _distances(centre[None], edges)[0] >= _EMPTY_SHARE * radius:
            return float(chord[index])
    return float(best)


def typical_stroke_of(path: Path, upem: float) -> float:
    """Return the area-weighted median stroke of an outline by the method of this module.

    Args:
        path: Contours that do not overlap, outer ones counter-clockwise.
        upem: Size of the em in the path's unit.

    Returns:
        A length in the path's unit, within 5 % of the width at which a disc of that diameter no longer reaches half the
        ink; for an outline without opposite sides the smaller side of its box; 0 when it is empty.
    """
    edges = edges_of(path, upem * _FLATNESS_EM)
    box = path.bounds()
    if box is None or not len(edges[0]):
        return 0.0
    at, normal, chord, length = _chords(edges, upem)
    centre = at - normal * (chord / 2)[:, None]
    empty = _distances(centre, edges) >= _EMPTY_SHARE * chord / 2
    width, weight = chord[empty], (length * chord)[empty]
    if not len(width):
        return float(min(box.width, box.height))
    order = np.argsort(width)
    share = np.cumsum(weight[order])
    return float(width[order][np.searchsorted(share, share[-1] / 2)])


def edges_of(path: Path, tolerance: float) -> Edges:
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


def _chords(edges: Edges, upem: float) -> tuple[Array, Array, Array, Array]:
    """Return where chords begin, the outward normals there, their lengths, and the length of outline they stand for."""
    at, normal, length = _samples(*edges, spacing=upem * _SPACING_EM)
    chord, facing = _first_hits(at, normal, edges)
    usable = (facing <= _PARALLEL_COS) & (chord > upem * _FLAW_EM) & np.isfinite(chord)
    return at[usable], normal[usable], chord[usable], length[usable]


def _samples(start: Array, step: Array, *, spacing: float) -> tuple[Array, Array, Array]:
    """Return points along the edges, the outward normals there, and the length that each stands for.

    Every edge has at least its middle.
    """
    length = np.hypot(step[:, 0], step[:, 1])
    count = np.maximum(1, np.ceil(length / spacing).astype(int))
    which = np.repeat(np.arange(len(start)), count)
    order = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    share = (order + 0.5) / count[which]
    normal = np.column_stack([step[:, 1], -step[:, 0]]) / length[:, None]
    return start[which] + step[which] * share[:, None], normal[which], (length / count)[which]


def _first_hits(at: Array, normal: Array, edges: Edges) -> tuple[Array, Array]:
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


def _distances(points: Array, edges: Edges) -> Array:
    """Return each point's distance from the outline."""
    start, step = edges
    apart = points[:, None, :] - start[None, :, :]
    share = np.clip(np.einsum("ijk,jk->ij", apart, step) / (step * step).sum(axis=1), 0, 1)
    apart -= share[:, :, None] * step[None, :, :]
    found: Array = np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min(axis=1))
    return found
