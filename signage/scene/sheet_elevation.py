"""The front elevation on a sheet: the sign on its unit as the street sees it, with its place and its heights.

What is measured on the sign itself stands in the face view (`sheet_face`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.design import Form, Piece, PieceRole
from signage.frontage import Frontage, OpeningKind, Proposal
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, Stop, level_mark, number_boxes
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Anchor, Dimension, Group, Node, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_heights import canopy_of, ground_at, ground_levels, heights_over, named_levels, pane_of, stands
from signage.scene.sheet_outlines import letter_height_of, piece_lines
from signage.scene.sheet_paper import ACCENT, INK, QUIET, THIN, rule
from signage.scene.sheet_rows import FIRST, Row, stacked
from signage.typography import FontCatalogue

SCALES = (20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 250, 300, 400, 500)
_GROUND_LINE = 0.7  # 1.4b
_LEFT, _RIGHT, _TOP, _FOOT = 19.0, 49.0, 14.0, 14.0  # kept for dimensions, paper mm
_NARROW = 5.0  # for a number that does not fit over a narrow sign, paper mm
_AROUND_MM = 300.0  # of the front beside the sign at least, where the unit is too wide to be shown whole
_MORE_ABOVE_MM = 600.0
_BROKEN = 5.0  # from a broken edge of the view to the unit's axis drawn beyond it, paper mm
_EDGE_NAME = 2.5  # height of its words
_EDGE_NAME_AWAY, _EDGE_NAME_LEAST = 4.0, 12.0  # leader and least room of the name beside a projecting sign, paper mm
_LEVEL_PITCH = 6.4  # between two level marks, paper mm


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the elevation at a place and scale on paper.

    Attributes:
        shown: Elevation space.
        scale: n of 1:n.
        corner: Where the lower left corner of `shown` lies, paper mm.
        axes: The two edges of the shop, elevation mm; one that is not shown is drawn beyond a break line.
    """

    shown: Rect
    scale: float
    corner: Point
    axes: tuple[float, float] = (-1e9, 1e9)

    @property
    def to_paper(self) -> Affine:
        """Map from elevation space to paper."""
        k = 1.0 / self.scale
        return Affine(k, 0.0, 0.0, k, self.corner.x - self.shown.x0 * k, self.corner.y - self.shown.y0 * k)

    @property
    def box(self) -> Rect:
        """Its box on paper."""
        return Rect.sized(*self.corner, self.shown.width / self.scale, self.shown.height / self.scale)

    @property
    def sides(self) -> tuple[float, float]:
        """Where the drawing with its broken-off axes ends at left and right, paper mm."""
        left, right = (self.axis(x) for x in self.axes)
        return min(left, self.box.x0), max(right, self.box.x1)

    def axis(self, x: float) -> float:
        """Return where an edge of the shop is drawn: in its place, or just beyond the break line."""
        if x < self.shown.x0:
            return self.box.x0 - _BROKEN
        return self.box.x1 + _BROKEN if x > self.shown.x1 else self.x(x)

    def x(self, value: float) -> float:
        """Return a position along the face on paper."""
        return self.to_paper.apply(Point(value, 0.0)).x

    def y(self, value: float) -> float:
        """Return a level on paper."""
        return self.to_paper.apply(Point(0.0, value)).y

    def rect(self, rect: Rect) -> Rect | None:
        """Return the part of an elevation rectangle that is shown, on paper."""
        seen = rect.intersection(self.shown)
        return None if seen is None else self.whole(seen)

    def whole(self, rect: Rect) -> Rect:
        """Return an elevation rectangle on paper, shown or not."""
        return Rect(self.x(rect.x0), self.y(rect.y0), self.x(rect.x1), self.y(rect.y1))


def fitting_scale(width: float, height: float, room: Rect) -> float:
    """Return the first n of the standard scales 1:n at which a size fits; the last when none does."""
    return next((n for n in SCALES if width / n <= room.width and height / n <= room.height), SCALES[-1])


