"""A laid-out sign as nodes: panel, rails and letters with depth by day, with light by night.

Every front stays where it measures true; sides are drawn behind it in the oblique view of `signage.scene.solids`.
"""

from __future__ import annotations

from dataclasses import replace

from signage.design import Colour, LetterConstruction, Piece, PieceRole, SignLayout
from signage.geometry import Affine, Path, Point, Rect
from signage.locale import text
from signage.scene.nodes import Ambience, Fill, Glow, Gradient, Group, Lit, Node, Paint, Shadow, Solid, Stroke, Texture
from signage.scene.shapes import solid, upright
from signage.scene.solids import lit_edges, returns
from signage.scene.tones import chroma, darker, lifted, lighter, lightness, luminance, mix, seed_of

LETTER_CD_M2 = 220.0  # drawn when nobody has stated a luminance; the rules still call it UNMEASURED
BOX_CD_M2 = 140.0
COLOUR_LAMPS = 2.5  # how much stronger the lamps behind a deep colour may be than those behind white
PLAIN_WALL = "#BDB4A6"  # wall of a sign that is shown without its building
FACE_SPILL = 0.25  # share of a lit face's light that reaches the surface behind it
BOX_SPILL = 0.12
_SHADOW = Point(0.42, -0.62)  # where the sun throws a shadow, per mm of distance from the surface behind
_TEXTURES = {"brushed": "brushed", "wood": "wood", "timber": "wood", "stainless": "brushed"}
_QUIET = (PieceRole.RAIL, PieceRole.BRACKET)  # carry letters and should not be seen before them
_METALS = ("stainless", "brass", "titanium", "copper", "metal", "steel")


def sign_group(
    layout: SignLayout, to_scene: Affine, ambience: Ambience, *, name: str, subject: str, wall: Colour = PLAIN_WALL
) -> Group:
    """Return a sign as one group with a child group for each part.

    Args:
        layout: The sign.
        to_scene: Map from sign space to scene space; a shift, or a shift with scales.
        ambience: By day parts cast shadows; by night the lit ones emit.
        name: Id of the group and prefix of every id in it, unique in the scene.
        subject: Id of the unit that the sign belongs to.
        wall: Colour of the wall behind it; rails are painted like it unless the spec says otherwise.
    """
    bodies = [_painted(p, layout, wall) for p in layout.pieces if p.role is not PieceRole.LETTER]
    lamps = next((p for p in bodies if p.role is PieceRole.BOX), None)
    letters = tuple(replace(p, luminance_cd_m2=_letter_light(p, lamps)) for p in layout.letters)
    outlines = {piece.id: piece.outline.transformed(to_scene) for piece in layout.pieces}
    ground = max((p.z_front_mm for p in bodies if p.role in (PieceRole.PANEL, PieceRole.BOX)), default=0.0)
    nodes: list[Node] = []
    if not ambience.is_night:
        nodes += _shadows(f"{name}-shadow", [(outlines[p.id], p.z_front_mm) for p in bodies], subject)
    else:
        nodes += [_box_glow(piece, outlines[piece.id]) for piece in bodies if piece.is_face_lit]
    nodes += [_body(piece, outlines[piece.id], ambience, name, ground) for piece in bodies]
    cast = [(outlines[p.id], p.z_front_mm - ground) for p in letters if p.z_front_mm - ground > 3.0]
    if ambience.is_night:
        nodes += _letter_glows(letters, outlines, subject)
    else:
        nodes += _shadows(f"{name}-letter-shadow", cast, subject)
    nodes += [_letter(piece, outlines[piece.id], ambience, name) for piece in letters]
    title = text(
        "scene.sign_title",
        name=layout.spec.name,
        width=f"{layout.envelope.width:.0f}",
        height=f"{layout.envelope.height:.0f}",
    )
    return Group(id=name, children=tuple(nodes), title=title, layer="sign", subject=subject)


