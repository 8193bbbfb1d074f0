"""Who reviewed a case, as its record knows: none of them chairs its hearing (行政许可法 art 48)."""

from __future__ import annotations

from signage.applications.letter_parts import Officer
from signage.applications.model import Action, Actor, Application, Role
from signage.applications.office import Office
from signage.applications.records import bare_name

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
    people = [(actor.id, actor.name) for actor in actors]
    people += [person for survey in application.surveys for person in survey.people]
    accounts = {account for account, _ in people} - {""}
    if chair is not None and chair_account and chair_account in accounts:
        people.append(("", chair.name))
    return tuple(Officer(name=name) for name in _each_once(people))


def _each_once(people: list[tuple[str, str]]) -> list[str]:
    """Return a name for each person: an account counts once whatever name it had, and so does a name without one."""
    found: list[str] = []
    seen: set[str] = set()
    for account, name in sorted(people, key=lambda one: not one[0]):  # accounts first: they say who is who
        keys = {bare_name(name)} if not account else {account}
        if name.strip() and not keys & seen and name.strip() not in found:
            found.append(name.strip())
        seen |= keys | {bare_name(name)}
    return found


def _actors(office: Office, application: Application) -> list[Actor]:
    with office.reading() as unit:
        events = unit.history.of(application.id)
    first = application.recommendation
    found = [application.reviewer, first.officer if first else None]
    found += [matter.opinion.officer for matter in application.matters if matter.opinion]
    found += [survey.recorded_by for survey in application.surveys]
    found += [event.actor for event in events if event.action in REVIEWING]
    return [actor for actor in found if actor is not None and actor.role is not Role.SYSTEM]
