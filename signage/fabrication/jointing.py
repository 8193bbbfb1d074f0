"""Where a flat piece that is larger than any sheet is joined (拼缝), so that every part comes from one sheet.

The joints lie evenly; where an opening or a hole would be cut through, the joint moves to the nearest place that clears
it and still keeps every piece within its sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from signage.fabrication.cut_shapes import CutShape
from signage.fabrication.cutting import SheetPlan, sheets_for
from signage.fabrication.stock import Plate
from signage.fabrication.values import Remark
from signage.geometry import Rect

APART_MM = 50.0  # between the pieces of one blank as they are drawn
_CLEAR_MM = 10.0  # from a joint to an opening
_SAME_MM = 1e-6

Joints = tuple[list[float], list[float]]


def joints_of(whole: Rect, plan: SheetPlan, openings: Sequence[Rect]) -> Joints | None:
    """Return where a blank begins, is joined and ends, across and upwards; None where no joint clears the openings.

    Args:
        whole: Its box.
        plan: The sheets.
        openings: Boxes of what no joint may run through.
    """
    xs = _places(whole.x0, whole.x1, plan.columns, plan.sheet_mm[0], [(b.x0, b.x1) for b in openings])
    ys = _places(whole.y0, whole.y1, plan.rows, plan.sheet_mm[1], [(b.y0, b.y1) for b in openings])
    return None if xs is None or ys is None else (xs, ys)


def plan_of(box: Rect, plate: Plate, *, is_lit: bool = False) -> SheetPlan:
    """Return the sheets of a plate that cover a box."""
    return sheets_for(box.width, box.height, plate.sheet_sizes_mm, is_lit=is_lit)


def jointed(shape: CutShape, plate: Plate, *, is_lit: bool = False) -> tuple[CutShape, ...]:
    """Return a piece as the parts that it is joined from, moved apart; itself where one sheet of the plate holds it.

    One whole piece, too, where no joint clears its openings.
    """
    box = shape.outline.bounds()
    if box is None or plate.is_film:  # a film comes from the roll
        return (shape,)
    plan = plan_of(box, plate, is_lit=is_lit)
    taken = [b for path in shape.openings if (b := path.bounds()) is not None] + [hole.box for hole in shape.holes]
    joints = joints_of(box, plan, taken) if plan.count > 1 else None
    if joints is None:
        return (shape,)
    found = []
    for cell, column, row in cells(joints):
        part = shape.within(cell)
        if part is not None:
            found.append(part.moved(column * APART_MM, row * APART_MM))
    return tuple(found) or (shape,)


def sheets_said(
    plan: SheetPlan,
    wide_mm: float,
    high_mm: float,
    *,
    fold_mm: float = 0.0,
    is_round: bool = False,
    can_be_joined: bool = True,
) -> Remark:
    """Return how a blank is cut: its size, the sheets, the joints, and what is folded of it.

    Args:
        plan: The sheets.
        wide_mm: Of the whole blank, folds included.
        high_mm: The same upwards.
        fold_mm: Folded back on each side, 0 for a flat one.
        is_round: Some of its edge is round: that return is a strip.
        can_be_joined: Whether a joint clears its openings; where none does, somebody has to decide.
    """
    params: tuple[tuple[str, str | int], ...] = (
        ("count", plan.count),
        ("sheet", f"{plan.sheet_mm[0]:g}×{plan.sheet_mm[1]:g}"),
        ("joints", plan.joints),
        ("blank", f"{wide_mm:.0f}×{high_mm:.0f}"),
    )
    if plan.count > 1 and not can_be_joined:
        return Remark(code="fabrication.panel_unjointed", params=params)
    if fold_mm > 0:
        code = "fabrication.panel_folded_round" if is_round else "fabrication.panel_folded"
        return Remark(code=code, params=(*params, ("fold", f"{fold_mm:g}")), needs_action=False)
    return Remark(code="fabrication.panel_sheets", params=params, needs_action=False)


def joined_said(box: Rect, plate: Plate) -> Remark | None:
    """Return that a flat piece is joined from several sheets, None for one that a sheet of its plate holds."""
    if plate.is_film or plate.is_board:
        return None
    plan = plan_of(box, plate)
    return sheets_said(plan, box.width, box.height) if plan.count > 1 else None


def cells(joints: Joints) -> list[tuple[Rect, int, int]]:
    """Return the fields between joints with their column and row, row by row from below."""
    columns, rows = list(enumerate(pairwise(joints[0]))), list(enumerate(pairwise(joints[1])))
    return [(Rect(x0, y0, x1, y1), column, row) for (row, (y0, y1)), (column, (x0, x1)) in product(rows, columns)]


def _places(
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
