"""A form that comes back with a question keeps the files that it brought, for its own account and for a while."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from api.case_papers import sample_papers
from signage.bootstrap import Services

from .conftest import APPLICANT, DESIGN

_ONE_DRAWING = pytest.mark.usefixtures("one_drawing")
_LACKING = {key: value for key, value in {**DESIGN, **APPLICANT}.items() if key != "sample_papers"}


def _sent_back(client, **changes: str):
    name, content = sample_papers()["M2"]
    return client.post("/apply", data={**_LACKING, **changes}, files={"paper_M2": (name, content, "application/pdf")})


def _token(page: str) -> str:
    return re.findall(r'name="held" value="([^"]+)"', page)[0]


@_ONE_DRAWING
def test_a_form_that_lacks_papers_comes_back_with_those_that_it_brought(seated, services: Services):
    shop = seated("shop")
    answer = _sent_back(shop)
    assert answer.status_code == 422
    assert "已收到：" in answer.text
    assert "M2-licence.pdf" in answer.text
    done = (
        shop.post("/apply", data={**DESIGN, **APPLICANT, "held": _token(answer.text)}, follow_redirects=False)
        .headers["location"]
        .partition("?")[0]
    )
    with services.office.reading() as unit:
        held = {paper.kind: paper for paper in unit.applications.get(done.rpartition("/")[2]).materials}
    assert held["M2"].digest == _digest(services, "M2")


def _digest(services: Services, code: str) -> str:
    return services.office.blobs.put(sample_papers()[code][1])


def test_one_refused_file_does_not_lose_the_others(seated):
    name, content = sample_papers()["M2"]
    files = {"paper_M2": (name, content, "application/pdf"), "paper_M4": ("m4.pdf", b"no pdf", "application/pdf")}
    answer = seated("shop").post("/apply", data=_LACKING, files=files)
    assert answer.status_code == 422
    assert name in answer.text
    assert _token(answer.text)


def test_the_token_is_worth_nothing_to_another_account_or_later(seated, services: Services, clock):
    token = _token(_sent_back(seated("shop")).text)
    with services.database.reading() as unit:
        ids = {login: unit.accounts.by_login(login)[0].id for login in ("shop", "agent")}
    assert [paper.kind for paper in services.waiting.of(token, ids["shop"], services.now())] == ["M2"]
    assert services.waiting.of(token, ids["agent"], services.now()) == ()
    assert services.waiting.of(token, ids["shop"], services.now() + timedelta(hours=3)) == ()
    assert services.waiting.of("../" + token, ids["shop"], services.now()) == ()


def test_a_paper_that_is_left_out_does_not_come_again(seated):
    shop = seated("shop")
    token = _token(_sent_back(shop).text)
    answer = shop.post("/apply", data={**_LACKING, "held": token, "drop_M2": "yes"})
    assert "M2-licence.pdf" not in answer.text
