"""What the letters are fixed to: panel, box, display, fabric, gate, rails or a balloon's banner, in field space.

The field is the part of the sign that carries text; its lower left corner is (0, 0). A gate's legs and a board's
posts lie below and beside it.
"""

from __future__ import annotations

from math import ceil

from signage.design.colouring import base_colour, base_material, darker
from signage.design.depths import FACE_LIT, Depths, construction_of
from signage.design.faces import faces_of
from signage.design.kinds import BasePart, RailPlace, SignKind
from signage.design.lines import SetLine, frame_width
from signage.design.sign_layout import Piece, PieceRole
from signage.design.spec import LetterConstruction, SignSpec
from signage.design.ties import Carrier, ties_of
from signage.geometry import Path, PathBuilder, Rect, ellipse, rounded
from signage.typography import has_baseline

_FOOT_LAP = 0.5  # share of a rail's height that the feet of letters on it lie before: where they are fixed
_LITTLE = 0.5  # of a rail's height: by how much it grows to where the lowest feet stand, instead of standing on legs
_LEG_MM, _LEG_PITCH_MM, _LEG_CLEAR_MM = 40.0, 900.0, 15.0  # of a rail over hanging letters; apart at most; from letters
_SHEET_MM = 2.0  # of a cut-out panel's face
_BACKDROP_MM = 5.0
_BACKDROP_EDGE_MM = 20.0  # by which the backdrop reaches beyond the cut-outs, to be fixed there
_ROLES = {
    BasePart.PANEL: PieceRole.PANEL,
    BasePart.BOX: PieceRole.BOX,
    BasePart.DISPLAY: PieceRole.DISPLAY,
    BasePart.FABRIC: PieceRole.FABRIC,
    BasePart.GATE: PieceRole.GATE,
    BasePart.BALLOON: PieceRole.FABRIC,
}


def bodies_behind(
    spec: SignSpec, kind: SignKind, lines: tuple[SetLine, ...], letters: tuple[Piece, ...], depths: Depths, field: Rect
) -> tuple[Piece, ...]:
    """Return what lies behind the letters, back to front, field space.

    Args:
        spec: The sign; its sizes are the field's.
        kind: Its kind.
        lines: The set lines, for rails.
        letters: What was set, for ties and cut-outs.
        depths: Of the parts.
        field: The whole sign around the field, for a gate.
    """
    part = kind.base.part
    if part is BasePart.NONE:
        return ()
    if part is BasePart.RAIL:
        rails = _rails(spec, kind, lines, depths)
        return (*_legs(spec, kind, rails, letters, depths), *rails, *_ties(spec, kind, rails, letters, depths))
    body = _body(spec, kind, depths, field)
    if construction_of(spec, kind) is LetterConstruction.PUSH_THROUGH:
        return (*_backdrop(spec, kind, letters, depths), _cut_out(body, letters))
    return (body,)


def bodies_before(spec: SignSpec, kind: SignKind, depths: Depths) -> tuple[Piece, ...]:
    """Return what lies before the letters: the frame around a face, field space."""
    if kind.base.frame_material is None or kind.base.part in (BasePart.GATE, BasePart.BALLOON):
        return ()
    outer = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    wide = frame_width(spec, kind)
    inner = outer.grown(-wide)
    radius = _corner(kind, outer)
    return (
        Piece(
            id="frame",
            role=PieceRole.FRAME,
            outline=Path.joined([_box(outer, radius), _box(inner, max(0.0, radius - wide)).reversed()]),
            z_back_mm=0.0,
            z_front_mm=min(depths.base + kind.base.frame_lip_mm, depths.total),
            material=kind.base.frame_material,
            face_colour=kind.base.frame_colour,
            side_colour=darker(kind.base.frame_colour),
        ),
    )


def _corner(kind: SignKind, box: Rect) -> float:
    return kind.base.corner * min(box.width, box.height)


def _box(box: Rect, radius: float) -> Path:
    return rounded(box, radius) if radius > 0 else Path.rect(box)


def _body(spec: SignSpec, kind: SignKind, depths: Depths, field: Rect) -> Piece:
    part, colour = kind.base.part, base_colour(spec, kind)
    whole = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    is_box = part is BasePart.BOX
    # A frame stands before each face that it frames: of a box with two behind it as well as before it.
    is_framed_twice = is_box and kind.base.frame_material is not None and faces_of(spec, kind) == 2
    behind = kind.base.frame_lip_mm if is_framed_twice else 0.0
    is_lit = is_box and construction_of(spec, kind) in FACE_LIT
    return Piece(
        id=_ROLES[part].value,
        role=_ROLES[part],
        outline=gate_outline(kind, field) if part is BasePart.GATE else _box(whole, _corner(kind, whole)),
        z_back_mm=behind,
        z_front_mm=depths.base,
        material=base_material(spec, kind),
        face_colour=colour,
        side_colour=kind.base.frame_colour if is_box else darker(colour),
        is_face_lit=is_lit,
        luminance_cd_m2=spec.lighting.luminance_cd_m2 if is_lit else None,
        temperature_k=spec.lighting.temperature_k,
    )


