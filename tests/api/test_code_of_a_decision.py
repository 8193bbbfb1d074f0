"""The code of a decision tells which document it is on: its title, its number and the day of the decision."""

from __future__ import annotations

from signage.bootstrap import Services
from signage.register.masking import masked_text
from tests.api.plain_cases import issued


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
