"""An error as the design page tells it: at which field, by the field's name on the page, with advice for a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from api.design_fields import FIELDS
from signage.design import flat_field
from signage.errors import SignageError
from signage.locale import Lang, all_codes, describe, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What went wrong, for the page.

    Attributes:
        field: The form's field, empty when it is none of them.
        label: What the page calls it, empty with it.
    """

    field: str
    label: str
    message: str
    hint: str


def field_label(name: str, lang: Lang) -> str:
    """Return what the page calls a field."""
    return text(f"desk.field_{name}", lang)


def told(error: SignageError, lang: Lang) -> Told:
    """Return an error in the words of the page; names of a spec file's keys become names of fields."""
    named = error.params.get("field")
    if named in FIELDS:  # the message names the field itself: as the page does
        error = type(error)(error.code, at=error.at, **{**error.params, "field": field_label(str(named), lang)})
    missing = flat_field(str(error.params.get("key", "")))
    if missing in FIELDS:
        error = type(error)(error.code, at=error.at, **{**error.params, "key": field_label(missing, lang)})
    words = describe(error, lang)
    place = (error.at.field if error.at else None) or ""
    field = place if place in FIELDS else _FIELD_OF_AREA.get(error.code.partition(".")[0], "")
    advice = f"desk.advice_{error.code.replace('.', '_', 1)}"
    hint = text(advice, lang) if advice in all_codes() else _on_the_page(words.hint, lang)
    return Told(
        field=field,
        label=field_label(field, lang) if field else "",
        message=_on_the_page(words.message, lang),
        hint=hint,
    )


_FIELD_OF_AREA = {"artwork": "logo", "typography": "name"}


def _on_the_page(words: str, lang: Lang) -> str:
    quotes = "“{}”"
    return _keys().sub(lambda found: quotes.format(field_label(found[1], lang)), words)


@cache
def _keys() -> re.Pattern[str]:
    """The keys of a spec file that could stand in a message, such as `position.bottom_mm`; no everyday word is one."""
    keys = [name for name in FIELDS if "_" in name]
    listed = "|".join(sorted(map(re.escape, keys), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z_.])(?:[a-z]+\.)?({listed})(?![A-Za-z_])")
