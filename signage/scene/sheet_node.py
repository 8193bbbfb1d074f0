"""The enlarged build-up (构造节点): wall, body, letters and edges in their order, with every thickness.

What a section at 1:25 cannot show, a lip of five millimetres or a letter's stand-off, is read here. Heights are not to
scale; depths are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.design import SUPPORTS, Form, LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.geometry import Path, Point, Rect
from signage.locale import either, text
from signage.scene.dimensions import Stop
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Node, Stroke
from signage.scene.shapes import ellipse, line, solid
from signage.scene.sheet_face import gate_legs
from signage.scene.sheet_outlines import BODY_TINT, LETTER_TINT, SUPPORT_TINT, hatched
from signage.scene.sheet_paper import INK, QUIET, THIN, even, rule
from signage.scene.sheet_rows import FIRST, Row, stacked
from signage.typography import FontCatalogue

SCALES = (2, 4, 5, 10, 15, 20, 25)
_LEAST_MM = 5.0  # of thickness that is worth a detail
_FROM_WALL = (Form.PARALLEL, Form.TEMPORARY)
_WORDS, _SMALLEST = 2.2, 0.75  # paper mm; to which share they may shrink
# From and to, shares of the detail's height, by what a part is.
_REACH = {
    PieceRole.FRAME: (0.0, 0.26),
    PieceRole.RAIL: (0.30, 0.62),
    PieceRole.TRUSS: (0.0, 0.72),
    PieceRole.BACKDROP: (0.30, 1.0),
    PieceRole.LETTER: (0.42, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """One depth of one kind of part."""

    role: PieceRole
    low_mm: float
    high_mm: float
    words: str
    is_lit: bool


def node_scale(layout: SignLayout, area: Rect) -> float | None:
    """Return n of the detail's scale 1:n, None when the sign is too thin or too simple for one."""
    if gate_legs(layout) is not None or layout.balloon is not None or layout.thickness_mm < _LEAST_MM:
        return None
    low, high = _ends(layout)
    room = area.width - 36.0
    return float(next((n for n in SCALES if (high - low) / n <= min(room, 34.0)), SCALES[-1]))


def node(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the detail in its area; nothing when it has no scale."""
    scale = node_scale(layout, area)
    if scale is None:
        return ()
    low, high = _ends(layout)
    wall = 6.0 if _is_on_wall(layout) else 0.0
    x0 = area.x0 + 5.0 + wall
    tall = min(area.height - 28.0, 46.0)
    y0 = area.y0 + 9.5 + (area.height - 28.0 - tall) / 2
    nodes: list[Node] = []
    if wall:
        cut = Rect(x0 - wall, y0 - 2.0, x0, y0 + tall + 2.0)
        nodes += [*hatched(cut), rule(x0, cut.y0, x0, cut.y1, 0.5)]
    layers = _layers(layout)
    boxes = []
    for layer in layers:
        start, end = _REACH.get(layer.role, (0.0, 1.0))
        box = Rect(
            x0 + (layer.low_mm - low) / scale, y0 + start * tall, x0 + (layer.high_mm - low) / scale, y0 + end * tall
        )
        boxes.append(box)
        nodes += _drawn(layer, box)
    top = y0 + tall
    places = sorted({low, high, *(z for layer in layers for z in (layer.low_mm, layer.high_mm))})
    stops = tuple(Stop(at=x0 + (z - low) / scale, edge=top, model_mm=z) for z in places)
    rows = [Row(stops=stops, subject="build-up"), Row(stops=(stops[0], stops[-1]), subject="build-up")]
    nodes += stacked(fonts, rows, top + FIRST - 2.0, outward=1.0, zero_mm=low)
    nodes += _names(fonts, layers, boxes, Rect(x0 + (high - low) / scale, y0, area.x1 - 2.0, top))
    return tuple(nodes)


def _is_on_wall(layout: SignLayout) -> bool:
    return Form(layout.form) in _FROM_WALL


def _ends(layout: SignLayout) -> tuple[float, float]:
    bodies = [p for p in layout.faced_pieces if p.role not in SUPPORTS or p.role is PieceRole.TRUSS]
    low = min(p.z_back_mm for p in bodies)
    return (0.0 if _is_on_wall(layout) else low), max(p.z_front_mm for p in bodies)


def _layers(layout: SignLayout) -> list[_Layer]:
    """Return each depth of each role once, back to front; a strap is left to the drawing of the whole."""
    found: dict[tuple[PieceRole, float, float, str], _Layer] = {}
    for piece in layout.faced_pieces:
        role = PieceRole.LETTER if piece.role is PieceRole.LOGO else piece.role
        is_held = role in SUPPORTS and role is not PieceRole.TRUSS
        if is_held or role is PieceRole.DIVIDER or piece.z_front_mm - piece.z_back_mm < 0.5:
            continue
        key = (role, piece.z_back_mm, piece.z_front_mm, piece.material)
        if key not in found:
            material = material_of(piece.material)
            words = f"{text(f'sign.role_{role.value}')}　{either(material.name_zh, material.name_en)}"
            found[key] = _Layer(
                role=role,
                low_mm=piece.z_back_mm,
                high_mm=piece.z_front_mm,
                words=words,
                is_lit=_has_lamps(piece),
            )
    return list(found.values())


def _has_lamps(piece: Piece) -> bool:
    if piece.construction in (LetterConstruction.PRINTED, LetterConstruction.PIXELS, LetterConstruction.PUSH_THROUGH):
        return False
    return piece.is_face_lit or piece.is_halo_lit


def _drawn(layer: _Layer, box: Rect) -> Iterator[Node]:
    if layer.role is PieceRole.BACKDROP:
        yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.25, dash_mm=(1.6, 0.8), layer="sign")
        return
    tint = (
        LETTER_TINT if layer.role is PieceRole.LETTER else SUPPORT_TINT if layer.role is PieceRole.FRAME else BODY_TINT
    )
    yield solid(Path.rect(box), tint, layer="sign")
    yield Stroke(path=Path.rect(box), colour=INK, width_mm=0.35, layer="sign")
    if layer.is_lit and box.width > 3.0:
        count = 3
        for index in range(count):
            y = box.y0 + box.height * (index + 0.5) / count
            lamp = ellipse(box.x0 + box.width * 0.3, y, 0.7)
            yield solid(lamp, "#FFF3D6", layer="sign")
            yield Stroke(path=lamp, colour=INK, width_mm=THIN, layer="sign")


def _names(fonts: FontCatalogue, layers: list[_Layer], boxes: list[Rect], free: Rect) -> Iterator[Node]:
    """Names at the right with leaders to their parts, from top to foot in the order of the parts' middles."""
    order = sorted(range(len(layers)), key=lambda i: -boxes[i].centre.y - 0.01 * boxes[i].x1)
    pitch = min(6.0, free.height / max(1, len(layers)))
    y = free.centre.y + pitch * (len(layers) - 1) / 2
    x = free.x0 + 6.0
    for index in order:
        box = boxes[index]
        foot = min(max(y, box.y0 + 0.8), box.y1 - 0.8)
        yield line(((x - 0.8, y), (x - 2.4, y), (box.x1 - min(0.6, box.width / 2), foot)), QUIET, THIN, layer="sign")
        room, words = free.x1 - x, layers[index].words
        tall = even(words, _WORDS)
        tall *= min(1.0, max(_SMALLEST, room / max(text_width(fonts, words, tall, 400), 0.1)))
        words = shortened(fonts, words, tall, room, 400)
        yield label(fonts, words, Point(x, y - tall / 2), tall, colour=INK, weight=400)
        y -= pitch
