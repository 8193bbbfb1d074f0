"""A step that was refused: what was typed for it, which field stands in the way, and what somebody else did meanwhile.

The page that comes back holds every typed word in the form of its step; where that step is not open any more, the words
stand in a list of their own, to be copied.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from api.step_forms import Button, FormField, fields_of
from api.steps import WAIVER
from signage.applications.model import Application, Event
from signage.errors import Conflict, SignageError
from signage.locale import Lang, describe

PAPERS_AGAIN = "papers"  # the form with which a returned case's papers are handed in again
_NOTHING: Mapping[str, str] = MappingProxyType({})
_MOST_KEPT = 4000  # characters of a field

# Which field of a step's form an objection is about, by the name after its dot; the first that the form has is meant.
_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reasons_missing": ("words",),
        "reason_says_nothing": ("words",),
        "refusal_without_basis": ("basis",),
        "basis_names_nothing": ("basis",),
        "defects_missing": ("words",),
        "second_notice": ("late_reason",),
        "lines_open": ("settled_",),
        "referral_missing": ("referral",),
        "ground_missing": ("ground",),
        "survey_empty": ("words",),
        "surveyors": ("surveyor_2",),
        "survey_to_come": ("ended",),
        "survey_took_no_time": ("began",),
        "survey_before_case": ("began",),
        "holder_unheard": ("heard",),
        "pause_untold": ("days",),
        "extension_too_long": ("days",),
        "matter_unknown": ("matter",),
        "not_own_section": ("matter",),
        "outcome_missing": ("words",),
        "recipient_missing": ("recipient",),
        "removal_unshown": ("words",),
        "findings_block": ("waive_",),
        "not_promised": ("paper_",),
        "no_new_papers": ("paper_",),
        "only_missing": ("figure_",),
        "no_number": ("figure_",),
        "not_above_zero": ("figure_",),
        "not_whole": ("figure_",),
        "too_small": ("figure_",),
        "too_big": ("figure_",),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedStep:
    """A form of a case's page that was not taken.

    Attributes:
        key: The step that was asked for, or `papers`.
        typed: Its fields.
        version: The version of the case that its sender saw; None where it named none.
    """

    key: str
    typed: Mapping[str, str]
    error: SignageError
    version: int | None = None


def typed_of(sent: Mapping[str, object]) -> dict[str, str]:
    """Return the words of a sent form, without its files."""
    return {key: value.strip()[:_MOST_KEPT] for key, value in sent.items() if isinstance(value, str)}


def refused_values(
    refused: RefusedStep | None, buttons: Collection[Button], history: Sequence[Event], case: Application, lang: Lang
) -> dict[str, Any]:
    """Return what the page shows of a refused step.

    Args:
        refused: The step; None where the page is just looked at.
        buttons: The steps that are open to the visitor now.
        history: Of the case.
        case: As it stands now.
        lang: The reader's language.
    """
    form = _form_of(refused, buttons)
    values: dict[str, Any] = {
        "kept": _NOTHING,
        "kept_in": "",
        "wrong_field": "",
        "wrong_anchor": "",
        "orphans": [],
        "changed_since": None,
        "error": None,
    }
    if refused is None:
        return values
    values |= {"error": describe(refused.error, lang), "kept": refused.typed}
    if isinstance(refused.error, Conflict):
        values["changed_since"] = _since(refused.version, history, case)
    if refused.key == PAPERS_AGAIN:
        return {**values, "kept_in": PAPERS_AGAIN}
    if form is None:
        return {**values, "orphans": _orphans(refused, lang)}
    wrong = _wrong_field(refused.error, form)
    anchor = f"{wrong}-{form.key}" if wrong else f"step-{form.key}"
    return {**values, "kept_in": form.key, "wrong_field": wrong, "wrong_anchor": anchor}


def _form_of(refused: RefusedStep | None, buttons: Collection[Button]) -> Button | None:
    if refused is None:
        return None
    return next((one for one in buttons if refused.key in (one.key, *(other.key for other in one.others))), None)


def _wrong_field(error: SignageError, form: Button) -> str:
    """The field that an error is about, where it is one of the form's; else none."""
    names = [one.name for one in form.look.fields]
    told = (error.at.field if error.at else "") or str(error.params.get("field", ""))
    wanted = (*((told,) if told else ()), *_FIELDS.get(error.code.rpartition(".")[2], ()))
    return next((name for want in wanted for name in names if _is_meant(name, want)), "")


def _is_meant(name: str, wanted: str) -> bool:
    return name == wanted or (wanted.endswith("_") and name.startswith(wanted))


def _since(version: int | None, history: Sequence[Event], case: Application) -> list[Event]:
    """What was done since the sender looked; empty where that is not known."""
    if version is None or version >= case.version:
        return []
    return [one for one in history if (version_of(one) or 0) > version]


def version_of(event: Event) -> int | None:
    """Return the version of the case that a line of history led to, None for a line that changed none."""
    written = dict(event.facts).get("version", "")
    return int(written) if written.isdecimal() else None


def _orphans(refused: RefusedStep, lang: Lang) -> list[tuple[str, str]]:
    """Each filled field of a step that is not open any more: what it is called, and what was typed."""
    known = {one.name: one for one in fields_of(refused.key)}
    found = []
    for name, words in refused.typed.items():
        field = known.get(name)
        if words and field is not None:
            found.append((field.label_zh if lang is Lang.ZH else field.label_en, _said(field, words, lang)))
        elif words and name.startswith(WAIVER):
            found.append((name.removeprefix(WAIVER), words))
    return found


def _said(field: FormField, words: str, lang: Lang) -> str:
    """A choice in its words, anything else as it was typed."""
    said = {value: zh if lang is Lang.ZH else en for value, zh, en in field.choices}
    return said.get(words, words)
