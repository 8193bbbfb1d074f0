"""The material and colour schedule (材料色彩表): a row for each distinct part, with all its colours by chip and value.

What a part is built of, sheet by sheet with the thickness of each, is the parts list's own answer (`fabrication`); how
deep the finished body is stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.fabrication import Tables, build_up, part_numbers, span_of
from signage.geometry import Path, Point, Rect
from signage.locale import Lang, either, spoken, text
from signage.scene.nodes import Node
from signage.scene.shapes import solid
from signage.scene.sheet_paper import LEAST_TEXT, QUIET, THIN, Cell, even, frame, heading, lines_for, table, written
from signage.typography import FontCatalogue, is_cjk

ROW, HEAD, TITLE = 6.0, 6.0, 7.5
_PITCH, _LATIN_PITCH = 1.5, 1.4  # from line to line of a row, in heights of its words
_PAD = 1.0  # from the words to the sides of their cell
_SHARES = (0.18, 0.26, 0.1, 0.1, 0.18, 0.18)
_SHARES_LATIN = (0.15, 0.265, 0.12, 0.14, 0.1625, 0.1625)
_CHIP, _CHIP_AIR = 3.0, 0.8  # width of a chip of colour, and what is beside it
_COLOURS_AT_MOST = 12  # of one part; the rest is counted
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
        faces = tuple(dict.fromkeys(shape.colour for shape in first.art))
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


def materials_height(fonts: FontCatalogue, layout: SignLayout, width: float, words_mm: float = LEAST_TEXT) -> float:
    """Return what the schedule takes with all its rows at a width, paper mm."""
    return TITLE + HEAD + sum(_heights(fonts, parts_of(layout), width, words_mm)) + 1.5


def _heights(fonts: FontCatalogue, parts: tuple[Part, ...], width: float, words_mm: float) -> list[float]:
    """Return each row's height: of as many lines as its sheets or colours take in their column."""

    def tall(words: str, share: float) -> float:
        lines = lines_for(fonts, words, even(words, words_mm), share * width - 2.0 * _PAD)
        return (_PITCH if any(map(is_cjk, words)) else _LATIN_PITCH) * words_mm * len(lines) + 0.9

    found = []
    for part in parts:
        columns = (_named(part), "\n".join(part.made_of), part.depth)
        worded = [tall(words, share) for words, share in zip(columns, _shares(), strict=False)]
        coloured = max(len(_shown(part.faces)), len(_shown(part.sides))) * _pitch(words_mm) + 0.9
        found.append(max(ROW, coloured, *worded))
    return found


def _shares() -> tuple[float, ...]:
    """Return the columns' shares of the width: words in Latin letters are longer."""
    return _SHARES if spoken() is Lang.ZH else _SHARES_LATIN


def _pitch(words_mm: float) -> float:
    """Return the distance of two colours of one part."""
    return max(_CHIP + 0.6, words_mm * 1.4)


def _shown(colours: tuple[str, ...]) -> tuple[str, ...]:
    """Return the colours that are listed, and a word on those that are too many."""
    if len(colours) <= _COLOURS_AT_MOST:
        return colours
    rest = text("sheet.more_colours", count=len(colours) - _COLOURS_AT_MOST + 1)
    return (*colours[: _COLOURS_AT_MOST - 1], rest)


def _named(part: Part) -> str:
    return part.name + (f" ×{part.count}" if part.count > 1 else "") + (f"\n{part.numbers}" if part.numbers else "")


def material_table(
    fonts: FontCatalogue, layout: SignLayout, area: Rect, words_mm: float = LEAST_TEXT
) -> tuple[Node, ...]:
    """Return the schedule; rows become lower, not fewer, when there are many."""
    nodes = list(heading(fonts, "material_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    parts = parts_of(layout)
    heights = _heights(fonts, parts, area.width, words_mm)
    share = min(1.0, (area.height - TITLE - HEAD - 0.5) / max(ROW, sum(heights)))
    heights = [tall * share for tall in heights]
    widths = tuple(share * area.width for share in _shares())
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.material_{key}") for key in ("part", "material", "depth", "finish", "face", "side"))
    ]
    for part in parts:
        named = _lines(words_mm, _named(part))
        made = _lines(words_mm, *part.made_of)
        rows.append((named, made, part.depth, part.finish, _without(part.faces), _without(part.sides)))
    top = Point(area.x0, area.y1 - TITLE)
    drawn, _ = table(fonts, top, widths, rows, row_mm=heights, head_mm=HEAD, text_mm=words_mm)
    nodes += drawn
    y = area.y1 - TITLE - HEAD
    starts = (area.x0 + sum(widths[:4]), area.x0 + sum(widths[:5]))
    for part, tall in zip(parts, heights, strict=True):
        for x, wide, colours in zip(starts, widths[4:], (part.faces, part.sides), strict=True):
            nodes += _colours(fonts, _shown(colours), Rect(x, y - tall, x + wide, y), words_mm)
        y -= tall
    return tuple(nodes)


def _lines(words_mm: float, *words: str) -> Cell:
    return Cell(text="\n".join(words), box=_NOWHERE, text_mm=words_mm, pad_mm=_PAD)


def _without(colours: tuple[str, ...]) -> str:
    """Return the words of a cell that has no colours; those of the others are written beside their chips."""
    return "" if colours else "—"


def _colours(fonts: FontCatalogue, colours: tuple[str, ...], box: Rect, words_mm: float) -> Iterator[Node]:
    """Yield each colour as a chip with its value, one under the other."""
    pitch = min(_pitch(words_mm), (box.height - 0.4) / max(1, len(colours)))
    top = box.centre.y + pitch * len(colours) / 2
    for index, colour in enumerate(colours):
        line = Rect(box.x0, top - pitch * (index + 1), box.x1, top - pitch * index)
        indent = 0.0
        if colour.startswith("#"):
            tall = min(_CHIP, pitch - 0.5)
            chip = Rect.sized(line.x0 + _CHIP_AIR, line.centre.y - tall / 2, _CHIP, tall)
            yield solid(Path.rect(chip), colour, layer="material")
            yield frame(chip, THIN, QUIET, "material")
            indent = _CHIP + _CHIP_AIR
        yield from written(
            fonts, Cell(text=colour, box=line, text_mm=words_mm, pad_mm=_CHIP_AIR, indent_mm=indent, least_mm=2.0)
        )
