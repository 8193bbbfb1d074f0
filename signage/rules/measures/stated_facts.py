"""Facts of the place that no drawing shows, read strictly: a word that is not on its list is as good as not said."""

from __future__ import annotations

from collections.abc import Mapping

from signage.rules.measures.measurement import Measurement, Words, lacking, word
from signage.rules.measures.subject import Subject

YES_NO: dict[str, Words] = {"yes": ("是", "yes"), "no": ("否", "no")}


def stated_word(subject: Subject, fact: str, values: Mapping[str, Words], what: Words, who: Words) -> Measurement:
    """Return a fact that is one word of a list; true and false count as yes and no."""
    value = subject.fact(fact)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, str) and value.strip() in values:
        return word(value.strip())
    return lacking(_listed(what, fact, values), who)


def stated_words(subject: Subject, fact: str, values: Mapping[str, Words], what: Words, who: Words) -> Measurement:
    """Return a fact that lists words, `none` being an empty list."""
    listed = subject.words_of(fact)
    if listed is None or any(item not in values for item in listed):
        return lacking(_listed(what, fact, {**values, "none": ("无", "none")}), who)
    return Measurement(words=listed)


def stated_number(subject: Subject, fact: str) -> float | None:
    """Return a fact that is a number, or None."""
    value = subject.fact(fact)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(what: Words, fact: str, values: Mapping[str, Words]) -> Words:
    names = ", ".join(values)
    return (f"{what[0]}（{fact}：{names}）", f"{what[1]} (`{fact}`: {names})")
