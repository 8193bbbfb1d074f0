"""How bright the parts of a sign are, and what they throw on the surfaces around them: light by night, shade by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import pi

from signage.design import COLOUR_LAMPS as COLOUR_LAMPS
from signage.design import Colour, Form, LetterConstruction, Piece, PieceRole, SignLayout, material_of
from signage.geometry import Path, Point, Rect, Region
from signage.scene.nodes import Glow, Group, Node, Shadow
from signage.scene.tones import encoded, hex_of, linear_rgb, luminance

LETTER_CD_M2 = 220.0  # drawn when nobody has stated a luminance; the rules still call it UNMEASURED
BOX_CD_M2 = 180.0
FACE_SPILL = 0.25  # share of a lit face's light that reaches the surface behind it
BOX_SPILL = 0.12
# A halo's luminance is that of the surface it shines on: lamps make good what a surface darker than this share of white
# takes away, but not more than so many times.
_PALE, _HALO_LAMPS = 0.4, 12.0
# Lamps of a shop's window on the back of what sticks to its pane (illustrative): many times what the street sends.
_WINDOW_LUX, _WINDOW_K = 1800.0, 4000
_OWN_COLOUR = (LetterConstruction.PIXELS, LetterConstruction.OPEN_FACE)
BULB_SPILL = 0.5  # of open bulbs, which shine in every direction
# Of an upright face beside a wall: half its luminance in the corner, falling off as 1 - d/sqrt(d² + depth²). A strip
# that much wider than the edge, with these reaches (all in depths), comes within a tenth of that.
_EDGE_SPILL, _EDGE_FIT = 0.517, (0.438, 0.444, 1.5, 1.59, 1.716)
_SUN = Point(0.42, -0.62)  # where the sun throws a shadow, per mm of distance from the surface behind
# Signs with no surface close behind them: they shade nothing and light nothing that the picture shows.
_IN_THE_OPEN = (Form.ROOFTOP, Form.WINDOW, Form.HANGING)
WRITTEN = (PieceRole.LETTER, PieceRole.LOGO, PieceRole.DIVIDER)
GROUND = (PieceRole.PANEL, PieceRole.BOX, PieceRole.DISPLAY, PieceRole.FABRIC, PieceRole.GATE)


def has_wall_behind(layout: SignLayout) -> bool:
    """Return whether a wall close behind the sign takes its shadow and its light."""
    return layout.form not in _IN_THE_OPEN and not layout.stands_on_ground


def has_stated_light(layout: SignLayout) -> bool:
    """Return whether every lit piece states its luminance; else the night picture shows a default (示意)."""
    return all(p.luminance_cd_m2 is not None for p in layout.pieces if p.is_face_lit or p.is_halo_lit)


def is_lit(layout: SignLayout) -> bool:
    """Return whether anything on the sign emits light."""
    return any(p.is_face_lit or p.is_halo_lit for p in layout.pieces)


def with_light(pieces: tuple[Piece, ...], lamps: Piece | None) -> tuple[Piece, ...]:
    """Return letters, logo and divider with the mean luminance that they are drawn with."""
    return tuple(replace(piece, luminance_cd_m2=_letter_light(piece, lamps)) for piece in pieces)


def through_pane(layout: SignLayout, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return what is written on a shop's window as it shines by night: film passes the lamps behind it, by its colour.

    What passes nothing, such as metal or dark film, stays as it is and stands dark before the lit room.
    """
    if layout.form != Form.WINDOW:
        return pieces
    return tuple(piece if is_lit(layout) else _through(piece) for piece in pieces)


def _through(piece: Piece) -> Piece:
    level = film_light(piece)
    if level <= 0 or piece.role is PieceRole.LOGO:
        return piece
    return replace(piece, is_face_lit=True, luminance_cd_m2=level, temperature_k=_WINDOW_K)


