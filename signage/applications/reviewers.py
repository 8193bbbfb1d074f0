"""Who reviewed a case, as its record knows: none of them chairs its hearing (行政许可法 art 48)."""

from __future__ import annotations

from signage.applications.letter_parts import Officer
from signage.applications.model import Action, Actor, Application, Role
from signage.applications.office import Office

# Steps that are part of the review; history keeps them also where a later word took the earlier one's place.
REVIEWING = frozenset((Action.START_REVIEW, Action.SURVEY, Action.REVIEW_MATTER, Action.RECOMMEND))


def reviewers_of(
    office: Office, application: Application, chair: Officer | None = None, chair_account: str = ""
) -> tuple[Officer, ...]:
    """Return everybody who took a case up, gave an opinion on it, or surveyed for it; each name once.

    Args:
        office: For the history of the case.
        application: The case.
        chair: Who shall chair a hearing.
        chair_account: The chair's account: is it a reviewer's, the chair is listed by the name that it has now as well.
    """
    actors = _actors(office, application)
    names = [actor.name for actor in actors]
    names += [name for survey in application.surveys for name in survey.surveyors]
    accounts = {actor.id for actor in actors} | {one for survey in application.surveys for one in survey.accounts}
    if chair is not None and chair_account and chair_account in accounts:
        names.append(chair.name)
    return tuple(Officer(name=name) for name in dict.fromkeys(name.strip() for name in names) if name)


def _actors(office: Office, application: Application) -> list[Actor]:
    with office.reading() as unit:
        events = unit.history.of(application.id)
    first = application.recommendation
    found = [application.reviewer, first.officer if first else None]
    found += [matter.opinion.officer for matter in application.matters if matter.opinion]
    found += [survey.recorded_by for survey in application.surveys]
    found += [event.actor for event in events if event.action in REVIEWING]
    return [actor for actor in found if actor is not None and actor.role is not Role.SYSTEM]