def elevation_view(proposal: Proposal, area: Rect) -> View:
    """Return what of the face is shown and how, centred in its area.

    The scale is the largest at which the sign with its heights and some of the front beside it fits; where the shop is
    wider than that, it is shown between break lines.
    """
    face, sign = proposal.face, proposal.sign.rect
    room = Rect(area.x0 + _LEFT, area.y0 + _FOOT, area.x1 - _RIGHT, area.y1 - _over(proposal))
    axes, _ = shop_of(proposal)
    x0, x1 = min(axes[0], sign.x0) - 250.0, max(axes[1], sign.x1) + 250.0
    ground = min(ground_at(face, x) for x in (x0, x1))
    band = face.band_of(proposal.unit.id)
    rods = [box.y1 for p in proposal.sign.pieces if p.role is PieceRole.ROD and (box := _box_of(proposal, p))]
    top = max(sign.y1, band.rect.y1 if band else sign.y1, *rods) + 100.0
    bottom = min(ground, 0.0, sign.y0) - 100.0
    narrow = Rect(room.x0 + _BROKEN, room.y0, room.x1 - _BROKEN, room.y1)
    scale = fitting_scale(sign.width + 2 * _AROUND_MM, top - bottom, narrow)
    if (x1 - x0) / scale > room.width:
        wide = narrow.width * scale
        x0 = min(max(sign.centre.x - wide / 2, x0), x1 - wide)
        x1 = x0 + wide
    spare = min(_MORE_ABOVE_MM, room.height * scale - (top - bottom))
    top += max(0.0, min(spare, face.height_mm + 100.0 - top))  # what is over the sign, where there is room for it
    width, height = (x1 - x0) / scale, (top - bottom) / scale
    corner = Point(room.centre.x - width / 2, room.y0 + max(0.0, (room.height - height) * 0.4))
    return View(shown=Rect(x0, bottom, x1, top), scale=float(scale), corner=corner, axes=axes)


def _over(proposal: Proposal) -> float:
    """Return what the rows of dimensions over the view take: one more for a pane or canopy, and for a shop run over."""
    sign = proposal.sign.rect
    axes, _ = shop_of(proposal)
    runs_over = any(sign.x0 < x < sign.x1 for x in axes)
    extra = SHEET_STYLE.step_mm * ((_held_by(proposal) is not None) + runs_over)
    return _TOP + extra + (_NARROW if proposal.sign.layout.street is not None else 0.0)


def _box_of(proposal: Proposal, piece: Piece) -> Rect | None:
    return proposal.sign.outline_of(piece).bounds()


