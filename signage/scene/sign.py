"""A laid-out sign as nodes: bodies and letters with depth by day, with light by night.

Every front stays where it measures true; sides are drawn behind it in the oblique view of `signage.scene.solids`.
"""

from __future__ import annotations

from dataclasses import replace

from signage.design import SUPPORTS, Colour, LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Affine, Path, Rect
from signage.locale import text
from signage.scene.nodes import SIGN_LAYER, Ambience, Glow, Group, Node
from signage.scene.sign_bodies import body_group, box_of, painted
from signage.scene.sign_letters import letter_group
from signage.scene.sign_light import (
    GROUND,
    WRITTEN,
    box_glow,
    edge_glow,
    edge_shadow,
    has_wall_behind,
    letter_glows,
    shadows,
    through_pane,
    with_light,
)

_EDGE_LIGHT = 6.0  # how far a projecting face's light is followed along its wall, of the face's width
_RISE, _STEPS = 0.4, 20  # over which share of it the light of a single face sets in, and in how many steps
PLAIN_WALL = "#BDB4A6"  # wall of a sign that is shown without its building


def sign_group(
    layout: SignLayout, to_scene: Affine, ambience: Ambience, *, name: str, subject: str, wall: Colour = PLAIN_WALL
) -> Group:
    """Return a sign, seen on its face, as one group with a child group for each part.

    Args:
        layout: The sign.
        to_scene: Map from sign space to scene space; a shift, or a shift with scales.
        ambience: By day parts cast shadows; by night the lit ones emit.
        name: Id of the group and prefix of every id in it, unique in the scene.
        subject: Id of the unit that the sign belongs to.
        wall: Colour of the wall behind it; supports are painted like it unless the spec says otherwise.
    """
    shown = [p for p in layout.pieces if p.role is not PieceRole.BACKDROP]  # it lies behind what it lights
    bodies = [painted(p, layout, wall) for p in shown if p.role not in WRITTEN]
    lamps = next((p for p in bodies if p.role is PieceRole.BOX), None)
    letters = with_light(tuple(p for p in shown if p.role in WRITTEN), lamps)
    letters = through_pane(layout, letters) if ambience.is_night else letters
    outlines = {piece.id: piece.outline.transformed(to_scene) for piece in shown}
    carrier = max((p for p in bodies if p.role in GROUND), key=lambda p: p.z_front_mm, default=None)
    ground = carrier.z_front_mm if carrier is not None else 0.0
    has_wall = has_wall_behind(layout)
    nodes: list[Node] = []
    if ambience.is_night:
        nodes += [box_glow(p, outlines[p.id]) for p in bodies if p.is_face_lit and has_wall]
    elif has_wall and layout.street is None:
        cast = [(outlines[p.id], p.z_front_mm) for p in bodies if p.role is not PieceRole.CORD]
        nodes += shadows(f"{name}-shadow", cast, subject)
    nodes += [body_group(p, outlines[p.id], ambience, name, ground) for p in bodies]
    if ambience.is_night and (has_wall or carrier is not None):
        behind = wall if carrier is None else carrier.face_colour
        limit = None if carrier is None else box_of(outlines[carrier.id])
        nodes += letter_glows(letters, outlines, f"{name}-halo", subject, behind=behind, limit=limit)
    elif has_wall or carrier is not None:
        standing = [p for p in letters if p.construction is not LetterConstruction.CARVED]  # a cut throws no shadow
        cast = [(outlines[p.id], p.z_front_mm - ground) for p in standing if p.z_front_mm - ground > 3.0]
        nodes += shadows(f"{name}-letter-shadow", cast, subject)
    nodes += [letter_group(p, outlines[p.id], to_scene, ambience, name) for p in letters]
    return _group(layout, name, subject, nodes)


def edge_group(
    layout: SignLayout, to_scene: Affine, ambience: Ambience, *, name: str, subject: str, wall: Colour = PLAIN_WALL
) -> Group:
    """Return a sign as the street sees it: its face, or for a projecting sign its edge.

    Args:
        layout: The sign.
        to_scene: Map from the space of the sign as the street sees it to scene space.
        ambience: Day or night.
        name: Id of the group and prefix of every id in it, unique in the scene.
        subject: Id of the unit that the sign belongs to.
        wall: Colour of the wall behind it.
    """
    if layout.street is None:
        return sign_group(layout, to_scene, ambience, name=name, subject=subject, wall=wall)
    pieces = layout.street.pieces
    outlines = {piece.id: piece.outline.transformed(to_scene) for piece in pieces}
    nodes: list[Node] = []
    solids = [p for p in pieces if p.role not in SUPPORTS]
    if ambience.is_night:
        for box in (p for p in layout.pieces if p.role is PieceRole.BOX and p.is_face_lit and p.id in outlines):
            letters = with_light(tuple(p for p in layout.pieces if p.role in WRITTEN), box)
            away = next(p.z_back_mm for p in pieces if p.id == box.id)
            out = box_of(box.outline).width
            glow = edge_glow(box, letters, outlines[box.id], out, away)
            nodes.append(glow if layout.faces > 1 else _to_the_right(glow, box_of(outlines[box.id]), out, name))
    elif solids:
        near, far = min(p.z_back_mm for p in solids), max(p.z_front_mm for p in solids)
        whole = Path.joined([outlines[p.id] for p in solids])
        nodes.append(edge_shadow(f"{name}-shadow", box_of(whole), near, far, subject))
    nodes += [body_group(_shallow(piece), outlines[piece.id], ambience, name, 0.0) for piece in pieces]
    return _group(layout, name, subject, nodes)


def _to_the_right(glow: Glow, edge: Rect, out_mm: float, name: str) -> Group:
    """The light of a sign with one face: that face looks to the right of its edge, its back stays dark.

    The wall in the face's own plane sees nothing of it, so the light sets in by steps that no eye tells apart.
    """
    far, step = _EDGE_LIGHT * out_mm, _RISE * out_mm / _STEPS
    part = replace(glow, gain=glow.gain / _STEPS)
    parts = tuple(
        Group(
            id=f"{name}-face-light-{index}",
            children=(part,),
            layer="light",
            subject=glow.subject,
            clip=Rect(edge.x1 + index * step, edge.y0 - far, edge.x1 + far, edge.y1 + far),
        )
        for index in range(_STEPS)
    )
    return Group(id=f"{name}-face-light", children=parts, layer="light", subject=glow.subject)


def _shallow(piece: Piece) -> Piece:
    """A body seen from its edge runs straight away from the eye: it shows no sides."""
    return replace(piece, z_back_mm=piece.z_front_mm)


def _group(layout: SignLayout, name: str, subject: str, nodes: list[Node]) -> Group:
    title = text(
        "scene.sign_title",
        name=layout.spec.name,
        width=f"{layout.envelope.width:.0f}",
        height=f"{layout.envelope.height:.0f}",
    )
    return Group(id=name, children=tuple(nodes), title=title, layer=SIGN_LAYER, subject=subject)
