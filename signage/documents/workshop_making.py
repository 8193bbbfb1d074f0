"""The tables of a workshop pack on how the sign is made: letters, bodies, materials, electrics, weight."""

from __future__ import annotations

from typing import Any

from signage.design import LetterConstruction, Piece
from signage.documents.workshop_words import amount_of, heads, kg, section, words
from signage.fabrication import Group, LitPiece, WorkshopPack, measured, part_numbers, remark_words, span_of
from signage.locale import either, text

_POWERED = ("display", "display_supply", "controller", "blower")  # bodies that bring their own power
_FRONTS = ("face", "solid", "carved")


def letters_table(pack: WorkshopPack) -> dict[str, Any]:
    """One row a letter: size, front, returns, mass and its light; of both faces where the sign has two."""
    rows: list[list[str]] = []
    sums = [0.0] * 5
    numbers = part_numbers(pack.layout.pieces)
    for piece in pack.layout.pieces:
        parts = [part for part in pack.parts if part.piece == piece.id and part.group is Group.LETTERS]
        size = measured(piece)
        if not parts or size is None:
            continue
        lit = [one for one in pack.lit if one.piece == piece.id]
        first = [one for one in lit if one.face == 1]
        fronts = [p for p in parts if p.use in _FRONTS] or [p for p in parts if p.use == "applied"]
        face = sum(p.quantity for p in fronts)
        returns = sum(p.length_m or 0.0 for p in parts if p.use == "returns")
        mass = None if any(p.mass_kg is None for p in parts) else sum(p.mass_kg or 0.0 for p in parts)
        count = sum(one.count for one in lit)
        watts = sum(one.count * pack.tables.electrics.find_module(one.module).watts for one in lit if one.module)
        for index, value in enumerate((face, returns, mass or 0.0, count, watts)):
            sums[index] += value
        rows.append(
            [
                numbers[piece.id],
                piece.text,
                f"{size.box.width:.0f}×{size.box.height:.0f}" + (f"×{size.depth_mm:.0f}" if size.depth_mm >= 1 else ""),
                f"{lit[0].thinnest_mm:.0f}" if lit else "—",
                f"{face:.3f}" if face else "—",
                f"{returns:.2f}" if returns else "—",
                text("fabrication.not_known") if mass is None else f"{mass:.2f}",
                _sources(pack, piece, lit),
                str(count) if lit else "—",
                f"{sum(one.density_n_m2 for one in first):.0f}" if lit else "—",
                f"{watts:.1f}" if lit else "—",
            ]
        )
    total = [words("total"), str(len(rows)), "", "", f"{sums[0]:.3f}", f"{sums[1]:.2f}", f"{sums[2]:.2f}", ""]
    return section(
        "letters",
        heads("no", "char", "size", "stroke", "face", "returns", "mass", "source", "count", "density", "watts"),
        rows,
        widths=(9, 7, 20, 13, 12, 12, 12, 36, 9, 11, 11),
        left=(0, 1, 7),
        total=[*total, f"{sums[3]:.0f}", "", f"{sums[4]:.1f}"],
    )


def _sources(pack: WorkshopPack, piece: Piece, lit: list[LitPiece]) -> str:
    """Return the light sources of a letter; of one that is pushed through a panel, that the light board has them."""
    if piece.construction is LetterConstruction.PUSH_THROUGH:
        return text("fabrication.use_light_board")
    return " + ".join(dict.fromkeys(_module_name(pack, one.module) for one in lit)) or "—"


def _module_name(pack: WorkshopPack, module: str | None) -> str:
    if module is None:
        return "—"
    found = pack.tables.electrics.find_module(module)
    return either(found.name_zh, found.name_en)


