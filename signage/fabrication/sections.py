"""Profiles: tubes of the stock by length, closed sections or flat bars of plate where no tube has the drawn size."""

from __future__ import annotations

from signage.design import Piece
from signage.fabrication.cutting import plate_part, unruled
from signage.fabrication.stock import Plate, Stock, Tube
from signage.fabrication.values import Group, Part, Remark, Unit


def tube_part(
    piece: Piece,
    use: str,
    tube: Tube,
    length_m: float,
    stock: Stock,
    *,
    waste_share: float,
    size_mm: tuple[float, ...],
    remark: Remark | None = None,
) -> Part:
    """Return a length of tube; the mass follows from its section."""
    return Part(
        piece=piece.id,
        group=Group.BODY,
        use=use,
        item=f"tube/{tube.id}",
        name_zh=tube.name_zh,
        name_en=tube.name_en,
        unit=Unit.M,
        quantity=length_m,
        bought=length_m * (1 + waste_share),
        size_mm=size_mm,
        thickness_mm=tube.wall_mm,
        length_m=length_m,
        mass_kg=length_m * stock.tube_kg_m(tube),
        remark=remark,
    )


def plate_section(
    piece: Piece, use: str, plate: Plate, taken_for: str, sides_mm: tuple[float, float, float], waste_share: float
) -> Part:
    """Return a closed section of plate along its longest side; a flat bar where the plate leaves nothing hollow.

    Args:
        piece: Whose part it is.
        use: What it is in the piece.
        plate: The material.
        taken_for: The use of the plate that names its thickness.
        sides_mm: Length, then the two sides of the section.
        waste_share: Bought beyond the net amount.
    """
    long, a, b = sides_mm
    thickness = plate.thickness_for(taken_for)
    if thickness is None:
        missing = (("material", plate.id), ("use", use))
        return unruled(piece.id, Group.BODY, use, "fabrication.no_rule_use", missing)
    is_bar = min(a, b) <= 2 * thickness
    metal_mm2 = a * b if is_bar else 2 * thickness * (a + b - 2 * thickness)
    area = metal_mm2 / thickness * long / 1e6
    code = "fabrication.flat_bar" if is_bar else "fabrication.closed_section"
    params = (("a", f"{a:.0f}"), ("b", f"{b:.0f}"), ("t", f"{thickness:g}"))
    return plate_part(
        plate,
        thickness,
        piece=piece.id,
        group=Group.BODY,
        use=use,
        area_m2=area,
        bought_m2=area * (1 + waste_share),
        size_mm=(long, a, b),
        length_m=long / 1000,
        remark=Remark(code=code, params=params, needs_action=False),
    )


def profile_part(
    piece: Piece, use: str, plate: Plate, stock: Stock, sides_mm: tuple[float, float, float], waste_share: float
) -> Part:
    """Return a profile of a drawn section: the stock's tube of that size, else a closed section of plate."""
    long, a, b = sides_mm
    tube = stock.tube_of(plate.id, a, b)
    if tube is None:
        return plate_section(piece, use, plate, "section", sides_mm, waste_share)
    return tube_part(piece, use, tube, long / 1000, stock, waste_share=waste_share, size_mm=sides_mm)
