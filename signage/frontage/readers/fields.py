"""Fields of a part as texts in a drawing say them, turned into what the plan file takes."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from typing import Any

_NUMBERS = {"projection", "depth", "ceiling", "datum", "x0", "x1", "bottom", "top", "sill", "slab", "width"}
_COUNTS = {"storey", "entrances", "number"}
_LISTS = {"kinds", "palette", "units", "bays"}
_CLAIMS = {"is_colonnade"}
_YES = {"是", "有", "1", "y", "yes", "true"}
_SPLIT = re.compile(r"[,，、;；\s]+")

KNOWN = {
    "units": "id storey bays x0 x1 entrances tenant door_number",
    "bands": "id units x0 x1 bottom top kinds palette letter_height datum",
    "openings": "id kind storey unit",
    "columns": "id x0 x1 bottom top projection is_colonnade",
    "canopies": "id x0 x1 bottom top projection",
    "arcades": "id x0 x1 ceiling depth",
    "existing": "id unit name kind x0 x1 bottom top depth panel_colour letter_colour letter_height permit_number",
}


def typed(part: str, fields: Map[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields that a part has, with their types, and the names of those that it has not.

    A value that is not of its type stays a text: the plan's form then refuses it by name.
    """
    known = KNOWN[part].split()
    return {k: _value(k, v) for k, v in fields.items() if k in known}, tuple(k for k in fields if k not in known)


def _value(key: str, text: str) -> Any:
    if key in _LISTS:
        return [word for word in _SPLIT.split(text) if word]
    if key in _CLAIMS:
        return text.casefold() in _YES
    try:
        if key == "letter_height" and re.search(r"\d\s*[-~～–]\s*\d", text):
            return [float(word) for word in re.split(r"[-~～–]", text)]
        if key in _COUNTS:
            return int(text)
        if key in _NUMBERS or key == "letter_height":
            return float(text)
    except ValueError:
        return text  # the plan's own reader refuses it, with its place and what is wanted
    return text
