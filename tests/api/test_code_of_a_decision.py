"""The code of a decision tells which document it is on; a filing's pages speak of no permit."""

from __future__ import annotations

from dataclasses import replace

from signage.applications import use_cases
from signage.applications.issuing import decide_on_the_spot
from signage.applications.model import Track
from signage.bootstrap import Services
from signage.register.masking import masked_text
from tests.api.plain_cases import issued
from tests.storage.case_builders import APPLICANT, CLEAR, item, papers


def test_a_decisions_code_tells_its_title_number_and_date(anyone, services: Services):
    case = issued(services)
    code = case.permits[0].verification_code
    page = anyone.get("/verify", params={"code": code}).text
    assert case.decision_number in page
    assert "准予行政许可决定书" in page
    assert f"<dt>决定日期</dt><dd>{services.office.today(case.decision.at).isoformat()}</dd>" in page
    assert masked_text(case.applicant.contact) not in page  # never whom it concerns
    english = anyone.get("/verify", params={"code": code}, headers={"accept-language": "en"}).text
    assert "Decision to grant an administrative licence" in english


def test_a_forged_notice_is_told_as_forged_in_one_sentence_on_the_page(anyone, services: Services):
    case = issued(services)
    content = services.office.blobs.get(case.permits[0].document_digest)
    at = content.index(b"stream\n", 20_000) + 40
    forged = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    page = anyone.post("/verify", files={"file": ("n.pdf", forged, "application/pdf")}).text
    assert "这份文件不能采信：内容与签章不符" in page
    assert "✓" not in page


def test_the_pages_of_a_filing_speak_of_no_permit(anyone, signed_in, services: Services):
    case = filing(services)
    page = signed_in("shop").get(f"/applications/{case.id}").text
    assert "备案通知书已签发" in page
    assert "办结期限" in page
    assert "法定办结期限" not in page
    assert "行政许可" not in page.partition("<h1>")[2]  # neither a document nor a basis of its limits
    seen = signed_in("clerk").get(f"/applications/{case.id}").text
    assert "备案审核表" in seen
    assert "行政许可审批表" not in seen
    (permit,) = case.permits
    by_code = anyone.get("/verify", params={"code": permit.verification_code}).text
    assert "户外招牌设置备案通知书" in by_code
    shown = anyone.get(f"/register/{permit.number}").text
    main = shown.partition("<h1>")[2].partition("<footer")[0]
    assert "备案内容" in main
    assert "许可" not in main
    notice = services.office.blobs.get(permit.document_digest)
    told = anyone.post("/verify", files={"file": ("n.pdf", notice, "application/pdf")}).text
    assert "备案有效" in told
    assert "许可有效" not in told


def filing(services: Services):
    with services.database.reading() as reading:
        shop, clerk, second = (reading.accounts.by_login(login)[0] for login in ("shop", "clerk", "second"))
    office, sign = services.office, item("S1-01", plan="jingwan-li", track=Track.FILING)
    applicant = replace(APPLICANT, account_id=shop.id)
    draft = use_cases.open_application(
        office, applicant, (sign,), papers(), shop.actor, services.now(), circumstances=CLEAR
    )
    case = use_cases.submit(office, draft.id, shop.actor, services.now())
    return decide_on_the_spot(office, case.id, clerk.actor, second.actor, services.now, opinion="材料齐全，符合规定")
