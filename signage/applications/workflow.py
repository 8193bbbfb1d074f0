"""The procedure as one table of rows; buttons, permission checks, deadlines and tests all read it.

`transition` is pure: it takes everything as arguments and gives back the changed application and the events that
go into history with it. Nothing else in the product changes an application's state.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from signage.applications import effects, guards
from signage.applications.effects import Effect
from signage.applications.guards import Facts, Guard
from signage.applications.model import Action, Actor, Application, Event, Outcome, Role, State
from signage.errors import GuardFailed, IllegalTransition, NotPermitted, Param
from signage.locale import Lang, text

__all__ = [
    "TABLE",
    "Facts",
    "Row",
    "action_label",
    "actions_for",
    "permitted_roles",
    "role_label",
    "rows_from",
    "state_label",
    "transition",
    "unmet",
]

_APPLICANT = (Role.APPLICANT,)
_FIRST = (Role.CLERK, Role.SECOND_OFFICER)
_SECOND = (Role.SECOND_OFFICER, Role.SUPERVISOR)
_WINDOW = (Role.CLERK, Role.SECOND_OFFICER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step of the procedure.

    Attributes:
        source, action, target: From which state what leads where.
        roles: Who may do it.
        guards: Conditions, checked in this order.
        effect: What it writes on the application beside its state.
        event: Key of the sentence in history: `workflow.event_<event>`.
        label_zh, label_en: What its button reads.
        deadlines: Names of the time limits that start with it; the policy says how many working days each has.
    """

    source: State
    action: Action
    target: State
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...]
    effect: Effect
    event: str
    label_zh: str
    label_en: str
    deadlines: tuple[str, ...] = ()


def _submit(source: State, label_zh: str, label_en: str, event: str) -> Row:
    return Row(
        source=source,
        action=Action.SUBMIT,
        target=State.SUBMITTED,
        roles=_APPLICANT,
        guards=(guards.has_signs, guards.positions_differ, guards.positions_are_free),
        effect=effects.submitted,
        event=event,
        label_zh=label_zh,
        label_en=label_en,
        deadlines=("acceptance",),
    )


def _withdraw(source: State) -> Row:
    return Row(
        source=source,
        action=Action.WITHDRAW,
        target=State.WITHDRAWN,
        roles=_APPLICANT,
        guards=(),
        effect=effects.unchanged,
        event="withdraw",
        label_zh="撤回申请",
        label_en="Withdraw",
    )


