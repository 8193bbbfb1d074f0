"""The building behind a sign: wall, string courses, columns, canopies, parapet, pavement; openings are beside it.

Only what a view shows is composed. Everything comes from the plan; what the plan does not say (joints, frames,
what stands behind a window) is plain scenery, the same for every sign, and measures nothing.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from signage.design import Colour
from signage.frontage import Frontage, OpeningKind, SignBand, Storey
from signage.geometry import Path, Point, Rect, polyline_y_at
from signage.locale import Lang, spoken, text
from signage.scene.door_numbers import door_numbers
from signage.scene.nodes import Ambience, Fill, Glow, Group, Node, Shadow, Solid, Stroke, Texture
from signage.scene.openings import is_shop, opening_group
from signage.scene.shapes import across, box, line, upright
from signage.scene.tones import darker, lighter, mix, seed_of
from signage.typography import FontCatalogue

SHOP_CD_M2 = 60.0  # light of a shop's window on the pavement: well below any sign
_COURSE_MM = 140.0
_STEP_RISE, _LEAST_RISE, _MOST_RISE = 165.0, 60.0, 1500.0  # a step's height; what needs none; what no steps lead to
_SKY_DAY: tuple[Colour, Colour] = ("#C9D9E6", "#EEF3F6")
_SKY_NIGHT: tuple[Colour, Colour] = ("#8B97B5", "#D9E0F0")  # dimmed by the ambience like any other surface


def backdrop(face: Frontage, view: Rect, ambience: Ambience, fonts: FontCatalogue) -> tuple[Node, ...]:
    """Return the building and the ground in front of it, back to front, without any sign.

    Args:
        face: The face of the building.
        view: What will be shown, elevation space.
        ambience: By night some windows are lit.
        fonts: For the small words on the building (door numbers, rescue windows).
    """
    return _backdrop(face, view, ambience, fonts, spoken())


@lru_cache(maxsize=12)  # a frozen value of frozen values; the nodes are the same objects, which backends make use of
def _backdrop(face: Frontage, view: Rect, ambience: Ambience, fonts: FontCatalogue, lang: Lang) -> tuple[Node, ...]:
    groups = [
        _sky(face, view, ambience),
        _neighbours(face, view),
        _wall(face, view),
        _columns(face, view, ambience, colonnade=False),
        *_openings(face, view, ambience, fonts),
        _canopies(face, view, ambience),
        _columns(face, view, ambience, colonnade=True),
        door_numbers(face, view, fonts),
        _pavement(face, view, ambience),
        _steps(face, view, ambience),
    ]
    if ambience.is_night:
        groups.append(_shop_light(face, view))
    return tuple(group for group in groups if group.children)


def ground_at(face: Frontage, x: float) -> float:
    """Return the pavement's level at `x`, continued flat beyond its ends."""
    inside = min(max(x, face.pavement[0].x), face.pavement[-1].x)
    found = polyline_y_at(face.pavement, inside)
    return 0.0 if found is None else found


def _sky(face: Frontage, view: Rect, ambience: Ambience) -> Group:
    if view.y1 <= face.height_mm and view.x0 >= 0 and view.x1 <= face.width_mm:
        return Group(id="sky", children=())
    top, low = _SKY_NIGHT if ambience.is_night else _SKY_DAY
    return Group(id="sky", children=(box(view, upright(view, (0.0, top), (1.0, low))),), layer="context")


def _neighbours(face: Frontage, view: Rect) -> Group:
    """Plain walls where the view looks past the ends of the face, lower than it and without any detail."""
    foot, top = min(p.y for p in face.pavement) - 50, face.height_mm - 900
    colour = mix(face.wall_colour, "#9AA3AB", 0.55)
    nodes: list[Node] = []
    if view.x0 < 0:
        nodes.append(box(Rect(view.x0, foot, 0.0, top), colour))
        nodes.append(box(Rect(-40.0, foot, 0.0, top), darker(colour, 0.25)))
    if view.x1 > face.width_mm:
        nodes.append(box(Rect(face.width_mm, foot, view.x1, top), colour))
        nodes.append(box(Rect(face.width_mm, foot, face.width_mm + 40.0, top), darker(colour, 0.25)))
    return Group(id="next-door", children=tuple(nodes), layer="context")