def bodies_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: one row for each part of panels, boxes, frames and rails."""
    numbers = part_numbers(pack.layout.pieces)
    rows = [
        [
            numbers.get(part.piece, "—"),
            text(f"fabrication.use_{part.use}"),
            either(part.name_zh, part.name_en),
            amount_of(part, part.quantity),
            amount_of(part, part.bought) if part.item else "—",
            "—" if part.length_m is None else f"{part.length_m:.2f}",
            kg(part.mass_kg),
            remark_words(part.remark),
        ]
        for part in pack.parts
        if part.group is Group.BODY or part.use in _POWERED
    ]
    return section(
        "bodies",
        heads("no", "use", "item", "net", "buy", "length", "mass", "remark"),
        rows,
        widths=(11, 15, 34, 15, 15, 11, 11, 44),
        left=(0, 1, 2, 7),
    )


def materials_table(pack: WorkshopPack) -> dict[str, Any]:
    """One row an item over the whole sign: what the buyer needs."""
    rows: list[list[str]] = []
    items = dict.fromkeys((p.item, p.unit) for p in pack.parts if p.item and p.group is not Group.WORK)
    for item, unit in items:
        same = [p for p in pack.parts if (p.item, p.unit) == (item, unit)]
        known = None if any(p.mass_kg is None for p in same) else sum(p.mass_kg or 0.0 for p in same)
        rows.append(
            [
                text(f"fabrication.group_{same[0].group.value}"),
                either(same[0].name_zh, same[0].name_en),
                amount_of(same[0], sum(p.quantity for p in same)),
                amount_of(same[0], sum(p.bought for p in same)),
                kg(known),
                item,
            ]
        )
    mass = f"{pack.weight.known_kg:.1f}" + ("" if pack.weight.total_kg is not None else " +")
    return section(
        "parts",
        heads("group", "item", "net", "buy", "mass", "material"),
        rows,
        widths=(19, 54, 20, 20, 16, 43),
        left=(0, 1, 5),
        total=[words("total"), "", "", "", mass, ""],
        notes=[words("weight_note")],
    )


def electrics_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: one row for each supply; cables and mains in the notes."""
    electrics, table = pack.electrics, pack.tables.electrics
    numbers = part_numbers(pack.layout.pieces)
    rows = [
        [
            str(index + 1),
            f"{use.rated_w:g}",
            f"{use.load_w:.1f}",
            f"{use.load_share * 100:.0f} %",
            str(use.strings),
            span_of(dict.fromkeys(numbers[s.piece] for s in electrics.strings if s.supply == index)),
        ]
        for index, use in enumerate(electrics.supplies)
    ]
    rows += _direct_rows(pack, len(rows))
    note = words(
        "electrics_note" if electrics.supplies else "electrics_mains",
        watts=f"{electrics.watts:.1f}",
        mains=f"{electrics.mains_w:.0f}",
        amps=f"{electrics.mains_a:.2f}",
        efficiency=f"{table.supply_rule.efficiency * 100:g}",
        reserve=f"{table.supply_rule.reserve_share * 100:g}",
        section=f"{electrics.pair_mm2 or 0:g}",
        pair=f"{electrics.pair_m:.1f}",
        longest=f"{electrics.longest_m:.1f}",
        drop=f"{electrics.drop_share * 100:.1f}",
    )
    direct = words("direct", watts=f"{electrics.direct_w:.0f}") if electrics.direct_w else ""
    return section(
        "electrics",
        heads("supply", "rated", "load", "loadshare", "strings", "no"),
        rows,
        widths=(14, 18, 20, 18, 16, 82),
        left=(0, 5),
        notes=[note, direct, words("electrics_rules")],
    )


def _direct_rows(pack: WorkshopPack, before: int) -> list[list[str]]:
    """Return the rows of what brings its own power: the supplies of a display, a blower."""
    table, rows = pack.tables.electrics, list[list[str]]()
    numbers = part_numbers(pack.layout.pieces)
    for part in pack.parts:
        if part.use not in ("display_supply", "blower"):
            continue
        each = table.display.supply_watts if part.use == "display_supply" else table.blower.watts
        load = pack.electrics.display_w if part.use == "display_supply" else part.quantity * each
        share = f"{load / (part.quantity * each) * 100:.0f} %"
        rated = f"{part.quantity:.0f} × {each:g}"
        what = f"{numbers.get(part.piece, '—')}（{either(part.name_zh, part.name_en)}）"
        rows.append([str(before + len(rows) + 1), rated, f"{load:.1f}", share, "—", what])
    return rows


def weight_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: mass by group."""
    rows = [[text(f"fabrication.group_{group.value}"), f"{mass:.2f}"] for group, mass in pack.weight.groups]
    total = f"{pack.weight.known_kg:.2f}" + ("" if pack.weight.total_kg is not None else " +")
    table = section("weight", heads("group", "mass"), rows, widths=(60, 30), total=[words("total"), total])
    return {**table, "is_narrow": True}
