"""Identities: UUIDv7 as text, so that ids sort by the time they were made."""

from __future__ import annotations

from uuid_utils import uuid7


def new_id() -> str:
    """Return a fresh UUIDv7."""
    return str(uuid7())
