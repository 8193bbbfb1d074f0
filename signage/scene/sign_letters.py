"""Letters, logo and divider as nodes: faces, returns, trim, bulbs and matrix dots."""

from __future__ import annotations

from math import pi

from signage.design import LetterConstruction, Piece, PieceRole
from signage.geometry import Affine, Path, Rect, Region
from signage.locale import text
from signage.scene.carving import hollow
from signage.scene.nodes import Ambience, Fill, Group, Lit, Node, Picture, Solid, Stroke
from signage.scene.shapes import ellipse, solid, upright
from signage.scene.sign_bodies import box_of, side_fills
from signage.scene.sign_surfaces import light_on, textured
from signage.scene.solids import lit_edges, returns
from signage.scene.tones import darker, lighter, luminance

_METALS = ("stainless", "brass", "titanium", "copper", "metal", "steel", "gold")
_BULB_COLOUR = "#FFF3D6"
_CHANNEL_SHARE, _PALE_BACK = 0.30, 0.5  # of an open channel's light that its back gives back; from this share of white
_BRIGHTEST = 6.0  # a bulb or dot is never drawn more than so much brighter than the mean of its letter


def letter_group(piece: Piece, outline: Path, to_scene: Affine, ambience: Ambience, prefix: str) -> Group:
    """Return a letter, logo or divider with its sides and its face.

    Args:
        piece: What it is; its luminance is the one that it is drawn with.
        outline: Its outline, scene space.
        to_scene: Map from sign space, for its bulbs and a logo's colours.
        ambience: Day or night.
        prefix: Of the group's id.
    """
    box = box_of(outline)
    size = max(box.width, box.height)
    depth, tolerance = piece.z_front_mm - piece.z_back_mm, max(0.25, size / 900)
    is_lit = ambience.is_night and piece.is_face_lit
    nodes: list[Node] = []
    is_carved = piece.construction is LetterConstruction.CARVED
    if depth > 1.0 and not is_carved:
        if is_lit:
            nodes += _lit_sides(piece, outline, depth, tolerance)
        else:
            nodes += side_fills(outline, depth, piece.side_colour, tolerance)
    if piece.role is PieceRole.LOGO:
        nodes += _logo(piece, outline, box, to_scene, is_lit=is_lit)
    elif piece.construction is LetterConstruction.OPEN_FACE:
        nodes += _open_channel(piece, outline, to_scene, is_lit=is_lit)
    elif is_carved:
        nodes += [*_surface(piece, outline, box), *hollow(outline, depth, piece.face_colour, size)]
    elif piece.construction is LetterConstruction.PIXELS:
        nodes += _dots(piece, outline, to_scene, is_lit=is_lit)
    else:
        nodes += _face(piece, outline, box, is_lit=is_lit, has_depth=depth > 1.0)
    return Group(
        id=f"{prefix}-{piece.id}",
        children=tuple(nodes),
        title=text("scene.piece_letter", text=piece.text) if piece.text else text(f"sign.role_{piece.role.value}"),
        layer="sign",
        subject=piece.id,
    )


def _face(piece: Piece, outline: Path, box: Rect, *, is_lit: bool, has_depth: bool) -> list[Node]:
    size = max(box.width, box.height)
    nodes: list[Node] = []
    if piece.trim_mm > 0:
        nodes.append(solid(outline, darker(piece.side_colour, 0.2) if is_lit else piece.side_colour))
        outline = Region.of_path(outline, 0.3).grown(-piece.trim_mm).to_path()
        if outline.is_empty:  # strokes thinner than two edgings show the edging alone
            return nodes
    if is_lit:
        # print has no edge of its own: the light comes from the face that it is on
        falloff = 1.0 if piece.construction is LetterConstruction.PRINTED else max(4.0, size * 0.04)
        return [*nodes, Fill(path=outline, paint=_shining(piece, piece.face_colour, falloff))]
    nodes += _surface(piece, outline, box)
    if has_depth:
        edge = lighter(piece.face_colour, 0.6)
        width = max(1.2, size * 0.006)
        nodes.append(Stroke(path=lit_edges(outline, max(0.25, size / 900)), colour=edge, width_mm=width, opacity=0.7))
    return nodes


def _shining(piece: Piece, colour: str, falloff_mm: float, factor: float = 1.0) -> Lit:
    return Lit(
        colour=colour,
        luminance_cd_m2=(piece.luminance_cd_m2 or 0.0) * factor,
        temperature_k=piece.temperature_k,
        falloff_mm=falloff_mm,
    )


