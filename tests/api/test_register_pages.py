"""The register, publications, inspections and reports through the web, with their gates."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from signage.applications import issuing, use_cases
from signage.applications.model import Applicant
from signage.bootstrap import Services, demo_accounts, open_services, permit_standing
from signage.locale import Lang
from signage.register.query import RegisterQuery
from tests.api.conftest import Wall
from tests.engines import Homes
from tests.register.case_builders import CLEAR, CLERK, SECOND, PlainIssuer, item, papers

PERSON = Applicant(
    name="王小明", credit_code="92000000SAMPLE001X", contact="李大山", phone="13800138000", account_id=""
)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def decided_home(made_home: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one issued permit of a natural person, made once without setting and sealing a real document."""
    home = tmp_path_factory.mktemp("decided") / "home"
    opened = open_services(homes.copy(made_home, home), now=Wall())
    office = replace(opened.office, issuer=PlainIssuer())
    shop = next(account for account in demo_accounts(opened) if account.login == "shop").actor
    drawing = office.blobs.put(png())
    handed = replace(papers("M2")[0], digest=office.blobs.put(b"%PDF-1.7"), title="营业执照", file_name="a.pdf")
    rest = tuple(replace(paper, digest=handed.digest) for paper in papers("M1", "M3", "M4", "M6", "M7", "M8", "M9"))
    sign = item(drawings=(("front-day.png", drawing),))
    applicant = replace(PERSON, account_id=shop.id)
    now = Wall()
    draft = use_cases.open_application(office, applicant, (sign,), (handed, *rest), shop, now(), circumstances=CLEAR)
    case = use_cases.submit(office, draft.id, shop, now())
    issuing.decide_on_the_spot(office, case.id, CLERK, SECOND, now, opinion="符合规定")
    opened.database.close()
    return home


@pytest.fixture
def services(tmp_path: Path, decided_home: Path, homes: Homes, clock: Wall) -> Iterator[Services]:
    """The services of a home of this test's own, with the permit in it."""
    settings = homes.copy(decided_home, tmp_path / "home")
    opened = open_services(settings, now=clock)
    yield opened
    opened.database.close()
    homes.drop(settings)


@pytest.fixture
def case(services: Services) -> str:
    """The address of the case."""
    with services.office.reading() as unit:
        return f"/applications/{unit.applications.listed()[0].id}"


def number_of(services: Services) -> str:
    with services.office.reading() as unit:
        return unit.register.search(RegisterQuery(), on=services.today()).permits[0].number


def end_permit(services: Services) -> str:
    """Revoke the permit and return its verification code."""
    with services.office.begin() as unit:
        permit = unit.permits.by_number(number_of(services))
        unit.permits.end(permit.id, reason="撤销", at=services.now())
        unit.commit()
    return str(permit.verification_code)


def test_the_code_of_a_dead_permit_says_so_first_with_its_address(anyone: TestClient, services: Services):
    number = number_of(services)
    with services.office.reading() as unit:
        standing = unit.permits.by_number(number)
        address = unit.register.by_number(number).address
    page = anyone.get("/verify", params={"code": standing.verification_code}).text
    assert "许可已失效" not in page
    code = end_permit(services)
    day = services.today().isoformat()
    page = anyone.get("/verify", params={"code": code}).text
    assert f"许可已失效（撤销，{day}）" in page
    assert page.index("许可已失效") < page.index("查询结果")
    assert address in page
    assert standing.position_key not in page
    assert f'href="/register/{quote(number)}"' in page
    assert number in anyone.get("/verify", params={"code": f" {code.lower()} "}).text


def test_a_revoked_permit_says_when_and_why_it_is_over(services: Services):
    end_permit(services)
    with services.office.reading() as unit:
        digest = unit.permits.by_number(number_of(services)).document_digest
        (permit,) = unit.permits.by_document(digest)
    today = services.today()
    over = permit_standing(permit, on=today, zone=services.office.zone)
    assert over.is_over
    assert over.words(Lang.ZH) == f"许可已失效（撤销，{today.isoformat()}）"


