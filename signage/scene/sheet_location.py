"""The place of the sign: a block plan where the frontage plan keeps a baseline, else the whole face in outline."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from signage.frontage import Frontage, Proposal
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.dimensions import SHEET_STYLE
from signage.scene.labels import label, shortened, text_width
from signage.scene.nodes import Anchor, Group, Node, Stroke
from signage.scene.shapes import line, solid
from signage.scene.sheet_elevation import View, shop_of
from signage.scene.sheet_paper import ACCENT, INK, QUIET, THIN, Cell, frame, heading, rule, written
from signage.typography import FontCatalogue

_SCALES = (100, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10000)
_DEEP = 5.0  # of the building that is shown behind its face, paper mm
_LEAST_SIGN = 1.1  # paper mm: a sign of 150 mm would vanish at 1:1000
_WORDS = 2.5
_UNKNOWN_ROAD_MM = 4000.0  # of a road without a stated width that is shown


def location(proposal: Proposal, fonts: FontCatalogue, area: Rect) -> tuple[Node, ...]:
    """Return the block plan or the outline of the face with its title, in an area of about 75 × 65 mm or more."""
    at = Point(area.x0 + 1.5, area.y1 - 4.5)
    room = Rect(area.x0, area.y0, area.x1, area.y1 - 7.0)
    if _has_baseline(proposal.face):
        view = _plan_view(proposal, room)
        scale = f"1:{view.scale:.0f}"
        return (*_block_plan(proposal, fonts, view, room), *heading(fonts, "block_plan", at, 3.0, scale))
    return (*face_outline(proposal, fonts, room), *heading(fonts, "location", at, 3.0))


def _has_baseline(face: Frontage) -> bool:
    ends = face.baseline
    return len(ends) >= 2 and hypot(ends[-1].x - ends[0].x, ends[-1].y - ends[0].y) > 1.0


class _PlanView:
    """The ground plan turned so that the street is below its face, at a standard scale."""

    def __init__(self, turn: Affine, scale: float, shift: Point) -> None:
        self.turn, self.scale, self.shift = turn, scale, shift

    def __call__(self, point: Point) -> Point:
        """Return a place of the ground plan on paper."""
        at = self.turn.apply(point)
        return Point(at.x / self.scale + self.shift.x, at.y / self.scale + self.shift.y)

    def local(self, x: float, out: float) -> Point:
        """Return a place so far along the face and out from it, on paper."""
        return Point(x / self.scale + self.shift.x, -out / self.scale + self.shift.y)


def _turn_of(face: Frontage) -> Affine:
    """Turn the plan so that the face runs from left to right with the street below, as it is seen from there."""
    a, b = face.baseline[0], face.baseline[-1]
    long = hypot(b.x - a.x, b.y - a.y)
    c, s = (b.x - a.x) / long, (b.y - a.y) / long
    return Affine(c, -s, s, c, -a.x * c - a.y * s, a.x * s - a.y * c)


def _plan_view(proposal: Proposal, room: Rect) -> _PlanView:
    face = proposal.face
    turn = _turn_of(face)
    points = [turn.apply(p) for p in face.baseline]
    out = _road_out(face)
    low, high = min(p.x for p in points), max(p.x for p in points)
    down, up = min(-out, *(p.y for p in points)), max(p.y for p in points)
    inner = Rect(room.x0 + 3.0, room.y0 + 5.0, room.x1 - 10.0, room.y1 - _DEEP - 3.0)
    scale = next(
        (n for n in _SCALES if (high - low) / n <= inner.width and (up - down) / n <= inner.height), _SCALES[-1]
    )
    x = inner.centre.x - (low + high) / 2 / scale
    y = inner.centre.y - (up + down) / 2 / scale
    return _PlanView(turn, float(scale), Point(x, y))


def _road_out(face: Frontage) -> float:
    road = face.road
    if road is None:
        return _UNKNOWN_ROAD_MM
    kerb = road.kerb_mm if road.kerb_mm is not None else 3000.0
    return kerb + (road.width_mm if road.width_mm is not None else _UNKNOWN_ROAD_MM)


def _block_plan(proposal: Proposal, fonts: FontCatalogue, view: _PlanView, room: Rect) -> tuple[Node, ...]:
    face = proposal.face
    nodes: list[Node] = [*_road(face, fonts, view, room), *_building(proposal, view)]
    nodes += [*_sign(proposal, fonts, view), *_other_faces(proposal, view)]
    return (Group(id="block-plan", children=tuple(nodes), layer="location", clip=room.grown(1.0)),)


def _building(proposal: Proposal, view: _PlanView) -> Iterator[Node]:
    face = proposal.face
    points = [view(p) for p in face.baseline]
    back = [Point(p.x, max(q.y for q in points) + _DEEP) for p in (points[-1], points[0])]
    yield solid(Path.polygon([*points, *back]), "#ECEEF0", layer="location")
    edges, _ = shop_of(proposal)
    deep = back[0].y
    left, right = view.local(edges[0], 0.0), view.local(edges[1], 0.0)
    yield solid(Path.rect(Rect(left.x, left.y, right.x, deep)), "#F3D9DA", layer="location")
    for x in sorted({u.x1_mm for u in face.units if u.storey == proposal.unit.storey} | {face.units[0].x0_mm}):
        at = view.local(x, 0.0)
        yield rule(at.x, at.y, at.x, deep, THIN, QUIET)
    ends = (back[1], *points, back[0])
    yield Stroke(path=Path.line(ends), colour=INK, width_mm=0.5, layer="location")


def _other_faces(proposal: Proposal, view: _PlanView) -> Iterator[Node]:
    for face in proposal.plan.faces:
        if face.id != proposal.face.id and len(face.baseline) >= 2:
            yield Stroke(path=Path.line([view(p) for p in face.baseline]), colour=QUIET, width_mm=0.5, layer="location")


def _road(face: Frontage, fonts: FontCatalogue, view: _PlanView, room: Rect) -> Iterator[Node]:
    left, right = view.local(0.0, 0.0).x, view.local(face.width_mm, 0.0).x
    road = face.road
    if road is None:
        return
    if road.kerb_mm is not None:
        y = view.local(0.0, road.kerb_mm).y
        yield rule(left, y, right, y, 0.25, INK)
        yield from _measure(fonts, view, right + 1.6, road.kerb_mm)
    if road.cycle_lane_mm is not None:
        y = view.local(0.0, road.cycle_lane_mm).y
        yield line(((left, y), (right, y)), QUIET, THIN, dash=(2.0, 1.0), layer="location")
    far = view.local(0.0, _road_out(face)).y
    if road.width_mm is not None and road.kerb_mm is not None:
        yield rule(left, far, right, far, 0.25, INK)
    near = view.local(0.0, road.kerb_mm or 0.0).y
    width = text("sheet.road_width", width=f"{road.width_mm / 1000:g}") if road.width_mm is not None else ""
    words = shortened(fonts, f"{road.name}{width}", 2.5, right - left - 4.0)
    yield label(fonts, words, Point((left + right) / 2, (near + far) / 2 - 1.2), 2.5, Anchor.MIDDLE, colour=QUIET)


def _measure(fonts: FontCatalogue, view: _PlanView, x: float, kerb: float) -> Iterator[Node]:
    """The kerb's distance beside the plan, as a bracket: arrows would be larger than it is."""
    high, low = view.local(0.0, 0.0).y, view.local(0.0, kerb).y
    for y in (high, low):
        yield rule(x - 1.0, y, x + 1.6, y, THIN, SHEET_STYLE.colour)
    yield rule(x, low, x, high, THIN, SHEET_STYLE.colour)
    at = Point(x + 4.6, (high + low) / 2)
    yield label(fonts, f"{kerb:.0f}", at, _WORDS, Anchor.MIDDLE, angle_deg=90.0, colour=SHEET_STYLE.colour)


