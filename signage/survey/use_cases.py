"""Surveys recorded and looked at again; each in a unit of work of its own. A record is never edited: survey again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from signage.applications.ids import new_id
from signage.applications.model import Actor, Event
from signage.frontage import FrontagePlan
from signage.locale import Lang, both, said
from signage.survey.checked import checked_survey
from signage.survey.compare import deviations
from signage.survey.model import Survey
from signage.survey.ports import Begin
from signage.survey.record import summary_of


def record_survey(begin: Begin, survey: Survey, plan: FrontagePlan, actor: Actor, now: datetime, today: date) -> Survey:
    """Check and store a survey, write it to the history, and return it with its id.

    Raises:
        InputError: Something about it is missing or impossible.
        NotFound: The plan has no such unit.
    """
    checked = checked_survey(survey, today)
    found = deviations(checked, plan)
    stored = replace(
        checked,
        id=new_id(),
        plan_id=plan.id,
        plan_revision=plan.revision,
        account_id=actor.id,
        recorded_by=actor.name,
        recorded_at=now,
    )
    names = tuple(one.name for one in stored.surveyors)
    summary = both(summary_of(found, Lang.ZH), summary_of(found, Lang.EN))
    note = said("survey.event", unit=stored.unit_id, names=names, summary=summary)
    event = Event(
        at=now,
        actor=actor,
        action="survey",
        application_id=stored.application_id,
        from_state=None,
        to_state=None,
        note=note,
        facts=(("survey", stored.id), ("unit", f"{stored.plan_id}/{stored.unit_id}")),
    )
    with begin() as unit:
        unit.surveys.add(stored)
        unit.history.append(event)
        unit.commit()
    return stored


def survey_by_id(begin: Begin, survey_id: str) -> Survey:
    """Return one survey.

    Raises:
        NotFound: Nothing by that id.
    """
    with begin() as unit:
        return unit.surveys.get(survey_id)


def surveys_listed(begin: Begin, *, account_id: str | None = None) -> tuple[Survey, ...]:
    """Return surveys, newest first; of one account or of all."""
    with begin() as unit:
        return unit.surveys.listed(account_id=account_id)


def surveys_of_case(begin: Begin, application_id: str) -> tuple[Survey, ...]:
    """Return a case's surveys, newest first."""
    with begin() as unit:
        return unit.surveys.of_case(application_id)
