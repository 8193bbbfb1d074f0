"""Take a step of the procedure: the table (`table.py`) says which, and buttons, permissions and tests read the same.

`transition` is pure: it takes everything as arguments and gives back the changed application and the events that
go into history with it. Nothing else in the product changes an application's state.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import chain

from signage.applications import effects
from signage.applications.clock import COUNTING
from signage.applications.guards import Facts, ground_key
from signage.applications.letter_decisions import EndingGround
from signage.applications.model import Action, Actor, Application, Event, Outcome, Permit, Role, State, Track
from signage.applications.table import TABLE, Row
from signage.digest import digest_of
from signage.errors import GuardFailed, IllegalTransition, NotPermitted, Param
from signage.locale import Lang, Sentence, all_codes, enumerated, said, text

__all__ = [
    "APPLICANT_FACT",
    "DECIDED_FACT",
    "FILE_FACT",
    "HOLDER_FACT",
    "ISSUED_FACT",
    "OUTCOME_FACT",
    "PAPER_FACT",
    "REPLACED",
    "TABLE",
    "TERM_FACT",
    "Facts",
    "Row",
    "action_label",
    "actions_for",
    "party_digest",
    "permit_facts",
    "permitted_roles",
    "role_label",
    "rows_from",
    "state_label",
    "things_of",
    "transition",
    "unmet",
]

REPLACED = "replaced"  # what history calls the end of a permit whose place another one takes
PAPER_FACT = "paper "  # on record as `paper KIND` with its digest, at the step that adds it to a case that is handed in
ISSUED_FACT = "permit"  # on record as `permit NUMBER` with its place, at the step that issues it
TERM_FACT = "term"  # `term NUMBER`: first and last day of a permit that is issued or ended
HOLDER_FACT = "holder"  # `holder NUMBER`: digest of its holder
FILE_FACT = "file"  # `file NUMBER`: digest of its sealed file
APPLICANT_FACT = "applicant"  # digest of who applied, at the step that hands the case in
OUTCOME_FACT = "outcome"
DECIDED_FACT = "decided"


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
        facts=(*_recorded(changed, actor, facts), *_decided(application, changed), *_permits_told(row, changed, facts)),
    )
    return changed, (event,)


def state_label(state: State, lang: Lang = Lang.ZH, track: Track = Track.PERMIT) -> str:
    """Return a state's name as a reader knows it; of a filing or guidance nothing is granted."""
    key = f"workflow.state_{state.value}"
    return text(_known(f"{key}_{track.value}", key), lang)


def button_words(row: Row, track: Track) -> tuple[str, str]:
    """Return what a row's button reads in both languages on a track."""
    key = f"workflow.button_{row.action.value}_{track.value}"
    if key not in all_codes():
        return row.label_zh, row.label_en
    return text(key, Lang.ZH), text(key, Lang.EN)


def _known(own: str, common: str) -> str:
    return own if own in all_codes() else common


def action_label(action: Action, lang: Lang = Lang.ZH) -> str:
    """Return an action's name as a reader knows it."""
    return text(f"workflow.action_{action.value}", lang)


def role_label(role: Role, lang: Lang = Lang.ZH) -> str:
    """Return a role's name as a reader knows it."""
    return text(f"workflow.role_{role.value}", lang)


def _may(row: Row, application: Application, actor: Actor) -> bool:
    return actor.role in row.roles and (actor.role is not Role.APPLICANT or _owns(application, actor))


def _owns(application: Application, actor: Actor) -> bool:
    return application.applicant.account_id in (actor.id, *actor.acts_for)


