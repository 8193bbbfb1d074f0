"""Bodies that hang on the mains themselves: LED displays (显示屏) by whole modules, inflatable gates with blowers."""

from __future__ import annotations

from math import ceil, pi

from signage.design import Piece, PieceRole
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.light_sources import DisplayRule
from signage.fabrication.making import RoleRule
from signage.fabrication.measures import Measured, contours
from signage.fabrication.tables import Tables
from signage.fabrication.values import Group, Part, Remark, Unit
from signage.geometry import Rect

_EPS_MM = 0.5


def display_parts(piece: Piece, size: Measured, others: tuple[Piece, ...], tables: Tables) -> list[Part]:
    """Return modules, their supplies and the controller of a display.

    A display is built of whole modules: as many as come nearest to what is drawn inside the frame; a remark says what
    that gives where it is not the drawn size.
    """
    rule = tables.electrics.display
    seen = _seen(size, others)
    columns = max(1, round(seen.width / rule.cabinet_width_mm))
    rows = max(1, round(seen.height / rule.cabinet_height_mm))
    count, built = columns * rows, (columns * rule.cabinet_width_mm, rows * rule.cabinet_height_mm)
    params = (
        ("columns", columns),
        ("rows", rows),
        ("built", f"{built[0]:.0f}×{built[1]:.0f}"),
        ("drawn", f"{seen.width:.0f}×{seen.height:.0f}"),
    )
    is_exact = abs(built[0] - seen.width) <= _EPS_MM and abs(built[1] - seen.height) <= _EPS_MM
    remark = Remark(code="fabrication.display_modules", params=params, pieces=(piece.id,), needs_action=not is_exact)
    area = built[0] * built[1] / 1e6
    usable = rule.supply_watts * (1 - tables.electrics.supply_rule.reserve_share)
    supplies = max(1, ceil(area * rule.watts_m2 / usable - 1e-9))
    names = (f"{rule.name_zh} {rule.cabinet_width_mm:g}×{rule.cabinet_height_mm:g}", rule.name_en)
    modules = _counted(piece, "display", names, count, area * rule.kg_m2, remark=remark, size_mm=built)
    return [modules, *_display_power(piece, rule, supplies)]


def _display_power(piece: Piece, rule: DisplayRule, supplies: int) -> list[Part]:
    supply = (rule.supply_name_zh, rule.supply_name_en)
    controller = (rule.controller_name_zh, rule.controller_name_en)
    return [
        _counted(piece, "display_supply", supply, supplies, supplies * rule.supply_kg),
        _counted(piece, "controller", controller, 1, rule.controller_kg),
    ]


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
