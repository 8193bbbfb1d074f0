"""The workshop drawing (加工图): every piece at 1:1 in millimetres, on a layer of its role and material."""

from __future__ import annotations

from collections.abc import Iterator

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.digest import digest_of
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, DimensionStyle, Stop, chain, number_boxes
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Dimension, Group, Node, Scene, Stroke
from signage.scene.shapes import ellipse, line
from signage.scene.sheet_paper import LATIN_SHARE
from signage.typography import FontCatalogue, is_cjk

PLOT_SCALE = 20.0  # sizes of words and ticks are chosen for a plot at 1:20
_FIXING_EDGE_MM = 60.0  # from a panel's edge to its outermost fixing points
_FIXING_PITCH_MM = 900.0  # between fixing points at most
_FIXING_RADIUS_MM = 6.0

# Middling tones, at least 3:1 on white paper and on a black screen alike.
_COLOURS = {
    PieceRole.PANEL: "#2A7AB8",
    PieceRole.BOX: "#2A7AB8",
    PieceRole.LETTER: "#D32F2F",
    PieceRole.RAIL: "#2E8B3D",
    PieceRole.FRAME: "#9C4DCC",
    PieceRole.BRACKET: "#A0673C",
}
_FIXING, _CENTRE, _RETURN = "#D9500B", "#848484", "#8A8F98"


def compose_workshop(layout: SignLayout, fonts: FontCatalogue) -> Scene:
    """Return the sign's pieces at 1:1 with part numbers, real dimensions, fixing points and the part list.

    Layers: `<role>-<material>` for outlines, `returns` for the letters' back edges, `fixings`, `centre`, `dimension`,
    `text`.

    Raises:
        GlyphMissing: The default typeface lacks a character of the part list.
    """
    style = SHEET_STYLE.scaled(PLOT_SCALE)
    nodes: list[Node] = [_piece(piece, fonts) for piece in layout.pieces]
    nodes += [*_fixings(layout), *_centre_lines(layout)]
    dimensions = tuple(_dimensions(layout, fonts, style))
    nodes.append(Group(id="dimensions", children=dimensions, layer="dimension"))
    below = min(0.0, *(box.y0 for box in number_boxes(dimensions))) if dimensions else 0.0
    below -= style.step_mm
    table = _part_list(layout, fonts, Point(0.0, below - 100.0))
    nodes += [*table, *_title(layout, fonts, style)]
    right = max(layout.envelope.x1, _LIST_WIDTH)
    foot = below - 100.0 - _ROW_MM * (len(_rows(layout)) + 1)
    margin = style.first_mm + style.step_mm * 3
    bounds = Rect(
        -margin, foot - 200.0, right + margin, layout.envelope.y1 + style.first_mm + style.step_mm * 3 + 420.0
    )
    return Scene(
        id="workshop",
        title=text("sheet.workshop_title", name=layout.spec.name),
        bounds=bounds,
        nodes=tuple(nodes),
        model_digest=digest_of(layout, "signage.workshop/1"),
    )


def layer_of(piece: Piece) -> str:
    """Return the layer of a piece: its role and material."""
    return f"{piece.role.value}-{piece.material}"


def _piece(piece: Piece, fonts: FontCatalogue) -> Group:
    colour = _COLOURS[piece.role]
    layer = layer_of(piece)
    children: list[Node] = [
        Stroke(path=piece.outline, colour=colour, width_mm=5.0, layer=layer, subject=piece.id),
    ]
    box = piece.outline.bounds()
    if piece.role is PieceRole.LETTER and box is not None:
        if piece.construction not in (LetterConstruction.FLAT, LetterConstruction.PRINTED):
            # The return is bent along the face's edge; its own layer lets the workshop take its length from it.
            children.append(Stroke(path=piece.outline, colour=_RETURN, width_mm=2.5, layer="returns", subject=piece.id))
        at = Point(box.centre.x, box.y0 - 40.0)
        number = _number_of(piece)
        children.append(label(fonts, number, at, 26.0, Anchor.MIDDLE, layer="text", subject=piece.id))
    return Group(id=piece.id, children=tuple(children), title=piece.text or piece.id, layer=layer, subject=piece.id)


def _number_of(piece: Piece) -> str:
    digits = "".join(c for c in piece.id if c.isdigit() or c == "-").strip("-")
    return f"L{digits}" if digits else piece.id


