"""Sign in, sign out, who is it: each in units of work of its own."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from signage.accounts.model import Account, Attempts, Session
from signage.accounts.passwords import MAX_PASSWORD, hash_password, refuse_weak, verify_password
from signage.accounts.ports import AccountsUnitOfWork
from signage.applications.ids import new_id
from signage.applications.model import Role
from signage.errors import InputError, Location, NotPermitted

Begin = Callable[[], AccountsUnitOfWork]

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
SEEN_STEP = timedelta(minutes=1)  # a use within a minute of the last is not worth a write
WINDOW = timedelta(minutes=15)
MAX_FAILURES = 5
LOCK = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An account and the token of its new session, which is shown to nobody else and stored nowhere."""

    account: Account
    token: str


def add_account(begin: Begin, login: str, name: str, role: Role, password: str, now: datetime) -> Account:
    """Store a new account and return it.

    Raises:
        InputError: Login or password is not fit for use.
        Conflict: The login is taken.
    """
    folded = fit_login(login)
    refuse_weak(password, login=folded)
    account = Account(id=new_id(), login=folded, name=name, role=role, created_at=now)
    stored = hash_password(sendable(password))
    with begin() as unit:
        unit.accounts.add(account, stored)
        unit.commit()
    return account


def sign_in(begin: Begin, login: str, password: str, now: datetime) -> SignedIn:
    """Open a session and return its token.

    Raises:
        NotPermitted: Login or password is wrong (which, is not said), or there were too many failures.
    """
    folded = folded_login(login)
    key = token_hash(folded)
    with begin() as unit:
        found = unit.accounts.by_login(folded)
        refuse_if_locked(unit.throttle.get(key), now)
    # Hashing takes long on purpose; no transaction stays open meanwhile.
    is_right = len(password) <= MAX_PASSWORD and verify_password(sendable(password), found[1] if found else None)
    if found is None or not is_right or not found[0].is_active:
        record_failure(begin, key, now)
        raise NotPermitted("accounts.wrong_credentials")
    token = secrets.token_urlsafe(32)
    session = Session(token_hash=token_hash(token), account_id=found[0].id, created_at=now, seen_at=now)
    with begin() as unit:
        # Attempts that ran side by side are counted before this one may pass.
        refuse_if_locked(unit.throttle.get(key), now)
        unit.throttle.clear(key)
        unit.sessions.sweep(created_before=now - ABSOLUTE, seen_before=now - IDLE)
        unit.sessions.add(session)
        unit.commit()
    return SignedIn(account=found[0], token=token)


def sign_out(begin: Begin, token: str) -> None:
    """End a session at once; nothing happens when there is none."""
    with begin() as unit:
        unit.sessions.remove(token_hash(token))
        unit.commit()


def who_is(begin: Begin, token: str, now: datetime, *, begin_reading: Begin | None = None) -> Account | None:
    """Return the account of a session that has not run out (30 minutes idle, 10 hours in all), or None."""
    key = token_hash(token)
    with (begin_reading or begin)() as unit:
        session = unit.sessions.get(key)
        account = unit.accounts.get(session.account_id) if session else None
    if session is None or account is None or not account.is_active:
        return None
    if now - session.created_at >= ABSOLUTE or now - session.seen_at >= IDLE:
        return None
    if now - session.seen_at >= SEEN_STEP:
        with begin() as unit:
            unit.sessions.seen(key, now)
            unit.commit()
    return account


def fit_login(login: str) -> str:
    """Return a login in its stored form.

    Raises:
        InputError: It is empty, too long, or holds spaces or control characters.
    """
    folded = folded_login(login)
    if not folded or len(folded) > 100 or any(unicodedata.category(c)[0] in "CZ" for c in folded):
        raise InputError("accounts.login_unfit", at=Location(field="login"))
    return folded


def folded_login(login: str) -> str:
    """Return a login in the form in which it is stored and compared."""
    return unicodedata.normalize("NFKC", sendable(login)).strip().casefold()


def sendable(value: str) -> str:
    """Return text that UTF-8 can hold; a lone surrogate, which JSON can smuggle in, becomes a question mark."""
    return value.encode("utf-8", "replace").decode("utf-8")


def token_hash(secret: str) -> str:
    """Return the hash under which a token, or a login's failures, are kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def refuse_if_locked(attempts: Attempts | None, now: datetime) -> None:
    """Raise while a login is locked.

    Raises:
        NotPermitted: There were too many failures; the parameters say for how many minutes.
    """
    if attempts is not None and attempts.locked_until is not None and now < attempts.locked_until:
        minutes = -int((now - attempts.locked_until).total_seconds() // 60)
        raise NotPermitted("accounts.throttled", minutes=minutes)


def record_failure(begin: Begin, key: str, now: datetime) -> None:
    """Count a failed attempt, and lock the login when it was one too many."""
    with begin() as unit:
        known = unit.throttle.get(key)
        if known is None or now - known.window_at >= WINDOW:
            known = Attempts(failures=0, window_at=now)
        failures = known.failures + 1
        locked = now + LOCK if failures >= MAX_FAILURES else None
        unit.throttle.put(key, replace(known, failures=failures, locked_until=locked))
        unit.commit()
