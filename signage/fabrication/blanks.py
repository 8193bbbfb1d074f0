"""The blanks (下料) that flat bodies are cut as: folds unfolded, in as many pieces as there are sheets.

The parts list counts them (`bodies`), the cutting file draws them: both ask here, so that they cannot disagree. The
joints lie evenly; where an opening would be cut through, the joint moves to the nearest place that clears it and still
keeps every piece within its sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from signage.design import Piece, PieceRole
from signage.fabrication.cutting import SheetPlan, sheets_for
from signage.fabrication.making import Making
from signage.fabrication.measures import contours
from signage.fabrication.tables import Tables
from signage.geometry import Affine, Path, Point, Rect

APART_MM = 50.0  # between the pieces of one blank as they are drawn
_CLEAR_MM = 10.0  # from a joint to an opening
_SAME_MM = 1e-6


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

    def pieces(self, openings: Sequence[Path] = ()) -> tuple[tuple[Path, tuple[Path, ...]], ...]:
        """Return each piece with its openings, moved apart where the blank has joints; the corners of folds cut out.

        One whole piece where no joint clears the openings.
        """
        openings = openings or self.holes  # what letters are pushed through may be in the outline already
        whole = self.box.grown(self.fold_mm)
        boxes = [box for path in openings if (box := path.bounds()) is not None]
        xs = _joints(whole.x0, whole.x1, self.plan.columns, self.plan.sheet_mm[0], [(b.x0, b.x1) for b in boxes])
        ys = _joints(whole.y0, whole.y1, self.plan.rows, self.plan.sheet_mm[1], [(b.y0, b.y1) for b in boxes])
        if xs is None or ys is None:
            xs, ys = [whole.x0, whole.x1], [whole.y0, whole.y1]
        found = []
        columns, rows = list(enumerate(pairwise(xs))), list(enumerate(pairwise(ys)))
        for (row, (y0, y1)), (column, (x0, x1)) in product(rows, columns):
            cell = Rect(x0, y0, x1, y1)
            by = Affine.shift(column * APART_MM, row * APART_MM)
            mine = [p for p in openings if (b := p.bounds()) is not None and cell.contains(b)]
            outline = Path.polygon(self._corners(cell, whole)).transformed(by)
            found.append((outline, tuple(path.transformed(by) for path in mine)))
        return tuple(found)

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
        if plate.is_board:  # solid, not folded; larger than any board it is joined from several on a frame
            if plate.is_glued_up:
                return None
            plan = sheets_for(box.width, box.height, plate.sheet_sizes_mm)
            return Blank(box=box, holes=holes, fold_mm=0.0, plan=plan)
        fold = piece.z_front_mm - piece.z_back_mm
        wide, high = box.width + 2 * fold, box.height + 2 * fold
        return Blank(box=box, holes=holes, fold_mm=fold, plan=sheets_for(wide, high, plate.sheet_sizes_mm))
    if rule.rule in (Making.LIGHT_BOX, Making.BACKDROP):
        is_lit = rule.rule is Making.BACKDROP or piece.is_face_lit
        plan = sheets_for(box.width, box.height, plate.sheet_sizes_mm, is_lit=is_lit)
        return Blank(box=box, holes=holes, fold_mm=0.0, plan=plan)
    return None


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


def _joints(
    low: float, high: float, count: int, most: float, taken: Sequence[tuple[float, float]]
) -> list[float] | None:
    """Return the ends and the joints between them, or None when no joints clear what is taken.

    Args:
        low: Where the blank begins.
        high: Where it ends.
        count: Of the sheets.
        most: Longest piece.
        taken: What no joint may run through.
    """
    places = [low]
    for left in range(count - 1, 0, -1):
        wanted = places[-1] + (high - places[-1]) / (left + 1)
        least, greatest = max(places[-1] + _CLEAR_MM, high - left * most), places[-1] + most
        ends = [end for a, b in taken for end in (a - _CLEAR_MM, b + _CLEAR_MM)]
        free = [
            x
            for x in (wanted, *ends)
            if least - _SAME_MM <= x <= greatest + _SAME_MM
            and not any(a - _CLEAR_MM + _SAME_MM < x < b + _CLEAR_MM - _SAME_MM for a, b in taken)
        ]
        if not free:
            return None
        places.append(min(free, key=lambda x: (abs(x - wanted), x)))
    return [*places, high]
