"""The enlarged build-up (构造节点): wall, body, letters and edges in their order, with every thickness.

What a section at 1:25 cannot show, a lip of five millimetres or a letter's stand-off, is read here. Heights are not to
scale; depths are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from signage.design import SUPPORTS, Form, LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.fabrication import build_up
from signage.geometry import Path, Point, Rect
from signage.locale import Lang, either, spoken, text
from signage.scene.carving import drawn_depths
from signage.scene.dimensions import Stop, number_boxes
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Dimension, Node, Stroke
from signage.scene.shapes import ellipse, line, solid
from signage.scene.sheet_face import gate_legs
from signage.scene.sheet_outlines import BODY_TINT, LETTER_TINT, SUPPORT_TINT, hatched
from signage.scene.sheet_paper import INK, QUIET, THIN, even, lines_for, rule
from signage.scene.sheet_rows import FIRST, Row, stacked
from signage.typography import FontCatalogue

SCALES = (2, 4, 5, 10, 15, 20, 25)
_LEAST_MM = 5.0  # of thickness that is worth a detail
_FROM_WALL = (Form.PARALLEL, Form.TEMPORARY)
_CLEAR = 3.0  # of a row of dimensions from the border of its cell
_WORDS, _PITCH, _GAP = 2.1, 3.1, 3.0  # of the names: their height, from line to line, more between two names; paper mm
_LEAST_ROOM = 12.0
_WIDE, _TALL = 34.0, 46.0  # most of the detail's own size beside an elevation, paper mm
_WIDE_BESIDE_LATIN = 24.0  # names in Latin letters are longer
_LARGE, _LARGE_SHARE = 125.0, 0.42  # a cell wider than this gives the detail a share of its width
_PLUS = " + "  # between the sheets of one part
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
    narrow = _WIDE if spoken() is Lang.ZH else _WIDE_BESIDE_LATIN
    room = min(area.width - 36.0, _LARGE_SHARE * area.width if area.width > _LARGE else narrow)
    return float(next((n for n in SCALES if (high - low) / n <= room), SCALES[-1]))


def node(fonts: FontCatalogue, layout: SignLayout, area: Rect) -> tuple[Node, ...]:
    """Return the detail in its area; nothing when it has no scale."""
    scale = node_scale(layout, area)
    if scale is None:
        return ()
    low, high = _ends(layout)
    layers = _layers(layout)
    wall = 6.0 if _is_on_wall(layout) else 0.0
    places = sorted({low, high, *(z for layer in layers for z in (layer.low_mm, layer.high_mm))})
    x0 = area.x0 + 5.0 + wall
    # a number that stands outside its marks is longer than the detail: it must not reach the cell's border
    x0 += _shift(_depths(fonts, places, low, scale, Point(x0, 0.0)), area.x0)
    tall = min(area.height - 28.0, _LARGE_SHARE * area.width if area.width > _LARGE else _TALL)
    y0 = area.y0 + 9.5 + (area.height - 28.0 - tall) / 2
    nodes: list[Node] = []
    if wall:
        cut = Rect(x0 - wall, y0 - 2.0, x0, y0 + tall + 2.0)
        nodes += [*hatched(cut), rule(x0, cut.y0, x0, cut.y1, 0.5)]
    boxes = []
    for layer in layers:
        start, end = _REACH.get(layer.role, (0.0, 1.0))
        box = Rect(
            x0 + (layer.low_mm - low) / scale, y0 + start * tall, x0 + (layer.high_mm - low) / scale, y0 + end * tall
        )
        boxes.append(box)
        nodes += _drawn(layer, box)
    top = y0 + tall
    nodes += _depths(fonts, places, low, scale, Point(x0, top))
    nodes += _names(fonts, layers, boxes, Rect(x0 + (high - low) / scale, y0, area.x1 - 2.0, top))
    return tuple(nodes)


def _depths(fonts: FontCatalogue, places: list[float], low: float, scale: float, at: Point) -> tuple[Dimension, ...]:
    """Return the row of every depth and the row of the whole over the detail; `at` is its upper left corner."""
    stops = tuple(Stop(at=at.x + (z - low) / scale, edge=at.y, model_mm=z) for z in places)
    rows = [Row(stops=stops, subject="build-up"), Row(stops=(stops[0], stops[-1]), subject="build-up")]
    return stacked(fonts, rows, at.y + FIRST - 2.0, outward=1.0, zero_mm=low)


def _shift(made: Iterable[Dimension], left: float) -> float:
    """Return how far the detail must move to the right for its rows' lines and numbers to stay clear of the cell."""
    boxes = number_boxes(made)
    reach = min((box.x0 for box in boxes), default=left)
    return max(0.0, left + _CLEAR - reach)


