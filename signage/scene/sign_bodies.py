"""The bodies of a sign as nodes: panels, boxes, fabric, gates, balloons, rails and what holds them up."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from signage.design import Colour, Piece, PieceRole, SignLayout
from signage.fabrication.drilling import is_clamped, spread
from signage.fabrication.making import MakingTable
from signage.geometry import Path, Point, Rect, Region
from signage.locale import text
from signage.scene.balloon import ball
from signage.scene.nodes import Ambience, Fill, Group, Lit, Node, Paint, Solid, Stroke, Texture
from signage.scene.shapes import across, ellipse, solid, upright
from signage.scene.sign_light import box_light
from signage.scene.sign_surfaces import edge_light, lacquer, light_on, sheen, textured, tube
from signage.scene.solids import returns
from signage.scene.tones import darker, lighter, lightness, mix

# Tubes that carry: a plain soft shade, seen after what they carry.
_QUIET = (PieceRole.RAIL, PieceRole.BRACKET, PieceRole.TIE)
_STANDING = (PieceRole.POST, PieceRole.PLINTH, PieceRole.GATE, PieceRole.BALLAST)  # no back below their feet
_LINEAR = (PieceRole.TRUSS, PieceRole.ROD, PieceRole.CORD, PieceRole.POST)
_SWELL_RINGS, _SWELL_SHADE, _SWELL_LIGHT = 12, 0.30, 0.05
_STREET_SHEEN = ((0.0, 0.11), (0.5, 0.06), (1.0, 0.02))  # white in a panel's colour by night, from its top down
_SIDE_DARKEST = 0.50  # share of black in a side that turns away from the light
_FOLD_MM = 620.0  # between the folds of a banner


def box_of(path: Path) -> Rect:
    """Return the box of a path's control points."""
    return path.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)


def painted(piece: Piece, layout: SignLayout, wall: Colour) -> Piece:
    """Return a support painted like its wall, as on site; rails (横梁) and ties to them keep their colour."""
    if piece.role is not PieceRole.BRACKET or layout.street is not None:
        return piece
    if layout.spec.colours.panel is not None or layout.spec.panel_material is not None:
        return piece
    colour = mix(wall, piece.face_colour, 0.12)
    return replace(piece, face_colour=colour, side_colour=darker(colour, 0.18))


def side_fills(outline: Path, depth_mm: float, colour: Colour, tolerance: float) -> list[Node]:
    """Return the sides of a body, shaded by the direction that they look in."""
    fills: list[Node] = []
    for shade, path in returns(outline, depth_mm, tolerance):
        toned = darker(colour, _SIDE_DARKEST - 0.45 * shade) if shade < 0.75 else lighter(colour, (shade - 0.75) * 0.5)
        fills.append(solid(path, toned))
    return fills


def body_group(piece: Piece, outline: Path, ambience: Ambience, prefix: str, ground: float) -> Group:
    """Return a body with its sides, its face and the light along its edge.

    Args:
        piece: The body.
        outline: Its outline, scene space.
        ambience: Day or night.
        prefix: Of the group's id.
        ground: Distance from the wall of the face that a frame stands around.
    """
    seen = _without_cuts(piece, outline)
    box = box_of(seen)
    if piece.role is PieceRole.BALLOON:
        return _named(piece, prefix, ball(box, piece.face_colour, is_night=ambience.is_night))
    nodes = [*_sides(piece, seen, box, ground)]
    face = _face(piece, box, ambience)
    nodes.append(Fill(path=seen, paint=face, subject=piece.id))
    nodes += _relief(piece, seen, box, ambience, face)
    if piece.role not in (PieceRole.CORD, PieceRole.FABRIC):
        nodes += _edge(piece, seen, box)
    return _named(piece, prefix, nodes)


def _named(piece: Piece, prefix: str, nodes: list[Node]) -> Group:
    return Group(
        id=f"{prefix}-{piece.id}",
        children=tuple(nodes),
        title=text(f"sign.role_{piece.role.value}"),
        layer="sign",
        subject=piece.id,
    )


