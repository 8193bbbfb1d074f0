"""The web application on a temporary home, with signed-in clients; the base URL is https so that cookies travel."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import intake
from api.app import create_app
from api.deps import SESSION_COOKIE
from signage.accounts import Session
from signage.accounts.use_cases import token_hash
from signage.bootstrap import Services, demo_accounts, demo_password, open_services
from tests.drawn_once import drawn_once
from tests.engines import Homes, on_both


class Wall:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Wall:
    return Wall()


# Tests of the main steps, which take little time, file by file: they run on SQLite and on PostgreSQL, the others where
# SIGNAGE_TEST_DATABASE says. A file may name single tests; none named means all of them.
_ON_BOTH: dict[str, tuple[str, ...]] = {
    "test_accounts": (),
    "test_calendar": (),
    "test_case_documents": ("test_a_letter_that_a_dead_process_owed_is_made_later_once",),
    "test_cases": (
        "test_a_case_goes_from_design_to_sealed_notice_through_two_officers",
        "test_sending_a_form_twice_is_one_application",
        "test_the_second_of_two_clerks_is_told_that_somebody_was_first",
    ),
    "test_sequels": ("test_the_holder_renews_from_the_case_and_sees_what_cannot_be_had",),
    "test_together": ("test_a_building_sites_items_go_from_one_form_to_one_sealed_notice",),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    named = _ON_BOTH.get(metafunc.module.__name__.rpartition(".")[2])
    if named is not None and (not named or metafunc.function.__name__ in named):
        on_both(metafunc)


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, homes: Homes) -> Path:
    """A home with database, keys and accounts, made once."""
    home = tmp_path_factory.mktemp("made") / "home"
    opened = open_services(homes.fresh(home), now=Wall())
    demo_accounts(opened)
    opened.database.close()
    return home


@pytest.fixture
def services(tmp_path: Path, made_home: Path, homes: Homes, clock: Wall) -> Iterator[Services]:
    settings = homes.copy(made_home, tmp_path / "home")
    opened = open_services(settings, now=clock)
    yield opened
    opened.database.close()
    homes.drop(settings)


@pytest.fixture
def app(services: Services) -> FastAPI:
    """The application that all clients of a test share: its routes are worked out at its first request only."""
    return create_app(services)


@pytest.fixture
def anyone(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="https://testserver") as client:
        yield client


@pytest.fixture(autouse=True)
def width_of_pictures(monkeypatch: pytest.MonkeyPatch) -> int:
    """Draw a case's pictures small and once, since drawing them is most of a test's time; gives the product's width."""
    real = intake.PICTURE_PX
    monkeypatch.setattr(intake, "PICTURE_PX", 400)
    monkeypatch.setattr(intake, "standard_views", drawn_once)
    return real


SignIn = Callable[[str], TestClient]


@pytest.fixture
def signed_in(services: Services, app: FastAPI) -> Iterator[SignIn]:
    opened: list[TestClient] = []

    def make(login: str) -> TestClient:
        # A browser says where a form came from; without it a request that carries a cookie is refused.
        own = {"sec-fetch-site": "same-origin"}
        client = TestClient(app, base_url="https://testserver", headers=own)
        password = demo_password(services.settings)
        answer = client.post("/sign-in", data={"login": login, "password": password}, follow_redirects=False)
        assert answer.status_code == 303
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


DESIGN = {
    "plan": "jingwan-li",
    "unit": "S1-10",
    "name": "海盐小铺",
    "kind": "panel-letters",
    "width_mm": "3100",
    "height_mm": "1200",
    "luminance_cd_m2": "320",
    "licence_name": "示例市示例区海盐小铺",
    "leased_units": "S1-10",
    "panel_colour": "#1f2a36",
    "letter_colour": "#fff4dc",
}

APPLICANT = {
    "applicant_name": "示例市示例区海盐小铺",
    "credit_code": "91000000SAMPLE001X",
    "contact": "样例联系人",
    "phone": "000-0000000",
    "affects_third_party": "no",
    "needs_survey": "no",
    "sample_papers": "yes",
}


@pytest.fixture
def apply() -> Callable[..., str]:
    def make(client: TestClient, **changes: str) -> str:
        # Who is not told apart from the licence applies under the licence's own name.
        named = changes.get("applicant_name") or changes.get("licence_name")
        if named:
            changes = {"applicant_name": named, "licence_name": named, **changes}
        answer = client.post("/apply", data={**DESIGN, **APPLICANT, **changes}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        where = answer.headers["location"]
        return where if where.startswith("/design?") else where.partition("?done=")[0]

    return make


@pytest.fixture
def seated(services: Services, app: FastAPI) -> Iterator[SignIn]:
    """Clients with a session of their own, made without the form: hashing takes long on purpose."""
    opened: list[TestClient] = []

    def make(login: str) -> TestClient:
        token, now = secrets.token_urlsafe(), services.now()
        with services.database.unit_of_work() as unit:
            account, _ = unit.accounts.by_login(login) or pytest.fail(f"no account {login}")
            session = Session(token_hash=token_hash(token), account_id=account.id, created_at=now, seen_at=now)
            unit.sessions.add(session)
            unit.commit()
        client = TestClient(app, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"})
        client.cookies.set(SESSION_COOKIE, token, domain="testserver.local")
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def one_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an application be made with one small picture in place of the standard set."""
    picture = SimpleNamespace(file_name="marks.png", rendering=SimpleNamespace(content=b"\x89PNG\r\n\x1a\n"))
    monkeypatch.setattr("api.intake.standard_views", lambda *_, **__: (picture,))