def _is_on_wall(layout: SignLayout) -> bool:
    return Form(layout.form) in _FROM_WALL


def _ends(layout: SignLayout) -> tuple[float, float]:
    bodies = [p for p in layout.faced_pieces if p.role not in SUPPORTS or p.role is PieceRole.TRUSS]
    low = min(drawn_depths(p, layout)[0] for p in bodies)
    return (0.0 if _is_on_wall(layout) else low), max(drawn_depths(p, layout)[1] for p in bodies)


def _layers(layout: SignLayout) -> list[_Layer]:
    """Return each depth of each role once, back to front; a strap is left to the drawing of the whole."""
    found: dict[tuple[PieceRole, float, float, str], _Layer] = {}
    has_lines = len({_depth(piece) for piece in layout.letters}) > 1
    for piece in layout.faced_pieces:
        role = PieceRole.LETTER if piece.role is PieceRole.LOGO else piece.role
        is_held = role in SUPPORTS and role is not PieceRole.TRUSS
        if is_held or role is PieceRole.DIVIDER or piece.z_front_mm - piece.z_back_mm < 0.5:
            continue
        low, high = drawn_depths(piece, layout)
        key = (role, low, high, piece.material)
        if key not in found:
            found[key] = _Layer(
                role=role,
                low_mm=low,
                high_mm=high,
                words=_words_of(piece, role, layout, has_lines=has_lines),
                is_lit=_has_lamps(piece),
            )
    return list(found.values())


def _depth(piece: Piece) -> float:
    return round(piece.z_front_mm - piece.z_back_mm, 1)


def _words_of(piece: Piece, role: PieceRole, layout: SignLayout, *, has_lines: bool) -> str:
    """Return what a part is and what it is built of, each sheet with its thickness, as in the parts list.

    Letters are told apart by their line where lines are not equally deep (`has_lines`).
    """
    material = material_of(piece.material)
    made = [sheet.words(has_use=False) for sheet in build_up(piece, layout) if sheet.use != "print"]
    is_carved = piece.construction is LetterConstruction.CARVED
    what = text("sheet.carved", depth=f"{piece.z_front_mm - piece.z_back_mm:g}") if is_carved else ""
    name = what or text(f"sign.role_{role.value}")
    if has_lines and piece.role is PieceRole.LETTER and piece.line is not None:
        name = text("sheet.letters_of_line", line=piece.line + 1)
    return f"{name}　{_PLUS.join(made) or either(material.name_zh, material.name_en)}"


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
    x = free.x0 + 6.0
    room = max(_LEAST_ROOM, free.x1 - x)
    order = sorted(range(len(layers)), key=lambda i: -boxes[i].centre.y - 0.01 * boxes[i].x1)
    named = [(index, _broken(fonts, layers[index].words, room)) for index in order]
    tall = sum(len(lines) for _, lines in named) * _PITCH
    gap = min(_GAP, max(0.0, free.height - tall) / max(1, len(named) - 1))
    y = free.centre.y + (tall + gap * (len(named) - 1)) / 2 - _PITCH / 2
    for index, lines in named:
        box = boxes[index]
        foot = min(max(y, box.y0 + 0.8), box.y1 - 0.8)
        yield line(((x - 0.8, y), (x - 2.4, y), (box.x1 - min(0.6, box.width / 2), foot)), QUIET, THIN, layer="sign")
        for words in lines:
            size = even(words, _WORDS)
            yield label(fonts, words, Point(x, y - size / 2), size, colour=INK, weight=400)
            y -= _PITCH
        y -= gap


def _broken(fonts: FontCatalogue, words: str, room: float) -> list[str]:
    """Return a name in lines of the room, broken between its sheets, and within one where that must be."""
    lines: list[str] = []
    for part in words.split(_PLUS):
        joined = f"{lines[-1]}{_PLUS}{part}" if lines else part
        if lines and text_width(fonts, joined, even(joined, _WORDS), 400) <= room:
            lines[-1] = joined
        else:
            lines.append(part if not lines else f"{_PLUS.lstrip()}{part}")
    whole = [row for words in lines for row in lines_for(fonts, words, even(words, _WORDS), room)]
    return [shortened(fonts, words, even(words, _WORDS), room, 400) for words in whole]
