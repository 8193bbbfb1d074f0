from datetime import timedelta

import pytest

from signage.accounts import Permission, add_account, may, permissions_of, seed_demo_accounts, sign_in, sign_out, who_is
from signage.accounts import use_cases as module
from signage.applications.model import Action, Role
from signage.applications.workflow import permitted_roles
from signage.errors import Conflict, InputError, NotPermitted
from signage.locale import describe

from .case_builders import NOW, database

SECRET = "一句容易记住的话，也够长"


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def begin(db):
    add_account(db.unit_of_work, " Clerk ", "窗口甲", Role.CLERK, SECRET, NOW)
    return db.unit_of_work


def test_a_session_names_its_account_until_it_is_signed_out(begin):
    signed = sign_in(begin, "CLERK", SECRET, NOW)
    assert who_is(begin, signed.token, NOW) == signed.account
    sign_out(begin, signed.token)
    assert who_is(begin, signed.token, NOW) is None
    assert who_is(begin, "invented", NOW) is None


@pytest.mark.parametrize("login", ["clerk", "nobody", "\ud800"])
def test_a_wrong_login_and_a_wrong_password_are_told_alike(begin, login):
    with pytest.raises(NotPermitted) as caught:
        sign_in(begin, login, "wrong password\ud800", NOW)
    assert caught.value.code == "accounts.wrong_credentials"
    assert describe(caught.value).message


def test_a_session_ends_after_thirty_idle_minutes(begin):
    token = sign_in(begin, "clerk", SECRET, NOW).token
    assert who_is(begin, token, NOW + timedelta(minutes=29)) is not None
    assert who_is(begin, token, NOW + timedelta(minutes=58)) is not None
    assert who_is(begin, token, NOW + timedelta(minutes=88)) is None


def test_a_session_ends_after_ten_hours_however_busy(begin):
    token = sign_in(begin, "clerk", SECRET, NOW).token
    times = [NOW + timedelta(minutes=20 * n) for n in range(1, 31)]
    alive = [who_is(begin, token, at) is not None for at in times]
    assert alive == [True] * 29 + [False]


def test_only_the_hash_of_a_token_is_stored(begin, tmp_path):
    token = sign_in(begin, "clerk", SECRET, NOW).token
    stored = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
    assert token.encode() not in stored
    assert SECRET.encode() not in stored


def test_five_failures_lock_a_login_for_a_while_even_with_the_right_password(begin, monkeypatch):
    monkeypatch.setattr(module, "verify_password", lambda given, stored: stored is not None and given == SECRET)
    for _ in range(5):
        with pytest.raises(NotPermitted):
            sign_in(begin, "clerk", "wrong", NOW)
    with pytest.raises(NotPermitted) as caught:
        sign_in(begin, "clerk", SECRET, NOW)
    assert (caught.value.code, caught.value.params["minutes"]) == ("accounts.throttled", 15)
    assert sign_in(begin, "clerk", SECRET, NOW + timedelta(minutes=15)).token
    for _ in range(4):
        with pytest.raises(NotPermitted):
            sign_in(begin, "clerk", "wrong", NOW)
    assert sign_in(begin, "clerk", SECRET, NOW).token


@pytest.mark.parametrize(("login", "password"), [("", SECRET), ("a b", SECRET), ("x", "short"), ("x", "长" * 201)])
def test_an_unfit_login_or_password_is_refused(db, login, password):
    with pytest.raises(InputError):
        add_account(db.unit_of_work, login, "某", Role.CLERK, password, NOW)


def test_a_login_is_taken_once(begin):
    with pytest.raises(Conflict):
        add_account(begin, "clerk", "另", Role.CLERK, SECRET, NOW)


def test_demo_accounts_are_made_once_and_never_in_production(db):
    with pytest.raises(NotPermitted):
        seed_demo_accounts(db.unit_of_work, NOW, is_demonstration=False)
    first = seed_demo_accounts(db.unit_of_work, NOW, is_demonstration=True)
    again = seed_demo_accounts(db.unit_of_work, NOW, is_demonstration=True)
    assert [d.account for d in first] == [d.account for d in again]
    assert all(d.password for d in first)
    assert not any(d.password for d in again)
    assert {d.account.role for d in first} == set(Role) - {Role.PUBLIC, Role.SYSTEM}
    assert all("演示" in d.account.name for d in first)


def test_permissions_to_act_on_a_case_are_those_of_the_table():
    for action in Action:
        named = Permission(f"case.{action.value}")
        assert {role for role in Role if may(role, named)} == permitted_roles(action)
    assert Permission.CASE_VIEW_ALL not in permissions_of(Role.APPLICANT)
    assert not permissions_of(Role.PUBLIC) & {Permission.CASE_VIEW_ALL, Permission.CASE_VIEW_OWN}