TABLE: tuple[Row, ...] = (
    _submit(State.DRAFT, "提交申请", "Submit", "submit"),
    _withdraw(State.DRAFT),
    Row(
        source=State.SUBMITTED,
        action=Action.RETURN,
        target=State.RETURNED,
        roles=_FIRST,
        guards=(guards.defects_listed, guards.notice_is_the_only_one),
        effect=effects.returned,
        event="return",
        label_zh="一次性告知补正",
        label_en="Return for correction",
        deadlines=("correction",),
    ),
    Row(
        source=State.SUBMITTED,
        action=Action.ACCEPT,
        target=State.ACCEPTED,
        roles=_FIRST,
        guards=(guards.papers_complete,),
        effect=effects.accepted,
        event="accept",
        label_zh="受理",
        label_en="Accept",
        deadlines=("promised_decision", "statutory_decision"),
    ),
    _withdraw(State.SUBMITTED),
    _submit(State.RETURNED, "补正后再提交", "Submit again", "resubmit"),
    _withdraw(State.RETURNED),
    Row(
        source=State.ACCEPTED,
        action=Action.RECOMMEND,
        target=State.RECOMMENDED,
        roles=_FIRST,
        guards=(guards.outcome_stated, guards.reasons_given, guards.findings_allow_a_grant),
        effect=effects.recommended,
        event="recommend",
        label_zh="初审",
        label_en="Recommend",
    ),
    _withdraw(State.ACCEPTED),
    Row(
        source=State.RECOMMENDED,
        action=Action.SEND_BACK,
        target=State.ACCEPTED,
        roles=_SECOND,
        guards=(guards.reasons_given, guards.two_officers),
        effect=effects.sent_back,
        event="send_back",
        label_zh="退回重审",
        label_en="Send back",
    ),
    Row(
        source=State.RECOMMENDED,
        action=Action.APPROVE,
        target=State.APPROVED,
        roles=_SECOND,
        guards=(
            guards.recommendation_was_to_grant,
            guards.two_officers,
            guards.findings_allow_a_grant,
            guards.positions_are_free,
        ),
        effect=effects.approved,
        event="approve",
        label_zh="准予",
        label_en="Approve",
        deadlines=("delivery",),
    ),
    Row(
        source=State.RECOMMENDED,
        action=Action.REFUSE,
        target=State.REFUSED,
        roles=_SECOND,
        guards=(guards.recommendation_was_to_refuse, guards.two_officers, guards.reasons_given),
        effect=effects.refused,
        event="refuse",
        label_zh="不予许可",
        label_en="Refuse",
        deadlines=("delivery",),
    ),
    _withdraw(State.RECOMMENDED),
    Row(
        source=State.APPROVED,
        action=Action.ISSUE,
        target=State.ISSUED,
        roles=_WINDOW,
        guards=(guards.positions_are_free, guards.document_is_sealed),
        effect=effects.issued,
        event="issue",
        label_zh="制发决定书",
        label_en="Issue",
    ),
    Row(
        source=State.ISSUED,
        action=Action.EXPIRE,
        target=State.EXPIRED,
        roles=(Role.SYSTEM,),
        guards=(guards.validity_is_over,),
        effect=effects.unchanged,
        event="expire",
        label_zh="到期",
        label_en="Expire",
    ),
    Row(
        source=State.ISSUED,
        action=Action.REVOKE,
        target=State.REVOKED,
        roles=(Role.SUPERVISOR,),
        guards=(guards.reasons_given,),
        effect=effects.unchanged,
        event="revoke",
        label_zh="撤销",
        label_en="Revoke",
    ),
)


def rows_from(state: State) -> tuple[Row, ...]:
    """Return the steps that lead out of a state, in table order."""
    return tuple(row for row in TABLE if row.source is state)


def permitted_roles(action: Action) -> frozenset[Role]:
    """Return every role that some row allows an action."""
    return frozenset(role for row in TABLE if row.action is action for role in row.roles)


def actions_for(application: Application, actor: Actor) -> tuple[Row, ...]:
    """Return the steps open to an actor here: state and role allow them; their guards may still have a word."""
    return tuple(row for row in rows_from(application.state) if _may(row, application, actor))


def unmet(
    application: Application, action: Action, actor: Actor, facts: Facts, now: datetime
) -> tuple[GuardFailed, ...]:
    """Return every guard's objection at once, so that a page can list why a step is not possible yet.

    Raises:
        IllegalTransition: The state does not allow the action.
        NotPermitted: The actor may not do it.
    """
    row = _row_for(application, action, actor)
    found = (guard(application, actor, facts, now) for guard in row.guards)
    return tuple(failure for failure in found if failure is not None)


def transition(
    application: Application, action: Action, actor: Actor, facts: Facts, now: datetime
) -> tuple[Application, tuple[Event, ...]]:
    """Return an application after a step, and the events that record it.

    Args:
        application: As it was read; never changed.
        action: What is to be done.
        actor: Who does it.
        facts: The actor's words and what the use case looked up.
        now: The instant, aware.

    Raises:
        IllegalTransition: The state does not allow the action.
        NotPermitted: The actor's role does not allow it, or the case is somebody else's.
        GuardFailed: A condition is not met; the first one in the row's order.
    """
    row = _row_for(application, action, actor)
    for guard in row.guards:
        failure = guard(application, actor, facts, now)
        if failure is not None:
            raise failure
    changed = effects.with_deadlines(row.effect(application, actor, facts, now), facts)
    changed = replace(changed, state=row.target, version=application.version + 1)
    event = Event(
        at=now,
        actor=actor,
        action=action.value,
        application_id=application.id,
        from_state=row.source,
        to_state=row.target,
        note=_sentence(row, changed, facts),
        facts=_recorded(changed, facts),
    )
    return changed, (event,)


