"""Password hashes: Argon2id, at most two at a time, and as slow for a login that does not exist."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

# One hash takes 64 MiB; a flood of sign-ins must not take the memory of the whole machine.
_TURNS = BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    with _TURNS:
        return _hasher().hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Return whether a password fits a stored hash; None (no such account) takes the same time and is never right."""
    with _TURNS:
        try:
            is_right = _hasher().verify(password, stored or _dummy())
        except UnknownHashError:
            return False
    return is_right and stored is not None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _dummy() -> str:
    return _hasher().hash("no account has this password")
