"""Areas of a logo while it is being read: filled, stroked, joined and cut by Skia's path operations.

Skia gives up on some edges that nearly coincide, and now and then answers wrongly there. So every union, cut and common
part is weighed against what GEOS says of the same areas as polygons; where Skia fails or differs, the polygon is taken.

Working space: y up, the longer side of the logo's canvas is `SPAN`. Skia counts in 32-bit floats and flattens strokes
to a quarter of a unit, so the canvas is made large: a stroked ring then has its area within 2e-5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import numpy as np
import pathops

from signage.errors import Location, SpecError
from signage.geometry import Affine, Path, PathBuilder, Rect, Region

SPAN = 8192.0
_CRUMB = 1e-7 * SPAN * SPAN  # contours below this are dust of the operations, as for glyphs
_FAR = 64 * SPAN  # what lies farther out is no part of a logo
_FLATNESS = SPAN / 20_000  # of polygons: half a step of the grid that everything ends on
_DIFFERENCE = 1e-6 * SPAN * SPAN
_TRIES = (1.0, 1.618, 0.731)  # scales at which a failed simplification is tried again: coincidences fall elsewhere

_VERBS = {
    pathops.PathVerb.MOVE: "M",
    pathops.PathVerb.LINE: "L",
    pathops.PathVerb.QUAD: "Q",
    pathops.PathVerb.CUBIC: "C",
    pathops.PathVerb.CLOSE: "Z",
}

Ink = Any
"""A Skia path of contours that do not overlap, outer ones counter-clockwise; the library carries no types."""


class Cap(StrEnum):
    """How an open stroke ends."""

    BUTT = "butt"
    ROUND = "round"
    SQUARE = "square"


class Join(StrEnum):
    """How a stroke turns a corner."""

    MITER = "miter"
    ROUND = "round"
    BEVEL = "bevel"


_CAPS = {
    Cap.BUTT: pathops.LineCap.BUTT_CAP,
    Cap.ROUND: pathops.LineCap.ROUND_CAP,
    Cap.SQUARE: pathops.LineCap.SQUARE_CAP,
}
_JOINS = {
    Join.MITER: pathops.LineJoin.MITER_JOIN,
    Join.ROUND: pathops.LineJoin.ROUND_JOIN,
    Join.BEVEL: pathops.LineJoin.BEVEL_JOIN,
}


class Workshop:
    """Makes areas and keeps the account of the work: Skia's time grows with the square of what crosses.

    Five hundred segments that all cross one another take it two seconds, two thousand two minutes. So the pairs of
    segments whose boxes overlap are counted before every operation, and a tangle is refused unworked.
    """

    def __init__(self, at: Location, *, most_pairs: int = 250_000) -> None:
        self.at = at
        self._left = most_pairs

    def filled(self, path: Path, *, is_evenodd: bool = False) -> Ink:
        """Return the area that a path fills; open contours are closed.

        Raises:
            SpecError: It lies far outside the canvas, or is a tangle.
        """
        ink = self._loaded(path)
        ink.fillType = pathops.FillType.EVEN_ODD if is_evenodd else pathops.FillType.WINDING
        return self._simple(ink)

    def stroked(self, path: Path, width: float, cap: Cap, join: Join, miter: float) -> Ink:
        """Return the area that a pen of a width covers.

        Raises:
            SpecError: As `filled`.
        """
        ink = self._loaded(path)
        ink.stroke(width, _CAPS[cap], _JOINS[join], miter)
        ink.convertConicsToQuads()
        return self._simple(ink)

    def mapped(self, ink: Ink, by: Affine) -> Ink:
        """Return an area under a map that may flip it."""
        return self._simple(ink.transform(by.a, by.b, by.c, by.d, by.e, by.f))

    def united(self, inks: Iterable[Ink]) -> Ink:
        """Return the union of areas."""
        parts = [ink for ink in inks if len(ink)]
        whole = pathops.Path()
        for ink in parts:
            whole.addPath(ink)
        self._charge(whole)
        made = _tried(lambda: _simplified(whole, 1.0))
        return made if len(parts) < 2 else self._weighed(made, lambda: Region.union(map(_region, parts)))

    def cut(self, ink: Ink, away: Ink) -> Ink:
        """Return an area without the part that another covers."""
        if not len(ink) or not len(away):
            return ink
        self._charge(ink, away)
        made = _tried(lambda: _operated(ink, away, pathops.PathOp.DIFFERENCE))
        return self._weighed(made, lambda: _region(ink).difference(_region(away)))

    def common(self, ink: Ink, other: Ink) -> Ink:
        """Return the part that two areas share."""
        if not len(ink) or not len(other):
            return pathops.Path()
        self._charge(ink, other)
        made = _tried(lambda: _operated(ink, other, pathops.PathOp.INTERSECTION))
        return self._weighed(made, lambda: _region(ink).intersection(_region(other)))

    def _weighed(self, made: Ink | None, told: Callable[[], Region]) -> Ink:
        region = told()
        if made is not None and abs(area_of_ink(made) - region.area) <= _DIFFERENCE + _FLATNESS * region.perimeter:
            return made
        return self._loaded(region.to_path())

    def _simple(self, ink: Ink) -> Ink:
        self._charge(ink)
        for scale in _TRIES:
            made = _tried(lambda by=scale: _simplified(ink, by))  # type: ignore[misc]
            if made is not None:
                return made
        raise SpecError("artwork.tangled", at=self.at)

    def _loaded(self, path: Path) -> Ink:
        if path.coords and (not np.isfinite(path.coords).all() or max(map(abs, path.coords)) > _FAR):
            raise SpecError("artwork.far_outside", at=self.at)
        ink = pathops.Path()
        pens = {"M": ink.moveTo, "L": ink.lineTo, "Q": ink.quadTo, "C": ink.cubicTo}
        for verb, ends in path.segments():
            if verb == "Z":
                ink.close()
            else:
                pens[verb](*(value for end in ends for value in end))
        return ink

    def _charge(self, *inks: Ink) -> None:
        self._left -= _overlaps(inks, self._left)
        if self._left < 0:
            raise SpecError("artwork.tangled", at=self.at)


def _tried(work: Callable[[], Ink]) -> Ink | None:
    """Return what Skia makes, None where it gives up."""
    try:
        made = work()
        made.convertConicsToQuads()
    except pathops.PathOpsError:
        return None
    return made


def _simplified(ink: Ink, scale: float) -> Ink:
    made = ink.transform(scale, 0, 0, scale, 0, 0)
    made.fillType = ink.fillType
    made.simplify(fix_winding=True, keep_starting_points=False, clockwise=False)
    return made if scale == 1 else made.transform(1 / scale, 0, 0, 1 / scale, 0, 0)


def _operated(one: Ink, two: Ink, operator: Any) -> Ink:
    return pathops.op(one, two, operator, fix_winding=True, keep_starting_points=False, clockwise=False)


def _region(ink: Ink) -> Region:
    return Region.of_path(path_of_ink(ink), _FLATNESS)


def _overlaps(inks: tuple[Ink, ...], most: int) -> int:
    """Count the pairs of segments whose boxes overlap beyond their shared ends; may stop counting above `most`."""
    boxes = []
    for ink in inks:
        pen = start = (0.0, 0.0)
        for verb, ends in ink:
            if verb == pathops.PathVerb.MOVE:
                pen = start = ends[0]
                continue
            points = (pen, *ends) if ends else (pen, start)
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            boxes.append((min(xs), max(xs), min(ys), max(ys)))
            pen = points[-1]
    if not boxes:
        return 0
    box = np.array(boxes)
    box = box[np.argsort(box[:, 0], kind="stable")]
    ends_at = np.searchsorted(box[:, 0], box[:, 1], side="left")
    beside = np.maximum(ends_at - np.arange(len(box)) - 1, 0)
    if int(beside.sum()) > 200 * most + 20_000_000:
        return most + 1
    found = 0
    for index in np.flatnonzero(beside):
        later = box[index + 1 : index + 1 + beside[index]]
        found += int(np.count_nonzero((later[:, 2] < box[index, 3]) & (later[:, 3] > box[index, 2])))
        if found > most:
            break
    return found


def path_of_ink(ink: Ink) -> Path:
    """Return an area as a path, taken over by its raw verbs; dust is left out."""
    out = PathBuilder()
    for contour in ink.contours:
        if abs(contour.area) < _CRUMB:
            continue
        for verb, ends in contour:
            out.add(_VERBS[verb], *ends)
    return out.build()


def box_of_ink(ink: Ink) -> Rect | None:
    """Return the exact box of an area, None when it is empty."""
    return path_of_ink(ink).bounds()


def area_of_ink(ink: Ink) -> float:
    """Return the size of an area in square units."""
    return path_of_ink(ink).signed_area()
