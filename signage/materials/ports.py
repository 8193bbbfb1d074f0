"""What materials need from outside; `storage` fulfils it."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from signage.applications.ports import ApplicationRepository, HistoryLog
from signage.materials.model import MaterialVersion


class MaterialRepository(Protocol):
    """Versions of papers."""

    def add(self, version: MaterialVersion) -> None:
        """Store a new version.

        Raises:
            Conflict: The case has a version of this kind and number: somebody was first.
        """

    def get(self, version_id: str) -> MaterialVersion:
        """Return one version.

        Raises:
            NotFound: Nothing by that id.
        """

    def of_case(self, application_id: str) -> tuple[MaterialVersion, ...]:
        """Return a case's versions by kind and number."""

    def of_account(self, account_id: str, *, limit: int = 200) -> tuple[MaterialVersion, ...]:
        """Return an account's versions over all its cases, newest first."""


class MaterialsUnitOfWork(Protocol):
    """One transaction; leaving it without `commit` undoes everything."""

    @property
    def applications(self) -> ApplicationRepository:
        """Cases, to be read."""

    @property
    def history(self) -> HistoryLog:
        """The history."""

    @property
    def materials(self) -> MaterialRepository:
        """Versions of papers."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""
