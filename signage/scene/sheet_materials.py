"""The material and colour schedule (材料色彩表): a row for each distinct part, with chips of its colours.

What a part is built of, sheet by sheet with the thickness of each, is the parts list's own answer (`fabrication`); how
deep the finished body is stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.fabrication import Tables, build_up, part_numbers, span_of
from signage.geometry import Point, Rect
from signage.locale import Lang, either, spoken, text
from signage.scene.nodes import Node
from signage.scene.shapes import box
from signage.scene.sheet_paper import QUIET, THIN, Cell, even, frame, heading, lines_for, table
from signage.typography import FontCatalogue, is_cjk

ROW, HEAD, TITLE = 6.0, 5.5, 7.5
_LINE, _LATIN_LINE = 3.1, 2.75  # of a further line of a row
_WORDS, _PAD = 2.1, 1.0  # height of the words in it, and their distance from its sides
_SHARES = {  # of the columns: depths and finishes are longer words in English
    Lang.ZH: (0.185, 0.315, 0.075, 0.085, 0.17, 0.17),
    Lang.EN: (0.165, 0.285, 0.095, 0.115, 0.17, 0.17),
}
_CHIPS_AT_MOST = 3
_BODY_MM = 1.0  # a part that is less deep is no body: its sheet's thickness says it all
_NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row: what it is, its numbers, how many, of what, how deep, and its colours.

    Attributes:
        numbers: Its part numbers, as in the workshop's papers; empty for what has none of its own.
        made_of: Each sheet with its thickness in mm, front first.
        depth: Of the finished body in mm, a dash where it has none.
    """

    name: str
    numbers: str
    count: int
    made_of: tuple[str, ...]
    finish: str
    depth: str
    faces: tuple[str, ...]
    sides: tuple[str, ...]


def parts_of(layout: SignLayout) -> tuple[Part, ...]:
    """Return each distinct part once: the same role, material, colours and depth; both faces' letters count."""
    found: dict[tuple[object, ...], list[Piece]] = {}
    for piece in layout.faced_pieces:
        depth = round(piece.z_front_mm - piece.z_back_mm, 1)
        line = piece.line if piece.role is PieceRole.LETTER and len(layout.lines) > 1 else None
        key = (piece.role, line, piece.material, piece.face_colour, piece.side_colour, depth, piece.trim_mm)
        found.setdefault(key, []).append(piece)
    numbers = part_numbers(layout.pieces)
    parts: list[Part] = []
    for pieces in found.values():
        listed = span_of(sorted({numbers[p.id] for p in pieces if p.id in numbers}))
        parts += _rows(layout, pieces, listed)
    return tuple(parts)


def _rows(layout: SignLayout, pieces: list[Piece], numbers: str) -> list[Part]:
    first = pieces[0]
    material = material_of(first.material)
    depth = first.z_front_mm - first.z_back_mm
    name = text(f"sign.role_{first.role.value}")
    if first.role is PieceRole.LETTER and len(layout.lines) > 1 and first.line is not None:
        name = text("sheet.letters_of_line", line=first.line + 1)
    faces: tuple[str, ...] = (first.face_colour,)
    if first.role is PieceRole.LOGO and first.art:
        faces = tuple(dict.fromkeys(shape.colour for shape in first.art))[:_CHIPS_AT_MOST]
    elif first.role is PieceRole.LOGO and first.picture is not None:
        faces = ()
    sheets = build_up(first, layout)
    usual = (either(material.name_zh, material.name_en),)
    rows = [
        Part(
            name=name,
            numbers=numbers,
            count=len(pieces),
            made_of=tuple(sheet.words(has_use=len(sheets) > 1) for sheet in sheets) or usual,
            finish=text(f"sheet.finish_{material.finish}"),
            depth=_body(first, depth),
            faces=faces,
            sides=(first.side_colour,) if depth >= _BODY_MM else (),
        )
    ]
    if first.trim_mm > 0:
        rows.append(
            Part(
                name=text("sheet.trim", width=f"{first.trim_mm:.0f}"),
                numbers="",
                count=1,
                made_of=(_edging(),),
                finish="—",
                depth="—",
                faces=(first.side_colour,),
                sides=(),
            )
        )
    return rows


