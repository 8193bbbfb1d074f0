"""The page of working days: everyone looks, an administrator imports in two steps."""

from __future__ import annotations

import html
import json
import re

from fastapi.testclient import TestClient

from signage.bootstrap import Services

DAYS = [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    {"name": "元旦", "date": "2027-01-02", "isOffDay": False},
]


def year_file(**changes: object) -> bytes:
    content = {"year": 2027, "papers": ["虚构的放假通知（测试用）"], "days": DAYS, **changes}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def test_everyone_sees_a_year_with_its_marks_and_nobody_is_offered_the_import(anyone: TestClient):
    page = anyone.get("/calendar", params={"year": 2026}).text
    assert page.count('class="month"') == 12
    assert page.count("<i>休</i>") == 33
    assert page.count("<i>班</i>") == 6
    assert "/calendar/preview" not in page
    assert "还没有官方工作日历" in anyone.get("/calendar", params={"year": 2027}).text
    assert anyone.get("/calendar", params={"year": 99999}).status_code == 200


def test_only_an_administrator_may_import(anyone: TestClient, seated):
    own = {"sec-fetch-site": "same-origin"}
    assert (
        anyone.post("/calendar/import", data={"content": "x"}, headers=own, follow_redirects=False).status_code == 303
    )
    for login in ("shop", "clerk", "supervisor", "designer"):
        client = seated(login)
        assert client.post("/calendar/import", data={"content": "x"}).status_code == 403
        assert client.post("/calendar/preview", files={"file": ("a.json", b"x")}).status_code == 403


def test_an_import_is_seen_first_and_counts_only_when_it_is_confirmed(seated, services: Services):
    admin = seated("admin")
    seen = admin.post("/calendar/preview", files={"file": ("2027.json", year_file())})
    assert seen.status_code == 200
    assert "还没有生效" in seen.text
    assert "2027-01-02 上班" in seen.text
    assert "没有下列节日的放假日期" in seen.text
    assert services.office.calendar.year(2027) is None
    content = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", seen.text, re.DOTALL)[1]
    sent = html.unescape(content).replace("\n", "\r\n")
    assert 'name="incomplete"' in seen.text
    for unsaid in ({}, {"incomplete": "yes"}, {"reason": "通知分两次发布"}):
        refused = admin.post("/calendar/import", data={"content": sent, **unsaid})
        assert refused.status_code == 422
        assert "春节" in refused.text
    assert services.office.calendar.year(2027) is None
    confirmed = {"incomplete": "yes", "reason": "通知分两次发布"}
    answer = admin.post("/calendar/import", data={"content": sent, **confirmed})
    assert "已导入，立即生效" in answer.text
    assert services.office.calendar.year(2027).version == 1
    assert "管理员戊" in answer.text
    again = admin.post("/calendar/preview", files={"file": ("2027.json", year_file())})
    assert "不需要导入" in again.text
    assert "/calendar/import" not in again.text


def test_a_file_that_is_no_calendar_is_told_on_the_page(seated):
    admin = seated("admin")
    for content in (year_file(days=[]), b"\xff\xfe", b"x = 1"):
        answer = admin.post("/calendar/preview", files={"file": ("2027.json", content)})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert admin.post("/calendar/import", data={"content": "{}"}).status_code == 422
