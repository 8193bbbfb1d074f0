"""Figures of a period: whole local days, both ends, from what is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from signage.service import appointments as queue
from signage.service import complaints, figures_of, ratings, service_figures
from signage.service.appointments import Wanted
from signage.service.desk import new_secret
from signage.service.extended import log_extended_hours
from signage.service.figures import Rows
from signage.service.help import assign_helper, log_help
from signage.service.hours import instant
from signage.service.model import Grade, SubjectKind

from .case_builders import CLERK, NOW, SHOP

DAY = date(2026, 11, 25)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def test_an_empty_period_names_every_grade_and_has_no_median():
    empty = figures_of(Rows(), MONDAY, SUNDAY)
    assert [grade.value for grade, _ in empty.ratings] == [5, 4, 3, 2, 1]
    assert sum(count for _, count in empty.ratings) == 0
    assert empty.median_wait_minutes is None


def test_a_period_that_ends_before_it_begins_is_a_fault_of_the_caller(db):
    with db.reading() as unit, pytest.raises(ValueError, match="begins"):
        service_figures(unit, SUNDAY, MONDAY)


def test_a_week_is_counted_from_what_is_on_record(desk, db, decided_case):
    noon = instant(DAY, 12 * 60, desk.zone)
    for number, wait in enumerate((4, 9, 12), start=1):
        wanted = Wanted(window_id="A", starts_at=noon, name="来客", phone=f"000000{number}")
        came = queue.walk_in(desk, wanted, CLERK, noon)
        queue.call(desk, came.id, CLERK, noon + timedelta(minutes=wait))
        queue.finish(desk, came.id, CLERK, noon + timedelta(minutes=wait + 1))
    booked = Wanted(window_id="A", starts_at=instant(DAY, 9 * 60, desk.zone), name="样例客", phone="000-0000009")
    kept = queue.book(desk, booked, SHOP, NOW)
    queue.arrive(desk, kept.id, CLERK, instant(DAY, 8 * 60 + 50, desk.zone))
    gone = queue.book_for(desk, replace(booked, phone="0000010"), CLERK, NOW)
    queue.no_show(desk, gone.id, CLERK, noon)
    back = queue.book_for(desk, replace(booked, phone="0000011"), CLERK, NOW)
    queue.cancel(desk, back.id, CLERK, NOW)
    log_extended_hours(desk, "A", DAY, 17 * 60, 18 * 60 + 30, "三店同办", CLERK, noon + timedelta(hours=8))
    assign_helper(desk, SubjectKind.CASE, decided_case.id, CLERK.id, CLERK, NOW)
    log_help(desk, SubjectKind.CASE, decided_case.id, DAY, 40, "全程帮办", CLERK, noon)
    opened = ratings.rate_own(desk, decided_case.id, Grade.DISSATISFIED, "", SHOP, NOW).rectification
    ratings.answer_rectification(desk, opened.id, "已改", CLERK, NOW)
    ratings.call_back(desk, opened.id, "认可", CLERK, NOW)
    ratings.close_rectification(desk, opened.id, CLERK, NOW)
    filed = complaints.file_publicly(desk, complaints.Wording(words="请增开窗口。"), new_secret(), "x", NOW)
    complaints.assign(desk, filed.id, CLERK.id, CLERK, NOW)
    complaints.answer(desk, filed.id, "已增开", CLERK, noon)

    with db.reading() as unit:
        week = service_figures(unit, MONDAY, SUNDAY)
        before = service_figures(unit, MONDAY - timedelta(days=7), SUNDAY - timedelta(days=7))
    assert dict(week.ratings)[Grade.DISSATISFIED] == week.bad_ratings == 1
    assert (week.rectifications_opened, week.rectified_in_time, week.rectifications_late) == (1, 1, 0)
    assert (week.complaints_received, week.complaints_answered, week.complaints_answered_in_time) == (1, 1, 1)
    assert (week.helper_hours, week.extended_hours) == (Fraction(2, 3), Fraction(3, 2))
    assert (week.appointments, week.appointments_kept, week.appointments_missed) == (2, 1, 1)
    assert (week.appointments_cancelled, week.walk_ins, week.served) == (1, 3, 3)
    assert week.median_wait_minutes == 9
    assert before == figures_of(Rows(), MONDAY - timedelta(days=7), SUNDAY - timedelta(days=7))


@pytest.mark.parametrize(
    ("at", "is_in"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), False),  # Sunday 23:59:59 on the office's wall
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 29, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 29, 16, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_counts_whole_by_the_offices_wall_clock(desk, db, at, is_in):
    complaints.file_publicly(desk, complaints.Wording(words="请增开窗口。"), new_secret(), "x", at)
    with db.reading() as unit:
        assert service_figures(unit, MONDAY, SUNDAY).complaints_received == int(is_in)


def test_a_rectification_that_is_late_is_counted_late_open_or_closed(desk, db, decided_case):
    ratings.rate_own(desk, decided_case.id, Grade.DISSATISFIED, "", SHOP, NOW)
    with db.reading() as unit:
        on_time = service_figures(unit, MONDAY, date(2026, 12, 15))
        late = service_figures(unit, MONDAY, date(2026, 12, 16))
    assert (on_time.rectified_in_time, on_time.rectifications_late) == (0, 0)
    assert (late.rectified_in_time, late.rectifications_late) == (0, 1)
