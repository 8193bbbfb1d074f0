"""The workshop drawing (加工图): every piece at 1:1 in millimetres, on a layer of its role and material.

The sign's model is drawn at true size; words, ticks and tables are sized for the plot scale that brings it onto an A3
sheet, so that a small plate and a long fascia read equally well. What a machine cuts is another file: `cutting`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from signage.design import Piece, PieceRole, SignLayout
from signage.design.spec import Colour
from signage.fabrication import part_numbers, span_of
from signage.geometry import Point, Rect
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, DimensionStyle, Stop, chain, number_boxes
from signage.scene.labels import label, text_width
from signage.scene.nodes import Anchor, Dimension, Group, Node, Scene, Stroke
from signage.scene.shapes import ellipse, line
from signage.scene.workshop_side import side_view
from signage.scene.workshop_tables import header, tables
from signage.typography import FontCatalogue

DECIMALS = 1  # of dimensions: letters are not set to whole millimetres
_PLOT_SCALES = (2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0, 200.0)
_PLOT_ROOM = (230.0, 90.0)  # width and height on paper for the elevation
_FIXING_EDGE_MM = 60.0  # from a panel's edge to its outermost fixing points
_FIXING_PITCH_MM = 900.0  # between fixing points at most
_FIXING_RADIUS_MM = 6.0
_NUMBER_MM = 1.3  # height of part numbers on paper, less where letters stand close
_LEGIBLE = 0.65  # of that height; where it would be less, the letters of a line are numbered together
_WRITTEN = (PieceRole.LOGO, PieceRole.DIVIDER)
_OUTLINE_MM, _FINE_MM = 0.25, 0.13  # line widths on paper

# Middling tones, at least 3:1 on white paper and on a black screen alike.
_COLOURS: dict[str, Colour] = {
    "panel": "#2A7AB8",
    "box": "#2A7AB8",
    "display": "#2A7AB8",
    "fabric": "#2A7AB8",
    "letter": "#D32F2F",
    "logo": "#D32F2F",
    "divider": "#D32F2F",
    "film": "#C2477F",
    "rail": "#2E8B3D",
    "frame": "#9C4DCC",
    "trim": "#9C4DCC",
    "bracket": "#A0673C",
    "rod": "#A0673C",
    "post": "#A0673C",
    "plinth": "#7D7A2C",
    "ballast": "#7D7A2C",
    "balloon": "#2A7AB8",
}
_OTHER, _FIXING, _CENTRE = "#5F7D8C", "#D9500B", "#848484"


def compose_workshop(layout: SignLayout, fonts: FontCatalogue) -> Scene:
    """Return the sign's pieces at 1:1 with part numbers, real dimensions, fixing points, side view and part list.

    Layers: `<role>-<material>` for outlines, `side-view`, `fixings`, `centre`, `dimension`, `text`.

    Raises:
        GlyphMissing: The default typeface lacks a character of the part list.
    """
    scale = plot_scale(layout)
    style = SHEET_STYLE.scaled(scale)
    box = layout.envelope
    fixings = tuple(_fixings(layout, scale))
    nodes: list[Node] = [*_pieces(layout, scale), *fixings, *_centre_lines(layout, scale)]
    nodes += _numbers(layout, fonts, scale)
    measured = tuple(_dimensions(layout, fonts, style))
    # A long row of small numbers may reach beyond the sign; the side view stands clear of it.
    aside = max(box.x1 + 24.0 * scale, *(number.x1 + 8.0 * scale for number in number_boxes(measured)))
    side, side_dimensions = side_view(layout, fonts, Point(aside, 0.0), scale, style, DECIMALS)
    dimensions = (*measured, *side_dimensions)
    nodes += [*side, Group(id="dimensions", children=dimensions, layer="dimension")]
    numbers = number_boxes(dimensions)
    foot = min(0.0, *(number.y0 for number in numbers)) - style.step_mm * 1.6
    listed, below = tables(layout, fonts, Point(box.x0, foot), scale, together=_together(layout, fonts, scale))
    top = max(box.y1, *(number.y1 for number in numbers)) + style.step_mm
    heading = header(layout, fonts, Point(box.x0, top), scale, has_fixings=bool(fixings))
    nodes += [*listed, *heading]
    right = max(aside + layout.depth_mm, below.x1, *(number.x1 for number in numbers))
    left = min(box.x0 - style.first_mm - style.step_mm * 4, *(number.x0 for number in numbers))
    margin = 8.0 * scale
    return Scene(
        id="workshop",
        title=text("sheet.workshop_title", name=layout.spec.name),
        bounds=Rect(left - margin, below.y0 - margin, right + margin, top + 24.0 * scale),
        nodes=tuple(nodes),
        model_digest=layout.digest,
    )


def plot_scale(layout: SignLayout) -> float:
    """Return how many model millimetres are one on the plot that words and ticks are sized for."""
    box = layout.envelope
    wanted = max(box.width / _PLOT_ROOM[0], box.height / _PLOT_ROOM[1])
    return next((scale for scale in _PLOT_SCALES if scale >= wanted), _PLOT_SCALES[-1])


def layer_of(piece: Piece) -> str:
    """Return the layer of a piece: its role and material."""
    return f"{piece.role.value}-{piece.material}"


def _pieces(layout: SignLayout, scale: float) -> Iterator[Group]:
    for piece in layout.pieces:
        layer = layer_of(piece)
        outline = Stroke(
            path=piece.outline,
            colour=_COLOURS.get(piece.role.value, _OTHER),
            width_mm=_OUTLINE_MM * scale,
            layer=layer,
            subject=piece.id,
        )
        yield Group(id=piece.id, children=(outline,), title=piece.text or piece.id, layer=layer, subject=piece.id)


def _numbers(layout: SignLayout, fonts: FontCatalogue, scale: float) -> Iterator[Node]:
    """Yield the letters' part numbers under them, and the other pieces' numbers beside the sign with leaders."""
    numbers = part_numbers(layout.pieces)
    for row in _rows(layout):
        tall, is_legible = _number_height(row, numbers, fonts, scale)
        if not is_legible:
            words = span_of(numbers[piece.id] for piece, _ in row)
            whole, tall = Rect.joined(box for _, box in row), _NUMBER_MM * scale
            at = Point(whole.x1 + tall, whole.centre.y - tall / 2)
            yield label(fonts, words, at, tall, layer="text", subject=row[0][0].id)
            continue
        for piece, box in row:
            at = Point(box.centre.x, box.y0 - tall * 1.6)
            yield label(fonts, numbers[piece.id], at, tall, Anchor.MIDDLE, layer="text", subject=piece.id)
    yield from _written_numbers(layout, fonts, numbers, scale)
    yield from _led_numbers(layout, fonts, numbers, scale)


def _number_height(
    row: list[tuple[Piece, Rect]], numbers: dict[str, str], fonts: FontCatalogue, scale: float
) -> tuple[float, bool]:
    """Return how tall the numbers under a row of letters may be, and whether that can still be read on the plot."""
    tall = _NUMBER_MM * scale
    widest = max(text_width(fonts, numbers[piece.id], tall) for piece, _ in row)
    pitch = min((b.centre.x - a.centre.x for (_, a), (_, b) in itertools.pairwise(row)), default=widest * 2)
    share = min(1.0, 0.85 * max(pitch, tall) / widest)
    return tall * share, share >= _LEGIBLE


def _together(layout: SignLayout, fonts: FontCatalogue, scale: float) -> frozenset[int | None]:
    """Return the lines whose letters stand too close to be numbered apart: small print."""
    numbers = part_numbers(layout.pieces)
    rows = [row for row in _rows(layout) if not _number_height(row, numbers, fonts, scale)[1]]
    return frozenset(row[0][0].line for row in rows)


def _rows(layout: SignLayout) -> list[list[tuple[Piece, Rect]]]:
    rows: dict[int | None, list[tuple[Piece, Rect]]] = {}
    for piece in layout.letters:
        box = piece.outline.bounds()
        if box is not None:
            rows.setdefault(piece.line, []).append((piece, box))
    return [sorted(row, key=lambda pair: pair[1].centre.x) for row in rows.values()]


def _name(piece: Piece, numbers: dict[str, str]) -> str:
    name = text(f"sign.role_{piece.role.value}")
    return text("workshop.number_and_name", number=numbers[piece.id], name=name)


def _written_numbers(layout: SignLayout, fonts: FontCatalogue, numbers: dict[str, str], scale: float) -> Iterator[Node]:
    """Yield the numbers of logo and divider where they are: a leader would run through the letters."""
    tall = _NUMBER_MM * scale
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if box is None or piece.role not in _WRITTEN:
            continue
        words = _name(piece, numbers)
        if piece.role is PieceRole.LOGO:
            at, anchor = Point(box.centre.x, box.y0 - tall * 1.6), Anchor.MIDDLE
        else:
            at, anchor = Point(box.x1 + tall, box.centre.y - tall / 2), Anchor.START
        yield label(fonts, words, at, tall, anchor, layer="text", subject=piece.id)


def _led_numbers(layout: SignLayout, fonts: FontCatalogue, numbers: dict[str, str], scale: float) -> Iterator[Node]:
    tall = _NUMBER_MM * 1.3 * scale
    x = layout.envelope.x1 + 6.0 * scale
    led = [p for p in layout.pieces if p.role is not PieceRole.LETTER and p.role not in _WRITTEN]
    boxed = ((p, p.outline.bounds()) for p in led)
    others = sorted(((p, b) for p, b in boxed if b is not None), key=lambda pair: -pair[1].y1)
    ceiling = layout.envelope.y1
    for piece, box in others:
        # On the piece's right edge, a little inside, and never on top of the number before it.
        y = min(box.y1 - min(box.height / 2, 3.0 * scale), ceiling)
        ceiling = y - tall * 1.8
        colour = _COLOURS.get(piece.role.value, _OTHER)
        start = (box.x1 - min(box.width / 2, 0.5 * scale), box.y1 - min(box.height / 2, 3.0 * scale))
        yield line((start, (x - 0.8 * scale, y)), colour, _FINE_MM * scale, layer="text")
        yield label(fonts, _name(piece, numbers), Point(x, y - tall / 2), tall, layer="text", subject=piece.id)


def _fixings(layout: SignLayout, scale: float) -> Iterator[Node]:
    base = layout.panel
    box = base.outline.bounds() if base is not None else None
    if box is None or box.width < _FIXING_EDGE_MM * 3 or box.height < _FIXING_EDGE_MM * 3:
        return
    inside = box.grown(-_FIXING_EDGE_MM)
    count = max(2, int(inside.width // _FIXING_PITCH_MM) + 2)
    width = _FINE_MM * scale
    for index in range(count):
        x = inside.x0 + inside.width * index / (count - 1)
        for y in (inside.y0, inside.y1):
            ring = ellipse(x, y, _FIXING_RADIUS_MM)
            cross = [line(((x - 14, y), (x + 14, y)), _FIXING, width), line(((x, y - 14), (x, y + 14)), _FIXING, width)]
            yield Group(
                id=f"fixing-{index + 1}-{'low' if y == inside.y0 else 'high'}",
                children=(Stroke(path=ring, colour=_FIXING, width_mm=width, layer="fixings"), *cross),
                layer="fixings",
            )


def _centre_lines(layout: SignLayout, scale: float) -> Iterator[Node]:
    box, over = layout.envelope, 3.0 * scale
    dash = (3.0 * scale, 0.6 * scale, 0.4 * scale, 0.6 * scale)
    ends = [((box.x0 - over, t.baseline_mm), (box.x1 + over, t.baseline_mm)) for t in layout.lines]
    ends.append(((box.centre.x, box.y0 - over), (box.centre.x, box.y1 + over)))
    for pair in ends:
        yield line(pair, _CENTRE, _FINE_MM * scale, dash=dash, layer="centre")


def _dimensions(layout: SignLayout, fonts: FontCatalogue, style: DimensionStyle) -> Iterator[Dimension]:
    box = layout.envelope
    letters = [b for piece in layout.letters if (b := piece.outline.bounds()) is not None]
    top = box.y1 + style.first_mm
    across: list[Stop] = [_stop(box.x0, box.y1), _stop(box.x1, box.y1)]
    if layout.lines:
        first = [b for b in letters if b.overlaps(layout.lines[0].ink)] or letters
        across += [_stop(x, b.y1) for b in first for x in (b.x0, b.x1)]
    logos = [b for p in layout.pieces if p.role is PieceRole.LOGO and (b := p.outline.bounds()) is not None]
    across += [_stop(x, b.y1) for b in logos for x in (b.x0, b.x1)]
    inner = chain(fonts, across, top, style=style, subject="letters", decimals=DECIMALS)
    yield from inner
    ends = [_stop(box.x0, box.y1), _stop(box.x1, box.y1)]
    above = max((number.y1 for number in number_boxes(inner)), default=top)
    outer = max(top + style.step_mm, above + style.step_mm / 2)
    yield from chain(fonts, ends, outer, style=style, subject="sign", decimals=DECIMALS)
    side = box.x0 - style.first_mm
    up = [_stop(box.y0, box.x0), _stop(box.y1, box.x0)]
    rows = [*up, *(_stop(y, box.x0) for t in layout.lines for y in (t.ink.y0, t.ink.y1))]
    heights = chain(fonts, rows, side, is_vertical=True, style=style, subject="lines", decimals=DECIMALS)
    yield from heights
    beyond = min((number.x0 for number in number_boxes(heights)), default=side)
    if logos:
        side = min(side - style.step_mm, beyond - style.step_mm / 2)
        rows = [*up, *(_stop(y, box.x0) for b in logos for y in (b.y0, b.y1))]
        of_logo = chain(fonts, rows, side, is_vertical=True, style=style, subject="logo", decimals=DECIMALS)
        yield from of_logo
        beyond = min((number.x0 for number in number_boxes(of_logo)), default=side)
    outer = min(side - style.step_mm, beyond - style.step_mm / 2)
    yield from chain(fonts, up, outer, is_vertical=True, style=style, subject="sign", decimals=DECIMALS)


def _stop(at: float, edge: float) -> Stop:
    return Stop(at=at, edge=edge, model_mm=at)
