"""The tables of a workshop pack on site and money: wind, fixings, the trigger rule, cost, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signage.documents.workshop_words import heads, mark, or_unknown, section, sourced, words
from signage.fabrication import Figure, Unit, WorkshopPack, excluded_words, whole_yuan, yuan
from signage.locale import either, text


def wind_inputs_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: every figure that goes into the wind load, with its mark and source."""
    wind = pack.wind
    if wind.is_sheltered:
        return section("wind", heads("case"), [[words("sheltered")]], widths=(171,))
    return section(
        "wind",
        heads("input", "symbol", "value", "mark", "source2"),
        _figures(pack, wind.figures),
        widths=(32, 32, 40, 19, 48),
        left=(0, 1, 4),
        notes=[words("formula", formula=wind.formula, source=wind.formula_source), words("mark_note")],
    )


def _figures(pack: WorkshopPack, figures: Sequence[Figure]) -> list[list[str]]:
    return [
        [
            text(f"fabrication.figure_{figure.key}"),
            figure.symbol,
            _value(pack, figure),
            mark(figure.certainty),
            sourced(pack, figure.source),
        ]
        for figure in figures
    ]


def moment_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: bending at the wall plates or overturning; without rows for a sign that lies on its wall."""
    moment = pack.moment
    return section(
        f"moment_{moment.kind}" if moment else "moment_foot",
        heads("input", "symbol", "value", "mark", "source2"),
        _figures(pack, moment.figures) if moment else [],
        widths=(38, 36, 28, 19, 50),
        left=(0, 1, 4),
        notes=[words("tether_note" if moment and moment.kind == "tether" else "moment_note")],
    )


def wind_cases_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: the pressure and the total of each case; without rows where no wind is met."""
    wind = pack.wind
    rows = [
        [
            either(case.name_zh, case.name_en),
            f"{case.mu_sl:g}",
            f"{case.wk_kn_m2:.3f}",
            f"{case.total_kn:.2f}",
            mark(case.certainty),
            sourced(pack, case.source),
        ]
        for case in wind.cases
    ]
    note = words("wind_result", area=f"{wind.area_m2:.3f}", mark=mark(wind.certainty))
    table = section(
        "wind",
        heads("case", "mu", "wk", "total", "mark", "source2"),
        rows or ([] if wind.is_sheltered else [[words("no_wind"), "", "", "", "", ""]]),
        widths=(48, 16, 22, 22, 18, 45),
        left=(0, 5),
        notes=[note] if rows else [],
    )
    return {**table, "head": ""}


def fixings_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: the fixings by set-out, wind and weight."""
    structure = pack.structure
    rows = [
        [
            text(f"fabrication.use_joint_{joint.kind}"),
            either(joint.name_zh, joint.name_en),
            str(joint.by_geometry),
            or_unknown(joint.by_wind),
            or_unknown(joint.by_weight),
            str(joint.count),
            "—" if joint.tension_kn is None else f"{joint.tension_kn:.3f}",
            "—" if joint.shear_kn is None else f"{joint.shear_kn:.3f}",
            "—" if joint.use_share is None else f"{joint.use_share * 100:.0f} %",
        ]
        for joint in structure.joints
    ]
    return section(
        "fixings",
        heads("use", "fixing", "bygeo", "bywind", "byweight", "taken", "tension", "shear", "share"),
        rows,
        widths=(26, 40, 14, 14, 14, 12, 18, 18, 14),
        left=(0, 1),
        notes=[words("fixing_note", safety=f"{structure.safety:g}", source=sourced(pack, structure.fixing_source))],
    )


def triggers_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: every condition of the trigger rule, its value and the answer."""
    rows = [
        [
            text(f"fabrication.measure_{trigger.measure}"),
            trigger.bound or "—",
            _trigger_value(trigger.measure, trigger.value),
            text(f"fabrication.due_{trigger.due.value}"),
            mark(trigger.certainty),
            sourced(pack, trigger.source),
        ]
        for trigger in pack.structure.triggers
    ]
    answer = text(f"fabrication.due_{pack.structure.calculation.value}")
    return section(
        "trigger",
        heads("measure", "bound", "value", "due", "mark", "source2"),
        rows,
        widths=(34, 14, 15, 16, 19, 73),
        left=(0, 5),
        total=[words("key_calc"), "", "", answer, "", ""],
        notes=[words("trigger_note")],
    )