def _fixings(layout: SignLayout) -> Iterator[Node]:
    base = layout.panel
    box = base.outline.bounds() if base is not None else None
    if box is None or box.width < _FIXING_EDGE_MM * 3 or box.height < _FIXING_EDGE_MM * 3:
        return
    inside = box.grown(-_FIXING_EDGE_MM)
    count = max(2, int(inside.width // _FIXING_PITCH_MM) + 2)
    for index in range(count):
        x = inside.x0 + inside.width * index / (count - 1)
        for y in (inside.y0, inside.y1):
            ring = ellipse(x, y, _FIXING_RADIUS_MM)
            cross = [line(((x - 14, y), (x + 14, y)), _FIXING, 2.5), line(((x, y - 14), (x, y + 14)), _FIXING, 2.5)]
            yield Group(
                id=f"fixing-{index + 1}-{'low' if y == inside.y0 else 'high'}",
                children=(Stroke(path=ring, colour=_FIXING, width_mm=2.5, layer="fixings"), *cross),
                layer="fixings",
            )


def _centre_lines(layout: SignLayout) -> Iterator[Node]:
    box = layout.envelope
    for text_line in layout.lines:
        y = text_line.baseline_mm
        yield line(((box.x0 - 60, y), (box.x1 + 60, y)), _CENTRE, 2.5, dash=(60.0, 12.0, 8.0, 12.0), layer="centre")
    x = box.centre.x
    yield line(((x, box.y0 - 60), (x, box.y1 + 60)), _CENTRE, 2.5, dash=(60.0, 12.0, 8.0, 12.0), layer="centre")


def _dimensions(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    box = layout.envelope
    letters = [b for piece in layout.letters if (b := piece.outline.bounds()) is not None]
    top = box.y1 + style.first_mm
    across: list[Stop] = [_stop(box.x0, box.y1), _stop(box.x1, box.y1)]
    if layout.lines:
        first = [b for b in letters if b.overlaps(layout.lines[0].ink)] or letters
        across += [_stop(x, b.y1) for b in first for x in (b.x0, b.x1)]
    inner = chain(fonts, across, top, style=style, subject="letters")
    yield from inner
    yield from chain(
        fonts,
        [_stop(box.x0, box.y1), _stop(box.x1, box.y1)],
        top + style.step_mm * 1.6,
        style=style,
        taken=number_boxes(inner),
        subject="sign",
    )
    side = box.x0 - style.first_mm
    up = [_stop(box.y0, box.x0), _stop(box.y1, box.x0)]
    rows = [*up, *(_stop(y, box.x0) for t in layout.lines for y in (t.ink.y0, t.ink.y1))]
    heights = chain(fonts, rows, side, is_vertical=True, style=style, subject="lines")
    yield from heights
    yield from chain(
        fonts,
        up,
        side - style.step_mm * 1.6,
        is_vertical=True,
        style=style,
        taken=number_boxes(heights),
        subject="sign",
    )


def _stop(at: float, edge: float) -> Stop:
    return Stop(at=at, edge=edge, model_mm=at)


_ROW_MM = 76.0
_COLUMNS = (0.0, 260.0, 620.0, 1180.0, 1640.0, 2100.0, 2560.0, 3000.0)
_LIST_WIDTH = 3200.0


def _rows(layout: SignLayout) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if box is None:
            continue
        number = _number_of(piece) if piece.role is PieceRole.LETTER else piece.id
        role = text(f"sign.role_{piece.role.value}") + (f" {piece.text}" if piece.text else "")
        depth = piece.z_front_mm - piece.z_back_mm
        edge = _edge_length(piece.outline)
        rows.append(
            (
                number,
                role,
                material_of(piece.material).name_zh,
                f"{box.width:.1f}×{box.height:.1f}",
                f"{depth:.0f}",
                f"{edge / 1000:.2f}",
                f"{abs(piece.outline.signed_area()) / 1e6:.3f}",
            )
        )
    return rows


def _edge_length(path: Path) -> float:
    total = 0.0
    for contour in path.flattened():
        ends = [*contour[1:], contour[0]]
        total += sum(((q.x - p.x) ** 2 + (q.y - p.y) ** 2) ** 0.5 for p, q in zip(contour, ends, strict=True))
    return total


def _part_list(layout: SignLayout, fonts: FontCatalogue, at: Point) -> Iterator[Node]:
    heads = tuple(text(f"sheet.part_{key}") for key in ("number", "part", "material", "size", "depth", "edge", "area"))
    y = at.y - _ROW_MM
    yield line(((at.x, at.y), (at.x + _LIST_WIDTH, at.y)), "#37474F", 7.0, layer="text")
    for index, row in enumerate((heads, *_rows(layout))):
        for x, shown in zip(_COLUMNS, row, strict=False):
            # Letters without Chinese ones beside them are measured by their capitals, which stand lower.
            tall = 36.0 if any(map(is_cjk, shown)) else 36.0 * LATIN_SHARE
            yield label(fonts, shown, Point(at.x + x + 20.0, y + 22.0), tall, weight=700 if index == 0 else 500)
        yield line(((at.x, y), (at.x + _LIST_WIDTH, y)), "#90A4AE", 3.0 if index else 7.0, layer="text")
        y -= _ROW_MM


def _title(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Node]:
    box, spec = layout.envelope, layout.spec
    y = box.y1 + style.first_mm + style.step_mm * 3 + 180.0
    yield label(fonts, text("sheet.workshop_title", name=spec.name), Point(box.x0, y + 90.0), 100.0, weight=700)
    facts = text(
        "sheet.workshop_facts",
        width=f"{box.width:.0f}",
        height=f"{box.height:.0f}",
        depth=f"{layout.depth_mm:.0f}",
        font=layout.font.family,
    )
    yield label(fonts, facts, Point(box.x0, y), 50.0)
    if any(True for _ in _fixings(layout)):
        yield label(fonts, text("sheet.workshop_fixings"), Point(box.x0, y - 74.0), 40.0, colour=_FIXING)
