"""Letters that an officer writes from the case's page: the design office's record, and what comes of a hearing."""

from __future__ import annotations

from contextlib import closing

import pytest
from pypdfium2 import PdfDocument

from signage.applications.letters import LetterKind
from signage.bootstrap import Services
from tests.api.plain_cases import submitted

DESIGNED = {
    "kind": "design_service",
    "designer": "设计员壬",
    "asked_on": "2026-11-23",
    "done_on": "2026-11-24",
    "hours": "2.5",
    "usual": "800",
    "charged": "0",
    "price_basis": "参照示例市招牌设计市场询价",
}


def said_by(services: Services, case_id: str, kind: LetterKind) -> str:
    with services.office.reading() as unit:
        letter = next(one for one in unit.documents.of(case_id) if one.kind is kind)
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_the_design_office_records_what_it_drew_how_long_and_what_it_saved(seated, services: Services):
    case, clerk = submitted(services), seated("clerk")
    path = f"/applications/{case.id}/letters/new"
    assert "设计服务记录" in clerk.get(path).text
    assert seated("shop").post(path, data=DESIGNED).status_code == 403
    assert clerk.post(path, data=DESIGNED, follow_redirects=False).status_code == 303
    said = said_by(services, case.id, LetterKind.DESIGN_SERVICE)
    for words in ("徽盐生活馆", "6000 × 1200 mm", "2小时30分钟", "节省800元", "参照示例市招牌设计市场询价", "设计员壬"):
        assert words in said
    assert "设计服务记录" in clerk.get(f"/applications/{case.id}").text
    assert services.database.verify_history().ok


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("hours", "two", 422),
        ("usual", "-1", 422),
        ("price_basis", "", 422),
        ("charged", "900", 409),  # nothing is saved
        ("done_on", "2026-11-20", 409),  # done before it was asked for
    ],
)
def test_a_record_that_makes_no_sense_is_refused_and_the_form_keeps_what_was_typed(
    seated, services: Services, field, value, status
):
    case, clerk = submitted(services), seated("clerk")
    answer = clerk.post(f"/applications/{case.id}/letters/new", data={**DESIGNED, field: value})
    assert answer.status_code == status
    assert "设计员壬" in answer.text
    with services.office.reading() as unit:
        assert all(one.kind is not LetterKind.DESIGN_SERVICE for one in unit.documents.of(case.id))
