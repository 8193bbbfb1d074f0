"""Units and bands from a property manager's spreadsheet saved as CSV, read as hostile; lengths leave it in mm.

The unit of lengths stands in the column's heading, such as `起点(m)`, or is given; it is never guessed. Encodings:
UTF-8 with or without a byte-order mark, UTF-16 with one, else GB 18030 (and with it GBK). Separators: comma,
semicolon or tab, whichever makes headings that are known.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from signage.design.colour_names import colour_of, some_names
from signage.errors import Location, Param, PlanError
from signage.frontage.units_doubt import Measured, Size, refuse_odd
from signage.locale import Lang, text
from signage.units import MM, Quantity, Unit

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
_MAX_CELL = 4000

_NAMES: dict[str, tuple[str, ...]] = {
    "unit": (
        "铺位",
        "铺位号",
        "铺位编号",
        "铺号",
        "商铺",
        "商铺号",
        "商铺编号",
        "单元",
        "unit",
        "unitid",
        "shop",
        "id",
    ),
    "face": ("立面", "立面编号", "face"),
    "storey": ("楼层", "层", "所在楼层", "storey", "floor", "level"),
    "x0": ("起点", "起", "起始", "左端", "左", "自", "from", "start", "x0"),
    "x1": ("终点", "止", "终", "右端", "右", "至", "到", "to", "end", "x1"),
    "left": ("招牌带左端", "带左端", "bandleft", "bandfrom"),
    "right": ("招牌带右端", "带右端", "bandright", "bandto"),
    "bottom": ("招牌带下沿", "招牌带底", "带下沿", "带底", "下沿", "底标高", "bandbottom", "bottom"),
    "top": ("招牌带上沿", "招牌带顶", "带上沿", "带顶", "上沿", "顶标高", "bandtop", "top"),
    "datum": ("基准线", "招牌底线", "datum"),
    "letter_low": ("字高下限", "最小字高", "letterheightlow", "letterlow"),
    "letter_high": ("字高上限", "最大字高", "letterheighthigh", "letterhigh"),
    "kinds": ("允许类型", "类型", "kinds"),
    "palette": ("允许颜色", "颜色", "palette", "colours", "colors"),
    "tenant": ("租户", "承租人", "商户", "店名", "tenant"),
    "door_number": ("门牌", "门牌号", "doornumber"),
    "entrances": ("主出入口", "出入口", "entrances"),
}
# What the table of `propose-bands` tells its reader and no plan keeps; nobody need hear that it was not taken.
_TOLD_ONLY = ("head_remark", "head_characters")
_LENGTHS = ("x0", "x1", "left", "right", "bottom", "top", "datum", "letter_low", "letter_high")
_UNITS = {"mm": Unit.MM, "毫米": Unit.MM, "cm": Unit.CM, "厘米": Unit.CM, "m": Unit.M, "米": Unit.M}
_KNOWN = {name: key for key, names in _NAMES.items() for name in names}
_WITH_UNIT = re.compile(r"^(.*?)[(\[]([^()\[\]]*)[)\]]$")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_MOST_MM = 5_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of the table; lengths in mm, elevation space, None where its cell is empty or its column missing.

    Attributes:
        line: Line of the file, for messages.
        left, right, bottom, top: The band's ends and levels.
    """

    line: int
    unit: str
    x0: float
    x1: float
    face: str | None = None
    storey: int | None = None
    left: float | None = None
    right: float | None = None
    bottom: float | None = None
    top: float | None = None
    datum: float | None = None
    letters: tuple[float, float] | None = None
    kinds: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    tenant: str | None = None
    door_number: str | None = None
    entrances: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTable:
    """A table that was read: its rows, the headings that nobody asked for, and how it was written."""

    rows: tuple[UnitRow, ...]
    ignored: tuple[str, ...]
    encoding: str
    separator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    key: str
    heading: str
    unit: Unit | None
    is_sure: bool = False  # heading and option both say it


