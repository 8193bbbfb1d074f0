"""`make_pack`: from a laid-out sign to everything a workshop needs (加工资料), as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from signage.design import Form, PieceRole, SignLayout
from signage.fabrication.anchors import drilled_for, fixing_parts, joints_of
from signage.fabrication.bodies import parts_of
from signage.fabrication.cost import Cost, estimate
from signage.fabrication.drilling import Drilled
from signage.fabrication.electrics import Electrics, wire
from signage.fabrication.lighting import LitPiece, light_sign
from signage.fabrication.measures import Measured, measured
from signage.fabrication.moments import moment_of, stands_on_ground
from signage.fabrication.painting import paint_parts
from signage.fabrication.structure import Structure, triggers_of
from signage.fabrication.tables import Tables, table_digests
from signage.fabrication.values import Group, Moment, Part, Remark
from signage.fabrication.weight import Weight, mass_by_piece, weigh
from signage.fabrication.wind import Site, WindLoad, wind_load
from signage.fabrication.work import work_of
from signage.frontage import FrontagePlan, PlacedSign, Unsurveyed
from signage.frontage.survey import lowest_clearance, pavement_under
from signage.geometry import Region

# What plates or clamps hold, whose number follows the load.
_HELD_BY_PLATES = frozenset({PieceRole.BRACKET, PieceRole.POST, PieceRole.TRUSS, PieceRole.RAIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPack:
    """What a workshop gets with the drawings.

    Attributes:
        layout: The sign.
        placed: Where it hangs, None without a plan.
        plan: The plan, None without one.
        site: What the wind load depends on.
        parts: Parts and work, in the order of pieces within each group.
        lit: Light sources with their places.
        drilled: Holes of plates and clamps of rails, as the fixings need them.
        moment: Bending at the wall plate or at the foot, None for a sign that lies on its wall.
        table_digests: Name and digest of each table used, prices last.
    """

    layout: SignLayout
    placed: PlacedSign | None
    plan: FrontagePlan | None
    site: Site
    parts: tuple[Part, ...]
    lit: tuple[LitPiece, ...]
    electrics: Electrics
    weight: Weight
    wind: WindLoad
    structure: Structure
    drilled: Drilled
    moment: Moment | None
    cost: Cost
    remarks: tuple[Remark, ...]
    tables: Tables
    table_digests: tuple[tuple[str, str], ...]

    @property
    def model_digest(self) -> str:
        """Digest of the model: the same that every drawing of the sign carries."""
        return self.layout.digest


def make_pack(
    layout: SignLayout,
    *,
    placed: PlacedSign | None = None,
    plan: FrontagePlan | None = None,
    site: Site | None = None,
    tables: Tables | None = None,
) -> WorkshopPack:
    """Return the workshop pack of a sign; the same arguments give the same value.

    Args:
        layout: The sign.
        placed: The sign on its face; needs `plan`. Without it no height is known and there is no wind load.
        plan: The plan in force.
        site: What the user states (basic pressure, terrain, period); heights and carrier come from the plan.
        tables: Stock, making, light sources, wind figures, prices; the bundled illustrative ones when left out.

    Raises:
        InputError: A bundled table is wrong.
    """
    chosen = tables or Tables()
    where = site_of(layout, placed, plan, site or Site())
    sizes = {piece.id: size for piece in layout.pieces if (size := measured(piece)) is not None}
    made = _made(layout, chosen, Drilled.by_set_out(layout))
    lighting = light_sign(layout, chosen)
    electrics = wire(lighting.lit, made, chosen.electrics)
    bodies = _ordered([*made, *electrics.parts])
    before = weigh(bodies)  # without the fixings that this weight asks for
    wind = wind_load(layout.form, _wind_area(layout), where, chosen.wind)
    joints = joints_of(
        layout,
        wind.governing,
        mass_by_piece(bodies),
        chosen,
        area_m2=wind.area_m2,
        total_kg=before.total_kg,
    )
    drilled = drilled_for(layout, joints, chosen)
    if drilled != Drilled.by_set_out(layout):  # holes by the load; what they take away weighs next to nothing
        bodies = _ordered([*_made(layout, chosen, drilled), *electrics.parts])
    fixings = fixing_parts(joints, chosen)
    box = layout.envelope
    work = work_of(bodies, sizes, box.width * box.height / 1e6, is_temporary=layout.is_temporary)
    paint = paint_parts(bodies, layout.pieces, chosen)
    parts = _ordered([*bodies, *fixings, *paint, *work])
    weight = weigh(parts)
    moment = moment_of(layout, wind, before.total_kg, chosen)
    rule = chosen.making.fixing
    structure = Structure(
        joints=joints,
        triggers=triggers_of(layout, where, weight.total_kg, chosen),
        safety=rule.safety,
        fixing_source=rule.source,
        parts=fixings,
    )
    cost = estimate(parts, chosen.prices)
    unruled = [part.remark for part in parts if part.remark is not None and part.remark.needs_action]
    return WorkshopPack(
        layout=layout,
        placed=placed,
        plan=plan,
        site=where,
        parts=parts,
        lit=lighting.lit,
        electrics=electrics,
        weight=weight,
        wind=wind,
        structure=structure,
        drilled=drilled,
        moment=moment,
        cost=cost,
        remarks=_joined(
            [*unruled, *lighting.remarks, *electrics.remarks, *wind.remarks, *(moment.remarks if moment else ())]
        ),
        tables=chosen,
        table_digests=table_digests(chosen),
    )


def site_of(layout: SignLayout, placed: PlacedSign | None, plan: FrontagePlan | None, given: Site) -> Site:
    """Return what is known of the site: the user's word, heights and carrier from the plan.

    The top counts from the lowest pavement below the sign and the bottom from the highest: each on the safe side. What
    stands on the ground is as high as it is. Without a plan the user's word on the top stands, on level ground.
    """
    is_rooftop = layout.form == Form.ROOFTOP
    if placed is None or plan is None:
        if given.top_mm is None and stands_on_ground(layout):
            height = layout.envelope.height
            given = replace(given, top_mm=height, bottom_mm=0.0, top_source="fabrication.height_of_sign")
        elif given.top_mm is not None and given.bottom_mm is None:
            given = replace(given, bottom_mm=given.top_mm - layout.envelope.height)
        return replace(given, is_rooftop=is_rooftop)
    face, rect = plan.find_unit(placed.unit_id)[0], placed.rect
    is_known = Unsurveyed.PAVEMENT not in face.unsurveyed
    ground = pavement_under(face, rect.x0, rect.x1) if is_known else None
    clearance = lowest_clearance(face, rect) if is_known else None
    bottom = 0.0 if stands_on_ground(layout) else clearance[0] if clearance else None
    top = None if ground is None else rect.y1 - min(point.y for point in ground)
    return replace(
        given,
        city=given.city or plan.city,
        top_mm=top,
        top_source="fabrication.from_plan",
        bottom_mm=bottom,
        is_curtain_wall=face.wall == "curtain",
        is_rooftop=is_rooftop or (face.parapet_mm is not None and rect.y0 >= face.parapet_mm),
    )


def drilled_of(layout: SignLayout, *, placed: PlacedSign | None = None, plan: FrontagePlan | None = None) -> Drilled:
    """Return the holes and clamps of a sign as its workshop pack counts them; see `make_pack`."""
    has_plates = any(piece.role in _HELD_BY_PLATES for piece in layout.pieces)
    return make_pack(layout, placed=placed, plan=plan).drilled if has_plates else Drilled.by_set_out(layout)


def _made(layout: SignLayout, tables: Tables, drilled: Drilled) -> list[Part]:
    return [
        part
        for piece in layout.pieces
        for part in parts_of(piece, layout.pieces, tables, faces=layout.faces, drilled=drilled)
    ]


def sizes_of(layout: SignLayout) -> tuple[tuple[str, Measured], ...]:
    """Return the measures of every piece that has an outline."""
    return tuple((piece.id, size) for piece in layout.pieces if (size := measured(piece)) is not None)


def _wind_area(layout: SignLayout) -> float:
    """Return the area of the face with what holds it, m²; the wind meets that of a projecting sign along the street."""
    return Region.union([piece.region() for piece in layout.pieces]).area / 1e6


def _ordered(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for group in Group for part in parts if part.group is group)


def _joined(remarks: list[Remark]) -> tuple[Remark, ...]:
    """Return each remark once; the pieces of equal ones together."""
    found: dict[tuple[object, ...], Remark] = {}
    for remark in remarks:
        key = (remark.code, remark.params)
        earlier = found.get(key)
        pieces = (*earlier.pieces, *remark.pieces) if earlier else remark.pieces
        found[key] = replace(remark, pieces=tuple(dict.fromkeys(pieces)))
    return tuple(found.values())