def film_light(piece: Piece) -> float:
    """Return the luminance of a film's face from lamps behind it, cd/m²; it spreads what it passes evenly."""
    passed = material_of(piece.material).transmission * luminance(piece.face_colour)
    return _WINDOW_LUX / pi * passed


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
    if piece.role is PieceRole.LOGO or piece.construction in _OWN_COLOUR:
        return stated  # a logo's colours share its light; a matrix shines in its own colour, bulbs before theirs
    return stated * min(1.0, COLOUR_LAMPS * passed) if piece.is_face_lit else stated


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLight:
    """The luminances that a night picture is drawn with, cd/m², without the street's light.

    Attributes:
        face: Mean over the whole face, letters and ground together; None where letters stand on no panel or box.
        letters: Of what is written with lit faces, darkest and brightest; None where there is none.
        halo: Of the light behind letters, darkest and brightest; None where there is none.
    """

    face: float | None = None
    letters: tuple[float, float] | None = None
    halo: tuple[float, float] | None = None


def shown_light(layout: SignLayout) -> ShownLight:
    """Return what the night picture is drawn with."""
    lamps = next((p for p in layout.pieces if p.role is PieceRole.BOX), None)
    written = with_light(tuple(p for p in layout.pieces if p.role in WRITTEN), lamps)
    faces = [p for p in written if p.is_face_lit]
    halos = [p.luminance_cd_m2 or 0.0 for p in written if p.is_halo_lit and not p.is_face_lit]
    levels = [p.luminance_cd_m2 or 0.0 for p in faces]
    ground = next((p for p in layout.pieces if p.role in GROUND), None)
    is_face_known = ground is not None and (ground.is_face_lit or bool(faces))
    return ShownLight(
        face=face_light(ground, faces) if ground is not None and is_face_known else None,
        letters=(min(levels), max(levels)) if levels else None,
        halo=(min(halos), max(halos)) if halos else None,
    )


def face_light(ground: Piece, letters: Sequence[Piece]) -> float:
    """Return the mean luminance of a face, cd/m²: of its ground and what is written on it, each by its area.

    Args:
        ground: The box or the panel.
        letters: On it, with the luminance that they are drawn with.
    """
    share, of_letters = _written(ground, letters)
    return (box_light(ground) if ground.is_face_lit else 0.0) * (1.0 - share) + of_letters


def _written(ground: Piece, letters: Sequence[Piece]) -> tuple[float, float]:
    """Return the share of a face that lit letters cover, and what they add to its mean luminance, cd/m²."""
    box = ground.outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)
    # The first contour alone: letters stand in the cuts of a cut-out panel.
    whole = abs(ground.outline.signed_area()) if ground.outline.verbs.count("M") == 1 else box.width * box.height
    lit = [(abs(p.outline.signed_area()) / max(whole, 1.0), p.luminance_cd_m2 or 0.0) for p in letters if p.is_face_lit]
    return min(sum(area for area, _ in lit), 1.0), sum(area * level for area, level in lit)


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


def halo_gain(behind: Colour) -> float:
    """Return how much stronger than before a pale surface the lamps of a halo are before this one."""
    return min(_HALO_LAMPS, max(1.0, _PALE / max(luminance(behind), 0.01)))


