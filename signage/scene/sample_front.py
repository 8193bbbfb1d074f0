"""The front elevation of a sign of which only dimensions and words are known: on a sample shop, said to be one."""

from __future__ import annotations

from signage.design import PieceRole, SignLayout
from signage.frontage import OpeningKind
from signage.geometry import Affine, Rect
from signage.locale import text
from signage.scene.alone import ASPECT, DESIGN_PX, compose_sign, foot_shades
from signage.scene.arcade import arcade_nodes, rod_plates
from signage.scene.captions import night_caption, piled, scale_caption, scenery_caption
from signage.scene.facade import backdrop, ground_at
from signage.scene.nodes import Ambience, Group, Node, Scene
from signage.scene.people import person
from signage.scene.sample_house import SampleHouse, Wall, sample_house
from signage.scene.shapes import solid
from signage.scene.sign import sign_group
from signage.typography import FontCatalogue

_STONE = Wall()
_AIR = 1.36  # width of the picture, of the sign's
# How much wider the picture may become for the pavement to be in it: over a shop, and for what hangs at eye level.
_WIDEST, _WIDEST_LOW = 2.4, 4.8
_FOOT = 520.0  # of ground shown below the pavement's line
_OVER = 520.0  # shown above the sign


def compose_sample_front(layout: SignLayout, ambience: Ambience, fonts: FontCatalogue, *, wall: Wall = _STONE) -> Scene:
    """Return the sign on a shop made to its measure, true to scale; a kind that hangs on no house as by itself.

    Args:
        layout: The sign.
        ambience: Day or night.
        fonts: For the words beside it.
        wall: What the house is built of.
    """
    house = sample_house(layout, wall)
    if house is None:
        return compose_sign(layout, ambience, fonts)
    face, view = house.face, _view_of(house)
    to_scene = Affine.shift(house.origin.x, house.origin.y)
    sign = sign_group(layout, to_scene, ambience, name="sign", subject=layout.spec.name, wall=wall.colour)
    # What stays while a sign changes comes first, so that backends can keep it.
    nodes: list[Node] = [*backdrop(face, view, ambience, fonts)]
    people = _person(house, view, ambience)
    nodes += _in_an_arcade(house, layout, view, ambience) + people
    nodes += [solid(path.transformed(to_scene), "#000000", 0.24) for path in foot_shades(layout)]
    nodes.append(sign)
    u = view.width / DESIGN_PX
    captions = night_caption(layout, ambience, fonts, view, u) + scenery_caption(fonts, view, u)
    captions += [] if people or layout.stands_on_ground else scale_caption(fonts, view, u)
    kind = "night" if ambience.is_night else "day"
    return Scene(
        id=f"sample-{kind}",
        title=text(f"scene.sign_picture_title_{kind}", name=layout.spec.name),
        bounds=view,
        nodes=(
            Group(id="picture", children=tuple(nodes), layer="context", clip=view),
            *piled(captions, u),
        ),
        ambience=ambience,
        model_digest=layout.digest,  # the sign's: scenery is no part of what is made
    )


def _view_of(house: SampleHouse) -> Rect:
    """Return what is shown, 16:9: the sign large, and the ground before the shop where that is not far below it."""
    if house.arcade is not None:
        return house.arcade.view(ASPECT)
    sign = house.sign
    is_tall = sign.height > 1.2 * sign.width
    least = max(sign.width * _AIR, sign.height * (1.45 if is_tall else 1.9) * ASPECT)
    down_to_ground = (sign.y1 + _OVER + _FOOT) * ASPECT
    widest = _WIDEST_LOW if house.is_at_eye_level else _WIDEST
    if not house.is_over_roof and down_to_ground <= least * widest:
        width = max(least, down_to_ground)
        y0 = -_FOOT
    else:
        width = least * house.air
        y0 = sign.centre.y - width / ASPECT * (0.56 if house.is_over_roof else 0.66)
    return Rect.sized(sign.centre.x - width / 2, y0, width, width / ASPECT)


def _in_an_arcade(house: SampleHouse, layout: SignLayout, view: Rect, ambience: Ambience) -> list[Node]:
    if house.arcade is None:
        return []
    boxes = [box for p in layout.pieces if p.role is PieceRole.ROD and (box := p.outline.bounds()) is not None]
    rods = [rod.moved(house.origin.x, house.origin.y) for rod in boxes]
    return [
        *arcade_nodes(house.arcade, view, ambience),
        Group(id="rod-plates", children=tuple(rod_plates(rods)), layer="context"),
    ]


def _person(house: SampleHouse, view: Rect, ambience: Ambience) -> list[Node]:
    """Someone before a pier, for scale, where the ground is in the picture and the sign does not stand."""
    face = house.face
    if view.y0 > -100.0:
        return []
    doors = [o.rect for o in face.openings if o.kind is OpeningKind.DOOR]
    shares = (0.80, 0.84, 0.76, 0.88, 0.72, 0.20, 0.16, 0.24)
    tries = [view.x0 + view.width * share for share in shares]
    places = [c.rect.centre.x for c in face.columns]
    piers = [x for x in places if 0.68 < (x - view.x0) / view.width < 0.93]
    piers += [x for x in places if 0.07 < (x - view.x0) / view.width < 0.32]
    taken = [*doors, *([house.sign] if house.sign.y0 < 1500.0 else [])]
    free = [x for x in (*piers, *tries) if all(not r.x0 - 300 < x < r.x1 + 300 for r in taken)]
    x = (free or tries)[0]
    is_right = x > view.centre.x
    ground = ground_at(face, x) if house.arcade is None else house.arcade.floor_mm
    at, side = ground - 90.0, -1 if is_right else 1
    return [person(x, at, name="person", is_mirrored=is_right, ambience=ambience, lit_from=side)]
