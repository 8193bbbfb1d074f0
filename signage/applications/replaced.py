"""What is said of signs that a new one takes the place of."""

from __future__ import annotations

from signage.applications.records import ReplacedSign
from signage.design.kind_files import kind_of
from signage.errors import SpecError
from signage.frontage import ExistingSign
from signage.locale import Lang, text


def replaced_words(sign: ReplacedSign | ExistingSign, lang: Lang = Lang.ZH) -> str:
    """Return name, kind and number of a sign in one phrase."""
    try:
        known = kind_of(sign.kind)
        kind = known.title_zh if lang is Lang.ZH else known.title_en
    except SpecError:  # a kind that only a plan knows
        kind = sign.kind
    number = sign.permit_number if sign.permit_number in (None, "", sign.id) else f"{sign.permit_number} {sign.id}"
    return text("applications.sign_named", lang, name=sign.name, kind=kind, number=number or sign.id)
