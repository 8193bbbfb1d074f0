"""Doors, windows, shop windows and rescue windows as they look from the street."""

from __future__ import annotations

from signage.frontage import Opening, OpeningKind
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.labels import label, text_width
from signage.scene.nodes import Ambience, Anchor, Group, Node, Paint, Stroke, Texture
from signage.scene.shapes import box, line, rounded, solid, upright
from signage.scene.tones import seed_of
from signage.scene.trades import room_seed
from signage.typography import FontCatalogue

_FRAME = "#3A3F45"
_FRAME_LIGHT = "#5A6168"
_GLASS = "#6F8896"
_WARM = ("#E8B872", "#E3A95C", "#F0CF9A", "#DDB48A")
_RESCUE_RED = "#D8232A"


def opening_group(
    opening: Opening,
    ambience: Ambience,
    fonts: FontCatalogue,
    *,
    room: Rect | None = None,
    shop: str = "",
) -> Group:
    """Return one opening with its frame, glass and fittings.

    Args:
        opening: From the plan; a shape other than a box is drawn in its bounding box's frame, glass to its outline.
        ambience: By night shops and some windows are lit.
        fonts: For the words on it.
        room: Box of the shop behind it, elevation space; every pane and door before it shows its part. None for an
            opening with a room of its own.
        shop: Name of the shop behind it, as far as one is known: what it sells stands behind the glass.
    """
    glass = _glass(opening, ambience, room, shop)
    rect = opening.rect
    if opening.kind is OpeningKind.SHOPFRONT:
        nodes = _shopfront(rect, glass, ambience)
    elif opening.kind is OpeningKind.DOOR:
        nodes = _door(rect, glass, ambience)
    else:
        nodes = _window(rect, glass, ambience)
    if opening.kind is OpeningKind.RESCUE:
        nodes += _rescue_mark(rect, fonts)
    title = text(f"scene.opening_{opening.kind.value}", id=opening.id)
    return Group(id=f"opening-{opening.id}", children=tuple(nodes), title=title, layer="context", subject=opening.id)


def is_shop(opening: Opening) -> bool:
    """Return whether an opening shows a shop on the ground floor."""
    return opening.storey == 1 and opening.kind in (OpeningKind.SHOPFRONT, OpeningKind.DOOR)


def _glass(opening: Opening, ambience: Ambience, room: Rect | None, shop: str) -> Paint:
    # One shop is one room: all its panes and doors share trade, lamps and what they mirror.
    seed = seed_of(opening.unit if room is not None and opening.unit else opening.id)
    if ambience.is_night and (is_shop(opening) or seed % 5 in (0, 2)):
        warm = _WARM[seed_of(opening.unit or opening.id) % len(_WARM)]
        key = opening.unit if room is not None and opening.unit else opening.id
        return Texture(material="interior", colour=warm, seed=room_seed(key, shop), extent=room)
    return Texture(material="glass", colour=_GLASS, seed=seed % 997, extent=room)


def _pane(rect: Rect, glass: Paint, ambience: Ambience) -> list[Node]:
    nodes: list[Node] = [box(rect, glass)]
    if not ambience.is_night:  # the reveal's shade along the head
        head = Rect(rect.x0, rect.y1 - min(130.0, rect.height * 0.12), rect.x1, rect.y1)
        nodes.append(solid(Path.rect(head), "#0A1016", 0.20))
    return nodes


def _frame(rect: Rect, width: float, colour: str = _FRAME) -> list[Node]:
    # A ring with sharp corners: a stroke's round ones let the glass stick out behind them.
    ring = Path.joined([Path.rect(rect), Path.polygon(rect.grown(-width).corners[::-1])])
    return [
        solid(ring, colour),
        line(((rect.x0, rect.y1 - 6), (rect.x1, rect.y1 - 6)), _FRAME_LIGHT, 10.0, opacity=0.8),
    ]


def _bars(rect: Rect, levels: tuple[float, ...], xs: tuple[float, ...], width: float) -> list[Node]:
    nodes: list[Node] = []
    for x in xs:
        bar = Rect(x - width / 2, rect.y0, x + width / 2, rect.y1)
        nodes.append(box(bar, _FRAME))
        nodes.append(line(((bar.x0 + 5, bar.y0), (bar.x0 + 5, bar.y1)), _FRAME_LIGHT, 8.0, opacity=0.7))
    for y in levels:
        bar = Rect(rect.x0, y - width / 2, rect.x1, y + width / 2)
        nodes.append(box(bar, _FRAME))
        nodes.append(line(((bar.x0, bar.y1 - 5), (bar.x1, bar.y1 - 5)), _FRAME_LIGHT, 8.0, opacity=0.7))
    return nodes


