"""Seats, people's days and what is owed on both databases: what two at once must not both get."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from signage.applications.model import Actor, Role
from signage.errors import Conflict
from signage.service import ServiceDesk, complaints, open_duties, opening, service_figures
from signage.service import appointments as queue
from signage.service.appointments import Wanted
from signage.service.desk import new_secret
from signage.service.hours import instant

from .case_builders import BOSS, CLERK, NOW

DAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 28)


@pytest.fixture
def desk(db):
    return ServiceDesk(begin=db.unit_of_work, begin_reading=db.reading)


def wanted(desk, minutes=12 * 60, phone="0000001"):
    return Wanted(window_id="A", starts_at=instant(DAY, minutes, desk.zone), name="来客", phone=phone)


def person(number):
    return Actor(id=f"acc-{number}", name=f"申请人{number}", role=Role.APPLICANT)


def race(desk, offers):
    """Let everyone book at the same moment; give seats and refusals."""
    gate = threading.Barrier(len(offers))

    def go(number_and_offer):
        number, offer = number_and_offer
        gate.wait()
        try:
            return queue.book(desk, offer, person(number), NOW).seat
        except Conflict as error:
            return error.code

    with ThreadPoolExecutor(len(offers)) as pool:
        return sorted(pool.map(go, enumerate(offers)), key=str)


def test_eight_people_race_for_the_last_seat_and_one_gets_it(desk, db):
    ended = race(desk, [wanted(desk, phone=f"000000{number}") for number in range(8)])  # extended: one seat
    assert ended == [1, *["service.slot_full"] * 7]
    with db.reading() as unit:
        assert [one.number for one in unit.service.appointments.on(DAY)] == ["YY2026-00001"]
    verdict = db.verify_history()
    assert (verdict.ok, verdict.count) == (True, 1)


def test_one_person_who_books_from_eight_places_at_once_gets_one_visit(desk):
    offers = [wanted(desk, minutes=9 * 60 + 30 * number) for number in range(6)]
    assert race(desk, offers) == [1, *["service.has_visit"] * 5]


def test_the_database_itself_refuses_a_second_live_visit_on_a_seat_and_for_a_person(desk, db):
    made = queue.book(desk, wanted(desk), person(1), NOW)
    same_seat = replace(made, id="x1", number="X1", account_id="", phone="0000009")
    same_account = replace(made, id="x2", number="X2", seat=2, phone="0000009")
    same_phone = replace(made, id="x3", number="X3", seat=2, account_id="")
    free = replace(made, id="x4", number="X4", seat=2, account_id="", phone="0000009")
    with db.unit_of_work() as unit:
        kept = [unit.service.appointments.add(one) for one in (same_seat, same_account, same_phone, free)]
    assert kept == [False, False, False, True]


def test_days_complaints_and_figures_read_back_the_same(desk, db):
    opening.open_extra_day(desk, "A", SATURDAY, "月底办件多", BOSS, NOW)
    walked = queue.walk_in(desk, replace(wanted(desk), phone=""), CLERK, NOW)
    wording = complaints.Wording(words="请增开窗口。")
    filed = complaints.file_publicly(desk, wording, new_secret(), "x", NOW)
    with db.reading() as unit:
        assert len(opening.slots(desk, unit, "A", SATURDAY)) == 6
        assert unit.service.appointments.get(walked.id) == walked
        assert unit.service.complaints.get(filed.id) == filed
        assert [duty.id for duty in open_duties(unit, desk.calendar, desk.today(NOW))] == [filed.id]
        week = service_figures(unit, date(2026, 11, 23), date(2026, 11, 29))
    assert (week.walk_ins, week.complaints_received) == (1, 1)
