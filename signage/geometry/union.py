"""The union of outlines with their curves kept: Skia's path operations."""

from __future__ import annotations

from collections.abc import Sequence

import pathops

from signage.geometry.basic import Affine
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
    scale = _SPAN / max(box.width, box.height, 1e-9)
    to_skia = Affine.shift(-box.centre.x, -box.centre.y).then(Affine.scale(scale))
    whole = pathops.Path()
    for verb, ends in joined.transformed(to_skia).segments():
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
    try:
        whole.simplify(fix_winding=True, keep_starting_points=False, clockwise=False)
        whole.convertConicsToQuads()
    except pathops.PathOpsError:
        return None
    verbs: list[str] = []
    coords: list[float] = []
    for contour in whole.contours:
        for verb, points in contour:
            verbs.append(_VERBS[verb])
            coords.extend(value for point in points for value in point)
    return Path("".join(verbs), tuple(coords)).transformed(to_skia.inverse())
