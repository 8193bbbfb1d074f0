"""Who may act for whom: only within the authorisation, and every step of it in history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from signage.accounts import Account, agents
from signage.accounts.agents import WantedAuthorisation, acting_office, authorise, revoke
from signage.applications import use_cases
from signage.applications.agency import Power, acting_for, office_for_agent
from signage.applications.model import Role, State
from signage.errors import Conflict, InputError, NotFound, NotPermitted
from signage.locale import describe

from .case_builders import APPLICANT, CLEAR, CLERK, NOW, database, item, office, papers

TODAY = date(2026, 11, 24)
SAMPLE = "00000019900101000X"
KEY = b"key of this home"


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def place(db, tmp_path):
    return office(db, tmp_path)


@pytest.fixture
def people(db):
    made = {}
    names = (("shop", Role.APPLICANT), ("agent", Role.APPLICANT), ("other", Role.APPLICANT), ("clerk", Role.CLERK))
    with db.unit_of_work() as unit:
        for login, role in names:
            made[login] = Account(id=f"acc-{login}", login=login, name=f"{login}（虚构）", role=role, created_at=NOW)
            unit.accounts.add(made[login], "x")
        unit.commit()
    return made


def wanted(**changes):
    facts = {
        "login": "agent",
        "name": "代办人己",
        "id_number": SAMPLE,
        "phone": "000-1234567",
        "application_id": "",
        "powers": (Power.APPLY,),
        "valid_from": TODAY,
        "valid_to": TODAY + timedelta(days=30),
    }
    return WantedAuthorisation(**{**facts, **changes})


def give(db, people, **changes):
    begin = db.unit_of_work
    return authorise(begin, people["shop"], wanted(**changes), today=TODAY, now=NOW, key=KEY, demo=True)


def open_as(place, db, account, principal, *, now=NOW, key=""):
    acting, actor = acting_office(place, db.reading, account, principal.id, Power.APPLY, now, "")
    who = replace(APPLICANT, account_id=principal.id)
    return use_cases.open_application(
        acting, who, (item(),), papers(), actor, now, circumstances=CLEAR, idempotency_key=key
    )


def submit_as(place, db, account, principal, case, *, now=NOW):
    acting, actor = acting_office(place, db.reading, account, principal.id, Power.APPLY, now, case.id)
    return use_cases.submit(acting, case.id, actor, now)


def withdraw_as(place, db, account, principal, case, *, now=NOW):
    acting, actor = acting_office(place, db.reading, account, principal.id, Power.WITHDRAW, now, case.id)
    return use_cases.withdraw(acting, case.id, actor, now, reasons="不办了")


def test_an_agent_opens_and_submits_and_history_says_who_acted_for_whom(place, db, people):
    given = give(db, people)
    case = open_as(place, db, people["agent"], people["shop"])
    assert submit_as(place, db, people["agent"], people["shop"], case).state is State.SUBMITTED
    events = use_cases.events_of(place, case.id)
    assert [event.action for event in events] == ["open", "act_for", "submit", "act_for"]
    for step, line in (events[:2], events[2:]):
        assert (step.actor.id, step.actor.name) == ("acc-agent", "agent（虚构）（代 shop（虚构））")
        assert line.actor.id == "acc-agent"
        assert "代办人己" in line.note
        assert "shop（虚构）" in line.note
        assert dict(line.facts) == {"authorisation": given.id, "principal": "acc-shop", "action": step.action}
    assert use_cases.case(place, case.id).applicant.account_id == "acc-shop"
    assert db.verify_history().ok


def test_without_authorisation_nobody_acts_for_anybody(place, db, people):
    with pytest.raises(NotPermitted):
        open_as(place, db, people["agent"], people["shop"])
    case = open_as(place, db, people["shop"], people["shop"])
    for account in ("agent", "other"):
        with pytest.raises(NotPermitted):
            submit_as(place, db, people[account], people["shop"], case)
    give(db, people)
    with pytest.raises(NotPermitted):  # the authorisation runs one way
        open_as(place, db, people["shop"], people["agent"])
    with pytest.raises(NotPermitted):
        open_as(place, db, people["other"], people["shop"])


def test_a_power_that_was_not_given_is_refused_with_its_name(place, db, people):
    give(db, people)
    case = open_as(place, db, people["agent"], people["shop"])
    with pytest.raises(NotPermitted) as caught:
        withdraw_as(place, db, people["agent"], people["shop"], case)
    assert caught.value.code == "agents.not_authorised"
    assert "撤回" in describe(caught.value).message
    give(db, people, powers=(Power.WITHDRAW,))
    assert withdraw_as(place, db, people["agent"], people["shop"], case).state is State.WITHDRAWN


def test_an_authorisation_for_one_case_reaches_no_other(place, db, people):
    mine, next_one = (open_as(place, db, people["shop"], people["shop"]) for _ in range(2))
    give(db, people, application_id=mine.id)
    assert submit_as(place, db, people["agent"], people["shop"], mine).state is State.SUBMITTED
    with pytest.raises(NotPermitted):
        submit_as(place, db, people["agent"], people["shop"], next_one)
    with pytest.raises(NotPermitted):
        open_as(place, db, people["agent"], people["shop"])
    assert [case.id for case in agents.cases_as_agent(db.reading, people["agent"], TODAY)] == [mine.id]
    assert agents.may_look(db.reading, people["agent"], mine, TODAY)
    assert not agents.may_look(db.reading, people["agent"], next_one, TODAY)
    assert use_cases.events_of(place, mine.id)[1].action == "authorise"


@pytest.mark.parametrize(("offset", "is_in"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_authorisation_holds_from_its_first_to_its_last_day(place, db, people, offset, is_in):
    give(db, people)
    now = NOW + timedelta(days=offset)
    if is_in:
        assert open_as(place, db, people["agent"], people["shop"], now=now)
    else:
        with pytest.raises(NotPermitted):
            open_as(place, db, people["agent"], people["shop"], now=now)


@pytest.mark.parametrize("by", ["shop", "agent"])
def test_either_side_ends_it_at_once(place, db, people, by):
    given = give(db, people)
    revoke(db.unit_of_work, people[by], given.id, "改由本人办理", NOW)
    revoke(db.unit_of_work, people[by], given.id, "再次", NOW)
    with pytest.raises(NotPermitted):
        open_as(place, db, people["agent"], people["shop"])
    assert [event.action for event in use_cases.events_of(place, "")] == ["authorise", "revoke_authorisation"]
    (mandate,) = agents.mandates_given(db.reading, people["shop"], TODAY)
    assert (mandate.is_in_force, mandate.authorisation.revoked_reason) == (False, "改由本人办理")


def test_somebody_else_finds_no_authorisation_to_end(db, people):
    given = give(db, people)
    for authorisation_id in (given.id, "none"):
        with pytest.raises(NotFound):
            revoke(db.unit_of_work, people["other"], authorisation_id, "", NOW)


def test_an_authorisation_that_ends_while_a_step_is_taken_stops_the_step(place, db, people):
    given = give(db, people)
    acting, actor = office_for_agent(place, people["agent"].actor, people["shop"].actor, Power.APPLY, NOW)
    revoke(db.unit_of_work, people["shop"], given.id, "", NOW)
    who = replace(APPLICANT, account_id="acc-shop")
    with pytest.raises(NotPermitted):
        use_cases.open_application(acting, who, (item(),), papers(), actor, NOW, circumstances=CLEAR)
    with db.reading() as unit:
        assert unit.applications.listed() == ()


def test_a_principal_who_may_not_sign_in_any_more_is_not_acted_for(place, db, people):
    give(db, people)
    with db.unit_of_work() as unit:
        unit.accounts.set_active("acc-shop", is_active=False)
        unit.commit()
    with pytest.raises(NotPermitted):
        open_as(place, db, people["agent"], people["shop"])


def test_acting_for_names_the_principals_of_a_day_a_power_and_a_case(place, db, people):
    case = open_as(place, db, people["shop"], people["shop"])
    give(db, people, application_id=case.id)
    with db.reading() as unit:
        assert acting_for(unit, "acc-agent", TODAY) == frozenset()
        assert acting_for(unit, "acc-agent", TODAY, application_id=case.id) == {"acc-shop"}
        assert acting_for(unit, "acc-agent", TODAY, power=Power.WITHDRAW, application_id=case.id) == frozenset()
        assert acting_for(unit, "acc-agent", TODAY, power=None, application_id=case.id) == {"acc-shop"}
        assert acting_for(unit, "acc-agent", TODAY + timedelta(days=31), application_id=case.id) == frozenset()
        assert acting_for(unit, "acc-shop", TODAY, application_id=case.id) == frozenset()


def test_sending_twice_through_an_agent_is_one_application_with_one_line(place, db, people):
    give(db, people)
    first, again = (open_as(place, db, people["agent"], people["shop"], key="k1") for _ in range(2))
    assert first.id == again.id
    assert [event.action for event in use_cases.events_of(place, first.id)] == ["open", "act_for"]


def test_a_step_that_comes_too_late_leaves_no_line_of_the_agent(place, db, people):
    give(db, people)
    case = open_as(place, db, people["agent"], people["shop"])
    acting, actor = acting_office(place, db.reading, people["agent"], "acc-shop", Power.APPLY, NOW, case.id)
    with pytest.raises(Conflict):
        use_cases.submit(acting, case.id, actor, NOW, expected_version=7)
    assert len(use_cases.events_of(place, case.id)) == 2


def test_an_officer_keeps_their_own_name_and_office(place, db, people):
    give(db, people)
    clerk = people["clerk"]
    assert acting_office(place, db.reading, clerk, "acc-shop", Power.APPLY, NOW, "") == (place, clerk.actor)
    assert CLERK.role is clerk.actor.role


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "己"}, "agents.name"),
        ({"name": "代\n办"}, "agents.name"),
        ({"phone": "abc"}, "agents.phone"),
        ({"id_number": "000000199001010001"}, "accounts.id_check"),
        ({"login": "nobody"}, "agents.no_account"),
        ({"login": "clerk"}, "agents.no_account"),
        ({"login": "shop"}, "agents.oneself"),
        ({"powers": ()}, "agents.no_power"),
        ({"valid_to": TODAY - timedelta(days=1)}, "agents.period"),
        ({"valid_from": TODAY + timedelta(days=9), "valid_to": TODAY + timedelta(days=8)}, "agents.period"),
        ({"valid_to": TODAY + timedelta(days=367)}, "agents.too_long"),
    ],
)
def test_what_was_typed_wrong_is_told_by_its_field(db, people, change, code):
    with pytest.raises(InputError) as caught:
        give(db, people, **change)
    assert caught.value.code == code
    assert caught.value.at.field
    assert describe(caught.value).hint


def test_nobody_authorises_for_a_case_of_somebody_else(place, db, people):
    case = open_as(place, db, people["other"], people["other"])
    with pytest.raises(NotFound):
        give(db, people, application_id=case.id)


def test_the_identity_number_itself_is_stored_nowhere(db, people, tmp_path):
    give(db, people)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"000***********000X" in stored
    assert SAMPLE.encode() not in stored
