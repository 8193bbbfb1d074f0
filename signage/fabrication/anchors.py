"""Fixings from load: how letters are held to what is behind them, and the sign to wall, ceiling, roof or ground.

Fixings are first set out by geometry (edge distance, greatest pitch, studs for each letter, corners of a plate). Then
their number is raised until wind and weight on each, times the safety factor, stay within the stated capacity. A
bracket's or post's plate is bent: half of its fixings pull, at the distance of the two rows. The factor and the
capacities are illustrative parameters: this is a count for the parts list, no proof of stability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, hypot

from signage.design import Form, Piece, PieceRole, SignLayout
from signage.fabrication.drilling import Drilled, is_clamped, spread, strap_shape
from signage.fabrication.making import Fixing, FixingRule, Making
from signage.fabrication.measures import measured, ribbon_length
from signage.fabrication.moments import bending_of
from signage.fabrication.supports import feet_of_truss
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Unit
from signage.fabrication.wind import WindCase, weight_kn
from signage.geometry import Point, Region

_STEPS = 20  # of moving a fixing point to where its body is
_CARRIERS = {Making.TRAY, Making.LIGHT_BOX, Making.FOLDED, Making.DISPLAY, Making.FRAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One kind of connection and its fixings.

    Attributes:
        kind: `wall`, `canopy`, `ceiling`, `tie`, `bracket`, `foot`; `stud` (letter to what is behind it) or
            `letter_wall`.
        plates: Plates or feet that they are spread over; 0 where there are none.
        by_geometry: Fixings that the set-out asks for.
        by_wind: Fixings that the wind asks for; None when there is no wind load.
        by_weight: Fixings that the weight asks for; None when the weight is not known.
        count: Fixings taken.
        tension_kn: Pull on each, characteristic: of the wind, of bending, or of what hangs.
        shear_kn: Load across each.
        use_share: The greater of both over the capacity, safety in; None when neither is known.
    """

    kind: str
    fixing: str
    name_zh: str
    name_en: str
    by_geometry: int
    by_wind: int | None
    by_weight: int | None
    count: int
    tension_kn: float | None
    shear_kn: float | None
    use_share: float | None
    plates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forces:
    """What all fixings of a joint hold together, kN; None where it is not known."""

    wind_pull: float | None = 0.0
    wind_across: float | None = 0.0
    weight_pull: float | None = 0.0
    weight_across: float | None = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The sign as the fixings feel it: wind and weight, kN."""

    layout: SignLayout
    wind: float | None
    weight: float | None
    tables: Tables

    def pieces(self, role: PieceRole) -> list[Piece]:
        return [piece for piece in self.layout.pieces if piece.role is role and piece.line is None]


def joints_of(
    layout: SignLayout,
    case: WindCase | None,
    masses: dict[str, float | None],
    tables: Tables,
    *,
    area_m2: float,
    total_kg: float | None,
) -> tuple[Joint, ...]:
    """Return the connections of a sign: letters to what is behind them, the sign to what it hangs on or stands on.

    Args:
        layout: The sign.
        case: The governing wind case, None when there is no load.
        masses: Known mass by id of a piece, both faces of a sign in it; None for a piece with an unknown one.
        tables: The fixing rule.
        area_m2: Area that the wind meets.
        total_kg: Mass of the whole sign, None when not known.
    """
    rule = tables.making.fixing
    letters = [piece for piece in layout.pieces if _is_fixed(piece, tables)]
    carriers = [piece for piece in layout.pieces if _making(piece, tables) in _CARRIERS]
    wk = abs(case.wk_kn_m2) if case else None
    found: list[Joint] = []
    if letters:
        has_base = bool(carriers) or layout.form == Form.ROOFTOP
        joint = _letter_joint(letters, rule, wk, masses, has_base=has_base, faces=layout.faces)
        more = sum(_studs_of_tie(piece, tables) for piece in layout.pieces)
        found.append(replace(joint, by_geometry=joint.by_geometry + more, count=joint.count + more))
    held = _Held(
        layout=layout,
        wind=None if wk is None else wk * area_m2,
        weight=None if total_kg is None else weight_kn(total_kg),
        tables=tables,
    )
    holding = _holding(held, carriers)
    return (*found, holding) if holding else tuple(found)


def _holding(held: _Held, carriers: list[Piece]) -> Joint | None:
    """Return what holds the whole sign, by its form; None for letters on a wall or film, which are held each."""
    rule, wind, weight = held.tables.making.fixing, held.wind, held.weight
    match held.layout.form:
        case Form.PARALLEL | Form.CANOPY if carriers:
            count = sum(_set_out(piece, held.tables) for piece in _outermost(carriers))
            kind = "wall" if held.layout.form == Form.PARALLEL else "canopy"
            return _joint(kind, rule.wall, rule.safety, count, _Forces(wind_pull=wind, weight_across=weight))
        case Form.HANGING if rods := held.pieces(PieceRole.ROD):
            count = len(rods) * rule.hanger_min
            return _joint("ceiling", rule.hanger, rule.safety, count, _Forces(wind_across=wind, weight_pull=weight))
        case Form.TEMPORARY if cords := held.pieces(PieceRole.CORD):
            # A balloon's one rope is tied to its weight; the cords of a banner are tied to the wall each.
            count = (1 if held.layout.balloon is not None else len(cords)) * rule.hanger_min
            return _joint("tie", rule.hanger, rule.safety, count, _Forces(wind_pull=wind, weight_across=weight))
        case Form.PROJECTING if brackets := held.pieces(PieceRole.BRACKET):
            return _bracket_joint(held, brackets)
        case Form.FREESTANDING | Form.ROOFTOP:
            return _foot_joint(held)
        case _:
            return None


def _bracket_joint(held: _Held, brackets: list[Piece]) -> Joint:
    """The wind bends the arms sideways, the weight downwards; the brackets' distance helps against the weight."""
    bending = bending_of(held.layout, held.wind, held.weight)
    role = held.tables.making.rule_of(PieceRole.BRACKET.value)
    boxes = [box for piece in brackets if (box := piece.outline.bounds()) is not None]
    edge = held.tables.making.fixing.plate_edge_mm
    across = max(1.0, (role.plate_mm if role else 0.0) - 2 * edge) / 1000
    upright = max(1.0, max(b.y1 for b in boxes) - min(b.y0 for b in boxes) - 2 * edge) / 1000
    forces = _Forces(
        wind_pull=None if bending.wind_knm is None else 2 * bending.wind_knm / across,
        wind_across=held.wind,
        weight_pull=None if bending.weight_knm is None else 2 * bending.weight_knm / upright,
        weight_across=held.weight,
    )
    return _plates_joint("bracket", held, len(brackets), forces)


