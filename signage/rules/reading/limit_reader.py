"""Read the parts of a rule from TOML tables: strict keys, amounts with units, limits and banded tables."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from signage.errors import Location, Param, RuleBookError
from signage.rules.amounts import Amount, parse_amount
from signage.rules.limits import Bound, FactorOf, Key, Limit, Op, Option, Pick, Row, Table
from signage.rules.measures import Measure, Words, measure_names, measure_of
from signage.units import Unit, same_kind

# Lengths and angles may lie on either side of something; these only are or are not there.
_NEVER_NEGATIVE = (Unit.MM2, Unit.RATIO, Unit.COUNT, Unit.CD_M2, Unit.KELVIN, Unit.DELTA_E)


class Reader:
    """One TOML table with its place in the file; every getter refuses what does not fit."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        file: str = "",
        text: str = "",
        start: int = 1,
        end: int = 1,
        rule: str = "",
        parent: Reader | None = None,
    ) -> None:
        self.data = data
        self.file: str = parent.file if parent else file
        self.text: str = parent.text if parent else text
        self.start: int = parent.start if parent else start
        self.end: int = parent.end if parent else end
        self.rule: str = parent.rule if parent else rule

    def fault(self, code: str, key: str, /, **params: Param) -> RuleBookError:
        """Return an error at a key of this table."""
        last = key.rsplit(".", 1)[-1]
        line = self.start
        for number, row in enumerate(self.text.splitlines()[self.start - 1 : self.end], self.start):
            if re.search(rf"(^|[\s{{,]){re.escape(last)}\s*=", row):
                line = number
                break
        field = f"rule {self.rule} · {key}" if self.rule else key
        return RuleBookError(code, at=Location(file=self.file or None, line=line, field=field), **params)

    def unknown_measure(self, key: str, name: str) -> RuleBookError:
        """Return the error for a measure that does not exist, with the nearest names."""
        near = difflib.get_close_matches(name, measure_names(), n=3) or list(measure_names())
        return self.fault("book.unknown_measure", key, measure=name, known=", ".join(near))

    def only(self, known: set[str]) -> None:
        """Refuse keys that are not known."""
        for key in self.data:
            if key not in known:
                raise self.fault("book.unknown_key", key, key=key, known=", ".join(sorted(known)))

    def need(self, key: str, kind: type, wanted: str) -> Any:
        """Return a value of a type."""
        if key not in self.data:
            raise self.fault("book.missing_key", key, key=key)
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault("book.wrong_type", key, wanted=wanted, got=type(value).__name__)
        return value

    def text_of(self, key: str) -> str:
        """Return a text that is not empty."""
        value = str(self.need(key, str, "text"))
        if not value.strip():
            raise self.fault("book.missing_key", key, key=key)
        return value

    def whole(self, key: str) -> int:
        """Return a whole number."""
        return int(self.need(key, int, "whole number"))

    def truth(self, key: str) -> bool:
        """Return true or false."""
        return bool(self.need(key, bool, "true / false"))

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of some words."""
        value = self.text_of(key)
        if value not in known:
            raise self.fault("book.bad_choice", key, value=value, known=", ".join(known))
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.need(key, list, "list of texts")
        if not all(isinstance(item, str) for item in value):
            raise self.fault("book.wrong_type", key, wanted="list of texts", got="other")
        return tuple(value)

    def pair(self, key: str, *, optional: bool = False) -> tuple[str, str]:
        """Return words in Chinese and English."""
        if optional and key not in self.data:
            return ("", "")
        inner = self.table(key)
        inner.only({"zh", "en"})
        return (inner.text_of("zh"), inner.text_of("en"))

    def table(self, key: str) -> Reader:
        """Return an inner table."""
        return Reader(self.need(key, dict, "table"), parent=self)

    def tables(self, key: str) -> tuple[Reader, ...]:
        """Return a list of inner tables, empty when the key is not there."""
        if key not in self.data:
            return ()
        value = self.need(key, list, "list of tables")
        if not value or not all(isinstance(item, dict) for item in value):
            raise self.fault("book.wrong_type", key, wanted="list of tables", got="other")
        return tuple(Reader(item, parent=self) for item in value)

    def dates(self) -> tuple[date | None, date | None]:
        """Return `valid_from` and `valid_to`; they must not cross."""
        ends: list[date | None] = []
        for key in ("valid_from", "valid_to"):
            value = self.data.get(key)
            if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
                raise self.fault("book.wrong_type", key, wanted="date YYYY-MM-DD", got=type(value).__name__)
            ends.append(value)
        if ends[0] is not None and ends[1] is not None and ends[0] >= ends[1]:
            raise self.fault("book.crossed_dates", "valid_to", start=ends[0].isoformat(), end=ends[1].isoformat())
        return ends[0], ends[1]


def read_amount(reader: Reader, key: str) -> Amount:
    """Return an amount such as `2.5 m`."""
    text = reader.text_of(key)
    try:
        return parse_amount(text)
    except ValueError as exc:
        raise reader.fault("book.bad_amount", key, value=text) from exc


def _fitting(reader: Reader, key: str, measure: Measure) -> Amount:
    amount = read_amount(reader, key)
    if measure.unit is None or not same_kind(amount.unit, measure.unit):
        raise reader.fault(
            "book.wrong_unit",
            key,
            unit=amount.unit.value,
            measure=measure.name,
            wanted=measure.unit.value if measure.unit is not None else "—",
        )
    return amount


def read_limit(reader: Reader, measure: Measure) -> Limit:
    """Return the limit that a table writes, typed for its measure."""
    ops = [key for key in reader.data if key in set(Op)]
    if len(ops) != 1:
        raise reader.fault("book.one_limit", "limit", known=", ".join(Op))
    op = Op(ops[0])
    reader.only({op.value, *(("review",) if op in (Op.ONE_OF, Op.NONE_OF) else ())})
    is_number = measure.kind == "quantity"
    if op is Op.ANY_OF:
        return Limit(op=op, options=_options(reader, measure))
    if op is Op.UNKNOWN:
        why = reader.pair("unknown")
        return Limit(op=op, why_zh=why[0], why_en=why[1])
    if is_number == (op in (Op.ONE_OF, Op.NONE_OF, Op.MATCHES)):
        raise reader.fault("book.wrong_limit", op.value, op=op.value, measure=measure.name, kind=measure.kind)
    if op is Op.MATCHES:
        return Limit(op=op, pattern=_pattern(reader))
    if op in (Op.ONE_OF, Op.NONE_OF):
        words = reader.words(op.value)
        review = reader.words("review") if "review" in reader.data else ()
        for value in (*words, *review):
            if measure.values and value != "*" and value not in measure.values:
                raise reader.fault("book.bad_choice", op.value, value=value, known=", ".join(measure.values))
        return Limit(op=op, words=words, review=review)
    if op is Op.BETWEEN:
        inner = reader.table("between")
        inner.only({"low", "high"})
        low, high = _bound(inner, "low", measure), _bound(inner, "high", measure)
        if isinstance(low, Amount) and isinstance(high, Amount) and low.exact > high.exact:
            raise inner.fault("book.crossed_ends", "between", low=str(low), high=str(high))
        return Limit(op=op, low=low, high=high)
    bound = _bound(reader, op.value, measure)
    return Limit(op=op, low=bound) if op in (Op.AT_LEAST, Op.MORE_THAN) else Limit(op=op, high=bound)


def _options(reader: Reader, measure: Measure) -> tuple[Option, ...]:
    options = []
    for one in reader.tables("any_of"):
        name = one.text_of("measure")
        named = measure_of(name)
        if named is None:
            raise one.unknown_measure("measure", name)
        limit = read_limit(Reader({k: v for k, v in one.data.items() if k != "measure"}, parent=one), named)
        if limit.op in (Op.ANY_OF, Op.UNKNOWN):
            raise one.fault("book.nested_options", "any_of")
        options.append(Option(measure=name, limit=limit))
    if len(options) < 2 or options[0].measure != measure.name:
        raise reader.fault("book.bad_options", "any_of", measure=measure.name)
    return tuple(options)


def _pattern(reader: Reader) -> str:
    pattern = reader.text_of("matches")
    try:
        re.compile(pattern)
    except re.error as exc:
        raise reader.fault("book.bad_pattern", "matches", why=str(exc)) from exc
    return pattern


def _bound(reader: Reader, key: str, measure: Measure) -> Bound:
    if isinstance(reader.data.get(key), str):
        return _possible(reader, key, measure)
    inner = reader.table(key)
    if "of" in inner.data:
        return _factor(inner, measure)
    if "table" in inner.data:
        inner.only({"table"})
        return _table(inner.table("table"), measure)
    which = next((w for w in ("min", "max") if w in inner.data), None)
    if which is None:
        raise reader.fault("book.bad_bound", key)
    inner.only({which})
    listed = inner.need(which, list, "list of bounds")
    if len(listed) < 2:
        raise inner.fault("book.bad_bound", which)
    return Pick(which=which, of=tuple(_bound(Reader({which: one}, parent=inner), which, measure) for one in listed))


def _possible(reader: Reader, key: str, measure: Measure) -> Amount:
    """Return an amount that a reading of the measure could have: areas, shares, counts and light are never below 0."""
    amount = _fitting(reader, key, measure)
    if amount.exact < 0 and any(same_kind(amount.unit, unit) for unit in _NEVER_NEGATIVE):
        raise reader.fault("book.negative_limit", key, value=str(amount), measure=measure.name)
    return amount


def _factor(inner: Reader, measure: Measure) -> Bound:
    inner.only({"factor", "of", "plus", "cap"})
    name = inner.text_of("of")
    other = measure_of(name)
    if other is None:
        raise inner.unknown_measure("of", name)
    factor = read_amount(inner, "factor") if "factor" in inner.data else Amount(number="1", unit=Unit.RATIO)
    if not _makes(factor, other, measure):
        raise inner.fault(
            "book.wrong_unit",
            "of",
            unit=other.unit.value if other.unit else "—",
            measure=measure.name,
            wanted=measure.unit.value if measure.unit else "—",
        )
    plus = _fitting(inner, "plus", measure) if "plus" in inner.data else None
    bound = FactorOf(factor=factor.number, of=name, unit=factor.unit, plus=plus)
    return Pick(which="min", of=(bound, _fitting(inner, "cap", measure))) if "cap" in inner.data else bound


def _makes(factor: Amount, other: Measure, measure: Measure) -> bool:
    """Return whether a factor of one measure gives the kind of another; a length of a length gives an area."""
    if other.unit is None or measure.unit is None or factor.exact < 0:
        return False
    if same_kind(factor.unit, Unit.RATIO):
        return same_kind(other.unit, measure.unit)
    lengths = same_kind(factor.unit, Unit.MM) and same_kind(other.unit, Unit.MM)
    return lengths and same_kind(measure.unit, Unit.MM2)


def _table(reader: Reader, measure: Measure) -> Table:
    reader.only({"by", "rows", "uncovered"})
    by = reader.words("by")
    named: dict[str, Measure] = {}
    for name in by:
        other = measure_of(name)
        if other is None:
            raise reader.unknown_measure("by", name)
        named[name] = other
    rows = []
    for one in reader.tables("rows"):
        one.only({*by, "value"})
        rows.append(Row(keys=tuple(_key(one, named[n]) for n in by), value=_possible(one, "value", measure)))
    uncovered = reader.choice("uncovered", ("review", "not_applicable")) if "uncovered" in reader.data else None
    _check_cover(reader, tuple(rows), named, uncovered)
    return Table(by=by, rows=tuple(rows), uncovered=uncovered)


def _key(reader: Reader, by: Measure) -> Key:
    if by.kind != "quantity":
        words = reader.words(by.name)
        for value in words:
            if by.values and value not in by.values:
                raise reader.fault("book.bad_choice", by.name, value=value, known=", ".join(by.values))
        return Key(by=by.name, words=words)
    inner = reader.table(by.name)
    inner.only({"over", "from", "up_to", "below"})
    if {"over", "from"} <= inner.data.keys() or {"up_to", "below"} <= inner.data.keys():
        raise inner.fault("book.two_ends", by.name)
    low = next((k for k in ("over", "from") if k in inner.data), None)
    high = next((k for k in ("up_to", "below") if k in inner.data), None)
    key = Key(
        by=by.name,
        low=_fitting(inner, low, by) if low else None,
        high=_fitting(inner, high, by) if high else None,
        has_low=low == "from",
        has_high=high == "up_to",
    )
    if key.low is not None and key.high is not None and key.low.exact >= key.high.exact:
        raise inner.fault("book.crossed_ends", by.name, low=str(key.low), high=str(key.high))
    return key


def _check_cover(reader: Reader, rows: tuple[Row, ...], named: Mapping[str, Measure], uncovered: str | None) -> None:
    """Cut every axis at all ends of bands and look at each cell: two rows are an overlap, none is a gap."""
    axes = [_cells(rows, index, by) for index, by in enumerate(named.values())]
    for cell in product(*axes):
        hits = [row for row in rows if all(_holds(key, place) for key, (place, _) in zip(row.keys, cell, strict=True))]
        place = {"place": "，".join(zh for _, (zh, _) in cell), "place_en": ", ".join(en for _, (_, en) in cell)}
        if len(hits) > 1:
            raise reader.fault("book.overlap", "rows", **place)
        if not hits and uncovered is None:
            raise reader.fault("book.gap", "rows", **place)


_Place = str | Fraction


def _cells(rows: tuple[Row, ...], index: int, by: Measure) -> list[tuple[_Place, Words]]:
    """Return a place in every cell of one axis, with how it is called in both languages."""

    def called(rest: str) -> Words:
        return (f"{by.title[0]}{rest}", f"{by.title[1]}{rest}")

    if by.kind != "quantity":
        listed = by.values or dict.fromkeys(w for row in rows for w in row.keys[index].words)
        words: list[tuple[_Place, Words]] = [(w, called(f" {w}")) for w in listed]
        return words if by.values else [*words, ("\0", called(" …"))]
    ends = {Fraction(a.exact): str(a) for row in rows for a in (row.keys[index].low, row.keys[index].high) if a}
    edges = sorted(ends)
    places: list[tuple[_Place, Words]] = [(edge, called(f" = {ends[edge]}")) for edge in edges]
    places += [((a + b) / 2, called(f" {ends[a]}–{ends[b]}")) for a, b in pairwise(edges)]
    if not edges:
        return [(Fraction(0), by.title)]
    return [
        *places,
        (edges[0] - 1, called(f" < {ends[edges[0]]}")),
        (edges[-1] + 1, called(f" > {ends[edges[-1]]}")),
    ]


def _holds(key: Key, place: _Place) -> bool:
    if isinstance(place, str):
        return place in key.words
    low, high = key.low, key.high
    if low is not None and (place < low.exact or (place == low.exact and not key.has_low)):
        return False
    return high is None or place < high.exact or (place == high.exact and key.has_high)