def _row_for(application: Application, action: Action, actor: Actor) -> Row:
    rows = [row for row in rows_from(application.state) if row.action is action]
    if not rows:
        # Only what this actor can do next: the clock's steps and other desks' steps are no advice to them.
        open_to = [row for row in actions_for(application, actor) if not row.is_timed]
        raise IllegalTransition(
            "workflow.illegal",
            action=action_label(action),
            state=state_label(application.state),
            possible="、".join(dict.fromkeys(row.label_zh for row in open_to)) or "—",
            possible_en=", ".join(dict.fromkeys(row.label_en for row in open_to)) or "—",
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
        "things": things_of(application),
        "reasons": facts.reasons.strip(),
        "ground": _ground(application, facts.ground),
        "defects": enumerated((defect.text for defect in facts.defects), "；", "; "),
        "outcome": said(_of_track(f"workflow.outcome_{(facts.outcome or _outcome(application)).value}", application)),
        "permits": enumerated(_numbers(application) or ["—"]),
        "referral": application.referral,
        "days": facts.extension_days,
        **_particular(application, facts),
    }
    own = "" if application.track is Track.PERMIT or row.action not in _BY_TRACK else f"{application.track.value}_"
    key = f"workflow.event_{own}{row.event}"
    settled, plain = "_settled" if facts.settled else "", "" if facts.reasons.strip() else "_plain"
    kinds = (f"{key}{kind}" for kind in (f"{settled}{plain}", settled, plain))
    return said(next((kind for kind in kinds if kind in all_codes()), key), **params)


# Steps that say what the case is about: a filing and a guidance are no permit.
_BY_TRACK = (Action.APPROVE, Action.REFUSE, Action.ISSUE, Action.REVOKE, Action.WITHDRAW_PERMIT, Action.CANCEL)


def _of_track(key: str, application: Application) -> str:
    track = application.track
    return key if track is Track.PERMIT else f"{key}_{track.value}"


def things_of(application: Application) -> Sentence:
    """Return what a case asks for in words: so many signs, so many items of the catalogue."""
    counts = (("things_signs", len(application.items)), ("things_matters", len(application.matters)))
    return enumerated([said(f"workflow.{key}", count=count) for key, count in counts if count] or ["—"])


def _ground(application: Application, ground: str) -> str:
    return said(ground_key(application, EndingGround(ground))) if ground in set(EndingGround) else ""


def _numbers(application: Application) -> list[str]:
    permits = [permit.number for permit in application.permits]
    return list(dict.fromkeys((*permits, *(matter.number for matter in application.matters if matter.number))))


def _particular(application: Application, facts: Facts) -> dict[str, Param]:
    """What single steps say beside the numbers: pauses, surveys, deliveries, papers that followed."""
    matter = next((m for m in application.matters if m.id == facts.matter_id), None)
    texts = {line.key: line.text for line in application.lines}
    found = [texts[key] for key in facts.settled if key in texts]
    answers = {key: words for key, words in facts.answers if words.strip() and key in texts}
    return {
        "pause": said(f"workflow.pause_{facts.pause.kind.value}") if facts.pause else "",
        "figures": enumerated(facts.figures or ["—"], "；", "; "),
        "expected": facts.pause.expected_days if facts.pause else 0,
        "uncounted": facts.uncounted_days,
        "surveyors": enumerated(facts.survey.surveyors) if facts.survey else "",
        "findings": facts.survey.findings if facts.survey else "",
        "matter": matter.title if matter else "",
        "speaker": said("workflow.for_section") if facts.matter_opinion and facts.matter_opinion.is_supervisors else "",
        "opinion": said(f"workflow.outcome_{facts.matter_opinion.outcome.value}") if facts.matter_opinion else "",
        "method": said(f"workflow.delivery_{facts.delivery.method.value}") if facts.delivery else "",
        "recipient": facts.delivery.recipient if facts.delivery else "",
        "papers": enumerated(material.title for material in facts.supplements),
        "answers": _of_lines("answered", [f"{texts[key]} → {words.strip()}" for key, words in answers.items()]),
        "settled": _of_lines("settled", found),
        "found": enumerated(found or ["—"], "；", "; "),
        "promised": enumerated(
            [said("workflow.promised", name=promise.name, due=str(promise.due)) for promise in facts.promises], "", ""
        ),
        "received": str(facts.today or ""),
        "evidence": facts.removal_evidence,
        "earlier": facts.earlier.number if facts.earlier else application.earlier_permit,
    }


