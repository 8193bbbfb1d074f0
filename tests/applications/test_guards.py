"""What stops a step of the table, and what is told then."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from signage.applications.guards import Facts
from signage.applications.letter_content import EndingGround, Reason
from signage.applications.model import Action, Actor, Outcome, Role, State
from signage.applications.records import (
    Chair,
    CorrectionNotice,
    Defect,
)
from signage.applications.workflow import TABLE, actions_for, transition, unmet
from signage.errors import GuardFailed, IllegalTransition, NotPermitted, SignageError
from signage.locale import Lang, all_codes, describe, text
from signage.resources import bundled
from signage.rules.findings import Verdict

from .case_builders import CLERK, NOW, SECOND, SHOP, application, finding, item, papers
from .ready_cases import actor, ready
from .test_matrix import EXPECTED

NAMELESS = "workflow.basis_names_nothing"
REASONLESS, BASELESS = "workflow.reason_says_nothing", "workflow.refusal_without_basis"


CHAIRS = (Chair(name="某甲（演示）"),)  # everybody of `ready_cases.actor` is called so


@pytest.mark.parametrize(
    ("action", "state", "change", "code"),
    [
        (Action.SUBMIT, State.DRAFT, {"field_faults": ("止日早于起日",)}, "workflow.fields_wrong"),
        (Action.SUBMIT, State.DRAFT, {"taken_positions": ("p/u",)}, "workflow.position_taken"),
        (Action.RETURN, State.SUBMITTED, {"defects": (Defect(key="x", text=" "),)}, "workflow.defects_missing"),
        (Action.NOT_ACCEPT, State.SUBMITTED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.NOT_ACCEPT, State.SUBMITTED, {"referral": " "}, "workflow.referral_missing"),
        (Action.DEEM_ACCEPTED, State.SUBMITTED, {"today": date(2026, 11, 30)}, "workflow.acceptance_open"),
        (Action.LAPSE, State.RETURNED, {"today": date(2026, 11, 30)}, "workflow.correction_open"),
        (Action.EXTEND, State.ACCEPTED, {"extension_days": 11}, "workflow.extension_too_long"),
        (Action.EXTEND, State.ACCEPTED, {"extension_days": 0}, "workflow.extension_too_long"),
        (Action.EXTEND, State.ACCEPTED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.SUSPEND, State.ACCEPTED, {"pause": None}, "workflow.pause_untold"),
        (Action.SUPPLEMENT, State.ACCEPTED, {"supplements": (papers("M9")[0],)}, "workflow.not_promised"),
        (Action.SUPPLEMENT, State.APPROVED, {"supplements": ()}, "workflow.not_promised"),
        (Action.ADD_PAPERS, State.SUBMITTED, {"supplements": ()}, "workflow.no_new_papers"),
        (Action.ADD_PAPERS, State.SUBMITTED, {"supplements": (papers("M9")[0],)}, "workflow.no_new_papers"),
        (Action.START_REVIEW, State.ACCEPTED, {"chairs": CHAIRS}, "workflow.chaired"),
        (Action.SURVEY, State.UNDER_REVIEW, {"chairs": CHAIRS}, "workflow.chaired"),
        (Action.SURVEY, State.UNDER_REVIEW, {"chairs": (Chair(name="乙", account_id="a-2"),)}, "workflow.chaired"),
        (Action.REVIEW_MATTER, State.UNDER_REVIEW, {"chairs": CHAIRS}, "workflow.chaired"),
        (Action.RECOMMEND, State.UNDER_REVIEW, {"chairs": CHAIRS}, "workflow.chaired"),
        (Action.REVIEW_MATTER, State.UNDER_REVIEW, {"matter_id": "m-2"}, "workflow.matter_unknown"),
        (Action.DEEM_RENEWED, State.ACCEPTED, {"today": date(2029, 11, 23)}, "workflow.renewal_open"),
        (Action.DELIVER, State.ISSUED, {"delivery": None}, "workflow.recipient_missing"),
        (Action.REVOKE, State.DELIVERED, {"heard": ""}, "workflow.holder_unheard"),
        (Action.REVOKE, State.DELIVERED, {"heard": "无"}, "workflow.holder_unheard"),
        (Action.REMOVE, State.EXPIRED, {"removal_evidence": ""}, "workflow.removal_unshown"),
        (Action.ACCEPT, State.SUBMITTED, {"missing_papers": ("M1",)}, "workflow.papers_missing"),
        (Action.RECOMMEND, State.UNDER_REVIEW, {"outcome": None}, "workflow.outcome_missing"),
        (Action.RECOMMEND, State.UNDER_REVIEW, {"reasons": "  "}, "workflow.reasons_missing"),
        (Action.SEND_BACK, State.RECOMMENDED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.REFUSE, State.RECOMMENDED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.APPROVE, State.RECOMMENDED, {"open_hearings": ("听通1号",)}, "workflow.hearing_unrecorded"),
        (Action.REFUSE, State.RECOMMENDED, {"open_hearings": ("听通1号",)}, "workflow.hearing_unrecorded"),
        (Action.RECOMMEND, State.UNDER_REVIEW, {"outcome": Outcome.REFUSED, "reasons": "否"}, REASONLESS),
        (Action.REFUSE, State.RECOMMENDED, {"grounds": (Reason(text="否。", basis="第三条"),)}, REASONLESS),
        (Action.REFUSE, State.RECOMMENDED, {"grounds": (Reason(text="超出招牌带", basis=" "),)}, BASELESS),
        (Action.REFUSE, State.RECOMMENDED, {"grounds": ()}, BASELESS),
        *(
            (Action.REFUSE, State.RECOMMENDED, {"grounds": (Reason(text="超出招牌带", basis=basis),)}, NAMELESS)
            for basis in ("无", "—", "同上", "第三条", "《无》", "《 》", "规定")
        ),
        (Action.RECOMMEND, State.UNDER_REVIEW, {"open_periods": ("许告1号",)}, "workflow.period_runs"),
        (Action.APPROVE, State.RECOMMENDED, {"open_periods": ("许告1号",)}, "workflow.period_runs"),
        (Action.REFUSE, State.RECOMMENDED, {"open_periods": ("许告1号",)}, "workflow.period_runs"),
        (Action.APPROVE, State.RECOMMENDED, {"taken_positions": ("p/u",)}, "workflow.position_taken"),
        (Action.APPROVE, State.RECOMMENDED, {"earlier_lost": "示例1号"}, "workflow.earlier_lost"),
        (Action.ISSUE, State.APPROVED, {"earlier_lost": "示例1号"}, "workflow.earlier_lost"),
        (Action.ISSUE, State.APPROVED, {"document_digest": ""}, "workflow.document_missing"),
        (Action.ISSUE, State.APPROVED, {"permits": ()}, "workflow.document_missing"),
        (Action.EXPIRE, State.ISSUED, {"today": date(2029, 11, 23)}, "workflow.still_valid"),
        (Action.REVOKE, State.ISSUED, {"reasons": ""}, "workflow.reasons_missing"),
        (Action.REVOKE, State.ISSUED, {"ground": ""}, "workflow.ground_missing"),
        (Action.REVOKE, State.DELIVERED, {"ground": "cancellation_other"}, "workflow.ground_missing"),
        (Action.WITHDRAW_PERMIT, State.ISSUED, {"reasons": " "}, "workflow.reasons_missing"),
        (Action.WITHDRAW_PERMIT, State.DELIVERED, {"ground": "revocation_other"}, "workflow.ground_missing"),
        (Action.CANCEL, State.DELIVERED, {"ground": "cancellation_expired"}, "workflow.ground_missing"),
        (Action.CANCEL, State.EXPIRED, {"ground": "cancellation_ended"}, "workflow.ground_missing"),
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
    changed, _ = transition(case, Action.APPROVE, SECOND, replace(facts, needs_another_decider=False), NOW)
    assert changed.state is State.APPROVED


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNMEASURED, Verdict.REVIEW])
def test_a_blocking_finding_stops_a_grant_until_its_rule_is_waived_with_a_reason(verdict):
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
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
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
    case = replace(case, items=(item(findings=(finding(Verdict.WARN),)),))
    assert transition(case, Action.RECOMMEND, CLERK, facts, NOW)[0].state is State.RECOMMENDED


def test_nothing_is_decided_against_the_first_opinion():
    case, facts = ready(State.RECOMMENDED, Action.APPROVE)
    with pytest.raises(GuardFailed):
        transition(case, Action.REFUSE, SECOND, facts, NOW)
    refused, facts = ready(State.RECOMMENDED, Action.REFUSE)
    with pytest.raises(GuardFailed):
        transition(refused, Action.APPROVE, SECOND, facts, NOW)


def told_before(*keys):
    return CorrectionNotice(at=NOW, officer=CLERK, defects=tuple(Defect(key=key, text=key) for key in keys))


def test_a_second_notice_for_what_was_there_already_needs_the_reason_on_record():
    case, facts = ready(State.SUBMITTED, Action.RETURN)
    case = replace(case, notices=(told_before("paper:M2"),))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.RETURN, CLERK, replace(facts, reasons=""), NOW)
    assert caught.value.code == "workflow.second_notice"
    assert "缺少材料" in describe(caught.value).message
    changed, _ = transition(case, Action.RETURN, CLERK, facts, NOW)
    assert changed.notices[-1].reason == facts.reasons


@pytest.mark.parametrize("how", ["told the first time and still open", "brought by the last submission"])
def test_a_second_notice_may_repeat_what_is_open_and_name_what_is_new(how):
    case, facts = ready(State.SUBMITTED, Action.RETURN)
    is_old = how.startswith("told")
    case = replace(case, notices=(told_before("paper:M1" if is_old else "paper:M2"),))
    facts = replace(facts, reasons="", fresh_defects=() if is_old else ("paper:M1",))
    changed, _ = transition(case, Action.RETURN, CLERK, facts, NOW)
    assert changed.state is State.RETURNED
    assert len(changed.notices) == 2


def test_nothing_is_asked_for_without_a_sign_or_an_item():
    case, facts = ready(State.DRAFT, Action.SUBMIT)
    alone = transition(replace(case, items=()), Action.SUBMIT, SHOP, facts, NOW)[0]
    assert alone.state is State.SUBMITTED
    with pytest.raises(GuardFailed) as caught:
        transition(replace(case, items=(), matters=()), Action.SUBMIT, SHOP, facts, NOW)
    assert caught.value.code == "workflow.no_signs"


def test_nothing_happens_by_silence_on_a_provisional_date():
    case, facts = ready(State.SUBMITTED, Action.DEEM_ACCEPTED)
    case = replace(case, deadlines=tuple(replace(d, is_provisional=True) for d in case.deadlines))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.DEEM_ACCEPTED, actor(Role.SYSTEM), facts, NOW)
    assert caught.value.code == "workflow.acceptance_open"


def test_silence_accepts_from_the_day_of_receipt():
    case, facts = ready(State.SUBMITTED, Action.DEEM_ACCEPTED)
    received = NOW.replace(day=2)
    changed, _ = transition(replace(case, submitted_at=received), Action.DEEM_ACCEPTED, actor(Role.SYSTEM), facts, NOW)
    assert changed.accepted_at == received


def test_nothing_is_decided_while_the_clock_is_stopped():
    case, facts = ready(State.RECOMMENDED, Action.APPROVE)
    paused, _ = transition(case, Action.SUSPEND, CLERK, facts, NOW)
    for action, who in ((Action.APPROVE, SECOND), (Action.SUSPEND, CLERK)):
        with pytest.raises(GuardFailed) as caught:
            transition(paused, action, who, facts, NOW)
        assert caught.value.code == "workflow.paused"
    going, _ = transition(paused, Action.RESUME, CLERK, replace(facts, uncounted_days=4), NOW)
    assert going.pauses[0].uncounted_days == 4
    assert transition(going, Action.APPROVE, SECOND, facts, NOW)[0].state is State.APPROVED


def test_the_time_limit_is_extended_once():
    case, facts = ready(State.ACCEPTED, Action.EXTEND)
    longer, _ = transition(case, Action.EXTEND, actor(Role.SUPERVISOR), facts, NOW)
    with pytest.raises(GuardFailed) as caught:
        transition(longer, Action.EXTEND, actor(Role.SUPERVISOR), facts, NOW)
    assert caught.value.code == "workflow.extended_already"


def test_a_survey_needs_two_officers_and_words_where_the_law_asks():
    case, facts = ready(State.UNDER_REVIEW, Action.SURVEY)
    alone = replace(facts, survey=replace(facts.survey, accounts=("a-1", "a-1")))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.SURVEY, CLERK, alone, NOW)
    assert caught.value.code == "workflow.surveyors"
    assert transition(case, Action.SURVEY, CLERK, replace(alone, needs_two_officers=False), NOW)[0].surveys
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.SURVEY, CLERK, replace(facts, survey=replace(facts.survey, findings=" ")), NOW)
    assert caught.value.code == "workflow.survey_empty"


def test_a_case_that_needs_a_survey_is_not_recommended_before_it():
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
    case = replace(case, circumstances=replace(case.circumstances, needs_survey=True))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.RECOMMEND, CLERK, facts, NOW)
    assert caught.value.code == "workflow.survey_missing"
    surveyed = replace(case, surveys=(facts.survey,))
    assert transition(surveyed, Action.RECOMMEND, CLERK, facts, NOW)[0].state is State.RECOMMENDED


def test_nothing_is_recommended_to_be_granted_on_a_word_that_nobody_verified():
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
    (item, *rest) = case.items
    case = replace(case, items=(replace(item, facts=(("has_lintel", True), ("open_24h", False))), *rest))
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.RECOMMEND, CLERK, facts, NOW)
    assert caught.value.code == "workflow.statements_unverified"
    assert "店面有门楣" in describe(caught.value, Lang.ZH).message
    assert "24" not in describe(caught.value, Lang.ZH).message
    surveyed = replace(case, surveys=(facts.survey,))
    assert transition(surveyed, Action.RECOMMEND, CLERK, facts, NOW)[0].state is State.RECOMMENDED
    own = replace(case, items=(replace(item, facts=(("open_24h", False),)), *rest))
    assert transition(own, Action.RECOMMEND, CLERK, facts, NOW)[0].state is State.RECOMMENDED


def test_every_section_speaks_before_the_recommendation_and_none_against_a_grant():
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
    silent = replace(case, matters=tuple(replace(m, opinion=None) for m in case.matters))
    against = replace(
        case, matters=tuple(replace(m, opinion=replace(m.opinion, outcome=Outcome.REFUSED)) for m in case.matters)
    )
    for one, code in ((silent, "workflow.matters_open"), (against, "workflow.matters_against")):
        with pytest.raises(GuardFailed) as caught:
            transition(one, Action.RECOMMEND, CLERK, facts, NOW)
        assert caught.value.code == code
    refused = replace(facts, outcome=Outcome.REFUSED)
    assert transition(against, Action.RECOMMEND, CLERK, refused, NOW)[0].state is State.RECOMMENDED


def test_nothing_is_issued_before_promised_papers_are_there():
    case, facts = ready(State.APPROVED, Action.SUPPLEMENT)
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.ISSUE, CLERK, facts, NOW)
    assert caught.value.code == "workflow.promises_open"
    kept, _ = transition(case, Action.SUPPLEMENT, SHOP, facts, NOW)
    assert kept.promises[0].kept_at == NOW
    assert kept.materials[-1].kind == "M8"
    assert not kept.open_promises


def test_a_decision_is_delivered_once():
    case, facts = ready(State.REFUSED, Action.DELIVER)
    handed, _ = transition(case, Action.DELIVER, CLERK, facts, NOW)
    with pytest.raises(GuardFailed) as caught:
        transition(handed, Action.DELIVER, CLERK, facts, NOW)
    assert caught.value.code == "workflow.delivered_already"


def test_the_head_says_why_a_permit_is_cancelled_and_its_holder_need_not():
    case, facts = ready(State.DELIVERED, Action.CANCEL)
    silent = replace(facts, reasons="")
    assert transition(case, Action.CANCEL, SHOP, silent, NOW)[0].state is State.CANCELLED
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.CANCEL, actor(Role.SUPERVISOR), silent, NOW)
    assert caught.value.code == "workflow.reasons_missing"


def test_every_ground_of_the_law_is_offered_by_some_step_and_history_cites_its_article():
    offered = {ground for row in TABLE for ground in row.grounds}
    assert offered == set(EndingGround)
    articles = tomllib.loads((bundled("templates") / "documents" / "letters.toml").read_text("utf-8"))["ending"][
        "basis"
    ]
    for ground in EndingGround:
        assert articles[ground.value] in text(f"workflow.ground_{ground.value}")
    case, facts = ready(State.DELIVERED, Action.REVOKE)
    _, (event,) = transition(case, Action.REVOKE, actor(Role.SUPERVISOR), facts, NOW)
    assert "第六十九条第二款" in event.note
    assert ("ground", "revocation_deceit") in event.facts


def test_an_authorised_agent_acts_for_the_applicant_and_history_says_for_whom():
    case, facts = ready(State.DRAFT, Action.SUBMIT)
    agent = Actor(id="acc-agent", name="代办戊", role=Role.APPLICANT, acts_for=(SHOP.id,))
    changed, events = transition(case, Action.SUBMIT, agent, facts, NOW)
    assert changed.state is State.SUBMITTED
    assert ("for", SHOP.id) in events[0].facts


def test_all_objections_are_told_at_once():
    case, facts = ready(State.UNDER_REVIEW, Action.RECOMMEND)
    codes = {failure.code for failure in unmet(case, Action.RECOMMEND, CLERK, Facts(), NOW)}
    assert codes == {"workflow.outcome_missing", "workflow.reasons_missing"}
    assert unmet(case, Action.RECOMMEND, CLERK, facts, NOW) == ()


def test_somebody_elses_case_offers_an_applicant_nothing():
    stranger = Actor(id="acc-stranger", name="路人", role=Role.APPLICANT)
    case = application(State.DRAFT)
    assert actions_for(case, stranger) == ()
    assert [row.action for row in actions_for(case, SHOP)] == [Action.AMEND, Action.SUBMIT, Action.WITHDRAW]
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


def test_a_step_that_is_not_possible_is_told_with_the_actors_own_steps_only():
    case = application(State.SUBMITTED)
    with pytest.raises(IllegalTransition) as refused:
        transition(case, Action.SUBMIT, SHOP, Facts(), NOW)
    possible = dict(refused.value.params)["possible"]
    assert possible.split("、") == list(
        dict.fromkeys(row.label_zh for row in actions_for(case, SHOP) if not row.is_timed)
    )
    for row in TABLE:
        if row.source is State.SUBMITTED and (row.is_timed or SHOP.role not in row.roles):
            assert row.label_zh not in possible.split("、")


@pytest.mark.parametrize(("days", "is_taken"), [(-670, False), (-1, False), (0, True)])
def test_a_survey_is_of_the_days_since_the_case_was_opened(days, is_taken):
    case, facts = ready(State.UNDER_REVIEW, Action.SURVEY)
    began = case.created_at + timedelta(days=days)
    # Of the same day, whatever hour.
    timed = replace(facts.survey, began=began - timedelta(minutes=1), ended=began)
    if is_taken:
        assert transition(case, Action.SURVEY, CLERK, replace(facts, survey=timed), NOW)[0].surveys
        return
    with pytest.raises(GuardFailed) as caught:
        transition(case, Action.SURVEY, CLERK, replace(facts, survey=timed), NOW)
    assert caught.value.code == "workflow.survey_before_case"
