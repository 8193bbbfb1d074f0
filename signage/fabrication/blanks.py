"""The blanks (下料) that flat bodies are cut as: folds unfolded, in as many pieces as there are sheets.

The parts list counts them (`bodies`), the cutting file and the drawing of the blanks show them: all ask here, so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signage.design import Piece, PieceRole
from signage.fabrication.cut_shapes import CutShape, Fold, clipped_folds
from signage.fabrication.cutting import SheetPlan, plans_for
from signage.fabrication.jointing import APART_MM, Joints, cells, joints_of
from signage.fabrication.making import Making
from signage.fabrication.measures import contours
from signage.fabrication.stock import Plate
from signage.fabrication.tables import Tables
from signage.geometry import Path, Point, Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """How a flat body is cut.

    Attributes:
        box: Of the body as it is finished, sign space.
        holes: Its own openings, such as those that letters are cut out of it by.
        fold_mm: Folded back on each of its sides.
        plan: The sheets.
    """

    box: Rect
    holes: tuple[Path, ...]
    fold_mm: float
    plan: SheetPlan

    @property
    def width_mm(self) -> float:
        """Of the whole blank, folds included."""
        return self.box.width + 2 * self.fold_mm

    @property
    def height_mm(self) -> float:
        """The same upwards."""
        return self.box.height + 2 * self.fold_mm

    @property
    def can_be_joined(self) -> bool:
        """Whether every piece comes from one sheet: no joint may run through an opening."""
        return self._joints(self.holes) is not None

    def pieces(self, openings: Sequence[Path] = ()) -> tuple[CutShape, ...]:
        """Return each piece with its openings and folds, moved apart at joints; the corners of folds are cut out.

        One whole piece where no joint clears the openings.
        """
        openings = openings or self.holes  # what letters are pushed through may be in the outline already
        whole = self.box.grown(self.fold_mm)
        joints = self._joints(openings) or ([whole.x0, whole.x1], [whole.y0, whole.y1])
        found = []
        for cell, column, row in cells(joints):
            mine = tuple(p for p in openings if (b := p.bounds()) is not None and cell.contains(b))
            outline = Path.polygon(self._corners(cell, whole))
            shape = CutShape(outline=outline, openings=mine, folds=clipped_folds(self._folds(), cell))
            found.append(shape.moved(column * APART_MM, row * APART_MM))
        return tuple(found)

    def _joints(self, openings: Sequence[Path]) -> Joints | None:
        boxes = [box for path in openings if (box := path.bounds()) is not None]
        return joints_of(self.box.grown(self.fold_mm), self.plan, boxes)

    def _folds(self) -> tuple[Fold, ...]:
        """Return a fold along each edge of the finished body."""
        if self.fold_mm <= 0:
            return ()
        ends = zip(self.box.corners, (*self.box.corners[1:], self.box.corners[0]), strict=True)
        return tuple(Fold(start=Point(*a), end=Point(*b), height_mm=self.fold_mm) for a, b in ends)

    def _corners(self, cell: Rect, whole: Rect) -> list[Point]:
        """Return a cell's corners, counter-clockwise; where the blank's own corner is, the fold's square is cut out."""
        fold, points = self.fold_mm, list[Point]()
        ends = ((cell.x0, cell.y0), (cell.x1, cell.y0), (cell.x1, cell.y1), (cell.x0, cell.y1))
        for index, (x, y) in enumerate(ends):
            right, up = (1 if x == cell.x1 else -1), (1 if y == cell.y1 else -1)
            is_corner = x in (whole.x0, whole.x1) and y in (whole.y0, whole.y1)
            if not is_corner or fold <= 0:
                points.append(Point(x, y))
                continue
            on_level, on_side = Point(x - right * fold, y), Point(x, y - up * fold)
            inner = Point(x - right * fold, y - up * fold)
            # counter-clockwise one comes down the side into the corners 0 and 2, along the level into 1 and 3
            points += [on_side, inner, on_level] if index % 2 == 0 else [on_level, inner, on_side]
        return points


def blank_of(piece: Piece, tables: Tables) -> Blank | None:
    """Return how a body is cut, or None for one that is not cut from sheets in a plain rectangle.

    Args:
        piece: A panel, box or backdrop; anything else has no blank of its own.
        tables: Stock and rules.
    """
    rule, plate = tables.making.rule_of(piece.role.value), tables.stock.find_plate(piece.material)
    box, holes = _rim_and_holes(piece.outline)
    if rule is None or plate is None or box is None or plate.is_film:
        return None
    if rule.rule is Making.TRAY and piece.role is PieceRole.PANEL:
        if plate.is_glued_up:
            return None
        # A board is solid, not folded; larger than any board it is joined from several on a frame.
        fold = 0.0 if plate.is_board else piece.z_front_mm - piece.z_back_mm
        return _planned(box, holes, fold, plate, is_lit=False)
    if rule.rule in (Making.LIGHT_BOX, Making.BACKDROP):
        return _planned(box, holes, 0.0, plate, is_lit=rule.rule is Making.BACKDROP or piece.is_face_lit)
    return None


def _planned(box: Rect, holes: tuple[Path, ...], fold: float, plate: Plate, *, is_lit: bool) -> Blank:
    """Return a blank from the best sheets whose joints clear the openings; from the best ones where none does."""
    plans = plans_for(box.width + 2 * fold, box.height + 2 * fold, plate.sheet_sizes_mm, is_lit=is_lit)
    blanks = [Blank(box=box, holes=holes, fold_mm=fold, plan=plan) for plan in plans]
    return next((blank for blank in blanks if blank.can_be_joined), blanks[0])


def _rim_and_holes(outline: Path) -> tuple[Rect | None, tuple[Path, ...]]:
    """Return the rectangle that an outline's rim is, or None, and what is open in it; overlapping contours as one."""
    boxed = [(box, part) for part in contours(outline) if (box := part.bounds()) is not None]
    if not boxed:
        return None, ()
    rim = max(boxed, key=lambda one: one[0].area)
    groups: list[tuple[Rect, list[Path]]] = []
    for box, part in boxed:
        if part is rim[1]:
            continue
        near = [group for group in groups if group[0].overlaps(box)]
        groups = [group for group in groups if group not in near]
        merged = [path for _, paths in near for path in paths]
        groups.append((Rect.joined([box, *(b for b, _ in near)]), [*merged, part]))
    return rim[1].as_rect, tuple(Path.joined(paths) for _, paths in groups)
