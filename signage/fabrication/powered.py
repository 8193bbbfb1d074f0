"""Bodies that hang on the mains themselves: LED displays (显示屏) by whole modules, inflatable gates with blowers."""

from __future__ import annotations

from math import ceil, floor, pi

from signage.design import Piece, PieceRole
from signage.errors import Param
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.light_sources import DisplayRule
from signage.fabrication.making import RoleRule
from signage.fabrication.measures import Measured, contours
from signage.fabrication.sections import tube_part
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit
from signage.geometry import Rect

_EPS_MM, _EPS = 0.5, 1e-6


def display_parts(
    piece: Piece, size: Measured, making: RoleRule, others: tuple[Piece, ...], tables: Tables
) -> list[Part]:
    """Return modules, keel, back, supplies, wire and controller of a display.

    A display is built of whole modules: as many as come nearest to what is drawn inside the frame; a remark says where
    that is not the drawn size, and which sizes whole modules make.
    """
    rule = tables.electrics.display
    seen = _seen(size, others)
    columns = max(1, round(seen.width / rule.cabinet_width_mm))
    rows = max(1, round(seen.height / rule.cabinet_height_mm))
    count, built = columns * rows, (columns * rule.cabinet_width_mm, rows * rule.cabinet_height_mm)
    area = built[0] * built[1] / 1e6
    usable = rule.supply_watts * (1 - tables.electrics.supply_rule.reserve_share)
    supplies = max(1, ceil(area * rule.watts_m2 / usable - 1e-9))
    names = (f"{rule.name_zh} {rule.cabinet_width_mm:g}×{rule.cabinet_height_mm:g}", rule.name_en)
    remark = _size_remark(piece, rule, seen, columns, rows)
    modules = _counted(piece, "display", names, count, area * rule.kg_m2, remark=remark, size_mm=built)
    wire = _wire(piece, tables, rows * built[0] + supplies * rule.wire_lead_mm)
    return [modules, *_housing(piece, size, making, built, rows, tables), *_display_power(piece, rule, supplies), wire]


def _size_remark(piece: Piece, rule: DisplayRule, seen: Rect, columns: int, rows: int) -> Remark:
    """Say how many modules there are and what they make; of another size than drawn, which outer sizes would do."""
    wide, high = rule.cabinet_width_mm, rule.cabinet_height_mm
    around = (_around(piece, seen).width - seen.width, _around(piece, seen).height - seen.height)
    sides = ((seen.width, wide), (seen.height, high))
    counts = [[max(1, way(room / one + off)) for room, one in sides] for way, off in ((floor, _EPS), (ceil, -_EPS))]
    sizes = dict.fromkeys(f"{n * wide + around[0]:.0f}×{m * high + around[1]:.0f} mm ({n}×{m})" for n, m in counts)
    params: tuple[tuple[str, Param], ...] = (
        ("columns", columns),
        ("rows", rows),
        ("built", f"{columns * wide:.0f}×{rows * high:.0f}"),
        ("drawn", f"{seen.width:.0f}×{seen.height:.0f}"),
        ("sizes", tuple(sizes)),
    )
    is_exact = abs(columns * wide - seen.width) <= _EPS_MM and abs(rows * high - seen.height) <= _EPS_MM
    code = "fabrication.display_modules" if is_exact else "fabrication.display_size"
    return Remark(code=code, params=params, pieces=(piece.id,), needs_action=not is_exact)


def _around(piece: Piece, seen: Rect) -> Rect:
    """Return the whole box of a display, its frame included."""
    return piece.outline.bounds() or seen


def _housing(
    piece: Piece, size: Measured, making: RoleRule, built: tuple[float, float], rows: int, tables: Tables
) -> list[Part]:
    """Return the keel (龙骨) that the modules hold to, a rail at each of their edges, and the back that closes it."""
    stock, parts = tables.stock, list[Part]()
    tube = stock.find_tube(making.frame)
    if tube is not None:
        rails, uprights = rows + 1, max(2, ceil(built[0] / making.frame_pitch_mm - 1e-9) + 1)
        between = max(0.0, built[1] - rails * tube.height_mm)  # the rails run through
        length_m = (rails * built[0] + uprights * between) / 1000
        params = (("rails", rails), ("uprights", uprights))
        said = Remark(code="fabrication.display_keel", params=params, needs_action=False)
        waste = making.waste_share
        parts.append(tube_part(piece, "keel", tube, length_m, stock, waste_share=waste, size_mm=built, remark=said))
    plate = stock.find_plate(making.back_material or "")
    thickness = plate.thickness_for("back") if plate is not None else None
    if plate is None or thickness is None:
        params_of = (("material", making.back_material or "?"), ("use", "back"))
        return [*parts, unruled(piece.id, Group.BODY, "back", "fabrication.no_rule_use", params_of)]
    back = plate_part(
        plate,
        thickness,
        piece=piece.id,
        group=Group.BODY,
        use="back",
        area_m2=size.area_m2,
        bought_m2=size.box_m2 * (1 + making.waste_share),
        size_mm=(size.box.width, size.box.height),
    )
    return [*parts, back]


