"""A case's papers on the web: versions, shelf, what a resubmission changed; hostile files are told file by file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from signage.applications import use_cases
from signage.applications.model import Role
from signage.bootstrap import Services
from signage.materials import versions_of
from signage.resources import bundled
from tests.api import plain_cases
from tests.uploads.hostile import in_process, nested_action, pdf, picture

PAPER = (bundled("samples", "papers") / "M4-lease-and-consent.pdf").read_bytes()


@pytest.fixture(autouse=True)
def _without_child(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("signage.uploads.door.confined", in_process)


@pytest.fixture
def returned(signed_in, services: Services) -> tuple[TestClient, Callable[[str], TestClient], str]:
    """A case that went back for correction: its applicant, a way to sign others in, its address."""
    case = plain_cases.returned(services)
    return signed_in("shop"), signed_in, f"/applications/{case.id}"


def hand_in(client: TestClient, address: str, **files: tuple[str, bytes]):
    return client.post(f"{address}/materials", files={f"paper_{code}": file for code, file in files.items()})


def submit(client: TestClient, address: str, **data: str):
    version = re.search(r'name="version" value="(\d+)"', client.get(f"{address}/materials").text)[1]
    return client.post(f"{address}/materials/submit", data={"version": version, **data})


def text_of(answer) -> str:
    return html.unescape(answer.text)


def test_papers_become_versions_and_go_in_with_the_case(returned, services: Services):
    shop, sign_in, address = returned
    clerk = sign_in("clerk")
    page = hand_in(shop, address, M4=("合同 新.pdf", pdf(pages=2)), M2=("照.jpg", picture("JPEG", (300, 200))))
    assert page.status_code == 200
    shown = text_of(page)
    assert "M4 房屋权属或租赁证明、载体所有人同意书 v1.pdf" in shown
    assert "合同 新.pdf" in shown
    assert shown.count("待提交") == 2
    hand_in(shop, address, M4=("合同 再.pdf", pdf(pages=3)))
    assert submit(shop, address).status_code == 200
    seen = text_of(clerk.get(f"{address}/materials"))
    assert "更换材料 M4" in seen
    assert "（原名：合同 再.pdf）" in text_of(clerk.get(address))  # it stands in the case's history
    assert "v2.pdf" in seen
    found = versions_of(services.database.reading, address.rsplit("/", 1)[1])
    assert [(v.kind, v.version) for v in found] == [("M2", 1), ("M4", 1), ("M4", 2)]
    assert services.database.verify_history().ok


def test_what_is_refused_is_told_file_by_file_and_the_rest_is_kept(returned, services: Services):
    shop, _, address = returned
    page = hand_in(
        shop,
        address,
        M1=("表.docx", b"PK\x03\x04word/" + bytes(60)),
        M3=("授权.pdf", pdf(nested_action)),
        M9=("承诺.pdf", pdf()),
        M99=("a.pdf", pdf()),
    )
    assert page.status_code == 422
    shown = text_of(page)
    for words in ("表.docx", "另存为 PDF", "授权.pdf", "JavaScript", "没有材料“M99”"):
        assert words in shown
    assert [v.kind for v in versions_of(services.database.reading, address.rsplit("/", 1)[1])] == ["M9"]


def test_a_page_shows_only_our_picture_and_gives_the_file_as_a_download(returned, services: Services):
    shop, _, address = returned
    hand_in(shop, address, M4=("合同.pdf", PAPER + b"\n"))
    version = versions_of(services.database.reading, address.rsplit("/", 1)[1])[0]
    seen = shop.get(f"/materials/{version.id}/pages/1.png")
    assert seen.headers["content-type"] == "image/png"
    assert seen.content.startswith(b"\x89PNG")
    given = shop.get(f"/materials/{version.id}/file")
    assert given.content == PAPER + b"\n"
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''M4%20")
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    assert shop.get(f"/materials/{version.id}/pages/9.png").status_code == 404


def test_another_account_finds_nothing(returned, services: Services, anyone: TestClient):
    shop, sign_in, address = returned
    clerk = sign_in("clerk")
    hand_in(shop, address, M4=("合同.pdf", pdf()))
    version = versions_of(services.database.reading, address.rsplit("/", 1)[1])[0]
    assert clerk.get(f"/materials/{version.id}/file").status_code == 200
    assert anyone.get(f"/materials/{version.id}/file", follow_redirects=False).status_code == 303
    assert clerk.post(f"{address}/materials/reuse", data={"version": version.id}).status_code == 403


def test_handing_in_again_without_anything_new_takes_a_second_word(returned):
    shop, sign_in, address = returned
    clerk = sign_in("clerk")
    refused = submit(shop, address)
    assert refused.status_code == 409
    assert "没有新的材料" in refused.text
    assert submit(shop, address, unchanged="yes").status_code == 200
    assert "没有改动任何材料或设计" in clerk.get(f"{address}/materials").text


def test_the_same_file_again_is_told(returned):
    shop, _, address = returned
    hand_in(shop, address, M4=("合同.pdf", PAPER))
    again = hand_in(shop, address, M4=("又.pdf", PAPER))
    assert again.status_code == 422
    assert "完全相同" in again.text


def test_papers_of_an_earlier_case_are_used_again(returned, services: Services):
    shop, _, address = returned
    hand_in(shop, address, M11=("品牌授权.pdf", pdf()))
    other = f"/applications/{plain_cases.returned(services, 'S1-05').id}"
    shelf = shop.get(f"{other}/materials").text
    wanted = re.search(r'name="version" value="([0-9a-f-]{36})"', shelf)[1]
    page = shop.post(f"{other}/materials/reuse", data={"version": wanted})
    assert "调用自以往办件" in page.text


def test_a_paper_follows_while_nothing_is_said_about_acceptance_and_the_clerk_sees_that_it_came_later(
    signed_in, services: Services
):
    case = plain_cases.submitted(services)
    address, shop, clerk = f"/applications/{case.id}", signed_in("shop"), signed_in("clerk")
    hand_in(shop, address, M12=("说明.pdf", pdf()))
    assert "提交后补交" not in clerk.get(address).text
    assert submit(shop, address).status_code == 200
    seen = text_of(clerk.get(address))
    assert "提交后补交" in seen
    assert "提交之后、受理之前补交材料：" in seen  # the history says who and when
    now = use_cases.case(services.office, case.id)
    assert (now.state, now.submitted_at, now.deadlines) == (case.state, case.submitted_at, case.deadlines)
    assert now.submissions == case.submissions
    assert {one.kind for one in now.materials} == {one.kind for one in case.materials} | {"M12"}
    event = next(one for one in use_cases.events_of(services.office, case.id) if one.action == "add_papers")
    assert event.actor.role is Role.APPLICANT
    assert dict(event.facts)["paper M12"] == next(one.digest for one in now.materials if one.kind == "M12")
    assert services.database.verify_history().ok
    assert submit(shop, address, unchanged="yes").status_code == 409  # there is nothing more


def test_the_case_page_takes_a_missing_paper_in_one_step(signed_in, services: Services):
    case = plain_cases.submitted(services)
    address, shop = f"/applications/{case.id}", signed_in("shop")
    page = shop.get(address).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert "补交材料（受理前）" in page
    assert "补交材料（受理前）" not in signed_in("clerk").get(address).text
    refused = shop.post(f"{address}/actions/add_papers", data={"version": version})
    assert refused.status_code == 409
    assert "没有新的材料" in refused.text
    files = {"paper_M4": ("新合同.pdf", pdf(pages=2))}
    taken = shop.post(f"{address}/actions/add_papers", data={"version": version}, files=files)
    assert taken.status_code == 200
    assert "提交后补交" in taken.text
    assert [(v.kind, v.version) for v in versions_of(services.database.reading, case.id)] == [("M4", 1)]


def test_papers_of_a_case_that_is_under_way_stay_as_they_are(signed_in, services: Services):
    case = plain_cases.submitted(services)
    with services.database.reading() as reading:
        clerk = reading.accounts.by_login("clerk")[0]
    use_cases.accept(services.office, case.id, clerk.actor, services.now())
    address = f"/applications/{case.id}"
    page = hand_in(signed_in("shop"), address, M4=("合同.pdf", pdf()))
    assert page.status_code == 409
    assert "不能再更换材料" in page.text
    assert 'type="file"' not in page.text


def test_nothing_chosen_is_told(returned):
    shop, _, address = returned
    answer = shop.post(f"{address}/materials", files={"paper_M4": ("", b"")})
    assert answer.status_code == 422
