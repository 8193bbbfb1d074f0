"""Set a workshop pack (加工资料) as PDF: parts, light map, electrics, weight, cost, wind, fixings, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from signage.design import kind_of
from signage.documents.faces import DocumentFaces
from signage.documents.light_map import SUPPLY_COLOURS, LightMap, light_map
from signage.documents.typesetting import typeset
from signage.errors import Param
from signage.fabrication import Certainty, Figure, Group, Part, Unit, WorkshopPack, measured, remark_words, yuan
from signage.locale import Lang, text
from signage.typography import DEFAULT_TYPEFACE, FontCatalogue

_WHOLE_ROWS = 16  # a table up to this long is never torn over two pages


def workshop_pack_pdf(pack: WorkshopPack, *, made_at: datetime, faces: DocumentFaces | None = None) -> bytes:
    """Return a workshop pack as PDF/A with tags, A4; the same arguments give the same bytes.

    Args:
        pack: What was worked out.
        made_at: Date of making, aware.
        faces: Typefaces; what is found when left out.

    Raises:
        ToolError: Typst refused.
    """
    drawn = light_map(pack)
    files = {f"light-map-{index}.svg": row.svg for index, row in enumerate(drawn.rows)} if drawn else {}
    data: dict[str, Any] = {
        "title": _w("title"),
        "author": "signage",
        "keywords": [pack.model_digest],
        "watermark": "",
        "foot": [_w("foot"), pack.model_digest],
        "facts": _facts(pack),
        "keys": _keys(pack),
        "remarks": {"head": _w("head_remarks"), "rows": _remarks(pack), "none": _w("no_remarks")},
        "map": _map(pack, drawn),
        "sections": [section for section in _sections(pack) if section["rows"]],
    }
    return typeset(
        "workshop-pack.typ",
        _printable(data),
        faces=faces or DocumentFaces.find(),
        timestamp=made_at,
        files=files,
    ).content


def _w(key: str, **params: Param) -> str:
    return text(f"fabrication.pdf_{key}", Lang.ZH, **params)


def _heads(*keys: str) -> list[str]:
    return [text(f"fabrication.col_{key}") for key in keys]


def _section(
    head: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    widths: Sequence[float],
    left: Sequence[int] = (0,),
    total: list[str] | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a table; widths are shares, `left` the columns that are set to the left (the others to the right)."""
    return {
        "head": _w(f"head_{head}"),
        "columns": columns,
        "rows": rows,
        "widths": list(widths),
        "left": list(left),
        "is_narrow": False,
        "is_whole": len(rows) <= _WHOLE_ROWS,
        "total": total or [],
        "notes": [note for note in notes if note],
    }


def _sections(pack: WorkshopPack) -> list[dict[str, Any]]:
    return [
        _letters(pack),
        _bodies(pack),
        _materials(pack),
        _electrics(pack),
        _weight(pack),
        _wind_inputs(pack),
        _wind_cases(pack),
        _fixings(pack),
        _triggers(pack),
        _cost(pack),
        _tables(pack),
    ]


def _facts(pack: WorkshopPack) -> list[list[str]]:
    layout = pack.layout
    spec, box = layout.spec, layout.envelope
    place = _w("no_place")
    if pack.placed is not None and pack.plan is not None:
        bottom = "—" if pack.site.bottom_mm is None else f"{pack.site.bottom_mm:.0f}"
        place = _w("place", building=pack.plan.building, unit=pack.placed.unit_id, bottom=bottom)
    return [
        [_w("facts_sign"), " ".join(word for word in (spec.name, spec.second_line) if word)],
        [_w("facts_kind"), kind_of(spec.kind).title_zh],
        [
            _w("facts_size"),
            _w("size", width=f"{box.width:.0f}", height=f"{box.height:.0f}", depth=f"{layout.depth_mm:.0f}"),
        ],
        [_w("facts_place"), place],
        [_w("facts_model"), pack.model_digest],
    ]