def _sign(proposal: Proposal, fonts: FontCatalogue, view: _PlanView) -> Iterator[Node]:
    sign, layout = proposal.sign.rect, proposal.sign.layout
    near, far = view.local(sign.x0, 0.0), view.local(sign.x1, layout.depth_mm)
    middle = (near.x + far.x) / 2
    half = max((far.x - near.x) / 2, _LEAST_SIGN / 2)
    box = Rect(middle - half, min(far.y, near.y - _LEAST_SIGN), middle + half, near.y)
    yield solid(Path.rect(box), ACCENT, layer="location")
    words = text("drawing.comma").join(shop_of(proposal)[1])
    high = max(view(p).y for p in proposal.face.baseline) + _DEEP
    yield label(fonts, words, Point(middle, high + 1.2), _WORDS, Anchor.MIDDLE, colour=ACCENT, weight=700)


def face_outline(proposal: Proposal, fonts: FontCatalogue, area: Rect) -> tuple[Node, ...]:
    """Return the whole face in outline with this unit and its sign marked."""
    face, unit = proposal.face, proposal.unit
    low, high = min(p.y for p in face.pavement), max(face.height_mm, proposal.sign.rect.y1)
    room = Rect(area.x0 + 3.0, area.y0 + 7.0, area.x1 - 3.0, area.y1 - 1.0)
    scale = max(face.width_mm / room.width, (high - low) / room.height)
    tall = (high - low) / scale
    corner = Point(room.centre.x - face.width_mm / scale / 2, room.y0 + (room.height - tall) / 2)
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
    for other in proposal.remaining:
        shown = view.rect(other.rect)
        if shown is not None:
            nodes.append(solid(Path.rect(shown), "#AEB6BF", layer="location"))
    mine = view.rect(proposal.sign.rect)
    if mine is not None:
        nodes.append(solid(Path.rect(mine), ACCENT, layer="location"))
    top = view.y(face.height_mm)
    nodes.append(frame(Rect(view.box.x0, view.box.y0, view.box.x1, top), 0.25, INK, "location"))
    ground = [view.to_paper.apply(p) for p in face.pavement if 0.0 <= p.x <= face.width_mm]
    nodes.append(Stroke(path=Path.line(ground), colour=INK, width_mm=0.7, layer="location"))
    nodes += _unit_names(proposal, fonts, view)
    return tuple(nodes)


def _unit_names(proposal: Proposal, fonts: FontCatalogue, view: View) -> Iterator[Node]:
    """Name this unit, and of the others on the ground floor those that have room for a name that can be read."""
    y = view.box.y0 - 3.6
    own = shop_of(proposal)[1]
    mine = [u for u in proposal.face.units if u.id in own]
    words = text("drawing.comma").join(own)
    middle = view.x((min(u.x0_mm for u in mine) + max(u.x1_mm for u in mine)) / 2)
    wide = text_width(fonts, words, _WORDS, 700)
    taken = Rect.sized(middle - wide / 2 - 0.8, y - 0.9, wide + 1.6, 3.8)
    yield label(fonts, words, Point(middle, y), _WORDS, Anchor.MIDDLE, colour=ACCENT, weight=700)
    for item in proposal.face.units:
        cell = Rect(view.x(item.x0_mm), y - 0.9, view.x(item.x1_mm), y + 2.9)
        if item.storey != 1 or item.id in own or cell.overlaps(taken):
            continue
        if text_width(fonts, item.id, 2.0) <= cell.width - 0.6:
            yield from written(
                fonts, Cell(text=item.id, box=cell, text_mm=2.0, colour=QUIET, is_centred=True, pad_mm=0.2)
            )
