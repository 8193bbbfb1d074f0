"""What the workshop pack knows of a sign, asked the way a construction node needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout
from signage.fabrication import LitPiece, MadeOf, Part, WorkshopPack, build_up
from signage.locale import either, text
from signage.scene.carving import drawn_depths
from signage.scene.sheet_node_sketch import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Tubing:
    """A hollow section: its sides across and along the wall, its walls, its name."""

    deep_mm: float
    high_mm: float
    wall_mm: float
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """The pack of a sign and its layout; what is asked often is kept."""

    pack: WorkshopPack
    _made: dict[str, dict[str, MadeOf]] = field(default_factory=dict, repr=False, compare=False)
    _types: list[Piece] = field(default_factory=list, repr=False, compare=False)

    @property
    def layout(self) -> SignLayout:
        """The sign."""
        return self.pack.layout

    def of_role(self, *roles: PieceRole) -> tuple[Piece, ...]:
        """Return the sign's pieces of some roles."""
        return tuple(p for p in self.layout.pieces if p.role in roles)

    def made_of(self, piece: Piece) -> dict[str, MadeOf]:
        """Return what a piece is built of, by use."""
        if piece.id not in self._made:
            found = build_up(piece, self.layout, self.pack.tables)
            self._made[piece.id] = {one.use: one for one in found}
        return self._made[piece.id]

    def letter_types(self) -> list[Piece]:
        """Return one letter of every way that letters are built, first line first, then logo and divider."""
        if not self._types:
            self._types.extend(_letter_types(self))
        return self._types

    def part(self, piece: Piece, use: str) -> Part | None:
        """Return a part of a piece as the parts list has it."""
        return next((p for p in self.pack.parts if p.piece == piece.id and p.use == use and p.item), None)

    def tubing(self, piece: Piece, use: str) -> Tubing | None:
        """Return the hollow section of a piece: the stock's tube, else one folded of plate."""
        part = self.part(piece, use)
        if part is None or part.thickness_mm is None:
            return None
        words = text(f"fabrication.use_{use}") + "　" + either(part.name_zh, part.name_en)
        tube = self.pack.tables.stock.find_tube(part.item.removeprefix("tube/"))
        if tube is not None:
            return Tubing(deep_mm=tube.height_mm, high_mm=tube.width_mm, wall_mm=tube.wall_mm, words=words)
        if len(part.size_mm) < 3:
            return None
        box = piece.outline.bounds()
        deep = piece.z_front_mm - piece.z_back_mm
        high = box.height if box is not None else part.size_mm[1]
        size = f" {deep:.0f}×{high:.0f}×{part.thickness_mm:g}"
        name = either(part.name_zh, part.name_en).removesuffix(f" {part.thickness_mm:g} mm")
        return Tubing(
            deep_mm=deep,
            high_mm=high,
            wall_mm=part.thickness_mm,
            words=text(f"fabrication.use_{use}") + "　" + name + size,
        )

    def plate(self, piece: Piece, use: str) -> str:
        """Return a plate with its size in words, such as `墙板　镀锌钢板 200×230×8`; nothing where there is none."""
        part = self.part(piece, use)
        if part is None:
            return ""
        name = either(part.name_zh, part.name_en).removesuffix(
            f" {part.thickness_mm:g} mm" if part.thickness_mm else ""
        )
        size = "×".join(f"{value:.0f}" for value in part.size_mm)
        return f"{text(f'fabrication.use_{use}')}　{name} {size}×{part.thickness_mm:g}"

    def fixing(self, *kinds: str) -> str:
        """Return the fixing of the first joint of one of these kinds with its number, nothing without one."""
        joint = next((j for j in self.pack.structure.joints if j.kind in kinds), None)
        if joint is None:
            return ""
        return text("node.fixing", name=either(joint.name_zh, joint.name_en), count=joint.count)

    def stud(self) -> str:
        """Return what holds each letter; the number is of all letters together."""
        return self.fixing("stud", "letter_wall")

    def lit(self, piece: Piece) -> tuple[LitPiece, ...]:
        """Return the light sources of a piece, those of one face."""
        return tuple(one for one in self.pack.lit if one.piece == piece.id and one.face == 1 and one.module is not None)

    def lamp_words(self, one: LitPiece) -> str:
        """Return a light source in words."""
        module = self.pack.tables.electrics.find_module(one.module or "")
        return text("node.lamp", name=either(module.name_zh, module.name_en))

    def lamp_mm(self, one: LitPiece) -> float:
        """Return how wide a light source is across a stroke."""
        return self.pack.tables.electrics.find_module(one.module or "").width_mm

    def look(self, made: MadeOf | None) -> Look:
        """Return how a sheet is drawn where it is cut."""
        plate = self.pack.tables.stock.find_plate(made.material) if made is not None else None
        if plate is None:
            return Look.METAL
        if plate.is_translucent or plate.is_film:
            return Look.CLEAR
        return Look.BOARD if plate.is_board or plate.solid_max_mm > 15.0 else Look.METAL


def depths_in_section(piece: Piece, layout: SignLayout) -> tuple[float, float]:
    """Return back and front of a piece as sections show them, mm out of the wall.

    The layout of a box with two faces keeps its overhanging frame flush with the far face; it is built alike on both
    sides, so its body and prints stand in the middle of the frame here.
    """
    low, high = drawn_depths(piece, layout)
    if layout.faces == 1 or piece.role not in (PieceRole.BOX, PieceRole.LETTER, PieceRole.LOGO, PieceRole.DIVIDER):
        return low, high
    frame = next((p for p in layout.pieces if p.role is PieceRole.FRAME), None)
    box = next((p for p in layout.pieces if p.role is PieceRole.BOX), None)
    if frame is None or box is None:
        return low, high
    shift = (frame.z_back_mm + frame.z_front_mm - box.z_back_mm - box.z_front_mm) / 2
    return low + shift, high + shift


def _letter_types(known: Known) -> list[Piece]:
    order = {PieceRole.LETTER: 0, PieceRole.LOGO: 1, PieceRole.DIVIDER: 2}
    written = [p for p in known.layout.pieces if p.role in order and p.construction is not LetterConstruction.PIXELS]
    found: dict[tuple[object, ...], Piece] = {}
    for piece in sorted(written, key=lambda p: (order[p.role], p.line or 0)):
        made = tuple((m.use, m.material, m.thickness_mm) for m in known.made_of(piece).values() if m.use != "print")
        key = (made, round(piece.z_front_mm - piece.z_back_mm, 1), round(piece.z_back_mm, 1))
        found.setdefault(key, piece)
    return list(found.values())
