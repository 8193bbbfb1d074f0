"""The straight way through the procedure as a reader of the service guide sees it, read from the workflow's table."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from signage.applications import workflow
from signage.applications.model import Role, State
from signage.applications.policy import Policy
from signage.applications.workflow import Row
from signage.items import CatalogueItem, Track
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the procedure as a reader of the guide sees it.

    Attributes:
        limits: Time limits that start with it.
        otherwise: What else can happen at this point.
    """

    label: str
    who: str
    leads_to: str
    limits: tuple[str, ...]
    otherwise: tuple[str, ...]


def procedure(item: CatalogueItem, policy: Policy, lang: Lang) -> tuple[Step, ...]:
    """Return the straight way from a draft to the issued document, read from the workflow's table.

    Nothing for a service, nor for an item that only gives guidance: neither is decided.
    """
    if not {Track.PERMIT, Track.FILING} & set(item.tracks):
        return ()
    return tuple(_step(row, item, policy, lang) for row in _straight_way(State.DRAFT, State.ISSUED))


def _straight_way(start: State, end: State) -> tuple[Row, ...]:
    """Return the fewest rows that people take from one state to another."""
    ways: dict[State, tuple[Row, ...]] = {start: ()}
    waiting = deque([start])
    while waiting and end not in ways:
        here = waiting.popleft()
        for row in _by_people(here):
            if row.target not in ways:
                ways[row.target] = (*ways[here], row)
                waiting.append(row.target)
    return ways.get(end, ())


def _by_people(state: State) -> list[Row]:
    return [row for row in workflow.rows_from(state) if set(row.roles) != {Role.SYSTEM}]


def _step(row: Row, item: CatalogueItem, policy: Policy, lang: Lang) -> Step:
    zh = lang is Lang.ZH
    others = [other for other in _by_people(row.source) if other is not row]
    joined = "、" if zh else ", "
    return Step(
        label=row.label_zh if zh else row.label_en,
        who=joined.join(workflow.role_label(role, lang) for role in row.roles if role is not Role.SYSTEM),
        leads_to=workflow.state_label(row.target, lang),
        limits=tuple(_limit(name, item, policy, lang) for name in row.deadlines),
        otherwise=tuple(dict.fromkeys(other.label_zh if zh else other.label_en for other in others)),
    )


def _limit(name: str, item: CatalogueItem, policy: Policy, lang: Lang) -> str:
    """Return a time limit in words; the item's own figures take the place of the policy's."""
    own = {"statutory_decision": item.days.statutory, "promised_decision": item.days.promised}
    days = own.get(name, dict(policy.days).get(name))
    label = text(f"workflow.deadline_{name}", lang)
    if days is None:
        return label
    unit = "个工作日" if lang is Lang.ZH else "working days"
    return f"{label} {days} {unit}"
