"""An item's permit is renewed, changed and transferred from its own page, or the page says why it cannot be."""

from __future__ import annotations

import re
from urllib.parse import quote

from signage.bootstrap import Services
from tests.api.item_cases import granted_item

ASKED = {
    "applicant_name": "示例市晶湾盐业有限公司",
    "credit_code": "91000000SAMPLE001X",
    "contact": "经办人甲",
    "phone": "000-0000000",
    "affects_third_party": "no",
    "needs_survey": "no",
    "sample_papers": "yes",
}


def test_the_holder_renews_from_the_case_and_sees_what_cannot_be_had(seated, services: Services):
    number, case = granted_item(services)
    shop = seated("shop")
    page = shop.get(f"/applications/{case}").text
    path = f"/permits/{quote(number)}/renewal"
    assert path in page
    form = shop.get(path).text
    assert "延续到哪一天" in form
    assert "绿化恢复方案" in form
    assert "占用范围图" not in form  # handed in before, and nothing asks for it again
    late = shop.post(path, data={**ASKED, "until": "2027-02-28"})
    assert late.status_code == 422
    assert "不晚于现有期限" in late.text
    answer = shop.post(path, data={**ASKED, "until": "2027-05-31"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    with services.office.reading() as unit:
        asked = unit.applications.get(answer.headers["location"].rpartition("/")[2].partition("?")[0])
    assert (asked.purpose.value, asked.earlier_permit, asked.state.value) == ("renewal", number, "submitted")
    assert f"延续 {number}" in shop.get(answer.headers["location"]).text


def test_a_change_keeps_what_was_typed_and_a_file_when_something_is_wrong(seated, services: Services):
    number, _ = granted_item(services, answers=(("占用面积", "160 m²"),))
    shop, path = seated("shop"), f"/permits/{quote(number)}/change"
    assert 'value="160"' in shop.get(path).text
    typed = {**ASKED, "place": "示例路 14 号绿地", "figure_0": "一百"}
    plan = {"paper_green-occupation:P4": ("范围图.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}
    wrong = shop.post(path, data=typed, files=plan)
    assert wrong.status_code == 422
    assert "示例路 14 号绿地" in wrong.text
    answer = shop.post(path, data={**typed, "figure_0": "120"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    with services.office.reading() as unit:
        asked = unit.applications.get(answer.headers["location"].rpartition("/")[2].partition("?")[0])
    assert asked.matters[0].answers == (("占用面积", "120 m²"),)


def test_everything_that_is_wrong_with_a_transfer_is_told_at_once(seated, services: Services):
    number, _ = granted_item(services)
    page = seated("agent").post(f"/permits/{quote(number)}/transfer", data={"credit_code": "1"})
    assert page.status_code == 422
    summary = page.text.partition('<ul class="faults">')[2].partition("</ul>")[0]
    led_to = re.findall(r'href="#([^"]+)"', summary)
    asked = ["applicant_name", "credit_code", "contact", "phone", "affects_third_party", "needs_survey"]
    assert led_to[:6] == asked
    assert led_to[6:] == re.findall(r'name="(paper_[^"]+)"', page.text) != []
    assert all(f'id="{one}"' in page.text for one in led_to)
    with services.office.reading() as unit:
        assert len(unit.applications.listed()) == 1


def test_a_transfer_is_asked_for_by_the_other_side_and_a_renewal_by_nobody_else(seated, services: Services):
    number, _ = granted_item(services, answers=(("占用面积", "160 m²"),))
    other, path = seated("agent"), f"/permits/{quote(number)}"
    assert other.get(f"{path}/renewal").status_code == 404
    form = other.get(f"{path}/transfer").text
    assert "原被许可人同意转让的书面意见" in form
    assert "160" not in form  # of somebody else's permit one sees what the public does
    named = {**ASKED, "applicant_name": "示例市别家商贸有限公司", "credit_code": "91000000SAMPLE002X"}
    answer = other.post(f"{path}/transfer", data=named, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert seated("shop").get(f"{path}/sale").status_code == 404


def test_an_item_without_renewal_says_so_on_the_register_and_on_its_form(seated, services: Services, anyone):
    number, _ = granted_item(services, "tree-felling")
    shown = anyone.get(f"/register/{quote(number)}").text
    assert "做完即止" in shown
    assert f"/permits/{quote(number)}/renewal" not in shown
    told = seated("shop").get(f"/permits/{quote(number)}/renewal")
    assert told.status_code == 200
    assert "不能办理延续" in told.text
    assert '<form method="post" action="/permits' not in told.text
