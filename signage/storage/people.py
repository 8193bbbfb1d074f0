"""Accounts, sessions and failed sign-ins over one connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from signage.accounts.model import Account, Attempts, Session
from signage.applications.model import Role
from signage.errors import Conflict
from signage.storage.tables import AccountRow, SessionRow, ThrottleRow

_ACCOUNT = (
    AccountRow.id,
    AccountRow.login,
    AccountRow.name,
    AccountRow.role,
    AccountRow.password_hash,
    AccountRow.is_active,
    AccountRow.created_at,
    AccountRow.must_change_password,
)


class SqlAccounts:
    """Accounts by id and login."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account, password_hash: str) -> None:
        """Store a new account.

        Raises:
            Conflict: The login is taken.
        """
        values = {
            "id": account.id,
            "login": account.login,
            "name": account.name,
            "role": account.role.value,
            "password_hash": password_hash,
            "is_active": account.is_active,
            "created_at": account.created_at,
            "must_change_password": account.must_change_password,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(AccountRow).values(values))
        except IntegrityError as exc:
            raise Conflict("accounts.login_taken", login=account.login) from exc

    def get(self, account_id: str) -> Account | None:
        """Return an account, or None."""
        row = self._connection.execute(select(*_ACCOUNT).where(AccountRow.id == account_id)).one_or_none()
        return _account(row) if row is not None else None

    def by_login(self, login: str) -> tuple[Account, str] | None:
        """Return an account and its password hash, or None."""
        row = self._connection.execute(select(*_ACCOUNT).where(AccountRow.login == login)).one_or_none()
        return (_account(row), row.password_hash) if row is not None else None

    def listed(self) -> tuple[Account, ...]:
        """Return all accounts by login."""
        return tuple(_account(row) for row in self._connection.execute(select(*_ACCOUNT).order_by(AccountRow.login)))

    def lock_active(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the active accounts of a role; they stay as they are until the transaction ends."""
        query = select(AccountRow.id).where(AccountRow.role == role.value, AccountRow.is_active)
        return tuple(self._connection.scalars(query.order_by(AccountRow.id).with_for_update()))

    def set_active(self, account_id: str, *, is_active: bool) -> None:
        """Let an account sign in or not."""
        self._connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(is_active=is_active))

    def set_password(self, account_id: str, password_hash: str, *, must_change: bool) -> None:
        """Replace an account's password."""
        values = {"password_hash": password_hash, "must_change_password": must_change}
        self._connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(values))


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        created_at=row.created_at,
        is_active=row.is_active,
        must_change_password=row.must_change_password,
    )


class SqlSessions:
    """Sessions by the hash of their token."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> None:
        """Store a new session."""
        values = {
            "token_hash": session.token_hash,
            "account_id": session.account_id,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
        }
        self._connection.execute(insert(SessionRow).values(values))

    def get(self, token_hash: str) -> Session | None:
        """Return a session, or None."""
        columns = (SessionRow.token_hash, SessionRow.account_id, SessionRow.created_at, SessionRow.seen_at)
        row = self._connection.execute(select(*columns).where(SessionRow.token_hash == token_hash)).one_or_none()
        return Session(**row._mapping) if row is not None else None

    def seen(self, token_hash: str, at: datetime) -> None:
        """Record that a session was used."""
        self._connection.execute(update(SessionRow).where(SessionRow.token_hash == token_hash).values(seen_at=at))

    def remove(self, token_hash: str) -> None:
        """End a session; nothing happens when there is none."""
        self._connection.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))

    def remove_of(self, account_id: str, *, but: str = "") -> None:
        """End every session of an account, except one by the hash of its token."""
        theirs = (SessionRow.account_id == account_id, SessionRow.token_hash != but)
        self._connection.execute(delete(SessionRow).where(*theirs))

    def sweep(self, *, created_before: datetime, seen_before: datetime) -> None:
        """Remove sessions that have run out."""
        old = or_(SessionRow.created_at <= created_before, SessionRow.seen_at <= seen_before)
        self._connection.execute(delete(SessionRow).where(old))


class SqlThrottle:
    """Failed sign-ins by the hash of the login."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, login_hash: str) -> Attempts | None:
        """Return what is on record, or None."""
        columns = (ThrottleRow.failures, ThrottleRow.window_at, ThrottleRow.locked_until)
        row = self._connection.execute(
            select(*columns).where(ThrottleRow.login_hash == login_hash).with_for_update()
        ).one_or_none()
        return Attempts(**row._mapping) if row is not None else None

    def put(self, login_hash: str, attempts: Attempts) -> None:
        """Replace what is on record."""
        self.clear(login_hash)
        values = {
            "login_hash": login_hash,
            "failures": attempts.failures,
            "window_at": attempts.window_at,
            "locked_until": attempts.locked_until,
        }
        self._connection.execute(insert(ThrottleRow).values(values))

    def clear(self, login_hash: str) -> None:
        """Forget it."""
        self._connection.execute(delete(ThrottleRow).where(ThrottleRow.login_hash == login_hash))
