"""What letters are fixed to and what else a sign has: panels, boxes, frames, rails, posts, films, displays."""

from __future__ import annotations

from math import ceil, pi
from typing import assert_never

from signage.design import Piece
from signage.fabrication.cutting import plate_part, sheets_for, unruled
from signage.fabrication.letters import letter_parts
from signage.fabrication.making import Making, RoleRule
from signage.fabrication.measures import Measured, measured, ribbon_length
from signage.fabrication.stock import Plate, Tube
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit

_FRAME_ROLE = "frame"


def parts_of(piece: Piece, others: tuple[Piece, ...], tables: Tables) -> list[Part]:
    """Return the parts of one piece; a line without figures where the tables have no rule for it.

    Args:
        piece: The piece.
        others: All pieces of the sign; a box with a frame round it has no sides of its own.
        tables: Stock and rules.
    """
    size, rule = measured(piece), tables.making.rule_of(piece.role.value)
    if size is None:
        return []
    if rule is None:
        return [unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_role", (("role", piece.role.value),))]
    if rule.rule is Making.LETTER:
        return letter_parts(piece, size, rule, tables)
    if rule.rule is Making.DISPLAY:
        return [_display(piece, size, tables)]
    if rule.rule is Making.TUBE:
        return [_tube(piece, tables)]
    plate = tables.stock.find_plate(piece.material)
    if plate is None:
        return [unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_material", (("material", piece.material),))]
    return _Body(piece, size, rule, plate, tables).parts(others)


class _Body:
    """Makes the parts of one body of plate."""

    def __init__(self, piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables) -> None:
        self.piece, self.size, self.rule, self.plate, self.tables = piece, size, rule, plate, tables

    def parts(self, others: tuple[Piece, ...]) -> list[Part]:
        """Return its parts by the rule of its role."""
        size = self.size
        match self.rule.rule:
            case Making.TRAY:
                return self._tray()
            case Making.LIGHT_BOX:
                return self._light_box(others)
            case Making.FOLDED:
                return [self._closed_section("folded")]
            case Making.SECTION:
                return [self._closed_section("section")]
            case Making.FRAME:
                # lip (the ring itself) and side, folded from one strip and mitred
                area = size.area_m2 + size.outer_m * size.depth_mm / 1000
                return [self._strip("folded", "frame", size.outer_m, area)]
            case Making.EDGE:
                return [self._strip("returns", "edge", size.outer_m, size.outer_m * size.depth_mm / 1000)]
            case Making.ROD:
                return [self._rod()]
            case Making.SHELL:
                area = 2 * size.area_m2 + size.edge_m * size.depth_mm / 1000
                return [self._of("folded", "shell", area, area * self._more)]
            case Making.SHEET:
                return [self._sheet()]
            case Making.APPLIED:
                return [self._of("applied", "applied", size.area_m2, size.box_m2 * self._more)]
            case Making.LETTER | Making.DISPLAY | Making.TUBE:
                return []  # made before
            case _:
                assert_never(self.rule.rule)

    @property
    def _more(self) -> float:
        return 1 + self.rule.waste_share

    def _of(
        self,
        use: str,
        word: str,
        area_m2: float,
        bought_m2: float,
        *,
        plate: Plate | None = None,
        size: tuple[float, ...] = (),
        length_m: float | None = None,
        remark: Remark | None = None,
    ) -> Part:
        taken = plate or self.plate
        thickness = taken.thickness_for(use)
        if thickness is None:
            return self._missing(taken.id, word)
        return plate_part(
            taken,
            thickness,
            piece=self.piece.id,
            group=Group.BODY,
            use=word,
            area_m2=area_m2,
            bought_m2=bought_m2,
            size_mm=size or (self.size.box.width, self.size.box.height),
            length_m=length_m,
            remark=remark,
        )

    def _missing(self, material: str, use: str) -> Part:
        params = (("material", material), ("use", use))
        return unruled(self.piece.id, Group.BODY, use, "fabrication.no_rule_use", params)

    def _strip(self, use: str, word: str, length_m: float, area_m2: float) -> Part:
        width = area_m2 / length_m * 1000 if length_m else 0.0
        size = (length_m * 1000, width)
        return self._of(use, word, area_m2, area_m2 * self._more, size=size, length_m=length_m)

    def _tray(self) -> list[Part]:
        """Front sheet with returns folded back, from whole sheets, and the tube frame behind."""
        size, depth = self.size, self.size.depth_mm
        wide, high = size.box.width + 2 * depth, size.box.height + 2 * depth
        plan = sheets_for(wide, high, self.plate.sheet_sizes_mm)
        params = (
            ("count", plan.count),
            ("sheet", f"{plan.sheet_mm[0]:g}×{plan.sheet_mm[1]:g}"),
            ("joints", plan.joints),
            ("blank", f"{wide:.0f}×{high:.0f}"),
        )
        remark = Remark(code="fabrication.panel_sheets", params=params, needs_action=False)
        area = size.area_m2 + size.edge_m * depth / 1000
        front = self._of("panel", "panel", area, plan.bought_m2, size=(wide, high), remark=remark)
        return [front, *self._frame_behind(front)]

    def _frame_behind(self, front: Part) -> list[Part]:
        room = self.size.depth_mm - (front.thickness_mm or 0.0)
        stock = self.tables.stock
        for tube_id in (self.rule.frame, self.rule.shallow_frame):
            tube = stock.find_tube(tube_id)
            if tube is not None and tube.height_mm <= room:
                return [self._tube_frame(tube)]
        if self.rule.frame is None:
            return []
        return [
            unruled(self.piece.id, Group.BODY, "frame_behind", "fabrication.no_frame_fits", (("room", f"{room:g}"),))
        ]

    def _tube_frame(self, tube: Tube) -> Part:
        box, pitch = self.size.box, self.rule.frame_pitch_mm
        uprights = max(2, ceil(box.width / pitch - 1e-9) + 1)
        bars = max(2, ceil(box.height / pitch - 1e-9) + 1)
        upright = max(0.0, box.height - 2 * tube.width_mm)
        # two bars run through; further ones are cut between the uprights
        between = max(0.0, box.width - uprights * tube.width_mm)
        length_m = (2 * box.width + uprights * upright + (bars - 2) * between) / 1000
        return Part(
            piece=self.piece.id,
            group=Group.BODY,
            use="frame_behind",
            item=f"tube/{tube.id}",
            name_zh=tube.name_zh,
            name_en=tube.name_en,
            unit=Unit.M,
            quantity=length_m,
            bought=length_m * 1.05,
            size_mm=(box.width, box.height),
            thickness_mm=tube.wall_mm,
            length_m=length_m,
            mass_kg=length_m * self.tables.stock.tube_kg_m(tube),
            remark=Remark(
                code="fabrication.frame_members", params=(("uprights", uprights), ("bars", bars)), needs_action=False
            ),
        )

    def _light_box(self, others: tuple[Piece, ...]) -> list[Part]:
        size, stock = self.size, self.tables.stock
        plan = sheets_for(size.box.width, size.box.height, self.plate.sheet_sizes_mm, is_lit=self.piece.is_face_lit)
        params = (
            ("count", plan.count),
            ("sheet", f"{plan.sheet_mm[0]:g}×{plan.sheet_mm[1]:g}"),
            ("joints", plan.joints),
            ("blank", f"{size.box.width:.0f}×{size.box.height:.0f}"),
        )
        remark = None
        bought = size.box_m2
        if not self.plate.is_film:
            remark, bought = Remark(code="fabrication.panel_sheets", params=params, needs_action=False), plan.bought_m2
        parts = [self._of("light_face", "light_face", size.area_m2, bought, remark=remark)]
        back = stock.find_plate(self.rule.back_material or "")
        parts.append(
            self._missing(self.rule.back_material or "?", "back")
            if back is None
            else self._of("back", "back", size.area_m2, size.box_m2 * self._more, plate=back)
        )
        if any(other.role.value == _FRAME_ROLE for other in others):
            return parts
        side = stock.find_plate(self.rule.side_material or "")
        area = size.edge_m * size.depth_mm / 1000
        parts.append(
            self._missing(self.rule.side_material or "?", "sides")
            if side is None
            else self._of(
                "folded", "sides", area, area * self._more, plate=side, size=(size.edge_m * 1000, size.depth_mm)
            )
        )
        return parts

    def _sides(self) -> tuple[float, float, float]:
        low, middle, long = sorted((self.size.box.width, self.size.box.height, self.size.depth_mm))
        return long, middle, low

    def _closed_section(self, use: str) -> Part:
        """A closed section along the longest edge; a flat bar where the plate leaves nothing hollow."""
        long, a, b = self._sides()
        thickness = self.plate.thickness_for(use)
        if thickness is None:
            return self._missing(self.plate.id, use)
        is_bar = b <= 2 * thickness
        metal_mm2 = a * b if is_bar else 2 * thickness * (a + b - 2 * thickness)
        area = metal_mm2 / thickness * long / 1e6
        code = "fabrication.flat_bar" if is_bar else "fabrication.closed_section"
        params = (("a", f"{a:.0f}"), ("b", f"{b:.0f}"), ("t", f"{thickness:g}"))
        return self._of(
            use,
            self.piece.role.value if self.piece.role.value in ("rail", "bracket", "post") else use,
            area,
            area * self._more,
            size=(long, a, b),
            length_m=long / 1000,
            remark=Remark(code=code, params=params, needs_action=False),
        )

    def _rod(self) -> Part:
        long, a, b = self._sides()
        length_m = long / 1000
        mass = pi / 4 * a * b / 1e6 * length_m * self.plate.density_kg_m3
        return Part(
            piece=self.piece.id,
            group=Group.BODY,
            use="rod",
            item=f"rod/{self.plate.id}/{a:.0f}",
            name_zh=f"{self.plate.name_zh} 圆杆 ⌀{a:.0f}",
            name_en=f"{self.plate.name_en} rod ⌀{a:.0f}",
            unit=Unit.M,
            quantity=length_m,
            bought=length_m * self._more,
            size_mm=(long, a, b),
            length_m=length_m,
            mass_kg=mass,
        )

    def _sheet(self) -> Part:
        size, plate = self.size, self.plate
        layers = max(1, ceil(size.depth_mm / plate.solid_max_mm - 1e-9)) if plate.solid_max_mm else 1
        thickness = plate.at_least(size.depth_mm / layers) if plate.solid_max_mm else None
        if thickness is None or (layers > 1 and plate.is_formable):
            area = size.area_m2 + size.edge_m * size.depth_mm / 1000
            return self._of("face", "sheet", area, area * self._more)
        return plate_part(
            plate,
            thickness,
            piece=self.piece.id,
            group=Group.BODY,
            use="sheet",
            area_m2=size.area_m2 * layers,
            bought_m2=size.box_m2 * layers * self._more,
            size_mm=(size.box.width, size.box.height),
        )


def _display(piece: Piece, size: Measured, tables: Tables) -> Part:
    rule = tables.electrics.display
    columns = max(1, ceil(size.box.width / rule.cabinet_width_mm - 1e-9))
    rows = max(1, ceil(size.box.height / rule.cabinet_height_mm - 1e-9))
    area = columns * rows * rule.cabinet_width_mm * rule.cabinet_height_mm / 1e6
    return Part(
        piece=piece.id,
        group=Group.LIGHT,
        use="display",
        item="led/display",
        name_zh=f"显示屏单元板 {rule.cabinet_width_mm:g}×{rule.cabinet_height_mm:g}",
        name_en=f"display cabinet {rule.cabinet_width_mm:g}×{rule.cabinet_height_mm:g}",
        unit=Unit.N,
        quantity=float(columns * rows),
        bought=float(columns * rows),
        size_mm=(size.box.width, size.box.height),
        mass_kg=area * rule.kg_m2,
    )


def _tube(piece: Piece, tables: Tables) -> Part:
    length_m = ribbon_length(piece.outline) / 1000
    return Part(
        piece=piece.id,
        group=Group.LIGHT,
        use="tube",
        item="led/tube",
        name_zh="柔性霓虹灯带",
        name_en="flexible light tube",
        unit=Unit.M,
        quantity=length_m,
        bought=length_m,
        length_m=length_m,
        mass_kg=length_m * tables.electrics.tube.kg_m,
    )
