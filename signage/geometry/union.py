"""Unions of outlines, and what of them lies in a rectangle, with their curves kept: Skia's path operations."""

from __future__ import annotations

from collections.abc import Sequence

import pathops

from signage.geometry.basic import Affine, Rect
from signage.geometry.path import Path

_VERBS = {
    pathops.PathVerb.MOVE: "M",
    pathops.PathVerb.LINE: "L",
    pathops.PathVerb.QUAD: "Q",
    pathops.PathVerb.CUBIC: "C",
    pathops.PathVerb.CLOSE: "Z",
}
_SPAN = 4096.0  # Skia counts in single precision: a width of this many units keeps 1/4000 of one


def united(paths: Sequence[Path]) -> Path | None:
    """Return the union of filled outlines (non-zero rule), or None when Skia cannot find it.

    Outer contours run counter-clockwise and holes clockwise. Coordinates are good to about 1e-6 of the whole's size.
    """
    joined = Path.joined(paths)
    box = joined.control_bounds()
    if box is None:
        return joined
    to_skia = _to_skia(box)
    whole = _drawn(joined.transformed(to_skia))
    try:
        whole.simplify(fix_winding=True, keep_starting_points=False, clockwise=False)
        whole.convertConicsToQuads()
    except pathops.PathOpsError:
        return None
    return _read(whole).transformed(to_skia.inverse())


def intersected(path: Path, cell: Rect) -> Path | None:
    """Return what of a filled outline lies in a rectangle, empty where nothing does; None when Skia cannot find it.

    Contours run as those of `united`; where the rectangle lies inside the outline it is the rectangle.
    """
    box = path.control_bounds()
    if box is None or not box.overlaps(cell):
        return Path("", ())
    if cell.contains(box):
        return path
    to_skia = _to_skia(Rect.joined([box, cell]))
    frame = _drawn(Path.rect(cell).transformed(to_skia))
    try:
        common = pathops.op(_drawn(path.transformed(to_skia)), frame, pathops.PathOp.INTERSECTION, fix_winding=True)
        common.simplify(fix_winding=True, keep_starting_points=False, clockwise=False)
        common.convertConicsToQuads()
    except pathops.PathOpsError:
        return None
    return _read(common).transformed(to_skia.inverse())


def _to_skia(box: Rect) -> Affine:
    scale = _SPAN / max(box.width, box.height, 1e-9)
    return Affine.shift(-box.centre.x, -box.centre.y).then(Affine.scale(scale))


def _drawn(path: Path) -> pathops.Path:
    whole = pathops.Path()
    for verb, ends in path.segments():
        flat = [value for point in ends for value in point]
        match verb:
            case "M":
                whole.moveTo(*flat)
            case "L":
                whole.lineTo(*flat)
            case "Q":
                whole.quadTo(*flat)
            case "C":
                whole.cubicTo(*flat)
            case _:
                whole.close()
    return whole


def _read(whole: pathops.Path) -> Path:
    verbs: list[str] = []
    coords: list[float] = []
    for contour in whole.contours:
        for verb, points in contour:
            verbs.append(_VERBS[verb])
            coords.extend(value for point in points for value in point)
    return Path("".join(verbs), tuple(coords))