def _without_cuts(piece: Piece, outline: Path) -> Path:
    """A cut-out panel is painted whole: its acrylic covers every cut, and two edges on one line would show a seam."""
    if piece.role is not PieceRole.PANEL or outline.verbs.count("M") == 1:
        return outline
    end = outline.verbs.index("Z") + 1
    arity = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
    count = 2 * sum(arity[verb] for verb in outline.verbs[:end])
    return Path(outline.verbs[:end], outline.coords[:count])


def _sides(piece: Piece, outline: Path, box: Rect, ground: float) -> list[Node]:
    # A frame's inner side ends at the face that it frames, not at the wall.
    back = max(piece.z_back_mm, ground) if piece.role is PieceRole.FRAME else piece.z_back_mm
    depth = max(0.0, piece.z_front_mm - back)
    if piece.role is PieceRole.BOX:
        depth = min(depth, 260.0)
    if piece.role in _STANDING or piece.role in _LINEAR:
        return []
    if piece.role in (PieceRole.BRACKET, PieceRole.TIE):
        return [solid(path, piece.side_colour) for _, path in returns(outline, depth, 1.0)]
    return side_fills(outline, depth, piece.side_colour, _fine(box))


def _face(piece: Piece, box: Rect, ambience: Ambience) -> Paint:
    if piece.is_face_lit and ambience.is_night:
        return Lit(
            colour=piece.face_colour,
            luminance_cd_m2=box_light(piece),
            temperature_k=piece.temperature_k,
            falloff_mm=min(box.width, box.height) * 0.04,
        )
    if piece.role is PieceRole.PANEL and ambience.is_night:
        return _panel_by_night(piece, box)
    return _surface(piece, box)


def _surface(piece: Piece, box: Rect) -> Paint:
    texture = textured(piece)
    if texture is not None and piece.role not in _LINEAR:
        return texture
    colour = piece.face_colour
    if piece.role in _QUIET:
        return upright(box, (0.0, lighter(colour, 0.22)), (0.3, colour), (1.0, darker(colour, 0.14)))
    if piece.role is PieceRole.FRAME:
        return upright(box, (0.0, lighter(colour, 0.22)), (0.45, colour), (1.0, darker(colour, 0.25)))
    if piece.role in (PieceRole.POST, PieceRole.PLINTH, PieceRole.BALLAST):
        return tube(box, colour)
    if piece.role is PieceRole.FABRIC:
        return _folds(box, colour)
    if piece.role is PieceRole.GATE:
        return Solid(colour=colour)
    return lacquer(box, colour)


def _folds(box: Rect, colour: Colour) -> Paint:
    """Cloth between cords hangs in soft upright folds."""
    count = max(2, round(box.width / _FOLD_MM))
    stops: list[tuple[float, Colour]] = []
    for index in range(count):
        at = index / count
        stops += [(at, darker(colour, 0.13)), (at + 0.42 / count, lighter(colour, 0.07)), (at + 0.8 / count, colour)]
    return across(box, *stops, (1.0, darker(colour, 0.13)))


def _panel_by_night(piece: Piece, box: Rect) -> Paint:
    """A panel by the street's light: its lacquer mirrors some of it, more towards its upper edge, in no colour."""
    face, colour = _surface(piece, box), piece.face_colour
    if isinstance(face, Texture):
        return face
    return upright(box, *((at, lighter(colour, share)) for at, share in _STREET_SHEEN))


def _relief(piece: Piece, outline: Path, box: Rect, ambience: Ambience, face: Paint) -> list[Node]:
    """What lies on a face: a sheen, clamps, a hem with eyelets, the roundness of an inflated beam."""
    if isinstance(face, Texture):
        return [] if ambience.is_night else [light_on(outline, box, face)]
    match piece.role:
        case PieceRole.PANEL | PieceRole.BOX:
            return [] if ambience.is_night else sheen(piece, outline, box)
        case PieceRole.RAIL:
            return _clamps(piece, box)
        case PieceRole.FABRIC:
            return _hem(box, piece.face_colour)
        case PieceRole.GATE:
            return _swell(outline, box, face.colour if isinstance(face, Solid) else piece.face_colour)
        case _:
            return []