def _foot_joint(held: _Held) -> Joint | None:
    """The wind bends the posts' feet; the weight only presses."""
    posts, trusses, plinths = (held.pieces(r) for r in (PieceRole.POST, PieceRole.TRUSS, PieceRole.PLINTH))
    lead = next(iter((*posts, *trusses, *plinths)), None)
    role = held.tables.making.rule_of(lead.role.value) if lead else None
    size = measured(lead) if lead else None
    if lead is None or role is None or size is None:
        return None
    if posts or trusses:
        count, side, level = len(posts) or feet_of_truss(size.box.width, role), role.plate_mm, size.box.y0
    else:
        count, side, level = 2, held.layout.thickness_mm, size.box.y1  # the box's two ends on the plinth
    bending = bending_of(held.layout, held.wind, held.weight, level_mm=level)
    across = max(1.0, side - 2 * held.tables.making.fixing.plate_edge_mm) / 1000
    pull = None if bending.wind_knm is None else 2 * bending.wind_knm / across
    return _plates_joint("foot", held, count, _Forces(wind_pull=pull, wind_across=held.wind))


def _plates_joint(kind: str, held: _Held, plates: int, forces: _Forces) -> Joint:
    rule = held.tables.making.fixing
    made = _joint(kind, rule.support, rule.safety, plates * rule.support_min, forces, step=2 * plates)
    return replace(made, plates=plates)