def test_a_permit_can_be_looked_up_by_everyone_and_shows_nothing_personal(anyone: TestClient, services: Services):
    number = number_of(services)
    listed = anyone.get("/register", params={"text": "徽"}).text
    assert number in listed
    page = anyone.get(f"/register/{number}").text
    table = anyone.get("/register.csv", params={"text": "生活馆"})
    assert table.headers["content-type"].startswith("text/csv")
    for text in (listed, page, table.text):
        assert "王**" in text
        for secret in ("王小明", "大山", "13800138000"):
            assert secret not in text
    assert "6000 × 1200" in page
    assert "有效" in page
    assert 'href="/verify?code=' in page
    drawing = anyone.get(f"/register/{number}/drawing")
    assert drawing.content.startswith(b"\x89PNG")
    assert "sandbox" in drawing.headers["content-security-policy"]
    assert anyone.get("/register", params={"text": "王小明"}).text.count(number) == 0
    assert anyone.get("/register", params={"since": "2026-11-24", "until": "2026-11-24"}).text.count(number) > 0
    assert anyone.get("/register", params={"until": "2026-11-23"}).text.count(number) == 0


def test_a_wrong_filter_is_told_at_its_field_and_an_unknown_permit_is_not_found(anyone: TestClient):
    wrong = anyone.get("/register", params={"since": "yesterday"})
    assert wrong.status_code == 422
    assert 'id="problem"' in wrong.text
    assert re.search(r'id="since"[^>]*aria-invalid="true"', wrong.text)
    assert anyone.get("/register/nothing").status_code == 404
    assert anyone.get("/register/nothing/drawing").status_code == 404
    assert anyone.get("/register/a%00b").status_code == 404
    assert anyone.get("/publications", params={"before": "x\x00"}).status_code == 422
    assert anyone.get("/register.csv", params={"track": "x"}).status_code == 422


def test_only_the_supervisor_publishes_corrects_and_withdraws(anyone, signed_in):
    clerk, boss = signed_in("clerk"), signed_in("supervisor")
    assert "待公示" not in clerk.get("/publications").text
    assert "待公示" in boss.get("/publications").text
    assert clerk.post("/publications").status_code == 403
    assert 'role="status"' in boss.post("/publications").text
    assert 'role="status"' not in anyone.get("/publications?done=published").text
    entry = re.search(r'id="p-([0-9a-f-]{36})"', anyone.get("/publications").text)[1]
    data = {"act": "correct", "version": "1", "reason": "名称有误", "project": "更正后的项目", "content": ""}
    assert clerk.post(f"/publications/{entry}", data=data).status_code == 403
    refused = boss.post(f"/publications/{entry}", data={**data, "reason": ""})
    assert refused.status_code == 422
    assert "<details open><summary>更正或撤下" in refused.text
    assert 'value="更正后的项目"' in refused.text
    assert re.search(rf'id="why-{entry}"[^>]*aria-invalid="true"', refused.text)
    assert boss.post(f"/publications/{entry}", data=data, follow_redirects=False).status_code == 303
    late = boss.post(f"/publications/{entry}", data={**data, "reason": "名称又有误"})
    assert late.status_code == 409
    assert 'value="名称又有误"' in late.text
    assert 'role="status"' in boss.get(f"/publications?done={entry}").text
    assert 'role="status"' not in clerk.get(f"/publications?done={entry}").text
    assert boss.get("/publications?done=none").status_code == 200
    shown = anyone.get("/publications").text
    assert "更正后的项目" in shown
    assert "名称有误" in shown
    gone = {"act": "withdraw", "version": "2", "reason": "决定已撤销"}
    assert boss.post(f"/publications/{entry}", data=gone, follow_redirects=False).status_code == 303
    over = boss.post(f"/publications/{entry}", data={**gone, "version": "3", "reason": "还要撤下"})
    assert "还要撤下" in over.text
    after = anyone.get("/publications").text
    assert "决定已撤销" in after
    assert "更正后的项目" not in after
    assert boss.post("/publications/none", data={**gone, "version": "1"}).status_code == 404


