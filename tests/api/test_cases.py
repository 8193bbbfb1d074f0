from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

from fastapi.testclient import TestClient
from pypdfium2 import PdfDocument

from signage.accounts import add_account
from signage.applications.letters import LetterKind
from signage.applications.model import Role
from signage.bootstrap import Services, demo_password
from tests.api.conftest import APPLICANT, DESIGN

Apply = Callable[..., str]


def version_of(client: TestClient, case: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(case).text)
    assert found is not None
    return found[1]


def step(client: TestClient, case: str, action: str, words: str = "同意，符合规则。", **fields: str):
    data = {"version": version_of(client, case), "words": words, **fields}
    return client.post(f"{case}/actions/{action}", data=data, follow_redirects=False)


def test_a_case_goes_from_design_to_sealed_notice_through_two_officers(signed_in, apply: Apply, services: Services):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop)
    assert "可以当场办结" in clerk.get(case).text
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    assert step(clerk, case, "recommend").status_code == 303
    assert step(second, case, "approve").status_code == 303
    assert step(second, case, "issue").status_code == 303
    notice = shop.get(f"{case}/notice.pdf")
    assert notice.content.startswith(b"%PDF-")
    checked = shop.post("/verify", files={"file": ("notice.pdf", notice.content, "application/pdf")})
    assert "通过" in checked.text
    assert "不通过" not in checked.text
    with services.office.reading() as unit:
        permit = unit.applications.get(case.rpartition("/")[2]).permits[0]
    assert permit.number in shop.get("/verify", params={"code": permit.verification_code}).text
    assert services.database.verify_history().ok


def test_one_officer_alone_cannot_grant_a_large_sign(signed_in, apply: Apply):
    shop, second = signed_in("shop"), signed_in("second")
    large = {"unit": "S1-02", "leased_units": "S1-02", "width_mm": "6000"}
    case = apply(shop, **large)
    assert step(second, case, "accept").status_code == 303
    assert step(second, case, "start_review").status_code == 303
    assert step(second, case, "recommend").status_code == 303
    refused = step(second, case, "approve")
    assert refused.status_code == 409
    assert "两名" in refused.text or "另一名" in refused.text


def test_sending_a_form_twice_is_one_application(signed_in, apply: Apply):
    shop = signed_in("shop")
    key = "0190-double-click"
    assert apply(shop, idempotency_key=key) == apply(shop, idempotency_key=key)
    assert len(shop.get("/api/v1/applications").json()) == 1


def test_the_second_of_two_clerks_is_told_that_somebody_was_first(signed_in, apply: Apply):
    shop, one, other = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop)
    seen = version_of(other, case)
    assert step(one, case, "accept").status_code == 303
    late = other.post(f"{case}/actions/accept", data={"version": seen})
    assert late.status_code == 409


def test_missing_papers_stop_acceptance_and_are_all_in_the_one_notice(signed_in, apply: Apply):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, sample_papers="", incomplete="yes")
    assert step(clerk, case, "accept").status_code == 409
    assert step(clerk, case, "return", words="门牌号请核对").status_code == 303
    notice = shop.get(case).text
    for words in ("M1", "M2", "M4", "M9", "门牌号请核对"):
        assert words in notice
    again = shop.post(
        f"{case}/papers",
        data={"version": version_of(shop, case), "sample_papers": "yes", "answer_0": "已核对"},
        follow_redirects=False,
    )
    assert again.status_code == 303
    assert step(clerk, case, "accept").status_code == 409  # the line of the clerk's own is not ticked yet
    assert step(clerk, case, "accept", settled_0="yes").status_code == 303


def test_missing_papers_are_told_before_they_are_handed_in(signed_in):
    shop = signed_in("shop")
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT, "sample_papers": ""})
    assert answer.status_code == 422
    for words in ("还缺 4 份材料", "M1", "M2", "M4", "M9", "材料不全也先提交"):
        assert words in answer.text
    assert shop.get("/api/v1/applications").json() == []


def test_another_tenant_and_a_permitted_sign_on_the_unit_are_told(signed_in, apply: Apply):
    taken = {"unit": "S1-08", "leased_units": "S1-08"}
    shop, clerk = signed_in("shop"), signed_in("clerk")
    for page in (shop.get("/design", params={**DESIGN, **taken}).text, clerk.get(apply(shop, **taken)).text):
        assert "规划登记的承租人是“禾穗烘焙坊”" in page
        assert "已有招牌“禾穗烘焙”" in page


