"""Lines as areas: a stroke becomes contours that the rasteriser fills, dashes and joins included."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, hypot, pi

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Affine, Path

Points = NDArray[np.float64]
HAIRLINE_PX = 0.8  # a thinner line would fade into the ground; drawings keep every line readable


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
    pieces: list[Points] = []
    for line, is_closed in _lines(path, to_px):
        if dash_px and sum(dash_px) > 0.5:
            for dash in _dashes(line, dash_px):
                pieces += _outline(dash, half, is_closed=False)
        else:
            pieces += _outline(line, half, is_closed=is_closed)
    if not pieces:
        return np.empty((0, 2)), ""
    return np.concatenate(pieces), "".join("M" + "L" * (len(p) - 1) + "Z" for p in pieces)


def _lines(path: Path, to_px: Affine) -> list[tuple[Points, bool]]:
    scale = max(hypot(to_px.a, to_px.b), 1e-9)
    found = []
    contours = path.flattened(0.1 / scale)
    for contour, verbs in zip(contours, path.verbs.split("M")[1:], strict=True):
        raw = np.array(contour, dtype=np.float64)
        points = raw @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
        is_closed = verbs.endswith("Z")
        if is_closed:
            points = np.concatenate([points, points[:1]])
        steps = np.hypot(*np.diff(points, axis=0).T)
        points = points[np.concatenate([[True], steps > 1e-6])]
        if len(points) >= 2:
            found.append((points, is_closed))
    return found


def _dashes(line: Points, pattern: tuple[float, ...]) -> list[Points]:
    """Cut a line into its drawn parts."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    total, at, index = float(lengths[-1]), 0.0, 0
    parts = []
    while at < total:
        step = max(pattern[index % len(pattern)], 0.25)  # a zero in the pattern must still move on
        if index % 2 == 0:
            parts.append(_between(line, lengths, at, min(at + step, total)))
        at += step
        index += 1
    return parts


def _between(line: Points, lengths: Points, start: float, end: float) -> Points:
    inner = line[(lengths > start) & (lengths < end)]
    ends = [[np.interp(t, lengths, line[:, axis]) for axis in (0, 1)] for t in (start, end)]
    return np.concatenate([[ends[0]], inner, [ends[1]]])


def _outline(line: Points, half: float, *, is_closed: bool) -> list[Points]:
    pieces = []
    for start, end in pairwise(line):
        along = end - start
        length = hypot(along[0], along[1])
        if length < 1e-9:
            continue
        side = np.array([-along[1], along[0]]) * (half / length)
        pieces.append(np.array([start - side, end - side, end + side, start + side]))
    joints = line[1:] if is_closed else line[1:-1]
    if len(joints) and half > 0.45:
        pieces += [joint + _disc(half) for joint in joints]
    return pieces


def _disc(radius: float) -> Points:
    count = max(8, ceil(pi / np.arccos(max(0.0, 1 - 0.08 / max(radius, 0.09)))))
    turn = np.arange(count) * (2 * pi / count)
    return np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius
