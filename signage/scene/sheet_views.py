"""The other views on a sheet: the section through wall and sign, the place on the front, the two pictures."""

from __future__ import annotations

from collections.abc import Iterator

from signage.errors import RenderError
from signage.frontage import Proposal
from signage.geometry import Path, Point, Rect, polyline_y_at
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, Stop, chain, number_boxes
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Group, Node, Picture, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_elevation import View, shop_of
from signage.scene.sheet_paper import ACCENT, INK, QUIET, THICK, THIN, Cell, frame, heading, rule, written
from signage.typography import FontCatalogue

_SECTION_SCALES = (5, 10, 20, 25, 30, 50, 75, 100)
_PNG = b"\x89PNG\r\n\x1a\n"


def section_scale(proposal: Proposal, area: Rect) -> float:
    """Return n of the section's scale 1:n."""
    layout = proposal.sign.layout
    height, depth = layout.envelope.height, layout.depth_mm
    room = (area.height - 76.0, area.width - 36.0)
    return float(next((n for n in _SECTION_SCALES if height / n <= room[0] and depth / n <= room[1]), 200))


def section(proposal: Proposal, fonts: FontCatalogue, area: Rect) -> tuple[Node, ...]:
    """Return wall, sign and pavement from the side; the wall below the sign is shortened by a break line."""
    layout, scale = proposal.sign.layout, section_scale(proposal, area)
    wall_x = area.x0 + 17.0
    foot, ground = area.y0 + 42.0, area.y0 + 16.0
    top = foot + layout.envelope.height / scale + 6.0
    nodes: list[Node] = [*_wall(wall_x, ground, top, foot), *_ground(wall_x, ground, area)]
    for piece in layout.pieces:
        box = piece.outline.bounds()
        if box is None:
            continue
        side = Rect(
            wall_x + piece.z_back_mm / scale,
            foot + box.y0 / scale,
            wall_x + piece.z_front_mm / scale,
            foot + box.y1 / scale,
        )
        nodes.append(solid(Path.rect(side), "#DDE4EA", layer="sign"))
        nodes.append(Stroke(path=Path.rect(side), colour=INK, width_mm=0.35, layer="sign"))
    nodes.append(
        Group(
            id="section-dimensions",
            children=tuple(_section_dimensions(proposal, fonts, wall_x, foot, ground, scale)),
            layer="dimension",
        )
    )
    words = text("sheet.wall")
    nodes.append(label(fonts, words, Point(wall_x - 10.0, foot + 8.0), 2.5, Anchor.MIDDLE, angle_deg=90.0))
    nodes.append(label(fonts, text("sheet.pavement"), Point(wall_x + 7.0, ground - 6.5), 2.5))
    return tuple(nodes)


def _section_dimensions(
    proposal: Proposal, fonts: FontCatalogue, wall_x: float, foot: float, ground: float, scale: float
) -> Iterator[Node]:
    layout, sign = proposal.sign.layout, proposal.sign.rect
    top = foot + layout.envelope.height / scale

    def stop(z: float) -> Stop:
        return Stop(at=wall_x + z / scale, edge=top + 6.0 if z == 0 else top, model_mm=z)

    depths = {0.0, layout.depth_mm, *(z for p in layout.pieces for z in (p.z_back_mm, p.z_front_mm))}
    inner = chain(fonts, [stop(z) for z in sorted(depths)], top + 13.0, subject="depth")
    yield from inner
    # A number of a thin part needs a row of its own over the chain, so the overall line keeps clear of three.
    yield from chain(fonts, [stop(0.0), stop(layout.depth_mm)], top + 27.0, taken=number_boxes(inner), subject="depth")
    out = wall_x + layout.depth_mm / scale
    level = _highest_ground(proposal)
    rise = [
        Stop(at=ground, edge=out, model_mm=level),
        Stop(at=foot, edge=out, model_mm=sign.y0),
        Stop(at=top, edge=out, model_mm=sign.y1),
    ]
    at = out + SHEET_STYLE.first_mm
    yield from chain(fonts, rise, at, is_vertical=True, subject="clear", zero_mm=sign.y0)


def _highest_ground(proposal: Proposal) -> float:
    sign, pavement = proposal.sign.rect, proposal.face.pavement
    inside = [p.y for p in pavement if sign.x0 <= p.x <= sign.x1]
    ends = [polyline_y_at(pavement, x) for x in (sign.x0, sign.x1)]
    return max([y for y in (*inside, *ends) if y is not None], default=0.0)


def _wall(x: float, ground: float, top: float, foot: float) -> Iterator[Node]:
    thick = 8.0
    middle = (ground + foot) / 2
    for low, high in ((ground, middle - 1.2), (middle + 1.2, top)):
        y = low
        while y < high:
            rise = min(thick, high - y)
            yield line(((x - thick, y), (x - thick + rise, y + rise)), "#8A929B", THIN)
            y += 3.0
        for side in (x - thick, x):
            yield rule(side, low, side, high, THICK, INK)
    for y in (middle - 1.2, middle + 1.2):
        ends = ((x - thick - 3, y), (x - 5.5, y), (x - 4.5, y + 1.6), (x - 3.5, y - 1.6), (x - 2.5, y), (x + 3, y))
        yield line(ends, INK, THIN)
    yield rule(x - thick, top, x, top, THIN, INK)