def state_label(state: State, lang: Lang = Lang.ZH) -> str:
    """Return a state's name as a reader knows it."""
    return text(f"workflow.state_{state.value}", lang)


def action_label(action: Action, lang: Lang = Lang.ZH) -> str:
    """Return an action's name as a reader knows it."""
    return text(f"workflow.action_{action.value}", lang)


def role_label(role: Role, lang: Lang = Lang.ZH) -> str:
    """Return a role's name as a reader knows it."""
    return text(f"workflow.role_{role.value}", lang)


def _may(row: Row, application: Application, actor: Actor) -> bool:
    return actor.role in row.roles and (actor.role is not Role.APPLICANT or _owns(application, actor))


def _owns(application: Application, actor: Actor) -> bool:
    return actor.id == application.applicant.account_id


def _row_for(application: Application, action: Action, actor: Actor) -> Row:
    rows = [row for row in rows_from(application.state) if row.action is action]
    if not rows:
        possible = "、".join(row.label_zh for row in rows_from(application.state)) or "—"
        raise IllegalTransition(
            "workflow.illegal",
            action=action_label(action),
            state=state_label(application.state),
            possible=possible,
            possible_en=", ".join(row.label_en for row in rows_from(application.state)) or "—",
            action_en=action_label(action, Lang.EN),
            state_en=state_label(application.state, Lang.EN),
        )
    for row in rows:
        if actor.role in row.roles:
            if not _may(row, application, actor):
                raise NotPermitted("workflow.not_own_case", actor=actor.name)
            return row
    wanted = dict.fromkeys(role for row in rows for role in row.roles)
    raise NotPermitted(
        "workflow.not_permitted",
        actor=actor.name,
        role=role_label(actor.role),
        action=action_label(action),
        wanted="、".join(role_label(role) for role in wanted),
        role_en=role_label(actor.role, Lang.EN),
        action_en=action_label(action, Lang.EN),
        wanted_en=", ".join(role_label(role, Lang.EN) for role in wanted),
    )


def _sentence(row: Row, application: Application, facts: Facts) -> str:
    """Write the line of history in words: the record's language is Chinese, whatever the reader's is."""
    params: dict[str, Param] = {
        "number": application.number,
        "acceptance_number": application.acceptance_number,
        "decision_number": application.decision_number,
        "count": len(application.items),
        "reasons": facts.reasons.strip() or "（未另述）",
        "defects": "；".join(facts.defects),
        "outcome": text(f"workflow.outcome_{(facts.outcome or _outcome(application)).value}"),
        "permits": "、".join(permit.number for permit in application.permits),
    }
    return text(f"workflow.event_{row.event}", Lang.ZH, **params)


def _outcome(application: Application) -> Outcome:
    return application.decision.outcome if application.decision else Outcome.GRANTED


def _recorded(application: Application, facts: Facts) -> tuple[tuple[str, str], ...]:
    pairs = [("version", str(application.version))]
    if application.submissions:
        pairs.append(("submission", application.submissions[-1].digest))
    pairs += [("condition", condition) for condition in facts.conditions]
    pairs += [(f"waiver {rule_id}", reason) for rule_id, reason in facts.waivers]
    pairs += [(f"deadline {d.name}", f"{d.due}{' provisional' if d.is_provisional else ''}") for d in facts.deadlines]
    if facts.document_digest:
        pairs.append(("document", facts.document_digest))
    return tuple(pairs)
