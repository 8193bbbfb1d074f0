"""Slots, the race for the last one, one visit a person and day, and the queue with its times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signage.applications.model import Actor, Role
from signage.errors import Conflict, GuardFailed, IllegalTransition, InputError, NotFound, NotPermitted, SignageError
from signage.service import appointments as queue
from signage.service import opening
from signage.service.appointments import STEPS, Wanted
from signage.service.extended import log_extended_hours, minutes_of
from signage.service.hours import bundled_hours, instant, parse_hours
from signage.service.model import VisitState

from .case_builders import BOSS, CLERK, NOW, OTHER, OTHER_SHOP, SECOND, SHOP, application

DAY = date(2026, 11, 25)  # a Wednesday, the day after NOW
SATURDAY = date(2026, 11, 28)


def at(desk, day, clock):
    return instant(day, minutes_of(clock), desk.zone)


def wanted(desk, clock="09:00", day=DAY, **changes):
    plain = Wanted(window_id="A", starts_at=at(desk, day, clock), name="样例客", phone="000-0000001", purpose="招牌")
    return replace(plain, **changes)


def person(number):
    return Actor(id=f"acc-{number}", name=f"申请人{number}", role=Role.APPLICANT)


def slots(desk, day, window="A"):
    with desk.begin_reading() as unit:
        return opening.slots(desk, unit, window, day)


def test_a_working_day_has_the_slots_of_the_file_extended_ones_included(desk):
    found = slots(desk, DAY)
    assert [s.starts_at.astimezone(desk.zone).strftime("%H:%M") for s in found][:2] == ["09:00", "09:30"]
    assert len(found) == 18
    assert sum(s.is_extended for s in found) == 4
    assert {s.capacity for s in found if s.is_extended} == {1}


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 9, 20), True),  # a Sunday that is worked
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday that is worked
        (date(2026, 11, 28), False),  # an ordinary Saturday
    ],
)
def test_days_are_open_by_the_official_calendar_alone(desk, day, is_open):
    assert bool(slots(desk, day)) is is_open


def test_a_day_of_a_year_without_a_calendar_is_marked_provisional(desk):
    assert all(s.is_provisional for s in slots(desk, date(2027, 1, 4)))
    assert not any(s.is_provisional for s in slots(desk, DAY))


def test_booking_takes_a_seat_gives_a_number_and_writes_history(desk, told):
    before = told()
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    assert made.number == "YY2026-00001"
    assert (made.seat, made.state) == (1, VisitState.BOOKED)
    assert told() == before + 1
    assert slots(desk, DAY)[0].free == 1


def test_history_holds_neither_name_nor_telephone_number(desk, db):
    queue.book_for(desk, wanted(desk, name="独特姓名", phone="13900001234"), CLERK, NOW)
    with db.reading() as unit:
        lines = unit.history.of("")
    assert "独特姓名" not in repr(lines)
    assert "13900001234" not in repr(lines)


def test_a_full_slot_is_refused_and_a_cancelled_seat_is_free_again(desk):
    first = queue.book(desk, wanted(desk, phone="0000001"), person(1), NOW)
    queue.book(desk, wanted(desk, phone="0000002"), person(2), NOW)
    with pytest.raises(Conflict) as caught:
        queue.book(desk, wanted(desk, phone="0000003"), person(3), NOW)
    assert caught.value.code == "service.slot_full"
    queue.cancel(desk, first.id, person(1), NOW)
    assert queue.book(desk, wanted(desk, phone="0000003"), person(3), NOW).seat == 1


def test_one_live_visit_a_person_and_day_by_account_and_by_telephone(desk):
    queue.book(desk, wanted(desk), SHOP, NOW)
    for again, who in ((wanted(desk, "10:00", phone="0000009"), SHOP), (wanted(desk, "10:00"), OTHER_SHOP)):
        with pytest.raises(Conflict) as caught:
            queue.book(desk, again, who, NOW)
        assert caught.value.code == "service.has_visit"
    assert queue.book(desk, wanted(desk, day=DAY + timedelta(days=1)), SHOP, NOW)


@pytest.mark.parametrize(
    ("clock", "day", "kind", "code"),
    [
        ("09:15", DAY, InputError, "service.no_slot"),
        ("09:00", SATURDAY, InputError, "service.no_slot"),
        ("09:00", date(2026, 11, 24), GuardFailed, "service.slot_over"),
        ("09:00", date(2026, 12, 25), GuardFailed, "service.too_far"),
    ],
)
def test_what_is_no_slot_is_over_or_too_far_is_refused(desk, clock, day, kind, code):
    with pytest.raises(kind) as caught:
        queue.book(desk, wanted(desk, clock, day), SHOP, NOW)
    assert caught.value.code == code


def test_the_last_bookable_day_can_be_booked(desk):
    assert queue.book(desk, wanted(desk, day=date(2026, 12, 24)), SHOP, NOW)


def test_a_slot_about_somebody_elses_case_is_not_found(desk, db):
    with db.unit_of_work() as unit:
        other = application(applicant=OTHER)
        unit.applications.add(other)
        unit.commit()
    with pytest.raises(NotFound):
        queue.book(desk, wanted(desk, application_id=other.id), SHOP, NOW)


def test_an_extra_saturday_is_opened_once_and_then_offered(desk, told):
    assert slots(desk, SATURDAY) == ()
    before = told()
    opening.open_extra_day(desk, "A", SATURDAY, "月底集中办理", BOSS, NOW)
    assert told() == before + 1
    assert len(slots(desk, SATURDAY)) == 6
    assert all(s.is_extended for s in slots(desk, SATURDAY))
    assert slots(desk, SATURDAY, "D") == ()
    with pytest.raises(Conflict):
        opening.open_extra_day(desk, "A", SATURDAY, "再开一次", BOSS, NOW)
    assert queue.book(desk, wanted(desk, day=SATURDAY), SHOP, NOW).is_extended


@pytest.mark.parametrize(
    ("window", "day", "code"),
    [
        ("A", DAY, "service.is_working_day"),
        ("A", date(2026, 11, 21), "service.day_gone"),
        ("D", SATURDAY, "service.no_extra_hours"),
        ("Z", SATURDAY, "service.no_window"),
    ],
)
def test_other_days_cannot_be_opened(desk, window, day, code):
    with pytest.raises(SignageError) as caught:
        opening.open_extra_day(desk, window, day, "理由", BOSS, NOW)
    assert caught.value.code == code


def test_the_counter_records_arrival_call_and_end_and_so_the_waiting_time(desk, told):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    start = at(desk, DAY, "08:55")
    before = told()
    came = queue.arrive(desk, made.id, CLERK, start)
    assert came.ticket == "A001"
    called = queue.call(desk, made.id, CLERK, start + timedelta(minutes=7))
    done = queue.finish(desk, made.id, CLERK, start + timedelta(minutes=25))
    assert (called.waited, done.served) == (timedelta(minutes=7), timedelta(minutes=18))
    assert done.state is VisitState.FINISHED
    assert told() == before + 3


def test_walk_ins_take_the_next_ticket_and_wait_behind_the_slots_of_others(desk):
    now = at(desk, DAY, "09:10")
    late = queue.book(desk, wanted(desk, "09:30"), SHOP, NOW)
    walked = queue.walk_in(desk, wanted(desk, phone="", name="来客"), CLERK, now)
    early = queue.book_for(desk, wanted(desk, "10:00", phone="0000009"), CLERK, now)
    assert walked.ticket == "A001W"
    assert queue.arrive(desk, late.id, CLERK, now).ticket == "A002"
    queue.arrive(desk, early.id, CLERK, now)
    with desk.begin_reading() as unit:
        ordered = queue.in_order(unit.service.appointments.on(DAY))
    assert [one.ticket for one in ordered] == ["A001W", "A002", "A003"]


def test_somebody_with_an_appointment_is_not_given_a_walk_in_ticket(desk):
    queue.book(desk, wanted(desk), SHOP, NOW)
    with pytest.raises(Conflict):
        queue.walk_in(desk, wanted(desk), CLERK, at(desk, DAY, "09:00"))


def test_an_officer_serves_one_at_a_time(desk):
    now = at(desk, DAY, "09:10")
    one, two = (queue.walk_in(desk, wanted(desk, phone="", name=n), CLERK, now) for n in "甲乙")
    queue.call(desk, one.id, CLERK, now)
    with pytest.raises(GuardFailed) as caught:
        queue.call(desk, two.id, CLERK, now)
    assert caught.value.params["ticket"] == "A001W"
    assert queue.call(desk, two.id, SECOND, now).counter == SECOND


def test_nobody_arrives_on_another_day_and_a_place_is_kept_for_a_while(desk):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    with pytest.raises(GuardFailed):
        queue.arrive(desk, made.id, CLERK, NOW)
    with pytest.raises(GuardFailed) as caught:
        queue.no_show(desk, made.id, CLERK, at(desk, DAY, "09:14"))
    assert caught.value.params["until"] == "09:15"
    assert queue.no_show(desk, made.id, CLERK, at(desk, DAY, "09:15")).state is VisitState.NO_SHOW


def test_an_applicant_cancels_only_their_own_and_only_before_it_begins(desk):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    with pytest.raises(NotFound):
        queue.cancel(desk, made.id, OTHER_SHOP, NOW)
    with pytest.raises(GuardFailed):
        queue.cancel(desk, made.id, SHOP, at(desk, DAY, "09:00"))
    assert queue.cancel(desk, made.id, CLERK, at(desk, DAY, "09:05")).state is VisitState.CANCELLED


@pytest.mark.parametrize("step", sorted(STEPS))
@pytest.mark.parametrize("state", list(VisitState))
def test_every_step_leads_only_from_the_states_of_the_table(desk, db, step, state):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    with db.unit_of_work() as unit:
        unit.service.appointments.save(replace(made, state=state, version=2), expected_version=1)
        unit.commit()
    now = at(desk, DAY, "09:20")
    act = getattr(queue, step)
    if state in STEPS[step][0]:
        assert act(desk, made.id, CLERK, now).state is STEPS[step][1]
    else:
        with pytest.raises(IllegalTransition):
            act(desk, made.id, CLERK, now)


def test_the_second_of_two_clerks_is_told_that_somebody_was_first(desk):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    now = at(desk, DAY, "09:00")
    queue.arrive(desk, made.id, CLERK, now, expected_version=1)
    with pytest.raises(Conflict):
        queue.arrive(desk, made.id, SECOND, now, expected_version=1)


def test_extended_hours_are_logged_outside_the_ordinary_ones_only(desk, db, told):
    now = at(desk, DAY, "20:00")
    before = told()
    line = log_extended_hours(desk, "A", DAY, minutes_of("17:00"), minutes_of("18:45"), "三店同办", CLERK, now)
    assert line.minutes == 105
    log_extended_hours(desk, "A", DAY, minutes_of("12:00"), minutes_of("13:00"), "午间", SECOND, now)
    assert told() == before + 2
    for start, end, code in (
        ("16:59", "17:30", "service.ordinary_hours"),
        ("18:30", "19:00", "service.hours_overlap"),
        ("19:00", "20:01", "service.not_yet"),
        ("19:00", "19:00", "service.bad_times"),
    ):
        with pytest.raises(SignageError) as caught:
            log_extended_hours(desk, "A", DAY, minutes_of(start), minutes_of(end), "事由", CLERK, now)
        assert caught.value.code == code, (start, end)
    with db.reading() as unit:
        assert sum(one.minutes for one in unit.service.appointments.extended(DAY, DAY)) == 165


def test_on_a_day_off_every_hour_is_extended(desk):
    now = datetime(2026, 11, 30, 1, tzinfo=UTC)
    line = log_extended_hours(desk, "A", SATURDAY, minutes_of("09:00"), minutes_of("11:30"), "周六", CLERK, now)
    assert line.minutes == 150


@pytest.mark.parametrize("clock", ["9:00", "24:01", "12:60", "noon", "", "-1:00", "１２:00"])
def test_what_is_no_time_of_day_is_refused(clock):
    with pytest.raises(InputError):
        minutes_of(clock)


def test_the_desk_asks_for_permissions_whoever_calls_it(desk):
    made = queue.book(desk, wanted(desk), SHOP, NOW)
    now = at(desk, DAY, "09:00")
    refused = (
        lambda: queue.book(desk, wanted(desk), CLERK, NOW),
        lambda: queue.book_for(desk, wanted(desk), SHOP, NOW),
        lambda: queue.walk_in(desk, wanted(desk), SHOP, NOW),
        lambda: opening.open_extra_day(desk, "A", SATURDAY, "理由", CLERK, NOW),
        lambda: log_extended_hours(desk, "A", DAY, 0, 60, "事由", SHOP, NOW),
        *(
            lambda act=act: act(desk, made.id, SHOP, now)
            for act in (queue.arrive, queue.call, queue.finish, queue.no_show)
        ),
    )
    for call in refused:
        with pytest.raises(NotPermitted):
            call()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema_version = 1", "schema_version = 2"),
        ("book_ahead_days = 30", "book_ahead_days = 0"),
        ("slot_minutes = 30", "slot_minutes = 31"),
        ("capacity = 2", "capacity = true"),
        ("from = 13:00:00", "from = 12:30:00"),
        ('id = "D"', 'id = "A"'),
        ("working_days = 15", "days = 15"),
        ("[promise.complaint]", "[promise.other]"),
        ("[[window]]", "[[window]"),
    ],
)
def test_a_wrong_file_of_hours_is_refused(old, new):
    from importlib.resources import files

    content = (files("signage.service") / "windows" / "demo-window.toml").read_text("utf-8")
    assert parse_hours(content) == bundled_hours()
    with pytest.raises(InputError) as caught:
        parse_hours(content.replace(old, new, 1), file="own.toml")
    assert caught.value.code == "service.hours_wrong"
