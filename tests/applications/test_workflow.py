"""The table of steps: the full matrix, written out here by hand so that the table is not its own witness."""

from dataclasses import replace
from datetime import date

import pytest

from signage.applications.guards import Facts
from signage.applications.model import Action, Actor, Outcome, Permit, Recommendation, Role, State
from signage.applications.workflow import TABLE, actions_for, transition, unmet
from signage.errors import GuardFailed, IllegalTransition, NotPermitted, SignageError
from signage.locale import Lang, all_codes, describe
from signage.rules.findings import Verdict

from .case_builders import CLERK, NOW, SECOND, SHOP, application, finding, item

A, C, S, B, T = "applicant", "clerk", "second_officer", "supervisor", "system"
EXPECTED = {
    ("draft", "submit"): ("submitted", {A}),
    ("draft", "withdraw"): ("withdrawn", {A}),
    ("submitted", "return"): ("returned", {C, S}),
    ("submitted", "accept"): ("accepted", {C, S}),
    ("submitted", "withdraw"): ("withdrawn", {A}),
    ("returned", "submit"): ("submitted", {A}),
    ("returned", "withdraw"): ("withdrawn", {A}),
    ("accepted", "recommend"): ("recommended", {C, S}),
    ("accepted", "withdraw"): ("withdrawn", {A}),
    ("recommended", "send_back"): ("accepted", {S, B}),
    ("recommended", "approve"): ("approved", {S, B}),
    ("recommended", "refuse"): ("refused", {S, B}),
    ("recommended", "withdraw"): ("withdrawn", {A}),
    ("approved", "issue"): ("issued", {C, S, B}),
    ("issued", "expire"): ("expired", {T}),
    ("issued", "revoke"): ("revoked", {B}),
}


def actor(role):
    return Actor(id=SHOP.id if role is Role.APPLICANT else f"acc-{role.value}", name="某甲", role=role)


def ready(state, action):
    """A case at a state, and facts under which every guard of the action is content."""
    first = Recommendation(
        officer=Actor(id="acc-first", name="初审丁", role=Role.CLERK),
        at=NOW,
        outcome=Outcome.REFUSED if action is Action.REFUSE else Outcome.GRANTED,
        opinion="符合",
    )
    granted = replace(item(), outcome=Outcome.GRANTED)
    permit = Permit(
        id="p",
        number="示例",
        item_id=granted.id,
        position_key=granted.position_key,
        valid_from=date(2026, 11, 24),
        valid_to=date(2029, 11, 23),
        document_digest="sha256:33",
        verification_code="C",
    )
    case = application(state, items=(granted,), recommendation=first, permits=(permit,))
    facts = Facts(
        reasons="理由",
        outcome=Outcome.REFUSED if action is Action.REFUSE else Outcome.GRANTED,
        defects=("缺少材料",),
        document_digest="sha256:33",
        permits=(permit,),
        today=date(2030, 1, 1),
    )
    return case, facts


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(State))
def test_every_state_action_and_role_does_what_the_matrix_says(state, action, role):
    case, facts = ready(state, action)
    expected = EXPECTED.get((state.value, action.value))
    if expected is None:
        with pytest.raises(IllegalTransition):
            transition(case, action, actor(role), facts, NOW)
        return
    target, roles = expected
    if role.value not in roles:
        with pytest.raises(NotPermitted):
            transition(case, action, actor(role), facts, NOW)
        return
    changed, events = transition(case, action, actor(role), facts, NOW)
    assert changed.state.value == target
    assert changed.version == case.version + 1
    assert [(e.from_state, e.to_state, e.action, e.actor.role) for e in events] == [
        (state, changed.state, action.value, role)
    ]
    assert events[0].note
    assert case.state is state


def test_the_table_holds_no_other_rows():
    assert {(row.source.value, row.action.value) for row in TABLE} == set(EXPECTED)


@pytest.mark.parametrize(
    ("action", "state", "change", "code"),
    [
        (Action.SUBMIT, State.DRAFT, {"items": ()}, "workflow.no_signs"),
        (Action.SUBMIT, State.DRAFT, {"taken_positions": ("p/u",)}, "workflow.position_taken"),
        (Action.RETURN, State.SUBMITTED, {"defects": (" ",)}, "workflow.defects_missing"),
        (Action.ACCEPT, State.SUBMITTED, {"missing_papers": ("M1",)}, "workflow.papers_missing"),
        (Action.RECOMMEND, State.ACCEPTED, {"outcome": None}, "workflow.outcome_missing"),
        (Action.RECOMMEND, State.ACCEPTED, {"reasons": "  "}, "workflow.reasons_missing"),
        (Action.SEND_BACK, State.RECOMMENDED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.REFUSE, State.RECOMMENDED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.APPROVE, State.RECOMMENDED, {"taken_positions": ("p/u",)}, "workflow.position_taken"),
        (Action.ISSUE, State.APPROVED, {"document_digest": ""}, "workflow.document_missing"),
        (Action.ISSUE, State.APPROVED, {"permits": ()}, "workflow.document_missing"),
        (Action.EXPIRE, State.ISSUED, {"today": date(2029, 11, 23)}, "workflow.still_valid"),
        (Action.REVOKE, State.ISSUED, {"reasons": ""}, "workflow.reasons_missing"),
    ],
)
def test_a_guard_stops_its_step_and_says_why(action, state, change, code):
    case, facts = ready(state, action)
    roles = EXPECTED[(state.value, action.value)][1]
    who = actor(Role(sorted(roles)[0]))
    with pytest.raises(GuardFailed) as caught:
        transition(case, action, who, replace(facts, **change), NOW)
    assert caught.value.code == code
    for lang in Lang:
        told = describe(caught.value, lang)
        assert told.message
        assert told.hint