def _edging() -> str:
    """Return what the parts list buys as the edging round a lit face."""
    edging = Tables().stock.edging
    return either(edging.name_zh, edging.name_en)


def _body(piece: Piece, depth: float) -> str:
    if depth < _BODY_MM:
        return "—"
    is_carved = piece.construction is LetterConstruction.CARVED  # cut into the board: it has no body of its own
    return text("sheet.carved_short", depth=f"{depth:.0f}") if is_carved else f"{depth:.0f}"


def materials_height(fonts: FontCatalogue, layout: SignLayout, width: float) -> float:
    """Return what the schedule takes with all its rows at a width, paper mm."""
    return TITLE + HEAD + sum(_heights(fonts, parts_of(layout), width)) + 1.5


def _heights(fonts: FontCatalogue, parts: tuple[Part, ...], width: float) -> list[float]:
    """Return each row's height: of as many lines as its sheets take in their column, broken where they must be."""

    def tall(words: str, share: float) -> float:
        lines = lines_for(fonts, words, even(words, _WORDS), share * width - 2.0 * _PAD)
        return (_LINE if any(map(is_cjk, words)) else _LATIN_LINE) * len(lines) + 0.9

    columns, shares = ((_named(part), "\n".join(part.made_of), part.depth) for part in parts), _SHARES[spoken()]
    return [max(ROW, *(tall(words, share) for words, share in zip(row, shares, strict=False))) for row in columns]


def _named(part: Part) -> str:
    return part.name + (f" ×{part.count}" if part.count > 1 else "") + (f"\n{part.numbers}" if part.numbers else "")


def material_table(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the schedule; rows become lower, not fewer, when there are many."""
    nodes = list(heading(fonts, "material_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    parts = parts_of(layout)
    heights = _heights(fonts, parts, area.width)
    share = min(1.0, (area.height - TITLE - HEAD - 0.5) / max(ROW, sum(heights)))
    heights = [tall * share for tall in heights]
    widths = tuple(share * area.width for share in _SHARES[spoken()])
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.material_{key}") for key in ("part", "material", "depth", "finish", "face", "side"))
    ]
    for part in parts:
        named = _lines(_named(part))
        made = _lines(*part.made_of)
        rows.append((named, made, part.depth, part.finish, _coloured(part.faces), _coloured(part.sides)))
    drawn, _ = table(fonts, Point(area.x0, area.y1 - TITLE), widths, rows, row_mm=heights, head_mm=HEAD, text_mm=2.2)
    nodes += drawn
    y = area.y1 - TITLE - HEAD
    starts = (area.x0 + sum(widths[:4]), area.x0 + sum(widths[:5]))
    for part, tall in zip(parts, heights, strict=True):
        for x, colours in zip(starts, (part.faces, part.sides), strict=True):
            for index, colour in enumerate(colours):
                chip = Rect.sized(x + 0.9 + 3.9 * index, y - tall / 2 - 1.4, 3.2, 2.8)
                nodes += [box(chip, colour, layer="material"), frame(chip, THIN, QUIET, "material")]
        y -= tall
    return tuple(nodes)


def _lines(*words: str) -> Cell:
    return Cell(text="\n".join(words), box=_NOWHERE, text_mm=_WORDS, pad_mm=_PAD)


def _coloured(colours: tuple[str, ...]) -> Cell:
    if not colours:
        return Cell(text="—", box=_NOWHERE, text_mm=2.2, is_centred=True)
    words = colours[0] if len(colours) == 1 else ""
    return Cell(text=words, box=_NOWHERE, text_mm=2.5, indent_mm=3.6, pad_mm=0.7)
