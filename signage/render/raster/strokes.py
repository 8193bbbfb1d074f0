"""Lines as areas: a stroke becomes contours that the rasteriser fills, dashes and joins included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import acos, ceil, pi

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Affine, Path
from signage.geometry.flatten import Indices, Points, flat_points
from signage.render.raster.masks import Outline

Flags = NDArray[np.bool_]
HAIRLINE_PX = 0.8  # a thinner line would fade into the ground; drawings keep every line readable
_FLATNESS_PX = 0.1
_ROUND_FROM = 0.45  # px; the joins of a thinner line are not seen


@dataclass(frozen=True, slots=True)
class StrokePen:
    """A line to be stroked.

    Attributes:
        points: Of its path, pixels (n, 2).
        verbs: Of its path.
        width_px: Width; raised to a hairline of 0.8 px.
        dash_px: On and off lengths in turn; empty for a full line.
    """

    points: Points
    verbs: str
    width_px: float
    dash_px: tuple[float, ...] = ()


def stroke_contours(path: Path, to_px: Affine, width_px: float, dash_px: tuple[float, ...]) -> Outline:
    """Return the contours that cover one stroked path; see `stroke_outlines`."""
    points: Points = np.array(path.coords, dtype=np.float64).reshape(-1, 2)
    points = points @ np.array([[to_px.a, to_px.b], [to_px.c, to_px.d]]) + np.array([to_px.e, to_px.f])
    return stroke_outlines([StrokePen(points, path.verbs, width_px, dash_px)])[0]


def stroke_outlines(pens: Sequence[StrokePen]) -> list[Outline]:
    """Return the contours that cover each of some lines, as pixel points and verbs; empty where there is no line.

    Ends are butt, joins round. All contours of a line turn the same way, so that their overlaps count once. The lines
    are worked out together.
    """
    drawn = [pen for pen in pens if len(pen.points)]
    if not drawn:
        return [(np.empty((0, 2)), "")] * len(pens)
    starts, ends, follows, contour = _pieces(np.concatenate([p.points for p in drawn]), "".join(p.verbs for p in drawn))
    lasts = np.cumsum([pen.verbs.count("M") for pen in drawn])
    cuts = np.searchsorted(contour, lasts)  # pieces of each pen end here
    half = np.repeat([max(pen.width_px, HAIRLINE_PX) / 2 for pen in drawn], np.diff(cuts, prepend=0))
    quads = _quads(starts, ends, half)
    outlines: list[Outline] = []
    at = iter(zip([0, *cuts[:-1].tolist()], cuts.tolist(), strict=True))
    for pen in pens:
        if not len(pen.points):
            outlines.append((np.empty((0, 2)), ""))
            continue
        first, last = next(at)
        part = slice(first, last)
        if pen.dash_px and sum(pen.dash_px) > 0.5 and last > first:
            begins, finishes, joints = _dashed(starts[part], ends[part], contour[part], pen.dash_px)
            half_px = max(pen.width_px, HAIRLINE_PX) / 2
            outlines.append(_joined(_quads(begins, finishes, np.full(len(begins), half_px)), joints, half_px))
        else:
            outlines.append(_joined(quads[part], ends[part][follows[part]], max(pen.width_px, HAIRLINE_PX) / 2))
    return outlines


def _quads(starts: Points, ends: Points, half: Points) -> Points:
    """Return the box along each straight piece, (n, 4, 2)."""
    along = ends - starts
    side = along[:, ::-1] * (-1.0, 1.0) * (half / np.hypot(along[:, 0], along[:, 1]))[:, np.newaxis]
    return np.stack([starts - side, ends - side, ends + side, starts + side], axis=1)


def _joined(quads: Points, joints: Points, half: float) -> Outline:
    verbs = "MLLLZ" * len(quads)
    if half <= _ROUND_FROM or not len(joints):
        return quads.reshape(-1, 2), verbs
    disc = _disc(half)
    discs = (joints[:, np.newaxis] + disc[np.newaxis]).reshape(-1, 2)
    return np.concatenate([quads.reshape(-1, 2), discs]), verbs + ("M" + "L" * (len(disc) - 1) + "Z") * len(joints)


def _pieces(points: Points, verbs: str) -> tuple[Points, Points, Flags, Indices]:
    """Return starts and ends of a path's straight pieces, whether another piece follows, and each one's contour."""
    flat, begins = flat_points(points, verbs, _FLATNESS_PX)
    after = np.arange(1, len(flat) + 1)
    lasts = np.append(begins[1:], len(flat)) - 1
    after[lasts] = begins
    is_closed = np.array([part.endswith("Z") for part in verbs.split("M")[1:]], dtype=np.bool_)
    steps = flat[after] - flat
    kept = np.hypot(steps[:, 0], steps[:, 1]) > 1e-6
    kept[lasts[~is_closed]] = False
    index = np.flatnonzero(kept)
    contour = np.searchsorted(begins, index, side="right") - 1
    follows = is_closed[contour]
    follows[:-1] |= contour[1:] == contour[:-1]
    return flat[index], flat[after[index]], follows, contour


def _dashed(
    starts: Points, ends: Points, contour: Indices, pattern: tuple[float, ...]
) -> tuple[Points, Points, Points]:
    """Cut lines into their drawn parts; the pattern begins anew with every line."""
    breaks = np.flatnonzero(np.diff(contour)) + 1
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


@lru_cache(maxsize=128)
def _disc(radius: float) -> Points:
    count = max(8, ceil(pi / acos(max(0.0, 1 - 0.08 / max(radius, 0.09)))))
    turn = np.arange(count) * (2 * pi / count)
    return np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius
