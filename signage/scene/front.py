"""The front elevation of one unit with its sign, by day, by night, or with the findings of a check on it."""

from __future__ import annotations

from signage.design import Colour
from signage.digest import digest_of
from signage.errors import RenderError
from signage.frontage import Frontage, OpeningKind, PlacedSign, Proposal, Unit
from signage.geometry import Rect
from signage.locale import text
from signage.rules import CheckReport
from signage.scene.alone import ASPECT, DESIGN_PX
from signage.scene.captions import night_caption, piled, unsurveyed_caption
from signage.scene.edge_labels import SeenFromItsEdge, edge_labels, label_boxes
from signage.scene.existing import existing_group
from signage.scene.facade import backdrop, ground_at
from signage.scene.hangers import hangers
from signage.scene.legend import legend, legend_height
from signage.scene.marks import mark_nodes, veil
from signage.scene.nodes import DAY, Ambience, Group, Node, Scene
from signage.scene.people import Pose, person
from signage.scene.sign import edge_group
from signage.typography import FontCatalogue

_LEAST_WIDTH = 11_500.0  # shows a storey, the sill above it and the pavement
_BESIDE = 0.04  # least share of the picture on either side of unit and sign
_PAST_END = 900.0  # shown beyond the end of the face
_FOOT = 780.0  # of ground below the pavement's lowest seen point


def compose_front(
    proposal: Proposal, ambience: Ambience, fonts: FontCatalogue, *, report: CheckReport | None = None
) -> Scene:
    """Return the unit with its sign, its neighbours partly in view, and a person for scale.

    Args:
        proposal: The sign at its place.
        ambience: Day or night. With a report the picture is drawn by day, whatever is asked: marks need a light ground.
        fonts: For every word in it.
        report: Draws the finding marks and a legend below the picture.

    Raises:
        NotFound: The sign names a unit that its plan does not have.
        RenderError: The report belongs to another unit.
    """
    if report is not None and report.unit != proposal.sign.unit_id:
        raise RenderError("scene.report_of_another_unit", unit=proposal.sign.unit_id, other=report.unit)
    light = DAY if report is not None else ambience
    face, unit = proposal.face, proposal.unit
    view = front_view(proposal)
    u = view.width / DESIGN_PX
    # What stays while a sign changes comes first, so that backends can keep it.
    nodes: list[Node] = [
        *backdrop(face, view, light, fonts),
        *_people(face, unit, view, light, is_alone=report is not None),
        *_signs(proposal, view, light, fonts),
    ]
    caption = night_caption(proposal.sign.layout, light, fonts, view, u)
    caption = piled([*caption, *unsurveyed_caption(face, fonts, view, u)], u)
    bounds, parts = view, [Group(id="picture", children=tuple(nodes), layer="context", clip=view), *caption]
    if report is not None:
        edges = _edge_labels(proposal, fonts, view, u)
        keep_clear = tuple(line.ink.moved(*proposal.sign.origin) for line in proposal.sign.layout.lines)
        marks = mark_nodes(report, fonts, view, u, keep_clear + label_boxes(edges))
        strip = Rect(view.x0, view.y0 - legend_height(report, fonts, DESIGN_PX) * u, view.x1, view.y0)
        parts += [Group(id="marks", children=(veil(view), *edges, *marks), layer="mark", clip=view)]
        parts += [legend(report, fonts, strip, u)]
        bounds = Rect.joined([view, strip])
    kind = "marks" if report is not None else "night" if light.is_night else "day"
    return Scene(
        id=f"front-{kind}",
        title=text(f"scene.front_title_{kind}", name=proposal.sign.layout.spec.name, unit=unit.id),
        bounds=bounds,
        nodes=tuple(parts),
        ambience=light,
        model_digest=digest_of([proposal.digest, report.digest if report else None], "signage.front/1"),
    )


