"""The table of bands for a property manager's spreadsheet; `signage plan import-units` reads it back."""

from __future__ import annotations

import csv
import io

from signage.locale import Lang, text
from signage.offers.bands.model import BandLayout, BandRow

_COLUMNS = (
    "face", "storey", "unit", "from", "to", "left", "right", "bottom", "top", "datum", "letter_low", "letter_high",
    "characters", "kinds", "palette", "remark",
)  # fmt: skip
# A cell that begins so would be worked out as a formula when a spreadsheet opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def band_table(layout: BandLayout, lang: Lang = Lang.ZH) -> bytes:
    """Return a lay-out as CSV with a byte-order mark, which spreadsheets need to see UTF-8: one row a unit, mm.

    Units that share a band have a row each, with the whole band's ends and levels; a unit without a band has none.
    `from` and `to` are the unit's party walls.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(f"bands.head_{name}", lang) for name in _COLUMNS])
    spans = {u.id: (u.x0_mm, u.x1_mm) for face in layout.plan.faces for u in face.units}
    for row in layout.rows:
        for unit in row.units:
            writer.writerow([_plain(cell) for cell in _cells(row, unit, spans[unit], lang)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cells(row: BandRow, unit: str, span: tuple[float, float], lang: Lang) -> list[str]:
    band = row.band
    colon = "：" if lang is Lang.ZH else ": "
    remarks = ("；" if lang is Lang.ZH else "; ").join(r.words(lang) for r in (*row.warnings, *row.remarks))
    head = [row.face, str(row.storey), unit, _number(span[0]), _number(span[1])]
    if band is None:
        said = text("bands.no_band", lang) + (colon + remarks if remarks else "")
        return [*head, *[""] * 10, said]
    rect = band.rect
    letters = [_number(v) for v in band.letter_height_mm] if band.letter_height_mm else ["", ""]
    levels = [rect.x0, rect.x1, rect.y0, rect.y1, rect.y0 if band.datum_mm is None else band.datum_mm]
    allowed = [" ".join(band.kinds), " ".join(band.palette)]
    fit = "" if row.characters is None else str(row.characters)
    return [*head, *(_number(v) for v in levels), *letters, fit, *allowed, remarks]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _plain(cell: str) -> str:
    is_number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