def _keys(pack: WorkshopPack) -> list[list[str]]:
    """The figures that everybody asks for first."""
    weight, case = pack.weight, pack.wind.governing
    leds = sum(one.count for one in pack.lit)
    cost = _w("key_cost" if pack.tables.prices.is_illustrative else "key_cost_own")
    supplies = " + ".join(f"{count} × {rated:g} W" for rated, count in _rated(pack))
    mass = f"{weight.known_kg:.1f} kg" if weight.total_kg is not None else f"> {weight.known_kg:.1f} kg"
    return [
        [_w("key_mass"), mass],
        [_w("key_light"), _w("key_leds", count=leds, watts=f"{pack.electrics.watts + pack.electrics.direct_w:.0f}")],
        [_w("key_supply"), supplies or "—"],
        [
            _w("key_wind", mark=_mark(pack.wind.certainty)),
            f"{abs(case.wk_kn_m2):.3f} kN/m²" if case else text("fabrication.not_known"),
        ],
        [_w("key_calc"), text(f"fabrication.due_{pack.structure.calculation.value}")],
        [cost, f"¥ {yuan(pack.cost.total_fen)}" + ("" if pack.cost.is_complete else " +")],
    ]


def _rated(pack: WorkshopPack) -> list[tuple[float, int]]:
    rated = [use.rated_w for use in pack.electrics.supplies]
    return [(value, rated.count(value)) for value in sorted(set(rated), reverse=True)]


def _remarks(pack: WorkshopPack) -> list[str]:
    rows = [remark_words(remark) for remark in pack.remarks]
    if pack.weight.unknown:
        parts = "、".join(pack.weight.unknown[:8])
        rows.append(text("fabrication.mass_unknown", count=len(pack.weight.unknown), parts=parts))
    if pack.cost.without_price:
        items = "、".join(pack.cost.without_price[:8])
        rows.append(text("fabrication.prices_missing", count=len(pack.cost.without_price), items=items))
    return rows


def _map(pack: WorkshopPack, drawn: LightMap | None) -> dict[str, Any]:
    if drawn is None:
        return {"head": _w("head_map"), "rows": [], "note": _w("map_none"), "supplies": []}
    supplies = [
        [
            SUPPLY_COLOURS[index % len(SUPPLY_COLOURS)],
            _w(
                "map_supply",
                index=index + 1,
                watts=f"{use.rated_w:g}",
                load=f"{use.load_w:.0f}",
                share=f"{use.load_share * 100:.0f}",
            ),
        ]
        for index, use in enumerate(pack.electrics.supplies)
    ]
    return {
        "head": _w("head_map"),
        "rows": [
            {
                "file": f"light-map-{index}.svg",
                "width_mm": row.width_mm,
                "height_mm": row.height_mm,
                "alt": f"{_w('head_map')} {index + 1}",
                "words": [{"text": word.text, "x_mm": word.x_mm, "y_mm": word.y_mm} for word in row.words],
            }
            for index, row in enumerate(drawn.rows)
        ],
        "note": _w("map_note", scale=f"1 : {1 / drawn.scale:.0f}"),
        "supplies": supplies,
    }


