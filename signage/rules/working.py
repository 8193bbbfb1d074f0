"""The working of a finding: how every number came about, line by line, so that it can be followed years later."""

from __future__ import annotations

from collections.abc import Callable

from signage.rules.amounts import Amount, Exact, shown
from signage.rules.book import Condition, Rule
from signage.rules.judging import Readings, Undecided, work_out
from signage.rules.limit_words import limit_words
from signage.rules.limits import SIGNS, Bound, FactorOf, Limit, Op, Pick, Table, leans_on
from signage.rules.measures import Measurement, Words, measure_of
from signage.rules.values import value_words
from signage.units import Unit

Derive = Callable[[str, Measurement], Words | None]


def working_of(rule: Rule, readings: Readings, derive: Derive, *, applies: bool = True) -> tuple[Words, ...]:
    """Return the steps from what was measured to the comparison, in both languages.

    Args:
        rule: The rule.
        readings: The same readings that decided it.
        derive: How a measure's number came about, None where there is nothing to tell.
        applies: Whether the rule concerns the sign; if not, why it does not is all there is to show.
    """
    lines: list[Words] = [_origin(rule)]
    for condition in rule.applies_when:
        lines.extend(_condition(condition, readings))
    if not applies:
        reading = readings(rule.measure)
        if reading.absent is not None:
            value = _value(rule.measure, reading)
            lines.append((f"实测：{value[0]}", f"Measured: {value[1]}"))
        return tuple(lines)
    lines.extend(_limit(rule.limit, rule.measure, readings, derive))
    if rule.tolerance is not None:
        zh, en = rule.tolerance.amount, rule.tolerance.source
        lines.append((f"容差：{zh}（{en}）", f"Tolerance: {zh} ({en})"))
    return tuple(lines)


def _origin(rule: Rule) -> Words:
    zh = f"依据：{rule.document} {rule.clause}；{rule.source}"
    en = f"Basis: {rule.document} {rule.clause}; {rule.source_en}"
    if rule.origin:
        zh, en = f"{zh}；规则集 {rule.origin}", f"{en}; book {rule.origin}"
    if rule.set_by:
        books = tuple(dict.fromkeys(book for _, book in rule.set_by))
        for book in books:
            fields = "、".join(field for field, by in rule.set_by if by == book)
            zh, en = f"{zh}；{fields} 由 {book} 改写", f"{en}; {fields.replace('、', ', ')} set by {book}"
    return zh, en


def _value(name: str, reading: Measurement) -> Words:
    """A reading's name and value, or why there is none."""
    measure = measure_of(name)
    if measure is None:
        return name, name
    if reading.missing is not None:
        return f"{measure.title[0]}：{reading.missing.zh}", f"{measure.title[1]}, {reading.missing.en}"
    if reading.absent is not None:
        return f"{measure.title[0]}：{reading.absent[0]}", f"{measure.title[1]}: {reading.absent[1]}"
    value = value_words(measure, reading)
    zh, en = f"{measure.title[0]} = {value[0]}", f"{measure.title[1]} = {value[1]}"
    if reading.ratio_of is not None:
        top, bottom = reading.ratio_of
        return f"{zh}（{top} ÷ {bottom}）", f"{en} ({top} ÷ {bottom})"
    return zh, en


def _condition(condition: Condition, readings: Readings) -> list[Words]:
    if condition.any_of:
        return [line for one in condition.any_of for line in _condition(one, readings)]
    if condition.limit is None:
        return []
    value = _value(condition.measure, readings(condition.measure))
    wanted = limit_words(condition.limit, condition.measure)
    return [(f"适用范围：{value[0]}；要求为 {wanted[0]}", f"Applies to: {value[1]}; wanted {wanted[1]}")]