def shop_of(proposal: Proposal) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Return the edges and the names of the unit, with those of its band that the sign runs over."""
    face, unit, sign = proposal.face, proposal.unit, proposal.sign.rect
    band = face.band_of(unit.id)
    shared = [
        other
        for other in face.units
        if band is not None and other.id in band.units and other.x0_mm < sign.x1 and other.x1_mm > sign.x0
    ]
    units = sorted({item.id: item for item in (unit, *shared)}.values(), key=lambda item: item.x0_mm)
    return (units[0].x0_mm, max(item.x1_mm for item in units)), tuple(item.id for item in units)


def elevation(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Node, ...]:
    """Return the unit, its sign, the dimensions and the levels."""
    context = (*_context(proposal, fonts, view),)
    return (
        Group(id="elevation-context", children=context, layer="context", clip=view.box.grown(0.4)),
        Group(id="elevation-axes", children=tuple(_axes(view)), layer="context"),
        Group(id="elevation-sign", children=tuple(_sign(proposal, view)), layer="sign", clip=view.box.grown(0.4)),
        Group(id="elevation-dimensions", children=_dimensions(proposal, fonts, view), layer="dimension"),
    )


def _context(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    face, unit = proposal.face, proposal.unit
    yield from _wall_outline(face, view)
    for column in face.columns:
        yield from _ruled(view, column.rect, QUIET, THIN, tint="#EEF0F2")
    for opening in face.openings:
        yield from _ruled(view, opening.rect, QUIET, THIN)
        yield from _mullions(view, opening.rect, opening.kind)
    for canopy in face.canopies:
        yield from _ruled(view, canopy.rect, QUIET, 0.18, tint="#F4F5F6")
    for storey in face.storeys:
        for level in (storey.floor_mm, storey.top_mm):
            if view.shown.y0 < level < view.shown.y1:
                yield rule(view.box.x0, view.y(level), view.box.x1, view.y(level), THIN, "#9AA1A9")
    band = face.band_of(unit.id)
    shown = view.rect(band.rect) if band else None
    if band is not None and shown is not None:
        yield Stroke(path=Path.rect(shown), colour="#2E6F40", width_mm=0.18, dash_mm=(2.4, 1.2), layer="band")
    for existing in proposal.remaining:  # what the new sign replaces is not drawn under it
        yield from _ruled(view, existing.rect, QUIET, 0.18, tint="#E4E7EA")
    for sign in proposal.others:
        if sign.face_id == face.id:
            yield from _ruled(view, sign.rect, QUIET, 0.18, tint="#E4E7EA")
    yield from _pavement(face, view)


def _wall_outline(face: Frontage, view: View) -> Iterator[Node]:
    """The parapet and the ends of the face, where they are in view."""
    low, high = view.shown.y0, min(face.height_mm, view.shown.y1)
    if view.shown.y0 < face.height_mm < view.shown.y1:
        ends = max(0.0, view.shown.x0), min(face.width_mm, view.shown.x1)
        yield rule(view.x(ends[0]), view.y(high), view.x(ends[1]), view.y(high), 0.25, INK)
    for x in (0.0, face.width_mm):
        if view.shown.x0 < x < view.shown.x1:
            yield rule(view.x(x), view.y(low), view.x(x), view.y(high), 0.25, INK)


def _axes(view: View) -> Iterator[Node]:
    low, high, middle = view.box.y0, view.box.y1, view.box.centre.y
    for x in view.axes:
        at = view.axis(x)
        yield line(((at, low), (at, high)), QUIET, THIN, dash=(6.0, 1.2, 0.8, 1.2))
        if not view.shown.x0 <= x <= view.shown.x1:
            edge = view.box.x0 if x < view.shown.x0 else view.box.x1
            bolt = ((edge, middle - 3.0), (edge - 1.8, middle - 1.0), (edge + 1.8, middle + 1.0), (edge, middle + 3.0))
            yield line(((edge, low), *bolt, (edge, high)), INK, 0.18)


def _ruled(view: View, rect: Rect, colour: str, width: float, tint: str = "") -> Iterator[Node]:
    if view.rect(rect) is None or rect.area == 0:
        return
    shown = view.whole(rect)  # the group's clip cuts it, so that what goes on shows no edge
    if tint:
        yield solid(Path.rect(shown), tint, layer="context")
    yield Stroke(path=Path.rect(shown), colour=colour, width_mm=width, layer="context")


def _mullions(view: View, rect: Rect, kind: OpeningKind) -> Iterator[Node]:
    shown = view.whole(rect)
    if view.rect(rect) is None or shown.width < 3.0:
        return
    if kind is OpeningKind.RESCUE:
        yield line(((shown.x0, shown.y0), (shown.x1, shown.y1)), ACCENT, THIN)
        yield line(((shown.x0, shown.y1), (shown.x1, shown.y0)), ACCENT, THIN)
        return
    if kind is OpeningKind.DOOR:
        yield line(((shown.centre.x, shown.y0), (shown.centre.x, shown.y1)), QUIET, THIN)
    glint = min(shown.width, shown.height) * 0.16
    for share in (0.30, 0.36):
        x, y = shown.x0 + shown.width * share, shown.y0 + shown.height * 0.62
        yield line(((x - glint, y - glint), (x + glint, y + glint)), "#B4BBC3", THIN)


def _pavement(face: Frontage, view: View) -> Iterator[Node]:
    xs = sorted({view.shown.x0, view.shown.x1, *(p.x for p in face.pavement if view.shown.x0 < p.x < view.shown.x1)})
    points = [view.to_paper.apply(Point(x, ground_at(face, x))) for x in xs]
    below = [Point(points[-1].x, view.box.y0), Point(points[0].x, view.box.y0)]
    yield solid(Path.polygon([*points, *below]), "#FFFFFF", layer="context")
    yield Stroke(path=Path.line(points), colour=INK, width_mm=_GROUND_LINE, layer="ground")
    back = view.to_paper.inverse()
    x = view.box.x0 + 2.0
    while x < view.box.x1:
        y = view.y(ground_at(face, back.apply(Point(x, 0.0)).x)) - 0.4
        yield line(((x, y), (x - 1.8, y - 1.8)), QUIET, THIN)
        x += 4.0


def _sign(proposal: Proposal, view: View) -> Iterator[Node]:
    sign = proposal.sign
    to_paper = sign.to_elevation.then(view.to_paper)
    for piece in sign.pieces:
        tall = letter_height_of(piece, sign.layout)
        on_paper = None if tall is None else tall / view.scale
        yield from piece_lines(piece, piece.outline.transformed(to_paper), to_paper, on_paper)


def _dimensions(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Node, ...]:
    across_it = _across(proposal, fonts, view)
    up = _up(proposal, fonts, view, number_boxes(across_it))
    return (*across_it, *up, *_levels(proposal, fonts, view), *_names(proposal, fonts, view))


def _across(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Dimension, ...]:
    """Return the width of the sign between the edges of its shop, or of the pane or canopy that it is on."""
    sign = proposal.sign.rect
    edges = tuple(Stop(at=view.axis(x), edge=view.box.y1, model_mm=x) for x in view.axes)
    ends = tuple(Stop(at=view.x(x), edge=view.y(sign.y1), model_mm=x) for x in (sign.x0, sign.x1))
    outside = tuple(edge for edge in edges if not sign.x0 < edge.model_mm < sign.x1)
    rows = [Row(stops=(*ends, *outside), subject="width")]
    held = _held_by(proposal)
    if held is not None:
        stops = tuple(Stop(at=view.x(x), edge=view.y(held.y1), model_mm=x) for x in (held.x0, held.x1))
        rows.insert(0, Row(stops=(*ends, *stops), subject="held"))
    if len(outside) < len(edges):  # the sign runs over the shop's edge
        rows.append(Row(stops=edges, subject="shop"))
    return stacked(fonts, rows, view.box.y1 + FIRST - 1.0, outward=1.0, zero_mm=sign.x0)


def _held_by(proposal: Proposal) -> Rect | None:
    """Return the pane or the canopy that a sign of these forms is on, elevation space."""
    sign, layout, face = proposal.sign.rect, proposal.sign.layout, proposal.face
    if layout.form == Form.WINDOW:
        return pane_of(proposal)
    if layout.form == Form.CANOPY:
        found = canopy_of(face, sign)
        return found.rect if found is not None else None
    return None


def _up(proposal: Proposal, fonts: FontCatalogue, view: View, taken: tuple[Rect, ...]) -> tuple[Dimension, ...]:
    """Return the sign's height at left and the heights over the pavement at right; no height is told twice.

    Over the lowest pavement only the lowest level is measured: what is above it is in the chain over the highest.
    """
    sign = proposal.sign.rect
    left, right = view.sides[0] - FIRST + 1.0, view.sides[1] + FIRST

    def stop(level: float, x: float) -> Stop:
        return Stop(at=view.y(level), edge=view.x(x), model_mm=level)

    ends = (stop(sign.y0, sign.x0), stop(sign.y1, sign.x0))
    is_told = {sign.y0, sign.y1} <= set(heights_over(proposal))  # in the chain at right
    own = [] if is_told else [Row(stops=ends, subject="height")]
    height = stacked(fonts, own, left, outward=-1.0, is_vertical=True, zero_mm=sign.y0, taken=taken)
    rows = []
    if stands(proposal):
        marks = (stop(y, sign.x1) for y in (sign.y0, *heights_over(proposal)))
        rows.append(Row(stops=tuple(marks), subject="clear"))
    for number, (level, x) in enumerate(ground_levels(proposal.face, sign) if not rows else ()):
        levels = heights_over(proposal) if number == 0 else (min(heights_over(proposal)),)
        marks = (stop(y, min(sign.x1, view.shown.x1)) for y in levels)
        rows.append(Row(stops=(stop(level, x), *marks), subject="clear"))
    return (*height, *stacked(fonts, rows, right, outward=1.0, is_vertical=True, zero_mm=sign.y0, taken=taken))


def _levels(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    sign = proposal.sign.rect
    x = view.sides[1] + FIRST + SHEET_STYLE.step_mm * (len(ground_levels(proposal.face, sign)) - 1) + 5.5
    marks = [(view.y(level), level, name) for level, name in sorted(named_levels(proposal).items())]
    marks = [mark for mark in marks if view.box.y0 - 0.5 <= mark[0] <= view.box.y1 + 0.5]
    for mark, (y, level, name) in zip(_spread([y for y, _, _ in marks]), marks, strict=True):
        # Levels closer than a mark is high are led apart; the mark's own line then says which is which.
        ends = ((view.box.x1 + 1.0, y), (x - 2.0, y), (x, mark), (x + 4.0, mark))
        yield line(ends, SHEET_STYLE.colour, THIN, layer="dimension")
        yield level_mark(fonts, Point(x + 2.5, mark), level, name=name, room_mm=view.box.x1 + _RIGHT - x - 4.5)


def _spread(ys: list[float]) -> list[float]:
    """Return places at least a mark's pitch apart, each cluster centred on where its marks belong."""
    groups: list[list[float]] = []
    for y in ys:
        groups.append([y])
        while len(groups) > 1 and _lowest(groups[-1]) - _highest(groups[-2]) < _LEVEL_PITCH:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_lowest(group) + _LEVEL_PITCH * index for group in groups for index in range(len(group))]