def has_stated_light(layout: SignLayout) -> bool:
    """Return whether every lit piece states its luminance; else the night picture shows a default (示意)."""
    return all(p.luminance_cd_m2 is not None for p in layout.pieces if p.is_face_lit or p.is_halo_lit)


def is_lit(layout: SignLayout) -> bool:
    """Return whether anything on the sign emits light."""
    return any(p.is_face_lit or p.is_halo_lit for p in layout.pieces)


def _painted(piece: Piece, layout: SignLayout, wall: Colour) -> Piece:
    """A rail (横梁) in the colour of its wall, as it is painted on site, so that it does not strike the letters out."""
    if piece.role not in _QUIET:
        return piece
    if layout.spec.colours.panel is not None or layout.spec.panel_material is not None:
        return piece
    colour = mix(wall, piece.face_colour, 0.12)
    return replace(piece, face_colour=colour, side_colour=darker(colour, 0.18))


def _letter_light(piece: Piece, lamps: Piece | None) -> float | None:
    """Return the mean luminance of a letter's face (of its halo for a halo letter), cd/m².

    Print passes its own share of the light behind the face that it is on. Coloured acrylic reaches the stated
    luminance as far as stronger lamps make good what its colour holds back.
    """
    if not (piece.is_face_lit or piece.is_halo_lit):
        return piece.luminance_cd_m2
    passed = luminance(piece.face_colour)
    if piece.construction is LetterConstruction.PRINTED and lamps is not None:
        return _box_light(lamps) * passed / max(luminance(lamps.face_colour), 0.05)
    stated = piece.luminance_cd_m2 or LETTER_CD_M2
    return stated * min(1.0, COLOUR_LAMPS * passed) if piece.is_face_lit else stated


def _box_light(piece: Piece) -> float:
    return (piece.luminance_cd_m2 or BOX_CD_M2) * min(1.0, COLOUR_LAMPS * luminance(piece.face_colour))


def _box(path: Path) -> Rect:
    return path.control_bounds() or Rect(0.0, 0.0, 0.0, 0.0)


def _shadows(name: str, cast: list[tuple[Path, float]], subject: str) -> list[Node]:
    """A weak contact shade and the sun's shadow; pieces of one distance share a node."""
    by_distance: dict[float, list[Path]] = {}
    for path, distance in cast:
        by_distance.setdefault(round(distance, 1), []).append(path)
    nodes: list[Node] = []
    for distance in sorted(by_distance):
        if distance <= 0:
            continue
        path = Path.joined(by_distance[distance])
        offset = Point(_SHADOW.x * distance, _SHADOW.y * distance)
        near = Point(offset.x * 0.35, offset.y * 0.35)
        nodes.append(Shadow(path=path, offset=near, blur_mm=max(6.0, distance * 0.35), opacity=0.22, subject=subject))
        nodes.append(Shadow(path=path, offset=offset, blur_mm=max(4.0, distance * 0.10), opacity=0.34, subject=subject))
    return [Group(id=name, children=tuple(nodes), layer="shadow", subject=subject)] if nodes else []


def _side_fills(outline: Path, depth_mm: float, colour: Colour, tolerance: float) -> list[Node]:
    fills: list[Node] = []
    for shade, path in returns(outline, depth_mm, tolerance):
        toned = darker(colour, 0.62 - 0.55 * shade) if shade < 0.75 else lighter(colour, (shade - 0.75) * 0.5)
        fills.append(solid(path, toned))
    return fills


