"""Parts cut or bent from plate: the amounts of one plate in one use, and how many sheets a panel takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from signage.fabrication.stock import Plate
from signage.fabrication.values import Group, Part, Remark, Unit

_EPS = 1e-9


def plate_part(
    plate: Plate,
    thickness_mm: float,
    *,
    piece: str,
    group: Group,
    use: str,
    area_m2: float,
    bought_m2: float,
    size_mm: tuple[float, ...],
    length_m: float | None = None,
    text: str = "",
    remark: Remark | None = None,
) -> Part:
    """Return a part of plate by its net area; the mass follows from density and thickness."""
    return Part(
        piece=piece,
        text=text,
        group=group,
        use=use,
        item=plate.item(thickness_mm),
        name_zh=f"{plate.name_zh} {thickness_mm:g} mm",
        name_en=f"{plate.name_en} {thickness_mm:g} mm",
        unit=Unit.M2,
        quantity=area_m2,
        bought=max(area_m2, bought_m2),
        size_mm=size_mm,
        thickness_mm=thickness_mm,
        length_m=length_m,
        mass_kg=plate.mass_kg(area_m2, thickness_mm),
        remark=remark,
    )


def unruled(
    piece: str, group: Group, use: str, code: str, params: tuple[tuple[str, str], ...], *, text: str = ""
) -> Part:
    """Return the line of a part that the tables have no rule for: counted once, without item, mass or price."""
    remark = Remark(code=code, params=params, pieces=(piece,))
    return Part(
        piece=piece,
        text=text,
        group=group,
        use=use,
        item="",
        name_zh="—",
        name_en="—",
        unit=Unit.N,
        quantity=1.0,
        bought=1.0,
        remark=remark,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """How a blank is cut from whole sheets.

    Attributes:
        sheet_mm: Sides of a sheet as laid: along the blank's width, along its height.
        columns: Sheets side by side.
        rows: Sheets above each other.
    """

    sheet_mm: tuple[float, float]
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """Sheets needed."""
        return self.columns * self.rows

    @property
    def joints(self) -> int:
        """Straight joints across the blank."""
        return self.columns + self.rows - 2

    @property
    def bought_m2(self) -> float:
        """Area of the sheets."""
        return self.count * self.sheet_mm[0] * self.sheet_mm[1] / 1e6

    def bought_for(self, width_mm: float, height_mm: float, copies: int) -> float:
        """Return the area of the sheets for equal blanks: several come from one sheet where it holds them whole."""
        if self.count > 1:
            return copies * self.bought_m2
        across, upright = int((self.sheet_mm[0] + _EPS) // width_mm), int((self.sheet_mm[1] + _EPS) // height_mm)
        return ceil(copies / max(1, across * upright)) * self.bought_m2


def sheets_for(
    width_mm: float, height_mm: float, sizes: tuple[tuple[float, float], ...], *, is_lit: bool = False
) -> SheetPlan:
    """Return the best of `plans_for`."""
    return plans_for(width_mm, height_mm, sizes, is_lit=is_lit)[0]


def plans_for(
    width_mm: float, height_mm: float, sizes: tuple[tuple[float, float], ...], *, is_lit: bool = False
) -> tuple[SheetPlan, ...]:
    """Return the ways to cover a blank in one grid with sheets of one size: least area first, then fewest joints.

    A lit face asks for fewest joints first: every joint is a dark line by night.

    Args:
        width_mm: Of the blank, folds included.
        height_mm: The same upwards.
        sizes: Sides of the sheets in stock; each may lie either way.
        is_lit: Light passes the face.
    """
    laid = {way for size in sizes for way in (size, size[::-1])}
    plans = [
        SheetPlan(sheet_mm=(a, b), columns=max(1, ceil(width_mm / a - _EPS)), rows=max(1, ceil(height_mm / b - _EPS)))
        for a, b in sorted(laid)
    ]
    if is_lit:
        return tuple(sorted(plans, key=lambda plan: (plan.joints, round(plan.bought_m2, 6), plan.sheet_mm)))
    return tuple(sorted(plans, key=lambda plan: (round(plan.bought_m2, 6), plan.joints, plan.sheet_mm)))
