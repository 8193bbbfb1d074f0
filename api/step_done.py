"""What a step that worked says on the page that follows: what was done, what was made, and what comes next.

The address names only the version of the case, or what was done. The words come from the record, and only from a line
that the visitor left a short while ago: an address cannot be made to say anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.deps import Visitor
from api.refused_step import version_of
from api.step_forms import Button
from signage.applications import workflow
from signage.applications.case_file import FiledDocument
from signage.applications.model import IN_FORCE, Action, Application, Deadline, Event, State
from signage.bootstrap import Services
from signage.locale import Lang, said_again

RECENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the page says of it.

    Attributes:
        event: The line of history.
        made: Documents that came of it.
        limits: Time limits that began with it.
        following: What comes next in one sentence, empty where nothing does.
    """

    event: Event
    made: tuple[FiledDocument, ...]
    limits: tuple[Deadline, ...] = ()
    following: str = ""


def done_of(
    services: Services,
    visitor: Visitor,
    application: Application,
    wanted: str,
    *,
    history: Sequence[Event],
    documents: Sequence[FiledDocument],
    buttons: Sequence[Button],
    lang: Lang,
) -> Done | None:
    """Return what an address may say was done; None where the record does not bear it out."""
    event = own_event(history, visitor, wanted, services.now())
    version = version_of(event) if event else None
    if event is None or (version is not None and version != application.version):
        return None
    begun = {name.removeprefix("deadline ") for name, _ in event.facts if name.startswith("deadline ")}
    return Done(
        event=event,
        made=tuple(one for one in documents if _came_of(one, event)),
        limits=tuple(one for one in application.deadlines if one.name in begun),
        following=next_words(services, application, buttons, lang),
    )


def own_event(history: Sequence[Event], visitor: Visitor, wanted: str, now: datetime) -> Event | None:
    """Return the line that an address names by version or action, if the visitor left it a short while ago."""
    for one in reversed(history):
        is_meant = wanted in (one.action, dict(one.facts).get("version"))
        if is_meant and one.actor.id == visitor.account.id:
            return one if one.at >= now - RECENT else None
    return None


def _came_of(document: FiledDocument, event: Event) -> bool:
    if document.kind is None:
        return event.action == Action.ISSUE.value
    facts = dict(event.facts)
    if "document" in facts and event.action != Action.ISSUE.value:
        return document.document_id == facts["document"]
    return str(document.version) == facts.get("version")


def next_words(services: Services, application: Application, buttons: Sequence[Button], lang: Lang) -> str:
    """Say what the visitor can do next in the main line, or else who has the next word; empty where nobody has."""
    main = [one for one in buttons if one.look.is_main]
    if main:
        offered = (
            "、".join(one.label_zh for one in main) if lang is Lang.ZH else ", ".join(one.label_en for one in main)
        )
        return f"下一步：{offered}。" if lang is Lang.ZH else f"Next: {offered}."
    stopped = next((one for one in buttons if one.look.barred_zh), None)
    if stopped is not None:
        why = stopped.look.barred_zh if lang is Lang.ZH else stopped.look.barred_en
        return (
            f"“{stopped.label_zh}”现在不能办理：{why}"
            if lang is Lang.ZH
            else f"“{stopped.label_en}” is not possible now: {why}"
        )
    return waiting_words(services, application, lang)


def waiting_words(services: Services, application: Application, lang: Lang) -> str:
    """Say who carries the case on: not the clock, nor who may take it back; empty where nobody does."""
    if application.state is State.UNDER_REVIEW and application.is_composite:
        sections = dict.fromkeys(matter.section for matter in application.matters if matter.opinion is None)
        silent = [said_again(section, "", lang, services.office.english) for section in sections]
        if silent and lang is Lang.ZH:
            return f"待科室提出意见：{'、'.join(silent)}。"
        if silent:
            return f"Waiting for the opinion of: {'; '.join(silent)}."
    rows = [
        row
        for row in workflow.rows_from(application.state)
        if not row.is_timed and not row.stays and row.action is not Action.WITHDRAW
    ]
    if not rows or application.state in (*IN_FORCE, State.DRAFT, State.RETURNED):
        return ""
    who = sorted({workflow.role_label(role, lang) for row in rows for role in row.roles})
    joined = "、".join(who) if lang is Lang.ZH else ", ".join(who)
    return f"下一步由{joined}办理。" if lang is Lang.ZH else f"The next step is with: {joined}."
