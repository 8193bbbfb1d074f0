"""Frontage plans on record: added and never changed, one revision of a number and of a day, told in the history."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from signage.applications.model import Actor, Role
from signage.applications.plan_entry import enter_plan, entered_of, preview_plan
from signage.applications.plan_versions import LivePlans
from signage.errors import Conflict, InputError, PlanError
from signage.frontage import PlanRegister, read_plan
from signage.resources import bundled

from .case_builders import NOW, office

BOSS = Actor(id="acc-boss", name="负责人丙", role=Role.SUPERVISOR)
PLAN = read_plan(bundled("samples", "plans", "jingwan-li.json"))
TODAY = NOW.date()
NEXT = replace(PLAN, revision="2026-2", valid_from=TODAY + timedelta(days=7))


@pytest.fixture
def place(db, tmp_path):
    return office(db, tmp_path)


@pytest.fixture
def plans(db):
    return LivePlans(PlanRegister.of([PLAN]), db.reading)


def test_a_plan_on_record_counts_from_its_first_day_and_the_one_before_until_then(db, place, plans):
    seen = enter_plan(place, plans, NEXT, BOSS, NOW, basis="示规〔2026〕12号")
    assert seen.before == PLAN
    register = plans.present()
    assert register.in_force(PLAN.id, TODAY) == PLAN
    assert register.in_force(PLAN.id, NEXT.valid_from) == NEXT
    assert register.in_force(PLAN.id, NEXT.valid_from).digest == NEXT.digest
    assert register.end_of(PLAN) == NEXT.valid_from
    entered = entered_of(place, PLAN.id)
    assert set(entered) == {"2026-2"}
    assert (entered["2026-2"].entered_by, entered["2026-2"].basis) == ("负责人丙", "示规〔2026〕12号")
    assert entered["2026-2"].entered_at == NOW


def test_another_process_sees_it_without_a_restart(db, place, plans):
    other = LivePlans(PlanRegister.of([PLAN]), db.reading)
    assert len(other.present().plans) == 1
    enter_plan(place, plans, NEXT, BOSS, NOW, basis="批复")
    assert len(other.present().plans) == 2


def test_the_history_names_who_put_it_on_record_and_on_what_ground(db, place, plans):
    enter_plan(place, plans, NEXT, BOSS, NOW, basis="  示规〔2026〕12号  ")
    with db.reading() as unit:
        (event,) = [one for one in unit.history.of("") if one.action == "enter_plan"]
    assert event.actor == BOSS
    assert "示规〔2026〕12号" in event.note
    assert dict(event.facts)["plan digest"] == NEXT.digest
    assert db.verify_history().ok


def test_a_plan_of_a_building_that_is_new_has_none_before_it(db, place, plans):
    new = replace(PLAN, id="new-house", building="新楼", address="新路 1 号")
    seen = enter_plan(place, plans, new, BOSS, NOW, basis="批复")
    assert seen.before is None
    assert seen.twins == ()
    assert plans.present().in_force("new-house", TODAY).digest == new.digest


def test_a_building_of_the_same_name_in_the_same_city_is_pointed_out(place, plans):
    seen = preview_plan(place, plans.present(), replace(PLAN, id="jingwan-2"), TODAY)
    assert seen.twins == ((PLAN.building, PLAN.id),)
    assert preview_plan(place, plans.present(), replace(PLAN, id="j2", city="另一市"), TODAY).twins == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"revision": PLAN.revision}, "plans.number_taken"),
        ({"valid_from": PLAN.valid_from}, "plans.begins_too_early"),
        ({"valid_from": PLAN.valid_from - timedelta(days=1)}, "plans.begins_too_early"),
        ({"valid_from": TODAY - timedelta(days=1)}, "plans.begins_in_the_past"),
        ({"valid_from": TODAY + timedelta(days=367)}, "plans.begins_too_late"),
        ({"revision": "２０２６-1"}, "plans.number_taken"),
    ],
)
def test_a_revision_that_does_not_follow_is_refused(db, place, plans, changed, code):
    with pytest.raises(PlanError) as refused:
        enter_plan(place, plans, replace(NEXT, **changed), BOSS, NOW, basis="批复")
    assert refused.value.code == code
    assert entered_of(place, PLAN.id) == {}
    with db.reading() as unit:
        assert unit.history.of("") == ()


def test_a_revision_may_begin_today(place, plans):
    today = replace(NEXT, valid_from=TODAY)
    enter_plan(place, plans, today, BOSS, NOW, basis="批复")
    assert plans.present().in_force(PLAN.id, TODAY).digest == today.digest


def test_the_same_revision_again_is_told_as_known(place, plans):
    enter_plan(place, plans, NEXT, BOSS, NOW, basis="批复")
    with pytest.raises(PlanError) as refused:
        enter_plan(place, plans, NEXT, BOSS, NOW, basis="批复")
    assert refused.value.code == "plans.is_known"


def test_nothing_is_put_on_record_without_a_ground(place, plans):
    with pytest.raises(InputError) as refused:
        enter_plan(place, plans, NEXT, BOSS, NOW, basis=" \n ")
    assert refused.value.code == "plans.no_basis"
    assert entered_of(place, PLAN.id) == {}


def test_of_two_who_enter_a_revision_at_once_one_is_told(db, place, plans):
    start, errors = threading.Barrier(3), []

    def run(number: int) -> None:
        mine = LivePlans(PlanRegister.of([PLAN]), db.reading)
        start.wait()
        try:
            enter_plan(place, mine, NEXT, BOSS, NOW, basis=f"批复{number}")
        except (Conflict, PlanError) as error:
            errors.append(error.code)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 2
    assert set(errors) <= {"plans.entered_meanwhile", "plans.is_known"}
    assert set(entered_of(place, PLAN.id)) == {"2026-2"}
    assert db.verify_history().ok


def test_a_file_of_the_folder_that_contradicts_the_record_is_refused_and_the_same_plan_is_one(db, place, plans):
    enter_plan(place, plans, NEXT, BOSS, NOW, basis="批复")
    assert len(LivePlans(PlanRegister.of([PLAN, NEXT]), db.reading).present().plans) == 2
    other = replace(NEXT, building="别的楼")
    with pytest.raises(PlanError) as refused:
        LivePlans(PlanRegister.of([PLAN, other]), db.reading).present()
    assert refused.value.code == "plans.folder_twin"


def test_a_plan_that_has_faults_is_not_put_on_record(place, plans):
    face = NEXT.faces[0]
    units = (replace(face.units[0], x1_mm=face.units[0].x1_mm + 900.0), *face.units[1:])
    faulty = replace(NEXT, faces=(replace(face, units=units),))
    with pytest.raises(PlanError):
        enter_plan(place, plans, faulty, BOSS, NOW, basis="批复")
    assert entered_of(place, PLAN.id) == {}


def test_the_day_is_the_offices(place, plans):
    with pytest.raises(PlanError):
        preview_plan(place, plans.present(), replace(NEXT, valid_from=date(2026, 11, 1)), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE plan_revision SET content = REPLACE(content, '晶湾里', '别的里')", "已被改动"),
        ("UPDATE plan_revision SET basis = '别的依据'", "已被改动"),
        ("DELETE FROM plan_revision", "现在找不到了"),
        ("UPDATE plan_revision SET revision = '2026-3'", "没有它入库的记载"),
    ],
)
def test_a_plan_that_was_changed_by_hand_is_named(db, place, plans, statement, code):
    enter_plan(place, plans, NEXT, BOSS, NOW, basis="批复")
    with db._engine.begin() as connection:
        connection.exec_driver_sql(statement)
    verdict = db.verify_history()
    assert not verdict.ok
    assert code in verdict.explanation
