"""How bright the parts of a sign are, and what they throw on the surfaces around them: light by night, shade by day."""

from __future__ import annotations

from dataclasses import replace

from signage.design import COLOUR_LAMPS as COLOUR_LAMPS
from signage.design import Colour, Form, LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Path, Point, Rect, Region
from signage.scene.nodes import Glow, Group, Node, Shadow
from signage.scene.tones import luminance, mix

LETTER_CD_M2 = 220.0  # drawn when nobody has stated a luminance; the rules still call it UNMEASURED
BOX_CD_M2 = 140.0
FACE_SPILL = 0.25  # share of a lit face's light that reaches the surface behind it
BOX_SPILL = 0.12
BULB_SPILL = 0.5  # of open bulbs, which shine in every direction
# What the street's lamps and the shop's window add to the sky on a sign without light of its own: of a white surface,
# about 30 lx (illustrative). One figure for every picture, so that unlit signs can be compared with lit ones.
STREET_CD_M2, _STREET_K, _STREET_EDGE_MM = 10.0, 3500, 2.0
_EDGE_SPILL = 0.5  # of a projecting sign's two faces: the wall beside them sees the half of each
_SUN = Point(0.42, -0.62)  # where the sun throws a shadow, per mm of distance from the surface behind
# Signs with no surface close behind them: they shade nothing and light nothing that the picture shows.
_IN_THE_OPEN = (Form.ROOFTOP, Form.WINDOW)


def has_wall_behind(layout: SignLayout) -> bool:
    """Return whether a wall close behind the sign takes its shadow and its light."""
    return layout.form not in _IN_THE_OPEN and not layout.stands_on_ground


def has_stated_light(layout: SignLayout) -> bool:
    """Return whether every lit piece states its luminance; else the night picture shows a default (示意)."""
    return all(p.luminance_cd_m2 is not None for p in layout.pieces if p.is_face_lit or p.is_halo_lit)


def is_lit(layout: SignLayout) -> bool:
    """Return whether anything on the sign emits light."""
    return any(p.is_face_lit or p.is_halo_lit for p in layout.pieces)


def is_seen_by_the_street(layout: SignLayout) -> bool:
    """Return whether a sign is seen by night only by what the street and the shop's window throw on it.

    Film on a window stands before the lit shop instead.
    """
    return not is_lit(layout) and layout.form != Form.WINDOW


def street_light(outline: Path, subject: str) -> Glow:
    """Return the street's light on a sign that has none of its own; it ends with the sign, so that none seems lit."""
    return Glow(
        path=outline,
        luminance_cd_m2=STREET_CD_M2,
        temperature_k=_STREET_K,
        reach_mm=(_STREET_EDGE_MM,),
        subject=subject,
    )


def with_light(pieces: tuple[Piece, ...], lamps: Piece | None) -> tuple[Piece, ...]:
    """Return letters, logo and divider with the mean luminance that they are drawn with."""
    return tuple(replace(piece, luminance_cd_m2=_letter_light(piece, lamps)) for piece in pieces)


def _letter_light(piece: Piece, lamps: Piece | None) -> float | None:
    """Return the mean luminance of a letter's face (of its halo for a halo letter), cd/m².

    Print passes its own share of the light behind the face that it is on. Coloured acrylic reaches the stated
    luminance as far as stronger lamps make good what its colour holds back.
    """
    if not (piece.is_face_lit or piece.is_halo_lit):
        return piece.luminance_cd_m2
    passed = luminance(piece.face_colour)
    if piece.construction is LetterConstruction.PRINTED and lamps is not None:
        return box_light(lamps) * passed / max(luminance(lamps.face_colour), 0.05)
    stated = piece.luminance_cd_m2 or LETTER_CD_M2
    if piece.role is PieceRole.LOGO or piece.construction is LetterConstruction.PIXELS:
        return stated  # a logo's colours share its light; a matrix shines in its own colour
    return stated * min(1.0, COLOUR_LAMPS * passed) if piece.is_face_lit else stated


def shown_light(layout: SignLayout) -> float:
    """Return the luminance that the night picture is drawn with where none is stated, cd/m²: that of the brightest."""
    lamps = next((p for p in layout.pieces if p.role is PieceRole.BOX), None)
    if lamps is not None and lamps.is_face_lit:
        return box_light(lamps)
    return max(_letter_light(p, lamps) or 0.0 for p in layout.pieces if p.is_face_lit or p.is_halo_lit)


def box_light(piece: Piece) -> float:
    """Return the mean luminance of a box's face, cd/m²."""
    return (piece.luminance_cd_m2 or BOX_CD_M2) * min(1.0, COLOUR_LAMPS * luminance(piece.face_colour))


