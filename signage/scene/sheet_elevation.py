"""The front elevation on a sheet: the sign on its unit as a line drawing, with every dimension that is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signage.design import PieceRole
from signage.frontage import Frontage, OpeningKind, Proposal
from signage.geometry import Affine, Path, Point, Rect, polyline_y_at
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE, Stop, chain, level_mark, number_boxes
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Anchor, Dimension, Group, Node, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_paper import ACCENT, INK, MEDIUM, QUIET, THICK, THIN, rule
from signage.typography import FontCatalogue

SCALES = (20, 25, 30, 40, 50, 100, 150, 200, 300, 500)
_GROUND_LINE = 0.7  # 1.4b
_LEFT, _RIGHT, _TOP, _FOOT = 27.0, 47.0, 26.0, 14.0  # kept for dimensions, paper mm
_AROUND_MM = 300.0  # of the front beside the sign at least, where the unit is too wide to be shown whole
_BROKEN = 5.0  # from a broken edge of the view to the unit's axis drawn beyond it, paper mm
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
        return None if seen is None else Rect(self.x(seen.x0), self.y(seen.y0), self.x(seen.x1), self.y(seen.y1))


def fitting_scale(width: float, height: float, room: Rect) -> float:
    """Return the first n of the standard scales 1:n at which a size fits; the last when none does."""
    return next((n for n in SCALES if width / n <= room.width and height / n <= room.height), SCALES[-1])


def elevation_view(proposal: Proposal, area: Rect) -> View:
    """Return what of the face is shown and how, centred in its area.

    The scale is the largest at which the sign with its heights and some of the front beside it fits; where the shop is
    wider than that, it is shown between break lines.
    """
    face, sign = proposal.face, proposal.sign.rect
    room = Rect(area.x0 + _LEFT, area.y0 + _FOOT, area.x1 - _RIGHT, area.y1 - _TOP)
    axes, _ = shop_of(proposal)
    x0, x1 = min(axes[0], sign.x0) - 250.0, max(axes[1], sign.x1) + 250.0
    ground = min(_ground(face, x) for x in (x0, x1))
    band = face.band_of(proposal.unit.id)
    top = max(sign.y1, band.rect.y1 if band else sign.y1) + 250.0
    bottom = min(ground, 0.0, sign.y0) - 150.0
    narrow = Rect(room.x0 + _BROKEN, room.y0, room.x1 - _BROKEN, room.y1)
    scale = fitting_scale(sign.width + 2 * _AROUND_MM, top - bottom, narrow)
    if (x1 - x0) / scale > room.width:
        wide = narrow.width * scale
        x0 = min(max(sign.centre.x - wide / 2, x0), x1 - wide)
        x1 = x0 + wide
    width, height = (x1 - x0) / scale, (top - bottom) / scale
    corner = Point(room.centre.x - width / 2, room.y0 + max(0.0, (room.height - height) * 0.4))
    return View(shown=Rect(x0, bottom, x1, top), scale=float(scale), corner=corner, axes=axes)


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
        Group(id="elevation-sign", children=tuple(_sign(proposal, view)), layer="sign"),
        Group(id="elevation-dimensions", children=_dimensions(proposal, fonts, view), layer="dimension"),
    )


def _ground(face: Frontage, x: float) -> float:
    inside = min(max(x, face.pavement[0].x), face.pavement[-1].x)
    found = polyline_y_at(face.pavement, inside)
    return 0.0 if found is None else found


def _context(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    face, unit = proposal.face, proposal.unit
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
    for other in face.existing:
        yield from _ruled(view, other.rect, QUIET, 0.18, tint="#E4E7EA")
    yield from _pavement(face, view)


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
    shown = view.rect(rect)
    if shown is None or shown.area == 0:
        return
    if tint:
        yield solid(Path.rect(shown), tint, layer="context")
    yield Stroke(path=Path.rect(shown), colour=colour, width_mm=width, layer="context")


def _mullions(view: View, rect: Rect, kind: OpeningKind) -> Iterator[Node]:
    shown = view.rect(rect)
    if shown is None or shown.width < 3.0:
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
    points = [view.to_paper.apply(Point(x, _ground(face, x))) for x in xs]
    below = [Point(points[-1].x, view.box.y0), Point(points[0].x, view.box.y0)]
    yield solid(Path.polygon([*points, *below]), "#FFFFFF", layer="context")
    yield Stroke(path=Path.line(points), colour=INK, width_mm=_GROUND_LINE, layer="ground")
    x = view.box.x0 + 2.0
    while x < view.box.x1:
        y = view.y(_ground(face, view.to_paper.inverse().apply(Point(x, 0.0)).x)) - 0.4
        yield line(((x, y), (x - 1.8, y - 1.8)), QUIET, THIN)
        x += 4.0


def _sign(proposal: Proposal, view: View) -> Iterator[Node]:
    sign = proposal.sign
    for piece in sign.pieces:
        outline = sign.outline_of(piece).transformed(view.to_paper)
        if piece.role is PieceRole.LETTER:
            yield solid(outline, "#C9D3DC", layer="sign", subject=piece.id)
            yield Stroke(path=outline, colour=INK, width_mm=0.18, layer="sign", subject=piece.id)
            continue
        is_body = piece.role in (PieceRole.PANEL, PieceRole.BOX)
        if is_body:
            yield solid(outline, "#FFFFFF", layer="sign", subject=piece.id)
        width = THICK if is_body else MEDIUM
        yield Stroke(path=outline, colour=INK, width_mm=width, layer="sign", subject=piece.id)


def _dimensions(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Node, ...]:
    across = _across(proposal, fonts, view)
    up = _up(proposal, fonts, view)
    return (*across, *up, *_levels(proposal, fonts, view), *_names(proposal, fonts, view))


def _across(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Dimension, ...]:
    """Return the chains over the view: margins and text; the width between the shop's edges."""
    sign = proposal.sign.rect
    content = proposal.sign.layout.content.moved(*proposal.sign.origin)

    def stop(x: float, level: float) -> Stop:
        return Stop(at=view.x(x), edge=view.y(level), model_mm=x)

    ends = [stop(sign.x0, sign.y1), stop(sign.x1, sign.y1)]
    inner = [*ends, stop(content.x0, content.y1), stop(content.x1, content.y1)]
    edges = [Stop(at=view.axis(x), edge=view.box.y1, model_mm=x) for x in view.axes]
    outside = [edge for edge in edges if not sign.x0 < edge.model_mm < sign.x1]
    rows = [([*ends, *outside], "width")]
    if content.x0 - sign.x0 >= 1.0 or sign.x1 - content.x1 >= 1.0:
        rows.insert(0, (inner, "margins"))
    if len(outside) < len(edges):  # the sign runs over the shop's edge
        rows.append((edges, "shop"))
    made: tuple[tuple[Dimension, ...], ...] = ()
    for row, (stops, subject) in enumerate(rows):
        at = view.box.y1 + SHEET_STYLE.first_mm * 0.6 + SHEET_STYLE.step_mm * row
        taken = number_boxes(part for chained in made for part in chained)
        made += (chain(fonts, stops, at, taken=taken, subject=subject, zero_mm=sign.x0),)
    # Outer rows first: their extension lines then pass under the numbers of the inner ones.
    return tuple(part for chained in reversed(made) for part in chained)


