"""Identities: UUIDv7 as text, so that ids sort by the time they were made."""

from __future__ import annotations

import re
import unicodedata

from uuid_utils import uuid7

_YEAR = re.compile(r"[\[({<〔【〈《「『]\s*(\d{4})\s*[\])}>〕】〉》」』]")


def new_id() -> str:
    """Return a fresh UUIDv7."""
    return str(uuid7())


def number_typed(typed: str) -> str:
    """Return a document's number as it is printed, with the year in 〔〕, whichever brackets a keyboard gave."""
    return _YEAR.sub(r"〔\1〕", unicodedata.normalize("NFKC", typed).strip())
