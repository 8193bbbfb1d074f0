"""Accounts and one's own password in the browser, and what never reaches a log."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from signage.accounts import Attempts
from signage.accounts.use_cases import token_hash
from signage.bootstrap import Services, demo_password

OWN = {"sec-fetch-site": "same-origin"}
NEW = "一句容易记住的话，也够长"


def made(client: TestClient, login: str = "new.clerk", role: str = "clerk") -> str:
    answer = client.post("/accounts", data={"login": login, "name": "窗口庚（虚构）", "role": role})
    assert answer.status_code == 200, answer.text
    return re.search(r'<output class="secret">([^<]+)</output>', answer.text)[1]


def browser(services: Services, login: str, password: str) -> tuple[TestClient, str]:
    client = TestClient(create_app(services), base_url="https://testserver", headers=OWN)
    answer = client.post("/sign-in", data={"login": login, "password": password}, follow_redirects=False)
    return client, answer.headers.get("location", "")


def account_id(services: Services, login: str) -> str:
    with services.database.reading() as unit:
        return unit.accounts.by_login(login)[0].id


def test_an_administrator_lands_on_the_accounts_and_others_do_not_see_them(services: Services, seated):
    _, target = browser(services, "admin", demo_password(services.settings))
    assert target == "/accounts"
    for login in ("shop", "clerk", "second", "supervisor", "designer"):
        client = seated(login)
        refused = client.get("/accounts")
        assert refused.status_code == 403
        assert "退出" in refused.text  # the page that says so is still theirs
        assert 'href="/accounts"' not in client.get("/").text


def test_a_one_time_password_is_shown_once_and_leads_to_a_choice_before_anything_else(services: Services, seated):
    admin = seated("admin")
    password = made(admin)
    assert password not in admin.get("/accounts").text
    client, target = browser(services, "new.clerk", password)
    assert target == "/account/password"
    assert client.get("/applications", follow_redirects=False).headers["location"] == "/account/password"
    assert client.get("/api/v1/applications").status_code == 403
    assert "请先设置自己的密码" in client.get("/account/password").text
    sent = {"current": password, "new_password": NEW, "again": NEW}
    wrong = client.post("/account/password", data={**sent, "again": "x" * 12})
    assert wrong.status_code == 422
    assert "不一样" in wrong.text
    assert client.post("/account/password", data=sent, follow_redirects=False).status_code == 303
    assert client.get("/applications").status_code == 200
    assert browser(services, "new.clerk", password)[1] == ""
    assert browser(services, "new.clerk", NEW)[1] == "/applications"


def test_deactivating_shuts_a_browser_out_at_once(services: Services, seated):
    admin, clerk = seated("admin"), seated("clerk")
    assert clerk.get("/applications").status_code == 200
    change = f"/accounts/{account_id(services, 'clerk')}"
    assert admin.post(f"{change}/deactivate", follow_redirects=False).status_code == 303
    assert clerk.get("/applications", follow_redirects=False).headers["location"].startswith("/sign-in")
    assert admin.post(f"{change}/reactivate", follow_redirects=False).status_code == 303
    assert "已停用" not in admin.get("/accounts").text
    assert "停用账户 clerk" in admin.get("/accounts").text


def test_the_last_administrator_and_nonsense_are_told_on_the_page(services: Services, seated):
    admin = seated("admin")
    mine = f"/accounts/{account_id(services, 'admin')}"
    assert "最后一个可用的管理员" in admin.post(f"{mine}/deactivate").text
    assert admin.post(f"{mine}/promote").status_code == 404
    assert admin.post("/accounts/nobody/reset").status_code == 404
    answer = admin.post("/accounts", data={"login": "shop", "name": "某", "role": "clerk"})
    assert answer.status_code == 409
    assert 'value="shop"' in answer.text
    assert admin.post("/accounts", data={"login": "x", "name": "某", "role": "king"}).status_code == 422


def test_a_locked_login_is_marked_and_unlocked(services: Services, seated):
    with services.database.unit_of_work() as unit:
        now = services.now()
        locked = Attempts(failures=5, window_at=now, locked_until=now + timedelta(minutes=15))
        unit.throttle.put(token_hash("clerk"), locked)
        unit.commit()
    admin = seated("admin")
    assert "登录锁定" in admin.get("/accounts").text
    admin.post(f"/accounts/{account_id(services, 'clerk')}/unlock")
    assert browser(services, "clerk", demo_password(services.settings))[1] == "/applications"


def test_signing_in_again_ends_the_session_before(services: Services):
    password = demo_password(services.settings)
    client, _ = browser(services, "clerk", password)
    first = client.cookies["__Host-signage"]
    client.post("/sign-in", data={"login": "clerk", "password": password})
    other = TestClient(create_app(services), base_url="https://testserver", cookies={"__Host-signage": first})
    assert other.get("/applications", follow_redirects=False).status_code == 303


def test_every_demonstration_account_is_offered_on_the_sign_in_page(anyone: TestClient):
    page = anyone.get("/sign-in").text
    for login in ("shop", "clerk", "second", "supervisor", "designer", "admin", "agent"):
        assert f'name="login" value="{login}"' in page


@pytest.mark.usefixtures("one_drawing")
def test_telephones_identity_numbers_and_passwords_reach_no_log(services: Services, seated, apply, caplog):
    phone, number = "000-7654321", "999999198512123456"
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, logger="ezdxf")  # tells every attribute that it does not write
    shop = seated("shop")
    apply(shop, phone=phone)
    given = {"login": "agent", "name": "代办人己", "id_number": number, "phone": phone}
    period = {"valid_from": "2026-11-24", "valid_to": "2026-12-24", "apply": "yes"}
    assert shop.post("/account/authorisations", data={**given, **period}).status_code == 200
    for wrong in ({"id_number": f"{number}1"}, {"phone": f"x{phone}"}, {"valid_to": "never"}, {"login": "nobody"}):
        answer = shop.post("/account/authorisations", data={**given, **period, **wrong})
        assert answer.status_code == 422
        assert number not in answer.text
    admin = seated("admin")
    password = made(admin)
    with services.database.unit_of_work() as unit:  # what the driver says of a failed statement names no values
        held = unit.authorisations.of_principal(account_id(services, "shop"))[0]
        with pytest.raises(Exception, match=r"(?i)unique|duplicate") as caught:
            unit.authorisations.add(held)
        logging.getLogger("signage.web").error("failed", exc_info=caught.value)
    said = caplog.text
    assert "failed" in said
    for secret in (phone, number, password, demo_password(services.settings)):
        assert secret not in said