def _lowest(group: list[float]) -> float:
    return sum(group) / len(group) - _LEVEL_PITCH * (len(group) - 1) / 2


def _highest(group: list[float]) -> float:
    return _lowest(group) + _LEVEL_PITCH * (len(group) - 1)


def _edge_name(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    """Name a projecting sign beside its edge, at the side that has more room; without room there is no name."""
    sign = proposal.sign
    shown = view.rect(sign.rect)
    if sign.layout.street is None or shown is None:
        return
    right, left = view.box.x1 - shown.x1, shown.x0 - view.box.x0
    side = 1.0 if right >= left else -1.0
    room = max(right, left) - _EDGE_NAME_AWAY - 1.0
    words = shortened(fonts, text("scene.edge_on", name=sign.layout.spec.name), _EDGE_NAME, room)
    wide = text_width(fonts, words, _EDGE_NAME)
    if room < _EDGE_NAME_LEAST:
        return
    edge, y = (shown.x1 if side > 0 else shown.x0), shown.centre.y
    x = edge + side * _EDGE_NAME_AWAY
    place = Rect.sized(x if side > 0 else x - wide, y - 1.75, wide, 3.5)
    yield line(((edge, y), (x - side * 0.6, y)), INK, THIN, layer="dimension")
    yield solid(Path.rect(place.grown(0.6, 0.2)), "#FFFFFF", layer="dimension")
    yield label(fonts, words, Point(place.x0, y - 1.2), _EDGE_NAME, layer="dimension", subject="edge-name")


def _names(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    yield from _edge_name(proposal, fonts, view)
    words = text("drawing.unit_name_and_edges", unit=text("drawing.comma").join(shop_of(proposal)[1]))
    yield label(fonts, words, Point(sum(view.sides) / 2, view.box.y0 - 5.0), 2.5, Anchor.MIDDLE)
    band = proposal.face.band_of(proposal.unit.id)
    shown = view.rect(band.rect) if band else None
    if band is None or shown is None:
        return
    name = text("sheet.band_name", band=band.id)
    wide = text_width(fonts, name, 2.5)
    sign = view.rect(proposal.sign.rect)
    for at in (
        Point(shown.x0 + 1.4, shown.y1 - 3.7),
        Point(shown.x1 - wide - 1.4, shown.y1 - 3.7),
        Point(shown.x0 + 1.4, shown.y0 - 3.4),
        Point(shown.x1 - wide - 1.4, shown.y0 - 3.4),
    ):
        place = Rect.sized(at.x - 0.4, at.y - 0.5, wide + 0.8, 3.5)
        if view.box.contains(place) and (sign is None or not place.grown(1.2).overlaps(sign)):
            yield solid(Path.rect(place), "#FFFFFF", layer="band")
            yield label(fonts, name, at, 2.5, colour="#2E6F40", layer="band")
            return
