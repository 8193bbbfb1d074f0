"""The procedure itself: one table of rows, state by state, which everything else reads.

A row may lead back to its own state: what it then changes is a record (an extension, a pause, a survey), not a state.
Rows of the role SYSTEM are timed: `timed.run_clock` takes them when their guards are content, and nobody else can.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications import effects, guards
from signage.applications.effects import Effect
from signage.applications.figures import figures_are_stated, only_missing_figures
from signage.applications.guards import Guard
from signage.applications.letter_decisions import EndingGround, EndingWay
from signage.applications.vocabulary import IN_FORCE, Action, Role, State

_APPLICANT = (Role.APPLICANT,)
_FIRST = (Role.CLERK, Role.SECOND_OFFICER)
_SECOND = (Role.SECOND_OFFICER, Role.SUPERVISOR)
_WINDOW = (Role.CLERK, Role.SECOND_OFFICER, Role.SUPERVISOR)
_HEAD = (Role.SUPERVISOR,)
_CLOCK = (Role.SYSTEM,)

# What can cancel a permit that is still in force; one that ran out or was ended has its own ground.
_CANCELLED_IN_FORCE = (
    EndingGround.CANCELLATION_DISSOLVED,
    EndingGround.CANCELLATION_FORCE,
    EndingGround.CANCELLATION_OTHER,
)
DECISION_LIMITS = ("promised_decision", "statutory_decision")


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
        documents: Kinds of the documents that it brings forth.
        grounds: Cases of the law one of which has to be stated, as the first guard asks; empty where none is.
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
    documents: tuple[str, ...] = ()
    grounds: tuple[EndingGround, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether the clock takes it."""
        return self.roles == _CLOCK

    @property
    def stays(self) -> bool:
        """Whether it changes a record and no state."""
        return self.source is self.target


def _row(
    source: State,
    action: Action,
    target: State,
    roles: tuple[Role, ...],
    conditions: tuple[Guard, ...],
    effect: Effect,
    words: tuple[str, str],
    *,
    event: str = "",
    deadlines: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
    grounds: tuple[EndingGround, ...] = (),
) -> Row:
    return Row(
        source=source,
        action=action,
        target=target,
        roles=roles,
        guards=(guards.ground_is_one_of(*grounds), *conditions) if grounds else conditions,
        effect=effect,
        event=event or action.value,
        label_zh=words[0],
        label_en=words[1],
        deadlines=deadlines,
        documents=documents,
        grounds=grounds,
    )


def _submit(source: State, words: tuple[str, str], event: str) -> Row:
    return _row(
        source,
        Action.SUBMIT,
        State.SUBMITTED,
        _APPLICANT,
        (guards.asks_for_something, guards.fields_are_sound, guards.positions_differ, guards.positions_are_free),
        effects.submitted,
        words,
        event=event,
        deadlines=("acceptance",),
        documents=("receipt",),
    )


def _withdraw(source: State) -> Row:
    return _row(
        source,
        Action.WITHDRAW,
        State.WITHDRAWN,
        _APPLICANT,
        (),
        effects.unchanged,
        ("撤回申请", "Withdraw"),
    )


def _states_figures(source: State) -> Row:
    return _row(
        source,
        Action.STATE_FIGURES,
        source,
        _APPLICANT,
        (only_missing_figures,),
        effects.figures_stated,
        ("补填数量", "State missing figures"),
    )


def _in_procedure(source: State) -> tuple[Row, ...]:
    """What can happen to a case at any time between acceptance and decision."""
    return (
        _row(
            source,
            Action.SUPPLEMENT,
            source,
            _APPLICANT,
            (guards.supplements_are_promised,),
            effects.supplemented,
            ("补交容缺材料", "Hand in what was promised"),
        ),
        _row(
            source,
            Action.EXTEND,
            source,
            _HEAD,
            (guards.not_paused, guards.reasons_given, guards.extension_is_lawful),
            effects.extended,
            ("批准延期", "Extend the time limit"),
            documents=("extension",),
        ),
        _row(
            source,
            Action.SUSPEND,
            source,
            _WINDOW,
            (guards.not_paused, guards.reasons_given, guards.pause_is_told),
            effects.suspended,
            ("中止计时", "Stop the clock"),
            documents=("suspension",),
        ),
        _row(
            source,
            Action.RESUME,
            source,
            _WINDOW,
            (guards.is_paused,),
            effects.resumed,
            ("恢复计时", "Let the clock run on"),
        ),
        _withdraw(source),
        _row(
            source,
            Action.DEEM_RENEWED,
            State.APPROVED,
            _CLOCK,
            (guards.is_a_renewal_in_time,),
            effects.approved,
            ("视为准予延续", "Counts as renewed"),
            deadlines=("delivery",),
        ),
    )