def balloon_over(spec: SignSpec, kind: SignKind, whole: Rect) -> Piece:
    """Return the balloon that holds a banner up, field space: round, as wide and as deep as the whole sign.

    Args:
        spec: The sign, for its colour.
        kind: Its material.
        whole: The box of the whole sign; the balloon takes the top of it.
    """
    radius = whole.width / 2
    colour = spec.colours.panel or kind.base.frame_colour
    return Piece(
        id="balloon",
        role=PieceRole.BALLOON,
        outline=ellipse(whole.centre.x, whole.y1 - radius, radius),
        z_back_mm=0.0,
        z_front_mm=whole.width,
        material=kind.base.frame_material or kind.letters.material,
        face_colour=colour,
        side_colour=darker(colour),
    )


def gate_outline(kind: SignKind, whole: Rect) -> Path:
    """Return a gate: two legs under a beam, round at its shoulders outside and inside.

    Args:
        kind: Its shares `beam` (of the height) and `leg` (of the width), and `corner` (of the beam's height).
        whole: Its box.
    """
    leg, beam = kind.base.leg * whole.width, kind.base.beam * whole.height
    outer, inner = kind.base.corner * beam, min(kind.base.corner * beam, (whole.width - 2 * leg) / 2)
    k = 0.5522847498  # of a quarter circle
    x0, x1, y0, y1, under = whole.x0, whole.x1, whole.y0, whole.y1, whole.y1 - beam
    left, right = x0 + leg, x1 - leg
    return (
        PathBuilder()
        .add("M", (x0, y0))
        .add("L", (left, y0))
        .add("L", (left, under - inner))
        .add("C", (left, under - inner + k * inner), (left + inner - k * inner, under), (left + inner, under))
        .add("L", (right - inner, under))
        .add("C", (right - inner + k * inner, under), (right, under - inner + k * inner), (right, under - inner))
        .add("L", (right, y0))
        .add("L", (x1, y0))
        .add("L", (x1, y1 - outer))
        .add("C", (x1, y1 - outer + k * outer), (x1 - outer + k * outer, y1), (x1 - outer, y1))
        .add("L", (x0 + outer, y1))
        .add("C", (x0 + outer - k * outer, y1), (x0, y1 - outer + k * outer), (x0, y1 - outer))
        .add("Z")
        .build()
    )


def _cut_out(body: Piece, letters: tuple[Piece, ...]) -> Piece:
    """The panel's sheet with the letters cut out of it; islands inside letters are held by the acrylic."""
    holes = [piece.outline.reversed() for piece in letters if piece.role is not PieceRole.DIVIDER]
    return Piece(
        id=body.id,
        role=body.role,
        outline=Path.joined([body.outline, *holes]),
        z_back_mm=body.z_back_mm,
        z_front_mm=body.z_front_mm,
        material=body.material,
        face_colour=body.face_colour,
        side_colour=body.side_colour,
    )


def _backdrop(spec: SignSpec, kind: SignKind, letters: tuple[Piece, ...], depths: Depths) -> tuple[Piece, ...]:
    """The lit sheet behind the cut-outs, which the pushed-through letters stand on."""
    boxes = [box for piece in letters if (box := piece.outline.control_bounds()) is not None]
    if not boxes:
        return ()
    front = depths.base - _SHEET_MM
    pan = Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    sheet = Rect.joined(boxes).grown(_BACKDROP_EDGE_MM).intersection(pan)
    return (
        Piece(
            id="backdrop",
            role=PieceRole.BACKDROP,
            outline=Path.rect(sheet or pan),
            z_back_mm=max(0.0, front - _BACKDROP_MM),
            z_front_mm=front,
            material=kind.base.backdrop_material or kind.letters.material,
            face_colour=kind.letters.colour,
            side_colour=darker(kind.letters.colour),
        ),
    )


def rail_height(kind: SignKind, letter_height_mm: float) -> float:
    """Return the height of a rail for letters of a height."""
    least = min(kind.base.min_rail_height_mm, 0.8 * letter_height_mm)
    return max(kind.base.rail_height * letter_height_mm, least)


