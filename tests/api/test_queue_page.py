"""The list of cases: pages, search, time limits, what is new, and whose cases are in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from signage.applications.ids import new_id
from signage.applications.model import State
from signage.bootstrap import Services

from .plain_cases import returned, submitted


def rows(page: str) -> list[str]:
    """The intake numbers of a list, from top to bottom."""
    return re.findall(r'<a href="/applications/[0-9a-f-]{36}">([^<]+)</a>', page)


def asked(**fields: str) -> str:
    return "/applications?" + urlencode(fields)


@pytest.fixture
def many(services: Services):
    """One case that was handed in, and sixty more like it with other signs, days and limits."""
    first = submitted(services)
    limit = first.deadline("acceptance")
    made = [first]
    with services.database.unit_of_work() as unit:
        for n in range(60):
            sign = first.items[0]
            sign = replace(sign, id=new_id(), spec=replace(sign.spec, name=f"店{n:02d}"), unit_id=f"S9-{n:02d}")
            due = replace(limit, due=services.today() + timedelta(days=n - 2))
            case = replace(
                first,
                id=new_id(),
                number=f"示例受〔2026〕{n + 2}号",
                idempotency_key="",
                items=(sign,),
                submissions=(),
                deadlines=(due,),
                submitted_at=first.submitted_at + timedelta(days=n),
            )
            unit.applications.add(case)
            made.append(case)
        unit.commit()
    return made


def test_pages_of_fifty_lead_through_every_case(signed_in, many):
    clerk = signed_in("clerk")
    page = clerk.get("/applications").text
    assert "待办（61）" in page
    assert rows(page) == [case.number for case in reversed(many)][:50]
    following = re.search(r'href="([^"]+)">下一页', page)
    rest = clerk.get(following[1].replace("&amp;", "&")).text
    assert rows(rest) == [case.number for case in reversed(many)][50:]
    assert "下一页" not in rest
    assert "回到第一页" in rest


def test_a_case_is_found_by_its_number_its_sign_and_its_day(signed_in, many):
    clerk = signed_in("clerk")
    assert rows(clerk.get(asked(text="〔2026〕31号")).text) == [many[30].number]
    assert rows(clerk.get(asked(text="店07")).text) == [many[8].number]
    assert rows(clerk.get(asked(text="S9-07 店07")).text) == [many[8].number]
    day = many[8].submitted_at.date().isoformat()
    assert rows(clerk.get(asked(since=day, until=day)).text) == [many[8].number]
    assert "没有查到符合条件的办件" in clerk.get(asked(text="无此店")).text
    assert rows(clerk.get(asked(text="店07", show="done")).text) == []


def test_what_presses_is_counted_and_comes_first(signed_in, many):
    clerk = signed_in("clerk")
    page = clerk.get(asked(limit="overdue", order="due")).text
    assert rows(page) == [many[1].number, many[2].number]
    assert "已超期 <b>2</b>" in page
    assert "今日及以前到期 <b>3</b>" in page
    assert rows(clerk.get(asked(order="due")).text)[:3] == [case.number for case in many[1:4]]
    assert page.count("已超期</span>") == 2


@pytest.mark.parametrize(
    ("field", "value"), [("since", "2026-13-01"), ("limit", "never"), ("order", "random"), ("before", "x")]
)
def test_a_field_that_cannot_be_read_is_told_and_nothing_is_listed(signed_in, many, field, value):
    answer = signed_in("clerk").get(asked(**{field: value}))
    assert answer.status_code == 422
    assert rows(answer.text) == []
    assert value in answer.text


def test_an_officer_sees_what_is_new_until_it_was_looked_at(signed_in, services: Services):
    case = submitted(services)
    clerk, second = signed_in("clerk"), signed_in("second")
    mark = 'class="badge new"'
    assert mark in clerk.get("/applications").text
    clerk.get(f"/applications/{case.id}")
    assert mark not in clerk.get("/applications").text
    assert mark in second.get("/applications").text
    with services.database.unit_of_work() as unit:
        unit.applications.save(replace(case, version=case.version + 1), expected_version=case.version)
        unit.commit()
    assert mark in clerk.get("/applications").text
    assert mark not in signed_in("shop").get("/applications").text


def test_an_applicant_finds_only_their_own(signed_in, services: Services):
    case = returned(services)
    shop, clerk = signed_in("shop"), signed_in("clerk")
    assert rows(shop.get(asked(show="returned", text=case.number)).text) == [case.number]
    assert rows(clerk.get(asked(show="returned", text=case.number)).text) == [case.number]
    with services.database.unit_of_work() as unit:
        stranger = replace(case.applicant, account_id="somebody-else")
        moved = replace(case, applicant=stranger, version=case.version + 1)
        unit.applications.save(moved, expected_version=case.version)
        unit.commit()
    assert rows(shop.get(asked(show="returned", text=case.number)).text) == []
    assert "待您补正（0）" in shop.get("/applications").text
    assert case.state is State.RETURNED
