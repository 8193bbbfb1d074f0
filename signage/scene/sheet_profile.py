"""Seen from the side: what is cut, what is seen and what is measured, in mm out of the wall (z) and over ±0.000 (y).

A profile is data, one for each form; `sheet_section` draws it. Distances that are only known on paper, such as the
thickness of a wall's hatch, are given in paper mm times the scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from signage.design import SUPPORTS, Form, Piece, PieceRole
from signage.fabrication.making import MakingTable
from signage.frontage import Proposal, Unsurveyed
from signage.geometry import Path, Rect
from signage.locale import text
from signage.scene.sheet_face import board_of
from signage.scene.sheet_heights import canopy_of, ground_at, heights_over, pane_of
from signage.scene.sheet_node_parts import depths_in_section

WALL = 7.0  # thickness of a cut wall, paper mm
_OVER, _UNDER = 6.0, 4.0  # of the wall over and under what hangs on it, paper mm
_FOUNDATION_MM = 800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A box of a profile.

    Attributes:
        box: z across, y upwards.
        look: `cut` (hatched), `wall` (hatched, no ends), `body`, `letter`, `support`, `glass`, `hidden` (dashed).
        outline: Drawn instead of the box, where its shape is seen.
        piece: The part of the sign, if it is one.
    """

    box: Rect
    look: str
    outline: Path | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words beside a profile, at a place of it and so many paper mm aside."""

    words: str
    z: float
    y: float
    aside: tuple[float, float] = (0.0, 0.0)
    is_upright: bool = False
    is_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A section through wall, sign and pavement.

    Attributes:
        parts: Back to front.
        ground_mm: Level of the pavement.
        kerb_mm: Distance of the kerb from the wall, None when it is not known or has no meaning here.
        depths: Positions across that are measured over the sign, with the level where each lies.
        heights: Levels that are measured at the outer side, from the pavement up.
        side_mm: The outer side of the sign, where heights are measured.
        shown_y: Levels that are shown at least; what lies between may be broken out.
        shown_z: The same across.
        notes: Words.
        zero_mm: Level from which heights are rounded: the sign's foot, as in the elevation.
        has_ground: Whether the level of the pavement is known and drawn.
        is_pavement: Whether that ground is known to be a pavement; else it is called ground.
        has_depths_below: Whether depths are measured under the sign, where a ceiling is over it.
    """

    parts: tuple[Part, ...]
    ground_mm: float
    kerb_mm: float | None
    depths: tuple[tuple[float, float], ...]
    heights: tuple[float, ...]
    side_mm: float
    shown_y: tuple[tuple[float, float], ...]
    shown_z: tuple[tuple[float, float], ...]
    notes: tuple[Note, ...] = ()
    has_depths_below: bool = False
    zero_mm: float = 0.0
    has_ground: bool = True
    is_pavement: bool = True


