"""Limits in words, in both languages: as a book lists them, and as they stood for one sign."""

from __future__ import annotations

from fractions import Fraction

from signage.rules.amounts import Amount, Exact, shown
from signage.rules.judging import Judgement
from signage.rules.limits import SIGNS, Bound, FactorOf, Limit, Op, Pick
from signage.rules.measures import Measure, Words, measure_of
from signage.units import Quantity, Unit, same_kind, unit_text

_LEAST: dict[str, Words] = {"min": ("取小值", "the least of"), "max": ("取大值", "the greatest of")}


def bound_words(bound: Bound) -> Words:
    """Return a bound as a book lists it, before any sign is known."""
    if isinstance(bound, Amount):
        return str(bound), str(bound)
    if isinstance(bound, FactorOf):
        return _factor_words(bound)
    if isinstance(bound, Pick):
        parts = [bound_words(one) for one in bound.of]
        zh, en = _LEAST[bound.which]
        return f"{zh}({'，'.join(p[0] for p in parts)})", f"{en} {', '.join(p[1] for p in parts)}"
    rows = [([key.shown for key in row.keys], str(row.value)) for row in bound.rows]
    zh_rows = [f"{' · '.join(k[0] for k in keys)}：{value}" for keys, value in rows]
    en_rows = [f"{' · '.join(k[1] for k in keys)}: {value}" for keys, value in rows]
    return "；".join(zh_rows), "; ".join(en_rows)


def _factor_words(bound: FactorOf) -> Words:
    measure = measure_of(bound.of)
    titles = measure.title if measure else (bound.of, bound.of)
    plain = bound.unit is Unit.RATIO and Fraction(bound.factor) == 1
    factor = bound.factor if bound.unit is Unit.RATIO else f"{bound.factor} {bound.unit.value}"
    more = f" + {bound.plus}" if bound.plus is not None else ""
    zh, en = (f"{title if plain else f'{factor} × {title}'}{more}" for title in titles)
    return zh, en


def limit_words(limit: Limit, measure: str, tolerance: Amount | None = None) -> Words:
    """Return a limit as a book lists it, such as `≥ 2.5 m`."""
    named = measure_of(measure)
    suffix = f" (±{tolerance})" if tolerance is not None else ""
    if limit.op is Op.UNKNOWN:
        return f"? {limit.why_zh}", f"? {limit.why_en}"
    if limit.op is Op.MATCHES:
        return f"~ {limit.pattern}", f"~ {limit.pattern}"
    if limit.op in (Op.ONE_OF, Op.NONE_OF):
        return _list_words(limit, named)
    if limit.op is Op.ANY_OF:
        return _options([(one.measure, limit_words(one.limit, one.measure, tolerance)) for one in limit.options])
    if limit.op is Op.BETWEEN and limit.low is not None and limit.high is not None:
        low, high = bound_words(limit.low), bound_words(limit.high)
        return f"{low[0]} – {high[0]}{suffix}", f"{low[1]} – {high[1]}{suffix}"
    bound = limit.high if limit.high is not None else limit.low
    if bound is None:
        return "", ""
    zh, en = bound_words(bound)
    return f"{SIGNS[limit.op]} {zh}{suffix}", f"{SIGNS[limit.op]} {en}{suffix}"


def _list_words(limit: Limit, named: Measure | None) -> Words:
    if limit.op is Op.NONE_OF and "*" in limit.words:
        return "不得出现", "none allowed"
    labels = [named.label(w) if named else (w, w) for w in limit.words]
    zh, en = "、".join(one[0] for one in labels), ", ".join(one[1] for one in labels)
    return (zh, en) if limit.op is Op.ONE_OF else (f"不得为：{zh}", f"not: {en}")


def _options(options: list[tuple[str, Words]]) -> Words:
    sides: list[str] = []
    for side, joint in ((0, " 或 "), (1, " or ")):
        parts = []
        for name, words in options:
            measure = measure_of(name)
            parts.append(f"{measure.title[side] if measure else name} {words[side]}")
        sides.append(joint.join(parts))
    return sides[0], sides[1]


def required_words(
    limit: Limit, judged: Judgement, measure: str, tolerance: Amount | None, taken: Quantity | None = None
) -> Words:
    """Return the requirement as it stood for one sign, such as `≤ 1050 mm`; else the book's words.

    Args:
        limit: As the book has it.
        judged: With the bounds as they were worked out.
        measure: Name of what is limited.
        tolerance: What the rule still accepts.
        taken: What was measured, in whose unit areas are said.
    """
    if limit.op is Op.ANY_OF:
        return limit_words(limit, measure, tolerance)
    named = measure_of(measure)
    unit = named.unit if named is not None else None
    if unit is None or (judged.low is None and judged.high is None):
        return limit_words(limit, measure, tolerance)
    if taken is not None and same_kind(taken.unit, Unit.MM2) and same_kind(unit, Unit.MM2):
        unit = taken.unit
    suffix = f" (±{tolerance})" if tolerance is not None else ""
    low, high = _shown(judged.low, unit), _shown(judged.high, unit)
    said = f"{low} – {high}{suffix}" if limit.op is Op.BETWEEN else f"{SIGNS[limit.op]} {high or low}{suffix}"
    return said, said


def _shown(value: Exact | None, unit: Unit) -> str:
    if value is None:
        return ""
    return f"0 {unit_text(unit)}" if value == 0 and same_kind(unit, Unit.MM2) else shown(value, unit)