def _ground(x: float, y: float, area: Rect) -> Iterator[Node]:
    yield rule(x - 10.0, y, area.x1 - 6.0, y, 0.7, INK)
    at = x - 8.0
    while at < area.x1 - 7.0:
        yield line(((at, y - 0.4), (at - 1.8, y - 2.2)), QUIET, THIN)
        at += 4.0


def location(proposal: Proposal, fonts: FontCatalogue, area: Rect) -> tuple[Node, ...]:
    """Return the whole face in outline with this unit and its sign marked."""
    face, unit = proposal.face, proposal.unit
    low, high = min(p.y for p in face.pavement), face.height_mm
    room = Rect(area.x0 + 4.0, area.y0 + 6.5, area.x1 - 4.0, area.y1 - 8.0)
    scale = max(face.width_mm / room.width, (high - low) / room.height)
    corner = Point(room.centre.x - face.width_mm / scale / 2, room.y0)
    view = View(shown=Rect(0.0, low, face.width_mm, high), scale=scale, corner=corner)
    nodes: list[Node] = []
    storey = face.storey(unit.storey)
    floor, ceiling = (storey.floor_mm, storey.top_mm) if storey else (0.0, high)
    edges, _ = shop_of(proposal)
    here = view.rect(Rect(edges[0], floor, edges[1], ceiling))
    if here is not None:
        nodes.append(solid(Path.rect(here), "#F3D9DA", layer="location"))
    for opening in face.openings:
        shown = view.rect(opening.rect)
        if shown is not None:
            nodes.append(Stroke(path=Path.rect(shown), colour="#B4BBC3", width_mm=0.1, layer="location"))
    for level in sorted({s.top_mm for s in face.storeys}):
        nodes.append(rule(view.box.x0, view.y(level), view.box.x1, view.y(level), THIN, QUIET))
    for item in face.units:
        own = face.storey(item.storey)
        base, up = (own.floor_mm, own.top_mm) if own else (0.0, high)
        nodes.append(rule(view.x(item.x1_mm), view.y(base), view.x(item.x1_mm), view.y(up), THIN, QUIET))
    for other in face.existing:
        shown = view.rect(other.rect)
        if shown is not None:
            nodes.append(solid(Path.rect(shown), "#AEB6BF", layer="location"))
    mine = view.rect(proposal.sign.rect)
    if mine is not None:
        nodes.append(solid(Path.rect(mine), ACCENT, layer="location"))
    nodes.append(Stroke(path=Path.rect(view.box), colour=INK, width_mm=0.25, layer="location"))
    ground = [view.to_paper.apply(p) for p in face.pavement if 0.0 <= p.x <= face.width_mm]
    nodes.append(Stroke(path=Path.line(ground), colour=INK, width_mm=0.7, layer="location"))
    nodes += _unit_names(proposal, fonts, view)
    return tuple(nodes)


def _unit_names(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    y = view.box.y0 - 3.6
    own = shop_of(proposal)[1]
    for item in proposal.face.units:
        is_this = item.id in own
        if item.storey != 1 and not is_this:
            continue
        if item.storey == 1:
            cell = Rect(view.x(item.x0_mm), y - 0.9, view.x(item.x1_mm), y + 2.9)
            yield from written(
                fonts,
                Cell(
                    text=item.id,
                    box=cell,
                    text_mm=2.0,
                    weight=700 if is_this else 400,
                    colour=ACCENT if is_this else QUIET,
                    is_centred=True,
                    pad_mm=0.2,
                ),
            )


def pictures(fonts: FontCatalogue, area: Rect, *, day: bytes, night: bytes) -> tuple[Node, ...]:
    """Return the day and night pictures side by side under their titles.

    Raises:
        RenderError: One of them is no PNG.
    """
    nodes: list[Node] = []
    wide = (area.width - 4.0) / 2
    for index, (key, content) in enumerate((("day_picture", day), ("night_picture", night))):
        x0 = area.x0 + index * (wide + 4.0)
        cell = Rect(x0, area.y0, x0 + wide, area.y1 - 6.5)
        nodes += heading(fonts, key, Point(x0 + 0.5, area.y1 - 4.5), 3.0)
        width, height = _png_size(content, key)
        k = min(cell.width / width, cell.height / height)
        shown = Rect.sized(cell.x0, cell.y1 - height * k, width * k, height * k)
        nodes.append(Picture(rect=shown, content=content, media_type="image/png", title=text(f"sheet.{key}")))
        nodes.append(frame(shown, 0.18))
    return tuple(nodes)


def _png_size(content: bytes, key: str) -> tuple[int, int]:
    if len(content) < 24 or not content.startswith(_PNG):
        raise RenderError("sheet.not_a_png", picture=text(f"sheet.{key}"))
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if width == 0 or height == 0:
        raise RenderError("sheet.not_a_png", picture=text(f"sheet.{key}"))
    return width, height
