"""A sign by itself, seen on its face (牌面), close up, in plain surroundings that suit how it is mounted."""

from __future__ import annotations

from collections.abc import Callable

from signage.design import Colour, Form, PieceRole, SignLayout
from signage.geometry import Affine, Path, Rect
from signage.locale import text
from signage.scene.arcade import rod_plates
from signage.scene.captions import night_caption, piled, scale_caption, surroundings_caption
from signage.scene.nodes import Ambience, Group, Node, Scene, Texture
from signage.scene.people import HEIGHT_MM, person
from signage.scene.shapes import across, box, ellipse, line, solid, upright
from signage.scene.sign import PLAIN_WALL, sign_group
from signage.scene.tones import darker, lighter, mix
from signage.typography import FontCatalogue

ASPECT = 16 / 9
DESIGN_PX = 1600.0  # sizes of words and lines are chosen for a picture this wide
_PAVING = "#A9A59C"
_FEET = (PieceRole.POST, PieceRole.PLINTH, PieceRole.BALLAST)
_SKY_DAY, _SKY_NIGHT = ("#BBD0E0", "#EAF0F3"), ("#8B97B5", "#D9E0F0")
_SOFFIT = "#8F8A80"
_FRAME = "#3A3E44"
_NEAR_MM = -60.0  # where the person for scale stands, below the sign's foot: nearer to the viewer
_ARM_AND_BAG_MM, _SHOULDER_MM = 400.0, 230.0  # how far that person reaches to the sign, with air, and to the other side


def compose_sign(layout: SignLayout, ambience: Ambience, fonts: FontCatalogue) -> Scene:
    """Return the sign with margins: on a plain wall, against the sky, or behind glass.

    Args:
        layout: The sign.
        ambience: Day or night.
        fonts: For the words beside it.
    """
    view = _view_of(layout)
    around = _SURROUNDINGS.get(Form(layout.form), _wall)
    if layout.balloon is not None:
        around = _under_the_sky
    elif layout.stands_on_ground:
        around = _forecourt
    sign = sign_group(layout, Affine(), ambience, name="sign", subject=layout.spec.name)
    behind, before = around(layout, view, ambience)
    u = view.width / DESIGN_PX
    captions = night_caption(layout, ambience, fonts, view, u)
    if around in _PLACES:  # a plain wall pretends to be no place
        captions += surroundings_caption(fonts, view, u)
    if layout.street is not None:  # nothing beside it tells its size, and no front shows its face
        captions += scale_caption(fonts, view, u)
    captions = piled(captions, u)
    kind = "night" if ambience.is_night else "day"
    return Scene(
        id=f"sign-{kind}",
        title=text(f"scene.sign_picture_title_{kind}", name=layout.spec.name),
        bounds=view,
        nodes=(
            Group(id="wall", children=tuple(behind), layer="context"),
            sign,
            *([Group(id="foreground", children=tuple(before), layer="context")] if before else []),
            *captions,
        ),
        ambience=ambience,
        model_digest=layout.digest,
    )


def _view_of(layout: SignLayout) -> Rect:
    """Return what is shown: the sign, what holds it, and air around it; 16:9, or square for an upright sign."""
    boxes = [layout.envelope, *(b for p in layout.pieces if (b := p.outline.control_bounds()) is not None)]
    size = Rect.joined(boxes)
    is_tall = size.height > size.width
    aspect = 1.0 if is_tall else ASPECT
    share = 1.35 if is_tall else 2.3
    width = max(size.width * 1.36, size.height * share * aspect)
    height = width / aspect
    centre = size.centre
    return Rect.sized(centre.x - width / 2, centre.y - height * 0.48, width, height)


_Around = tuple[list[Node], list[Node]]