def test_a_returned_design_is_corrected_and_handed_in_under_the_same_number(signed_in, apply: Apply):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, height_mm="1700")
    number = re.search(r"<h1>([^<]+)</h1>", shop.get(case).text)[1]
    assert step(clerk, case, "return", words="").status_code == 303
    page = shop.get(case).text
    assert "1700 mm" in page
    assert "修改设计后重新提交" in page
    mended = apply(shop, case=case.rpartition("/")[2], height_mm="1500")
    assert mended == case
    assert number in shop.get(case).text
    assert step(clerk, case, "accept").status_code == 303


def test_a_refusal_states_its_reasons(signed_in, apply: Apply):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop)
    step(clerk, case, "accept")
    step(clerk, case, "start_review")
    step(clerk, case, "recommend_refusal", words="设置位置与规划不符。")
    assert (
        step(second, case, "refuse", words="设置位置与规划不符，不予许可。", basis="《示例市规定》第三条").status_code
        == 303
    )
    assert "设置位置与规划不符，不予许可（《示例市规定》第三条）。" in shop.get(case).text


def test_a_refusal_rests_on_findings_that_are_ticked_or_on_words_with_their_basis(
    signed_in, apply: Apply, services: Services
):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop, height_mm="1700")
    step(clerk, case, "accept")
    step(clerk, case, "start_review")
    assert step(clerk, case, "recommend_refusal", words="否").status_code == 409
    assert step(clerk, case, "recommend_refusal", words="牌高超过规定。").status_code == 303
    offered = re.findall(r'name="(reason_[^"]+)"', second.get(case).text)
    assert offered
    assert step(second, case, "refuse", words="").status_code == 409
    bare = step(second, case, "refuse", words="墙体为空心砌块，不能承重。")
    assert bare.status_code == 409
    assert 'id="basis-refuse-wrong"' in bare.text
    assert step(second, case, "refuse", words="", **{offered[0]: "yes"}).status_code == 303
    with services.office.reading() as unit:
        decided = unit.applications.get(case.rpartition("/")[2])
        letter = next(one for one in unit.documents.of(decided.id) if one.kind is LetterKind.REFUSAL)
    (reason,) = decided.decision.grounds
    assert reason.basis
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        said = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    assert f"依据：{reason.basis}" in said


def test_an_applicant_may_withdraw_before_the_decision(signed_in, apply: Apply):
    shop = signed_in("shop")
    case = apply(shop)
    assert step(shop, case, "withdraw").status_code == 303
    assert "撤回" in shop.get(case).text


def test_what_the_applicant_was_not_sure_of_is_asked_of_the_window(signed_in, apply: Apply, services: Services):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, affects_third_party="unsure")
    page = clerk.get(case).text
    assert "暂不能当场办结" in page
    assert 'name="affects_third_party"' in page
    assert step(clerk, case, "accept", affects_third_party="no").status_code == 303
    with services.office.reading() as unit:
        assert unit.applications.get(case.rpartition("/")[2]).circumstances.affects_third_party is False


def test_a_disguised_paper_is_refused_and_nothing_is_stored(signed_in, services: Services):
    shop = signed_in("shop")
    files = {"paper_M2": ("licence.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")}
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT}, files=files)
    assert answer.status_code == 422
    assert "licence.pdf" in answer.text
    assert shop.get("/api/v1/applications").json() == []


def test_what_was_typed_stays_when_the_form_comes_back(signed_in):
    shop = signed_in("shop")
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT, "phone": "电话", "contact": "留下的联系人"})
    assert answer.status_code == 422
    assert "留下的联系人" in answer.text


def test_contact_and_phone_are_for_the_owner_and_officers_only(signed_in, apply: Apply, anyone: TestClient):
    case = apply(signed_in("shop"))
    assert "000-0000000" in signed_in("clerk").get(case).text
    assert "样例联系人" not in anyone.get("/").text
    assert anyone.get(case, follow_redirects=False).status_code == 303


def test_an_unknown_step_is_told(signed_in, apply: Apply):
    shop = signed_in("shop")
    case = apply(shop)
    assert shop.post(f"{case}/actions/explode", data={"version": "2"}).status_code == 422
    assert shop.post(f"{case}/actions/withdraw", data={"version": "two"}).status_code == 422


