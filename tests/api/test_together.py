from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from signage.bootstrap import Services
from signage.rounds import make_rounds
from tests.api.conftest import APPLICANT
from tests.api.test_cases import step

FORM = {
    "group": "construction-site",
    "place": "示例路 1 号工地",
    "items": ["street-works", "construction-waste", "night-work"],
    **{name: APPLICANT[name] for name in ("applicant_name", "credit_code", "contact", "phone", "sample_papers")},
}


def apply(client: TestClient, **changes: object) -> str:
    answer = client.post("/apply/together", data={**FORM, **changes}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_building_sites_items_go_from_one_form_to_one_sealed_notice(signed_in, services: Services):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop)
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    assert step(clerk, case, "recommend").status_code == 409
    with services.office.reading() as unit:
        matters = unit.applications.get(case.rpartition("/")[2]).matters
    assert len(matters) == 3
    for matter in matters:
        assert matter.title in clerk.get(case).text
        assert step(clerk, case, "review_matter", matter=matter.id).status_code == 303
    assert step(clerk, case, "recommend").status_code == 303
    assert step(second, case, "approve").status_code == 303
    assert step(second, case, "issue").status_code == 303
    notice = shop.get(f"{case}/notice.pdf").content
    assert notice.startswith(b"%PDF-")
    assert "通过" in shop.post("/verify", files={"file": ("n.pdf", notice, "application/pdf")}).text
    assert step(clerk, case, "deliver", recipient="经办人甲", method="in_person").status_code == 303
    boss = signed_in("supervisor")
    assert make_rounds(services.office, services.now()).published == 1
    for path in ("/reports/weekly", "/reports/weekly.pdf", "/register", "/publications"):
        assert boss.get(path).status_code == 200, path
    assert boss.get(f"/bulletin/{services.today():%Y-%m}").status_code == 200
    assert boss.get(f"{case}/bundle.zip").content.startswith(b"PK")
    assert boss.get(f"{case}/materials").status_code == 200
    assert matters[0].title in boss.get("/publications").text


def test_papers_are_listed_once_and_missing_ones_told_before_they_are_handed_in(signed_in):
    shop = signed_in("shop")
    page = shop.get("/apply/together?group=construction-site").text
    assert "个事项共用" in page
    answer = shop.post("/apply/together", data={**FORM, "sample_papers": ""})
    assert answer.status_code == 422
    assert "材料不全也先提交" in answer.text
    assert apply(shop, sample_papers="", incomplete="yes")


@pytest.mark.parametrize(("changes", "words"), [({"items": ["night-work"]}, "至少"), ({"place": ""}, "地点")])
def test_what_is_wrong_with_the_form_is_told_and_kept(signed_in, changes, words):
    answer = signed_in("shop").post("/apply/together", data={**FORM, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert APPLICANT["applicant_name"] in answer.text


def test_an_unknown_group_is_not_found(signed_in):
    assert signed_in("shop").get("/apply/together?group=none").status_code == 404


def test_what_needs_a_design_is_not_asked_for_by_forms_alone(signed_in):
    shop = signed_in("shop")
    assert "要有设计图" in shop.get("/apply/together?group=opening-a-shop").text
    chosen = {"group": "opening-a-shop", "items": ["shop-sign", "drainage"]}
    assert "设计图" in shop.post("/apply/together", data={**FORM, **chosen}).text
