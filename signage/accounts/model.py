"""Accounts, sessions and failed attempts as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from signage.applications.model import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in.

    Attributes:
        id: UUIDv7 as text.
        login: Folded to lower case, unique.
        name: Shown name.
        must_change_password: The password was given by an administrator; its holder chooses another first of all.
    """

    id: str
    login: str
    name: str
    role: Role
    created_at: datetime
    is_active: bool = True
    must_change_password: bool = False

    @property
    def actor(self) -> Actor:
        """The account as the workflow knows it."""
        return Actor(id=self.id, name=self.name, role=self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in session; only the hash of its token is known to the server."""

    token_hash: str
    account_id: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Failed sign-ins under one login since a window began."""

    failures: int
    window_at: datetime
    locked_until: datetime | None = None