def read_units(content: bytes, *, unit: Unit | None = None, file: str = "") -> UnitTable:
    """Return the units in a CSV file.

    Args:
        content: Its bytes.
        unit: Unit of lengths whose heading names none; where it names the same one, unusual sizes are meant.
        file: Its name, for errors.

    Raises:
        PlanError: It is no such table; file, line and heading say where.
    """
    if len(content) > MAX_BYTES:
        raise PlanError("units.too_big", at=Location(file=file or None), max_mb=MAX_BYTES // 1048576)
    words, encoding = _decoded(content, file)
    separator, lines = _split(words, file)
    columns, ignored = _columns(lines[0][1], unit, file)
    rows: list[UnitRow] = []
    for number, cells in lines[1:]:
        if len(rows) >= MAX_ROWS:
            raise PlanError("units.too_many", at=Location(file=file or None, line=number), most=MAX_ROWS)
        row = _row(number, dict(zip((c.key for c in columns), cells, strict=False)), columns, file)
        first = next((r for r in rows if (r.face, r.unit) == (row.face, row.unit)), None)
        if first is not None:
            raise _at("twice", file, number, unit=row.unit, first=first.line)
        rows.append(row)
    if not rows:
        raise PlanError("units.no_rows", at=Location(file=file or None))
    refuse_odd(_measured(rows, columns), file)
    _refuse_far(rows, columns, file)
    return UnitTable(rows=tuple(rows), ignored=ignored, encoding=encoding, separator=separator)


def _at(code: str, file: str, line: int, **params: Param) -> PlanError:
    return PlanError(f"units.{code}", at=Location(file=file or None, line=line), **params)


def _decoded(content: bytes, file: str) -> tuple[str, str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tried: tuple[str, ...] = ("utf-16",)
    else:
        tried = ("utf-8-sig", "gb18030")
    for encoding in tried:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in words:
            break
        return words, "utf-8" if encoding == "utf-8-sig" else encoding
    raise PlanError("units.not_text", at=Location(file=file or None))


def _split(words: str, file: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the separator, and number and cells of each line that is not blank, the headings first."""
    best: tuple[int, str, list[tuple[int, list[str]]]] | None = None
    for separator in (",", ";", "\t"):
        try:
            lines = list(_lines(words, separator))
        except csv.Error:
            continue
        if not lines:
            raise PlanError("units.no_rows", at=Location(file=file or None))
        known = sum(_heading(cell)[0] in _KNOWN for cell in lines[0][1])
        if best is None or known > best[0]:
            best = (known, separator, lines)
    if best is None or best[0] == 0:
        raise PlanError("units.no_headings", at=Location(file=file or None, line=1), wanted=_wanted())
    return best[1], best[2]


def _lines(words: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip()[:_MAX_CELL] for cell in cells]


def _wanted() -> str:
    return ", ".join(_NAMES[key][0] for key in ("unit", "x0", "x1", "bottom", "top"))


def _heading(cell: str) -> tuple[str, str]:
    """Return a heading as it is compared, and the unit in its brackets."""
    plain = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", cell)).lower()
    found = _WITH_UNIT.match(plain)
    return (found[1], found[2]) if found else (plain, "")


def _columns(cells: list[str], unit: Unit | None, file: str) -> tuple[list[_Column], tuple[str, ...]]:
    columns, ignored, seen = [], [], dict[str, str]()
    own_words = {_heading(text(f"bands.{key}", lang))[0] for key in _TOLD_ONLY for lang in Lang}
    for number, cell in enumerate(cells):
        name, written = _heading(cell)
        key = _KNOWN.get(name)
        if key is None:
            ignored += [cell] if cell and name not in own_words else []
            columns.append(_Column(key=f"?{number}", heading=cell, unit=None))
            continue
        if key in seen:
            raise _at("heading_twice", file, 1, one=seen[key], other=cell)
        seen[key] = cell
        own = _UNITS.get(written)
        if key in _LENGTHS:
            if written and own is None:
                raise _at("unit_unknown", file, 1, heading=cell, known="mm, cm, m")
            if own is not None and unit is not None and own is not unit:
                raise _at("unit_disagrees", file, 1, heading=cell, given=unit.value)
        columns.append(_Column(key=key, heading=cell, unit=own or unit, is_sure=own is not None and unit is not None))
    lacking = [_NAMES[key][0] for key in ("unit", "x0", "x1") if key not in seen]
    if lacking:
        raise _at("heading_missing", file, 1, wanted=tuple(lacking))
    unsaid = [c.heading for c in columns if c.key in _LENGTHS and c.unit is None]
    if unsaid:
        raise _at("unit_missing", file, 1, headings=tuple(unsaid), first=unsaid[0])
    return columns, tuple(ignored)


def _row(line: int, cells: Mapping[str, str], columns: list[_Column], file: str) -> UnitRow:
    units = {c.key: c for c in columns}
    sizes = {key: _length(cells.get(key, ""), units[key], line, file) if key in units else None for key in _LENGTHS}
    name = cells.get("unit", "").removeprefix("'")
    x0, x1 = sizes["x0"], sizes["x1"]
    if not name or x0 is None or x1 is None:
        empty = [units[k].heading for k in ("unit", "x0", "x1") if not cells.get(k, "")]
        raise _at("cell_empty", file, line, headings=tuple(empty))
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}", name):
        raise _at("bad_id", file, line, value=name[:60])
    for low, high in (("x0", "x1"), ("left", "right"), ("bottom", "top"), ("letter_low", "letter_high")):
        a, b = sizes[low], sizes[high]
        if (a is None) != (b is None):
            there, gone = (low, high) if b is None else (high, low)
            wanted = units[gone].heading if gone in units else _NAMES[gone][0]
            raise _at("half_told", file, line, unit=name, there=units[there].heading, gone=wanted)
        if a is not None and b is not None and (a > b or (a == b and low != "letter_low")):
            raise _at("crossed", file, line, unit=name, low=f"{a:g}", high=f"{b:g}", heading=units[high].heading)
    if sizes["left"] is not None and sizes["bottom"] is None:
        raise _at("half_told", file, line, unit=name, there=units["left"].heading, gone=_NAMES["bottom"][0])
    letters = (sizes["letter_low"], sizes["letter_high"])
    return UnitRow(
        line=line,
        unit=name,
        x0=x0,
        x1=x1,
        face=cells.get("face") or None,
        storey=_count(cells.get("storey", ""), units.get("storey"), line, file),
        left=sizes["left"],
        right=sizes["right"],
        bottom=sizes["bottom"],
        top=sizes["top"],
        datum=sizes["datum"],
        letters=(letters[0], letters[1]) if letters[0] is not None and letters[1] is not None else None,
        kinds=tuple(re.split(r"[\s,，、;；]+", cells["kinds"])) if cells.get("kinds") else (),
        palette=_palette(cells.get("palette", ""), line, file),
        tenant=cells.get("tenant") or None,
        door_number=cells.get("door_number") or None,
        entrances=_count(cells.get("entrances", ""), units.get("entrances"), line, file),
    )


def _measured(rows: list[UnitRow], columns: list[_Column]) -> tuple[Measured, ...]:
    """Return the sizes that the rows' lengths make, those under headings of one unit together."""
    by_key = {c.key: c for c in columns}
    sizes: dict[str, list[Size]] = {"x1": [], "top": []}
    for row in rows:
        sizes["x1"].append(Size(line=row.line, what="width", mm=row.x1 - row.x0))
        if row.bottom is not None and row.top is not None:
            sizes["top"].append(Size(line=row.line, what="height", mm=row.top - row.bottom))
            if row.bottom > 0:
                sizes["top"].append(Size(line=row.line, what="bottom", mm=row.bottom))
    found = []
    for high, low in (("x1", "x0"), ("top", "bottom")):
        pair = [by_key[key] for key in (low, high) if key in by_key]
        units = {c.unit for c in pair}
        if sizes[high] and len(units) == 1 and not all(c.is_sure for c in pair):
            headings = tuple(c.heading for c in pair)
            found.append(Measured(headings=headings, unit=pair[0].unit or Unit.MM, sizes=tuple(sizes[high])))
    return tuple(found)


def _palette(cell: str, line: int, file: str) -> tuple[str, ...]:
    found = []
    for listed in filter(None, re.split(r"[,，、;；\n]+", cell.removeprefix("'"))):
        whole = colour_of(listed)  # names in English hold blanks: dark grey
        for words in [listed] if whole else listed.split():
            colour = whole or colour_of(words)
            if colour is None:
                raise _at("bad_colour", file, line, value=words[:60], known=some_names(words))
            found.append(colour)
    return tuple(found)


def _number(cell: str) -> float | None:
    words = unicodedata.normalize("NFKC", cell).replace("−", "-").removeprefix("'").strip()
    if _GROUPED.fullmatch(words):
        words = words.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", words, re.ASCII):
        return None
    value = float(words)
    return value if isfinite(value) else None


def _length(cell: str, column: _Column, line: int, file: str) -> float | None:
    if not cell:
        return None
    value = _number(cell)
    if value is None or column.unit is None:
        raise _at("bad_number", file, line, heading=column.heading, value=cell[:60])
    return Quantity(value, column.unit).to(MM).value


def _refuse_far(rows: list[UnitRow], columns: list[_Column], file: str) -> None:
    """Refuse lengths that no front has; after the unit was looked at, whose fault it mostly is."""
    for row in rows:
        low, high = row.letters or (None, None)
        own = {"letter_low": low, "letter_high": high}
        for column in (c for c in columns if c.key in _LENGTHS and c.unit is not None):
            length = own[column.key] if column.key in own else getattr(row, column.key)
            if length is not None and abs(length) > _MOST_MM and column.unit is not None:
                value = f"{Quantity(length, MM).to(column.unit).value:.15g}"
                raise _at("out_of_range", file, row.line, heading=column.heading, value=value, unit=column.unit.value)


def _count(cell: str, column: _Column | None, line: int, file: str) -> int | None:
    if not cell or column is None:
        return None
    value = _number(re.sub(r"(层|F|f)$", "", cell))
    if value is None or value != int(value) or not -9 <= value <= 200:
        raise _at("bad_number", file, line, heading=column.heading, value=cell[:60])
    return int(value)
