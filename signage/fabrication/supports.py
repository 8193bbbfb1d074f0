"""What holds a sign up: arms with wall plates, posts and trusses with base plates, rods, plinths, cords."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, pi

from signage.design import Piece, PieceRole
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.making import Making, RoleRule
from signage.fabrication.measures import Measured, ribbon_length
from signage.fabrication.sections import plate_section, profile_part
from signage.fabrication.stock import Bulk, Plate
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit

SUPPORTS = frozenset({Making.ARM, Making.POST, Making.TRUSS, Making.ROD, Making.BLOCK, Making.CORD})


def support_parts(piece: Piece, size: Measured, rule: RoleRule, tables: Tables) -> list[Part]:
    """Return the parts of one support; a line without figures where the stock has not its material."""
    if rule.rule in (Making.BLOCK, Making.CORD):
        bulk = tables.stock.find_bulk(piece.material)
        return [_missing(piece)] if bulk is None else [_bulk(piece, size, rule, bulk)]
    plate = tables.stock.find_plate(piece.material)
    if plate is None:
        return [_missing(piece)]
    if rule.rule is Making.ROD:
        return [_rod(piece, size, rule, plate)]
    if rule.rule is Making.TRUSS:
        return _truss(piece, size, rule, plate, tables)
    if rule.rule is Making.POST:
        sides = (size.box.height, size.box.width, size.depth_mm)
        return [
            profile_part(piece, "post", plate, tables.stock, sides, rule.waste_share),
            *_base(piece, 1, rule, plate),
        ]
    return _arm(piece, size, rule, plate, tables)


def feet_of_truss(width_mm: float, rule: RoleRule) -> int:
    """Return how many posts a truss of a width stands on."""
    return max(2, ceil(width_mm / rule.frame_pitch_mm - 1e-9) + 1)


def _missing(piece: Piece) -> Part:
    return unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_material", (("material", piece.material),))


def _arm(piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables) -> list[Part]:
    """A tube out of the wall with its plate; a strap from a letter to its rail is a plain section."""
    if piece.line is not None:
        low, middle, long = sorted((size.box.width, size.box.height, size.depth_mm))
        return [plate_section(piece, "strap", plate, "section", (long, middle, low), rule.waste_share)]
    sides = (size.box.width, size.depth_mm, size.depth_mm)
    arm = profile_part(piece, "bracket", plate, tables.stock, sides, rule.waste_share)
    return [arm, *_plates(piece, "wall_plate", (rule.plate_mm, size.box.height), 1, rule, plate)]


def _base(piece: Piece, count: int, rule: RoleRule, plate: Plate) -> list[Part]:
    return _plates(piece, "base_plate", (rule.plate_mm, rule.plate_mm), count, rule, plate)


def _plates(
    piece: Piece, use: str, sides_mm: tuple[float, float], count: int, rule: RoleRule, plate: Plate
) -> list[Part]:
    if not rule.plate_mm:
        return []
    thickness = plate.at_least(rule.plate_thick_mm)
    if thickness is None:
        params = (("material", plate.id), ("use", use))
        return [unruled(piece.id, Group.BODY, use, "fabrication.no_rule_use", params)]
    area = count * sides_mm[0] * sides_mm[1] / 1e6
    part = plate_part(
        plate,
        thickness,
        piece=piece.id,
        group=Group.BODY,
        use=use,
        area_m2=area,
        bought_m2=area * (1 + rule.waste_share),
        size_mm=sides_mm,
    )
    return [replace(part, copies=count)]


def _truss(piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables) -> list[Part]:
    """All bars in one profile as deep as the truss.

    Every bar has two long sides, so half of all edges is the length of the bars between their joints; what the joints
    hide is cut away when the bars are fitted.
    """
    feet = feet_of_truss(size.box.width, rule)
    sides = (size.edge_m * 1000 / 2, size.depth_mm, size.depth_mm)
    bars = profile_part(piece, "truss", plate, tables.stock, sides, rule.waste_share)
    params = (("feet", feet), ("length", f"{size.edge_m / 2:.1f}"))
    remark = Remark(code="fabrication.truss_bars", params=params, needs_action=False)
    return [replace(bars, remark=remark) if bars.item else bars, *_base(piece, feet, rule, plate)]


def _rod(piece: Piece, size: Measured, rule: RoleRule, plate: Plate) -> Part:
    a, b, long = sorted((size.box.width, size.box.height, size.depth_mm))
    length_m = long / 1000
    return Part(
        piece=piece.id,
        group=Group.BODY,
        use="rod",
        item=f"rod/{plate.id}/{a:.0f}",
        name_zh=f"{plate.name_zh} 圆杆 φ{a:.0f}",
        name_en=f"{plate.name_en} rod φ{a:.0f}",
        unit=Unit.M,
        quantity=length_m,
        bought=length_m * (1 + rule.waste_share),
        size_mm=(long, a, b),
        length_m=length_m,
        mass_kg=pi / 4 * a * b / 1e6 * length_m * plate.density_kg_m3,
    )


def _bulk(piece: Piece, size: Measured, rule: RoleRule, bulk: Bulk) -> Part:
    """A plinth by its volume, a cord by its length."""
    is_block = Unit(bulk.unit) is Unit.M3
    length_m = None if is_block else ribbon_length(piece.outline) / 1000
    amount = size.area_m2 * size.depth_mm / 1000 if length_m is None else length_m
    return Part(
        piece=piece.id,
        group=Group.BODY,
        use=("ballast" if piece.role is PieceRole.BALLAST else "plinth") if is_block else "cord",
        item=bulk.item,
        name_zh=bulk.name_zh,
        name_en=bulk.name_en,
        unit=Unit(bulk.unit),
        quantity=amount,
        bought=amount * (1 + rule.waste_share),
        size_mm=(size.box.width, size.box.height, size.depth_mm) if is_block else ((length_m or 0.0) * 1000,),
        length_m=length_m,
        mass_kg=amount * bulk.kg_each,
    )