def _end(source: State) -> tuple[Row, ...]:
    """How a permit in force ends."""
    holder_or_head = (Role.APPLICANT, Role.SUPERVISOR)
    return (
        _row(
            source,
            Action.EXPIRE,
            State.EXPIRED,
            _CLOCK,
            (guards.validity_is_over,),
            effects.unchanged,
            ("到期", "Expire"),
            deadlines=("removal",),
        ),
        _row(
            source,
            Action.REVOKE,
            State.REVOKED,
            _HEAD,
            (guards.reasons_given, guards.holder_was_heard),
            effects.unchanged,
            ("撤销", "Revoke"),
            grounds=EndingWay.REVOCATION.grounds,
            deadlines=("removal",),
            documents=("revocation",),
        ),
        _row(
            source,
            Action.WITHDRAW_PERMIT,
            State.PERMIT_WITHDRAWN,
            _HEAD,
            (guards.reasons_given,),
            effects.unchanged,
            ("撤回许可", "Withdraw the permit"),
            grounds=EndingWay.WITHDRAWAL.grounds,
            deadlines=("removal",),
            documents=("withdrawal",),
        ),
        _row(
            source,
            Action.CANCEL,
            State.CANCELLED,
            holder_or_head,
            (guards.reasons_given_by_the_office,),
            effects.unchanged,
            ("注销", "Cancel the permit"),
            grounds=_CANCELLED_IN_FORCE,
            deadlines=("removal",),
            documents=("cancellation",),
        ),
    )


def _cancel_afterwards(source: State, ground: EndingGround) -> Row:
    """The cancellation (注销) of what is over already: no time limit starts anew."""
    return _row(
        source,
        Action.CANCEL,
        State.CANCELLED,
        _HEAD,
        (guards.reasons_given,),
        effects.unchanged,
        ("注销", "Cancel the permit"),
        grounds=(ground,),
        documents=("cancellation",),
    )


def _deliver(source: State, target: State) -> Row:
    return _row(
        source,
        Action.DELIVER,
        target,
        _WINDOW,
        (guards.is_not_delivered_yet, guards.recipient_is_named),
        effects.delivered,
        ("送达", "Deliver"),
        documents=("delivery",),
    )


def _remove(source: State) -> Row:
    return _row(
        source,
        Action.REMOVE,
        State.REMOVED,
        _WINDOW,
        (guards.removal_is_shown,),
        effects.removed,
        ("确认已拆除", "Sign is taken down"),
    )


_COUNTER: tuple[Row, ...] = (
    _row(
        State.DRAFT,
        Action.AMEND,
        State.DRAFT,
        _APPLICANT,
        (guards.positions_differ,),
        effects.amended,
        ("修改草稿", "Change the draft"),
    ),
    _submit(State.DRAFT, ("提交申请", "Submit"), "submit"),
    _withdraw(State.DRAFT),
    _row(
        State.SUBMITTED,
        Action.RETURN,
        State.RETURNED,
        _FIRST,
        (guards.defects_listed, guards.notice_is_the_only_one),
        effects.returned,
        ("一次性告知补正", "Return for correction"),
        deadlines=("correction",),
        documents=("correction",),
    ),
    _row(
        State.SUBMITTED,
        Action.ACCEPT,
        State.ACCEPTED,
        _FIRST,
        (guards.papers_complete, figures_are_stated, guards.lines_are_settled),
        effects.accepted,
        ("受理", "Accept"),
        deadlines=DECISION_LIMITS,
        documents=("acceptance",),
    ),
    _row(
        State.SUBMITTED,
        Action.DEEM_ACCEPTED,
        State.ACCEPTED,
        _CLOCK,
        (guards.silence_has_accepted,),
        effects.deemed_accepted,
        ("逾期视为受理", "Counts as accepted"),
        deadlines=DECISION_LIMITS,
        documents=("acceptance",),
    ),
    _row(
        State.SUBMITTED,
        Action.NOT_ACCEPT,
        State.NOT_ACCEPTED,
        _FIRST,
        (guards.reasons_given, guards.can_say_where_to_go),
        effects.not_accepted,
        ("不予受理", "Do not accept"),
        documents=("non_acceptance",),
    ),
    _row(
        State.SUBMITTED,
        Action.ADD_PAPERS,
        State.SUBMITTED,
        _APPLICANT,
        (guards.papers_are_new,),
        effects.papers_added,
        ("补交材料（受理前）", "Add papers (before acceptance)"),
    ),
    _withdraw(State.SUBMITTED),
    _row(
        State.RETURNED,
        Action.AMEND,
        State.RETURNED,
        _APPLICANT,
        (guards.positions_differ,),
        effects.amended,
        ("修改招牌", "Change a sign"),
        event="amend_returned",
    ),
    _submit(State.RETURNED, ("补正后再提交", "Submit again"), "resubmit"),
    _withdraw(State.RETURNED),
    _row(
        State.RETURNED,
        Action.LAPSE,
        State.LAPSED,
        _CLOCK,
        (guards.correction_is_overdue,),
        effects.unchanged,
        ("逾期未补正", "Lapse"),
    ),
)