def _body(piece: Piece, outline: Path, ambience: Ambience, prefix: str, ground: float) -> Group:
    box = _box(outline)
    # A frame's inner side ends at the face that it frames, not at the wall.
    back = max(piece.z_back_mm, ground) if piece.role is PieceRole.FRAME else piece.z_back_mm
    depth = max(0.0, piece.z_front_mm - back)
    if piece.role in _QUIET:
        nodes = _feet(box, piece.side_colour) if piece.role is PieceRole.RAIL else []
        nodes += [solid(path, piece.side_colour) for _, path in returns(outline, depth, 1.0)]
    else:
        nodes = _side_fills(outline, depth, piece.side_colour, 1.0)
    if piece.is_face_lit and ambience.is_night:
        face: Paint = Lit(
            colour=piece.face_colour,
            luminance_cd_m2=_box_light(piece),
            temperature_k=piece.temperature_k,
            falloff_mm=min(box.width, box.height) * 0.04,
        )
    elif piece.role is PieceRole.PANEL and ambience.is_night:
        face = _panel_by_night(piece, box)
    else:
        face = _surface(piece, box)
    nodes.append(Fill(path=outline, paint=face, subject=piece.id))
    if piece.role is PieceRole.PANEL and not ambience.is_night and not isinstance(face, Texture):
        nodes += _sheen(box, piece.face_colour)
    edge = lighter(piece.face_colour, 0.45 if lightness(piece.face_colour) < 0.75 else 0.8)
    opacity = 0.55
    if ambience.is_night and piece.role is PieceRole.PANEL:
        edge, opacity = lifted(piece.face_colour, 0.72), 0.85  # the street's light along its upper edge
    width = max(2.0, min(8.0, min(box.width, box.height) * 0.006))
    nodes.append(Stroke(path=lit_edges(outline, 1.0), colour=edge, width_mm=width, opacity=opacity))
    return Group(
        id=f"{prefix}-{piece.id}",
        children=tuple(nodes),
        title=text(f"scene.piece_{piece.role.value}"),
        layer="sign",
        subject=piece.id,
    )


def _surface(piece: Piece, box: Rect) -> Paint:
    for word, material in _TEXTURES.items():
        if word in piece.material:
            return Texture(material=material, colour=piece.face_colour, seed=seed_of(piece.id) % 997)
    colour = piece.face_colour
    if piece.role in _QUIET:
        return upright(box, (0.0, lighter(colour, 0.10)), (0.5, colour), (1.0, darker(colour, 0.06)))
    if piece.role is PieceRole.FRAME:
        return upright(box, (0.0, lighter(colour, 0.22)), (0.45, colour), (1.0, darker(colour, 0.25)))
    return upright(
        box, (0.0, lighter(piece.face_colour, 0.06)), (0.55, piece.face_colour), (1.0, darker(piece.face_colour, 0.10))
    )


def _panel_by_night(piece: Piece, box: Rect) -> Paint:
    """A panel that the street still shows: its lacquer mirrors some sky, more towards its upper edge."""
    face, colour = _surface(piece, box), piece.face_colour
    if isinstance(face, Texture):
        return replace(face, colour=lifted(colour, 0.40))
    stops = ((0.0, 0.60), (0.5, 0.48), (1.0, 0.40))
    # A nearly grey panel would turn blue: the sky alone is blue enough.
    grey = mix(colour, "#808080", max(0.0, 0.35 - chroma(colour))) if lightness(colour) < 0.4 else colour
    return upright(box, *((at, lifted(grey, least)) for at, least in stops))


def _feet(rail: Rect, colour: Colour) -> list[Node]:
    """The brackets that hold a rail to the wall: a plate behind each end, where no letter hides it."""
    wide, over = min(34.0, rail.height * 0.5), min(30.0, rail.height * 0.4)
    plates = [Rect(x, rail.y0 - over, x + wide, rail.y1 + over) for x in (rail.x0, rail.x1 - wide)]
    return [solid(Path.rect(plate), colour) for plate in plates]


def _sheen(box: Rect, colour: Colour) -> list[Node]:
    """The sky's reflection: a broad slanted band, just visible on a dark panel."""
    opacity = 0.022 if lightness(colour) < 0.5 else 0.10
    lean, x, width = box.height * 0.55, box.x0 + box.width * 0.62, box.width * 0.16
    band = Path.polygon(
        ((x, box.y0), (x + width, box.y0), (x + width + lean, box.y1), (x + lean, box.y1)),
    )
    if x + width + lean > box.x1:
        return []
    return [Fill(path=band, paint=Solid(colour="#FFFFFF", opacity=opacity))]