def _rails(spec: SignSpec, kind: SignKind, lines: tuple[SetLine, ...], depths: Depths) -> tuple[Piece, ...]:
    boxes = []
    carried = lines[-1:] if kind.base.rail_place is RailPlace.FOOT else lines
    for line in carried:
        ink, tall = line.ink, rail_height(kind, line.letter_height_mm)
        if kind.base.rail_place is RailPlace.FOOT:
            ink = Rect.joined(one.ink for one in lines)
            tall = rail_height(kind, lines[0].letter_height_mm)
        over = kind.base.rail_overhang * line.letter_height_mm
        if kind.base.rail_place is RailPlace.FOOT:
            low = foot_of(line) - tall * (1 - _FOOT_LAP)
            if (
                0.0 < low - ink.y0 <= _LITTLE * tall
            ):  # feet of Han characters beside Latin ones: it reaches down to them
                low, tall = ink.y0, tall + low - ink.y0
        else:
            low = ink.y0 + kind.base.rail_at * ink.height - tall / 2
        # a line of flat marks (ー) is lower than its rail: the rail then stays inside the field
        low = min(max(low, 0.0), spec.height_mm - tall)
        boxes.append(Rect(max(0.0, ink.x0 - over), low, min(spec.width_mm, ink.x1 + over), low + tall))
    colour = base_colour(spec, kind)
    first = len(lines) - len(carried)
    return tuple(
        Piece(
            id=f"rail-{index + 1:02d}",
            role=PieceRole.RAIL,
            outline=Path.rect(box),
            z_back_mm=0.0,
            z_front_mm=depths.base,
            material=base_material(spec, kind),
            face_colour=colour,
            side_colour=darker(colour),
            line=first + index,
        )
        for index, box in enumerate(boxes)
    )


def foot_of(line: SetLine) -> float:
    """Return the height on which the letters of a line stand, field space.

    Latin letters stand on the baseline, whatever hangs below it; other lines on their lowest ink. Where Han and Latin
    letters stand together that is the baseline too, which the feet of Han characters reach below by a little.
    """
    return line.baseline_mm if any(map(has_baseline, line.run.text)) else line.ink.y0


def _legs(
    spec: SignSpec, kind: SignKind, rails: tuple[Piece, ...], letters: tuple[Piece, ...], depths: Depths
) -> tuple[Piece, ...]:
    """Return the legs on which a rail stands where letters hang before it and below it, none where it lies itself."""
    rail = rails[-1].outline.control_bounds()
    inks = [box for piece in letters if (box := piece.outline.control_bounds()) is not None]
    if kind.base.rail_place is not RailPlace.FOOT or rail is None or not inks:
        return ()
    ground = min(box.y0 for box in inks)
    if ground >= rail.y0 - 1.0:
        return ()
    hanging = [box for box in inks if box.y0 < rail.y0 - 1.0]
    count = max(2, ceil(rail.width / _LEG_PITCH_MM) + 1)
    inset, pitch = _LEG_MM, (rail.width - 3 * _LEG_MM) / (count - 1)
    places: list[float] = []
    for index in range(count):
        x = _beside(rail.x0 + inset + index * pitch, rail, hanging)
        if all(abs(x - other) >= 2 * _LEG_MM for other in places):
            places.append(x)
    colour = base_colour(spec, kind)
    return tuple(
        Piece(
            id=f"post-{number:02d}",
            role=PieceRole.POST,
            outline=Path.rect(Rect(x, ground, x + _LEG_MM, rail.y0)),
            z_back_mm=0.0,
            z_front_mm=depths.base,
            material=base_material(spec, kind),
            face_colour=colour,
            side_colour=darker(colour),
        )
        for number, x in enumerate(places, start=1)
    )


def _beside(x: float, rail: Rect, hanging: list[Rect]) -> float:
    """Return the place of a leg moved aside from what hangs there, the nearer way that stays under the rail."""
    ends = sorted(
        {x, *(end for box in hanging for end in (box.x0 - _LEG_MM - _LEG_CLEAR_MM, box.x1 + _LEG_CLEAR_MM))},
        key=lambda place: abs(place - x),
    )
    for place in ends:
        is_under = rail.x0 <= place and place + _LEG_MM <= rail.x1
        if is_under and all(place + _LEG_MM <= box.x0 or place >= box.x1 for box in hanging):
            return place
    return x  # everything hangs: it stands behind a letter


def _ties(
    spec: SignSpec, kind: SignKind, rails: tuple[Piece, ...], letters: tuple[Piece, ...], depths: Depths
) -> tuple[Piece, ...]:
    """Return what holds the letters, and the parts of letters, that do not lie before their line's rail."""
    colour = base_colour(spec, kind)
    carriers = {
        rail.line: Carrier(
            region=rail.region(),
            z_front_mm=depths.base,
            material=base_material(spec, kind),
            colour=colour,
            side_colour=darker(colour),
        )
        for rail in rails
    }
    last = carriers[rails[-1].line]
    return ties_of([(letter, carriers.get(letter.line or 0, last)) for letter in letters])
