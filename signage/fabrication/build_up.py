"""What a piece is made of, sheet by sheet: the one answer that schedules, drawings and the parts list share."""

from __future__ import annotations

from dataclasses import dataclass

from signage.design import Piece, SignLayout
from signage.fabrication.bodies import parts_of
from signage.fabrication.stock import Stock
from signage.fabrication.tables import Tables
from signage.fabrication.values import Part
from signage.locale import either, text

_ONCE = frozenset(
    {"wall_plate", "base_plate", "clamp", "trim", "gas", "controller", "display_supply"}
)  # not of the body itself


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """One component of a piece.

    Attributes:
        use: What it is in the piece: a key `use_<use>` of the catalogue.
        material: Id of the plate; empty for tubes and what is bought whole.
        name_zh: Of the material, without its thickness.
        name_en: The same in English.
        thickness_mm: Of the sheet or film; None where there is none.
    """

    use: str
    material: str
    name_zh: str
    name_en: str
    thickness_mm: float | None

    def words(self, *, has_use: bool) -> str:
        """Return the component in words, such as `围边 不锈钢 0.8`."""
        name = either(self.name_zh, self.name_en)
        thick = "" if self.thickness_mm is None else f" {self.thickness_mm:g}"
        return f"{text(f'fabrication.use_{self.use}')}　{name}{thick}" if has_use else f"{name}{thick}"


def build_up(piece: Piece, layout: SignLayout, tables: Tables | None = None) -> tuple[MadeOf, ...]:
    """Return what a piece is made of, front first; nothing where the tables have no rule for it.

    Args:
        piece: One of the layout's pieces.
        layout: The sign; what stands round a piece decides on its parts.
        tables: Stock and rules; the bundled ones when left out.
    """
    chosen = tables or Tables()
    parts = parts_of(piece, layout.pieces, chosen, faces=layout.faces)
    found = [_made_of(part, chosen.stock) for part in parts if part.item and part.use not in _ONCE]
    return tuple(dict.fromkeys(found))


def _made_of(part: Part, stock: Stock) -> MadeOf:
    kind, _, rest = part.item.partition("/")
    plate = stock.find_plate(rest.partition("/")[0]) if kind == "plate" else None
    if plate is None:
        return MadeOf(use=part.use, material="", name_zh=part.name_zh, name_en=part.name_en, thickness_mm=None)
    names = (plate.name_zh, plate.name_en)
    return MadeOf(use=part.use, material=plate.id, name_zh=names[0], name_en=names[1], thickness_mm=part.thickness_mm)
