"""The material and colour schedule (材料色彩表): a row for each distinct part, with chips of its colours."""

from __future__ import annotations

from dataclasses import dataclass

from signage.design import Piece, PieceRole, SignLayout, material_of
from signage.geometry import Point, Rect
from signage.locale import either, text
from signage.scene.nodes import Node
from signage.scene.shapes import box
from signage.scene.sheet_paper import QUIET, THIN, Cell, frame, heading, table
from signage.typography import FontCatalogue

ROW, HEAD, TITLE = 6.0, 5.5, 7.5
_SHARES = (0.21, 0.26, 0.09, 0.10, 0.17, 0.17)
_CHIPS_AT_MOST = 3
_NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row: what it is, how many, of what, how thick, and its colours."""

    name: str
    count: int
    material: str
    finish: str
    depth: str
    faces: tuple[str, ...]
    sides: tuple[str, ...]


def parts_of(layout: SignLayout) -> tuple[Part, ...]:
    """Return each distinct part once: the same role, material, colours and thickness; both faces' letters count."""
    found: dict[tuple[object, ...], list[Piece]] = {}
    for piece in layout.faced_pieces:
        depth = round(piece.z_front_mm - piece.z_back_mm, 1)
        line = piece.line if piece.role is PieceRole.LETTER and len(layout.lines) > 1 else None
        key = (piece.role, line, piece.material, piece.face_colour, piece.side_colour, depth, piece.trim_mm)
        found.setdefault(key, []).append(piece)
    parts: list[Part] = []
    for pieces in found.values():
        parts += _rows(layout, pieces)
    return tuple(parts)


def _rows(layout: SignLayout, pieces: list[Piece]) -> list[Part]:
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
    rows = [
        Part(
            name=name,
            count=len(pieces),
            material=either(material.name_zh, material.name_en),
            finish=text(f"sheet.finish_{material.finish}"),
            depth=f"{depth:.0f}" if depth >= 1.0 else f"{depth:.1f}",
            faces=faces,
            sides=(first.side_colour,) if depth >= 1.0 else (),
        )
    ]
    if first.trim_mm > 0:
        rows.append(
            Part(
                name=text("sheet.trim", width=f"{first.trim_mm:.0f}"),
                count=1,
                material=either(material.name_zh, material.name_en),
                finish=text(f"sheet.finish_{material.finish}"),
                depth="—",
                faces=(first.side_colour,),
                sides=(),
            )
        )
    return rows


def materials_height(layout: SignLayout) -> float:
    """Return what the schedule takes with all its rows, paper mm."""
    return TITLE + HEAD + ROW * len(parts_of(layout)) + 1.5


def material_table(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the schedule; rows become lower, not fewer, when there are many."""
    nodes = list(heading(fonts, "material_table", Point(area.x0 + 1.5, area.y1 - 5.0)))
    parts = parts_of(layout)
    tall = min(ROW, (area.height - TITLE - HEAD - 0.5) / max(1, len(parts)))
    widths = tuple(share * area.width for share in _SHARES)
    rows: list[tuple[Cell | str, ...]] = [
        tuple(text(f"sheet.material_{key}") for key in ("part", "material", "depth", "finish", "face", "side"))
    ]
    for part in parts:
        name = part.name + (f" ×{part.count}" if part.count > 1 else "")
        rows.append((name, part.material, part.depth, part.finish, _coloured(part.faces), _coloured(part.sides)))
    made, _ = table(fonts, Point(area.x0, area.y1 - TITLE), widths, rows, row_mm=tall, head_mm=HEAD, text_mm=2.2)
    nodes += made
    y = area.y1 - TITLE - HEAD
    starts = (area.x0 + sum(widths[:4]), area.x0 + sum(widths[:5]))
    for part in parts:
        for x, colours in zip(starts, (part.faces, part.sides), strict=True):
            for index, colour in enumerate(colours):
                chip = Rect.sized(x + 0.9 + 3.9 * index, y - tall / 2 - 1.4, 3.2, 2.8)
                nodes += [box(chip, colour, layer="material"), frame(chip, THIN, QUIET, "material")]
        y -= tall
    return tuple(nodes)


def _coloured(colours: tuple[str, ...]) -> Cell:
    if not colours:
        return Cell(text="—", box=_NOWHERE, text_mm=2.2, is_centred=True)
    words = colours[0] if len(colours) == 1 else ""
    return Cell(text=words, box=_NOWHERE, text_mm=2.5, indent_mm=3.6, pad_mm=0.7)
