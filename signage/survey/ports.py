"""What surveys need from outside; `storage` fulfils it."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from signage.applications.ports import HistoryLog
from signage.survey.model import Survey


class SurveyRepository(Protocol):
    """Surveys by id, case and place."""

    def add(self, survey: Survey) -> None:
        """Store a new survey."""

    def get(self, survey_id: str) -> Survey:
        """Return one survey.

        Raises:
            NotFound: Nothing by that id.
        """

    def of_case(self, application_id: str) -> tuple[Survey, ...]:
        """Return a case's surveys, newest first."""

    def listed(self, *, account_id: str | None = None, limit: int = 50) -> tuple[Survey, ...]:
        """Return surveys, newest first; of one account or of all."""


class SurveysUnitOfWork(Protocol):
    """One transaction; leaving it without `commit` undoes everything."""

    @property
    def history(self) -> HistoryLog:
        """The history."""

    @property
    def surveys(self) -> SurveyRepository:
        """Surveys."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make everything done in it permanent."""


Begin = Callable[[], SurveysUnitOfWork]