def front_view(proposal: Proposal) -> Rect:
    """Return the part of the face that the front elevation shows, 16:9, elevation space."""
    face, unit, sign = proposal.face, proposal.unit, proposal.sign.rect
    storey = face.storey(unit.storey)
    ground = min(ground_at(face, x) for x in (unit.x0_mm, unit.x1_mm, (unit.x0_mm + unit.x1_mm) / 2))
    y0 = ground - _FOOT
    above = face.storey(unit.storey + 1)
    top = max(sign.y1 + 500.0, (storey.top_mm if storey else 0.0) + 300.0)
    if above is not None and above.sill_mm is not None:
        top = max(top, above.sill_mm + 450.0)
    band = face.band_of(unit.id)
    if band is not None:
        top = max(top, band.rect.y1 + 400.0)
    left, right = min(unit.x0_mm, sign.x0), max(unit.x1_mm, sign.x1)
    width = max((right - left) * 1.30, (top - y0) * ASPECT, _LEAST_WIDTH)
    x0 = (left + right) / 2 - width / 2
    if width < face.width_mm + 2 * _PAST_END:  # a unit at the end: rather its neighbours than the house next door
        x0 = min(max(x0, -_PAST_END), face.width_mm + _PAST_END - width)
    beside = _BESIDE * width  # a sign that hangs past the end of its building is shown whole
    x0 = max(min(x0, left - beside), right + beside - width)
    return Rect.sized(x0, y0, width, width / ASPECT)


def placed_group(sign: PlacedSign, ambience: Ambience, wall: Colour) -> Group:
    """Return a placed sign as a group in elevation space; its id is `sign-` and the unit's id."""
    name = f"sign-{sign.unit_id}"
    return edge_group(sign.layout, sign.to_elevation, ambience, name=name, subject=sign.unit_id, wall=wall)


def _signs(proposal: Proposal, view: Rect, ambience: Ambience, fonts: FontCatalogue) -> list[Node]:
    """Neighbours first, the proposal last; what the new sign replaces is not drawn under it."""
    nodes: list[Node] = []
    seen = view.grown(600.0)
    for other in proposal.others:
        if other.rect.overlaps(seen):
            nodes += hangers(proposal.face, other)
            nodes.append(placed_group(other, ambience, proposal.face.wall_colour))
    for existing in proposal.remaining:
        if existing.rect.overlaps(seen):
            nodes.append(existing_group(existing, ambience, fonts, proposal.face.wall_colour))
    nodes += hangers(proposal.face, proposal.sign, fonts, view.width / DESIGN_PX)
    nodes.append(placed_group(proposal.sign, ambience, proposal.face.wall_colour))
    return nodes


def _edge_labels(proposal: Proposal, fonts: FontCatalogue, view: Rect, u: float) -> list[Group]:
    """Name the proposed sign where the street sees only its edge."""
    sign = proposal.sign
    if sign.layout.street is None:
        return []
    shown = SeenFromItsEdge(name=sign.layout.spec.name, edge=sign.rect, unit=sign.unit_id)
    taken = [*(other.rect for other in proposal.others), *(old.rect for old in proposal.remaining)]
    return edge_labels([shown], fonts, view, u, taken)


def _people(face: Frontage, unit: Unit, view: Rect, light: Ambience, *, is_alone: bool) -> list[Node]:
    """Someone who looks at the shop and someone who walks towards it; under marks one figure for scale is enough."""
    places = _standing_places(face, unit, view)
    nodes: list[Node] = []
    for x, (name, pose) in zip(places, (("person", Pose.STANDING), ("person-2", Pose.WALKING)), strict=False):
        if is_alone and nodes:
            break
        is_right = x > view.centre.x
        side = -1 if x > (unit.x0_mm + unit.x1_mm) / 2 else 1
        at = ground_at(face, x) - 90.0
        nodes.append(person(x, at, name=name, pose=pose, is_mirrored=is_right, ambience=light, lit_from=side))
    return nodes


def _standing_places(face: Frontage, unit: Unit, view: Rect) -> list[float]:
    """In front of a pier at the side if there is one, else where no door is near; the second on the other side."""
    doors = [o.rect for o in face.openings if o.kind is OpeningKind.DOOR and o.rect.overlaps(view)]
    piers = [c.rect.centre.x for c in face.columns if c.rect.y0 < ground_at(face, c.rect.centre.x) + 1000.0]
    tries = [x for x in piers if 0.70 < (x - view.x0) / view.width < 0.93]
    tries += [x for x in piers if 0.07 < (x - view.x0) / view.width < 0.30]
    tries += [view.x0 + view.width * share for share in (0.80, 0.76, 0.72, 0.22, 0.26, 0.30, 0.84, 0.17)]
    free = [x for x in tries if all(not d.x0 - 300 < x < d.x1 + 300 for d in doors)]
    first = (free or [unit.x1_mm - 400.0])[0]
    across = [x for x in free if (x - view.centre.x) * (first - view.centre.x) < 0]
    return [first, *across[:1]]
