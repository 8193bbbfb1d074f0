"""From the guide to the sealed result of one item that is no sign, and what the public finds of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from signage.applications.figures import figures_of
from signage.bootstrap import Services
from signage.items import load_catalogue
from tests.api.conftest import APPLICANT
from tests.api.test_cases import step

# What the forms of the bundled items must state, as their filled examples say it; a field of another item is not read.
FIGURES = {
    f"figure_{item.code}_{n}": field.example[0]
    for item in load_catalogue().items
    for n, field in enumerate(figures_of(item))
}
FORM = {
    **FIGURES,
    "place": "示例路 12 号绿地",
    "term_start": "2026-12-01",
    "term_end": "2027-02-28",
    "affects_third_party": "no",
    "needs_survey": "no",
    **{name: APPLICANT[name] for name in ("applicant_name", "credit_code", "contact", "phone", "sample_papers")},
}


def case_of(services: Services, path: str):
    with services.office.reading() as unit:
        return unit.applications.get(path.rpartition("/")[2])


def apply(client, code="green-occupation", **changes) -> str:
    answer = client.post(f"/apply/item/{code}", data={**FORM, **changes}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_an_item_goes_from_its_guide_to_a_sealed_result_that_everyone_can_verify(signed_in, services, anyone):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    assert "/apply/item/green-occupation" in anyone.get("/guide/green-occupation").text
    form = shop.get("/apply/item/green-occupation").text
    assert "占用范围图" in form
    assert "由他人代办的" in form
    case = apply(shop)
    assert step(clerk, case, "accept").status_code == 303
    assert step(clerk, case, "start_review").status_code == 303
    limits = {limit.name: limit for limit in case_of(services, case).deadlines}
    assert str(limits["promised_decision"].due) == "2026-12-03"  # seven working days by the catalogue
    assert "办事指南" in limits["promised_decision"].basis
    assert "建议准予" in clerk.get(case).text
    assert step(clerk, case, "recommend").status_code == 303
    assert step(second, case, "approve").status_code == 303
    assert step(second, case, "issue").status_code == 303
    done = case_of(services, case)
    (permit,) = done.permits
    assert (str(permit.valid_from), str(permit.valid_to)) == ("2026-12-01", "2027-02-28")
    notice = shop.get(f"{case}/notice.pdf").content
    assert "通过" in anyone.post("/verify", files={"file": ("n.pdf", notice, "application/pdf")}).text
    by_code = anyone.get(f"/verify?code={permit.verification_code}").text
    assert permit.number in by_code
    assert "临时占用城市绿化用地审批" in by_code
    assert permit.number in anyone.get("/register?text=绿化用地").text
    page = anyone.get(f"/register/{permit.number}").text
    assert "示例路 12 号绿地" in page
    assert "mm" not in page.partition("<main")[2]
    assert "绿化用地" in anyone.get("/register.csv?text=绿地").content.decode("utf-8-sig")
    assert "现场与许可" in signed_in("supervisor").get(f"/inspect/{permit.number}").text


def test_a_paper_of_a_circumstance_is_asked_for_when_the_circumstance_is_ticked(signed_in):
    shop = signed_in("shop")
    every = {"stated": "by_agent", "sample_papers": ""}
    told = shop.post("/apply/item/green-occupation", data={**FORM, "sample_papers": ""}).text
    assert "占用范围图" in told.partition("problem")[2].partition("</div>")[0]
    case = apply(shop, "tree-felling", **{**every, "incomplete": "yes"})
    assert "经办人身份证明" in shop.get(case).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"place": ""}, "地点"),
        ({"term_start": "", "term_end": ""}, "没有填写起止日期"),
        ({"term_start": "2027-03-01"}, "2027-03-01"),
        ({"credit_code": "1"}, "信用代码"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(signed_in, changes, words):
    answer = signed_in("shop").post("/apply/item/green-occupation", data={**FORM, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert APPLICANT["applicant_name"] in answer.text


@pytest.mark.parametrize(
    ("code", "title", "figures"),
    [
        ("outdoor-ad", "户外广告设置许可决定书", ("总面积", "48")),
        ("led-display", "户外电子显示屏设置许可决定书", ("夜间最大亮度", "300")),
    ],
)
def test_an_advertisement_is_asked_for_with_its_own_form_and_ends_in_its_own_decision(
    signed_in, anyone, services, code, title, figures
):
    shop, clerk, second = signed_in("shop"), signed_in("clerk"), signed_in("second")
    assert f"/apply/item/{code}" in anyone.get(f"/guide/{code}").text
    place = "示例市示例区滨湖路66号 东墙"
    case = apply(shop, code, place=place)
    for action in ("accept", "start_review", "recommend"):
        assert step(clerk, case, action).status_code == 303
    for officer, action in ((second, "approve"), (clerk, "issue")):
        assert step(officer, case, action).status_code == 303
    permit = case_of(services, case).permits[0]
    words = words_of(shop.get(f"{case}/notice.pdf").content)
    for one in (title, place, *figures, permit.number):
        assert one in words
    assert place in anyone.get(f"/register/{permit.number}").text


def words_of(content: bytes) -> str:
    with PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_an_item_that_is_drawn_leads_to_the_desk_and_a_service_takes_no_application(signed_in):
    shop = signed_in("shop")
    assert shop.get("/apply/item/shop-sign", follow_redirects=False).headers["location"] == "/design"
    for code in ("errand-help", "landscaping-qualification", "none"):
        assert shop.get(f"/apply/item/{code}").status_code == 404


def test_an_item_that_is_decided_at_once_may_be_decided_in_one_visit(signed_in, services):
    case = case_of(services, apply(signed_in("shop"), "night-work"))
    assert services.office.policy.is_on_the_spot(case)
    slow = case_of(services, apply(signed_in("shop"), "green-occupation"))
    assert not services.office.policy.is_on_the_spot(slow)


def test_a_returned_case_of_an_item_offers_its_own_papers_and_takes_them(signed_in, services):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop, sample_papers="", incomplete="yes")
    assert step(clerk, case, "return", words="").status_code == 303
    page = shop.get(case).text
    assert 'name="paper_green-occupation:P4"' in page
    assert 'name="paper_green-occupation:P3"' in page  # of a circumstance that the window may have found out
    version = case_of(services, case).version
    answer = shop.post(f"{case}/papers", data={"version": version, "sample_papers": "yes"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert step(clerk, case, "accept").status_code == 303


FIGURE = "figure_green-occupation_0"


def test_an_items_form_asks_for_its_figures_and_the_case_keeps_them(signed_in, services: Services):
    shop = signed_in("shop")
    page = shop.get("/apply/item/green-occupation").text
    assert "占用面积（m²） *" in page
    assert f'name="{FIGURE}"' in page
    told = shop.post("/apply/item/green-occupation", data={**FORM, FIGURE: "很大"})
    assert told.status_code == 422
    assert f'<a href="#{FIGURE}">“占用面积”' in told.text
    assert re.search(r'value="很大"[^>]* aria-invalid="true"', told.text)
    assert "没有填写“占用面积”" in shop.post("/apply/item/green-occupation", data={**FORM, FIGURE: ""}).text
    (matter,) = case_of(services, apply(shop, **{FIGURE: "160.5"})).matters
    assert ("占用面积", "160.5 m²") in matter.answers


def test_a_number_of_some_cases_says_in_which_and_may_be_left_out(signed_in, services: Services):
    shop = signed_in("shop")
    page = shop.get("/apply/item/road-occupation").text
    assert "余下通行宽度（m）</label>" in page
    assert "占用人行道、非机动车道的填写" in page
    (matter,) = case_of(services, apply(shop, "road-occupation", **{"figure_road-occupation_1": ""})).matters
    assert [name for name, _ in matter.answers] == ["占用面积"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_sent_form_with_different_faults_tells_all_of_them_each_at_its_field(signed_in, lang):
    shop = signed_in("shop")
    shop.cookies.set("lang", lang)
    wrong = {
        "credit_code": "1",
        "phone": "x",
        "place": "",
        "term_start": "2027-03-01",
        FIGURE: "0",
        "sample_papers": "",
    }
    files = {"paper_green-occupation:P4": ("plan.pdf", b"no pdf at all", "application/pdf")}
    answer = shop.post("/apply/item/green-occupation", data={**FORM, **wrong, "sample_papers": ""}, files=files)
    assert answer.status_code == 422
    summary = answer.text.partition('id="problem"')[2].partition("</div>")[0]
    led_to = re.findall(r'href="#([^"]+)"', summary)
    assert led_to[:7] == [
        "credit_code", "phone", "place", "term_end", FIGURE, "paper_green-occupation:P4", "paper_green-occupation:P1"
    ]  # fmt: skip
    assert "{" not in summary
    for field in led_to:
        assert len(re.findall(f'id="{field}"', answer.text)) == 1
        assert re.search(f'id="{field}"[^>]* aria-invalid="true" aria-describedby="{field}-wrong', answer.text)
        assert f'class="wrong" id="{field}-wrong"' in answer.text
    assert 'value="2027-03-01"' in answer.text
    assert 'name="incomplete"' in answer.text


def test_an_applicant_who_was_told_of_a_missing_number_states_it_when_handing_in_again(signed_in, services: Services):
    shop, clerk = signed_in("shop"), signed_in("clerk")
    case = apply(shop)
    seen = case_of(services, case)
    with services.office.begin() as unit:  # as a case stands that did not come through this form
        bare = replace(seen, matters=(replace(seen.matters[0], answers=()),), version=seen.version + 1)
        unit.applications.save(bare, expected_version=seen.version)
        unit.commit()
    assert step(clerk, case, "accept").status_code == 409
    assert step(clerk, case, "return", words="").status_code == 303
    version = case_of(services, case).version
    assert f'id="{FIGURE}"' in shop.get(case).text
    wrong = shop.post(f"{case}/papers", data={"version": version, FIGURE: "x"})
    assert wrong.status_code == 422
    assert f'id="{FIGURE}" name="{FIGURE}" inputmode="decimal" maxlength="14" value="x"' in wrong.text
    answer = shop.post(f"{case}/papers", data={"version": version, FIGURE: "75"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert case_of(services, case).matters[0].answers == (("占用面积", "75 m²"),)
    assert step(clerk, case, "accept").status_code == 303
