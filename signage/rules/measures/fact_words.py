"""Stated facts in words: for the pages and reports that show what a verdict rests on beside the drawing."""

from __future__ import annotations

from collections.abc import Iterable

from signage.locale import Lang, text
from signage.rules.measures.fact_forms import FACT_FORMS, FactForm

ELSEWHERE = frozenset({"leased_units", "replaces", "licence_name", "proofs"})
"""Facts that are asked for and shown in places of their own."""


def stated_in_words(facts: Iterable[tuple[str, object]], lang: Lang) -> list[tuple[str, str, bool]]:
    """Return what was stated: label, value in words, and whether the applicant's word is enough."""
    told_of = []
    for name, value in facts:
        form = FACT_FORMS.get(name)
        if form is not None and name not in ELSEWHERE:
            told_of.append((form.title(lang), _value(form, value, lang), form.is_applicants))
    return told_of


def typed(value: object) -> str:
    """Return a value as it is typed into a field."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _value(form: FactForm, value: object, lang: Lang) -> str:
    at = list(Lang).index(lang)
    if isinstance(value, bool):
        return text(f"facts.say_{'yes' if value else 'no'}", lang)
    if isinstance(value, tuple):
        named = [form.values[one][at] if one in form.values else str(one) for one in value]
        return text("facts.say_and", lang).join(named) or text("facts.say_none", lang)
    if isinstance(value, str) and value in form.values:
        return form.values[value][at]
    return typed(value)
