"""The table of steps: the full matrix, written out here by hand so that the table is not its own witness."""

import itertools

import pytest

from signage.applications.model import Action, Role, State
from signage.applications.workflow import TABLE, transition
from signage.errors import IllegalTransition, NotPermitted

from .case_builders import NOW
from .ready_cases import actor, ready

A, C, S, B, T = "applicant", "clerk", "second_officer", "supervisor", "system"
EXPECTED = {
    ("draft", "amend"): ("draft", {A}),
    ("draft", "submit"): ("submitted", {A}),
    ("draft", "withdraw"): ("withdrawn", {A}),
    ("submitted", "return"): ("returned", {C, S}),
    ("submitted", "accept"): ("accepted", {C, S}),
    ("submitted", "deem_accepted"): ("accepted", {T}),
    ("submitted", "not_accept"): ("not_accepted", {C, S}),
    ("submitted", "add_papers"): ("submitted", {A}),
    ("submitted", "withdraw"): ("withdrawn", {A}),
    ("returned", "amend"): ("returned", {A}),
    ("returned", "submit"): ("submitted", {A}),
    ("returned", "withdraw"): ("withdrawn", {A}),
    ("returned", "lapse"): ("lapsed", {T}),
    ("accepted", "start_review"): ("under_review", {C, S}),
    ("accepted", "supplement"): ("accepted", {A}),
    ("accepted", "state_figures"): ("accepted", {A}),
    ("accepted", "extend"): ("accepted", {B}),
    ("accepted", "suspend"): ("accepted", {C, S, B}),
    ("accepted", "resume"): ("accepted", {C, S, B}),
    ("accepted", "withdraw"): ("withdrawn", {A}),
    ("accepted", "deem_renewed"): ("approved", {T}),
    ("under_review", "survey"): ("under_review", {C, S, B}),
    ("under_review", "review_matter"): ("under_review", {C, S, B}),
    ("under_review", "recommend"): ("recommended", {C, S}),
    ("under_review", "supplement"): ("under_review", {A}),
    ("under_review", "state_figures"): ("under_review", {A}),
    ("under_review", "extend"): ("under_review", {B}),
    ("under_review", "suspend"): ("under_review", {C, S, B}),
    ("under_review", "resume"): ("under_review", {C, S, B}),
    ("under_review", "withdraw"): ("withdrawn", {A}),
    ("under_review", "deem_renewed"): ("approved", {T}),
    ("recommended", "send_back"): ("under_review", {S, B}),
    ("recommended", "approve"): ("approved", {S, B}),
    ("recommended", "refuse"): ("refused", {S, B}),
    ("recommended", "supplement"): ("recommended", {A}),
    ("recommended", "extend"): ("recommended", {B}),
    ("recommended", "suspend"): ("recommended", {C, S, B}),
    ("recommended", "resume"): ("recommended", {C, S, B}),
    ("recommended", "withdraw"): ("withdrawn", {A}),
    ("recommended", "deem_renewed"): ("approved", {T}),
    ("approved", "supplement"): ("approved", {A}),
    ("approved", "issue"): ("issued", {C, S, B}),
    ("refused", "deliver"): ("refused", {C, S, B}),
    ("issued", "deliver"): ("delivered", {C, S, B}),
    ("issued", "expire"): ("expired", {T}),
    ("issued", "revoke"): ("revoked", {B}),
    ("issued", "withdraw_permit"): ("permit_withdrawn", {B}),
    ("issued", "cancel"): ("cancelled", {A, B}),
    ("delivered", "expire"): ("expired", {T}),
    ("delivered", "revoke"): ("revoked", {B}),
    ("delivered", "withdraw_permit"): ("permit_withdrawn", {B}),
    ("delivered", "cancel"): ("cancelled", {A, B}),
    ("expired", "cancel"): ("cancelled", {B}),
    ("revoked", "cancel"): ("cancelled", {B}),
    ("permit_withdrawn", "cancel"): ("cancelled", {B}),
    ("expired", "remove"): ("removed", {C, S, B}),
    ("revoked", "remove"): ("removed", {C, S, B}),
    ("permit_withdrawn", "remove"): ("removed", {C, S, B}),
    ("cancelled", "remove"): ("removed", {C, S, B}),
}


@pytest.mark.parametrize("state", list(State))
def test_every_action_and_role_does_in_a_state_what_the_matrix_says(state):
    # One test for a state: thousands of tests of a millisecond each would take longer to begin than to run.
    wrong = {}
    for action, role in itertools.product(Action, Role):
        try:
            _does_what_the_matrix_says(state, action, role)
        except (Exception, pytest.fail.Exception) as error:
            wrong[f"{action.value} by {role.value}"] = repr(error)
    assert wrong == {}


def _does_what_the_matrix_says(state, action, role):
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
