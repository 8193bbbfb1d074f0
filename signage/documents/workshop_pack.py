"""Set a workshop pack (加工资料) as PDF: parts, light map, electrics, weight, cost, wind, fixings, sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from signage.design import kind_of
from signage.documents.faces import DocumentFaces
from signage.documents.light_map import SUPPLY_COLOURS, LightMap, light_map
from signage.documents.typesetting import typeset
from signage.documents.workshop_making import (
    bodies_table,
    electrics_table,
    letters_table,
    materials_table,
    weight_table,
)
from signage.documents.workshop_site import (
    cost_table,
    fixings_table,
    moment_table,
    tables_table,
    triggers_table,
    wind_cases_table,
    wind_inputs_table,
)
from signage.documents.workshop_words import mark, words
from signage.fabrication import WorkshopPack, estimate_words, excluded_words, remark_words, stands_on_ground
from signage.fabrication.led_map import clear_mm, wall_mm
from signage.fabrication.making import LightTo
from signage.locale import either, text
from signage.typography import DEFAULT_TYPEFACE, FontCatalogue

_LEAST_MM = 0.5
_ALONG_STROKES = (LightTo.FRONT, LightTo.BACK)


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
        "title": words("title"),
        "author": "signage",
        "keywords": [pack.model_digest],
        "watermark": "",
        "foot": [words("foot"), pack.model_digest],
        "facts": _facts(pack),
        "keys": _keys(pack),
        "remarks": {"head": words("head_remarks"), "rows": _remarks(pack), "none": words("no_remarks")},
        "map": _map(pack, drawn),
        "sections": [section for section in _sections(pack) if section["rows"]],
    }
    return typeset(
        "workshop-pack.typ",
        printable(data),
        faces=faces or DocumentFaces.find(),
        timestamp=made_at,
        files=files,
    ).content


def _sections(pack: WorkshopPack) -> list[dict[str, Any]]:
    return [
        letters_table(pack),
        bodies_table(pack),
        materials_table(pack),
        electrics_table(pack),
        weight_table(pack),
        wind_inputs_table(pack),
        wind_cases_table(pack),
        moment_table(pack),
        fixings_table(pack),
        triggers_table(pack),
        cost_table(pack),
        tables_table(pack),
    ]


def _facts(pack: WorkshopPack) -> list[list[str]]:
    layout = pack.layout
    spec = layout.spec
    place = words("on_ground" if stands_on_ground(layout) else "no_place")
    if pack.placed is None and pack.site.top_mm is not None and not stands_on_ground(layout):
        place = text("drawing.place_by_top", top=f"{pack.site.top_mm:.0f}")
    if pack.placed is not None and pack.plan is not None:
        bottom = "—" if pack.site.bottom_mm is None else f"{pack.site.bottom_mm:.0f}"
        where = "place_on_ground" if stands_on_ground(layout) else "place"
        place = words(where, building=pack.plan.building, unit=pack.placed.unit_id, bottom=bottom)
    return [
        [words("facts_sign"), " ".join(word for word in (spec.name, spec.second_line) if word)],
        [words("facts_kind"), either(kind_of(spec.kind).title_zh, kind_of(spec.kind).title_en)],
        [words("facts_size"), _size(pack)],
        [words("facts_place"), place],
        [words("facts_model"), pack.model_digest],
    ]


def _size(pack: WorkshopPack) -> str:
    """Return width, height and thickness; how far it stands out and how many faces it has, where that says more."""
    layout, box = pack.layout, pack.layout.envelope
    thick = layout.thickness_mm
    size = words("size", width=f"{box.width:.0f}", height=f"{box.height:.0f}", depth=f"{round(thick, 1):g}")
    if layout.depth_mm > thick + _LEAST_MM:
        size = words("size_out", size=size, out=f"{layout.depth_mm:.0f}")
    if layout.faces == 2:
        return words("size_faces", size=size)
    return words("size_face", size=size) if layout.spec.faces == 1 else size


def _keys(pack: WorkshopPack) -> list[list[str]]:
    """The figures that everybody asks for first."""
    weight = pack.weight
    leds = sum(one.count for one in pack.lit) + sum(int(p.quantity) for p in pack.parts if p.use == "display")
    cost = words("key_cost" if pack.tables.prices.is_illustrative else "key_cost_own")
    cost += words("key_cost_part") if pack.cost.excluded else ""
    mass = f"{weight.known_kg:.1f} kg" if weight.known_kg >= 1 else f"{weight.known_kg:.2f} kg"
    if weight.total_kg is None:
        mass = f"> {mass}"
    return [
        [words("key_mass"), mass],
        [
            words("key_light"),
            words("key_leds", count=leds, watts=f"{pack.electrics.light_w:.0f}") if leds else "—",
        ],
        [words("key_supply"), " + ".join(_supplies(pack)) or "—"],
        [
            words("key_wind", mark=mark(pack.wind.certainty)),
            _wind(pack),
        ],
        [words("key_calc"), text(f"fabrication.due_{pack.structure.calculation.value}")],
        [cost, estimate_words(pack.cost)],
    ]


def _wind(pack: WorkshopPack) -> str:
    case = pack.wind.governing
    if pack.wind.is_sheltered:
        return "—"
    return f"{abs(case.wk_kn_m2):.3f} kN/m²" if case else text("fabrication.not_known")


def _supplies(pack: WorkshopPack) -> list[str]:
    rated = [use.rated_w for use in pack.electrics.supplies]
    found = [f"{rated.count(value)} × {value:g} W" for value in sorted(set(rated), reverse=True)]
    table = pack.tables.electrics
    for part in pack.parts:
        if part.use == "display_supply":
            found.append(f"{part.quantity:.0f} × {table.display.supply_watts:g} W")
        if part.use == "blower":
            found.append(words("key_blower", count=f"{part.quantity:.0f}", watts=f"{table.blower.watts:g}"))
    return found


def _remarks(pack: WorkshopPack) -> list[str]:
    rows = [remark_words(remark) for remark in pack.remarks]
    if pack.weight.unknown:
        parts = text("drawing.comma").join(pack.weight.unknown[:8])
        rows.append(text("fabrication.mass_unknown", count=len(pack.weight.unknown), parts=parts))
    if pack.cost.without_price:
        unpriced = [line for line in pack.cost.lines if line.total_fen is None]
        items = text("drawing.comma").join(either(line.name_zh, line.name_en) for line in unpriced[:8])
        rows.append(text("fabrication.prices_missing", count=len(pack.cost.without_price), items=items))
    if pack.cost.excluded:
        rows.append(excluded_words(pack.cost))
    return rows


def _map(pack: WorkshopPack, drawn: LightMap | None) -> dict[str, Any]:
    if drawn is None:
        note = "map_display" if any(part.use == "display" for part in pack.parts) else "map_none"
        return {"head": words("head_map"), "rows": [], "note": words(note), "supplies": []}
    supplies = [
        [
            SUPPLY_COLOURS[index % len(SUPPLY_COLOURS)],
            words(
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
        "head": words("head_map"),
        "rows": [
            {
                "file": f"light-map-{index}.svg",
                "width_mm": row.width_mm,
                "height_mm": row.height_mm,
                "alt": f"{words('head_map')} {index + 1}",
                "words": [{"text": word.text, "x_mm": word.x_mm, "y_mm": word.y_mm} for word in row.words],
            }
            for index, row in enumerate(drawn.rows)
        ],
        "note": words("map_note", scale=f"1 : {1 / drawn.scale:.0f}", gaps=_gaps(pack))
        + (words("map_faces") if pack.layout.faces == 2 else ""),
        "supplies": supplies,
    }


def _gaps(pack: WorkshopPack) -> str:
    """Return the distances that the modules in letters keep, where there are any."""
    used = dict.fromkeys(one.module for one in pack.lit if one.module and one.light in _ALONG_STROKES)
    modules = [pack.tables.electrics.find_module(module) for module in used]
    if not modules:
        return ""
    clear, wall = min(map(clear_mm, modules)), min(map(wall_mm, modules))
    return words("map_gaps", clear=f"{clear:g}", wall=f"{wall:g}")


def printable(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with the characters that the default typeface lacks written by their number: 〔U+0F40〕.

    A document must not stop at a shop's name in a script that only its own typeface has.
    """
    face = next(entry for entry in FontCatalogue.standard().entries() if entry.name == DEFAULT_TYPEFACE)
    missing = face.covers("".join(dict.fromkeys(_all_text(data))))
    table = {ord(character): f"〔U+{ord(character):04X}〕" for character in missing}
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
