"""What drafts need from outside; `storage` fulfils it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from signage.drafts.model import Draft


class DraftRepository(Protocol):
    """Drafts by id and account."""

    def add(self, draft: Draft) -> None:
        """Store a new draft."""

    def get(self, draft_id: str) -> Draft:
        """Return one draft.

        Raises:
            NotFound: Nothing by that id.
        """

    def of_account(self, account_id: str, *, limit: int = 50) -> tuple[Draft, ...]:
        """Return an account's drafts, newest first."""

    def count_since(self, account_id: str, since: datetime) -> int:
        """Return how many drafts an account has handed in since an instant."""


class DraftsUnitOfWork(Protocol):
    """One transaction; leaving it without `commit` undoes everything."""

    @property
    def drafts(self) -> DraftRepository:
        """Drafts."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""


Begin = Callable[[], DraftsUnitOfWork]