def _limit(limit: Limit, name: str, readings: Readings, derive: Derive) -> list[Words]:
    if limit.op is Op.ANY_OF:
        lines: list[Words] = [("以下各项满足其一即可", "One of the following is enough")]
        for option in limit.options:
            lines.extend(_limit(option.limit, option.measure, readings, derive))
        return lines
    reading, measure = readings(name), measure_of(name)
    value = _value(name, reading)
    lines = [(f"实测：{value[0]}", f"Measured: {value[1]}")]
    lines += _derived(name, readings, derive)
    if measure is not None:
        note = f"measure {measure.name} v{measure.version}"
        lines.append((f"量法：{measure.title[0]}（第 {measure.version} 版）", f"{measure.definition} ({note})"))
    if reading.detail[0]:
        lines.append(reading.detail)
    if limit.op in (Op.ONE_OF, Op.NONE_OF, Op.MATCHES, Op.UNKNOWN):
        wanted = limit_words(limit, name)
        return [*lines, (f"要求：{wanted[0]}", f"Required: {wanted[1]}")]
    unit = measure.unit if measure is not None and measure.unit is not None else Unit.RATIO
    bounds: list[tuple[Words, str, Bound]] = []
    strict = limit.op in (Op.LESS_THAN, Op.MORE_THAN)
    if limit.low is not None:
        bounds.append((("下限", "Lower limit"), ">" if strict else SIGNS[Op.AT_LEAST], limit.low))
    if limit.high is not None:
        bounds.append((("上限", "Upper limit"), "<" if strict else SIGNS[Op.AT_MOST], limit.high))
    for title, sign, bound in bounds:
        zh, en = _bound(bound, unit, readings)
        lines.append((f"{title[0]}：{sign} {zh}", f"{title[1]}: {sign} {en}"))
        for leant in leans_on(bound):
            lines += _derived(leant, readings, derive)
    return list(dict.fromkeys(lines))


def _derived(name: str, readings: Readings, derive: Derive) -> list[Words]:
    reading = readings(name)
    said = derive(name, reading) if reading.is_known else None
    return [said] if said is not None else []


def _worked(bound: Bound, unit: Unit, readings: Readings) -> str:
    try:
        value: Exact = work_out(bound, readings)
    except Undecided:
        return "—"
    return shown(value, unit)


def _bound(bound: Bound, unit: Unit, readings: Readings) -> Words:
    """A bound with how it was worked out."""
    if isinstance(bound, Amount):
        return str(bound), str(bound)
    result = _worked(bound, unit, readings)
    if isinstance(bound, FactorOf):
        zh, en = _value(bound.of, readings(bound.of))
        factor = bound.factor if bound.unit is Unit.RATIO else f"{bound.factor} {bound.unit.value}"
        more = f" + {bound.plus}" if bound.plus is not None else ""
        return f"{factor} ×（{zh}）{more} = {result}", f"{factor} × ({en}){more} = {result}"
    if isinstance(bound, Pick):
        parts = [_bound(one, unit, readings) for one in bound.of]
        word = ("取小值", "least") if bound.which == "min" else ("取大值", "greatest")
        return (
            f"{word[0]}［{'；'.join(p[0] for p in parts)}］= {result}",
            f"{word[1]} [{'; '.join(p[1] for p in parts)}] = {result}",
        )
    return _row(bound, result, readings)


def _row(table: Table, result: str, readings: Readings) -> Words:
    """The row of a table that was hit, with the values that led there."""
    keys = [_value(name, readings(name)) for name in table.by]
    zh, en = "，".join(k[0] for k in keys), ", ".join(k[1] for k in keys)
    known = all(readings(name).is_known for name in table.by)
    hit = next((row for row in table.rows if known and all(k.matches(readings(k.by)) for k in row.keys)), None)
    if hit is None:
        return f"限值表（{zh}）：未覆盖", f"table ({en}): not covered"
    shown_keys = [key.shown for key in hit.keys]
    return (
        f"限值表（{zh}）取“{' · '.join(k[0] for k in shown_keys)}”一行 = {result}",
        f"table ({en}), row “{' · '.join(k[1] for k in shown_keys)}” = {result}",
    )
