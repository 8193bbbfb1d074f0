"""The letter schedule (字形尺寸表): number, size, edge and area of each letter, as the workshop's papers list them."""

from __future__ import annotations

from signage.design import Piece, SignLayout
from signage.fabrication import measured, part_numbers, span_of
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.nodes import Node
from signage.scene.sheet_paper import LEAST_TEXT, ROOMY_TEXT, heading, table
from signage.typography import FontCatalogue

_TITLE, _HEAD, _AIR = 7.5, 6.0, 2.0
_ROW, _LEAST_ROW = 6.0, 4.4
_SHARES = (0.14, 0.31, 0.255, 0.135, 0.16)
_THREE_FIGURES = 0.1  # m²; what is smaller has four decimals


def letter_table(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the schedule at the top of its area: a row a letter, or a line where the letters are too many for it."""
    room = area.height - _TITLE - _HEAD - _AIR
    single = [(piece,) for piece in layout.letters]
    groups = single if len(single) * _LEAST_ROW <= room else _lines(layout)
    if not groups:
        return ()
    rows = [
        tuple(text(f"sheet.part_{key}") for key in ("number", "part", "size", "edge", "area")),
        *(_row(layout, group) for group in groups),
    ]
    widths = tuple(share * area.width for share in _SHARES)
    tall = min(_ROW, room / len(groups))
    drawn, _ = table(
        fonts,
        Point(area.x0, area.y1 - _TITLE),
        widths,
        rows,
        row_mm=tall,
        head_mm=_HEAD,
        text_mm=min(ROOMY_TEXT, max(LEAST_TEXT, tall * 0.55)),
    )
    return (*heading(fonts, "letter_table", Point(area.x0 + 1.5, area.y1 - 5.0)), *drawn)


def _lines(layout: SignLayout) -> list[tuple[Piece, ...]]:
    found: dict[int | None, list[Piece]] = {}
    for piece in layout.letters:
        found.setdefault(piece.line, []).append(piece)
    return [tuple(pieces) for pieces in found.values()]


def _row(layout: SignLayout, group: tuple[Piece, ...]) -> tuple[str, ...]:
    numbers = part_numbers(layout.pieces)
    sizes = [size for piece in group if (size := measured(piece)) is not None]
    whole = Rect.joined([size.box for size in sizes])
    area = sum(size.area_m2 for size in sizes)
    name = f"{text('sign.role_letter')} {group[0].text}"
    if len(group) > 1:
        name = text("workshop.letters_together", line=(group[0].line or 0) + 1, count=len(group))
    return (
        span_of(numbers[piece.id] for piece in group),
        name,
        f"{whole.width:.1f}×{whole.height:.1f}",
        f"{sum(size.edge_m for size in sizes):.2f}",
        f"{area:.3f}" if area >= _THREE_FIGURES else f"{area:.4f}",
    )