def _divided(start: float, end: float, wanted: float) -> tuple[float, ...]:
    count = max(1, round((end - start) / wanted))
    return tuple(start + (end - start) * i / count for i in range(1, count))


def _shopfront(rect: Rect, glass: Paint, ambience: Ambience) -> list[Node]:
    foot = min(160.0, rect.height * 0.06)
    pane = Rect(rect.x0, rect.y0 + foot, rect.x1, rect.y1)
    nodes = _pane(pane, glass, ambience)
    transom = (rect.y0 + 2450.0,) if rect.height > 2900 else ()
    nodes += _bars(pane, transom, _divided(rect.x0, rect.x1, 1700.0), 55.0)
    nodes += _frame(pane, 70.0)
    base = Rect(rect.x0, rect.y0, rect.x1, rect.y0 + foot)
    nodes.append(box(base, upright(base, (0.0, "#565C62"), (1.0, "#33383D"))))
    return nodes


def _door(rect: Rect, glass: Paint, ambience: Ambience) -> list[Node]:
    nodes = _pane(rect, glass, ambience)
    head = rect.y0 + 2250.0 if rect.height > 2650 else rect.y1
    leaf = Rect(rect.x0, rect.y0, rect.x1, min(head, rect.y1))
    if head < rect.y1:
        nodes += _bars(rect, (head,), (), 60.0)
    middle = leaf.centre.x
    is_double = rect.width > 1250.0
    if is_double:
        nodes += [box(Rect(middle - 45, leaf.y0, middle + 45, leaf.y1), _FRAME)]
        nodes.append(line(((middle, leaf.y0), (middle, leaf.y1)), "#15181B", 8.0))
    kick = Rect(leaf.x0, leaf.y0, leaf.x1, leaf.y0 + 150)
    nodes.append(box(kick, upright(kick, (0.0, "#8A9096"), (1.0, "#5D6369"))))
    nodes += _frame(rect, 75.0)
    grips = (middle - 110.0, middle + 90.0) if is_double else (leaf.x1 - 170.0,)
    for x in grips:
        grip = Rect(x, leaf.y0 + 700.0, x + 26.0, leaf.y0 + 1500.0)
        nodes.append(box(grip, upright(grip, (0.0, "#F2F3F4"), (0.5, "#B9BEC3"), (1.0, "#8E949A"))))
    return nodes


def _window(rect: Rect, glass: Paint, ambience: Ambience) -> list[Node]:
    nodes = _pane(rect, glass, ambience)
    transom = (rect.y0 + rect.height * 0.70,) if rect.height > 1500 else ()
    nodes += _bars(rect, transom, _divided(rect.x0, rect.x1, 950.0), 45.0)
    nodes += _frame(rect, 60.0)
    sill = Rect(rect.x0 - 70, rect.y0 - 90, rect.x1 + 70, rect.y0)
    if not ambience.is_night:
        under = Rect(sill.x0 + 30, sill.y0 - 60, sill.x1 + 30, sill.y0)
        nodes.append(solid(Path.rect(under), "#1A140C", 0.16))
    nodes.append(box(sill, upright(sill, (0.0, "#EDE9E1"), (0.4, "#D3CEC4"), (1.0, "#A39E94"))))
    return nodes


def _rescue_mark(rect: Rect, fonts: FontCatalogue) -> list[Node]:
    """The red mark of a rescue window (消防救援窗口): a triangle on its point with the words below it."""
    side = min(320.0, rect.width * 0.3, rect.height * 0.25)
    cx, top = rect.centre.x, rect.y0 + rect.height * 0.62
    tip = Point(cx, top - side * 0.87)
    triangle = Path.polygon((Point(cx - side / 2, top), tip, Point(cx + side / 2, top)))
    height = side * 0.28
    words = text("scene.rescue_words")
    y = tip.y - height * 1.9
    wide = text_width(fonts, words, height, 700) + height * 1.2
    plate = Rect(cx - wide / 2, y - height * 0.45, cx + wide / 2, y + height * 1.4)
    return [
        solid(triangle, _RESCUE_RED),
        Stroke(path=triangle, colour="#FFFFFF", width_mm=side * 0.05),
        solid(rounded(plate, height * 0.3), _RESCUE_RED),
        label(fonts, words, Point(cx, y), height, Anchor.MIDDLE, colour="#FFFFFF", weight=700, layer="context"),
    ]