def _display_power(piece: Piece, rule: DisplayRule, supplies: int) -> list[Part]:
    supply = (rule.supply_name_zh, rule.supply_name_en)
    controller = (rule.controller_name_zh, rule.controller_name_en)
    return [
        _counted(piece, "display_supply", supply, supplies, supplies * rule.supply_kg),
        _counted(piece, "controller", controller, 1, rule.controller_kg),
    ]


def _wire(piece: Piece, tables: Tables, length_mm: float) -> Part:
    """Return the pair that carries 5 V to the modules."""
    cable, section = tables.electrics.cable, tables.electrics.display.wire_mm2
    length_m = length_mm * (1 + cable.slack_share) / 1000
    return Part(
        piece=piece.id,
        group=Group.POWER,
        use="display_wire",
        item=f"cable/pair-{section:g}",
        name_zh=f"{cable.pair_name_zh}{section:g} mm²",
        name_en=f"{cable.pair_name_en}{section:g} sq mm",
        unit=Unit.M,
        quantity=length_m,
        bought=length_m,
        length_m=length_m,
        mass_kg=length_m * cable.pair_kg_m_mm2 * section,
    )


def _seen(size: Measured, others: tuple[Piece, ...]) -> Rect:
    """Return what the frame leaves of a display."""
    frame = next((other for other in others if other.role is PieceRole.FRAME), None)
    parts = contours(frame.outline) if frame is not None else ()
    boxes = [box for part in parts if (box := part.bounds()) is not None]
    return min(boxes, key=lambda box: box.width * box.height) if len(boxes) > 1 else size.box


def inflatable_parts(piece: Piece, size: Measured, rule: RoleRule, tables: Tables) -> list[Part]:
    """Return the cloth of an inflatable body (front, back, sides) and the blowers that keep it up."""
    plate, blower = tables.stock.find_plate(piece.material), tables.electrics.blower
    thickness = plate.thickness_for("applied") if plate else None
    if plate is None or thickness is None:
        params = (("material", piece.material), ("use", "shell"))
        return [unruled(piece.id, Group.BODY, "shell", "fabrication.no_rule_use", params)]
    area = 2 * size.area_m2 + size.edge_m * size.depth_mm / 1000
    volume = size.area_m2 * size.depth_mm / 1000 * pi / 4  # the cloth bulges: round in section
    count = max(1, ceil(volume / blower.m3_max - 1e-9))
    cloth = plate_part(
        plate,
        thickness,
        piece=piece.id,
        group=Group.BODY,
        use="shell",
        area_m2=area,
        bought_m2=area * (1 + rule.waste_share),
        size_mm=(size.box.width, size.box.height, size.depth_mm),
        remark=Remark(code="fabrication.inflated", params=(("volume", f"{volume:.1f}"),), needs_action=False),
    )
    names = (blower.name_zh, blower.name_en)
    return [cloth, _counted(piece, "blower", names, count, count * blower.mass_kg)]


_ITEMS = {
    "display": ("led/display", Group.LIGHT),
    "display_supply": ("supply/display", Group.POWER),
    "controller": ("supply/controller", Group.POWER),
    "blower": ("power/blower", Group.POWER),
}


def _counted(
    piece: Piece,
    use: str,
    names: tuple[str, str],
    count: int,
    mass_kg: float,
    *,
    remark: Remark | None = None,
    size_mm: tuple[float, ...] = (),
) -> Part:
    item, group = _ITEMS[use]
    return Part(
        piece=piece.id,
        group=group,
        use=use,
        item=item,
        name_zh=names[0],
        name_en=names[1],
        unit=Unit.N,
        quantity=float(count),
        bought=float(count),
        size_mm=size_mm,
        mass_kg=mass_kg,
        remark=remark,
    )