def _wall(face: Frontage, view: Rect) -> Group:
    foot = min(p.y for p in face.pavement) - 50
    whole = Rect(0.0, foot, face.width_mm, face.height_mm)
    seen = whole.intersection(view.grown(300))
    if seen is None:
        return Group(id="wall", children=())
    nodes: list[Node] = [box(whole, Texture(material=face.wall, colour=face.wall_colour, seed=seed_of(face.id) % 997))]
    for storey in face.storeys:
        nodes += _string_course(face, storey, seen)
    nodes += [node for band in face.bands for node in _fascia(face, band, seen)]
    if view.y1 > face.height_mm - 400:
        nodes += _coping(face, seen)
    nodes += _plinth(face, view)
    return Group(id="wall", children=tuple(nodes), title=text("scene.wall"), layer="context")


def _string_course(face: Frontage, storey: Storey, seen: Rect) -> list[Node]:
    level = storey.top_mm - storey.slab_mm / 2
    if not seen.y0 < level < seen.y1 or level > face.height_mm - 500:
        return []
    if any(band.rect.y0 < level + _COURSE_MM / 2 and level - _COURSE_MM / 2 < band.rect.y1 for band in face.bands):
        return []  # the sign band covers the floor's edge
    rect = Rect(0.0, level - _COURSE_MM / 2, face.width_mm, level + _COURSE_MM / 2)
    colour = lighter(face.wall_colour, 0.22)
    return [
        Shadow(path=Path.rect(rect), offset=Point(20, -70), blur_mm=30, opacity=0.30),
        box(rect, upright(rect, (0.0, lighter(colour, 0.25)), (0.35, colour), (1.0, darker(colour, 0.18)))),
    ]


def _fascia(face: Frontage, band: SignBand, seen: Rect) -> list[Node]:
    """The quiet strip of wall that the plan keeps for signs: a flush rendered field in a hairline joint."""
    if not band.rect.overlaps(seen):
        return []
    colour = mix(face.wall_colour, "#F4F1EA", 0.20)
    rect = band.rect
    return [
        box(rect, upright(rect, (0.0, darker(colour, 0.06)), (0.25, colour), (1.0, lighter(colour, 0.06)))),
        line(((rect.x0, rect.y1), (rect.x1, rect.y1)), darker(face.wall_colour, 0.45), 12.0, opacity=0.5),
        line(((rect.x0, rect.y0), (rect.x1, rect.y0)), lighter(face.wall_colour, 0.6), 12.0, opacity=0.6),
    ]


def _coping(face: Frontage, seen: Rect) -> list[Node]:
    top = Rect(-60.0, face.height_mm - 180.0, face.width_mm + 60.0, face.height_mm)
    colour = lighter(face.wall_colour, 0.28)
    return [
        Shadow(path=Path.rect(top), offset=Point(30, -110), blur_mm=45, opacity=0.32),
        box(top, upright(top, (0.0, lighter(colour, 0.35)), (0.3, colour), (1.0, darker(colour, 0.2)))),
    ]


def _plinth(face: Frontage, view: Rect) -> list[Node]:
    """A darker foot (勒脚) that follows the pavement, 300 mm high."""
    foot = [p for p in _ground_line(face, view) if 0.0 <= p.x <= face.width_mm]
    if len(foot) < 2:
        return []
    line_up = [Point(p.x, p.y + 300.0) for p in foot]
    ring = [Point(p.x, p.y - 50.0) for p in foot] + line_up[::-1]
    return [
        Fill(path=Path.polygon(ring), paint=Solid(colour=darker(mix(face.wall_colour, "#6B6A68", 0.5), 0.12))),
        _edge(line_up, lighter(face.wall_colour, 0.3), 14.0, 0.5),
    ]


def _edge(points: list[Point], colour: Colour, width_mm: float, opacity: float) -> Stroke:
    """A line whose pieces are strokes of their own: it bends by less than a degree, where joins are all rounding."""
    pieces = [Path.line((points[i], points[i + 1])) for i in range(len(points) - 1)]
    return Stroke(path=Path.joined(pieces), colour=colour, width_mm=width_mm, opacity=opacity)


