"""One sent form tells everything that is wrong with it: the application for a sign or event, and for several items."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import APPLICANT, DESIGN
from tests.api.test_together import FORM

pytestmark = pytest.mark.usefixtures("one_drawing")

BANNER = {
    **{name: value for name, value in DESIGN.items() if name not in ("luminance_cd_m2", "panel_colour")},
    **{"kind": "event-banner", "width_mm": "3000", "height_mm": "700"},
}


def summary(page: str) -> str:
    return page.partition('id="problem"')[2].partition("</div>")[0]


def led_to(page: str) -> list[str]:
    """The fields that the summary leads to, each of which is there, marked, and says the same beside it."""
    fields = re.findall(r'href="#([^"]+)"', summary(page))
    for field in fields:
        assert page.count(f'id="{field}"') == 1, field
        assert re.search(f'id="{field}"[^>]* aria-invalid="true" aria-describedby="{field}-wrong', page), field
        assert f'class="wrong" id="{field}-wrong"' in page, field
    return fields


def test_an_event_is_told_its_dates_with_the_applicant_and_the_papers(seated):
    shop = seated("shop")
    wrong = {"credit_code": "1", "phone": "x", "contact": " ", "term_start": "2026-11-01", "term_end": "2027-02-01"}
    files = {"paper_M4": ("m4.pdf", b"no pdf", "application/pdf")}
    data = {**BANNER, **APPLICANT, **wrong, "sample_papers": ""}
    answer = shop.post("/apply", data=data, files=files)
    assert answer.status_code == 422
    fields = led_to(answer.text)
    assert fields[:6] == ["credit_code", "contact", "phone", "term_end", "term_start", "paper_M4"]
    assert {"paper_M2", "paper_M14"} <= set(fields)
    assert 'value="2026-11-01"' in answer.text
    assert 'name="incomplete"' in answer.text


def test_a_wrong_term_is_told_although_the_papers_are_left_to_the_window(seated):
    data = {**BANNER, **APPLICANT, "sample_papers": "", "incomplete": "yes"}
    answer = seated("shop").post("/apply", data={**data, "term_start": "2026-12-01", "term_end": "x"})
    assert led_to(answer.text) == ["term_end"]
    answer = seated("shop").post("/apply", data=data)
    assert led_to(answer.text) == ["term_start"]


def test_a_change_without_its_permit_is_told_beside_the_rest(seated):
    data = {**DESIGN, **APPLICANT, "purpose": "change", "phone": "x"}
    answer = seated("shop").post("/apply", data=data)
    assert led_to(answer.text) == ["phone", "earlier_permit"]


def test_several_items_are_told_items_applicant_dates_numbers_and_papers(seated):
    wrong = {
        "items": ["construction-waste"],
        "applicant_name": "",
        "place": "",
        "term_end": "",
        "figure_construction-waste_0": "-1",
        "figure_night-work_0": "of no concern: this item is not ticked",
        "sample_papers": "",
    }
    for lang, word in (("zh", "建筑垃圾处置核准申请表"), ("en", "Application form")):
        shop = seated("shop")
        shop.cookies.set("lang", lang)
        answer = shop.post("/apply/together", data={**FORM, **wrong})
        assert answer.status_code == 422
        fields = led_to(answer.text)
        assert fields[:5] == ["items", "applicant_name", "place", "term_end", "figure_construction-waste_0"]
        assert word in summary(answer.text)
        assert fields[5:]
        assert all(field.startswith("paper_") for field in fields[5:])


def test_an_unsound_form_opens_no_case(seated, services):
    seated("shop").post("/apply/together", data={**FORM, "phone": "x"})
    with services.office.reading() as unit:
        assert not unit.applications.listed(limit=5)


@pytest.mark.parametrize("path", ["/apply/item/drainage", "/apply/together", "/apply"])
def test_the_three_forms_mark_what_is_always_needed_and_say_so(seated, path):
    page = seated("shop").get(path, params=DESIGN if path == "/apply" else {}).text
    assert "带 * 的必须填写或提交" in page
    for name in ("applicant_name", "credit_code", "contact", "phone"):
        assert re.search(rf'<label for="{name}">[^<]* \*</label>', page), name


def test_a_sign_says_of_each_paper_without_a_mark_where_it_is_asked_for(seated):
    page = seated("shop").get("/apply", params={**DESIGN, "width_mm": "4200"}).text
    labels = dict(re.findall(r'<label for="paper_(M\d+)">(.*?)</label>', page))
    for code, words in labels.items():
        assert words.endswith(" *") or 'class="hint"' in words, code
    assert "影响相邻方的" in labels["M10"]
    assert "可容缺 5 日" in labels["M8"]


@pytest.mark.parametrize(
    ("path", "form"), [("/apply/together", FORM), ("/apply", {**DESIGN, **APPLICANT})], ids=["items", "a sign"]
)
def test_an_open_question_is_told_at_its_place_and_not_sure_is_an_answer(seated, path, form):
    shop = seated("shop")
    answer = shop.post(path, data={**form, "affects_third_party": "", "needs_survey": ""})
    assert answer.status_code == 422
    assert led_to(answer.text) == ["affects_third_party", "needs_survey"]
    unsure = shop.post(
        path, data={**form, "affects_third_party": "unsure", "needs_survey": "no"}, follow_redirects=False
    )
    assert unsure.status_code == 303
