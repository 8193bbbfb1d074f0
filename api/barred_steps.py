"""Which offered steps would surely be refused as the case stands now, and why: the page does not put them first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.deps import Visitor
from signage.applications import guards
from signage.applications.guards import Facts, Guard
from signage.applications.heard import standing_words
from signage.applications.hearings import chairs_of, open_hearings
from signage.applications.model import Action, Application, Outcome
from signage.applications.table import Row
from signage.bootstrap import Services
from signage.errors import GuardFailed
from signage.locale import Lang, describe

# Conditions that no field of a step's form can meet, but for the reasons by which a finding is lifted.
_KNOWN: Mapping[Action, tuple[Guard, ...]] = MappingProxyType(
    {
        Action.START_REVIEW: (guards.did_not_chair,),
        Action.RECOMMEND: (
            guards.did_not_chair,
            guards.survey_is_done,
            guards.parties_were_heard,
            guards.findings_allow_a_grant,
        ),
        Action.APPROVE: (guards.hearings_are_on_record, guards.parties_were_heard),
        Action.REFUSE: (guards.hearings_are_on_record, guards.parties_were_heard),
        Action.ISSUE: (guards.promises_are_kept,),
    }
)


def barred(services: Services, application: Application, row: Row, visitor: Visitor) -> GuardFailed | None:
    """Return why a step would be refused now whatever is typed; None where nothing known speaks against it.

    A recommendation is looked at as one to grant, which is its main button.
    """
    asked = [guard for guard in _KNOWN.get(row.action, ()) if guard in row.guards]
    if not asked:
        return None
    office, now = services.office, services.now()
    with office.reading() as unit:
        facts = Facts(
            outcome=Outcome.GRANTED if row.action is Action.RECOMMEND else None,
            open_hearings=open_hearings(unit, application.id),
            open_periods=standing_words(office, unit, application.id, now),
            chairs=chairs_of(unit, application.id),
        )
    found = (guard(application, visitor.actor, facts, now) for guard in asked)
    return next((failure for failure in found if failure is not None), None)


def barred_words(failure: GuardFailed, lang: Lang) -> str:
    """Return why in one line, with what to do."""
    told = describe(failure, lang)
    return f"{told.message} {told.hint}".strip() if lang is Lang.EN else f"{told.message}{told.hint}"
