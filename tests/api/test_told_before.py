"""What a form states twice and otherwise is told first: the name on the licence, the text of a transferred sign."""

from __future__ import annotations

import html

import pytest

from signage.applications import use_cases
from signage.applications.how_to_mend import how_to_mend
from signage.bootstrap import Services
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.plain_cases import issued

OTHER = {"applicant_name": "示例市海风文具店", "credit_code": "92000000SAMPLE001X", "licence_name": "示例市海风文具店"}


def apply_for(client, **changes: str):
    return client.post("/apply", data={**DESIGN, **APPLICANT, **changes}, follow_redirects=False)


def test_another_name_on_the_licence_is_told_and_may_be_meant(seated, services: Services):
    shop = seated("shop")
    asked = apply_for(shop, licence_name="示例市示例区海风文具店")
    assert asked.status_code == 422
    told = html.unescape(asked.text)
    assert "营业执照名称“示例市示例区海风文具店”与申请人名称“示例市示例区海盐小铺”不一致" in told
    assert 'name="meant" value="yes"' in told
    meant = apply_for(shop, licence_name="示例市示例区海风文具店", meant="yes")
    assert meant.status_code == 303
    case = use_cases.case(services.office, meant.headers["location"].rpartition("/")[2].partition("?")[0])
    (defect,) = [one for one in use_cases.defects_of(services.office, case) if one.key.startswith("licence:")]
    assert "不一致" in defect.text
    assert "执照" in how_to_mend(services.office, case, defect)
    assert defect.text in html.unescape(seated("clerk").get(f"/applications/{case.id}").text)


@pytest.mark.parametrize("licence", ["示例市 示例区海盐小铺", "示例市示例區海鹽小鋪", "（示例市）示例区海盐小铺", ""])
def test_width_script_and_marks_make_no_other_name(seated, licence):
    assert apply_for(seated("shop"), licence_name=licence).status_code == 303


def test_a_transfer_says_what_it_changes_beside_the_holder(seated, services: Services):
    old = issued(services, "S1-10").permits[0]
    wish = {**OTHER, "purpose": "transfer", "earlier_permit": old.number}
    agent = seated("agent")
    asked = apply_for(agent, **wish)
    assert asked.status_code == 422
    told = html.unescape(asked.text)
    assert "转让只变更设置人，这块招牌和原许可的不同：" in told
    assert "招牌内容由“徽盐生活馆”改为“海盐小铺”" in told
    assert 'name="meant" value="yes"' in told
    passed = apply_for(agent, **wish, meant="yes")
    assert passed.status_code == 303, html.unescape(passed.text)
    case = passed.headers["location"].partition("?")[0]
    for reader in (agent, seated("clerk")):
        assert "招牌内容由“徽盐生活馆”改为“海盐小铺”" in html.unescape(reader.get(case).text)
    english = seated("clerk").get(case, headers={"accept-language": "en"}).text
    assert "A transfer changes the holder only; this case alters the sign too" in english
    assert "what it reads" in english