def _face_gradient(piece: Piece, box: Rect) -> Gradient:
    colour = piece.face_colour
    if any(word in piece.material for word in _METALS):
        return upright(
            box,
            (0.0, lighter(colour, 0.30)),
            (0.35, colour),
            (0.55, lighter(colour, 0.16)),
            (1.0, darker(colour, 0.16)),
        )
    return upright(box, (0.0, lighter(colour, 0.10)), (0.6, colour), (1.0, darker(colour, 0.06)))


def _letter(piece: Piece, outline: Path, ambience: Ambience, prefix: str) -> Group:
    box = _box(outline)
    size = max(box.width, box.height)
    depth, tolerance = piece.z_front_mm - piece.z_back_mm, max(0.25, size / 900)
    nodes: list[Node] = []
    lit = ambience.is_night and piece.is_face_lit
    if depth > 1.0:
        if lit:
            nodes += _lit_sides(piece, outline, depth, tolerance)
        else:
            nodes += _side_fills(outline, depth, piece.side_colour, tolerance)
    if lit:
        nodes.append(
            Fill(
                path=outline,
                paint=Lit(
                    colour=piece.face_colour,
                    luminance_cd_m2=piece.luminance_cd_m2 or 0.0,
                    temperature_k=piece.temperature_k,
                    # print has no edge of its own: the light comes from the face that it is on
                    falloff_mm=1.0 if piece.construction is LetterConstruction.PRINTED else max(4.0, size * 0.04),
                ),
            )
        )
    else:
        nodes.append(Fill(path=outline, paint=_face_gradient(piece, box)))
        if depth > 1.0:
            edge = lighter(piece.face_colour, 0.6)
            nodes.append(
                Stroke(path=lit_edges(outline, tolerance), colour=edge, width_mm=max(1.2, size * 0.006), opacity=0.7)
            )
    return Group(
        id=f"{prefix}-{piece.id}",
        children=tuple(nodes),
        title=text("scene.piece_letter", text=piece.text),
        layer="sign",
        subject=piece.id,
    )


def _lit_sides(piece: Piece, outline: Path, depth: float, tolerance: float) -> list[Node]:
    """By night the sides catch a little of what the face spills: one dim lit shape, no shades."""
    sides = [path for _, path in returns(outline, depth, tolerance)]
    if not sides:
        return []
    dim = Lit(
        colour=piece.side_colour,
        luminance_cd_m2=(piece.luminance_cd_m2 or 0.0) * 0.06,
        temperature_k=piece.temperature_k,
        falloff_mm=1.0,
    )
    return [Fill(path=Path.joined(sides), paint=dim)]


def _letter_glows(letters: tuple[Piece, ...], outlines: dict[str, Path], subject: str) -> list[Node]:
    """One light for all letters that shine alike: on the surface behind them."""
    alike: dict[tuple[bool, float, int, Colour], list[Path]] = {}
    for piece in letters:
        if (piece.is_halo_lit or piece.is_face_lit) and piece.construction is not LetterConstruction.PRINTED:
            level = piece.luminance_cd_m2 or 0.0
            tint = "#FFFFFF" if piece.is_halo_lit else piece.face_colour
            key = (piece.is_halo_lit, level, piece.temperature_k, tint)
            alike.setdefault(key, []).append(outlines[piece.id])
    return [
        Glow(
            path=Path.joined(paths),
            luminance_cd_m2=level,
            temperature_k=kelvin,
            tint=tint,
            gain=1.0 if halo else FACE_SPILL,
            subject=subject,
        )
        for (halo, level, kelvin, tint), paths in sorted(alike.items(), key=lambda item: item[0])
    ]


def _box_glow(piece: Piece, outline: Path) -> Glow:
    return Glow(
        path=outline,
        luminance_cd_m2=_box_light(piece),
        temperature_k=piece.temperature_k,
        tint=piece.face_colour,
        reach_mm=(40.0, 120.0, 320.0, 600.0),
        gain=BOX_SPILL,
        subject=piece.id,
    )
