"""Letters and logos (字、标志): front, returns and back by construction.

A film or a leaf that is drawn with a depth is laid on a core; a letter that is pushed through a panel is as thick as
its way from the backdrop. Returns (围边) are as long as the outline, holes included, and as high as the letter is deep
less its front. A back is as large as the front. What is bought of plate is the box around each letter, since that is
what must be cut from.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from signage.design import Piece, PieceRole
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.jointing import joined_said
from signage.fabrication.making import ConstructionRule, FaceMaking, RoleRule
from signage.fabrication.measures import Measured
from signage.fabrication.stock import Plate
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit


def letter_parts(piece: Piece, size: Measured, role: RoleRule, others: tuple[Piece, ...], tables: Tables) -> list[Part]:
    """Return the parts of one letter; lines without figures where the tables have no rule.

    Args:
        piece: The letter or logo.
        size: Its measures.
        role: The rule of its role.
        others: All pieces of the sign; a backdrop behind cut-outs is what their letters stand on.
        tables: Stock and rules.
    """
    construction = piece.construction.value if piece.construction else "flat"
    rule = tables.making.construction_of(construction)
    if rule is None:
        code = "fabrication.no_rule_construction"
        return [unruled(piece.id, Group.LETTERS, "letter", code, (("construction", construction),), text=piece.text)]
    if rule.face is FaceMaking.SHOWN:
        return []
    own = tables.stock.find_plate(piece.material)
    if own is None:
        code = "fabrication.no_rule_material"
        return [unruled(piece.id, Group.LETTERS, "letter", code, (("material", piece.material),), text=piece.text)]
    front = max((other.z_front_mm for other in others if other.role is PieceRole.BACKDROP), default=piece.z_back_mm)
    maker = _Maker(piece, replace(size, depth_mm=piece.z_front_mm - front), role, rule, own, tables)
    if rule.face is FaceMaking.SOLID:
        return [*maker.solid(), *maker.prints()]
    if rule.face is FaceMaking.APPLIED:
        return [maker.plate(own, "applied", "applied", size.area_m2, size.box_m2)]
    return [*maker.built_up(), *maker.trim(), *maker.prints()]


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
        if plate.is_film:
            return [self._gilded(plate)] if self.rule.is_carved else self._laid_on_core(plate)
        if plate.solid_max_mm > 0 and (depth <= plate.solid_max_mm or not plate.is_formable):
            layers = max(1, ceil(depth / plate.solid_max_mm - 1e-9))
            thickness = plate.at_least(depth / layers)
            if thickness is not None:
                return [self._solid_of(plate, thickness, layers)]
        return self.built_up()

    def _laid_on_core(self, film: Plate) -> list[Part]:
        """A core of the letter's depth, with the film or leaf over its front and edges."""
        core = self.tables.stock.find_plate(self.rule.core_material or "")
        layers = max(1, ceil(self.size.depth_mm / core.solid_max_mm - 1e-9)) if core and core.solid_max_mm else 1
        thickness = core.at_least(self.size.depth_mm / layers) if core else None
        if core is None or thickness is None:
            return [self._missing(self.rule.core_material or "?", "solid")]
        area = self.size.area_m2 + self.size.edge_m * self.size.depth_mm / 1000
        over = self.plate(film, "applied", "applied", area, area * (1 + self.role.waste_share))
        return [self._solid_of(core, thickness, layers), over]

    def _gilded(self, leaf: Plate) -> Part:
        """The leaf over the ground and the sides of what is carved into the board; the board is the panel's part."""
        area = self.size.area_m2 + self.size.edge_m * self.size.depth_mm / 1000
        made = self.plate(leaf, "carved", "applied", area, area * (1 + self.role.waste_share))
        depth = (("depth", f"{self.size.depth_mm:g}"),)
        return replace(made, remark=made.remark or Remark(code="fabrication.carved", params=depth, needs_action=False))

    def trim(self) -> list[Part]:
        """The edging round a lit face, as long as all its edges."""
        if self.piece.trim_mm <= 0:
            return []
        edging, length = self.tables.stock.edging, self.size.edge_m
        return [
            Part(
                piece=self.piece.id,
                text=self.piece.text,
                group=Group.LETTERS,
                use="trim",
                item=edging.item,
                name_zh=f"{edging.name_zh} {self.piece.trim_mm:g} mm",
                name_en=f"{edging.name_en} {self.piece.trim_mm:g} mm",
                unit=Unit.M,
                quantity=length,
                bought=length * (1 + self.role.waste_share),
                size_mm=(length * 1000, self.piece.trim_mm),
                length_m=length,
                mass_kg=length * edging.kg_m_mm * self.piece.trim_mm,
            )
        ]

    def prints(self) -> list[Part]:
        """The colours of a logo on its front, where it has more than one."""
        is_coloured = self.piece.picture is not None or len({shape.colour for shape in self.piece.art}) > 1
        if self.role.print_material is None or not is_coloured:
            return []
        film = self.tables.stock.find_plate(self.role.print_material)
        if film is None:
            return [self._missing(self.role.print_material, "print")]
        return [self.plate(film, "print", "applied", self.size.area_m2, self.size.box_m2)]

    def _solid_of(self, plate: Plate, thickness: float, layers: int) -> Part:
        params = (("depth", f"{self.size.depth_mm:g}"), ("thickness", f"{thickness:g}"), ("layers", layers))
        is_exact = abs(layers * thickness - self.size.depth_mm) < 1e-6 and layers == 1
        said = Remark(code="fabrication.solid_of", params=params, needs_action=False)
        remark = joined_said(self.size.box, plate) if is_exact else said
        area, box = self.size.area_m2 * layers, self.size.box_m2 * layers
        return plate_part(
            plate,
            thickness,
            piece=self.piece.id,
            text=self.piece.text,
            group=Group.LETTERS,
            use="carved" if self.rule.is_carved else "solid",
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
            remark=None if use == "returns" else joined_said(self.size.box, plate),
        )

    def _box(self) -> tuple[float, float]:
        return self.size.box.width, self.size.box.height

    def _missing(self, material: str, use: str) -> Part:
        code = "fabrication.no_rule_use"
        params = (("material", material), ("use", use))
        return unruled(self.piece.id, Group.LETTERS, use, code, params, text=self.piece.text)
