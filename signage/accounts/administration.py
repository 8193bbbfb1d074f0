"""What an administrator does with accounts, and what everyone does with their own password; all of it in history."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from signage.accounts.model import Account
from signage.accounts.passwords import (
    MAX_PASSWORD,
    hash_password,
    one_time_password,
    refuse_weak,
    verify_password,
)
from signage.accounts.ports import AccountsUnitOfWork
from signage.accounts.use_cases import fit_login, record_failure, refuse_if_locked, sendable, token_hash
from signage.applications.ids import new_id
from signage.applications.model import Actor, Event, Role
from signage.errors import Conflict, InputError, Location, NotFound, NotPermitted, Param
from signage.locale import said

Begin = Callable[[], AccountsUnitOfWork]

NO_SIGN_IN = (Role.PUBLIC, Role.SYSTEM)  # roles that no account has


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPassword:
    """An account and the one-time password that its holder replaces; it is shown this once and stored nowhere."""

    account: Account
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account as the list shows it; `locked_until` while failed sign-ins keep it out."""

    account: Account
    locked_until: datetime | None


def create_account(begin: Begin, by: Actor, login: str, name: str, role: Role, now: datetime) -> GivenPassword:
    """Store a new account with a one-time password and return both.

    Raises:
        InputError: Login, name or role is not fit for use.
        Conflict: The login is taken.
    """
    folded = fit_login(login)
    shown = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(shown) <= 60 or any(unicodedata.category(c).startswith("C") for c in shown):
        raise InputError("accounts.name_unfit", at=Location(field="name"))
    if role in NO_SIGN_IN:
        raise InputError("accounts.role_unfit", at=Location(field="role"), role=role.value)
    password = one_time_password()
    account = Account(id=new_id(), login=folded, name=shown, role=role, created_at=now, must_change_password=True)
    stored = hash_password(password)
    with begin() as unit:
        unit.accounts.add(account, stored)
        unit.history.append(_event(by, "create_account", account, now, role=said(f"workflow.role_{role.value}")))
        unit.commit()
    return GivenPassword(account=account, password=password)


def deactivate_account(begin: Begin, by: Actor, account_id: str, now: datetime) -> Account:
    """Keep an account from signing in and end its sessions at once; doing so twice is doing so once.

    Raises:
        NotFound: Nothing by that id.
        Conflict: It is the last active administrator.
    """
    with begin() as unit:
        account = _known(unit, account_id)
        if not account.is_active:
            return account
        # The rows stay locked, so that two administrators cannot put each other out at the same moment.
        if account.role is Role.ADMINISTRATOR and len(unit.accounts.lock_active(Role.ADMINISTRATOR)) <= 1:
            raise Conflict("accounts.last_administrator", login=account.login)
        unit.accounts.set_active(account_id, is_active=False)
        unit.sessions.remove_of(account_id)
        unit.history.append(_event(by, "deactivate_account", account, now))
        unit.commit()
    return account


def reactivate_account(begin: Begin, by: Actor, account_id: str, now: datetime) -> Account:
    """Let an account sign in again.

    Raises:
        NotFound: Nothing by that id.
    """
    with begin() as unit:
        account = _known(unit, account_id)
        if account.is_active:
            return account
        unit.accounts.set_active(account_id, is_active=True)
        unit.history.append(_event(by, "reactivate_account", account, now))
        unit.commit()
    return account


def reset_password(begin: Begin, by: Actor, account_id: str, now: datetime) -> GivenPassword:
    """Replace an account's password by a one-time one, end its sessions and return the password.

    Raises:
        NotFound: Nothing by that id.
    """
    password = one_time_password()
    stored = hash_password(password)
    with begin() as unit:
        account = _known(unit, account_id)
        unit.accounts.set_password(account_id, stored, must_change=True)
        unit.sessions.remove_of(account_id)
        unit.throttle.clear(token_hash(account.login))
        unit.history.append(_event(by, "reset_password", account, now))
        unit.commit()
    return GivenPassword(account=account, password=password)


def unlock_account(begin: Begin, by: Actor, account_id: str, now: datetime) -> Account:
    """Forget an account's failed sign-ins.

    Raises:
        NotFound: Nothing by that id.
    """
    with begin() as unit:
        account = _known(unit, account_id)
        unit.throttle.clear(token_hash(account.login))
        unit.history.append(_event(by, "unlock_account", account, now))
        unit.commit()
    return account


def change_own_password(begin: Begin, account: Account, token: str, current: str, new: str, now: datetime) -> None:
    """Replace one's own password; every other session of the account ends.

    Args:
        begin: Opens a unit of work that may write.
        account: Whose.
        token: Of the session that asks; it goes on.
        current: The password so far; wrong ones count like failed sign-ins.
        new: The new one.
        now: The instant.

    Raises:
        NotPermitted: The password so far is wrong, or there were too many failures.
        InputError: The new one is weak, or the same.
    """
    key = token_hash(account.login)
    with begin() as unit:
        found = unit.accounts.by_login(account.login)
        refuse_if_locked(unit.throttle.get(key), now)
    is_right = len(current) <= MAX_PASSWORD and verify_password(sendable(current), found[1] if found else None)
    if not is_right:
        record_failure(begin, key, now)
        raise NotPermitted("accounts.wrong_current")
    refuse_weak(new, login=account.login, field="new_password")
    if new == current:
        raise InputError("accounts.password_same", at=Location(field="new_password"))
    stored = hash_password(sendable(new))
    with begin() as unit:
        unit.accounts.set_password(account.id, stored, must_change=False)
        unit.sessions.remove_of(account.id, but=token_hash(token))
        unit.throttle.clear(key)
        unit.history.append(_event(account.actor, "change_password", account, now))
        unit.commit()


def account_lines(begin: Begin, now: datetime) -> tuple[AccountLine, ...]:
    """Return every account by login, and until when each is locked."""
    with begin() as unit:
        lines = []
        for account in unit.accounts.listed():
            attempts = unit.throttle.get(token_hash(account.login))
            until = attempts.locked_until if attempts else None
            lines.append(AccountLine(account=account, locked_until=until if until and now < until else None))
    return tuple(lines)


def account_events(begin: Begin, *, most: int = 50) -> tuple[Event, ...]:
    """Return the latest lines of history about accounts, newest first."""
    with begin() as unit:
        events = unit.history.of("")
    about = [event for event in reversed(events) if any(name == "account" for name, _ in event.facts)]
    return tuple(about[:most])


def _known(unit: AccountsUnitOfWork, account_id: str) -> Account:
    account = unit.accounts.get(account_id)
    if account is None:
        raise NotFound("accounts.not_found")
    return account


def _event(by: Actor, action: str, account: Account, now: datetime, **words: Param) -> Event:
    note = said(f"accounts.event_{action}", login=account.login, name=account.name, **words)
    return Event(
        at=now,
        actor=by,
        action=action,
        application_id="",
        from_state=None,
        to_state=None,
        note=note,
        facts=(("account", account.id), ("login", account.login)),
    )
