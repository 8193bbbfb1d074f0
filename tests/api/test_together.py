from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from signage.bootstrap import Services
from signage.resources import bundled
from signage.rounds import make_rounds
from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_apply_item import FIGURES
from tests.api.test_cases import step

ANSWERS = {"affects_third_party": "no", "needs_survey": "no"}
FORM = {
    **FIGURES,
    **ANSWERS,
    "group": "construction-site",
    "place": "示例路 1 号工地",
    "items": ["street-works", "construction-waste", "night-work"],
    "term_start": "2026-12-01",
    "term_end": "2027-03-31",
    **{name: APPLICANT[name] for name in ("applicant_name", "credit_code", "contact", "phone", "sample_papers")},
}


def apply(client: TestClient, **changes: object) -> str:
    answer = client.post("/apply/together", data={**FORM, **changes}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


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
    with services.office.reading() as unit:
        permits = unit.applications.get(case.rpartition("/")[2]).permits
    own = [boss.get(f"{case}/results/{permit.item_id}.pdf").content for permit in permits]
    for permit, content in zip(permits, own, strict=True):
        told = boss.post("/verify", files={"file": ("n.pdf", content, "application/pdf")}).text
        assert "文书真实" not in told
        assert "通过" in told
        assert permit.number in boss.get(f"/verify?code={permit.verification_code}").text
        assert matters[0].place in boss.get(f"/register/{permit.number}").text
    listed = boss.get(f"/verify?code={permits[0].notice_code}").text
    assert all(permit.number in listed for permit in permits)
    assert step(boss, case, "revoke", ground="revocation_conditions", heard="当面听取了陈述").status_code == 303
    over = boss.post("/verify", files={"file": ("n.pdf", own[0], "application/pdf")}).text
    assert "文书真实，许可已失效" in over


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


SHOP = {
    **FORM,
    "group": "opening-a-shop",
    "items": ["shop-sign", "drainage"],
    "place": "示例路 1 号",
}


def test_a_sign_and_other_items_are_asked_for_in_one_application_and_granted_by_one_notice(
    signed_in, services: Services
):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    assert "下一步在设计台画图" in shop.get("/apply/together?group=opening-a-shop").text
    answer = shop.post("/apply/together", data={**SHOP, **ANSWERS}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    listed = answer.headers["location"]
    assert listed.startswith("/apply/together/")
    assert "城镇污水" in shop.get(listed).text
    case_id = listed.rpartition("/")[2]
    case = f"/applications/{case_id}"
    assert "还没有画图" in shop.get(case).text
    assert step(shop, case, "submit").status_code == 409  # a sign that is not drawn is nothing to handle together
    form = shop.get("/apply", params={**DESIGN, "case": case_id}).text
    assert "已交" in form  # the licence came with the first page, and once is enough
    sent = shop.post("/apply", data={**DESIGN, **APPLICANT, "case": case_id}, follow_redirects=False)
    assert sent.headers["location"].partition("?")[0] == case, sent.text
    with services.office.reading() as unit:
        handed_in = unit.applications.get(case_id)
    kinds = [material.kind for material in handed_in.materials]
    assert len(kinds) == len(set(kinds))
    assert "M2" in kinds
    assert not any(kind.endswith(":P2") for kind in kinds)
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    assert case not in second.get("/applications?show=section").text.partition("待本科室意见")[0]
    for matter in handed_in.matters:  # drainage is the second officer's section in the demonstration
        assert matter.title in second.get("/applications?show=section").text
        refused = step(clerk, case, "review_matter", matter=matter.id)
        assert refused.status_code == 409
        assert "不在该科室" in refused.text
        assert "待科室提出意见" in clerk.get(case).text
        assert step(second, case, "review_matter", matter=matter.id).status_code == 303
    assert case not in second.get("/applications?show=section").text
    assert step(clerk, case, "recommend").status_code == 303
    assert services.office.policy.rule_for(handed_in).needs_two_officers  # whatever track the sign takes by itself
    assert step(second, case, "approve").status_code == 409  # the section's opinion was theirs
    assert "由另一名人员决定" in second.get(case).text
    assert step(signed_in("supervisor"), case, "approve").status_code == 303
    assert step(second, case, "issue").status_code == 303
    with services.office.reading() as unit:
        done = unit.applications.get(case_id)
    assert len(done.permits) == 2
    assert done.days_apart == 20  # of the drainage: the sign is filed, and no law gives a filing a time
    assert done.permits[0].is_for_sign
    assert done.permits[0].document_digest == done.document_digest
    assert len({permit.document_digest for permit in done.permits}) == 2
    drainage = next(p for p in done.permits if p.item_id == next(m.id for m in done.matters if m.code == "drainage"))
    assert drainage.valid_to.year == drainage.valid_from.year + 5


def test_a_group_is_not_asked_for_with_signs_alone(signed_in):
    shop = signed_in("shop")
    answer = shop.post("/apply/together", data={**SHOP, "items": ["shop-sign", "temporary-event"]})
    assert answer.status_code == 422
    assert "设计台" in answer.text


def test_an_upload_is_kept_when_the_first_item_that_asks_for_it_is_not_chosen(signed_in, services: Services):
    sheet = bundled("samples/papers/M2-licence.pdf").read_bytes()
    form = {**FORM, **ANSWERS, "sample_papers": "", "incomplete": "yes", "items": ["road-occupation", "night-work"]}
    files = {"paper_street-works:P2": ("licence.pdf", sheet, "application/pdf")}
    answer = signed_in("shop").post("/apply/together", data=form, files=files, follow_redirects=False)
    with services.office.reading() as unit:
        case = unit.applications.get(answer.headers["location"].partition("?")[0].rpartition("/")[2])
    assert [material.title for material in case.materials] == ["营业执照（统一社会信用代码）"]


def test_the_dates_are_asked_for_where_the_catalogue_gives_no_duration(signed_in):
    answer = signed_in("shop").post("/apply/together", data={**FORM, "term_start": "", "term_end": ""})
    assert answer.status_code == 422
    assert "没有填写起止日期" in answer.text
