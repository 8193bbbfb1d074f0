"""What a sign is called beside its name: its kind, as a banner may carry the words of the sign."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from signage.design import load_kinds
from signage.locale import Lang


@cache
def kind_titles(lang: Lang) -> Mapping[str, str]:
    """Return the titles of all sign kinds by their ids."""
    return MappingProxyType({one.id: one.title_zh if lang is Lang.ZH else one.title_en for one in load_kinds()})