def _of_lines(key: str, lines: list[str]) -> Param:
    """Say what became of lines that an officer wrote into a notice, nothing where there is nothing to say."""
    return said(f"workflow.lines_{key}", lines=enumerated(lines, "；", "; ")) if lines else ""


def _outcome(application: Application) -> Outcome:
    return application.decision.outcome if application.decision else Outcome.GRANTED


def _recorded(application: Application, actor: Actor, facts: Facts) -> tuple[tuple[str, str], ...]:
    pairs = [("version", str(application.version))]
    if application.submissions:
        pairs.append(("submission", application.submissions[-1].digest))
    if facts.reasons.strip():
        pairs.append(("reasons", facts.reasons.strip()))
    if facts.ground:
        pairs.append(("ground", facts.ground))
    if facts.heard.strip():
        pairs.append(("heard", facts.heard.strip()))
    if facts.redress.strip():
        pairs.append(("redress", facts.redress.strip()))
    pairs += [("condition", condition) for condition in facts.conditions]
    pairs += [(f"waiver {rule_id}", reason) for rule_id, reason in facts.waivers]
    pairs += [(f"deadline {d.name}", f"{d.due}{' provisional' if d.is_provisional else ''}") for d in facts.deadlines]
    if any(deadline.is_provisional for deadline in facts.deadlines):
        pairs.append(COUNTING)
    pairs += [(f"promise {promise.paper}", str(promise.due)) for promise in facts.promises]
    pairs += [(f"{PAPER_FACT}{paper.kind}", paper.digest) for paper in facts.supplements]
    pairs += [("photo", digest) for digest in (facts.survey.photos if facts.survey else ())]
    if actor.acts_for and application.applicant.account_id in actor.acts_for:
        pairs.append(("for", application.applicant.account_id))
    if facts.document_digest:
        pairs.append(("document", facts.document_digest))
    pairs += [(f"{ISSUED_FACT} {permit.number}", permit.position_key) for permit in facts.permits]
    return tuple(pairs)


def _decided(before: Application, after: Application) -> tuple[tuple[str, str], ...]:
    """Return who applied, where a step handed the case in, and what a step decided and when."""
    pairs: list[tuple[str, str]] = []
    if len(after.submissions) > len(before.submissions):
        pairs.append((APPLICANT_FACT, party_digest(after.applicant.name, after.applicant.credit_code)))
    decision = after.decision
    if decision is not None and decision != before.decision:
        pairs += [(OUTCOME_FACT, decision.outcome.value), (DECIDED_FACT, decision.at.isoformat())]
    return tuple(pairs)


_ENDS = (Action.EXPIRE, Action.REVOKE, Action.WITHDRAW_PERMIT, Action.CANCEL)


def _permits_told(row: Row, after: Application, facts: Facts) -> tuple[tuple[str, str], ...]:
    permits = after.permits if row.action in _ENDS else facts.permits
    return tuple(chain.from_iterable(permit_facts(permit) for permit in permits))


def permit_facts(permit: Permit) -> tuple[tuple[str, str], ...]:
    """Return what an entry that issues or ends a permit tells of it; its holder by digest, since history stays."""
    term = f"{permit.valid_from.isoformat()}/{permit.valid_to.isoformat()}"
    return (
        (f"{TERM_FACT} {permit.number}", term),
        (f"{HOLDER_FACT} {permit.number}", party_digest(permit.holder, permit.holder_code)),
        (f"{FILE_FACT} {permit.number}", permit.document_digest),
    )


def party_digest(name: str, code: str) -> str:
    """Return the digest by which history knows a party: of its name and its credit code."""
    return digest_of([name, code], "signage.party/1")
