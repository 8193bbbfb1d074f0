"""Heading, part list and title block of the workshop drawing; sizes are paper millimetres times the plot scale."""

from __future__ import annotations

from collections.abc import Iterator

from signage.design import Form, LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.design.kind_files import kind_of
from signage.fabrication import build_up, part_numbers, span_of
from signage.geometry import Path, Point, Rect
from signage.locale import either, text
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Node, Stroke
from signage.scene.shapes import line
from signage.scene.sheet_paper import even
from signage.typography import FontCatalogue

_LAYER = "text"
_FIXING = "#D9500B"
_DARK, _LIGHT, _QUIET = "#37474F", "#90A4AE", "#5F6B73"
_ROW, _TEXT = 3.8, 1.8
_COLUMNS = (0.0, 19.0, 46.0, 112.0, 140.0, 152.0, 166.0, 183.0)
_LIST_WIDE = 219.0
_GAP = 10.0
_BLOCK_WIDE, _BLOCK_HEAD, _BLOCK_ROW, _BLOCK_TEXT = 82.0, 15.0, 5.5, 2.0
_FIELDS = 7
BLOCK = (_BLOCK_WIDE, _BLOCK_ROW * (1.7 + _FIELDS + 2))  # width and height of the title block, paper mm
HEADER_MM = 20.0  # from the foot of the heading to its top
_HEADS = ("number", "part", "material", "size", "depth", "edge", "area")
_LOGO_COLOURS = 4
_SIDED_MM = 1.0  # what is less deep shows no sides
MANY = 36  # rows of a part list side by side with the next column of rows


def header(layout: SignLayout, fonts: FontCatalogue, at: Point, scale: float, *, has_fixings: bool) -> tuple[Node, ...]:
    """Return the heading; `at` is the lower left corner of its last line."""
    box, spec = layout.envelope, layout.spec
    deep = layout.thickness_mm if layout.form == Form.PROJECTING else layout.depth_mm
    facts = text("workshop.facts", width=_plain(box.width), height=_plain(box.height), depth=_plain(deep))
    if layout.form == Form.PROJECTING:
        facts += text("workshop.outreach", reach=_plain(layout.depth_mm))
    title = text("sheet.workshop_title", name=spec.name)
    nodes: list[Node] = [
        label(fonts, title, Point(at.x, at.y + 12.5 * scale), 5.0 * scale, weight=700),
        label(fonts, facts, Point(at.x, at.y + 6.5 * scale), 2.5 * scale),
    ]
    if has_fixings:
        words = text("sheet.workshop_fixings")
        nodes.append(label(fonts, words, Point(at.x, at.y + 2.0 * scale), 2.0 * scale, colour=_FIXING))
    return tuple(nodes)


