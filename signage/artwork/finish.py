"""The last step of every reading: ink cropped to its box, brought to one height and onto one grid."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from signage.artwork.model import ArtShape, Artwork
from signage.errors import Location, SpecError
from signage.geometry import Affine, Path, PathBuilder, Point, Rect

HEIGHT = 1000.0
"""Height of every artwork that is read, units of its own."""

STEPS = 10_000
"""Grid lines to the height: 0.05 mm on a logo of 500 mm, the tolerance that outlines are flattened to elsewhere."""

_MOST_RATIO = 50.0


def finished(
    box: Rect,
    shapes: Sequence[tuple[Path, str, float]],
    outline: Path,
    at: Location,
    picture: bytes | None = None,
) -> Artwork:
    """Return an artwork whose box is `box`, `HEIGHT` high, its points on the grid.

    Args:
        box: What becomes the artwork's box, in the space of the paths, y up.
        shapes: Path, colour and opacity of each, painted in order.
        outline: What the cutter follows.
        at: Where the logo came from, for errors.
        picture: PNG whose edges are the box's.

    Raises:
        SpecError: The box has no area or is a mere line.
    """
    if box.width <= 0 or box.height <= 0 or not isfinite(box.width / box.height):
        raise SpecError("artwork.nothing_visible", at=at)
    ratio = box.width / box.height
    if not 1 / _MOST_RATIO <= ratio <= _MOST_RATIO:
        raise SpecError("artwork.bad_ratio", at=at, width=box.width / max(box.height, 1e-9), most=_MOST_RATIO)
    onto = Affine.shift(-box.x0, -box.y0).then(Affine.scale(HEIGHT / box.height))
    kept = tuple(
        ArtShape(path=path, colour=colour, opacity=round(opacity, 4))
        for path, colour, opacity in ((on_grid(p.transformed(onto)), c, o) for p, c, o in shapes)
        if not path.is_empty
    )
    edge = on_grid(outline.transformed(onto))
    if edge.is_empty:
        raise SpecError("artwork.nothing_visible", at=at)
    return Artwork(width=round(HEIGHT * ratio, 6), height=HEIGHT, shapes=kept, outline=edge, picture=picture)


def on_grid(path: Path, height: float = HEIGHT) -> Path:
    """Return a path with its points on the grid of a height; lines and contours that vanish there are left out."""
    out = PathBuilder()
    contour: list[tuple[str, tuple[Point, ...]]] = []
    for verb, ends in path.segments():
        points = tuple(Point(snapped(p.x, height), snapped(p.y, height)) for p in ends)
        if verb == "Z":
            _put(out, contour)
            contour = []
        elif verb != "L" or points[-1] != contour[-1][1][-1]:
            contour.append((verb, points))
    return out.build()


def _put(out: PathBuilder, contour: list[tuple[str, tuple[Point, ...]]]) -> None:
    if len(contour) > 1 and contour[-1][0] == "L" and contour[-1][1][-1] == contour[0][1][0]:
        contour.pop()  # closing draws that line
    if len(contour) < 2 or (len(contour) == 2 and contour[1][0] == "L"):
        return
    for verb, points in contour:
        out.add(verb, *points)
    out.add("Z")


def snapped(value: float, height: float) -> float:
    """Return the value of the nearest grid line."""
    return round(value * STEPS / height) * height / STEPS