def _edge(piece: Piece, outline: Path, box: Rect) -> list[Node]:
    edge = lighter(piece.face_colour, 0.45 if lightness(piece.face_colour) < 0.75 else 0.8)
    width = max(2.0, min(8.0, min(box.width, box.height) * 0.006))
    return edge_light(outline, edge, width, _fine(box))


def _fine(box: Rect) -> float:
    """Return how far the sides of a body may stray from its curves: a small round sign is seen from near by."""
    return min(1.0, max(box.width, box.height) / 6000.0)


def _clamps(piece: Piece, rail: Rect) -> list[Node]:
    """The clamps that hold a rail, as the parts list sets them out: bands around it."""
    making = MakingTable.load()
    role = making.rule_of(piece.role.value)
    if role is None or not is_clamped(piece, making):
        return []
    proud = min(4.0, rail.height * 0.06)
    half = role.clamp_mm / 2
    bands = [
        Rect(x - half, rail.y0 - proud, x + half, rail.y1 + proud) for x in spread(rail.x0, rail.x1, making.fixing)
    ]
    shade = Path.joined([Path.rect(band.moved(proud * 0.6, -proud)) for band in bands])
    colour = mix(piece.face_colour, piece.side_colour, 0.35)
    steel = upright(bands[0], (0.0, lighter(colour, 0.30)), (0.3, colour), (1.0, darker(colour, 0.25)))
    return [solid(shade, "#000000", 0.30), Fill(path=Path.joined([Path.rect(band) for band in bands]), paint=steel)]


def _hem(box: Rect, colour: Colour) -> list[Node]:
    """A seam all around and an eyelet in each corner."""
    edge = min(30.0, box.height * 0.06)
    inner = box.grown(-edge)
    seam = Stroke(path=Path.rect(inner), colour=darker(colour, 0.35), width_mm=3.0, dash_mm=(14.0, 8.0), opacity=0.7)
    eyes = [ellipse(x, y, edge * 0.42) for x in (box.x0 + edge / 2, box.x1 - edge / 2) for y in (inner.y0, inner.y1)]
    return [seam, solid(Path.joined(eyes), "#D9D2C2")]


def _swell(outline: Path, box: Rect, colour: Colour) -> list[Node]:
    """The roundness of an inflated body: dark along its edges, lighter ring by ring towards the middle of its tube.

    The rings follow the outline around the bends, so that no seam shows where the legs meet the beam.
    """
    clip = Region.of_path(outline, 2.0)
    feet = [outer for outer, _ in clip.rings()]
    radius = (_leg_width(feet[0], box) if feet else 0.0) / 2
    dark, light = darker(colour, _SWELL_SHADE), lighter(colour, _SWELL_LIGHT)
    nodes: list[Node] = [solid(outline, dark)]
    for ring in range(1, _SWELL_RINGS + 1):
        # Rings are close together at the edge, where a tube turns away, and wide apart in its middle.
        inner = clip.grown(-radius * (1.0 - sqrt(1.0 - (ring / (_SWELL_RINGS + 1)) ** 2)))
        if not inner.is_empty:
            nodes.append(solid(inner.to_path(), mix(dark, light, ring / _SWELL_RINGS)))
    shine = upright(box, (0.0, "#FFFFFF"), (0.16, "#FFFFFF"), (0.40, "#000000"), (1.0, "#000000"))
    return [*nodes, Fill(path=outline, paint=replace(shine, opacity=0.06))]


def _leg_width(ring: tuple[Point, ...], box: Rect) -> float:
    """Return the width of a gate's left leg, told at its foot."""
    feet = sorted(p.x for p in ring if p.y <= box.y0 + 1.0)
    return feet[1] - feet[0] if len(feet) > 1 else 0.0