def drilled_for(layout: SignLayout, joints: Sequence[Joint], tables: Tables) -> Drilled:
    """Return the holes and clamps that a sign's fixings need: those of the set-out, more where the load asks for it."""
    bolts = next((joint.count // joint.plates for joint in joints if joint.plates), None)
    set_out = Drilled(form=layout.form, plate_bolts=bolts)
    rails = [piece for piece in layout.pieces if is_clamped(piece, tables.making)]
    held = next((joint for joint in joints if joint.kind in ("wall", "canopy")), None)
    if held is None or not rails or held.count <= held.by_geometry:
        return set_out
    # every rail has its share of what the load asks for
    more = held.count / held.by_geometry
    usual = {rail.id: len(set_out.clamp_places(rail, tables.making)) for rail in rails}
    return replace(set_out, clamps={rail: ceil(count * more) for rail, count in usual.items()})


def fixing_parts(joints: Sequence[Joint], tables: Tables) -> tuple[Part, ...]:
    """Return the fixings as parts."""
    rule = tables.making.fixing
    parts = []
    for joint in joints:
        fixing = next(one for one in rule.all if one.id == joint.fixing)
        parts.append(
            Part(
                piece="",
                group=Group.FIXINGS,
                use=f"joint_{joint.kind}",
                item=fixing.item,
                name_zh=fixing.name_zh,
                name_en=fixing.name_en,
                unit=Unit.N,
                quantity=float(joint.count),
                bought=float(joint.count),
                mass_kg=joint.count * fixing.mass_kg,
            )
        )
    return tuple(parts)


def _making(piece: Piece, tables: Tables) -> Making | None:
    rule = tables.making.rule_of(piece.role.value)
    return rule.rule if rule else None


def _is_fixed(piece: Piece, tables: Tables) -> bool:
    """Print needs no studs, nor does what is glued or of one piece with its board."""
    if _making(piece, tables) is not Making.LETTER or piece.construction is None:
        return False
    rule = tables.making.construction_of(piece.construction.value)
    return piece.z_front_mm > piece.z_back_mm and (rule is None or rule.is_fixed)


def _studs_of_tie(piece: Piece, tables: Tables) -> int:
    """Return the studs that a tie takes beside the letters' own: one for each hole of a strap, one for a stay."""
    size = measured(piece)
    if size is None or _making(piece, tables) is not Making.TIE:
        return 0
    plate = tables.stock.find_plate(piece.material)
    if plate is None or size.depth_mm > plate.solid_max_mm:
        return 1
    long = ribbon_length(piece.outline)
    return len(strap_shape(long, size.area_m2 * 1e6 / long, tables.making.fixing).holes)


def _letter_joint(
    letters: Sequence[Piece],
    rule: FixingRule,
    wk: float | None,
    masses: dict[str, float | None],
    *,
    has_base: bool,
    faces: int,
) -> Joint:
    """Return the studs of all letters, each letter by itself; the joint shows their sum and the worst stud."""
    rows: list[Joint] = []
    kind, fixing = ("stud", rule.stud) if has_base else ("letter_wall", rule.letter_wall)
    for piece in letters:
        size = measured(piece)
        if size is None:
            continue
        count = max(rule.letter_min, ceil(size.outer_m * 1000 / rule.letter_pitch_mm - 1e-9))
        mass = masses.get(piece.id)
        wind = None if wk is None else wk * size.area_m2
        weight = None if mass is None else weight_kn(mass) / faces
        rows += [_joint(kind, fixing, rule.safety, count, _Forces(wind_pull=wind, weight_across=weight))] * faces

    def worst(values: list[float | None]) -> float | None:
        return None if not values or None in values else max(v for v in values if v is not None)

    def total(values: list[int | None]) -> int | None:
        return None if None in values else sum(v for v in values if v is not None)

    return Joint(
        kind=kind,
        fixing=fixing.id,
        name_zh=fixing.name_zh,
        name_en=fixing.name_en,
        by_geometry=sum(row.by_geometry for row in rows),
        by_wind=total([row.by_wind for row in rows]),
        by_weight=total([row.by_weight for row in rows]),
        count=sum(row.count for row in rows),
        tension_kn=worst([row.tension_kn for row in rows]),
        shear_kn=worst([row.shear_kn for row in rows]),
        use_share=worst([row.use_share for row in rows]),
    )


def _joint(kind: str, fixing: Fixing, safety: float, by_geometry: int, forces: _Forces, *, step: int = 1) -> Joint:
    """Return a joint; its number is a multiple of `step`, so that every plate has as many in both rows."""

    def needed(pull: float, across: float) -> int:
        return max(1, ceil(max(pull / fixing.tension_kn, across / fixing.shear_kn) * safety - 1e-9))

    has_wind = forces.wind_pull is not None and forces.wind_across is not None
    has_weight = forces.weight_pull is not None and forces.weight_across is not None
    pull = (forces.wind_pull or 0.0) + (forces.weight_pull or 0.0)
    across = hypot(forces.wind_across or 0.0, forces.weight_across or 0.0)
    count = step * ceil(max(by_geometry, needed(pull, across)) / step)
    tension = (
        pull / count if (has_wind or forces.wind_pull == 0.0) and (has_weight or forces.weight_pull == 0.0) else None
    )
    shear = (
        across / count
        if (has_wind or forces.wind_across == 0.0) and (has_weight or forces.weight_across == 0.0)
        else None
    )
    shares = [
        force * safety / capacity
        for force, capacity in ((tension, fixing.tension_kn), (shear, fixing.shear_kn))
        if force is not None
    ]
    return Joint(
        kind=kind,
        fixing=fixing.id,
        name_zh=fixing.name_zh,
        name_en=fixing.name_en,
        by_geometry=by_geometry,
        by_wind=needed(forces.wind_pull or 0.0, forces.wind_across or 0.0) if has_wind else None,
        by_weight=needed(forces.weight_pull or 0.0, forces.weight_across or 0.0) if has_weight else None,
        count=count,
        tension_kn=tension,
        shear_kn=shear,
        use_share=max(shares, default=None),
    )


def _outermost(supports: Sequence[Piece]) -> list[Piece]:
    """Bodies that are fixed to the wall themselves: not the frame round a box, nor what stands on another."""
    found: list[Piece] = []
    boxes = [(piece, piece.outline.bounds()) for piece in supports]
    for piece, box in boxes:
        if box is None:
            continue
        inside = any(
            other is not piece
            and outer is not None
            and outer.x0 <= box.x0 + 1e-6
            and outer.y0 <= box.y0 + 1e-6
            and outer.x1 >= box.x1 - 1e-6
            and outer.y1 >= box.y1 - 1e-6
            and (outer != box or supports.index(other) < supports.index(piece))
            for other, outer in boxes
        )
        if not inside:
            found.append(piece)
    return found


def _set_out(piece: Piece, tables: Tables) -> int:
    """Return the fixings of one body as the workshop drawing sets them out."""
    if is_clamped(piece, tables.making):
        return 2 * len(Drilled().clamp_places(piece, tables.making))
    return len(wall_points(piece, tables.making.fixing))


def wall_points(piece: Piece, rule: FixingRule) -> tuple[Point, ...]:
    """Return where a body is fixed through to the wall, sign space: along both long edges, or in one row.

    Points that the body does not reach to (its corners may be round) move along their row to where it does.
    """
    box = piece.outline.bounds()
    if box is None:
        return ()
    is_upright = box.height > box.width
    low, high = (box.y0, box.y1) if is_upright else (box.x0, box.x1)
    along = spread(low, high, rule)
    near, far = (box.x0, box.x1) if is_upright else (box.y0, box.y1)
    rows = [near + rule.edge_mm, far - rule.edge_mm] if far - near >= 3 * rule.edge_mm else [(near + far) / 2]
    region, middle = piece.region(), (low + high) / 2
    found = []
    for across in rows:
        for at in along:
            point = Point(across, at) if is_upright else Point(at, across)
            found.append(_inside(region, point, middle, is_upright=is_upright))
    return tuple(found)


def _inside(region: Region, point: Point, middle: float, *, is_upright: bool) -> Point:
    """Return a point, moved along its row towards the middle until the body holds it."""
    at = point.y if is_upright else point.x
    for share in range(_STEPS + 1):
        moved = at + (middle - at) * share / _STEPS
        here = Point(point.x, moved) if is_upright else Point(moved, point.y)
        if all(region.holds([here])):
            return here
    return point
