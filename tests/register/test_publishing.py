"""Every decision is published within seven working days, once, masked, and never vanishes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from signage.applications import issuing, step_letters, use_cases
from signage.applications.letters import SetLetter
from signage.applications.model import Applicant, Outcome, Purpose, Term
from signage.design import load_kinds
from signage.digest import digest_of_bytes
from signage.errors import Conflict, GuardFailed, InputError
from signage.register import publishing
from signage.register.model import DecisionAct, PublicationStatus, PublicPermit, PublicRecord
from signage.rounds import make_rounds
from signage.storage import Database

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, item, office, papers


@pytest.fixture
def db(tmp_path, url):
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def submitted(desk, *, now=NOW, unit="S1-01", applicant=APPLICANT):
    draft = use_cases.open_application(desk, applicant, (item(unit),), papers(), SHOP, now, circumstances=CLEAR)
    return use_cases.submit(desk, draft.id, SHOP, now)


def issued(desk, *, now=NOW, opinion="材料齐全，符合规定", conditions=(), **more):
    case = submitted(desk, now=now, **more)
    clock = Ticking(now)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, clock, opinion=opinion, conditions=conditions)


def refused(desk, reasons):
    case = submitted(desk)
    use_cases.accept(desk, case.id, CLERK, NOW)
    use_cases.start_review(desk, case.id, CLERK, NOW)
    use_cases.recommend(desk, case.id, CLERK, NOW, outcome=Outcome.REFUSED, opinion=reasons)
    return use_cases.refuse(desk, case.id, SECOND, NOW, reasons=reasons, basis="《示例市规定》第三条")


def test_a_decision_is_published_once_however_often_it_runs(desk, db):
    case = issued(desk)
    submitted(desk, unit="S1-09")  # not decided: nothing to publish
    first = publishing.publish_due(desk, NOW)
    again = publishing.publish_due(desk, NOW + timedelta(days=1))
    assert len(first.published) == 1
    assert again.published == ()
    (entry,) = publishing.publications(desk)
    assert entry.record.document_number == case.decision_number
    assert entry.record.project == "门头招牌设置：徽盐生活馆（S1-01）"
    assert entry.record.category == "行政许可"
    assert "宽 6000 mm、高 1200 mm" in entry.record.content
    assert entry.record.holder == APPLICANT.name
    assert entry.record.holder_code == APPLICANT.credit_code
    assert entry.record.organ == "示例市城市管理局"
    assert entry.record.decided_on == date(2026, 11, 24)
    assert (entry.record.valid_from, entry.record.valid_to) == (date(2026, 11, 24), date(2029, 11, 23))
    assert [e.action for e in use_cases.events_of(desk, case.id)][-1] == "publish"
    assert db.verify_history().ok


def test_two_runs_side_by_side_publish_nothing_twice(desk):
    issued(desk)
    case_id = publishing.due_publications(desk)[0].application_id
    assert publishing._publish(desk, case_id, NOW, None) is not None
    assert publishing._publish(desk, case_id, NOW, None) is None
    assert len(publishing.publications(desk)) == 1


def test_the_last_day_is_the_seventh_working_day_over_a_holiday_with_make_up_days(desk):
    # Decided on Tuesday 2026-09-29, before National Day (October 1-7 off, October 10 a make-up Saturday).
    issued(desk, now=datetime(2026, 9, 29, 1, tzinfo=UTC))
    (due,) = publishing.due_publications(desk)
    counted = [d for d in range(1, 40) if desk.calendar.is_working(date(2026, 9, 29) + timedelta(days=d))]
    assert due.due == date(2026, 9, 29) + timedelta(days=counted[6])
    assert due.due == date(2026, 10, 14)
    assert not due.is_provisional


def test_a_last_day_in_a_year_without_an_official_calendar_is_provisional(desk):
    issued(desk, now=datetime(2026, 12, 29, 1, tzinfo=UTC))
    assert publishing.due_publications(desk)[0].is_provisional


def test_a_decision_near_midnight_counts_from_its_local_day(desk):
    issued(desk, now=datetime(2026, 11, 23, 17, tzinfo=UTC))  # 01:00 on the 24th in the office
    assert publishing.due_publications(desk)[0].decided_on == date(2026, 11, 24)


def test_what_is_overdue_is_told_and_late_publication_goes_into_the_history(desk):
    case = issued(desk)
    (due,) = publishing.due_publications(desk)
    assert not due.is_overdue(due.due)
    assert due.is_overdue(due.due + timedelta(days=1))
    done = publishing.publish_due(desk, NOW + timedelta(days=30))
    assert done.late == done.published
    assert "逾期" in use_cases.events_of(desk, case.id)[-1].note


def test_a_refusal_is_published_with_its_reasons_masked(desk):
    refused(desk, "申请人王小明（电话13800138000）提供的位置与规划不符。")
    (entry,) = publishing.publish_due(desk, NOW).published
    assert entry.record.outcome is Outcome.REFUSED
    assert "与规划不符" in entry.record.content
    assert "13800138000" not in entry.record.content
    assert "小明" not in entry.record.content
    assert entry.record.valid_to is None


def test_no_personal_field_of_an_application_has_a_public_twin():
    private = {field.name for field in fields(Applicant)} - {"name", "credit_code"}
    for public in (PublicRecord, PublicPermit):
        assert not private & {field.name for field in fields(public)}


def test_nothing_personal_of_the_case_is_in_what_is_published(desk, db):
    person = replace(APPLICANT, name="王小明", contact="李大山", phone="13800138000", credit_code="92000000SAMPLE001X")
    issued(desk, applicant=person, conditions=("由李大山负责维护，电话13800138000",))
    (entry,) = publishing.publish_due(desk, NOW).published
    with db.reading() as unit:
        shown = [str(entry.record), str(unit.register.by_number(next(iter(_numbers(unit)))))]
        stored = [row[0] for row in unit._connection.exec_driver_sql("SELECT document || haystack FROM register_entry")]
    for text in (*shown, *stored):
        for secret in ("小明", "大山", "13800138000"):
            assert secret not in text
    assert "王**" in shown[0]


def _numbers(unit):
    return [row[0] for row in unit._connection.exec_driver_sql("SELECT number FROM register_entry")]


def test_a_corrected_entry_keeps_what_stood_before_and_why(desk):
    issued(desk)
    (entry,) = publishing.publish_due(desk, NOW).published
    changed = publishing.correct(
        desk, entry.id, BOSS, NOW, changes={"project": "更正后的项目"}, reason="项目名称有误", expected_version=1
    )
    assert changed.status is PublicationStatus.CORRECTED
    assert changed.note == "项目名称有误"
    assert changed.changes[0].before == entry.record
    assert publishing.publication(desk, entry.id) == changed
    with pytest.raises(Conflict):
        publishing.correct(desk, entry.id, BOSS, NOW, changes={"project": "再改"}, reason="x", expected_version=1)


def test_a_withdrawn_entry_stays_in_the_list_with_its_reason(desk):
    case = issued(desk)
    (entry,) = publishing.publish_due(desk, NOW).published
    publishing.withdraw(desk, entry.id, BOSS, NOW, reason="决定已撤销")
    (kept,) = publishing.publications(desk)
    assert kept.status is PublicationStatus.WITHDRAWN
    assert kept.note == "决定已撤销"
    assert publishing.publish_due(desk, NOW).published == ()
    assert "撤下" in use_cases.events_of(desk, case.id)[-1].note
    with pytest.raises(GuardFailed):
        publishing.withdraw(desk, entry.id, BOSS, NOW, reason="again")


def test_a_change_needs_a_reason_and_something_to_change(desk):
    issued(desk)
    (entry,) = publishing.publish_due(desk, NOW).published
    for changes, reason in (({"project": "新"}, "  "), ({}, "有误"), ({"document_number": "1"}, "有误")):
        with pytest.raises(InputError):
            publishing.correct(desk, entry.id, BOSS, NOW, changes=changes, reason=reason)


def test_entries_are_listed_by_whole_local_days_and_by_page(desk):
    for unit in ("S1-01", "S1-02", "S1-03"):
        issued(desk, unit=unit)
    publishing.publish_due(desk, NOW)
    day = date(2026, 11, 24)
    every = publishing.publications(desk, since=day, until=day)
    assert len(every) == 3
    assert publishing.publications(desk, since=day, until=day, before=every[0].id, limit=1) == every[1:2]
    assert publishing.publications(desk, since=day + timedelta(days=1)) == ()


class Printer:
    """Sets no page: a letter is its own digest in bytes."""

    def issue(self, letter):
        content = letter.digest.encode()
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="", is_sealed=True)


ENDINGS = {
    "withdrawal": (use_cases.withdraw_permit, "withdrawal_facts", "第八条第二款"),
    "revocation": (
        partial(use_cases.revoke, heard="当面听取了陈述"),
        "revocation_conditions",
        "第六十九条第一款第四项",
    ),
    "cancellation": (use_cases.cancel, "cancellation_dissolved", "第七十条第三项"),
}


@pytest.mark.parametrize("act", ENDINGS)
def test_a_decision_that_ends_a_permit_is_published_within_the_same_days_masked(db, tmp_path, act):
    desk = office(db, tmp_path, letters=Printer())
    case = issued(desk)
    publishing.publish_due(desk, NOW)
    step, ground, article = ENDINGS[act]
    later = NOW + timedelta(days=14)
    step(desk, case.id, BOSS, later, reasons="经办人李大山（电话13800138000）说明现场情况", ground=ground)
    assert publishing.due_publications(desk) == ()  # its letter, and with it its number, is not made yet
    step_letters.make_due(desk, case.id)
    (due,) = publishing.due_publications(desk)
    assert due.decided_on == date(2026, 12, 8)
    assert due.due == date(2026, 12, 17)
    assert make_rounds(desk, later).published == 1
    (entry,) = publishing.publications(desk)[:1]
    assert entry.record.document_number == due.document_number
    assert (entry.record.act.value, entry.record.outcome) == (act, None)
    assert article in entry.record.content
    assert case.permits[0].number in entry.record.content
    assert "13800138000" not in entry.record.content
    assert publishing.publish_due(desk, later).published == ()
    assert [e.action for e in use_cases.events_of(desk, case.id)][-1] == "publish"
    assert db.verify_history().ok


def test_a_grant_that_was_never_published_is_still_published_beside_the_end_of_its_permit(db, tmp_path):
    desk = office(db, tmp_path, letters=Printer())
    case = issued(desk)
    use_cases.revoke(desk, case.id, BOSS, NOW, reasons="超越职权", ground="revocation_power", heard="当面听取了陈述")
    step_letters.make_due(desk, case.id)
    with db.reading() as unit:
        (letter,) = unit.publications.unpublished_endings()
    assert publishing._publish_ending(desk, letter, NOW, None) is not None
    assert [d.document_number for d in publishing.due_publications(desk)] == [case.decision_number]
    assert len(publishing.publish_due(desk, NOW).published) == 1


def test_a_change_says_that_it_is_one_and_of_which_permit(desk):
    first = issued(desk)
    number = first.permits[0].number
    draft = use_cases.open_application(
        desk,
        APPLICANT,
        (item("S1-01"),),
        papers(),
        SHOP,
        NOW,
        circumstances=CLEAR,
        purpose=Purpose.CHANGE,
        earlier_permit=number,
    )
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(NOW), opinion="符合规定")
    publishing.publish_due(desk, NOW)
    (entry,) = [e for e in publishing.publications(desk) if e.application_id == case.id]
    assert entry.record.act is DecisionAct.CHANGE
    assert entry.record.content.startswith(f"变更（原许可 {number}）")


def test_what_stands_for_an_event_is_published_as_what_it_is_beside_a_sign(desk):
    days = Term(start=date(2026, 12, 1), end=date(2026, 12, 5))
    banner = item("S1-02")
    banner = replace(
        banner, term=days, spec=replace(banner.spec, name="晶湾茶坊开业大吉", kind="event-banner"), particulars=None
    )
    given = papers(*(f"M{n}" for n in range(1, 19)))
    draft = use_cases.open_application(desk, APPLICANT, (item(), banner), given, SHOP, NOW, circumstances=CLEAR)
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="符合规定")
    (entry,) = publishing.publish_due(desk, NOW).published
    form = next(kind.title_zh for kind in load_kinds() if kind.id == "event-banner")
    of_sign, of_event = entry.record.project.split("、")
    assert of_sign == "门头招牌设置：徽盐生活馆（S1-01）"
    assert of_event == f"临时户外宣传品设置：{form}“晶湾茶坊开业大吉”（S1-02）"
    assert form in entry.record.content
    assert "event-banner" not in entry.record.content
