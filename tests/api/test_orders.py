"""An inspection that found a deviation leads to a sealed order to rectify, which a good re-inspection closes."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import quote

from pypdfium2 import PdfDocument

from signage.applications.letters import LetterKind
from signage.bootstrap import Services
from signage.register import inspecting
from tests.api.plain_cases import issued


def test_a_deviation_is_ordered_to_be_put_right_sealed_and_closed_by_a_good_reinspection(seated, services: Services):
    case = issued(services)
    number, clerk = case.permits[0].number, seated("clerk")
    path = f"/inspect/{quote(number)}"
    found = {"width": "6420", "height": "1200", "content": "different"}
    assert clerk.post(path, data=found, follow_redirects=False).status_code == 303
    (asked,) = inspecting.rectifications(services.office)
    url = f"{path}/rectifications/{asked.id}"
    assert services.office.policy.orders.signs.basis[0] in clerk.get(path).text  # told before it is made
    sent = {"act": "order", "version": "1", "words": "", "inspectors": "执法员甲"}
    alone = clerk.post(url, data=sent)
    assert alone.status_code == 422
    assert "不足 2 名" in alone.text
    assert seated("shop").post(url, data=sent).status_code == 403
    both = {**sent, "inspectors": "执法员甲\n执法员乙"}
    assert clerk.post(url, data=both, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (order,) = [one for one in unit.documents.of(case.id) if one.kind is LetterKind.RECTIFICATION]
    assert order.is_sealed
    assert order.number in clerk.get(path).text
    assert "责令限期改正通知书" not in clerk.get(path, headers={"accept-language": "en"}).text
    assert clerk.get(f"/applications/{case.id}/documents/{order.id}.pdf").content.startswith(b"%PDF-")
    with closing(PdfDocument(services.office.blobs.get(order.digest))) as document:
        assert len(document) == 1  # its last page would hold the seal and three lines
        said = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    rule = services.office.policy.orders.signs
    for words in (
        f"根据{rule.basis[0]}的规定",
        f"{rule.consequence}（依据：{rule.consequence_basis[0]}）",
        "为示例规则，无法律效力",
    ):
        assert words in said
    for words in ("6420 mm", "6000 mm", "不一致", number, "执法员乙", f"{asked.due.day}日前（含当日）改正"):
        assert words in said
    again = clerk.post(url, data={**both, "version": "2"})
    assert again.status_code == 409
    assert "已经制发" in again.text
    (permit,) = [inspecting.look_up(services.office, number)]
    as_permitted = {
        "width": str(permit.width_mm),
        "height": str(permit.height_mm),
        "bottom": str(permit.bottom_mm),
        "projection": str(permit.depth_mm),
        "content": "same",
    }
    assert clerk.post(path, data=as_permitted, follow_redirects=False).status_code == 303
    page = clerk.get(path).text
    assert "整改已办结" in page
    assert order.number in page  # it stays listed with what it asked
    assert inspecting.rectifications(services.office) == ()
    assert services.database.verify_history().ok