def _ground_line(face: Frontage, view: Rect) -> list[Point]:
    """The pavement line under the view and a little beyond, left to right, with the face's ends as its own points."""
    x0, x1 = view.x0 - 500.0, view.x1 + 500.0
    xs = {x0, x1, *(x for x in (0.0, face.width_mm) if x0 < x < x1)}
    xs |= {p.x for p in face.pavement if x0 < p.x < x1}
    return [Point(x, ground_at(face, x)) for x in sorted(xs)]


def _columns(face: Frontage, view: Rect, ambience: Ambience, *, colonnade: bool) -> Group:
    nodes: list[Node] = []
    shown = [c for c in face.columns if c.is_colonnade == colonnade and c.rect.overlaps(view)]
    colour = lighter(mix(face.wall_colour, "#D8D3C8", 0.35), 0.06)
    for column in shown:
        rect = column.rect
        depth = max(40.0, column.projection_mm)
        if not ambience.is_night:
            reach = min(260.0, depth * 0.45)
            nodes.append(Shadow(path=Path.rect(rect), offset=Point(reach, -reach * 0.6), blur_mm=30, opacity=0.28))
        nodes.append(
            box(
                rect,
                across(
                    rect,
                    (0.0, lighter(colour, 0.22)),
                    (0.18, colour),
                    (0.8, darker(colour, 0.06)),
                    (1.0, darker(colour, 0.22)),
                ),
            )
        )
        cap = Rect(rect.x0 - 30, rect.y1 - 130, rect.x1 + 30, rect.y1)
        foot = Rect(rect.x0 - 30, rect.y0, rect.x1 + 30, rect.y0 + 300)
        nodes.append(box(cap, upright(cap, (0.0, lighter(colour, 0.3)), (1.0, darker(colour, 0.12)))))
        nodes.append(box(foot, across(foot, (0.0, colour), (1.0, darker(colour, 0.28)))))
    name = "colonnade" if colonnade else "pilasters"
    return Group(id=name, children=tuple(nodes), title=text("scene.columns") if nodes else "", layer="context")


def _openings(face: Frontage, view: Rect, ambience: Ambience, fonts: FontCatalogue) -> list[Group]:
    seen = view.grown(400)
    shown = [o for o in face.openings if o.rect.overlaps(seen)]
    # Doors lie in shop windows: draw the wide panes first, whatever order the plan lists them in.
    order = {OpeningKind.SHOPFRONT: 0, OpeningKind.WINDOW: 1, OpeningKind.RESCUE: 1, OpeningKind.DOOR: 2}
    shown.sort(key=lambda o: order[o.kind])
    rooms = _rooms(face)
    shops = {unit.id: unit.tenant or "" for unit in face.units}
    groups = []
    for opening in shown:
        room = rooms.get(opening.unit or "") if is_shop(opening) else None
        groups.append(opening_group(opening, ambience, fonts, room=room, shop=shops.get(opening.unit or "", "")))
    return groups


def _rooms(face: Frontage) -> dict[str, Rect]:
    """Return the box of each unit's shop, as far as its panes and doors show it."""
    panes: dict[str, list[Rect]] = {}
    for opening in face.openings:
        if opening.unit and is_shop(opening):
            panes.setdefault(opening.unit, []).append(opening.rect)
    return {unit: Rect.joined(rects) for unit, rects in panes.items()}


def _canopies(face: Frontage, view: Rect, ambience: Ambience) -> Group:
    nodes: list[Node] = []
    for canopy in face.canopies:
        if not canopy.rect.overlaps(view):
            continue
        rect = canopy.rect
        if not ambience.is_night:
            drop = min(420.0, canopy.projection_mm * 0.4)
            nodes.append(Shadow(path=Path.rect(rect), offset=Point(60, -drop), blur_mm=50, opacity=0.40))
        under = Rect(rect.x0, rect.y0 - rect.height * 0.35, rect.x1, rect.y0)
        nodes.append(box(under, "#2B2F33"))
        nodes.append(box(rect, upright(rect, (0.0, "#7B838A"), (0.2, "#565D64"), (1.0, "#3E444A"))))
        nodes.append(line(((rect.x0, rect.y1), (rect.x1, rect.y1)), "#B7BDC2", 14.0, opacity=0.8))
    return Group(id="canopies", children=tuple(nodes), title=text("scene.canopy") if nodes else "", layer="context")


