"""The side view of the workshop drawing: what stands how far off the wall, seen from the left, at 1:1."""

from __future__ import annotations

from signage.design import Form, PieceRole, SignLayout
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.carving import drawn_depths
from signage.scene.dimensions import DimensionStyle, Stop, chain, number_boxes
from signage.scene.labels import label
from signage.scene.nodes import Dimension, Node, Stroke
from signage.scene.shapes import ellipse, line
from signage.typography import FontCatalogue

LAYER = "side-view"
_SAME_MM = 0.01
_ON_A_WALL = (Form.PARALLEL, Form.TEMPORARY)  # what is fixed otherwise stands before no wall
_BODY, _WALL = "#5F7D8C", "#848484"


def side_view(
    layout: SignLayout, fonts: FontCatalogue, at: Point, scale: float, style: DimensionStyle, decimals: int
) -> tuple[tuple[Node, ...], tuple[Dimension, ...]]:
    """Return the side view and its dimensions.

    Args:
        layout: The sign.
        fonts: For numbers and words.
        at: Where the wall's surface is at the height of the sign's lower edge; the sign stands to its right.
        scale: Model millimetres to one on the plot.
        style: Of the dimensions.
        decimals: Of the dimensions.
    """
    box = layout.envelope
    bodies = _bodies(layout)
    ball = layout.balloon.z_front_mm if layout.balloon is not None else None
    strokes: list[Node] = [
        Stroke(
            path=_shape(Rect(at.x + z0, at.y + y0, at.x + z1, at.y + y1), ball),
            colour=_BODY,
            width_mm=0.25 * scale,
            layer=LAYER,
        )
        for z0, z1, y0, y1 in bodies
    ]
    if layout.form in _ON_A_WALL and not layout.stands_on_ground:
        strokes += _wall(
            Rect(at.x - 2.0 * scale, at.y + box.y0 - 3.0 * scale, at.x, at.y + box.y1 + 3.0 * scale), scale
        )
    depths = sorted({z for z0, z1, _, _ in bodies for z in (z0, z1)} | ({0.0} if layout.form in _ON_A_WALL else set()))
    top = at.y + max([box.y1, *(y1 for _, _, _, y1 in bodies)])
    stops = [Stop(at=at.x + z, edge=top, model_mm=z) for z in depths]
    inner = chain(fonts, stops, top + style.first_mm, style=style, subject="depths", decimals=decimals)
    dimensions = list(inner)
    above = max((number.y1 for number in number_boxes(inner)), default=top + style.first_mm)
    if len(depths) > 2:
        outer = max(top + style.first_mm + style.step_mm, above + style.step_mm / 2)
        ends = [stops[0], stops[-1]]
        dimensions += chain(fonts, ends, outer, style=style, subject="depth", decimals=decimals)
    words = Point(at.x - 2.0 * scale, at.y + box.y0 - 3.0 * scale - 3.5 * scale)
    strokes.append(label(fonts, text("workshop.side"), words, 2.0 * scale, layer="text"))
    return tuple(strokes), tuple(dimensions)


def _shape(box: Rect, ball_mm: float | None) -> Path:
    """Return a body from its side: a box, or a ball of the diameter that the balloon has."""
    if ball_mm is not None and abs(box.width - ball_mm) < _SAME_MM and abs(box.height - ball_mm) < _SAME_MM:
        return ellipse(*box.centre, ball_mm / 2)
    return Path.rect(box)


def _bodies(layout: SignLayout) -> list[tuple[float, float, float, float]]:
    """Return back, front, foot and head of what can be told apart from the side: letters of a line are one body."""
    found: dict[tuple[object, ...], tuple[float, float]] = {}
    for piece in layout.faced_pieces:
        ink = piece.outline.bounds()
        if ink is None or piece.z_front_mm <= piece.z_back_mm or piece.role is PieceRole.TIE:
            continue  # ties lie behind the letters that they hold
        single = piece.line if piece.role is PieceRole.LETTER else piece.id
        back, front = drawn_depths(piece, layout)
        key = (round(back, 3), round(front, 3), piece.role.value, single)
        low, high = found.get(key, (ink.y0, ink.y1))
        found[key] = (min(low, ink.y0), max(high, ink.y1))
    return [(float(str(key[0])), float(str(key[1])), low, high) for key, (low, high) in found.items()]


def _wall(area: Rect, scale: float) -> list[Node]:
    """Return the wall's surface with hatching behind it."""
    nodes: list[Node] = [line(((area.x1, area.y0), (area.x1, area.y1)), _WALL, 0.35 * scale, layer=LAYER)]
    step = 3.0 * scale
    count = int(area.height // step)
    for index in range(count):
        y = area.y0 + step * index
        nodes.append(line(((area.x0, y), (area.x1, y + area.width)), _WALL, 0.13 * scale, layer=LAYER))
    return nodes