def shadows(name: str, cast: list[tuple[Path, float]], subject: str) -> list[Node]:
    """Return a weak contact shade and the sun's shadow; pieces of one distance share a node."""
    by_distance: dict[float, list[Path]] = {}
    for path, distance in cast:
        by_distance.setdefault(round(distance, 1), []).append(path)
    nodes: list[Node] = []
    for distance in sorted(by_distance):
        if distance <= 0:
            continue
        path = Path.joined(by_distance[distance])
        offset = Point(_SUN.x * distance, _SUN.y * distance)
        near = Point(offset.x * 0.35, offset.y * 0.35)
        nodes.append(Shadow(path=path, offset=near, blur_mm=max(6.0, distance * 0.35), opacity=0.22, subject=subject))
        nodes.append(Shadow(path=path, offset=offset, blur_mm=max(4.0, distance * 0.10), opacity=0.34, subject=subject))
    return [Group(id=name, children=tuple(nodes), layer="shadow", subject=subject)] if nodes else []


def edge_shadow(name: str, edge: Rect, near_mm: float, far_mm: float, subject: str) -> Group:
    """Return the sun's shadow of a plate that stands out of the wall: a slanted band from its near to its far edge.

    Args:
        name: Id of the group.
        edge: The plate as the street sees it.
        near_mm: Distance from the wall of its near edge.
        far_mm: Of its far edge.
        subject: What casts it.
    """
    parts = [
        Region.rect(edge.moved(_SUN.x * distance, _SUN.y * distance)) for distance in (near_mm, far_mm) if distance >= 0
    ]
    swept = Region.union(parts).convex_hull().to_path()
    shade = Shadow(path=swept, offset=Point(0.0, 0.0), blur_mm=max(8.0, far_mm * 0.05), opacity=0.30, subject=subject)
    return Group(id=name, children=(shade,), layer="shadow", subject=subject)


def letter_glows(letters: tuple[Piece, ...], outlines: dict[str, Path], subject: str) -> list[Node]:
    """Return one light for all letters that shine alike: on the surface behind them."""
    alike: dict[tuple[bool, float, int, Colour, float], list[Path]] = {}
    for piece in letters:
        if (piece.is_halo_lit or piece.is_face_lit) and piece.construction is not LetterConstruction.PRINTED:
            level = piece.luminance_cd_m2 or 0.0
            if piece.is_halo_lit and piece.is_face_lit:  # what the face's colour holds back, the back still gives
                level /= min(1.0, COLOUR_LAMPS * max(luminance(piece.face_colour), 0.02))
            tint = "#FFFFFF" if piece.is_halo_lit or piece.lamps else piece.face_colour
            if piece.construction is LetterConstruction.PIXELS:
                tint = piece.face_colour
            gain = 1.0 if piece.is_halo_lit else BULB_SPILL if piece.lamps else FACE_SPILL
            if piece.construction is LetterConstruction.PIXELS:
                gain = FACE_SPILL / 2  # a matrix shines forwards
            key = (piece.is_halo_lit, level, piece.temperature_k, tint, gain)
            alike.setdefault(key, []).append(outlines[piece.id])
    return [
        Glow(
            path=Path.joined(paths),
            luminance_cd_m2=level,
            temperature_k=kelvin,
            tint=tint,
            gain=gain,
            subject=subject,
        )
        for (_, level, kelvin, tint, gain), paths in sorted(alike.items(), key=lambda item: item[0])
    ]


def box_glow(piece: Piece, outline: Path) -> Glow:
    """Return the light of a box on what is around it."""
    return Glow(
        path=outline,
        luminance_cd_m2=box_light(piece),
        temperature_k=piece.temperature_k,
        tint=piece.face_colour,
        reach_mm=(40.0, 120.0, 320.0, 600.0),
        gain=BOX_SPILL,
        subject=piece.id,
    )


def edge_glow(piece: Piece, letters: tuple[Piece, ...], outline: Path, depth_mm: float) -> Glow:
    """Return the light of a projecting box's two faces on the wall at both sides of it.

    Args:
        piece: The box.
        letters: On one of its faces, with the luminance that they are drawn with; they shine brighter than the face.
        outline: The box's edge as the street sees it.
        depth_mm: How far its faces stand out of the wall: the light on the wall reaches about as far.
    """
    face = max(Region.of_path(piece.outline, 1.0).area, 1.0)
    ground = box_light(piece)
    written = [(Region.of_path(p.outline, 1.0).area, p) for p in letters if p.is_face_lit]
    share = min(sum(area for area, _ in written) / face, 1.0)
    of_letters = sum(area * (p.luminance_cd_m2 or 0.0) for area, p in written) / face
    level = ground * (1.0 - share) + of_letters
    colour = written[0][1].face_colour if written else piece.face_colour
    # The faces stand upright to the wall; what they give it is that of a strip on it, as wide as half of each.
    edge = outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)
    return Glow(
        path=Path.rect(edge.grown(depth_mm / 2, 0.0)),
        luminance_cd_m2=level,
        temperature_k=piece.temperature_k,
        tint=mix(piece.face_colour, colour, min(1.0, of_letters / level) if level > 0 else 0.0),
        reach_mm=tuple(depth_mm * part for part in (0.15, 0.3, 0.6, 1.1)),
        gain=_EDGE_SPILL,
        subject=piece.id,
    )