_REVIEW: tuple[Row, ...] = (
    _row(
        State.ACCEPTED,
        Action.START_REVIEW,
        State.UNDER_REVIEW,
        _FIRST,
        (guards.did_not_chair,),
        effects.taken_up,
        ("开始审查", "Take up"),
    ),
    *_in_procedure(State.ACCEPTED),
    _states_figures(State.ACCEPTED),
    _row(
        State.UNDER_REVIEW,
        Action.SURVEY,
        State.UNDER_REVIEW,
        _WINDOW,
        (guards.did_not_chair, guards.surveyors_suffice, guards.survey_took_place),
        effects.surveyed,
        ("记录现场勘验", "Record a survey"),
        documents=("survey",),
    ),
    _row(
        State.UNDER_REVIEW,
        Action.REVIEW_MATTER,
        State.UNDER_REVIEW,
        _WINDOW,
        (
            guards.did_not_chair,
            guards.reasons_given,
            guards.reasons_say_why,
            guards.matter_is_there,
            guards.section_is_own,
        ),
        effects.matter_reviewed,
        ("并联审查意见", "Opinion on one item"),
    ),
    _row(
        State.UNDER_REVIEW,
        Action.RECOMMEND,
        State.RECOMMENDED,
        _FIRST,
        (
            guards.did_not_chair,
            guards.not_paused,
            guards.outcome_stated,
            guards.reasons_given,
            guards.reasons_say_why,
            guards.survey_is_done,
            guards.statements_are_verified,
            guards.parties_were_heard,
            guards.matters_are_reviewed,
            guards.findings_allow_a_grant,
            figures_are_stated,
        ),
        effects.recommended,
        ("初审", "Recommend"),
    ),
    *_in_procedure(State.UNDER_REVIEW),
    _states_figures(State.UNDER_REVIEW),
)

_DECISION: tuple[Row, ...] = (
    _row(
        State.RECOMMENDED,
        Action.SEND_BACK,
        State.UNDER_REVIEW,
        _SECOND,
        (guards.reasons_given, guards.two_officers),
        effects.sent_back,
        ("退回重审", "Send back"),
    ),
    _row(
        State.RECOMMENDED,
        Action.APPROVE,
        State.APPROVED,
        _SECOND,
        (
            guards.not_paused,
            guards.recommendation_was_to_grant,
            guards.two_officers,
            guards.hearings_are_on_record,
            guards.parties_were_heard,
            guards.findings_allow_a_grant,
            figures_are_stated,
            guards.positions_are_free,
            guards.earlier_permit_holds,
        ),
        effects.approved,
        ("准予", "Approve"),
        deadlines=("delivery",),
        documents=("review",),
    ),
    _row(
        State.RECOMMENDED,
        Action.REFUSE,
        State.REFUSED,
        _SECOND,
        (
            guards.not_paused,
            guards.recommendation_was_to_refuse,
            guards.two_officers,
            guards.hearings_are_on_record,
            guards.parties_were_heard,
            guards.reasons_given,
            guards.reasons_say_why,
            guards.refusal_has_its_basis,
        ),
        effects.refused,
        ("不予许可", "Refuse"),
        deadlines=("delivery",),
        documents=("refusal", "review"),
    ),
    *_in_procedure(State.RECOMMENDED),
    _row(
        State.APPROVED,
        Action.SUPPLEMENT,
        State.APPROVED,
        _APPLICANT,
        (guards.supplements_are_promised,),
        effects.supplemented,
        ("补交容缺材料", "Hand in what was promised"),
    ),
    _row(
        State.APPROVED,
        Action.ISSUE,
        State.ISSUED,
        _WINDOW,
        (guards.promises_are_kept, guards.positions_are_free, guards.earlier_permit_holds, guards.document_is_sealed),
        effects.issued,
        ("制发决定书", "Issue"),
        documents=("decision",),
    ),
)

_AFTERWARDS: tuple[Row, ...] = (
    _deliver(State.REFUSED, State.REFUSED),
    _deliver(State.ISSUED, State.DELIVERED),
    *(row for source in IN_FORCE for row in _end(source)),
    _cancel_afterwards(State.EXPIRED, EndingGround.CANCELLATION_EXPIRED),
    _cancel_afterwards(State.REVOKED, EndingGround.CANCELLATION_ENDED),
    _cancel_afterwards(State.PERMIT_WITHDRAWN, EndingGround.CANCELLATION_ENDED),
    *(_remove(source) for source in (State.EXPIRED, State.REVOKED, State.PERMIT_WITHDRAWN, State.CANCELLED)),
)

TABLE: tuple[Row, ...] = _COUNTER + _REVIEW + _DECISION + _AFTERWARDS