def test_an_inspection_is_recorded_answered_and_closed_by_officers_only(signed_in, services: Services):
    number = quote(number_of(services))
    shop, clerk = signed_in("shop"), signed_in("clerk")
    assert shop.get(f"/inspect/{number}").status_code == 403
    assert shop.get("/inspections").status_code == 403
    assert clerk.get("/inspections", params={"text": "生活馆"}).text.count("/inspect/") == 1
    bad = clerk.post(f"/inspect/{number}", data={"width": "wide"})
    assert bad.status_code == 422
    assert re.search(r'id="width"[^>]*aria-invalid="true"', bad.text)
    files = {"photos": ("a.jpg", png(), "image/jpeg")}
    fields = {"width": "6300", "height": "1200", "content": "same", "note": "右端加长"}
    assert clerk.post(f"/inspect/{number}", data=fields, files=files, follow_redirects=False).status_code == 303
    page = clerk.get(f"/inspect/{number}").text
    assert "许可 6000 mm，实测 6300 mm，相差 +300 mm" in page
    picture = re.search(r'src="(/inspect/[^"]+/photos/[^"]+)"', page)[1]
    assert clerk.get(picture).content.startswith(b"\xff\xd8\xff")
    assert shop.get(picture).status_code == 403
    assert "6300" in clerk.get("/inspections").text
    target = re.search(r'action="(/inspect/[^"]+/rectifications/[^"]+)"', page)[1]
    early = clerk.post(target, data={"act": "close", "version": "1", "words": "算了"})
    assert early.status_code == 409
    assert "不能办结" in early.text
    for act, version, words in (("answer", "1", "已改"), ("close", "2", "复核属实")):
        answer = clerk.post(target, data={"act": act, "version": version, "words": words}, follow_redirects=False)
        assert answer.status_code == 303
    assert "没有未办结的整改" in clerk.get("/inspections").text
    assert "复核属实" in clerk.get(f"/inspect/{number}").text


def test_reports_are_for_the_supervisor(anyone: TestClient, signed_in):
    clerk = signed_in("clerk")
    for path in ("/reports/weekly", "/reports/weekly.pdf", "/reports/cases?figure=closed"):
        assert anyone.get(path, follow_redirects=False).status_code == 303
        assert clerk.get(path).status_code == 403


def test_every_number_of_the_weekly_report_leads_to_its_cases(signed_in, case: str):
    boss = signed_in("supervisor")
    page = boss.get("/reports/weekly", params={"week": "2026-W48"}).text
    assert "审批工作周报 2026-W48" in page
    links = dict.fromkeys(re.findall(r'href="(/reports/cases\?[^"]+)"', page))
    assert len(links) >= 10
    for link in links:
        listed = boss.get(link.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert "figure=returned" in link or case in listed.text
    assert boss.get("/reports/weekly", params={"week": "2026-W60"}).status_code == 422
    assert boss.get("/reports/cases", params={"figure": "nothing"}).status_code == 422
    empty = boss.get("/reports/weekly", params={"week": "2020-W01"}).text
    assert "—" in empty
    assert boss.get("/reports/weekly.pdf", params={"week": "2026-W48"}).content.startswith(b"%PDF")


def test_the_bulletin_is_public_and_names_no_person_and_no_case(anyone, signed_in, case: str):
    signed_in("supervisor").post("/publications")
    page = anyone.get("/bulletin/2026-11").text
    assert "示例城管许准〔2026〕1号" in page
    assert "王**" in page
    assert "王小明" not in page
    assert case.rpartition("/")[2] not in page
    assert anyone.get("/bulletin").status_code == 200
    assert anyone.get("/bulletin/2026-13").status_code == 422
    assert anyone.get("/bulletin/2026-11.pdf").content.startswith(b"%PDF")


def test_a_case_can_be_downloaded_whole_by_its_owner_and_by_officers(signed_in, services: Services, case: str):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    answer = shop.get(f"{case}/bundle.zip")
    assert answer.content == shop.get(f"{case}/bundle.zip").content
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(re.fullmatch(r"1-申请材料/M2-.+-v1\.pdf", name) for name in names)
    assert "2-图纸/S1-01-徽盐生活馆-front-day.png" in names
    assert "3-文书/示例城管许准2026-1号.pdf" in names
    assert "4-检查报告/S1-01-徽盐生活馆.json" in names
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        history = archive.read("5-办理留痕.csv").decode("utf-8-sig")
    assert "制发决定书" in history
    assert clerk.get(f"{case}/bundle.zip").status_code == 200
    with services.office.begin() as unit:
        owned = unit.applications.get(case.rpartition("/")[2])
        others = replace(owned.applicant, account_id="somebody-else")
        unit.applications.save(
            replace(owned, applicant=others, version=owned.version + 1), expected_version=owned.version
        )
        unit.commit()
    assert shop.get(f"{case}/bundle.zip").status_code == 404


def test_pages_speak_english_and_hold_no_script_or_style(signed_in, services: Services):
    boss = signed_in("supervisor")
    boss.cookies.set("lang", "en")
    number = quote(number_of(services))
    own = (f"/register/{number}", f"/inspect/{number}", "/reports/cases?figure=closed")
    for path in ("/register", "/publications", "/bulletin", "/inspections", "/reports/weekly", *own):
        page = boss.get(path).text
        assert 'lang="en"' in page
        assert re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)", page) is None
