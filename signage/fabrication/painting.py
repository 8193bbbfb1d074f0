"""What is painted (烤漆): the outer surface of bare metal that is seen in another colour than its own."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

from signage.design import Colour, LetterConstruction, Piece
from signage.fabrication.stock import Plate
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit

_FACES = frozenset(
    (
        "face",
        "solid",
        "sheet",
        "panel",
        "frame",
        "rail",
        "bracket",
        "post",
        "stay",
        "truss",
        "rod",
        "wall_plate",
        "base_plate",
    )
)
_SIDES = frozenset(("returns", "sides"))


def paint_parts(parts: Sequence[Part], pieces: Sequence[Piece], tables: Tables) -> tuple[Part, ...]:
    """Return the painting of a sign, one line a colour, in m²; nothing for what comes in its colour or is not seen.

    Args:
        parts: Everything that is made.
        pieces: Of the sign; they have the colours.
        tables: Stock and rules.
    """
    by_id = {piece.id: piece for piece in pieces}
    areas: dict[Colour, float] = {}
    for part in parts:
        piece = by_id.get(part.piece)
        colour = _colour(part, piece) if piece is not None else None
        found = _surface(part, tables)
        if piece is None or colour is None or found is None or _is_bare(colour, found[0], tables):
            continue
        # an open channel is seen from inside as well
        sides = 2 if part.use == "returns" and piece.construction is LetterConstruction.OPEN_FACE else 1
        areas[colour] = areas.get(colour, 0.0) + sides * found[1]
    return tuple(_line(colour, area, tables) for colour, area in areas.items())


def _colour(part: Part, piece: Piece) -> Colour | None:
    """Return the colour that a part is seen in, None where it is not seen."""
    if part.use in _SIDES:
        return piece.side_colour
    is_open = piece.construction is LetterConstruction.OPEN_FACE and part.use == "back"
    return piece.face_colour if part.use in _FACES or is_open else None


def _surface(part: Part, tables: Tables) -> tuple[Plate, float] | None:
    """Return the plate that a part is of and its outer surface in m²; None for what is no metal of the stock."""
    kind, _, rest = part.item.partition("/")
    name, _, size = rest.partition("/")
    if kind == "plate":
        plate = tables.stock.find_plate(name)
        return (plate, part.quantity) if plate is not None and part.unit is Unit.M2 else None
    if kind == "tube":
        tube = tables.stock.find_tube(name)
        plate = tables.stock.find_plate(tube.material) if tube is not None else None
        if tube is None or plate is None:
            return None
        return plate, 2 * (tube.width_mm + tube.height_mm) / 1000 * part.quantity
    plate = tables.stock.find_plate(name) if kind == "rod" else None
    return (plate, pi * float(size) / 1000 * part.quantity) if plate is not None else None


def _is_bare(colour: Colour, plate: Plate, tables: Tables) -> bool:
    """Whether a part needs no paint: its material comes in its colour, or this is the bare metal's own."""
    if plate.bare_colour is None:
        return True
    channels = [[int(one[at : at + 2], 16) for at in (1, 3, 5)] for one in (colour, plate.bare_colour)]
    rule = tables.making.paint
    return all(-rule.bare_darker <= a - b <= rule.bare_lighter for a, b in zip(*channels, strict=True))


def _line(colour: Colour, area_m2: float, tables: Tables) -> Part:
    rule = tables.making.paint
    return Part(
        piece="",
        group=Group.WORK,
        use="work_paint",
        item="work/paint",
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        unit=Unit.M2,
        quantity=area_m2,
        bought=area_m2,
        mass_kg=0.0,
        remark=Remark(code="fabrication.paint_colour", params=(("colour", colour),), needs_action=False),
    )
