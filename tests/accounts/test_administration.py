"""An administrator's changes to accounts: at once, in history, and never the last administrator's own end."""

import threading
from datetime import timedelta

import pytest

from signage.accounts import add_account, administration, sign_in, who_is
from signage.accounts import use_cases as module
from signage.accounts.administration import (
    account_events,
    account_lines,
    change_own_password,
    create_account,
    deactivate_account,
    reactivate_account,
    reset_password,
    unlock_account,
)
from signage.applications.model import Role
from signage.errors import Conflict, InputError, NotFound, NotPermitted

from .case_builders import NOW, database

SECRET = "一句容易记住的话，也够长"
OTHER = "另一句容易记住的话，也够长"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hashing takes long on purpose; what it does is tested elsewhere."""
    for where in (module, administration):
        monkeypatch.setattr(where, "hash_password", lambda password: f"plain:{password}")
        monkeypatch.setattr(where, "verify_password", lambda given, stored: stored == f"plain:{given}")


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def begin(db):
    return db.unit_of_work


@pytest.fixture
def admin(begin):
    return add_account(begin, "admin", "管理员戊", Role.ADMINISTRATOR, SECRET, NOW)


def test_a_new_account_signs_in_with_its_one_time_password_and_has_to_change_it(begin, admin):
    given = create_account(begin, admin.actor, " Zhang.San ", "张三丰（虚构）", Role.CLERK, NOW)
    assert given.account.login == "zhang.san"
    signed = sign_in(begin, "zhang.san", given.password, NOW)
    assert signed.account.must_change_password
    change_own_password(begin, signed.account, signed.token, given.password, OTHER, NOW)
    again = who_is(begin, signed.token, NOW)
    assert again is not None
    assert not again.must_change_password
    with pytest.raises(NotPermitted):
        sign_in(begin, "zhang.san", given.password, NOW)


@pytest.mark.parametrize(
    ("login", "name", "role"),
    [
        ("", "名", Role.CLERK),
        ("x", " ", Role.CLERK),
        ("x", "甲\n乙", Role.CLERK),
        ("x", "名", Role.SYSTEM),
        ("x", "名", Role.PUBLIC),
    ],
)
def test_an_unfit_account_is_refused(begin, admin, login, name, role):
    with pytest.raises(InputError):
        create_account(begin, admin.actor, login, name, role, NOW)


def test_deactivating_ends_every_session_at_once(begin, admin):
    given = create_account(begin, admin.actor, "clerk", "窗口甲", Role.CLERK, NOW)
    token = sign_in(begin, "clerk", given.password, NOW).token
    deactivate_account(begin, admin.actor, given.account.id, NOW)
    assert who_is(begin, token, NOW) is None
    with pytest.raises(NotPermitted):
        sign_in(begin, "clerk", given.password, NOW)
    reactivate_account(begin, admin.actor, given.account.id, NOW)
    assert who_is(begin, token, NOW) is None
    assert sign_in(begin, "clerk", given.password, NOW).token


def test_the_last_active_administrator_stays(begin, admin):
    with pytest.raises(Conflict) as caught:
        deactivate_account(begin, admin.actor, admin.id, NOW)
    assert caught.value.code == "accounts.last_administrator"
    second = create_account(begin, admin.actor, "second", "管理员己", Role.ADMINISTRATOR, NOW).account
    deactivate_account(begin, admin.actor, admin.id, NOW)
    with pytest.raises(Conflict):
        deactivate_account(begin, second.actor, second.id, NOW)


def test_two_administrators_cannot_put_each_other_out_at_once(begin, admin):
    second = create_account(begin, admin.actor, "second", "管理员己", Role.ADMINISTRATOR, NOW).account
    start = threading.Barrier(2)
    failed = []

    def put_out(by, whom):
        start.wait()
        try:
            deactivate_account(begin, by.actor, whom.id, NOW)
        except Conflict as error:
            failed.append(error.code)

    pair = [threading.Thread(target=put_out, args=two) for two in ((admin, second), (second, admin))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    assert failed == ["accounts.last_administrator"]
    assert sum(line.account.is_active for line in account_lines(begin, NOW)) == 1


def test_a_reset_gives_a_new_one_time_password_and_ends_sessions_and_locks(begin, admin):
    given = create_account(begin, admin.actor, "clerk", "窗口甲", Role.CLERK, NOW)
    token = sign_in(begin, "clerk", given.password, NOW).token
    for _ in range(5):
        with pytest.raises(NotPermitted):
            sign_in(begin, "clerk", "wrong", NOW)
    renewed = reset_password(begin, admin.actor, given.account.id, NOW)
    assert who_is(begin, token, NOW) is None
    assert sign_in(begin, "clerk", renewed.password, NOW).account.must_change_password


def test_a_locked_login_is_listed_and_can_be_unlocked(begin, admin):
    clerk = add_account(begin, "clerk", "窗口甲", Role.CLERK, SECRET, NOW)
    for _ in range(5):
        with pytest.raises(NotPermitted):
            sign_in(begin, "clerk", "wrong", NOW)
    locked = {line.account.login for line in account_lines(begin, NOW) if line.locked_until}
    assert locked == {"clerk"}
    assert not any(line.locked_until for line in account_lines(begin, NOW + timedelta(minutes=16)))
    unlock_account(begin, admin.actor, clerk.id, NOW)
    assert sign_in(begin, "clerk", SECRET, NOW).token


def test_changing_the_own_password_ends_the_other_sessions_only(begin, admin):
    here, there = (sign_in(begin, "admin", SECRET, NOW).token for _ in range(2))
    change_own_password(begin, admin, here, SECRET, OTHER, NOW)
    assert who_is(begin, here, NOW) is not None
    assert who_is(begin, there, NOW) is None


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [("wrong", OTHER, "wrong_current"), (SECRET, SECRET, "password_same"), (SECRET, "short", "password_unfit")],
)
def test_a_password_is_not_changed_by_mistake(begin, admin, current, new, code):
    with pytest.raises((NotPermitted, InputError)) as caught:
        change_own_password(begin, admin, "t", current, new, NOW)
    assert caught.value.code == f"accounts.{code}"
    assert sign_in(begin, "admin", SECRET, NOW).token


def test_guessing_the_present_password_locks_like_signing_in(begin, admin):
    for _ in range(5):
        with pytest.raises(NotPermitted):
            change_own_password(begin, admin, "t", "wrong", OTHER, NOW)
    with pytest.raises(NotPermitted) as caught:
        change_own_password(begin, admin, "t", SECRET, OTHER, NOW)
    assert caught.value.code == "accounts.throttled"


def test_every_change_stands_in_history_without_any_password(begin, admin, db, tmp_path):
    given = create_account(begin, admin.actor, "clerk", "窗口甲", Role.CLERK, NOW)
    account_id = given.account.id
    renewed = reset_password(begin, admin.actor, account_id, NOW)
    unlock_account(begin, admin.actor, account_id, NOW)
    deactivate_account(begin, admin.actor, account_id, NOW)
    deactivate_account(begin, admin.actor, account_id, NOW)
    reactivate_account(begin, admin.actor, account_id, NOW)
    change_own_password(begin, admin, "t", SECRET, OTHER, NOW)
    events = account_events(begin)[::-1]
    assert [event.action for event in events] == [
        "create_account",
        "reset_password",
        "unlock_account",
        "deactivate_account",
        "reactivate_account",
        "change_password",
    ]
    assert all(event.actor.name == "管理员戊" and event.note for event in events)
    words = " ".join(f"{event.note} {event.facts}" for event in events)
    assert not any(secret in words for secret in (given.password, renewed.password, SECRET, OTHER))
    assert db.verify_history().ok


def test_an_account_that_is_not_there_is_not_found(begin, admin):
    for change in (deactivate_account, reactivate_account, reset_password, unlock_account):
        with pytest.raises(NotFound):
            change(begin, admin.actor, "nobody", NOW)
