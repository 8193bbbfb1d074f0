"""A letter in a construction node: face, returns, back, trim, light sources and what holds it, cut through a stroke."""

from __future__ import annotations

from dataclasses import dataclass

from signage.design import LetterConstruction, Piece, PieceRole
from signage.fabrication import MadeOf
from signage.fabrication.making import LightTo
from signage.locale import text
from signage.scene.sheet_node_parts import Known, depths_in_section
from signage.scene.sheet_node_sketch import Depths, Look, Sketch

_LAMP_THICK = 6.0  # of a module; its width is the stock's
_STUD = 6.0  # across; what it is stands in its name
_NUT_ROOM = 10.0  # behind the sheet that a stud goes through


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is behind a letter: the front and the back of what its studs go into; a wall has no back.

    `is_blind` where they end in it, as in a board; through a sheet they have a nut behind it.
    """

    front: float
    back: float | None
    is_blind: bool = False


def name_of(piece: Piece, known: Known) -> str:
    """Return what a letter is called: by its line where there are several."""
    lines = known.layout.lines
    if piece.role is PieceRole.LETTER and len(lines) > 1 and piece.line is not None:
        return text("sheet.letters_of_line", line=piece.line + 1)
    return text(f"sign.role_{piece.role.value}")


def letter(
    sketch: Sketch, piece: Piece, known: Known, levels: tuple[float, float], held: Held, *, is_first: bool
) -> None:
    """Add a stroke of a letter between two levels.

    The first is named part by part; a further one by what differs, with its own depth under it.
    """
    low, high = depths_in_section(piece, known.layout)
    made = known.made_of(piece)
    if piece.construction is LetterConstruction.CARVED:
        _carved(sketch, piece, known, (low, high), levels)
    elif "solid" in made or "sheet" in made:
        _solid(sketch, piece, known, levels, held, is_first=is_first)
    elif "returns" in made:
        _built_up(sketch, piece, known, levels, held, is_first=is_first)
    elif "applied" in made:
        sketch.add(Look.LEAF, high, levels[0], high + sketch.paper(0.3), levels[1])
        sketch.call(f"{name_of(piece, known)}　{_sheet(made['applied'])}", high, sum(levels) / 2)
    if not is_first and high - low >= 0.5 and piece.construction is not LetterConstruction.CARVED:
        sketch.depths.append(Depths(places=(low, high), level=levels[0], is_under=True))


def _sheet(made: MadeOf) -> str:
    return made.words(has_use=False)


def _solid(
    sketch: Sketch, piece: Piece, known: Known, levels: tuple[float, float], held: Held, *, is_first: bool
) -> None:
    low, high = depths_in_section(piece, known.layout)
    made = known.made_of(piece)
    sheet = made.get("solid") or made["sheet"]
    if sheet.thickness_mm is not None and piece.construction is LetterConstruction.PUSH_THROUGH:
        low = high - sheet.thickness_mm
    middle = sum(levels) / 2
    sketch.add(known.look(sheet), low, levels[0], high, levels[1])
    words = f"{name_of(piece, known)}　{_sheet(sheet)}"
    if piece.construction is LetterConstruction.PUSH_THROUGH:
        words = text("node.glued_in", what=words)
        sketch.call(words, high - 1.0, middle)
        return
    if "applied" in made:
        sketch.add(Look.LEAF, high, levels[0], high + sketch.paper(0.3), levels[1])
        words = f"{words} + {_sheet(made['applied'])}"
    is_held = known.stud() and piece.construction is not LetterConstruction.PRINTED
    sketch.call(words, high - min(1.0, (high - low) / 2), middle + (levels[1] - levels[0]) * 0.25)
    if is_held and piece.role is not PieceRole.DIVIDER:
        _stud(sketch, low, min(high - 2.0, low + 0.7 * (high - low)), levels[0] + 0.3 * (levels[1] - levels[0]), held)
        if is_first:
            at = held.front if held.back is None or held.is_blind else held.back
            sketch.call(known.stud(), at - 3.0, levels[0] + 0.3 * (levels[1] - levels[0]))


def _built_up(
    sketch: Sketch, piece: Piece, known: Known, levels: tuple[float, float], held: Held, *, is_first: bool
) -> None:
    low, high = depths_in_section(piece, known.layout)
    made = known.made_of(piece)
    foot, top = levels
    face, returns, back = made.get("face"), made["returns"], made.get("back")
    front_mm = (face.thickness_mm or 0.0) if face is not None else 0.0
    side_mm, back_mm = returns.thickness_mm or 0.8, (back.thickness_mm or 0.0) if back is not None else 0.0
    inner = high - front_mm
    sketch.add(Look.VOID, low, foot, high, top)
    if back is not None:
        sketch.add(known.look(back), low, foot + side_mm, low + back_mm, top - side_mm)
    for side in ((foot, foot + side_mm), (top - side_mm, top)):
        sketch.add(Look.METAL, low, side[0], inner, side[1])
    if face is not None:
        sketch.add(known.look(face), inner, foot, high, top)
    if piece.trim_mm > 0:
        for edge, way in ((foot, 1.0), (top, -1.0)):
            sketch.add(Look.METAL, high, edge - way * side_mm, high + side_mm, edge + way * piece.trim_mm)
            sketch.add(Look.METAL, inner - piece.trim_mm / 2, edge - way * side_mm, high + side_mm, edge)
    stud_at = foot + 0.2 * (top - foot)
    if known.stud():
        _stud(sketch, low, low + back_mm + 6.0, stud_at, held)
    lamp_at = foot + 0.58 * (top - foot)
    named = _lamps(sketch, piece, known, (low + back_mm, inner), lamp_at)
    if not is_first:
        words = text("node.same_build", name=name_of(piece, known), depth=f"{high - low:.0f}")
        sketch.call(words, high - 1.0, sum(levels) / 2)
        return
    prefix = name_of(piece, known)
    if face is not None:
        sketch.call(f"{prefix}　{face.words(has_use=True)}", high - front_mm / 2, foot + 0.86 * (top - foot))
    if piece.trim_mm > 0:
        sketch.call(text("sheet.trim", width=f"{piece.trim_mm:.0f}"), high + side_mm, top)
    at = low + 0.72 * (inner - low)
    sketch.call(f"{returns.words(has_use=True)}", at, top - side_mm / 2)
    if named:
        sketch.call(named[0], named[1], lamp_at)
    if back is not None:
        sketch.call(back.words(has_use=True), low + back_mm / 2, foot + 0.36 * (top - foot))
    if known.stud():
        sketch.call(known.stud(), low + back_mm + 4.0, stud_at)


def _stud(sketch: Sketch, low: float, inside: float, level: float, held: Held) -> None:
    """Add a stud from inside a letter through what is behind it; into a wall it goes as deep as the wall is shown."""
    end = sketch.paper(-8.0) if held.back is None else held.back - _NUT_ROOM
    if held.is_blind and held.back is not None:
        end = held.front - 0.42 * (held.front - held.back)
    sketch.add(Look.BOLT, end, level - _STUD / 2, inside, level + _STUD / 2)
    if held.back is not None and not held.is_blind:
        sketch.add(Look.BOLT, held.back - 5.0, level - _STUD, held.back, level + _STUD)
    if low - held.front > 1.0:  # a stand-off: a nut before the wall too
        sketch.add(Look.BOLT, low - 5.0, level - _STUD, low, level + _STUD)
    sketch.add(Look.BOLT, inside - 4.0, level - _STUD, inside, level + _STUD)


def _lamps(
    sketch: Sketch, piece: Piece, known: Known, inside: tuple[float, float], level: float
) -> tuple[str, float] | None:
    """Add the light sources: to the front on the back, to the back under the face; return the first of them."""
    found: tuple[str, float] | None = None
    back, face = inside
    for one in known.lit(piece):
        half = known.lamp_mm(one) / 2
        if one.light is LightTo.OPEN:
            sketch.add(Look.BOLT, back, level - 5.0, back + 8.0, level + 5.0)
            sketch.add(Look.BULB, back + 8.0, level - half, back + 8.0 + 2 * half, level + half)
            at = back + 8.0 + half
        elif one.light is LightTo.BACK and found is None:
            sketch.add(Look.LAMP, face - _LAMP_THICK, level - half, face, level + half)
            at = face - _LAMP_THICK / 2
        else:
            sketch.add(Look.LAMP, back, level - half, back + _LAMP_THICK, level + half)
            at = back + _LAMP_THICK / 2
        found = found or (known.lamp_words(one), at)
    return found


def _carved(
    sketch: Sketch, piece: Piece, known: Known, depths: tuple[float, float], levels: tuple[float, float]
) -> None:
    """Add what is cut into the board, with the leaf on its ground and sides."""
    low, high = depths
    made = known.made_of(piece)
    sketch.add(Look.VOID, low, levels[0], high + sketch.paper(0.4), levels[1])
    leaf = sketch.paper(0.35)
    sketch.add(Look.LEAF, low, levels[0], low + leaf, levels[1])
    for edge, way in ((levels[0], 1.0), (levels[1], -1.0)):
        sketch.add(Look.LEAF, low, edge, high, edge + way * leaf)
    sheet = made.get("carved")
    words = text("sheet.carved", depth=f"{high - low:.0f}") + (f"　{_sheet(sheet)}" if sheet is not None else "")
    sketch.call(words, low + leaf / 2, sum(levels) / 2)
