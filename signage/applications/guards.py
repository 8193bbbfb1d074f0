"""Conditions of a step, as named functions: each gives None when it is met, or the failure in words' codes.

A guard decides nothing about roles and changes nothing; what it needs beside the application lies in `Facts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from signage.applications.model import (
    Actor,
    Application,
    Circumstances,
    Deadline,
    Item,
    Material,
    Outcome,
    Permit,
)
from signage.errors import GuardFailed
from signage.rules import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a step is told beside the application: the actor's words, and what the use case looked up.

    Attributes:
        reasons: The actor's opinion or reasons.
        outcome: What is recommended.
        conditions: Conditions of a grant.
        defects: Everything that is missing or wrong, for a return.
        waivers: Rule id and reason, for each blocking finding that shall not stop a grant.
        missing_papers: Names of required papers that are not there.
        needs_two_officers: Whether the content is checked in substance (行政许可法 art 34).
        taken_positions: Positions that another holder's live permit occupies.
        today: The local date, for validity.
        number, acceptance_number, decision_number, permit_numbers: Numbers taken for this step; the last by item id.
        items, materials: What is handed in anew after a return; None keeps what is there.
        circumstances: What the window found out; None keeps what was stated.
    """

    reasons: str = ""
    outcome: Outcome | None = None
    conditions: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    waivers: tuple[tuple[str, str], ...] = ()
    missing_papers: tuple[str, ...] = ()
    needs_two_officers: bool = True
    taken_positions: tuple[str, ...] = ()
    today: date | None = None
    number: str = ""
    acceptance_number: str = ""
    decision_number: str = ""
    permit_numbers: tuple[tuple[str, str], ...] = ()
    permits: tuple[Permit, ...] = ()
    document_digest: str = ""
    deadlines: tuple[Deadline, ...] = ()
    items: tuple[Item, ...] | None = None
    materials: tuple[Material, ...] | None = None
    circumstances: Circumstances | None = None


Guard = Callable[[Application, Actor, Facts, datetime], GuardFailed | None]

GRANTS = (Outcome.GRANTED, Outcome.GRANTED_WITH_CONDITIONS)


def has_signs(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """At least one sign is applied for."""
    items = application.items if facts.items is None else facts.items
    return None if items else GuardFailed("workflow.no_signs")


def positions_differ(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """No two signs of one application claim the same position."""
    items = application.items if facts.items is None else facts.items
    keys = [item.position_key for item in items]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return GuardFailed("workflow.position_twice", positions="、".join(twice)) if twice else None


def positions_are_free(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """No position is held by somebody else's live permit; the applicant's own is replaced on issue."""
    if not facts.taken_positions:
        return None
    return GuardFailed("workflow.position_taken", positions="、".join(facts.taken_positions))


def papers_complete(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every paper of the published list is there; no other may be asked for (行政许可法 art 31)."""
    if not facts.missing_papers:
        return None
    return GuardFailed("workflow.papers_missing", papers="、".join(facts.missing_papers))


def reasons_given(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The actor says why, in words and not only by a signature."""
    return None if facts.reasons.strip() else GuardFailed("workflow.reasons_missing")


def defects_listed(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The notice lists what is to be put right."""
    listed = [defect for defect in facts.defects if defect.strip()]
    return None if listed else GuardFailed("workflow.defects_missing")


def notice_is_the_only_one(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """What is missing is told once (一次性告知); a second notice needs the officer's reasons on record."""
    if not application.notice or facts.reasons.strip():
        return None
    return GuardFailed("workflow.second_notice")


def outcome_stated(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A recommendation says what it recommends."""
    return None if facts.outcome is not None else GuardFailed("workflow.outcome_missing")


def unwaived(application: Application, waivers: tuple[tuple[str, str], ...]) -> tuple[tuple[Item, Finding], ...]:
    """Return the blocking findings (FAIL, UNMEASURED, REVIEW) that no named reason lifts."""
    lifted = {rule_id for rule_id, reason in waivers if reason.strip()}
    return tuple(
        (item, finding)
        for item in application.items
        for finding in item.report.findings
        if finding.verdict.blocks and finding.rule_id not in lifted
    )


def findings_allow_a_grant(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """A grant rests on no FAIL, UNMEASURED or REVIEW, unless an officer states a reason for each."""
    outcome = facts.outcome
    if outcome is None and application.recommendation is not None:
        outcome = application.recommendation.outcome
    if outcome is Outcome.REFUSED:
        return None
    carried = application.recommendation.waivers if application.recommendation else ()
    open_findings = unwaived(application, facts.waivers + carried)
    if not open_findings:
        return None
    listed = "、".join(f"{item.unit_id} {finding.rule_id} {finding.title_zh}" for item, finding in open_findings)
    return GuardFailed("workflow.findings_block", findings=listed)


def two_officers(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Where the content is checked in substance, another officer decides than the one who recommends (art 34)."""
    first = application.recommendation
    if not facts.needs_two_officers or first is None or first.officer.id != actor.id:
        return None
    return GuardFailed("workflow.same_officer", officer=actor.name)


def recommendation_was_to_grant(
    application: Application, actor: Actor, facts: Facts, now: datetime
) -> GuardFailed | None:
    """The second officer agrees or sends back; nothing is granted against the first opinion."""
    first = application.recommendation
    return None if first is not None and first.outcome in GRANTS else GuardFailed("workflow.against_recommendation")


def recommendation_was_to_refuse(
    application: Application, actor: Actor, facts: Facts, now: datetime
) -> GuardFailed | None:
    """The second officer agrees or sends back; nothing is refused against the first opinion."""
    first = application.recommendation
    return None if first is not None and first.outcome not in GRANTS else GuardFailed("workflow.against_recommendation")


def document_is_sealed(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """The sealed notice exists and carries a permit for each granted sign."""
    granted = {item.id for item in application.items if item.outcome in GRANTS}
    if facts.document_digest and granted and granted == {permit.item_id for permit in facts.permits}:
        return None
    return GuardFailed("workflow.document_missing")


def validity_is_over(application: Application, actor: Actor, facts: Facts, now: datetime) -> GuardFailed | None:
    """Every permit's last day has passed."""
    last = max((permit.valid_to for permit in application.permits), default=None)
    if facts.today is not None and last is not None and facts.today > last:
        return None
    return GuardFailed("workflow.still_valid", valid_to=str(last or "—"))
