"""Lines as areas: a stroke becomes contours that the rasteriser fills, dashes and joins included."""

from __future__ import annotations

from math import acos, ceil, pi

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Affine, Path
from signage.geometry.flatten import Indices, Points, flat_points

Flags = NDArray[np.bool_]
HAIRLINE_PX = 0.8  # a thinner line would fade into the ground; drawings keep every line readable
_FLATNESS_PX = 0.1
_ROUND_FROM = 0.45  # px; the joins of a thinner line are not seen


def stroke_contours(path: Path, to_px: Affine, width_px: float, dash_px: tuple[float, ...]) -> tuple[Points, str]:
    """Return the contours that cover a stroked line, as pixel points and verbs.

    Ends are butt, joins round. All contours turn the same way, so that their overlaps count once.

    Args:
        path: The line, in the space that `to_px` maps from.
        to_px: Map to pixels.
        width_px: Width; raised to a hairline of 0.8 px.
        dash_px: On and off lengths in turn; empty for a full line.
    """
    half = max(width_px, HAIRLINE_PX) / 2
    starts, ends, follows, line = _pieces(path, to_px)
    joints = ends[follows]
    if dash_px and sum(dash_px) > 0.5 and len(starts):
        starts, ends, joints = _dashed(starts, ends, line, dash_px)
    if not len(starts):
        return np.empty((0, 2)), ""
    along = ends - starts
    side = along[:, ::-1] * (-1.0, 1.0) * (half / np.hypot(along[:, 0], along[:, 1]))[:, np.newaxis]
    quads = np.stack([starts - side, ends - side, ends + side, starts + side], axis=1).reshape(-1, 2)
    verbs = "MLLLZ" * len(starts)
    if half <= _ROUND_FROM or not len(joints):
        return quads, verbs
    disc = _disc(half)
    discs = (joints[:, np.newaxis] + disc[np.newaxis]).reshape(-1, 2)
    return np.concatenate([quads, discs]), verbs + ("M" + "L" * (len(disc) - 1) + "Z") * len(joints)


def _pieces(path: Path, to_px: Affine) -> tuple[Points, Points, Flags, Indices]:
    """Return starts and ends of a path's straight pieces, whether another piece follows, and each one's contour."""
    points: Points = np.array(path.coords, dtype=np.float64).reshape(-1, 2)
    points = points @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
    if not len(points):
        return points, points, np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.intp)
    flat, begins = flat_points(points, path.verbs, _FLATNESS_PX)
    after = np.arange(1, len(flat) + 1)
    lasts = np.append(begins[1:], len(flat)) - 1
    after[lasts] = begins
    is_closed = np.array([verbs.endswith("Z") for verbs in path.verbs.split("M")[1:]], dtype=np.bool_)
    steps = flat[after] - flat
    kept = np.hypot(steps[:, 0], steps[:, 1]) > 1e-6
    kept[lasts[~is_closed]] = False
    index = np.flatnonzero(kept)
    line = np.searchsorted(begins, index, side="right") - 1
    follows = is_closed[line]
    follows[:-1] |= line[1:] == line[:-1]
    return flat[index], flat[after[index]], follows, line


def _dashed(starts: Points, ends: Points, line: Indices, pattern: tuple[float, ...]) -> tuple[Points, Points, Points]:
    """Cut lines into their drawn parts; the pattern begins anew with every line."""
    breaks = np.flatnonzero(np.diff(line)) + 1
    found: list[tuple[Points, Points, Points]] = []
    for first, last in zip([0, *breaks], [*breaks, len(starts)], strict=True):
        points = np.concatenate([starts[first:last], ends[last - 1 : last]])
        lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        total, at, index = float(lengths[-1]), 0.0, 0
        while at < total:
            step = max(pattern[index % len(pattern)], 0.25)  # a zero in the pattern must still move on
            if index % 2 == 0:
                dash = _between(points, lengths, at, min(at + step, total))
                is_long = np.hypot(*np.diff(dash, axis=0).T) > 1e-9
                found.append((dash[:-1][is_long], dash[1:][is_long], dash[1:-1]))
            at += step
            index += 1
    begins, finishes, joints = zip(*found, strict=True)
    return np.concatenate(begins), np.concatenate(finishes), np.concatenate(joints)


def _between(line: Points, lengths: Points, start: float, end: float) -> Points:
    inner = line[(lengths > start) & (lengths < end)]
    ends = [[np.interp(t, lengths, line[:, axis]) for axis in (0, 1)] for t in (start, end)]
    return np.concatenate([[ends[0]], inner, [ends[1]]])


def _disc(radius: float) -> Points:
    count = max(8, ceil(pi / acos(max(0.0, 1 - 0.08 / max(radius, 0.09)))))
    turn = np.arange(count) * (2 * pi / count)
    return np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius
