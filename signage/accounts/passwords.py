"""Password hashes: Argon2id, at most two at a time, and as slow for a login that does not exist; and which will do."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

from signage.errors import InputError, Location

MIN_PASSWORD = 12
MAX_PASSWORD = 200
_FEWEST_DIFFERENT = 5
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that can be taken for another

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


def one_time_password() -> str:
    """Return a fresh password that its holder will replace: four groups of four, 80 bits, easy to read out."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def refuse_weak(password: str, *, login: str = "", field: str = "password") -> None:
    """Raise when a password is too short or among the first that anybody would try.

    Raises:
        InputError: It is too short or long, is well known, repeats or runs on, or holds the login.
    """
    at = Location(field=field)
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InputError("accounts.password_unfit", at=at, least=MIN_PASSWORD, most=MAX_PASSWORD)
    plain = unicodedata.normalize("NFKC", password).casefold()
    if login and len(login) >= 4 and login in plain:
        raise InputError("accounts.password_holds_login", at=at)
    bare = re.sub(r"[\W_]", "", plain)
    if plain in _common() or bare in _common() or _repeats(plain) or _runs_on(plain):
        raise InputError("accounts.password_common", at=at)


def _repeats(plain: str) -> bool:
    return len(set(plain)) < _FEWEST_DIFFERENT or re.fullmatch(r"(.{1,6}?)\1+.{0,5}", plain) is not None


def _runs_on(plain: str) -> bool:
    """Whether nearly every character is the one after, or before, its neighbour: 123456789012, abcdefghijkl."""
    steps = [(ord(after) - ord(before)) for before, after in pairwise(plain)]
    return max(steps.count(1), steps.count(-1)) >= 0.8 * len(steps)


@cache
def _common() -> frozenset[str]:
    lines = (files("signage.accounts") / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _dummy() -> str:
    return _hasher().hash("no account has this password")
