"""Digests of values: RFC 8785 JSON, lengths as integers of 0.01 mm, SHA-256 with the prefix `sha256:`."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from signage import jcs
from signage.units import length_ticks

# Metadata of a field that came later: a value without it has the digest that it always had.
LEFT_OUT_WHEN_EMPTY: Mapping[str, bool] = MappingProxyType({"left_out_when_empty": True})


def canonical(value: Any, *, name: str = "") -> Any:
    """Return a value as plain JSON types; a number whose field name ends in `_mm` becomes whole 0.01 mm.

    Args:
        value: A dataclass, mapping, sequence, enum, date or plain value.
        name: Name of the field that holds it.

    Raises:
        TypeError: A type that has no canonical form.
    """
    if value is None or (isinstance(value, bool | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int | float):
        return length_ticks(float(value)) if name.endswith("_mm") else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f, getattr(value, f.name)) for f in dataclasses.fields(value) if f.compare)
        counted = ((f.name, item) for f, item in pairs if item or not f.metadata.get("left_out_when_empty"))
        return {key: canonical(item, name=key) for key, item in counted}
    if isinstance(value, Mapping):
        return {str(key): canonical(item, name=str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item, name=name) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(canonical(item, name=name) for item in value)
    if isinstance(value, bytes):  # a picture in a scene: its digest stands for it
        return digest_of_bytes(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: Any) -> bytes:
    """Return the canonical JSON bytes of a value."""
    return jcs.dumps(canonical(value))


def digest_of(value: Any, form: str) -> str:
    """Return `sha256:<hex>` over a value and the name and version of its form, such as `signage.spec/1`."""
    return digest_of_bytes(jcs.dumps({"form": form, "value": canonical(value)}))


def digest_of_bytes(content: bytes) -> str:
    """Return `sha256:<hex>` of raw bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
