"""Calendars, agents, links and accounts on both engines, and what only one of two at once may do."""

import json
import threading
from datetime import date, timedelta

import pytest

from signage.accounts import Account, administration, links
from signage.accounts.administration import account_lines, create_account, deactivate_account
from signage.accounts.agents import WantedAuthorisation, acting_office, authorise, revoke
from signage.applications import calendar_use, use_cases
from signage.applications.agency import Power
from signage.applications.calendar_versions import LiveCalendar
from signage.applications.model import Actor, Role
from signage.errors import Conflict, NotFound, NotPermitted

from .case_builders import APPLICANT, CLEAR, NOW, SHOP, item, office, papers

ADMIN = Actor(id="acc-admin", name="管理员戊", role=Role.ADMINISTRATOR)
LATE = NOW.replace(month=12, day=28)
FILE = json.dumps(
    {
        "year": 2027,
        "papers": ["虚构的放假通知（测试用）"],
        "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}],
    }
).encode()


@pytest.fixture
def place(db, tmp_path):
    return office(db, tmp_path, calendar=LiveCalendar(db.reading))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(administration, "hash_password", lambda password: f"plain:{password}")


def people(db):
    made = [Account(id=SHOP.id, login="shop", name="甲", role=Role.APPLICANT, created_at=NOW)]
    made.append(Account(id="acc-agent", login="agent", name="己", role=Role.APPLICANT, created_at=NOW))
    with db.unit_of_work() as unit:
        for account in made:
            unit.accounts.add(account, "x")
        unit.commit()
    return made


def at_once(*tasks):
    start, errors = threading.Barrier(len(tasks)), []

    def run(task):
        start.wait()
        try:
            task()
        except (Conflict, NotFound) as error:
            errors.append(error.code)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_an_imported_year_counts_at_once_and_open_cases_follow(db, place):
    draft = use_cases.open_application(place, APPLICANT, (item(),), papers(), SHOP, LATE, circumstances=CLEAR)
    held = use_cases.submit(place, draft.id, SHOP, LATE)
    (limit,) = (deadline for deadline in held.deadlines if deadline.name == "acceptance")
    assert (limit.due, limit.is_provisional) == (date(2027, 1, 5), True)
    calendar_use.import_year(place, FILE, ADMIN, LATE + timedelta(minutes=1), reason="测试")
    done = calendar_use.recompute_open_cases(place, ADMIN, LATE + timedelta(minutes=1))
    assert [case for case, _ in done.cases] == [held.id]
    (limit,) = (d for d in use_cases.case(place, held.id).deadlines if d.name == "acceptance")
    assert (limit.due, limit.is_provisional) == (date(2027, 1, 5), False)
    assert db.verify_history().ok


def test_two_imports_at_once_are_one_version_or_two_but_never_half(db, place):
    task = lambda: calendar_use.import_year(place, FILE, ADMIN, NOW, reason="测试")  # noqa: E731
    errors = at_once(task, task, task)
    assert set(errors) <= {"calendar.imported_meanwhile"}
    assert [version.version for version in calendar_use.versions_of(place)] == [1]
    assert db.verify_history().ok


def test_two_administrators_cannot_put_each_other_out(db):
    begin = db.unit_of_work
    one, two = (create_account(begin, ADMIN, login, "管理员", Role.ADMINISTRATOR, NOW).account for login in "ab")
    errors = at_once(
        lambda: deactivate_account(begin, one.actor, two.id, NOW),
        lambda: deactivate_account(begin, two.actor, one.id, NOW),
    )
    assert errors == ["accounts.last_administrator"]
    assert sum(line.account.is_active for line in account_lines(db.reading, NOW)) == 1


def test_one_of_two_opens_a_link(db, place):
    shop, _ = people(db)
    case = use_cases.open_application(place, APPLICANT, (item(),), papers(), SHOP, NOW, circumstances=CLEAR)
    _, token = links.give_link(db.unit_of_work, shop, case.id, "小样", 3, NOW)
    task = lambda: links.open_link(db.unit_of_work, token, NOW)  # noqa: E731
    assert at_once(task, task, task) == ["links.gone"] * 2


def test_an_agent_acts_only_while_authorised(db, place):
    shop, agent = people(db)
    wanted = WantedAuthorisation(
        login="agent",
        name="代办人己",
        id_number="00000019900101000X",
        phone="000-7654321",
        application_id="",
        powers=(Power.APPLY,),
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 12, 1),
    )
    given = authorise(db.unit_of_work, shop, wanted, today=date(2026, 11, 24), now=NOW, key=b"k", demo=True)
    acting, actor = acting_office(place, db.reading, agent, shop.id, Power.APPLY, NOW, "")
    draft = use_cases.open_application(acting, APPLICANT, (item(),), papers(), actor, NOW, circumstances=CLEAR)
    assert [event.action for event in use_cases.events_of(place, draft.id)] == ["open", "act_for"]
    revoke(db.unit_of_work, shop, given.id, "", NOW)
    with pytest.raises(NotPermitted):
        use_cases.submit(acting, draft.id, actor, NOW)
    assert len(use_cases.events_of(place, draft.id)) == 2
    assert db.verify_history().ok