def _wall(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    whole = view.grown(10.0)
    return [
        box(whole, Texture(material="stone", colour=PLAIN_WALL, seed=11)),
        # light falls off towards the foot of the wall
        box(whole, upright(whole, (0.0, "#FFFFFF"), (0.5, PLAIN_WALL), (1.0, "#2A2520"), opacity=0.16)),
    ], []


def _sky(view: Rect, ambience: Ambience) -> Node:
    top, low = _SKY_NIGHT if ambience.is_night else _SKY_DAY
    whole = view.grown(10.0)
    return box(whole, upright(whole, (0.0, top), (1.0, low)))


def _along_the_street(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    """Beside a projecting sign: its wall in section at the left, the far side of the street behind it."""
    left = min((b.x0 for p in layout.pieces if (b := p.outline.control_bounds()) is not None), default=0.0)
    far = Rect(left, view.y0 - 10, view.x1 + 10, view.y1 + 10)
    wall = Rect(view.x0 - 10, view.y0 - 10, left, view.y1 + 10)
    return [
        _sky(view, ambience),
        *_across_the_street(far, ambience),
        box(wall, Texture(material="stone", colour=PLAIN_WALL, seed=11)),
        box(wall, across(wall, (0.0, "#FFFFFF"), (0.7, PLAIN_WALL), (1.0, "#1E1B18"), opacity=0.30)),
        line(((left, view.y0), (left, view.y1)), darker(PLAIN_WALL, 0.55), view.width * 0.002),
    ], []


def _across_the_street(far: Rect, ambience: Ambience) -> list[Node]:
    """Houses on the far side, hazy, their windows in rows; by night some of them are lit."""
    nodes: list[Node] = []
    haze = _SKY_NIGHT[1] if ambience.is_night else _SKY_DAY[1]
    for depth, (reach, share) in enumerate(((0.70, 0.14), (0.48, 0.25))):
        tone = mix(haze, "#8D8C8A", share)
        row = Rect(far.x0 + far.width * 0.13 * depth, far.y0, far.x1, far.y0 + far.height * reach)
        for number, house in enumerate(_roofs(row, 4 + depth)):
            nodes.append(box(house, tone))
            nodes += _far_windows(house, tone, ambience, number + 7 * depth)
    return nodes


def _far_windows(house: Rect, tone: Colour, ambience: Ambience, seed: int) -> list[Node]:
    step = house.width / 4.0
    high = step * 1.35
    rows = int((house.height - 0.4 * high) / high)
    left, top = house.x0 + step * 0.72, house.y1 - high * 0.95
    panes = [
        (row * 3 + column, Rect.sized(left + step * column, top - high * row, step * 0.5, high * 0.55))
        for row in range(rows)
        for column in range(3)
    ]
    lit = [pane for at, pane in panes if ambience.is_night and (at * 5 + seed * 3) % 7 < 2]
    dark = [pane for _, pane in panes if pane not in lit]
    shown = ((dark, darker(tone, 0.09)), (lit, "#D8A860"))
    return [solid(Path.joined([Path.rect(pane) for pane in group]), colour) for group, colour in shown if group]


def _under_a_soffit(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    """In an arcade: the ceiling that the rods are screwed to, and in its shade a wall some way behind."""
    behind, _ = _wall(layout, view, ambience)
    rods = [b for p in layout.pieces if p.role is PieceRole.ROD and (b := p.outline.bounds()) is not None]
    top = max((rod.y1 for rod in rods), default=view.y1)
    shade = Rect(view.x0 - 10, view.y0 - 10, view.x1 + 10, top)
    dark = 0.25 if ambience.is_night else 0.62
    return [
        *behind,
        box(shade, upright(shade, (0.0, "#0E0F12"), (1.0, "#26272C"), opacity=dark)),
        *_soffit(top, view),
        *rod_plates(rods),
    ], []


def _soffit(top: float, view: Rect) -> list[Node]:
    """Return the beam from the level `top` upwards, and below it the ceiling that runs away from the eye."""
    beam = Rect(view.x0 - 10, top, view.x1 + 10, max(view.y1 + 10, top + 1))
    ceiling = Rect(view.x0 - 10, top - view.height * 0.13, view.x1 + 10, top)
    return [
        box(ceiling, upright(ceiling, (0.0, darker(_SOFFIT, 0.30)), (1.0, darker(_SOFFIT, 0.68)))),
        line(((view.x0, ceiling.y0), (view.x1, ceiling.y0)), darker(_SOFFIT, 0.85), view.width * 0.0015),
        box(beam, upright(beam, (0.0, lighter(_SOFFIT, 0.35)), (1.0, lighter(_SOFFIT, 0.12)))),
        line(((view.x0, top), (view.x1, top)), darker(_SOFFIT, 0.60), view.width * 0.0025),
    ]


def _over_a_canopy(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    behind, _ = _wall(layout, view, ambience)
    slab = Rect(view.x0 - 10, -view.height * 0.11, view.x1 + 10, 0.0)
    under = Rect(view.x0 - 10, view.y0 - 10, view.x1 + 10, slab.y0)
    return [
        *behind,
        box(under, upright(under, (0.0, "#000000"), (1.0, "#000000"), opacity=0.35)),
        box(slab, upright(slab, (0.0, "#8A9299"), (0.2, "#626A71"), (1.0, "#434A51"))),
        line(((view.x0, 0.0), (view.x1, 0.0)), "#C4CACF", view.width * 0.002),
    ], []


def _behind_glass(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    """On a shop window, which the picture looks into."""
    whole = view.grown(10.0)
    pane = view.grown(-view.width * 0.02, -view.height * 0.035)
    nodes: list[Node] = [
        box(whole, _FRAME),
        box(pane, Texture(material="interior", colour="#B7A88F", seed=23, extent=pane)),
    ]
    if not ambience.is_night:  # by day the pane shows the street as much as the shop
        nodes.append(box(pane, upright(pane, (0.0, "#4F6470"), (1.0, "#22303A"), opacity=0.45)))
    return nodes, []


def _over_the_roof(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    roof = Rect(view.x0 - 10, view.y0 - 10, view.x1 + 10, 0.0)
    coping = Rect(roof.x0, -view.height * 0.035, roof.x1, 0.0)
    return [
        _sky(view, ambience),
        box(roof, Texture(material="stone", colour=PLAIN_WALL, seed=11)),
        box(coping, upright(coping, (0.0, lighter(PLAIN_WALL, 0.4)), (1.0, darker(PLAIN_WALL, 0.15)))),
    ], []


def _forecourt(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    """On the pavement, before a wall further back, with a person for scale where there is room for one."""
    return _on_paving(layout, view, _wall(layout, view, ambience)[0], ambience)


def _under_the_sky(layout: SignLayout, view: Rect, ambience: Ambience) -> _Around:
    """On a square: the pavement, roofs far behind it and the sky, with a person for scale."""
    far = Rect(view.x0 - 10, view.y0 - 10, view.x1 + 10, layout.envelope.height * 0.10)
    tone = mix(_SKY_NIGHT[1] if ambience.is_night else _SKY_DAY[1], PLAIN_WALL, 0.32)
    return _on_paving(layout, view, [_sky(view, ambience), *(box(roof, tone) for roof in _roofs(far))], ambience)


def _roofs(far: Rect, count: int = 7) -> list[Rect]:
    """Return houses side by side, no two neighbours of one height."""
    shares = (0.72, 1.0, 0.58, 0.86, 0.66, 0.94, 0.78)[:count]
    wide = far.width / len(shares)
    return [Rect.sized(far.x0 + wide * at, far.y0, wide + 1.0, far.height * share) for at, share in enumerate(shares)]


def _on_paving(layout: SignLayout, view: Rect, behind: list[Node], ambience: Ambience) -> _Around:
    horizon = min(layout.envelope.height * 0.06, 220.0)
    ground = Rect(view.x0 - 10, view.y0 - 10, view.x1 + 10, horizon)
    x = layout.envelope.x1 + max(min(900.0, (view.x1 - layout.envelope.x1) * 0.5), _ARM_AND_BAG_MM)
    is_whole = view.y1 >= HEIGHT_MM and view.x1 >= x + _SHOULDER_MM  # else the picture would cut the person's head off
    scale: list[Node] = [person(x, _NEAR_MM, name="person", is_mirrored=True, ambience=ambience)] if is_whole else []
    shades = foot_shades(layout)
    return [
        *behind,
        box(ground, Texture(material="paving", colour=_PAVING, seed=3)),
        box(ground, upright(ground, (0.0, "#000000"), (0.4, "#FFFFFF"), (1.0, "#FFFFFF"), opacity=0.10)),
        line(((view.x0, horizon), (view.x1, horizon)), darker(_PAVING, 0.4), 14.0, opacity=0.7),
        *(solid(path, "#000000", 0.24) for path in shades),
    ], scale


def foot_shades(layout: SignLayout) -> list[Path]:
    """Return what lies in shade under the feet of a sign that stands, sign space."""
    return [ellipse(foot.centre.x + 40, foot.y0 - 18, foot.width * 0.62 + 60, 38) for foot in _feet(layout)]


def _feet(layout: SignLayout) -> list[Rect]:
    """Return what touches the ground: posts, a plinth, a weight, or the two legs of a gate."""
    feet = [
        box_ for piece in layout.pieces if piece.role in _FEET and (box_ := piece.outline.control_bounds()) is not None
    ]
    panel = layout.panel
    if panel is not None and panel.role is PieceRole.GATE:
        low = [p.x for contour in panel.outline.flattened(2.0) for p in contour if p.y < 1.0]
        ends = sorted(low)
        feet += [Rect(ends[0], 0.0, ends[1], 1.0), Rect(ends[-2], 0.0, ends[-1], 1.0)]
    return feet


# What shows a street, a square or a forecourt.
_PLACES: tuple[Callable[[SignLayout, Rect, Ambience], _Around], ...] = (_along_the_street, _under_the_sky, _forecourt)
_SURROUNDINGS: dict[Form, Callable[[SignLayout, Rect, Ambience], _Around]] = {
    Form.PROJECTING: _along_the_street,
    Form.HANGING: _under_a_soffit,
    Form.CANOPY: _over_a_canopy,
    Form.FREESTANDING: _forecourt,
    Form.ROOFTOP: _over_the_roof,
    Form.WINDOW: _behind_glass,
}
