"""The pack as files: `parts.csv` for a spreadsheet, `pack.json` for programs. The same pack gives the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from signage import jcs
from signage.digest import digest_of_bytes
from signage.fabrication.cost import Cost
from signage.fabrication.numbering import part_numbers
from signage.fabrication.pack import WorkshopPack, sizes_of
from signage.fabrication.values import Part, Remark
from signage.locale import Lang, spoken, text

FORM = "signage.pack/2"
_COLUMNS = (
    "group", "piece", "text", "use", "item", "name", "width", "height", "thickness", "unit", "quantity", "bought",
    "length", "mass", "copies", "price", "remark",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLACES = 6


def parts_csv(pack: WorkshopPack, lang: Lang = Lang.ZH) -> bytes:
    """Return the parts list as CSV: UTF-8 with BOM and CRLF, as spreadsheets open it; no cell can be a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(f"fabrication.csv_{column}", lang) for column in _COLUMNS])
    numbers = part_numbers(pack.layout.pieces)
    for part in pack.parts:
        writer.writerow(_row(part, pack, numbers, lang))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def pack_json(pack: WorkshopPack) -> bytes:
    """Return the pack as canonical JSON (RFC 8785) with the model's digest; numbers to six places."""
    placed = None
    if pack.placed is not None and pack.plan is not None:
        placed = {
            "unit": pack.placed.unit_id,
            "origin_mm": list(pack.placed.origin),
            "plan": pack.plan.id,
            "plan_digest": pack.plan.digest,
        }
    numbers = part_numbers(pack.layout.pieces)
    value = {
        "form": FORM,
        "model_digest": pack.model_digest,
        "sign": {
            "name": pack.layout.spec.name,
            "second_line": pack.layout.spec.second_line,
            "kind": pack.layout.spec.kind,
            "width_mm": pack.layout.envelope.width,
            "height_mm": pack.layout.envelope.height,
            "depth_mm": pack.layout.depth_mm,
        },
        "placed": placed,
        "site": pack.site,
        "pieces": [{"id": piece, "number": numbers[piece], "measures": size} for piece, size in sizes_of(pack.layout)],
        "parts": pack.parts,
        "light": pack.lit,
        "electrics": {f.name: getattr(pack.electrics, f.name) for f in fields(pack.electrics) if f.name != "parts"},
        "weight": {**_plain_dict(pack.weight), "total_kg": pack.weight.total_kg},
        "wind": pack.wind,
        "moment": pack.moment,
        "structure": {
            **{f.name: getattr(pack.structure, f.name) for f in fields(pack.structure) if f.name != "parts"},
            "calculation": pack.structure.calculation,
        },
        "cost": {**_plain_dict(pack.cost), "is_complete": pack.cost.is_complete, "currency": "CNY"},
        "remarks": pack.remarks,
        "tables": [{"name": name, "digest": digest} for name, digest in pack.table_digests],
    }
    return jcs.dumps(_rounded(value)) + b"\n"


def pack_digest(pack: WorkshopPack) -> str:
    """Return the digest of the pack's JSON."""
    return digest_of_bytes(pack_json(pack))


def remark_words(remark: Remark | None, lang: Lang | None = None) -> str:
    """Return a remark as a sentence."""
    if remark is None:
        return ""
    params = dict(remark.params)
    if "use" in params:
        params["use"] = text(f"fabrication.use_{params['use']}", lang)
    return text(remark.code, lang, **params)


def yuan(fen: int) -> str:
    """Return the price of a unit, in fen, as yuan with two places and thousands apart, such as `1,212.94`."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def whole_yuan(fen: int) -> str:
    """Return an amount of the estimate, in fen and whole yuan already, with thousands apart, such as `8,213`."""
    return f"{fen // 100:,}"


def estimate_words(cost: Cost) -> str:
    """Return the sum as an estimate is told: whole yuan, and in words how many items have no price and are left out."""
    whole = f"¥{whole_yuan(cost.total_fen)}"
    return whole if cost.is_priced else text("fabrication.sum_without", sum=whole, count=len(cost.without_price))


def excluded_words(cost: Cost, lang: Lang | None = None) -> str:
    """Return what an estimate leaves out beside the sign itself, as a sentence; empty when it leaves out nothing."""
    if not cost.excluded:
        return ""
    is_zh = (lang or spoken()) is Lang.ZH
    names = tuple(one.name_zh if is_zh else one.name_en for one in cost.excluded)
    return text("fabrication.cost_excludes", lang, names=names)


def safe_cell(words: str) -> str:
    """Return text that no spreadsheet takes for a formula and that stays in one line."""
    clean = "".join(c if c.isprintable() else " " for c in words)
    return f"'{clean}" if words.startswith(_FORMULA) or clean.lstrip().startswith(_FORMULA) else clean


def _row(part: Part, pack: WorkshopPack, numbers: dict[str, str], lang: Lang) -> list[str]:
    price = pack.tables.prices.find(part.item, part.unit.value) if part.item else None
    size = (*part.size_mm, None, None)
    words = (
        text(f"fabrication.group_{part.group.value}", lang),
        numbers.get(part.piece, part.piece),
        part.text,
        text(f"fabrication.use_{part.use}", lang),
        part.item or text("fabrication.no_rule", lang),
        part.name_zh if lang is Lang.ZH else part.name_en,
    )
    return [
        *(safe_cell(word) for word in words),
        _number(size[0], 1),
        _number(size[1], 1),
        _number(part.thickness_mm, 2),
        text(f"fabrication.unit_{part.unit.value}", lang),
        _number(part.quantity, 4),
        _number(part.bought, 4),
        _number(part.length_m, 3),
        _number(part.mass_kg, 3) or text("fabrication.not_known", lang),
        str(part.copies),
        f"{price.fen / 100:.2f}" if price else text("fabrication.no_price", lang),
        safe_cell(remark_words(part.remark, lang)),
    ]


def _number(value: float | None, places: int) -> str:
    if value is None:
        return ""
    shown = f"{value:.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _plain_dict(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _rounded(value: Any) -> Any:
    """Return plain JSON types; floats to six places, so that the last bit of a platform decides nothing."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return round(value, _PLACES) + 0.0
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _rounded(getattr(value, field.name)) for field in fields(value) if field.init}
    if isinstance(value, dict):
        return {str(key): _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value]
