"""An item that is no sign is inspected on the street; the order that follows has a chosen period and is public."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import quote

from pypdfium2 import PdfDocument

from signage.applications.letters import LetterKind
from signage.bootstrap import Services
from signage.register import inspecting
from tests.api.item_cases import granted_item
from tests.api.plain_cases import issued


def test_an_items_place_term_and_figures_are_inspected_and_ordered_to_be_put_right(seated, services: Services, anyone):
    number, case = granted_item(services, answers=(("占用面积", "160 m²"), ("树种", "香樟")))
    path, clerk = f"/inspect/{quote(number)}", seated("clerk")
    form = clerk.get(path).text
    assert "160 m² ± 2 %" in form
    assert "树种" not in form  # no figure
    assert number in clerk.get("/inspections?text=绿化用地").text
    found = {"place": "different", "use": "yes", "figure_0": "163.21"}  # the term begins in December
    assert clerk.post(path, data=found, follow_redirects=False).status_code == 303
    (asked,) = inspecting.rectifications(services.office)
    assert asked.differences == (
        "超出或不在许可的地点（示例路 12 号绿地）",
        "在许可期限（2026-12-01 至 2027-02-28）之外仍在进行",
        "占用面积：许可 160 m²，现场 163.21 m²（允许偏差 ±3.2 m²）",
    )
    assert "责令限期改正" not in anyone.get(f"/register/{quote(number)}").text  # not ordered yet
    order = {"act": "order", "version": "1", "inspectors": "执法员甲\n执法员乙", "days": "31"}
    url = f"{path}/rectifications/{asked.id}"
    long = clerk.post(url, data=order)
    assert long.status_code == 422
    assert "不在 1 至 30 个工作日之间" in long.text
    assert clerk.post(url, data={**order, "days": "3"}, follow_redirects=False).status_code == 303
    with services.office.reading() as unit:
        (letter,) = [one for one in unit.documents.of(case) if one.kind is LetterKind.RECTIFICATION]
        told = [event.note for event in unit.history.of(case)]
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        said = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    for words in ("“临时占用城市绿化用地审批”事项", "163.21 m²", "2026年11月27日前（含当日）改正", number):
        assert words in said
    assert any("自责令之日起 3 个工作日" in line for line in told)
    shown = anyone.get(f"/register/{quote(number)}").text
    assert letter.number in shown
    assert "期限 2026-11-27" in shown
    assert "现场 163.21 m²" in shown
    assert "执法员" not in shown
    assert "责令限期改正通知书" in anyone.get(f"/verify?code={letter.verification_code}").text
    content = services.office.blobs.get(letter.digest)
    assert "通过" in anyone.post("/verify", files={"file": ("o.pdf", content, "application/pdf")}).text
    good = {"place": "same", "use": "no", "figure_0": "163.2"}
    assert clerk.post(path, data=good, follow_redirects=False).status_code == 303
    assert "已办结" in anyone.get(f"/register/{quote(number)}").text
    assert services.database.verify_history().ok


def test_nothing_looked_at_and_words_for_figures_are_refused_and_kept(seated, services: Services):
    number, _ = granted_item(services, answers=(("占用面积", "160 m²"),))
    path, clerk = f"/inspect/{quote(number)}", seated("clerk")
    assert clerk.post(path, data={}).status_code == 422
    wrong = clerk.post(path, data={"figure_0": "很大", "place": "same"})
    assert wrong.status_code == 422
    assert "很大" in wrong.text
    assert seated("shop").get(path).status_code == 403


def test_a_signs_order_keeps_the_inspections_day_when_none_is_chosen(seated, services: Services, anyone):
    number = issued(services).permits[0].number
    path, clerk = f"/inspect/{quote(number)}", seated("clerk")
    assert clerk.post(path, data={"width": "6420"}, follow_redirects=False).status_code == 303
    (asked,) = inspecting.rectifications(services.office)
    order = {"act": "order", "version": "1", "inspectors": "执法员甲\n执法员乙"}
    assert clerk.post(f"{path}/rectifications/{asked.id}", data=order, follow_redirects=False).status_code == 303
    assert f"期限 {asked.due.isoformat()}" in anyone.get(f"/register/{quote(number)}").text
