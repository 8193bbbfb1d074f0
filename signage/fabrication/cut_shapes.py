"""What is cut from one sheet in one go: an outline, what is open in it, its drilled holes, and where it is folded.

Cutting files take outline, openings and holes; drawings for the workshop add the folds. Folds are drawn by outer sizes:
what a bend takes or gives depends on the tool, and the workshop's program knows that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import pi

from signage.geometry import Affine, Path, Point, Rect
from signage.geometry.clip import clipped_line
from signage.geometry.union import intersected

_CROSSES_MM = 0.01  # a fold that lies in the edge of a piece by this much is none of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A round hole for a fixing."""

    centre: Point
    diameter_mm: float

    @property
    def area_mm2(self) -> float:
        """Area of its circle."""
        return pi / 4 * self.diameter_mm**2

    @property
    def box(self) -> Rect:
        """Box of its circle."""
        half = self.diameter_mm / 2
        return Rect(self.centre.x - half, self.centre.y - half, self.centre.x + half, self.centre.y + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A straight fold by a right angle.

    Attributes:
        start, end: Its ends, on the flat sheet.
        height_mm: Of what is folded up beyond it, as far as the edge or the next fold.
        is_reverse: It is folded forwards, against the others.
    """

    start: Point
    end: Point
    height_mm: float
    is_reverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CutShape:
    """One flat piece.

    Attributes:
        outline: Its edge, with holes of its own where it has any.
        openings: What is open in it beyond those.
        holes: Drilled or cut round.
        folds: Where it is folded.
    """

    outline: Path
    openings: tuple[Path, ...] = ()
    holes: tuple[Hole, ...] = ()
    folds: tuple[Fold, ...] = ()

    @property
    def area_mm2(self) -> float:
        """Area of what is left of the sheet."""
        cut = sum(abs(path.signed_area()) for path in self.openings) + sum(hole.area_mm2 for hole in self.holes)
        return abs(self.outline.signed_area()) - cut

    def moved(self, dx: float, dy: float) -> CutShape:
        """Return it shifted."""
        by = Affine.shift(dx, dy)
        return CutShape(
            outline=self.outline.transformed(by),
            openings=tuple(path.transformed(by) for path in self.openings),
            holes=tuple(replace(hole, centre=by.apply(hole.centre)) for hole in self.holes),
            folds=tuple(replace(fold, start=by.apply(fold.start), end=by.apply(fold.end)) for fold in self.folds),
        )

    def within(self, cell: Rect) -> CutShape | None:
        """Return what of it lies in a rectangle, curves kept; None when there is nothing, or it cannot be told.

        Openings and holes must lie inside the rectangle whole or outside of it.
        """
        outline = intersected(self.outline, cell)
        if outline is None or outline.is_empty:
            return None
        return CutShape(
            outline=outline,
            openings=tuple(path for path in self.openings if (box := path.bounds()) is not None and cell.contains(box)),
            holes=tuple(hole for hole in self.holes if cell.contains(hole.box)),
            folds=clipped_folds(self.folds, cell),
        )


def clipped_folds(folds: Sequence[Fold], cell: Rect) -> tuple[Fold, ...]:
    """Return what of folds lies inside a rectangle; nothing of one along its edge."""
    inside = cell.grown(-_CROSSES_MM)
    found = []
    for fold in folds:
        is_level = abs(fold.start.y - fold.end.y) < abs(fold.start.x - fold.end.x)
        across = (inside.y0, fold.start.y, inside.y1) if is_level else (inside.x0, fold.start.x, inside.x1)
        if not across[0] < across[1] < across[2]:
            continue
        for line in clipped_line((fold.start, fold.end), cell):
            found.append(replace(fold, start=line[0], end=line[-1]))
    return tuple(found)