def test_a_paper_beyond_twenty_megabytes_is_refused_and_nothing_is_stored(signed_in):
    shop = signed_in("shop")
    files = {"paper_M2": ("licence.pdf", b"%PDF-1.7\n" + bytes(20 * 1024 * 1024), "application/pdf")}
    answer = shop.post("/apply", data={**DESIGN, **APPLICANT}, files=files)
    assert answer.status_code == 422
    assert "licence.pdf" in answer.text
    assert "20" in answer.text
    assert shop.get("/api/v1/applications").json() == []


def test_a_revoked_permit_frees_its_position_and_the_page_says_so(signed_in, apply: Apply, services: Services):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    case = apply(shop)
    for client, action in (
        (clerk, "accept"),
        (clerk, "start_review"),
        (clerk, "recommend"),
        (second, "approve"),
        (second, "issue"),
    ):
        assert step(client, case, action).status_code == 303
    supervisor = signed_in("supervisor")
    assert step(supervisor, case, "revoke", words="", ground="revocation_deceit").status_code in (409, 422)
    assert (
        step(
            supervisor,
            case,
            "revoke",
            words="申请材料隐瞒真实情况。",
            ground="revocation_deceit",
            heard="当面听取了陈述",
        ).status_code
        == 303
    )
    page = shop.get(case).text
    assert page.index("申请材料隐瞒真实情况。") < page.index("已签发")
    assert 'class="notice good"' not in page
    with services.office.reading() as unit:
        assert unit.permits.live_at("jingwan-li/S1-10") is None


def test_three_shops_go_into_one_application_and_one_notice(signed_in, apply: Apply, services: Services):
    shop = signed_in("shop")
    first = apply(shop, more="yes")
    assert first.startswith("/design?")
    case_id = first.rpartition("=")[2]
    assert "S1-10" in shop.get(first).text
    second = {"unit": "S1-05", "leased_units": "S1-05", "case": case_id, "width_mm": "2600"}
    assert apply(shop, **second, more="yes").endswith(f"case={case_id}")
    third = {"unit": "S1-07", "leased_units": "S1-07", "case": case_id, "width_mm": "2600"}
    case = apply(shop, **third)
    assert case == f"/applications/{case_id}"
    with services.office.reading() as unit:
        stored = unit.applications.get(case_id)
    assert [item.unit_id for item in stored.items] == ["S1-10", "S1-05", "S1-07"]
    assert len(stored.submissions) == 1


def test_the_same_shop_again_takes_the_earlier_designs_place_in_a_draft(signed_in, apply: Apply, services: Services):
    shop = signed_in("shop")
    case_id = apply(shop, more="yes").rpartition("=")[2]
    apply(shop, case=case_id, name="海盐大铺", more="yes")
    with services.office.reading() as unit:
        assert [item.spec.name for item in unit.applications.get(case_id).items] == ["海盐大铺"]


def test_somebody_elses_draft_cannot_be_added_to(signed_in, services: Services, apply: Apply):
    case_id = apply(signed_in("shop"), more="yes").rpartition("=")[2]
    begin, password = services.database.unit_of_work, demo_password(services.settings)
    add_account(begin, "other", "另一申请人（演示）", Role.APPLICANT, password, services.now())
    other = signed_in("other")
    assert other.post("/apply", data={**DESIGN, **APPLICANT, "case": case_id}).status_code == 404


def test_a_failing_rule_is_let_pass_only_with_a_reason_of_its_own(signed_in, apply: Apply, services: Services):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, name="海盐大铺")  # not the licence's name
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    assert step(clerk, case, "recommend").status_code == 409
    page = clerk.get(case).text
    fields = re.findall(r'name="(waive_[^"]+)"', page)
    assert fields
    assert '<button class="do quiet">初审：建议予以备案</button>' in page  # it would be refused as it stands
    assert "现在不能办理：检查中有未通过" in page
    assert step(clerk, case, "recommend", **dict.fromkeys(fields, "总店授权使用，已核原件")).status_code == 303
    with services.office.reading() as unit:
        assert len(unit.applications.get(case.rpartition("/")[2]).recommendation.waivers) == len(fields)