def letter_glows(
    letters: tuple[Piece, ...],
    outlines: dict[str, Path],
    name: str,
    subject: str,
    *,
    behind: Colour,
    limit: Rect | None,
) -> list[Node]:
    """Return one light for all letters that shine alike: on the surface behind them.

    Args:
        letters: What is written, with the luminance that it is drawn with.
        outlines: Of each by its id, scene space.
        name: Id of the group of what shines behind letters.
        subject: Id of the unit.
        behind: Colour of the surface behind them. Before a dark one stronger lamps make up a halo's luminance, as far
            as they can.
        limit: Box of the panel, which stands before its wall: a halo ends with it. None for letters on the wall.
    """
    for_halo = halo_gain(behind)
    alike: dict[tuple[bool, float, int, Colour, float], list[Path]] = {}
    for piece in letters:
        if (piece.is_halo_lit or piece.is_face_lit) and piece.construction is not LetterConstruction.PRINTED:
            level = piece.luminance_cd_m2 or 0.0
            if piece.is_halo_lit and piece.is_face_lit:  # what the face's colour holds back, the back still gives
                level /= min(1.0, COLOUR_LAMPS * max(luminance(piece.face_colour), 0.02))
            tint = "#FFFFFF" if piece.is_halo_lit or piece.lamps else piece.face_colour
            if piece.construction is LetterConstruction.PIXELS:
                tint = piece.face_colour
            gain = for_halo if piece.is_halo_lit else BULB_SPILL if piece.lamps else FACE_SPILL
            if piece.construction is LetterConstruction.PIXELS:
                gain = FACE_SPILL / 2  # a matrix shines forwards
            key = (piece.is_halo_lit, level, piece.temperature_k, tint, gain)
            alike.setdefault(key, []).append(outlines[piece.id])
    fronts: list[Node] = []
    halos: list[Node] = []
    for (is_halo, level, kelvin, tint, gain), paths in sorted(alike.items(), key=lambda item: item[0]):
        path = Path.joined(paths)
        glow = Glow(path=path, luminance_cd_m2=level, temperature_k=kelvin, tint=tint, gain=gain, subject=subject)
        (halos if is_halo else fronts).append(glow)
    if halos and limit is not None:
        halos = [Group(id=name, children=tuple(halos), layer="light", subject=subject, clip=limit)]
    return fronts + halos


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


def edge_glow(piece: Piece, letters: tuple[Piece, ...], outline: Path, depth_mm: float, away_mm: float) -> Glow:
    """Return the light of a projecting box's two faces on the wall at both sides of it.

    Args:
        piece: The box.
        letters: On one of its faces, with the luminance that they are drawn with.
        outline: The box's edge as the street sees it.
        depth_mm: Width of its faces, out from the wall: the light on the wall reaches about as far.
        away_mm: Of its near edge from the wall, which takes some of that light away.
    """
    ground = box_light(piece)
    share, of_letters = _written(piece, letters)
    edge = outline.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)
    grown, *reach = _EDGE_FIT
    return Glow(
        path=Path.rect(edge.grown(grown * depth_mm, 0.0)),
        luminance_cd_m2=face_light(piece, letters),
        temperature_k=piece.temperature_k,
        tint=_joined([(piece.face_colour, ground * (1.0 - share)), *_colours(letters, of_letters)]),
        reach_mm=tuple(depth_mm * part for part in reach),
        gain=_EDGE_SPILL * depth_mm / max(depth_mm + 2 * away_mm, 1.0),
        subject=piece.id,
    )


def _colours(letters: Sequence[Piece], level: float) -> list[tuple[Colour, float]]:
    """Return the colours of lit letters with the light that all of each have, cd/m² over the face."""
    sums: dict[Colour, float] = {}
    for piece in letters:
        if piece.is_face_lit:
            light = abs(piece.outline.signed_area()) * (piece.luminance_cd_m2 or 0.0)
            sums[piece.face_colour] = sums.get(piece.face_colour, 0.0) + light
    whole = sum(sums.values())
    return [(colour, level * light / whole) for colour, light in sorted(sums.items())] if whole > 0 else []


def _joined(lights: Sequence[tuple[Colour, float]]) -> Colour:
    """Return the colour of lights of some colours and luminances together, its brightest channel full."""
    sums = [0.0, 0.0, 0.0]
    for colour, level in lights:
        own = max(luminance(colour), 1e-4)
        for index, channel in enumerate(linear_rgb(colour)):
            sums[index] += channel / own * level
    most = max(sums)
    return hex_of(*(255 * encoded(value / most) for value in sums)) if most > 0 else "#FFFFFF"
