"""What an applicant stated of a place that is for a survey or an office to say: nothing is granted on it unverified."""

from __future__ import annotations

from signage.applications.model import Application
from signage.locale import Lang, both
from signage.rules.measures import FACT_FORMS, FactForm


def statements_to_verify(application: Application) -> tuple[tuple[str, FactForm], ...]:
    """Return unit and fact of every statement that no survey of the case has verified yet."""
    if application.surveys:
        return ()
    return tuple(
        (item.unit_id, form)
        for item in application.items
        for name, _ in item.facts
        if (form := FACT_FORMS.get(name)) is not None and not form.is_applicants
    )


def in_words(stated: tuple[tuple[str, FactForm], ...]) -> tuple[str, ...]:
    """Return statements as they are listed in messages, in both languages."""
    return tuple(both(*(f"{unit} {form.title(lang)}" for lang in (Lang.ZH, Lang.EN))) for unit, form in stated)