def _up(proposal: Proposal, fonts: FontCatalogue, view: View) -> tuple[Dimension, ...]:
    """Return the chains beside the view: letter heights and the sign's height at left, clear heights at right."""
    placed, face = proposal.sign, proposal.face
    sign = placed.rect
    ends_at, step = view.sides, SHEET_STYLE.step_mm
    left = ends_at[0] - SHEET_STYLE.first_mm + 2.0

    def stop(level: float, x: float) -> Stop:
        return Stop(at=view.y(level), edge=view.x(x), model_mm=level)

    lines = [line_.ink.moved(*placed.origin) for line_ in placed.layout.lines]
    ends = [stop(sign.y0, sign.x0), stop(sign.y1, sign.x0)]
    inner = [*ends, *(stop(level, ink.x0) for ink in lines for level in (ink.y0, ink.y1))]
    made = chain(fonts, inner, left, is_vertical=True, subject="letter-height", zero_mm=sign.y0)
    outer: tuple[Dimension, ...] = ()
    if len(made) > 1:  # one segment alone is the sign's height already
        at, taken = left - step - 2.0, number_boxes(made)
        outer = chain(fonts, ends, at, is_vertical=True, taken=taken, subject="height", zero_mm=sign.y0)
    right = ends_at[1] + SHEET_STYLE.first_mm - 2.0
    clear: tuple[Dimension, ...] = ()
    for row, (level, x) in enumerate(_ground_levels(face, sign)):
        stops = [stop(level, x), stop(sign.y0, sign.x1)]
        taken = number_boxes(clear)
        clear += chain(
            fonts, stops, right + step * row, is_vertical=True, taken=taken, subject="clear", zero_mm=sign.y0
        )
    return (*outer, *made, *clear)


def _ground_levels(face: Frontage, sign: Rect) -> list[tuple[float, float]]:
    """Return the highest and the lowest ground under the sign with their places, one when it is level."""
    xs = [sign.x0, sign.x1, *(p.x for p in face.pavement if sign.x0 < p.x < sign.x1)]
    found = [(_ground(face, x), x) for x in xs]
    high, low = max(found), min(found)
    return [high] if round(high[0]) == round(low[0]) else [high, low]


def _levels(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    sign, face = proposal.sign.rect, proposal.face
    band = face.band_of(proposal.unit.id)
    named = {0.0: text("sheet.level_ground"), sign.y0: text("sheet.level_bottom"), sign.y1: text("sheet.level_top")}
    if band is not None and band.datum_mm is not None and abs(band.datum_mm - sign.y0) >= 0.5:
        named[band.datum_mm] = text("sheet.level_datum")
    x = view.sides[1] + 2.0 + SHEET_STYLE.first_mm + SHEET_STYLE.step_mm
    last = float("-inf")
    for level, name in sorted(named.items()):
        y = view.y(level)
        # Levels closer than a mark is high are led apart; the mark's own line then says which is which.
        mark = last = max(y, last + _LEVEL_PITCH)
        ends = ((view.box.x1 + 1.0, y), (x - 2.0, y), (x, mark), (x + 4.0, mark))
        yield line(ends, SHEET_STYLE.colour, THIN, layer="dimension")
        yield level_mark(fonts, Point(x + 2.5, mark), level, name=name)


def _names(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    words = text("sheet.unit_name", unit="、".join(shop_of(proposal)[1]))
    yield label(fonts, words, Point(sum(view.sides) / 2, view.box.y0 - 5.0), 2.5, Anchor.MIDDLE)
    band = proposal.face.band_of(proposal.unit.id)
    shown = view.rect(band.rect) if band else None
    if band is not None and shown is not None:
        room = view.x(proposal.sign.rect.x0) - shown.x0 - 2.0
        name = shortened(fonts, text("sheet.band_name", band=band.id), 2.0, max(room, 14.0))
        at = Point(shown.x0 + 1.0, shown.y0 - 3.4)
        yield solid(Path.rect(Rect.sized(at.x - 0.4, at.y - 0.5, text_width(fonts, name, 2.0) + 0.8, 3.0)), "#FFFFFF")
        yield label(fonts, name, at, 2.0, colour="#2E6F40", layer="band")
