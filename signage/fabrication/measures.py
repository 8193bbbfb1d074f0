"""What parts are measured by: areas and lengths of outlines, contours apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt

from signage.design import Piece
from signage.geometry import Path, Rect
from signage.typography.metrics import perimeter_of

_ARITY = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A piece's sizes.

    Attributes:
        box: Exact box of its outline, sign space.
        area_m2: Area inside its outline by Green's theorem, holes taken off.
        edge_m: Length of all contours, holes included: the length of its returns (围边).
        outer_m: Length of the outer contours alone.
        depth_mm: From its back to its front.
    """

    box: Rect
    area_m2: float
    edge_m: float
    outer_m: float
    depth_mm: float

    @property
    def box_m2(self) -> float:
        """Area of its box: what a plate must have to cut it out."""
        return self.box.width * self.box.height / 1e6


def measured(piece: Piece) -> Measured | None:
    """Return a piece's sizes, or None when its outline is empty."""
    size = _flat(piece.outline)
    return None if size is None else replace(size, depth_mm=piece.z_front_mm - piece.z_back_mm)


@lru_cache(maxsize=256)  # several steps ask for the same piece
def _flat(outline: Path) -> Measured | None:
    box = outline.bounds()
    if box is None:
        return None
    return Measured(
        box=box,
        area_m2=abs(outline.signed_area()) / 1e6,
        edge_m=perimeter_of(outline) / 1000,
        outer_m=outer_length(outline) / 1000,
        depth_mm=0.0,
    )


def contours(path: Path) -> tuple[Path, ...]:
    """Return each contour of a path as a path of its own."""
    found: list[Path] = []
    for part in path.verbs.split("M")[1:]:
        verbs = "M" + part
        start = sum(len(one.coords) for one in found)
        found.append(Path(verbs, path.coords[start : start + 2 * sum(_ARITY[verb] for verb in verbs)]))
    return tuple(found)


def outer_length(path: Path) -> float:
    """Return the length of the contours that run like the largest one: outer edges, no holes."""
    parts = contours(path)
    if not parts:
        return 0.0
    areas = [part.signed_area() for part in parts]
    way = max(areas, key=abs)
    return sum(perimeter_of(part) for part, area in zip(parts, areas, strict=True) if area * way >= 0)


def rim_length(path: Path) -> float:
    """Return the length of the contour with the largest area: the rim, without holes and what stands in them."""
    parts = contours(path)
    return perimeter_of(max(parts, key=lambda part: abs(part.signed_area()))) if parts else 0.0


def filled_area(path: Path) -> float:
    """Return the area of the contour with the largest area, its holes filled."""
    return max((abs(part.signed_area()) for part in contours(path)), default=0.0)


def ribbon_length(path: Path) -> float:
    """Return the length along the middle of a ribbon's outline.

    An open ribbon of length L and width w has the edge 2(L + w) and the area L·w; a closed one has two contours whose
    mean is its length.
    """
    parts = contours(path)
    areas = [part.signed_area() for part in parts]
    if any(area * max(areas, key=abs) < 0 for area in areas):
        return perimeter_of(path) / 2
    return sum(_open_ribbon(perimeter_of(part), abs(area)) for part, area in zip(parts, areas, strict=True))


def _open_ribbon(edge: float, area: float) -> float:
    left = edge * edge / 4 - 4 * area
    return (edge / 2 + sqrt(left)) / 2 if left > 0 else edge / 4