def _pavement(face: Frontage, view: Rect, ambience: Ambience) -> Group:
    tops = _ground_line(face, view)
    low = min(view.y0, min(p.y for p in tops) - 400.0)
    slab = Path.polygon([Point(tops[0].x, low), Point(tops[-1].x, low), *reversed(tops)])
    nodes: list[Node] = [Fill(path=slab, paint=Texture(material="paving", colour="#A9A59C", seed=3))]
    if not ambience.is_night:
        shade = [Point(p.x, p.y - 130.0) for p in tops]
        nodes.append(Fill(path=Path.polygon([*shade, *reversed(tops)]), paint=Solid(colour="#000000", opacity=0.16)))
    nodes.append(_edge(tops, "#5C5A55", 16.0, 0.8))
    kerb = min(p.y for p in tops) - 330.0
    if view.y0 < kerb - 60.0:
        x0, x1 = tops[0].x, tops[-1].x
        stone = Rect(x0, kerb - 150.0, x1, kerb)
        nodes.append(box(stone, upright(stone, (0.0, "#D2CEC5"), (0.3, "#BDB9B0"), (1.0, "#8E8B84"))))
        if view.y0 < stone.y0:
            road = Rect(x0, view.y0, x1, stone.y0)
            nodes.append(box(road, upright(road, (0.0, "#55585C"), (1.0, "#6A6D71"))))
    return Group(id="pavement", children=tuple(nodes), title=text("scene.pavement"), layer="context")


def _steps(face: Frontage, view: Rect, ambience: Ambience) -> Group:
    """Steps up to doors whose sill lies over the pavement; a plan says where the two are, not how one gets up."""
    nodes: list[Node] = []
    for door in (o.rect for o in face.openings if o.kind is OpeningKind.DOOR and o.storey == 1):
        ground = min(ground_at(face, x) for x in (door.x0, door.centre.x, door.x1))
        rise = door.y0 - ground
        if not _LEAST_RISE < rise <= _MOST_RISE or not door.overlaps(view.grown(_MOST_RISE)):
            continue
        count = ceil(rise / _STEP_RISE)
        for number in range(count):  # the lowest is the widest and lies nearest to the street
            beside = 120.0 + 260.0 * (count - 1 - number)
            foot = ground - 60.0 if number == 0 else ground + rise * number / count
            step = Rect(door.x0 - beside, foot, door.x1 + beside, ground + rise * (number + 1) / count)
            if number == 0 and not ambience.is_night:
                nodes.append(Shadow(path=Path.rect(step), offset=Point(70, -40), blur_mm=40, opacity=0.25))
            nodes.append(box(step, upright(step, (0.0, "#C9C4BA"), (0.18, "#B4AFA5"), (1.0, "#8F8A81"))))
            nodes.append(line(((step.x0, step.y1 - 5), (step.x1, step.y1 - 5)), "#E2DED6", 10.0, opacity=0.8))
    return Group(id="steps", children=tuple(nodes), title=text("scene.steps") if nodes else "", layer="context")


def _shop_light(face: Frontage, view: Rect) -> Group:
    panes = [
        o.rect for o in face.openings if o.storey == 1 and o.kind is OpeningKind.SHOPFRONT and o.rect.overlaps(view)
    ]
    if not panes:
        return Group(id="shop-light", children=())
    # What reaches the pavement: strips at the foot of the panes, so that the wall above keeps the sign's light.
    feet = [Rect(r.x0, r.y0 - 260.0, r.x1, r.y0 - 20.0) for r in panes]
    glow = Glow(
        path=Path.joined([Path.rect(r) for r in feet]),
        luminance_cd_m2=SHOP_CD_M2,
        temperature_k=3000,
        reach_mm=(120.0, 320.0),
        gain=0.5,
    )
    return Group(id="shop-light", children=(glow,), layer="light")
