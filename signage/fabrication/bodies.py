"""What carries the text and what goes round it: panels, boxes, backdrops, films, cloths, frames, rails, dividers."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import assert_never

from signage.design import LetterConstruction, Piece, PieceRole
from signage.fabrication.balloon import ball_parts
from signage.fabrication.blanks import Blank, blank_of
from signage.fabrication.cutting import plate_part, sheets_for, unruled
from signage.fabrication.drilling import Drilled
from signage.fabrication.jointing import joined_said, plan_of, sheets_said
from signage.fabrication.letters import letter_parts
from signage.fabrication.making import Making, RoleRule
from signage.fabrication.measures import Measured, filled_area, measured, rim_length
from signage.fabrication.powered import display_parts, inflatable_parts
from signage.fabrication.sections import plate_section, tube_part
from signage.fabrication.stock import Plate, Tube
from signage.fabrication.supports import SUPPORTS, clamp_parts, support_parts
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark

_FRAME_WASTE = 0.05  # of tubes
_RECTANGULAR = 0.97  # of its box: a body below this share is round, and so is the frame inside it


def parts_of(
    piece: Piece, others: tuple[Piece, ...], tables: Tables, *, faces: int = 1, drilled: Drilled | None = None
) -> list[Part]:
    """Return the parts of one piece; a line without figures where the tables have no rule for it.

    Args:
        piece: The piece.
        others: All pieces of the sign; a box with a frame round it has no sides of its own.
        tables: Stock and rules.
        faces: Sides that show the text: with 2 there are letters, prints and box fronts on both.
        drilled: How many holes and clamps there are; those of the set-out when left out.
    """
    drilled = drilled or Drilled()
    size, rule = measured(piece), tables.making.rule_of(piece.role.value)
    if size is None:
        return []
    if rule is None:
        return [unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_role", (("role", piece.role.value),))]
    if rule.rule is Making.LETTER:
        return [on_faces(part, faces) for part in letter_parts(piece, size, rule, others, tables)]
    if rule.rule is Making.DISPLAY:
        return display_parts(piece, size, rule, others, tables)
    if rule.rule is Making.INFLATABLE:
        return inflatable_parts(piece, size, rule, tables)
    if rule.rule is Making.BALL:
        return ball_parts(piece.id, piece.material, size, rule, tables)
    if rule.rule in SUPPORTS:
        return support_parts(piece, size, rule, tables, drilled)
    plate = tables.stock.find_plate(piece.material)
    if plate is None:
        return [unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_material", (("material", piece.material),))]
    made = _Body(piece, size, rule, plate, tables, faces).parts(others)
    return [*made, *clamp_parts(piece, rule, tables, drilled)] if rule.rule is Making.FOLDED else made


def on_faces(part: Part, faces: int) -> Part:
    """Return a part as often as the sign has faces: its amounts, length and mass for all of them."""
    if faces == 1 or not part.item:
        return part
    return replace(
        part,
        quantity=part.quantity * faces,
        bought=part.bought * faces,
        length_m=None if part.length_m is None else part.length_m * faces,
        mass_kg=None if part.mass_kg is None else part.mass_kg * faces,
        copies=part.copies * faces,
    )


class _Body:
    """Makes the parts of one body of plate."""

    def __init__(self, piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables, faces: int) -> None:
        self.piece, self.size, self.rule, self.plate, self.tables = piece, size, rule, plate, tables
        self.faces = faces

    def parts(self, others: tuple[Piece, ...]) -> list[Part]:
        """Return its parts by the rule of its role."""
        size = self.size
        match self.rule.rule:
            case Making.TRAY:
                return self._panel(others)
            case Making.LIGHT_BOX:
                return self._light_box(others)
            case Making.BACKDROP:
                return self._backdrop()
            case Making.FOLDED:
                low, middle, long = sorted((size.box.width, size.box.height, size.depth_mm))
                sides = (long, middle, low)
                return [plate_section(self.piece, "rail", self.plate, "folded", sides, self.rule.waste_share)]
            case Making.FRAME:
                return [self._frame()]
            case Making.SHEET:
                return self._sheet()
            case Making.APPLIED:
                return [self._of("applied", "applied", size.area_m2, size.box_m2 * self._more)]
            case (
                Making.LETTER
                | Making.DISPLAY
                | Making.INFLATABLE
                | Making.ARM
                | Making.TIE
                | Making.POST
                | Making.TRUSS
                | Making.ROD
                | Making.BLOCK
                | Making.CORD
                | Making.BALL
            ):
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
        return self._cut(taken, thickness, word, area_m2, bought_m2, size=size, length_m=length_m, remark=remark)

    def _cut(
        self,
        plate: Plate,
        thickness: float,
        word: str,
        area_m2: float,
        bought_m2: float,
        *,
        size: tuple[float, ...] = (),
        length_m: float | None = None,
        remark: Remark | None = None,
    ) -> Part:
        return plate_part(
            plate,
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

    def _named(self, material: str | None, use: str, word: str, area_m2: float, bought_m2: float) -> Part:
        """Return a part of a material that the rule names."""
        plate = self.tables.stock.find_plate(material or "")
        return (
            self._missing(material or "?", word)
            if plate is None
            else self._of(use, word, area_m2, bought_m2, plate=plate, remark=self._joined(plate, word))
        )

    def _joined(self, plate: Plate, word: str) -> Remark | None:
        """Return how a plate as large as the body is joined where no sheet is as large; sides come as strips."""
        return None if word == "sides" else joined_said(self.size.box, plate)

    # --- panels

    def _panel(self, others: tuple[Piece, ...]) -> list[Part]:
        if not self.plate.is_board:
            return self._tray(others)
        blank = blank_of(self.piece, self.tables)
        joined = self._joined_boards(blank) if blank is not None and blank.plan.count > 1 else []
        return joined or [self._board(others)]

    def _joined_boards(self, blank: Blank) -> list[Part]:
        """Boards side by side on a frame: no board is as large as the panel; nothing where no tube has room behind."""
        thickness = self.plate.thickness_for("panel")
        if thickness is None or thickness > self.size.depth_mm:
            return []
        frame = self._frame_behind(thickness)
        if not frame or not frame[0].item:
            return []
        said = sheets_said(blank.plan, blank.width_mm, blank.height_mm, can_be_joined=blank.can_be_joined)
        front = self._cut(self.plate, thickness, "panel", self.size.area_m2, blank.plan.bought_m2, remark=said)
        return [on_faces(front, self.faces), *frame]

    def _board(self, others: tuple[Piece, ...]) -> Part:
        """A solid board, of several layers where it is deeper than any; a solid frame goes round it, not over it."""
        area = self.size.area_m2 - sum(_ring_of(other) for other in others if self._is_framed_by(other))
        return self._solid("panel", area, area * self._more)

    def _is_framed_by(self, other: Piece) -> bool:
        plate = self.tables.stock.find_plate(other.material)
        return other.role is PieceRole.FRAME and plate is not None and plate.is_board

    def _solid(self, word: str, area_m2: float, bought_m2: float) -> Part:
        depth, plate = self.size.depth_mm, self.plate
        layers = max(1, ceil(depth / plate.solid_max_mm - 1e-9)) if plate.solid_max_mm else 1
        thickness = plate.at_least(depth / layers)
        if thickness is None:
            return self._missing(plate.id, word)
        params = (("depth", f"{depth:g}"), ("thickness", f"{thickness:g}"), ("layers", layers))
        remark = Remark(code="fabrication.solid_board", params=params, needs_action=False)
        return self._cut(plate, thickness, word, area_m2 * layers, bought_m2 * layers, remark=remark)

    def _tray(self, others: tuple[Piece, ...]) -> list[Part]:
        """Front sheet with returns folded back, from whole sheets, and the tube frame behind it."""
        size, depth = self.size, self.size.depth_mm
        wide, high = size.box.width + 2 * depth, size.box.height + 2 * depth
        blank = blank_of(self.piece, self.tables)
        plan = blank.plan if blank is not None else sheets_for(wide, high, self.plate.sheet_sizes_mm)
        area = size.area_m2 + rim_length(self.piece.outline) / 1000 * depth / 1000  # only the rim is folded, no hole
        said = sheets_said(
            plan,
            wide,
            high,
            fold_mm=depth,
            is_round=blank is None,
            can_be_joined=blank is None or blank.can_be_joined,
        )
        front = self._of("panel", "panel", area, plan.bought_m2, size=(wide, high), remark=said)
        is_lit_through = any(other.role is PieceRole.BACKDROP for other in others)
        frame = self._frame_behind(front.thickness_mm or 0.0, is_ring=is_lit_through)
        return [on_faces(front, self.faces), *frame]

    def _frame_behind(self, front_mm: float, *, is_ring: bool = False) -> list[Part]:
        """The first tube of the rule that has room; a ring alone where further members would stand in the light."""
        room = self.size.depth_mm - front_mm
        stock = self.tables.stock
        for tube_id in (self.rule.frame, self.rule.shallow_frame):
            tube = stock.find_tube(tube_id)
            if tube is not None and tube.height_mm <= room:
                return [self._tube_frame(tube, is_ring=is_ring)]
        if self.rule.frame is None:
            return []
        params = (("room", f"{room:g}"),)
        return [unruled(self.piece.id, Group.BODY, "frame_behind", "fabrication.no_frame_fits", params)]

    def _tube_frame(self, tube: Tube, *, is_ring: bool) -> Part:
        box, pitch = self.size.box, self.rule.frame_pitch_mm
        uprights = 2 if is_ring else max(2, ceil(box.width / pitch - 1e-9) + 1)
        bars = 2 if is_ring else max(2, ceil(box.height / pitch - 1e-9) + 1)
        upright = max(0.0, box.height - 2 * tube.width_mm)
        # two bars run through; further ones are cut between the uprights
        between = max(0.0, box.width - uprights * tube.width_mm)
        length_m = (2 * box.width + uprights * upright + (bars - 2) * between) / 1000
        params = (("uprights", uprights), ("bars", bars))
        remark = Remark(code="fabrication.frame_members", params=params, needs_action=False)
        if filled_area(self.piece.outline) < _RECTANGULAR * box.width * box.height:
            length_m = (rim_length(self.piece.outline) + box.height) / 1000
            remark = Remark(code="fabrication.frame_bent", needs_action=False)
        return tube_part(
            self.piece,
            "frame_behind",
            tube,
            length_m,
            self.tables.stock,
            waste_share=_FRAME_WASTE,
            size_mm=(box.width, box.height),
            remark=remark,
        )

    # --- boxes

    def _light_box(self, others: tuple[Piece, ...]) -> list[Part]:
        """Fronts, the plate with the light (behind, or in the middle of two fronts), the frame inside, sides."""
        size = self.size
        wide, high = size.box.width, size.box.height
        plan = plan_of(size.box, self.plate, is_lit=self.piece.is_face_lit)
        remark, bought = None, size.box_m2
        if not self.plate.is_film:
            remark, bought = sheets_said(plan, wide, high), plan.bought_for(wide, high, self.faces) / self.faces
        front = self._of("light_face", "light_face", size.area_m2, bought, remark=remark)
        word = "back" if self.faces == 1 else "light_board"
        back = self._named(self.rule.back_material, "back", word, size.area_m2, size.box_m2 * self._more)
        parts = [on_faces(front, self.faces), back, *self._frame_behind(0.0)]
        if any(other.role is PieceRole.FRAME for other in others):
            return parts
        area = size.edge_m * size.depth_mm / 1000
        side = self._named(self.rule.side_material, "folded", "sides", area, area * self._more)
        return [*parts, replace(side, size_mm=(size.edge_m * 1000, size.depth_mm), length_m=size.edge_m)]

    def _backdrop(self) -> list[Part]:
        """The lit sheet behind cut-outs and the plate behind it that carries the light."""
        size = self.size
        plan = plan_of(size.box, self.plate, is_lit=True)
        thickness = self.plate.at_least(size.depth_mm)
        remark = sheets_said(plan, size.box.width, size.box.height)
        sheet = (
            self._missing(self.plate.id, "backdrop")
            if thickness is None
            else self._cut(self.plate, thickness, "backdrop", size.area_m2, plan.bought_m2, remark=remark)
        )
        area = size.box_m2
        return [sheet, self._named(self.rule.back_material, "back", "light_board", area, area * self._more)]

    # --- frames, dividers

    def _frame(self) -> Part:
        """A solid moulding of board; else lip (the ring itself) and side, folded from one strip and mitred."""
        size = self.size
        if self.plate.is_board:
            moulding = self._solid("moulding", size.area_m2, size.area_m2 * self._more)
            return replace(moulding, length_m=size.outer_m) if moulding.item else moulding
        area = size.area_m2 * self.faces + size.outer_m * size.depth_mm / 1000
        width = area / size.outer_m * 1000 if size.outer_m else 0.0
        strip = (size.outer_m * 1000, width)
        return self._of("folded", "frame", area, area * self._more, size=strip, length_m=size.outer_m)

    def _sheet(self) -> list[Part]:
        """Cut solid from plate; a printed one is film; a film that is drawn with a depth lies on a core."""
        size, own = self.size, self.plate
        bought = size.box_m2 * self._more
        if self.piece.construction is LetterConstruction.PRINTED:
            return [on_faces(self._of("applied", "applied", size.area_m2, bought), self.faces)]
        film: list[Part] = []
        if own.is_film:
            core = self.tables.stock.find_plate(self.rule.core_material or "")
            if core is None:
                return [self._missing(self.rule.core_material or "?", "sheet")]
            film, self.plate = [self._of("applied", "applied", size.area_m2, bought)], core
        deep = self.plate.solid_max_mm and size.depth_mm <= self.plate.solid_max_mm
        if deep or not self.plate.is_formable:
            return [on_faces(part, self.faces) for part in (self._solid("sheet", size.area_m2, bought), *film)]
        area = size.area_m2 + size.edge_m * size.depth_mm / 1000
        return [on_faces(self._of("face", "sheet", area, area * self._more), self.faces)]


def _ring_of(frame: Piece) -> float:
    size = measured(frame)
    return size.area_m2 if size else 0.0
