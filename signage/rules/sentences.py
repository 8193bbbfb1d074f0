"""The sentences of a finding, in both languages; a book's own words first, with a fixed set of placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from signage.rules.amounts import exact_of, quantity_of
from signage.rules.book import Rule
from signage.rules.findings import Modality, Verdict
from signage.rules.judging import Status
from signage.rules.measures import Measure, Missing, Words
from signage.units import Quantity, format_quantity

PLACEHOLDERS = frozenset({"measured", "required", "margin", "clause", "document", "title", "measure", "detail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Message and hint."""

    zh: str
    en: str
    hint_zh: str
    hint_en: str


def unknown_placeholders(template: str) -> set[str]:
    """Return the placeholders of a template that nothing would fill; a lone brace counts as one."""
    rest = re.sub(r"{(\w+)}", "", template)
    unknown = set(re.findall(r"{(\w+)}", template)) - PLACEHOLDERS
    return unknown | ({"{}"} if "{" in rest or "}" in rest else set())


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[bool, str], ...]:
    """Return a template's text and, with True, the names of its placeholders, in turns."""
    return tuple((bool(turn % 2), part) for turn, part in enumerate(re.split(r"{(\w+)}", template)))


def sentences(
    rule: Rule,
    measure: Measure,
    verdict: Verdict,
    status: Status,
    value: Words,
    required: Words,
    margin: Quantity | None,
    reason: Words,
    missing: Missing | None,
    detail: Words,
) -> Said:
    """Return what the reader is told of one rule on one sign."""
    if verdict is Verdict.NOT_APPLICABLE:
        return Said(zh=f"不适用：{reason[0]}。", en=f"Not applicable: {reason[1]}.", hint_zh="", hint_en="")
    if missing is not None:
        return Said(
            zh=f"无法判定：{missing.zh}。",
            en=f"Cannot be judged, {missing.en}.",
            hint_zh="补齐后重新核对。",
            hint_en="Supply it and check again.",
        )
    shown = {
        "measured": value,
        "required": required,
        "clause": (rule.clause, rule.clause),
        "document": (rule.document, rule.document),
        "title": (rule.title_zh, rule.title_en),
        "measure": measure.title,
        "detail": detail,
        "margin": (format_quantity(Quantity(abs(margin.value), margin.unit)),) * 2 if margin is not None else ("", ""),
    }
    over = _over_tolerance(rule, margin)
    own = (rule.message_zh, rule.message_en)
    broken = status is Status.BREACH
    default = (
        (
            "{measure}：{measured}，要求 {required}"
            + ("，相差 {margin}" if margin is not None else "")
            + over[0]
            + "（{document} {clause}）。",
            "{measure}: {measured}; required {required}"
            + (", off by {margin}" if margin is not None else "")
            + over[1]
            + " ({document} {clause}).",
        )
        if broken
        else ("{measure}：{measured}，符合要求（{required}）。", "{measure}: {measured}; required {required}: met.")
    )
    if rule.threshold and not broken:
        default = (
            "{measure}：{measured}，低于界限（{required}）。界限只定办理方式，不是限值。",
            "{measure}: {measured}, below the threshold ({required}), which decides the track and limits nothing.",
        )
    if verdict is Verdict.REVIEW:
        default = ("{measure}：{measured}。须由工作人员判断。", "{measure}: {measured}. A person must judge.")
    both = []
    for side in (0, 1):
        template = own[side] if own[side] and broken else default[side]
        text = "".join(shown[part][side] if named else part for named, part in _parts(template))
        extra = [part for part in (detail[side] if "{detail}" not in template else "", reason[side]) if part]
        if extra and verdict is not Verdict.PASS:
            text += "；".join(extra) + "。" if side == 0 else f" {'; '.join(extra)}."
        elif reason[side]:
            text += f"{reason[side]}。" if side == 0 else f" {reason[side]}."
        if broken and rule.threshold:
            text += "（界限只定办理方式，不是限值。）" if side == 0 else " (It decides the track and limits nothing.)"
        elif broken and rule.modality is Modality.MAY:
            text += "（可选条款，仅提示。）" if side == 0 else " (An option; a note only.)"
        both.append(text)
    hints = (rule.hint_zh, rule.hint_en) if broken or verdict is Verdict.REVIEW else ("", "")
    return Said(zh=both[0], en=both[1], hint_zh=hints[0], hint_en=hints[1])


def _over_tolerance(rule: Rule, margin: Quantity | None) -> Words:
    """Return by how much a value is beyond what a rule still accepts, where that is less than how far it is off."""
    if rule.tolerance is None or margin is None:
        return "", ""
    over = abs(Fraction(exact_of(margin))) - Fraction(rule.tolerance.amount.exact)
    if over <= 0:
        return "", ""
    by = format_quantity(quantity_of(over.numerator if over.denominator == 1 else over, margin.unit))
    return f"，超出容差 {by}", f", {by} beyond the tolerance"
