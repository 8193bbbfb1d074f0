"""Letters and logos (字、标志): front, returns and back by construction.

Returns (围边) are as long as the outline, holes included, and as high as the letter is deep less its front. A back is
as large as the front. What is bought of plate is the box around each letter, since that is what must be cut from.
"""

from __future__ import annotations

from math import ceil

from signage.design import Piece
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.making import ConstructionRule, FaceMaking, RoleRule
from signage.fabrication.measures import Measured
from signage.fabrication.stock import Plate
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark


def letter_parts(piece: Piece, size: Measured, role: RoleRule, tables: Tables) -> list[Part]:
    """Return the parts of one letter; lines without figures where the tables have no rule."""
    construction = piece.construction.value if piece.construction else "flat"
    rule = tables.making.construction_of(construction)
    if rule is None:
        code = "fabrication.no_rule_construction"
        return [unruled(piece.id, Group.LETTERS, "letter", code, (("construction", construction),), text=piece.text)]
    own = tables.stock.find_plate(piece.material)
    if own is None:
        code = "fabrication.no_rule_material"
        return [unruled(piece.id, Group.LETTERS, "letter", code, (("material", piece.material),), text=piece.text)]
    maker = _Maker(piece, size, role, rule, own, tables)
    if rule.face is FaceMaking.SOLID:
        return maker.solid()
    if rule.face is FaceMaking.APPLIED:
        return [maker.plate(own, "applied", "applied", size.area_m2, size.box_m2)]
    return maker.built_up()


class _Maker:
    """Makes the parts of one letter."""

    def __init__(
        self, piece: Piece, size: Measured, role: RoleRule, rule: ConstructionRule, own: Plate, tables: Tables
    ) -> None:
        self.piece, self.size, self.role, self.rule, self.own, self.tables = piece, size, role, rule, own, tables

    def solid(self) -> list[Part]:
        """A plate as thick as the letter is deep, several glued, or built up from metal."""
        depth, plate = self.size.depth_mm, self._face_plate()
        if plate is None:
            return [self._missing(self.rule.face_material or "?", "face")]
        if plate.solid_max_mm > 0 and (depth <= plate.solid_max_mm or not plate.is_formable):
            layers = max(1, ceil(depth / plate.solid_max_mm - 1e-9))
            thickness = plate.at_least(depth / layers)
            if thickness is not None:
                return [self._solid_of(plate, thickness, layers)]
        return self.built_up()

    def _solid_of(self, plate: Plate, thickness: float, layers: int) -> Part:
        params = (("depth", f"{self.size.depth_mm:g}"), ("thickness", f"{thickness:g}"), ("layers", layers))
        is_exact = abs(layers * thickness - self.size.depth_mm) < 1e-6 and layers == 1
        remark = None if is_exact else Remark(code="fabrication.solid_of", params=params, needs_action=False)
        area, box = self.size.area_m2 * layers, self.size.box_m2 * layers
        return plate_part(
            plate,
            thickness,
            piece=self.piece.id,
            text=self.piece.text,
            group=Group.LETTERS,
            use="solid",
            area_m2=area,
            bought_m2=box,
            size_mm=self._box(),
            length_m=self.size.edge_m,
            remark=remark,
        )

    def built_up(self) -> list[Part]:
        """Front, returns and back, each where the construction has one."""
        parts: list[Part] = []
        size, front = self.size, 0.0
        if self.rule.face is not FaceMaking.NONE:
            face = self._face_plate()
            if face is None:
                parts.append(self._missing(self.rule.face_material or "?", "face"))
            else:
                front = face.thickness_for("face") or 0.0
                parts.append(self.plate(face, "face", "face", size.area_m2, size.box_m2))
        parts.append(self._returns(max(0.0, size.depth_mm - front)))
        if self.rule.back_material is not None:
            back = self.tables.stock.find_plate(self.rule.back_material)
            parts.append(
                self._missing(self.rule.back_material, "back")
                if back is None
                else self.plate(back, "back", "back", size.area_m2, size.box_m2)
            )
        return parts

    def _face_plate(self) -> Plate | None:
        wants_light = self.rule.face is FaceMaking.TRANSLUCENT or (
            self.rule.face is FaceMaking.SOLID and self.rule.face_material is not None
        )
        if wants_light and not self.own.is_translucent:
            return self.tables.stock.find_plate(self.rule.face_material or "")
        return self.own

    def _returns(self, height_mm: float) -> Part:
        plate = self.own if self.own.is_formable else self.tables.stock.find_plate(self.rule.return_material or "")
        if plate is None:
            return self._missing(self.rule.return_material or self.piece.material, "returns")
        area = self.size.edge_m * height_mm / 1000
        return self.plate(
            plate,
            "returns",
            "returns",
            area,
            area * (1 + self.role.waste_share),
            size=(self.size.edge_m * 1000, height_mm),
            length_m=self.size.edge_m,
        )

    def plate(
        self,
        plate: Plate,
        use: str,
        thickness_of: str,
        area_m2: float,
        bought_m2: float,
        *,
        size: tuple[float, ...] | None = None,
        length_m: float | None = None,
    ) -> Part:
        """Return a part in the thickness that the stock names for its use, or a line without figures."""
        thickness = plate.thickness_for(thickness_of)
        if thickness is None:
            return self._missing(plate.id, use)
        return plate_part(
            plate,
            thickness,
            piece=self.piece.id,
            text=self.piece.text,
            group=Group.LETTERS,
            use=use,
            area_m2=area_m2,
            bought_m2=bought_m2,
            size_mm=size or self._box(),
            length_m=length_m,
        )

    def _box(self) -> tuple[float, float]:
        return self.size.box.width, self.size.box.height

    def _missing(self, material: str, use: str) -> Part:
        code = "fabrication.no_rule_use"
        params = (("material", material), ("use", use))
        return unruled(self.piece.id, Group.LETTERS, use, code, params, text=self.piece.text)
