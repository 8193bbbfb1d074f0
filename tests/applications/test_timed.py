"""What time does by itself: on a real database, with the law's own dates."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from signage.applications import issuing, timed, use_cases
from signage.applications.letters import LetterKind
from signage.applications.model import Action, Outcome, Purpose, State, Term
from signage.applications.step_letters import MadeLetters
from signage.applications.timed import LookedThrough, run_clock
from signage.applications.vocabulary import PauseKind
from signage.errors import GuardFailed, ToolError
from signage.locale import Lang, said_again
from signage.storage import Database

from .case_builders import (
    APPLICANT,
    BOSS,
    CLERK,
    OTHER,
    OTHER_SHOP,
    SECOND,
    SHOP,
    Ticking,
    item,
    office,
    papers,
)

MORNING = datetime(2026, 9, 22, 1, 30, tzinfo=UTC)  # a Tuesday, three days before the Mid-Autumn holiday


def at(year, month, day):
    return datetime(year, month, day, 1, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path, url):
    db = Database.open(url)
    yield office(db, tmp_path)
    db.close()


def submitted(desk, now=MORNING, items=None, actor=SHOP, applicant=APPLICANT, **more):
    draft = use_cases.open_application(
        desk,
        applicant,
        items or (item(),),
        papers("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9", "M13", "M14", "M17", "M18"),
        actor,
        now,
        **more,
    )
    return use_cases.submit(desk, draft.id, actor, now)


def issued(desk, now=MORNING, **more):
    case = submitted(desk, now, **more)
    use_cases.accept(
        desk,
        case.id,
        CLERK,
        now,
        circumstances=replace(case.circumstances, affects_third_party=False, needs_survey=False),
    )
    use_cases.start_review(desk, case.id, CLERK, now)
    use_cases.recommend(desk, case.id, CLERK, now, outcome=Outcome.GRANTED, opinion="符合")
    use_cases.approve(desk, case.id, SECOND, now)
    return issuing.issue(desk, case.id, CLERK, now)


def test_a_case_that_nobody_answers_is_accepted_from_the_day_of_receipt_after_five_working_days(desk):
    case = submitted(desk)
    # 23 and 24 September, 28 to 30 September: Mid-Autumn (25 to 27) does not count, the last day is the 30th.
    assert case.deadline("acceptance").due == date(2026, 9, 30)
    assert run_clock(desk, at(2026, 9, 30)).done[0].what == "reminder"
    assert use_cases.case(desk, case.id).state is State.SUBMITTED
    run = run_clock(desk, at(2026, 10, 1))
    assert run.done[0].what == Action.DEEM_ACCEPTED.value
    now = use_cases.case(desk, case.id)
    assert now.state is State.ACCEPTED
    assert now.accepted_at == MORNING
    assert now.acceptance_number == "示例城管许受〔2026〕1号"
    # Twenty working days from the 22nd over National Day, with the make-up Saturday on 10 October.
    assert now.deadline("statutory_decision").due == date(2026, 10, 27)


def test_running_again_does_nothing_again(desk):
    submitted(desk)
    assert run_clock(desk, at(2026, 10, 9)).done
    assert run_clock(desk, at(2026, 10, 9)).done == ()


def test_a_notice_that_is_not_answered_lapses_the_day_after_its_last(desk):
    case = submitted(desk)
    use_cases.return_for_correction(desk, case.id, CLERK, MORNING, defects=("请补交照片",))
    due = use_cases.case(desk, case.id).deadline("correction").due
    assert run_clock(desk, at(due.year, due.month, due.day)).done == ()
    assert use_cases.case(desk, case.id).state is State.RETURNED
    run_clock(desk, at(2026, 10, 20))
    assert use_cases.case(desk, case.id).state is State.LAPSED


def test_a_stopped_clock_moves_the_limits_by_the_working_days_it_stood(desk):
    case = submitted(desk)
    use_cases.accept(desk, case.id, CLERK, MORNING)
    before = use_cases.case(desk, case.id).deadline("statutory_decision").due
    use_cases.suspend(desk, case.id, CLERK, MORNING, kind=PauseKind.HEARING, expected_days=10, reasons="听证")
    with pytest.raises(GuardFailed):
        use_cases.extend(desk, case.id, BOSS, MORNING, working_days=5, reasons="案情复杂")
    going = use_cases.resume(desk, case.id, CLERK, at(2026, 9, 29))
    assert going.pauses[0].uncounted_days == 4  # 23, 24, 28, 29 September
    assert desk.calendar.between(before, going.deadline("statutory_decision").due) == 4
    longer = use_cases.extend(desk, case.id, BOSS, at(2026, 9, 29), working_days=10, reasons="案情复杂")
    assert desk.calendar.between(before, longer.deadline("statutory_decision").due) == 14


def test_a_permit_expires_the_day_after_its_last_and_its_place_is_free(desk):
    case = issued(desk)
    last = case.permits[0].valid_to
    assert last == date(2029, 9, 21)
    run_clock(desk, at(2029, 9, 21))
    assert use_cases.case(desk, case.id).state is State.ISSUED
    run_clock(desk, at(2029, 9, 22))
    ended = use_cases.case(desk, case.id)
    assert ended.state is State.EXPIRED
    with desk.reading() as unit:
        assert unit.permits.live_at(case.items[0].position_key) is None
    gone = use_cases.record_removal(desk, case.id, CLERK, at(2029, 9, 24), evidence="现场核查，照片一张")
    assert gone.state is State.REMOVED
    assert ended.deadline("removal").is_provisional  # nobody knows the calendar of 2029 yet


def test_the_holder_is_reminded_once_before_the_term_ends(desk):
    case = issued(desk)
    notes = [step.note for day in (23, 24, 25) for step in run_clock(desk, at(2029, 7, day)).done]
    assert len([note for note in notes if "延续" in note]) == 1
    assert "还有 60 日" in notes[0]
    assert use_cases.events_of(desk, case.id)[-1].action == "reminder"


def test_an_event_ends_with_a_reminder_and_two_working_days_to_take_it_down(desk):
    term = Term(start=date(2026, 9, 24), end=date(2026, 9, 28))
    case = issued(desk, items=(replace(item(), term=term),))
    permit = case.permits[0]
    assert (permit.valid_from, permit.valid_to, permit.is_temporary) == (term.start, term.end, True)
    assert permit.number == "示例城管临设〔2026〕1号"
    assert "/temporary/" in permit.position_key
    notice = desk.issuer.notices[0]
    assert notice.is_temporary
    assert notice.subject.startswith("临时户外宣传设施设置")
    assert "2026年9月30日" in notice.conditions[-1]
    assert [step.what for step in run_clock(desk, at(2026, 9, 26)).done] == ["reminder"]
    run_clock(desk, at(2026, 9, 29))
    ended = use_cases.case(desk, case.id)
    assert ended.state is State.EXPIRED
    assert ended.deadline("removal").due == date(2026, 9, 30)  # two working days after the 28th, as the notice says


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [((2026, 9, 28), (2026, 9, 24), "早于"), ((2026, 9, 1), (2026, 10, 1), "最长 30 天")],
)
def test_dates_of_an_event_that_cannot_be_meant_are_refused(desk, start, end, words):
    with pytest.raises(GuardFailed) as caught:
        submitted(desk, items=(replace(item(), term=Term(start=date(*start), end=date(*end))),))
    assert caught.value.code == "workflow.fields_wrong"
    assert words in caught.value.params["faults"]


def renewal(desk, earlier, now, **more):
    return submitted(desk, now, purpose=Purpose.RENEWAL, earlier_permit=earlier, **more)


def test_a_renewal_in_time_takes_over_at_once_and_adds_a_whole_term(desk):
    old = issued(desk).permits[0]
    new = issued(desk, at(2029, 8, 22), purpose=Purpose.RENEWAL, earlier_permit=old.number)
    assert new.permits[0].valid_from == date(2029, 8, 22)  # no day is without a permit
    assert new.permits[0].valid_to == date(2032, 9, 21)
    with desk.reading() as unit:
        assert unit.permits.by_number(old.number).ended_reason == "延续换证"


def test_a_renewal_years_too_early_is_told_from_when(desk):
    old = issued(desk).permits[0]
    with pytest.raises(GuardFailed) as caught:
        renewal(desk, old.number, at(2027, 1, 5))
    assert "180 日内" in caught.value.params["faults"]


def test_a_case_whose_permit_was_replaced_has_nothing_to_revoke(desk):
    first = issued(desk)
    issued(desk, at(2029, 8, 22), purpose=Purpose.RENEWAL, earlier_permit=first.permits[0].number)
    with pytest.raises(GuardFailed) as caught:
        use_cases.revoke(
            desk,
            first.id,
            BOSS,
            at(2029, 8, 23),
            reasons="以欺骗手段取得",
            ground="revocation_deceit",
            heard="当面听取了陈述",
        )
    assert caught.value.code == "workflow.no_live_permit"


def test_a_renewal_less_than_thirty_days_before_the_end_is_told_to_apply_anew(desk):
    old = issued(desk).permits[0]
    assert renewal(desk, old.number, at(2029, 8, 22)).state is State.SUBMITTED  # exactly thirty days
    with pytest.raises(GuardFailed) as caught:
        renewal(desk, old.number, at(2029, 8, 23))
    assert "仅剩 29 日" in caught.value.params["faults"]


def test_a_renewal_that_is_not_decided_in_time_counts_as_granted(desk):
    old = issued(desk).permits[0]
    case = renewal(desk, old.number, at(2029, 8, 1))
    use_cases.accept(desk, case.id, CLERK, at(2029, 8, 1))
    run_clock(desk, at(2029, 9, 21))
    assert use_cases.case(desk, case.id).state is State.ACCEPTED
    run_clock(desk, at(2029, 9, 22))
    renewed = use_cases.case(desk, case.id)
    assert renewed.state is State.APPROVED
    assert "第五十条" in renewed.decision.reasons
    assert issuing.issue(desk, case.id, CLERK, at(2029, 9, 24)).permits[0].valid_from == date(2029, 9, 22)


def test_a_transfer_needs_the_old_holders_consent_and_keeps_the_term(desk):
    old = issued(desk).permits[0]
    case = submitted(
        desk, at(2027, 3, 1), actor=OTHER_SHOP, applicant=OTHER, purpose=Purpose.TRANSFER, earlier_permit=old.number
    )
    assert "M13" in {paper.code for paper in desk.policy.required_papers(case.items, case.circumstances, case.purpose)}
    use_cases.accept(desk, case.id, CLERK, at(2027, 3, 1))
    use_cases.start_review(desk, case.id, CLERK, at(2027, 3, 1))
    use_cases.recommend(desk, case.id, CLERK, at(2027, 3, 1), outcome=Outcome.GRANTED, opinion="符合")
    use_cases.approve(desk, case.id, SECOND, at(2027, 3, 1))
    new = issuing.issue(desk, case.id, CLERK, at(2027, 3, 1)).permits[0]
    assert new.holder == OTHER.name
    assert new.valid_to == old.valid_to


def test_a_change_of_somebody_elses_permit_is_refused(desk):
    old = issued(desk).permits[0]
    with pytest.raises(GuardFailed) as caught:
        submitted(
            desk, at(2027, 3, 1), actor=OTHER_SHOP, applicant=OTHER, purpose=Purpose.CHANGE, earlier_permit=old.number
        )
    assert "不是本申请人" in caught.value.params["faults"]


def test_papers_that_may_follow_are_promised_and_hold_up_the_notice_only(desk):
    draft = use_cases.open_application(
        desk, APPLICANT, (item(),), papers("M1", "M2", "M3", "M4", "M6", "M7", "M9"), SHOP, MORNING
    )
    case = use_cases.submit(desk, draft.id, SHOP, MORNING)
    with pytest.raises(GuardFailed):
        use_cases.accept(desk, case.id, CLERK, MORNING)
    held = use_cases.accept(desk, case.id, CLERK, MORNING, with_promise=True)
    assert [(p.paper, p.due) for p in held.open_promises] == [("M8", date(2026, 9, 30))]
    use_cases.start_review(desk, case.id, CLERK, MORNING)
    use_cases.recommend(desk, case.id, CLERK, MORNING, outcome=Outcome.GRANTED, opinion="符合")
    use_cases.approve(desk, case.id, SECOND, MORNING)
    with pytest.raises(GuardFailed) as caught:
        issuing.issue(desk, case.id, CLERK, MORNING)
    assert caught.value.code == "workflow.promises_open"
    use_cases.supplement(desk, case.id, SHOP, MORNING, materials=papers("M8"))
    assert issuing.issue(desk, case.id, CLERK, MORNING).state is State.ISSUED


def test_a_paper_that_may_not_follow_cannot_be_promised(desk):
    draft = use_cases.open_application(desk, APPLICANT, (item(),), papers("M1"), SHOP, MORNING)
    case = use_cases.submit(desk, draft.id, SHOP, MORNING)
    with pytest.raises(GuardFailed) as caught:
        use_cases.accept(desk, case.id, CLERK, MORNING, with_promise=True)
    assert "M9" in " ".join(caught.value.params["papers"])
    assert "M8" not in " ".join(caught.value.params["papers"])


def test_the_whole_sitting_ends_with_the_notice_in_hand(desk):
    case = submitted(
        desk, circumstances=replace(issued(desk).circumstances, affects_third_party=False, needs_survey=False)
    )
    done = issuing.decide_on_the_spot(
        desk, case.id, CLERK, SECOND, Ticking(MORNING), opinion="符合", recipient="经办人甲"
    )
    assert done.state is State.DELIVERED
    assert done.deliveries[0].recipient == "经办人甲"


def test_a_reminder_of_an_older_edition_is_not_written_again(desk):
    case = submitted(desk)
    run_clock(desk, at(2026, 9, 30))
    with desk.begin() as unit:
        assert unit.reminders.sent((case.id,))
        unit._connection.exec_driver_sql("DELETE FROM reminder_sent")  # the history alone told of it
        unit.commit()
    before = len(use_cases.events_of(desk, case.id))
    assert run_clock(desk, at(2026, 9, 30)).done == ()
    assert len(use_cases.events_of(desk, case.id)) == before
    with desk.reading() as unit:
        assert unit.reminders.sent((case.id,))


def test_the_clock_looks_only_at_cases_with_something_to_do(desk, monkeypatch):
    submitted(desk)
    late = submitted(desk, at(2026, 9, 15), items=(item("S1-09"),))
    seen = []
    with desk.reading() as unit:
        kind = type(unit.applications)
    get = kind.get
    monkeypatch.setattr(kind, "get", lambda self, one: (seen.append(one), get(self, one))[1])
    run_clock(desk, at(2026, 9, 22))
    assert set(seen) == {late.id}


def test_a_case_whose_letters_were_looked_through_is_looked_through_again_when_it_changes(desk, monkeypatch):
    case = submitted(desk)
    looked, asked = LookedThrough(), []

    def made(_office, one):
        asked.append(one)
        return MadeLetters(refused=((LetterKind.RECEIPT, ToolError("storage.locked")),) if len(asked) == 1 else ())

    monkeypatch.setattr(timed, "make_due", made)
    for _ in range(4):
        run_clock(desk, MORNING, looked)
    assert asked == [case.id, case.id]  # once more after the fault, then no more
    use_cases.accept(desk, case.id, CLERK, MORNING, circumstances=case.circumstances)
    run_clock(desk, MORNING, looked)
    assert asked == [case.id] * 3


def test_what_the_clock_did_can_be_told_in_english(desk):
    submitted(desk)
    done = run_clock(desk, at(2026, 10, 20)).done
    assert {step.what for step in done} >= {Action.DEEM_ACCEPTED.value}
    for step in done:
        english = said_again(step.note, step.wording, Lang.EN)
        assert english != step.note
        plain = re.sub(r"\S+〔\d+〕\d+号", "", english)  # numbers are names
        assert not re.search("[一-鿿]", plain), english
