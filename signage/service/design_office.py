"""The design office's own work on cases: which ones a designer surveyed or drew, and the record of that service.

A designer sees no cases at large. Theirs are those whose place they surveyed, and those that a draft of theirs was
handed in with; of these they may write the record of the design service (设计服务记录), and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self

from signage.applications.case_documents import CaseDocument
from signage.applications.letters import LetterKind
from signage.applications.model import Application, State
from signage.applications.ports import UnitOfWork
from signage.drafts.ports import DraftRepository
from signage.errors import NotFound
from signage.survey.ports import SurveyRepository

_MOST = 500  # cases looked through, newest first
_UNSEEN = (State.DRAFT, State.WITHDRAWN)  # of these nobody but the applicant knows


class WorkUnit(UnitOfWork, Protocol):
    """One transaction over cases, surveys and drafts."""

    @property
    def surveys(self) -> SurveyRepository:
        """Surveys."""

    @property
    def drafts(self) -> DraftRepository:
        """Drafts."""


Reading = Callable[[], WorkUnit]


def cases_worked_on(begin: Reading, account_id: str) -> tuple[Application, ...]:
    """Return the cases with signs that a designer surveyed or drew, newest first."""
    states = tuple(state for state in State if state not in _UNSEEN)
    with begin() as unit:
        mine = _Work.of(unit, account_id)
        return tuple(case for case in unit.applications.listed(states=states, limit=_MOST) if mine.covers(case))


def case_worked_on(begin: Reading, account_id: str, application_id: str) -> Application:
    """Return one of them.

    Raises:
        NotFound: There is no such case, or the designer neither surveyed nor drew it.
    """
    with begin() as unit:
        case = unit.applications.get(application_id)
        if case.state in _UNSEEN or not _Work.of(unit, account_id).covers(case):
            raise NotFound("web.no_application")
    return case


def records_of(begin: Reading, application_id: str) -> tuple[CaseDocument, ...]:
    """Return the records of design service in a case's file, oldest first."""
    with begin() as unit:
        made = unit.documents.of(application_id)
    return tuple(one for one in made if one.kind is LetterKind.DESIGN_SERVICE)


class _Work:
    """What a designer did: the places and cases of their surveys, the digests of their drafts."""

    def __init__(self, places: frozenset[tuple[str, str]], cases: frozenset[str], drafts: frozenset[str]) -> None:
        self._places, self._cases, self._drafts = places, cases, drafts

    @classmethod
    def of(cls, unit: WorkUnit, account_id: str) -> Self:
        surveys = unit.surveys.listed(account_id=account_id, limit=_MOST)
        drafts = unit.drafts.of_account(account_id, limit=_MOST)
        return cls(
            frozenset((one.plan_id, one.unit_id) for one in surveys),
            frozenset(one.application_id for one in surveys if one.application_id),
            frozenset(digest for one in drafts for digest in (one.digest, one.picture)),
        )

    def covers(self, case: Application) -> bool:
        """Return whether a case's signs were surveyed or drawn by them."""
        if not case.items:
            return False
        if case.id in self._cases or any((item.plan_id, item.unit_id) in self._places for item in case.items):
            return True
        return any(material.digest in self._drafts for material in case.materials)
