from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import create_app
from api.deps import SESSION_COOKIE, Gate, Open
from signage.bootstrap import Services

OPEN_BY_DESIGN = {"/health/live"}  # asks nothing of anyone, not even of the thread pool


def gates(route: APIRoute) -> list[object]:
    found, open_list = [], [route.dependant]
    while open_list:
        dependant = open_list.pop()
        found.append(dependant.call)
        open_list.extend(dependant.dependencies)
    return found


def routes_of(app) -> list[APIRoute]:
    found, waiting = [], list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found.append(route)
        waiting.extend(getattr(route, "routes", None) or [])
        nested = getattr(route, "original_router", None)
        waiting.extend(nested.routes if nested is not None else [])
    return found


def test_every_route_names_its_gate(services: Services):
    routes = routes_of(create_app(services))
    assert len(routes) > 25
    ungated = {
        route.path
        for route in routes
        if not any(isinstance(gate, Open | Gate) for gate in gates(route)) and route.path not in OPEN_BY_DESIGN
    }
    assert ungated == set()


def test_every_route_that_changes_something_but_signing_and_preferences_needs_a_permission(services: Services):
    public = {
        "/sign-in",
        "/sign-out",
        "/preferences",
        "/verify",
        "/api/v1/designs",
        "/api/v1/verifications",
        "/design/logo",
        "/help-link/{token}",  # opening a limited link is a way of signing in
        "/complaints",
        "/complaints/follow",
        "/rate/{code}",
    }
    for route in routes_of(create_app(services)):
        if route.methods - {"GET", "HEAD"} and route.path not in public:
            assert any(isinstance(gate, Gate) for gate in gates(route)), route.path


@pytest.mark.parametrize("path", ["/", "/design", "/sign-in", "/verify", "/books", "/nope", "/api/v1"])
def test_every_answer_carries_the_strict_headers(anyone: TestClient, path: str):
    headers = anyone.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("light", ["day", "night", "marks"])
def test_pages_have_no_inline_script_or_style(anyone: TestClient, light: str):
    page = anyone.get("/design", params={"light": light}).text
    assert "<svg" in page
    assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
    assert re.search(r"\sstyle=|<style|\son\w+=", page) is None


def test_a_form_from_another_site_is_refused_before_it_is_read(anyone: TestClient):
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.invalid"},
        {"cookie": f"{SESSION_COOKIE}=x"},
    ):
        assert anyone.post("/sign-out", headers=headers, follow_redirects=False).status_code == 403
    own = {"origin": "https://testserver"}
    assert anyone.post("/sign-out", headers=own, follow_redirects=False).status_code == 303


def test_the_session_cookie_is_closed_to_scripts_and_bound_to_this_host(signed_in, services: Services):
    client = signed_in("clerk")
    cookie = next(c for c in client.cookies.jar if c.name == SESSION_COOKIE)
    assert SESSION_COOKIE.startswith("__Host-")
    assert cookie.secure
    assert cookie.path == "/"
    assert cookie.has_nonstandard_attr("HttpOnly")


def test_signing_out_ends_the_session_on_the_server(signed_in):
    client = signed_in("clerk")
    token = client.cookies[SESSION_COOKIE]
    client.post("/sign-out")
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get("/applications", follow_redirects=False).status_code == 303


def test_a_session_left_alone_for_half_an_hour_is_over(signed_in, clock):
    client = signed_in("clerk")
    assert client.get("/applications").status_code == 200
    clock.at += timedelta(minutes=31)
    assert client.get("/applications", follow_redirects=False).status_code == 303


def test_too_many_wrong_passwords_lock_the_login(anyone: TestClient):
    for _ in range(5):
        assert anyone.post("/sign-in", data={"login": "clerk", "password": "wrong"}).status_code == 403
    answer = anyone.post("/sign-in", data={"login": "clerk", "password": "wrong"})
    assert "分钟" in answer.text


@pytest.mark.parametrize("back", ["https://elsewhere.invalid/", "//elsewhere.invalid", "/\\elsewhere.invalid", "x"])
def test_coming_back_after_a_form_never_leads_to_another_site(anyone: TestClient, back: str):
    answer = anyone.post("/preferences", data={"back": back, "lang": "en"}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_another_applicant_finds_nothing(signed_in, services: Services, apply):
    from signage.accounts import add_account
    from signage.applications.model import Role

    case = apply(signed_in("shop"))
    begin = services.database.unit_of_work
    from signage.bootstrap import demo_password

    add_account(begin, "other", "另一申请人（演示）", Role.APPLICANT, demo_password(services.settings), services.now())
    other = signed_in("other")
    item = services.office.reading
    with item() as unit:
        application = unit.applications.get(case.rpartition("/")[2])
    for path in (
        case,
        f"{case}/notice.pdf",
        f"{case}/materials/1",
        f"{case}/drawings/{application.items[0].id}/marks.png",
        f"/api/v1{case}",
    ):
        assert other.get(path).status_code == 404, path
    assert other.post(f"{case}/actions/withdraw", data={"version": "2"}).status_code == 404
    assert other.get("/api/v1/applications").json() == []


def test_an_applicant_cannot_take_an_officers_step(signed_in, apply):
    shop = signed_in("shop")
    case = apply(shop)
    answer = shop.post(f"{case}/actions/accept", data={"version": "2"})
    assert answer.status_code == 403
    assert "受理" in answer.text


def test_uploaded_papers_come_back_only_as_downloads(signed_in, apply):
    shop = signed_in("shop")
    answer = shop.get(f"{apply(shop)}/materials/1")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_body_beyond_the_limit_is_refused(anyone: TestClient):
    answer = anyone.post("/verify", headers={"content-length": str(10**9)}, content=b"x")
    assert answer.status_code == 413


def test_demonstration_accounts_are_not_offered_beyond_this_machine(services: Services):
    from dataclasses import replace

    from signage.bootstrap import demo_accounts

    open_wide = replace(services, settings=services.settings.model_copy(update={"host": "0.0.0.0"}))
    assert demo_accounts(open_wide) == ()


@pytest.mark.parametrize("path", ["/design", "/api/v1/plans"])
def test_even_an_unforeseen_failure_carries_the_strict_headers(services: Services, monkeypatch, path: str):
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(type(services), "today", fail)
    client = TestClient(create_app(services), base_url="https://testserver", raise_server_exceptions=False)
    answer = client.get(path)
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
