"""Help, ratings, complaints, return visits: what is owed, by when, and that nothing closes without an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from signage.applications.clock import WorkingCalendar
from signage.applications.model import Decision, Outcome, State
from signage.errors import Conflict, GuardFailed, IllegalTransition, InputError, NotFound, NotPermitted
from signage.service import DutyKind, complaints, duties, open_duties, ratings, return_visits
from signage.service.complaints import MOST_FILED, MOST_LOOKED_UP, Wording
from signage.service.desk import new_secret, normal_secret
from signage.service.help import assign_helper, log_help, minutes_in, record_first_asked
from signage.service.model import ComplaintChannel, ComplaintState, Grade, RatingChannel, SubjectKind, VisitKind

from .case_builders import BOSS, CLERK, NOW, OTHER, OTHER_SHOP, SECOND, SHOP
from .conftest import stored

CASE = SubjectKind.CASE
BAD = (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED)
TODAY = date(2026, 11, 24)


def local(year, month, day, hour=10):
    return datetime(year, month, day, hour - 8, tzinfo=UTC)


def rate(desk, case, grade=Grade.SATISFIED, words="", actor=SHOP, now=NOW):
    return ratings.rate_own(desk, case.id, grade, words, actor, now)


# Help


def test_a_case_has_one_helper_and_only_that_officer_keeps_the_log(desk, db, open_case, told):
    before = told()
    assign_helper(desk, CASE, open_case.id, CLERK.id, CLERK, NOW)
    log_help(desk, CASE, open_case.id, TODAY, 25, "陪同到设计窗口量尺寸", CLERK, NOW)
    with pytest.raises(GuardFailed) as caught:
        log_help(desk, CASE, open_case.id, TODAY, 5, "代填", SECOND, NOW)
    assert caught.value.params["name"] == CLERK.name
    assign_helper(desk, CASE, open_case.id, SECOND.id, BOSS, NOW)
    log_help(desk, CASE, open_case.id, TODAY, 35, "送达上门", SECOND, NOW)
    with db.reading() as unit:
        assert minutes_in(unit.service.help.entries(CASE, open_case.id)) == 60
    assert told() == before + 4


def test_only_whoever_arranges_the_desk_gives_help_to_others(desk, open_case):
    with pytest.raises(NotPermitted):
        assign_helper(desk, CASE, open_case.id, SECOND.id, CLERK, NOW)
    with pytest.raises(NotFound):
        assign_helper(desk, CASE, open_case.id, SHOP.id, BOSS, NOW)
    assign_helper(desk, CASE, open_case.id, CLERK.id, BOSS, NOW)
    with pytest.raises(Conflict):
        assign_helper(desk, CASE, open_case.id, CLERK.id, CLERK, NOW)


@pytest.mark.parametrize("minutes", [0, -5, 721])
def test_minutes_of_help_have_limits(desk, open_case, minutes):
    assign_helper(desk, CASE, open_case.id, CLERK.id, CLERK, NOW)
    with pytest.raises(InputError):
        log_help(desk, CASE, open_case.id, TODAY, minutes, "帮填表", CLERK, NOW)


def test_help_is_logged_after_it_happened(desk, open_case):
    assign_helper(desk, CASE, open_case.id, CLERK.id, CLERK, NOW)
    with pytest.raises(GuardFailed):
        log_help(desk, CASE, open_case.id, TODAY + timedelta(days=1), 5, "帮填表", CLERK, NOW)


def test_who_was_asked_first_is_written_once_and_stays(desk, db, open_case, told):
    before = told()
    record_first_asked(desk, open_case.id, CLERK.id, TODAY, "咨询招牌尺寸", SECOND, NOW)
    with pytest.raises(Conflict) as caught:
        record_first_asked(desk, open_case.id, SECOND.id, TODAY, "另说", BOSS, NOW)
    assert caught.value.params["name"] == CLERK.name
    with db.reading() as unit:
        assert unit.service.help.first_asked(open_case.id).officer == CLERK
    assert told() == before + 1


# Ratings


def test_a_case_is_rated_after_its_decision_by_its_applicant_once(desk, open_case, decided_case, told):
    with pytest.raises(GuardFailed) as caught:
        rate(desk, open_case)
    assert caught.value.code == "service.not_decided"
    with pytest.raises(NotFound):
        rate(desk, decided_case, actor=OTHER_SHOP)
    before = told()
    rated = rate(desk, decided_case, words="办得快")
    assert (rated.rating.channel, rated.rectification) == (RatingChannel.WEB, None)
    assert told() == before + 1
    with pytest.raises(Conflict):
        rate(desk, decided_case, Grade.FAIR)


@pytest.mark.parametrize("grade", list(Grade))
def test_only_the_two_bad_grades_are_put_right(desk, decided_case, told, grade):
    before = told()
    rated = rate(desk, decided_case, grade)
    assert (rated.rectification is not None) is (grade in BAD)
    assert told() == before + (2 if grade in BAD else 1)


@pytest.mark.parametrize(
    ("rated_on", "due", "is_provisional"),
    [
        ((2026, 9, 14), date(2026, 10, 10), False),  # over Mid-Autumn and National Day, to a Saturday that is worked
        ((2026, 9, 30), date(2026, 10, 27), False),  # the last working day before National Day
        ((2026, 10, 1), date(2026, 10, 27), False),  # on a day off: the same first day counts
        ((2026, 2, 13), date(2026, 3, 12), False),  # over Spring Festival
        ((2026, 12, 10), date(2026, 12, 31), False),
        ((2026, 12, 11), date(2027, 1, 4), True),  # 2027 has no official calendar: told, never guessed
    ],
)
def test_fifteen_working_days_are_counted_by_the_official_calendar(desk, decided_case, rated_on, due, is_provisional):
    opened = rate(desk, decided_case, Grade.DISSATISFIED, now=local(*rated_on)).rectification
    assert (opened.due.day, opened.due.is_provisional) == (due, is_provisional)
    by_hand, day = 0, date(*rated_on)
    while day < due:
        day += timedelta(days=1)
        by_hand += WorkingCalendar.standard().is_working(day)
    assert by_hand == 15


def test_a_bad_rating_is_closed_only_with_answer_and_call_back(desk, db, decided_case, told):
    opened = rate(desk, decided_case, Grade.VERY_DISSATISFIED, "等了太久").rectification
    before = told()
    with pytest.raises(GuardFailed) as caught:
        ratings.close_rectification(desk, opened.id, CLERK, NOW)
    assert caught.value.code == "service.no_answer_yet"
    with pytest.raises(GuardFailed):
        ratings.call_back(desk, opened.id, "已致电", CLERK, NOW)
    ratings.answer_rectification(desk, opened.id, "增开一个窗口", CLERK, NOW)
    with pytest.raises(GuardFailed) as caught:
        ratings.close_rectification(desk, opened.id, CLERK, NOW)
    assert caught.value.code == "service.no_call_back_yet"
    again = ratings.answer_rectification(desk, opened.id, "增开两个窗口", CLERK, NOW)
    assert [said.words for said in again.earlier] == ["增开一个窗口"]
    ratings.call_back(desk, opened.id, "对方表示认可", CLERK, NOW)
    closed = ratings.close_rectification(desk, opened.id, CLERK, NOW)
    assert not closed.is_open
    assert told() == before + 4
    with pytest.raises(GuardFailed):
        ratings.answer_rectification(desk, opened.id, "再补充", CLERK, NOW)
    with db.reading() as unit:
        assert unit.service.ratings.rectification_of(decided_case.id) == closed
        assert unit.service.ratings.open_rectifications() == ()


def test_a_code_rates_once_through_the_channel_that_it_was_made_for(desk, decided_case):
    made = ratings.make_code(desk, decided_case.id, RatingChannel.SMS, CLERK, NOW)
    spare = ratings.make_code(desk, decided_case.id, RatingChannel.QR, CLERK, NOW)
    assert ratings.case_of_code(desk, made.code, NOW).id == decided_case.id
    rated = ratings.rate_with_code(desk, made.code.lower().replace("-", " "), Grade.SATISFIED, "", NOW)
    assert rated.rating.channel is RatingChannel.SMS
    with pytest.raises(GuardFailed) as caught:
        ratings.rate_with_code(desk, made.code, Grade.SATISFIED, "", NOW)
    assert caught.value.code == "service.code_used"
    with pytest.raises(Conflict):
        ratings.rate_with_code(desk, spare.code, Grade.SATISFIED, "", NOW)


def test_a_code_runs_out_and_a_wrong_one_tells_nothing(desk, decided_case):
    made = ratings.make_code(desk, decided_case.id, RatingChannel.QR, CLERK, NOW)
    last = datetime.combine(made.leave.last_day, datetime.min.time(), tzinfo=UTC)
    assert ratings.case_of_code(desk, made.code, last)
    with pytest.raises(GuardFailed) as caught:
        ratings.case_of_code(desk, made.code, last + timedelta(days=1))
    assert caught.value.code == "service.code_over"
    for wrong in ("", "x", new_secret(), made.code[:-1]):
        with pytest.raises(NotFound):
            ratings.case_of_code(desk, wrong, NOW)


def test_a_code_is_kept_as_a_hash_only(desk, decided_case, tmp_path):
    made = ratings.make_code(desk, decided_case.id, RatingChannel.QR, CLERK, NOW)
    kept = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
    assert made.code.encode() not in kept
    assert normal_secret(made.code).encode() not in kept


def test_no_code_for_a_case_that_is_not_decided(desk, open_case):
    with pytest.raises(GuardFailed):
        ratings.make_code(desk, open_case.id, RatingChannel.WINDOW, CLERK, NOW)


# Complaints


def complain(desk, secret=None, sender="198.51.100.7", now=NOW, **changes):
    wording = Wording(
        **{"words": "窗口排队时间太长，请改进。", "name": "样例投诉人", "phone": "000-0000007", **changes}
    )
    return complaints.file_publicly(desk, wording, secret or new_secret(), sender, now)


def test_a_complaint_goes_from_receipt_to_an_answer_and_is_then_closed(desk, told):
    before, secret = told(), new_secret()
    filed = complain(desk, secret)
    assert filed.number == "TS2026-00001"
    assert filed.state is ComplaintState.RECEIVED
    with pytest.raises(GuardFailed) as caught:
        complaints.close(desk, filed.id, CLERK, NOW)
    assert caught.value.code == "service.no_answer_yet"
    with pytest.raises(IllegalTransition):
        complaints.answer(desk, filed.id, "已经改进", CLERK, NOW)
    complaints.assign(desk, filed.id, CLERK.id, BOSS, NOW)
    with pytest.raises(GuardFailed) as caught:
        complaints.answer(desk, filed.id, "已经改进", SECOND, NOW)
    assert caught.value.params["name"] == CLERK.name
    complaints.answer(desk, filed.id, "已增开窗口", CLERK, NOW)
    closed = complaints.close(desk, filed.id, BOSS, NOW)
    assert closed.state is ComplaintState.CLOSED
    assert told() == before + 4
    seen = complaints.follow(desk, filed.number.lower(), secret.lower(), "198.51.100.7", NOW)
    assert seen.answer.words == "已增开窗口"


def test_sending_the_form_twice_is_one_complaint(desk, told):
    secret = new_secret()
    first, before = complain(desk, secret), told()
    assert complain(desk, secret, words="另一段文字，也不算数。") == first
    assert told() == before


def test_following_wants_the_number_and_the_secret_together(desk):
    secret = new_secret()
    filed, other = complain(desk, secret), complain(desk)
    for number, given in ((filed.number, new_secret()), (other.number, secret), ("", secret), (filed.number, "")):
        with pytest.raises(NotFound):
            complaints.follow(desk, number, given, "198.51.100.7", NOW)


def test_one_sender_can_neither_flood_the_desk_nor_guess_for_ever(desk):
    for _ in range(MOST_FILED):
        complain(desk)
    with pytest.raises(GuardFailed) as caught:
        complain(desk)
    assert caught.value.code == "service.too_many"
    assert complain(desk, sender="198.51.100.8")
    assert complain(desk, now=NOW + timedelta(minutes=61))
    for _ in range(MOST_LOOKED_UP):
        with pytest.raises(NotFound):
            complaints.follow(desk, "TS2026-00001", new_secret(), "198.51.100.9", NOW)
    with pytest.raises(GuardFailed):
        complaints.follow(desk, "TS2026-00001", new_secret(), "198.51.100.9", NOW)


def test_history_keeps_no_words_and_no_names_of_whoever_complained(desk, db):
    complain(desk, words="独特的投诉内容一二三", name="独特姓名", phone="13900001234")
    with db.reading() as unit:
        said = repr(unit.history.of(""))
    for word in ("独特的投诉内容", "独特姓名", "13900001234"):
        assert word not in said
    assert "TS2026-00001" in said


def test_an_officer_takes_a_complaint_up_and_only_the_supervisor_moves_it_on(desk):
    filed = complain(desk)
    complaints.assign(desk, filed.id, CLERK.id, CLERK, NOW)
    with pytest.raises(NotPermitted):
        complaints.assign(desk, filed.id, SECOND.id, SECOND, NOW)
    moved = complaints.assign(desk, filed.id, SECOND.id, BOSS, NOW, expected_version=2)
    assert moved.officer == SECOND
    with pytest.raises(Conflict):
        complaints.assign(desk, filed.id, CLERK.id, BOSS, NOW, expected_version=2)


def test_a_hotlines_complaint_carries_the_hotlines_number(desk):
    wording = Wording(words="招牌灯光扰民，请核实处理。")
    with pytest.raises(InputError):
        complaints.register(desk, wording, ComplaintChannel.HOTLINE_12345, CLERK, NOW)
    with pytest.raises(NotPermitted):
        complaints.register(desk, wording, ComplaintChannel.PHONE, SHOP, NOW)
    taken, secret = complaints.register(desk, wording, ComplaintChannel.PHONE, CLERK, NOW)
    assert complaints.follow(desk, taken.number, secret, "x", NOW).id == taken.id


@pytest.mark.parametrize(
    "wrong",
    [{"words": "短"}, {"words": "长" * 2001}, {"words": "有\x00控制字符的文字"}, {"phone": "call me"}, {"secret": "x"}],
)
def test_an_unfit_complaint_is_refused_and_not_counted(desk, wrong):
    with pytest.raises(InputError):
        complain(desk, **wrong)
    assert complain(desk).number == "TS2026-00001"


# Return visits


def test_a_return_visit_that_raises_nothing_is_done_with_what_was_said(desk, decided_case, told):
    before = told()
    visit = return_visits.plan_visit(desk, decided_case.id, VisitKind.PHONE, CLERK, NOW)
    assert visit.due.day == WorkingCalendar.standard().after(TODAY, 20).day
    with pytest.raises(InputError):
        return_visits.record_visit(desk, visit.id, " ", False, CLERK, NOW)
    done = return_visits.record_visit(desk, visit.id, "招牌已按图安装，满意。", False, CLERK, NOW)
    assert not done.is_open
    assert told() == before + 2
    with pytest.raises(GuardFailed):
        return_visits.record_visit(desk, visit.id, "再访", False, CLERK, NOW)


def test_what_a_return_visit_raises_stays_open_until_it_is_answered(desk, db, decided_case):
    visit = return_visits.plan_visit(desk, decided_case.id, VisitKind.ON_SITE, CLERK, NOW, day=date(2026, 11, 30))
    with pytest.raises(GuardFailed):
        return_visits.answer_visit(desk, visit.id, "答复", CLERK, NOW)
    return_visits.record_visit(desk, visit.id, "夜间过亮，问如何调暗。", True, CLERK, NOW)
    with db.reading() as unit:
        (duty,) = open_duties(unit, desk.calendar, TODAY)
    assert duty.missing == "visit_answer"
    assert not return_visits.answer_visit(desk, visit.id, "已联系制作单位调至限值以内", CLERK, NOW).is_open


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 11, 23), "service.day_gone"), (date(2026, 11, 28), "service.no_working_day")]
)
def test_a_return_visit_is_planned_for_a_working_day_to_come(desk, decided_case, day, code):
    with pytest.raises(GuardFailed) as caught:
        return_visits.plan_visit(desk, decided_case.id, VisitKind.PHONE, CLERK, NOW, day=day)
    assert caught.value.code == code


def test_no_return_visit_before_the_notice_is_issued(desk, db):
    decision = Decision(officer=SECOND, at=NOW, outcome=Outcome.GRANTED, reasons="符合")
    case = stored(db, state=State.APPROVED, decision=decision, applicant=OTHER)
    with pytest.raises(GuardFailed) as caught:
        return_visits.plan_visit(desk, case.id, VisitKind.PHONE, CLERK, NOW)
    assert caught.value.code == "service.not_issued"


# What is owed


def test_everything_owed_is_on_one_list_unanswered_first_then_by_date(desk, db, decided_case):
    opened = rate(desk, decided_case, Grade.DISSATISFIED).rectification
    filed = complain(desk)
    visit = return_visits.plan_visit(desk, decided_case.id, VisitKind.PHONE, CLERK, NOW)
    with db.reading() as unit:
        listed = open_duties(unit, desk.calendar, TODAY)
    assert [(d.kind, d.id) for d in listed] == [
        (DutyKind.COMPLAINT, filed.id),
        (DutyKind.RECTIFICATION, opened.id),
        (DutyKind.RETURN_VISIT, visit.id),
    ]
    assert [d.days_left for d in listed] == [10, 15, 20]
    complaints.assign(desk, filed.id, CLERK.id, CLERK, NOW)
    complaints.answer(desk, filed.id, "已经改进", CLERK, NOW)
    with db.reading() as unit:
        listed = open_duties(unit, desk.calendar, date(2026, 12, 16))
    assert [(d.kind, d.missing, d.is_overdue) for d in listed] == [
        (DutyKind.RECTIFICATION, "answer", True),
        (DutyKind.RETURN_VISIT, "visit", False),
        (DutyKind.COMPLAINT, "close", True),
    ]


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 10, 9), 1), (date(2026, 10, 10), 0), (date(2026, 10, 11), -1), (date(2026, 10, 12), -1)],
)
def test_a_duty_is_overdue_from_the_day_after_its_date(today, left):
    assert duties.days_left(WorkingCalendar.standard(), today, date(2026, 10, 10)) == left


def test_the_desk_asks_for_permissions_whoever_calls_it(desk, decided_case):
    opened = rate(desk, decided_case, Grade.DISSATISFIED).rectification
    filed = complain(desk)
    visit = return_visits.plan_visit(desk, decided_case.id, VisitKind.PHONE, CLERK, NOW)
    refused = (
        lambda: assign_helper(desk, CASE, decided_case.id, SHOP.id, SHOP, NOW),
        lambda: log_help(desk, CASE, decided_case.id, TODAY, 5, "帮填表", SHOP, NOW),
        lambda: record_first_asked(desk, decided_case.id, CLERK.id, TODAY, "咨询", SHOP, NOW),
        lambda: ratings.make_code(desk, decided_case.id, RatingChannel.QR, SHOP, NOW),
        lambda: rate(desk, decided_case, actor=CLERK),
        lambda: ratings.answer_rectification(desk, opened.id, "改正", SHOP, NOW),
        lambda: ratings.call_back(desk, opened.id, "回访", SHOP, NOW),
        lambda: ratings.close_rectification(desk, opened.id, SHOP, NOW),
        lambda: complaints.assign(desk, filed.id, SHOP.id, SHOP, NOW),
        lambda: complaints.answer(desk, filed.id, "答复", SHOP, NOW),
        lambda: complaints.close(desk, filed.id, SHOP, NOW),
        lambda: return_visits.plan_visit(desk, decided_case.id, VisitKind.PHONE, SHOP, NOW),
        lambda: return_visits.record_visit(desk, visit.id, "说了什么", False, SHOP, NOW),
        lambda: return_visits.answer_visit(desk, visit.id, "答复", SHOP, NOW),
    )
    for call in refused:
        with pytest.raises(NotPermitted):
            call()
