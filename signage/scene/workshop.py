"""The workshop drawing (加工图): every piece at 1:1 in millimetres, on a layer of its role and material.

The sign's model is drawn at true size; words, ticks and tables are sized for the plot scale that brings it onto an A3
sheet, so that a small plate and a long fascia read equally well. What a machine cuts is another file: `cutting`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signage.design import Form, Piece, PieceRole, SignLayout
from signage.fabrication import Drilled, Tables, is_clamped, wall_points
from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, labels_in, number_boxes
from signage.scene.labels import label_box
from signage.scene.nodes import Group, Node, Scene, Stroke
from signage.scene.shapes import ellipse, line
from signage.scene.workshop_dimensions import DECIMALS, dimensions_of
from signage.scene.workshop_look import CENTRE, FINE_MM, FIXING, OUTLINE_MM, colour_of, whole_box
from signage.scene.workshop_numbers import number_nodes, numbered_together, tie_numbers
from signage.scene.workshop_side import side_view
from signage.scene.workshop_tables import BLOCK, HEADER_MM, MANY, header, list_size, part_list, title_block
from signage.typography import FontCatalogue, Setting

_PLOT_SCALES = (2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0, 200.0)
_ROOM = 396.0, 268.0  # inside an A3 sheet's frame
_ASIDE, _ABOVE = (
    78.0,
    72.0,
)  # for dimensions and numbers beside elevation and side view; for those over it and the title
_GAP_MM = 10.0
_PAPERS = ((420.0, 297.0), (594.0, 420.0), (841.0, 594.0), (1189.0, 841.0), (1682.0, 1189.0))  # landscape, mm
_EDGE_MM, _AIR_MM = 5.0, 6.0  # of the frame to the paper's edge, of what is drawn to the frame
_ON_A_WALL = frozenset({Form.PARALLEL})
_THROUGH = frozenset({PieceRole.PANEL, PieceRole.BOX, PieceRole.DISPLAY})


def compose_workshop(layout: SignLayout, fonts: FontCatalogue, *, drilled: Drilled | None = None) -> Scene:
    """Return the sign's pieces at 1:1 with part numbers, real dimensions, fixing points, side view and part list.

    Its bounds are a landscape sheet at the plot scale, A3 where that is enough. Layers: `<role>-<material>` for
    outlines, `side-view`, `fixings`, `centre`, `dimension`, `text`.

    Args:
        layout: The sign.
        fonts: For every word.
        drilled: Clamps as a pack's load asks for them; those of the set-out when left out.

    Raises:
        GlyphMissing: The default typeface lacks a character of the part list.
    """
    scale, is_beside = _plot(layout)
    style = SHEET_STYLE.scaled(scale)
    whole = whole_box(layout)
    fixings = tuple(_fixings(layout, drilled or Drilled.by_set_out(layout), scale))
    nodes: list[Node] = [*_pieces(layout, scale), *fixings, *_centre_lines(layout, scale)]
    nodes += number_nodes(layout, fonts, scale)
    measured = tuple(dimensions_of(layout, fonts, style))
    # A long row of small numbers may reach beyond the sign; the side view stands clear of it.
    aside = max(whole.x1 + 24.0 * scale, *(number.x1 + 8.0 * scale for number in number_boxes(measured)))
    side, side_dimensions = side_view(layout, fonts, Point(aside, 0.0), scale, style, DECIMALS)
    dimensions = (*measured, *side_dimensions)
    nodes += [*side, Group(id="dimensions", children=dimensions, layer="dimension")]
    words = [*number_boxes(dimensions), *(label_box(one) for one in labels_in(nodes))]
    nodes += tie_numbers(layout, fonts, scale, words)
    numbers = number_boxes(dimensions)
    named = [label_box(one).y0 for one in labels_in(nodes)]
    foot = min(0.0, whole.y0, *(number.y0 for number in numbers), *named) - style.step_mm * 1.6
    top = max(whole.y1, *(number.y1 for number in numbers)) + style.step_mm
    right = max(aside + _deep(layout), *(number.x1 for number in numbers))
    left = min(whole.x0 - style.first_mm - style.step_mm, *(number.x0 for number in numbers))
    at = Point(right + 14.0 * scale, top) if is_beside else Point(left, foot)
    together = numbered_together(layout, fonts, scale)
    listed, table = part_list(layout, fonts, at, scale, together=together)
    block = (BLOCK[0] * scale, BLOCK[1] * scale)
    if is_beside:
        low, far = table.y0 - _GAP_MM * scale - block[1], table.x1
    else:
        low, far = min(table.y0, at.y - block[1]), table.x1 + _GAP_MM * scale + block[0]
    drawn = Rect(left, min(foot, low), max(right, far), top + HEADER_MM * scale)
    page = _page(drawn, scale)
    frame = page.grown(-_EDGE_MM * scale)
    title = Rect(frame.x1 - block[0], frame.y0, frame.x1, frame.y0 + block[1])
    nodes += header(
        layout,
        fonts,
        Point(frame.x0 + 5.0 * scale, frame.y1 - HEADER_MM * scale),
        scale,
        has_fixings=any(isinstance(node, Group) for node in fixings),
    )
    nodes += title_block(layout, fonts, title, scale)
    border = Stroke(path=Path.rect(frame), colour="#37474F", width_mm=0.5 * scale, layer="text")
    return Scene(
        id="workshop",
        title=text("sheet.workshop_title", name=layout.spec.name),
        bounds=page,
        nodes=(border, *nodes, *listed),
        model_digest=layout.digest,
    )


def plot_scale(layout: SignLayout) -> float:
    """Return how many model millimetres are one on the plot that words and ticks are sized for."""
    return _plot(layout)[0]


def page_scale(scene: Scene) -> float:
    """Return n of the 1:n at which a workshop drawing fills its sheet of paper: what its words are sized for."""
    pairs = ((scene.bounds.width / wide, n) for wide, _ in _PAPERS for n in _PLOT_SCALES)
    return min(pairs, key=lambda pair: abs(pair[0] / pair[1] - 1.0))[1]


def _plot(layout: SignLayout) -> tuple[float, bool]:
    """Return the plot scale, and whether the part list stands beside the elevation: what an A3 sheet draws largest."""
    box, (wide, tall) = whole_box(layout), _ROOM
    deep = _deep(layout)
    listed = list_size(min(len(layout.pieces), MANY))  # a longer list takes a larger sheet
    for n in _PLOT_SCALES:
        across, upright = (box.width + deep) / n + _ASIDE, box.height / n + _ABOVE
        foot = max(listed[1], BLOCK[1]) + 6.0
        if max(across, listed[0] + _GAP_MM + BLOCK[0]) <= wide and upright + foot <= tall:
            return n, False
        if across + 16.0 + listed[0] <= wide and max(upright - 12.0, listed[1] + _GAP_MM + BLOCK[1]) <= tall:
            return n, True
    return _PLOT_SCALES[-1], False


def _deep(layout: SignLayout) -> float:
    """Return the width of the side view: of a projecting sign its thickness, whose face is in the elevation."""
    return layout.thickness_mm if layout.form == Form.PROJECTING else layout.depth_mm


def _page(drawn: Rect, scale: float) -> Rect:
    """Return the least sheet of paper that holds what is drawn, around its middle."""
    air = 2.0 * (_EDGE_MM + _AIR_MM) * scale
    wide, tall = drawn.width + air, drawn.height + air
    for paper in _PAPERS:
        width, height = paper[0] * scale, paper[1] * scale
        if wide <= width and tall <= height:
            break
    else:  # longer lists than any sheet: as large as they are, in the paper's proportion
        most = max(wide / width, tall / height)
        width, height = width * most, height * most
    return Rect.sized(drawn.centre.x - width / 2, drawn.centre.y - height / 2, width, height)


def layer_of(piece: Piece) -> str:
    """Return the layer of a piece: its role and material."""
    return f"{piece.role.value}-{piece.material}"


def _pieces(layout: SignLayout, scale: float) -> Iterator[Group]:
    for piece in layout.pieces:
        layer = layer_of(piece)
        outline = Stroke(
            path=piece.outline,
            colour=colour_of(piece),
            width_mm=OUTLINE_MM * scale,
            layer=layer,
            subject=piece.id,
        )
        yield Group(id=piece.id, children=(outline,), title=piece.text or piece.id, layer=layer, subject=piece.id)


def _fixings(layout: SignLayout, drilled: Drilled, scale: float) -> Iterator[Node]:
    """Yield the points at which a body on a wall is fixed, and the clamps of rails with theirs.

    None where brackets, rods, posts or cords hold it; the flanges of clamps on a canopy lie on its slab.
    """
    making = Tables().making
    base, width = layout.panel, FINE_MM * scale
    if base is not None and base.role in _THROUGH and layout.form in _ON_A_WALL:
        for index, point in enumerate(wall_points(base, making.fixing), 1):
            yield _fixing(f"fixing-{index}", point, making.fixing.wall.hole_mm / 2, width)
    for rail in layout.pieces:
        box, role = rail.outline.bounds(), making.rule_of(rail.role.value)
        if box is None or role is None or not is_clamped(rail, making):
            continue
        flange = role.clamp_flange_mm if layout.form in _ON_A_WALL else 0.0
        for index, x in enumerate(drilled.clamp_places(rail, making), 1):
            clamp = Rect(x - role.clamp_mm / 2, box.y0 - flange, x + role.clamp_mm / 2, box.y1 + flange)
            yield Stroke(path=Path.rect(clamp), colour=FIXING, width_mm=width, layer="fixings", subject=rail.id)
            for name, y in (("low", box.y0 - flange / 2), ("high", box.y1 + flange / 2)):
                if flange:
                    radius = making.fixing.wall.hole_mm / 2
                    yield _fixing(f"fixing-{rail.id}-{index}-{name}", Point(x, y), radius, width)


def _fixing(name: str, at: Point, radius: float, width: float) -> Group:
    """Return a fixing point: its hole and a cross."""
    (x, y), arm = at, 14.0
    cross = [line(((x - arm, y), (x + arm, y)), FIXING, width), line(((x, y - arm), (x, y + arm)), FIXING, width)]
    ring = Stroke(path=ellipse(x, y, radius), colour=FIXING, width_mm=width, layer="fixings")
    return Group(id=name, children=(ring, *cross), layer="fixings")


def _centre_lines(layout: SignLayout, scale: float) -> Iterator[Node]:
    """Yield the upright middle, and the base lines of lines that run level."""
    box, over = layout.envelope, 3.0 * scale
    dash = (3.0 * scale, 0.6 * scale, 0.4 * scale, 0.6 * scale)
    is_level = layout.setting is not Setting.VERTICAL
    ends = [((box.x0 - over, t.baseline_mm), (box.x1 + over, t.baseline_mm)) for t in layout.lines if is_level]
    ends.append(((box.centre.x, box.y0 - over), (box.centre.x, box.y1 + over)))
    for pair in ends:
        yield line(pair, CENTRE, FINE_MM * scale, dash=dash, layer="centre")
