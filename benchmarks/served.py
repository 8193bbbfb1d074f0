"""A home for the benchmarks that serve: accounts, a filled register, one case and a signed-in session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

from fastapi.testclient import TestClient

from api.app import create_app
from api.deps import SESSION_COOKIE as SERVED_COOKIE
from benchmarks.register import fill
from signage.accounts import Session
from signage.accounts.use_cases import token_hash
from signage.bootstrap import Services, demo_accounts, open_services
from signage.settings import Settings

__all__ = ["DESIGN", "SERVED_COOKIE", "Served", "applicant", "make_home", "seat"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a filled home holds: the id of a case and the token of its clerk's session."""

    case: str
    token: str


def applicant(n: int = 0) -> dict[str, str]:
    """Return the fields of a fictitious applicant, as the page sends them."""
    return {
        "applicant_name": f"示例市示例区海盐小铺{n}号店" if n else "示例市示例区海盐小铺",
        "credit_code": "91000000SAMPLE001X",
        "contact": "样例联系人",
        "phone": "000-0000000",
        "affects_third_party": "no",
        "needs_survey": "no",
        "sample_papers": "yes",
    }


def make_home(home: Path, rows: int) -> Served:
    """Make a home on SQLite with so many permits in its register, and one case that was handed in."""
    services = open_services(Settings(home=home))
    demo_accounts(services)
    fill(services.database, rows)
    shop, clerk = seat(services, "shop"), seat(services, "clerk")
    own = {"sec-fetch-site": "same-origin"}
    with TestClient(create_app(services), base_url="https://testserver", headers=own) as client:
        client.cookies.set(SERVED_COOKIE, shop, domain="testserver.local")
        answer = client.post("/apply", data={**DESIGN, **applicant()}, follow_redirects=False)
    if answer.status_code != 303:
        raise RuntimeError(f"the sample case was not taken: {answer.status_code}")
    services.database.close()
    return Served(case=answer.headers["location"].rpartition("/")[2], token=clerk)


def seat(services: Services, login: str) -> str:
    """Return the token of a new session of an account, without its password."""
    token = token_urlsafe(24)
    now = datetime.now(UTC)
    with services.database.unit_of_work() as unit:
        known = unit.accounts.by_login(login)
        if known is None:
            raise LookupError(login)
        account = known[0]
        unit.sessions.add(Session(token_hash=token_hash(token), account_id=account.id, created_at=now, seen_at=now))
        unit.commit()
    return token