def list_size(count: int) -> tuple[float, float]:
    """Return width and height of a list of so many parts, paper mm."""
    columns = max(1, -(-count // MANY))
    return columns * (_LIST_WIDE + _GAP) - _GAP, _ROW * (1 + min(count, MANY))


def part_list(
    layout: SignLayout, fonts: FontCatalogue, at: Point, scale: float, *, together: frozenset[int | None]
) -> tuple[tuple[Node, ...], Rect]:
    """Return the part list below `at`, and the box around it.

    Args:
        layout: The sign.
        fonts: For the words.
        at: Upper left corner.
        scale: Model millimetres to one on the plot.
        together: Lines whose letters are too small to be numbered apart; each is one row of the list.
    """
    rows = _rows(layout, together)
    parts = [rows[index : index + MANY] for index in range(0, len(rows), MANY)] or [[]]
    nodes: list[Node] = []
    for index, part in enumerate(parts):
        nodes += _part_list(part, fonts, Point(at.x + index * (_LIST_WIDE + _GAP) * scale, at.y), scale)
    wide, tall = list_size(len(rows))
    return tuple(nodes), Rect(at.x, at.y - tall * scale, at.x + wide * scale, at.y)


# --- part list --------------------------------------------------------------------------------------------------------


def _rows(layout: SignLayout, together: frozenset[int | None]) -> list[tuple[str, ...]]:
    numbers, rows = part_numbers(layout.pieces), list[tuple[str, ...]]()
    done: set[int | None] = set()
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if box is None:
            continue
        same: tuple[Piece, ...] = (piece,)
        if piece.role is PieceRole.LETTER and piece.line in together:
            if piece.line in done:
                continue
            done.add(piece.line)
            same = tuple(one for one in layout.letters if one.line == piece.line)
            box = Rect.joined([b for one in same if (b := one.outline.bounds()) is not None])
        rows.append(_row(layout, same, box, span_of(numbers[one.id] for one in same)))
    return rows


def _row(layout: SignLayout, same: tuple[Piece, ...], box: Rect, number: str) -> tuple[str, ...]:
    """Return the row of a piece, or of pieces that are listed together: their box, edges and areas are all of them."""
    piece, material = same[0], material_of(same[0].material)
    components = build_up(piece, layout)
    made = [sheet.words(has_use=False) for sheet in components]
    # Edge and area of a bar's or a rod's outline count nothing that is made; its amount is in the parts list.
    is_sheet = not components or any(sheet.material for sheet in components)
    name = text(f"sign.role_{piece.role.value}") + (f" {piece.text}" if piece.text else "")
    if len(same) > 1:
        name = text("workshop.letters_together", line=(piece.line or 0) + 1, count=len(same))
    return (
        number,
        name,
        " + ".join(made) or either(material.name_zh, material.name_en),
        f"{box.width:.1f}×{box.height:.1f}",
        _depth(piece),
        f"{sum(_edge_length(one.outline) for one in same) / 1000:.2f}" if is_sheet else "—",
        _area(sum(abs(one.outline.signed_area()) for one in same) / 1e6) if is_sheet else "—",
        _colours(piece),
    )


def _depth(piece: Piece) -> str:
    depth = piece.z_front_mm - piece.z_back_mm
    if depth <= 0:
        return "—"  # film
    is_carved = piece.construction is LetterConstruction.CARVED
    return text("sheet.carved_short", depth=_plain(depth)) if is_carved else _plain(depth)


def _area(area_m2: float) -> str:
    """Return an area in m² with three figures at least: a small letter has one too."""
    return f"{area_m2:.3f}" if area_m2 >= 0.1 else f"{area_m2:.4f}" if area_m2 >= 0.01 else f"{area_m2:.5f}"


def _colours(piece: Piece) -> str:
    """Return the colours of front and sides; of a logo those of its front, as many as the column holds."""
    if piece.role is PieceRole.LOGO and (piece.art or piece.picture is not None):
        return " ".join(list(dict.fromkeys(shape.colour for shape in piece.art))[:_LOGO_COLOURS]) or "—"
    has_sides = piece.z_front_mm - piece.z_back_mm >= _SIDED_MM
    return f"{piece.face_colour} / {piece.side_colour}" if has_sides else piece.face_colour


def _plain(value_mm: float) -> str:
    return f"{value_mm:.1f}".removesuffix(".0")


def _edge_length(path: Path) -> float:
    total = 0.0
    for contour in path.flattened():
        ends = [*contour[1:], contour[0]]
        total += sum(((q.x - p.x) ** 2 + (q.y - p.y) ** 2) ** 0.5 for p, q in zip(contour, ends, strict=True))
    return total


def _part_list(rows: list[tuple[str, ...]], fonts: FontCatalogue, at: Point, scale: float) -> Iterator[Node]:
    heads = tuple(text(f"sheet.part_{key}") for key in (*_HEADS, "colours"))
    row_mm, wide = _ROW * scale, _LIST_WIDE * scale
    y = at.y - row_mm
    yield line(((at.x, at.y), (at.x + wide, at.y)), _DARK, 0.35 * scale, layer=_LAYER)
    for index, row in enumerate((heads, *rows)):
        for column, shown in enumerate(row):
            x = at.x + (_COLUMNS[column] + 1.0) * scale
            end = _COLUMNS[column + 1] if column + 1 < len(_COLUMNS) else _LIST_WIDE
            room = (end - _COLUMNS[column] - 2.0) * scale
            yield _cell(
                fonts, shown, Point(x, y + row_mm * 0.28), room, _TEXT * scale, weight=700 if not index else 500
            )
        yield line(((at.x, y), (at.x + wide, y)), _LIGHT, (0.13 if index else 0.35) * scale, layer=_LAYER)
        y -= row_mm


def _cell(
    fonts: FontCatalogue, shown: str, at: Point, room: float, tall: float, *, weight: int = 500, colour: str = "#22262B"
) -> Node:
    # Words without Chinese letters beside them are measured by their capitals, which stand lower.
    tall = even(shown, tall)
    wide = text_width(fonts, shown, tall, weight)
    if wide > room:
        tall *= max(0.75, room / wide)
        shown = shortened(fonts, shown, tall, room, weight)
    return label(fonts, shown, at, tall, weight=weight, colour=colour, layer=_LAYER)


# --- title block ------------------------------------------------------------------------------------------------------


def title_block(layout: SignLayout, fonts: FontCatalogue, box: Rect, scale: float, *, drawing: str = "") -> list[Node]:
    """Return the title block in a box of the size `BLOCK` times the plot scale; `drawing` is what the sheet shows."""
    at = Point(box.x0, box.y1)
    kind = kind_of(layout.spec.kind)
    words = {piece.construction.value: "" for piece in layout.letters if piece.construction is not None}
    made = text("drawing.comma").join(text(f"sign.construction_{value}") for value in words)
    fields = (
        ("drawing", drawing or text("workshop.drawing_value")),
        ("kind", either(kind.title_zh, kind.title_en)),
        ("construction", made),
        ("typeface", text("workshop.typeface_value", family=layout.font.family, weight=layout.font_weight)),
        ("scale", text("workshop.scale_value", plot=f"{scale:g}")),
        ("unit", "mm"),
        ("model", layout.digest[: len("sha256:") + 16] + "…"),
    )
    wide, row = _BLOCK_WIDE * scale, _BLOCK_ROW * scale
    title_tall = row * 1.7
    foot = box.y0
    nodes: list[Node] = [_frame(box, 0.5 * scale)]
    room = wide - 4.0 * scale
    nodes.append(
        _cell(
            fonts, layout.spec.name, Point(at.x + 2.0 * scale, at.y - title_tall * 0.68), room, 3.5 * scale, weight=700
        )
    )
    y = at.y - title_tall
    for key, value in fields:
        nodes.append(line(((at.x, y), (at.x + wide, y)), _LIGHT, 0.13 * scale, layer=_LAYER))
        y -= row
        nodes += _field(fonts, key, value, Rect(at.x, y, at.x + wide, y + row), scale)
    nodes += _signatures(fonts, Rect(at.x, foot, at.x + wide, y), scale)
    return nodes


def _field(fonts: FontCatalogue, key: str, value: str, box: Rect, scale: float) -> Iterator[Node]:
    y, head = box.y0 + box.height * 0.32, _BLOCK_HEAD * scale
    tall = _BLOCK_TEXT * scale
    pad = 1.5 * scale
    yield _cell(fonts, text(f"workshop.{key}"), Point(box.x0 + pad, y), head - pad, tall, colour=_QUIET)
    if value:
        yield _cell(fonts, value, Point(box.x0 + head + pad, y), box.width - head - 2 * pad, tall)


def _signatures(fonts: FontCatalogue, box: Rect, scale: float) -> Iterator[Node]:
    """Yield the fields that people fill in by hand: designer, checker, date."""
    third = box.width / 3
    yield line(((box.x0, box.y1), (box.x1, box.y1)), _DARK, 0.25 * scale, layer=_LAYER)
    for index, key in enumerate(("designer", "checker", "date")):
        x = box.x0 + third * index
        if index:
            yield line(((x, box.y0), (x, box.y1)), _LIGHT, 0.13 * scale, layer=_LAYER)
        at = Point(x + 1.5 * scale, box.y1 - 3.2 * scale)
        yield _cell(fonts, text(f"workshop.{key}"), at, third, _BLOCK_TEXT * scale, colour=_QUIET)


def _frame(box: Rect, width: float) -> Stroke:
    return Stroke(path=Path.rect(box), colour=_DARK, width_mm=width, layer=_LAYER)
