"""What holds a sign up: arms and posts with their plates, trusses, rods, plinths, cords, clamps of rails, ties."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, pi

from signage.design import Piece, PieceRole
from signage.fabrication.cut_shapes import CutShape
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.drilling import Drilled, clamp_shape, plate_shape, strap_shape
from signage.fabrication.making import Making, RoleRule
from signage.fabrication.measures import Measured, ribbon_length
from signage.fabrication.sections import plate_section, profile_part
from signage.fabrication.stock import Bulk, Plate
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit
from signage.geometry import Rect

SUPPORTS = frozenset({Making.ARM, Making.TIE, Making.POST, Making.TRUSS, Making.ROD, Making.BLOCK, Making.CORD})


def support_parts(piece: Piece, size: Measured, rule: RoleRule, tables: Tables, drilled: Drilled) -> list[Part]:
    """Return the parts of one support; a line without figures where the stock has not its material.

    Args:
        piece: The support.
        size: Its measures.
        rule: The rule of its role.
        tables: Stock and fixings.
        drilled: How many holes its plates have.
    """
    if rule.rule in (Making.BLOCK, Making.CORD):
        bulk = tables.stock.find_bulk(piece.material)
        return [_missing(piece)] if bulk is None else [_bulk(piece, size, rule, bulk)]
    plate = tables.stock.find_plate(piece.material)
    if plate is None:
        return [_missing(piece)]
    if rule.rule is Making.ROD:
        return [_rod(piece, size, rule, plate)]
    if rule.rule is Making.TRUSS:
        return _truss(piece, size, rule, plate, tables, drilled)
    if rule.rule is Making.POST:
        sides = (size.box.height, size.box.width, size.depth_mm)
        return [
            profile_part(piece, "post", plate, tables.stock, sides, rule.waste_share),
            *_base(piece, 1, rule, plate, tables, drilled),
        ]
    if rule.rule is Making.TIE:
        return [_tie(piece, size, rule, plate, tables)]
    return _arm(piece, size, rule, plate, tables, drilled)


def feet_of_truss(width_mm: float, rule: RoleRule) -> int:
    """Return how many posts a truss of a width stands on."""
    return max(2, ceil(width_mm / rule.frame_pitch_mm - 1e-9) + 1)


def _missing(piece: Piece) -> Part:
    return unruled(piece.id, Group.BODY, "piece", "fabrication.no_rule_material", (("material", piece.material),))


def _arm(piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables, drilled: Drilled) -> list[Part]:
    """A tube out of the wall with its plate."""
    sides = (size.box.width, size.depth_mm, size.depth_mm)
    arm = profile_part(piece, "bracket", plate, tables.stock, sides, rule.waste_share)
    fixing = tables.making.fixing
    shape = plate_shape(rule.plate_mm, size.box.height, drilled.bolts(fixing), fixing) if rule.plate_mm else None
    return [arm, *_plates(piece, "wall_plate", shape, 1, rule.plate_thick_mm, rule.waste_share, plate)]


def _tie(piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables) -> Part:
    """A strap cut from plate, or a stay: a section along it that is as deep as what it comes from."""
    long = ribbon_length(piece.outline)
    wide = size.area_m2 * 1e6 / long
    if size.depth_mm > plate.solid_max_mm:
        return plate_section(piece, "stay", plate, "section", (long, wide, size.depth_mm), rule.waste_share)
    shape = strap_shape(long, wide, tables.making.fixing)
    return _plates(piece, "strap", shape, 1, size.depth_mm, rule.waste_share, plate)[0]


def clamp_parts(piece: Piece, rule: RoleRule, tables: Tables, drilled: Drilled) -> list[Part]:
    """Return the clamps of a rail; nothing where the table has none."""
    shape = clamp_shape(piece, drilled.form, tables.making)
    if shape is None:
        return []
    plate = tables.stock.find_plate(rule.clamp_material or "")
    if plate is None:
        params = (("material", rule.clamp_material or "?"), ("use", "clamp"))
        return [unruled(piece.id, Group.BODY, "clamp", "fabrication.no_rule_use", params)]
    count = len(drilled.clamp_places(piece, tables.making))
    return _plates(piece, "clamp", shape, count, rule.clamp_thick_mm, rule.waste_share, plate)


def _base(piece: Piece, count: int, rule: RoleRule, plate: Plate, tables: Tables, drilled: Drilled) -> list[Part]:
    fixing = tables.making.fixing
    side = rule.plate_mm
    shape = plate_shape(side, side, drilled.bolts(fixing), fixing) if side else None
    return _plates(piece, "base_plate", shape, count, rule.plate_thick_mm, rule.waste_share, plate)


def _plates(
    piece: Piece, use: str, shape: CutShape | None, count: int, thick_mm: float, waste: float, plate: Plate
) -> list[Part]:
    """Return plates of one shape as one part, drilled; a line without figures where the stock has not the thickness."""
    box = shape.outline.bounds() if shape is not None else None
    if shape is None or box is None:
        return []
    thickness = plate.at_least(thick_mm)
    if thickness is None:
        params = (("material", plate.id), ("use", use))
        return [unruled(piece.id, Group.BODY, use, "fabrication.no_rule_use", params)]
    part = plate_part(
        plate,
        thickness,
        piece=piece.id,
        group=Group.BODY,
        use=use,
        area_m2=count * shape.area_mm2 / 1e6,
        bought_m2=count * box.area / 1e6 * (1 + waste),
        size_mm=(box.width, box.height),
        remark=_drilled(shape, box, count),
    )
    return [replace(part, copies=count)]


def _drilled(shape: CutShape, box: Rect, count: int) -> Remark | None:
    """Return how many plates there are of which size, how many holes each has and how wide, and how often it folds."""
    if not shape.holes:
        return None
    params = (
        ("plates", count),
        ("size", f"{box.width:.0f}×{box.height:.0f}"),
        ("count", len(shape.holes)),
        ("hole", f"{shape.holes[0].diameter_mm:g}"),
        ("folds", len(shape.folds)),
    )
    code = "fabrication.drilled_folded" if shape.folds else "fabrication.drilled"
    return Remark(code=code, params=params, needs_action=False)


def _truss(piece: Piece, size: Measured, rule: RoleRule, plate: Plate, tables: Tables, drilled: Drilled) -> list[Part]:
    """All bars in one profile as deep as the truss.

    Every bar has two long sides, so half of all edges is the length of the bars between their joints; what the joints
    hide is cut away when the bars are fitted.
    """
    feet = feet_of_truss(size.box.width, rule)
    sides = (size.edge_m * 1000 / 2, size.depth_mm, size.depth_mm)
    bars = profile_part(piece, "truss", plate, tables.stock, sides, rule.waste_share)
    params = (("feet", feet), ("length", f"{size.edge_m / 2:.1f}"))
    remark = Remark(code="fabrication.truss_bars", params=params, needs_action=False)
    return [replace(bars, remark=remark) if bars.item else bars, *_base(piece, feet, rule, plate, tables, drilled)]


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
