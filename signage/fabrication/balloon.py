"""A tethered balloon: what it is made and filled with, and the weight that keeps it where it is.

A tether only pulls: nothing overturns. Its weight must not be lifted, and must not slide before the wind.
"""

from __future__ import annotations

from math import pi

from signage.design import PieceRole, SignLayout
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.making import RoleRule
from signage.fabrication.measures import Measured, measured
from signage.fabrication.tables import Tables
from signage.fabrication.values import Certainty, Figure, Group, Moment, Part, Remark, Unit

_G = 9.80665 / 1000  # kN of a kg


def volume_m3(size: Measured) -> float:
    """Return the volume of a ball of a diameter."""
    return pi / 6 * (size.box.width / 1000) ** 3


def ball_parts(piece_id: str, material: str, size: Measured, rule: RoleRule, tables: Tables) -> list[Part]:
    """Return the film of a balloon and the gas that fills it; a line without figures where the stock lacks one."""
    plate, gas = tables.stock.find_plate(material), tables.stock.find_bulk(rule.filling or "")
    thickness = plate.thickness_for("applied") if plate else None
    if plate is None or thickness is None or gas is None:
        params = (("material", material if plate is None or thickness is None else rule.filling or "?"),)
        return [unruled(piece_id, Group.BODY, "shell", "fabrication.no_rule_material", params)]
    wide, volume = size.box.width, volume_m3(size)
    area = pi * (wide / 1000) ** 2
    film = plate_part(
        plate,
        thickness,
        piece=piece_id,
        group=Group.BODY,
        use="shell",
        area_m2=area,
        bought_m2=area * (1 + rule.waste_share),
        size_mm=(wide, wide, wide),
    )
    filling = Part(
        piece=piece_id,
        group=Group.BODY,
        use="gas",
        item=gas.item,
        name_zh=gas.name_zh,
        name_en=gas.name_en,
        unit=Unit(gas.unit),
        quantity=volume,
        bought=volume * (1 + rule.waste_share),
        mass_kg=volume * gas.kg_each,
        remark=Remark(code="fabrication.filled", params=(("volume", f"{volume:.1f}"),), needs_action=False),
    )
    return [film, filling]


def tether_moment(
    layout: SignLayout, wind_kn: float | None, total_kg: float | None, tables: Tables, mark: Certainty
) -> Moment:
    """Return what pulls at a tether and the weight that it needs on the ground; it has no bending.

    Args:
        layout: The sign, with a balloon.
        wind_kn: The wind on all of it, None when it is not known.
        total_kg: Mass of all parts, the weight on the ground included; None when not known.
        tables: Densities of air and gas, friction and safety.
        mark: How certain the wind is.
    """
    rule = tables.making.stability
    size = measured(layout.balloon) if layout.balloon is not None else None
    drawn = _drawn_kg(layout, tables)
    buoyancy = None if size is None else volume_m3(size) * rule.air_kg_m3 * _G
    aloft = None if total_kg is None else (total_kg - drawn) * _G
    lift = None if buoyancy is None or aloft is None else buoyancy - aloft
    needed = None
    if lift is not None and wind_kn is not None:
        needed = (rule.factor * (wind_kn / rule.friction + max(0.0, lift))) / _G
    missing = None if needed is None else max(0.0, needed - drawn)
    figures = (
        _figure("wind_force", "W = wk·A", wind_kn, "kN", mark, "fabrication.from_wind"),
        _figure("air", "ρ", rule.air_kg_m3, "kg/m³", Certainty.ILL, rule.source),
        _figure("buoyancy", "B = ρ·V·g", buoyancy, "kN", Certainty.B, "fabrication.reckoned"),
        _figure("aloft", "G", aloft, "kN", Certainty.B, "fabrication.from_parts"),
        _figure("lift", "L = B − G", lift, "kN", Certainty.B, "fabrication.reckoned"),
        _figure("friction", "μ", rule.friction, "", Certainty.ILL, rule.source),
        _figure("stability", "η", rule.factor, "", Certainty.ILL, rule.source),
        _figure("ballast_drawn", "m0", drawn, "kg", Certainty.B, "fabrication.from_parts"),
        _figure("ballast", "η·(W/μ + L)/g − m0", missing, "kg", Certainty.ILL, "fabrication.reckoned"),
    )
    remarks = []
    if missing:
        remarks.append(Remark(code="fabrication.ballast_balloon", params=(("mass", f"{missing:.0f}"),)))
    if lift is not None and lift <= 0:
        remarks.append(Remark(code="fabrication.no_lift", params=(("mass", f"{-lift / _G:.1f}"),)))
    return Moment(
        kind="tether", figures=figures, wind_knm=None, weight_knm=None, ballast_kg=missing, remarks=tuple(remarks)
    )


def _drawn_kg(layout: SignLayout, tables: Tables) -> float:
    """Return the mass of the weights that are drawn."""
    total = 0.0
    for piece in layout.pieces:
        size, bulk = measured(piece), tables.stock.find_bulk(piece.material)
        if piece.role is PieceRole.BALLAST and size is not None and bulk is not None:
            total += size.area_m2 * size.depth_mm / 1000 * bulk.kg_each
    return total


def _figure(key: str, symbol: str, value: float | None, unit: str, certainty: Certainty, source: str) -> Figure:
    return Figure(key=key, symbol=symbol, value=value, unit=unit, certainty=certainty, source=source)
