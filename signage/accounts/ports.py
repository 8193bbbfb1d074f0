"""What accounts need from outside; `storage` fulfils it."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from signage.accounts.helper_link import HelperLinkRepository
from signage.accounts.model import Account, Attempts, Session
from signage.applications.agency import AuthorisationRepository
from signage.applications.model import Role
from signage.applications.ports import ApplicationRepository, HistoryLog


class AccountRepository(Protocol):
    """Accounts by id and login."""

    def add(self, account: Account, password_hash: str) -> None:
        """Store a new account.

        Raises:
            Conflict: The login is taken.
        """

    def get(self, account_id: str) -> Account | None:
        """Return an account, or None."""

    def by_login(self, login: str) -> tuple[Account, str] | None:
        """Return an account and its password hash, or None."""

    def listed(self) -> tuple[Account, ...]:
        """Return all accounts by login."""

    def lock_active(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the active accounts of a role; they stay as they are until the transaction ends."""

    def set_active(self, account_id: str, *, is_active: bool) -> None:
        """Let an account sign in or not."""

    def set_password(self, account_id: str, password_hash: str, *, must_change: bool) -> None:
        """Replace an account's password."""


class SessionRepository(Protocol):
    """Sessions by the hash of their token."""

    def add(self, session: Session) -> None:
        """Store a new session."""

    def get(self, token_hash: str) -> Session | None:
        """Return a session, or None."""

    def seen(self, token_hash: str, at: datetime) -> None:
        """Record that a session was used."""

    def remove(self, token_hash: str) -> None:
        """End a session; nothing happens when there is none."""

    def remove_of(self, account_id: str, *, but: str = "") -> None:
        """End every session of an account, except one by the hash of its token."""

    def sweep(self, *, created_before: datetime, seen_before: datetime) -> None:
        """Remove sessions that have run out."""


class ThrottleRepository(Protocol):
    """Failed sign-ins by the hash of the login."""

    def get(self, login_hash: str) -> Attempts | None:
        """Return what is on record, or None."""

    def put(self, login_hash: str, attempts: Attempts) -> None:
        """Replace what is on record."""

    def clear(self, login_hash: str) -> None:
        """Forget it."""


class AccountsUnitOfWork(Protocol):
    """One transaction over accounts; leaving it without `commit` undoes everything."""

    accounts: AccountRepository
    sessions: SessionRepository
    throttle: ThrottleRepository
    history: HistoryLog
    applications: ApplicationRepository
    authorisations: AuthorisationRepository
    links: HelperLinkRepository

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""