def test_the_same_officer_cannot_recommend_and_decide():
    case, facts = ready(State.RECOMMENDED, Action.APPROVE)
    case = replace(case, recommendation=replace(case.recommendation, officer=SECOND))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.APPROVE, SECOND, facts, NOW)
    assert caught.value.code == "workflow.same_officer"
    changed, _ = transition(case, Action.APPROVE, SECOND, replace(facts, needs_two_officers=False), NOW)
    assert changed.state is State.APPROVED


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNMEASURED, Verdict.REVIEW])
def test_a_blocking_finding_stops_a_grant_until_its_rule_is_waived_with_a_reason(verdict):
    case, facts = ready(State.ACCEPTED, Action.RECOMMEND)
    case = replace(case, items=(item(findings=(finding(verdict, "hz-03"),)),))
    for waivers in ((), (("hz-03", " "),), (("hz-04", "理由"),)):
        with pytest.raises(GuardFailed) as caught:
            transition(case, Action.RECOMMEND, CLERK, replace(facts, waivers=waivers), NOW)
        assert caught.value.code == "workflow.findings_block"
    changed, events = transition(
        case, Action.RECOMMEND, CLERK, replace(facts, waivers=(("hz-03", "现场复测合格"),)), NOW
    )
    assert ("waiver hz-03", "现场复测合格") in events[0].facts
    approved, _ = transition(changed, Action.APPROVE, SECOND, Facts(reasons="同意"), NOW)
    assert approved.state is State.APPROVED


def test_a_warning_does_not_stop_a_grant():
    case, facts = ready(State.ACCEPTED, Action.RECOMMEND)
    case = replace(case, items=(item(findings=(finding(Verdict.WARN),)),))
    assert transition(case, Action.RECOMMEND, CLERK, facts, NOW)[0].state is State.RECOMMENDED


def test_nothing_is_decided_against_the_first_opinion():
    case, facts = ready(State.RECOMMENDED, Action.APPROVE)
    with pytest.raises(GuardFailed):
        transition(case, Action.REFUSE, SECOND, facts, NOW)
    refused, facts = ready(State.RECOMMENDED, Action.REFUSE)
    with pytest.raises(GuardFailed):
        transition(refused, Action.APPROVE, SECOND, facts, NOW)


def test_a_second_notice_needs_the_reason_on_record():
    case, facts = ready(State.SUBMITTED, Action.RETURN)
    case = replace(case, notice=("以前的告知",))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.RETURN, CLERK, replace(facts, reasons=""), NOW)
    assert caught.value.code == "workflow.second_notice"
    assert transition(case, Action.RETURN, CLERK, facts, NOW)[0].state is State.RETURNED


def test_all_objections_are_told_at_once():
    case, facts = ready(State.ACCEPTED, Action.RECOMMEND)
    codes = {failure.code for failure in unmet(case, Action.RECOMMEND, CLERK, Facts(), NOW)}
    assert codes == {"workflow.outcome_missing", "workflow.reasons_missing"}
    assert unmet(case, Action.RECOMMEND, CLERK, facts, NOW) == ()


def test_somebody_elses_case_offers_an_applicant_nothing():
    stranger = Actor(id="acc-stranger", name="路人", role=Role.APPLICANT)
    case = application(State.DRAFT)
    assert actions_for(case, stranger) == ()
    assert [row.action for row in actions_for(case, SHOP)] == [Action.SUBMIT, Action.WITHDRAW]
    with pytest.raises(NotPermitted):
        transition(case, Action.SUBMIT, stranger, Facts(), NOW)


def test_every_refusal_by_the_table_has_words():
    wanted = {f"workflow.event_{row.event}" for row in TABLE} | {f"workflow.state_{s.value}" for s in State}
    wanted |= {f"workflow.action_{a.value}" for a in Action} | {f"workflow.role_{r.value}" for r in Role}
    assert wanted <= all_codes()
    for state, action in (("draft", Action.ISSUE), ("submitted", Action.ACCEPT)):
        with pytest.raises(SignageError) as caught:
            transition(application(State(state)), action, actor(Role.PUBLIC), Facts(), NOW)
        assert "{" not in str(describe(caught.value))
        assert "{" not in str(describe(caught.value, Lang.EN))