def cost_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: one row an item; no price is printed as such."""
    none = text("fabrication.no_price")
    rows = [
        [
            text(f"fabrication.group_{line.group.value}"),
            either(line.name_zh, line.name_en),
            f"{line.quantity:.0f}" if line.unit is Unit.N else f"{line.quantity:.2f}",
            text(f"fabrication.unit_{line.unit.value}"),
            none if line.fen is None else yuan(line.fen),
            none if line.total_fen is None else whole_yuan(line.total_fen),
            text("fabrication.illustrative") if line.is_illustrative else "" if line.fen is not None else "—",
            line.date.isoformat() if line.date else "—",
        ]
        for line in pack.cost.lines
    ]
    prices = pack.tables.prices
    missing = words("cost_missing", count=len(pack.cost.without_price)) if pack.cost.without_price else ""
    note = words(
        "cost_note",
        title=either(prices.title_zh, prices.title_en),
        file=prices.file,
        date=prices.date.isoformat(),
        source=sourced(pack, prices.source),
    )
    return section(
        "cost",
        heads("group", "item", "buy", "unit", "price", "amount", "tag", "date"),
        rows,
        widths=(19, 54, 18, 12, 20, 20, 20, 21),
        left=(0, 1, 3, 6, 7),
        total=[words("total"), "", "", "", "", whole_yuan(pack.cost.total_fen), "", ""],
        notes=[note, _paint_words(pack), missing, excluded_words(pack.cost)],
    )


def _paint_words(pack: WorkshopPack) -> str:
    """Return which colours are painted, each with its area; empty when nothing is."""
    lines = [part for part in pack.parts if part.use == "work_paint" and part.remark is not None]
    colours = tuple(f"{dict(part.remark.params)['colour']} {part.quantity:.2f} m²" for part in lines if part.remark)
    return words("paint_note", colours=colours) if colours else ""


def tables_table(pack: WorkshopPack) -> dict[str, Any]:
    """Return the table: the tables used with source and digest."""
    sources = (
        pack.tables.stock.source,
        pack.tables.making.source,
        pack.tables.electrics.source,
        pack.wind.formula_source,
        pack.tables.prices.source,
    )
    rows = [
        [name, sourced(pack, source), digest]
        for (name, digest), source in zip(pack.table_digests, sources, strict=True)
    ]
    return section("sources", heads("file", "source2", "digest"), rows, widths=(25, 45, 100), left=(0, 1, 2))


def _value(pack: WorkshopPack, figure: Figure) -> str:
    if figure.value is None:
        return text("fabrication.not_known")
    if figure.key == "terrain":
        terrain = pack.tables.wind.find_terrain(str(figure.value))
        name = either(terrain.name_zh, terrain.name_en) if terrain is not None else ""
        return f"{figure.value}{either(f'（{name}）', f' ({name})')}" if name else str(figure.value)
    if isinstance(figure.value, str):
        return f"{figure.value} {figure.unit}".strip()
    shown = f"{figure.value:.0f}" if figure.unit == "kg" else f"{figure.value:.3f}".rstrip("0").rstrip(".")
    return f"{shown} {figure.unit}".strip()


def _trigger_value(measure: str, value: float | None) -> str:
    if value is None:
        return text("fabrication.not_known")
    if measure.startswith("is_"):
        return text("fabrication.fact_yes" if value else "fabrication.fact_no")
    return f"{value:.2f}"