def _letters(pack: WorkshopPack) -> dict[str, Any]:
    """One row a letter: size, front, returns, mass and its light."""
    rows: list[list[str]] = []
    sums = [0.0] * 5
    for piece in pack.layout.pieces:
        parts = [part for part in pack.parts if part.piece == piece.id and part.group is Group.LETTERS]
        size = measured(piece)
        if not parts or size is None:
            continue
        lit = [one for one in pack.lit if one.piece == piece.id]
        face = sum(p.quantity for p in parts if p.use in ("face", "solid", "applied"))
        returns = sum(p.length_m or 0.0 for p in parts if p.use == "returns")
        mass = None if any(p.mass_kg is None for p in parts) else sum(p.mass_kg or 0.0 for p in parts)
        count = sum(one.count for one in lit)
        watts = sum(one.count * pack.tables.electrics.find_module(one.module).watts for one in lit if one.module)
        for index, value in enumerate((face, returns, mass or 0.0, count, watts)):
            sums[index] += value
        rows.append(
            [
                piece.id.rpartition("-")[2] or piece.id,
                piece.text,
                f"{size.box.width:.0f}×{size.box.height:.0f}",
                f"{lit[0].thinnest_mm:.0f}" if lit else "—",
                f"{face:.3f}" if face else "—",
                f"{returns:.2f}" if returns else "—",
                text("fabrication.not_known") if mass is None else f"{mass:.2f}",
                " + ".join(_module_name(pack, one.module) for one in lit) or "—",
                str(count) if lit else "—",
                f"{sum(one.density_n_m2 for one in lit):.0f}" if lit else "—",
                f"{watts:.1f}" if lit else "—",
            ]
        )
    total = [_w("total"), str(len(rows)), "", "", f"{sums[0]:.3f}", f"{sums[1]:.2f}", f"{sums[2]:.2f}", ""]
    return _section(
        "letters",
        _heads("no", "char", "size", "stroke", "face", "returns", "mass", "source", "count", "density", "watts"),
        rows,
        widths=(8, 7, 16, 13, 13, 12, 12, 34, 9, 11, 12),
        left=(0, 1, 7),
        total=[*total, f"{sums[3]:.0f}", "", f"{sums[4]:.1f}"],
    )


def _module_name(pack: WorkshopPack, module: str | None) -> str:
    return pack.tables.electrics.find_module(module).name_zh if module else "—"


def _bodies(pack: WorkshopPack) -> dict[str, Any]:
    rows = [
        [
            part.piece,
            text(f"fabrication.use_{part.use}"),
            part.name_zh,
            _amount(part, part.quantity),
            _amount(part, part.bought) if part.item else "—",
            "—" if part.length_m is None else f"{part.length_m:.2f}",
            _kg(part.mass_kg),
            remark_words(part.remark),
        ]
        for part in pack.parts
        if part.group is Group.BODY
    ]
    return _section(
        "bodies",
        _heads("no", "use", "item", "net", "buy", "length", "mass", "remark"),
        rows,
        widths=(15, 13, 30, 15, 15, 12, 12, 42),
        left=(0, 1, 2, 7),
    )


def _materials(pack: WorkshopPack) -> dict[str, Any]:
    """One row an item over the whole sign: what the buyer needs."""
    rows: list[list[str]] = []
    items = dict.fromkeys((p.item, p.unit) for p in pack.parts if p.item and p.group is not Group.WORK)
    for item, unit in items:
        same = [p for p in pack.parts if (p.item, p.unit) == (item, unit)]
        known = None if any(p.mass_kg is None for p in same) else sum(p.mass_kg or 0.0 for p in same)
        rows.append(
            [
                text(f"fabrication.group_{same[0].group.value}"),
                same[0].name_zh,
                _amount(same[0], sum(p.quantity for p in same)),
                _amount(same[0], sum(p.bought for p in same)),
                _kg(known),
                item,
            ]
        )
    mass = f"{pack.weight.known_kg:.1f}" + ("" if pack.weight.total_kg is not None else " +")
    return _section(
        "parts",
        _heads("group", "item", "net", "buy", "mass", "material"),
        rows,
        widths=(20, 48, 22, 22, 17, 42),
        left=(0, 1, 5),
        total=[_w("total"), "", "", "", mass, ""],
        notes=[_w("weight_note")],
    )