def _surface(piece: Piece, outline: Path, box: Rect) -> list[Node]:
    """A face by the light that falls on it: brushed metal, plain metal, or acrylic, a little brighter above."""
    texture = textured(piece)
    if texture is not None:
        return [Fill(path=outline, paint=texture), light_on(outline, box, texture)]
    colour = piece.face_colour
    if any(word in piece.material for word in _METALS):
        middle, foot = (0.55, lighter(colour, 0.16)), (1.0, darker(colour, 0.16))
        return [Fill(path=outline, paint=upright(box, (0.0, lighter(colour, 0.30)), (0.35, colour), middle, foot))]
    paint = upright(box, (0.0, lighter(colour, 0.16)), (0.45, colour), (1.0, darker(colour, 0.09)))
    return [Fill(path=outline, paint=paint)]


def _lit_sides(piece: Piece, outline: Path, depth: float, tolerance: float) -> list[Node]:
    """By night the sides catch a little of what the face spills: one dim lit shape, no shades."""
    sides = [path for _, path in returns(outline, depth, tolerance)]
    if not sides:
        return []
    return [Fill(path=Path.joined(sides), paint=_shining(piece, piece.side_colour, 1.0, 0.06))]


def _lamp_path(piece: Piece, to_scene: Affine, share: float = 1.0) -> Path:
    radius = piece.lamp_mm / 2 * share
    return Path.joined([ellipse(lamp.x, lamp.y, radius) for lamp in piece.lamps]).transformed(to_scene)


def _lamp_factor(piece: Piece) -> float:
    """Return how much brighter than the letter's mean its lamps are, since only they shine."""
    area = abs(piece.outline.signed_area())
    lamps = len(piece.lamps) * pi * piece.lamp_mm**2 / 4
    return min(_BRIGHTEST, area / lamps) if lamps > 0 else 1.0


def _open_channel(piece: Piece, outline: Path, to_scene: Affine, *, is_lit: bool) -> list[Node]:
    """A channel that is open to the front: its back, its rim, and the bulbs in it."""
    rim = Stroke(path=outline, colour=lighter(piece.side_colour, 0.25), width_mm=4.0)
    bulbs = _lamp_path(piece, to_scene)
    if is_lit:
        given = min(1.0, luminance(piece.face_colour) / _PALE_BACK)
        back = Fill(path=outline, paint=_shining(piece, piece.face_colour, 1.0, _CHANNEL_SHARE * given))
        return [
            back,
            rim,
            Fill(path=bulbs, paint=_shining(piece, _BULB_COLOUR, piece.lamp_mm / 5, _lamp_factor(piece))),
        ]
    shade = _lamp_path(piece, to_scene, 1.25)
    return [
        solid(outline, darker(piece.face_colour, 0.22)),
        rim,
        solid(shade, "#000000", 0.22),
        solid(bulbs, _BULB_COLOUR),
        solid(_lamp_path(piece, to_scene, 0.45), "#FFFFFF"),
    ]


def _dots(piece: Piece, outline: Path, to_scene: Affine, *, is_lit: bool) -> list[Node]:
    """The dots of a matrix; by day they shine too, but the picture shows them in their colour."""
    dots = _lamp_path(piece, to_scene)
    if dots.is_empty:
        return []
    if is_lit:
        return [Fill(path=dots, paint=_shining(piece, piece.face_colour, 1.0, min(2.0, _lamp_factor(piece))))]
    return [solid(outline, piece.face_colour, 0.42), solid(dots, lighter(piece.face_colour, 0.18))]


def _logo(piece: Piece, outline: Path, box: Rect, to_scene: Affine, *, is_lit: bool) -> list[Node]:
    """A logo in its own colours; lit, each colour passes its share of the light."""
    if piece.picture is not None:
        return [Picture(rect=box, content=piece.picture, media_type="image/png", title=text("sign.role_logo"))]
    shapes = piece.art or ()
    if not shapes:
        return _face(piece, outline, box, is_lit=is_lit, has_depth=False)
    nodes: list[Node] = []
    for shape in shapes:
        path = shape.path.transformed(to_scene)
        paint = _shining(piece, shape.colour, 2.0) if is_lit else Solid(colour=shape.colour, opacity=shape.opacity)
        nodes.append(Fill(path=path, paint=paint))
    return nodes