def profile_of(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """Return the side view of a sign at 1:`scale`.

    Args:
        proposal: The sign at its place.
        sides: Its parts, of `sides_of`; they are the same at every scale.
        scale: n of 1:n.
    """
    is_pavement = Unsurveyed.PAVEMENT not in proposal.face.unsurveyed
    return replace(_profile(proposal, sides, scale), zero_mm=proposal.sign.rect.y0, is_pavement=is_pavement)


def _profile(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    layout = proposal.sign.layout
    if layout.stands_on_ground:
        return _standing(proposal, sides, scale)
    match Form(layout.form):
        case Form.PROJECTING:
            return _projecting(proposal, sides, scale)
        case Form.HANGING:
            return _hanging(proposal, sides, scale)
        case Form.CANOPY:
            return _on_canopy(proposal, sides, scale)
        case Form.ROOFTOP:
            return _on_roof(proposal, sides, scale)
        case Form.WINDOW:
            return _in_window(proposal, sides, scale)
        case Form.PARALLEL | Form.TEMPORARY | Form.FREESTANDING:
            return _on_wall(proposal, sides, scale)


def sides_of(proposal: Proposal) -> tuple[Part, ...]:
    """Return the parts of a sign seen along the street.

    A projecting sign shows its face; of any other the letters of one line at one depth are one box.
    """
    if proposal.sign.layout.form == Form.PROJECTING:
        return _faces(proposal)
    found: dict[tuple[str, float, float, object], Part] = {}
    layout, base = proposal.sign.layout, proposal.sign.origin.y
    for piece in layout.faced_pieces:
        box = piece.outline.bounds()
        if box is None or (piece.role is PieceRole.CORD and layout.balloon is None) or piece.role is PieceRole.TIE:
            continue  # ties lie behind the letters that they hold
        is_written = piece.construction is not None
        low, high = depths_in_section(piece, layout)
        key = (piece.role.value, low, high, piece.line if is_written else piece.id)
        side = Rect(low, box.y0 + base, high, box.y1 + base)
        if key in found:
            side = Rect.joined([found[key].box, side])
        round_ = piece.outline if piece.role is PieceRole.BALLOON else None  # a ball is seen as it is from any side
        found[key] = Part(box=side, look=_look(piece), outline=round_, piece=piece)
    return tuple(found.values())


def is_seen_edge_on(proposal: Proposal) -> bool:
    """Whether the side view of a sign without a plan is its edge: a projecting sign's side is its face."""
    return proposal.sign.layout.form == Form.PROJECTING


def edge_profile(proposal: Proposal, scale: float) -> Profile:
    """Return a projecting sign as the street sees it: its edge with both faces, before its wall plates.

    Args:
        proposal: The sign at its place.
        scale: n of 1:n.
    """
    sign, layout = proposal.sign.rect, proposal.sign.layout
    sides = tuple(
        Part(box=box.moved(sign.x0, proposal.sign.origin.y), look=_look(piece), piece=piece)
        for piece in layout.street_pieces
        if (box := piece.outline.bounds()) is not None
    )
    plates = tuple(Part(box=box, look="hidden") for box in _wall_plates(proposal))
    low, out = min(part.box.x0 for part in sides), max(part.box.x1 for part in sides)
    return Profile(
        parts=(*plates, *sides),
        ground_mm=sign.y0 - 9.0 * scale,
        kerb_mm=None,
        depths=_depths(sides, sign.y1, None),
        heights=(sign.y0, sign.y1),
        side_mm=out,
        shown_y=((sign.y0 - 2.0 * scale, sign.y1 + 2.0 * scale),),
        shown_z=((low - 8.0 * scale, out + 3.0 * scale),),
        zero_mm=sign.y0,
        has_ground=False,
    )


def _wall_plates(proposal: Proposal) -> Iterator[Rect]:
    """Yield the plates behind a projecting sign, as wide as they are cut, in the middle of its thickness."""
    role = MakingTable.load().rule_of(PieceRole.BRACKET.value)
    sign, origin = proposal.sign.rect, proposal.sign.origin
    for piece in proposal.sign.layout.pieces:
        box = piece.outline.bounds()
        if piece.role is PieceRole.BRACKET and box is not None and role is not None and role.plate_mm:
            half = role.plate_mm / 2
            yield Rect(sign.centre.x - half, box.y0 + origin.y, sign.centre.x + half, box.y1 + origin.y)


def _faces(proposal: Proposal) -> tuple[Part, ...]:
    layout, base = proposal.sign.layout, proposal.sign.origin.y
    reach = layout.depth_mm - layout.envelope.width
    return tuple(
        Part(box=box.moved(reach, base), look=_look(piece), outline=piece.outline, piece=piece)
        for piece in layout.pieces
        if (box := piece.outline.bounds()) is not None
    )


def _moved(parts: tuple[Part, ...], by_mm: float) -> tuple[Part, ...]:
    return tuple(replace(part, box=part.box.moved(by_mm, 0.0)) for part in parts)


def _look(piece: Piece) -> str:
    if piece.role is PieceRole.BACKDROP:
        return "hidden"
    if piece.construction is not None or piece.role in (PieceRole.LOGO, PieceRole.DIVIDER):
        return "letter"
    return "support" if piece.role in SUPPORTS else "body"


def _ground(proposal: Proposal) -> float:
    """Return the highest pavement under the sign: clear heights are least there."""
    sign, face = proposal.sign.rect, proposal.face
    xs = [sign.x0, sign.x1, *(p.x for p in face.pavement if sign.x0 < p.x < sign.x1)]
    return max(ground_at(face, x) for x in xs)


def _kerb(proposal: Proposal) -> float | None:
    road = proposal.face.road
    return road.kerb_mm if road is not None else None


def _depths(parts: tuple[Part, ...], top: float, first: float | None) -> tuple[tuple[float, float], ...]:
    """Return the wall, and the backs and fronts of bodies and letters."""
    measured = [p for p in parts if p.look in ("body", "letter") or _is_part(p, PieceRole.TRUSS)]
    ends = {z for part in measured for z in (part.box.x0, part.box.x1)}
    if first is not None:
        ends.add(first)
    return tuple((z, top) for z in sorted(ends))


def _ends(parts: tuple[Part, ...]) -> tuple[float, float]:
    """Return the back and the front of the bodies and letters; what lies between is for the detail."""
    bodies = [part.box for part in parts if part.look in ("body", "letter")]
    return min(box.x0 for box in bodies), max(box.x1 for box in bodies)


def _on_wall(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    sign, ground = proposal.sign.rect, _ground(proposal)
    out = max(part.box.x1 for part in sides)
    top = sign.y1 + _OVER * scale
    wall = Part(box=Rect(-WALL * scale, ground, 0.0, top), look="wall")
    return Profile(
        parts=(wall, *sides),
        ground_mm=ground,
        kerb_mm=_kerb(proposal),
        depths=_depths(sides, sign.y1, 0.0),
        heights=tuple(dict.fromkeys((*heights_over(proposal), sign.y0, sign.y1))),
        side_mm=out,
        shown_y=((ground - _UNDER * scale, ground + 4.0 * scale), (sign.y0 - 5.0 * scale, top)),
        shown_z=((-WALL * scale, out + 3.0 * scale),),
        notes=(_wall_note(sign.centre.y, scale),),
    )


def _wall_note(y: float, scale: float) -> Note:
    return Note(words=text("sheet.wall"), z=-WALL * scale, y=y, aside=(-1.6, 0.0), is_upright=True)


def _projecting(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """The view along the street: the face, its brackets, the footway below it and the kerb beyond."""
    sign, layout, ground = proposal.sign.rect, proposal.sign.layout, _ground(proposal)
    reach = layout.depth_mm - layout.envelope.width
    top = sign.y1 + _OVER * scale
    wall = Part(box=Rect(-WALL * scale, ground, 0.0, top), look="wall")
    return Profile(
        parts=(wall, *sides),
        ground_mm=ground,
        kerb_mm=_kerb(proposal),
        depths=((0.0, sign.y1), (reach, sign.y1), (layout.depth_mm, sign.y1)),
        heights=(sign.y0, sign.y1),
        side_mm=layout.depth_mm,
        shown_y=((ground - _UNDER * scale, ground + 4.0 * scale), (sign.y0 - 5.0 * scale, top)),
        shown_z=((-WALL * scale, layout.depth_mm + 3.0 * scale),),
        notes=(_wall_note(sign.centre.y, scale),),
    )


def _hanging(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """Under a ceiling: no wall is near, so the side view shows rods, body and pavement."""
    sign, ground = proposal.sign.rect, _ground(proposal)
    ceiling = max(part.box.y1 for part in sides)
    low, out = min(p.box.x0 for p in sides), max(p.box.x1 for p in sides)
    slab = Part(box=Rect(low - 12.0 * scale, ceiling, out + 12.0 * scale, ceiling + 5.0 * scale), look="cut")
    return Profile(
        parts=(slab, *sides),
        ground_mm=ground,
        kerb_mm=None,
        depths=_depths(sides, sign.y0, None),
        heights=tuple(dict.fromkeys((sign.y0, sign.y1, ceiling))),
        side_mm=out,
        shown_y=((ground - _UNDER * scale, ground + 4.0 * scale), (sign.y0 - 14.0 * scale, ceiling + 5.0 * scale)),
        shown_z=((low - 14.0 * scale, out + 6.0 * scale),),
        notes=(Note(words=text("sheet.ceiling"), z=low - 12.0 * scale, y=ceiling, aside=(0.0, 6.6)),),
        has_depths_below=True,
    )


def _on_canopy(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """On a canopy: the letters at its outer edge, which the plan gives; without one, as on a wall."""
    sign, ground = proposal.sign.rect, _ground(proposal)
    canopy = canopy_of(proposal.face, sign)
    if canopy is None:
        return _on_wall(proposal, sides, scale)
    out = canopy.projection_mm
    parts = _moved(sides, out - max(part.box.x1 for part in sides))
    slab = Part(box=Rect(0.0, canopy.rect.y0, out, canopy.rect.y1), look="cut")
    top = sign.y1 + _OVER * scale
    wall = Part(box=Rect(-WALL * scale, ground, 0.0, top), look="wall")
    return Profile(
        parts=(wall, slab, *parts),
        ground_mm=ground,
        kerb_mm=_kerb(proposal),
        depths=((0.0, sign.y1), *_depths(parts, sign.y1, out)),
        heights=tuple(dict.fromkeys((canopy.rect.y0, canopy.rect.y1, sign.y0, sign.y1))),
        side_mm=out,
        shown_y=((ground - _UNDER * scale, ground + 4.0 * scale), (canopy.rect.y0 - 6.0 * scale, top)),
        shown_z=((-WALL * scale, out + 3.0 * scale),),
        notes=(
            _wall_note(sign.centre.y, scale),
            Note(words=text("sheet.canopy"), z=0.0, y=canopy.rect.y0, aside=(2.0, -4.2)),
        ),
    )


def _standing(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """On the ground, free of any wall; the foundation is a hint that its designer replaces."""
    sign, layout = proposal.sign.rect, proposal.sign.layout
    ground = sign.y0
    low, out = min(p.box.x0 for p in sides), max(p.box.x1 for p in sides)
    is_gate = layout.form == Form.TEMPORARY  # it stands on itself: legs, or the weight of a tether
    wide = 0.3 * (out - low)
    base = Rect(low - wide, ground - _FOUNDATION_MM, out + wide, ground)
    foundation = () if is_gate else (Part(box=base, look="hidden"),)
    foot = ground - (4.0 * scale if is_gate else _FOUNDATION_MM + 4.5 * scale)
    hint = text("sheet.ballast" if is_gate else "sheet.foundation")
    feet = tuple((z, p.box.y1) for p in sides if _is_part(p, PieceRole.PLINTH) for z in (p.box.x0, p.box.x1))
    board = ground + board_of(layout).y0
    side = max(out, base.x1) if not is_gate else out
    return Profile(
        parts=(*foundation, *sides),
        ground_mm=ground,
        kerb_mm=None,
        depths=(*feet, *((z, sign.y1) for z in _ends(sides))),
        heights=tuple(dict.fromkeys((*([] if is_gate else [board]), *heights_over(proposal)))),
        side_mm=out,
        shown_y=((foot, sign.y1 + 4.0 * scale),),
        shown_z=(
            (low - 8.0 * scale, side + 19.0 * scale)
            if is_gate
            else (min(low, base.x0) - 17.0 * scale, side + 26.0 * scale),
        ),
        notes=(
            Note(words=hint, z=max(p.box.x1 for p in sides if p.box.y0 <= ground + 1.0), y=ground, aside=(2.0, -6.4))
            if is_gate
            else Note(words=hint, z=base.x0, y=base.y0, aside=(0.0, -4.0)),
        ),
    )


def _is_part(part: Part, role: PieceRole) -> bool:
    return part.piece is not None and part.piece.role is role


def _on_roof(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """On the parapet: the letters' front is drawn flush with the wall, since the model keeps no place on the roof."""
    sign, ground = proposal.sign.rect, _ground(proposal)
    parts = _moved(sides, -max(part.box.x1 for part in sides))
    roof = min(proposal.face.height_mm, sign.y0)  # a sign that is placed lower stands on a lower roof
    low = min(part.box.x0 for part in parts)
    back = min(low - 3.0 * scale, -WALL * scale)
    wall = Part(box=Rect(-WALL * scale, ground, 0.0, roof), look="wall")
    slab = Part(box=Rect(back - 6.0 * scale, roof - 4.0 * scale, -WALL * scale, roof), look="cut")
    return Profile(
        parts=(wall, slab, *parts),
        ground_mm=ground,
        kerb_mm=None,
        depths=_depths(parts, sign.y1, None),
        heights=tuple(dict.fromkeys((roof, sign.y0, sign.y1))),
        side_mm=0.0,
        shown_y=((ground - _UNDER * scale, ground + 4.0 * scale), (roof - 9.0 * scale, sign.y1 + 4.0 * scale)),
        shown_z=((back - 12.0 * scale, 6.0 * scale),),
        notes=(Note(words=text("sheet.roof"), z=-WALL * scale, y=roof - 4.0 * scale, aside=(-1.5, -4.0), is_end=True),),
    )


def _in_window(proposal: Proposal, sides: tuple[Part, ...], scale: float) -> Profile:
    """Film on the inside of a pane, between the sill and the lintel."""
    sign, ground = proposal.sign.rect, _ground(proposal)
    pane = pane_of(proposal) or sign.grown(0.0, 200.0)
    top = pane.y1 + 5.0 * scale
    glass = Part(box=Rect(-2.4 * scale, pane.y0, -1.6 * scale, pane.y1), look="glass")
    walls = (
        Part(box=Rect(-WALL * scale, pane.y1, 0.0, top), look="wall"),
        Part(box=Rect(-WALL * scale, ground, 0.0, pane.y0), look="wall"),
    )
    film = tuple(
        Part(box=Rect(-3.0 * scale, part.box.y0, -2.4 * scale, part.box.y1), look="letter", piece=part.piece)
        for part in sides
    )
    return Profile(
        parts=(*walls, glass, *film),
        ground_mm=ground,
        kerb_mm=None,
        depths=(),
        heights=tuple(dict.fromkeys((pane.y0, sign.y0, sign.y1, pane.y1))),
        side_mm=0.0,
        shown_y=((ground - _UNDER * scale, ground + 5.0 * scale), (pane.y0 - 5.0 * scale, top)),
        shown_z=((-(WALL + 6.0) * scale, 4.0 * scale),),
        notes=(Note(words=text("sheet.film"), z=-WALL * scale, y=sign.centre.y, aside=(-1.6, 0.0), is_upright=True),),
    )


def without_break(profile: Profile) -> Profile:
    """Return the profile shown whole between its lowest and highest level, and out to the kerb."""
    low, high = min(a for a, _ in profile.shown_y), max(b for _, b in profile.shown_y)
    return replace(profile, shown_y=((low, high),))