def _electrics(pack: WorkshopPack) -> dict[str, Any]:
    electrics, table = pack.electrics, pack.tables.electrics
    rows = [
        [
            str(index + 1),
            f"{use.rated_w:g}",
            f"{use.load_w:.1f}",
            f"{use.load_share * 100:.0f} %",
            str(use.strings),
            "、".join(dict.fromkeys(_short(s.piece) for s in electrics.strings if s.supply == index)),
        ]
        for index, use in enumerate(electrics.supplies)
    ]
    note = _w(
        "electrics_note",
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
    direct = _w("direct", watts=f"{electrics.direct_w:.0f}") if electrics.direct_w else ""
    return _section(
        "electrics",
        _heads("supply", "rated", "load", "loadshare", "strings", "no"),
        rows,
        widths=(14, 18, 20, 18, 16, 82),
        left=(0, 5),
        notes=[note, direct, _w("electrics_rules")],
    )


def _short(piece: str) -> str:
    return piece.removeprefix("letter-")


def _weight(pack: WorkshopPack) -> dict[str, Any]:
    rows = [[text(f"fabrication.group_{group.value}"), f"{mass:.2f}"] for group, mass in pack.weight.groups]
    total = f"{pack.weight.known_kg:.2f}" + ("" if pack.weight.total_kg is not None else " +")
    section = _section("weight", _heads("group", "mass"), rows, widths=(60, 30), total=[_w("total"), total])
    return {**section, "is_narrow": True}


def _wind_inputs(pack: WorkshopPack) -> dict[str, Any]:
    wind = pack.wind
    rows = [
        [
            text(f"fabrication.figure_{figure.key}"),
            figure.symbol,
            _value(figure),
            _mark(figure.certainty),
            _source(figure),
        ]
        for figure in wind.figures
    ]
    return _section(
        "wind",
        _heads("input", "symbol", "value", "mark", "source2"),
        rows,
        widths=(32, 32, 40, 17, 50),
        left=(0, 1, 4),
        notes=[_w("formula", formula=wind.formula, source=wind.formula_source), _w("mark_note")],
    )


def _wind_cases(pack: WorkshopPack) -> dict[str, Any]:
    wind = pack.wind
    rows = [
        [
            case.name_zh,
            f"{case.mu_sl:g}",
            f"{case.wk_kn_m2:.3f}",
            f"{case.total_kn:.2f}",
            _mark(case.certainty),
            case.source,
        ]
        for case in wind.cases
    ]
    note = _w("wind_result", area=f"{wind.area_m2:.3f}", mark=_mark(wind.certainty))
    section = _section(
        "wind",
        _heads("case", "mu", "wk", "total", "mark", "source2"),
        rows or [[_w("no_wind"), "", "", "", "", ""]],
        widths=(48, 16, 22, 22, 18, 45),
        left=(0, 5),
        notes=[note] if rows else [],
    )
    return {**section, "head": ""}


def _fixings(pack: WorkshopPack) -> dict[str, Any]:
    structure = pack.structure
    rows = [
        [
            text(f"fabrication.use_joint_{joint.kind}"),
            joint.name_zh,
            str(joint.by_geometry),
            _or_unknown(joint.by_wind),
            _or_unknown(joint.by_weight),
            str(joint.count),
            "—" if joint.tension_kn is None else f"{joint.tension_kn:.3f}",
            "—" if joint.shear_kn is None else f"{joint.shear_kn:.3f}",
            "—" if joint.use_share is None else f"{joint.use_share * 100:.0f} %",
        ]
        for joint in structure.joints
    ]
    return _section(
        "fixings",
        _heads("use", "fixing", "bygeo", "bywind", "byweight", "taken", "tension", "shear", "share"),
        rows,
        widths=(26, 40, 14, 14, 14, 12, 18, 18, 14),
        left=(0, 1),
        notes=[_w("fixing_note", safety=f"{structure.safety:g}", source=structure.fixing_source)],
    )


def _triggers(pack: WorkshopPack) -> dict[str, Any]:
    rows = [
        [
            text(f"fabrication.measure_{trigger.measure}"),
            trigger.bound or "—",
            _trigger_value(trigger.measure, trigger.value),
            text(f"fabrication.due_{trigger.due.value}"),
            _mark(trigger.certainty),
            trigger.source,
        ]
        for trigger in pack.structure.triggers
    ]
    answer = text(f"fabrication.due_{pack.structure.calculation.value}")
    return _section(
        "trigger",
        _heads("measure", "bound", "value", "due", "mark", "source2"),
        rows,
        widths=(30, 14, 16, 16, 15, 80),
        left=(0, 5),
        total=[_w("key_calc"), "", "", answer, "", ""],
        notes=[_w("trigger_note")],
    )


def _cost(pack: WorkshopPack) -> dict[str, Any]:
    none = text("fabrication.no_price")
    rows = [
        [
            text(f"fabrication.group_{line.group.value}"),
            line.name_zh,
            f"{line.quantity:.0f}" if line.unit is Unit.N else f"{line.quantity:.2f}",
            text(f"fabrication.unit_{line.unit.value}"),
            none if line.fen is None else yuan(line.fen),
            none if line.total_fen is None else yuan(line.total_fen),
            text("fabrication.illustrative") if line.is_illustrative else "" if line.fen is not None else "—",
            line.date.isoformat() if line.date else "—",
        ]
        for line in pack.cost.lines
    ]
    prices = pack.tables.prices
    missing = _w("cost_missing", count=len(pack.cost.without_price)) if pack.cost.without_price else ""
    note = _w("cost_note", title=prices.title_zh, file=prices.file, date=prices.date.isoformat(), source=prices.source)
    return _section(
        "cost",
        _heads("group", "item", "buy", "unit", "price", "amount", "tag", "date"),
        rows,
        widths=(20, 55, 18, 11, 20, 24, 14, 21),
        left=(0, 1, 3, 6, 7),
        total=[_w("total"), "", "", "", "", yuan(pack.cost.total_fen), "", ""],
        notes=[note, missing],
    )


def _tables(pack: WorkshopPack) -> dict[str, Any]:
    sources = (
        pack.tables.stock.source,
        pack.tables.making.source,
        pack.tables.electrics.source,
        pack.wind.formula_source,
        pack.tables.prices.source,
    )
    rows = [[name, source, digest] for (name, digest), source in zip(pack.table_digests, sources, strict=True)]
    return _section("sources", _heads("file", "source2", "digest"), rows, widths=(25, 45, 100), left=(0, 1, 2))


def _amount(part: Part, amount: float) -> str:
    unit = text(f"fabrication.unit_{part.unit.value}")
    return f"{amount:.0f} {unit}" if part.unit is Unit.N else f"{amount:.2f} {unit}"


def _kg(mass: float | None) -> str:
    return text("fabrication.not_known") if mass is None else f"{mass:.2f}"


def _or_unknown(value: int | None) -> str:
    return "—" if value is None else str(value)


def _value(figure: Figure) -> str:
    if figure.value is None:
        return text("fabrication.not_known")
    shown = figure.value if isinstance(figure.value, str) else f"{figure.value:.3f}".rstrip("0").rstrip(".")
    return f"{shown} {figure.unit}".strip()


def _mark(certainty: Certainty) -> str:
    return text(f"fabrication.mark_{certainty.value.lower().replace('-', '_minus')}")


def _source(figure: Figure) -> str:
    return text(figure.source) if figure.source.startswith("fabrication.") else figure.source


def _trigger_value(measure: str, value: float | None) -> str:
    if value is None:
        return text("fabrication.not_known")
    if measure.startswith("is_"):
        return text("fabrication.fact_yes" if value else "fabrication.fact_no")
    return f"{value:.2f}"


def _printable(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with the characters that the default typeface lacks written by their number: ⟨U+0F40⟩.

    A document must not stop at a shop's name in a script that only its own typeface has.
    """
    face = next(entry for entry in FontCatalogue.standard().entries() if entry.name == DEFAULT_TYPEFACE)
    missing = face.covers("".join(dict.fromkeys(_all_text(data))))
    table = {ord(character): f"⟨U+{ord(character):04X}⟩" for character in missing}
    return {key: _translated(value, table) for key, value in data.items()}


def _all_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return "".join(_all_text(item) for item in (value.values() if isinstance(value, dict) else value))
    return ""


def _translated(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(item, table) for key, item in value.items()}
    return [_translated(item, table) for item in value] if isinstance(value, list) else value
